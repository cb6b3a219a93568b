import Foundation
import NIOCore
import Synchronization

/// How much of a file has gone over the wire so far.
final class Transfer: Sendable {
    /// Octets in all.
    let total: Int
    private let done = Mutex(0)

    init(total: Int) {
        self.total = total
    }

    var count: Int { done.withLock { $0 } }

    /// An attempt starts from the beginning.
    func begin() { done.withLock { $0 = 0 } }
    func add(_ octets: Int) { done.withLock { $0 += octets } }
}

/// A file in parts, each of which is counted when it is asked for.
struct FileParts: AsyncSequence, Sendable {
    typealias Element = ByteBuffer
    static let partBytes = 65_536

    let data: Data
    let transfer: Transfer?

    struct AsyncIterator: AsyncIteratorProtocol {
        var rest: Data
        let transfer: Transfer?

        mutating func next() async -> ByteBuffer? {
            guard !rest.isEmpty else { return nil }
            let part = rest.prefix(FileParts.partBytes)
            rest = rest.dropFirst(part.count)
            transfer?.add(part.count)
            return ByteBuffer(bytes: part)
        }
    }

    func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(rest: data, transfer: transfer)
    }
}
