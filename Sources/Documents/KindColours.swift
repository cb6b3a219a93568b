import Curriculum

/// The colours of a kind of step: they differ in lightness too, so that a grey print can still be told apart.
struct KindColours {
    let fill: String
    let line: String

    init(_ kind: StepKind) {
        switch kind {
        case .concept: (fill, line) = ("#e8f1fd", "#2563ab")
        case .paper: (fill, line) = ("#f3ecfb", "#7c3aad")
        case .project: (fill, line) = ("#fdeedd", "#c2570c")
        case .coding: (fill, line) = ("#e6f6ec", "#1f7a43")
        case .interview: (fill, line) = ("#fde8ec", "#b4234b")
        }
    }
}
