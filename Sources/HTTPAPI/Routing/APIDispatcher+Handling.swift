import APIModel
import Foundation
import Scheduling

extension APIDispatcher {
    /// The checks, in the order of the contract: is there such a route, who calls, may they, is it well formed.
    func handle(
        _ incoming: IncomingRequest, requestID: String, language: Language, trace: inout Trace
    ) async throws -> APIAnswer {
        let receivedAt = definition.now()
        if let refusal = incoming.refusal { throw closing(refusal) }
        guard incoming.target.utf8.count <= limits.maximumURIBytes else { throw closing(.uriTooLong) }
        guard incoming.headers.byteCount <= limits.maximumHeaderBytes else { throw closing(.headersTooLarge) }
        if incoming.method == "GET", let known = knownTargets.find(incoming.target) {
            return try await answer(
                known, incoming, requestID: requestID, language: language, receivedAt: receivedAt, trace: &trace)
        }
        if incoming.method == "OPTIONS", incoming.target == "*" {
            return APIAnswer(status: 204, headers: [("Allow", "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS")])
        }
        guard let target = RequestTarget(incoming.target) else {
            throw APIFailure(.invalidRequest, detail: BodyWords.brokenTarget)
        }
        let candidates = table.match(target.path).map { table.routes[$0] }
        let route = route(for: incoming.method, among: candidates)
        trace.route = route
        try limitAddress(route, &trace)
        guard !candidates.isEmpty else { throw APIFailure.notFound }
        let allowed = Self.allowedMethods(of: candidates)
        trace.allowedMethods = allowed
        if incoming.method == "OPTIONS" {
            return APIAnswer(status: 204, headers: [("Allow", allowed.joined(separator: ", "))])
        }
        guard let route else {
            throw APIFailure(.methodNotAllowed, headers: [("Allow", allowed.joined(separator: ", "))])
        }
        let caller = try await authenticate(incoming, route, &trace)
        guard let mediaType = MediaRange.choose(from: route.mediaTypes, accept: incoming.headers["Accept"]) else {
            throw APIFailure(.notAcceptable)
        }
        let parameters = try parameters(of: route, in: target.path)
        let conditions = try conditions(of: route, incoming)
        let uploaded = try takeRoom(for: route, incoming)
        defer { if uploaded > 0 { uploadRoom.giveBack(uploaded) } }
        let body = try await readBody(of: route, incoming, &trace)
        let (query, fields) = try validate(route, query: target.query, body: body)
        let mentor = try mentor(for: caller, of: route, query)
        let request = APIRequest(
            method: incoming.method, path: target.path, parameters: parameters, query: target.query,
            headers: incoming.headers, body: body, requestID: requestID, language: language,
            remoteAddress: trace.clientAddress, receivedAt: receivedAt, mediaType: mediaType)
        let call = Call<Caller>(
            request: request, body: fields, query: query, routeName: route.name, mentorHandle: mentor.handle,
            isOnBehalf: mentor.isOnBehalf, idempotencyKey: conditions.idempotencyKey, ifMatch: conditions.ifMatch,
            principalID: caller?.principalID ?? "", hasRawBody: route.content != nil, cursors: cursors)
        switch (route.entry, caller) {
        case (.open(let handler), _):
            if incoming.method == "GET" {
                knownTargets.keep(
                    incoming.target, .init(target: target, route: route, parameters: parameters, query: query))
            }
            return try await handler(call)
        case (.authenticated(let handler), let caller?): return try await handler(call, caller)
        case (.authenticated, nil): throw APIFailure(.unauthenticated)
        }
    }

    /// A public read whose target has been checked before: what is left depends on the client and its headers.
    private func answer(
        _ known: KnownTargets<Caller>.Known, _ incoming: IncomingRequest, requestID: String, language: Language,
        receivedAt: Instant, trace: inout Trace
    ) async throws -> APIAnswer {
        let route = known.route
        trace.route = route
        try limitAddress(route, &trace)
        guard case .open(let handler) = route.entry else { throw APIFailure.notFound }
        guard let mediaType = MediaRange.choose(from: route.mediaTypes, accept: incoming.headers["Accept"]) else {
            throw APIFailure(.notAcceptable)
        }
        let request = APIRequest(
            method: incoming.method, path: known.target.path, parameters: known.parameters, query: known.target.query,
            headers: incoming.headers, body: Data(), requestID: requestID, language: language,
            remoteAddress: trace.clientAddress, receivedAt: receivedAt, mediaType: mediaType)
        return try await handler(
            Call<Caller>(
                request: request, body: Fields(), query: known.query, routeName: route.name, mentorHandle: nil,
                isOnBehalf: false, idempotencyKey: nil, ifMatch: nil, principalID: "", hasRawBody: false,
                cursors: cursors))
    }

    private func closing(_ code: ProblemCode) -> APIFailure {
        var failure = APIFailure(code)
        failure.closesConnection = true
        return failure
    }

