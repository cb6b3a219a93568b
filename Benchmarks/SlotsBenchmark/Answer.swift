import APIModel
import Foundation
import HTTPAPI
import Mentoring
import Scheduling

/// One answer about slots, written by the service's own writer and by Foundation's encoder.
struct Answer {
    private let listing: Slots.Listing
    private let zone: ZoneRules
    private let dated: Dated

    private struct Dated: Encodable {
        struct Span: Encodable {
            let start: Date
            let end: Date
        }

        let mentor: String
        let offering: String
        let timezone: String
        let slots: [Span]
        let nextAvailable: Span?
    }

    var count: Int { listing.starts.count }

    init(desks: Desks) throws {
        zone = desks.zone
        let starts = desks.starts(of: 0)
        listing = Slots.Listing(
            mentorHandle: "lin-zhiyao", mentorTimezone: zone.name, offeringSlug: "mock-theory", durationMinutes: 60,
            starts: starts, next: starts.last?.adding(days: 1))
        let span = { (start: Instant) in
            let date = Date(timeIntervalSince1970: Double(start.seconds))
            return Dated.Span(start: date, end: date + 3_600)
        }
        dated = Dated(
            mentor: listing.mentorHandle, offering: listing.offeringSlug, timezone: zone.name, slots: starts.map(span),
            nextAvailable: listing.next.map(span))
    }

    /// From instants to octets.
    var written: [UInt8] { SlotsWriter(listing: listing, zone: zone).bytes }

    /// The same by the wire model: a text for each instant, then Foundation's encoder.
    func encodedFromTexts() throws -> Data {
        let slot = { (start: Instant) in
            Slot(
                start: start.rfc3339(in: zone),
                end: start.adding(minutes: listing.durationMinutes).rfc3339(in: zone))
        }
        return try JSONEncoder().encode(
            APIModel.SlotsAnswer(
                mentor: listing.mentorHandle, offering: listing.offeringSlug, timezone: zone.name,
                slots: listing.starts.map(slot), nextAvailable: listing.next.map(slot)))
    }

    /// The same as most would write it: dates, with the encoder's own ISO 8601.
    func encodedFromDates() throws -> Data {
        let encoder = JSONEncoder()
        encoder.dateEncodingStrategy = .iso8601
        return try encoder.encode(dated)
    }
}
