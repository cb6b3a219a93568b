import APIModel
import Foundation

@testable import HTTPAPI

/// Checks JSON texts against one schema.
struct SchemaProbe {
    let schema: ObjectSchema

    init(_ schema: ObjectSchema) {
        self.schema = schema
    }

    func fields(of json: String) throws -> Fields {
        var validator = SchemaValidator(isZone: { ["Asia/Shanghai", "UTC"].contains($0) })
        return try validator.validate(JSONDocument(parsing: Data(json.utf8)), as: schema)
    }

    /// Errors as `pointer code`; empty for a body that passes.
    func errors(of json: String) throws -> [String] {
        do {
            _ = try fields(of: json)
            return []
        } catch let failure as APIFailure {
            return failure.errors.map { "\($0.pointer) \($0.code.rawValue)" }
        }
    }
}
