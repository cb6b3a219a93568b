import APIModel
import Foundation
import Terminal

/// Shows consultations: as one line, as rows of a table, and in full.
struct ConsultationText: Sendable {
    var language: Language
    var clock: WallClock

    /// The columns of consultations printed as data.
    static let fieldNames = [
        "id", "status", "start", "end", "timezone", "student.name", "student.id", "mentor.handle", "direction",
        "offering", "topic", "respond_by", "reply_by", "overdue", "unread_count", "late", "disputed", "unresolved",
        "created_at",
    ]

    init(_ session: Session) {
        language = session.language
        clock = session.clock
    }

    func status(_ status: String) -> String {
        let phrase: Phrase? =
            switch status {
            case "open": .statusOpen
            case "requested": .statusRequested
            case "confirmed": .statusConfirmed
            case "completed": .statusCompleted
            case "no_show": .statusNoShow
            case "declined": .statusDeclined
            case "cancelled": .statusCancelled
            case "expired": .statusExpired
            case "closed": .statusClosed
            default: nil
            }
        return phrase?.text(language) ?? status.printableLine
    }

    /// The status, and that its student waits too long for an answer.
    func status(of consultation: Consultation) -> String {
        let status = status(consultation.status)
        return consultation.overdue == true ? "\(status) · \(Phrase.flagOverdue.text(language))" : status
    }

    func styles(_ consultation: Consultation) -> [Style] {
        if consultation.unresolved || consultation.disputed || consultation.overdue == true { return [.red] }
        return switch consultation.status {
        case "requested": [.yellow]
        case "confirmed": [.green]
        case "open": [.cyan]
        case "no_show": [.red]
        default: [.dim]
        }
    }

    func when(_ consultation: Consultation) -> String {
        guard consultation.start != nil else { return Phrase.noTime.text(language) }
        return clock.span(consultation.start, consultation.end, in: consultation.timezone)
    }

    /// `李雷 · 大模型规划 · Tue 2026-11-24 19:00–20:00 (Asia/Shanghai)`, made printable.
    func line(_ consultation: Consultation) -> String {
        var parts = [consultation.student.name.printableLine, consultation.topic.printableLine]
        if consultation.start != nil { parts.append("\(when(consultation)) (\(consultation.timezone))") }
        return parts.joined(separator: " · ")
    }

    /// A table of them.
    ///
    /// - Parameters:
    ///   - namesStatus: false where all have the same one.
    ///   - extra: a further column: its title, and what it says.
    func table(
        _ consultations: [Consultation], namesStatus: Bool = true,
        extra: (title: String, text: (Consultation) -> String)? = nil
    ) -> Table {
        let shown = ShortIdentifier.shown(consultations.map(\.id))
        let hasSeveralMentors = Set(consultations.map(\.mentor.handle)).count > 1
        var table = Table(columns: [])
        var cells: [(Consultation) -> Table.Cell] = []
        func add(_ column: Table.Column, _ cell: @escaping (Consultation) -> Table.Cell) {
            table.columns.append(column)
            cells.append(cell)
        }
        add(Table.Column(Phrase.columnID.text(language))) { Table.Cell(shown[$0.id] ?? $0.id, .bold) }
        // An admin's answers are in UTC, a mentor's in their own zone: the heading says which.
        let zones = Set(consultations.filter { $0.start != nil }.map(\.timezone))
        let zone = zones.count == 1 ? " (\(zones.first ?? ""))" : ""
        add(Table.Column(Phrase.columnWhen.text(language) + zone)) { Table.Cell(when($0)) }
        if namesStatus {
            add(Table.Column(Phrase.columnStatus.text(language))) {
                Table.Cell(status(of: $0), styles: styles($0))
            }
        }
        add(Table.Column(Phrase.columnStudent.text(language), yielding: .cut(minimumWidth: 6))) {
            Table.Cell($0.student.name)
        }
        if hasSeveralMentors {
            add(Table.Column(Phrase.columnMentor.text(language), yielding: .cut(minimumWidth: 6))) {
                Table.Cell($0.mentor.name)
            }
        }
        if let extra { add(Table.Column(extra.title)) { Table.Cell(extra.text($0)) } }
        add(Table.Column(Phrase.columnTopic.text(language), yielding: .cut(minimumWidth: 8))) {
            Table.Cell($0.topic)
        }
        table.rows = consultations.map { consultation in cells.map { $0(consultation) } }
        return table
    }

    /// Everything about one, field by field.
    func fields(_ consultation: Consultation) -> [(name: Phrase, value: String)] {
        let zone = consultation.timezone
        var state = [status(consultation.status)]
        if consultation.overdue == true { state.append(Phrase.flagOverdue.text(language)) }
        if consultation.late { state.append(Phrase.flagLate.text(language)) }
        if consultation.disputed { state.append(Phrase.flagDisputed.text(language)) }
        if consultation.unresolved { state.append(Phrase.flagUnresolved.text(language)) }
        let offering = [consultation.offering, consultation.title].compactMap { $0 }.joined(separator: " · ")
        let meeting = consultation.meeting.map { meeting in
            [meeting.kind, meeting.url, meeting.note].compactMap { $0 }.joined(separator: " · ")
        }
        let all: [(Phrase, String?)] = [
            (.fieldID, consultation.id),
            (.fieldStatus, state.joined(separator: " · ")),
            (.fieldWhen, consultation.start == nil ? when(consultation) : "\(when(consultation)) (\(zone))"),
            (.fieldTopic, consultation.topic),
            (.fieldStudent, consultation.student.name),
            (.fieldMentor, "\(consultation.mentor.name) (\(consultation.mentor.handle))"),
            (.fieldDirection, consultation.direction),
            (.fieldOffering, offering.isEmpty ? nil : offering),
            (.fieldPrice, consultation.priceFen.map { Price.text(fen: $0, language) }),
            (.fieldRespondBy, consultation.respondBy.map { clock.moment($0, in: zone) }),
            (.fieldReplyBy, consultation.replyBy.map { clock.moment($0, in: zone) }),
            (.fieldFreeCancel, consultation.freeCancellationUntil.map { clock.moment($0, in: zone) }),
            (.fieldReason, consultation.reason),
            (.fieldAbsent, consultation.absent.map(side)),
            (.fieldOutcome, consultation.outcome?.result.map(result)),
            (.fieldNote, consultation.outcome?.note),
            (.fieldMeeting, meeting),
            (.fieldAsked, clock.moment(consultation.createdAt, in: zone)),
        ]
        return all.compactMap { name, value in value.map { (name, $0) } }
    }

    func side(_ side: String) -> String {
        switch side {
        case "student": Phrase.roleStudent.text(language)
        case "mentor": Phrase.roleMentor.text(language)
        default: side
        }
    }

    func result(_ result: String) -> String {
        switch result {
        case "passed": Phrase.resultPassed.text(language)
        case "again": Phrase.resultAgain.text(language)
        case "skipped": Phrase.resultSkipped.text(language)
        default: result
        }
    }
}

/// Prices, kept in fen.
enum Price {
    static func text(fen: Int, _ language: Language) -> String {
        if fen == 0 { return Phrase.freeOfCharge.text(language) }
        let (yuan, rest) = fen.quotientAndRemainder(dividingBy: 100)
        let amount = rest == 0 ? "\(yuan)" : "\(yuan)." + (rest < 10 ? "0" : "") + "\(rest)"
        return Phrase.yuan.text(language, ["amount": amount])
    }
}
