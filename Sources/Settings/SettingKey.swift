/// A setting together with the type its value is read as.
public struct SettingKey<Value: Sendable>: Sendable {
    public let setting: Setting
    let read: @Sendable (String?) -> Value
}

extension SettingKey where Value == Int {
    static func integer(
        _ key: String, _ range: ClosedRange<Int>, _ unit: String = "", default standard: Int, _ summary: String
    ) -> Self {
        SettingKey(
            setting: Setting(
                key: key, kind: .integer(range, unit: unit), defaultText: "\(standard)", summary: summary,
                isSecret: false),
            read: { $0.flatMap { Int($0) } ?? standard })
    }
}

extension SettingKey where Value == Bool {
    static func flag(_ key: String, default standard: Bool, _ summary: String) -> Self {
        SettingKey(
            setting: Setting(key: key, kind: .flag, defaultText: "\(standard)", summary: summary, isSecret: false),
            read: { $0.map { $0 == "true" } ?? standard })
    }
}

extension SettingKey where Value == String {
    static func text(_ key: String, _ kind: SettingKind = .text, default standard: String, _ summary: String) -> Self {
        SettingKey(
            setting: Setting(key: key, kind: kind, defaultText: standard, summary: summary, isSecret: false),
            read: { $0 ?? standard })
    }
}

extension SettingKey where Value == String? {
    static func optional(_ key: String, _ kind: SettingKind = .text, isSecret: Bool = false, _ summary: String) -> Self
    {
        SettingKey(
            setting: Setting(key: key, kind: kind, defaultText: nil, summary: summary, isSecret: isSecret),
            read: { $0 })
    }
}

extension SettingKey where Value == [String] {
    static func list(_ key: String, of items: String, _ summary: String) -> Self {
        SettingKey(
            setting: Setting(key: key, kind: .list(of: items), defaultText: nil, summary: summary, isSecret: false),
            read: { text in
                (text ?? "").split(separator: ",").map { $0.trimmingSpaces() }.filter { !$0.isEmpty }
            })
    }
}

extension StringProtocol {
    /// Without white space at either end.
    func trimmingSpaces() -> String {
        var rest = self[...]
        while rest.first?.isWhitespace == true { rest.removeFirst() }
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return String(rest)
    }
}
