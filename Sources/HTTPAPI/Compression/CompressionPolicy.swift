/// Which answers are compressed for clients that ask for it.
public struct CompressionPolicy: Hashable, Sendable {
    /// Smaller bodies are sent as they are: they would hardly shrink, and fit one packet anyway.
    public var minimumBytes: Int

    public init(minimumBytes: Int = 1_024) {
        self.minimumBytes = minimumBytes
    }

    /// Whether an answer's octets depend on what the client accepts.
    ///
    /// Never those of a stream, which a compressor would hold back, and never a secret's: how much text around a
    /// secret shrinks tells about the secret (BREACH).
    func applies(to answer: APIAnswer) -> Bool {
        guard let count = answer.body.count, count >= minimumBytes, !answer.carriesSecret,
            let type = answer.header("Content-Type"), answer.header("Content-Encoding") == nil
        else { return false }
        // Nearly all are just this.
        return type == "application/json" || Self.shrinks(MediaRange.bareType(type))
    }

    /// Text does; what is packed already (a spreadsheet, a picture) doesn't.
    private static func shrinks(_ type: String) -> Bool {
        type.hasPrefix("text/") || type == "application/json" || type.hasSuffix("+json") || type.hasSuffix("+xml")
    }
}
