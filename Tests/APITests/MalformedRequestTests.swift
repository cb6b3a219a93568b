import AsyncHTTPClient
import Foundation
import HTTPAPI
import NIOCore
import NIOHTTP1
import Postgres
import TestDatabase
import Testing

/// Requests that are wrong before anybody looks at a field.
@Suite(.database(Service.template))
struct MalformedRequestTests {
    private static func nested(_ depth: Int) -> Data {
        // The object itself is the first level.
        Data(
            (#"{"name":"# + String(repeating: "[", count: depth - 1) + String(repeating: "]", count: depth - 1) + "}")
                .utf8)
    }

    private static let broken: [(String, Data)] = [
        ("nothing", Data()), ("white space", Data(" \n".utf8)), ("half an object", Data(#"{"name":"a""#.utf8)),
        ("a trailing comma", Data(#"{"name":"a",}"#.utf8)), ("single quotes", Data("{'name':'a'}".utf8)),
        ("a comment", Data(#"{"name":"a"/* b */}"#.utf8)), ("two objects", Data("{}{}".utf8)),
        ("NaN", Data(#"{"name":NaN}"#.utf8)), ("a bare word", Data("name".utf8)),
        ("a line break in a string", Data("{\"name\":\"a\nb\"}".utf8)), ("a leading zero", Data(#"{"name":01}"#.utf8)),
        ("an array", Data(#"[{"name":"a"}]"#.utf8)), ("a string", Data(#""name""#.utf8)), ("a number", Data("1".utf8)),
        ("null", Data("null".utf8)), ("not UTF-8", Data([0x7B, 0x22, 0xFF, 0xFE, 0x22, 0x3A, 0x31, 0x7D])),
        ("overlong UTF-8", Data([0x7B, 0x22, 0xC0, 0x80, 0x22, 0x3A, 0x31, 0x7D])),
        ("a surrogate in UTF-8", Data([0x7B, 0x22, 0xED, 0xA0, 0x80, 0x22, 0x3A, 0x31, 0x7D])),
        ("UTF-16", Data([0xFF, 0xFE, 0x7B, 0x00, 0x7D, 0x00])), ("33 levels", nested(33)),
        ("a hundred thousand levels", nested(100_000)),
    ]

    @Test func `what is no JSON object in UTF-8, or nested too deep, is an invalid request`() async throws {
        try await Service.run { service in
            let before = try await Stored.everything()
            for (what, bytes) in Self.broken {
                let answer = try await service.call(.POST, "/v1/students", bytes: bytes)
                #expect(answer.status == 400 && answer.code == "invalid_request", "\(what): \(answer.text.prefix(300))")
                #expect(answer.headers.first(name: "Content-Type") == "application/problem+json")
                #expect(answer.json["request_id"]?.string == answer.headers.first(name: "X-Request-Id"))
            }
            let deepest = try await service.call(.POST, "/v1/students", bytes: Self.nested(32))
            #expect(deepest.status == 422 && deepest.pointers.contains("/name"))
            #expect(try await Stored.everything() == before)
        }
    }

    @Test func `half a surrogate pair is a bad text, not a broken request`() async throws {
        try await Service.run { service in
            let answer = try await service.call(
                .POST, "/v1/students",
                bytes: Data(#"{"name":"a\ud800","email":"a@example.com","timezone":"UTC"}"#.utf8))
            #expect(answer.status == 422 && Set(answer.pointers) == ["/name"], "\(answer.text)")
        }
    }

    @Test func `numbers that no integer holds are out of range and never an error of the server's`() async throws {
        try await Service.run { service in
            for number in ["1e400", "-1e400", "9223372036854775808", "1e19", "0.1e-400"] {
                let answer = try await service.call(
                    .POST, "/v1/students",
                    bytes: Data(
                        #"{"name":"a","email":"a@example.com","timezone":"UTC","graduation_year":\#(number)}"#.utf8))
                #expect([400, 422].contains(answer.status), "\(number): \(answer.text)")
            }
            let whole = try await service.call(
                .POST, "/v1/students",
                bytes: Data(
                    #"{"name":"a","email":"a@example.com","timezone":"UTC","graduation_year":2.027e3}"#.utf8))
            #expect(whole.status == 201 && whole.json["student"]?["graduation_year"] == 2027)
        }
    }

    @Test(arguments: [1_048_577, 3 * 1_048_576])
    func `a body over one mebibyte is too large`(_ size: Int) async throws {
        try await Service.run { service in
            let before = try await Stored.everything()
            let head = Data(#"{"name":""#.utf8)
            let tail = Data(#"","email":"a@example.com","timezone":"UTC"}"#.utf8)
            let filling = Data(repeating: UInt8(ascii: "a"), count: size - head.count - tail.count)
            let answer = try await service.call(.POST, "/v1/students", bytes: head + filling + tail)
            #expect(answer.status == 413 && answer.code == "payload_too_large")
            #expect(try await Stored.everything() == before)
            // One octet less is read, and its name is too long.
            let fits = Data(repeating: UInt8(ascii: "a"), count: 1_048_576 - head.count - tail.count)
            let read = try await service.call(.POST, "/v1/students", bytes: head + fits + tail)
            #expect(read.status == 422 && read.pointers == ["/name"])
        }
    }

    @Test func `bodies of other content types are refused, parameters of the right one are not`() async throws {
        try await Service.run { service in
            let body = Data(#"{"name":"陈","email":"a@example.com","timezone":"UTC"}"#.utf8)
            for type in [
                "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x",
                "application/jsonp", "text/json", "application/xml", "json", "application/merge-patch+json",
            ] {
                let answer = try await service.call(
                    .POST, "/v1/students", bytes: body, headers: [("Content-Type", type)])
                #expect(answer.status == 415 && answer.code == "unsupported_media_type", "\(type): \(answer.text)")
            }
            let packed = try await service.call(
                .POST, "/v1/students", bytes: body,
                headers: [("Content-Type", "application/json"), ("Content-Encoding", "gzip")])
            #expect(packed.status == 415)
            var bare = HTTPClientRequest(url: service.url + "/v1/students")
            bare.method = .POST
            bare.body = .bytes(ByteBuffer(bytes: body))
            #expect(try await HTTPClient.shared.execute(bare, timeout: .seconds(300)).status.code == 415)
            #expect(try await Stored.count("SELECT count(*) FROM students") == 0)
            let right = try await service.call(
                .POST, "/v1/students", bytes: body, headers: [("Content-Type", "Application/JSON; charset=utf-8")])
            #expect(right.status == 201, "\(right.text)")
        }
    }

    @Test func `other methods, media types and paths have codes of their own`() async throws {
        try await Service.run { service in
            let put = try await service.call(.PUT, "/v1/students")
            #expect(put.status == 405 && put.code == "method_not_allowed")
            #expect(put.headers.first(name: "Allow")?.contains("POST") == true)
            let image = try await service.call(.GET, "/v1/directions", headers: [("Accept", "image/png")])
            #expect(image.status == 406 && image.code == "not_acceptable")
            for path in ["/", "/v1", "/v1/", "/v1/students/", "/v2/students", "/v1//students", "/v1/mentors/%00"] {
                let answer = try await service.call(.GET, path)
                #expect([404, 405].contains(answer.status), "\(path): \(answer.text)")
            }
            let long = try await service.call(.GET, "/v1/mentors?direction=" + String(repeating: "a", count: 9_000))
            #expect(long.status == 414 && long.code == "uri_too_long")
            let wide = try await service.call(
                .GET, "/v1/directions", headers: [("X-Filling", String(repeating: "a", count: 20_000))])
            #expect(wide.status == 431 && wide.code == "headers_too_large")
        }
    }
}
