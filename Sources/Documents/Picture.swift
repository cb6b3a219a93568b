/// An SVG picture being written. Text comes in escaped; numbers have one decimal at most, so that the same picture has
/// the same bytes everywhere.
struct Picture {
    /// Faces with Chinese on the systems readers have, before whatever the reader's own is.
    static let fonts =
        "'Noto Sans CJK SC','Noto Sans SC','Source Han Sans SC','PingFang SC','Hiragino Sans GB','Microsoft YaHei',"
        + "'WenQuanYi Micro Hei',system-ui,sans-serif"

    let width: Double
    let height: Double
    private var body = ""

    init(width: Double, height: Double) {
        self.width = width
        self.height = height
    }

    enum Anchor: String {
        case start, middle, end
    }

    mutating func raw(_ markup: String) {
        body += markup
        body += "\n"
    }

    mutating func rectangle(
        x: Double, y: Double, width: Double, height: Double, radius: Double = 0, _ style: String
    ) {
        let corner = radius > 0 ? " rx=\"\(Self.number(radius))\"" : ""
        raw(
            "<rect x=\"\(Self.number(x))\" y=\"\(Self.number(y))\" width=\"\(Self.number(width))\" "
                + "height=\"\(Self.number(height))\"\(corner) \(style)/>")
    }

    mutating func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ style: String) {
        raw(
            "<line x1=\"\(Self.number(x1))\" y1=\"\(Self.number(y1))\" x2=\"\(Self.number(x2))\" "
                + "y2=\"\(Self.number(y2))\" \(style)/>")
    }

    mutating func text(
        _ text: String, x: Double, y: Double, size: Double, fill: String = "#1f2937", weight: Int = 400,
        anchor: Anchor = .start
    ) {
        let bold = weight == 400 ? "" : " font-weight=\"\(weight)\""
        let place = anchor == .start ? "" : " text-anchor=\"\(anchor.rawValue)\""
        raw(
            "<text x=\"\(Self.number(x))\" y=\"\(Self.number(y))\" font-size=\"\(Self.number(size))\" "
                + "fill=\"\(fill)\"\(bold)\(place)>\(MarkupText.escaped(text))</text>")
    }

    /// The whole document.
    /// - Parameter title: what the picture shows, for those who hear it.
    func document(title: String, language: DocumentLanguage) -> [UInt8] {
        let size = "\(Self.number(width)) \(Self.number(height))"
        return Array(
            """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(size)" width="\(Self.number(width))" \
            height="\(Self.number(height))" xml:lang="\(language.rawValue)" role="img" font-family="\(Self.fonts)">
            <title>\(MarkupText.escaped(title))</title>
            <rect width="100%" height="100%" fill="#ffffff"/>
            \(body)</svg>

            """.utf8)
    }

    /// With one decimal where it isn't whole.
    static func number(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        let sign = tenths < 0 ? "-" : ""
        let (whole, rest) = abs(tenths).quotientAndRemainder(dividingBy: 10)
        return rest == 0 ? "\(sign)\(whole)" : "\(sign)\(whole).\(rest)"
    }
}
