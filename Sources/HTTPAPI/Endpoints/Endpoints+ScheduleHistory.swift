import APIModel
import Foundation
import Mentoring
import Scheduling

extension Endpoints {
    var scheduleHistoryRoutes: [Route<Bearer>] {
        [
            Route(
                .post, "/v1/mentor/schedule/preview", name: "previewSchedule", group: Groups.desk,
                summary: Words(zh: "预览日程的改动", en: "Preview a schedule"),
                details: Words(
                    zh: "与 PUT 相同的内容；列出会增加和减少的可约时间，以及会落在时段外的咨询。不写入任何内容。",
                    en:
                        "The body of PUT; slots gained and lost, and consultations that would fall outside. Writes nothing."
                ),
                access: .mentor, body: RequestSchemas.mentorSchedule,
                answers: [.object(AnswerSchemas.schedulePreview, zh: "改动的影响。", en: "What would change.")],
                problems: [.notFound]
            ) { call, _ in
                let now = desk.clock.now
                let schedule = try ScheduleReader(newTimeOffID: desk.schedules.newTimeOffID).schedule(call.body)
                return try .json(wire(try await desk.schedules.preview(schedule, of: try mentor(call)), at: now))
            },
            Route(
                .get, "/v1/mentor/schedule/versions", name: "listScheduleVersions", group: Groups.desk,
                summary: Words(zh: "日程的版本", en: "Versions of the schedule"), access: .mentor,
                query: QueryParameter.paging,
                answers: [.page(of: AnswerSchemas.scheduleVersion, zh: "一页版本，新的在前。", en: "One page, newest first.")],
                problems: [.notFound]
            ) { call, _ in
                let page = try await desk.schedules.versions(
                    of: try mentor(call), before: try call.findPosition(VersionCursor.self)?.before,
                    limit: call.limit)
                let next = try page.next.map { try call.nextCursor(after: VersionCursor(before: $0)) }
                return try .json(
                    Page(
                        data: page.versions.map { version in
                            ScheduleVersion(
                                version: version.version, changedAt: version.changedAt.rfc3339UTC,
                                changedBy: version.changedBy, restores: version.restores,
                                summary: ScheduleChangeWords.summary(of: version, in: call.language))
                        }, nextCursor: next)
                )
                .with(header: "Content-Language", call.language.rawValue).with(header: "Vary", "Accept-Language")
            },
            Route(
                .get, "/v1/mentor/schedule/undo", name: "previewUndo", group: Groups.desk,
                summary: Words(zh: "预览撤销", en: "Preview an undo"),
                details: Words(
                    zh: "撤销会恢复的日程，以及与现在相比的影响。不写入任何内容。",
                    en: "The schedule an undo would bring back, and what that would change. Writes nothing."),
                access: .mentor,
                answers: [.object(AnswerSchemas.scheduleUndo, zh: "撤销的影响。", en: "What an undo would do.")],
                problems: [.notFound, .invalidTransition]
            ) { call, _ in
                let now = desk.clock.now
                let undo = try await desk.schedules.undoPreview(of: try mentor(call))
                let zone = zone(named: undo.restored.schedule.timezone)
                return try .json(
                    ScheduleUndoPreview(
                        restores: undo.restored.version, schedule: APIModel.Schedule(undo.restored, in: zone),
                        preview: wire(undo.preview, at: now)))
            },
            Route(
                .post, "/v1/mentor/schedule/undo", name: "undoSchedule", group: Groups.desk,
                summary: Words(zh: "撤销日程的改动", en: "Undo a change of the schedule"),
                details: Words(
                    zh: "恢复上一个版本，成为新的版本；再次撤销会再往前一步。最初的日程不能撤销（409）。",
                    en:
                        "Brings back the one before as a new version; again, one step further. Not before the first: 409."
                ),
                access: .mentor, answers: [Self.scheduleAnswer], problems: [.notFound, .invalidTransition],
                isIdempotent: true, precondition: .optional
            ) { call, bearer in
                try await call.answering(bearer) { (saved: Schedules.Versioned) in
                    try answer(saved)
                } _: {
                    try await desk.schedules.undo(
                        of: try mentor(call), version: call.versionCondition, by: bearer.caller, keeping: $0)
                }
            },
        ]
    }
}

extension Endpoints {
    private func wire(_ preview: Schedules.Preview, at now: Instant) -> SchedulePreview {
        let zone = zone(named: preview.timezone)
        let slot = { (start: Schedules.Preview.Start) in
            SchedulePreview.OfferedSlot(
                offering: start.offering, start: start.span.lowerBound.rfc3339(in: zone),
                end: start.span.upperBound.rfc3339(in: zone))
        }
        return SchedulePreview(
            timezone: preview.timezone, from: preview.range.lowerBound.rfc3339(in: zone),
            to: preview.range.upperBound.rfc3339(in: zone), gained: preview.gained.items.map(slot),
            gainedCount: preview.gained.count, lost: preview.lost.items.map(slot), lostCount: preview.lost.count,
            outside: preview.outside.items.map { APIModel.Consultation($0, in: zone, at: now) },
            outsideCount: preview.outside.count)
    }
}

/// A place in the list of versions.
private struct VersionCursor: Codable {
    let before: Int
}
