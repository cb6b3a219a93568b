import ArgumentParser
import Logging

/// Logs go to standard error; standard output is for answers.
enum Logs {
    /// How a line of the log looks.
    enum Format: String {
        case json, text
    }

    /// Starts logging, once a process.
    static func start(level: LogLevel, format: Format = .text) -> Logger {
        switch format {
        case .json: LoggingSystem.bootstrap { JSONLogHandler(label: $0) }
        case .text: LoggingSystem.bootstrap { StreamLogHandler.standardError(label: $0) }
        }
        var logger = Logger(label: "mentord")
        logger.logLevel = level.level
        return logger
    }

    /// For commands that say what went wrong themselves.
    static var quiet: Logger { Logger(label: "mentord") { _ in SwiftLogNoOpLogHandler() } }

    /// For the service group, whose own steps interest nobody unless they fail.
    static var lifecycle: Logger {
        var logger = Logger(label: "mentord")
        logger.logLevel = .error
        return logger
    }
}

/// A level of the log, as flags name it.
struct LogLevel: ExpressibleByArgument {
    let level: Logger.Level

    static let notice = LogLevel(level: .notice)
    static let info = LogLevel(level: .info)

    private init(level: Logger.Level) {
        self.level = level
    }

    init?(argument: String) {
        guard let level = Logger.Level(rawValue: argument) else { return nil }
        self.level = level
    }

    var defaultValueDescription: String { level.rawValue }
}