    // MARK: Routing

    private func route(for method: String, among candidates: [Route<Caller>]) -> Route<Caller>? {
        let wanted = method == "HEAD" ? "GET" : method
        return candidates.first { $0.method.rawValue == wanted }
    }

    static func allowedMethods(of routes: [Route<Caller>]) -> [String] {
        var methods = RouteMethod.allCases.filter { method in routes.contains { $0.method == method } }.map(\.rawValue)
        if let get = methods.firstIndex(of: "GET") { methods.insert("HEAD", at: get + 1) }
        return methods + ["OPTIONS"]
    }

    /// Literal segments have matched; a parameter that can't name anything here is as good as one that names nothing.
    private func parameters(of route: Route<Caller>, in path: [String]) throws(APIFailure) -> [String: String] {
        var parameters: [String: String] = [:]
        for (segment, part) in zip(route.pattern.segments, path) {
            guard case .parameter(let name, let suffix) = segment else { continue }
            let text = String(part.dropLast(suffix.count))
            let schema = route.schema(ofParameter: name)
            var validator = SchemaValidator(isZone: definition.isZone)
            guard validator.accepts(text, as: schema) else {
                if case .text(let rule) = schema.kind, let format = rule.format, format.isDate {
                    throw .invalid("{\(name)}", .invalidFormat, arguments: ["expected": format.expected])
                }
                throw .notFound
            }
            parameters[name] = text
        }
        return parameters
    }

    // MARK: Callers

    private func authenticate(
        _ incoming: IncomingRequest, _ route: Route<Caller>, _ trace: inout Trace
    ) async throws -> Caller? {
        guard let roles = route.access.roles else { return nil }
        guard let header = incoming.headers["Authorization"] else { throw APIFailure(.unauthenticated) }
        guard let token = BearerToken.parse(header), let caller = try await definition.authenticate(token) else {
            throw APIFailure(
                .unauthenticated, headers: [("WWW-Authenticate", "Bearer error=\"invalid_token\"")])
        }
        trace.role = caller.role
        if let rateLimiter {
            let decision = rateLimiter.takeForToken(caller.tokenID)
            trace.rateDecisions.append(decision)
            guard decision.isAllowed else { throw limited(decision) }
        }
        guard roles.contains(caller.role) else { throw APIFailure.forbidden }
        return caller
    }

    private func mentor(
        for caller: Caller?, of route: Route<Caller>, _ query: Fields
    ) throws(APIFailure) -> (handle: String?, isOnBehalf: Bool) {
        guard let caller else { return (nil, false) }
        guard route.access == .mentor else { return (caller.mentorHandle, false) }
        let named = query.findString("mentor")
        if caller.role == .admin {
            guard let named else { throw .invalid("?mentor", .required) }
            return (named, true)
        }
        if let named, named != caller.mentorHandle { throw .forbidden }
        return (caller.mentorHandle, false)
    }

    // MARK: Rates

    private func limitAddress(_ route: Route<Caller>?, _ trace: inout Trace) throws(APIFailure) {
        guard let rateLimiter, let address = trace.clientAddress, route?.isUnlimited != true else { return }
        let decision = rateLimiter.takeForAddress(address)
        trace.rateDecisions.append(decision)
        guard decision.isAllowed else { throw limited(decision) }
    }

    private func limited(_ decision: RateDecision) -> APIFailure {
        APIFailure(.rateLimited, retryAfterSeconds: decision.retryAfterSeconds)
    }

    // MARK: Conditions

