import APIModel
import Foundation
import Mentoring

extension Endpoints {
    private static let offeringAnswer = AnswerSchemas.offering(isPublic: false)

    var offeringRoutes: [Route<Bearer>] {
        [
            Route(
                .get, "/v1/mentor/offerings", name: "listOfferings", group: Groups.desk,
                summary: Words(zh: "我的服务", en: "My offerings"), access: .mentor,
                answers: [.page(of: Self.offeringAnswer, zh: "全部服务。", en: "All offerings.")], problems: [.notFound]
            ) { call, _ in
                let name = try mentor(call)
                guard try await desk.mentors.find(name) != nil else { throw APIFailure.notFound }
                let offerings = try await desk.offerings.list(of: name)
                return try .json(Page(data: offerings.map { APIModel.Offering($0, isPublic: false) }))
            },
            Route(
                .post, "/v1/mentor/offerings", name: "addOffering", group: Groups.desk,
                summary: Words(zh: "新增服务", en: "Add an offering"), access: .mentor, body: RequestSchemas.offering,
                answers: [.object(Self.offeringAnswer, status: 201, zh: "已新增。", en: "Added.")],
                problems: [.notFound, .alreadyExists], isIdempotent: true
            ) { call, bearer in
                let body = call.body
                let form = try OfferingForm(body)
                return try await call.answering(bearer) {
                    try .json(APIModel.Offering($0, isPublic: false), status: 201)
                } _: {
                    try await desk.offerings.add(form.offering, to: try mentor(call), by: bearer.caller, keeping: $0)
                }
            },
            Route(
                .patch, "/v1/mentor/offerings/{slug}", name: "changeOffering", group: Groups.desk,
                summary: Words(zh: "修改服务", en: "Change an offering"),
                details: Words(
                    zh: "已有的预约保持预约时的内容。", en: "What is booked keeps what it was booked with."),
                access: .mentor, body: RequestSchemas.offeringPatch,
                answers: [.object(Self.offeringAnswer, zh: "修改后的服务。", en: "The offering as it is then.")],
                problems: [.notFound, .alreadyExists]
            ) { call, bearer in
                let body = call.body
                let changed = try await desk.offerings.edit(
                    call.parameter("slug"), of: try mentor(call), by: bearer.caller
                ) { OfferingForm.apply(body, to: &$0) }
                return try .json(APIModel.Offering(changed, isPublic: false))
            },
        ]
    }
}

/// An offering as a body writes it.
private struct OfferingForm: Sendable {
    let body: Fields
    let slug: String
    let title: String
    let durationMinutes: Int

    init(_ body: Fields) throws {
        self.body = body
        slug = try body.getString("slug")
        title = try body.getString("title")
        durationMinutes = try body.getInteger("duration_minutes")
    }

    @Sendable func offering(_ id: OfferingID) -> Mentoring.Offering {
        var offering = Mentoring.Offering(id: id, slug: slug, title: title, durationMinutes: durationMinutes)
        Self.apply(body, to: &offering)
        return offering
    }

    /// Sets what the body mentions; null clears, or gives the default back.
    static func apply(_ body: Fields, to offering: inout Mentoring.Offering) {
        offering.slug = body.findString("slug") ?? offering.slug
        offering.title = body.findString("title") ?? offering.title
        offering.direction = body.stringChange("direction").applied(to: offering.direction)
        offering.durationMinutes = body.findInteger("duration_minutes") ?? offering.durationMinutes
        offering.stepMinutes =
            body.integerChange("step_minutes").applied(to: offering.stepMinutes) ?? offering.durationMinutes
        offering.bufferBeforeMinutes = body.findInteger("buffer_before_minutes") ?? offering.bufferBeforeMinutes
        offering.bufferAfterMinutes = body.findInteger("buffer_after_minutes") ?? offering.bufferAfterMinutes
        offering.noticeMinutes = body.findInteger("notice_minutes") ?? offering.noticeMinutes
        offering.horizonDays = body.findInteger("horizon_days") ?? offering.horizonDays
        offering.maxPerDay = body.integerChange("max_per_day").applied(to: offering.maxPerDay)
        offering.maxPerWeek = body.integerChange("max_per_week").applied(to: offering.maxPerWeek)
        offering.approval = body.findString("approval").flatMap(Approval.init) ?? offering.approval
        offering.isActive = body.findBoolean("active") ?? offering.isActive
        offering.priceFen = body.integerChange("price_fen").applied(to: offering.priceFen)
        if body.has("meeting") {
            offering.meeting = body.findFields("meeting").flatMap { fields in
                fields.findString("kind").map {
                    Mentoring.Meeting(kind: $0, url: fields.findString("url"), note: fields.findString("note"))
                }
            }
        }
    }
}
