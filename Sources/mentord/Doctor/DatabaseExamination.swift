import Foundation
import Mentoring
import Postgres
import Scheduling
import Schema

/// The checks of the database, made as the role of the service.
struct DatabaseExamination: Sendable {
    let client: PostgresClient
    let clock: any WallClock
    /// How many connections the service may open.
    let poolSize: Int

    /// - Returns: one finding alone where the database can't be reached.
    func findings() async -> [Finding] {
        let server: Finding
        do {
            server = try await self.server()
        } catch {
            return [Finding("database", .bad, "can't be reached: \(error)")]
        }
        return [
            server, await attempt("structure", structure), await attempt("btree_gist", extensions),
            await attempt("role", role), await attempt("grants", grants), await attempt("clock", clockSkew),
            await attempt("connections", connections), await attempt("overdue requests", overdue),
            await attempt("curricula", curricula),
            await attempt("notifications", notifications), await attempt("transactions", transactions),
        ]
    }

    private func attempt(_ check: String, _ examine: () async throws -> Finding) async -> Finding {
        do { return try await examine() } catch { return Finding(check, .bad, "can't be examined: \(error)") }
    }

    private func server() async throws -> Finding {
        let started = ContinuousClock.now
        let row = try await client.query(
            "SELECT current_setting('server_version'), current_setting('server_version_num')::int, current_user::text"
        ).first(as: (String, Int, String).self)
        let elapsed = ContinuousClock.now - started
        guard let (version, number, user) = row else { return Finding("database", .bad, "gave no answer") }
        let milliseconds = elapsed.components.seconds * 1_000 + elapsed.components.attoseconds / 1_000_000_000_000_000
        let seen = "PostgreSQL \(version) as \(user), \(milliseconds) ms to connect and ask"
        return number >= 150_000
            ? Finding("database", .good, seen) : Finding("database", .bad, "\(seen): 15 or newer is needed")
    }

    private func structure() async throws -> Finding {
        let status = try await Migrator(client).status()
        if status.isCurrent { return Finding("structure", .good, "\(status.build.count) migrations, all applied") }
        if !status.unknown.isEmpty {
            return Finding("structure", .bad, "is newer than this mentord: install the version that migrated it")
        }
        if !status.changed.isEmpty {
            return Finding("structure", .bad, "differs from this build's: see `mentord migrate status`")
        }
        return Finding(
            "structure", .bad, "\(status.pending.count) migrations are missing: run `mentord migrate up` as the owner")
    }

    /// Without a curriculum nobody can plan for a direction.
    private func curricula() async throws -> Finding {
        let missing = try await client.query(
            """
            SELECT slug FROM directions d
            WHERE NOT EXISTS (SELECT FROM curricula c WHERE c.direction = d.slug) ORDER BY position
            """
        ).decode(String.self)
        return missing.isEmpty
            ? Finding("curricula", .good, "one is published for every direction")
            : Finding(
                "curricula", .attention,
                "none is published for \(missing.joined(separator: ", ")): run `mentord curriculum publish` as the owner"
            )
    }

    private func extensions() async throws -> Finding {
        let version = try await client.query("SELECT extversion::text FROM pg_extension WHERE extname = 'btree_gist'")
            .first { try $0.next(String.self) }
        return version.map { Finding("btree_gist", .good, "version \($0)") }
            ?? Finding("btree_gist", .bad, "is missing: CREATE EXTENSION btree_gist, as the owner")
    }

    /// The role of the service may change rows and nothing else; history it may only add to.
    private func role() async throws -> Finding {
        let row = try await client.query(
            """
            SELECT r.rolsuper, r.rolbypassrls OR r.rolcreaterole OR r.rolcreatedb,
                has_schema_privilege(current_user, 'public', 'CREATE'),
                (SELECT count(*)::int FROM pg_tables t
                    WHERE t.schemaname = 'public' AND pg_has_role(current_user, t.tableowner, 'USAGE')),
                (SELECT count(*)::int FROM pg_tables t
                    WHERE t.schemaname = 'public' AND t.tablename IN ('events', 'audit', 'schema_migrations')
                    AND has_table_privilege(current_user, format('%I.%I', t.schemaname, t.tablename),
                        'UPDATE, DELETE, TRUNCATE'))
            FROM pg_roles r WHERE r.rolname = current_user
            """
        ).first(as: (Bool, Bool, Bool, Int, Int).self)
        guard let (isSuperuser, hasPowers, mayCreate, owned, rewritable) = row else {
            return Finding("role", .bad, "is not known")
        }
        var powers: [String] = []
        if isSuperuser { powers.append("is a superuser") }
        if hasPowers, !isSuperuser { powers.append("may make roles or databases or pass row security") }
        if mayCreate { powers.append("may create in the schema public") }
        if owned > 0 { powers.append("owns \(owned) tables") }
        if rewritable > 0 { powers.append("may rewrite history (\(rewritable) tables)") }
        guard powers.isEmpty else {
            return Finding(
                "role", .bad,
                "\(powers.joined(separator: ", ")): serve as a role of its own, see `mentord migrate up --service-role`"
            )
        }
        return Finding("role", .good, "changes rows alone: no structure, no history")
    }

