import APIModel
import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix

/// Calls the API: authentication, language, idempotency keys, retries and problems in one place.
struct APIClient: Sendable {
    let http: HTTPClient
    /// Scheme, host and port, and a path prefix if there is one; without a slash at the end.
    let baseURL: String
    var token: String?
    let language: Language
    var policy = RetryPolicy()
    /// How long one attempt may take, connecting and reading included.
    var attemptSeconds: Int64 = 30
    let sleep: @Sendable (Duration) async throws -> Void
    let makeKey: @Sendable () -> String

    /// How long a server has to take a connection.
    @TaskLocal static var connectSeconds: Int64 = 5

    /// The HTTP client the calls go through.
    static func makeHTTPClient() -> HTTPClient {
        var configuration = HTTPClient.Configuration()
        configuration.timeout.connect = .seconds(connectSeconds)
        // A redirect would carry the token to an address nobody named.
        configuration.redirectConfiguration = .disallow
        // By itself it tries a refused connection until the deadline; the policy here is to say so soon.
        configuration.connectionPool.retryConnectionEstablishment = false
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    /// Sends a call, again where that is safe and may help.
    ///
    /// - Parameter transfer: is told how much of a file has been sent or received.
    /// - Throws: ``APIFailure``.
    func send(_ call: APICall, transfer: Transfer? = nil) async throws -> APIAnswer {
        // One key for all attempts: that is what makes the second one harmless.
        let key = call.method == .get ? nil : makeKey()
        let seconds = call.attemptSeconds ?? attemptSeconds
        var attempt = 0
        while true {
            let failure: APIFailure
            let outcome: RetryPolicy.Outcome
            do {
                transfer?.begin()
                let request = try request(for: call, key: key, transfer: transfer)
                let response = try await http.execute(request, timeout: .seconds(seconds))
                let body = try await Self.collect(response.body, transfer: call.content == nil ? transfer : nil)
                let status = Int(response.status.code)
                if (200..<300).contains(status) {
                    return APIAnswer(
                        status: status, body: body, etag: response.headers.first(name: "etag"),
                        date: response.headers.first(name: "date"))
                }
                failure = Self.refusal(status: status, body: body)
                let retryAfter = response.headers.first(name: "retry-after").flatMap { Int($0) }
                outcome = .answered(status: status, retryAfterSeconds: retryAfter)
            } catch let error as CancellationError {
                throw error
            } catch {
                (failure, outcome) = Self.fault(error, method: call.method, seconds: seconds)
            }
            guard let pause = policy.pause(after: outcome, attempt: attempt, method: call.method) else {
                throw failure
            }
            attempt += 1
            try await sleep(pause)
        }
    }

    /// Hands over events as they happen, until the server ends the stream or `attemptSeconds` are over.
    ///
    /// - Returns: whether any came; a stream that broke is an end like any other, as it can be gone on with.
    /// - Throws: ``APIFailure`` when there is no stream.
    func follow(
        _ call: APICall, _ take: (EventStreamReader.Event) throws -> Void
    ) async throws -> Bool {
        let response: HTTPClientResponse
        let seconds = call.attemptSeconds ?? attemptSeconds
        do {
            response = try await http.execute(
                try request(for: call, key: nil, transfer: nil), timeout: .seconds(seconds))
        } catch let error as CancellationError {
            throw error
        } catch {
            throw Self.fault(error, method: call.method, seconds: seconds).0
        }
        guard response.status == .ok else {
            let body = try await Self.collect(response.body, transfer: nil)
            throw Self.refusal(status: Int(response.status.code), body: body)
        }
        var reader = EventStreamReader()
        var hasTaken = false
        do {
            for try await part in response.body {
                for event in reader.take(part.readableBytesView) {
                    hasTaken = true
                    try take(event)
                }
            }
        } catch let error as CancellationError {
            throw error
        } catch is HTTPClientError {
            return hasTaken
        } catch is IOError {
            return hasTaken
        }
        return hasTaken
    }

    /// A whole body, however long it is in coming.
    private static func collect(_ body: HTTPClientResponse.Body, transfer: Transfer?) async throws -> Data {
        var data = Data()
        for try await part in body {
            data.append(contentsOf: part.readableBytesView)
            transfer?.add(part.readableBytes)
            if data.count > 64 << 20 { throw NIOTooManyBytesError(maxBytes: 64 << 20) }
        }
        return data
    }

    private func request(for call: APICall, key: String?, transfer: Transfer?) throws -> HTTPClientRequest {
        var request = HTTPClientRequest(url: baseURL + call.target)
        request.method = HTTPMethod(rawValue: call.method.rawValue)
        request.headers.add(name: "User-Agent", value: "mentorctl/\(CommandLineTool.version)")
        request.headers.add(name: "Accept", value: "\(call.accept), application/problem+json;q=0.9")
        request.headers.add(name: "Accept-Language", value: language.tag)
        if let token { request.headers.add(name: "Authorization", value: "Bearer \(token)") }
        if let key { request.headers.add(name: "Idempotency-Key", value: key) }
        if let version = call.ifMatch { request.headers.add(name: "If-Match", value: version) }
        if let body = call.body {
            let type = call.method == .patch ? "application/merge-patch+json" : "application/json"
            request.headers.add(name: "Content-Type", value: type)
            request.body = .bytes(ByteBuffer(bytes: try body.data()))
        }
        if let content = call.content {
            request.headers.add(name: "Content-Type", value: content.mediaType)
            let parts = FileParts(data: content.data, transfer: transfer)
            request.body = .stream(parts, length: .known(Int64(content.data.count)))
        }
        return request
    }

    private static func refusal(status: Int, body: Data) -> APIFailure {
        if let problem = try? WireCoding.decoder().decode(Problem.self, from: body) { return .problem(problem) }
        return .refused(status: status)
    }

    /// What a failure below HTTP means for whoever waits, and for sending again.
    private static func fault(
        _ error: any Error, method: APICall.Method, seconds: Int64
    ) -> (APIFailure, RetryPolicy.Outcome) {
        let reason = reason(of: error, seconds: seconds)
        let unanswered = APIFailure.unanswered(reason: reason, wasWrite: method != .get)
        if let error = error as? HTTPClientError {
            switch error {
            case .connectTimeout: return (.unreachable(reason: reason), .notSent)
            case .deadlineExceeded, .readTimeout, .writeTimeout: return (unanswered, .timedOut)
            case .invalidURL, .emptyHost, .emptyScheme, .tlsHandshakeTimeout:
                return (.unreachable(reason: reason), .timedOut)
            default: return (unanswered, .brokenOff)
            }
        }
        if error is NIOConnectionError { return (.unreachable(reason: reason), .notSent) }
        if case .connectTimeout = error as? ChannelError { return (.unreachable(reason: reason), .notSent) }
        if let error = error as? IOError {
            return error.errnoCode == ECONNREFUSED
                ? (.unreachable(reason: reason), .notSent) : (unanswered, .brokenOff)
        }
        // TLS refused, or a protocol that isn't HTTP: another attempt ends the same way.
        return (.unreachable(reason: reason), .timedOut)
    }

    private static func reason(of error: any Error, seconds: Int64) -> String {
        if let error = error as? NIOConnectionError {
            if let cause = error.connectionErrors.first?.error { return reason(of: cause, seconds: seconds) }
            if error.dnsAError != nil || error.dnsAAAAError != nil { return "unknown host \(error.host)" }
        }
        if let error = error as? IOError { return String(cString: strerror(error.errnoCode)) }
        if let error = error as? HTTPClientError {
            switch error {
            case .connectTimeout: return "no connection within \(connectSeconds) s"
            case .deadlineExceeded, .readTimeout, .writeTimeout: return "no answer within \(seconds) s"
            case .remoteConnectionClosed: return "the connection was closed"
            default: break
            }
        }
        return String(describing: error)
    }
}
