import Foundation
import HTTPAPI
import Mentoring
import Settings
import Testing

@testable import mentord

@Suite struct ServiceSettingsTests {
    private func settings(_ values: [String: String]) async throws -> Settings {
        var sources = SettingsSources()
        sources.standardFile = "/no/such/file"
        sources.flags = values.map { .init(key: $0, value: $1, name: "--set \($0)") }
        return try await Settings(sources)
    }

    @Test func `the defaults are those of the parts themselves`() async throws {
        let settings = try await settings(["database.url": "postgres:///x"])
        #expect(settings.courtesyPolicy == CourtesyPolicy())
        #expect(settings.accountPolicy == AccountPolicy(registration: .verified))
        let http = try settings.httpSettings()
        #expect(http.rateLimits == RateLimits())
        #expect(http.tls == nil)
        #expect(http.cors == nil)
        #expect("\(http.limits)" == "\(HTTPLimits())")
    }

    @Test func `no mentor is cached where none may be`() async throws {
        #expect(SlotCache.Limits().mentors == (try await settings([:]))[SettingKeys.cachedMentors])
        #expect(try await settings([:]).slotCache != nil)
        #expect(try await settings(["slots.cached_mentors": "0"]).slotCache == nil)
    }

    @Test func `every number of the courtesy policy is a setting`() async throws {
        let policy = try await settings([
            "courtesy.response_hours": "1", "courtesy.free_cancellation_hours": "2",
            "courtesy.absence_after_minutes": "3", "courtesy.objection_hours": "4",
            "courtesy.consultations_per_student": "5", "courtesy.completed_after_days": "6",
            "courtesy.reply_hours": "7", "courtesy.edit_minutes": "8", "courtesy.kept_answer_hours": "9",
        ]).courtesyPolicy
        let numbers = Mirror(reflecting: policy).children.compactMap { $0.value as? Int }
        #expect(numbers == [1, 2, 3, 4, 5, 6, 7, 8, 9])
    }

    @Test func `rate limits can be turned off`() async throws {
        #expect(try await settings(["rates.enabled": "false"]).httpSettings().rateLimits == nil)
    }

    @Test func `a certificate without its key is refused`() async throws {
        let settings = try await settings(["tls.certificate_file": "/etc/hosts"])
        #expect(throws: SettingsProblem.self) { try settings.httpSettings() }
    }

    @Test func `a proxy that is no address is refused with its origin`() async throws {
        let settings = try await settings(["http.trusted_proxies": "10.0.0.0/8,proxy"])
        let problem = try #require(#expect(throws: SettingsProblem.self) { try settings.httpSettings() })
        #expect(problem.description.contains("\"proxy\""))
        #expect(problem.description.contains("--set http.trusted_proxies"))
    }

    @Test func `a short secret is refused without being repeated`() async throws {
        let settings = try await settings(["secret_key": "aHVudGVyMg=="])
        let problem = try #require(#expect(throws: SettingsProblem.self) { try SecretKeys.load(settings) })
        #expect(!problem.description.contains("aHVudGVyMg"))
    }

    @Test func `what is needed and not set is named with every way to set it`() async throws {
        let settings = try await settings([:])
        let problem = try #require(#expect(throws: SettingsProblem.self) { try settings.databaseConfiguration() })
        #expect(
            problem.description
                == "database.url is not set: set MENTORDESK_DATABASE_URL, a credential database-url, or `database.url` in "
                + "the configuration file.")
    }

    @Test func `the table hides secrets and names origins`() async throws {
        let entries = try await settings(["smtp.password": "hunter2", "log.level": "debug"]).entries
        for text in [ConfigCommand.table(entries), try ConfigCommand.json(entries)] {
            #expect(!text.contains("hunter2"))
            #expect(text.contains("--set smtp.password"))
            #expect(text.contains("debug"))
        }
    }
}
