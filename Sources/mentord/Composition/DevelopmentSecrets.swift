import Foundation
import Mentoring
import Postgres

/// What `mentord dev` remembers between runs beside its database: the service's secret and a token for each role, in
/// files of mode 0600. Development alone; `serve` stores no token anywhere.
struct DevelopmentSecrets: Sendable {
    /// A token for each role; no mentor's and no student's without the demonstration.
    struct Tokens: Codable, Sendable {
        var admin: String
        var mentor: String?
        var mentorHandle: String?
        var student: String?
        var studentName: String?
    }

    let key: Data
    private let tokensPath: String

    init(directory: String) throws {
        tokensPath = "\(directory)/tokens.json"
        let keyPath = "\(directory)/secret"
        if let text = try? String(contentsOfFile: keyPath, encoding: .utf8),
            let data = Data(base64Encoded: text.trimmingCharacters(in: .whitespacesAndNewlines)), data.count >= 32
        {
            key = data
        } else {
            key = DeskFactory.randomSecret()
            try Self.write(Data((key.base64EncodedString() + "\n").utf8), to: keyPath)
        }
    }

    /// The tokens of the last run where they still work, else new ones.
    func tokens(_ desk: Desk) async throws -> Tokens {
        if let data = FileManager.default.contents(atPath: tokensPath),
            let kept = try? JSONDecoder().decode(Tokens.self, from: data), try await work(kept, desk)
        {
            return kept
        }
        var tokens = Tokens(admin: try await issue(.admin, desk: desk))
        if let handle = try await desk.mentors.list(direction: "llm", after: nil, limit: 100).items.last?.handle {
            tokens.mentor = try await issue(.mentor, mentor: .handle(handle), desk: desk)
            tokens.mentorHandle = handle
        }
        let newest = try await desk.database.query(
            """
            SELECT s.id, s.name FROM students s JOIN consultations c ON c.student_id = s.id
            WHERE s.erased_at IS NULL ORDER BY c.created_at DESC, c.id DESC LIMIT 1
            """)
        if let (id, name) = try newest.first({ (try $0.next(StudentID.self), try $0.next(String.self)) }) {
            tokens.student = try await issue(.student, student: id, desk: desk)
            tokens.studentName = name
        }
        try Self.write(try JSONEncoder().encode(tokens), to: tokensPath)
        return tokens
    }

    private func work(_ tokens: Tokens, _ desk: Desk) async throws -> Bool {
        for token in [tokens.admin, tokens.mentor, tokens.student].compactMap(\.self) {
            guard try await desk.accounts.find(bearing: token) != nil else { return false }
        }
        return true
    }

    private func issue(
        _ role: Role, mentor: MentorName? = nil, student: StudentID? = nil, desk: Desk
    ) async throws -> String {
        let issued = try await desk.accounts.issue(
            role: role, mentor: mentor, student: student, label: "mentord dev", by: nil)
        return issued.value?.secret ?? ""
    }

    private static func write(_ data: Data, to path: String) throws {
        let isWritten = FileManager.default.createFile(
            atPath: path, contents: data, attributes: [.posixPermissions: 0o600])
        guard isWritten else { throw CocoaError(.fileWriteUnknown, userInfo: [NSFilePathErrorKey: path]) }
    }
}
