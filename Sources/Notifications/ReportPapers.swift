public import Foundation
public import Mentoring
public import Reports

/// The reports that notices tell of, as each kind of destination takes them. What a week was closed as is what is
/// sent, so that every try says the same, and an export later too.
public struct ReportPapers: Sendable {
    private let desk: Desk
    /// The report as the API's JSON, without rows.
    private let write: @Sendable (WeekReport) throws -> Data

    /// - Parameter json: writes a report as the API answers it without its rows.
    public init(_ desk: Desk, json: @escaping @Sendable (WeekReport) throws -> Data) {
        self.desk = desk
        write = json
    }

    /// A workbook above this is left out of an e-mail: servers refuse large ones.
    private static let attachedBytes = 8 << 20

    /// - Throws: ``DeliveryFailure`` where there is no such report for them.
    func report(_ notice: Notice.Report, for owner: Recipient) async throws -> WeekReport {
        guard let record = try await desk.reports.record(notice, for: owner) else {
            throw DeliveryFailure("there is no report of \(notice.week) for them", .refused)
        }
        return WeekReport(record, directions: try await desk.mentors.directions())
    }

    func json(_ report: WeekReport) throws -> Data { try write(report) }

    /// The report as an e-mail: in short in its body, in full as a page and a workbook.
    func email(_ report: WeekReport, delivery: Delivery, to address: String, reader: Reader) async throws -> Email {
        let language = ReportLanguage(reader.language)
        let digest = report.digest(in: language)
        var files = [
            Email.Attachment(
                name: "\(report.fileName).html", mediaType: ReportFormat.html.contentType,
                bytes: Array(report.html(in: language).utf8))
        ]
        var notes = [
            reader.language == .zhHans
                ? "附件是完整的周报：网页（含图表，可打印）和 Excel 工作簿。"
                : "Attached in full: a page with charts that prints, and a workbook."
        ]
        let workbook = try await report.xlsx(in: language, rows: desk.reports.rows(of: report.record))
        if workbook.byteCount <= Self.attachedBytes {
            var bytes: [UInt8] = []
            bytes.reserveCapacity(workbook.byteCount)
            while let piece = try workbook.next() { bytes += piece }
            files.append(
                Email.Attachment(
                    name: "\(report.fileName).xlsx", mediaType: ReportFormat.xlsx.contentType, bytes: bytes))
        } else {
            let command = "mentorctl report week \(report.week) --format xlsx -o \(report.fileName).xlsx"
            notes = [
                reader.language == .zhHans
                    ? "附件是完整的网页。工作簿太大，没有附上；可用 \(command) 导出。"
                    : "Attached in full: a page with charts that prints. The workbook is too large to attach: \(command)."
            ]
        }
        return Email(
            id: EmailID(uuid: delivery.id.uuid), kind: nil, language: reader.language, address: address,
            subject: digest.title, text: digest.text + "\n" + notes.joined(separator: "\n") + "\n",
            html: digest.letter(in: language, notes: notes), attachments: files, code: nil,
            createdAt: delivery.createdAt, attempt: delivery.attempt)
    }
}

extension ReportLanguage {
    init(_ language: EmailLanguage) {
        switch language {
        case .zhHans: self = .zhHans
        case .en: self = .en
        }
    }
}
