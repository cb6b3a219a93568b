/// One version of a mentor's schedule.
public struct ScheduleVersion: Codable, Hashable, Sendable {
    public var version: Int
    public var changedAt: String
    /// The label of the token that wrote it; `operator` for one written at the database's side.
    public var changedBy: String
    /// The version whose content an undo brought back, or null.
    @Nullable public var restores: Int?
    /// What changed against the version before, in the language of the request.
    public var summary: String

    public init(version: Int, changedAt: String, changedBy: String, restores: Int?, summary: String) {
        self.version = version
        self.changedAt = changedAt
        self.changedBy = changedBy
        self._restores = Nullable(wrappedValue: restores)
        self.summary = summary
    }
}
