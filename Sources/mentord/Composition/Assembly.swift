import Foundation
import HTTPAPI
import Logging
import Mentoring
import Schema

/// Puts the HTTP layer on top of a desk: the same for `dev`, `serve` and the tests.
enum Assembly {
    /// - Parameters:
    ///   - settableClock: given in development alone; brings `PUT /dev/clock`.
    ///   - drain: raised as soon as the service begins to stop.
    static func httpService(
        _ desk: Desk, settings: HTTPSettings, settableClock: SettableClock? = nil, baseURL: String? = nil,
        drain: DrainFlag = DrainFlag(),
        logger: Logger, observe: @escaping @Sendable (RequestRecord) -> Void = { _ in }
    ) throws -> HTTPService<Bearer> {
        let readiness = Readiness(
            drain: drain, isSchemaCurrent: { try await Migrator(desk.database).status().isCurrent })
        let endpoints = Endpoints(desk: desk, settableClock: settableClock, readiness: readiness, baseURL: baseURL)
        return try HTTPService(
            endpoints.definition(version: Version.text), settings: settings, logger: logger, drain: drain,
            observe: observe)
    }
}
