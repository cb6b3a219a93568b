import Foundation

/// A row of `offerings` as PostgreSQL's `to_jsonb` gives it: how offerings travel inside another row.
struct OfferingDocument: Codable, Sendable {
    let id: UUID
    let slug: String
    let title: String
    let direction: String?
    let durationMinutes: Int
    let stepMinutes: Int
    let bufferBeforeMinutes: Int
    let bufferAfterMinutes: Int
    let noticeMinutes: Int
    let horizonDays: Int
    let maxPerDay: Int?
    let maxPerWeek: Int?
    let approval: Approval
    let active: Bool
    let priceFen: Int?
    let meeting: Meeting?

    enum CodingKeys: String, CodingKey {
        case id, slug, title, direction, approval, active, meeting
        case durationMinutes = "duration_minutes"
        case stepMinutes = "step_minutes"
        case bufferBeforeMinutes = "buffer_before_minutes"
        case bufferAfterMinutes = "buffer_after_minutes"
        case noticeMinutes = "notice_minutes"
        case horizonDays = "horizon_days"
        case maxPerDay = "max_per_day"
        case maxPerWeek = "max_per_week"
        case priceFen = "price_fen"
    }

    var offering: Offering {
        Offering(
            id: OfferingID(uuid: id), slug: slug, title: title, direction: direction,
            durationMinutes: durationMinutes, stepMinutes: stepMinutes, bufferBeforeMinutes: bufferBeforeMinutes,
            bufferAfterMinutes: bufferAfterMinutes, noticeMinutes: noticeMinutes, horizonDays: horizonDays,
            maxPerDay: maxPerDay, maxPerWeek: maxPerWeek, approval: approval, isActive: active, priceFen: priceFen,
            meeting: meeting)
    }
}
