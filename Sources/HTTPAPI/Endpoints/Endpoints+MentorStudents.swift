import APIModel
import Mentoring
import Scheduling

extension Endpoints {
    var mentorStudentRoutes: [Route<Bearer>] {
        [
            Route(
                .get, "/v1/mentor/students", name: "listMentorStudents", group: Groups.desk,
                summary: Words(zh: "我的学生", en: "My students"),
                details: Words(
                    zh: "与该导师有过咨询的学生，最近提出的在前。不含邮箱，也不含与其他导师的往来。",
                    en: "Students with a consultation with this mentor; who asked last comes first. No address, and "
                        + "nothing of other mentors."),
                access: .mentor, query: QueryParameter.paging,
                answers: [.page(of: AnswerSchemas.mentorStudent, zh: "一页学生。", en: "One page.")],
                problems: [.notFound]
            ) { call, _ in
                let mentor = try mentor(call)
                let zone = try await zone(of: mentor)
                let page = try await desk.mentorStudents.list(
                    of: mentor, after: try call.listPosition(), limit: call.limit)
                return try call.page(page) { MentorStudent($0, in: zone) }
            },
            Route(
                .get, "/v1/mentor/students/{id}", name: "getMentorStudent", group: Groups.desk,
                summary: Words(zh: "我的一位学生", en: "One of my students"), access: .mentor,
                answers: [.object(AnswerSchemas.mentorStudent, zh: "这位学生。", en: "The student.")],
                problems: [.notFound]
            ) { call, _ in
                guard let id = StudentID(call.parameter("id")) else { throw APIFailure.notFound }
                let mentor = try mentor(call)
                let zone = try await zone(of: mentor)
                return try .json(MentorStudent(try await desk.mentorStudents.get(id, of: mentor), in: zone))
            },
        ]
    }

    private func zone(of mentor: MentorName) async throws -> ZoneRules {
        zone(named: try await desk.schedules.get(of: mentor).schedule.timezone)
    }
}

extension MentorStudent {
    fileprivate init(_ student: MentorStudents.Summary, in zone: ZoneRules) {
        self.init(
            id: student.id.description, name: student.name, timezone: student.timezone, direction: student.direction,
            graduationYear: student.graduationYear, firstAskedAt: student.firstAt.rfc3339(in: zone),
            lastAskedAt: student.lastAt.rfc3339(in: zone), nextStart: student.nextAt?.rfc3339(in: zone),
            consultations: Counts(
                total: student.counts.total, open: student.counts.open, requested: student.counts.requested,
                coming: student.counts.coming, completed: student.counts.completed, missed: student.counts.missed))
    }
}
