import APIModel
import Foundation
import Terminal

/// A file of this machine that is to be attached.
struct OutgoingFile: Sendable {
    var name: String
    var data: Data
    /// What its name says it is. Whether it is that, the service looks for itself.
    var mediaType: String

    /// Reads the file.
    ///
    /// - Throws: ``CommandFailure`` when it can't be read, or is too long to be taken.
    init(_ path: String, in session: Session) throws {
        let url = URL(fileURLWithPath: path)
        name = url.lastPathComponent
        let shown = path.printableLine
        do {
            let attributes = try FileManager.default.attributesOfItem(atPath: url.resolvingSymlinksInPath().path)
            // A pipe or a device may never end.
            guard attributes[.type] as? FileAttributeType == .typeRegular else {
                throw session.failure(.failure, .fileIrregular, ["file": shown])
            }
            let size = attributes[.size] as? Int ?? 0
            guard size <= Attachment.sizeLimit else {
                throw session.failure(
                    .invalid, .fileTooLong,
                    [
                        "file": shown, "size": FileSize.text(size), "limit": FileSize.text(Attachment.sizeLimit),
                    ])
            }
            data = try Data(contentsOf: url)
        } catch let failure as CommandFailure {
            throw failure
        } catch {
            throw session.failure(
                .failure, .fileUnreadable, ["file": shown, "reason": fileReason(error)])
        }
        if data.isEmpty { throw session.failure(.invalid, .fileEmpty, ["file": shown]) }
        mediaType =
            Self.mediaTypes[url.pathExtension.lowercased()]
            ?? (String(validating: data, as: UTF8.self) != nil ? "text/plain" : "application/octet-stream")
    }

    /// `cv.pdf, application/pdf, 120 kB`.
    var line: String { "\(name.printableLine), \(mediaType), \(FileSize.text(data.count))" }

    private static let mediaTypes = [
        "pdf": "application/pdf", "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "webp": "image/webp",
        "gif": "image/gif", "txt": "text/plain", "md": "text/plain", "csv": "text/plain", "log": "text/plain",
    ]
}

/// Octets as people read them.
enum FileSize {
    static func text(_ octets: Int) -> String {
        switch octets {
        case ..<1_000: "\(octets) B"
        case ..<1_000_000: "\(tenths(octets, 1_000)) kB"
        default: "\(tenths(octets, 1_000_000)) MB"
        }
    }

    /// With one decimal below ten.
    private static func tenths(_ octets: Int, _ unit: Int) -> String {
        let tenths = (octets * 10 + unit / 2) / unit
        return tenths < 100 ? "\(tenths / 10).\(tenths % 10)" : "\((octets + unit / 2) / unit)"
    }
}
