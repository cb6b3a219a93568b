import Foundation
import HTTPAPI
import Logging
import Mentoring

/// Puts the HTTP layer on top of a desk: the same for `dev`, `serve` and the tests.
enum Assembly {
    /// - Parameter settableClock: given in development alone; brings `PUT /dev/clock`.
    static func httpService(
        _ desk: Desk, settings: HTTPSettings, settableClock: SettableClock? = nil, logger: Logger
    ) throws -> HTTPService<Bearer> {
        let endpoints = Endpoints(desk: desk, settableClock: settableClock)
        return try HTTPService(endpoints.definition(version: Version.text), settings: settings, logger: logger)
    }
}
