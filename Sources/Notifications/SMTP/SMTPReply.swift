/// A server's answer to one command.
struct SMTPReply: Sendable, Hashable {
    let code: Int
    /// The text of each line, without code and line end.
    let lines: [String]

    var isPositive: Bool { (200..<400).contains(code) }
    /// The same command would be refused again.
    var isPermanent: Bool { (500..<600).contains(code) }

    /// Collects the lines of a reply.
    struct Collector {
        private var code: Int?
        private var lines: [String] = []

        /// Whether a reply has begun and its last line isn't there yet.
        var isWithin: Bool { code != nil }

        /// - Returns: the reply, when this line ends it.
        /// - Throws: ``SMTPFailure/malformedReply``.
        mutating func add(_ line: String) throws(SMTPFailure) -> SMTPReply? {
            let digits = line.prefix(3)
            guard digits.utf8.count == 3, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
                let number = Int(digits), (200..<600).contains(number), code == nil || code == number,
                lines.count < 100
            else { throw .malformedReply }
            let mark = line.dropFirst(3).first
            guard mark == nil || mark == " " || mark == "-" else { throw .malformedReply }
            code = number
            lines.append(String(line.dropFirst(4)))
            guard mark != "-" else { return nil }
            defer {
                code = nil
                lines = []
            }
            return SMTPReply(code: number, lines: lines)
        }
    }
}

/// Why an e-mail was not handed over this time. Holds no address and no password.
enum SMTPFailure: Error, Hashable, CustomStringConvertible {
    case timedOut
    case disconnected
    case malformedReply
    /// The server spoke without being asked: somebody may be putting words into its mouth.
    case unexpectedReply
    case noSTARTTLS
    case noKnownAuthentication
    /// The server refused a step.
    case refused(step: String, code: Int)

    var description: String {
        switch self {
        case .timedOut: "the SMTP server took too long"
        case .disconnected: "the SMTP server closed the connection"
        case .malformedReply: "the SMTP server's reply makes no sense"
        case .unexpectedReply: "the SMTP server spoke out of turn"
        case .noSTARTTLS: "the SMTP server doesn't offer STARTTLS"
        case .noKnownAuthentication: "the SMTP server offers neither AUTH PLAIN nor AUTH LOGIN"
        case .refused(let step, let code): "the SMTP server refused \(step) with \(code)"
        }
    }
}
