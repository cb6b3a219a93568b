import ArgumentParser
import Foundation

/// The service's secrets, newest first: `MENTORDESK_SECRET_KEY`, or the lines of the file that
/// `MENTORDESK_SECRET_KEY_FILE` names. Base64, 32 bytes or more each; several separated by spaces or line feeds.
enum SecretKeys {
    static func load(environment: [String: String]) throws -> [Data] {
        var text = environment["MENTORDESK_SECRET_KEY"]
        if let path = environment["MENTORDESK_SECRET_KEY_FILE"] {
            guard let contents = try? String(contentsOfFile: path, encoding: .utf8) else {
                throw ValidationError("MENTORDESK_SECRET_KEY_FILE names a file that can't be read: \(path)")
            }
            text = contents
        }
        guard let text, !text.isEmpty else {
            throw ValidationError(
                "Set MENTORDESK_SECRET_KEY to 32 random bytes in base64, or MENTORDESK_SECRET_KEY_FILE.")
        }
        return try text.split(whereSeparator: \.isWhitespace).map { part in
            guard let data = Data(base64Encoded: String(part)), data.count >= 32 else {
                throw ValidationError("MENTORDESK_SECRET_KEY must be base64 of 32 bytes or more.")
            }
            return data
        }
    }
}
