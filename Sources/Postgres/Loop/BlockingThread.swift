internal import CLibPQ
import Glibc

/// Threads for calls that block: connecting (name look-ups, TLS, SCRAM) and sending cancel requests.
enum BlockingThread {
    private final class Body {
        let name: String
        let run: @Sendable () -> Void

        init(name: String, run: @escaping @Sendable () -> Void) {
            self.name = name
            self.run = run
        }
    }

    /// Runs the body on a thread of its own that ends with it.
    static func start(name: String, _ body: @escaping @Sendable () -> Void) {
        let context = Unmanaged.passRetained(Body(name: name, run: body)).toOpaque()
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
        defer { pthread_attr_destroy(&attributes) }
        var thread = pthread_t()
        let failure = pthread_create(
            &thread, &attributes,
            { context in
                guard let context else { return nil }
                let body = Unmanaged<Body>.fromOpaque(context).takeRetainedValue()
                clibpq_name_thread(body.name)
                body.run()
                return nil
            }, context)
        // Without a thread the work must still be done, if slowly: nobody else would answer who waits for it.
        if failure != 0 { Unmanaged<Body>.fromOpaque(context).takeRetainedValue().run() }
    }
}
