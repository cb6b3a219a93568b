import Mentoring
import Scheduling
import Testing

/// Who may do what with a plan, every standing against every action.
struct PlanRulesTests {
    /// `yes`, `403`, `404`, or `409` where only the status stands in the way.
    private static func outcome(
        _ action: PlanRules.Action, _ standing: PlanRules.Standing, _ status: PlanStatus, isTaken: Bool
    ) -> String {
        do throws(Refusal) {
            try PlanRules.check(action, by: standing, status: status, isTaken: isTaken)
            return "yes"
        } catch {
            return switch error {
            case .notFound(nil): "404"
            case .forbidden: "403"
            case .invalidPlanTransition(from: status): "409"
            default: "\(error)"
            }
        }
    }

    @Test func `a draft and a published plan differ in publishing alone`() {
        for status in [PlanStatus.draft, .published] {
            for action in PlanRules.Action.allCases {
                let owner = Self.outcome(action, .owner, status, isTaken: true)
                let mentor = Self.outcome(action, .mentor, status, isTaken: true)
                switch action {
                case .read, .changeTerms, .mark, .replan: #expect(owner == "yes" && mentor == "yes", "\(action)")
                case .nameMentor, .archive: #expect(owner == "yes" && mentor == "403", "\(action)")
                case .arrange, .annotate: #expect(owner == "403" && mentor == "yes", "\(action)")
                case .take: #expect(owner == "403" && mentor == "409")
                case .publish: #expect(owner == "403" && mentor == (status == .draft ? "yes" : "409"))
                }
            }
        }
    }

    @Test func `until a mentor has taken it, a plan is the student's to arrange`() {
        for action in [PlanRules.Action.arrange, .annotate] {
            #expect(Self.outcome(action, .owner, .published, isTaken: false) == "yes")
            #expect(Self.outcome(action, .owner, .draft, isTaken: false) == "yes")
        }
    }

    @Test func `who is only asked may take it, and for the rest it isn't there`() {
        for action in PlanRules.Action.allCases {
            let expected = action == .take ? "yes" : "404"
            #expect(Self.outcome(action, .asked, .draft, isTaken: false) == expected)
            #expect(Self.outcome(action, .asked, .published, isTaken: false) == expected)
            #expect(Self.outcome(action, .asked, .archived, isTaken: false) == "404")
            #expect(Self.outcome(action, .stranger, .published, isTaken: true) == "404")
            #expect(Self.outcome(action, .admin, .published, isTaken: true) == (action == .read ? "yes" : "403"))
        }
    }

    @Test func `what is archived is read and nothing else`() {
        for action in PlanRules.Action.allCases {
            let owner = Self.outcome(action, .owner, .archived, isTaken: true)
            let mentor = Self.outcome(action, .mentor, .archived, isTaken: true)
            #expect(
                owner
                    == (action == .read
                        ? "yes" : [.take, .publish, .arrange, .annotate].contains(action) ? "403" : "409"))
            #expect(mentor == (action == .read ? "yes" : [.nameMentor, .archive].contains(action) ? "403" : "409"))
        }
    }

    @Test(
        "Days off are a day or several in a row",
        arguments: [
            ("2026-12-24", "2026-12-24"), ("2026-12-24/2026-12-24", "2026-12-24"),
            ("2027-01-20/2027-02-10", "2027-01-20/2027-02-10"), ("2027-01-01/2028-01-01", "2027-01-01/2028-01-01"),
            ("2027-01-01/2028-01-02", nil), ("2027-02-10/2027-01-20", nil), ("2027-02-30", nil), ("", nil),
            ("/", nil), ("2027-01-01/", nil), ("2027-01-01/2027-01-02/2027-01-03", nil),
        ])
    func daysOff(_ text: String, _ expected: String?) {
        #expect(DaysOff(text)?.text == expected)
    }
}
