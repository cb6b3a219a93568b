import Foundation
import Testing

@testable import AdminCLI

@Suite struct PhraseTests {
    @Test(arguments: Phrase.allCases)
    func `Every phrase is there in both languages with the same places`(phrase: Phrase) {
        let (english, chinese) = phrase.texts
        #expect(!english.isEmpty && !chinese.isEmpty)
        #expect(places(english) == places(chinese))
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

    private func places(_ text: String) -> Set<String> {
        Set(text.components(separatedBy: "{").dropFirst().map { $0.components(separatedBy: "}")[0] })
    }
}
