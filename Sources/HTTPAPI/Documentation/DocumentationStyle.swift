/// The page's only style: readable on a phone, in the dark and on paper.
enum DocumentationStyle {
    static let css = """
        :root{color-scheme:light dark}
        body{font:16px/1.6 system-ui,"Noto Sans CJK SC","PingFang SC","Microsoft YaHei",sans-serif;margin:0}
        main{max-width:60rem;margin:0 auto;padding:1rem}
        h1{font-size:1.6rem}h2{margin-top:3rem;border-bottom:1px solid #8884}h3{margin-top:2rem;font-size:1.05rem}
        h4{margin:1rem 0 .3rem}
        code,pre{font:.9em/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,"Noto Sans Mono CJK SC",monospace}
        pre{overflow-x:auto;padding:.8rem;background:#8881;border-radius:.4rem}
        nav ul{list-style:none;padding-left:1rem}nav>ul{padding-left:0}
        table{border-collapse:collapse;width:100%;margin:.8rem 0}
        caption{text-align:left;font-weight:600;padding:.3rem 0}
        th,td{text-align:left;vertical-align:top;padding:.3rem .6rem .3rem 0;border-top:1px solid #8883;overflow-wrap:anywhere}
        th{font-weight:400;width:34%}
        .access{font-size:.9rem;opacity:.8}
        tr:target,article:target{background:#fd43}
        """
}
