//! Tests that secrets are removed wherever they are, and that nothing else is removed.

use proptest::prelude::*;

use super::*;

mod planted;
mod spellings;
mod written;

fn redacted(text: &str) -> String {
    redacted_in(TextKind::Url, text)
}

fn redacted_line(text: &str) -> String {
    redacted_in(TextKind::Line, text)
}

fn redacted_text(text: &str) -> String {
    redacted_in(TextKind::Text, text)
}

fn redacted_in(kind: TextKind, text: &str) -> String {
    redact(
        &Redaction::default(),
        text,
        kind,
        false,
        &mut Tags::default(),
    )
    .into_owned()
}

fn redact<'a>(
    redaction: &Redaction,
    text: &'a str,
    kind: TextKind,
    hides_users: bool,
    tags: &mut Tags,
) -> Cow<'a, str> {
    let (marks, text) = (Marks::of(text.as_bytes()), Cow::Borrowed(text));
    match kind {
        TextKind::Url => redaction.redact_url(text, marks, hides_users, tags),
        TextKind::Text => redaction.redact_text(text, hides_users, tags),
        TextKind::Line => redaction.redact_line(text, hides_users, tags),
    }
}

#[test]
fn secrets_of_a_url_are_removed_and_nothing_else_is() {
    let cases = [
        ("/plain", "/plain"),
        ("/a?token=abc&b=1", "/a?token=REDACTED&b=1"),
        ("/a?token=&b=1", "/a?token=&b=1"),
        ("a=1&Access-Token=x%20y", "a=1&Access-Token=REDACTED"),
        (
            "/cb?code=4/0Ab&scope=email#id_token=e.y.J",
            "/cb?code=REDACTED&scope=email#id_token=REDACTED",
        ),
        (
            "user[password]=x&user[name]=ada",
            "user[password]=REDACTED&user[name]=ada",
        ),
        ("user%5Bpass%77ord%5D=x", "user%5Bpass%77ord%5D=REDACTED"),
        (
            "X-Amz-Signature=ab&X-Amz-Date=2",
            "X-Amz-Signature=REDACTED&X-Amz-Date=2",
        ),
        (
            "new_password=a&password_confirmation=a&oauth.client-secret=b",
            "new_password=REDACTED&password_confirmation=REDACTED&oauth.client-secret=REDACTED",
        ),
        (
            "/keys?monkey=1&keyboard=2&tokens=3&barcode=4&mission=5&estate=6",
            "/keys?monkey=1&keyboard=2&tokens=3&barcode=4&mission=5&estate=6",
        ),
        // In a query, a value ends only at `&` and `#`.
        ("password=a;b&c=d", "password=REDACTED&c=d"),
        (r#"/a?token="x"&b=1"#, "/a?token=REDACTED&b=1"),
        ("/a?password=my dog<3&b=1", "/a?password=REDACTED&b=1"),
        // A path parameter ends with its segment. In a query, a slash is part of the value.
        (
            "/s;jsessionid=1A2B/t;v=1?x=1",
            "/s;jsessionid=REDACTED/t;v=1?x=1",
        ),
        ("/a?x=1;token=p/q?r;y=2", "/a?x=1;token=REDACTED;y=2"),
        // A URL is within a URL, encoded once or twice.
        (
            "/?next=https%3A%2F%2Fx%2Fcb%3Fcode%3Da%2526b%26v%3D1&c=2",
            "/?next=https%3A%2F%2Fx%2Fcb%3Fcode%3DREDACTED%26v%3D1&c=2",
        ),
        (
            "/?a=%252Fb%253Fx%253D1%2526token%253Dabc%2526y%253D2%26z%3D3",
            "/?a=%252Fb%253Fx%253D1%2526token%253DREDACTED%2526y%253D2%26z%3D3",
        ),
        ("/a%3Fcode=x", "/a%3Fcode=REDACTED"),
        (
            "/s%3Bjsessionid%3D1A2B%2Ft",
            "/s%3Bjsessionid%3DREDACTED%2Ft",
        ),
        ("/a?x=dG9rZW4%3D&b=1", "/a?x=dG9rZW4%3D&b=1"),
    ];
    for (text, expected) in cases {
        assert_eq!(redacted(text), expected, "{text}");
    }
}

#[test]
fn passwords_in_an_authority_are_removed() {
    let cases = [
        (
            "https://ada:pw@example.com/?a=b",
            "https://REDACTED@example.com/?a=b",
        ),
        ("https://ada:p=w,&x@h/", "https://REDACTED@h/"),
        ("https://ada:p@w@h/", "https://REDACTED@h/"),
        ("redis://:pw@h", "redis://REDACTED@h"),
        (
            "/?u=https%3A%2F%2Fada%3Apw%40h%2F&m=a:b@c.d",
            "/?u=https%3A%2F%2FREDACTED%40h%2F&m=a:b@c.d",
        ),
        (
            "https://ada@example.com/@me?mail=a@b.c",
            "https://ada@example.com/@me?mail=a@b.c",
        ),
        ("https://example.com:80/a@b", "https://example.com:80/a@b"),
        ("https://h/a:b@c", "https://h/a:b@c"),
        // The text before the `@` only looks like user information. The parameter in it continues
        // after the `@`.
        (
            "/q?//&u=%2Fp%3Ftoken%3Dx:@y%26n%3D1",
            "/q?//REDACTED%26n%3D1",
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(redacted(text), expected, "{text}");
    }
}

#[test]
fn secrets_of_a_raw_line_are_removed_and_its_other_values_stay() {
    let cases = [
        (
            r#""GET /a?pwd=x HTTP/1.1" 200 "https://u:p@h/?sid=1" "UA a=b""#,
            r#""GET /a?pwd=REDACTED HTTP/1.1" 200 "https://REDACTED@h/?sid=REDACTED" "UA a=b""#,
        ),
        (
            r#""GET /a?password=my dog HTTP/1.1" 200"#,
            r#""GET /a?password=REDACTED HTTP/1.1" 200"#,
        ),
        (
            r#""GET /a?pwd=a\"b HTTP/1.1" 200"#,
            r#""GET /a?pwd=REDACTED HTTP/1.1" 200"#,
        ),
        (
            r#"{"uri":"/?a=1\u0026token=x\u0026b=2"}"#,
            r#"{"uri":"/?a=1\u0026token=REDACTED\u0026b=2"}"#,
        ),
        (
            r#"{"uri":"/?a\u003d1\u0026token\u003dx\u0026b\u003d2"}"#,
            r#"{"uri":"/?a\u003d1\u0026token\u003dREDACTED\u0026b\u003d2"}"#,
        ),
        // `original` has doubled the backslashes, because the line was not UTF-8.
        (
            r#"{"uri":"/?a=1\\u0026token=x\\u0026b=2"}"#,
            r#"{"uri":"/?a=1\\u0026token=REDACTED\\u0026b=2"}"#,
        ),
        (
            r#"level=info token="x y" n=1"#,
            r#"level=info token="REDACTED" n=1"#,
        ),
        (r#""GET /a?token=" 200 "-""#, r#""GET /a?token=" 200 "-""#),
        ("/a?token=x 200 12", "/a?token=REDACTED 200 12"),
    ];
    for (text, expected) in cases {
        assert_eq!(redacted_line(text), expected, "{text}");
    }
}

#[test]
fn the_operator_chooses_the_list() {
    let with = |names: &str, text: &str| {
        let redaction = Redaction::parse(names);
        redact(&redaction, text, TextKind::Url, false, &mut Tags::default()).into_owned()
    };
    let cases = [
        ("none", "token=a", "token=a"),
        ("card", "token=a&card=b", "token=a&card=REDACTED"),
        (
            "+card, +Loyalty-No",
            "token=a&card=b&loyalty_no=c",
            "token=REDACTED&card=REDACTED&loyalty_no=REDACTED",
        ),
        (
            "schlüssel",
            "--=a&schl%C3%BCssel=b",
            "--=a&schl%C3%BCssel=REDACTED",
        ),
        // A name that consists only of punctuation does not count. Redaction is therefore not
        // switched off by accident.
        ("", "token=a", "token=REDACTED"),
        ("-, +", "token=a&--=b", "token=REDACTED&--=b"),
    ];
    for (names, text, expected) in cases {
        assert_eq!(with(names, text), expected, "{names}");
    }
}

#[test]
fn text_without_secrets_is_borrowed() {
    let mut tags = Tags::default();
    for text in ["/a", "/a?b=c", "https://example.com/%20?a%3Db"] {
        let found = redact(&Redaction::default(), text, TextKind::Url, false, &mut tags);
        assert!(matches!(found, Cow::Borrowed(_)), "{text}");
    }
    assert!(!tags.has(Tags::REDACTED));
}

/// A line may be a megabyte long, and its sender chooses every byte. If a scan started again at
/// each mark, one such line would stop a shard for minutes. This test would take minutes, too.
#[test]
fn a_megabyte_of_any_mark_is_read_once_and_not_once_for_each_mark() {
    let parts = [
        "@",
        "=",
        ":",
        "%",
        "://",
        "://a:b",
        "%3A%2F%2Fa%3Ab",
        "%25",
        "%3D",
        "a%3D",
        "token=a ",
        ";token=",
        ";a=",
        "\\",
        "\\u003d",
        "token=\"",
        "[=",
        "a",
        "%25",
        "%22a%22:",
        "\"token\":\"",
        "\"name\":\"",
        "\\\"name\\\":\\\"",
        "\"token\":[",
        "{\"token\":{\"a",
        "token:",
        "token: ",
        "cookie: a; ",
        "authorization=Basic ",
        "http:",
        "//",
        "GET a:b ",
        "CONNECT ",
        " a:b@",
        "eyJ",
        "eyJabcdefgh.",
        "-----BEGIN ",
        "AKIA",
        "Bearer 1",
        "Basic ",
        "password2",
        "\u{200b}token=",
    ];
    for part in parts {
        let text = part.repeat(400_000 / part.len());
        for found in [redacted(&text), redacted_line(&text), redacted_text(&text)] {
            // The text may grow only by the words that replace its secrets.
            assert!(found.len() <= 4 * text.len(), "{part}");
        }
    }
}

proptest! {
    #[test]
    fn no_planted_secret_survives_at_any_place_in_any_case_or_encoding(
        before in "[a-z0-9=&%/?;]{0,20}", after in "[a-z0-9=&]{0,20}", depth in 0_usize..4,
        name in "(TOKEN|pass_word|Api-Key|client%5Fsecret|sid|user\\[Pwd\\]|x-%41mz-Signature)",
        value in "PLANTED[a-z0-9 ;/?@:=\"<é]{0,10}PLANTED",
    ) {
        let mut inner = format!("/p?{name}={value}&n=1");
        for _ in 0..depth {
            inner = inner
                .replace('%', "%25")
                .replace('/', "%2F")
                .replace('?', "%3f")
                .replace('=', "%3D")
                .replace('&', "%26");
        }
        let text = format!("/q?{before}&u={inner}&{after}");
        let found = redacted(&text);
        prop_assert!(!found.contains("PLANTED"), "{} became {}", text, found);
        let rest = format!("&{after}");
        prop_assert!(found.ends_with(&redacted(&rest)), "{} became {}", text, found);
    }

    #[test]
    fn only_secrets_are_replaced(text in "([a-z]{1,3}=[a-z0-9%@:/]{0,5}[&;#?/]){0,6}") {
        // The text must not contain a secret name. These are all the secret names of at most three
        // letters.
        let secret = ["key", "pin", "sid", "sig", "otp", "mfa", "pwd", "pw", "cvc", "cvv", "jwt"];
        prop_assume!(!secret.iter().any(|name| text.contains(name)));
        // `//a:b@` and `http:a:b@` contain passwords whatever the names are, encoded or not.
        let mut read = Vec::new();
        let view = View::new(text.as_bytes());
        view.read(0, view.len(), &mut read);
        let read = String::from_utf8_lossy(&read);
        let starts = ["//", "ws:", "wss:", "http:", "ftp:", "ftps:"];
        prop_assume!(!starts.iter().any(|start| read.contains(start)));
        prop_assert_eq!(redacted(&text), text);
    }

    #[test]
    fn no_text_panics_and_redacting_again_changes_nothing(
        text in any::<String>(),
        odd in "[=&?#;%:/@\"\\\\ a2356DAFtoken]{0,60}",
    ) {
        for text in [text, odd] {
            let once = redacted(&text);
            prop_assert_eq!(&redacted(&once), &once);
            redacted_line(&text);
        }
    }
}
