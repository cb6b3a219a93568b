/// Whatever runs several statements in one round trip: a client, a transaction, a session.
public protocol PostgresQuerying: Sendable {
    /// Runs the statements in one round trip, in order; the first error ends them.
    @discardableResult
    func query(_ statements: [SQL]) async throws -> [PostgresRows]
}

extension PostgresQuerying {
    /// Runs two statements in one round trip.
    @discardableResult
    public func query(_ a: SQL, _ b: SQL) async throws -> (PostgresRows, PostgresRows) {
        let r = try await query([a, b])
        return (r[0], r[1])
    }

    /// Runs three statements in one round trip.
    @discardableResult
    public func query(_ a: SQL, _ b: SQL, _ c: SQL) async throws -> (PostgresRows, PostgresRows, PostgresRows) {
        let r = try await query([a, b, c])
        return (r[0], r[1], r[2])
    }

    /// Runs four statements in one round trip.
    @discardableResult
    public func query(
        _ a: SQL, _ b: SQL, _ c: SQL, _ d: SQL
    ) async throws -> (PostgresRows, PostgresRows, PostgresRows, PostgresRows) {
        let r = try await query([a, b, c, d])
        return (r[0], r[1], r[2], r[3])
    }

    /// Runs five statements in one round trip.
    @discardableResult
    public func query(
        _ a: SQL, _ b: SQL, _ c: SQL, _ d: SQL, _ e: SQL
    ) async throws -> (PostgresRows, PostgresRows, PostgresRows, PostgresRows, PostgresRows) {
        let r = try await query([a, b, c, d, e])
        return (r[0], r[1], r[2], r[3], r[4])
    }

    /// Runs six statements in one round trip.
    @discardableResult
    public func query(
        _ a: SQL, _ b: SQL, _ c: SQL, _ d: SQL, _ e: SQL, _ f: SQL
    ) async throws -> (PostgresRows, PostgresRows, PostgresRows, PostgresRows, PostgresRows, PostgresRows) {
        let r = try await query([a, b, c, d, e, f])
        return (r[0], r[1], r[2], r[3], r[4], r[5])
    }

    /// Runs seven statements in one round trip.
    @discardableResult
    public func query(
        _ a: SQL, _ b: SQL, _ c: SQL, _ d: SQL, _ e: SQL, _ f: SQL, _ g: SQL
    ) async throws -> (
        PostgresRows, PostgresRows, PostgresRows, PostgresRows, PostgresRows, PostgresRows, PostgresRows
    ) {
        let r = try await query([a, b, c, d, e, f, g])
        return (r[0], r[1], r[2], r[3], r[4], r[5], r[6])
    }

    /// Runs eight statements in one round trip.
    @discardableResult
    public func query(
        _ a: SQL, _ b: SQL, _ c: SQL, _ d: SQL, _ e: SQL, _ f: SQL, _ g: SQL, _ h: SQL
    ) async throws -> (
        PostgresRows, PostgresRows, PostgresRows, PostgresRows, PostgresRows, PostgresRows, PostgresRows, PostgresRows
    ) {
        let r = try await query([a, b, c, d, e, f, g, h])
        return (r[0], r[1], r[2], r[3], r[4], r[5], r[6], r[7])
    }
}
