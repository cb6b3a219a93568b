import ArgumentParser
import Foundation
import Mentoring
import Scheduling

/// Notices of public holidays, at the database's side: a new one takes no new release.
struct HolidayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "holiday", abstract: "Import notices of public holidays, or list those that are held.",
        discussion: """
            Works on the database that is set, as the service's role, or on the one of the `mentord dev` that runs here.

            Example: mentord holiday import cn-2027.yaml --dry-run
            """, subcommands: [Import.self, List.self])

    /// The database to work on.
    struct DatabaseOptions: ParsableArguments {
        @OptionGroup var options: SettingsOptions

        @Option(help: "Work on the service that `mentord dev` runs with this data directory.")
        var data: String?

        func withDesk<T: Sendable>(_ work: @escaping @Sendable (Desk) async throws -> T) async throws -> T {
            let url = try Patient.find(settings: try await options.settings(), dataDirectory: data).databaseURL
            return try await withClient(url: url, name: "mentord holiday", logger: Logs.quiet) { client in
                // Holidays touch nothing that is sealed, so this desk's secret is one for the moment.
                try await work(
                    DeskFactory.make(client, clock: SystemClock(), secrets: [DeskFactory.randomSecret()]))
            }
        }
    }

    struct Import: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Hold the notices of a file over those that are built in.",
            discussion: """
                Running instances go by them at once: slots, bookings, explain. The file has the form of the one that \
                is built in (Config/holidays/cn.yaml):

                  country: CN
                  notices:
                    - title: 国务院办公厅关于2027年部分节假日安排的通知
                      number: 国办发明电〔2026〕7号
                      published: "2026-11-05"
                      covers: {from: "2027-01-01", to: "2027-12-31"}
                      days_off: ["2027-01-01", "2027-01-02", "2027-01-03"]
                      working_days: ["2027-01-09"]

                A notice whose number is held replaces that one. An amendment has a number of its own and covers only \
                the days it changes. {number: …, withdrawn: true} takes a notice back.

                Example: mentord holiday import cn-2027.yaml --dry-run
                """)

        @OptionGroup var database: DatabaseOptions

        @Argument(help: ArgumentHelp("The file, or - for standard input.", valueName: "file")) var file: String

        @Flag(name: .customLong("dry-run"), help: "Show what would change, and write nothing.") var isDry = false

        func run() async throws {
            try await explaining {
                let content = try read()
                let isDry = isDry
                let outcome = try await database.withDesk { desk in
                    try await
                        (isDry
                        ? desk.holidayImports.preview(content) : desk.holidayImports.add(content))
                }
                print(HolidayText.outcome(outcome, of: content, isDry: isDry))
            }
        }

        private func read() throws -> HolidayImport {
            let data: Data
            do {
                data =
                    file == "-"
                    ? FileHandle.standardInput.readDataToEndOfFile() : try Data(contentsOf: URL(filePath: file))
            } catch {
                throw ValidationError("The file \(file) can't be read.")
            }
            guard let text = String(bytes: data, encoding: .utf8) else {
                throw ValidationError("The file \(file) is no UTF-8 text.")
            }
            do {
                return try HolidayFile(yaml: text).content
            } catch let error as HolidayFile.Malformed {
                throw HolidayFile.Malformed(
                    ["\(file) was not imported:"] + error.sentences.map { "  \($0)" })
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the notices that are in force, in the order in which they decide.",
            discussion: "Example: mentord holiday list")

        @OptionGroup var database: DatabaseOptions

        func run() async throws {
            try await explaining {
                let (imports, calendars) = try await database.withDesk { desk in
                    (try await desk.holidayImports.list(), try await desk.holidayImports.calendars())
                }
                for region in HolidayFile.regions {
                    print(HolidayText.list(region, calendars[region], imports: imports))
                }
            }
        }
    }
}
