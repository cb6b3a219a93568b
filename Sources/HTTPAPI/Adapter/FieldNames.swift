import HTTPTypes
import Synchronization

/// Names of header fields by their texts. Checking and lower-casing a name costs more than looking it up, and an answer
/// has a dozen. Bounded by what the routes write; thread-safe.
enum FieldNames {
    private static let limit = 256
    private static let known = Mutex<[String: HTTPField.Name]>([:])

    /// The names of an answer's fields, in its order; a field whose name is none is left out.
    static func fields(of headers: [(name: String, value: String)], room: Int) -> HTTPFields {
        var fields = HTTPFields()
        fields.reserveCapacity(headers.count + room)
        known.withLock { known in
            for header in headers {
                if let name = known[header.name] {
                    fields.append(HTTPField(name: name, value: header.value))
                } else if let name = HTTPField.Name(header.name) {
                    if known.count < limit { known[header.name] = name }
                    fields.append(HTTPField(name: name, value: header.value))
                }
            }
        }
        return fields
    }
}
