import APIModel
import ArgumentParser
import Foundation
import Scheduling
import Terminal

struct StudentCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "student", abstract: "The students you have consultations with.",
        discussion: examples("mentorctl student list", "mentorctl student show 李雷"),
        subcommands: [StudentList.self, StudentShow.self],
        defaultSubcommand: StudentList.self)
}

struct StudentList: SessionCommand, TabularCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Your students; who asked last comes first.",
        discussion: examples("mentorctl student list", "mentorctl student list -o csv --fields id,name,direction"))
    static let fieldNames = [
        "id", "name", "direction", "graduation_year", "timezone", "consultations.total", "consultations.coming",
        "consultations.completed", "consultations.missed", "first_asked_at", "last_asked_at", "next_start",
    ]

    @Option(help: "How many at most, 1 to 1000.") var limit = 100
    @OptionGroup var onBehalf: OnBehalfOptions
    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions
    var behalf: String? { onBehalf.mentor }
    var isPaged: Bool { true }

    func validate() throws {
        guard (1...1000).contains(limit) else { throw ValidationError("--limit takes 1 to 1000.") }
    }

    func run(in session: Session) async throws {
        let listing = try await session.students(limit: limit)
        if session.printsJSON { return try session.print(json: listing.json, fields: Self.fieldNames) }
        if listing.items.isEmpty { return session.print(.studentsEmpty) }
        let ids = ShortIdentifier.shown(listing.items.map(\.id))
        session.print(
            Table(
                columns: [
                    Table.Column(session.text(.columnID)),
                    Table.Column(session.text(.columnName), yielding: .cut(minimumWidth: 6)),
                    Table.Column(session.text(.columnDirection), yielding: .leaveOut),
                    Table.Column(session.text(.columnYear), yielding: .leaveOut),
                    Table.Column(session.text(.columnSessions), alignment: .trailing),
                    Table.Column(session.text(.columnNext)),
                    Table.Column(session.text(.columnLastAsked), yielding: .leaveOut),
                    Table.Column(session.text(.columnZone), yielding: .leaveOut),
                ],
                rows: listing.items.map { student in
                    [
                        Table.Cell(ids[student.id] ?? student.id, .bold), Table.Cell(student.name),
                        Table.Cell(student.direction ?? ""),
                        Table.Cell(student.graduationYear.map(String.init) ?? ""),
                        Table.Cell(String(student.consultations.total)),
                        Table.Cell(session.clock.moment(student.nextStart, in: nil), .green),
                        Table.Cell(session.clock.moment(student.lastAskedAt, in: nil)), Table.Cell(student.timezone),
                    ]
                }))
        if listing.nextCursor != nil { session.console.writeError(session.text(.listMore) + "\n") }
    }
}

struct StudentShow: SessionCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "One of your students, with your consultations.",
        discussion: examples("mentorctl student show 7XK9", "mentorctl student show 李雷 --json"))

    @Argument(help: "The student's id, its last characters, or the name.", completion: .live(.students))
    var student: String
    @OptionGroup var onBehalf: OnBehalfOptions
    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions
    var behalf: String? { onBehalf.mentor }
    var isPaged: Bool { true }

    func run(in session: Session) async throws {
        let id = try await session.studentID(student)
        let answer = try await session.sendForMentor(.get("v1", "mentor", "students", id))
        let found: MentorStudent = try answer.decoded()
        let consultations = try await session.list(
            .get("v1", "consultations", query: [("student", id), ("mentor", session.mentor)]), of: Consultation.self,
            limit: 50)
        if session.printsJSON {
            return try session.print(
                json: try answer.json().adding(["recent": .array(consultations.elements)]),
                fields: ["id", "name", "direction", "graduation_year", "timezone", "next_start"])
        }
        let counts = found.consultations
        let numbers = [
            (Phrase.countTotal, counts.total), (.statusOpen, counts.open), (.statusRequested, counts.requested),
            (.countComing, counts.coming), (.statusCompleted, counts.completed), (.countMissed, counts.missed),
        ]
        let shown = numbers.filter { $0.0 == .countTotal || $0.1 > 0 }.map { "\(session.text($0.0)) \($0.1)" }
        let fields: [(Phrase, String?)] = [
            (.fieldID, found.id), (.name, found.name), (.fieldDirection, found.direction),
            (.graduation, found.graduationYear.map(String.init)),
            (.timezone, "\(found.timezone)\(now(in: found.timezone, of: session))"),
            (.consultations, shown.joined(separator: " · ")),
            (.nextSession, found.nextStart.map { session.clock.moment($0, in: nil) }),
            (.firstAsked, session.clock.moment(found.firstAskedAt, in: nil)),
        ]
        session.print(fields: fields.compactMap { name, value in value.map { (name, $0) } })
        guard !consultations.items.isEmpty else { return }
        session.print()
        session.print(session.consultationText.table(consultations.items))
    }

    /// What the clock shows where the student is, for whoever is about to write to them.
    private func now(in zone: String, of session: Session) -> String {
        guard let rules = session.clock.zone(named: zone) else { return "" }
        let time = rules.civilTime(at: session.context.now)
        return " (\(WallClock.Reading.clock(time.minuteOfDay)))"
    }
}

extension Session {
    /// Students of the mentor, who asked last first.
    func students(limit: Int) async throws -> Listing<MentorStudent> {
        try await list(.get("v1", "mentor", "students", query: [("mentor", mentor)]), limit: limit)
    }

    /// The student somebody means: by whole id, by name, or by the last characters of the id.
    func studentID(_ text: String) async throws -> String {
        if ShortIdentifier.isWhole(text, prefix: "stu_") { return text }
        let students = try await students(limit: 5000).items
        func line(_ id: String) -> String { students.first { $0.id == id }?.name.printableLine ?? "" }
        let wanted = text.precomposedStringWithCanonicalMapping.lowercased()
        let names = students.map { (id: $0.id, name: $0.name.precomposedStringWithCanonicalMapping.lowercased()) }
        let exact = names.filter { $0.name == wanted }.map(\.id)
        if !exact.isEmpty { return try only(exact, text: text, line: line) }
        let ending = ShortIdentifier.matches(text, among: students.map(\.id), prefix: "stu_")
        if !ending.isEmpty { return try only(ending, text: text, line: line) }
        return try only(names.filter { $0.name.contains(wanted) }.map(\.id), text: text, line: line)
    }
}
