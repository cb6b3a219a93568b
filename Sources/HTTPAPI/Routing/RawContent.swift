/// A body that is no JSON: octets of some media types, handed to the handler as they came.
public struct RawContent: Hashable, Sendable {
    /// What `Content-Type` may say.
    public let mediaTypes: [String]
    /// More octets are 413. Takes the place of `HTTPLimits.maximumBodyBytes`.
    public let maximumBytes: Int

    public init(mediaTypes: [String], maximumBytes: Int) {
        self.mediaTypes = mediaTypes
        self.maximumBytes = maximumBytes
    }
}
