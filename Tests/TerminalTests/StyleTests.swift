import Terminal
import Testing

@Suite struct StyleTests {
    @Test(
        "Colour follows the flag, then NO_COLOR, CLICOLOR_FORCE and the terminal",
        arguments: [
            (.auto, [:], true, true), (.auto, [:], false, false), (.auto, ["NO_COLOR": "1"], true, false),
            (.auto, ["NO_COLOR": ""], true, true), (.always, ["NO_COLOR": "1"], false, true),
            (.never, ["CLICOLOR_FORCE": "1"], true, false), (.auto, ["CLICOLOR_FORCE": "1"], false, true),
            (.auto, ["CLICOLOR_FORCE": "0"], false, false), (.auto, ["TERM": "dumb"], true, false),
            (.auto, ["CLICOLOR": "0"], true, false), (.auto, ["NO_COLOR": "1", "CLICOLOR_FORCE": "1"], true, false),
        ] as [(ColorChoice, [String: String], Bool, Bool)])
    func colour(choice: ColorChoice, environment: [String: String], isTerminal: Bool, expected: Bool) {
        #expect(choice.isColored(environment: environment, isTerminal: isTerminal) == expected)
    }

    @Test func `A palette without colour leaves text as it is`() {
        #expect(Palette(isEnabled: false).apply([.bold, .red], to: "x") == "x")
        #expect(Palette(isEnabled: true).apply([.bold, .red], to: "x") == "\u{1b}[1;31mx\u{1b}[0m")
        #expect(Palette(isEnabled: true).apply([], to: "x") == "x")
    }
}
