//! Names of secret parameters, compared in lower case and without `-`, `_` and other punctuation.
//!
//! The built-in list is that of what travels in URLs: OAuth 2.0 (<https://www.rfc-editor.org/rfc/rfc6749>,
//! <https://www.rfc-editor.org/rfc/rfc7523>, <https://www.rfc-editor.org/rfc/rfc8628>), `OpenID` Connect, SAML, signed URLs of
//! AWS, Google Cloud, Azure and Akamai, and session ids of the common platforms.

/// The most bytes of a name that are compared, its end counting: no secret's name is longer.
const NAME_LIMIT_BYTES: usize = 64;

/// A name as it is compared, in memory of its own: a line costs no allocation for its parameters.
#[derive(Debug, Clone, Copy)]
pub(super) struct Normal {
    bytes: [u8; NAME_LIMIT_BYTES],
    /// The name fills the memory from its end.
    start: usize,
}

impl Normal {
    const EMPTY: Self = Self {
        bytes: [0; NAME_LIMIT_BYTES],
        start: NAME_LIMIT_BYTES,
    };

    pub(super) fn as_bytes(&self) -> &[u8] {
        self.bytes.get(self.start..).unwrap_or_default()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.start == NAME_LIMIT_BYTES
    }

    /// Puts a byte before those that are there, while there is room.
    fn precede(&mut self, byte: u8) {
        if let Some(start) = self.start.checked_sub(1)
            && let Some(slot) = self.bytes.get_mut(start)
        {
            *slot = byte;
            self.start = start;
        }
    }
}

/// The name in lower case (of ASCII) without punctuation.
pub(super) fn normal(name: &[u8]) -> Normal {
    let mut normal = Normal::EMPTY;
    for byte in name.iter().rev() {
        let letter = kind(*byte);
        if letter >= Kind::COUNTS {
            normal.precede(letter);
        }
    }
    normal
}

/// The name that a text ends with.
#[derive(Debug)]
pub(super) struct LastName {
    /// Where it begins.
    pub(super) start: usize,
    /// It has one part, and nothing in it is encoded: `normal` is all there is to compare.
    pub(super) whole: bool,
    pub(super) normal: Normal,
}

/// The name that a text ends with, and its normal form at once.
///
/// One loop for both: every parameter of every URL comes this way, and to find the name, to look for what is encoded in it, to
/// divide it and to write its normal form each by itself was a sixth of redaction.
#[inline]
pub(super) fn last_name(text: &[u8]) -> LastName {
    let mut name = LastName {
        start: text.len(),
        whole: true,
        normal: Normal::EMPTY,
    };
    for byte in text.iter().rev() {
        match kind(*byte) {
            Kind::ENDS => break,
            Kind::DIVIDES => name.whole = false,
            Kind::SILENT => {}
            letter => name.normal.precede(letter),
        }
        name.start -= 1;
    }
    name
}

/// Whether a byte may stand in a name as it is written in a URL.
pub(super) fn is_in_name(byte: u8) -> bool {
    kind(byte) != Kind::ENDS
}

/// What a byte is to a name: one of these, or from [`Kind::COUNTS`] on, itself in lower case.
struct Kind;

impl Kind {
    /// It stands before or behind a name.
    const ENDS: u8 = 0;
    /// Punctuation within a name.
    const SILENT: u8 = 1;
    /// It divides a name, or something is encoded by it.
    const DIVIDES: u8 = 2;
    const COUNTS: u8 = b'0';
}

fn kind(byte: u8) -> u8 {
    KINDS.get(usize::from(byte)).copied().unwrap_or(Kind::ENDS)
}

#[expect(
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    reason = "a constant cannot iterate; the compiler itself looks at the bounds"
)]
static KINDS: [u8; 256] = {
    let mut kinds = [Kind::ENDS; 256];
    let mut at = 0;
    while at < 256 {
        let byte = at as u8;
        kinds[at] = match byte {
            b'-' | b'_' | b'.' | b'$' | b'~' => Kind::SILENT,
            b'%' | b'[' | b']' => Kind::DIVIDES,
            _ if byte.is_ascii_alphanumeric() || !byte.is_ascii() => byte.to_ascii_lowercase(),
            _ => Kind::ENDS,
        };
        at += 1;
    }
    kinds
};

/// Whether a name in its normal form holds a secret by the built-in list.
pub(super) fn is_built_in(name: &[u8]) -> bool {
    is_whole(name) || ends_secret(name) || (0..name.len()).any(|at| begins_secret(name, at))
}

/// Names that are secret as they stand; as a part of another name (`keyboard`, `barcode`) they mean nothing.
fn is_whole(name: &[u8]) -> bool {
    matches!(
        name,
        b"auth"
            | b"authorization"
            | b"awsaccesskeyid"
            | b"bearer"
            | b"cfid"
            | b"cftoken"
            | b"code"
            | b"codeverifier"
            | b"credentials"
            | b"csrf"
            | b"cvc"
            | b"cvv"
            | b"devicecode"
            | b"hdnea"
            | b"hdntl"
            | b"hdnts"
            | b"hmac"
            | b"idtokenhint"
            | b"key"
            | b"mfa"
            | b"nonce"
            | b"oauthverifier"
            | b"otp"
            | b"pass"
            | b"passcode"
            | b"pin"
            | b"pw"
            | b"pwd"
            | b"samlart"
            | b"samlrequest"
            | b"samlresponse"
            | b"sess"
            | b"session"
            | b"sid"
            | b"sig"
            | b"state"
            | b"ticket"
            | b"totp"
            | b"usercode"
            | b"wpnonce"
            | b"xsrf"
    )
}

/// Whether it ends as names of secrets do: `reset_token`, `X-Amz-Signature`. The last two letters leave a few to compare with.
fn ends_secret(name: &[u8]) -> bool {
    let ends: &[&[u8]] = match name {
        [.., b'a', b'l'] => &[b"credential"],
        [.., b'd', b'e'] => &[b"authcode"],
        [.., b'e', b'n'] => &[b"token"],
        [.., b'e', b'y'] => &[
            b"apikey",
            b"authkey",
            b"accesskey",
            b"privatekey",
            b"sessionkey",
            b"subscriptionkey",
        ],
        [.., b'i', b'd'] => &[b"sessionid", b"sessid"],
        [.., b'o', b'n'] => &[b"assertion"],
        [.., b'r', b'e'] => &[b"signature"],
        [.., b'w', b'd'] => &[b"pwd"],
        [.., b'w', b't'] => &[b"jwt"],
        _ => &[],
    };
    ends.iter().any(|end| name.ends_with(end))
}

/// Whether a word stands at this place that makes a secret of every name it stands in: `new_password`, `password_confirmation`,
/// `client_secret`.
fn begins_secret(name: &[u8], at: usize) -> bool {
    match name.get(at..) {
        Some([b'p', b'a', b's', b's', rest @ ..]) => [&b"word"[..], b"wd", b"phrase"]
            .iter()
            .any(|word| rest.starts_with(word)),
        Some([b's', b'e', b'c', rest @ ..]) => rest.starts_with(b"ret"),
        _ => false,
    }
}
