/// Numbers in Chinese signs, as they stand in times.
enum ChineseNumeral {
    static let signs: Set<Character> = ["零", "〇", "一", "二", "两", "三", "四", "五", "六", "七", "八", "九", "十"]
    private static let values: [Character: Int] = [
        "零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9,
    ]

    /// `十二` is 12, `三十` 30, `零五` 5.
    static func value(_ text: String) -> Int? {
        guard !text.isEmpty, text.count <= 3 else { return nil }
        guard let ten = text.firstIndex(of: "十") else {
            if text.count == 1 { return text.first.flatMap { values[$0] } }
            guard text.count == 2, let first = text.first, values[first] == 0 else { return nil }
            return text.last.flatMap { values[$0] }
        }
        let (before, after) = (text[..<ten], text[text.index(after: ten)...])
        guard before.count <= 1, after.count <= 1 else { return nil }
        let tens = before.isEmpty ? 1 : before.first.flatMap { values[$0] }
        let ones = after.isEmpty ? 0 : after.first.flatMap { values[$0] }
        guard let tens, let ones, tens > 0 else { return nil }
        return tens * 10 + ones
    }
}

extension Character {
    var isASCIIDigit: Bool { ("0"..."9").contains(self) }
}
