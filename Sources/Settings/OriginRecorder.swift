import Configuration
import Synchronization

/// Remembers which of the providers answered for each key.
final class OriginRecorder: AccessReporter {
    private let found = Mutex<[String: Int]>([:])

    func report(_ event: AccessEvent) {
        let index = event.providerResults.firstIndex { result in
            if case .success(let lookup) = result.result { lookup.value != nil } else { false }
        }
        guard let index else { return }
        found.withLock { $0[event.metadata.key.components.joined(separator: ".")] = index }
    }

    /// The position of the provider; nil where none had a value.
    func provider(of setting: Setting) -> Int? {
        found.withLock { $0[setting.key] }
    }
}
