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
    pub(super) fn as_bytes(&self) -> &[u8] {
        self.bytes.get(self.start..).unwrap_or_default()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.start == NAME_LIMIT_BYTES
    }
}

/// The name in lower case (of ASCII) without punctuation.
pub(super) fn normal(name: &[u8]) -> Normal {
    let mut normal = Normal {
        bytes: [0; NAME_LIMIT_BYTES],
        start: NAME_LIMIT_BYTES,
    };
    let counting = |byte: &&u8| byte.is_ascii_alphanumeric() || !byte.is_ascii();
    let slots = normal.bytes.iter_mut().rev();
    for (slot, byte) in slots.zip(name.iter().rev().filter(counting)) {
        *slot = byte.to_ascii_lowercase();
        normal.start -= 1;
    }
    normal
}

/// Whether a name in its normal form holds a secret by the built-in list.
pub(super) fn is_built_in(name: &[u8]) -> bool {
    is_whole(name)
        || ENDS.iter().any(|end| name.ends_with(end))
        || (0..name.len()).any(|at| {
            let rest = name.get(at..).unwrap_or_default();
            matches!(rest, [b'p' | b's', ..]) && WITHIN.iter().any(|word| rest.starts_with(word))
        })
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

/// Ends of names that hold a secret: `reset_token`, `X-Amz-Signature`.
const ENDS: [&[u8]; 15] = [
    b"token",
    b"apikey",
    b"authkey",
    b"accesskey",
    b"privatekey",
    b"sessionkey",
    b"subscriptionkey",
    b"sessionid",
    b"sessid",
    b"signature",
    b"credential",
    b"authcode",
    b"assertion",
    b"jwt",
    b"pwd",
];

/// Words that make a secret of every name they stand in: `new_password`, `password_confirmation`, `client_secret`.
const WITHIN: [&[u8]; 4] = [b"password", b"passwd", b"passphrase", b"secret"];
