import Curriculum
import Scheduling

/// The rows of a plan as they travel to PostgreSQL and back: days and instants as text.
enum PlanDocument {
    struct Week: Codable, Sendable {
        let week: String
        let sevenths: Int

        init(_ load: WeekLoad) {
            week = load.week.string
            sevenths = load.hours.sevenths
        }

        func load() throws -> WeekLoad {
            guard let week = ISOWeek(week) else { throw StoredValueError(column: "plans.weekly_load") }
            return WeekLoad(week: week, hours: StudyHours(sevenths: sevenths))
        }
    }

    struct Prerequisite: Codable, Sendable, Hashable {
        let slug: String
        let position: Int
        let prerequisite: String
        let prerequisitePosition: Int

        enum CodingKeys: String, CodingKey {
            case slug, position, prerequisite
            case prerequisitePosition = "prerequisite_position"
        }
    }

    struct Step: Codable, Sendable, Hashable {
        let slug: String
        let position: Int
        let title: String
        let titleEN: String
        let kind: StepKind
        let hours: Int
        let optional: Bool
        let own: Bool
        let status: StepStatus
        let statusChangedAt: String?
        let startsOn: String
        let endsOn: String
        let setDueOn: String?
        let latestStartOn: String?
        let latestEndOn: String?
        let note: String?
        /// Read along with the row, written to a table of their own.
        let prerequisites: [String]

        enum CodingKeys: String, CodingKey {
            case slug, position, title, kind, hours, optional, own, status, note, prerequisites
            case titleEN = "title_en"
            case statusChangedAt = "status_changed_at"
            case startsOn = "starts_on"
            case endsOn = "ends_on"
            case setDueOn = "set_due_on"
            case latestStartOn = "latest_start_on"
            case latestEndOn = "latest_end_on"
        }

        init(_ step: Plan.Step, position: Int) {
            slug = step.slug
            self.position = position
            title = step.title
            titleEN = step.titleEN
            kind = step.kind
            hours = step.hours
            optional = step.isOptional
            own = step.isOwn
            status = step.status
            statusChangedAt = step.statusChangedAt?.rfc3339UTC
            startsOn = step.startsOn.iso8601
            endsOn = step.endsOn.iso8601
            setDueOn = step.setDueOn?.iso8601
            latestStartOn = step.latestStartOn?.iso8601
            latestEndOn = step.latestEndOn?.iso8601
            note = step.note
            prerequisites = step.prerequisites
        }

        func step() throws -> Plan.Step {
            Plan.Step(
                slug: slug, title: title, titleEN: titleEN, kind: kind, hours: hours, prerequisites: prerequisites,
                isOptional: optional, isOwn: own, status: status,
                statusChangedAt: try statusChangedAt.map { text in
                    guard let instant = Instant(rfc3339: text) else {
                        throw StoredValueError(column: "plan_steps.status_changed_at")
                    }
                    return instant
                }, startsOn: try Self.day(startsOn), endsOn: try Self.day(endsOn),
                setDueOn: try setDueOn.map(Self.day), latestStartOn: try latestStartOn.map(Self.day),
                latestEndOn: try latestEndOn.map(Self.day), note: note)
        }

        private static func day(_ text: String) throws -> CivilDate {
            guard let day = CivilDate(iso8601: text) else { throw StoredValueError(column: "a day of plan_steps") }
            return day
        }
    }

    /// A plan's rows of steps, and what comes before what.
    static func rows(of plan: Plan) -> (steps: [Step], prerequisites: [Prerequisite]) {
        let steps = plan.steps.enumerated().map { Step($1, position: $0 + 1) }
        let places = Dictionary(steps.map { ($0.slug, $0.position) }) { first, _ in first }
        let prerequisites = steps.flatMap { step in
            step.prerequisites.compactMap { slug in
                places[slug].map {
                    Prerequisite(
                        slug: step.slug, position: step.position, prerequisite: slug, prerequisitePosition: $0)
                }
            }
        }
        return (steps, prerequisites)
    }
}
