//! The log of TLS requests that Apache's packages enable beside the access log:
//! <https://httpd.apache.org/docs/2.4/mod/mod_ssl.html#logformats>.

use super::super::apache;
use super::preset::Preset;

/// The format of Apache's `ssl_request_log`.
pub(in crate::format) fn ssl_request_log() -> Preset {
    let format = r#"%t %h %{SSL_PROTOCOL}x %{SSL_CIPHER}x "%r" %b"#;
    let layout = apache::compile(format).expect("a preset's values have literals between them");
    Preset::one(layout.with_extras_allowed())
}
