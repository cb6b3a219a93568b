import Terminal

/// A week as a grid in proportion to time: a column a day, a row half an hour (or a quarter, or an hour). Pure: what
/// goes in is minutes of days, what comes out is lines of styled text.
struct WeekGrid: Sendable {
    /// What a stretch of a day is. A later one is drawn over an earlier one.
    enum Kind: Int, Sendable, CaseIterable {
        case free, off, done, booked, requested, unsettled

        var isSession: Bool { rawValue >= Kind.done.rawValue }
    }

    struct Block: Equatable, Sendable {
        /// 0 on Monday … 6 on Sunday.
        var day: Int
        /// Minutes on the wall clock of that day, within 0..<1440; not empty.
        var minutes: Range<Int>
        var kind: Kind
        /// Who; of a session alone.
        var name = ""
        var topic = ""
        /// Whether it began on the day before.
        var isContinued = false
    }

    /// The head of a column. Of several texts, the first that fits is taken.
    struct Day: Equatable, Sendable {
        var titles: [String]
        /// A holiday, or clocks that change.
        var notes: [String] = []
        var isToday = false
    }

    struct Glyphs: Sendable {
        var free: String
        var off: String
        var done: String
        var booked: String
        var requested: String
        var unsettled: String
        var now: String
        var gap: String

        static let unicode = Glyphs(
            free: "░", off: "/", done: "▏", booked: "█", requested: "▒", unsettled: "!", now: "─", gap: "⋮")
        /// For terminals that know nothing else.
        static let ascii = Glyphs(
            free: ".", off: "/", done: "|", booked: "#", requested: "?", unsettled: "!", now: "-", gap: ":")

        func bar(_ kind: Kind) -> String {
            switch kind {
            case .free: free
            case .off: off
            case .done: done
            case .booked: booked
            case .requested: requested
            case .unsettled: unsettled
            }
        }
    }

    /// A piece of a line and how it stands out.
    struct Piece: Equatable, Sendable {
        var text: String
        var styles: [Style] = []
    }

    typealias Line = [Piece]

    var days: [Day]
    var blocks: [Block]
    /// The day and minute it is; nil in another week.
    var now: (day: Int, minute: Int)?
    var glyphs = Glyphs.unicode

    /// Narrower than this the grid can't be read.
    static let minimumWidth = 60
    private static let gutter = 6

    /// The grid in at most so many columns.
    ///
    /// - Parameter height: rows there are for it; where half hours don't fit, it is drawn in hours.
    func lines(width: Int, height: Int? = nil) -> [Line] {
        let column = min(max((width - Self.gutter) / max(1, days.count), 3), 28)
        let inner = column - 1
        let rows = rows(height: height)
        var lines = head(inner)
        let columns = days.indices.map { cells(ofDay: $0, rows: rows, width: inner) }
        for (index, row) in rows.enumerated() {
            var line = [gutter(row)]
            for day in columns { line += day[index] }
            lines.append(Self.trimmed(line))
        }
        return lines
    }

    // MARK: Rows

    /// Minutes of the wall clock, or a stretch that is left out because nothing is in it.
    struct Row: Equatable {
        var start: Int
        var length: Int
        var isGap = false

        var end: Int { start + length }
    }

    /// The hours in which anything is, in steps of one size; three empty hours and more become one line.
    func rows(height: Int? = nil) -> [Row] {
        var used = [Bool](repeating: false, count: 24)
        for block in blocks where block.kind != .off {
            for hour in (block.minutes.lowerBound / 60)...((block.minutes.upperBound - 1) / 60) { used[hour] = true }
        }
        // The line of now is worth an hour of its own.
        if let now, used.contains(true) { used[min(now.minute / 60, 23)] = true }
        guard let first = used.firstIndex(of: true), let last = used.lastIndex(of: true) else { return [] }
        var hours: [Row] = []
        var hour = first
        while hour <= last {
            let end = used[hour...].firstIndex(of: true) ?? last
            if end - hour >= 3 {
                hours.append(Row(start: hour * 60, length: (end - hour) * 60, isGap: true))
                hour = end
            } else {
                hours.append(Row(start: hour * 60, length: 60))
                hour += 1
            }
        }
        let count = hours.count { !$0.isGap }
        let room = height.map { max(8, $0 - 7) } ?? 56
        let isFine = count * 4 <= min(room, 24) && blocks.contains { $0.kind.isSession && $0.minutes.count < 30 }
        let step = isFine ? 15 : count * 2 <= room ? 30 : 60
        return hours.flatMap { row in
            row.isGap ? [row] : stride(from: row.start, to: row.end, by: step).map { Row(start: $0, length: step) }
        }
    }

