import HTTPAPI
import Logging
import Mentoring
import Monitoring
import Scheduling

/// `/metrics` on a listener of its own, so that it is never published with the API.
enum MetricsListener {
    /// - Parameter read: gathers all figures, once a scrape.
    static func service(
        address: HTTPSettings.Address, logger: Logger, read: @escaping @Sendable () -> [MetricFamily]
    ) throws -> HTTPService<Bearer> {
        let route = Route<Bearer>(
            public: .get, "/metrics", name: "getMetrics", group: Words(zh: "服务", en: "Service"),
            summary: Words(zh: "运行指标", en: "Figures of the running service"),
            answers: [.document("text/plain", zh: "Prometheus 文本格式。", en: "Prometheus's text format.")],
            caching: .never, isUnlimited: true
        ) { _ in
            .document(Array(MetricText.write(read()).utf8), mediaType: MetricText.mediaType)
        }
        let definition = APIDefinition<Bearer>(
            routes: [route], authenticate: { _ in nil }, isZone: { _ in false }, now: { SystemClock().now },
            cursorKey: Array(DeskFactory.randomSecret()), version: Version.text)
        var settings = HTTPSettings(address: address)
        settings.publishesDocumentation = false
        settings.limits.maximumConnections = 64
        settings.limits.drainTimeout = .seconds(2)
        // A scrape every few seconds is not news.
        var quiet = logger
        quiet.logLevel = max(logger.logLevel, .warning)
        return try HTTPService(definition, settings: settings, logger: quiet)
    }
}
