import Hummingbird
import Logging
import NIOCore

/// Hummingbird with its own router and nothing else: no validation, no log line, no limits.
struct BareHummingbird {
    let port: Int
    let body: [UInt8]

    func run() async throws {
        let router = Router()
        router.get("text") { _, _ in "ok" }
        let buffer = ByteBuffer(bytes: body)
        router.get("bytes") { _, _ in
            Response(
                status: .ok, headers: [.contentType: "application/json"], body: ResponseBody(byteBuffer: buffer))
        }
        var logger = Logger(label: "yardstick")
        logger.logLevel = .error
        let application = Application(
            router: router,
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: port), backlog: 1_024),
            logger: logger)
        try await application.runService()
    }
}
