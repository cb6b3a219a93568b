import HTTPAPI

/// A principal for tests: its tokens are its role and name, `student-1`.
struct SampleCaller: Principal {
    let role: Role
    let name: String

    var principalID: String { "\(role.rawValue):\(name)" }
    var tokenID: String { "token-of-\(name)" }
    var mentorHandle: String? { role == .mentor ? name : nil }

    static func find(_ token: String) -> SampleCaller? {
        let parts = token.split(separator: "-", maxSplits: 1).map(String.init)
        guard parts.count == 2, let role = Role(rawValue: parts[0]) else { return nil }
        return SampleCaller(role: role, name: parts[1])
    }
}
