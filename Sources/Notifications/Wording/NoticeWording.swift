import Foundation
import Mentoring
import Scheduling

/// What a delivery says to a person, in their language and zone. Holds what people wrote as they wrote it: whoever puts
/// it into markup escapes it.
struct NoticeWording: Sendable, Hashable {
    /// One thing to know.
    struct Fact: Sendable, Hashable {
        let name: String
        let value: String
        let language: EmailLanguage

        var line: String { language == .zhHans ? "\(name)：\(value)" : "\(name): \(value)" }
    }

    let subject: String
    let facts: [Fact]
    let language: EmailLanguage

    init(subject: String, facts: [Fact], language: EmailLanguage) {
        self.subject = subject
        self.facts = facts
        self.language = language
    }

    init(_ delivery: Delivery, for owner: Recipient, reader: Reader) {
        let teller = NoticeTeller(delivery: delivery, owner: owner, reader: reader)
        subject = teller.subject
        facts = teller.facts
        language = reader.language
    }
}

/// Puts one delivery into words.
private struct NoticeTeller {
    let delivery: Delivery
    let owner: Recipient
    let reader: Reader
    private let details: Details

    /// What events say beyond their type, as far as it is told.
    private struct Details: Decodable {
        var start: String?
        var reason: String?
        var late: Bool?
        var absent: String?
    }

    init(delivery: Delivery, owner: Recipient, reader: Reader) {
        self.delivery = delivery
        self.owner = owner
        self.reader = reader
        if case .event(let event) = delivery.content {
            details = (try? JSONDecoder().decode(Details.self, from: event.data)) ?? Details()
        } else {
            details = Details()
        }
    }

    private func say(_ zh: String, _ en: String) -> String { reader.language == .zhHans ? zh : en }

    private var isMentor: Bool { if case .mentor = owner { true } else { false } }

    /// The person on the other side.
    private var other: String {
        guard let consultation = delivery.consultation else { return say("对方", "The other side") }
        return isMentor ? consultation.student.name : consultation.mentor.name
    }

    /// The start it tells of: the event's own, else that of the consultation as it stands.
    private var start: Instant? {
        details.start.flatMap { Instant(rfc3339: $0) } ?? delivery.consultation?.time?.start
    }

    private var when: String { start.map { NoticeTime.text($0, reader) } ?? "" }

    var subject: String {
        switch delivery.topic {
        case "consultation.opened": say("\(other) 发起了新的咨询", "\(other) opened a consultation")
        case "consultation.requested": say("\(other) 申请预约 \(when)", "\(other) asks for \(when)")
        case "consultation.confirmed": say("预约已确认：\(when)", "Confirmed: \(when)")
        case "consultation.declined": say("\(other) 没有接受 \(when) 的申请", "\(other) declined \(when)")
        case "consultation.cancelled": say("\(when) 的预约已取消", "Cancelled: \(when)")
        case "consultation.rescheduled":
            delivery.consultation?.status == .requested
                ? say("\(other) 申请改到 \(when)", "\(other) asks to move to \(when)")
                : say("预约已改到 \(when)", "Moved to \(when)")
        case "consultation.completed": say("咨询已完成", "A consultation is completed")
        case "consultation.no_show":
            details.absent == (isMentor ? "mentor" : "student")
                ? say("\(other) 说你没有到场", "\(other) says you did not come") : say("对方缺席", "The other side did not come")
        case "consultation.objected": say("\(other) 对缺席记录有异议", "\(other) objects to the no-show")
        case "consultation.expired": say("\(when) 的申请已过期", "The request for \(when) has expired")
        case "consultation.closed": say("咨询已关闭", "A consultation is closed")
        case "message.created": say("\(other) 发来一条消息", "\(other) wrote you a message")
        case "plan.published": say("学习计划已发布", "A plan is published")
        case "plan.changed", "plan.replanned": say("学习计划有改动", "A plan has changed")
        case "plan.created": say("有新的学习计划", "There is a new plan")
        case Notice.Topic.session.rawValue: say("提醒：\(when) 有咨询", "Reminder: a session at \(when)")
        case Notice.Topic.request.rawValue:
            say("\(other) 的申请即将过期", "The request of \(other) will expire soon")
        case Notice.Topic.agenda.rawValue:
            say("本周共 \(delivery.week.count) 项安排", "Your week: \(delivery.week.count) sessions and requests")
        case Notice.Topic.report.rawValue:
            say("\(delivery.report?.week ?? "") 周报", "The report of \(delivery.report?.week ?? "")")
        case Notice.Topic.test.rawValue: say("这是一条测试通知", "This is a test")
        default: say("有新的动态", "There is news")
        }
    }

    var facts: [NoticeWording.Fact] {
        if delivery.topic == Notice.Topic.agenda.rawValue { return week }
        guard let consultation = delivery.consultation else { return [] }
        var facts = [fact("主题", "Topic", consultation.topic)]
        if let title = consultation.time?.title { facts.append(fact("服务", "Offering", title)) }
        if start != nil {
            facts.append(fact("时间", "Time", "\(when)（\(reader.zone.name)）", "\(when) (\(reader.zone.name))"))
        }
        facts.append(
            isMentor
                ? fact("学生", "Student", consultation.student.name) : fact("导师", "Mentor", consultation.mentor.name))
        if consultation.status == .requested, isMentor, let end = consultation.time?.respondBy {
            facts.append(fact("请在此之前答复", "Answer by", NoticeTime.text(end, reader)))
        }
        if consultation.status == .confirmed, let meeting = consultation.time?.meeting {
            let place = [meeting.url, meeting.note].compactMap(\.self).joined(separator: " ")
            facts.append(fact("会议", "Meeting", place.isEmpty ? meeting.kind : place))
        }
        if let reason = details.reason { facts.append(fact("原因", "Reason", reason)) }
        if details.late == true { facts.append(fact("备注", "Note", "临时变更", "at short notice")) }
        return facts
    }

    private var week: [NoticeWording.Fact] {
        delivery.week.compactMap { consultation in
            guard let time = consultation.time else { return nil }
            let mark = consultation.status == .requested ? say("（待答复）", " (to be answered)") : ""
            return NoticeWording.Fact(
                name: NoticeTime.text(time.start, reader),
                value: "\(consultation.student.name) · \(consultation.topic)\(mark)", language: reader.language)
        }
    }

    private func fact(_ zh: String, _ en: String, _ value: String) -> NoticeWording.Fact {
        fact(zh, en, value, value)
    }

    private func fact(_ zh: String, _ en: String, _ valueZh: String, _ valueEn: String) -> NoticeWording.Fact {
        NoticeWording.Fact(name: say(zh, en), value: say(valueZh, valueEn), language: reader.language)
    }
}

/// Times as people read them: `12月1日 周二 19:00`, `Tue 1 Dec 19:00`.
enum NoticeTime {
    static func text(_ instant: Instant, _ reader: Reader) -> String {
        let local = reader.zone.civilTime(at: instant)
        let (_, month, day) = local.date.fields
        let clock = WallTime(minutes: local.minuteOfDay)?.string ?? ""
        let index = local.weekday.rawValue - 1
        switch reader.language {
        case .zhHans: return "\(month)月\(day)日 周\(weekdays.zh[index]) \(clock)"
        case .en: return "\(weekdays.en[index]) \(day) \(months[month - 1]) \(clock)"
        }
    }

    private static let weekdays = (
        zh: ["一", "二", "三", "四", "五", "六", "日"], en: ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    )
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
}
