import Foundation
public import Postgres
import Scheduling
import Synchronization

/// What mentors' slots are reckoned from and the answers made of it, kept while nobody changes it.
///
/// PostgreSQL says which mentor a committed transaction concerned; what is held of that mentor is dropped then, a
/// moment after the commit. Nothing is held while nobody listens: a lost connection empties the cache. An answer also
/// carries the instants between which it holds, as slots change without a write. Bookings are never decided by it.
///
/// Thread-safe; one a process.
public final class SlotCache: Sendable {
    /// What happens to a cache.
    public enum Event: Sendable, Hashable {
        /// It listens, and is empty.
        case connected
        /// What was held of a mentor is dropped.
        case forgot(MentorID)
        /// What was held of all mentors is dropped: the holidays changed.
        case forgotAll
        /// It is empty and stays so until it listens again.
        case lost
    }

    /// How much is held at most, and how long on trust.
    public struct Limits: Sendable, Hashable {
        public var mentors = 2_000
        /// The octets of all answers together.
        public var answerBytes = 32 * 1024 * 1024
        /// How long a silent connection is trusted at most, give or take as much again.
        public var wordInterval = Duration.seconds(5)

        public init() {}
    }

    /// The channel of the database's triggers; the text is the mentor's UUID.
    static let channel = "mentordesk_mentor"
    /// The same for imports of holidays; the text is the import's version.
    static let holidayChannel = "mentordesk_holidays"

    /// What a reader asked for, as they wrote it.
    struct Request: Hashable, Sendable {
        let mentor: MentorName
        let offering: String?
        let from: String
        let to: String
        let tz: String?
    }

    /// An answer, and when it holds if nothing is written.
    struct Kept: Sendable {
        let answer: SlotsAnswer
        /// When it was made: an earlier clock must ask again.
        let from: Instant
        /// When it changes by itself; nil for never.
        let until: Instant?

        func holds(at now: Instant) -> Bool { from <= now && until.map { now < $0 } ?? true }
    }

    /// A basis in the cache, and which one it is: what is made of it is kept only while it is still there.
    struct Found: Sendable {
        let basis: SlotBasis
        let version: UInt64
    }

    /// A read of the database that is under way.
    struct Load: Sendable {
        fileprivate let number: UInt64
    }

    private struct Entry {
        let basis: SlotBasis
        /// From when on spans were read.
        let since: Instant
        let version: UInt64
        var names: Set<MentorName>
        var answers: [Request: Kept] = [:]
        var answerBytes = 0
        var usedAt: UInt64
    }

    private struct State {
        var isListening = false
        /// Sent to ourselves and not heard yet.
        var awaitedWord: String?
        var entries: [MentorID: Entry] = [:]
        var ids: [MentorName: MentorID] = [:]
        var answerBytes = 0
        /// The mentors that were forgotten while each load was under way; nil once everything was.
        var loads: [UInt64: Set<MentorID>?] = [:]
        /// Counts loads, entries and uses.
        var count: UInt64 = 0

        mutating func next() -> UInt64 {
            count += 1
            return count
        }

        mutating func drop(_ id: MentorID) {
            guard let entry = entries.removeValue(forKey: id) else { return }
            answerBytes -= entry.answerBytes
            for name in entry.names where ids[name] == id { ids[name] = nil }
        }

        mutating func clear() {
            entries = [:]
            ids = [:]
            answerBytes = 0
            for number in loads.keys { loads[number] = .some(nil) }
        }
    }

    private let limits: Limits
    private let observe: @Sendable (Event) -> Void
    private let state = Mutex(State())

    /// - Parameter observe: told of every event after it took effect.
    public init(limits: Limits = Limits(), observe: @escaping @Sendable (Event) -> Void = { _ in }) {
        self.limits = limits
        self.observe = observe
    }

