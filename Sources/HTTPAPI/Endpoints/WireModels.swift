import APIModel
import Mentoring
import Scheduling

// From the domain's values to the wire's. Instants are written in the zone given.

extension APIModel.Offering {
    /// - Parameter isPublic: leaves out where the session takes place.
    init(_ offering: Mentoring.Offering, isPublic: Bool) {
        self.init(
            id: offering.id.description, slug: offering.slug, title: offering.title, direction: offering.direction,
            durationMinutes: offering.durationMinutes, stepMinutes: offering.stepMinutes,
            bufferBeforeMinutes: offering.bufferBeforeMinutes, bufferAfterMinutes: offering.bufferAfterMinutes,
            noticeMinutes: offering.noticeMinutes, horizonDays: offering.horizonDays, maxPerDay: offering.maxPerDay,
            maxPerWeek: offering.maxPerWeek, approval: offering.approval.rawValue, active: offering.isActive,
            priceFen: offering.priceFen, meeting: isPublic ? nil : offering.meeting.map(APIModel.Meeting.init))
    }
}

extension APIModel.Meeting {
    init(_ meeting: Mentoring.Meeting) {
        self.init(kind: meeting.kind, url: meeting.url, note: meeting.note)
    }
}

extension APIModel.Mentor {
    init(_ mentor: Mentoring.Mentor) {
        self.init(
            id: mentor.id.description, handle: mentor.handle, name: mentor.name, headline: mentor.headline,
            school: mentor.school, employer: mentor.employer, region: mentor.region, directions: mentor.directions,
            timezone: mentor.timezone, bio: mentor.bio,
            offerings: mentor.offerings.map { APIModel.Offering($0, isPublic: true) })
    }
}

extension APIModel.Student {
    init(_ student: Mentoring.Student, in zone: ZoneRules) {
        self.init(
            id: student.id.description, name: student.name, email: student.email, timezone: student.timezone,
            direction: student.direction, graduationYear: student.graduationYear, locale: student.locale,
            createdAt: student.createdAt.rfc3339(in: zone))
    }
}

extension APIModel.Consultation {
    init(_ consultation: Mentoring.Consultation, in zone: ZoneRules, at now: Instant) {
        let time = consultation.time
        let isAgreed: Bool =
            switch consultation.status {
            case .confirmed, .completed, .noShow: true
            default: false
            }
        self.init(
            id: consultation.id.description, status: consultation.status.rawValue,
            mentor: MentorReference(handle: consultation.mentorHandle, name: consultation.mentor.name),
            student: StudentReference(id: consultation.student.id.description, name: consultation.student.name),
            direction: consultation.direction, offering: time?.offeringSlug, topic: consultation.topic,
            start: time?.start.rfc3339(in: zone), end: time?.end.rfc3339(in: zone), timezone: zone.name,
            respondBy: consultation.status == .requested ? time?.respondBy?.rfc3339(in: zone) : nil,
            freeCancellationUntil: time?.freeCancellationUntil.rfc3339(in: zone), late: consultation.isLate,
            disputed: consultation.isDisputed,
            outcome: consultation.outcome.map { Outcome(result: $0.result?.rawValue, note: $0.note) },
            meeting: isAgreed ? time?.meeting.map(APIModel.Meeting.init) : nil,
            plan: consultation.plan?.description, planStep: consultation.planStep,
            unreadCount: consultation.unreadCount, version: consultation.version,
            createdAt: consultation.createdAt.rfc3339(in: zone), updatedAt: consultation.updatedAt.rfc3339(in: zone),
            reason: consultation.reason, absent: consultation.absent?.rawValue,
            unresolved: consultation.isUnresolved(at: now), durationMinutes: time?.durationMinutes,
            priceFen: time?.priceFen, title: time?.title, replyBy: consultation.replyBy?.rfc3339(in: zone),
            overdue: consultation.isOverdue(at: now))
    }
}

extension Mentoring.Consultation {
    /// Changes with everything the answer shows; begins with the version that transitions compare.
    func tag(at now: Instant) -> EntityTag {
        let end = isUnresolved(at: now) ? ".over" : ""
        let owed = replyBy.map { ".owed\($0.seconds)\($0 <= now ? ".late" : "")" } ?? ""
        return EntityTag("v\(version).\(messageCount).\(unreadCount).\(status.rawValue)\(end)\(owed)")
    }
}

extension APIModel.Message {
    init(_ message: Mentoring.Message) {
        self.init(
            id: message.id.description, consultation: message.consultation.description,
            sender: Sender(role: message.sender.rawValue, name: message.senderName), body: message.body,
            createdAt: message.createdAt.rfc3339UTC, editedAt: message.editedAt?.rfc3339UTC,
            deletedAt: message.deletedAt?.rfc3339UTC, attachments: message.attachments.map { APIModel.Attachment($0) })
    }
}

extension APIModel.Schedule {
    init(_ versioned: Schedules.Versioned, in zone: ZoneRules) {
        let schedule = versioned.schedule
        let weekly = Weekday.allCases.map { ($0.slug, (schedule.weekly[$0] ?? []).map(\.texts)) }
        self.init(
            timezone: schedule.timezone, weekly: Dictionary(uniqueKeysWithValues: weekly),
            holidays: schedule.holidays,
            days: Dictionary(uniqueKeysWithValues: schedule.days.map { ($0.iso8601, $1.map(\.texts)) }),
            timeOff: schedule.timeOff.map { APIModel.TimeOff($0, in: zone) }, maxPerDay: schedule.maxPerDay,
            maxPerWeek: schedule.maxPerWeek, version: versioned.version)
    }
}

extension APIModel.TimeOff {
    init(_ timeOff: Mentoring.TimeOff, in zone: ZoneRules) {
        self.init(
            id: timeOff.id.description, start: timeOff.span.lowerBound.rfc3339(in: zone),
            end: timeOff.span.upperBound.rfc3339(in: zone), note: timeOff.note)
    }
}

extension Window {
    fileprivate var texts: [String] { [start.string, end.string] }
}

extension APIModel.Token {
    init(_ token: IssuedToken) {
        self.init(
            id: token.id.description, token: token.secret, role: token.role.rawValue, mentor: token.mentorHandle,
            student: token.student?.description, label: token.label, createdAt: token.createdAt.rfc3339UTC,
            expiresAt: token.expiresAt?.rfc3339UTC, revokedAt: token.revokedAt?.rfc3339UTC,
            lastUsedAt: token.lastUsedAt?.rfc3339UTC)
    }
}

extension APIModel.AuditEntry {
    init(_ entry: Audit.Entry) {
        self.init(
            id: entry.id.description, occurredAt: entry.occurredAt.rfc3339UTC, actor: entry.actor,
            action: entry.action, onBehalfOf: entry.onBehalfOf, subject: entry.subject)
    }
}
