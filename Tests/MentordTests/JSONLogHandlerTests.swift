import Foundation
import Logging
import Mentoring
import Scheduling
import Synchronization
import Testing

@testable import mentord

/// Keeps what was written.
final class Lines: Sendable {
    private let kept = Mutex<[String]>([])
    var all: [String] { kept.withLock { $0 } }
    func add(_ line: String) { kept.withLock { $0.append(line) } }
}

@Suite struct JSONLogHandlerTests {
    private func line(_ log: (Logger) -> Void) throws -> [String: Any] {
        let lines = Lines()
        let clock = SettableClock(start: Instant(rfc3339: "2026-11-23T10:00:00.123456Z"), isFrozen: true)
        log(Logger(label: "mentord") { JSONLogHandler(label: $0, clock: clock, write: { lines.add($0) }) })
        let line = try #require(lines.all.first)
        #expect(lines.all.count == 1)
        #expect(line.hasSuffix("}\n"))
        #expect(line.dropLast().allSatisfy { !$0.isNewline })
        return try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    }

    @Test func `an event is one JSON object with the time in UTC to the millisecond`() throws {
        let object = try line { $0.info("request", metadata: ["route": "/v1/mentors/{handle}"]) }
        #expect(object["time"] as? String == "2026-11-23T10:00:00.123Z")
        #expect(object["level"] as? String == "info")
        #expect(object["logger"] as? String == "mentord")
        #expect(object["message"] as? String == "request")
        #expect(object["route"] as? String == "/v1/mentors/{handle}")
    }

    @Test func `numbers stay numbers, lists lists and objects objects`() throws {
        let object = try line {
            $0.info(
                "x",
                metadata: [
                    "status": .stringConvertible(200), "duration_ms": .stringConvertible(1.25),
                    "list": .array(["a", "b"]), "object": .dictionary(["a": "b"]),
                ])
        }
        #expect(object["status"] as? Int == 200)
        #expect(object["duration_ms"] as? Double == 1.25)
        #expect(object["list"] as? [String] == ["a", "b"])
        #expect(object["object"] as? [String: String] == ["a": "b"])
    }

    @Test func `what a stranger sends can't break a line`() throws {
        let text = "a\"b\\c\nd\r\t\u{0}\u{1b}[31m\u{7f} 大模型 🎓"
        let object = try line { $0.warning("\(text)", metadata: ["k\"": "\(text)"]) }
        #expect(object["message"] as? String == text)
        #expect(object["k\""] as? String == text)
    }

    @Test func `metadata can't pass for the event's own members`() throws {
        let object = try line { $0.error("real", metadata: ["message": "forged", "level": "info"]) }
        #expect(object["message"] as? String == "real")
        #expect(object["level"] as? String == "error")
        #expect(object["metadata.message"] as? String == "forged")
    }
}
