import Foundation
import HTTPAPI
import Postgres
import TestDatabase
import Testing

/// The contract's table of moves, written out by hand: what each caller gets in each standing.
private enum Table {
    /// A cell is the status afterwards, or 403, or 409; a message is `said`. Others than these three callers get 404.
    static let text = """
        student   schedule  move      cancel    accept    decline  complete  calls-s calls-m object  uphold  close  say
        open      requested 409       409       403       403      403       403     409     409     403     closed said
        requested 409       requested cancelled 403       403      403       403     409     409     403     409    said
        confirmed 409       requested cancelled 403       403      403       403     409     409     403     409    said
        begun     409       requested cancelled 403       403      403       403     no_show 409     403     409    said
        completed 409       409       409       403       403      403       403     409     409     403     409    said
        no-show-s 409       409       409       403       403      403       403     409     no_show 403     409    said
        no-show-m 409       409       409       403       403      403       403     409     403     403     409    said
        disputed  409       409       409       403       403      403       403     409     409     403     409    said
        upheld    409       409       409       403       403      403       403     409     409     403     409    said
        declined  409       409       409       403       403      403       403     409     409     403     409    said
        cancelled 409       409       409       403       403      403       403     409     409     403     409    said
        expired   409       409       409       403       403      403       403     409     409     403     409    said
        closed    409       409       409       403       403      403       403     409     409     403     409    409
        mentor    schedule  move      cancel    accept    decline  complete  calls-s calls-m object  uphold  close  say
        open      confirmed 409       409       409       409      409       409     403     409     403     closed said
        requested 409       requested cancelled confirmed declined 409       409     403     409     403     409    said
        confirmed 409       confirmed cancelled 409       409      409       409     403     409     403     409    said
        begun     409       confirmed cancelled 409       409      completed no_show 403     409     403     409    said
        completed 409       409       409       409       409      409       409     403     409     403     409    said
        no-show-s 409       409       409       409       409      completed 409     403     403     403     409    said
        no-show-m 409       409       409       409       409      completed 409     403     no_show 403     409    said
        disputed  409       409       409       409       409      completed 409     403     403     403     409    said
        upheld    409       409       409       409       409      409       409     403     403     403     409    said
        declined  409       409       409       409       409      409       409     403     409     403     409    said
        cancelled 409       409       409       409       409      409       409     403     409     403     409    said
        expired   409       409       409       409       409      409       409     403     409     403     409    said
        closed    409       409       409       409       409      409       409     403     409     403     409    409
        admin     schedule  move      cancel    accept    decline  complete  calls-s calls-m object  uphold  close  say
        open      403       403       403       403       403      403       403     403     403     409     403    403
        requested 403       403       403       403       403      403       403     403     403     409     403    403
        confirmed 403       403       403       403       403      403       403     403     403     409     403    403
        begun     403       403       403       403       403      403       403     403     403     409     403    403
        completed 403       403       403       403       403      403       403     403     403     409     403    403
        no-show-s 403       403       403       403       403      403       403     403     403     409     403    403
        no-show-m 403       403       403       403       403      403       403     403     403     409     403    403
        disputed  403       403       403       403       403      403       403     403     403     no_show 403    403
        upheld    403       403       403       403       403      403       403     403     403     409     403    403
        declined  403       403       403       403       403      403       403     403     403     409     403    403
        cancelled 403       403       403       403       403      403       403     403     403     409     403    403
        expired   403       403       403       403       403      403       403     403     403     409     403    403
        closed    403       403       403       403       403      403       403     403     403     409     403    403
        """

    struct Cell: Hashable {
        let asker: Asker
        let standing: Standing
        let move: Move
    }

    static let cells: [Cell: String] = {
        var cells: [Cell: String] = [:]
        var asker: Asker?
        for line in text.split(separator: "\n") {
            let words = line.split(separator: " ").map(String.init)
            if let named = Asker(rawValue: words[0]) {
                asker = named
            } else if let asker, let standing = Standing(rawValue: words[0]) {
                for (move, word) in zip(Move.allCases, words.dropFirst()) {
                    cells[Cell(asker: asker, standing: standing, move: move)] = word
                }
            }
        }
        return cells
    }()

    static func expectation(_ asker: Asker, _ standing: Standing, _ move: Move) -> String {
        switch asker {
        case .otherStudent, .otherMentor: "404"
        case .student, .mentor, .admin: cells[Cell(asker: asker, standing: standing, move: move)] ?? "not in the table"
        }
    }

