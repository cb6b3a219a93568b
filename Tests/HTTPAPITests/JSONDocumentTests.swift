import Foundation
import HTTPAPI
import TestRandom
import Testing

@Suite("Reading JSON") struct JSONDocumentTests {
    static func read(_ text: String, depth: Int = 32, values: Int = 65_536) throws -> JSONValue {
        try JSONDocument(parsing: Data(text.utf8), maximumDepth: depth, maximumValues: values).value
    }

    @Test func `Values read exactly`() throws {
        #expect(
            try Self.read(#" {"a":[1,-2,3.5,true,false,null,"x"]} "#) == [
                "a": [1, -2, .number(3.5), true, false, nil, "x"]
            ])
        #expect(try Self.read("9223372036854775807") == .integer(.max))
        #expect(try Self.read("-9223372036854775808") == .integer(.min))
        #expect(try Self.read("9223372036854775808") == .number(9.223372036854775808e18))
        #expect(try Self.read("1e2") == .number(100))
        #expect(try Self.read("1e400") == .number(.infinity))
        #expect(try Self.read("0.1E-2") == .number(0.001))
        #expect(try Self.read("\u{FEFF}{}") == [:])
        #expect(try Self.read(#""\"\\\/\b\f\n\r\t\u4e2d\ud83d\ude00""#) == "\"\\/\u{8}\u{C}\n\r\t中😀")
    }

    @Test(arguments: [
        "{", "}", "[1,]", "[,1]", "{\"a\"}", "{\"a\":}", "{a:1}", "01", "1.", ".5", "+1", "-", "1e", "0x1", "tru",
        "truee",
        "nul", "\"a", "\"\\u12\"", "\"\\u12g4\"", "\"\\q\"", "\"a\nb\"", "[1 2]", "{\"a\":1 \"b\":2}", "NaN",
        "Infinity",
        "'a'", "/**/1", "1 1", "[1]]", "\u{A0}1", "\"\\",
    ]) func `What is no JSON is refused`(_ text: String) {
        #expect {
            try Self.read(text)
        } throws: { error in
            if case .malformed? = error as? JSONSyntaxError { true } else { false }
        }
    }

    @Test func `Octets that are not UTF-8 are refused, also overlong ones and surrogates`() {
        for bytes: [UInt8] in [[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xE4, 0xB8]] {
            #expect {
                try JSONDocument(parsing: Data([0x22] + bytes + [0x22]))
            } throws: { error in
                if case .notUTF8? = error as? JSONSyntaxError { true } else { false }
            }
        }
    }

    @Test func `Repeated keys are refused by pointer, also canonically equal ones`() {
        #expect(throws: JSONSyntaxError.repeatedKey(pointer: "/a/1/b")) {
            try Self.read(#"{"a":[0,{"b":1,"c":2,"b":3}]}"#)
        }
        #expect(throws: JSONSyntaxError.self) { try Self.read(#"{"\u00e9":1,"e\u0301":2}"#) }
    }

    @Test func `Depth and number of values are bounded, at little cost`() throws {
        let megabyte = 1_048_576
        #expect(throws: JSONSyntaxError.nestedTooDeep(limit: 32)) {
            try Self.read(String(repeating: "[", count: megabyte))
        }
        #expect(throws: JSONSyntaxError.tooManyValues(limit: 65_536)) {
            try Self.read("[" + String(repeating: "[],", count: megabyte / 3) + "0]")
        }
        #expect(try Self.read("[[1,2],[3]]", depth: 2, values: 6).array?.count == 2)
        #expect(throws: JSONSyntaxError.tooManyValues(limit: 5)) { try Self.read("[[1,2],[3]]", values: 5) }
    }

    @Test func `Half a surrogate pair is found by its pointer`() throws {
        let document = try JSONDocument(parsing: Data(#"{"a":["x","\ud800"],"b":"\udc00y","c":"\ud83d\ude00"}"#.utf8))
        #expect(document.unpairedSurrogates.map(\.description) == ["/a/1", "/b"])
    }

    @Test func `Writing and reading again gives the same value`() throws {
        let value: JSONValue = ["z": [1, .number(0.25), nil, true], "a": "\u{0}\n\"\\中😀", "": [:]]
        let bytes = value.bytes
        #expect(String(decoding: bytes, as: UTF8.self) == #"{"":{},"a":"\u0000\n\"\\中😀","z":[1,0.25,null,true]}"#)
        #expect(try JSONDocument(parsing: Data(bytes)).value == value)
    }

    @Test func `Random octets never crash the reader`() {
        var generator = SeededGenerator(seed: 7)
        let alphabet = Array(#"{}[]",:0123456789.eE+-truefalsn\u "#.utf8) + [0xE4, 0xB8, 0xAD, 0xFF, 0x00, 0x0A]
        for _ in 0..<8_000 {
            let bytes = (0..<Int.random(in: 0...40, using: &generator)).map { _ in
                alphabet.randomElement(using: &generator) ?? 0
            }
            if let document = try? JSONDocument(parsing: Data(bytes)), document.unpairedSurrogates.isEmpty {
                #expect((try? JSONDocument(parsing: Data(document.value.bytes)).value) != nil)
            }
        }
    }
}
