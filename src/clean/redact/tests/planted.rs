//! Secrets are planted at random. None of them may remain, and the quick check must not rule out a
//! text in which the whole pass finds one.

use super::*;

/// A secret that occurs in no other part of a text.
const PLANTED: &str = "PLANTED";

fn encoded(text: &str, every: bool) -> String {
    let encode = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' if !every => {
            (byte as char).to_string()
        }
        _ => format!("%{byte:02X}"),
    };
    text.bytes().map(encode).collect()
}

proptest! {
    /// Secrets are planted in five places, in 14 spellings of the name, and under up to five layers
    /// of encoding.
    #[test]
    fn no_planted_secret_survives_at_any_place_in_any_spelling_at_any_depth(
        word in 0_usize..14,
        spelling in 0_usize..14,
        shape in 0_usize..9,
        depth in 0_usize..6,
        every in any::<bool>(),
        place in 0_usize..5,
        value in "[a-z0-9/?:;@<é ]{0,6}",
        log in 0_usize..3,
    ) {
        let words = [
            "password", "token", "user_pass", "pass1", "authorization_code", "otp_code",
            "encryption_key", "signing_key", "reset_key", "password2", "token_1",
            "client_secret", "x-amz-signature", "api_key",
        ];
        let name = words[word];
        let capital = |word: &str| word[..1].to_uppercase() + &word[1..];
        let camel: String = name.split(['_', '-']).map(capital).collect();
        let name = match spelling {
            0 => format!("{name}+"),
            1 => format!(" {name} "),
            2 => format!("{name}%00"),
            3 => format!("\"{name}\""),
            4 => format!("a[{name}]"),
            5 => format!("a[0][{name}]"),
            6 => name.to_uppercase(),
            7 => camel,
            8 => name.replace('_', "-"),
            9 => format!("{}{name}", "long_".repeat(20)),
            10 => format!("{name}%20"),
            11 => format!("'{name}'"),
            12 => encoded(name, true),
            _ => name.to_owned(),
        };
        let bare = words[word];
        let secret = format!("{PLANTED}{value}{PLANTED}");
        let simple = secret.replace(['/', '?', ';', '@', ':', '<', ' '], "");
        let mut inner = match shape {
            0 => format!("a=1;{name}={simple}"),
            1 => format!("https://ada:{simple}@h/"),
            2 => format!("{{\"a\":1,\"{bare}\":\"{secret}\",\"b\":2}}"),
            3 => format!("{{\"{bare}\" : [\"{secret}\"]}}"),
            4 => format!("https://h/p?a=1&{name}={simple}&b=2"),
            5 => format!("//ada:{simple}@h/"),
            6 => format!("/p#{name}={simple}"),
            _ => format!("a=1&{name}={simple}"),
        };
        for _ in 0..depth {
            // A layer that encodes every byte makes the text three times as long.
            inner = encoded(&inner, every && inner.len() < 400);
        }
        let url = match place {
            0 => format!("/q?u={inner}"),
            1 => format!("/q?{inner}&z=1"),
            2 => format!("https://h/?z=1&u={inner}#f"),
            3 => format!("/q#{inner}"),
            _ => format!("/a?z=1&u={inner}&z=2"),
        };
        let found = redacted(&url);
        prop_assert!(!found.contains(PLANTED), "{} became {}", url, found);
        let agent = format!("x/1 (+{})", url.replace(' ', "+"));
        let found = redacted_text(&agent);
        prop_assert!(!found.contains(PLANTED), "{} became {}", agent, found);
        // A server escapes quotes. In a request line, the target ends only at the space before the
        // version.
        let logged = match log {
            0 => url.replace('"', "\\\""),
            1 => url.replace('"', "\\x22"),
            _ => url.replace('"', "%22"),
        };
        let line = format!("203.0.113.7 - - [x] \"GET {logged} HTTP/1.1\" 200 5 \"-\" \"x\"");
        let found = redacted_line(&line);
        prop_assert!(!found.contains(PLANTED), "{} became {}", line, found);
        prop_assert!(found.ends_with("HTTP/1.1\" 200 5 \"-\" \"x\""), "{} became {}", line, found);
    }

    /// The quick check rules out no URL, and no text without a colon, in which the whole pass finds
    /// a secret.
    #[test]
    fn a_glance_misses_no_secret(
        text in "(/|a|_|1|key|token|pass|Code|otp|=|&|[?]|\
                 ;|:|@|%|%3D|%3d|%25|%22|%20|%40|\\[|\\]|\"|\\{|,|\\+| |\\\\u003d|//|é){0,12}",
    ) {
        let redaction = Redaction::default();
        let view = View::new(text.as_bytes());
        let requests = Requests::default();
        let found = Secrets::of(&view, &requests, TextKind::Url, &redaction, false).next();
        let seen = glance::at_url(text.as_bytes(), Marks::of(text.as_bytes()), &redaction);
        prop_assert!(found.is_none() || seen, "{} {:?}", text, found);
        let requests = Requests::default();
        let found = Secrets::of(&view, &requests, TextKind::Text, &redaction, false).next();
        let seen = glance::at_text(text.as_bytes()) || text.contains(':');
        prop_assert!(found.is_none() || seen, "{} {:?}", text, found);
    }

    /// The quick check rules out no URL that contains a secret with a form of its own.
    #[test]
    fn a_glance_at_a_url_misses_no_form(
        text in "(/|a|=|&|[?]|:|-|%20|%2520| |\\+|\\u0020|\
                 AKIAIOSFODNN7EXAMPLE|ASIAIOSFODNN7EXAMPLE|AKIA|\
                 eyJhbGciOiJI|[.]eyJzdWIiOiJh|[Bb]earer|BASIC|abcdefgh1234|YTpi|\
                 -----BEGIN|PRIVATE|KEY-----){0,8}",
    ) {
        let marks = Marks::of(text.as_bytes());
        let redaction = Redaction::default();
        let view = View::new(text.as_bytes());
        let requests = Requests::default();
        let found = Secrets::of(&view, &requests, TextKind::Url, &redaction, false).next();
        prop_assert!(
            found.is_none() || glance::at_url(text.as_bytes(), marks, &redaction),
            "{} {:?}", text, found
        );
    }

    /// The short pass over a plain URL finds what the whole pass finds.
    #[test]
    fn a_plain_url_has_no_secrets_but_its_parameters(
        text in "(/|a|_|1|key|token|pass|Code|otp|=|&|[?]|:|\\[|\\]|,|\\+|#|//|\
                 http:|bearer|B|KI|eyK|--|\\(|\\.|é|\u{a0}|A|J|ey|%C3%A9|%8|%){0,16}",
    ) {
        let marks = Marks::of(text.as_bytes());
        let is_plain = plain::is_plain(text.as_bytes(), marks);
        let has_signs = ["%", "eyJ", "AKIA"].iter().any(|sign| text.contains(sign));
        prop_assert!(is_plain || has_signs, "{}", text);
        if !is_plain {
            return Ok(());
        }
        let redaction = Redaction::default();
        let view = View::new(text.as_bytes());
        let requests = Requests::default();
        let whole = Secrets::of(&view, &requests, TextKind::Url, &redaction, false);
        let found: Vec<_> = plain::secrets(text.as_bytes(), marks, &redaction).collect();
        prop_assert_eq!(found, whole.collect::<Vec<_>>(), "{}", text);
    }
}
