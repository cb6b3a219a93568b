import APIModel
import ArgumentParser
import Foundation
import Terminal

struct OfferingCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "offering", abstract: "What you can be booked for.",
        discussion: examples(
            "mentorctl offering list",
            "mentorctl offering add mock --title \"Mock interview\" --minutes 60"),
        subcommands: [OfferingList.self, OfferingAdd.self, OfferingEdit.self],
        defaultSubcommand: OfferingList.self)
}

struct OfferingList: SessionCommand, TabularCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Your offerings, inactive ones included.",
        discussion: examples("mentorctl offering list", "mentorctl offering list --mentor lin-wei --json"))
    static let fieldNames = [
        "slug", "title", "direction", "duration_minutes", "step_minutes", "buffer_before_minutes",
        "buffer_after_minutes", "notice_minutes", "horizon_days", "max_per_day", "max_per_week", "approval",
        "price_fen", "active",
    ]

    @OptionGroup var onBehalf: OnBehalfOptions
    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions
    var behalf: String? { onBehalf.mentor }

    func run(in session: Session) async throws {
        let answer = try await session.sendForMentor(.get("v1", "mentor", "offerings"))
        if session.printsJSON { return session.print(json: answer.body, fields: Self.fieldNames) }
        var listing = Listing<Offering>()
        _ = try listing.add(answer)
        if listing.items.isEmpty { return session.print(.offeringsEmpty) }
        let table = Table(
            columns: [
                Table.Column(session.text(.columnSlug)),
                Table.Column(session.text(.columnTitle), yielding: .cut(minimumWidth: 8)),
                Table.Column(session.text(.columnMinutes), alignment: .trailing),
                Table.Column(session.text(.columnStep), alignment: .trailing, yielding: .leaveOut),
                Table.Column(session.text(.columnDirection), yielding: .leaveOut),
                Table.Column(session.text(.columnApproval)),
                Table.Column(session.text(.columnPrice), alignment: .trailing),
                Table.Column(session.text(.columnNotice), alignment: .trailing, yielding: .leaveOut),
                Table.Column(session.text(.columnHorizon), alignment: .trailing, yielding: .leaveOut),
                Table.Column(session.text(.columnActive)),
            ],
            rows: listing.items.map { offering in
                [
                    Table.Cell(offering.slug, .bold), Table.Cell(offering.title),
                    Table.Cell(String(offering.durationMinutes)), Table.Cell(String(offering.stepMinutes)),
                    Table.Cell(offering.direction ?? ""),
                    Table.Cell(session.text(offering.approval == "instant" ? .approvalInstant : .approvalMentor)),
                    Table.Cell(offering.priceFen.map { Price.text(fen: $0, session.language) } ?? ""),
                    Table.Cell(String(offering.noticeMinutes)), Table.Cell(String(offering.horizonDays)),
                    Table.Cell(session.text(offering.active ? .yes : .no), styles: offering.active ? [] : [.dim]),
                ]
            })
        session.print(table)
    }
}

/// The fields of an offering as options. `none` clears what may be empty.
struct OfferingFields: ParsableArguments {
    enum Approval: String, ExpressibleByArgument, CaseIterable {
        case instant, mentor
    }

    @Option(help: "The title students see.") var title: String?
    @Option(help: ArgumentHelp("How long a session is, 5 to 480.", valueName: "minutes")) var minutes: Int?
    @Option(help: "The direction it belongs to, or none.", completion: .live(.directions)) var direction: String?
    @Option(help: ArgumentHelp("Starts lie so far apart, 5 to 1440.", valueName: "minutes")) var step: Int?
    @Option(help: ArgumentHelp("Kept free before a session, 0 to 240.", valueName: "minutes")) var before: Int?
    @Option(help: ArgumentHelp("Kept free after a session, 0 to 240.", valueName: "minutes")) var after: Int?
    @Option(help: ArgumentHelp("Booked at least so long ahead, 0 to 43200.", valueName: "minutes")) var notice: Int?
    @Option(help: ArgumentHelp("Booked at most so far ahead, 1 to 365.", valueName: "days")) var horizon: Int?
    @Option(help: ArgumentHelp("Sessions a day at most, or none.", valueName: "count")) var maxday: String?
    @Option(help: ArgumentHelp("Sessions a week at most, or none.", valueName: "count")) var maxweek: String?
    @Option(help: "instant (booking confirms) or mentor (you answer).") var approval: Approval?
    @Option(help: ArgumentHelp("The price shown, in fen, or none.", valueName: "fen")) var price: String?
    @Option(help: ArgumentHelp("Where sessions take place: a link, or none.", valueName: "url")) var meeting: String?
    @Option(help: ArgumentHelp("The kind of meeting: video, phone, in_person or other.", valueName: "kind"))
    var meetingKind: String = "video"
    @Option(help: ArgumentHelp("How to find the meeting.", valueName: "text")) var meetingNote: String?
    @Flag(inversion: .prefixedNo, help: "Whether it can be booked.") var active: Bool?

