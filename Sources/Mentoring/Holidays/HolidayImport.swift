public import Scheduling

/// Notices to be held over those that are known, such as a file of them says.
public struct HolidayImport: Sendable, Hashable {
    /// The value of a schedule's `holidays` that means them.
    public let region: String
    /// New ones, and those that take the place of the one with their number.
    public let notices: [HolidayNotice]
    /// Numbers of notices that shall not count any more.
    public let withdrawn: [String]

    public init(region: String, notices: [HolidayNotice], withdrawn: [String] = []) {
        self.region = region
        self.notices = notices
        self.withdrawn = withdrawn
    }
}
