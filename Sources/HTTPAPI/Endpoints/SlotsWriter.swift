package import Mentoring
package import Scheduling

/// Writes the slots answer, the one students read most, as octets in one pass: no encoder, no string a slot.
package struct SlotsWriter {
    let listing: Slots.Listing
    /// The zone the answer's instants are written in.
    let zone: ZoneRules

    package init(listing: Slots.Listing, zone: ZoneRules) {
        self.listing = listing
        self.zone = zone
    }

    package var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(200 + listing.starts.count * 72)
        var instants = InstantWriter(zone: zone)
        // Handles, slugs and zone names have no character that JSON would escape.
        bytes += "{\"mentor\":\"".utf8
        bytes += listing.mentorHandle.utf8
        bytes += "\",\"next_available\":".utf8
        if let next = listing.next {
            append(next, to: &bytes, &instants)
        } else {
            bytes += "null".utf8
        }
        bytes += ",\"offering\":\"".utf8
        bytes += listing.offeringSlug.utf8
        bytes += "\",\"slots\":[".utf8
        for (index, start) in listing.starts.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            append(start, to: &bytes, &instants)
        }
        bytes += "],\"timezone\":\"".utf8
        bytes += zone.name.utf8
        bytes += "\"}".utf8
        return bytes
    }

    private func append(_ start: Instant, to bytes: inout [UInt8], _ instants: inout InstantWriter) {
        bytes += "{\"start\":\"".utf8
        instants.append(start, to: &bytes)
        bytes += "\",\"end\":\"".utf8
        instants.append(start.adding(minutes: listing.durationMinutes), to: &bytes)
        bytes += "\"}".utf8
    }
}
