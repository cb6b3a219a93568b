import ConfigFiles
import Yams

/// The demonstration as `Config/demo` writes it.
struct DemoContent: Sendable {
    let mentors: [Mentor]
    let students: [Student]
    let scripts: [Script]
    let plans: [Plan]
    /// By week: how many scripts of each status, in the file's order.
    let weeks: [[String: Int]]

    init() throws {
        let decoder = YAMLDecoder()
        mentors = try decoder.decode([String: [Mentor]].self, from: ConfigFiles.demoMentors)["mentors"] ?? []
        students = try decoder.decode([String: [Student]].self, from: ConfigFiles.demoStudents)["students"] ?? []
        scripts =
            try decoder.decode([String: [Script]].self, from: ConfigFiles.demoConversations)["conversations"] ?? []
        plans = try decoder.decode([String: [Plan]].self, from: ConfigFiles.demoPlans)["plans"] ?? []
        weeks = try decoder.decode(MixFile.self, from: ConfigFiles.demoMix).mix.weeks
    }

    private struct MixFile: Decodable {
        struct Mix: Decodable {
            let weeks: [[String: Int]]
        }

        let mix: Mix
    }

    struct Mentor: Decodable, Sendable {
        struct Schedule: Decodable, Sendable {
            let timezone: String
            let weekly: [String: [[String]]]
            let holidays: String?
            let maxPerDay: Int?
            let maxPerWeek: Int?

            enum CodingKeys: String, CodingKey {
                case timezone, weekly, holidays
                case maxPerDay = "max_per_day"
                case maxPerWeek = "max_per_week"
            }
        }

        struct Offering: Decodable, Sendable {
            struct Meeting: Decodable, Sendable {
                let kind: String
                let url: String?
                let note: String?
            }

            let slug: String
            let title: String
            let direction: String?
            let durationMinutes: Int
            let stepMinutes: Int
            let bufferBeforeMinutes: Int
            let bufferAfterMinutes: Int
            let noticeMinutes: Int
            let horizonDays: Int
            let maxPerDay: Int?
            let maxPerWeek: Int?
            let approval: String
            let active: Bool
            let priceFen: Int?
            let meeting: Meeting?

            enum CodingKeys: String, CodingKey {
                case slug, title, direction, approval, active, meeting
                case durationMinutes = "duration_minutes"
                case stepMinutes = "step_minutes"
                case bufferBeforeMinutes = "buffer_before_minutes"
                case bufferAfterMinutes = "buffer_after_minutes"
                case noticeMinutes = "notice_minutes"
                case horizonDays = "horizon_days"
                case maxPerDay = "max_per_day"
                case maxPerWeek = "max_per_week"
                case priceFen = "price_fen"
            }
        }

        let handle: String
        let name: String
        let headline: String?
        let school: String?
        let employer: String?
        let region: String?
        let timezone: String
        let directions: [String]
        let bio: String?
        let schedule: Schedule
        let offerings: [Offering]
    }

    struct Student: Decodable, Sendable {
        let name: String
        let email: String
        let timezone: String
        let direction: String?
        let graduationYear: Int?
        let locale: String?

        enum CodingKeys: String, CodingKey {
            case name, email, timezone, direction, locale
            case graduationYear = "graduation_year"
        }
    }

    struct Plan: Decodable, Sendable {
        struct Note: Decodable, Sendable {
            let place: Int
            let note: String
        }

        let student: String
        let mentor: String?
        let direction: String
        let asked: Int
        let weeks: Int
        let hours: Int
        let known: [String]?
        let daysOff: [String]?
        let taken: Bool?
        let published: Bool?
        let done: Int?
        let doing: Bool?
        let notes: [Note]?

        enum CodingKeys: String, CodingKey {
            case student, mentor, direction, asked, weeks, hours, known, taken, published, done, doing, notes
            case daysOff = "days_off"
        }
    }

    struct Script: Decodable, Sendable {
        struct Message: Decodable, Sendable {
            let from: String
            let text: String
            /// Written after the session, or after what ended it.
            let after: Bool?
        }

        struct Outcome: Decodable, Sendable {
            let result: String
            let note: String?
        }

        let status: String
        let mentor: String
        let student: String
        let direction: String?
        let offering: String
        let topic: String
        let messages: [Message]
        let outcome: Outcome?
        let declineReason: String?
        let cancelReason: String?
        let cancelledBy: String?
        let late: Bool?
        let absent: String?
        let objection: String?

        enum CodingKeys: String, CodingKey {
            case status, mentor, student, direction, offering, topic, messages, outcome, late, absent, objection
            case declineReason = "decline_reason"
            case cancelReason = "cancel_reason"
            case cancelledBy = "cancelled_by"
        }
    }
}
