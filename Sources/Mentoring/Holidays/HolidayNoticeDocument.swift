import Scheduling

/// A notice as it is stored, so that an operator can read it too.
struct HolidayNoticeDocument: Codable, Sendable {
    struct Content: Codable, Sendable {
        let title: String
        let published: String?
        let coversFrom: String
        let coversTo: String
        let daysOff: [String]
        let workingDays: [String]

        enum CodingKeys: String, CodingKey {
            case title, published
            case coversFrom = "covers_from"
            case coversTo = "covers_to"
            case daysOff = "days_off"
            case workingDays = "working_days"
        }
    }

    let number: String
    /// Nil for a notice that is withdrawn.
    let content: Content?

    init(_ notice: HolidayNotice) {
        number = notice.number
        content = Content(
            title: notice.title, published: notice.publishedOn?.iso8601, coversFrom: notice.covers.lowerBound.iso8601,
            coversTo: notice.covers.upperBound.iso8601, daysOff: notice.daysOff.sorted().map(\.iso8601),
            workingDays: notice.workingDays.sorted().map(\.iso8601))
    }

    init(withdrawn number: String) {
        self.number = number
        content = nil
    }

    /// What a row's documents mean together.
    static func content(_ documents: [HolidayNoticeDocument], region: String) throws -> HolidayImport {
        HolidayImport(
            region: region, notices: try documents.compactMap { try $0.notice() },
            withdrawn: documents.filter { $0.content == nil }.map(\.number))
    }

    private func notice() throws -> HolidayNotice? {
        guard let content else { return nil }
        let (from, to) = (try Self.day(content.coversFrom), try Self.day(content.coversTo))
        guard from <= to else { throw StoredValueError(column: "holiday_imports.notices") }
        return HolidayNotice(
            title: content.title, number: number, publishedOn: try content.published.map(Self.day), covers: from...to,
            daysOff: try content.daysOff.map(Self.day), workingDays: try content.workingDays.map(Self.day))
    }

    private static func day(_ text: String) throws -> CivilDate {
        guard let day = CivilDate(iso8601: text) else { throw StoredValueError(column: "holiday_imports.notices") }
        return day
    }
}
