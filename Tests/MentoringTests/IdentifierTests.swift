import Foundation
import Mentoring
import Scheduling
import Testing

struct IdentifierTests {
    private static let now = Instant(seconds: 1_795_428_000)

    @Test func `an identifier reads back from its text`() {
        let source = IdentifierSource()
        for _ in 0..<1_000 {
            let id: ConsultationID = source.next(at: Self.now)
            #expect(ConsultationID(id.description) == id)
            #expect(id.description.count == 30)
        }
        for number: UInt8 in [0, 1, 0x7F, 0xFF] {
            let uuid = UUID(uuid: (number, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, number))
            #expect(MentorID(MentorID(uuid: uuid).description)?.uuid == uuid)
        }
    }

    @Test func `the known form of a known UUID`() throws {
        // The ULID specification's alphabet and bit order; 128 ones are 7zzz….
        let ones = try #require(UUID(uuidString: "FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF"))
        #expect(StudentID(uuid: ones).description == "stu_7zzzzzzzzzzzzzzzzzzzzzzzzz")
        let one = try #require(UUID(uuidString: "00000000-0000-0000-0000-000000000021"))
        #expect(StudentID(uuid: one).description == "stu_00000000000000000000000011")
    }

    @Test func `an identifier is a UUIDv7 that carries its millisecond`() {
        let id: MessageID = IdentifierSource().next(at: Self.now.adding(microseconds: 123_456))
        let bytes = withUnsafeBytes(of: id.uuid.uuid) { Array($0) }
        #expect(bytes[6] >> 4 == 7)
        #expect(bytes[8] >> 6 == 0b10)
        let milliseconds = bytes.prefix(6).reduce(0 as Int64) { $0 << 8 | Int64($1) }
        #expect(milliseconds == Self.now.microseconds / 1_000 + 123)
    }

    @Test(arguments: [
        "", "con_", "con", "mnt_01kawx8c5efz8r4t2m0pq9v7ne", "con01kawx8c5efz8r4t2m0pq9v7nee",
        "con_01kawx8c5efz8r4t2m0pq9v7n", "con_01kawx8c5efz8r4t2m0pq9v7nee", "con_81kawx8c5efz8r4t2m0pq9v7ne",
        "con_z1kawx8c5efz8r4t2m0pq9v7ne", "con_01kawx8c5efz8r4t2m0pq9v7ni", "con_01kawx8c5efz8r4t2m0pq9v7nl",
        "con_01kawx8c5efz8r4t2m0pq9v7no", "con_01kawx8c5efz8r4t2m0pq9v7nu", "con_01kawx8c5efz8r4t2m0pq9v7n ",
        " con_01kawx8c5efz8r4t2m0pq9v7n", "con_01kawx8c5efz8r4t2m0pq9v7né", "con_01kawx8c5efz8r4t2m0pq9v7n\u{0}",
        "con_01kawx8c5efz8r4t2m0pq9v7nｅ", "CON_01kawx8c5efz8r4t2m0pq9v7ne", "con_-1kawx8c5efz8r4t2m0pq9v7ne",
    ])
    func `what is no identifier is refused`(text: String) {
        #expect(ConsultationID(text) == nil)
    }

    @Test func `capitals of the alphabet read as what they mean`() {
        let id: TokenID = IdentifierSource().next(at: Self.now)
        let text = id.description
        #expect(TokenID("tok_" + text.dropFirst(4).uppercased()) == id)
    }

    @Test func `under a frozen clock identifiers sort in the order they were made, as text and as bytes`() {
        let source = IdentifierSource()
        let ids: [EventID] = (0..<20_000).map { _ in source.next(at: Self.now) }
        let texts = ids.map(\.description)
        #expect(texts == texts.sorted())
        let bytes = ids.map { id in withUnsafeBytes(of: id.uuid.uuid) { Array($0) } }
        #expect(zip(bytes, bytes.dropFirst()).allSatisfy { $0.lexicographicallyPrecedes($1) })
    }

    @Test func `a later millisecond sorts behind an earlier one`() {
        let source = IdentifierSource()
        let texts = (0..<5_000).map { index in
            source.next(MentorID.self, at: Self.now.adding(microseconds: Int64(index) * 1_000)).description
        }
        #expect(texts == texts.sorted())
    }

    @Test func `100,000 identifiers of eight tasks under one frozen clock are all different`() async {
        let source = IdentifierSource()
        let all = await withTaskGroup(of: [StudentID].self) { group in
            for _ in 0..<8 {
                group.addTask { (0..<12_500).map { _ in source.next(at: Self.now) } }
            }
            var all: [StudentID] = []
            for await ids in group {
                let texts = ids.map(\.description)
                #expect(texts == texts.sorted())
                all += ids
            }
            return all
        }
        #expect(all.count == 100_000)
        #expect(Set(all).count == 100_000)
    }

    @Test func `a mentor is named by id or by handle`() {
        let id: MentorID = IdentifierSource().next(at: Self.now)
        #expect(MentorName(id.description) == .id(id))
        #expect(MentorName("lin-zhiyao") == .handle("lin-zhiyao"))
        #expect(MentorName("mnt_short") == .handle("mnt_short"))
    }
}
