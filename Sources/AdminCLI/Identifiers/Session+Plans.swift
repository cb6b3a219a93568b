import APIModel
import Foundation
import Terminal

extension Session {
    var planText: PlanText { PlanText(self) }

    /// One plan as it stands, with the version it has.
    struct FoundPlan: Sendable {
        var plan: Plan
        var etag: String?
        var body: Data
    }

    /// The caller's plans.
    func plans(status: String? = nil, direction: String? = nil, limit: Int) async throws -> Listing<Plan> {
        try await list(
            .get(
                "v1", "plans", query: [("status", status), ("direction", direction), ("mentor", mentor)]),
            of: Plan.self, limit: limit)
    }

    /// What a mentor is asked to take; nothing for those who are nobody's mentor.
    func planAsks() async throws -> Listing<PlanAsk> {
        var listing = Listing<PlanAsk>()
        do {
            _ = try listing.add(try await sendForMentor(.get("v1", "mentor", "plan-asks")))
        } catch let failure as APIFailure where failure.status == 403 || failure.status == 422 {
            return listing
        }
        return listing
    }

    /// The ask of this id, whole or short; nil for a whole id that isn't among them.
    func ask(_ text: String, among asks: [PlanAsk]) throws -> PlanAsk? {
        if ShortIdentifier.isWhole(text, prefix: "pln_") { return asks.first { $0.plan == text } }
        try requireLength(text, prefix: "pln_")
        let found = try only(
            ShortIdentifier.matches(text, among: asks.map(\.plan), prefix: "pln_"), text: text
        ) { id in asks.first { $0.plan == id }?.student.printableLine ?? "" }
        return asks.first { $0.plan == found }
    }

    /// The plan with this id, whole or short.
    func plan(_ text: String) async throws -> FoundPlan {
        let answer = try await send(.get("v1", "plans", try await planID(text)))
        return FoundPlan(plan: try answer.decoded(), etag: answer.etag, body: answer.body)
    }

    private func planID(_ text: String) async throws -> String {
        if ShortIdentifier.isWhole(text, prefix: "pln_") { return text }
        try requireLength(text, prefix: "pln_")
        let listing = try await plans(limit: 1_000)
        let found = ShortIdentifier.matches(text, among: listing.items.map(\.id), prefix: "pln_")
        return try only(found, text: text) { id in listing.items.first { $0.id == id }.map { planText.line($0) } ?? "" }
    }

    /// The whole reading of a change: what is set, the plan's days, and who is told.
    func planReading(_ lines: [String], of plan: Plan) -> String {
        let days = [planText.terms(plan), planText.shortfall(plan)].compactMap { $0 }.joined(separator: "; ")
        return (lines + [days, text(.told, ["student": plan.student.name.printableLine])]).joined(separator: "\n")
    }

    /// Changes a step of a plan, after its reading was agreed to.
    func change(
        _ id: String, _ step: String, _ body: JSON, _ write: WriteOptions, reading: (Plan, PlanText) -> String
    ) async throws {
        let found = try await plan(id)
        try confirm(planReading([reading(found.plan, planText)], of: found.plan), write)
        let call = APICall.patch("v1", "plans", found.plan.id, "steps", step, body: body)
        try printPlan(try await send(call.matching(found.etag)))
    }

    /// Prints what became of a plan, or the server's JSON where that was asked for.
    func printPlan(_ answer: APIAnswer) throws {
        if printsJSON { return print(json: answer.body) }
        print(.planDone, ["what": planText.line(try answer.decoded(as: Plan.self))])
    }
}
