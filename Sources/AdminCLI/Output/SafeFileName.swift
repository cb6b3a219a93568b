import Foundation
import Terminal

/// A name that somebody else gave a file, made fit for a folder of this machine: it leads nowhere, hides nothing and
/// shows as what it is.
struct SafeFileName: Equatable {
    var text: String

    /// - Parameter id: the file's id, which names it where nothing is left of its name.
    init(_ name: String, id: String) {
        // Folders of any system are left out, and what a terminal or a shell would take for something else.
        let last = name.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last.map(String.init) ?? ""
        var kept = last.printableLine.precomposedStringWithCanonicalMapping
        for sign in ["<", ">", ":", "\"", "|", "?", "*"] { kept = kept.replacing(sign, with: "_") }
        // No hidden file, and no option: `-rf` and `.bashrc` lose their first characters.
        kept = String(kept.drop { $0 == "." || $0 == "-" || $0 == " " })
        while let end = kept.last, end == "." || end == " " { kept.removeLast() }
        text = kept.isEmpty ? id : Self.cut(kept)
    }

    /// Where it goes: its own name here, or in the folder that was named, or the file that was named.
    func path(for output: String?) -> String {
        guard let output else { return text }
        let path = NSString(string: output).expandingTildeInPath
        var isFolder: ObjCBool = false
        let isThere = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
        guard output.hasSuffix("/") || isThere && isFolder.boolValue else { return path }
        return (path.hasSuffix("/") ? path : path + "/") + text
    }

    /// At most 200 octets, with the ending kept.
    private static func cut(_ name: String) -> String {
        guard name.utf8.count > 200 else { return name }
        var ending = name.contains(".") ? "." + (name.split(separator: ".").last ?? "") : ""
        if ending.utf8.count > 20 { ending = "" }
        var stem = name.dropLast(ending.count)
        while stem.utf8.count + ending.utf8.count > 200 { stem.removeLast() }
        return String(stem) + ending
    }
}
