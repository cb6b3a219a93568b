import APIModel
import Crypto
import Curriculum
import Foundation
import Mentoring
import Scheduling

extension APIModel.Plan {
    /// - Parameters:
    ///   - today: the student's day.
    ///   - zone: the reader's.
    init(_ plan: Mentoring.Plan, on today: CivilDate, in zone: ZoneRules) {
        let progress = plan.progress
        self.init(
            id: plan.id.description,
            student: StudentReference(id: plan.student.id.description, name: plan.student.name),
            mentor: plan.mentor.map { MentorReference(handle: $0.handle, name: $0.name) },
            taken: plan.takenAt != nil, direction: plan.direction, curriculumVersion: plan.curriculumVersion,
            latestCurriculumVersion: plan.latestVersion, status: plan.status.rawValue,
            startsOn: plan.startsOn.iso8601, targetOn: plan.targetOn.iso8601, hoursPerWeek: plan.hoursPerWeek,
            knownSteps: plan.knownSteps, daysOff: plan.daysOff.map(\.text), holidays: plan.holidays,
            feasible: plan.isFeasible, missingHours: plan.missingHours.number, leftOut: plan.leftOut,
            criticalPath: plan.criticalPath,
            weeklyLoad: plan.weeklyLoad.map { WeekLoad(week: $0.week.string, hours: $0.hours.number) },
            progress: Progress(
                done: progress.done, skipped: progress.skipped, total: progress.total, percent: progress.percent),
            steps: plan.steps.map { Step($0) },
            nextConsultation: plan.nextConsultation(on: today).map { next in
                NextConsultation(step: next.step, url: Self.slots(for: plan, next))
            }, version: plan.version, createdAt: plan.createdAt.rfc3339(in: zone),
            updatedAt: plan.updatedAt.rfc3339(in: zone), publishedAt: plan.publishedAt?.rfc3339(in: zone))
    }

    /// Where the slots are in which the next step can be talked over: the mentor's, else the direction's.
    private static func slots(for plan: Mentoring.Plan, _ next: Mentoring.Plan.NextConsultation) -> String {
        let days = "from=\(next.from)&to=\(next.to)"
        guard let mentor = plan.ownMentor, let offering = plan.offering else {
            return "/v1/slots?direction=\(plan.direction)&\(days)"
        }
        return "/v1/mentors/\(mentor.handle)/slots?offering=\(offering)&\(days)"
    }
}

extension APIModel.Plan.Step {
    init(_ step: Mentoring.Plan.Step) {
        self.init(
            slug: step.slug, title: step.title, titleEn: step.titleEN, kind: step.kind.rawValue, hours: step.hours,
            prerequisites: step.prerequisites, optional: step.isOptional, own: step.isOwn,
            status: step.status.rawValue, startsOn: step.startsOn.iso8601, dueOn: step.dueOn.iso8601,
            endsOn: step.endsOn.iso8601, latestStartOn: step.latestStartOn?.iso8601, slackDays: step.slackDays,
            note: step.note)
    }
}

extension PlanReplanned {
    init(_ replanned: Plans.Replanned, isPreview: Bool, plan: APIModel.Plan) {
        let changes = replanned.changes
        self.init(
            preview: isPreview,
            moved: changes.moved.map {
                Moved(
                    slug: $0.slug, startsOn: $0.new.startsOn.iso8601, dueOn: $0.new.dueOn.iso8601,
                    previousStartsOn: $0.old.startsOn.iso8601, previousDueOn: $0.old.dueOn.iso8601)
            }, added: changes.added.map { Dated($0) }, dropped: changes.dropped.map { Dated($0) }, plan: plan)
    }
}

extension PlanReplanned.Dated {
    fileprivate init(_ dated: PlanChanges.Dated) {
        self.init(
            slug: dated.slug, startsOn: dated.dates.startsOn.iso8601, dueOn: dated.dates.dueOn.iso8601)
    }
}

extension StudyHours {
    /// As JSON has it: hours with two decimals at most.
    fileprivate var number: Double { Double(hundredths) / 100 }
}

extension APIAnswer {
    /// Tagged by a version and by what the answer holds, as that also changes without a new version: by bookings, by
    /// a mentor's offerings, with the days.
    func taggedByContent(version: Int) -> APIAnswer {
        var hash = SHA256()
        switch body {
        case .bytes(let bytes): hash.update(data: Data(bytes))
        case .data(let data): hash.update(data: data)
        case .none, .stream: break
        }
        let digest = hash.finalize().prefix(6).map { String(format: "%02x", $0) }.joined()
        return tagged(EntityTag("v\(version).\(digest)"))
    }
}
