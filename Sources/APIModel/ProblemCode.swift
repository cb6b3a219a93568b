/// The stable codes of problems. A code never changes; a client that meets one it doesn't know goes by the status.
public struct ProblemCode: RawRepresentable, Codable, Hashable, Sendable {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public init(from decoder: any Decoder) throws {
        rawValue = try decoder.singleValueContainer().decode(String.self)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rawValue)
    }

    public static let invalidRequest = Self(rawValue: "invalid_request")
    public static let unauthenticated = Self(rawValue: "unauthenticated")
    public static let forbidden = Self(rawValue: "forbidden")
    public static let notFound = Self(rawValue: "not_found")
    public static let methodNotAllowed = Self(rawValue: "method_not_allowed")
    public static let notAcceptable = Self(rawValue: "not_acceptable")
    public static let requestTimeout = Self(rawValue: "request_timeout")
    public static let payloadTooLarge = Self(rawValue: "payload_too_large")
    public static let uriTooLong = Self(rawValue: "uri_too_long")
    public static let unsupportedMediaType = Self(rawValue: "unsupported_media_type")
    public static let headersTooLarge = Self(rawValue: "headers_too_large")
    public static let invalidTransition = Self(rawValue: "invalid_transition")
    public static let studentBusy = Self(rawValue: "student_busy")
    public static let slotTaken = Self(rawValue: "slot_taken")
    public static let alreadyRegistered = Self(rawValue: "already_registered")
    public static let alreadyExists = Self(rawValue: "already_exists")
    public static let idempotencyInProgress = Self(rawValue: "idempotency_in_progress")
    public static let versionMismatch = Self(rawValue: "version_mismatch")
    public static let preconditionRequired = Self(rawValue: "precondition_required")
    public static let validationFailed = Self(rawValue: "validation_failed")
    public static let slotNotOffered = Self(rawValue: "slot_not_offered")
    public static let quotaReached = Self(rawValue: "quota_reached")
    public static let idempotencyKeyReused = Self(rawValue: "idempotency_key_reused")
    public static let rateLimited = Self(rawValue: "rate_limited")
    public static let `internal` = Self(rawValue: "internal")
    public static let unavailable = Self(rawValue: "unavailable")

    /// Every code this version of the service gives.
    public static let all: [Self] = [
        .invalidRequest, .unauthenticated, .forbidden, .notFound, .methodNotAllowed, .notAcceptable, .requestTimeout,
        .payloadTooLarge, .uriTooLong, .unsupportedMediaType, .headersTooLarge, .invalidTransition, .studentBusy,
        .slotTaken, .alreadyRegistered, .alreadyExists, .idempotencyInProgress, .versionMismatch,
        .preconditionRequired, .validationFailed, .slotNotOffered, .quotaReached, .idempotencyKeyReused,
        .rateLimited, .internal, .unavailable,
    ]

    /// The HTTP status that goes with the code.
    public var status: Int {
        switch self {
        case .invalidRequest: 400
        case .unauthenticated: 401
        case .forbidden: 403
        case .notFound: 404
        case .methodNotAllowed: 405
        case .notAcceptable: 406
        case .requestTimeout: 408
        case .invalidTransition, .studentBusy, .slotTaken, .alreadyRegistered, .alreadyExists, .idempotencyInProgress:
            409
        case .versionMismatch: 412
        case .payloadTooLarge: 413
        case .uriTooLong: 414
        case .unsupportedMediaType: 415
        case .validationFailed, .slotNotOffered, .quotaReached, .idempotencyKeyReused: 422
        case .preconditionRequired: 428
        case .rateLimited: 429
        case .headersTooLarge: 431
        case .unavailable: 503
        default: 500
        }
    }
}
