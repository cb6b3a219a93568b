import APIModel
public import Foundation
public import Reports

/// A weekly report as the API answers it, for those who send it elsewhere.
public enum ReportJSON {
    /// The octets of `GET /v1/reports/weekly/{week}?rows=false`.
    public static func withoutRows(_ report: WeekReport) throws -> Data {
        try WireCoding.encoder().encode(WeeklyReport(report))
    }
}