    private func gutter(_ row: Row) -> Piece {
        if row.isGap { return Piece(text: "  " + glyphs.gap.padded(toWidth: Self.gutter - 2), styles: [.dim]) }
        if let now, (row.start..<row.end).contains(now.minute) {
            return Piece(text: WallClock.Reading.clock(now.minute) + ">", styles: [.bold, .red])
        }
        let text = row.start % 60 == 0 ? WallClock.Reading.clock(row.start) : ""
        return Piece(text: text.padded(toWidth: Self.gutter), styles: text.isEmpty ? [] : [.dim])
    }

    // MARK: Head

    private func head(_ inner: Int) -> [Line] {
        var titles: Line = [Piece(text: String(repeating: " ", count: Self.gutter))]
        var notes = titles
        for day in days {
            titles += [
                Piece(
                    text: Self.fitting(day.titles, inner).padded(toWidth: inner),
                    styles: day.isToday ? [.bold, .underline] : [.bold]),
                Piece(text: " "),
            ]
            notes += [
                Piece(text: Self.fitting(day.notes, inner).padded(toWidth: inner), styles: [.magenta]),
                Piece(text: " "),
            ]
        }
        return days.contains { !$0.notes.isEmpty }
            ? [Self.trimmed(titles), Self.trimmed(notes)] : [Self.trimmed(titles)]
    }

    private static func fitting(_ texts: [String], _ width: Int) -> String {
        texts.first { $0.displayWidth <= width } ?? texts.last?.truncated(toWidth: width) ?? ""
    }

    // MARK: Cells

    /// The cells of one day, one a row, each exactly `width` columns and the one to the next day.
    private func cells(ofDay day: Int, rows: [Row], width: Int) -> [Line] {
        let own = blocks.filter { $0.day == day }
        // Where every column counts, a session's text may use the one before the next day: its bar keeps them apart.
        let rest = width < 9 ? 1 : 0
        var cells = rows.map { row in [background(of: row, in: own, day: day, width: width), Piece(text: " ")] }
        for cluster in Self.clusters(own.filter(\.kind.isSession), rows: rows) {
            let lanes = Self.lanes(cluster, width: width)
            let widths = Self.widths(of: lanes.count, in: width)
            let touched = cluster.reduce(into: Set<Int>()) { $0.formUnion($1.rows) }
            for row in touched {
                let below = cells[row].first ?? Piece(text: "")
                var line: Line = lanes.indices.map { lane in
                    guard let placed = lanes[lane].first(where: { $0.rows.contains(row) }) else {
                        return Piece(text: below.text.prefixOfWidth(widths[lane]), styles: below.styles)
                    }
                    return Self.piece(
                        of: placed, row: row - placed.rows.lowerBound,
                        width: widths[lane] + (lane == lanes.count - 1 ? rest : 0), glyphs: glyphs)
                }
                let used = line.reduce(0) { $0 + $1.text.displayWidth }
                if used <= width { line.append(Piece(text: " ")) }
                cells[row] = line
            }
        }
        return cells
    }

    private func background(of row: Row, in blocks: [Block], day: Int, width: Int) -> Piece {
        let isNow = now.map { $0.day == day && (row.start..<row.end).contains($0.minute) } ?? false
        if isNow, !row.isGap { return Piece(text: String(repeating: glyphs.now, count: width), styles: [.red]) }
        let kind =
            row.isGap
            ? nil
            : blocks.filter { !$0.kind.isSession && Self.covers($0, row) }.map(\.kind).max { $0.rawValue < $1.rawValue }
        switch kind {
        case .free?: return Piece(text: String(repeating: glyphs.free, count: width), styles: [.green])
        case .off?: return Piece(text: String(repeating: glyphs.off, count: width), styles: [.dim])
        default: return Piece(text: String(repeating: " ", count: width))
        }
    }

    /// Whether half of the row or more lies in the block, or all of a block that is shorter than that.
    private static func covers(_ block: Block, _ row: Row) -> Bool {
        let common = min(block.minutes.upperBound, row.end) - max(block.minutes.lowerBound, row.start)
        return common > 0 && (common * 2 >= row.length || common == block.minutes.count)
    }

