/// Why bytes are not usable as the rules of a time zone.
public enum ZoneDataError: Error, Hashable, Sendable {
    /// They don't begin as TZif data does.
    case notTimeZoneData
    /// They end before what their header announces.
    case truncated
    /// They count leap seconds (the `right/` files), which no wall clock here does.
    case leapSeconds
    /// Something in them contradicts the format; the text says what.
    case malformed(String)
}
