import APIModel
import Foundation
import Scheduling

@testable import HTTPAPI

/// A small API with every kind of route, and the means to watch it.
struct SampleAPI: Sendable {
    struct SecretFailure: Error, CustomStringConvertible {
        var description: String { "password=hunter2 SELECT * FROM students" }
    }
    struct DatabaseGone: Error {}

    static let group = Words(zh: "样例", en: "Samples")
    let gate = Gate()
    let streamErrors = Journal<String>()

    static let bookingBody = ObjectSchema(
        "NewBooking",
        fields: [
            .required("topic", .line(1...200)), .optional("start", .instant), .optional("note", .lines(0...20)),
            .optional("minutes", Schema.integer(5...480).defaulting(to: 60)), .optional("mentor", .handle),
            .optional("direction", .handle), .optional("zone", .zone), .optional("url", Schema.url.nullable),
        ],
        rules: [.atMostOne(["mentor", "direction"])],
        example: ["topic": "GRPO", "mentor": "lin"])

    static let profileBody = ObjectSchema(
        "Profile", fields: [.required("name", .line(1...80)), .required("bio", Schema.lines(1...8_000).nullable)])

    static let echoAnswer = RouteAnswer.json(.any, example: ["ok": true])

    /// JSON that shrinks well.
    static let largeBody = Array("[\(String(repeating: "1,", count: 2_000))1]".utf8)

    static func summary(_ text: String) -> Words { Words(zh: text, en: text) }

    /// What was checked, as JSON.
    static func echo(_ call: Call<SampleCaller>, status: Int = 200) throws -> APIAnswer {
        let value: JSONValue = [
            "body": .object(call.body.members), "query": .object(call.query.members),
            "parameters": .object(call.request.parameters.mapValues(JSONValue.string)),
            "mentor": call.mentorHandle.map(JSONValue.string) ?? .null, "on_behalf": .boolean(call.isOnBehalf),
            "key": call.idempotencyKey.map(JSONValue.string) ?? .null,
            "address": call.request.remoteAddress.map(JSONValue.string) ?? .null,
        ]
        return .json(bytes: value.bytes, status: status)
    }

    var routes: [Route<SampleCaller>] { publicRoutes + callerRoutes + streamRoutes }

    private var publicRoutes: [Route<SampleCaller>] {
        [
            Route(
                public: .get, "/v1/mentors", name: "listMentors", group: Self.group, summary: Self.summary("list"),
                query: QueryParameter.paging + [
                    .optional("direction", .handle), .optional("count", .integer(0...10)),
                    .optional("active", .boolean), .optional("status", .array(of: .choice(["a", "b"]), count: 1...2)),
                    .optional("from", .instantOrDay),
                ], answers: [Self.echoAnswer]
            ) { call in try Self.echo(call) },
            Route(
                public: .get, "/v1/mentors/{handle}", name: "getMentor", group: Self.group,
                summary: Self.summary("get"), answers: [Self.echoAnswer]
            ) { call in try Self.echo(call) },
            Route(
                public: .get, "/v1/mentors/me", name: "getMe", group: Self.group, summary: Self.summary("literal"),
                answers: [Self.echoAnswer]
            ) { _ in .json(bytes: Array("{\"me\":true}".utf8)) },
            Route(
                public: .get, "/v1/days/{date}", name: "getDay", group: Self.group, summary: Self.summary("day"),
                answers: [Self.echoAnswer]
            ) { call in try Self.echo(call) },
            Route(
                public: .get, "/v1/tagged", name: "getTagged", group: Self.group, summary: Self.summary("tagged"),
                answers: [.json(.any, example: 1, headers: ["ETag": Words(zh: "版本", en: "version")])],
                caching: .shared(seconds: 30)
            ) { _ in APIAnswer.json(bytes: Array("{\"version\":3}".utf8)).tagged(EntityTag(version: 3)) },
            Route(
                public: .get, "/v1/large/{what}", name: "getLarge", group: Self.group, summary: Self.summary("large"),
                answers: [.json(.any, example: 1, headers: ["ETag": Words(zh: "版本", en: "version")])]
            ) { call in
                switch call.parameter("what") {
                case "secret": APIAnswer.json(bytes: Self.largeBody).tagged(EntityTag(version: 3)).carryingSecret
                case "weak": APIAnswer.json(bytes: Self.largeBody).with(header: "ETag", "W/\"v3\"")
                case "picture": APIAnswer.document(Self.largeBody, mediaType: "image/png")
                case "edge": APIAnswer.document([UInt8](repeating: 0x61, count: 1_024), mediaType: "text/plain")
                case "small": APIAnswer.document([UInt8](repeating: 0x61, count: 1_023), mediaType: "text/plain")
                default: APIAnswer.json(bytes: Self.largeBody).tagged(EntityTag(version: 3))
                }
            },
            Route(
                public: .get, "/v1/table", name: "getTable", group: Self.group, summary: Self.summary("two types"),
                answers: [Self.echoAnswer, .document("text/csv", zh: "表", en: "table")]
            ) { call in
                call.request.mediaType == "text/csv"
                    ? .document(Array("a,b\n".utf8), mediaType: "text/csv; charset=utf-8") : try Self.echo(call)
            },
            Route(
                public: .get, "/livez", name: "getLiveness", group: Self.group, summary: Self.summary("live"),
                answers: [Self.echoAnswer], isUnlimited: true
            ) { _ in .json(bytes: Array("{}".utf8)) },
            Route(
                public: .get, "/v1/fails/{how}", name: "fail", group: Self.group, summary: Self.summary("fails"),
                answers: [Self.echoAnswer], problems: [.slotTaken, .slotNotOffered, .quotaReached]
            ) { call in
                switch call.parameter("how") {
                case "database": throw DatabaseGone()
                case "slot":
                    throw APIFailure.slotTaken(
                        alternatives: [Slot(start: "2026-12-01T19:00:00+08:00", end: "2026-12-01T20:00:00+08:00")])
                case "offered": throw APIFailure.slotNotOffered(reasons: ["notice", "horizon"])
                case "named": throw APIFailure.notFound("/mentor")
                default: throw SecretFailure()
                }
            },
        ]
    }

