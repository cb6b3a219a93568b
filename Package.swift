// swift-tools-version: 6.2

import PackageDescription

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]

let argumentParser: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")
let asyncHTTPClient: Target.Dependency = .product(name: "AsyncHTTPClient", package: "async-http-client")
let configuration: Target.Dependency = .product(name: "Configuration", package: "swift-configuration")
let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let nioCore: Target.Dependency = .product(name: "NIOCore", package: "swift-nio")
let nioHTTP1: Target.Dependency = .product(name: "NIOHTTP1", package: "swift-nio")
let nioPosix: Target.Dependency = .product(name: "NIOPosix", package: "swift-nio")
let subprocess: Target.Dependency = .product(name: "Subprocess", package: "swift-subprocess")
let systemPackage: Target.Dependency = .product(name: "SystemPackage", package: "swift-system")
let serviceLifecycle: Target.Dependency = .product(name: "ServiceLifecycle", package: "swift-service-lifecycle")

// What may import what is said here and nowhere else: rules know no database, use cases know no HTTP, and the HTTP
// layer and the CLI know no SQL. ARCHITECTURE.md draws it.
let package = Package(
    name: "mentordesk",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "mentord", targets: ["mentord"]),
        .executable(name: "mentorctl", targets: ["mentorctl"]),
        .library(name: "Postgres", targets: ["Postgres"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        // PostgreSQL
        .systemLibrary(name: "CLibPQ", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .target(
            name: "Postgres",
            dependencies: ["CLibPQ", logging, .product(name: "DequeModule", package: "swift-collections")],
            swiftSettings: strict),
        .target(
            name: "PrivatePostgres",
            dependencies: [logging, subprocess, systemPackage], swiftSettings: strict),

        // Addresses of networks
        .target(name: "Networks", swiftSettings: strict),

        // Rules
        .target(name: "Scheduling", swiftSettings: strict),
        .target(name: "ZoneData", dependencies: ["Scheduling"], swiftSettings: strict),
        .target(name: "Curriculum", dependencies: ["Scheduling"], swiftSettings: strict),
        .target(name: "ICalendar", dependencies: ["Scheduling"], swiftSettings: strict),
        .target(name: "Documents", dependencies: ["Curriculum", "ICalendar", "Scheduling"], swiftSettings: strict),

        // The files of Config/, built in
        .target(
            name: "ConfigFiles", path: "Config", exclude: ["curricula/README.md", "mentord.yaml"],
            resources: [.embedInCode("holidays/cn.yaml"), .embedInCode("demo")]
                + ["foundations", "llm", "multimodal", "recsys", "aigc"].map { .embedInCode("curricula/\($0).yaml") },
            swiftSettings: strict),
        .target(
            name: "CurriculumFiles",
            dependencies: ["ConfigFiles", "Curriculum", .product(name: "Yams", package: "Yams")],
            swiftSettings: strict),

        // Use cases
        .target(
            name: "Schema", dependencies: ["Postgres", crypto], path: "Schema",
            resources: [.embedInCode("Migrations"), .embedInCode("Grants.sql")], swiftSettings: strict),
        .target(
            name: "Mentoring",
            dependencies: ["Curriculum", "ICalendar", "Postgres", "Scheduling", "ZoneData", crypto],
            swiftSettings: strict),
        .systemLibrary(name: "CXLSXWriter", pkgConfig: "xlsxwriter", providers: [.apt(["libxlsxwriter-dev"])]),
        .target(
            name: "Reports", dependencies: ["CXLSXWriter", "Mentoring", "Scheduling", subprocess, systemPackage],
            swiftSettings: strict),
        .target(
            name: "Notifications",
            dependencies: [
                "ICalendar", "Mentoring", "Networks", "Reports", "Scheduling", asyncHTTPClient, crypto, logging,
                nioCore, nioHTTP1, nioPosix, serviceLifecycle, .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ],
            swiftSettings: strict),

        // The edges
        .target(name: "APIModel", swiftSettings: strict),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .target(
            name: "HTTPAPI",
            dependencies: [
                "APIModel", "CZlib", "Curriculum", "Documents", "ICalendar", "Mentoring", "Networks", "Reports",
                "Scheduling",
                "ZoneData", crypto, logging, serviceLifecycle,
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "HummingbirdHTTP2", package: "hummingbird"),
                .product(name: "HummingbirdTLS", package: "hummingbird"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "NIOTLS", package: "swift-nio"),
                nioCore, nioHTTP1,
            ],
            swiftSettings: strict),
        .target(name: "CTerminal"),
        .target(name: "Terminal", dependencies: ["CTerminal"], swiftSettings: strict),
        .target(name: "ClientProfiles", swiftSettings: strict),
        .target(
            name: "AdminCLI",
            dependencies: [
                "APIModel", "ClientProfiles", "Scheduling", "Terminal", "ZoneData", argumentParser,
                asyncHTTPClient, nioCore, nioHTTP1, nioPosix,
            ],
            swiftSettings: strict),

        // How it is run and watched
        .target(
            name: "Settings",
            dependencies: [configuration, systemPackage, .product(name: "Yams", package: "Yams")],
            swiftSettings: strict),
        .target(name: "Monitoring", swiftSettings: strict),

        // The programs
        .executableTarget(name: "mentorctl", dependencies: ["AdminCLI"], swiftSettings: strict),
        .executableTarget(
            name: "mentord",
            dependencies: [
                "ClientProfiles", "ConfigFiles", "Curriculum", "CurriculumFiles", "HTTPAPI", "Mentoring", "Monitoring",
                "Notifications", "Postgres", "PrivatePostgres", "Scheduling", "Schema", "Settings", "ZoneData",
                argumentParser, crypto, logging,
                serviceLifecycle,
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
                .product(name: "Yams", package: "Yams"),
            ],
            swiftSettings: strict),

        // Measurements
        .executableTarget(
            name: "with-private-postgres", dependencies: ["PrivatePostgres", logging, subprocess, systemPackage],
            path: "Benchmarks/WithPrivatePostgres", swiftSettings: strict),
        .executableTarget(
            name: "postgres-benchmark", dependencies: ["CLibPQ", "Postgres", logging],
            path: "Benchmarks/PostgresBenchmark", swiftSettings: strict),
        .executableTarget(
            name: "slots-benchmark", dependencies: ["APIModel", "HTTPAPI", "Mentoring", "Scheduling", "ZoneData"],
            path: "Benchmarks/SlotsBenchmark", swiftSettings: strict),
        .executableTarget(
            name: "yardsticks",
            dependencies: [
                logging, nioCore, nioHTTP1, nioPosix, .product(name: "Hummingbird", package: "hummingbird"),
            ],
            path: "Benchmarks/Yardsticks", swiftSettings: strict),

        .executableTarget(
            name: "report-benchmark",
            dependencies: ["Mentoring", "Postgres", "Reports", "Scheduling", "Schema", "ZoneData", logging],
            path: "Benchmarks/ReportBenchmark", swiftSettings: strict),

        // Tests
        .target(
            name: "TestDatabase", dependencies: ["Postgres", "PrivatePostgres", logging], swiftSettings: strict),
        .target(name: "TestRandom", swiftSettings: strict),
        .target(name: "OutsideTools", swiftSettings: strict),
        .testTarget(
            name: "PostgresTests", dependencies: ["Postgres", "PrivatePostgres", "TestDatabase", logging],
            swiftSettings: strict),
        .testTarget(
            name: "PrivatePostgresTests", dependencies: ["PrivatePostgres", logging], swiftSettings: strict),
        .testTarget(
            name: "SchedulingTests", dependencies: ["Scheduling", "TestRandom", "ZoneData"],
            resources: [.copy("Cases")], swiftSettings: strict),
        .testTarget(
            name: "CurriculumTests", dependencies: ["Curriculum", "Scheduling", "TestRandom"], swiftSettings: strict),
        .testTarget(
            name: "CurriculumFilesTests",
            dependencies: ["ConfigFiles", "Curriculum", "CurriculumFiles", "Scheduling"], swiftSettings: strict),
        .testTarget(
            name: "DocumentsTests",
            dependencies: ["Curriculum", "CurriculumFiles", "Documents", "ICalendar", "Scheduling"],
            swiftSettings: strict),
        .testTarget(name: "ICalendarTests", dependencies: ["ICalendar", "Scheduling"], swiftSettings: strict),
        .testTarget(name: "TerminalTests", dependencies: ["Terminal"], swiftSettings: strict),
        .testTarget(
            name: "AdminCLITests",
            dependencies: [
                "APIModel", "AdminCLI", "ClientProfiles", "Scheduling", "Terminal", "ZoneData", argumentParser, nioCore,
                nioHTTP1, nioPosix,
            ],
            swiftSettings: strict),
        .testTarget(
            name: "APITests",
            dependencies: [
                "AdminCLI", "Curriculum", "CurriculumFiles", "HTTPAPI", "ICalendar", "Mentoring", "Notifications",
                "OutsideTools", "Postgres", "PrivatePostgres", "Reports", "Scheduling", "Schema", "Terminal",
                "TestDatabase", "ZoneData", crypto, logging, serviceLifecycle, asyncHTTPClient, nioCore, nioHTTP1,
                nioPosix,
            ],
            exclude: ["Parsers", "read_report.py", "verify_webhook.py"], swiftSettings: strict),
        .testTarget(
            name: "MentoringTests",
            dependencies: [
                "Curriculum", "CurriculumFiles", "Mentoring", "Postgres", "Scheduling", "Schema", "TestDatabase",
                "ZoneData",
            ],
            swiftSettings: strict),
        .testTarget(
            name: "NotificationsTests",
            dependencies: [
                "Mentoring", "Networks", "Notifications", "Reports", "Scheduling", "ZoneData", nioCore, nioPosix,
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ],
            swiftSettings: strict),
        .testTarget(
            name: "MentordTests",
            dependencies: [
                "ConfigFiles", "Curriculum", "CurriculumFiles", "HTTPAPI", "Mentoring", "Monitoring", "Postgres",
                "PrivatePostgres", "Scheduling", "Schema", "Settings", "TestDatabase", "ZoneData", "mentord",
                argumentParser, logging, serviceLifecycle, asyncHTTPClient,
                nioCore, nioHTTP1, .product(name: "Yams", package: "Yams"),
            ],
            swiftSettings: strict),
        .testTarget(
            name: "HTTPAPITests",
            dependencies: [
                "APIModel", "CZlib", "HTTPAPI", "Networks", "OutsideTools", "Scheduling", "TestRandom", logging,
                serviceLifecycle,
                asyncHTTPClient, nioCore, nioHTTP1, nioPosix, .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ],
            exclude: ["validate_openapi.py"], swiftSettings: strict),
    ]
)
