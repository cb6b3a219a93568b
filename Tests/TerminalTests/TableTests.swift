import Terminal
import Testing

@Suite struct TableTests {
    private let table = Table(
        columns: [
            Table.Column("编号"), Table.Column("学生", yielding: .cut(minimumWidth: 4)),
            Table.Column("分钟", alignment: .trailing), Table.Column("方向", yielding: .leaveOut),
            Table.Column("主题", yielding: .cut(minimumWidth: 6)),
        ],
        rows: [
            ["7XK9QA", "李雷", "60", "llm", "大模型方向学习路径规划"],
            ["AB12CD", "Anna Schmidt", "5", "recsys", "Résumé review 👍"],
        ])

    @Test func `Columns line up under Chinese headings when nothing has to give way`() {
        let expected = """
            编号    学生          分钟  方向    主题
            7XK9QA  李雷            60  llm     大模型方向学习路径规划
            AB12CD  Anna Schmidt     5  recsys  Résumé review 👍

            """
        #expect(table.rendered(width: nil, palette: Palette(isEnabled: false)) == expected)
    }

    @Test func `A narrower terminal cuts the long text first`() {
        let expected = """
            编号    学生          分钟  方向    主题
            7XK9QA  李雷            60  llm     大模型方向…
            AB12CD  Anna Schmidt     5  recsys  Résumé revi…

            """
        #expect(table.rendered(width: 48, palette: Palette(isEnabled: false)) == expected)
    }

    @Test func `A column that may be left out goes before text becomes unreadable`() {
        let expected = """
            编号    学生         分钟  主题
            7XK9QA  李雷           60  大模型方向…
            AB12CD  Anna Schmi…     5  Résumé rev…

            """
        #expect(table.rendered(width: 38, palette: Palette(isEnabled: false)) == expected)
    }

    @Test func `The room of a column that was left out goes to the others`() {
        let table = Table(
            columns: [
                Table.Column("A", yielding: .cut(minimumWidth: 4)), Table.Column("B", yielding: .leaveOut),
            ],
            rows: [["一二三四五六七八九十", "bbbbbbbbbbbb"]])
        #expect(table.rendered(width: 20, palette: Palette(isEnabled: false)) == "A\n一二三四五六七八九十\n")
    }

    @Test func `Where no table has room, a row goes on below itself`() {
        let expected = """
            7XK9QA  李雷  60
              大模型方向学习路径…
            AB12CD  Anna Schmidt
              5  Résumé review 👍

            """
        #expect(table.rendered(width: 22, palette: Palette(isEnabled: false)) == expected)
    }

    @Test(arguments: 8...80)
    func `No line is wider than the terminal`(width: Int) {
        let text = table.rendered(width: width, palette: Palette(isEnabled: false))
        for line in text.split(separator: "\n") { #expect(line.displayWidth <= width, "\(line)") }
    }

    @Test func `Styles surround the text and never move a column`() {
        let plain = Table(columns: [Table.Column("A"), Table.Column("B")], rows: [["一", "x"], ["b", "y"]])
        var styled = plain
        styled.rows[0][0] = Table.Cell("一", .red)
        #expect(plain.rendered(width: 20, palette: Palette(isEnabled: true)).contains("一  x"))
        #expect(styled.rendered(width: 20, palette: Palette(isEnabled: true)).contains("\u{1b}[31m一\u{1b}[0m  x"))
        #expect(
            styled.rendered(width: 20, palette: Palette(isEnabled: false))
                == plain.rendered(width: 20, palette: Palette(isEnabled: false)))
    }

    @Test func `A cell with line breaks and escapes stays on its line`() {
        let table = Table(columns: [Table.Column("T"), Table.Column("U")], rows: [[Table.Cell("a\n\u{1b}[2Jb"), "c"]])
        #expect(table.rendered(width: nil, palette: Palette(isEnabled: false)) == "T       U\na [2Jb  c\n")
    }
}
