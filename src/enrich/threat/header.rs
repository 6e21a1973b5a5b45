//! Detects headers of HTTP and filters of LDAP that are injected into a value.
//! <https://owasp.org/www-community/attacks/HTTP_Response_Splitting> and
//! <https://owasp.org/www-community/attacks/LDAP_Injection>. Facts as of 2026-11.

use super::pair::Pair;
use super::text::Text;

/// U+560A and U+560D. Some servers cut the codes of these characters to the last byte, which is a
/// line feed or a carriage return.
const CUT: [&[u8]; 2] = [b"\xe5\x98\x8a", b"\xe5\x98\x8d"];

/// Whether a header is at the beginning of a line, and not at the beginning of the text. Its name
/// begins at offset `at`. In a query, `Location:` is also a line of an invitation.
pub(super) fn is_header(text: &Text<'_>, at: usize) -> bool {
    let before = text.before(at);
    let begins_line = before.ends_with(b"\n") || CUT.iter().any(|line| before.ends_with(line));
    begins_line && !(text.in_query(at) && text.from(at).starts_with(b"location"))
}

/// Whether a filter of LDAP ends within a value and another one begins. A filter that is a whole
/// value begins with a parenthesis.
pub(super) fn is_filter(text: &Text<'_>, at: usize) -> bool {
    Pair::around(text, at).is_some_and(|pair| {
        // The `&` of a filter divides its text into two parameters.
        let is_whole = [pair.name, pair.value]
            .iter()
            .any(|text| text.trim_ascii_start().starts_with(b"("));
        !pair.is_in_name(at) && !is_whole
    })
}
