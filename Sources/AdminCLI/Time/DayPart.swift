/// A part of the day, which says what an hour up to twelve means.
enum DayPart: Equatable, Sendable {
    case night, morning, noon, afternoon, dusk, evening

    /// As they stand before an hour; the longer word first.
    static let words: [(String, DayPart)] = [
        ("凌晨", .night), ("清晨", .morning), ("早晨", .morning), ("早上", .morning), ("上午", .morning), ("早", .morning),
        ("中午", .noon), ("下午", .afternoon), ("傍晚", .dusk), ("晚上", .evening), ("夜里", .evening), ("夜晚", .evening),
        ("晚", .evening),
    ]

    /// Minutes after midnight; nil for an hour that isn't in this part, or might be either of two.
    func minutes(hour: Int, minute: Int) -> Int? {
        let found: Int? =
            switch (self, hour) {
            case (.night, 0...6): hour
            case (.night, 12): 0
            case (.morning, 0...11): hour
            case (.noon, 11...13): hour
            case (.noon, 1...2): hour + 12
            case (.afternoon, 12...18): hour
            case (.afternoon, 1...6): hour + 12
            case (.dusk, 16...20): hour
            case (.dusk, 4...8): hour + 12
            case (.evening, 17...23): hour
            case (.evening, 5...11): hour + 12
            case (.evening, 12), (.evening, 24): minute == 0 ? 24 : nil
            default: nil
            }
        return found.map { $0 * 60 + minute }
    }
}
