//! The words before a line's time: the client, and what a site puts before it.

use super::super::sound::is_address;
use crate::format::signature::Prefix;

/// The prefix of a line, by the words before its time and the blank after them. `None` for words
/// that no writer of these formats puts before a time.
///
/// The name of a host counts as a client only if the identity after it is `-`, as it nearly always
/// is, since words of an application's log may also precede a time. The name of a user may contain
/// blanks.
pub(super) fn prefix_of(prefix: &[u8]) -> Option<Prefix> {
    // Either all separators are tabs, or none is. A single tab may be the place where two lines
    // were joined.
    let in_tabs = prefix.ends_with(b"\t") && !prefix.contains(&b' ');
    let blank = if in_tabs { b'\t' } else { b' ' };
    let words = prefix.strip_suffix(&[blank])?;
    if let Some(list) = words.strip_prefix(b"\"") {
        let (_, rest) = list.split_at_checked(memchr::memchr(b'"', list)?)?;
        let client = rest.strip_prefix(b"\" ")?.split(|byte| *byte == b' ');
        return (client.count() >= 3).then_some(Prefix::QuotedList);
    }
    // A run of blanks counts as one: some writers pad an absent value.
    let mut words = words
        .split(|byte| *byte == blank)
        .filter(|word| !word.is_empty());
    let mut first = words.next()?;
    let listed = first.ends_with(b",");
    while first.ends_with(b",") {
        first = words.next()?;
    }
    let second = words.next()?;
    let no_user = || prefix.ends_with(b"  ").then_some(&b""[..]);
    let third = words.next().or_else(no_user)?;
    // The line has the usual three words, or the name of the user contains blanks.
    if second == b"-" {
        return Some(Prefix::Client);
    }
    let (first_is, second_is) = (is_address(first), is_address(second));
    // The number of words after the third, and the first of them.
    let (after, fourth) = (words.clone().count(), words.next().unwrap_or_default());
    let is_client = listed || first == b"-" || first_is && !has_server_port(first);
    match third {
        _ if after == 0 => first_is.then_some(Prefix::Client),
        _ if second_is && is_client => Some(Prefix::List),
        b"-" if second_is && after == 2 && (is_id(fourth) || prefix.ends_with(b" - ")) => {
            Some(Prefix::HostAndId)
        }
        _ if second_is => Some(Prefix::Host),
        // The client is the name of a host, and a virtual host precedes it.
        b"-" => (!first_is).then_some(Prefix::Host),
        _ => first_is.then_some(Prefix::Client),
    }
}

/// Whether one of the words is an address.
pub(super) fn hold_address(prefix: &[u8]) -> bool {
    let mut words = prefix.split(|byte| matches!(byte, b' ' | b'\t'));
    words.any(is_address)
}

/// Whether the words are the owner of a bucket (64 hexadecimal digits) and the bucket.
pub(super) fn begin_s3(prefix: &[u8]) -> bool {
    let Some((owner, [b' ', bucket @ .., b' '])) = prefix.split_at_checked(64) else {
        return false;
    };
    owner.iter().all(u8::is_ascii_hexdigit) && !bucket.is_empty() && !bucket.contains(&b' ')
}

/// Whether a word is an address and a port.
pub(super) fn client_and_port(word: &[u8]) -> bool {
    is_address(word)
        && memchr::memrchr(b':', word).is_some_and(|colon| {
            let port = word.get(colon + 1..).unwrap_or_default();
            (1..=5).contains(&port.len()) && is_number(port)
        })
}

/// Whether a word is a decimal number.
pub(super) fn is_number(word: &[u8]) -> bool {
    !word.is_empty() && word.iter().all(u8::is_ascii_digit)
}

/// Whether a word ends with a usual port of a server. A virtual host that is an address has such a
/// port, and a client's address does not.
fn has_server_port(word: &[u8]) -> bool {
    [&b":80"[..], b":443", b":8080", b":8443"]
        .iter()
        .any(|port| word.ends_with(port))
}

/// Whether a word is an id, and not the first word of a user's name.
fn is_id(word: &[u8]) -> bool {
    word.len() >= 16
        && word
            .iter()
            .all(|byte| byte.is_ascii_hexdigit() || *byte == b'-')
}
