/// One notice of public holidays: which days of its range are off, and which weekend days are worked instead.
public struct HolidayNotice: Hashable, Sendable {
    /// Its title, for people.
    public let title: String
    /// The number it was published under, such as `国办发明电〔2026〕7号`: what tells it from others. Empty for none.
    public let number: String
    /// When it was published: where several cover a day, the last decides. Nil before all others.
    public let publishedOn: CivilDate?
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
        number: String = "",
        publishedOn: CivilDate? = nil,
        covers: ClosedRange<CivilDate>,
        daysOff: some Sequence<CivilDate>,
        workingDays: some Sequence<CivilDate>
    ) {
        self.title = title
        self.number = number
        self.publishedOn = publishedOn
        self.covers = covers
        self.daysOff = Set(daysOff)
        self.workingDays = Set(workingDays)
    }
}
