import APIModel
import Mentoring
import Postgres
import Scheduling

extension Endpoints {
    /// Puts a refusal of a use case, or a lost database, into the contract's codes. Nil for what nobody foresaw.
    public func failure(for error: any Error) -> APIFailure? {
        switch error {
        case let refusal as Refusal: translated(refusal)
        case let error as PostgresError where error.isUnavailable: .unavailable(retryAfterSeconds: 2)
        default: nil
        }
    }

    private func translated(_ refusal: Refusal) -> APIFailure {
        switch refusal {
        case .notFound(nil): .notFound
        case .notFound(let pointer?): .notFound(pointer)
        case .forbidden: .forbidden
        case .invalidTransition(let status):
            APIFailure(
                .invalidTransition,
                detail: Words(
                    zh: "咨询现在的状态是 \(status.rawValue)，此时不能这样做；没有任何改动。",
                    en: "The consultation is \(status.rawValue); this can't be done with it now. Nothing was changed."))
        case .invalidPlanTransition(let status):
            APIFailure(
                .invalidTransition,
                detail: Words(
                    zh: "计划现在的状态是 \(status.rawValue)，此时不能这样做；没有任何改动。",
                    en: "The plan is \(status.rawValue); this can't be done with it now. Nothing was changed."))
        case .editingOver:
            APIFailure(
                .invalidTransition,
                detail: Words(
                    zh: "这条消息已经不能修改：已过修改时限，或已删除。",
                    en: "This message can't be edited any more: its time is over, or it was deleted."))
        case .attachmentsFull:
            APIFailure(
                .payloadTooLarge,
                detail: Words(
                    zh: "一次咨询的附件最多 100 个、共 50 MB。",
                    en: "A consultation's attachments are at most 100 and 50 MB together."))
        case .unsupportedContent:
            APIFailure(
                .unsupportedMediaType,
                detail: Words(
                    zh: "附件须为 PDF、PNG、JPEG、WebP、GIF 或 UTF-8 纯文本，且内容与 Content-Type 一致。",
                    en: "An attachment is a PDF, PNG, JPEG, WebP, GIF or plain text in UTF-8, and what its "
                        + "Content-Type says."))
        case .nothingToUndo:
            APIFailure(
                .invalidTransition,
                detail: Words(
                    zh: "目前的日程就是最初的版本，没有可以撤销的改动。", en: "The schedule is the first there was: nothing to undo."))
        case .alreadyDelivered:
            APIFailure(
                .invalidTransition,
                detail: Words(
                    zh: "这条通知已经送达，没有可以重试或丢弃的。", en: "It has been delivered: there is nothing to try again or to drop."))
        case .unconfirmed:
            APIFailure(
                .invalidTransition,
                detail: Words(
                    zh: "这个邮箱还没有确认：先用发到邮箱的验证码确认。",
                    en: "The address has not been confirmed: send back the code that was sent there first."))
        case .weekOpen:
            APIFailure(
                .invalidTransition,
                detail: Words(
                    zh: "这一周还没有封存，报告不能发送；没有任何改动。",
                    en: "The week isn't closed, so its report can't be sent yet. Nothing was changed."))
        case .noChannel:
            APIFailure(
                .validationFailed,
                detail: Words(
                    zh: "没有接收周报的渠道；请先新增渠道，或在 channels 中指定。",
                    en: "There is no channel that takes reports. Add one, or name one in channels."),
                errors: [FieldFailure("/channels", .required)])
        case .studentBusy: APIFailure(.studentBusy)
        case .slotTaken(let alternatives):
            .slotTaken(
                alternatives: alternatives.map {
                    Slot(start: $0.lowerBound.rfc3339UTC, end: $0.upperBound.rfc3339UTC)
                })
        case .slotNotOffered(let reasons): .slotNotOffered(reasons: reasons.map(\.code))
        case .quotaReached(let reasons): .quotaReached(reasons: reasons.map(\.code))
        case .alreadyRegistered: APIFailure(.alreadyRegistered)
        case .alreadyExists(let pointer):
            APIFailure(.alreadyExists, errors: [FieldFailure(pointer, .alreadyTaken)])
        case .versionMismatch: APIFailure(.versionMismatch)
        case .preconditionRequired: APIFailure(.preconditionRequired)
        case .invalid(let pointer, let problem):
            .invalid(pointer, FieldErrorCode(rawValue: problem.rawValue) ?? .notAllowed)
        case .tooManyStreams:
            APIFailure(
                .rateLimited,
                detail: Words(
                    zh: "同时打开的事件流太多，请先关闭其中一个。", en: "Too many event streams are open at once. Close one first."),
                retryAfterSeconds: 15)
        case .streamsExhausted: .unavailable(retryAfterSeconds: 15)
        case .idempotencyInProgress: APIFailure(.idempotencyInProgress, retryAfterSeconds: 1)
        case .idempotencyKeyReused: APIFailure(.idempotencyKeyReused)
        }
    }
}
