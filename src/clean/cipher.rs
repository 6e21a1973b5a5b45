//! Cipher suites by their numbers, as servers written in Go log them (Caddy's `cipher_suite`).
//!
//! <https://www.iana.org/assignments/tls-parameters/tls-parameters.xhtml#tls-parameters-4>; the
//! suites are those of Go: <https://pkg.go.dev/crypto/tls#pkg-constants>. Any other number is kept
//! as a number.

/// The suites, each with its number and name.
const SUITES: [(u16, &str); 25] = [
    (0x0005, "TLS_RSA_WITH_RC4_128_SHA"),
    (0x000a, "TLS_RSA_WITH_3DES_EDE_CBC_SHA"),
    (0x002f, "TLS_RSA_WITH_AES_128_CBC_SHA"),
    (0x0035, "TLS_RSA_WITH_AES_256_CBC_SHA"),
    (0x003c, "TLS_RSA_WITH_AES_128_CBC_SHA256"),
    (0x009c, "TLS_RSA_WITH_AES_128_GCM_SHA256"),
    (0x009d, "TLS_RSA_WITH_AES_256_GCM_SHA384"),
    (0x1301, "TLS_AES_128_GCM_SHA256"),
    (0x1302, "TLS_AES_256_GCM_SHA384"),
    (0x1303, "TLS_CHACHA20_POLY1305_SHA256"),
    (0xc007, "TLS_ECDHE_ECDSA_WITH_RC4_128_SHA"),
    (0xc009, "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA"),
    (0xc00a, "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA"),
    (0xc011, "TLS_ECDHE_RSA_WITH_RC4_128_SHA"),
    (0xc012, "TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA"),
    (0xc013, "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA"),
    (0xc014, "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA"),
    (0xc023, "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256"),
    (0xc027, "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256"),
    (0xc02b, "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"),
    (0xc02c, "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384"),
    (0xc02f, "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"),
    (0xc030, "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"),
    (0xcca8, "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256"),
    (0xcca9, "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256"),
];

/// The name of the suite whose decimal number is `text`, or `None` if [`SUITES`] has no such
/// number.
pub(super) fn name_of(text: &str) -> Option<&'static str> {
    let number: u16 = text.parse().ok()?;
    let suite = SUITES.iter().find(|(suite, _)| *suite == number);
    suite.map(|(_, name)| *name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_suite_is_named_by_its_number_and_by_nothing_else() {
        assert_eq!(name_of("4865"), Some("TLS_AES_128_GCM_SHA256"));
        assert_eq!(
            name_of("49199"),
            Some("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256")
        );
        for text in ["1", "70000", "TLS_AES_128_GCM_SHA256", ""] {
            assert_eq!(name_of(text), None, "{text}");
        }
        assert!(SUITES.is_sorted_by_key(|(number, _)| *number));
    }
}