    /// A session and the rows it is drawn in.
    private struct Placed {
        var block: Block
        var rows: Range<Int>
        /// How many more there are behind it that have no room.
        var hidden = 0
    }

    /// Sessions that share rows, together; each in order.
    private static func clusters(_ sessions: [Block], rows: [Row]) -> [[Placed]] {
        let placed = sessions.compactMap { block -> Placed? in
            let touched = rows.indices.filter { index in
                !rows[index].isGap && rows[index].start < block.minutes.upperBound
                    && rows[index].end > block.minutes.lowerBound
            }
            // A session takes the rows it touches, one at least: a short one is seen, and cut at its own ends.
            guard let first = touched.first, let last = touched.last else { return nil }
            return Placed(block: block, rows: first..<(last + 1))
        }.sorted {
            ($0.rows.lowerBound, $0.block.minutes.lowerBound) < ($1.rows.lowerBound, $1.block.minutes.lowerBound)
        }
        var clusters: [[Placed]] = []
        var end = -1
        for session in placed {
            if session.rows.lowerBound < end {
                clusters[clusters.count - 1].append(session)
            } else {
                clusters.append([session])
            }
            end = max(end, session.rows.upperBound)
        }
        return clusters
    }

    /// Side by side in as few lanes as do, and no more than can be read; what has no room is counted.
    private static func lanes(_ cluster: [Placed], width: Int) -> [[Placed]] {
        let most = max(1, width / 3)
        var lanes: [[Placed]] = []
        for session in cluster {
            if let lane = lanes.firstIndex(where: { ($0.last?.rows.upperBound ?? 0) <= session.rows.lowerBound }) {
                lanes[lane].append(session)
            } else if lanes.count < most {
                lanes.append([session])
            } else if let last = lanes[most - 1].indices.last {
                lanes[most - 1][last].hidden += 1
                lanes[most - 1][last].rows =
                    lanes[most - 1][last].rows
                    .lowerBound..<max(
                        lanes[most - 1][last].rows.upperBound, session.rows.upperBound)
            }
        }
        return lanes
    }

    private static func widths(of count: Int, in width: Int) -> [Int] {
        (0..<count).map { width / count + ($0 < width % count ? 1 : 0) }
    }

    private static func piece(of placed: Placed, row: Int, width: Int, glyphs: Glyphs) -> Piece {
        let labels = labels(of: placed, width: width - 1)
        let text = (row < labels.count ? labels[row] : "").padded(toWidth: width - 1)
        return Piece(text: glyphs.bar(placed.block.kind) + text, styles: styles(placed.block.kind))
    }

    /// What stands in a session's rows: who, with the time where there is room, then the topic.
    private static func labels(of placed: Placed, width: Int) -> [String] {
        let block = placed.block
        var name = block.isContinued ? "…\(block.name)" : block.name
        if placed.hidden > 0 {
            let counted = "+\(placed.hidden) \(name)"
            name = counted.displayWidth <= width ? counted : "+\(placed.hidden)"
        }
        let time = WallClock.Reading.clock(block.minutes.lowerBound)
        let withTime = "\(time) \(name)"
        let first = !block.isContinued && withTime.displayWidth <= width ? withTime : name
        let room = placed.rows.count - 1
        guard room > 0 else { return [first.truncated(toWidth: width)] }
        var topic = block.topic.wrapped(toWidth: width)
        if topic.count > room {
            let rest = topic[(room - 1)...].joined()
            topic = topic[..<(room - 1)] + [rest.truncated(toWidth: width)]
        }
        return [first.truncated(toWidth: width)] + topic
    }

    static func styles(_ kind: Kind) -> [Style] {
        switch kind {
        case .free: [.green]
        case .off: [.dim]
        case .done: [.dim]
        case .booked: [.green, .inverse]
        case .requested: [.yellow, .inverse]
        case .unsettled: [.red, .inverse]
        }
    }

    /// Without the blanks at the end that show nothing.
    private static func trimmed(_ line: Line) -> Line {
        var line = line
        while let last = line.last, last.text.allSatisfy({ $0 == " " }), !last.styles.contains(.inverse) {
            line.removeLast()
        }
        return line
    }
}

extension String {
    /// The first so many columns, made up with spaces.
    fileprivate func prefixOfWidth(_ width: Int) -> String {
        var result = ""
        var used = 0
        for character in self {
            let columns = character.displayWidth
            if used + columns > width { break }
            result.append(character)
            used += columns
        }
        return result.padded(toWidth: width)
    }
}
