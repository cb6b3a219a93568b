import Mentoring
import Scheduling

extension WeekReport {
    private static let header = [
        "id", "status", "mentor", "student", "direction", "offering", "topic", "start", "end", "asked_at",
        "answered_at", "late", "outcome", "messages",
    ]

    /// One row a consultation.
    public var csv: [UInt8] {
        var document = CSVDocument()
        document.append(Self.header)
        for row in rows {
            document.append([
                row.id.description, row.status.rawValue, row.mentorHandle, row.studentName, row.direction ?? "",
                row.offeringSlug ?? "", row.topic, row.start.rfc3339(in: zone), row.end.rfc3339(in: zone),
                row.askedAt.rfc3339(in: zone), row.answeredAt?.rfc3339(in: zone) ?? "", row.isLate ? "true" : "false",
                row.outcome?.rawValue ?? "", String(row.messageCount),
            ])
        }
        return document.bytes
    }

    /// The counts by status, then the sums.
    public var summaryCSV: [UInt8] {
        var document = CSVDocument()
        document.append(["measure", "count"])
        for (status, count) in countsByStatus { document.append([status.rawValue, String(count)]) }
        document.append(["total", String(rows.count)])
        document.append(["late", String(lateCount)])
        document.append(["messages", String(messageCount)])
        return document.bytes
    }
}
