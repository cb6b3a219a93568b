// Measures what answers about slots are made with, alone on one core: the engine, and the writer beside JSONEncoder.
// Usage: slots-benchmark [mentors]
// Prints one line a figure: its name and a number, with the unit in the name.

import Foundation
import Scheduling

let count = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 10_000
let desks = try Desks(count: count)

/// The best of some runs, in nanoseconds: the others had a neighbour.
func nanoseconds(rounds: Int = 7, _ body: () throws -> Int) rethrows -> (time: Double, result: Int) {
    let clock = ContinuousClock()
    var best = Double.infinity
    var result = 0
    for _ in 0..<rounds {
        let taken = try clock.measure { result = try body() }
        best = min(best, Double(taken.components.seconds) * 1e9 + Double(taken.components.attoseconds) / 1e9)
    }
    return (best, result)
}

func report(_ name: String, _ value: Double) {
    print("\(name) \(String(format: "%.2f", value))")
}

let one = nanoseconds { (0..<1_000).reduce(0) { sum, _ in sum + desks.starts(of: 0).count } }
report("engine_one_mentor_slots", Double(one.result) / 1_000)
report("engine_one_mentor_ns_per_slot", one.time / Double(one.result))
report("engine_one_mentor_us_per_answer", one.time / 1_000_000)
let all = nanoseconds { (0..<count).reduce(0) { $0 + desks.starts(of: $1).count } }
report("engine_many_mentors", Double(count))
report("engine_many_slots", Double(all.result))
report("engine_many_ms", all.time / 1_000_000)
report("engine_many_ns_per_slot", all.time / Double(all.result))

let answer = try Answer(desks: desks)
let writer = nanoseconds { (0..<1_000).reduce(0) { sum, _ in sum + answer.written.count } }
let texts = try nanoseconds { try (0..<100).reduce(0) { sum, _ in sum + (try answer.encodedFromTexts()).count } }
let dates = try nanoseconds { try (0..<100).reduce(0) { sum, _ in sum + (try answer.encodedFromDates()).count } }
report("writer_slots", Double(answer.count))
report("writer_us", writer.time / 1_000_000)
report("encoder_texts_us", texts.time / 100_000)
report("encoder_dates_us", dates.time / 100_000)
report("writer_times_encoder_texts", texts.time / 100 / (writer.time / 1_000))
report("writer_times_encoder_dates", dates.time / 100 / (writer.time / 1_000))
