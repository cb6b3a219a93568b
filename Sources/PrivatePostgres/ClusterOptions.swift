public import Logging

extension PrivateCluster {
    /// What a private cluster is asked to be.
    public struct Options: Sendable {
        /// The folder that keeps the cluster, absolute or relative to the working directory; it is made when missing.
        /// `nil` asks for a temporary folder of its own, removed together with the server.
        public var dataDirectory: String?
        /// The database that exists once ``PrivateCluster/start(_:)`` returned, and that ``PrivateCluster/url`` names.
        public var databaseName: String
        /// The superuser and owner of that database.
        public var superuser: String
        /// Whether a committed transaction survives a crash of the machine. Without it the server is faster and a crash
        /// of the *machine* may destroy the data; a crash of the server alone does not.
        public var isDurable: Bool
        /// How many connections the server takes at once.
        public var maxConnections: Int
        /// More server settings by name, such as `["work_mem": "8MB"]`. They win over everything this module sets,
        /// except where the server listens and what it is called.
        public var settings: [String: String]
        /// How long one start of the server may take, crash recovery included.
        public var startLimit: Duration
        /// The folder of the server programs (`postgres`, `initdb`, `psql`); `nil` looks for the newest installed.
        public var binaryDirectory: String?
        /// Where root keeps the data of clusters whose folder no other account can enter.
        public var stateDirectory: String
        /// Told of each event in the life of the server, in order.
        public var onEvent: @Sendable (Event) -> Void
        /// Told the same in words.
        public var logger: Logger

        /// Options of a durable cluster in a folder.
        public init(dataDirectory: String, databaseName: String = "mentordesk", logger: Logger) {
            self.dataDirectory = dataDirectory
            self.databaseName = databaseName
            self.superuser = "postgres"
            self.isDurable = true
            self.maxConnections = 100
            self.settings = [:]
            self.startLimit = .seconds(120)
            self.binaryDirectory = nil
            self.stateDirectory = "/var/lib/mentordesk-dev"
            self.onEvent = { _ in }
            self.logger = logger
        }

        /// Options of a fast cluster that leaves nothing behind, for tests and measurements.
        public static func temporary(databaseName: String = "mentordesk", logger: Logger) -> Options {
            var options = Options(dataDirectory: "", databaseName: databaseName, logger: logger)
            options.dataDirectory = nil
            options.isDurable = false
            return options
        }
    }

    /// Something that happened to the server.
    public enum Event: Sendable, Hashable {
        /// It accepts connections.
        case ready(postmasterPID: Int32)
        /// It ended although nobody asked it to; `reason` is a sentence.
        case endedUnexpectedly(reason: String)
        /// It will be started again after this pause; `attempt` counts from 1.
        case restarting(attempt: Int, delay: Duration)
        /// Starting it again failed; there will be another attempt.
        case restartFailed(reason: String)
        /// It was stopped as asked.
        case stopped
    }

    /// How to end the server.
    public enum StopMode: Sendable, Hashable {
        /// Rolls back what runs, writes everything out, ends in order.
        case fast
        /// Ends at once; the next start recovers from the log.
        case immediate
    }
}
