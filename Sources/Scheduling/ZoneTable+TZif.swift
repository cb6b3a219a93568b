extension ZoneTable {
    /// Reads TZif data: the 64-bit block and footer of version 2 and later, else the 32-bit block.
    convenience init(tzif bytes: [UInt8]) throws(ZoneDataError) {
        var reader = ByteReader(bytes: bytes)
        var header = try Header(from: &reader)
        var timeSize = 4
        if header.version >= UInt8(ascii: "2") {
            try reader.skip(header.blockSize(timeSize: 4))
            header = try Header(from: &reader)
            timeSize = 8
        }
        guard header.leapCount == 0 else { throw .leapSeconds }
        guard header.typeCount > 0 else { throw .malformed("no local time types") }
        guard header.blockSize(timeSize: timeSize) <= reader.remaining else { throw .truncated }

        var times: [Int64] = []
        times.reserveCapacity(header.timeCount)
        for _ in 0..<header.timeCount {
            let time = timeSize == 8 ? try reader.int64() : Int64(try reader.int32())
            if let last = times.last, time <= last { throw .malformed("transitions out of order") }
            times.append(time)
        }
        var types: [Int] = []
        types.reserveCapacity(header.timeCount)
        for _ in 0..<header.timeCount {
            let type = Int(try reader.byte())
            guard type < header.typeCount else { throw .malformed("a local time type that is not there") }
            types.append(type)
        }
        var offsets: [Int32] = []
        offsets.reserveCapacity(header.typeCount)
        for _ in 0..<header.typeCount {
            let offset = try reader.int32()
            // RFC 9636 allows −25 to +26 hours; more would break the bounds the slot rules rely on.
            guard -93_600...93_600 ~= offset else { throw .malformed("an offset of \(offset) seconds") }
            offsets.append(offset)
            try reader.skip(2)
        }
        try reader.skip(
            header.abbreviationCount + header.standardIndicatorCount + header.universalIndicatorCount)
        let rule = timeSize == 8 ? try Self.footer(&reader) : nil
        self.init(
            initialOffset: offsets[0],
            transitions: zip(times, types).map { (at: $0, offset: offsets[$1]) },
            rule: rule)
    }

    private static func footer(_ reader: inout ByteReader) throws(ZoneDataError) -> ZoneFooterRule? {
        guard try reader.byte() == UInt8(ascii: "\n") else { throw .malformed("no footer") }
        let rest = reader.rest
        guard let end = rest.firstIndex(of: UInt8(ascii: "\n")) else { throw .truncated }
        let text = rest[rest.startIndex..<end]
        return text.isEmpty ? nil : try ZoneFooterRule(posix: text)
    }

    private struct Header {
        let version: UInt8
        let universalIndicatorCount: Int
        let standardIndicatorCount: Int
        let leapCount: Int
        let timeCount: Int
        let typeCount: Int
        let abbreviationCount: Int

        init(from reader: inout ByteReader) throws(ZoneDataError) {
            guard reader.remaining >= 4 else { throw .notTimeZoneData }
            for expected in "TZif".utf8 {
                guard try reader.byte() == expected else { throw .notTimeZoneData }
            }
            version = try reader.byte()
            try reader.skip(15)
            universalIndicatorCount = try reader.count()
            standardIndicatorCount = try reader.count()
            leapCount = try reader.count()
            timeCount = try reader.count()
            typeCount = try reader.count()
            abbreviationCount = try reader.count()
        }

        /// Bytes of the block that follows. Counts are 32-bit, so the sum cannot overflow.
        func blockSize(timeSize: Int) -> Int {
            timeCount * (timeSize + 1) + typeCount * 6 + abbreviationCount + leapCount * (timeSize + 4)
                + standardIndicatorCount + universalIndicatorCount
        }
    }

    /// Big-endian reads that throw at the end instead of trapping.
    private struct ByteReader {
        let bytes: [UInt8]
        var position = 0

        init(bytes: [UInt8]) {
            self.bytes = bytes
        }

        var remaining: Int { bytes.count - position }
        var rest: ArraySlice<UInt8> { bytes[position...] }

        mutating func skip(_ count: Int) throws(ZoneDataError) {
            guard count <= remaining else { throw .truncated }
            position += count
        }

        mutating func byte() throws(ZoneDataError) -> UInt8 {
            guard position < bytes.count else { throw .truncated }
            defer { position += 1 }
            return bytes[position]
        }

        mutating func count() throws(ZoneDataError) -> Int {
            Int(UInt32(bitPattern: try int32()))
        }

        mutating func int32() throws(ZoneDataError) -> Int32 {
            guard remaining >= 4 else { throw .truncated }
            defer { position += 4 }
            return bytes[position..<position + 4].reduce(0) { $0 << 8 | Int32($1) }
        }

        mutating func int64() throws(ZoneDataError) -> Int64 {
            guard remaining >= 8 else { throw .truncated }
            defer { position += 8 }
            return bytes[position..<position + 8].reduce(0) { $0 << 8 | Int64($1) }
        }
    }
}
