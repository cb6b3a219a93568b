import APIModel

extension Route {
    /// Every problem the route can answer with: its own and those that follow from what it declares.
    var allProblems: [ProblemCode] {
        var codes: Set<ProblemCode> = [
            .invalidRequest, .notAcceptable, .requestTimeout, .uriTooLong, .headersTooLarge, .validationFailed,
            .internal, .unavailable,
        ]
        codes.formUnion(problems)
        if !isUnlimited { codes.insert(.rateLimited) }
        if let roles = access.roles {
            codes.insert(.unauthenticated)
            if roles.count < Role.allCases.count || access == .mentor { codes.insert(.forbidden) }
        }
        if !pattern.parameterNames.isEmpty { codes.insert(.notFound) }
        if access == .mentor { codes.insert(.notFound) }
        if method != .get { codes.formUnion([.payloadTooLarge, .unsupportedMediaType]) }
        if isIdempotent { codes.formUnion([.idempotencyInProgress, .idempotencyKeyReused]) }
        switch precondition {
        case .none: break
        case .optional: codes.insert(.versionMismatch)
        case .required: codes.formUnion([.versionMismatch, .preconditionRequired])
        }
        return ProblemCode.all.filter(codes.contains)
    }
}
