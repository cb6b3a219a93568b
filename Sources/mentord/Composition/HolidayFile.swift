import Scheduling
import Yams

/// A file of holiday notices in the form that `Config/holidays/cn.yaml` documents.
struct HolidayFile {
    let holidays: Holidays

    private struct Document: Decodable {
        struct Notice: Decodable {
            struct Span: Decodable {
                let from: String
                let to: String
            }

            let title: String
            let covers: Span
            let daysOff: [String]
            let workingDays: [String]

            enum CodingKeys: String, CodingKey {
                case title, covers
                case daysOff = "days_off"
                case workingDays = "working_days"
            }
        }

        let notices: [Notice]
    }

    /// What is wrong with a file of notices.
    struct Malformed: Error, CustomStringConvertible {
        let description: String
    }

    init(yaml: String) throws {
        let document = try YAMLDecoder().decode(Document.self, from: yaml)
        holidays = Holidays(
            notices: try document.notices.map { notice in
                let from = try Self.day(notice.covers.from)
                let to = try Self.day(notice.covers.to)
                guard from <= to else { throw Malformed(description: "\(notice.title): covers ends before it begins") }
                return HolidayNotice(
                    title: notice.title, covers: from...to, daysOff: try notice.daysOff.map(Self.day),
                    workingDays: try notice.workingDays.map(Self.day))
            })
    }

    private static func day(_ text: String) throws -> CivilDate {
        guard let day = CivilDate(iso8601: text) else { throw Malformed(description: "\(text) is not a day") }
        return day
    }
}
