// What stands at the place that has been reached.
extension TimePhraseReader {
    var isAtEnd: Bool { at >= characters.count }
    var peek: Character? { at < characters.count ? characters[at] : nil }

    mutating func skipSpaces() {
        while let character = peek, character.isWhitespace { at += 1 }
    }

    mutating func skipFillers() {
        while true {
            let start = at
            skipSpaces()
            if take(",") || take("、") || take("的") || take("。") { continue }
            if takeWord(["at", "on", "of"]) { continue }
            if at == start { return }
        }
    }

    mutating func take(_ text: String) -> Bool {
        let wanted = Array(text)
        guard at + wanted.count <= characters.count, Array(characters[at..<at + wanted.count]) == wanted else {
            return false
        }
        at += wanted.count
        return true
    }

    /// The run of ASCII letters from here.
    func peekWord() -> String {
        String(characters[at...].prefix { $0.isASCII && $0.isLetter })
    }

    /// Takes one of the words when it stands here whole.
    mutating func takeWord(_ words: [String]) -> Bool {
        let word = peekWord()
        guard words.contains(word) else { return false }
        at += word.count
        return true
    }

    /// ASCII digits, so many of them and no more.
    mutating func digits(_ length: ClosedRange<Int>) -> Int? {
        let run = characters[min(at, characters.count)...].prefix { $0.isASCIIDigit }
        guard length.contains(run.count) else { return nil }
        at += run.count
        return Int(String(run))
    }

    /// ASCII digits or Chinese numerals up to 99.
    mutating func number(digits: Int) -> Int? {
        if let number = self.digits(1...digits) { return number }
        let run = characters[min(at, characters.count)...].prefix { ChineseNumeral.signs.contains($0) }
        guard let number = ChineseNumeral.value(String(run)) else { return nil }
        at += run.count
        return number
    }

    func peekNumber() -> Int? {
        Int(String(characters[at...].prefix { $0.isASCIIDigit }.prefix(9)))
    }
}
