import Foundation
import HummingbirdCore
import NIOCore
import Synchronization

/// Reads a request's body whole, up to a limit, and knows afterwards whether anything is left.
final class BodyReader: Sendable {
    private let body: RequestBody
    private let announcedCount: Int?
    private let finished = Atomic<Bool>(false)

    init(_ body: RequestBody, announcedCount: Int?) {
        self.body = body
        self.announcedCount = announcedCount
    }

    var isFinished: Bool { finished.load(ordering: .relaxed) }

    /// - Throws: `BodyFailure`, or `CancellationError`.
    func read(upTo limit: Int) async throws -> Data {
        var data = Data()
        if let announcedCount { data.reserveCapacity(min(announcedCount, limit)) }
        do {
            for try await buffer in body {
                guard data.count + buffer.readableBytes <= limit else { throw BodyFailure.tooLarge }
                data.append(contentsOf: buffer.readableBytesView)
            }
        } catch let failure as BodyFailure {
            throw failure
        } catch let error as CancellationError {
            throw error
        } catch {
            throw BodyFailure.malformed
        }
        // A connection that ends too soon looks like the end of the body to whoever reads it.
        if let announcedCount, data.count != announcedCount { throw BodyFailure.disconnected }
        finished.store(true, ordering: .relaxed)
        return data
    }
}
