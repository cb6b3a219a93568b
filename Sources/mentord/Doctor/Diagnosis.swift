import Foundation

/// All findings, as lines for people or as JSON.
struct Diagnosis: Encodable {
    let findings: [Finding]

    var isBad: Bool { findings.contains { $0.verdict == .bad } }

    /// A line a check, then the counts.
    var text: String {
        let width = findings.map(\.check.count).max() ?? 0
        var lines = findings.map { finding in
            let name = finding.check + String(repeating: " ", count: width - finding.check.count)
            return "\(finding.verdict.mark) \(name)  \(finding.detail)"
        }
        let counts = [Finding.Verdict.good, .attention, .bad].map { verdict in
            "\(findings.count { $0.verdict == verdict }) \(verdict.mark)"
        }
        lines.append("\(findings.count) checks: \(counts.joined(separator: ", "))")
        return lines.joined(separator: "\n")
    }

    var json: String {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            return String(decoding: try encoder.encode(self), as: UTF8.self)
        }
    }
}
