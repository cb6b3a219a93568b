import Hummingbird
import NIOCore

/// What of a connection a request needs.
struct ConnectionContext: InitializableFromSource, Sendable {
    let remoteAddress: SocketAddress?

    init(source: ApplicationRequestContextSource) {
        remoteAddress = source.channel.remoteAddress
    }
}
