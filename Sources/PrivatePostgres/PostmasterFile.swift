import Foundation

/// What the server's `postmaster.pid` says: the process on the first line, on the eighth how far it has come.
struct PostmasterFile: Sendable, Hashable {
    let processID: Int32
    let isReady: Bool

    init?(text: String) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard let first = lines.first, let processID = Int32(first.trimmingCharacters(in: .whitespaces)) else {
            return nil
        }
        self.processID = processID
        self.isReady = lines.count > 7 && lines[7].trimmingCharacters(in: .whitespaces) == "ready"
    }

    static func path(in dataDirectory: String) -> String { "\(dataDirectory)/postmaster.pid" }

    static func find(in dataDirectory: String) -> PostmasterFile? {
        (try? String(contentsOfFile: path(in: dataDirectory), encoding: .utf8)).flatMap(PostmasterFile.init(text:))
    }
}
