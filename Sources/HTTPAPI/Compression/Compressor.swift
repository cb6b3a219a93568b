import CZlib

/// Packs a whole body by zlib, at its usual level.
enum Compressor {
    /// Nil when zlib finds no memory.
    static func compress(_ bytes: UnsafeRawBufferPointer, as coding: ContentCoding) -> [UInt8]? {
        // zlib keeps the address of its stream and refuses one that has moved.
        withUnsafeTemporaryAllocation(of: z_stream.self, capacity: 1) { streams -> [UInt8]? in
            streams.initialize(repeating: z_stream())
            guard let stream = streams.baseAddress,
                deflateInit2_(
                    stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, coding.windowBits, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
                    Int32(MemoryLayout<z_stream>.size)) == Z_OK
            else { return nil }
            defer { deflateEnd(stream) }
            let bound = Int(deflateBound(stream, UInt(bytes.count)))
            var isWhole = false
            let packed = [UInt8](unsafeUninitializedCapacity: bound) { output, count in
                // It only reads there; its C type doesn't say so.
                stream.pointee.next_in = UnsafeMutablePointer(
                    mutating: bytes.baseAddress?.assumingMemoryBound(to: UInt8.self))
                stream.pointee.avail_in = UInt32(bytes.count)
                stream.pointee.next_out = output.baseAddress
                stream.pointee.avail_out = UInt32(bound)
                // The output has room for the worst case, so one call does it all.
                isWhole = deflate(stream, Z_FINISH) == Z_STREAM_END
                count = bound - Int(stream.pointee.avail_out)
            }
            return isWhole ? packed : nil
        }
    }
}

extension ContentCoding {
    /// zlib's window of 32 KiB; 16 more asks it for gzip's frame instead of its own.
    fileprivate var windowBits: Int32 {
        switch self {
        case .gzip: 15 + 16
        case .deflate: 15
        }
    }
}
