//! What the leaves of a record mean: read tolerantly, because a layout is a custom, not a contract.
//!
//! A value of an unexpected type is passed over, and the rest of the record is used.

use super::record::{Corrupt, Cursor, Leaf};

/// A text; `None` when it is empty, `-`, or no text.
pub(super) fn text<'a>(value: &mut Cursor<'a>) -> Result<Option<&'a str>, Corrupt> {
    text_of(value.text()?)
}

/// The same of a text that was read.
pub(super) fn text_of(bytes: Option<&[u8]>) -> Result<Option<&str>, Corrupt> {
    let Some(bytes) = bytes.filter(|bytes| !matches!(*bytes, b"" | b"-")) else {
        return Ok(None);
    };
    let text = utf8(bytes)?;
    // White space of all kinds is dear to look for.
    let ends = (bytes.first(), bytes.last());
    if let (Some(b'!'..=b'~'), Some(b'!'..=b'~')) = ends {
        return Ok(Some(text));
    }
    Ok(Some(text.trim()).filter(|text| !matches!(*text, "" | "-")))
}

/// A latitude or longitude in degrees, stored as a double, a float, or decimal text.
pub(super) fn degrees(value: &mut Cursor<'_>) -> Result<Option<f64>, Corrupt> {
    let degrees: Option<f64> = value.leaf(|leaf| {
        Ok(match leaf {
            Leaf::Text(text) => utf8(text)?.parse().ok(),
            Leaf::Number(number) => u32::try_from(number).ok().map(f64::from),
            Leaf::Real(degrees) => Some(degrees),
            Leaf::Other => None,
        })
    })?;
    // Five decimals are a metre, and turn the float 51.4036 back into what its maker wrote.
    Ok(degrees
        .filter(|degrees| degrees.abs() <= 180.0)
        .map(|degrees| rounded(degrees * 1e5) / 1e5))
}

/// What `f64::round` gives, for numbers that an `i32` holds. Without instructions that not every x86-64 has, that is a call, of three times as
/// many instructions.
#[expect(clippy::cast_possible_truncation, reason = "it is to be truncated")]
fn rounded(number: f64) -> f64 {
    let whole = f64::from(number as i32);
    let rest = number - whole;
    if rest.abs() < 0.5 {
        whole
    } else {
        whole + rest.signum()
    }
}

/// The number of an autonomous system, stored as an integer or as `AS64496`; `None` when it is 0.
pub(super) fn number(value: &mut Cursor<'_>) -> Result<Option<u32>, Corrupt> {
    let number = value.leaf(|leaf| {
        Ok(match leaf {
            Leaf::Text(text) => {
                let text = utf8(text)?;
                text.strip_prefix("AS").unwrap_or(text).parse().ok()
            }
            Leaf::Number(number) => u32::try_from(number).ok(),
            Leaf::Real(_) | Leaf::Other => None,
        })
    })?;
    Ok(number.filter(|number| *number != 0))
}

fn utf8(text: &[u8]) -> Result<&str, Corrupt> {
    str::from_utf8(text).map_err(|_| Corrupt::NoText)
}

/// Of two names for one thing, the first that says something counts.
pub(super) fn fill<T>(place: &mut Option<T>, value: Option<T>) {
    if place.is_none() {
        *place = value;
    }
}
