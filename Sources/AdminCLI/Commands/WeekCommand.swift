import APIModel
import ArgumentParser
import Foundation
import Scheduling
import Terminal

struct Week: SessionCommand, TabularCommand {
    static let configuration = CommandConfiguration(
        abstract: "The week as a grid: free hours, sessions, requests, time off, holidays.",
        discussion: examples(
            "mentorctl week", "mentorctl week next", "mentorctl week 下周 --lang zh", "mentorctl week 2026-W49",
            "mentorctl week 2026-12-01 -o csv"))
    static let fieldNames = ["list", "start", "end", "date", "state"] + ConsultationText.fieldNames

    @Argument(help: "The week: this, next, last, 下周, 2026-W49, or a day in it.") var week: [String] = []
    @OptionGroup var onBehalf: OnBehalfOptions
    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions
    var behalf: String? { onBehalf.mentor }
    var isPaged: Bool { true }

    func run(in session: Session) async throws {
        let zone = try session.clock.zone(required: try await session.schedule().schedule.timezone)
        let week = try session.typedTime(in: zone).week(week.isEmpty ? "this" : week.joined(separator: " "))
        // A session that began on Sunday may still be going on on Monday.
        let from = zone.firstInstant(of: week.firstDay.adding(days: -1))
        let to = zone.firstInstant(of: week.firstDay.adding(days: 7))
        let answer = try await session.sendForMentor(
            .get("v1", "mentor", "agenda", query: [("from", from.rfc3339UTC), ("to", to.rfc3339UTC)]))
        if session.printsJSON { return session.print(json: answer.body, fields: Self.fieldNames) }
        let plan = WeekPlan(
            try answer.decoded(), week: week, zone: zone, now: session.context.now, language: session.language)
        session.printTitle(
            session.text(
                .weekTitle,
                [
                    "week": week.string, "zone": zone.name, "from": session.clock.day(week.firstDay),
                    "to": session.clock.day(week.lastDay),
                ]))
        // What isn't a terminal has no width, and gets that of one.
        let width = session.console.width ?? session.context.environment["COLUMNS"].flatMap { Int($0) } ?? 80
        if width < WeekGrid.minimumWidth || session.preferences.format == .markdown {
            session.print(agenda: plan, width: width)
        } else {
            session.print(grid: plan, width: width)
        }
        session.print()
        session.print(summary(plan, in: session))
    }

    private func summary(_ plan: WeekPlan, in session: Session) -> String {
        func hours(_ minutes: Int) -> String {
            minutes % 60 == 0 ? String(minutes / 60) : String(format: "%.1f", Double(minutes) / 60)
        }
        return session.text(
            .weekSummary,
            [
                "free": hours(plan.freeMinutes), "booked": hours(plan.bookedMinutes),
                "sessions": String(plan.bookedCount), "requests": String(plan.requestCount),
            ])
    }
}

extension Session {
    fileprivate func print(grid plan: WeekPlan, width: Int) {
        let isPlain = context.environment["TERM"] == "dumb"
        let glyphs = isPlain ? WeekGrid.Glyphs.ascii : .unicode
        let grid = WeekGrid(days: plan.days, blocks: plan.blocks, now: plan.now, glyphs: glyphs)
        for line in grid.lines(width: width, height: console.height) {
            print(line.map { palette.apply($0.styles, to: $0.text) }.joined())
        }
        if !plan.blocks.contains(where: { $0.kind != .off }) { print(.weekEmpty) }
        let used = Set(plan.blocks.map(\.kind))
        let legend = WeekGrid.Kind.allCases.filter(used.contains).map { kind in
            let sign = String(repeating: glyphs.bar(kind), count: kind.isSession ? 1 : 2)
            return "\(palette.apply(WeekGrid.styles(kind), to: sign)) \(name(of: kind))"
        }
        guard !legend.isEmpty else { return }
        print()
        print(legend.joined(separator: "   "))
    }

    fileprivate func print(agenda plan: WeekPlan, width: Int) {
        for (index, day) in plan.days.enumerated() {
            let blocks = plan.agenda(of: index)
            let head = clock.day(plan.week.firstDay.adding(days: index))
            let note = day.notes.first.map { "  \(palette.apply([.magenta], to: $0))" } ?? ""
            printTitle(head + (day.isToday ? " *" : "") + note)
            if blocks.isEmpty { print("  –") }
            for block in blocks {
                let end = block.minutes.upperBound == 1440 ? "24:00" : WallClock.Reading.clock(block.minutes.upperBound)
                let hours = "\(WallClock.Reading.clock(block.minutes.lowerBound))–\(end)"
                let about = [name(of: block.kind), block.name, block.topic].filter { !$0.isEmpty }.joined(
                    separator: " · ")
                let line = "\(hours)  \(about)".truncated(toWidth: max(20, width - 2))
                let styles = WeekGrid.styles(block.kind).filter { $0 != .inverse }
                print(preferences.format == .markdown ? "- \(line)" : "  \(palette.apply(styles, to: line))")
            }
            if preferences.format == .markdown { print() }
        }
    }

    private func name(of kind: WeekGrid.Kind) -> String {
        switch kind {
        case .free: text(.free)
        case .off: text(.timeOff)
        case .done: text(.weekDone)
        case .booked: text(.statusConfirmed)
        case .requested: text(.statusRequested)
        case .unsettled: text(.flagUnresolved)
        }
    }
}