    private func conditions(
        of route: Route<Caller>, _ incoming: IncomingRequest
    ) throws(APIFailure) -> (idempotencyKey: String?, ifMatch: EntityTagCondition?) {
        var key: String?
        if route.isIdempotent, let header = incoming.headers["Idempotency-Key"] {
            guard (1...255).contains(header.utf8.count), header.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
                throw APIFailure(.invalidRequest, detail: BodyWords.brokenIdempotencyKey)
            }
            key = header
        }
        guard route.precondition != .none else { return (key, nil) }
        guard let header = incoming.headers["If-Match"] else {
            if route.precondition == .required { throw APIFailure(.preconditionRequired) }
            return (key, nil)
        }
        guard let condition = EntityTagCondition(header) else {
            throw APIFailure(.invalidRequest, detail: BodyWords.brokenIfMatch)
        }
        return (key, condition.decoded)
    }

    // MARK: Bodies and queries

    private func readBody(
        of route: Route<Caller>, _ incoming: IncomingRequest, _ trace: inout Trace
    ) async throws -> Data {
        // What a GET carries means nothing (RFC 9110), so nobody reads it.
        guard route.method != .get else { return Data() }
        let limit = maximumBytes(of: route)
        if let length = incoming.headers["Content-Length"].flatMap({ Int($0) }), length > limit {
            throw BodyFailure.tooLarge
        }
        if incoming.mayHaveBody { try checkContentType(of: route, incoming) }
        let body = try await incoming.readBody(limit)
        trace.bytesIn = body.count
        if !incoming.mayHaveBody, !body.isEmpty { try checkContentType(of: route, incoming) }
        return body
    }

    /// Room for a body that a route of its own takes, until it is answered; told before anything of it is read.
    ///
    /// - Returns: how much; 0 for other bodies, which are small.
    private func takeRoom(for route: Route<Caller>, _ incoming: IncomingRequest) throws(APIFailure) -> Int {
        guard let content = route.content else { return 0 }
        let announced = incoming.headers["Content-Length"].flatMap { Int($0) } ?? content.maximumBytes
        // What is too long is refused for that.
        let octets = min(max(announced, 0), content.maximumBytes)
        guard uploadRoom.take(octets) else {
            var failure = APIFailure.unavailable(retryAfterSeconds: 5)
            failure.detail = Words(
                zh: "正在上传的文件太多，请稍后再试。", en: "Too many files are being uploaded; try again in a moment.")
            failure.closesConnection = true
            throw failure
        }
        return octets
    }

    private func maximumBytes(of route: Route<Caller>) -> Int {
        route.content?.maximumBytes ?? limits.maximumBodyBytes
    }

    /// How long a body a request may have, by its route; for who has to know before anything of the body is there.
    func maximumBodyBytes(method: String, target: String) -> Int {
        let candidates = RequestTarget(target).map { table.match($0.path).map { table.routes[$0] } } ?? []
        return route(for: method, among: candidates).map(maximumBytes) ?? limits.maximumBodyBytes
    }

    private func checkContentType(of route: Route<Caller>, _ incoming: IncomingRequest) throws(APIFailure) {
        let isPatch = route.body?.isPatch ?? false
        let types =
            route.content?.mediaTypes
            ?? (isPatch ? ["application/json", "application/merge-patch+json"] : ["application/json"])
        let accept: [(name: String, value: String)] =
            route.method == .patch ? [("Accept-Patch", types.joined(separator: ", "))] : []
        guard let type = incoming.headers["Content-Type"], MediaRange.isContent(type, among: types) else {
            throw APIFailure(
                .unsupportedMediaType, detail: route.content.map { BodyWords.otherContent($0.mediaTypes) },
                headers: accept)
        }
        if let encoding = incoming.headers["Content-Encoding"], encoding.lowercased() != "identity" {
            throw APIFailure(
                .unsupportedMediaType, detail: BodyWords.encodedBody,
                headers: accept + [("Accept-Encoding", "identity")])
        }
    }

    private func validate(
        _ route: Route<Caller>, query: QueryItems, body: Data
    ) throws(APIFailure) -> (query: Fields, body: Fields) {
        var failures: [FieldFailure] = []
        var checkedQuery = Fields()
        var checkedBody = Fields()
        do throws(APIFailure) {
            var validator = SchemaValidator(isZone: definition.isZone)
            checkedQuery = try validator.validate(query, as: route.query)
        } catch {
            failures = error.errors
        }
        if route.method != .get, route.content == nil, let document = try document(of: route, body) {
            do throws(APIFailure) {
                var validator = SchemaValidator(isZone: definition.isZone)
                checkedBody = try validator.validate(document, as: route.body ?? ObjectSchema("Nothing", fields: []))
            } catch  where error.code == .validationFailed {
                failures += error.errors
            }
        }
        guard failures.isEmpty else { throw .invalid(failures) }
        return (checkedQuery, checkedBody)
    }

    /// Nil where there is nothing and the route wants nothing.
    private func document(of route: Route<Caller>, _ body: Data) throws(APIFailure) -> JSONDocument? {
        if body.isEmpty {
            guard let schema = route.body else { return nil }
            guard schema.acceptsNothing else { throw APIFailure(.invalidRequest, detail: BodyWords.emptyBody) }
            return JSONDocument(value: .object([:]), unpairedSurrogates: [])
        }
        do throws(JSONSyntaxError) {
            let document = try JSONDocument(
                parsing: body, maximumDepth: limits.maximumJSONDepth, maximumValues: limits.maximumJSONValues)
            guard case .object = document.value else { throw .notAnObject }
            return document
        } catch {
            throw APIFailure(.invalidRequest, detail: BodyWords.detail(for: error))
        }
    }
}

extension IncomingRequest {
    /// Whether a body is announced; HTTP/2 may send one without saying so, which shows when it is read.
    var mayHaveBody: Bool {
        if let length = headers["Content-Length"] { return length != "0" }
        return headers["Transfer-Encoding"] != nil
    }
}

extension TextFormat {
    /// Days and weeks in a path are values, not names of things: a bad one is invalid, not missing.
    var isDate: Bool {
        switch self {
        case .day, .week, .instant, .instantOrDay: true
        default: false
        }
    }
}
