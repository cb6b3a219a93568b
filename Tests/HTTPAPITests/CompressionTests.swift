import CZlib
import Foundation
import Testing

@testable import HTTPAPI

@Suite("Compression", .timeLimit(.minutes(10))) struct CompressionTests {
    private static let choices: [(header: String?, coding: ContentCoding?)] = [
        (nil, nil), ("", nil), ("gzip", .gzip), ("GZIP", .gzip), ("x-gzip", .gzip), ("deflate", .deflate),
        ("gzip, deflate, br", .gzip), ("deflate, gzip", .gzip), ("gzip;q=0.5, deflate", .deflate),
        ("gzip;q=0", nil), ("gzip;q=0, *", .deflate), ("*", .gzip), ("*;q=0", nil), ("br", nil), ("identity", nil),
        ("identity, gzip", .gzip), ("identity, gzip;q=0.5", nil), ("identity;q=0.5, gzip", .gzip),
        ("identity;q=0, gzip;q=0.1", .gzip), ("gzip;q=nonsense", nil), ("gzip;q=1.5", nil), (";;,,", nil),
    ]

    @Test(arguments: choices) func `Accept-Encoding`(_ example: (header: String?, coding: ContentCoding?)) {
        #expect(ContentCoding.choose(accept: example.header) == example.coding)
    }

    @Test func `Every body comes back as it was, however long`() throws {
        for count in [0, 1, 1_000, 70_000, 1 << 20] {
            // Bits without a pattern, which only grow.
            let bytes = (0..<count).map { UInt8(truncatingIfNeeded: ($0 &* 2_654_435_761) >> 7) }
            for coding in ContentCoding.allCases {
                let packed = try #require(bytes.withUnsafeBytes { Compressor.compress($0, as: coding) })
                #expect(Self.unpack(packed, count: count) == bytes)
            }
        }
    }

    @Test(arguments: ["gzip", "deflate"]) func `A client that asks gets it packed`(coding: String) async throws {
        try await RunningServer.with { server in
            let plain = try await server.send("GET", "/v1/large/list")
            #expect(plain["Content-Encoding"] == nil && plain["Vary"] == "Accept-Encoding")
            #expect(plain["ETag"] == "\"v3\"" && plain["Content-Length"] == "\(SampleAPI.largeBody.count)")
            let packed = try await server.send(
                "GET", "/v1/large/list", headers: [("Accept-Encoding", coding)])
            #expect(packed["Content-Encoding"] == coding && packed["Vary"] == "Accept-Encoding")
            // Other octets have another strong tag.
            #expect(packed["ETag"] == "\"v3-\(coding)\"" && packed["Content-Type"] == "application/json")
            #expect((1..<500).contains(packed["Content-Length"].flatMap { Int($0) } ?? 0))
            let head = try await server.send(
                "HEAD", "/v1/large/list", headers: [("Accept-Encoding", coding)])
            for name in ["Content-Encoding", "Content-Length", "ETag", "Vary", "Content-Type"] {
                #expect(head[name] == packed[name], "\(name)")
            }
            #expect(head.body.isEmpty)
        }
    }

    @Test func `A client's version is compared in the coding it would get`() async throws {
        try await RunningServer.with { server in
            let cases: [(tag: String, coding: String, answer: String)] = [
                ("\"v3-gzip\"", "gzip", "304 \"v3-gzip\""), ("\"v3\", \"v3-gzip\"", "gzip", "304 \"v3-gzip\""),
                ("\"v3\"", "", "304 \"v3\""), ("*", "deflate", "304 \"v3-deflate\""),
                ("\"v3-gzip\"", "", "200 \"v3\""), ("\"v3\"", "gzip", "200 \"v3-gzip\""),
                ("\"v2-gzip\"", "gzip", "200 \"v3-gzip\""),
            ]
            for example in cases {
                let answer = try await server.send(
                    "GET", "/v1/large/list",
                    headers: [("If-None-Match", example.tag), ("Accept-Encoding", example.coding)])
                #expect("\(answer.status) \(answer["ETag"] ?? "-")" == example.answer)
                #expect(answer["Vary"] == "Accept-Encoding")
                #expect(answer.status == 200 || answer.body.isEmpty && answer["Content-Encoding"] == nil)
            }
        }
    }

    @Test func `A write names the version, in whatever coding it was read`() async throws {
        try await RunningServer.with { server in
            for (tag, status) in [
                ("\"v2\"", 200), ("\"v2-gzip\"", 200), ("\"v2-deflate\"", 200), ("\"v1-gzip\"", 412),
                ("W/\"v2-gzip\"", 412), ("\"v2-br\"", 412), ("\"-gzip\"", 412),
            ] {
                let answer = try await server.send(
                    "PATCH", "/v1/mentor/profile", token: "mentor-lin", headers: [("If-Match", tag)],
                    body: #"{"name":"林"}"#)
                #expect(answer.status == status, "\(tag)")
            }
        }
    }

    @Test func `Secrets, streams, small bodies and what is packed already are sent as they are`() async throws {
        try await RunningServer.with { server in
            for path in [
                "/v1/large/secret", "/v1/large/small", "/v1/large/picture", "/v1/stream/whole", "/v1/mentors/me",
            ] {
                let answer = try await server.send("GET", path, headers: [("Accept-Encoding", "gzip")])
                #expect(answer.status == 200 && answer["Content-Encoding"] == nil, "\(path)")
                #expect(answer["Vary"]?.contains("Accept-Encoding") != true, "\(path)")
            }
            let edge = try await server.send("GET", "/v1/large/edge", headers: [("Accept-Encoding", "gzip")])
            #expect(edge["Content-Encoding"] == "gzip")
            let weak = try await server.send("GET", "/v1/large/weak", headers: [("Accept-Encoding", "gzip")])
            #expect(weak["Content-Encoding"] == "gzip" && weak["ETag"] == "W/\"v3\"")
        }
    }

    @Test func `The setting turns it off, and says what is small`() async throws {
        try await RunningServer.with({ $0.compression = nil }) { server in
            let answer = try await server.send("GET", "/v1/large/list", headers: [("Accept-Encoding", "gzip")])
            #expect(answer["Content-Encoding"] == nil && answer["ETag"] == "\"v3\"" && answer["Vary"] == nil)
        }
        try await RunningServer.with({ $0.compression = CompressionPolicy(minimumBytes: 5_000) }) { server in
            let answer = try await server.send("GET", "/v1/large/list", headers: [("Accept-Encoding", "gzip")])
            #expect(answer["Content-Encoding"] == nil)
        }
    }

    @Test func `A client that unpacks reads what the others read, again and again`() async throws {
        try await RunningServer.with { server in
            for path in ["/openapi.json", "/docs?lang=en", "/docs?lang=zh", "/openapi.json", "/v1/large/list"] {
                let plain = try await server.send("GET", path)
                for coding in ["gzip", "deflate"] {
                    let octets = try await server.connected { connection in
                        try await connection.send(
                            "GET \(path) HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAccept-Encoding: \(coding)\r\n\r\n"
                        )
                        return try await connection.readToEnd()
                    }
                    let end = try #require(octets.firstRange(of: Array("\r\n\r\n".utf8))).upperBound
                    let packed = Array(octets[end...])
                    #expect(RawAnswer(octets)["Content-Length"] == "\(packed.count)")
                    let body = Array(plain.body.utf8)
                    #expect(Self.unpack(packed, count: body.count) == body, "\(path) \(coding)")
                }
            }
        }
    }

    @Test func `A body in a coding is 415 with the codings that are taken`() async throws {
        try await RunningServer.with { server in
            let answer = try await server.send(
                "POST", "/v1/echo", headers: [("Content-Encoding", "gzip"), ("Content-Type", "application/json")],
                body: #"{"value":1}"#)
            #expect(answer.status == 415 && answer["Accept-Encoding"] == "identity")
        }
    }

    @Test func `Documents are packed once while their tag is the same`() {
        let documents = CompressedDocuments()
        var count = 0
        func find(_ tag: String) -> [UInt8]? {
            documents.find(CompressedDocuments.Key(target: "/docs", mediaType: "text/html", tag: tag)) {
                count += 1
                return [UInt8(count)]
            }
        }
        #expect(find("a") == [1] && find("a") == [1] && find("b") == [2] && count == 2)
        for index in 0..<100 { _ = find("\(index)") }
        #expect(find("99") == [102])
        #expect(documents.find(CompressedDocuments.Key(target: "/x", mediaType: "", tag: "")) { nil } == nil)
    }

    /// By zlib, in whichever frame it is; nil where it is broken or has another length.
    private static func unpack(_ packed: [UInt8], count: Int) -> [UInt8]? {
        var packed = packed
        var isWhole = false
        let bytes = withUnsafeTemporaryAllocation(of: z_stream.self, capacity: 1) { streams -> [UInt8] in
            streams.initialize(repeating: z_stream())
            guard let stream = streams.baseAddress,
                inflateInit2_(stream, 15 + 32, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK
            else { return [] }
            defer { inflateEnd(stream) }
            return [UInt8](unsafeUninitializedCapacity: count + 1) { output, length in
                packed.withUnsafeMutableBufferPointer { input in
                    stream.pointee.next_in = input.baseAddress
                    stream.pointee.avail_in = UInt32(input.count)
                    stream.pointee.next_out = output.baseAddress
                    stream.pointee.avail_out = UInt32(count + 1)
                    isWhole = inflate(stream, Z_FINISH) == Z_STREAM_END && stream.pointee.avail_in == 0
                }
                length = count + 1 - Int(stream.pointee.avail_out)
            }
        }
        return isWhole ? bytes : nil
    }
}
