import APIModel
import Foundation
import Terminal

extension Session {
    /// What a change of the schedule would do to others, for its reading: slots gained and lost, and the sessions that
    /// would lie outside. Nothing where the server can't say; it will refuse the change itself then.
    func impact(of schedule: JSON) async throws -> [String] {
        let preview: SchedulePreview
        do {
            preview = try await sendForMentor(.post("v1", "mentor", "schedule", "preview", body: schedule)).decoded()
        } catch is APIFailure {
            return []
        }
        return impact(of: preview)
    }

    /// The same, of what has been foreseen already.
    func impact(of preview: SchedulePreview) -> [String] {
        guard preview.gainedCount + preview.lostCount + preview.outsideCount > 0 else { return [text(.previewNothing)] }
        var lines = [
            text(
                .impactSlots,
                [
                    "until": clock.moment(preview.to, in: preview.timezone), "gained": String(preview.gainedCount),
                    "lost": String(preview.lostCount),
                ])
        ]
        if preview.outsideCount > 0 {
            lines.append(text(.previewOutside, ["count": String(preview.outsideCount)]))
            lines += preview.outside.prefix(5).map { "  " + consultationText.line($0) }
            let rest = preview.outsideCount - min(5, preview.outside.count)
            if rest > 0 { lines.append(text(.previewMore, ["count": String(rest)])) }
        }
        return lines
    }

    /// The whole reading of a change: what is set, then what it does.
    func reading(_ lines: [String], _ impact: [String]) -> String {
        (lines + impact).joined(separator: "\n")
    }
}
