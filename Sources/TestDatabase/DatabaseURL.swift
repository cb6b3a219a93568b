/// A `postgres://` URL whose database and user can be exchanged.
struct DatabaseURL: Sendable {
    /// Up to the path: `postgres://user@host:5432`.
    private let authority: Substring
    private let database: Substring
    private let query: [Substring]

    init(_ text: String) {
        let parts = text.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let head = parts[0]
        query = parts.count > 1 ? parts[1].split(separator: "&") : []
        let afterScheme = head.firstRange(of: "://")?.upperBound ?? head.startIndex
        let slash = head[afterScheme...].firstIndex(of: "/") ?? head.endIndex
        authority = head[..<slash]
        database = head[slash...].dropFirst()
    }

    func replacing(database: String) -> String { text(database: Substring(database), query: query) }

    /// libpq lets `user` among the parameters win over the one before the host.
    func replacing(user: String) -> String {
        text(database: database, query: query.filter { !$0.hasPrefix("user=") } + ["user=\(user)"])
    }

    private func text(database: Substring, query: [Substring]) -> String {
        "\(authority)/\(database)" + (query.isEmpty ? "" : "?" + query.joined(separator: "&"))
    }
}
