/// A command whose answer can be printed as rows.
protocol TabularCommand: SessionCommand {
    /// The columns of the rows in the order that suits people, and what a shell offers for `--fields`.
    static var fieldNames: [String] { get }
}
