import Foundation
import HTTPAPI
import Mentoring
import Notifications
import Postgres
import Settings
import ZoneData

/// The settings in the terms of those who heed them.
extension Settings {
    func databaseConfiguration() throws -> PostgresConfiguration {
        var configuration = PostgresConfiguration(url: try require(SettingKeys.databaseURL))
        configuration.applicationName = "mentord"
        configuration.maxConnections = self[SettingKeys.databaseConnections]
        configuration.waitLimit = .seconds(self[SettingKeys.databaseWaitSeconds])
        configuration.queryDeadline = .seconds(self[SettingKeys.databaseQuerySeconds])
        configuration.preparedStatements =
            self[SettingKeys.databasePreparedStatements] == "unnamed" ? .unnamed : .named
        return configuration
    }

    func httpSettings() throws -> HTTPSettings {
        var settings = HTTPSettings(address: .host(self[SettingKeys.host], port: self[SettingKeys.port]))
        settings.limits = limits
        settings.tls = try tls()
        let origins = self[SettingKeys.corsOrigins]
        settings.cors = origins.isEmpty ? nil : CORSPolicy(origins: origins)
        settings.compression =
            self[SettingKeys.compression]
            ? CompressionPolicy(minimumBytes: self[SettingKeys.compressionMinimumBytes]) : nil
        settings.rateLimits = self[SettingKeys.ratesEnabled] ? rateLimits : nil
        do {
            settings.trustedProxies = try TrustedProxies(self[SettingKeys.trustedProxies])
        } catch {
            throw SettingsProblem([
                "http.trusted_proxies from \(origin(of: SettingKeys.trustedProxies)): \(error)."
            ])
        }
        return settings
    }

    private var limits: HTTPLimits {
        var limits = HTTPLimits()
        limits.maximumBodyBytes = self[SettingKeys.bodyBytes]
        limits.simultaneousContentBytes = self[SettingKeys.uploadBytes]
        limits.maximumURIBytes = self[SettingKeys.uriBytes]
        limits.maximumHeaderBytes = self[SettingKeys.headerBytes]
        limits.maximumJSONDepth = self[SettingKeys.jsonDepth]
        limits.maximumJSONValues = self[SettingKeys.jsonValues]
        limits.headerTimeout = .seconds(self[SettingKeys.headerSeconds])
        limits.bodyTimeout = .seconds(self[SettingKeys.bodySeconds])
        limits.minimumBodyBytesPerSecond = self[SettingKeys.bodyBytesPerSecond]
        limits.idleTimeout = .seconds(self[SettingKeys.idleSeconds])
        limits.writeTimeout = .seconds(self[SettingKeys.writeSeconds])
        limits.maximumConnections = self[SettingKeys.connections]
        limits.drainTimeout = .seconds(self[SettingKeys.drainSeconds])
        return limits
    }

    private var rateLimits: RateLimits {
        RateLimits(
            perAddress: RatePolicy(
                name: "address", requests: self[SettingKeys.addressRequests],
                windowSeconds: self[SettingKeys.addressSeconds]),
            perToken: RatePolicy(
                name: "token", requests: self[SettingKeys.tokenRequests],
                windowSeconds: self[SettingKeys.tokenSeconds]),
            maximumBuckets: self[SettingKeys.rateBuckets])
    }

    private func tls() throws -> HTTPSettings.TLS? {
        switch (self[SettingKeys.tlsCertificateFile], self[SettingKeys.tlsKeyFile]) {
        case (nil, nil): return nil
        case (let certificate?, let key?):
            for path in [certificate, key] where !FileManager.default.isReadableFile(atPath: path) {
                throw SettingsProblem(["The file \(path), which the settings of tls name, can't be read."])
            }
            return HTTPSettings.TLS(
                certificateChainPath: certificate, privateKeyPath: key, offersHTTP2: self[SettingKeys.tlsHTTP2])
        default: throw SettingsProblem(["tls.certificate_file and tls.key_file go together; one of them is not set."])
        }
    }

    var eventFeedLimits: EventFeed.Limits {
        var limits = EventFeed.Limits()
        limits.streamsPerPerson = self[SettingKeys.streamsPerPerson]
        limits.streams = self[SettingKeys.streams]
        limits.pingInterval = .seconds(self[SettingKeys.pingSeconds])
        return limits
    }

