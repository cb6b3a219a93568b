import Foundation
import PrivatePostgres

/// What `mentord dev` says when it is ready: where, with which tokens, and what to try first.
struct Welcome {
    let url: String
    let tokens: DevelopmentSecrets.Tokens
    let cluster: PrivateCluster
    let profilePath: String

    var text: String {
        var lines = [
            "", "MentorDesk is ready.", "",
            "  API        \(url)",
            "  docs       \(url)/docs",
            "  data       \(cluster.dataDirectory) (PostgreSQL \(cluster.version))",
            "  mentorctl  profile \"dev\" in \(profilePath)", "", "Tokens",
            "  admin    \(tokens.admin)",
        ]
        if let mentor = tokens.mentor, let handle = tokens.mentorHandle {
            lines.append("  mentor   \(mentor)  \(handle)")
        }
        if let student = tokens.student, let name = tokens.studentName {
            lines.append("  student  \(student)  \(name)")
        }
        lines += ["", "Try", "  \(mentorctl) \(tokens.mentor == nil ? "--profile dev-admin mentor list" : "inbox")"]
        if let handle = tokens.mentorHandle, let student = tokens.student {
            lines += [
                "  \(mentorctl) slots \(handle) --offering \(Self.offering)",
                "  curl -s \(url)/v1/consultations -H 'Authorization: Bearer \(student)'",
            ]
        } else {
            lines += [
                "  curl -s \(url)/v1/directions",
                "  curl -s \(url)/v1/me -H 'Authorization: Bearer \(tokens.admin)'",
            ]
        }
        return (lines + ["", "Ctrl-C stops it; the data stay.", "", ""]).joined(separator: "\n")
    }

    /// The first offering of every mentor of the demonstration is a planning session.
    private static let offering = "free-planning"

    /// The sibling of this program, as short as it can be typed here.
    private var mentorctl: String {
        let program = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
            .appendingPathComponent("mentorctl").path
        let here = FileManager.default.currentDirectoryPath + "/"
        guard FileManager.default.isExecutableFile(atPath: program) else { return "mentorctl" }
        return program.hasPrefix(here) ? String(program.dropFirst(here.count)) : program
    }
}
