public import Foundation
public import Postgres

/// What an identifier names; gives the prefix people see.
public protocol IdentifierSubject: Sendable {
    /// Three letters, such as `mnt`.
    static var prefix: String { get }
}

/// The name of one object: a UUIDv7 inside, `prefix_` and 26 characters of Crockford base32 outside.
///
/// Both forms sort by the time they were made. The subject keeps a student's id from being used as a mentor's.
public struct Identifier<Subject: IdentifierSubject>: Hashable, Sendable, CustomStringConvertible {
    public let uuid: UUID

    public init(uuid: UUID) {
        self.uuid = uuid
    }

    /// Reads the outside form. Nil for another prefix, another length or a character that isn't in the alphabet.
    public init?(_ text: some StringProtocol) {
        let prefix = Subject.prefix
        guard text.utf8.count == prefix.utf8.count + 27, text.hasPrefix(prefix + "_"),
            let uuid = CrockfordBase32.uuid(text.utf8.dropFirst(prefix.utf8.count + 1))
        else { return nil }
        self.uuid = uuid
    }

    public var description: String {
        Subject.prefix + "_" + CrockfordBase32.text(uuid)
    }
}

extension Identifier: PostgresEncodable {
    public static var postgresType: PostgresType { .uuid }

    public func encode(into bytes: inout PostgresBytes) throws {
        uuid.encode(into: &bytes)
    }
}

extension Identifier: PostgresDecodable {
    public init(from cell: PostgresCell) throws {
        uuid = try UUID(from: cell)
    }

    public static func decodeArray(from cell: PostgresCell) throws -> [Identifier] {
        try UUID.decodeArray(from: cell).map { Identifier(uuid: $0) }
    }
}

/// The subjects of identifiers.
public enum Subjects {
    public enum Mentor: IdentifierSubject { public static var prefix: String { "mnt" } }
    public enum Student: IdentifierSubject { public static var prefix: String { "stu" } }
    public enum Offering: IdentifierSubject { public static var prefix: String { "off" } }
    public enum Consultation: IdentifierSubject { public static var prefix: String { "con" } }
    public enum Message: IdentifierSubject { public static var prefix: String { "msg" } }
    public enum Plan: IdentifierSubject { public static var prefix: String { "pln" } }
    public enum Event: IdentifierSubject { public static var prefix: String { "evt" } }
    public enum TimeOff: IdentifierSubject { public static var prefix: String { "tof" } }
    public enum Token: IdentifierSubject { public static var prefix: String { "tok" } }
    public enum AuditEntry: IdentifierSubject { public static var prefix: String { "aud" } }
    public enum SignInCode: IdentifierSubject { public static var prefix: String { "cod" } }
    public enum Attachment: IdentifierSubject { public static var prefix: String { "att" } }
    public enum Email: IdentifierSubject { public static var prefix: String { "eml" } }
    public enum Snapshot: IdentifierSubject { public static var prefix: String { "snp" } }
    public enum Webhook: IdentifierSubject { public static var prefix: String { "whk" } }
    public enum Channel: IdentifierSubject { public static var prefix: String { "chn" } }
    public enum Delivery: IdentifierSubject { public static var prefix: String { "dlv" } }
}

public typealias MentorID = Identifier<Subjects.Mentor>
public typealias StudentID = Identifier<Subjects.Student>
public typealias OfferingID = Identifier<Subjects.Offering>
public typealias ConsultationID = Identifier<Subjects.Consultation>
public typealias MessageID = Identifier<Subjects.Message>
public typealias PlanID = Identifier<Subjects.Plan>
public typealias EventID = Identifier<Subjects.Event>
public typealias TimeOffID = Identifier<Subjects.TimeOff>
public typealias TokenID = Identifier<Subjects.Token>
public typealias AuditEntryID = Identifier<Subjects.AuditEntry>
public typealias SignInCodeID = Identifier<Subjects.SignInCode>
public typealias AttachmentID = Identifier<Subjects.Attachment>
public typealias EmailID = Identifier<Subjects.Email>
public typealias SnapshotID = Identifier<Subjects.Snapshot>
public typealias WebhookID = Identifier<Subjects.Webhook>
public typealias ChannelID = Identifier<Subjects.Channel>
public typealias DeliveryID = Identifier<Subjects.Delivery>
