/// One notice of public holidays: which days of its range are off, and which weekend days are worked instead.
public struct HolidayNotice: Hashable, Sendable {
    /// Its title or number, for people.
    public let title: String
    /// The days it decides about, both ends included. A year's notice decides about the calendar year and
    /// about the days of the December before that it names; an amendment only about the days it changes.
    public let covers: ClosedRange<CivilDate>
    /// Days off, weekend days among them. Those outside `covers` are ignored.
    public let daysOff: Set<CivilDate>
    /// Weekend days that are worked. Those outside `covers` are ignored, and so are those also in `daysOff`.
    public let workingDays: Set<CivilDate>

    /// A notice. Lists in any order.
    public init(
        title: String,
        covers: ClosedRange<CivilDate>,
        daysOff: some Sequence<CivilDate>,
        workingDays: some Sequence<CivilDate>
    ) {
        self.title = title
        self.covers = covers
        self.daysOff = Set(daysOff)
        self.workingDays = Set(workingDays)
    }
}
