import APIModel
import Foundation
import Mentoring
import Scheduling
import ZoneData

extension Endpoints {
    static let scheduleAnswer = RouteAnswer.object(
        AnswerSchemas.schedule, zh: "日程，带 ETag。", en: "The schedule, with its ETag.")

    func answer(_ versioned: Schedules.Versioned) throws -> APIAnswer {
        try .json(APIModel.Schedule(versioned, in: zone(named: versioned.schedule.timezone)))
            .tagged(EntityTag(version: versioned.version))
    }

    /// The mentor a `.mentor` route is about.
    func mentor(_ call: Call<Bearer>) throws(APIFailure) -> MentorName {
        guard let handle = call.mentorHandle else { throw .invalid("?mentor", .required) }
        return MentorName(handle)
    }

    var scheduleRoutes: [Route<Bearer>] {
        [
            Route(
                .get, "/v1/mentor/schedule", name: "getSchedule", group: Groups.desk,
                summary: Words(zh: "日程", en: "The schedule"), access: .mentor, answers: [Self.scheduleAnswer],
                problems: [.notFound], caching: .revalidate
            ) { call, _ in
                try answer(try await desk.schedules.get(of: try mentor(call)))
            },
            Route(
                .put, "/v1/mentor/schedule", name: "replaceSchedule", group: Groups.desk,
                summary: Words(zh: "整体替换日程", en: "Replace the schedule"),
                details: Words(
                    zh: "没有写的就是空；不会移动或结束已有的咨询。",
                    en: "What is left out is empty. It never moves or ends a live consultation."),
                access: .mentor, body: RequestSchemas.mentorSchedule, answers: [Self.scheduleAnswer],
                problems: [.notFound], precondition: .required
            ) { call, bearer in
                let schedule = try ScheduleReader(newTimeOffID: desk.schedules.newTimeOffID).schedule(call.body)
                let saved = try await desk.schedules.edit(
                    of: try mentor(call), version: call.versionCondition, by: bearer.caller
                ) { $0 = schedule }
                return try saved.value.map(answer) ?? .noContent
            },
            Route(
                .put, "/v1/mentor/schedule/days/{date}", name: "setScheduleDay", group: Groups.desk,
                summary: Words(zh: "设定某一天", en: "Set a dated day"),
                details: Words(zh: "空列表表示当天休息。", en: "An empty list is a day off."), access: .mentor,
                body: RequestSchemas.scheduleDay, answers: [Self.scheduleAnswer], problems: [.notFound],
                precondition: .optional
            ) { call, bearer in
                let day = try day(call)
                let windows = try ScheduleReader.windows(call.body["windows"])
                let saved = try await desk.schedules.edit(
                    of: try mentor(call), version: call.versionCondition, by: bearer.caller
                ) { $0.days[day] = windows }
                return try saved.value.map(answer) ?? .noContent
            },
            Route(
                .delete, "/v1/mentor/schedule/days/{date}", name: "clearScheduleDay", group: Groups.desk,
                summary: Words(zh: "恢复某一天为每周时段", en: "Give a day its weekly hours back"), access: .mentor,
                answers: [.noContent()], problems: [.notFound], precondition: .optional
            ) { call, bearer in
                let day = try day(call)
                _ = try await desk.schedules.edit(
                    of: try mentor(call), version: call.versionCondition, by: bearer.caller
                ) { schedule in
                    guard schedule.days.removeValue(forKey: day) != nil else { throw Refusal.notFound() }
                }
                return .noContent
            },
            Route(
                .post, "/v1/mentor/time-off", name: "addTimeOff", group: Groups.desk,
                summary: Words(zh: "请假", en: "Take time off"), access: .mentor, body: RequestSchemas.timeOff,
                answers: [.object(AnswerSchemas.timeOff, status: 201, zh: "已记下。", en: "Noted.")],
                problems: [.notFound], isIdempotent: true
            ) { call, bearer in
                let timeOff = try ScheduleReader(newTimeOffID: desk.schedules.newTimeOffID).timeOff(call.body, at: "")
                return try await call.answering(bearer) { (saved: Schedules.Versioned) in
                    let zone = zone(named: saved.schedule.timezone)
                    return try .json(APIModel.TimeOff(timeOff, in: zone), status: 201)
                } _: {
                    try await desk.schedules.edit(
                        of: try mentor(call), version: .any, by: bearer.caller, keeping: $0
                    ) { $0.timeOff.append(timeOff) }
                }
            },
            Route(
                .delete, "/v1/mentor/time-off/{id}", name: "removeTimeOff", group: Groups.desk,
                summary: Words(zh: "取消请假", en: "Take time off back"), access: .mentor, answers: [.noContent()],
                problems: [.notFound]
            ) { call, bearer in
                guard let id = TimeOffID(call.parameter("id")) else { throw APIFailure.notFound }
                _ = try await desk.schedules.edit(of: try mentor(call), version: .any, by: bearer.caller) { schedule in
                    let before = schedule.timeOff.count
                    schedule.timeOff.removeAll { $0.id == id }
                    guard schedule.timeOff.count < before else { throw Refusal.notFound() }
                }
                return .noContent
            },
        ]
    }

    private func day(_ call: Call<Bearer>) throws(APIFailure) -> CivilDate {
        guard let day = CivilDate(iso8601: call.parameter("date")) else { throw .invalid("{date}", .invalidFormat) }
        return day
    }

    var agendaRoutes: [Route<Bearer>] {
        [
            Route(
                .get, "/v1/mentor/agenda", name: "getAgenda", group: Groups.desk,
                summary: Words(zh: "日程安排", en: "The agenda"),
                details: Words(
                    zh: "空闲时段、预约、待答复的请求、请假和未了结的咨询，最多 62 天。",
                    en: "Free windows, bookings, requests, time off and unresolved ones; at most 62 days."),
                access: .mentor,
                query: [.required("from", .instantOrDay), .required("to", .instantOrDay), .optional("tz", .zone)],
                answers: [.object(AnswerSchemas.agenda, zh: "日程安排。", en: "The agenda.")], problems: [.notFound]
            ) { call, bearer in
                let now = desk.clock.now
                let reader = call.query.findString("tz").flatMap { desk.zones.zone(named: $0) }
                let agenda = try await desk.agendas.get(of: try mentor(call)) { mentorZone in
                    try TimeRange(call.query, in: reader ?? mentorZone, maximumDays: 62).range
                }
                let zone = reader ?? zone(named: agenda.timezone)
                let consultation = { APIModel.Consultation($0, in: zone, at: now) }
                return try .json(
                    APIModel.Agenda(
                        timezone: zone.name, from: agenda.range.lowerBound.rfc3339(in: zone),
                        to: agenda.range.upperBound.rfc3339(in: zone),
                        free: agenda.free.map { Slot($0, in: zone) }, bookings: agenda.bookings.map(consultation),
                        requests: agenda.requests.map(consultation),
                        timeOff: agenda.timeOff.map { APIModel.TimeOff($0, in: zone) },
                        unresolved: agenda.unresolved.map(consultation),
                        holidays: agenda.holidays.map { day in
                            Agenda.Holiday(
                                date: day.date.iso8601,
                                state: day.state == .dayOff ? "day_off" : "working_weekend_day")
                        }))
            }
        ]
    }
}

extension Slot {
    /// A span of time in a reader's zone.
    init(_ span: Range<Instant>, in zone: ZoneRules) {
        self.init(start: span.lowerBound.rfc3339(in: zone), end: span.upperBound.rfc3339(in: zone))
    }
}
