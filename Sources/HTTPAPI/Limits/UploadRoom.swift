import Synchronization

/// The memory that files on their way in may take together. Whoever finds it full is told to come back.
final class UploadRoom: Sendable {
    private let limit: Int
    private let taken = Mutex(0)

    init(limit: Int) {
        self.limit = limit
    }

    /// Takes so many octets, or none. Always lets one in where nobody is.
    func take(_ octets: Int) -> Bool {
        taken.withLock { taken in
            guard taken == 0 || taken + octets <= limit else { return false }
            taken += octets
            return true
        }
    }

    func giveBack(_ octets: Int) {
        taken.withLock { $0 -= octets }
    }
}
