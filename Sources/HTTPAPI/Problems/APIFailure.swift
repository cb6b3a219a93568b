public import APIModel

/// Why a request is refused: thrown by handlers and by the frame, put into words once, at the edge.
public struct APIFailure: Error, Sendable {
    /// Decides the status too.
    public var code: ProblemCode
    /// Replaces the catalogue's words for the code.
    public var detail: Words?
    /// The fields or parameters at fault, each by its pointer.
    public var errors: [FieldFailure]
    /// Codes of slot rules, or `student_quota`.
    public var reasons: [String]
    /// Up to three next free slots, for `slot_taken`.
    public var alternatives: [Slot]?
    /// Sent as `Retry-After`.
    public var retryAfterSeconds: Int?
    /// More headers of the answer, such as `Allow`.
    public var headers: [(name: String, value: String)]
    /// Closes the connection after the answer: the rest of the request will not be read.
    public var closesConnection = false

    public init(
        _ code: ProblemCode, detail: Words? = nil, errors: [FieldFailure] = [], reasons: [String] = [],
        alternatives: [Slot]? = nil, retryAfterSeconds: Int? = nil, headers: [(name: String, value: String)] = []
    ) {
        self.code = code
        self.detail = detail
        self.errors = errors
        self.reasons = reasons
        self.alternatives = alternatives
        self.retryAfterSeconds = retryAfterSeconds
        self.headers = headers
    }

    /// 404: there is no such object, or it is somebody else's.
    public static let notFound = APIFailure(.notFound)

    /// 404 for an object that a body or query names: `/mentor`.
    public static func notFound(_ pointer: String) -> APIFailure {
        APIFailure(.notFound, errors: [FieldFailure(pointer, .notFound)])
    }

    /// 403: the caller may see it and may not do this.
    public static let forbidden = APIFailure(.forbidden)

    /// 422 for fields or query parameters.
    public static func invalid(_ errors: [FieldFailure]) -> APIFailure {
        APIFailure(.validationFailed, errors: errors)
    }

    /// 422 for one field or query parameter.
    public static func invalid(
        _ pointer: String, _ code: FieldErrorCode, arguments: [String: String] = [:]
    ) -> APIFailure {
        invalid([FieldFailure(pointer, code, arguments: arguments)])
    }

    /// 422: rules of the grid, windows, time off, notice, horizon or an inactive offering refuse the start.
    public static func slotNotOffered(reasons: [String], pointer: String = "/start") -> APIFailure {
        APIFailure(.slotNotOffered, errors: [FieldFailure(pointer, .notAllowed)], reasons: reasons)
    }

    /// 422: only a cap refuses.
    public static func quotaReached(reasons: [String]) -> APIFailure {
        APIFailure(.quotaReached, reasons: reasons)
    }

    /// 409: somebody holds the time; up to three next free slots of the same offering.
    public static func slotTaken(alternatives: [Slot]) -> APIFailure {
        APIFailure(.slotTaken, alternatives: alternatives)
    }

    /// 503 while the database can't be reached.
    public static func unavailable(retryAfterSeconds: Int = 5) -> APIFailure {
        APIFailure(.unavailable, retryAfterSeconds: retryAfterSeconds)
    }
}
