/// A span of elapsed time as ISO 8601 writes it: `PT1H`, `P1DT30M`, `-PT90S`. A day is 24 hours; months and years,
/// whose length depends on where they start, are not in it.
struct ElapsedTime: Hashable, Sendable {
    let microseconds: Int64

    init?(iso8601 text: String) {
        var rest = Substring(text)
        let isNegative = rest.first == "-"
        if isNegative { rest.removeFirst() }
        guard rest.popFirst() == "P", !rest.isEmpty else { return nil }
        var seconds: Int64 = 0
        // Units may be left out, but stand in this order.
        var units: [(Character, Int64)] = [("D", 86_400)]
        var isTime = false
        while let first = rest.first {
            if first == "T" {
                rest.removeFirst()
                guard !rest.isEmpty, !isTime else { return nil }
                isTime = true
                units = [("H", 3_600), ("M", 60), ("S", 1)]
                continue
            }
            let digits = rest.prefix { $0.isASCII && $0.isNumber }
            rest.removeFirst(digits.count)
            guard (1...9).contains(digits.count), let number = Int64(digits), let unit = rest.popFirst(),
                let index = units.firstIndex(where: { $0.0 == unit })
            else { return nil }
            seconds += number * units[index].1
            units.removeFirst(index + 1)
        }
        microseconds = seconds * (isNegative ? -1_000_000 : 1_000_000)
    }
}
