public import Testing

/// Gives each test, and each case of a parameterized one, a database of its own: see ``TestDatabase/current``.
public struct DatabaseTrait: SuiteTrait, TestTrait, TestScoping {
    let template: TestDatabase.Template?

    /// A suite's databases are its tests', one each.
    public var isRecursive: Bool { true }

    /// Makes the database, runs the test, drops the database.
    public func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        try await TestDatabase.with(template: template) { database in
            try await TestDatabase.$scoped.withValue(database, operation: function)
        }
    }
}

extension Trait where Self == DatabaseTrait {
    /// An empty database.
    public static var database: Self { DatabaseTrait(template: nil) }

    /// A copy of a prepared one.
    public static func database(_ template: TestDatabase.Template) -> Self { DatabaseTrait(template: template) }
}
