public import Scheduling

/// Everything a weekly report says besides its rows: the figures of the week and of the four before it.
public struct WeekRecord: Sendable {
    /// The figures over all, of a mentor or of a direction.
    public struct Series: Sendable {
        public let figures: Figures
        /// Of the weeks before, the nearest first; nil where nothing was kept for them.
        public let earlier: [Figures?]

        public init(figures: Figures, earlier: [Figures?]) {
            self.figures = figures
            self.earlier = earlier
        }
    }

    /// A figure of an earlier week that is another now than when it was last reported.
    public struct Correction: Sendable, Hashable {
        public let week: ISOWeek
        /// The handle of the mentor; nil for the figure over all.
        public let mentor: String?
        public let measure: Measure
        public let before: Double?
        public let after: Double?
    }

    /// A public holiday or a working weekend day.
    public struct Holiday: Sendable, Hashable, Codable {
        public let date: String
        /// False for a weekend day that is worked in exchange.
        public let isOff: Bool
    }

    /// How many of the week's rows there are of each status, and sums over them.
    public struct RowCounts: Sendable, Hashable {
        public var byStatus: [ConsultationStatus: Int] = [:]
        public var late = 0
        public var messages = 0

        public var total: Int { byStatus.values.reduce(0, +) }
    }

    public let frame: WeekFrame
    /// Whose report it is; nil for all mentors.
    public let mentor: ReportedMentor?
    /// The instant at which its figures were right.
    public let asOf: Instant
    /// The version of the snapshot; nil while the week isn't closed.
    public let version: Int?
    /// The edition of the measures' definitions.
    public let edition: Int
    public let overall: Series
    /// By handle.
    public let mentors: [(mentor: ReportedMentor, series: Series)]
    /// By slug; consultations without a direction last, with a nil.
    public let directions: [(direction: String?, series: Series)]
    /// Sessions by hour of the week, 168 of them, Monday's first hour first.
    public let heat: [Int]
    public let holidays: [Holiday]
    public let corrections: [Correction]
    public let rowCounts: RowCounts
    /// Where its rows are read from.
    let rows: RowSource

    enum RowSource: Sendable {
        case live(ReportScope)
        case snapshot(SnapshotID, ReportScope)
    }
}

extension WeekRecord {
    /// Puts the cells of a week and of those before it together.
    ///
    /// - Parameter cells: by week; those at places outside the scope are left aside.
    init(
        _ frame: WeekFrame, _ scope: ReportScope, asOf: Instant, version: Int?, edition: Int,
        cells: [ISOWeek: [ReportCell]], holidays: [Holiday], corrections: [Correction], rowCounts: RowCounts,
        rows: RowSource
    ) {
        let earlier = frame.earlier.map { frame in
            cells[frame.week].map { Dictionary($0.map { ($0.place, $0.figures) }) { $1 } }
        }
        let own = cells[frame.week] ?? []
        let series = { (cell: ReportCell) in
            Series(
                figures: cell.figures,
                earlier: earlier.map { week in week.map { $0[cell.place] ?? Figures.none } })
        }
        self.frame = frame
        self.asOf = asOf
        self.version = version
        self.edition = edition
        self.holidays = holidays
        self.corrections = corrections
        self.rowCounts = rowCounts
        self.rows = rows
        let whole = own.first { $0.place == scope.overall }
        overall = whole.map(series) ?? Series(figures: .none, earlier: earlier.map { _ in nil })
        heat = whole?.heat ?? Reports.noHeat
        // As they were called then.
        if case .mentor(let mentor) = scope { self.mentor = whole?.mentor ?? mentor } else { mentor = nil }
        let named: [(mentor: ReportedMentor, series: Series)] = own.compactMap { cell in
            guard cell.place.direction == nil, let mentor = cell.mentor else { return nil }
            return (mentor, series(cell))
        }
        mentors = named.sorted { $0.mentor.handle < $1.mentor.handle }
        let placed: [(direction: String?, series: Series)] = own.compactMap { cell in
            guard cell.place.mentor == scope.overall.mentor, let direction = cell.place.direction else { return nil }
            return (direction.isEmpty ? nil : direction, series(cell))
        }
        directions = placed.sorted { ($0.direction ?? "\u{7F}") < ($1.direction ?? "\u{7F}") }
    }
}
