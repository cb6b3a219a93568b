import APIModel
import Foundation
import Logging
import Synchronization

/// Answers requests from the route table. Knows nothing of sockets; never throws: every error becomes a problem.
struct APIDispatcher<Caller: Principal>: Sendable {
    let definition: APIDefinition<Caller>
    let table: RouteTable<Caller>
    let knownTargets = KnownTargets<Caller>()
    let limits: HTTPLimits
    let cors: CORSPolicy?
    let compression: CompressionPolicy?
    let compressedDocuments = CompressedDocuments()
    let proxies: TrustedProxies
    let rateLimiter: RateLimiter?
    let uploadRoom: UploadRoom
    let cursors: CursorSealer
    let isSecure: Bool
    let logger: Logger
    let observe: @Sendable (RequestRecord) -> Void

    /// What becomes known while a request is handled.
    struct Trace: Sendable {
        var route: Route<Caller>?
        var role: Role?
        var bytesIn = 0
        var clientAddress: String?
        var rateDecisions: [RateDecision] = []
        var allowedMethods: [String]?
    }

    init(
        definition: APIDefinition<Caller>, settings: HTTPSettings, logger: Logger,
        observe: @escaping @Sendable (RequestRecord) -> Void
    ) throws {
        self.definition = definition
        table = try RouteTable(definition.routes)
        limits = settings.limits
        cors = settings.cors
        compression = settings.compression
        proxies = settings.trustedProxies
        rateLimiter = settings.rateLimits.map { RateLimiter(limits: $0) }
        uploadRoom = UploadRoom(limit: settings.limits.simultaneousContentBytes)
        cursors = CursorSealer(key: definition.cursorKey)
        isSecure = settings.tls != nil
        self.logger = logger
        self.observe = observe
    }

    func answer(_ incoming: IncomingRequest) async -> APIAnswer {
        let startedAt = ContinuousClock.now
        let requestID = RequestID.choose(incoming.headers["X-Request-Id"])
        let language = Language(acceptLanguage: incoming.headers["Accept-Language"])
        var trace = Trace()
        trace.clientAddress = proxies.clientAddress(
            peer: incoming.peerAddress, forwardedFor: incoming.headers.all("X-Forwarded-For"))
        var answer: APIAnswer
        do {
            answer = try await handle(incoming, requestID: requestID, language: language, trace: &trace)
        } catch {
            answer = problemAnswer(for: error, requestID: requestID, language: language, trace: trace)
        }
        finish(&answer, of: incoming, requestID: requestID, trace: trace)
        report(&answer, of: incoming, requestID: requestID, trace: trace, startedAt: startedAt)
        return answer
    }

    // MARK: Errors

    private func failure(for error: any Error) -> APIFailure? {
        switch error {
        case let failure as APIFailure: return failure
        case let failure as FieldFailure: return .invalid([failure])
        case let failure as BodyFailure:
            var refusal =
                switch failure {
                case .tooLarge: APIFailure(.payloadTooLarge)
                case .tooSlow: APIFailure(.requestTimeout)
                case .malformed, .disconnected: APIFailure(.invalidRequest, detail: BodyWords.brokenTransfer)
                }
            refusal.closesConnection = true
            return refusal
        default: return definition.translate(error)
        }
    }

    private func problemAnswer(
        for error: any Error, requestID: String, language: Language, trace: Trace
    ) -> APIAnswer {
        if let problem = error as? Problem { return answer(with: problem, language: language, failure: nil) }
        let failure: APIFailure
        if let known = self.failure(for: error) {
            failure = known
        } else if error is CancellationError {
            failure = .unavailable()
        } else {
            logger.error(
                "request failed",
                metadata: [
                    "request_id": "\(requestID)", "route": "\(trace.route?.name ?? "-")",
                    "error_type": "\(type(of: error))", "error": "\(error)",
                ])
            failure = APIFailure(.internal)
        }
        let problem = definition.catalogue.problem(for: failure, in: language, requestID: requestID)
        return answer(with: problem, language: language, failure: failure)
    }

    private func answer(with problem: Problem, language: Language, failure: APIFailure?) -> APIAnswer {
        var headers = failure?.headers ?? []
        headers.append(("Content-Type", "application/problem+json"))
        headers.append(("Content-Language", language.rawValue))
        headers.append(("Vary", "Accept-Language"))
        headers.append(("Cache-Control", "no-store"))
        if let seconds = failure?.retryAfterSeconds { headers.append(("Retry-After", "\(seconds)")) }
        if problem.status == 401, !headers.contains(where: { $0.name == "WWW-Authenticate" }) {
            headers.append(("WWW-Authenticate", "Bearer"))
        }
        let body = (try? WireCoding.encoder().encode(problem)).map(APIAnswer.Body.data) ?? .none
        var answer = APIAnswer(status: problem.status, headers: headers, body: body)
        answer.closesConnection = failure?.closesConnection ?? false
        return answer
    }

