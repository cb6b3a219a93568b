/// Every setting of the service.
public enum SettingKeys {
    // MARK: The database

    public static let databaseURL = SettingKey.optional(
        "database.url", .url(schemes: ["postgres", "postgresql"]), isSecret: true,
        "The database, as the role of the service. Needed.")
    public static let migrationDatabaseURL = SettingKey.optional(
        "migration.database_url", .url(schemes: ["postgres", "postgresql"]), isSecret: true,
        "The database, as its owner and without a pooler between; `mentord migrate` alone uses it.")
    public static let databaseConnections = SettingKey.integer(
        "database.connections", 1...500, "connections", default: 8, "The most connections to the database.")
    public static let databaseWaitSeconds = SettingKey.integer(
        "database.wait_seconds", 1...300, "seconds", default: 5,
        "How long a request waits for a connection before it is answered 503.")
    public static let databaseQuerySeconds = SettingKey.integer(
        "database.query_seconds", 1...3_600, "seconds", default: 30, "How long one statement may take.")
    public static let databasePreparedStatements = SettingKey.text(
        "database.prepared_statements", .choice(["named", "unnamed"]), default: "named",
        "`unnamed` for a transaction-mode pooler that can't follow named statements.")

    // MARK: The service

    public static let secretKey = SettingKey.optional(
        "secret_key", isSecret: true,
        "32 random bytes or more in base64: `openssl rand -base64 32`. It opens the sealed addresses, so keep it. "
            + "Several, the newest first and separated by spaces, while one is replaced by the next. Needed.")
    public static let baseURL = SettingKey.optional(
        "base_url", .url(schemes: ["http", "https"]), "Where people reach the service, for links in e-mails.")
    public static let host = SettingKey.text(
        "http.host", default: "127.0.0.1", "The address to listen on; 0.0.0.0 or :: for all.")
    public static let port = SettingKey.integer("http.port", 1...65_535, default: 8_080, "The port to listen on.")
    public static let trustedProxies = SettingKey.list(
        "http.trusted_proxies", of: "addresses and networks such as 10.0.0.0/8",
        "Proxies whose X-Forwarded-For is believed.")
    public static let corsOrigins = SettingKey.list(
        "http.cors_origins", of: "origins such as https://app.example.com",
        "Origins whose pages may call the API from a browser; \"*\" alone for all.")
    public static let compression = SettingKey.flag(
        "http.compression", default: true,
        "Compress answers for clients that ask for it; never those that carry a token, and no streams.")
    public static let compressionMinimumBytes = SettingKey.integer(
        "http.compression_minimum_bytes", 256...1_048_576, "bytes", default: 1_024,
        "Smaller answers are sent as they are.")
    public static let tlsCertificateFile = SettingKey.optional(
        "tls.certificate_file", .path, "PEM: the certificate, then those that vouch for it. Turns HTTPS on.")
    public static let tlsKeyFile = SettingKey.optional("tls.key_file", .path, "PEM: the certificate's private key.")
    public static let tlsHTTP2 = SettingKey.flag("tls.http2", default: true, "Offer HTTP/2 beside HTTP/1.1.")

    public static let cachedMentors = SettingKey.integer(
        "slots.cached_mentors", 0...1_000_000, "mentors", default: 2_000,
        "Of so many mentors, those asked for last, slots are kept in memory until something changes; 0 asks the "
            + "database each time.")

    // MARK: Limits of a client

    public static let bodyBytes = SettingKey.integer(
        "limits.body_bytes", 1_024...104_857_600, "bytes", default: 1_048_576, "A longer body is 413.")
    public static let uploadBytes = SettingKey.integer(
        "limits.upload_bytes", 10_485_760...10_737_418_240, "bytes", default: 67_108_864,
        "Memory for attachments on their way in; more at once are 503.")
    public static let uriBytes = SettingKey.integer(
        "limits.uri_bytes", 256...65_536, "bytes", default: 8_192, "A longer path with query is 414.")
    public static let headerBytes = SettingKey.integer(
        "limits.header_bytes", 1_024...262_144, "bytes", default: 16_384, "Longer headers are 431.")
    public static let jsonDepth = SettingKey.integer(
        "limits.json_depth", 4...256, "levels", default: 32, "Deeper nesting of a body is 400.")
    public static let jsonValues = SettingKey.integer(
        "limits.json_values", 1_000...10_000_000, "values", default: 65_536, "More values in a body are 400.")
    public static let headerSeconds = SettingKey.integer(
        "limits.header_seconds", 1...300, "seconds", default: 10, "Time for the headers of a request; later is 408.")
    public static let bodySeconds = SettingKey.integer(
        "limits.body_seconds", 1...3_600, "seconds", default: 60, "Time for the body of a request; later is 408.")
    public static let bodyBytesPerSecond = SettingKey.integer(
        "limits.body_bytes_per_second", 1...1_048_576, "bytes a second", default: 256,
        "After ten seconds, a body slower than this on average is 408.")
    public static let idleSeconds = SettingKey.integer(
        "limits.idle_seconds", 1...3_600, "seconds", default: 60, "An idle connection is closed after so long.")
    public static let writeSeconds = SettingKey.integer(
        "limits.write_seconds", 1...3_600, "seconds", default: 20,
        "A client that doesn't read its answer for so long is cut.")
    public static let connections = SettingKey.integer(
        "limits.connections", 1...1_000_000, "connections", default: 4_096, "More connections of clients wait.")

    // MARK: Stopping

    public static let drainNoticeSeconds = SettingKey.integer(
        "drain.notice_seconds", 0...300, "seconds", default: 0,
        "After SIGTERM, /readyz says 503 for so long while requests are still taken: as long as the load balancer "
            + "needs to notice.")
    public static let drainSeconds = SettingKey.integer(
        "drain.seconds", 1...600, "seconds", default: 20, "Then requests at work may finish for so long.")

    // MARK: Rates

    public static let ratesEnabled = SettingKey.flag("rates.enabled", default: true, "Apply rate limits at all.")
    public static let addressRequests = SettingKey.integer(
        "rates.address_requests", 1...10_000_000, "requests", default: 600,
        "Requests of one client address in `rates.address_seconds`.")
    public static let addressSeconds = SettingKey.integer(
        "rates.address_seconds", 1...86_400, "seconds", default: 60, "See `rates.address_requests`.")
    public static let tokenRequests = SettingKey.integer(
        "rates.token_requests", 1...10_000_000, "requests", default: 300,
        "Requests with one token in `rates.token_seconds`.")
    public static let tokenSeconds = SettingKey.integer(
        "rates.token_seconds", 1...86_400, "seconds", default: 60, "See `rates.token_requests`.")
    public static let rateBuckets = SettingKey.integer(
        "rates.buckets", 16...10_000_000, "clients", default: 50_000, "How many clients are counted at a time.")
}
