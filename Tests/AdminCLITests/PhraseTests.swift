import Foundation
import Testing

@testable import AdminCLI

@Suite struct PhraseTests {
    /// Every phrase as it stands in the sources: there is no list of them to forget one in.
    private static let all: [(name: String, english: String, chinese: String)] = {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../Sources/AdminCLI/Language/Phrases").standardizedFileURL
        let files = (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? []
        let phrase = /static let (\w+) = Phrase\(\s*"((?:[^"\\]|\\.)*)",\s*"((?:[^"\\]|\\.)*)"\s*\)/
        return files.flatMap { file in
            let source = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
            let found = source.matches(of: phrase).map { match in
                (name: String(match.1), english: String(match.2), chinese: String(match.3))
            }
            // One that is written otherwise would go unseen.
            #expect(found.count == source.components(separatedBy: "static let ").count - 1, "\(file.lastPathComponent)")
            return found
        }
    }()

    @Test func `Every phrase is there in both languages with the same places`() {
        #expect(Self.all.count > 400)
        for (name, english, chinese) in Self.all {
            #expect(!english.isEmpty && !chinese.isEmpty, "\(name)")
            #expect(places(english) == places(chinese), "\(name)")
        }
    }

    @Test func `A value is not searched for places`() {
        let text = Phrase.notLoggedIn.text(.english)
        #expect(!text.contains("{"))
        let values = ["day": "{hours}", "hours": "{zone}", "zone": "Z"]
        #expect(Phrase.readingDay.text(.english, values) == "{hours}: {zone} (Z)")
    }

    @Test(
        "The language comes from the environment",
        arguments: [
            (["LANG": "zh_CN.UTF-8"], .chinese), (["LANG": "en_US.UTF-8"], .english), ([:], .english),
            (["LANG": "zh_CN.UTF-8", "LC_ALL": "C"], .english), (["LANG": "C", "LC_ALL": "zh_TW"], .chinese),
            (["LC_ALL": "", "LANG": "zh"], .chinese),
        ] as [([String: String], Language)])
    func language(environment: [String: String], expected: Language) {
        #expect(Language(environment: environment) == expected)
    }

    @Test(
        "A language is known by every tag people write",
        arguments: [
            ("zh", .chinese), ("zh-CN", .chinese), ("zh-Hans", .chinese), ("zh-Hans-CN", .chinese), ("ZH_tw", .chinese),
            ("zh_CN.UTF-8", .chinese), ("zh_CN.GB18030@pinyin", .chinese), ("en", .english), ("en-US", .english),
            ("en_GB.UTF-8", .english), ("EN", .english), ("en-Latn-US-x-own", .english), ("C", .english),
            ("C.UTF-8", .english), ("POSIX", .english), ("fr", nil), ("english", nil), ("zhCN", nil), ("", nil),
            ("en-", nil), ("en--US", nil), ("-en", nil), ("zh CN", nil), ("en;rm", nil), ("中文", nil),
        ] as [(String, Language?)])
    func tag(text: String, expected: Language?) {
        #expect(Language(tag: text) == expected)
    }

    @Test func `Another language is one sentence and ends with 64, wherever it was said`() async throws {
        let flag = await run(["inbox", "--lang", "fr"], environment: ["LANG": "en_US.UTF-8"])
        #expect(flag.status == 64 && flag.output.isEmpty)
        #expect(
            flag.errors
                == "mentorctl: --lang “fr”: there is Chinese (zh, zh-CN, zh-Hans …) and English (en, en-US …)\n")
        let joined = await run(["inbox", "--lang=de"], environment: ["LANG": "zh_CN.UTF-8"])
        #expect(joined.status == 64 && joined.errors.hasPrefix("mentorctl: --lang“de”：只有中文"))
        let variable = await run(["inbox"], environment: ["MENTORCTL_LANG": "fr"])
        #expect(variable.status == 64 && variable.errors.contains("MENTORCTL_LANG “fr”"))
        try await StubServer.run { _ in
            .json(Samples.me)
        } _: { server in
            for tag in ["zh-Hans-CN", "zh_CN.UTF-8"] {
                #expect(await run(["whoami", "--lang", tag] + server.access).output.contains("导师"))
            }
            #expect(await run(["whoami", "--lang=en_GB.UTF-8"] + server.access).output.contains("mentor"))
            #expect(server.seen.map { $0.header("Accept-Language") } == ["zh-Hans", "zh-Hans", "en"])
        }
    }

    private func places(_ text: String) -> Set<String> {
        Set(text.components(separatedBy: "{").dropFirst().map { $0.components(separatedBy: "}")[0] })
    }
}
