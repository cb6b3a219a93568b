import APIModel
import Foundation
import Terminal

extension Session {
    /// A consultation's files, oldest first.
    func attachments(of id: String) async throws -> Listing<Attachment> {
        var listing = Listing<Attachment>()
        _ = try listing.add(try await send(.get("v1", "consultations", id, "attachments")))
        return listing
    }

    /// The file somebody means: by whole id, by its name, or by the last characters of the id; the only one where
    /// nothing is said.
    func attachment(_ text: String?, of id: String) async throws -> (file: Attachment, json: JSON) {
        let listing = try await attachments(of: id)
        func line(_ id: String) -> String {
            listing.items.first { $0.id == id }.map { "\($0.filename.printableLine), \(FileSize.text($0.size))" } ?? ""
        }
        let ids: [String]
        if let text {
            let wanted = text.precomposedStringWithCanonicalMapping.lowercased()
            let named = listing.items.filter {
                $0.filename.precomposedStringWithCanonicalMapping.lowercased() == wanted
            }
            ids =
                if ShortIdentifier.isWhole(text, prefix: "att_") {
                    listing.items.map(\.id).filter { $0 == text }
                } else if !named.isEmpty {
                    named.map(\.id)
                } else {
                    ShortIdentifier.matches(text, among: listing.items.map(\.id), prefix: "att_")
                }
        } else {
            ids = listing.items.map(\.id)
            if ids.isEmpty { throw failure(.notFound, .attachmentsEmpty) }
        }
        let found = try only(ids, text: text ?? "*", line: line)
        guard let pair = listing.paired.first(where: { $0.item.id == found }) else {
            throw failure(.notFound, .idUnknown, ["text": text ?? found])
        }
        return (pair.item, pair.json)
    }

    /// Ten megabytes from or to a bad network are more than any other call has time for.
    private static let transferSeconds: Int64 = 900

    /// Sends files one after another, saying how far it has come.
    func add(_ files: [OutgoingFile], to id: String) async throws -> Listing<Attachment> {
        var added = Listing<Attachment>()
        for file in files {
            var call = APICall(method: .post, path: ["v1", "consultations", id, "attachments"])
            call.query = [("filename", file.name)]
            call.content = APICall.Content(data: file.data, mediaType: file.mediaType)
            call.attemptSeconds = Self.transferSeconds
            let answer = try await send(call, counting: Transfer(total: file.data.count), of: file.name)
            added.items.append(try answer.decoded())
            added.elements.append(try answer.json())
        }
        return added
    }

    /// What is in a file.
    func content(of file: Attachment) async throws -> Data {
        var call = APICall.get("v1", "consultations", file.consultation, "attachments", file.id)
        call.accept = file.mediaType
        call.attemptSeconds = Self.transferSeconds
        let answer = try await send(call, counting: Transfer(total: file.size), of: file.filename)
        guard answer.body.count == file.size else {
            throw failure(
                .failure, .transferIncomplete,
                ["file": file.filename.printableLine, "count": String(answer.body.count), "size": String(file.size)])
        }
        return answer.body
    }

    private func send(_ call: APICall, counting transfer: Transfer, of name: String) async throws -> APIAnswer {
        try await withProgress(progress(of: transfer, name)) { try await client.send(call, transfer: transfer) }
    }

    /// What says how far a file has come.
    func progress(of transfer: Transfer, _ name: String) -> @Sendable () -> String {
        let (language, name) = (language, name.printableLine.truncated(toWidth: 30))
        return {
            let values = [
                "file": name, "done": FileSize.text(min(transfer.count, transfer.total)),
                "size": FileSize.text(transfer.total),
            ]
            return Phrase.transferring.text(language, values)
        }
    }

    /// Writes a message, with files that have been added before.
    func say(_ body: String, with attachments: [String], in id: String) async throws -> APIAnswer {
        try await send(
            .post(
                "v1", "consultations", id, "messages",
                body: .object(given: [
                    "body": .string(body),
                    "attachments": attachments.isEmpty ? nil : .array(attachments.map { .string($0) }),
                ])))
    }
}
