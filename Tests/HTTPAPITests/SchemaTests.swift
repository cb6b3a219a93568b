import APIModel
import Foundation
import HTTPAPI
import Testing

/// Sends bodies through the frame of a live server and reads the pointers back.
@Suite("Schemas") struct SchemaTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let schema: Schema
        let json: String
        /// Pointers and codes; empty for a value that passes.
        let errors: [String]
        var testDescription: String { "\(json.prefix(60)) → \(errors)" }

        init(_ schema: Schema, _ json: String, _ errors: String...) {
            self.schema = schema
            self.json = json
            self.errors = errors
        }
    }

    static func errors(of json: String, as schema: Schema) throws -> [String] {
        let object = ObjectSchema("Probe", fields: [.required("v", schema)])
        let checker = SchemaProbe(object)
        return try checker.errors(of: "{\"v\":\(json)}")
    }

    static let line = Schema.line(1...5)
    static let lines = Schema.lines(1...5)
    static let windows = Schema.array(of: .tuple([.windowStart, .windowEnd]), count: 0...2)

    static let texts: [Case] = [
        Case(line, #""abc""#), Case(line, #""  abcde  ""#), Case(line, #""abcdef""#, "/v too_long"),
        Case(line, #""""#, "/v too_short"), Case(line, #""   ""#, "/v too_short"),
        Case(line, #""\u3000\u00a0""#, "/v too_short"), Case(line, #""\u200b\ufeff""#, "/v too_short"),
        Case(line, "1", "/v wrong_type"),
        Case(line, "null", "/v not_nullable"), Case(line.nullable, "null"),
        Case(line, #""a\nb""#, "/v control_character"),
        Case(line, #""a\tb""#, "/v control_character"), Case(line, #""a\u0000b""#, "/v control_character"),
        Case(line, #""\na""#, "/v control_character"), Case(line, #""a\u007f""#, "/v control_character"),
        Case(line, #""a\u0085b""#, "/v control_character"), Case(line, #""a\u202eb""#, "/v control_character"),
        Case(line, #""a\u2066b""#, "/v control_character"), Case(line, #""a\u200fb""#, "/v control_character"),
        Case(line, #""a\u061cb""#, "/v control_character"), Case(line, #""a\ud800b""#, "/v control_character"),
        Case(line, #""a\udc00b""#, "/v control_character"), Case(line, #""a\uffffb""#, "/v control_character"),
        Case(line, #""a\ufdd0b""#, "/v control_character"), Case(line, #""\ud83f\udffe""#, "/v control_character"),
        Case(line, #""\ud83d\ude00""#), Case(line, #""a\u200db""#), Case(line, #""大模型方向""#),
        Case(line, #""e\u0301e\u0301e\u0301e\u0301e\u0301""#), Case(lines, #""a\nb\t""#), Case(lines, #""a\r\nb""#),
        Case(lines, #""\r\n\r\n\r\n\r\na""#), Case(lines, #""\n\n""#, "/v too_short"),
        Case(lines, #""a\u0008""#, "/v control_character"), Case(lines, #""abcdef""#, "/v too_long"),
        Case(.lines(0...5), #""""#), Case(.lines(0...5), #"" ""#),
        Case(.choice(["a", "b"]), #""a""#), Case(.choice(["a", "b"]), #""c""#, "/v invalid_choice"),
        Case(.choice(["a", "b"]), "1", "/v wrong_type"),
    ]

    static let formats: [Case] = [
        Case(.instant, #""2026-12-01T19:00:00+08:00""#), Case(.instant, #""2026-12-01T19:00:00Z""#),
        Case(.instant, #""2026-12-01T19:00:00.5-11:00""#), Case(.instant, #""2026-12-01""#, "/v invalid_format"),
        Case(.instant, #""2026-12-01T19:00:00""#, "/v invalid_format"),
        Case(.instant, #""2026-02-30T19:00:00Z""#, "/v invalid_format"), Case(.instant, "1", "/v wrong_type"),
        Case(.day, #""2026-12-01""#), Case(.day, #""2026-02-29""#, "/v invalid_format"),
        Case(.day, #""2026-1-1""#, "/v invalid_format"), Case(.instantOrDay, #""2026-12-01""#),
        Case(.instantOrDay, #""2026-12-01T00:00:00Z""#), Case(.instantOrDay, #""tomorrow""#, "/v invalid_format"),
        Case(.week, #""2026-W53""#), Case(.week, #""2027-W53""#, "/v invalid_format"),
        Case(.windowStart, #""23:59""#), Case(.windowStart, #""24:00""#, "/v invalid_format"),
        Case(.windowEnd, #""24:00""#), Case(.windowEnd, #""24:01""#, "/v invalid_format"),
        Case(.windowEnd, #""9:00""#, "/v invalid_format"), Case(.zone, #""Asia/Shanghai""#),
        Case(.zone, #""Mars/Base""#, "/v unknown_zone"), Case(.zone, #""../../etc/passwd""#, "/v unknown_zone"),
        Case(.zone, #""asia/shanghai""#, "/v unknown_zone"), Case(.zone, #""""#, "/v unknown_zone"),
        Case(.handle, #""lin-2""#), Case(.handle, #""Lin""#, "/v invalid_format"),
        Case(.handle, #""-lin""#, "/v invalid_format"), Case(.handle, #""lin-""#, "/v invalid_format"),
        Case(.handle, #""a--b""#, "/v invalid_format"), Case(.handle, #""""#, "/v invalid_format"),
        Case(.handle, "\"\(String(repeating: "a", count: 40))\""),
        Case(.handle, "\"\(String(repeating: "a", count: 41))\"", "/v too_long"),
        Case(.email, #"" a@b.co ""#), Case(.email, #""姓名@例子.中国""#), Case(.email, #""a.b+c@d-e.example.com""#),
        Case(.email, #""ab.co""#, "/v invalid_format"), Case(.email, #""a@b""#, "/v invalid_format"),
        Case(.email, #""a@@b.co""#, "/v invalid_format"), Case(.email, #""a b@c.de""#, "/v invalid_format"),
        Case(.email, #""a@b.co\r\nBcc: x@y.zz""#, "/v control_character"),
        Case(.email, "\"\(String(repeating: "a", count: 250))@b.co\"", "/v too_long"),
        Case(.url, #""https://meeting.tencent.com/dm/x?y=1""#), Case(.url, #""HTTP://a""#),
        Case(.url, #""javascript:alert(1)""#, "/v invalid_format"), Case(.url, #""https://""#, "/v invalid_format"),
        Case(.url, #""https://user@host/""#, "/v invalid_format"), Case(.url, #""https://a b""#, "/v invalid_format"),
        Case(.url, #""//a/b""#, "/v invalid_format"), Case(.id("con_"), #""con_01kawx8c5efz8r4t2m0pq9v7nb""#),
        Case(.id("con_"), #""stu_01kawx8c5efz8r4t2m0pq9v7nb""#, "/v invalid_format"),
        Case(.id("con_"), #""con_01kawx8c5efz8r4t2m0pq9v7il""#, "/v invalid_format"),
        Case(.id("con_"), #""con_1""#, "/v invalid_format"),
    ]

    static let others: [Case] = [
        Case(.integer(5...480), "5"), Case(.integer(5...480), "480"), Case(.integer(5...480), "60.0"),
        Case(.integer(5...480), "6e1"), Case(.integer(5...480), "4", "/v out_of_range"),
        Case(.integer(5...480), "481", "/v out_of_range"), Case(.integer(5...480), "60.5", "/v wrong_type"),
        Case(.integer(5...480), #""60""#, "/v wrong_type"), Case(.integer(5...480), "true", "/v wrong_type"),
        Case(.integer(5...480), "1e400", "/v out_of_range"), Case(.integer(5...480), "-1e400", "/v out_of_range"),
        Case(.integer(5...480), "99999999999999999999", "/v out_of_range"),
        Case(.integer(0...5), "-0"), Case(.boolean, "true"), Case(.boolean, "1", "/v wrong_type"),
        Case(.boolean, #""true""#, "/v wrong_type"), Case(.number(0...1), "0.5"), Case(.number(0...1), "1"),
        Case(.number(0...1), "1.5", "/v out_of_range"), Case(.number(0...1), "1e999", "/v out_of_range"),
        Case(windows, #"[["19:00","22:00"]]"#), Case(windows, "[]"), Case(windows, "{}", "/v wrong_type"),
        Case(windows, #"[["19:00"]]"#, "/v/0 too_few"), Case(windows, #"[["19:00","22:00","x"]]"#, "/v/0 too_many"),
        Case(windows, #"[["19:00",22]]"#, "/v/0/1 wrong_type"), Case(windows, #"["19:00"]"#, "/v/0 wrong_type"),
        Case(
            windows, #"[["a","b"],["c","d"]]"#, "/v/0/0 invalid_format", "/v/0/1 invalid_format",
            "/v/1/0 invalid_format", "/v/1/1 invalid_format"),
        Case(windows, #"[[],[],[]]"#, "/v too_many"),
        Case(.array(of: .handle, count: 1...3, isUnique: true), #"["a","b","a"]"#, "/v/2 duplicate"),
        Case(.array(of: .handle, count: 1...3), "[]", "/v too_few"),
        Case(.array(of: .handle, count: 1...3), "[null]", "/v/0 not_nullable"),
        Case(.byDay(windows, count: 0...1), #"{"2026-12-01":[]}"#),
        Case(.byDay(windows, count: 0...1), #"{"tomorrow":[]}"#, "/v/tomorrow invalid_format"),
        Case(.byDay(windows, count: 0...1), #"{"2026-12-01":null}"#, "/v/2026-12-01 not_nullable"),
        Case(.byDay(windows, count: 0...1), #"{"2026-12-01":[],"2026-12-02":[]}"#, "/v too_many"),
        Case(
            .object(ObjectSchema("A", fields: [.required("b", .boolean)])), #"{"b":1,"a/b~c":2,"":3}"#,
            "/v/b wrong_type", "/v/ unknown_field", "/v/a~1b~0c unknown_field"),
        Case(.object(ObjectSchema("A", fields: [.required("b", .boolean)])), "{}", "/v/b required"),
        Case(.object(ObjectSchema("A", fields: [.optional("b", .boolean)])), #"{"b":null}"#, "/v/b not_nullable"),
        Case(.any, #"{"x":[1,null,"\u0000"]}"#),
    ]

    @Test(arguments: texts) func `Texts`(_ example: Case) throws {
        #expect(try Self.errors(of: example.json, as: example.schema) == example.errors)
    }

    @Test(arguments: formats) func `Formats`(_ example: Case) throws {
        #expect(try Self.errors(of: example.json, as: example.schema) == example.errors)
    }

    @Test(arguments: others) func `Numbers, arrays and objects`(_ example: Case) throws {
        #expect(try Self.errors(of: example.json, as: example.schema) == example.errors)
    }

    @Test func `Every error is collected, with its pointer`() throws {
        let probe = SchemaProbe(SampleAPI.bookingBody)
        let errors = try probe.errors(
            of: #"{"start":"soon","note":"\u0000","minutes":"x","mentor":"Lin","zone":"X","url":"y","extra":1}"#)
        #expect(
            errors == [
                "/topic required", "/start invalid_format", "/note control_character", "/minutes wrong_type",
                "/mentor invalid_format", "/zone unknown_zone", "/url invalid_format", "/extra unknown_field",
            ])
        #expect(
            try probe.errors(of: #"{"topic":"a","mentor":"a","direction":"b"}"#) == ["/direction not_allowed"])
    }

    @Test func `A hostile object earns no more than 50 errors, and its keys are cut`() throws {
        let members = (0..<5_000).map { "\"k\($0)\":1" }.joined(separator: ",")
        #expect(try SchemaProbe(SampleAPI.bookingBody).errors(of: "{\(members)}").count == 50)
        let long = try SchemaProbe(SampleAPI.bookingBody).errors(
            of: "{\"topic\":\"a\",\"\(String(repeating: "k", count: 5_000))\":1}")
        #expect(long.count == 1 && long[0].count < 130)
    }

    @Test func `Values come out normalised`() throws {
        let probe = SchemaProbe(
            ObjectSchema(
                "P",
                fields: [
                    .required("name", .line(1...80)), .required("text", .lines(1...80)),
                    .required("count", .integer(0...9)), .optional("step", Schema.integer(1...9).defaulting(to: 3)),
                    .optional("left", .boolean),
                ]))
        let fields = try probe.fields(of: #"{"name":"\u3000Ame\u0301lie ","text":" a\r\nb\rc ","count":7.0}"#)
        #expect(try fields.getString("name").unicodeScalars.map(\.value) == [65, 109, 233, 108, 105, 101])
        #expect(try fields.getString("text") == " a\nb\nc ")
        #expect(try fields.getInteger("count") == 7)
        #expect(try fields.getInteger("step") == 3)
        #expect(fields.findBoolean("left") == nil && !fields.has("left"))
        #expect(throws: Fields.Missing.self) { try fields.getBoolean("left") }
    }

    @Test func `A merge patch tells what was left out from what was cleared`() throws {
        let patch = SampleAPI.profileBody.mergePatch("Patch")
        let cleared = try SchemaProbe(patch).fields(of: #"{"bio":null}"#)
        #expect(cleared.stringChange("bio").applied(to: "old") == nil)
        #expect(cleared.stringChange("name").applied(to: "old") == "old")
        let set = try SchemaProbe(patch).fields(of: #"{"bio":"new"}"#)
        #expect(set.stringChange("bio").applied(to: "old") == "new")
        #expect(try SchemaProbe(patch).errors(of: #"{"name":null}"#) == ["/name not_nullable"])
        #expect(try SchemaProbe(patch).errors(of: "{}").isEmpty)
        #expect(try SchemaProbe(patch).errors(of: #"{"nick":"x"}"#) == ["/nick unknown_field"])
    }

    @Test func `Equal requests have equal canonical octets, whatever their spelling`() throws {
        let probe = SchemaProbe(SampleAPI.bookingBody)
        let one = try probe.fields(of: #"{"topic":"Caf\u00e9","minutes":60}"#)
        let two = try probe.fields(of: #"{ "minutes" : 6.0e1, "topic" : " Cafe\u0301 " }"#)
        #expect(one.canonicalBytes == two.canonicalBytes)
        let three = try probe.fields(of: #"{"topic":"Café","minutes":61}"#)
        #expect(one.canonicalBytes != three.canonicalBytes)
    }

    @Test func `A checked body decodes as a wire type`() throws {
        let probe = SchemaProbe(
            ObjectSchema("Slot", fields: [.required("start", .instant), .required("end", .instant)]))
        let json = #"{"start":"2026-12-01T19:00:00Z","end":"2026-12-01T20:00:00Z"}"#
        let slot: Slot = try probe.fields(of: json).decode()
        #expect(slot == Slot(start: "2026-12-01T19:00:00Z", end: "2026-12-01T20:00:00Z"))
    }
}
