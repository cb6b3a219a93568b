import Foundation
import HTTPAPI

/// A mentor, a student and a consultation of theirs.
struct Talk: Sendable {
    let service: Service
    let mentor: MentorFixture
    let student: StudentFixture
    let id: String

    init(_ service: Service, start: String? = nil) async throws {
        self.service = service
        mentor = try await service.addMentor()
        student = try await service.addStudent()
        id = try await service.ask(student, mentor, start: start).id
    }

    var path: String { "/v1/consultations/\(id)/messages" }

    @discardableResult
    func say(_ text: String, _ token: String, key: String? = nil) async throws -> Service.Answer {
        try await service.call(.POST, path, token: token, ["body": .string(text)], key: key)
    }

    func list(_ query: String = "", _ token: String? = nil) async throws -> Service.Answer {
        try await service.call(.GET, path + query, token: token ?? student.token)
    }

    func read(_ message: String, _ token: String) async throws -> Service.Answer {
        try await service.call(
            .PUT, "/v1/consultations/\(id)/read", token: token, ["up_to": .string(message)])
    }

    func unread(_ token: String) async throws -> Int? {
        try await service.call(.GET, "/v1/consultations/\(id)", token: token).json["unread_count"]?.integer
    }
}
