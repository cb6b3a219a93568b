import ConfigFiles
import Foundation
import Mentoring
import Postgres
import Scheduling
import ZoneData

/// Makes the desk that all use cases work at.
enum DeskFactory {
    static func make(
        _ client: PostgresClient, clock: any WallClock, secrets: [Data], policy: CourtesyPolicy = CourtesyPolicy(),
        accountPolicy: AccountPolicy = AccountPolicy(), reportPolicy: ReportPolicy = ReportPolicy(),
        deliveryPolicy: DeliveryPolicy = DeliveryPolicy(),
        slotCache: SlotCache? = nil, eventFeed: EventFeed = EventFeed()
    ) throws -> Desk {
        Desk(
            database: client, clock: clock, zones: try ZoneDirectory(),
            holidays: try builtInHolidays, policy: policy, accountPolicy: accountPolicy, reportPolicy: reportPolicy,
            deliveryPolicy: deliveryPolicy, vault: try Vault(secrets: secrets), slotCache: slotCache,
            eventFeed: eventFeed)
    }

    /// The holidays that are built in, by region.
    static var builtInHolidays: [String: Holidays] {
        get throws {
            let file = try HolidayFile(yaml: ConfigFiles.holidaysCN)
            return [file.content.region: file.holidays]
        }
    }

    /// 32 random bytes.
    static func randomSecret() -> Data {
        var generator = SystemRandomNumberGenerator()
        return Data((0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) })
    }
}