    /// Listens until the task is cancelled or the client is shut down. Without it the cache holds nothing.
    ///
    /// A connection that looks alive may carry nothing: its network gone, or a pooler in between that takes LISTEN
    /// for a statement like any other. So the cache sends itself a word now and then, and holds something only while
    /// it hears it.
    public func run(_ database: PostgresClient) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                while (try? await Task.sleep(for: self.limits.wordInterval)) != nil {
                    if self.state.withLock({ $0.awaitedWord != nil }) { self.listen(false) }
                    await self.sendWord(database)
                }
            }
            for await event in database.listen([Self.channel, Self.holidayChannel]) {
                switch event {
                case .connected: await sendWord(database)
                case .lost: listen(false)
                case .notification(let notification) where notification.channel == Self.holidayChannel: forgetAll()
                case .notification(let notification): hear(notification.payload)
                }
            }
            group.cancelAll()
        }
        listen(false)
    }

    private func sendWord(_ database: PostgresClient) async {
        let word = "word \(UUID().uuidString)"
        state.withLock { $0.awaitedWord = word }
        // What can't be sent isn't heard either.
        _ = try? await database.query("SELECT pg_notify(\(Self.channel), \(word))")
    }

    private func hear(_ payload: String) {
        if let uuid = UUID(uuidString: payload) { return forget(MentorID(uuid: uuid)) }
        let isOwn = state.withLock { state in
            guard state.awaitedWord == payload else { return false }
            state.awaitedWord = nil
            return true
        }
        if isOwn { listen(true) }
    }

    /// Begins or ends to hold anything, from nothing.
    private func listen(_ isListening: Bool) {
        let isNews = state.withLock { state in
            guard state.isListening != isListening else { return false }
            state.clear()
            state.isListening = isListening
            return true
        }
        if isNews { observe(isListening ? .connected : .lost) }
    }

    /// Drops what is held of a mentor, and what is being read of them.
    func forget(_ mentor: MentorID) {
        state.withLock { state in
            state.drop(mentor)
            for (number, forgotten) in state.loads {
                if var forgotten {
                    forgotten.insert(mentor)
                    state.loads[number] = .some(forgotten)
                }
            }
        }
        observe(.forgot(mentor))
    }

    /// The same by name. Whose reads are under way is not known by name, so none of those is kept.
    func forget(named name: MentorName) {
        let id = state.withLock { state -> MentorID? in
            for number in state.loads.keys { state.loads[number] = .some(nil) }
            if case .id(let id) = name { return id }
            return state.ids[name]
        }
        if let id { forget(id) }
    }

    /// Drops everything that is held, and what is being read.
    func forgetAll() {
        state.withLock { $0.clear() }
        observe(.forgotAll)
    }

    // MARK: Reading

    /// An answer that was made for the same words and holds at an instant.
    func answer(to request: Request, at now: Instant) -> SlotsAnswer? {
        state.withLock { state in
            guard let id = state.ids[request.mentor], let kept = state.entries[id]?.answers[request],
                kept.holds(at: now)
            else { return nil }
            let use = state.next()
            state.entries[id]?.usedAt = use
            return kept.answer
        }
    }

    /// What a mentor's slots are reckoned from, if it reaches as far back as an instant needs.
    func basis(of mentor: MentorName, at now: Instant) -> Found? {
        state.withLock { state in
            guard let id = state.ids[mentor], let entry = state.entries[id],
                entry.since <= now.adding(days: -SlotBasis.lookBackDays)
            else { return nil }
            let use = state.next()
            state.entries[id]?.usedAt = use
            return Found(basis: entry.basis, version: entry.version)
        }
    }

    // MARK: Filling

    /// To be called before the database is read; every load is finished or abandoned.
    func begin() -> Load {
        state.withLock { state in
            let number = state.next()
            state.loads[number] = .some([])
            return Load(number: number)
        }
    }

    func abandon(_ load: Load) {
        state.withLock { _ = $0.loads.removeValue(forKey: load.number) }
    }

    /// Keeps what was read, unless the mentor changed meanwhile.
    ///
    /// - Returns: its version; nil where it isn't kept.
    func finish(_ load: Load, _ basis: SlotBasis, named name: MentorName, since: Instant) -> UInt64? {
        finish(load, [basis], named: [name], since: since).first
    }

    /// The same for many mentors read at once.
    ///
    /// - Returns: the versions of those that are kept.
    @discardableResult
    func finish(_ load: Load, _ bases: [SlotBasis], named names: Set<MentorName> = [], since: Instant) -> [UInt64] {
        state.withLock { state in
            guard let begun = state.loads.removeValue(forKey: load.number), let forgotten = begun, state.isListening
            else { return [] }
            var versions: [UInt64] = []
            for basis in bases where !forgotten.contains(basis.mentor.id) {
                let version = state.next()
                state.drop(basis.mentor.id)
                let names = names.union([.id(basis.mentor.id), .handle(basis.mentor.handle)])
                state.entries[basis.mentor.id] = Entry(
                    basis: basis, since: since, version: version, names: names, usedAt: version)
                for name in names { state.ids[name] = basis.mentor.id }
                versions.append(version)
            }
            if state.entries.count > limits.mentors { Self.shrink(&state, toMentors: limits.mentors * 3 / 4) }
            return versions
        }
    }

    /// Keeps an answer made of a basis that is still held.
    func keep(_ kept: Kept, for request: Request, of mentor: MentorID, version: UInt64) {
        state.withLock { state in
            guard var entry = state.entries.removeValue(forKey: mentor) else { return }
            defer { state.entries[mentor] = entry }
            guard entry.version == version else { return }
            state.answerBytes -= entry.answerBytes
            entry.answerBytes -= entry.answers[request]?.answer.bytes.count ?? 0
            entry.answers[request] = kept
            entry.answerBytes += kept.answer.bytes.count
            // Ranges that move along would pile up with a mentor who never changes.
            if entry.answers.count > Self.answersPerMentor {
                entry.answers = [request: kept]
                entry.answerBytes = kept.answer.bytes.count
            }
            state.answerBytes += entry.answerBytes
        }
        state.withLock { state in
            if state.answerBytes > limits.answerBytes {
                Self.shrink(&state, toAnswerBytes: limits.answerBytes * 3 / 4)
            }
        }
    }

    private static let answersPerMentor = 64

    /// Drops the mentors that were asked for longest ago, some more than it must: so it is seldom that it sorts.
    private static func shrink(_ state: inout State, toMentors count: Int = .max, toAnswerBytes bytes: Int = .max) {
        for (id, _) in state.entries.sorted(by: { $0.value.usedAt < $1.value.usedAt }) {
            guard state.entries.count > count || state.answerBytes > bytes else { return }
            state.drop(id)
        }
    }

    /// How many mentors and octets of answers are held.
    public var size: (mentors: Int, answerBytes: Int) {
        state.withLock { ($0.entries.count, $0.answerBytes) }
    }
}
