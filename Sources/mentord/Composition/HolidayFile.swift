import Mentoring
import Scheduling
import Yams

/// A file of holiday notices in the form that `Config/holidays/cn.yaml` documents: the one that is built in, and those
/// that an operator imports.
struct HolidayFile {
    let content: HolidayImport

    /// The notices of the file alone.
    var holidays: Holidays {
        Holidays(notices: []).amended(by: content.notices, withdrawn: Set(content.withdrawn))
    }

    /// The regions whose holidays a schedule can follow.
    static let regions = ["CN"]

    /// What is wrong with a file of notices, all of it: a sentence each, with the line.
    struct Malformed: Error, CustomStringConvertible {
        let sentences: [String]

        init(_ sentences: [String]) {
            self.sentences = sentences
        }

        var description: String { sentences.joined(separator: "\n") }
    }

    /// - Throws: ``Malformed``.
    init(yaml: String) throws {
        var reader = Reader()
        let root: Node?
        do { root = try Yams.compose(yaml: yaml) } catch { throw Malformed(["It is no YAML: \(error)"]) }
        let content = reader.file(root)
        guard reader.sentences.isEmpty, let content else { throw Malformed(reader.sentences) }
        self.content = content
    }

    /// Walks the document and notes whatever is wrong.
    private struct Reader {
        var sentences: [String] = []

        mutating func fail(_ place: Node?, _ text: String) {
            sentences.append(place?.mark.map { "line \($0.line): \(text)" } ?? text)
        }

        mutating func file(_ root: Node?) -> HolidayImport? {
            guard let root, let fields = members(root, known: ["country", "notices"]) else {
                fail(root, "the file must have country and notices")
                return nil
            }
            var region: String?
            if let country = fields["country"] {
                region = country.scalar?.string
                if !regions.contains(region ?? "") {
                    fail(country, "the country is not known: it can be \(regions.joined(separator: ", "))")
                }
            } else {
                fail(root, "country is missing, such as country: CN")
            }
            guard let list = fields["notices"]?.sequence, !list.isEmpty else {
                fail(fields["notices"] ?? root, "notices must be a list with one notice or more")
                return nil
            }
            var notices: [HolidayNotice] = []
            var withdrawn: [String] = []
            var seen: Set<String> = []
            for node in list {
                guard let fields = members(node, known: Self.keys) else { continue }
                guard let number = text("number", fields, node, such: "国办发明电〔2026〕7号") else { continue }
                if !seen.insert(number).inserted { fail(fields["number"], "\(number) is in the file twice") }
                if let word = fields["withdrawn"] {
                    if word.bool == true, fields.count == 2 {
                        withdrawn.append(number)
                    } else {
                        fail(word, "a withdrawn notice has its number and withdrawn: true, and nothing else")
                    }
                } else if let notice = notice(fields, node, number: number) {
                    notices.append(notice)
                }
            }
            return region.map { HolidayImport(region: $0, notices: notices, withdrawn: withdrawn) }
        }

        private static let keys = [
            "year", "title", "number", "published", "covers", "days_off", "working_days", "withdrawn",
        ]

        private mutating func notice(_ fields: [String: Node], _ node: Node, number: String) -> HolidayNotice? {
            let before = sentences.count
            let title = text("title", fields, node, such: "国务院办公厅关于2027年部分节假日安排的通知")
            let published = day("published", fields, node)
            guard let covers = covers(fields, node) else { return nil }
            if let year = fields["year"], year.int != covers.upperBound.year {
                fail(year, "the year is not that in which the days it covers end, \(covers.upperBound.year)")
            }
            let daysOff = days("days_off", fields, covers)
            let working = days("working_days", fields, covers)
            if fields["days_off"] == nil, fields["working_days"] == nil {
                fail(node, "days_off and working_days are both missing: an empty list says that there are none")
            }
            for (date, place) in working {
                if daysOff.contains(where: { $0.date == date }) {
                    fail(place, "\(date) is in days_off and in working_days")
                } else if date.weekday < .saturday {
                    fail(place, "\(date) is no Saturday or Sunday: only weekend days are worked in exchange")
                }
            }
            guard sentences.count == before, let title, let published else { return nil }
            return HolidayNotice(
                title: title, number: number, publishedOn: published, covers: covers, daysOff: daysOff.map(\.date),
                workingDays: working.map(\.date))
        }

        private mutating func covers(_ fields: [String: Node], _ node: Node) -> ClosedRange<CivilDate>? {
            guard let place = fields["covers"] else {
                fail(node, "covers is missing: the first and last day the notice decides about, from and to")
                return nil
            }
            guard let ends = members(place, known: ["from", "to"]) else { return nil }
            guard let from = day("from", ends, place), let to = day("to", ends, place) else { return nil }
            guard from <= to else {
                fail(place, "covers ends before it begins")
                return nil
            }
            guard to.daysSinceEpoch - from.daysSinceEpoch <= 400 else {
                fail(place, "covers is longer than a year with the December before")
                return nil
            }
            return from...to
        }

        private mutating func days(
            _ key: String, _ fields: [String: Node], _ covers: ClosedRange<CivilDate>
        ) -> [(date: CivilDate, place: Node)] {
            guard let place = fields[key] else { return [] }
            guard let list = place.sequence else {
                fail(place, "\(key) must be a list of days")
                return []
            }
            var found: [(date: CivilDate, place: Node)] = []
            for node in list {
                guard let date = date(node) else { continue }
                if !covers.contains(date) {
                    fail(node, "\(date) is outside the days that the notice covers")
                } else if found.contains(where: { $0.date == date }) {
                    fail(node, "\(date) is in \(key) twice")
                } else {
                    found.append((date, node))
                }
            }
            return found
        }

        private mutating func day(_ key: String, _ fields: [String: Node], _ parent: Node) -> CivilDate? {
            guard let node = fields[key] else {
                fail(parent, "\(key) is missing: a day such as \"2026-11-05\"")
                return nil
            }
            return date(node)
        }

        private mutating func date(_ node: Node) -> CivilDate? {
            let text = node.scalar?.string ?? ""
            let date = CivilDate(iso8601: text)
            if date == nil { fail(node, "\(text.isEmpty ? "this" : text) is no day of the calendar as YYYY-MM-DD") }
            return date
        }

        private mutating func text(
            _ key: String, _ fields: [String: Node], _ parent: Node, such example: String
        ) -> String? {
            guard let node = fields[key] else {
                fail(parent, "\(key) is missing: the source of the notice, such as \(example)")
                return nil
            }
            guard let text = node.scalar?.string, (1...200).contains(text.unicodeScalars.count),
                !text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
            else {
                fail(node, "\(key) must be a text of 1 to 200 characters")
                return nil
            }
            return text
        }

        /// The members of a mapping; nil, noted, for anything else.
        private mutating func members(_ node: Node, known: [String]) -> [String: Node]? {
            guard let mapping = node.mapping else {
                fail(node, "this must be a mapping with \(known.joined(separator: ", "))")
                return nil
            }
            var members: [String: Node] = [:]
            for (key, value) in mapping {
                let name = key.scalar?.string ?? ""
                if known.contains(name) { members[name] = value } else { fail(key, "\(name) is not known here") }
            }
            return members
        }
    }
}