    private var callerRoutes: [Route<SampleCaller>] {
        [
            Route(
                .get, "/v1/bookings", name: "listBookings", group: Self.group, summary: Self.summary("paged"),
                access: .anyRole, query: QueryParameter.paging + [.optional("status", .choice(["open", "closed"]))],
                answers: [Self.echoAnswer]
            ) { call, _ in
                let position = try call.findPosition(Int.self) ?? 0
                let next = try call.nextCursor(after: position + call.limit)
                let value: JSONValue = ["position": .integer(position), "next_cursor": .string(next)]
                return .json(bytes: value.bytes)
            },
            Route(
                .post, "/v1/bookings", name: "createBooking", group: Self.group, summary: Self.summary("create"),
                access: .roles([.student]), body: Self.bookingBody, answers: [.json(201, .any, example: ["ok": true])],
                isIdempotent: true
            ) { call, _ in try Self.echo(call, status: 201) },
            Route(
                .post, "/v1/bookings/{id}/accept", name: "acceptBooking", group: Self.group,
                summary: Self.summary("no body"), access: .roles([.mentor]), parameters: ["id": .id("con_")],
                answers: [Self.echoAnswer], isIdempotent: true, precondition: .optional
            ) { call, _ in
                try call.requireMatch(EntityTag(version: 2))
                return try Self.echo(call)
            },
            Route(
                .post, "/v1/bookings/{id}/cancel", name: "cancelBooking", group: Self.group,
                summary: Self.summary("optional body"), access: .anyRole, parameters: ["id": .id("con_")],
                body: ObjectSchema("Cancellation", fields: [.optional("reason", .lines(0...1_000))]),
                answers: [Self.echoAnswer]
            ) { call, _ in try Self.echo(call) },
            Route(
                .get, "/v1/mentor/profile", name: "getProfile", group: Self.group, summary: Self.summary("profile"),
                access: .mentor, answers: [Self.echoAnswer]
            ) { call, _ in try Self.echo(call) },
            Route(
                .patch, "/v1/mentor/profile", name: "patchProfile", group: Self.group,
                summary: Self.summary("patch"), access: .mentor, body: Self.profileBody.mergePatch("ProfilePatch"),
                answers: [Self.echoAnswer], precondition: .required
            ) { call, _ in
                try call.requireMatch(EntityTag(version: 2))
                return try Self.echo(call)
            },
            Route(
                .delete, "/v1/admin/tokens/{name}", name: "deleteToken", group: Self.group,
                summary: Self.summary("delete"), access: .admin, answers: [.noContent()]
            ) { _, _ in .noContent },
            Route(
                public: .post, "/v1/echo", name: "echo", group: Self.group, summary: Self.summary("any body"),
                body: ObjectSchema("Echo", fields: [.required("value", .any)]), answers: [Self.echoAnswer]
            ) { call in
                call.request.body.count > 4_096
                    ? .json(bytes: Array("{\"count\":\(call.request.body.count)}".utf8)) : try Self.echo(call)
            },
        ]
    }

    private var streamRoutes: [Route<SampleCaller>] {
        [
            Route(
                public: .get, "/v1/stream/{how}", name: "stream", group: Self.group, summary: Self.summary("stream"),
                answers: [.document("text/plain", zh: "流", en: "stream")]
            ) { [streamErrors, gate] call in
                let how = call.parameter("how")
                if how == "watched" { return Self.watched(gate, streamErrors) }
                return APIAnswer(
                    status: 200, headers: [("Content-Type", "text/plain")],
                    body: .stream { writer in
                        try await writer.write(Array("first\n".utf8))
                        if how == "breaks" { throw SecretFailure() }
                        guard how == "endless" else { return try await writer.write(Array("last\n".utf8)) }
                        do {
                            let part = [UInt8](repeating: 0x61, count: 1 << 18)
                            while true { try await writer.write(part) }
                        } catch {
                            streamErrors.write("\(type(of: error))")
                            throw error
                        }
                    })
            },
            Route(
                public: .get, "/v1/slow", name: "slow", group: Self.group, summary: Self.summary("waits for the test"),
                answers: [Self.echoAnswer]
            ) { [gate] _ in
                await gate.pass()
                return .json(bytes: Array("{\"late\":true}".utf8))
            },
        ]
    }

    /// Says at its end whether the client was still there when the test let it go on.
    private static func watched(_ gate: Gate, _ journal: Journal<String>) -> APIAnswer {
        let presence = ClientPresence()
        var answer = APIAnswer(
            status: 200, headers: [("Content-Type", "text/plain")],
            body: .stream { writer in
                presence.onLeaving { journal.write("left") }
                try await writer.write(Array("first\n".utf8))
                await gate.pass()
                try await writer.write(Array((journal.entries.contains("left") ? "left\n" : "there\n").utf8))
            })
        answer.presence = presence
        answer.closesConnection = true
        return answer
    }

    var definition: APIDefinition<SampleCaller> {
        APIDefinition(
            routes: routes, authenticate: { SampleCaller.find($0) },
            translate: { $0 is DatabaseGone ? .unavailable() : nil },
            isZone: { ["Asia/Shanghai", "UTC", "Etc/GMT+8"].contains($0) }, now: { Instant(seconds: 1_780_000_000) },
            cursorKey: Array("a key for tests, 32 octets long…".utf8), version: "1.2.3")
    }
}
