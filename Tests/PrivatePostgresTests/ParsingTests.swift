import Testing

@testable import PrivatePostgres

@Suite struct ParsingTests {
    @Test(arguments: [
        ("postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)\n", 15), ("postgres (PostgreSQL) 18beta1", 18),
        ("postgres (PostgreSQL) 9.6.24", 9),
    ])
    func `the major version is read from what the server says`(output: String, major: Int) throws {
        #expect(ServerInstallation.major(of: try #require(ServerInstallation.version(in: output))) == major)
    }

    @Test func `what is no server has no version`() {
        #expect(ServerInstallation.version(in: "BusyBox v1.35") == nil)
        #expect(ServerInstallation.version(in: "postgres (PostgreSQL) ") == nil)
        #expect(ServerInstallation.major(of: "devel") == nil)
    }

    @Test func `the server is ready once its file says so and not before`() {
        let text = "4711\n/data\n1700000000\n5432\n/tmp/x\n\n  5432001         0\n"
        #expect(PostmasterFile(text: text + "starting\n")?.isReady == false)
        #expect(PostmasterFile(text: text + "ready   \n")?.isReady == true)
        #expect(PostmasterFile(text: text)?.isReady == false)
        #expect(PostmasterFile(text: text)?.processID == 4711)
        #expect(PostmasterFile(text: "") == nil)
    }

    @Test func `processes of this cluster are told from those of others`() {
        let processes = ServerProcesses(dataDirectories: ["/a/data"], clusterName: "mentord-1", userID: 0)
        #expect(processes.kind(of: ["/usr/lib/postgresql/15/bin/postgres", "-D", "/a/data"]) == .postmaster)
        #expect(processes.kind(of: ["/bin/sh", "-c", "…", "postgres", "-D", "/a/data"]) == .supervisor)
        #expect(processes.kind(of: ["postgres: mentord-1: checkpointer "]) == .child)
        #expect(processes.kind(of: ["postgres: mentord-12: checkpointer "]) == nil)
        #expect(processes.kind(of: ["postgres: checkpointer "]) == nil)
        #expect(processes.kind(of: ["/usr/lib/postgresql/15/bin/postgres", "-D", "/a/data2"]) == nil)
        #expect(processes.kind(of: []) == nil)
    }

    @Test func `a path gets the same name in every run`() {
        #expect(ClusterLocation.stableHash("") == "cbf29ce484222325")
        #expect(ClusterLocation.stableHash("/root/.mentord") == ClusterLocation.stableHash("/root/.mentord"))
        #expect(ClusterLocation.stableHash("/a") != ClusterLocation.stableHash("/b"))
    }

    @Test func `a missing PostgreSQL is told in one sentence with the remedy`() async {
        let error = await #expect(throws: PrivateClusterError.self) {
            try await ServerInstallation.choose(
                dataMajor: nil, dataDirectory: "/data", binaryDirectory: "/nowhere", environment: [:])
        }
        #expect(error == .serverNotFound(searched: ["/nowhere"]))
        #expect(error?.description.contains("apt-get install postgresql") == true)
    }
}
