import Mentoring
import Scheduling

/// How one maker's robots are written to, and what they answer.
protocol RobotFormat: Sendable {
    func body(of message: RobotMessage, language: EmailLanguage) -> [String: Any]
    func body(of report: RobotReport) -> [String: Any]
    /// The same with what proves who writes, where the robot asks for it.
    func signed(
        _ body: [String: Any], url: String, secret: String?, at now: Instant
    ) -> (url: String, body: [String: Any])
    /// The code in an answer; 0 is success, nil an answer of another shape.
    func code(in answer: [String: Any]) -> Int?
    /// The words beside it; the maker's, not for people.
    func message(in answer: [String: Any]) -> String
    func meaning(of code: Int, message: String) -> RobotRefusal
}

/// What a robot means by refusing.
enum RobotRefusal: Sendable, Hashable {
    /// It has been written to too often.
    case tooOften(seconds: Int)
    /// It is no more, or has been switched off.
    case gone
    /// What its owner has set (a signature, keywords, addresses) doesn't let anything through that comes from here: only
    /// the owner can change it.
    case closed
    /// This message will never be taken.
    case unwanted
    /// Anything else, the maker's own trouble among it.
    case other

    func failure(code: Int, retryAfterSeconds: Int?) -> DeliveryFailure {
        let answer = "it answered with the code \(code)"
        return switch self {
        case .tooOften(let seconds):
            DeliveryFailure(
                "\(answer): too many messages", .again(afterSeconds: max(seconds, retryAfterSeconds ?? 0)))
        case .gone: DeliveryFailure("\(answer): the robot is gone or switched off", .gone)
        case .closed:
            DeliveryFailure("\(answer): its signature, keywords or addresses don't let this service through", .gone)
        case .unwanted: DeliveryFailure("\(answer): it doesn't take this message", .refused)
        case .other: DeliveryFailure(answer, .again(afterSeconds: retryAfterSeconds))
        }
    }
}
