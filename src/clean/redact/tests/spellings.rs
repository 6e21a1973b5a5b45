//! The places and spellings of secrets. Each row has one place and spelling, and `docs/PRIVACY.md`
//! lists their kinds.

use super::written::{HARMLESS, JSON, RAW};
use super::*;

/// A row: the kind of text, the text, and the text without its secret.
pub(super) type Row = (TextKind, &'static str, &'static str);

use TextKind::{Line, Text, Url};

const SHORT_TOKENS: &[Row] = &[
    (Url, "/?eyJhbGciOiJI.eyJzdWIiOiIx.S3CRET", "/?REDACTED"),
    (Url, "eyJhbGciOiJI.eyJzdWIiOiIx.S3CRET", "REDACTED"),
    (
        Text,
        "b/1 (+https://h/eyJhbGciOiJI.eyJzdWIiOiIx.S3CRET)",
        "b/1 (+https://h/REDACTED)",
    ),
];

const NAMES: &[Row] = &[
    // Characters surround a name.
    (Url, "/?token+=S3CRET&a=1", "/?token+=REDACTED&a=1"),
    (Url, "/?+token=S3CRET", "/?+token=REDACTED"),
    (Url, "/?token =S3CRET", "/?token =REDACTED"),
    (Url, "/?token%20=S3CRET", "/?token%20=REDACTED"),
    (Url, "/?%20token=S3CRET", "/?%20token=REDACTED"),
    (Url, "/?token%00=S3CRET", "/?token%00=REDACTED"),
    (Url, "/?%00token%09=S3CRET", "/?%00token%09=REDACTED"),
    (Url, "/?\"token\"=S3CRET&a=1", "/?\"token\"=REDACTED&a=1"),
    (Url, "/?%22token%22=S3CRET", "/?%22token%22=REDACTED"),
    (Url, "/?'token'=S3CRET", "/?'token'=REDACTED"),
    (Url, "/?(token)=S3CRET", "/?(token)=REDACTED"),
    (Url, "/?token*=S3CRET", "/?token*=REDACTED"),
    (Url, "/?token%C2%A0=S3CRET", "/?token%C2%A0=REDACTED"),
    (Url, "/?%E2%80%8Btoken=S3CRET", "/?%E2%80%8Btoken=REDACTED"),
    (Url, "/?key\u{200b}=S3CRET", "/?key\u{200b}=REDACTED"),
    // Encoded spaces are within a name, in a URL within another text.
    (
        Text,
        "b/1 (+https://h/?pass%00word=S3CRET)",
        "b/1 (+https://h/?pass%00word=REDACTED)",
    ),
    (
        Text,
        "b/1 (+https://h/?a=1&pass+word=S3CRET)",
        "b/1 (+https://h/?a=1&pass+word=REDACTED)",
    ),
    (
        Line,
        "x /?pass%2520word=S3CRET&a+key=S3CRET y",
        "x /?pass%2520word=REDACTED&a+key=REDACTED y",
    ),
    // The name has parts.
    (
        Url,
        "/?user[password]=S3CRET&user[a]=1",
        "/?user[password]=REDACTED&user[a]=1",
    ),
    (Url, "/?a[0][token]=S3CRET", "/?a[0][token]=REDACTED"),
    (
        Url,
        "/?token[]=S3CRET&token[]=S3CRET",
        "/?token[]=REDACTED&token[]=REDACTED",
    ),
    (Url, "/?pins[0][pin]=S3CRET", "/?pins[0][pin]=REDACTED"),
    (
        Url,
        "/?user%5Bpassword%5D=S3CRET",
        "/?user%5Bpassword%5D=REDACTED",
    ),
    (Url, "/?form:password=S3CRET", "/?form:password=REDACTED"),
    (Url, "/?user.password=S3CRET", "/?user.password=REDACTED"),
    // The name has words.
    (
        Url,
        "/?user_pass=S3CRET&pass1=S3CRET",
        "/?user_pass=REDACTED&pass1=REDACTED",
    ),
    (
        Url,
        "/?authorization_code=S3CRET&otp_code=S3CRET",
        "/?authorization_code=REDACTED&otp_code=REDACTED",
    ),
    (
        Url,
        "/?encryption_key=S3CRET&signing_key=S3CRET",
        "/?encryption_key=REDACTED&signing_key=REDACTED",
    ),
    (
        Url,
        "/?resetKey=S3CRET&password2=S3CRET",
        "/?resetKey=REDACTED&password2=REDACTED",
    ),
    (
        Url,
        "/?token_1=S3CRET&Reset-Key=S3CRET",
        "/?token_1=REDACTED&Reset-Key=REDACTED",
    ),
    (
        Url,
        "/?password confirm=S3CRET&a=1",
        "/?password confirm=REDACTED&a=1",
    ),
    (Url, "/?new+password+2=S3CRET", "/?new+password+2=REDACTED"),
    (Url, "/?pass%20word=S3CRET", "/?pass%20word=REDACTED"),
    // Delimiters separate the name from other text.
    (
        Url,
        "/a;jsessionid=S3CRET/b?c=1",
        "/a;jsessionid=REDACTED/b?c=1",
    ),
    (Url, "/a;token=S3CRET;v=1/b", "/a;token=REDACTED;v=1/b"),
    (
        Url,
        "/a#access_token=S3CRET&b=1",
        "/a#access_token=REDACTED&b=1",
    ),
    (Url, "/a#/b?token=S3CRET", "/a#/b?token=REDACTED"),
    (Url, "/a?b=1&amp;token=S3CRET", "/a?b=1&amp;token=REDACTED"),
];

