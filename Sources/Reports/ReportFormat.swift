/// How a report is written down.
public enum ReportFormat: String, Sendable, Hashable, CaseIterable {
    case json, csv, xlsx, html, md, pdf

    /// Without parameters, as `Accept` names it.
    public var mediaType: String {
        switch self {
        case .json: "application/json"
        case .csv: "text/csv"
        case .xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        case .html: "text/html"
        case .md: "text/markdown"
        case .pdf: "application/pdf"
        }
    }

    /// As `Content-Type` says it.
    public var contentType: String {
        switch self {
        case .csv, .html, .md: mediaType + "; charset=utf-8"
        case .json, .xlsx, .pdf: mediaType
        }
    }

    public init?(mediaType: String) {
        guard let format = Self.allCases.first(where: { $0.mediaType == mediaType }) else { return nil }
        self = format
    }
}
