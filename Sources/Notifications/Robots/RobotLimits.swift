import Mentoring

/// How often each kind of robot may be written to, as its makers document.
enum RobotLimits {
    /// Nil for what has no limit. Windows are a second or two wider than documented: the makers count arrivals, and
    /// what leaves evenly may arrive in a crowd.
    static func of(_ kind: DestinationKind) -> [Deliveries.RobotLimit]? {
        switch kind {
        case .wecom, .dingtalk: [.init(count: 20, seconds: 62)]
        case .feishu: [.init(count: 5, seconds: 2), .init(count: 100, seconds: 62)]
        case .email, .webhook: nil
        }
    }
}
