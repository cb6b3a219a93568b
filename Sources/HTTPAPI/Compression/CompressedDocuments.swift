import Synchronization

/// Large public documents as they were packed last, so that not everybody who asks has them packed anew.
final class CompressedDocuments: Sendable {
    struct Key: Hashable, Sendable {
        let target: String
        let mediaType: String
        let tag: String
    }

    /// Smaller ones are packed faster than they are kept.
    static let minimumBytes = 65_536
    private static let capacity = 16

    private let kept = Mutex<[Key: [UInt8]]>([:])

    /// The packed document of that key, made where it isn't kept. A strong tag names its octets, so it never grows old.
    func find(_ key: Key, make: () -> [UInt8]?) -> [UInt8]? {
        if let found = kept.withLock({ $0[key] }) { return found }
        guard let made = make() else { return nil }
        kept.withLock { kept in
            if kept.count >= Self.capacity { kept.removeAll(keepingCapacity: true) }
            kept[key] = made
        }
        return made
    }
}
