import HTTPTypes
import NIOCore

/// An answer that was at hand when its request had been read.
struct InstantAnswer: Sendable {
    let head: HTTPResponse
    let body: ByteBuffer?
}
