import Testing

@testable import Notifications

struct DispatchPolicyTests {
    @Test func `waits double up to the longest, and half of each is chance`() {
        let policy = DispatchPolicy()
        var generator = SystemRandomNumberGenerator()
        let longest = [15, 30, 60, 120, 240, 480, 960, 1_920, 3_600, 3_600]
        for (index, limit) in longest.enumerated() {
            let delays = (0..<200).map { _ in policy.delaySeconds(afterAttempt: index + 1, using: &generator) }
            #expect(delays.allSatisfy { ((limit - limit / 2)...limit).contains($0) })
            #expect(Set(delays).count > 3)
        }
        #expect(policy.delaySeconds(afterAttempt: .max, using: &generator) <= 3_600)
        #expect(policy.delaySeconds(afterAttempt: 0, using: &generator) <= 15)
    }
}