const ENCODED: &[Row] = &[
    (Url, "/?%74oken=S3CRET", "/?%74oken=REDACTED"),
    (
        Url,
        "/?token%3DS3CRET%26a%3D1",
        "/?token%3DREDACTED%26a%3D1",
    ),
    (
        Url,
        "/?a%2526token%253DS3CRET%2526b",
        "/?a%2526token%253DREDACTED%2526b",
    ),
    (
        Url,
        "/?token%252525253DS3CRET",
        "/?token%252525253DREDACTED",
    ),
    (Url, "/?%25252574oken=S3CRET", "/?%25252574oken=REDACTED"),
    (Url, "/?token%25%33%44S3CRET", "/?token%25%33%44REDACTED"),
    (
        Url,
        "/?u=https%3A%2F%2Fh%2F%3Ftoken%3DS3CRET%26b%3D1&c=2",
        "/?u=https%3A%2F%2Fh%2F%3Ftoken%3DREDACTED%26b%3D1&c=2",
    ),
    (
        Url,
        "/?u=https%25253A%25252F%25252Fu%25253AS3CRET%252540h%25252F&c=2",
        "/?u=https%25253A%25252F%25252FREDACTED%252540h%25252F&c=2",
    ),
    (
        Url,
        r"/?a=1\u0026token\u003dS3CRET",
        r"/?a=1\u0026token\u003dREDACTED",
    ),
    (
        Line,
        r#""GET /?a\x26token\x3dS3CRET HTTP/1.1""#,
        r#""GET /?a\x26token\x3dREDACTED HTTP/1.1""#,
    ),
];

const USER_INFORMATION: &[Row] = &[
    (Url, "u:S3CRET@h:443", "REDACTED@h:443"),
    (Url, "//u:S3CRET@h/a", "//REDACTED@h/a"),
    (Url, r"http:\\u:S3CRET@h/a", r"http:\\REDACTED@h/a"),
    (Url, "https:///u:S3CRET@h/a", "https:///REDACTED@h/a"),
    (Url, "http:u:S3CRET@h/a", "http:REDACTED@h/a"),
    (Url, "https:/u:S3CRET@h/a", "https:/REDACTED@h/a"),
    (Url, "https://u%3AS3CRET@h/a", "https://REDACTED@h/a"),
    (Url, "https://u:S3CRET%40h/a", "https://REDACTED%40h/a"),
    (
        Url,
        "https://a@b.example:S3CRET@h/a",
        "https://REDACTED@h/a",
    ),
    (Url, "https%3A//u:S3CRET@h/a", "https%3A//REDACTED@h/a"),
    (Url, "/?next=//u:S3CRET@h/", "/?next=//REDACTED@h/"),
    (
        Url,
        "/?next=%2F%2Fu%3AS3CRET%40h%2F&a=b:c@d",
        "/?next=%2F%2FREDACTED%40h%2F&a=b:c@d",
    ),
    (
        Url,
        "/proxy/https://u:S3CRET@h/",
        "/proxy/https://REDACTED@h/",
    ),
    (
        Text,
        "x/1 (+https://u:S3CRET@h/?token=S3CRET)",
        "x/1 (+https://REDACTED@h/?token=REDACTED)",
    ),
    (
        Line,
        r#""CONNECT u:S3CRET@h:443 HTTP/1.1" 200"#,
        r#""CONNECT REDACTED@h:443 HTTP/1.1" 200"#,
    ),
    (
        Line,
        r#""GET //u:S3CRET@h/ HTTP/1.1""#,
        r#""GET //REDACTED@h/ HTTP/1.1""#,
    ),
    (
        Line,
        r#"{"url":"https:\/\/u:S3CRET@h\/"}"#,
        r#"{"url":"https:\/\/REDACTED@h\/"}"#,
    ),
];

#[test]
fn every_place_and_spelling_loses_its_secret_and_nothing_else() {
    for rows in [
        SHORT_TOKENS,
        NAMES,
        ENCODED,
        USER_INFORMATION,
        JSON,
        RAW,
        HARMLESS,
    ] {
        for (kind, text, expected) in rows {
            assert_eq!(redacted_in(*kind, text), *expected, "{kind:?} {text}");
        }
    }
}

#[test]
fn a_name_of_any_length_is_read_whole() {
    let long = "x_".repeat(10_000);
    for name in [
        format!("{long}token"),
        format!("token_{long}y"),
        format!("password{long}"),
    ] {
        assert_eq!(
            redacted(&format!("/?{name}=S3CRET")),
            format!("/?{name}=REDACTED")
        );
    }
}

#[test]
fn users_are_redacted_if_they_are_hidden() {
    let cases = [
        (
            Url,
            "https://ada@h/?user=ada&a=1",
            "https://REDACTED@h/?user=REDACTED&a=1",
        ),
        (
            Url,
            "/?user_name=ada&email=ada%40h",
            "/?user_name=REDACTED&email=REDACTED",
        ),
        (Url, "/~ada/?users=1", "/~ada/?users=1"),
        (Text, "x (https://ada@h/)", "x (https://REDACTED@h/)"),
        (
            Line,
            r#"{"remote_user":"ada b","a":1}"#,
            r#"{"remote_user":"REDACTED","a":1}"#,
        ),
    ];
    for (kind, text, expected) in cases {
        for redaction in [Redaction::default(), Redaction::parse("none")] {
            let found = redact(&redaction, text, kind, true, &mut Tags::default());
            assert_eq!(found, expected, "{text}");
        }
    }
}
