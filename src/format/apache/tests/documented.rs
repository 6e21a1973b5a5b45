//! Tests the directives that the documentation lists.

use crate::format::apache::compile;
use crate::format::field::Field;

/// Every directive in the documentation of `mod_log_config`, `mod_logio` and `mod_ssl`, and the
/// headers and variables that have a meaning here.
const DOCUMENTED: &[(&str, Option<Field>)] = &[
    ("%%", None),
    ("%a", Some(Field::RemoteAddress)),
    ("%{c}a", Some(Field::PeerAddress)),
    ("%A", Some(Field::ServerAddress)),
    ("%B", Some(Field::BodyBytes)),
    ("%b", Some(Field::BodyBytes)),
    ("%{session}C", None),
    ("%D", Some(Field::DurationMicroseconds)),
    ("%{HOME}e", None),
    ("%{UNIQUE_ID}e", Some(Field::RequestId)),
    ("%f", None),
    ("%h", Some(Field::RemoteAddress)),
    ("%{c}h", Some(Field::PeerAddress)),
    ("%H", Some(Field::Protocol)),
    ("%{Accept}i", None),
    ("%{referer}i", Some(Field::Referrer)),
    ("%{USER-AGENT}i", Some(Field::UserAgent)),
    ("%{Host}i", Some(Field::Host)),
    ("%{X-Forwarded-For}i", Some(Field::ForwardedFor)),
    ("%{X-Forwarded-Host}i", Some(Field::Host)),
    ("%{X-Forwarded-Proto}i", Some(Field::Scheme)),
    ("%{X-Real-IP}i", Some(Field::ForwardedFor)),
    ("%{X-Request-Id}i", Some(Field::RequestId)),
    ("%{X-Amzn-Trace-Id}i", Some(Field::TraceId)),
    ("%{Authorization}i", None),
    ("%{Cookie}i", None),
    ("%k", None),
    ("%l", None),
    ("%L", Some(Field::RequestId)),
    ("%m", Some(Field::Method)),
    ("%{note}n", None),
    ("%{Location}o", None),
    ("%{Content-Type}o", Some(Field::MimeType)),
    ("%{X-Request-Id}o", Some(Field::RequestId)),
    ("%p", Some(Field::ServerPort)),
    ("%{canonical}p", Some(Field::ServerPort)),
    ("%{local}p", Some(Field::ServerPort)),
    ("%{remote}p", Some(Field::RemotePort)),
    ("%P", None),
    ("%{pid}P", None),
    ("%{tid}P", None),
    ("%{hextid}P", None),
    ("%q", Some(Field::Query)),
    ("%r", Some(Field::RequestLine)),
    ("%R", None),
    ("%s", Some(Field::Status)),
    ("%>s", Some(Field::Status)),
    ("%<s", Some(Field::Status)),
    ("%t", Some(Field::TimeClf)),
    ("%{%d/%b/%Y:%T %z}t", Some(Field::TimeClf)),
    ("%{sec}t", Some(Field::TimeEpochSeconds)),
    ("%{msec}t", Some(Field::TimeEpochMilliseconds)),
    ("%{usec}t", Some(Field::TimeEpochMicroseconds)),
    ("%{msec_frac}t", Some(Field::TimeFraction)),
    ("%{usec_frac}t", Some(Field::TimeFraction)),
    ("%{begin:msec}t", Some(Field::TimeEpochMilliseconds)),
    ("%{end:msec}t", Some(Field::TimeEpochMilliseconds)),
    ("%T", Some(Field::DurationSeconds)),
    ("%{ms}T", Some(Field::DurationMilliseconds)),
    ("%{us}T", Some(Field::DurationMicroseconds)),
    ("%{s}T", Some(Field::DurationSeconds)),
    ("%u", Some(Field::User)),
    ("%<u", Some(Field::User)),
    ("%U", Some(Field::Path)),
    ("%v", Some(Field::ServerName)),
    ("%V", Some(Field::ServerName)),
    ("%X", None),
    ("%I", Some(Field::RequestBytes)),
    ("%O", Some(Field::ResponseBytes)),
    ("%S", None),
    ("%{Trailer}^ti", None),
    ("%{Trailer}^to", None),
    ("%^FB", None),
    ("%{SSL_PROTOCOL}x", Some(Field::TlsProtocol)),
    ("%{SSL_CIPHER}x", Some(Field::TlsCipher)),
    ("%{SSL_SESSION_ID}x", None),
    ("%{version}c", Some(Field::TlsProtocol)),
    ("%{cipher}c", Some(Field::TlsCipher)),
    ("%{subjectdn}c", None),
    ("%{issuerdn}c", None),
    ("%{errcode}c", None),
    ("%{errstr}c", None),
    ("%400,501{User-agent}i", Some(Field::UserAgent)),
    ("%!200,304,302{Referer}i", Some(Field::Referrer)),
];

/// The directives that Tomcat adds or gives another meaning. Tomcat's `%I` is a thread's name. It
/// binds to the field of Apache's `%I`, but it is not a number and is therefore not used.
const TOMCAT: &[(&str, Option<Field>)] = &[
    ("%F", None),
    ("%S", None),
    ("%I", Some(Field::RequestBytes)),
    ("%{name}c", None),
    ("%{name}r", None),
    ("%{name}s", None),
    ("%{ns}T", Some(Field::DurationNanoseconds)),
    ("%{fracsec}T", Some(Field::DurationSeconds)),
];

#[test]
fn every_documented_directive_compiles_to_its_meaning() {
    for (directive, field) in DOCUMENTED.iter().chain(TOMCAT) {
        let layout = compile(&format!("{directive} | %t"))
            .unwrap_or_else(|error| panic!("{directive}: {}", error.reason));
        for other in Field::ALL
            .into_iter()
            .filter(|other| *other != Field::TimeClf)
        {
            assert_eq!(
                layout.binds(other),
                *field == Some(other),
                "{directive}: {}",
                other.name()
            );
        }
    }
}
