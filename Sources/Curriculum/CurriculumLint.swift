/// Finds what is wrong with a curriculum before anybody plans by it.
public enum CurriculumLint {
    /// Everything wrong, in the order in which an author would mend it: the whole first, then the steps in their
    /// order, then the graph.
    public static func problems(in curriculum: DirectionCurriculum) -> [CurriculumProblem] {
        let findings =
            wholeFindings(curriculum) + curriculum.steps.flatMap(stepFindings) + prerequisiteFindings(curriculum.steps)
            + GraphFindings(curriculum.steps).all
        return findings.map(CurriculumProblem.init)
    }

    private static func wholeFindings(_ curriculum: DirectionCurriculum) -> [CurriculumProblem.Finding] {
        var findings: [CurriculumProblem.Finding] = []
        if isBlank(curriculum.version) { findings.append(.missingVersion) }
        if isBlank(curriculum.name) { findings.append(.missingName) }
        if isBlank(curriculum.nameEN) { findings.append(.missingNameTranslation) }
        for (field, text, limit) in [
            ("version", curriculum.version, 40), ("name", curriculum.name, 80), ("name_en", curriculum.nameEN, 80),
        ] where text.unicodeScalars.count > limit {
            findings.append(.tooLong(step: nil, field: field, limit: limit))
        }
        if curriculum.steps.count > 150 {
            findings.append(.tooManySteps(curriculum.steps.count))
        } else if !(35...60).contains(curriculum.steps.count) {
            findings.append(.stepCount(curriculum.steps.count))
        }
        if !(150...260).contains(curriculum.requiredHours) { findings.append(.requiredHours(curriculum.requiredHours)) }
        return findings
    }

    private static func stepFindings(_ step: Step) -> [CurriculumProblem.Finding] {
        var findings: [CurriculumProblem.Finding] = []
        if !isSlug(step.slug) { findings.append(.invalidSlug(step: step.slug)) }
        if isBlank(step.title) { findings.append(.missingTitle(step: step.slug)) }
        if isBlank(step.titleEN) { findings.append(.missingTranslation(step: step.slug)) }
        for (field, text) in [("title", step.title), ("title_en", step.titleEN)] where text.unicodeScalars.count > 120 {
            findings.append(.tooLong(step: step.slug, field: field, limit: 120))
        }
        if !(1...80).contains(step.hours) { findings.append(.hoursOutOfRange(step: step.slug, hours: step.hours)) }
        if step.outcomes.allSatisfy(isBlank) { findings.append(.withoutOutcomes(step: step.slug)) }
        if step.questions.allSatisfy(isBlank) { findings.append(.withoutQuestions(step: step.slug)) }
        if step.resources.isEmpty { findings.append(.withoutResources(step: step.slug)) }
        for resource in step.resources {
            if !isURL(resource.url) {
                findings.append(.resourceWithoutURL(step: step.slug, title: resource.title))
            }
            if isBlank(resource.title) {
                findings.append(.resourceWithoutTitle(step: step.slug, url: resource.url))
            }
        }
        return findings
    }

    private static func prerequisiteFindings(_ steps: [Step]) -> [CurriculumProblem.Finding] {
        var findings: [CurriculumProblem.Finding] = []
        var seen: Set<String> = []
        for step in steps where !seen.insert(step.slug).inserted {
            findings.append(.duplicate(step: step.slug))
        }
        for step in steps {
            var named: Set<String> = []
            for prerequisite in step.prerequisites {
                if prerequisite == step.slug {
                    findings.append(.selfPrerequisite(step: step.slug))
                } else if !seen.contains(prerequisite) {
                    findings.append(.missingPrerequisite(step: step.slug, prerequisite: prerequisite))
                } else if !named.insert(prerequisite).inserted {
                    findings.append(.repeatedPrerequisite(step: step.slug, prerequisite: prerequisite))
                }
            }
        }
        return findings
    }

    private static func isBlank(_ text: String) -> Bool {
        text.allSatisfy(\.isWhitespace)
    }

    /// `^[a-z0-9](-?[a-z0-9])*$`, at most 40 characters.
    private static func isSlug(_ text: String) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        return text.utf8.count <= 40
            && parts.allSatisfy { part in
                !part.isEmpty && part.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) }
            }
    }

    private static func isURL(_ text: String) -> Bool {
        guard let scheme = ["https://", "http://"].first(where: text.hasPrefix) else { return false }
        let rest = text.dropFirst(scheme.count)
        return !rest.isEmpty && rest.first != "/" && !rest.contains(where: \.isWhitespace)
    }
}
