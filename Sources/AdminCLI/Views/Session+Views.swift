import APIModel
import Foundation
import Terminal

extension Session {
    var consultationText: ConsultationText { ConsultationText(self) }

    /// Prints names and values in two aligned columns; a long value goes on below itself.
    func print(fields: [(name: Phrase, value: String)]) {
        if preferences.format == .markdown {
            return print(
                Table(
                    columns: [Table.Column(""), Table.Column("")],
                    rows: fields.map { [Table.Cell(text($0.name)), Table.Cell($0.value)] }))
        }
        let names = fields.map { text($0.name) }
        let indent = (names.map(\.displayWidth).max() ?? 0) + 2
        for (name, field) in zip(names, fields) {
            let available = console.width.map { max(20, $0 - indent) } ?? Int.max
            let lines = field.value.printable.wrapped(toWidth: available)
            for (index, line) in lines.enumerated() {
                let head = index == 0 ? name.padded(toWidth: indent) : String(repeating: " ", count: indent)
                print((index == 0 ? palette.apply([.dim], to: head) : head) + line)
            }
        }
    }

    /// Prints a conversation, oldest first.
    ///
    /// - Parameter namesIDs: whether each message says by what it is called, for commands that take one.
    func print(messages: [Message], in zone: String, namesIDs: Bool = false) {
        let ids = namesIDs ? ShortIdentifier.shown(messages.map(\.id)) : [:]
        for message in messages {
            let who = message.sender.name.printableLine
            let when = clock.moment(message.createdAt, in: zone)
            let styles: [Style] = message.sender.role == "mentor" ? [.bold, .green] : [.bold, .cyan]
            let mark = message.editedAt != nil && message.deletedAt == nil ? "  " + text(.messageEdited) : ""
            let id = ids[message.id].map { palette.apply([.bold], to: $0) + "  " } ?? ""
            print("\(id)\(palette.apply(styles, to: who))  \(palette.apply([.dim], to: when + mark))")
            let available = console.width.map { max(20, $0 - 2) } ?? Int.max
            for line in (message.body ?? text(.messageDeleted)).printable.wrapped(toWidth: available) {
                print(line.isEmpty ? "" : "  \(line)")
            }
            for file in message.attachments ?? [] {
                let about = "\(file.filename.printableLine)  \(FileSize.text(file.size))  \(file.id)"
                print(palette.apply([.dim], to: "  📎 \(about)"))
            }
        }
    }

    /// Prints what became of a consultation, or the server's JSON where that was asked for.
    func printResult(_ answer: APIAnswer) throws {
        if printsJSON { return print(json: answer.body) }
        let consultation: Consultation = try answer.decoded()
        let view = consultationText
        let status = palette.apply(view.styles(consultation), to: view.status(consultation.status))
        print(.done, ["status": status, "what": view.line(consultation)])
    }
}
