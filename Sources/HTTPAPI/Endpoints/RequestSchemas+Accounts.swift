extension RequestSchemas {
    static let profilePatch = student.mergePatch(
        "ProfilePatch", omitting: ["email"], example: ["direction": "multimodal", "graduation_year": nil])

    static let signIn = ObjectSchema(
        "SignIn", fields: [.required("email", .email)], example: ["email": "yutong@example.com"])

    static let code = Schema.text(
        .matching(pattern: "^[0-9]{6}$", expected: "123456") { text in
            text.utf8.count == 6 && text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        }, length: 1...6
    ).example("042137")

    static let verification = ObjectSchema(
        "Verification", fields: [.required("email", .email), .required("code", code)],
        example: ["email": "yutong@example.com", "code": "042137"])

    static let confirmation = ObjectSchema(
        "Confirmation", fields: [.required("code", code)], example: ["code": "042137"])
}
