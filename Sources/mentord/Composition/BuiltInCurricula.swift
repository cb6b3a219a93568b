import Curriculum
import CurriculumFiles
import Mentoring

/// The curricula that the program carries, published where they are missing.
enum BuiltInCurricula {
    /// Publishes each whose version isn't there yet.
    ///
    /// - Returns: those published now, and those whose version is there with another content: what is published
    ///   stays, and whoever edited the file has to raise its version.
    static func publishMissing(
        by desk: Desk
    ) async throws -> (published: [DirectionCurriculum], differing: [DirectionCurriculum]) {
        var published: [DirectionCurriculum] = []
        var differing: [DirectionCurriculum] = []
        for curriculum in CurriculumFolder.builtIn.curricula {
            do {
                if try await desk.curricula.publish(curriculum) == .published { published.append(curriculum) }
            } catch Refusal.alreadyExists {
                differing.append(curriculum)
            }
        }
        return (published, differing)
    }
}
