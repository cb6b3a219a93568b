import Crypto
public import Mentoring
import Scheduling
import ZoneData

/// Every operation of the API: what it asks, who may, and the use case it calls. Nothing is decided here.
public struct Endpoints: Sendable {
    let desk: Desk
    /// Present in development alone.
    let settableClock: SettableClock?
    let readiness: Readiness
    /// Where people reach the service, without a slash at the end; nil where nobody has said.
    let baseURL: String?

    public init(
        desk: Desk, settableClock: SettableClock? = nil, readiness: Readiness = Readiness(), baseURL: String? = nil
    ) {
        self.desk = desk
        self.settableClock = settableClock
        self.readiness = readiness
        self.baseURL = baseURL.map { $0.hasSuffix("/") ? String($0.dropLast()) : $0 }
    }

    /// All routes, in the order of the documentation.
    public var routes: [Route<Bearer>] {
        let routes =
            healthRoutes + directionRoutes + curriculumRoutes + mentorRoutes + slotRoutes + pooledSlotRoutes
            + studentRoutes + consultationRoutes + transitionRoutes + messageRoutes + attachmentRoutes + eventRoutes
            + calendarRoutes + planRoutes + planDocumentRoutes + scheduleRoutes + scheduleHistoryRoutes
            + explanationRoutes + offeringRoutes + agendaRoutes + mentorStudentRoutes + reportRoutes
            + notificationRoutes + adminRoutes + webhookRoutes + outboxRoutes + clockRoutes
        return routes.map { $0.access == .mentor && !$0.writes ? auditingReads($0) : $0 }
    }

    /// What an administrator reads on a mentor's behalf is audited, as what they write is by its use case.
    private func auditingReads(_ route: Route<Bearer>) -> Route<Bearer> {
        route.afterwards { call, bearer in
            guard call.isOnBehalf else { return }
            try await desk.audit.record(
                "desk.read", onBehalfOf: call.mentorHandle, subject: call.routeName, by: bearer.caller)
        }
    }

    /// The zone a reader sees times in; UTC for a name that has left the zone data.
    func zone(named name: String) -> ZoneRules {
        desk.zones.zone(named: name) ?? .utc
    }
}

/// The groups of the documentation.
enum Groups {
    static let service = Words(zh: "服务", en: "Service")
    static let directory = Words(zh: "导师与方向", en: "Mentors and directions")
    static let students = Words(zh: "学生", en: "Students")
    static let consultations = Words(zh: "咨询", en: "Consultations")
    static let messages = Words(zh: "消息", en: "Messages")
    static let plans = Words(zh: "学习路径", en: "Learning paths")
    static let events = Words(zh: "事件", en: "Events")
    static let desk = Words(zh: "导师的工作台", en: "The mentor's desk")
    static let reports = Words(zh: "报告", en: "Reports")
    static let notifications = Words(zh: "通知", en: "Notifications")
    static let administration = Words(zh: "管理", en: "Administration")
}

extension Endpoints {
    /// The application as the HTTP frame takes it.
    public func definition(version: String) -> APIDefinition<Bearer> {
        APIDefinition(
            routes: routes, authenticate: { try await desk.accounts.find(bearing: $0).map(Bearer.init) },
            translate: { failure(for: $0) }, isZone: { desk.zones.zone(named: $0) != nil }, now: { desk.clock.now },
            cursorKey: desk.vault.key(for: "cursors").withUnsafeBytes { Array($0) }, version: version)
    }
}

extension Route {
    /// Whether it can change anything: a preview is asked by POST and changes nothing.
    fileprivate var writes: Bool {
        method != .get && !pattern.description.hasSuffix("/preview")
    }
}
