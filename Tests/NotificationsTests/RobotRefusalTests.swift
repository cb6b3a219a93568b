import Testing

@testable import Notifications

/// What the makers' codes mean, as their documents list them.
struct RobotRefusalTests {
    @Test func `what each maker calls too often is tried again in its time`() {
        #expect(WeComFormat().meaning(of: 45_009, message: "api freq out of limit") == .tooOften(seconds: 60))
        #expect(FeishuFormat().meaning(of: 11_232, message: "") == .tooOften(seconds: 60))
        #expect(FeishuFormat().meaning(of: 9_499, message: "too many request") == .tooOften(seconds: 60))
        for code in [410_100, 130_101] {
            #expect(DingTalkFormat().meaning(of: code, message: "send too fast") == .tooOften(seconds: 600))
        }
        let failure = RobotRefusal.tooOften(seconds: 60).failure(code: 11_232, retryAfterSeconds: 90)
        #expect(failure.verdict == .again(afterSeconds: 90))
    }

    @Test func `what is gone or closed is switched off, what is unwanted is given up, and all else is tried again`() {
        for code in [93_000, 93_004, 93_008] { #expect(WeComFormat().meaning(of: code, message: "") == .gone) }
        for code in [19_001, 19_007] { #expect(FeishuFormat().meaning(of: code, message: "") == .gone) }
        for code in [400_013, 400_101, 400_102, 400_106, 300_001, 300_005] {
            #expect(DingTalkFormat().meaning(of: code, message: "") == .gone)
        }
        for code in [19_021, 19_022, 19_024] { #expect(FeishuFormat().meaning(of: code, message: "") == .closed) }
        for words in ["keywords not in content", "sign not match", "ip 1.2.3.4 not in whitelist"] {
            #expect(DingTalkFormat().meaning(of: 310_000, message: words) == .closed)
        }
        #expect(DingTalkFormat().meaning(of: 310_000, message: "invalid timestamp") == .other)
        #expect(FeishuFormat().meaning(of: 9_499, message: "Bad Request") == .unwanted)
        #expect(WeComFormat().meaning(of: 44_004, message: "empty content") == .unwanted)
        for code in [40_035, 400_105, 430_102, 460_101] {
            #expect(DingTalkFormat().meaning(of: code, message: "") == .unwanted)
        }
        for format in [WeComFormat(), FeishuFormat(), DingTalkFormat()] as [any RobotFormat] {
            #expect(format.meaning(of: -1, message: "system busy") == .other)
        }
        #expect(RobotRefusal.gone.failure(code: 1, retryAfterSeconds: nil).verdict == .gone)
        #expect(RobotRefusal.closed.failure(code: 1, retryAfterSeconds: nil).verdict == .gone)
        #expect(RobotRefusal.unwanted.failure(code: 1, retryAfterSeconds: nil).verdict == .refused)
        #expect(RobotRefusal.other.failure(code: 1, retryAfterSeconds: 5).verdict == .again(afterSeconds: 5))
    }
}
