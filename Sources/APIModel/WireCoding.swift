public import Foundation

/// How answers and requests look on the wire: `snake_case` keys, slashes as they are, keys in a stable order.
public enum WireCoding {
    /// An encoder for one value. Instants and days are strings in the models, so no date strategy is needed.
    public static func encoder(pretty: Bool = false) -> JSONEncoder {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.outputFormatting =
            pretty ? [.withoutEscapingSlashes, .sortedKeys, .prettyPrinted] : [.withoutEscapingSlashes, .sortedKeys]
        return encoder
    }

    /// A decoder for one value; fields it doesn't know are ignored, as clients must.
    public static func decoder() -> JSONDecoder {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return decoder
    }
}