    /// What slots are kept in; nil for nothing.
    var slotCache: SlotCache? {
        var limits = SlotCache.Limits()
        limits.mentors = self[SettingKeys.cachedMentors]
        return limits.mentors > 0 ? SlotCache(limits: limits) : nil
    }

    var courtesyPolicy: CourtesyPolicy {
        var policy = CourtesyPolicy()
        policy.responseHours = self[SettingKeys.responseHours]
        policy.freeCancellationHours = self[SettingKeys.freeCancellationHours]
        policy.absenceAfterMinutes = self[SettingKeys.absenceAfterMinutes]
        policy.objectionHours = self[SettingKeys.objectionHours]
        policy.consultationsPerStudent = self[SettingKeys.consultationsPerStudent]
        policy.completedAfterDays = self[SettingKeys.completedAfterDays]
        policy.replyHours = self[SettingKeys.replyHours]
        policy.editMinutes = self[SettingKeys.editMinutes]
        policy.keptAnswerHours = self[SettingKeys.keptAnswerHours]
        return policy
    }

    /// - Throws: ``SettingsProblem`` for a zone that the machine doesn't know.
    func reportPolicy(_ zones: ZoneDirectory) throws -> ReportPolicy {
        var policy = ReportPolicy()
        policy.timezone = self[SettingKeys.reportTimezone]
        policy.closedAfterHours = self[SettingKeys.reportClosedAfterHours]
        policy.sentMinute = self[SettingKeys.reportSendHour] * 60
        guard zones.zone(named: policy.timezone) != nil else {
            throw SettingsProblem([
                "report.timezone from \(origin(of: SettingKeys.reportTimezone)): no such time zone is known here."
            ])
        }
        return policy
    }

    var accountPolicy: AccountPolicy {
        var policy = AccountPolicy(
            registration: AccountPolicy.Registration(rawValue: self[SettingKeys.registration]) ?? .verified)
        policy.codeMinutes = self[SettingKeys.codeMinutes]
        policy.codeTries = self[SettingKeys.codeTries]
        policy.codesPerHour = self[SettingKeys.codesPerHour]
        return policy
    }

    var deliveryPolicy: DeliveryPolicy {
        var policy = DeliveryPolicy()
        policy.attempts = self[SettingKeys.deliveryAttempts]
        policy.disableAfterHours = self[SettingKeys.disableAfterHours]
        policy.keptDays = self[SettingKeys.deliveriesKeptDays]
        policy.deadKeptDays = self[SettingKeys.deadKeptDays]
        policy.rotationHours = self[SettingKeys.rotationHours]
        policy.channelsPerPerson = self[SettingKeys.channelsPerPerson]
        policy.allowsPlainHTTP = !self[SettingKeys.allowedNetworks].isEmpty
        policy.reminderMinutes = [
            self[SettingKeys.firstReminderMinutes], self[SettingKeys.secondReminderMinutes],
        ].filter { $0 > 0 }
        policy.requestReminderMinutes = self[SettingKeys.requestReminderMinutes]
        policy.agendaMinute = self[SettingKeys.agendaHour] * 60
        return policy
    }

    func dispatchPolicy() -> DispatchPolicy {
        var policy = DispatchPolicy()
        policy.simultaneously = self[SettingKeys.deliveryPlaces]
        return policy
    }

    func outgoingHTTP() throws -> OutgoingHTTP {
        do {
            return OutgoingHTTP(rules: try AddressRules(allowing: self[SettingKeys.allowedNetworks]))
        } catch {
            throw SettingsProblem([
                "notifications.allowed_networks from \(origin(of: SettingKeys.allowedNetworks)): \(error)."
            ])
        }
    }

    /// Nil where no mail server is set.
    func smtpSettings() throws -> SMTPSettings? {
        guard let host = self[SettingKeys.smtpHost] else { return nil }
        let credentials = self[SettingKeys.smtpUsername].map {
            SMTPSettings.Credentials(username: $0, password: self[SettingKeys.smtpPassword] ?? "")
        }
        let sender = try require(SettingKeys.smtpFrom)
        do {
            return try SMTPSettings(
                host: host, port: self[SettingKeys.smtpPort],
                security: SMTPSettings.Security(rawValue: self[SettingKeys.smtpSecurity]) ?? .startTLS,
                credentials: credentials, senderAddress: sender, senderName: self[SettingKeys.smtpFromName])
        } catch {
            throw SettingsProblem(["smtp: \(error)"])
        }
    }
}