    /// Those fields that were given, as they go over the wire.
    func members(in session: Session) throws -> [String: JSON] {
        func number(_ value: Int?) -> JSON? { value.map { .integer(Int64($0)) } }
        let cleared = meeting?.lowercased() == "none"
        var members: [String: JSON?] = [
            "title": title.map { .string($0) },
            "duration_minutes": number(minutes), "step_minutes": number(step),
            "direction": direction.map { $0.lowercased() == "none" ? .null : .string($0) },
            "buffer_before_minutes": number(before), "buffer_after_minutes": number(after),
            "notice_minutes": number(notice), "horizon_days": number(horizon),
            "max_per_day": try maxday.map(session.count), "max_per_week": try maxweek.map(session.count),
            "approval": approval.map { .string($0.rawValue) },
            "price_fen": try price.map(session.count),
            "active": active.map { .bool($0) },
        ]
        if cleared {
            members["meeting"] = JSON.null
        } else if meeting != nil || meetingNote != nil {
            members["meeting"] = .object(given: [
                "kind": .string(meetingKind), "url": meeting.map { .string($0) },
                "note": meetingNote.map { .string($0) },
            ])
        }
        return members.compactMapValues { $0 }
    }
}

struct OfferingAdd: SessionCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Add an offering.",
        discussion: examples(
            "mentorctl offering add mock --title 模拟面试 --minutes 60 --direction llm",
            "mentorctl offering add planning --title Planning --minutes 45 --price 0"))

    @Argument(help: "Its slug: lower-case letters, digits and hyphens.") var slug: String
    @OptionGroup var fields: OfferingFields
    @OptionGroup var write: WriteOptions
    @OptionGroup var onBehalf: OnBehalfOptions
    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions
    var behalf: String? { onBehalf.mentor }

    func validate() throws {
        if fields.title == nil { throw ValidationError("--title is missing.") }
        if fields.minutes == nil { throw ValidationError("--minutes is missing.") }
    }

    func run(in session: Session) async throws {
        let members = try fields.members(in: session)
        let body = JSON.object(members).adding(["slug": .string(slug)])
        let reading = session.text(
            .readingOfferingAdd,
            [
                "slug": slug, "title": (fields.title ?? "").printableLine,
                "minutes": fields.minutes.map(String.init) ?? "", "fields": try session.summary(members),
            ])
        try session.confirm(reading + "\n" + session.text(.readingOfferingSlots), write)
        let answer = try await session.sendForMentor(.post("v1", "mentor", "offerings", body: body))
        try session.printSaved(answer, .offeringSaved, ["slug": slug])
    }
}

struct OfferingEdit: SessionCommand {
    static let configuration = CommandConfiguration(
        commandName: "edit", abstract: "Change an offering; sessions already booked keep what they were booked with.",
        discussion: examples(
            "mentorctl offering edit mock-interview --minutes 90", "mentorctl offering edit mock-interview --no-active",
            "mentorctl offering edit mock-interview --price none"))

    @Argument(help: "Its slug.", completion: .live(.offerings)) var slug: String
    @OptionGroup var fields: OfferingFields
    @OptionGroup var write: WriteOptions
    @OptionGroup var onBehalf: OnBehalfOptions
    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions
    var behalf: String? { onBehalf.mentor }

    func run(in session: Session) async throws {
        let members = try fields.members(in: session)
        guard !members.isEmpty else { throw session.failure(.usage, .nothingToChange) }
        let booked = try await session.consultations(statuses: ["requested", "confirmed"], limit: 2000).items
            .filter { $0.offering == slug }
        var lines = [
            session.text(.readingOfferingEdit, ["slug": slug, "fields": try session.summary(members)]),
            session.text(.readingOfferingKept, ["count": String(booked.count)]),
        ]
        lines += booked.prefix(5).map { "  " + session.consultationText.line($0) }
        if booked.count > 5 { lines.append(session.text(.previewMore, ["count": String(booked.count - 5)])) }
        try session.confirm(lines.joined(separator: "\n"), write)
        let answer = try await session.sendForMentor(
            .patch("v1", "mentor", "offerings", slug, body: .object(members)))
        try session.printSaved(answer, .offeringSaved, ["slug": slug])
    }
}

extension Session {
    /// `price_fen = null, title = "…"`: what a change sets, in order.
    func summary(_ members: [String: JSON]) throws -> String {
        try members.sorted { $0.key < $1.key }.map { name, value in
            "\(name) = \(String(decoding: try value.data(), as: UTF8.self).printableLine)"
        }.joined(separator: ", ")
    }
}