    // MARK: Finishing

    private func finish(
        _ answer: inout APIAnswer, of incoming: IncomingRequest, requestID: String, trace: Trace
    ) {
        let coding = negotiateCoding(&answer, of: incoming)
        let isRead = incoming.method == "GET" || incoming.method == "HEAD"
        if isRead, answer.status == 200, let condition = incoming.headers["If-None-Match"],
            let current = answer.header("ETag"), EntityTagCondition.holds(condition, for: current)
        {
            answer.status = 304
            answer.body = .none
            answer.headers.removeAll { $0.name.isEqualIgnoringASCIICase(to: "Content-Type") }
        }
        if let coding { encode(&answer, as: coding, of: incoming, trace.route) }
        answer.headers.append(("X-Request-Id", requestID))
        answer.headers.append(("X-Content-Type-Options", "nosniff"))
        answer.headers.append(("Referrer-Policy", "no-referrer"))
        if answer.header("Content-Security-Policy") == nil {
            answer.headers.append(("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"))
        }
        if answer.header("Cache-Control") == nil {
            let value =
                switch trace.route?.caching {
                case .revalidate: "no-cache"
                case .shared(let seconds): "public, max-age=\(seconds)"
                case .never, nil: "no-store"
                }
            answer.headers.append(("Cache-Control", value))
        }
        if let route = trace.route, route.mediaTypes.count > 1 { answer.headers.append(("Vary", "Accept")) }
        if isSecure { answer.headers.append(("Strict-Transport-Security", "max-age=31536000")) }
        answer.headers.append(contentsOf: RateDecision.headers(of: trace.rateDecisions))
        if let cors {
            let isPreflight = incoming.method == "OPTIONS" && incoming.headers["Access-Control-Request-Method"] != nil
            answer.headers.append(
                contentsOf: cors.headers(
                    origin: incoming.headers["Origin"], preflightMethods: isPreflight ? trace.allowedMethods : nil))
        }
    }

    /// One line and one record a request; for a stream when it ends.
    private func report(
        _ answer: inout APIAnswer, of incoming: IncomingRequest, requestID: String, trace: Trace,
        startedAt: ContinuousClock.Instant
    ) {
        let status = answer.status
        let write = { @Sendable [logger, observe] (bytesOut: Int, isBroken: Bool) in
            let record = RequestRecord(
                method: RouteMethod(rawValue: incoming.method)?.rawValue ?? Self.plainMethod(incoming.method),
                route: trace.route?.pattern.description, routeName: trace.route?.name, status: status,
                duration: ContinuousClock.now - startedAt, requestID: requestID, role: trace.role,
                bytesIn: trace.bytesIn, bytesOut: bytesOut)
            observe(record)
            guard logger.logLevel <= .info else { return }
            var metadata: Logger.Metadata = [
                "method": "\(record.method)", "route": "\(record.route ?? "-")",
                "status": .stringConvertible(record.status),
                "duration_ms": .stringConvertible(record.duration.milliseconds), "request_id": "\(requestID)",
                "role": "\(record.role?.rawValue ?? "-")", "bytes_in": .stringConvertible(record.bytesIn),
                "bytes_out": .stringConvertible(record.bytesOut),
            ]
            if isBroken { metadata["broken"] = "true" }
            logger.info("request", metadata: metadata)
        }
        guard incoming.method != "HEAD", case .stream(let stream) = answer.body else {
            write(incoming.method == "HEAD" ? 0 : answer.body.count ?? 0, false)
            return
        }
        answer.body = .stream { writer in
            do {
                try await stream(&writer)
                write(writer.byteCount, false)
            } catch {
                write(writer.byteCount, true)
                throw error
            }
        }
    }

    /// A method of a stranger's invention must not become a metric's label.
    private static func plainMethod(_ method: String) -> String {
        ["HEAD", "OPTIONS"].contains(method) ? method : "OTHER"
    }
}

extension Duration {
    /// With three decimals.
    var milliseconds: Double {
        let (seconds, attoseconds) = components
        return (Double(seconds) * 1_000_000 + Double(attoseconds / 1_000_000_000_000)).rounded() / 1_000
    }
}
