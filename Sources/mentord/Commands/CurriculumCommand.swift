import ArgumentParser
import Curriculum
import CurriculumFiles
import Foundation
import Mentoring
import Postgres
import Scheduling

/// The curricula: checked and compared as files, published into the database.
struct CurriculumCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "curriculum",
        abstract: "Check, compare and publish curricula.",
        discussion: """
            FILE is a YAML file of one direction as Config/curricula/README.md describes it. The foundations it draws \
            on are taken from a foundations.yaml among the files or beside the first one, else those built in. \
            Without any FILE, the curricula built into this program are meant.

            Example: mentord curriculum lint Config/curricula/*.yaml
            """, subcommands: [Lint.self, Diff.self, Publish.self, List.self])

    /// The files that a command works on.
    struct Files: ParsableArguments {
        @Argument(help: "YAML files of directions; none for those built in.", completion: .file(extensions: ["yaml"]))
        var files: [String] = []

        func folder() throws -> CurriculumFolder {
            guard !files.isEmpty else { return .builtIn }
            let read = try files.map { (name: $0, yaml: try Self.text($0)) }
            let beside = (files[0] as NSString).deletingLastPathComponent
            let foundations = (beside as NSString).appendingPathComponent("foundations.yaml")
            guard !files.contains(foundations), FileManager.default.fileExists(atPath: foundations) else {
                return CurriculumFolder(read)
            }
            return CurriculumFolder(read, foundations: (foundations, try Self.text(foundations)))
        }

        private static func text(_ path: String) throws -> String {
            guard let data = FileManager.default.contents(atPath: path) else {
                throw UnreadableFile(description: "\(path) can't be read.")
            }
            guard let text = String(data: data, encoding: .utf8) else {
                throw UnreadableFile(description: "\(path) is not UTF-8.")
            }
            return text
        }
    }

    private struct UnreadableFile: Error, CustomStringConvertible {
        let description: String
    }

    /// What `lint` prints: every problem, then a line for each curriculum.
    static func report(_ folder: CurriculumFolder) -> String {
        let summaries = folder.curricula.map { curriculum in
            let hours = curriculum.steps.reduce(0) { $0 + $1.hours }
            return "\(curriculum.direction) \(curriculum.version): \(curriculum.steps.count) steps, "
                + "\(curriculum.requiredHours) h required, \(hours) h in all"
        }
        return (folder.problems.map(\.description) + summaries).joined(separator: "\n")
    }

    /// Prints what is wrong on standard error and ends with 1 when something may not be published.
    fileprivate static func requirePublishable(_ folder: CurriculumFolder) throws {
        guard !folder.isPublishable else { return }
        let errors = folder.problems.filter { $0.severity == .error }
        FileHandle.standardError.write(Data(errors.map { "\($0)\n" }.joined().utf8))
        throw ExitCode.failure
    }

    struct Lint: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Say what is wrong with curricula, with file and line.",
            discussion: """
                Ends with 1 when there are errors; warnings alone end with 0.

                Example: mentord curriculum lint Config/curricula/llm.yaml
                """)

        @OptionGroup var files: Files

        func run() async throws {
            try await explaining {
                let folder = try files.folder()
                print(CurriculumCommand.report(folder))
                if !folder.isPublishable { throw ExitCode.failure }
            }
        }
    }

    struct Diff: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show what publishing would change: + added, - removed, ~ changed.",
            discussion: "Compares with the version published last.\n\nExample: mentord curriculum diff llm.yaml")

        @OptionGroup var files: Files
        @OptionGroup var options: SettingsOptions

        func run() async throws {
            try await explaining {
                try await CurriculumCommand.each(files, options) { curriculum, curricula in
                    let published = try await curricula.findCurrent(of: curriculum.direction)
                    print(CurriculumCommand.comparison(from: published, to: curriculum))
                }
            }
        }
    }

    struct Publish: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Publish curricula: new plans are made from them, existing ones keep theirs.",
            discussion: """
                A version never changes: the same version with another content is refused, with the same content \
                nothing is done. Needs the owner's direct connection, as `mentord migrate` does.

                Example: mentord curriculum publish Config/curricula/llm.yaml
                """)

        @OptionGroup var files: Files
        @OptionGroup var options: SettingsOptions

        @Flag(name: .customLong("new-direction"), help: "Add a direction that isn't there yet.")
        var newDirection = false

        func run() async throws {
            try await explaining {
                try await CurriculumCommand.each(files, options) { curriculum, curricula in
                    let name = "\(curriculum.direction) \(curriculum.version)"
                    do {
                        switch try await curricula.publish(curriculum, mayAddDirection: newDirection) {
                        case .published: print("\(name): published")
                        case .unchanged: print("\(name): published before, unchanged")
                        }
                    } catch let refusal as Refusal {
                        throw PublicationRefusal(curriculum, refusal)
                    }
                }
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the published versions, newest first.",
            discussion: "Example: mentord curriculum list")

        @OptionGroup var options: SettingsOptions

        func run() async throws {
            try await explaining {
                let url = try await options.ownerURL()
                try await withClient(url: url, name: "mentord curriculum", logger: Logs.quiet) { client in
                    for version in try await CurriculumCommand.curricula(client).versions() {
                        print(
                            "\(version.direction)  \(version.version)  \(version.stepCount) steps  "
                                + version.publishedAt.rfc3339UTC)
                    }
                }
            }
        }
    }

    /// Reads the files, and takes each curriculum to those that are published; none when one of them may not be.
    private static func each(
        _ files: Files, _ options: SettingsOptions,
        _ body: @escaping @Sendable (DirectionCurriculum, Curricula) async throws -> Void
    ) async throws {
        let folder = try files.folder()
        try requirePublishable(folder)
        let url = try await options.ownerURL()
        try await withClient(url: url, name: "mentord curriculum", logger: Logs.quiet) { client in
            let curricula = try Self.curricula(client)
            for curriculum in folder.curricula { try await body(curriculum, curricula) }
        }
    }

    private static func curricula(_ client: PostgresClient) throws -> Curricula {
        // Curricula touch nothing that is sealed, so this desk's secret is one for the moment.
        try DeskFactory.make(client, clock: SystemClock(), secrets: [DeskFactory.randomSecret()]).curricula
    }

    /// What `diff` prints about one direction.
    static func comparison(from published: DirectionCurriculum?, to curriculum: DirectionCurriculum) -> String {
        guard let published else {
            return "\(curriculum.direction): nothing is published; \(curriculum.version) would be the first"
        }
        let diff = CurriculumDiff(from: published, to: curriculum)
        let heading = "\(curriculum.direction): \(published.version) → \(curriculum.version)"
        guard !diff.isEmpty else { return "\(heading): no difference" }
        let warning =
            published.version == curriculum.version ? "\nThe version is published already: raise it." : ""
        return "\(heading)\n\(diff)\(warning)"
    }
}

/// Why a curriculum wasn't published, as one sentence for the operator.
private struct PublicationRefusal: Error, CustomStringConvertible {
    let description: String

    init(_ curriculum: DirectionCurriculum, _ refusal: Refusal) {
        let name = "\(curriculum.direction) \(curriculum.version)"
        description =
            switch refusal {
            case .alreadyExists:
                "\(name) is published with another content, and a version never changes: raise the version."
            case .invalid(pointer: "/direction", _):
                "There is no direction \(curriculum.direction); --new-direction adds it."
            default: "\(name): \(CommandRefusal(refusal))"
            }
    }
}