    /// The event that a move leaves behind; by the status afterwards where that decides.
    static func event(_ move: Move, to status: String) -> String {
        switch move {
        case .reschedule: "consultation.rescheduled"
        case .objection: "consultation.objected"
        case .message: "message.created"
        default: "consultation.\(status)"
        }
    }
}

@Suite(.database(Service.template))
struct TransitionTests {
    private static let codes = ["403": "forbidden", "404": "not_found", "409": "invalid_transition"]

    @Test func `the table has a cell for every caller, standing and move`() {
        #expect(Table.cells.count == 3 * Standing.allCases.count * Move.allCases.count)
    }

    @Test(arguments: Standing.allCases)
    func `each move by each caller does what the contract says and nothing else`(_ standing: Standing) async throws {
        try await Service.run { service in
            let stage = try await Stage(service)
            let all = Asker.allCases.flatMap { asker in Move.allCases.map { (asker, $0) } }
            let allowed = all.filter { Self.codes[Table.expectation($0, standing, $1)] == nil }
            let scenes = try await stage.consultations(standing, count: allowed.count + 1)
            guard let unmoved = scenes.last else { return }

            let before = try await Stored.state(of: unmoved.id)
            let tagBefore = try await stage.seen(unmoved)
            for (asker, move) in all {
                let expected = Table.expectation(asker, standing, move)
                guard let code = Self.codes[expected] else { continue }
                let answer = try await stage.move(move, unmoved, by: asker)
                #expect(
                    "\(answer.status)" == expected && answer.code == code,
                    "\(move) by \(asker): \(answer.text), expected \(expected)")
                #expect(try await Stored.state(of: unmoved.id) == before, "\(move) by \(asker) left something")
            }
            #expect(try await stage.seen(unmoved) == tagBefore)

            for (index, (scene, (asker, move))) in zip(scenes, allowed).enumerated() {
                let expected = Table.expectation(asker, standing, move)
                let place = "\(move) by \(asker)"
                let was = try await stage.seen(scene)
                let events = try await Stored.count("SELECT count(*) FROM events")
                let start = Service.instant(27, minute: 9 * 60 + index * 30)
                let answer = try await stage.move(move, scene, by: asker, start: start)
                #expect(try await Stored.count("SELECT count(*) FROM events") == events + 1, "\(place): \(answer.text)")
                let latest = try await Stored.texts("SELECT type FROM events ORDER BY position DESC LIMIT 1")
                let now = try await stage.seen(scene)
                if expected == "said" {
                    #expect(answer.status == 201, "\(place): \(answer.text)")
                    #expect(now["status"] == was["status"] && now["version"] == was["version"])
                    #expect(latest == ["message.created"])
                } else {
                    #expect(answer.status == 200, "\(place): \(answer.text)")
                    #expect(answer.json["status"]?.string == expected, "\(place): \(answer.text)")
                    #expect(now["status"]?.string == expected && now["id"] == was["id"])
                    #expect(now["version"]?.integer == was["version"]?.integer.map { $0 + 1 }, "\(place)")
                    #expect(latest == [Table.event(move, to: expected)], "\(place)")
                }
            }
        }
    }

    @Test func `a move that names an old version changes nothing, one that names the current one goes through`()
        async throws
    {
        try await Service.run { service in
            let stage = try await Stage(service)
            guard let scene = try await stage.consultations(.requested, count: 1).first else { return }
            let asked = try await service.call(.GET, "/v1/consultations/\(scene.id)", token: stage.mentor.token)
            let tag = try #require(asked.headers.first(name: "ETag"))
            #expect(tag.hasPrefix("\""))
            _ = try await stage.move(.reschedule, scene, by: .student)
            let before = try await Stored.state(of: scene.id)
            let stale = try await service.move(
                "accept", scene.id, stage.mentor.token, headers: [("If-Match", tag)])
            #expect(stale.status == 412 && stale.code == "version_mismatch")
            #expect(try await Stored.state(of: scene.id) == before)
            let fresh = try await service.call(.GET, "/v1/consultations/\(scene.id)", token: stage.mentor.token)
            let accepted = try await service.move(
                "accept", scene.id, stage.mentor.token,
                headers: [("If-Match", try #require(fresh.headers.first(name: "ETag")))])
            #expect(accepted.json["status"] == "confirmed")
        }
    }
}
