import Scheduling

/// Weeks of a zone one after another, oldest first: what is reckoned in one pass.
struct WeekRun: Sendable {
    let frames: [WeekFrame]

    /// Puts weeks into as few runs as there are.
    static func all(of frames: [WeekFrame]) -> [WeekRun] {
        var runs: [[WeekFrame]] = []
        for frame in frames.sorted(by: { $0.week < $1.week }) {
            if let last = runs.last?.last, last.span.upperBound == frame.span.lowerBound {
                runs[runs.count - 1].append(frame)
            } else {
                runs.append([frame])
            }
        }
        return runs.map { WeekRun(frames: $0) }
    }

    /// From the first week's first instant to the end of the last.
    var span: Range<Instant> {
        let lower = frames[0].span.lowerBound
        return lower..<(frames.last?.span.upperBound ?? lower)
    }

    /// The weeks' first instants: `width_bucket` over them counts from 1.
    var starts: [Instant] { frames.map(\.span.lowerBound) }
}
