/// Why bytes could not be read as a JSON document within the limits.
public enum JSONSyntaxError: Error, Hashable, Sendable {
    case empty
    case notUTF8(byteOffset: Int)
    case malformed(byteOffset: Int)
    case notAnObject
    case nestedTooDeep(limit: Int)
    case tooManyValues(limit: Int)
    case repeatedKey(pointer: String)
}
