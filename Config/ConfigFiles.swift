/// The files of this folder as they are built into the programs, so that a binary works wherever it stands.
public enum ConfigFiles {
    /// Public holidays and working weekend days of China, by notice.
    public static var holidaysCN: String { text(PackageResources.cn_yaml) }
    /// The demonstration's mentors with their schedules and offerings.
    public static var demoMentors: String { text(PackageResources.mentors_yaml) }
    /// The demonstration's students.
    public static var demoStudents: String { text(PackageResources.students_yaml) }
    /// What the demonstration's people talk about.
    public static var demoConversations: String { text(PackageResources.conversations_yaml) }
    public static var demoPlans: String { text(PackageResources.plans_yaml) }
    /// How many consultations of which kind the demonstration has in each week.
    public static var demoMix: String { text(PackageResources.demo_yaml) }
    /// The steps that directions share.
    public static var foundations: String { text(PackageResources.foundations_yaml) }
    /// The curricula by direction, as files.
    public static var curricula: [(name: String, yaml: String)] {
        [
            ("llm.yaml", text(PackageResources.llm_yaml)),
            ("multimodal.yaml", text(PackageResources.multimodal_yaml)),
            ("recsys.yaml", text(PackageResources.recsys_yaml)), ("aigc.yaml", text(PackageResources.aigc_yaml)),
        ]
    }

    private static func text(_ bytes: [UInt8]) -> String {
        String(decoding: bytes, as: UTF8.self)
    }
}