    private func grants() async throws -> Finding {
        let wanted = ServiceGrants.onTables
        let missing = try await client.query(
            """
            SELECT w.name || ' on ' || w.tab FROM unnest(\(wanted.map(\.table)), \(wanted.map(\.name))) AS w (tab, name)
            WHERE to_regclass('public.' || w.tab) IS NULL
                OR NOT has_table_privilege(current_user, to_regclass('public.' || w.tab), w.name)
            ORDER BY 1
            """
        ).map { try $0.next(String.self) }
        guard let first = missing.first else {
            return Finding("grants", .good, "all \(wanted.count) that the service needs")
        }
        let rest = missing.count > 1 ? " and \(missing.count - 1) more" : ""
        return Finding(
            "grants", .bad, "\(first)\(rest) missing: run `mentord migrate up --service-role ROLE` as the owner")
    }

    /// Instances decide by their own clocks what is due; the database's is the one they share.
    private func clockSkew() async throws -> Finding {
        let before = clock.now
        let server = try await client.query("SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint")
            .first { try $0.next(Int64.self) }
        let after = clock.now
        guard let server else { return Finding("clock", .bad, "the database did not say its time") }
        let middle = before.microseconds + after.microseconds(since: before) / 2
        let milliseconds = (server - middle) / 1_000
        let seen =
            "the database's is \(abs(milliseconds)) ms \(milliseconds < 0 ? "behind" : "ahead of") this machine's"
        return switch abs(milliseconds) {
        case ...1_000: Finding("clock", .good, seen)
        case ...30_000: Finding("clock", .attention, "\(seen): check NTP on both")
        default: Finding("clock", .bad, "\(seen): check NTP on both")
        }
    }

    private func connections() async throws -> Finding {
        let row = try await client.query(
            """
            SELECT current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int,
                (SELECT sum(numbackends)::int FROM pg_stat_database),
                (SELECT count(*)::int FROM pg_stat_activity
                    WHERE usename = current_user AND application_name LIKE 'mentord%'
                    AND application_name <> 'mentord doctor')
            """
        ).first(as: (Int, Int, Int).self)
        guard let (most, used, own) = row else { return Finding("connections", .bad, "the server did not say") }
        let wanted = max(0, poolSize - own)
        let seen = "\(max(0, most - used)) of \(most) are free, the service may still open \(wanted)"
        return most - used >= wanted
            ? Finding("connections", .good, seen)
            : Finding("connections", .attention, "\(seen): raise max_connections or lower database.connections")
    }

    /// The sweeper runs every twenty seconds on each instance.
    private func overdue() async throws -> Finding {
        let due = clock.now.adding(minutes: -2)
        let count =
            try await client.query(
                "SELECT count(*)::int FROM consultations WHERE status = 'requested' AND respond_by < \(due)"
            ).first { try $0.next(Int.self) } ?? 0
        return count == 0
            ? Finding("overdue requests", .good, "none waits to be written down as expired")
            : Finding(
                "overdue requests", .attention, "\(count) wait to be written down as expired: is the service running?")
    }

    /// A transaction that has written and stays open holds back every event that was committed after it, for everybody
    /// who reads the feed. Whose it is shows, since when only for roles that this one may look at.
    private func transactions() async throws -> Finding {
        let held = try await Events.heldBack(before: clock.now.adding(minutes: -1), in: client)
        let open = try await client.query(
            """
            SELECT format('%s of %s (process %s)', coalesce(nullif(application_name, ''), 'a client'), usename, pid),
                extract(epoch FROM clock_timestamp() - xact_start)::bigint
            FROM pg_stat_activity WHERE datname = current_database() AND backend_xid IS NOT NULL
            UNION ALL
            SELECT format('the prepared one %L of %s', gid, owner),
                extract(epoch FROM clock_timestamp() - prepared)::bigint
            FROM pg_prepared_xacts WHERE database = current_database()
            ORDER BY 2 DESC NULLS FIRST
            """
        ).decode((String, Int64?).self)
        // An open one whose age doesn't show counts where something waits for it.
        let long = open.filter { $0.1.map { $0 >= 60 } ?? (held.count > 0) }
        guard held.count > 0 || !long.isEmpty else {
            return Finding("transactions", .good, "none stays open, no event is held back")
        }
        var seen = long.prefix(3).map { name, seconds in
            seconds.map { "\(name) has been open for \($0) s" } ?? "\(name) is open"
        }
        if held.count > 0 {
            let since = held.since.map { " since \($0.rfc3339UTC)" } ?? ""
            seen.append("\(held.count) events are held back\(since)")
        }
        return Finding("transactions", .attention, "\(seen.joined(separator: "; ")): end it with pg_terminate_backend")
    }

    /// Dead letters wait for somebody to look at them, and so do destinations that were switched off.
    private func notifications() async throws -> Finding {
        let row = try await client.query(
            """
            SELECT (SELECT count(*)::int FROM deliveries WHERE state = 'dead'),
                (SELECT count(*)::int FROM destinations WHERE disabled_at IS NOT NULL),
                (SELECT count(*)::int FROM deliveries WHERE state = 'waiting' AND created_at < \(clock.now.adding(minutes: -60)))
            """
        ).first(as: (Int, Int, Int).self)
        guard let (dead, disabled, late) = row else { return Finding("notifications", .bad, "the server did not say") }
        var seen: [String] = []
        if dead > 0 { seen.append("\(dead) dead letters (`mentorctl outbox list --state dead`)") }
        if disabled > 0 { seen.append("\(disabled) destinations switched off (`mentorctl webhook list`)") }
        if late > 0 { seen.append("\(late) deliveries waiting for over an hour") }
        return seen.isEmpty
            ? Finding("notifications", .good, "no dead letters, nothing waits for long")
            : Finding("notifications", .attention, seen.joined(separator: ", "))
    }
}
