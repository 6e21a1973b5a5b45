//! The places and spellings of secrets. Each row has one, and `docs/PRIVACY.md` lists their kinds.

use super::*;

/// A row: place, text, and the text without its secret.
type Row = (Place, &'static str, &'static str);

use Place::{Line, Text, Url};

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
    // What surrounds a name.
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
    // Encoded spaces within a name, in a URL within another text.
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
    // Parts of a name.
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
    // Words of a name.
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
    // Delimiters.
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

const JSON: &[Row] = &[
    (
        Url,
        r#"/?d={"password":"S3CRET","a":1}"#,
        r#"/?d={"password":"REDACTED","a":1}"#,
    ),
    (
        Url,
        r#"/?d={"password": "S3 CRET"}&b=1"#,
        r#"/?d={"password": "REDACTED"}&b=1"#,
    ),
    (
        Url,
        r#"/?d={"pin":1234,"a":1}"#,
        r#"/?d={"pin":REDACTED,"a":1}"#,
    ),
    (
        Url,
        r#"/?d={"a":{"token":["S3CRET","S3CRET"]},"b":1}"#,
        r#"/?d={"a":{"token":["REDACTED"]},"b":1}"#,
    ),
    (
        Url,
        "/?d={'password':'S3CRET'}",
        "/?d={'password':'REDACTED'}",
    ),
    (
        Url,
        "/?d={a:1,password:S3CRET}&b=1",
        "/?d={a:1,password:REDACTED}&b=1",
    ),
    (
        Url,
        "/?d=%7B%22password%22%3A%22S3CRET%22%2C%22a%22%3A1%7D",
        "/?d=%7B%22password%22%3A%22REDACTED%22%2C%22a%22%3A1%7D",
    ),
    (
        Url,
        "/?d=%7B%22token%22%3A+%22S3+CRET%22%7D&b=1",
        "/?d=%7B%22token%22%3A+%22REDACTED%22%7D&b=1",
    ),
    (
        Url,
        "/?d=%257B%2522code%2522%253A%2522S3CRET%2522%257D",
        "/?d=%257B%2522code%2522%253A%2522REDACTED%2522%257D",
    ),
    (
        Url,
        r#"/?d={\"password\":\"S3CRET\"}"#,
        r#"/?d={\"password\":\"REDACTED\"}"#,
    ),
    (
        Text,
        r#"x {"password":"S3CRET"}"#,
        r#"x {"password":"REDACTED"}"#,
    ),
    (
        Line,
        r#"{"password":"S3 CRET","a":1}"#,
        r#"{"password":"REDACTED","a":1}"#,
    ),
    (
        Line,
        r#"{"password" : "S3\"CRET" , "a":1}"#,
        r#"{"password" : "REDACTED" , "a":1}"#,
    ),
    (
        Line,
        r#"{\"password\":\"S3 CRET\",\"a\":1}"#,
        r#"{\"password\":\"REDACTED\",\"a\":1}"#,
    ),
    (
        Line,
        r#"{\\\"password\\\":\\\"S3CRET\\\"}"#,
        r#"{\\\"password\\\":\\\"REDACTED\\\"}"#,
    ),
    (
        Line,
        r"{\x22password\x22:\x22S3CRET\x22}",
        r"{\x22password\x22:\x22REDACTED\x22}",
    ),
    (
        Line,
        r#"{"password":"S3CRET never closed"#,
        r#"{"password":"REDACTED"#,
    ),
    (Line, r#"{"apiKey":12345}"#, r#"{"apiKey":REDACTED}"#),
    (
        Line,
        r#"{"code":"ok","state":"open","key":"a","token":null}"#,
        r#"{"code":"ok","state":"open","key":"a","token":null}"#,
    ),
    (
        Line,
        r#"{"name":"Cookie","value":"a=S3CRET"},{"name":"Host","value":"h"}"#,
        r#"{"name":"Cookie","value":"REDACTED"},{"name":"Host","value":"h"}"#,
    ),
];

const RAW: &[Row] = &[
    (
        Line,
        "[bad] authorization=Basic S3CRET end",
        "[bad] authorization=REDACTED end",
    ),
    (
        Line,
        "[bad] Authorization: Bearer S3CRET end",
        "[bad] Authorization: REDACTED end",
    ),
    (
        Line,
        r#"authorization="Bearer S3 CRET" n=1"#,
        r#"authorization="REDACTED" n=1"#,
    ),
    (
        Line,
        "authorization='Bearer S3CRET' n=1",
        "authorization='REDACTED' n=1",
    ),
    (
        Line,
        r#"Authorization: Digest username="S3CRET", response="S3CRET""#,
        "Authorization: REDACTED",
    ),
    (
        Line,
        r#""Proxy-Authorization: Basic S3CRET" 200"#,
        r#""Proxy-Authorization: REDACTED" 200"#,
    ),
    (
        Line,
        r#""Cookie: a=S3CRET; b=S3CRET" 200"#,
        r#""Cookie: REDACTED" 200"#,
    ),
    (
        Line,
        "Set-Cookie: a=S3CRET; Path=/; Secure 200",
        "Set-Cookie: REDACTED 200",
    ),
    (
        Line,
        r#"cookie="a=S3CRET; b=S3CRET" n=1"#,
        r#"cookie="REDACTED" n=1"#,
    ),
    (
        Line,
        r#"{"headers":{"Cookie":["a=S3CRET"],"Host":["h"]}}"#,
        r#"{"headers":{"Cookie":["REDACTED"],"Host":["h"]}}"#,
    ),
    (Line, "X-Api-Key: S3CRET 200", "X-Api-Key: REDACTED 200"),
    (
        Line,
        r#"{"x-api-key":"S3CRET"}"#,
        r#"{"x-api-key":"REDACTED"}"#,
    ),
    (Line, "password: S3CRET 200", "password: REDACTED 200"),
    (Line, "password = S3CRET 200", "password = REDACTED 200"),
    (
        Line,
        r#""GET /?password=S3 CRET HTTP/1.1" 200"#,
        r#""GET /?password=REDACTED HTTP/1.1" 200"#,
    ),
    (
        Line,
        "/?X-Amz-Signature=S3CRET&X-Amz-Date=1 200",
        "/?X-Amz-Signature=REDACTED&X-Amz-Date=1 200",
    ),
    (
        Line,
        r#"Authorization: Token token="S3CRET", email="S3 CRET" end"#,
        "Authorization: REDACTED end",
    ),
    (
        Line,
        r#"Parameters: {"password"=>"S3 CRET", "pin" => "S3CRET", "a"=>"b"}"#,
        r#"Parameters: {"password"=>"REDACTED", "pin" => "REDACTED", "a"=>"b"}"#,
    ),
    (
        Line,
        r#"{"http_cookie":"S3CRET","http_authorization":"Basic S3CRET"}"#,
        r#"{"http_cookie":"REDACTED","http_authorization":"REDACTED"}"#,
    ),
    (
        Line,
        r#""Cookie: a=" 200 "-""#,
        r#""Cookie: REDACTED" 200 "-""#,
    ),
    (
        Line,
        r#"Cookie: a="S3 CRET"; b=S3CRET#S3CRET&S3CRET end"#,
        "Cookie: REDACTED end",
    ),
    (Line, "key AKIAIOSFODNN7EXAMPLE used", "key REDACTED used"),
    (Line, "ASIAIOSFODNN7EXAMPLE", "REDACTED"),
    (
        Line,
        "jwt eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl end",
        "jwt REDACTED end",
    ),
    (
        Line,
        r#""Bearer S3CRETS3CRET" 200"#,
        r#""Bearer REDACTED" 200"#,
    ),
    (
        Line,
        r#""Basic YWRhOnBhc3N3b3Jk" 200"#,
        r#""Basic REDACTED" 200"#,
    ),
    (
        Line,
        r"x -----BEGIN RSA PRIVATE KEY-----\nS3CRET\n-----END RSA PRIVATE KEY----- y",
        r"x -----BEGIN RSA PRIVATE KEY-----REDACTED-----END RSA PRIVATE KEY----- y",
    ),
];

const HARMLESS: &[Row] = &[
    (Url, "/a//b:c@d/", "/a//b:c@d/"),
    (Url, "mailto:ada@example.com", "mailto:ada@example.com"),
    (Url, "/?m=a:b@c.d", "/?m=a:b@c.d"),
    (Url, "/?a=YWJjZA==&b=%3D%3D", "/?a=YWJjZA==&b=%3D%3D"),
    (
        Url,
        "/?sort_key=a&token_type=b&key1=c&tokens=1",
        "/?sort_key=a&token_type=b&key1=c&tokens=1",
    ),
    (
        Url,
        r#"/?d={"a":"b","country_code":"de"}"#,
        r#"/?d={"a":"b","country_code":"de"}"#,
    ),
    (
        Text,
        "Mozilla/5.0 (X11; rv:1.2; email:bot@example.com)",
        "Mozilla/5.0 (X11; rv:1.2; email:bot@example.com)",
    ),
    (Text, "a key: b=c (state=open", "a key: b=c (state=REDACTED"),
    (
        Line,
        "[10/Oct/2025:13:55:36 +0200] code: 500 state: open",
        "[10/Oct/2025:13:55:36 +0200] code: 500 state: open",
    ),
    (
        Line,
        "Basic authentication, Bearer of news, AKIAx, eyJunk.a",
        "Basic authentication, Bearer of news, AKIAx, eyJunk.a",
    ),
    (
        Line,
        r#""labels":[{"name":"awswaf:managed:token:absent"}],"arn:aws:x:secret:a""#,
        r#""labels":[{"name":"awswaf:managed:token:absent"}],"arn:aws:x:secret:a""#,
    ),
    (
        Line,
        r#"{"response_code":200,"token_type":"x"}"#,
        r#"{"response_code":200,"token_type":"x"}"#,
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
        for (place, text, expected) in rows {
            assert_eq!(redacted_in(*place, text), *expected, "{place:?} {text}");
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
fn users_are_secrets_where_they_are_hidden() {
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
    for (place, text, expected) in cases {
        for redaction in [Redaction::default(), Redaction::parse("none")] {
            let found = redaction.redact(Cow::Borrowed(text), place, true, &mut Tags::default());
            assert_eq!(found, expected, "{text}");
        }
    }
}
