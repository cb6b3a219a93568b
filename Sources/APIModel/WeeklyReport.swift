/// One ISO week: its figures beside those of the weeks before, and a row a consultation that starts in it.
public struct WeeklyReport: Codable, Hashable, Sendable {
    public var week: String
    public var timezone: String
    public var from: String
    public var to: String
    @Nullable public var mentor: String?
    /// The instant at which it was right: of a frozen week, when it was closed.
    public var generatedAt: String
    /// Whether it answers the same from now on.
    public var frozen: Bool
    /// The version of the kept report; null while the week is open.
    @Nullable public var version: Int?
    /// The edition of the measures' definitions.
    public var edition: Int
    /// What the figures mean.
    public var measures: [Measure]
    public var overall: Figures
    public var mentors: [MentorFigures]
    public var directions: [DirectionFigures]
    /// Sessions by weekday, Monday first, and hour.
    public var heat: [[Int]]
    public var holidays: [Holiday]
    public var corrections: [Correction]
    public var rows: [Row]
    public var summary: Summary

    public init(
        week: String, timezone: String, from: String, to: String, mentor: String?, generatedAt: String, frozen: Bool,
        version: Int?, edition: Int, measures: [Measure], overall: Figures, mentors: [MentorFigures],
        directions: [DirectionFigures], heat: [[Int]], holidays: [Holiday], corrections: [Correction], rows: [Row],
        summary: Summary
    ) {
        self.week = week
        self.timezone = timezone
        self.from = from
        self.to = to
        self._mentor = Nullable(wrappedValue: mentor)
        self.generatedAt = generatedAt
        self.frozen = frozen
        self._version = Nullable(wrappedValue: version)
        self.edition = edition
        self.measures = measures
        self.overall = overall
        self.mentors = mentors
        self.directions = directions
        self.heat = heat
        self.holidays = holidays
        self.corrections = corrections
        self.rows = rows
        self.summary = summary
    }

    /// The definition of a measure.
    public struct Measure: Codable, Hashable, Sendable {
        /// Its name among the figures.
        public var measure: String
        public var name: String
        public var nameEn: String
        public var unit: String
        /// The instant that places a row in the week.
        public var placedBy: String
        public var placedByEn: String
        public var meaning: String
        public var meaningEn: String

        public init(
            measure: String, name: String, nameEn: String, unit: String, placedBy: String, placedByEn: String,
            meaning: String, meaningEn: String
        ) {
            self.measure = measure
            self.name = name
            self.nameEn = nameEn
            self.unit = unit
            self.placedBy = placedBy
            self.placedByEn = placedByEn
            self.meaning = meaning
            self.meaningEn = meaningEn
        }
    }

    /// Figures by measure. One without a value, such as a median of nothing, is left out.
    public struct Figures: Codable, Hashable, Sendable {
        public var values: [String: Double]
        /// Empty where nothing is known of the week before.
        public var weekBefore: [String: Double]
        /// Over the four weeks before.
        public var meanOfFour: [String: Double]

        public init(values: [String: Double], weekBefore: [String: Double], meanOfFour: [String: Double]) {
            self.values = values
            self.weekBefore = weekBefore
            self.meanOfFour = meanOfFour
        }
    }

    public struct MentorFigures: Codable, Hashable, Sendable {
        public var handle: String
        public var name: String
        public var figures: Figures

        public init(handle: String, name: String, figures: Figures) {
            self.handle = handle
            self.name = name
            self.figures = figures
        }
    }

    public struct DirectionFigures: Codable, Hashable, Sendable {
        /// Null for consultations without one.
        @Nullable public var slug: String?
        public var name: String
        public var nameEn: String
        public var figures: Figures

        public init(slug: String?, name: String, nameEn: String, figures: Figures) {
            self._slug = Nullable(wrappedValue: slug)
            self.name = name
            self.nameEn = nameEn
            self.figures = figures
        }
    }

    /// A public holiday, or a weekend day worked in exchange.
    public struct Holiday: Codable, Hashable, Sendable {
        public var date: String
        public var off: Bool

        public init(date: String, off: Bool) {
            self.date = date
            self.off = off
        }
    }

    /// A figure of an earlier week that has changed since it was last reported.
    public struct Correction: Codable, Hashable, Sendable {
        public var week: String
        /// Null for the figure over all.
        @Nullable public var mentor: String?
        public var measure: String
        @Nullable public var before: Double?
        @Nullable public var after: Double?

        public init(week: String, mentor: String?, measure: String, before: Double?, after: Double?) {
            self.week = week
            self._mentor = Nullable(wrappedValue: mentor)
            self.measure = measure
            self._before = Nullable(wrappedValue: before)
            self._after = Nullable(wrappedValue: after)
        }
    }

    /// One consultation whose start lies in the week.
    public struct Row: Codable, Hashable, Sendable {
        public var id: String
        public var status: String
        public var mentor: String
        public var student: String
        @Nullable public var direction: String?
        @Nullable public var offering: String?
        public var topic: String
        public var start: String
        public var end: String
        public var askedAt: String
        @Nullable public var answeredAt: String?
        public var late: Bool
        @Nullable public var outcome: String?
        public var messages: Int

        public init(
            id: String, status: String, mentor: String, student: String, direction: String?, offering: String?,
            topic: String, start: String, end: String, askedAt: String, answeredAt: String?, late: Bool,
            outcome: String?, messages: Int
        ) {
            self.id = id
            self.status = status
            self.mentor = mentor
            self.student = student
            self._direction = Nullable(wrappedValue: direction)
            self._offering = Nullable(wrappedValue: offering)
            self.topic = topic
            self.start = start
            self.end = end
            self.askedAt = askedAt
            self._answeredAt = Nullable(wrappedValue: answeredAt)
            self.late = late
            self._outcome = Nullable(wrappedValue: outcome)
            self.messages = messages
        }
    }

    /// Counts over the rows.
    public struct Summary: Codable, Hashable, Sendable {
        public var total: Int
        /// Every status a booked consultation can have, zeros included.
        public var byStatus: [String: Int]
        public var late: Int
        public var messages: Int

        public init(total: Int, byStatus: [String: Int], late: Int, messages: Int) {
            self.total = total
            self.byStatus = byStatus
            self.late = late
            self.messages = messages
        }
    }
}

/// Figures week by week, oldest first.
public struct ReportTrend: Codable, Hashable, Sendable {
    public var timezone: String
    @Nullable public var mentor: String?
    public var measures: [WeeklyReport.Measure]
    public var weeks: [Week]

    public init(timezone: String, mentor: String?, measures: [WeeklyReport.Measure], weeks: [Week]) {
        self.timezone = timezone
        self._mentor = Nullable(wrappedValue: mentor)
        self.measures = measures
        self.weeks = weeks
    }

    public struct Week: Codable, Hashable, Sendable {
        public var week: String
        public var values: [String: Double]

        public init(week: String, values: [String: Double]) {
            self.week = week
            self.values = values
        }
    }
}
