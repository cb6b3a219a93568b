import Foundation
import HTTPAPI

/// What the contract lets a field be, written for the tests apart from the schemas of the service.
indirect enum Want: Sendable {
    /// One line of so many scalars at most.
    case line(Int)
    /// Several lines.
    case lines(Int)
    case handle, zone, email, instant, wallStart, wallEnd, url
    /// A handle or an id.
    case name
    case id(String)
    case integer(ClosedRange<Int>)
    case boolean
    case choice([String])
    /// Texts of the format, without repeats, so many at most.
    case handles(Int)
    /// Ids of one prefix, without repeats, so many at most; none will do.
    case ids(String, Int)
    /// The same, and at least one.
    case someIDs(String, Int)
    case windows
    case object([Field])
    /// Days with their windows.
    case days
    case timeOff
    /// A language tag (BCP 47).
    case locale
    /// Six digits.
    case code
    /// Types of events and families of them.
    case eventTypes
    /// How long before a session, in minutes.
    case leads
    case day
    /// Slugs without repeats, so many at most, or none.
    case slugs(Int)
    /// Days without work, alone or in a row.
    case daysOff
    case ownSteps

    struct Field: Sendable {
        let name: String
        let want: Want
        let isRequired: Bool
        let isNullable: Bool
        let good: JSONValue

        static func must(_ name: String, _ want: Want, _ good: JSONValue) -> Field {
            Field(name: name, want: want, isRequired: true, isNullable: false, good: good)
        }

        /// May be left out or null.
        static func may(_ name: String, _ want: Want, _ good: JSONValue) -> Field {
            Field(name: name, want: want, isRequired: false, isNullable: true, good: good)
        }

        /// May be left out, but not be null.
        static func unless(_ name: String, _ want: Want, _ good: JSONValue) -> Field {
            Field(name: name, want: want, isRequired: false, isNullable: false, good: good)
        }
    }

    /// A value that must be refused.
    struct Bad: Sendable {
        let value: JSONValue
        /// Behind the field's own pointer.
        let below: String
        let code: String

        init(_ value: JSONValue, _ code: String, below: String = "") {
            self.value = value
            self.code = code
            self.below = below
        }
    }

    static let nul = "a\u{0}b"
    /// Reorders what a reader sees.
    static let bidi = "a\u{202E}b"

    /// One value of each kind of bad.
    var bad: [Bad] {
        switch self {
        case .line(let length):
            [
                Bad(.string(Self.scalars(length + 1)), "too_long"), Bad("", "too_short"),
                Bad(" \u{3000} ", "too_short"),
                Bad(7, "wrong_type"), Bad(.string(Self.nul), "control_character"),
                Bad(.string(Self.bidi), "control_character"), Bad("两\n行", "control_character"),
            ]
        case .lines(let length):
            [
                Bad(.string(Self.scalars(length + 1)), "too_long"), Bad("", "too_short"), Bad(true, "wrong_type"),
                Bad(.string(Self.nul), "control_character"), Bad("好\u{2066}", "control_character"),
            ]
        case .handle:
            ["-lin", "lin-", "li--n", "Lin", "林", "li n", "lin/.."].map { Bad(.string($0), "invalid_format") }
                + [Bad(.string(String(repeating: "a", count: 41)), "too_long"), Bad(1, "wrong_type")] + Self.controls
        case .name:
            [
                Bad(.string(Self.nul), "control_character"), Bad("", "too_short"),
                Bad(.string(Self.scalars(65)), "too_long"), Bad([], "wrong_type"),
            ]
        case .zone:
            ["Asia/Nowhere", "../../etc/passwd", "asia/shanghai ", "+08:00"].map { Bad(.string($0), "unknown_zone") }
                + [Bad(8, "wrong_type")] + Self.controls
        case .email:
            ["lin", "lin@", "@example.com", "a@b", "a b@example.com", "a@b@example.com"].map {
                Bad(.string($0), "invalid_format")
            } + [Bad(.string(Self.address(octets: 255)), "too_long"), Bad(["a@example.com"], "wrong_type")]
                + Self.controls
        case .instant:
            [
                "2026-11-24", "2026-11-24T19:00:00", "2026-11-24 19:00", "2026-02-30T19:00:00Z",
                "2026-11-24T24:30:00Z", "2026-11-24T19:00:00+8", "now",
            ].map { Bad(.string($0), "invalid_format") } + [Bad(1_790_000_000, "wrong_type")] + Self.controls
        case .wallStart: ["24:00", "7:00", "19:60", "1900"].map { Bad(.string($0), "invalid_format") }
        case .wallEnd: ["24:01", "25:00", "22.00"].map { Bad(.string($0), "invalid_format") }
        case .url:
            ["meeting.example.com", "ftp://example.com", "javascript:alert(1)", "https://", "https://a b"].map {
                Bad(.string($0), "invalid_format")
            } + [Bad(.string("https://example.com/" + Self.scalars(2_000)), "too_long"), Bad(1, "wrong_type")]
        case .id(let prefix):
            [
                "", "\(prefix)1", prefix + String(repeating: "u", count: 26),
                "xxx_" + String(repeating: "0", count: 26), prefix + String(repeating: "0", count: 27),
            ].map { Bad(.string($0), "invalid_format") } + [Bad(1, "wrong_type")] + Self.controls
        case .integer(let range):
            [
                Bad(.integer(range.lowerBound - 1), "out_of_range"),
                Bad(.integer(range.upperBound + 1), "out_of_range"),
                Bad(.number(1e300), "out_of_range"), Bad(.string("\(range.lowerBound)"), "wrong_type"),
                Bad(.number(Double(range.lowerBound) + 0.5), "wrong_type"), Bad(true, "wrong_type"),
            ]
        case .boolean: [Bad("true", "wrong_type"), Bad(1, "wrong_type")]
        case .choice: [Bad("neither", "invalid_choice"), Bad("", "invalid_choice"), Bad(1, "wrong_type")]
        case .handles(let count):
            [
                Bad([], "too_few"), Bad(.array((0...count).map { .string("d\($0)") }), "too_many"),
                Bad(["llm", "llm"], "duplicate", below: "/1"), Bad(["llm", "L"], "invalid_format", below: "/1"),
                Bad("llm", "wrong_type"), Bad([nil], "not_nullable", below: "/0"),
            ]
        case .someIDs(let prefix, let count): [Bad([], "too_few")] + Want.ids(prefix, count).bad
        case .ids(let prefix, let count):
            [
                Bad(
                    .array((0...count).map { .string(prefix + String(format: "%026d", $0)) }), "too_many"),
                Bad(
                    .array(Array(repeating: .string(prefix + String(repeating: "0", count: 26)), count: 2)),
                    "duplicate", below: "/1"),
                Bad(["x"], "invalid_format", below: "/0"), Bad("x", "wrong_type"),
                Bad([nil], "not_nullable", below: "/0"),
            ]
        case .windows:
            [
                Bad(.array(Array(repeating: ["19:00", "20:00"], count: 13)), "too_many"),
                Bad([["19:00"]], "too_few", below: "/0"), Bad([["19:00", "20:00", "21:00"]], "too_many", below: "/0"),
                Bad([["19:00", "20:00"], "21:00"], "wrong_type", below: "/1"), Bad([:], "wrong_type"),
            ] + Want.wallStart.bad.map { Bad([[$0.value, "23:00"]], $0.code, below: "/0/0") }
                + Want.wallEnd.bad.map { Bad([["19:00", $0.value]], $0.code, below: "/0/1") }
        case .days:
            [
                Bad(["2026-02-30": []], "invalid_format", below: "/2026-02-30"),
                Bad(["2026-1-1": []], "invalid_format", below: "/2026-1-1"), Bad([], "wrong_type"),
                Bad(["2026-12-01": nil], "not_nullable", below: "/2026-12-01"), Bad(Self.daysOff(401), "too_many"),
            ] + Want.windows.bad.map { Bad(["2026-12-01": $0.value], $0.code, below: "/2026-12-01" + $0.below) }
        case .timeOff:
            [
                Bad(.array(Array(repeating: Self.oneTimeOff, count: 201)), "too_many"),
                Bad([["start": "2026-12-24T00:00:00Z"]], "required", below: "/0/end"),
                Bad(
                    [["start": "2026-12-24T00:00:00Z", "end": "2026-12-24T00:00:00Z"]], "invalid_order",
                    below: "/0/end"),
                Bad([nil], "not_nullable", below: "/0"), Bad([:], "wrong_type"),
            ]
        case .object(let fields):
            [Bad([], "wrong_type"), Bad("x", "wrong_type")] + Self.refused(fields, whole: Self.whole(fields))
        case .locale:
            ["z", "zh_CN", "中文", "-", "zh-", "en-toolongsubtag"].map { Bad(.string($0), "invalid_format") }
                + [Bad(1, "wrong_type")] + Self.controls
        case .eventTypes:
            [
                Bad([], "too_few"), Bad(["message.created", "message.created"], "duplicate", below: "/1"),
                Bad(["consultation"], "invalid_format", below: "/0"), Bad(["*"], "invalid_format", below: "/0"),
                Bad(["Message.created"], "invalid_format", below: "/0"), Bad("message.created", "wrong_type"),
                Bad([nil], "not_nullable", below: "/0"),
            ]
        case .leads:
            [
                Bad([4], "out_of_range", below: "/0"), Bad([60, 60], "duplicate", below: "/1"),
                Bad([60, 20_161], "out_of_range", below: "/1"), Bad([5, 6, 7, 8, 9, 10], "too_many"),
                Bad(["60"], "wrong_type", below: "/0"), Bad(60, "wrong_type"),
            ]
        case .day:
            ["2026-02-30", "2026-1-1", "tomorrow", "2026-11-24T19:00:00Z"].map { Bad(.string($0), "invalid_format") }
                + [Bad(20_261_201, "wrong_type")] + Self.controls
        case .slugs(let count):
            [
                Bad(.array((0...count).map { .string("s\($0)") }), "too_many"),
                Bad(["maths", "maths"], "duplicate", below: "/1"), Bad(["maths", "L"], "invalid_format", below: "/1"),
                Bad("maths", "wrong_type"), Bad([nil], "not_nullable", below: "/0"),
            ]
        case .daysOff:
            [
                Bad(["2026-12-32"], "invalid_format", below: "/0"), Bad("2026-12-24", "wrong_type"),
                Bad(["2026-12-24/2026-12-20"], "invalid_format", below: "/0"),
                Bad(["2026-12-24/2028-12-24"], "invalid_format", below: "/0"),
                Bad(["2026-12-24", "2026-12-24"], "duplicate", below: "/1"),
                Bad(.array((0...100).map { .string("20\(10 + $0 % 90)-0\(1 + $0 / 90)-01") }), "too_many"),
            ]
        case .ownSteps:
            [
                Bad(.array(Array(repeating: Self.ownStep, count: 41)), "too_many"), Bad([:], "wrong_type"),
                Bad([["title": "x"]], "required", below: "/0/hours"),
                Bad([["title": "x", "hours": 81]], "out_of_range", below: "/0/hours"),
                Bad([["title": "x", "hours": 1, "kind": "game"]], "invalid_choice", below: "/0/kind"),
                Bad([["title": "x", "hours": 1, "colour": "red"]], "unknown_field", below: "/0/colour"),
            ]
        case .code:
            ["", "12345", "12345a", "１２３４５６"].map { Bad(.string($0), "invalid_format") } + [
                Bad("1234567", "too_long"), Bad(123_456, "wrong_type"),
            ]
        }
    }

    private static let ownStep: JSONValue = ["title": "读论文", "hours": 4]

    /// The edges of what passes.
    var good: [JSONValue] {
        switch self {
        case .line(let length), .lines(let length): [.string(Self.scalars(length)), "一"]
        case .handle: [.string(String(repeating: "a", count: 40)), "0", "a-1-b"]
        case .name: [.string(String(repeating: "a", count: 64))]
        case .zone: ["UTC", "America/Argentina/Buenos_Aires", "Asia/Kathmandu"]
        case .email: [.string(Self.address(octets: 254)), " Lin.Zhiyao+mock@mail.example.com "]
        case .instant: ["2026-11-24T19:00:00Z", "2026-11-24t19:00:00.123456-09:30", "2026-11-24T19:00:00+08:00"]
        case .wallStart: ["00:00", "23:59"]
        case .wallEnd: ["24:00", "00:00"]
        case .url: ["https://example.com/" + Self.scalars(1_980)].map { .string($0) } + ["http://例子.example/?a=1#b"]
        case .id(let prefix): [.string(prefix + String(repeating: "0", count: 26))]
        case .integer(let range): [.integer(range.lowerBound), .integer(range.upperBound)]
        case .boolean: [true, false]
        case .choice(let words): words.map { .string($0) }
        case .handles(let count): [.array((1...count).map { .string("d\($0)") })]
        case .ids(let prefix, _): [[], .array([.string(prefix + String(repeating: "0", count: 26))])]
        case .someIDs(let prefix, _): [[.string(prefix + String(repeating: "0", count: 26))]]
        case .windows: [[], .array(Array(repeating: ["19:00", "20:00"], count: 12)), [["22:00", "24:00"]]]
        case .days: [[:], Self.daysOff(400), ["2028-02-29": [["22:00", "02:00"]]]]
        case .timeOff: [[], .array(Array(repeating: Self.oneTimeOff, count: 200))]
        case .object(let fields): [Self.whole(fields)]
        case .locale: ["zh-Hans", "en", "zh-Hant-TW", "gsw"]
        case .code: ["000000", "999999"]
        case .eventTypes: [["consultation.*", "message.created"], ["a.*"]]
        case .leads: [[], [5, 60, 1_440, 10_080, 20_160]]
        case .day: ["2026-12-01", "2028-02-29"]
        case .slugs(let count): [[], .array((1...count).map { .string("s\($0)") })]
        case .daysOff: [[], ["2026-12-24", "2027-01-20/2027-02-10"]]
        case .ownSteps: [[], .array(Array(repeating: Self.ownStep, count: 40))]
        }
    }

    /// All bad values of an object's fields in turn, the rest being right, with the field's pointer in front.
    static func refused(_ fields: [Field], whole: JSONValue) -> [Bad] {
        let members = whole.object ?? [:]
        var bad = [Bad(.object(members.merging(["unheard_of": 1]) { $1 }), "unknown_field", below: "/unheard_of")]
        for field in fields {
            var values = field.want.bad.map { Bad($0.value, $0.code, below: "/\(field.name)\($0.below)") }
            if !field.isNullable { values.append(Bad(.null, "not_nullable", below: "/\(field.name)")) }
            bad += values.map { Bad(.object(members.merging([field.name: $0.value]) { $1 }), $0.code, below: $0.below) }
            if field.isRequired {
                bad.append(Bad(.object(members.filter { $0.key != field.name }), "required", below: "/\(field.name)"))
            }
        }
        return bad
    }

    /// An object of all fields, each right.
    static func whole(_ fields: [Field]) -> JSONValue {
        .object(Dictionary(fields.map { ($0.name, $0.good) }) { $1 })
    }

    // MARK: Parts

    private static var controls: [Bad] {
        [Bad(.string(nul), "control_character"), Bad(.string(bidi), "control_character")]
    }

    /// So many scalars that are four octets each in UTF-8 and two units in UTF-16.
    static func scalars(_ count: Int) -> String {
        String(String.UnicodeScalarView(repeatElement("\u{20BB7}", count: count)))
    }

    /// An address of exactly so many octets: its domain's labels and the part before it within their own limits.
    static func address(octets: Int) -> String {
        let label = String(repeating: "d", count: 60)
        let domain = "\(label).\(label).\(label).com"
        let local = String(repeating: "a", count: 60)
        let rest = octets - domain.utf8.count - local.utf8.count - 2
        return local + "@" + String(repeating: "e", count: max(1, rest)) + "." + domain
    }

    private static let oneTimeOff: JSONValue = ["start": "2026-12-24T00:00:00Z", "end": "2026-12-25T00:00:00Z"]

    /// So many days off from 2027 on, with 336 in each year.
    private static func daysOff(_ count: Int) -> JSONValue {
        var days: [String: JSONValue] = [:]
        for index in 0..<count {
            let (year, day) = (2027 + index / 336, index % 336)
            days[String(format: "%04d-%02d-%02d", year, 1 + day / 28, 1 + day % 28)] = []
        }
        return .object(days)
    }
}
