import Terminal
import Testing

@Suite struct DisplayWidthTests {
    @Test(
        "Text takes as many columns as a terminal gives it",
        arguments: [
            ("", 0), ("abc", 3), ("大模型", 6), ("搜广推 ok", 9), ("ＡＢ", 4), ("ｱ", 1), ("한국어", 6),
            ("e\u{301}", 1), ("é", 1), ("a\u{20dd}", 1), ("\u{200b}", 0), ("👍", 2), ("👍🏽", 2),
            ("👨‍👩‍👧‍👦", 2), ("🇨🇳", 2), ("🇩🇪🇨🇳", 4), ("❤️", 2), ("☎\u{fe0e}", 1), ("1️⃣", 2),
            ("🏴󠁧󠁢󠁥󠁮󠁧󠁿", 2), ("…", 1), ("–", 1), ("·", 1), ("\u{1b}", 0), ("，", 2),
        ] as [(String, Int)])
    func width(text: String, columns: Int) {
        #expect(text.displayWidth == columns)
    }

    @Test(
        "Text that is too wide is cut at a character and marked",
        arguments: [
            ("大模型规划", 10, "大模型规划"), ("大模型规划", 9, "大模型规…"), ("大模型规划", 8, "大模型…"),
            ("大模型规划", 1, "…"), ("大模型规划", 0, ""), ("abc", 3, "abc"), ("abcd", 3, "ab…"),
            ("👨‍👩‍👧‍👦👨‍👩‍👧‍👦", 3, "👨‍👩‍👧‍👦…"),
        ] as [(String, Int, String)])
    func truncation(text: String, width: Int, expected: String) {
        let cut = text.truncated(toWidth: width)
        #expect(cut == expected)
        #expect(cut.displayWidth <= width)
    }

    @Test func `Padding counts columns, not characters`() {
        #expect("大模型".padded(toWidth: 8) == "大模型  ")
        #expect("12".padded(toWidth: 5, alignment: .trailing) == "   12")
        #expect("大模型".padded(toWidth: 2) == "大模型")
    }

    @Test func `Lines break at spaces, and between characters where there are none`() {
        #expect("the quick brown fox".wrapped(toWidth: 10) == ["the quick", "brown fox"])
        #expect("大模型预训练与对齐".wrapped(toWidth: 8) == ["大模型预", "训练与对", "齐"])
        #expect("a\n\nb".wrapped(toWidth: 5) == ["a", "", "b"])
        #expect("abcdefghij".wrapped(toWidth: 4) == ["abcd", "efgh", "ij"])
        #expect("学习 PPO 和 GRPO 的区别".wrapped(toWidth: 10).allSatisfy { $0.displayWidth <= 10 })
    }

    @Test func `What could steer the terminal is left out of somebody else's text`() {
        #expect("a\u{1b}[31mb\u{7}c".printable == "a[31mbc")
        #expect("x\u{202e}y\u{2066}z\u{200f}".printable == "xyz")
        #expect("一\n二\t三\r".printable == "一\n二    三")
        #expect(" 一\n 二\u{9b}2J ".printableLine == "一 二2J")
    }
}
