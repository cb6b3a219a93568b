/// The rows of an answer in JSON, whatever its shape, and the columns they have.
struct AnswerRows: Equatable {
    var rows: [JSON]
    /// The columns to show when none were asked for.
    var fields: [String]

    /// - Parameters:
    ///   - document: a list as the API gives it (`data`), several lists under names (each row then says in `list` which
    ///     one it is of), or a single thing.
    ///   - known: the columns in the order that suits people; those that no row has are left out.
    init(_ document: JSON, known: [String] = []) {
        switch document {
        case .array(let elements):
            rows = elements
        case .object(let members) where members["data"]?.isArray ?? false:
            rows = members["data"]?.elements ?? []
        case .object(let members):
            let lists = members.filter { $0.value.isArray && $0.value.elements.allSatisfy(\.isObject) }
            if members["id"] == nil, members["slug"] == nil, lists.contains(where: { !$0.value.elements.isEmpty }) {
                rows = lists.sorted { $0.key < $1.key }.flatMap { name, list in
                    list.elements.map { $0.adding(["list": .string(name)]) }
                }
            } else {
                rows = [document]
            }
        default:
            rows = document == .null ? [] : [document]
        }
        let lists = Set(rows.compactMap { $0["list"]?.text })
        let present = Set(rows.flatMap(\.memberNames))
        let chosen = known.filter { present.contains(String($0.split(separator: ".")[0])) }
        let isMixed = lists.count > 1 && !known.contains("list")
        fields = (isMixed ? ["list"] : []) + (chosen.isEmpty ? Self.plainFields(of: rows) : chosen)
    }

    /// The text of one field: nothing for null, JSON for what isn't a single value.
    static func text(_ row: JSON, _ field: String) -> String {
        switch row.member(at: field) {
        case nil, .null: ""
        case .string(let text): text
        case .some(let value): value.compactText
        }
    }

    /// Every field that holds a single value somewhere, those that name a thing first.
    private static func plainFields(of rows: [JSON]) -> [String] {
        let names = Set(rows.flatMap { row in row.memberNames.filter { row[$0]?.isPlain ?? false } })
        let first = ["id", "slug", "handle", "name", "status", "start", "end"].filter(names.contains)
        return first + names.subtracting(first).subtracting(["list"]).sorted()
    }
}

extension JSON {
    /// The document with only these fields in its items: those of `data` or of its lists, or its own.
    func keeping(_ fields: [String]) -> JSON {
        switch self {
        case .array(let elements):
            return .array(elements.map { $0.keeping(fields) })
        case .object(let members):
            if case .array(let elements)? = members["data"] {
                return adding(["data": .array(elements.map { $0.picking(fields) })])
            }
            let isNamed = fields.contains { member(at: $0) != nil }
            let lists = members.filter { $0.value.isArray && $0.value.elements.allSatisfy(\.isObject) }
            guard !isNamed, !lists.isEmpty else { return picking(fields) }
            return .object(lists.mapValues { .array($0.elements.map { $0.picking(fields) }) })
        default:
            return self
        }
    }

    /// The member at a path such as `student.name`.
    func member(at path: String) -> JSON? {
        if let member = self[path] { return member }
        return path.split(separator: ".").reduce(Optional(self)) { $0?[String($1)] }
    }

    var isArray: Bool { if case .array = self { true } else { false } }
    var isObject: Bool { if case .object = self { true } else { false } }
    var isPlain: Bool { !isArray && !isObject }

    var memberNames: [String] {
        guard case .object(let members) = self else { return [] }
        return Array(members.keys)
    }

    /// On one line, for a cell.
    var compactText: String { (try? data()).map { String(decoding: $0, as: UTF8.self) } ?? "" }

    /// An object of these members; one that isn't there is null, so that every row has the same ones.
    private func picking(_ fields: [String]) -> JSON {
        .object(Dictionary(fields.map { ($0, member(at: $0) ?? .null) }, uniquingKeysWith: { first, _ in first }))
    }
}
