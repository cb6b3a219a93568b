import HTTPAPI
import Mentoring
import Postgres
import Scheduling
import ServiceLifecycle
import TestDatabase
import Testing

@testable import mentord

@Suite(.database(OperatedService.template)) struct DrainingTests {
    @Test func `a stop is announced, then what is at work finishes, then the service ends`() async throws {
        try await OperatedService.withClient { client in
            let slow = Gate()
            let pause = Gate()
            let stop = Gate()
            var draining = Draining(flag: DrainFlag(), notice: .seconds(5), logger: OperatedService.logger)
            draining.pause = { _ in await pause.pass() }
            let readiness = Readiness(drain: draining.flag)
            var definition = Endpoints(desk: try OperatedService.desk(client), readiness: readiness)
                .definition(version: "test")
            definition.routes.append(
                Route(
                    public: .get, "/slow", name: "getSlow", group: Words(zh: "慢", en: "Slow"),
                    summary: Words(zh: "慢", en: "Slow"), answers: [.noContent()]
                ) { _ in
                    await slow.pass()
                    return .text("done")
                })
            let http = try HTTPService(
                definition, settings: HTTPSettings(address: .host("127.0.0.1", port: 0)),
                logger: OperatedService.logger, drain: draining.flag)
            let group = ServiceGroup(services: [http], logger: OperatedService.logger)
            let drain = draining
            async let ended: Void = drain.run(group, untilStop: { await stop.pass() })
            let url = "http://127.0.0.1:\(try await http.boundPort() ?? 0)"

            await stop.waitForArrival()
            #expect(try await OperatedService.get("\(url)/readyz").status == 200)
            async let slowAnswer = OperatedService.get("\(url)/slow")
            await slow.waitForArrival()

            stop.open()
            await pause.waitForArrival()
            let notReady = try await OperatedService.get("\(url)/readyz", headers: [("Accept-Language", "en")])
            #expect(notReady.status == 503)
            #expect(notReady.text.contains("The service is stopping."))
            let stillServed = try await OperatedService.get("\(url)/livez")
            #expect(stillServed.status == 200)
            #expect(stillServed.connection == "close")

            pause.open()
            slow.open()
            let answer = try await slowAnswer
            #expect(answer.status == 200)
            #expect(answer.text == "done")
            try await ended
        }
    }

    @Test func `a service that nobody stops isn't stopped by its end`() async throws {
        struct Brief: Service {
            func run() async throws { throw CancellationError() }
        }
        let flag = DrainFlag()
        let draining = Draining(flag: flag, notice: .zero, logger: OperatedService.logger)
        await #expect(throws: CancellationError.self) {
            try await draining.run(ServiceGroup(services: [Brief()], logger: OperatedService.logger)) {
                await Gate().pass()
            }
        }
        #expect(!flag.isRaised)
    }

    @Test func `a service is not ready while the database's structure is not its own`() async throws {
        try await OperatedService.withClient { client in
            let http = try Assembly.httpService(
                try OperatedService.desk(client), settings: HTTPSettings(address: .host("127.0.0.1", port: 0)),
                logger: OperatedService.logger)
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                tasks.addTask { try await http.run() }
                defer { tasks.cancelAll() }
                let url = "http://127.0.0.1:\(try await http.boundPort() ?? 0)/readyz"
                #expect(try await OperatedService.get(url).status == 200)
                let owner = TestDatabase.current.client
                try await owner.query(
                    "UPDATE schema_migrations SET checksum = 'x' || checksum WHERE version = 1")
                let answer = try await OperatedService.get(url, headers: [("Accept-Language", "en")])
                #expect(answer.status == 503)
                #expect(answer.text.contains("The database's structure is not the one this version needs."))
                try await owner.query(
                    "UPDATE schema_migrations SET checksum = substr(checksum, 2) WHERE version = 1")
                #expect(try await OperatedService.get(url).status == 200)
            }
        }
    }
}
