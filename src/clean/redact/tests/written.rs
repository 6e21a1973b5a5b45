//! Tests of secrets in JSON and in other text, and of harmless text that looks similar.

use super::*;

use super::spellings::Row;
use TextKind::{Line, Text, Url};

pub(super) const JSON: &[Row] = &[
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

pub(super) const RAW: &[Row] = &[
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
    (Url, "/a/AKIAIOSFODNN7EXAMPLE/b", "/a/REDACTED/b"),
    (
        Url,
        "/a?x=Bearer%20S3CRETS3CRET&y=1",
        "/a?x=Bearer%20REDACTED&y=1",
    ),
    (
        Url,
        "/a?x=basic%20YWRhOnBhc3N3b3Jk",
        "/a?x=basic%20REDACTED",
    ),
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

pub(super) const HARMLESS: &[Row] = &[
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
