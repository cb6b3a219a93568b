import AsyncHTTPClient
import Foundation
import HTTPAPI
import NIOCore
import NIOHTTP1
import NIOSSL
import Testing

@Suite("TLS and HTTP/2", .timeLimit(.minutes(10))) struct SecureTransportTests {
    @Test(arguments: [true, false]) func `The same API over TLS`(offersHTTP2: Bool) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "tls-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let (certificate, key) = (folder.appending(path: "c.pem"), folder.appending(path: "k.pem"))
        try Data(Self.certificate.utf8).write(to: certificate)
        try Data(Self.privateKey.utf8).write(to: key)
        try await RunningServer.with({
            $0.tls = HTTPSettings.TLS(
                certificateChainPath: certificate.path, privateKeyPath: key.path, offersHTTP2: offersHTTP2)
            $0.limits.bodyTimeout = .seconds(15)
            $0.limits.headerTimeout = .seconds(15)
        }) { server in
            // A client that never greets is not waited for.
            let silent = try await server.connected { try await $0.readToEnd() }
            #expect(silent.isEmpty)
            var configuration = HTTPClient.Configuration()
            configuration.tlsConfiguration = .makeClientConfiguration()
            configuration.tlsConfiguration?.certificateVerification = .none
            let client = HTTPClient(configuration: configuration)
            do {
                try await Self.exercise(client, server, isHTTP2: offersHTTP2)
            } catch {
                try await client.shutdown()
                throw error
            }
            try await client.shutdown()
        }
    }

    private static func exercise(_ client: HTTPClient, _ server: RunningServer, isHTTP2: Bool) async throws {
        @Sendable func send(
            _ method: String, _ path: String, accepting coding: String? = nil, body: HTTPClientRequest.Body? = nil
        ) async throws -> HTTPClientResponse {
            var request = HTTPClientRequest(url: "https://127.0.0.1:\(server.port)\(path)")
            request.method = .init(rawValue: method)
            if let coding { request.headers.add(name: "Accept-Encoding", value: coding) }
            if let body {
                request.body = body
                request.headers.add(name: "Content-Type", value: "application/json")
            }
            return try await client.execute(request, timeout: .seconds(300))
        }
        let get = try await send("GET", "/v1/mentors/me")
        #expect(get.status.code == 200 && get.version == (isHTTP2 ? .http2 : .http1_1))
        #expect(get.headers.first(name: "Strict-Transport-Security") != nil)
        #expect(String(buffer: try await get.body.collect(upTo: 1_024)) == "{\"me\":true}")
        let posted = try await send("POST", "/v1/echo", body: .bytes(ByteBuffer(string: #"{"value":[1]}"#)))
        #expect(posted.status.code == 200)
        let large = ByteBuffer(string: #"{"value":""# + String(repeating: "x", count: 2_000_000) + "\"}")
        #expect(try await send("POST", "/v1/echo", body: .bytes(large)).status.code == 413)
        #expect(try await send("GET", "/v1/" + String(repeating: "a", count: 9_000)).status.code == 414)
        let head = try await send("HEAD", "/v1/mentors/me")
        #expect(head.status.code == 200 && head.headers.first(name: "Content-Length") == "11")
        for method in ["GET", "HEAD"] {
            let packed = try await send(method, "/v1/large/list", accepting: "gzip")
            #expect(packed.headers.first(name: "Content-Encoding") == "gzip")
            #expect(packed.headers.first(name: "ETag") == "\"v3-gzip\"")
            let count = try await packed.body.collect(upTo: 1_024).readableBytes
            #expect(method == "HEAD" ? count == 0 : packed.headers.first(name: "Content-Length") == "\(count)")
        }
        // A body that never comes is given up in HTTP/2 too.
        let (parts, continuation) = AsyncStream<ByteBuffer>.makeStream()
        continuation.yield(ByteBuffer(string: "{"))
        let slow = try await send("POST", "/v1/echo", body: .stream(parts, length: .unknown))
        #expect(slow.status.code == 408)
        continuation.finish()
        // The end of a request is not the end of its client.
        let watched = try await send("GET", "/v1/stream/watched")
        await server.api.gate.waitForArrival()
        server.api.gate.open()
        #expect(String(buffer: try await watched.body.collect(upTo: 1_024)) == "first\nthere\n")
        let dropped = Task { try await send("GET", "/v1/stream/watched").body.collect(upTo: 1_024) }
        await server.api.gate.waitForArrival()
        dropped.cancel()
        #expect(await server.api.streamErrors.next() == "left")
        server.api.gate.open()
        let stream = try await send("GET", "/v1/stream/whole")
        #expect(String(buffer: try await stream.body.collect(upTo: 1_024)) == "first\nlast\n")
    }

    /// For `localhost` and for these tests alone.
    private static let privateKey = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgXl5JsT9U/quS567R
        F7EVc9cLmhDsiNxdOyP7leB3zZGhRANCAAQvP6Xl6gLehvWwKcbsZIYGeOeorVuv
        1yoMD33UOZ1LTq4oCepHpyrH8Wu25NmDB7PrkWuSfVIeR1EHWRsB1Sg2
        -----END PRIVATE KEY-----
        """

    private static let certificate = """
        -----BEGIN CERTIFICATE-----
        MIIBnDCCAUGgAwIBAgIUKwj8FKSoRN64LxiyWr3alIXGmR8wCgYIKoZIzj0EAwIw
        FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyMzE2NTAxOVoYDzIxMjYxMDMw
        MTY1MDE5WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
        PQMBBwNCAAQvP6Xl6gLehvWwKcbsZIYGeOeorVuv1yoMD33UOZ1LTq4oCepHpyrH
        8Wu25NmDB7PrkWuSfVIeR1EHWRsB1Sg2o28wbTAdBgNVHQ4EFgQUGtVjpjP4KeoF
        HfQ9ICLAcrb93ZQwHwYDVR0jBBgwFoAUGtVjpjP4KeoFHfQ9ICLAcrb93ZQwDwYD
        VR0TAQH/BAUwAwEB/zAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwCgYIKoZI
        zj0EAwIDSQAwRgIhAK2xPOG19KEwDay/Z/grdM4lEsCyyPNzbByro0WyNcX5AiEA
        2CjThxCojrmLaMdNZvgKrR/775OIxw/dpUuPi7r6qRE=
        -----END CERTIFICATE-----
        """
}
