/// The stretches of one offset of a zone, as two parallel arrays, immutable and shared.
final class ZoneTable: Sendable {
    /// Where each stretch begins, in seconds, ascending. The first is `Int64.min`.
    let starts: [Int64]
    /// The offset of each stretch, in seconds; neighbours differ.
    let offsets: [Int32]
    /// Bounds of all offsets.
    let minOffset: Int64
    let maxOffset: Int64
    /// From here on instants are looked up whole cycles earlier; `Int64.max` when the offset stays for ever.
    let cycleStart: Int64

    /// 400 Gregorian years in seconds: 146,097 days, a whole number of weeks.
    static let cycleSeconds: Int64 = 146_097 * 86_400
    /// Transitions outside ± this many seconds (about 34,000 years) are none of ours; it also keeps every
    /// sum of instants and offsets far from overflow.
    static let bound: Int64 = 1 << 40

    init(starts: [Int64], offsets: [Int32], cycleStart: Int64) {
        self.starts = starts
        self.offsets = offsets
        self.cycleStart = cycleStart
        minOffset = Int64(offsets.min() ?? 0)
        maxOffset = Int64(offsets.max() ?? 0)
    }

    convenience init(fixedOffset: Int32) {
        self.init(starts: [.min], offsets: [fixedOffset], cycleStart: .max)
    }

    /// The stretch that holds this second.
    func segment(at seconds: Int64) -> ZoneRules.Segment {
        guard seconds >= cycleStart else { return segment(inTable: seconds) }
        let shift = ((seconds - cycleStart) / Self.cycleSeconds + 1) * Self.cycleSeconds
        let earlier = segment(inTable: seconds - shift)
        return ZoneRules.Segment(lower: earlier.lower + shift, upper: earlier.upper + shift, offset: earlier.offset)
    }

    private func segment(inTable seconds: Int64) -> ZoneRules.Segment {
        starts.withUnsafeBufferPointer { starts in
            // The last start at or before `seconds`; starts[0] is Int64.min, so there is one.
            var low = 0
            var length = starts.count
            while length > 1 {
                let half = length / 2
                if starts[low + half] <= seconds { low += half }
                length -= half
            }
            let upper = low + 1 < starts.count ? starts[low + 1] : Int64.max
            return ZoneRules.Segment(lower: starts[low], upper: upper, offset: Int64(offsets[low]))
        }
    }

    func isSame(as other: ZoneTable) -> Bool {
        starts == other.starts && offsets == other.offsets && cycleStart == other.cycleStart
    }
}

extension ZoneTable {
    /// Puts together the transitions of a TZif file and the rule that goes on after them.
    /// - Parameters:
    ///   - initialOffset: the offset before the first transition.
    ///   - transitions: ascending.
    ///   - rule: what holds from the last transition on (from the beginning, when there is none).
    convenience init(initialOffset: Int32, transitions: [(at: Int64, offset: Int32)], rule: ZoneFooterRule?) {
        var starts: [Int64] = [.min]
        var offsets = [initialOffset]
        func add(_ at: Int64, _ offset: Int32) {
            guard offset != offsets[offsets.count - 1] else { return }
            if at == starts[starts.count - 1] {
                starts.removeLast()
                offsets.removeLast()
                guard offset != offsets[offsets.count - 1] else { return }
            }
            starts.append(at)
            offsets.append(offset)
        }
        for transition in transitions where transition.at <= Self.bound {
            if transition.at < -Self.bound {
                offsets[0] = transition.offset
            } else {
                add(transition.at, transition.offset)
            }
        }
        var cycleStart = Int64.max
        if let rule {
            let last = transitions.last?.at ?? .min
            switch rule {
            case .constant(let offset):
                if transitions.isEmpty {
                    offsets[0] = offset
                } else if last <= Self.bound {
                    add(max(last, -Self.bound), offset)
                }
            case .yearly(let yearly):
                let firstYear = Self.year(of: last)
                if firstYear <= 9999 {
                    let before = starts.count
                    // A year more than is kept: an end of daylight time may meet the next year's start.
                    let end = Int64(CivilDate.days(year: firstYear + 404, month: 1, day: 1)) * 86_400
                    for change in yearly.changes(from: firstYear - 1, through: firstYear + 405)
                    where change.at < end {
                        add(max(change.at, last, -Self.bound), change.offset)
                    }
                    if starts.count > before + 2 {
                        let origin = CivilDate.days(year: firstYear + 2, month: 1, day: 1)
                        cycleStart = Int64(origin) * 86_400 + Self.cycleSeconds
                    }
                }
            }
        }
        self.init(starts: starts, offsets: offsets, cycleStart: cycleStart)
    }

    /// The UTC year of a second, clamped to years that can be reckoned with.
    private static func year(of seconds: Int64) -> Int {
        let clamped = min(max(seconds, -62_135_596_800), bound)
        return CivilDate(daysSinceEpoch: Int(clamped.flooredQuotient(by: 86_400))).year
    }
}
