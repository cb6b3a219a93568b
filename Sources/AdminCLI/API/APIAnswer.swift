import APIModel
import Foundation

/// A successful answer.
struct APIAnswer: Sendable {
    var status: Int
    var body: Data
    var etag: String?
    /// The server's own time, as HTTP writes it.
    var date: String?

    /// The body as a wire type; fields it doesn't know are ignored.
    func decoded<Value: Decodable>(as type: Value.Type = Value.self) throws -> Value {
        do {
            return try WireCoding.decoder().decode(type, from: body)
        } catch {
            throw APIFailure.unreadableAnswer(status: status, reason: String(describing: error))
        }
    }

    func json() throws -> JSON {
        do {
            return try JSON(data: body)
        } catch {
            throw APIFailure.unreadableAnswer(status: status, reason: String(describing: error))
        }
    }
}

/// Why a call brought no answer that can be used.
enum APIFailure: Error, Sendable {
    /// The server refused, and said why.
    case problem(Problem)
    /// The server, or something in front of it, answered with an error in a form of its own.
    case refused(status: Int)
    /// Nobody answered: connection refused, name unknown, TLS failed. Nothing was done.
    case unreachable(reason: String)
    /// The call may have been sent, and no answer came.
    case unanswered(reason: String, wasWrite: Bool)
    /// A success that can't be read: not this API, or far from this version.
    case unreadableAnswer(status: Int, reason: String)

    /// The HTTP status where there was one.
    var status: Int? {
        switch self {
        case .problem(let problem): problem.status
        case .refused(let status), .unreadableAnswer(let status, _): status
        case .unreachable, .unanswered: nil
        }
    }
}
