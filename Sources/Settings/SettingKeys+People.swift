extension SettingKeys {
    // MARK: The rules of courtesy

    public static let responseHours = SettingKey.integer(
        "courtesy.response_hours", 1...720, "hours", default: 48,
        "A mentor answers a request within this or it expires.")
    public static let freeCancellationHours = SettingKey.integer(
        "courtesy.free_cancellation_hours", 0...720, "hours", default: 24,
        "Cancelling or moving so long ahead is free; later is recorded as late.")
    public static let absenceAfterMinutes = SettingKey.integer(
        "courtesy.absence_after_minutes", 0...480, "minutes", default: 10,
        "So long after the start the other side may be reported absent.")
    public static let objectionHours = SettingKey.integer(
        "courtesy.objection_hours", 1...720, "hours", default: 72, "The side called absent may object for so long.")
    public static let consultationsPerStudent = SettingKey.integer(
        "courtesy.consultations_per_student", 1...100, "consultations", default: 3,
        "How many open, requested or coming ones a student may hold.")
    public static let completedAfterDays = SettingKey.integer(
        "courtesy.completed_after_days", 1...365, "days", default: 14,
        "A session the mentor says nothing about is completed so long after its end.")
    public static let replyHours = SettingKey.integer(
        "courtesy.reply_hours", 1...720, "hours", default: 48,
        "A mentor answers a student's message within this, or it is overdue.")
    public static let editMinutes = SettingKey.integer(
        "courtesy.edit_minutes", 0...1_440, "minutes", default: 15, "A message may be edited by its author for so long."
    )
    public static let keptAnswerHours = SettingKey.integer(
        "courtesy.kept_answer_hours", 1...720, "hours", default: 24,
        "The answer of a POST is kept so long for a repeat with the same Idempotency-Key.")

    // MARK: Event streams

    public static let pingSeconds = SettingKey.integer(
        "events.ping_seconds", 1...300, "seconds", default: 15,
        "A stream of events that says nothing for so long says that it is there.")
    public static let streamsPerPerson = SettingKey.integer(
        "events.streams_per_person", 1...1_000, "streams", default: 10,
        "The streams one person may have open at once; more are 429.")
    public static let streams = SettingKey.integer(
        "events.streams", 1...1_000_000, "streams", default: 2_000, "The streams open in all; more are 503.")

    // MARK: Weekly reports

    public static let reportTimezone = SettingKey.text(
        "report.timezone", default: "Asia/Shanghai",
        "The time zone whose weeks are closed and kept; an IANA name. Weeks of other zones are reckoned each time.")
    public static let reportClosedAfterHours = SettingKey.integer(
        "report.closed_after_hours", 0...72, "hours", default: 6,
        "A week is closed so long after its end: time to say how its last sessions went.")
    public static let reportSendHour = SettingKey.integer(
        "report.send_hour", 0...23, "o'clock", default: 8,
        "When on Monday the closed week's report is sent, in that zone; as soon as it is closed where that is later.")

    // MARK: Registration and e-mail

    public static let registration = SettingKey.text(
        "registration.mode", .choice(["open", "verified"]), default: "verified",
        "`verified`: a student registers with a code sent by e-mail; `open`: at once.")
    public static let codeMinutes = SettingKey.integer(
        "registration.code_minutes", 1...1_440, "minutes", default: 10, "How long a code by e-mail works.")
    public static let codeTries = SettingKey.integer(
        "registration.code_tries", 1...100, "tries", default: 5, "How often a code may be tried.")
    public static let codesPerHour = SettingKey.integer(
        "registration.codes_per_hour", 1...1_000, "codes", default: 5, "How many codes an address gets in an hour.")
    public static let smtpHost = SettingKey.optional(
        "smtp.host", .text, "The mail server; without one, e-mails wait, and nobody can sign in by a code.")
    public static let smtpPort = SettingKey.integer("smtp.port", 1...65_535, default: 587, "The mail server's port.")
    public static let smtpSecurity = SettingKey.text(
        "smtp.security", .choice(["starttls", "tls", "none"]), default: "starttls",
        "How the connection to the mail server is secured.")
    public static let smtpUsername = SettingKey.optional(
        "smtp.username", .text, "The account at the mail server, if it asks.")
    public static let smtpPassword = SettingKey.optional(
        "smtp.password", isSecret: true, "The password at the mail server.")
    public static let smtpFrom = SettingKey.optional(
        "smtp.from", .text, "The address e-mails come from. Needed with `smtp.host`.")
    public static let smtpFromName = SettingKey.text(
        "smtp.from_name", default: "MentorDesk", "The name e-mails come from.")

    // MARK: Watching it

    public static let metricsEnabled = SettingKey.flag(
        "metrics.enabled", default: true, "Serve /metrics for Prometheus on a listener of its own.")
    public static let metricsHost = SettingKey.text(
        "metrics.host", default: "127.0.0.1", "The address of that listener. It asks for no token.")
    public static let metricsPort = SettingKey.integer("metrics.port", 1...65_535, default: 9_464, "Its port.")
    public static let logLevel = SettingKey.text(
        "log.level", .choice(["trace", "debug", "info", "notice", "warning", "error", "critical"]), default: "info",
        "What is logged, to standard error; `info` has one line a request.")
    public static let logFormat = SettingKey.text(
        "log.format", .choice(["json", "text"]), default: "json", "One JSON object a line, or text for people.")

    /// All of them, in the order of the documentation.
    public static let all: [Setting] =
        service + notifications + [
            metricsEnabled.setting, metricsHost.setting, metricsPort.setting, logLevel.setting, logFormat.setting,
        ]

    private static let service: [Setting] = [
        databaseURL.setting, databaseConnections.setting, databaseWaitSeconds.setting,
        databaseQuerySeconds.setting, databasePreparedStatements.setting, migrationDatabaseURL.setting,
        secretKey.setting, baseURL.setting,
        host.setting, port.setting, trustedProxies.setting, corsOrigins.setting, compression.setting,
        compressionMinimumBytes.setting, tlsCertificateFile.setting, tlsKeyFile.setting, tlsHTTP2.setting,
        cachedMentors.setting, bodyBytes.setting, uploadBytes.setting, uriBytes.setting, headerBytes.setting,
        jsonDepth.setting, jsonValues.setting, headerSeconds.setting, bodySeconds.setting,
        bodyBytesPerSecond.setting, idleSeconds.setting, writeSeconds.setting, connections.setting,
        drainNoticeSeconds.setting, drainSeconds.setting, ratesEnabled.setting, addressRequests.setting,
        addressSeconds.setting, tokenRequests.setting, tokenSeconds.setting, rateBuckets.setting,
        responseHours.setting, freeCancellationHours.setting, absenceAfterMinutes.setting, objectionHours.setting,
        consultationsPerStudent.setting, completedAfterDays.setting, replyHours.setting, editMinutes.setting,
        keptAnswerHours.setting, pingSeconds.setting, streamsPerPerson.setting, streams.setting,
        reportTimezone.setting, reportClosedAfterHours.setting, reportSendHour.setting, registration.setting,
        codeMinutes.setting, codeTries.setting, codesPerHour.setting, smtpHost.setting, smtpPort.setting,
        smtpSecurity.setting, smtpUsername.setting, smtpPassword.setting, smtpFrom.setting, smtpFromName.setting,
    ]
}
