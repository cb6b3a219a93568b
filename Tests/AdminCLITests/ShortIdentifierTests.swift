import Testing

@testable import AdminCLI

@Suite struct ShortIdentifierTests {
    private let ids = [
        "con_01JDA0000000000000000AAA17", "con_01JDA0000000000000000BAA17", "con_01JDA0000000000000000CCC0K",
    ]

    @Test(
        "An ending stands for the id",
        arguments: [
            ("AAA17", 1), ("aaa17", 1), ("AA17", 2), ("con_CC0K", 1), ("ccok", 1), ("AAAI7", 1), ("A17", 0),
            ("con_17", 0), ("ZZZZ", 0), ("con_01JDA0000000000000000AAA17", 1),
        ])
    func matches(text: String, count: Int) {
        #expect(ShortIdentifier.matches(text, among: ids, prefix: "con_").count == count)
    }

    @Test func `What is shown tells the ids apart and has at least six characters`() {
        let shown = ShortIdentifier.shown(ids)
        #expect(Set(shown.values).count == 3)
        #expect(shown[ids[2]] == "CCCC0K" || shown[ids[2]] == "0CCC0K")
        let close = ["con_01JDA000000000000001ABCDEF", "con_01JDA000000000000002ABCDEF"]
        #expect(Set(ShortIdentifier.shown(close).values).count == 2)
    }
}
