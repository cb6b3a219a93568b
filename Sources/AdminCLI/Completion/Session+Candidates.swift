import APIModel
import Foundation
import Terminal

extension Session {
    /// What of the server could stand where somebody types.
    func candidates(_ subject: LiveSubject, line: TypedLine) async throws -> [LiveCompletion.Candidate] {
        switch subject {
        case .consultations(let statuses):
            let view = consultationText
            return short(try await consultations(statuses: statuses, limit: 100).items, \.id) {
                "\(view.status($0.status)) · \(view.line($0))"
            }
        case .attachments:
            guard let id = try await consultationNamed(on: line) else { return [] }
            return short(try await attachments(of: id).items, \.id) { "\($0.filename), \(FileSize.text($0.size))" }
        case .messages:
            guard let id = try await consultationNamed(on: line) else { return [] }
            // The newest first: it is mostly the last one that somebody thinks of.
            return short(try await messages(of: id).items.reversed(), \.id) { message in
                "\(message.sender.name): \(message.body ?? text(.messageDeleted))"
            }
        case .plans(let statuses):
            let status = statuses.isEmpty ? nil : statuses.joined(separator: ",")
            return short(try await plans(status: status, limit: 100).items, \.id) { planText.line($0) }
        case .planAsks:
            return short(try await planAsks().items, \.plan) { "\($0.student) · \($0.direction)" }
        case .steps:
            let plans = try await plans(limit: 100).items
            let id = line.named(among: plans.map(\.id), prefix: "pln_")
            return (plans.first { $0.id == id }?.steps ?? []).map { step in
                let title = language == .chinese ? step.title : step.titleEn
                return LiveCompletion.Candidate(
                    word: step.slug, about: "\(planText.status(ofStep: step.status)) · \(title)")
            }
        case .deliveries(let states):
            let items = try await deliveries(limit: 100).items.filter { states.contains($0.state) }
            return short(items, \.id) { "\($0.state) · \($0.topic) → \($0.destination.label)" }
        case .channels:
            let channels: NotificationChannels = try await send(.get("v1", "me", "channels")).decoded()
            return short(channels.data, \.id) { "\($0.kind) · \($0.label)" }
        case .webhooks:
            return short(try await webhooks().items, \.id) { "\($0.kind) · \($0.label)" }
        case .destinations:
            // The API takes these whole.
            var seen: Set<String> = []
            return try await deliveries(limit: 100).items.map(\.destination).filter { seen.insert($0.id).inserted }
                .map { LiveCompletion.Candidate(word: $0.id, about: "\($0.kind) · \($0.label)") }
        case .offerings:
            var listing = Listing<Offering>()
            _ = try listing.add(try await sendForMentor(.get("v1", "mentor", "offerings")))
            return listing.items.map { LiveCompletion.Candidate(word: $0.slug, about: $0.title) }
        case .students:
            return short(try await students(limit: 100).items, \.id) { $0.name }
        case .mentors:
            let listing = try await list(.get("v1", "mentors"), of: Mentor.self, limit: 500)
            return listing.items.map { LiveCompletion.Candidate(word: $0.handle, about: $0.name) }
        case .directions:
            return try await directions().items.map { direction in
                LiveCompletion.Candidate(
                    word: direction.slug, about: language == .chinese ? direction.name : direction.nameEn)
            }
        case .timeOff:
            let schedule = try await schedule().schedule
            let spans = schedule.timeOff.filter { $0.id != nil }
            return short(spans, { $0.id ?? "" }) { span in
                [clock.span(span.start, span.end, in: schedule.timezone), span.note].compactMap { $0 }
                    .joined(separator: " · ")
            }
        case .tokens:
            return short(try await tokens().items, \.id) { "\(role($0.role)) · \($0.label)" }
        case .measures:
            let answer = try await send(
                .get("v1", "reports", "trend", query: [("mentor", mentor), ("weeks", "1")]))
            let figures = FigureText(language: language)
            return try answer.decoded(as: ReportTrend.self).measures.map {
                LiveCompletion.Candidate(word: $0.measure, about: figures.name(of: $0))
            }
        case .profiles, .settings, .weeks, .fields, .words:
            return []
        }
    }

    /// Things by the last characters of their ids.
    private func short<Item>(
        _ items: some Sequence<Item>, _ id: (Item) -> String, _ about: (Item) -> String
    ) -> [LiveCompletion.Candidate] {
        let items = Array(items)
        let shown = ShortIdentifier.shown(items.map(id))
        return items.map { item in
            LiveCompletion.Candidate(word: (shown[id(item)] ?? id(item)).lowercased(), about: about(item))
        }
    }

    private func consultationNamed(on line: TypedLine) async throws -> String? {
        for word in line.words where ShortIdentifier.isWhole(word, prefix: "con_") { return word }
        let ids = try await consultations(statuses: [], limit: 500).items.map(\.id)
        return line.named(among: ids, prefix: "con_")
    }
}
