import Foundation
import NIOSSL

/// A certificate for `localhost` and 127.0.0.1, for these tests alone.
enum TestCertificate {
    static func serverContext() throws -> NIOSSLContext {
        try NIOSSLContext(
            configuration: .makeServerConfiguration(
                certificateChain: [.certificate(try certificate())],
                privateKey: .privateKey(try NIOSSLPrivateKey(bytes: Array(privateKeyText.utf8), format: .pem))))
    }

    static func trustRoots() throws -> NIOSSLTrustRoots {
        .certificates([try certificate()])
    }

    private static func certificate() throws -> NIOSSLCertificate {
        try NIOSSLCertificate(bytes: Array(certificateText.utf8), format: .pem)
    }

    private static let privateKeyText = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgkyFF/5u+046fE9B+
        EZ3iqDmkSyF4KKcMg/4aFaYHK5yhRANCAATB/acUB7LOY02PZu49DQnz4o478dG6
        E3hZtwLWAzK/dAk+6xRjMAdoalr7rEVm6Mz1q2tLakuFh6JIRx1jiZtD
        -----END PRIVATE KEY-----
        """

    private static let certificateText = """
        -----BEGIN CERTIFICATE-----
        MIIBmzCCAUGgAwIBAgIUM9nMHDjgQaxB/8TzkhyuDFn+EU0wCgYIKoZIzj0EAwIw
        FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyMzE3MjM1MVoYDzIxMjYxMDMw
        MTcyMzUxWjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
        PQMBBwNCAATB/acUB7LOY02PZu49DQnz4o478dG6E3hZtwLWAzK/dAk+6xRjMAdo
        alr7rEVm6Mz1q2tLakuFh6JIRx1jiZtDo28wbTAdBgNVHQ4EFgQUUebb+1iETxGw
        JX1zXoZK2XGWySswHwYDVR0jBBgwFoAUUebb+1iETxGwJX1zXoZK2XGWySswDwYD
        VR0TAQH/BAUwAwEB/zAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwCgYIKoZI
        zj0EAwIDSAAwRQIgYVGeToctJGZEKd/jrXeB7IcSH4uN+5p8kJbKuNqX0s4CIQDB
        rwf4bWrtix2yf2gJl3RbBlqqR4Cs0ahGF3ADn1NUsw==
        -----END CERTIFICATE-----
        """
}
