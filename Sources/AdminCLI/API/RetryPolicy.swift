/// When a failed call is sent again, and after how long.
struct RetryPolicy: Sendable {
    /// Sent again at most so often.
    var retries = 3
    /// The first pause; each later one is twice as long.
    var firstPause: Duration = .milliseconds(300)
    /// A server that asks for more patience than this is not waited for.
    var longestPause: Duration = .seconds(20)

    /// What came of one attempt.
    enum Outcome: Sendable {
        /// Refused before anything was sent.
        case notSent
        /// The connection broke after something may have been sent.
        case brokenOff
        /// No answer within the time a call may take.
        case timedOut
        case answered(status: Int, retryAfterSeconds: Int?)
    }

    /// How long to wait before sending again, or nil to let it be.
    ///
    /// A POST carries an idempotency key, so it may be sent again like a read. A PUT, PATCH or DELETE that may have
    /// been done is not repeated: the repetition would be refused for a version that is gone, or as not found.
    func pause(after outcome: Outcome, attempt: Int, method: APICall.Method) -> Duration? {
        guard attempt < retries else { return nil }
        let pause = firstPause * (1 << attempt)
        switch outcome {
        case .notSent:
            return pause
        case .brokenOff:
            return method == .get || method == .post ? pause : nil
        case .timedOut:
            return nil
        case .answered(let status, let seconds):
            guard status == 503 || (status == 429 && seconds != nil) else { return nil }
            let asked = seconds.map { Duration.seconds(min(max($0, 0), 86_400)) } ?? pause
            return asked > longestPause ? nil : max(asked, pause)
        }
    }
}
