import ArgumentParser
import Curriculum
import CurriculumFiles
import Foundation
import Mentoring
import Postgres
import TestDatabase
import Testing

@testable import mentord

/// The files of one test, in a folder that is removed afterwards.
private func withFolder(_ body: (URL) async throws -> Void) async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "curricula-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try await body(folder)
}

/// Runs `mentord` with these words.
private func mentord(_ words: String...) async throws {
    guard var command = try Mentord.parseAsRoot(words) as? any AsyncParsableCommand else {
        throw ExitCode.validationFailure
    }
    try await command.run()
}

@Suite struct CurriculumFileCommandTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..")
        .standardizedFileURL.path

    @Test func `lint names each curriculum with its steps and hours, and ends well when nothing is wrong`() async throws
    {
        let path = "\(Self.root)/Config/curricula/llm.yaml"
        let folder = try CurriculumCommand.Files.parse([path]).folder()
        let curriculum = try #require(CurriculumFolder.builtIn.curricula.first { $0.direction == "llm" })
        let hours = curriculum.steps.reduce(0) { $0 + $1.hours }
        #expect(
            CurriculumCommand.report(folder)
                == "llm \(curriculum.version): \(curriculum.steps.count) steps, \(curriculum.requiredHours) h required, "
                + "\(hours) h in all")
        try await mentord("curriculum", "lint", path)
        try await mentord("curriculum", "lint")
    }

    @Test func `lint ends with 1 when something is wrong, and names file and line`() async throws {
        try await withFolder { folder in
            let file = folder.appending(path: "x.yaml")
            try Data("direction: x\nsteps:\n  - slug: a\n    kind: paper\n    hours: 99\n".utf8).write(to: file)
            let report = CurriculumCommand.report(try CurriculumCommand.Files.parse([file.path]).folder())
            #expect(report.contains("\(file.path):3: error: a: takes 99 hours, and a step takes 1 to 80\n"))
            await #expect(throws: ExitCode.failure) { try await mentord("curriculum", "lint", file.path) }
            await #expect(throws: ExitCode.failure) { try await mentord("curriculum", "publish", file.path) }
        }
    }

    @Test func `foundations beside the first file go before those built in`() async throws {
        try await withFolder { folder in
            let foundations = """
                foundation: true
                steps: [{slug: base, title: 基, title_en: Base, kind: concept, hours: 4}]
                """
            try Data(foundations.utf8).write(to: folder.appending(path: "foundations.yaml"))
            let file = folder.appending(path: "x.yaml")
            try Data("direction: x\ndraws_on: [base]\nsteps: []\n".utf8).write(to: file)
            let read = try CurriculumCommand.Files.parse([file.path]).folder()
            #expect(read.curricula.first?.steps.map(\.slug) == ["base"])
        }
    }

    @Test func `a file that isn't there is said to be unreadable`() async throws {
        await #expect(throws: ExitCode.failure) { try await mentord("curriculum", "lint", "/nowhere/x.yaml") }
    }

    @Test func `diff says what publishing would change`() throws {
        let old = try #require(CurriculumFolder.builtIn.curricula.first)
        var new = old
        #expect(
            CurriculumCommand.comparison(from: nil, to: old)
                == "\(old.direction): nothing is published; \(old.version) would be the first")
        new.version = "next"
        #expect(
            CurriculumCommand.comparison(from: old, to: new) == "\(old.direction): \(old.version) → next: no difference"
        )
        new.steps[0].hours += 1
        let change = "~ \(old.steps[0].slug) hours: \(old.steps[0].hours) → \(old.steps[0].hours + 1)"
        #expect(
            CurriculumCommand.comparison(from: old, to: new) == "\(old.direction): \(old.version) → next\n\(change)")
        new.version = old.version
        #expect(
            CurriculumCommand.comparison(from: old, to: new).hasSuffix(
                "\(change)\nThe version is published already: raise it."))
    }
}

@Suite struct CurriculumPublicationTests {
    private func versions() async throws -> [String] {
        try await TestDatabase.current.client.query("SELECT direction || ' ' || version FROM curricula ORDER BY 1")
            .decode(String.self)
    }

    private static let builtIn = CurriculumFolder.builtIn.curricula.map { "\($0.direction) \($0.version)" }.sorted()

    @Test(.database) func `migrating with curricula publishes those built in, and again changes nothing`() async throws
    {
        let url = TestDatabase.current.url
        try await mentord("migrate", "up", "--database-url", url)
        #expect(try await versions().isEmpty)
        try await mentord("migrate", "up", "--database-url", url, "--curricula")
        #expect(try await versions() == Self.builtIn)
        try await mentord("migrate", "up", "--database-url", url, "--curricula")
        try await mentord("curriculum", "publish", "--database-url", url)
        #expect(try await versions() == Self.builtIn)
    }

    @Test(.database(OperatedService.template))
    func `another content under a published version is refused, under a new one it is published`() async throws {
        let url = TestDatabase.current.url
        let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..").standardizedFileURL
        let text = try String(contentsOf: root.appending(path: "Config/curricula/llm.yaml"), encoding: .utf8)
        let version = try #require(CurriculumFolder.builtIn.curricula.first { $0.direction == "llm" }).version
        try await withFolder { folder in
            let file = folder.appending(path: "llm.yaml")
            let edited = text.replacing("hours: 5\n", with: "hours: 6\n", maxReplacements: 1)
            try #require(edited != text)
            try Data(edited.utf8).write(to: file)
            await #expect(throws: ExitCode.failure) {
                try await mentord("curriculum", "publish", file.path, "--database-url", url)
            }
            #expect(try await versions() == Self.builtIn)
            try Data(edited.replacing("version: \(version)\n", with: "version: 2099.1\n").utf8).write(to: file)
            try await mentord("curriculum", "diff", file.path, "--database-url", url)
            try await mentord("curriculum", "publish", file.path, "--database-url", url)
            #expect(try await versions() == (Self.builtIn + ["llm 2099.1"]).sorted())
            try await mentord("curriculum", "list", "--database-url", url)
        }
    }

    @Test(.database(OperatedService.template))
    func `a new direction needs to be asked for`() async throws {
        let url = TestDatabase.current.url
        try await withFolder { folder in
            let file = folder.appending(path: "x.yaml")
            let step = "{slug: a, title: 甲, title_en: A, kind: concept, hours: 4}"
            try Data("direction: x\nname: 新\nname_en: New\nversion: 1\nsteps: [\(step)]\n".utf8).write(to: file)
            await #expect(throws: ExitCode.failure) {
                try await mentord("curriculum", "publish", file.path, "--database-url", url)
            }
            try await mentord("curriculum", "publish", file.path, "--database-url", url, "--new-direction")
            #expect(try await versions().contains("x 1"))
        }
    }
}
