public import Scheduling

/// Where "now" comes from. Nothing below the executables asks the system, and no SQL does: every decision can be
/// replayed at any instant.
public protocol WallClock: Sendable {
    /// The present instant.
    var now: Instant { get }
}
