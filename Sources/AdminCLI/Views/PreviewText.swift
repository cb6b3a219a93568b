import APIModel
import Foundation
import Scheduling
import Terminal

extension Session {
    /// Prints what a schedule would change.
    func print(_ preview: SchedulePreview) {
        printTitle(
            text(
                .previewTitle,
                ["until": clock.moment(preview.to, in: preview.timezone), "zone": preview.timezone.printableLine]))
        if preview.gainedCount == 0, preview.lostCount == 0 { print(.previewNothing) }
        print(preview.gained, of: preview.gainedCount, .previewGained, [.green], in: preview.timezone)
        print(preview.lost, of: preview.lostCount, .previewLost, [.red], in: preview.timezone)
        if preview.outsideCount > 0 {
            print(text(.previewOutside, ["count": String(preview.outsideCount)]))
            for consultation in preview.outside { print("  " + consultationText.line(consultation)) }
        }
        printRest(preview.outsideCount - preview.outside.count)
    }

    /// The starts of a list, one line for each offering of a day.
    private func print(
        _ slots: [SchedulePreview.OfferedSlot], of count: Int, _ title: Phrase, _ styles: [Style], in zone: String
    ) {
        guard count > 0 else { return }
        print(palette.apply(styles, to: text(title, ["count": String(count)])))
        var lines: [(head: String, clocks: [String])] = []
        for slot in slots {
            guard let reading = clock.reading(of: slot.start, in: zone) else { continue }
            let head = "  \(clock.day(reading.date))  \(slot.offering.printableLine)  "
            if let index = lines.lastIndex(where: { $0.head == head }) {
                lines[index].clocks.append(reading.clock)
            } else {
                lines.append((head, [reading.clock]))
            }
        }
        for line in lines {
            let width = line.head.displayWidth
            let available = console.width.map { max(12, $0 - width) } ?? Int.max
            for (index, part) in line.clocks.joined(separator: " ").wrapped(toWidth: available).enumerated() {
                print((index == 0 ? line.head : String(repeating: " ", count: width)) + part)
            }
        }
        printRest(count - slots.count)
    }

    private func printRest(_ count: Int) {
        if count > 0 { print(.previewMore, ["count": String(count)]) }
    }
}
