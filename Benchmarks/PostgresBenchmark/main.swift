// Measures select-by-key: this client's read lane against a pool of blocking threads on libpq.
// Usage: postgres-benchmark URL [seconds per run] [connections:tasks | blocking:threads:tasks …]
// Prints one line a run: name, connections, tasks, answers a second. `Benchmarks/postgres.sh` sets them beside pgbench.

import Foundation
import Postgres

let arguments = Array(CommandLine.arguments.dropFirst())
guard let url = arguments.first else {
    print("usage: postgres-benchmark URL [seconds] [connections:tasks | blocking:threads:tasks …]")
    exit(64)
}
let seconds = arguments.count > 1 ? Double(arguments[1]) ?? 3 : 3
let words = Array(arguments.dropFirst(2))
let shapes = words.isEmpty ? ["1:64", "2:64", "2:128", "3:128", "4:128", "4:256", "blocking:4:128"] : words

try await AccountTable.prepare(url)
for shape in shapes {
    let numbers = shape.split(separator: ":").compactMap { Int($0) }
    guard numbers.count == 2 else {
        print("a shape is connections:tasks or blocking:threads:tasks, not \(shape)")
        exit(64)
    }
    let (connections, tasks) = (numbers[0], numbers[1])
    if shape.hasPrefix("blocking:") {
        let run = BlockingPoolRun(url: url, threads: connections, tasks: tasks, seconds: seconds)
        report("blocking", connections, tasks, try await run.measure())
    } else {
        let run = ReadLaneRun(url: url, connections: connections, tasks: tasks, seconds: seconds)
        report("client", connections, tasks, try await run.measure())
    }
}

/// One line, at once: a pipe would keep it until the end.
func report(_ name: String, _ connections: Int, _ tasks: Int, _ rate: Double) {
    FileHandle.standardOutput.write(Data("\(name) \(connections) \(tasks) \(Int(rate))\n".utf8))
}
