public import Mentoring
import Scheduling

extension WeekReport {
    /// The names of the columns of the rows.
    static let rowColumns = [
        "id", "status", "mentor", "student", "direction", "offering", "topic", "start", "end", "asked_at",
        "answered_at", "late", "outcome", "messages",
    ]

    /// Begins the CSV of the rows: a line of names.
    public func beginRows(_ document: inout CSVDocument) {
        document.append(Self.rowColumns)
    }

    /// Adds a record a consultation.
    public func append(_ rows: [WeekRow], to document: inout CSVDocument) {
        for row in rows {
            document.append([
                row.id.description, row.status.rawValue, row.mentorHandle, row.studentName, row.direction ?? "",
                row.offeringSlug ?? "", row.topic, row.start.rfc3339(in: zone), row.end.rfc3339(in: zone),
                row.askedAt.rfc3339(in: zone), row.answeredAt?.rfc3339(in: zone) ?? "", row.isLate ? "true" : "false",
                row.outcome?.rawValue ?? "", String(row.messageCount),
            ])
        }
    }

    /// The counts of the rows by status, then the sums.
    public var summaryCSV: [UInt8] {
        var document = CSVDocument()
        document.append(["measure", "count"])
        for (status, count) in countsByStatus { document.append([status.rawValue, String(count)]) }
        document.append(["total", String(record.rowCounts.total)])
        document.append(["late", String(record.rowCounts.late)])
        document.append(["messages", String(record.rowCounts.messages)])
        return document.bytes
    }

    /// Every figure in a record of its own: overall, of each mentor, of each direction.
    public var measuresCSV: [UInt8] {
        var document = CSVDocument()
        document.append([
            "week", "timezone", "as_of", "scope", "mentor", "direction", "measure", "unit", "value", "week_before",
            "mean_of_four",
        ])
        append(record.overall, scope: "overall", mentor: record.mentor?.handle, to: &document)
        for (mentor, series) in record.mentors {
            append(series, scope: "mentor", mentor: mentor.handle, to: &document)
        }
        for (direction, series) in record.directions {
            append(series, scope: "direction", mentor: record.mentor?.handle, direction: direction ?? "", to: &document)
        }
        return document.bytes
    }

    private func append(
        _ series: WeekRecord.Series, scope: String, mentor: String?, direction: String? = nil,
        to document: inout CSVDocument
    ) {
        for definition in MeasureDefinition.all {
            let measure = definition.measure
            document.append([
                week.string, zone.name, record.asOf.rfc3339(in: zone), scope, mentor ?? "", direction ?? "",
                measure.rawValue, definition.unit.rawValue, Self.plain(series.figures[measure]),
                Self.plain(series.weekBefore(measure)), Self.plain(series.meanOfFour(measure)),
            ])
        }
    }

    /// A number as machines read it; nothing where there is none.
    static func plain(_ value: Double?) -> String {
        guard let value else { return "" }
        return value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : String(value)
    }
}
