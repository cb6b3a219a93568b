import APIModel
import ArgumentParser
import Foundation
import Terminal

struct DirectionCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "direction", abstract: "Hiring tracks and what their curricula hold.",
        discussion: examples("mentorctl direction list", "mentorctl direction show llm"),
        subcommands: [DirectionList.self, DirectionShow.self], defaultSubcommand: DirectionList.self)
}

struct DirectionList: SessionCommand, TabularCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "All directions.", discussion: examples("mentorctl direction list"))
    static let fieldNames = ["slug", "name", "name_en", "step_count"]

    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions

    func run(in session: Session) async throws {
        let listing = try await session.directions()
        if session.printsJSON { return try session.print(json: listing.json, fields: Self.fieldNames) }
        session.print(
            Table(
                columns: [
                    Table.Column(session.text(.columnDirection)), Table.Column(session.text(.columnName)),
                    Table.Column(session.text(.columnSteps), alignment: .trailing),
                ],
                rows: listing.items.map { direction in
                    [
                        Table.Cell(direction.slug, .bold),
                        Table.Cell(session.language == .chinese ? direction.name : direction.nameEn),
                        Table.Cell(String(direction.stepCount)),
                    ]
                }))
    }
}

struct DirectionShow: SessionCommand, TabularCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "A direction's curriculum: its steps in their order.",
        discussion: examples("mentorctl direction show llm", "mentorctl direction show llm -o csv"))
    static let fieldNames = ["slug", "title", "title_en", "kind", "hours", "optional", "prerequisites", "outcomes"]

    @Argument(help: "The direction's slug.", completion: .live(.directions)) var direction: String
    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions
    var isPaged: Bool { true }

    func run(in session: Session) async throws {
        let answer = try await session.send(.get("v1", "directions", direction, "curriculum"))
        if session.printsJSON { return session.print(json: answer.body, fields: Self.fieldNames) }
        let curriculum: CurriculumDocument = try answer.decoded()
        session.printTitle("\(direction) \(curriculum.version)")
        session.print(
            Table(
                columns: [
                    Table.Column(session.text(.columnStepName)),
                    Table.Column(session.text(.columnTitle), yielding: .cut(minimumWidth: 12)),
                    Table.Column(session.text(.columnKind), yielding: .leaveOut),
                    Table.Column(session.text(.columnHours), alignment: .trailing),
                    Table.Column(session.text(.columnNeeds), yielding: .leaveOut),
                ],
                rows: curriculum.steps.map { step in
                    [
                        Table.Cell(step.slug, .bold),
                        Table.Cell(session.language == .chinese ? step.title : step.titleEn),
                        Table.Cell(step.kind), Table.Cell(String(step.hours)),
                        Table.Cell(step.prerequisites.joined(separator: " ")),
                    ]
                }))
    }
}

extension Session {
    func directions() async throws -> Listing<Direction> {
        var listing = Listing<Direction>()
        _ = try listing.add(try await send(.get("v1", "directions")))
        return listing
    }
}
