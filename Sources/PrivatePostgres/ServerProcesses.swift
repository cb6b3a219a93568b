import Foundation
import Glibc

/// The processes of one cluster, found by their command lines.
///
/// `postmaster.pid` alone is not enough: its number may belong to somebody else by now, and after a SIGKILL of the
/// postmaster its children may still be at work on the data. `/proc/*/cwd` would be exact, but root in a container
/// without CAP_SYS_PTRACE may not read it for other accounts.
struct ServerProcesses: Sendable {
    let dataDirectories: [String]
    let clusterName: String
    let userID: uid_t

    enum Kind: Sendable, Hashable { case supervisor, postmaster, child }

    struct Found: Sendable, Hashable {
        let processID: Int32
        let kind: Kind
    }

    func find() -> [Found] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return names.compactMap { name in
            guard let processID = Int32(name), Folder.owner(of: "/proc/\(name)") == userID,
                let line = FileManager.default.contents(atPath: "/proc/\(name)/cmdline"),
                let kind = kind(of: line.split(separator: 0).map { String(decoding: $0, as: UTF8.self) })
            else { return nil }
            return Found(processID: processID, kind: kind)
        }
    }

    func kind(of arguments: [String]) -> Kind? {
        guard let program = arguments.first else { return nil }
        if program.hasPrefix("postgres: \(clusterName): ") { return .child }
        let isOurs = zip(arguments, arguments.dropFirst()).contains { $0 == "-D" && dataDirectories.contains($1) }
        guard isOurs else { return nil }
        return Folder.name(of: program) == "sh" ? .supervisor : .postmaster
    }

    /// Waits until none is left, and helps where they do not go by themselves. What is found here has lost its owner
    /// (we hold the lock): normally it is being stopped by its supervisor at this moment.
    func evict(patience: Duration = .seconds(15)) async throws {
        let clock = ContinuousClock()
        let begin = clock.now
        var sent: Set<String> = []
        func send(_ signal: Int32, to kinds: Set<Kind>, of found: [Found]) {
            for process in found where kinds.contains(process.kind) {
                if sent.insert("\(signal) \(process.processID)").inserted { kill(process.processID, signal) }
            }
        }
        while true {
            let found = find()
            if found.isEmpty { return }
            let waited = clock.now - begin
            if found.contains(where: { $0.kind == .postmaster }) {
                send(SIGINT, to: [.postmaster], of: found)
                if waited > patience { send(SIGQUIT, to: [.postmaster], of: found) }
                if waited > patience + .seconds(5) { send(SIGKILL, to: [.postmaster], of: found) }
            } else {
                // Children without a postmaster have nobody to answer to, and their shared memory is given up.
                send(SIGQUIT, to: [.child], of: found)
                if waited > .seconds(1) { send(SIGKILL, to: [.child], of: found) }
                if waited > .seconds(5) { send(SIGKILL, to: [.supervisor], of: found) }
            }
            if waited > patience + .seconds(15) {
                throw PrivateClusterError.failed(
                    action: "Stopping an earlier server",
                    reason: "the processes \(found.map { String($0.processID) }.joined(separator: ", ")) do not end.",
                    log: "")
            }
            try await clock.sleep(for: .milliseconds(20))
        }
    }
}
