import Postgres

/// The ways things are told.
public enum DestinationKind: String, Sendable, Hashable, CaseIterable {
    case email
    /// An HTTP endpoint by the Standard Webhooks specification.
    case webhook
    /// 企业微信 group robot.
    case wecom
    /// 飞书 group robot.
    case feishu
    /// 钉钉 group robot.
    case dingtalk

    /// Whether many people's robots are limited and what comes at once is folded into one message.
    public var isRobot: Bool {
        switch self {
        case .wecom, .feishu, .dingtalk: true
        case .email, .webhook: false
        }
    }

    /// Whether a person reads it at once, so that it heeds their quiet hours.
    public var isReadByPeople: Bool { self != .webhook }
}

extension DestinationKind: PostgresCodable {}
