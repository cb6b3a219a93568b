// The least an HTTP server in Swift can do, to hold the service's figures against.
// Usage: yardsticks hummingbird|nio PORT FILE
// Answers `GET /text` with two letters and everything else with the octets of FILE, until it is ended.

import Foundation

let words = Array(CommandLine.arguments.dropFirst())
guard words.count == 3, let port = Int(words[1]), let body = FileManager.default.contents(atPath: words[2]) else {
    print("usage: yardsticks hummingbird|nio PORT FILE")
    exit(64)
}
switch words[0] {
case "hummingbird": try await BareHummingbird(port: port, body: Array(body)).run()
case "nio": try await BareNIO(port: port, body: Array(body)).run()
default:
    print("the first word is hummingbird or nio, not \(words[0])")
    exit(64)
}
