import Foundation
import Postgres
import TestDatabase
import Testing

/// What the migrated database promises beyond its tables.
struct SchemaTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..")
        .standardizedFileURL

    /// Every file of a folder with one of these endings, and its lines.
    private static func sources(_ folder: String, _ endings: [String]) throws -> [(file: String, lines: [Substring])] {
        let names = try FileManager.default.subpathsOfDirectory(atPath: root.appending(path: folder).path).sorted()
        return try names.filter { name in endings.contains { name.hasSuffix($0) } }.map { name in
            let text = try String(contentsOf: root.appending(path: "\(folder)/\(name)"), encoding: .utf8)
            return ("\(folder)/\(name)", text.split(separator: "\n", omittingEmptySubsequences: false))
        }
    }

    @Test func `no SQL asks the server for the time or reckons in zones`() throws {
        let files = try Self.sources("Schema", [".sql", ".swift"]) + Self.sources("Sources/Mentoring", [".swift"])
        #expect(files.count > 40)
        let asking = [
            "\\bnow\\s*\\(\\s*\\)", "\\bcurrent_(timestamp|date|time)\\b", "\\blocal(time|timestamp)\\b",
            "\\b(clock|statement|transaction)_timestamp\\b", "\\btimeofday\\b", "\\bat\\s+time\\s+zone\\b",
            "\\bset\\s+(local\\s+|session\\s+)?time\\s+zone\\b", "\\bset\\s+(local|session)\\s+timezone\\b",
            "\\bto_char\\b", "\\bdate_trunc\\b", "\\bage\\s*\\(",
        ].joined(separator: "|")
        let pattern = try Regex(asking).ignoresCase()
        var found: [String] = []
        for (file, lines) in files {
            for (index, line) in lines.enumerated() where line.firstMatch(of: pattern) != nil {
                found.append("\(file):\(index + 1): \(line.trimmingCharacters(in: .whitespaces))")
            }
        }
        // `mentord migrate status` shows when a migration ran: in UTC, read by people, decided by nobody.
        let exception = found.filter {
            $0.hasPrefix("Schema/Migrator.swift:") && $0.contains("applied_at AT TIME ZONE 'UTC'")
        }
        #expect(exception.count == 1)
        #expect(found.count == exception.count, "\(found.joined(separator: "\n"))")
    }

    /// Constraints that no request can run into: each is checked, or decided, before the write. Should one be hit all
    /// the same it is a defect, and the answer is `internal`.
    private static let internalConstraints: Set<String> = [
        // Identifiers are made by the service.
        "mentors_pkey", "students_pkey", "offerings_pkey", "consultations_pkey", "messages_pkey", "events_pkey",
        "tokens_pkey", "audit_pkey", "sign_in_codes_pkey", "emails_pkey", "outbox_pkey", "contacts_pkey",
        "destinations_pkey", "deliveries_pkey",
        "events_position_key", "tokens_hash_key",
        // Positions and versions are given under a lock.
        "schedules_pkey", "offerings_position_key", "messages_position_key", "schedules_version_check",
        "consultations_version_check", "offerings_position_check", "consultations_read_check",
        // Fixed data of the migrations.
        "directions_pkey", "directions_position_key", "directions_slug_check",
        // Written at the operator's side, under a lock and after the file has been checked.
        "holiday_imports_pkey", "holiday_imports_version_check", "holiday_imports_region_check",
        "holiday_imports_notices_check",
        // Repeats in a list are refused with their pointer before the write.
        "mentor_directions_pkey",
        // Whoever is named was read in the same transaction.
        "mentor_directions_mentor_fkey", "schedules_mentor_fkey", "offerings_mentor_fkey", "contacts_student_fkey",
        "tokens_mentor_fkey", "tokens_student_fkey", "consultations_mentor_fkey", "consultations_student_fkey",
        "consultations_offering_fkey", "messages_consultation_fkey", "outbox_event_fkey",
        "deliveries_destination_fkey", "deliveries_event_fkey",
        // The request's schema refuses the value with its pointer.
        "mentors_handle_check", "mentors_name_check", "mentors_headline_check", "mentors_bio_check",
        "offerings_slug_check", "offerings_title_check", "offerings_duration_check", "offerings_step_check",
        "offerings_buffers_check", "offerings_notice_check", "offerings_horizon_check", "offerings_caps_check",
        "offerings_approval_check", "offerings_price_check", "students_name_check", "students_year_check",
        "students_locale_check", "schedules_holidays_check", "schedules_caps_check", "schedules_shape_check",
        "consultations_topic_check", "consultations_result_check", "consultations_text_check", "messages_body_check",
        "tokens_label_check", "destinations_label_check", "notification_preferences_quiet_check",
        // The service writes these values itself, of a week's report once.
        "report_snapshots_pkey", "report_snapshots_week_check", "report_snapshots_version_check",
        "report_cells_place_key", "report_cells_snapshot_fkey", "report_cells_mentor_check", "report_cells_heat_check",
        "report_rows_pkey", "report_rows_snapshot_fkey",
        "contacts_hash_check", "tokens_hash_check", "tokens_role_check", "consultations_status_check",
        "consultations_approval_check", "consultations_absent_check", "consultations_time_check",
        "consultations_span_check", "messages_sender_check", "events_actor_check", "outbox_recipient_check",
        "idempotency_keys_status_check", "sign_in_codes_hash_check", "sign_in_codes_tries_check", "emails_hash_check",
        "emails_kind_check", "emails_language_check",
        // A message is deleted with its text, an answer owed with its first message, by one statement each.
        "calendar_feeds_secret_key", "calendar_feeds_role_check", "calendar_feeds_hash_check",
        "messages_deleted_check", "consultations_reply_check",
        // An address is unconfirmed until the code comes back, which goes with its channel.
        "destinations_unconfirmed_check", "sign_in_codes_destination_fkey",
        // What an attachment is was found out before it is written.
        "attachments_pkey", "attachments_consultation_fkey", "attachments_message_fkey", "attachments_sender_check",
        "attachments_filename_check", "attachments_type_check", "attachments_size_check", "attachments_sha_check",
        "attachment_parts_pkey", "attachment_parts_attachment_fkey",
        // Plans are decided whole before they are written: whose they are, in what order, with which steps.
        "plans_pkey", "plans_student_key", "plans_student_fkey", "plans_mentor_fkey", "plans_status_check",
        "plans_draft_check", "plans_published_check", "plans_taken_check", "plans_dates_check", "plans_hours_check",
        "plans_holidays_check", "plans_missing_check", "plans_load_check", "plans_version_check", "plan_steps_pkey",
        "plan_steps_position_key", "plan_steps_place_key", "plan_steps_plan_fkey", "plan_steps_slug_check",
        "plan_steps_position_check", "plan_steps_title_check", "plan_steps_kind_check", "plan_steps_hours_check",
        "plan_steps_status_check", "plan_steps_dates_check", "plan_steps_note_check", "plan_prerequisites_pkey",
        "plan_prerequisites_step_fkey", "plan_prerequisites_prerequisite_fkey", "plan_prerequisites_order_check",
        "consultations_plan_fkey", "consultations_step_check", "plans_direction_fkey", "plans_curriculum_fkey",
        // Publishing decides under a lock, on a curriculum without errors.
        "curricula_pkey", "curricula_number_key", "curricula_direction_fkey", "curricula_version_check",
        "curricula_number_check", "curricula_document_check",
        "outbox_content_check", "destinations_owner_check",
        "destinations_kind_check", "destinations_target_check", "destinations_robot_check", "deliveries_content_check",
        "deliveries_state_check", "deliveries_finished_check", "notification_preferences_owner_check",
        "notification_preferences_language_check", "reminders_kind_check",
    ]

    /// Constraints that statements name in `ON CONFLICT`, or whose violation is an answer in itself.
    private static let expectedConstraints: Set<String> = [
        "idempotency_keys_pkey", "calendar_feeds_pkey", "schema_migrations_pkey", "report_snapshots_version_key",
        "robots_pkey",
        "notification_preferences_pkey", "reminders_pkey",
    ]

    @Test(.database(Databases.migrated))
    func `every constraint has a name by rule, and is mapped to a refusal or known to be internal`() async throws {
        let constraints = try await TestDatabase.current.client.query(
            """
            SELECT t.relname::text, c.conname::text, c.contype::text FROM pg_constraint c
            JOIN pg_class t ON t.oid = c.conrelid
            WHERE c.connamespace = 'public'::regnamespace ORDER BY 1, 2
            """
        ).decode((String, String, String).self)
        #expect(constraints.count > 80)
        let endings = ["p": "pkey", "f": "fkey", "u": "key", "c": "check", "x": "excl"]
        for (table, name, type) in constraints {
            let ending = try #require(endings[type], "\(name) is of type \(type)")
            let what = type == "p" ? "" : "[a-z]+(_[a-z]+)*_"
            let pattern = try Regex("\(table)_\(what)\(ending)")
            #expect(name.wholeMatch(of: pattern) != nil, "\(name)")
        }

        let all = Set(constraints.map(\.1))
        let pattern = try Regex(
            "(?:case|constraint ==) \"([a-z_]+_(?:pkey|fkey|key|check|excl))\"", as: (Substring, Substring).self)
        let mapped = Set(
            try Self.sources("Sources/Mentoring", [".swift"]).flatMap { _, lines in
                lines.flatMap { $0.matches(of: pattern).map { String($0.output.1) } }
            })
        #expect(mapped.contains("mentors_handle_key"))
        // Triggers raise refusals under the name of a constraint.
        let raised = Set(
            try Self.sources("Schema/Migrations", [".sql"]).flatMap { _, lines in
                lines.flatMap { $0.matches(of: /CONSTRAINT = '([a-z_]+)'/).map { String($0.output.1) } }
            })
        #expect(raised.subtracting(mapped).isEmpty, "raised by a trigger, but not mapped")
        #expect(mapped.subtracting(all).subtracting(raised).isEmpty, "mapped, but not there")
        let internalOnes = Self.internalConstraints.union(Self.expectedConstraints)
        #expect(internalOnes.subtracting(all).isEmpty, "listed, but not there")
        #expect(internalOnes.isDisjoint(with: mapped), "both mapped and listed")
        let unknown = all.subtracting(mapped).subtracting(internalOnes)
        #expect(unknown.isEmpty, "neither mapped nor listed: \(unknown.sorted())")
    }

    @Test(.database(Databases.migrated))
    func `every foreign key and every table has an index to find its rows by`() async throws {
        // A reference without an index makes each delete or join of the other side read the whole table.
        let missing = try await TestDatabase.current.client.query(
            """
            SELECT c.conname::text FROM pg_constraint c
            WHERE c.contype = 'f' AND c.connamespace = 'public'::regnamespace
              AND NOT EXISTS (SELECT FROM pg_index i WHERE i.indrelid = c.conrelid AND i.indkey[0] = c.conkey[1])
            ORDER BY 1
            """
        ).decode(String.self)
        // Directions are four rows that nobody deletes; an offering and an event are never deleted either.
        #expect(
            missing == [
                "consultations_direction_fkey", "consultations_offering_fkey", "deliveries_event_fkey",
                "offerings_direction_fkey", "outbox_event_fkey", "students_direction_fkey",
            ])
    }

    @Test(.database(Databases.migrated))
    func `no column has a default that asks the server's clock`() async throws {
        let defaults = try await TestDatabase.current.client.query(
            """
            SELECT table_name || '.' || column_name || ' ' || column_default FROM information_schema.columns
            WHERE table_schema = 'public' AND column_default ~* 'now|time|date' ORDER BY 1
            """
        ).decode(String.self)
        #expect(defaults.isEmpty)
    }

    /// What the service's role must not do, with what each would be good for.
    @Test(
        .database(Databases.migrated),
        arguments: [
            "UPDATE events SET type = 'consultation.closed'",
            "UPDATE events SET written_in = '0'", "UPDATE attachments SET size = 1",
            "UPDATE attachment_parts SET content_sealed = ''", "DELETE FROM attachment_parts", "DELETE FROM events",
            "TRUNCATE events",
            "DELETE FROM messages", "UPDATE messages SET sender_role = 'mentor'", "UPDATE audit SET actor = 'x'",
            "DELETE FROM audit", "UPDATE report_cells SET figures = '{}'", "DELETE FROM report_rows",
            "UPDATE report_rows SET status = 'completed'", "DELETE FROM report_snapshots",
            "UPDATE schedules SET timezone = 'UTC'", "DELETE FROM schedules",
            "DELETE FROM consultations", "DELETE FROM students", "DELETE FROM mentors",
            "INSERT INTO directions VALUES ('new', 'x', 'x', 9)", "UPDATE schema_migrations SET checksum = ''",
            "CREATE TABLE mine (id int)", "CREATE TABLE public.mine (id int)", "DROP TABLE outbox",
            "ALTER TABLE events ADD COLUMN more text", "ALTER TABLE tokens OWNER TO mentordesk_service",
            "CREATE FUNCTION public.mine() RETURNS int LANGUAGE sql AS 'SELECT 1'", "CREATE ROLE mine",
            "CREATE SCHEMA mine", "SET ROLE postgres",
        ])
    func `the service's role rewrites no history and changes no structure`(statement: String) async throws {
        let url = TestDatabase.current.url(user: Databases.serviceRole)
        let error = try await Databases.with(url, maxConnections: 1) { client in
            await #expect(throws: PostgresError.self, "\(statement)") { try await client.script(statement) }
        }
        #expect(error?.sqlState == "42501", "\(String(describing: error))")
    }

    @Test(.database(Databases.migrated))
    func `the service's role reads every table it works with`() async throws {
        let url = TestDatabase.current.url(user: Databases.serviceRole)
        try await Databases.with(url, maxConnections: 1) { client in
            let tables = try await client.query(
                "SELECT tablename::text FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
            ).decode(String.self)
            #expect(tables.contains("consultations") && tables.contains("schema_migrations"))
            for table in tables {
                _ = try await client.query("SELECT 1 FROM \(identifier: table) LIMIT 1")
            }
        }
    }
}
