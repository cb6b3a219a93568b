import Foundation
import HTTPAPI
import Mentoring

/// How a consultation can stand: the statuses of the contract, and what else decides a move.
enum Standing: String, CaseIterable, Sendable {
    case open, requested, confirmed
    /// Confirmed, and its time has come.
    case begun
    case completed
    /// No-shows by who was absent; then objected to, and the objection settled against the student.
    case studentAbsent = "no-show-s"
    case mentorAbsent = "no-show-m"
    case disputed, upheld
    case declined, cancelled
    /// Unanswered, and not yet written down.
    case expired
    case closed
}

/// What can be asked of a consultation.
enum Move: String, CaseIterable, Sendable {
    case schedule, reschedule, cancel, accept, decline, complete
    case callStudentAbsent, callMentorAbsent
    case objection, uphold, close, message
}

/// Who asks.
enum Asker: String, CaseIterable, Sendable {
    case student, mentor, otherStudent, otherMentor, admin
}

/// A mentor who is always free, somebody else's student and mentor, and consultations brought to where they stand
/// through the API alone.
struct Stage: Sendable {
    let service: Service
    let mentor: MentorFixture
    let otherMentor: MentorFixture
    let otherStudent: StudentFixture

    /// One consultation and its student.
    struct Scene: Sendable {
        let id: String
        let student: StudentFixture
    }

    init(_ service: Service) async throws {
        self.service = service
        let offering: [String: JSONValue] = ["slug": "mock", "duration_minutes": 30]
        mentor = try await service.addMentor("lin", weekly: Service.always, offerings: [offering])
        otherMentor = try await service.addMentor("zhou", weekly: Service.always, offerings: [offering])
        otherStudent = try await service.registerStudent("other")
    }

    /// Consultations from 09:00 on Tuesday the 24th on, half an hour apart; the clock then shows 20:00 of that day
    /// where the standing needs their time to have come.
    func consultations(_ standing: Standing, count: Int) async throws -> [Scene] {
        var scenes: [Scene] = []
        for index in 0..<count {
            let student = try await service.registerStudent("\(standing.rawValue)-\(index)")
            let isOpen = standing == .open || standing == .closed
            let start = isOpen ? nil : Service.instant(24, minute: 9 * 60 + index * 30)
            let scene = Scene(id: try await service.ask(student, mentor, start: start).id, student: student)
            switch standing {
            case .open, .requested, .expired: break
            case .closed: _ = try await move(.close, scene, by: .mentor)
            case .declined: _ = try await move(.decline, scene, by: .mentor)
            case .cancelled: _ = try await move(.cancel, scene, by: .student)
            default: _ = try await move(.accept, scene, by: .mentor)
            }
            scenes.append(scene)
        }
        let steps: [(Move, Asker)]
        switch standing {
        case .begun, .expired: steps = []
        case .completed: steps = [(.complete, .mentor)]
        case .studentAbsent: steps = [(.callStudentAbsent, .mentor)]
        case .mentorAbsent: steps = [(.callMentorAbsent, .student)]
        case .disputed: steps = [(.callStudentAbsent, .mentor), (.objection, .student)]
        case .upheld: steps = [(.callStudentAbsent, .mentor), (.objection, .student), (.uphold, .admin)]
        default: return scenes
        }
        service.set("2026-11-24T20:00:00+08:00")
        for scene in scenes {
            for (step, asker) in steps { _ = try await move(step, scene, by: asker) }
        }
        return scenes
    }

    /// Asks for one move, with a body that is right and a start that is free.
    func move(
        _ move: Move, _ scene: Scene, by asker: Asker, start: String = Starts.friday19
    ) async throws -> Service.Answer {
        let (verb, body): (String, JSONValue) =
            switch move {
            case .schedule: ("schedule", ["start": .string(start), "offering": "mock"])
            case .reschedule: ("reschedule", ["start": .string(start)])
            case .cancel: ("cancel", ["reason": "临时有事"])
            case .accept: ("accept", [:])
            case .decline: ("decline", ["reason": "这一周已经排满"])
            case .complete: ("complete", ["outcome": ["result": "again"]])
            case .callStudentAbsent: ("no-show", ["absent": "student"])
            case .callMentorAbsent: ("no-show", ["absent": "mentor"])
            case .objection: ("objection", ["reason": "我在会议室里等了二十分钟"])
            case .uphold: ("uphold", [:])
            case .close: ("close", [:])
            case .message: ("messages", ["body": "收到"])
            }
        return try await service.move(verb, scene.id, token(of: asker, scene), body)
    }

    func token(of asker: Asker, _ scene: Scene) -> String {
        switch asker {
        case .student: scene.student.token
        case .mentor: mentor.token
        case .otherStudent: otherStudent.token
        case .otherMentor: otherMentor.token
        case .admin: service.adminToken
        }
    }

    /// The consultation as its mentor sees it.
    func seen(_ scene: Scene) async throws -> JSONValue {
        try await service.call(.GET, "/v1/consultations/\(scene.id)", token: mentor.token).json
    }
}
