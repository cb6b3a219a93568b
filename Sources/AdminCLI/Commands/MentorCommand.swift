import APIModel
import ArgumentParser
import Foundation
import Terminal

struct MentorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mentor", abstract: "The mentors of this desk; admins add and change them.",
        discussion: examples(
            "mentorctl mentor list",
            "mentorctl mentor add lin-wei --name 林薇 --directions llm,recsys"),
        subcommands: [MentorList.self, MentorShow.self, MentorAdd.self, MentorEdit.self],
        defaultSubcommand: MentorList.self)
}

struct MentorList: SessionCommand, TabularCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "All mentors.", discussion: examples("mentorctl mentor list"))
    static let fieldNames = [
        "handle", "name", "directions", "timezone", "headline", "school", "employer", "region", "id",
    ]

    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions

    func run(in session: Session) async throws {
        let listing = try await session.mentors()
        if session.printsJSON { return try session.print(json: listing.json, fields: Self.fieldNames) }
        if listing.items.isEmpty { return session.print(.mentorsEmpty) }
        session.print(
            Table(
                columns: [
                    Table.Column(session.text(.columnHandle)),
                    Table.Column(session.text(.columnName), yielding: .cut(minimumWidth: 6)),
                    Table.Column(session.text(.columnDirections), yielding: .cut(minimumWidth: 6)),
                    Table.Column(session.text(.columnZone), yielding: .leaveOut),
                    Table.Column(session.text(.columnHeadline), yielding: .cut(minimumWidth: 8)),
                ],
                rows: listing.items.map { mentor in
                    [
                        Table.Cell(mentor.handle, .bold), Table.Cell(mentor.name),
                        Table.Cell(mentor.directions.joined(separator: ",")), Table.Cell(mentor.timezone),
                        Table.Cell(mentor.headline ?? ""),
                    ]
                }))
    }
}

struct MentorShow: SessionCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "A mentor's public page.", discussion: examples("mentorctl mentor show lin-wei"))

    @Argument(help: "The mentor's handle.", completion: .live(.mentors)) var handle: String
    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions

    func run(in session: Session) async throws {
        let answer = try await session.send(.get("v1", "mentors", handle))
        if session.printsJSON { return session.print(json: answer.body) }
        let mentor: Mentor = try answer.decoded()
        let offerings = mentor.offerings.map { "\($0.slug) · \($0.title) · \($0.durationMinutes) min" }
        let fields: [(Phrase, String?)] = [
            (.handle, mentor.handle), (.name, mentor.name), (.headline, mentor.headline),
            (.directions, mentor.directions.joined(separator: ", ")), (.timezone, mentor.timezone),
            (.school, mentor.school), (.employer, mentor.employer), (.region, mentor.region),
            (.fieldOffering, offerings.isEmpty ? nil : offerings.joined(separator: "\n")), (.bio, mentor.bio),
        ]
        session.print(fields: fields.compactMap { name, value in value.map { (name, $0) } })
    }
}

/// The fields of a mentor as options. `none` clears what may be empty.
struct MentorFields: ParsableArguments {
    @Option(help: "The name students see.") var name: String?
    @Option(help: ArgumentHelp("The mentor's time zone.", valueName: "name")) var zone: String?
    @Option(
        help: ArgumentHelp("Directions, divided by commas.", valueName: "slugs"), completion: .live(.directions))
    var directions: String?
    @Option(help: "One line about the mentor.") var headline: String?
    @Option(help: "School and class.") var school: String?
    @Option(help: "Employer.") var employer: String?
    @Option(help: "Region.") var region: String?
    @Option(help: "The mentor's own words.") var bio: String?

    var members: [String: JSON] {
        func clearable(_ text: String?) -> JSON? {
            text.map { $0.lowercased() == "none" ? .null : .string($0) }
        }
        let slugs = directions?.split(separator: ",").map { JSON.string($0.trimmingCharacters(in: .whitespaces)) }
        let members: [String: JSON?] = [
            "name": name.map { .string($0) }, "timezone": zone.map { .string($0) },
            "directions": slugs.map { .array($0) }, "headline": clearable(headline), "school": clearable(school),
            "employer": clearable(employer), "region": clearable(region), "bio": clearable(bio),
        ]
        return members.compactMapValues { $0 }
    }
}

struct MentorAdd: SessionCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Add a mentor (then give them a token with 'token add').",
        discussion: examples(
            "mentorctl mentor add lin-wei --name 林薇 --directions llm,recsys"))

    @Argument(help: "The handle: lower-case letters, digits and hyphens.") var handle: String
    @OptionGroup var fields: MentorFields
    @OptionGroup var write: WriteOptions
    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions

    func validate() throws {
        if fields.name == nil { throw ValidationError("--name is missing.") }
        if fields.directions == nil { throw ValidationError("--directions is missing.") }
    }

    func run(in session: Session) async throws {
        let zone = fields.zone ?? "Asia/Shanghai"
        let body = JSON.object(fields.members).adding(["handle": .string(handle), "timezone": .string(zone)])
        let values = [
            "handle": handle.printableLine, "name": (fields.name ?? "").printableLine, "zone": zone,
            "directions": (fields.directions ?? "").printableLine,
        ]
        try session.confirm(session.text(.readingMentorAdd, values), write)
        let answer = try await session.send(.post("v1", "admin", "mentors", body: body))
        try session.printSaved(answer, .mentorSaved, ["handle": handle])
    }
}

struct MentorEdit: SessionCommand {
    static let configuration = CommandConfiguration(
        commandName: "edit", abstract: "Change a mentor's page.",
        discussion: examples("mentorctl mentor edit lin-wei --headline \"LLM post-training\" --region none"))

    @Argument(help: "The mentor's handle.", completion: .live(.mentors)) var handle: String
    @OptionGroup var fields: MentorFields
    @OptionGroup var write: WriteOptions
    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions

    func run(in session: Session) async throws {
        let members = fields.members
        guard !members.isEmpty else { throw session.failure(.usage, .nothingToChange) }
        try session.confirm(
            session.text(.readingMentorEdit, ["handle": handle, "fields": try session.summary(members)]), write)
        let answer = try await session.send(.patch("v1", "admin", "mentors", handle, body: .object(members)))
        try session.printSaved(answer, .mentorSaved, ["handle": handle])
    }
}

extension Session {
    /// Every mentor: an admin's list, or the public one for everybody else.
    fileprivate func mentors() async throws -> Listing<Mentor> {
        do {
            return try await list(.get("v1", "admin", "mentors"), limit: 10_000)
        } catch let failure as APIFailure where failure.status == 403 {
            return try await list(.get("v1", "mentors"), limit: 10_000)
        }
    }
}
