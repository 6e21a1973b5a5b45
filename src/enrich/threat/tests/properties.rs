//! Tests of properties that hold for any text.

use proptest::prelude::*;

use super::*;

proptest! {
    /// If a decoded text has a threat, the check before decoding never rules this text out.
    #[test]
    fn a_text_that_is_not_suspect_has_no_threat(
        pieces in proptest::collection::vec(
            proptest::sample::select(vec![
                "union", "select", "1", "'", "or", "=", "a", "%20", "+", "(", ")", "<", "script",
                "..", "/", "etc/passwd", ";", "cat", "|", "id", "${", "jndi", ":", "}", "alert",
                "?", "&", ".env", "%C3%A9", "%D0%BC", "%E4%B8%96", "%C4%B1", "sleep", "wget",
                "order", "by", "1", "-", "[", "]", "_", ".", "\\", "--", "x=", "&", "ls -la",
                "LS+-la", "sudo whoami", "\u{a0}", "\u{ad}", "\u{1}", "\u{ff1c}", "&#60;", "&lt;",
                "\n", "[$", "ne", "\"", "set-cookie:", "%0d%0a", "=/var/lib/", "=c:/", "windows",
                "*)(uid=", "static../", "document.", "Li4vLi4v", "=/c:",
            ]),
            0..12,
        ),
    ) {
        let text = pieces.concat();
        for place in [Place::Target, Place::Referrer, Place::Agent] {
            let mut finder = ThreatFinder::new();
            let found = finder.in_text(&text, place);
            prop_assert_eq!(found, finder.in_suspect(&text, place), "{}", text);
        }
    }

    #[test]
    fn no_text_panics(text in "\\PC{0,60}", tail in "[a-z0-9%+'\"<>(){};|/.$&#= -]{0,60}") {
        for text in [text.clone(), format!("/{text}?{tail}")] {
            for place in [Place::Target, Place::Referrer, Place::Agent] {
                let _ = threats(place, &text);
            }
        }
    }

    /// A referrer is plain if it is that of a page or an app and has only letters, digits and the
    /// signs of a path. If such a referrer contains one of the automaton's words, the word is a
    /// part of a page's path.
    #[test]
    fn a_referrer_is_plain_if_all_its_bytes_are(
        bytes in proptest::collection::vec(any::<u8>(), 0..70),
        plain in "[a-zA-Z0-9:/._=-]{0,70}",
    ) {
        let is_plain = |byte: &u8| {
            matches!(byte, b'-' | b'.' | b'/' | b':' | b'=' | b'@' | b'_')
                || byte.is_ascii_alphanumeric()
        };
        let page = [b"https://", &*bytes].concat();
        prop_assert_eq!(plain::is_plain(&page), page.iter().all(is_plain));
        let page = format!("http{plain}");
        prop_assert!(plain::is_plain(page.as_bytes()));
        let file = format!("file{plain}");
        prop_assert!(!plain::is_plain(file.as_bytes()));
    }
}
