/// Where a streamed body goes. Waits while the client is slow.
public struct AnswerWriter {
    private var sink: any AnswerSink
    /// Octets written so far.
    public private(set) var byteCount = 0

    init(_ sink: any AnswerSink) {
        self.sink = sink
    }

    /// Sends octets. - Throws: when the connection is gone; the stream should end then.
    public mutating func write(_ bytes: [UInt8]) async throws {
        try await sink.write(bytes)
        byteCount += bytes.count
    }
}

/// What the adapter puts behind a writer.
protocol AnswerSink {
    mutating func write(_ bytes: [UInt8]) async throws
}
