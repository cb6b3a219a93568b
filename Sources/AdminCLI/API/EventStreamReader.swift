/// Takes server-sent events out of octets as they come, however they are cut.
struct EventStreamReader: Sendable {
    /// One event: its id, where it has one, and its data.
    struct Event: Equatable, Sendable {
        var id: String?
        var data: String
    }

    private var line: [UInt8] = []
    private var endsWithReturn = false
    private var id: String?
    private var data: [String] = []

    /// The events that these octets complete.
    mutating func take(_ octets: some Sequence<UInt8>) -> [Event] {
        var events: [Event] = []
        for octet in octets {
            // A line ends with CR, LF or both.
            if octet == 0x0A, endsWithReturn {
                endsWithReturn = false
                continue
            }
            endsWithReturn = octet == 0x0D
            guard octet == 0x0A || octet == 0x0D else {
                line.append(octet)
                continue
            }
            if let event = end(of: String(decoding: line, as: UTF8.self)) { events.append(event) }
            line = []
        }
        return events
    }

    private mutating func end(of line: String) -> Event? {
        guard !line.isEmpty else {
            defer { (id, data) = (nil, []) }
            return data.isEmpty ? nil : Event(id: id, data: data.joined(separator: "\n"))
        }
        let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        var value = parts.count > 1 ? String(parts[1]) : ""
        if value.hasPrefix(" ") { value.removeFirst() }
        switch parts[0] {
        case "id": id = value
        case "data": data.append(value)
        default: break
        }
        return nil
    }
}
