import Foundation

extension APIDispatcher {
    /// Decides the coding of an answer and says so in its headers; its body is packed later, if one is sent at all.
    func negotiateCoding(_ answer: inout APIAnswer, of incoming: IncomingRequest) -> ContentCoding? {
        guard let compression, compression.applies(to: answer) else { return nil }
        answer.headers.append(("Vary", "Accept-Encoding"))
        guard let coding = ContentCoding.choose(accept: incoming.headers["Accept-Encoding"]) else { return nil }
        for index in answer.headers.indices where answer.headers[index].name.isEqualIgnoringASCIICase(to: "ETag") {
            guard case .oneOf(let tags) = EntityTagCondition(answer.headers[index].value), let tag = tags.first else {
                continue
            }
            answer.headers[index].value = tag.coded(as: coding).description
        }
        return coding
    }

    /// Packs the body. HEAD gets the headers that GET would, so its body is packed as well.
    func encode(
        _ answer: inout APIAnswer, as coding: ContentCoding, of incoming: IncomingRequest, _ route: Route<Caller>?
    ) {
        let packed: [UInt8]? =
            switch answer.body {
            case .bytes(let bytes):
                bytes.withUnsafeBytes { pack($0, answer, as: coding, of: incoming, route) }
            case .data(let data):
                data.withUnsafeBytes { pack($0, answer, as: coding, of: incoming, route) }
            case .none, .stream: nil
            }
        guard let packed else { return }
        answer.headers.append(("Content-Encoding", coding.rawValue))
        answer.body = .bytes(packed)
    }

    private func pack(
        _ bytes: UnsafeRawBufferPointer, _ answer: APIAnswer, as coding: ContentCoding, of incoming: IncomingRequest,
        _ route: Route<Caller>?
    ) -> [UInt8]? {
        guard bytes.count >= CompressedDocuments.minimumBytes, let route, route.access == .public,
            route.caching != .never, let tag = answer.header("ETag"), let type = answer.header("Content-Type")
        else { return Compressor.compress(bytes, as: coding) }
        let key = CompressedDocuments.Key(target: incoming.target, mediaType: type, tag: tag)
        return compressedDocuments.find(key) { Compressor.compress(bytes, as: coding) }
    }
}
