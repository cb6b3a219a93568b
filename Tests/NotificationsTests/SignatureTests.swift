import Foundation
import Mentoring
import Scheduling
import Testing

@testable import Notifications

struct SignatureTests {
    @Test func `a webhook's signature is that of the specification's example`() {
        let header = WebhookSignature.header(
            secrets: ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"], id: "msg_p5jXN8AQM9LWM0D4loKWxJek",
            timestamp: 1_614_265_330, body: Data(#"{"test": 2432232314}"#.utf8))
        #expect(header == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")
    }

    @Test func `both secrets sign while one is being replaced`() {
        var target = DestinationTarget(url: "https://example.com", secret: "whsec_AAAA")
        target.previousSecret = "whsec_BBBB"
        target.previousUntil = 1_000_000
        #expect(target.secrets(at: Instant(microseconds: 999_999)) == ["whsec_AAAA", "whsec_BBBB"])
        #expect(target.secrets(at: Instant(microseconds: 1_000_000)) == ["whsec_AAAA"])
        let header = WebhookSignature.header(
            secrets: ["whsec_AAAA", "whsec_BBBB"], id: "a", timestamp: 1, body: Data())
        #expect(header.split(separator: " ").count == 2)
        #expect(header.split(separator: " ").allSatisfy { $0.hasPrefix("v1,") })
    }

    @Test func `钉钉 and 飞书 sign as their makers document`() {
        #expect(
            DingTalkFormat.signature("SECtest", timestamp: 1_795_428_000_000)
                == "LUGDYlqfhqx/FMN6csUdZnZsrbUVyuismffZ1o/DSw4=")
        #expect(
            FeishuFormat.signature("feishu-secret", timestamp: 1_795_428_000)
                == "0KXUi8ywW+C1RZYTWVjO3HNfcjA3SZByjl3Mr7DjZOg=")
    }

    @Test func `a robot's key is never shown`() {
        let target = DestinationTarget(url: "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=abc", secret: "x")
        #expect(target.shown == "https://qyapi.weixin.qq.com")
        #expect(DestinationTarget(address: "lin@example.com").shown == "l…@example.com")
    }
}
