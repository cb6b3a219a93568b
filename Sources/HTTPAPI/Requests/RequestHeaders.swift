/// The header fields of a request, looked up without regard to case.
public struct RequestHeaders: Hashable, Sendable {
    private let fields: [(name: String, value: String)]

    /// - Parameter fields: names and values in the order received.
    public init(_ fields: [(name: String, value: String)] = []) {
        self.fields = fields
    }

    /// The value of a field, several ones joined by a comma as RFC 9110 allows; nil when there is none.
    public subscript(name: String) -> String? {
        var found: String?
        for field in fields where field.name.isEqualIgnoringASCIICase(to: name) {
            found = found.map { "\($0), \(field.value)" } ?? field.value
        }
        return found
    }

    /// Every value of a field, in the order received.
    public func all(_ name: String) -> [String] {
        fields.filter { $0.name.isEqualIgnoringASCIICase(to: name) }.map(\.value)
    }

    /// The octets of all names and values with the four that frame each line.
    public var byteCount: Int {
        fields.reduce(0) { $0 + $1.name.utf8.count + $1.value.utf8.count + 4 }
    }

    public static func == (left: RequestHeaders, right: RequestHeaders) -> Bool {
        left.fields.elementsEqual(right.fields) { $0 == $1 }
    }

    public func hash(into hasher: inout Hasher) {
        for field in fields {
            hasher.combine(field.name)
            hasher.combine(field.value)
        }
    }
}

extension String {
    func isEqualIgnoringASCIICase(to other: String) -> Bool {
        guard utf8.count == other.utf8.count else { return false }
        return zip(utf8, other.utf8).allSatisfy { left, right in
            left == right || (left | 0x20 == right | 0x20 && (0x61...0x7A).contains(left | 0x20))
        }
    }
}
