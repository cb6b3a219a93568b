import APIModel
import Foundation

extension Session {
    /// One consultation as it stands, with the version it has.
    struct FoundConsultation: Sendable {
        var consultation: Consultation
        var etag: String?
        var body: Data
    }

    /// How many of the caller's consultations a short id is looked for in.
    private static let searchLimit = 5000

    /// The consultation with this id, whole or short.
    func consultation(_ text: String) async throws -> FoundConsultation {
        let answer = try await send(.get("v1", "consultations", try await consultationID(text)))
        return FoundConsultation(consultation: try answer.decoded(), etag: answer.etag, body: answer.body)
    }

    private func consultationID(_ text: String) async throws -> String {
        if ShortIdentifier.isWhole(text, prefix: "con_") { return text }
        try requireLength(text, prefix: "con_")
        let listing = try await list(
            .get("v1", "consultations", query: [("mentor", mentor)]), of: Consultation.self, limit: Self.searchLimit)
        let found = ShortIdentifier.matches(text, among: listing.items.map(\.id), prefix: "con_")
        return try only(found, text: text) { id in
            listing.items.first { $0.id == id }.map(consultationText.line) ?? ""
        }
    }

    func requireLength(_ text: String, prefix: String) throws {
        let ending = text.hasPrefix(prefix) ? text.dropFirst(prefix.count) : text[...]
        if ending.count < ShortIdentifier.minimumLength {
            throw failure(.usage, .idTooShort, ["text": text])
        }
    }

    /// The one id that was found.
    ///
    /// - Throws: ``CommandFailure`` when there is none, or several: those are listed.
    func only(_ found: [String], text: String, line: (String) -> String) throws -> String {
        if found.count > 1 {
            let lines = found.prefix(10).map { "  \($0)  \(line($0))" }
            throw CommandFailure(
                status: .usage,
                message: ([self.text(.idAmbiguous, ["text": text])] + lines).joined(separator: "\n"))
        }
        guard let id = found.first else { throw failure(.notFound, .idUnknown, ["text": text]) }
        return id
    }
}
