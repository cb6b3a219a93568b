/// What an undo of the schedule's last change would do.
public struct ScheduleUndoPreview: Codable, Hashable, Sendable {
    /// The version whose content would come back.
    public var restores: Int
    /// The schedule it would be then.
    public var schedule: Schedule
    public var preview: SchedulePreview

    public init(restores: Int, schedule: Schedule, preview: SchedulePreview) {
        self.restores = restores
        self.schedule = schedule
        self.preview = preview
    }
}
