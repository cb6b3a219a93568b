import APIModel
import Foundation

/// A report's figures as text for a terminal.
struct FigureText {
    let language: Language

    func name(of measure: WeeklyReport.Measure) -> String {
        language == .chinese ? measure.name : measure.nameEn
    }

    /// With its unit's precision; a dash where there is none.
    func number(_ value: Double?, _ unit: String) -> String {
        guard let value else { return "–" }
        switch unit {
        case "share": return String(format: "%.1f%%", value * 100)
        case "hours": return String(format: "%.1f h", value)
        default: return value == value.rounded() ? String(Int(value)) : String(format: "%.1f", value)
        }
    }

    /// The difference with its sign; a dash where either is missing.
    func change(_ value: Double?, from before: Double?, _ unit: String) -> String {
        guard let value, let before else { return "–" }
        let written = number(abs(value - before), unit)
        guard written.contains(where: { ("1"..."9").contains($0) }) else { return "±0" }
        return (value > before ? "+" : "−") + written
    }

    private static let steps = Array("▁▂▃▄▅▆▇█")

    /// A column of the height of its share of the greatest for each value; a gap where there is none.
    static func sparkline(_ values: [Double?]) -> String {
        let top = values.compactMap(\.self).max() ?? 0
        return String(
            values.map { value -> Character in
                guard let value else { return " " }
                guard top > 0 else { return steps[0] }
                return steps[min(steps.count - 1, Int(value / top * Double(steps.count - 1) + 0.5))]
            })
    }
}
