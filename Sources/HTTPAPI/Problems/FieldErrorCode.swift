/// The stable words for what is wrong with one field or query parameter.
public enum FieldErrorCode: String, CaseIterable, Hashable, Sendable {
    case required
    case unknownField = "unknown_field"
    case wrongType = "wrong_type"
    case tooShort = "too_short"
    case tooLong = "too_long"
    case outOfRange = "out_of_range"
    case invalidFormat = "invalid_format"
    case invalidChoice = "invalid_choice"
    case tooFew = "too_few"
    case tooMany = "too_many"
    case duplicate
    case controlCharacter = "control_character"
    case notNullable = "not_nullable"
    case unknownZone = "unknown_zone"
    case notFound = "not_found"
    case notAllowed = "not_allowed"
    case invalidCursor = "invalid_cursor"
    case invalidOrder = "invalid_order"
    case rangeTooLong = "range_too_long"
    case overlap
    case inThePast = "in_the_past"
    case alreadyTaken = "already_taken"
    case incorrect
    case prerequisiteOpen = "prerequisite_open"
}
