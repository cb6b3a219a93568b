public import Postgres
public import Scheduling
public import ZoneData

/// What every use case works with: the database, the clock, the calendars and the settings.
public struct Desk: Sendable {
    public let database: PostgresClient
    public let clock: any WallClock
    public let zones: ZoneDirectory
    /// The public holidays by region; a schedule names one (`CN`).
    public let holidays: HolidayCalendars
    public let policy: CourtesyPolicy
    public let accountPolicy: AccountPolicy
    public let reportPolicy: ReportPolicy
    public let deliveryPolicy: DeliveryPolicy
    public let vault: Vault
    public let identifiers: IdentifierSource
    /// What slots answers are kept in; nil asks the database each time. Somebody has to run it.
    public let slotCache: SlotCache?
    let documents = DocumentMemo()
    /// What one mentor's slots are reckoned from, read for all who ask at once.
    let slotRows: GatheredReads<MentorName, SlotBasis.Row>
    /// Wakes those who read events along. Somebody has to run it.
    public let eventFeed: EventFeed

    /// - Parameter holidays: those that are built in; what an operator imported goes over them.
    public init(
        database: PostgresClient, clock: any WallClock, zones: ZoneDirectory, holidays: [String: Holidays],
        policy: CourtesyPolicy, accountPolicy: AccountPolicy = AccountPolicy(),
        reportPolicy: ReportPolicy = ReportPolicy(), deliveryPolicy: DeliveryPolicy = DeliveryPolicy(), vault: Vault,
        identifiers: IdentifierSource = IdentifierSource(), slotCache: SlotCache? = nil,
        eventFeed: EventFeed = EventFeed()
    ) {
        self.database = database
        self.clock = clock
        self.zones = zones
        self.holidays = HolidayCalendars(builtIn: holidays)
        self.policy = policy
        self.accountPolicy = accountPolicy
        self.reportPolicy = reportPolicy
        self.deliveryPolicy = deliveryPolicy
        self.vault = vault
        self.identifiers = identifiers
        self.slotCache = slotCache
        self.eventFeed = eventFeed
        slotRows = SlotBasis.gatheredRows(of: database, clock: clock)
    }

    public var accounts: Accounts { Accounts(desk: self) }
    public var signIns: SignIns { SignIns(desk: self) }
    public var emails: Emails { Emails(desk: self) }
    public var deliveries: Deliveries { Deliveries(desk: self) }
    public var destinations: Destinations { Destinations(desk: self) }
    public var reminders: Reminders { Reminders(desk: self) }
    public var students: Students { Students(desk: self) }
    public var mentorStudents: MentorStudents { MentorStudents(desk: self) }
    public var mentors: Mentors { Mentors(desk: self) }
    public var offerings: Offerings { Offerings(desk: self) }
    public var schedules: Schedules { Schedules(desk: self) }
    public var slots: Slots { Slots(desk: self) }
    public var agendas: Agendas { Agendas(desk: self) }
    public var consultations: Consultations { Consultations(desk: self) }
    public var calendars: Calendars { Calendars(desk: self) }
    public var attachments: Attachments { Attachments(desk: self) }
    public var messages: Messages { Messages(desk: self) }
    public var curricula: Curricula { Curricula(desk: self) }
    public var plans: Plans { Plans(desk: self) }
    public var events: Events { Events(desk: self) }
    public var reports: Reports { Reports(desk: self) }
    public var audit: Audit { Audit(desk: self) }
    public var holidayImports: HolidayImports { HolidayImports(desk: self) }

    /// A new identifier at the clock's time.
    func newID<Subject>(
        at now: Instant, _ type: Identifier<Subject>.Type = Identifier<Subject>.self
    ) -> Identifier<Subject> {
        identifiers.next(at: now)
    }
}
