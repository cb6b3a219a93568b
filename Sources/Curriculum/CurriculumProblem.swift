/// Something wrong with a curriculum, as its author has to hear it.
public struct CurriculumProblem: Hashable, Sendable {
    public enum Severity: String, Hashable, Sendable {
        /// It cannot be published.
        case error
        /// It can, but somebody should look at it.
        case warning
    }

    /// What is wrong. Cases name steps by slug.
    public enum Finding: Hashable, Sendable {
        case invalidSlug(step: String)
        case duplicate(step: String)
        case missingPrerequisite(step: String, prerequisite: String)
        case selfPrerequisite(step: String)
        case repeatedPrerequisite(step: String, prerequisite: String)
        /// Each needs the next, and the last needs the first.
        case cycle([String])
        /// `step` needs `through`, which needs `prerequisite`, directly or not.
        case impliedPrerequisite(step: String, prerequisite: String, through: String)
        case requiredBehindOptional(step: String, prerequisite: String)
        /// No step of the curriculum can be begun without another.
        case rootless
        /// They cannot be reached from any step without prerequisites.
        case unreachable([String])
        /// They hang together, but not with the largest part of the curriculum.
        case disconnected([String])
        case hoursOutOfRange(step: String, hours: Int)
        case missingTitle(step: String)
        case missingTranslation(step: String)
        case missingName
        case missingNameTranslation
        case missingVersion
        /// A text is longer than a plan can take over. The field's name as the file has it, and how long it may be.
        case tooLong(step: String?, field: String, limit: Int)
        /// More than a plan can hold with what a mentor adds.
        case tooManySteps(Int)
        case resourceWithoutURL(step: String, title: String)
        case resourceWithoutTitle(step: String, url: String)
        case withoutOutcomes(step: String)
        case withoutQuestions(step: String)
        case withoutResources(step: String)
        case stepCount(Int)
        case requiredHours(Int)
    }

    public let finding: Finding

    public init(_ finding: Finding) {
        self.finding = finding
    }

    public var severity: Severity {
        switch finding {
        case .repeatedPrerequisite, .withoutOutcomes, .withoutQuestions, .withoutResources, .stepCount, .requiredHours:
            .warning
        default: .error
        }
    }

    /// The step to look at first, if it is about one.
    public var step: String? {
        switch finding {
        case .invalidSlug(let step), .duplicate(let step), .missingPrerequisite(let step, _),
            .selfPrerequisite(let step), .repeatedPrerequisite(let step, _), .impliedPrerequisite(let step, _, _),
            .requiredBehindOptional(let step, _), .hoursOutOfRange(let step, _), .missingTitle(let step),
            .missingTranslation(let step), .resourceWithoutURL(let step, _), .resourceWithoutTitle(let step, _),
            .withoutOutcomes(let step), .withoutQuestions(let step), .withoutResources(let step):
            step
        case .tooLong(let step, _, _): step
        case .cycle(let steps), .unreachable(let steps), .disconnected(let steps): steps.first
        case .rootless, .missingName, .missingNameTranslation, .missingVersion, .tooManySteps, .stepCount,
            .requiredHours:
            nil
        }
    }
}

extension CurriculumProblem: CustomStringConvertible {
    /// One sentence without a full stop.
    public var description: String {
        switch finding {
        case .invalidSlug(let step):
            "\(step): a slug has 1 to 40 lower-case letters and digits with single hyphens between them"
        case .duplicate(let step): "\(step): the slug is used twice"
        case .missingPrerequisite(let step, let prerequisite):
            "\(step): needs \(prerequisite), which the curriculum does not hold"
        case .selfPrerequisite(let step): "\(step): needs itself"
        case .repeatedPrerequisite(let step, let prerequisite): "\(step): names \(prerequisite) twice"
        case .cycle(let steps):
            "cycle: \((steps + steps.prefix(1)).joined(separator: " needs "))"
        case .impliedPrerequisite(let step, let prerequisite, let through):
            "\(step): need not name \(prerequisite), which \(through) needs already"
        case .requiredBehindOptional(let step, let prerequisite):
            "\(step): is required but needs \(prerequisite), which is optional"
        case .rootless: "every step needs another, so none can be the first"
        case .unreachable(let steps):
            "cannot be reached from a step without prerequisites: \(steps.joined(separator: ", "))"
        case .disconnected(let steps): "not connected with the rest: \(steps.joined(separator: ", "))"
        case .hoursOutOfRange(let step, let hours):
            "\(step): takes \(hours) hours, and a step takes 1 to 80"
        case .missingTitle(let step): "\(step): has no title"
        case .missingTranslation(let step): "\(step): has no title_en"
        case .missingName: "the curriculum has no name"
        case .missingNameTranslation: "the curriculum has no name_en"
        case .missingVersion: "the curriculum has no version"
        case .tooLong(let step, let field, let limit):
            "\(step.map { "\($0): the" } ?? "the curriculum's") \(field) is longer than \(limit) characters"
        case .tooManySteps(let count): "the curriculum has \(count) steps, and no plan can hold more than 150"
        case .resourceWithoutURL(let step, let title):
            "\(step): the resource \"\(title)\" has no URL that begins with https:// or http://"
        case .resourceWithoutTitle(let step, let url): "\(step): the resource \(url) has no title"
        case .withoutOutcomes(let step): "\(step): says nothing that one can do afterwards"
        case .withoutQuestions(let step): "\(step): has no questions"
        case .withoutResources(let step): "\(step): has no resources"
        case .stepCount(let count): "the curriculum has \(count) steps, and should have 35 to 60"
        case .requiredHours(let hours): "required steps take \(hours) hours together, and should take 150 to 260"
        }
    }
}
