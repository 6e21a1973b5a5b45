//! What stands before a value: <https://maxmind.github.io/MaxMind-DB/#data-field-format>.

use super::Corrupt;

/// The types of values, by their numbers.
pub(super) mod kind {
    pub(in crate::enrich) const POINTER: u8 = 1;
    pub(in crate::enrich) const TEXT: u8 = 2;
    pub(in crate::enrich) const DOUBLE: u8 = 3;
    pub(in crate::enrich) const BYTES: u8 = 4;
    pub(in crate::enrich) const UINT16: u8 = 5;
    pub(in crate::enrich) const UINT32: u8 = 6;
    pub(in crate::enrich) const MAP: u8 = 7;
    pub(in crate::enrich) const INT32: u8 = 8;
    pub(in crate::enrich) const UINT64: u8 = 9;
    pub(in crate::enrich) const UINT128: u8 = 10;
    pub(in crate::enrich) const ARRAY: u8 = 11;
    pub(in crate::enrich) const BOOLEAN: u8 = 14;
    pub(in crate::enrich) const FLOAT: u8 = 15;
}

/// The type of a value, and how many bytes or entries it has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Header {
    pub(super) kind: u8,
    pub(super) size: usize,
}

/// The sizes above this one are told by further bytes.
const SHORT: u8 = 28;

impl Header {
    /// The header at the beginning of some bytes, and what stands behind it. A pointer is none: where one may stand, [`pointer()`] comes first.
    #[inline]
    pub(super) fn of(bytes: &[u8]) -> Result<(Self, &[u8]), Corrupt> {
        let (control, rest) = bytes.split_first().ok_or(Corrupt::CutShort)?;
        let (kind, size) = (control >> 5, control & 0x1f);
        if size <= SHORT && kind > kind::POINTER {
            let size = size.into();
            return Ok((Self { kind, size }, rest));
        }
        Self::long(kind, size, rest)
    }

    /// The same where the type or the size goes on in further bytes.
    #[inline(never)]
    fn long(kind: u8, size: u8, bytes: &[u8]) -> Result<(Self, &[u8]), Corrupt> {
        let (kind, bytes) = match kind {
            0 => {
                let (kind, bytes) = bytes.split_first().ok_or(Corrupt::CutShort)?;
                // Types up to 7 need no byte of their own.
                (kind.checked_add(7).ok_or(Corrupt::UnknownType)?, bytes)
            }
            kind::POINTER => return Err(Corrupt::PointerToPointer),
            kind => (kind, bytes),
        };
        let (base, further) = match size {
            29 => (29, 1),
            30 => (285, 2),
            31 => (65_821, 3),
            size => (usize::from(size), 0),
        };
        let (further, rest) = bytes.split_at_checked(further).ok_or(Corrupt::CutShort)?;
        let further = further
            .iter()
            .fold(0, |size, byte| size << 8 | usize::from(*byte));
        let size = base + further;
        Ok((Self { kind, size }, rest))
    }

    /// How many bytes stand behind the header of a value that holds no others.
    #[inline]
    pub(super) fn payload_bytes(self) -> Result<usize, Corrupt> {
        let Self { kind, size } = self;
        let fits = match kind {
            kind::TEXT | kind::BYTES => true,
            kind::DOUBLE => size == 8,
            kind::FLOAT => size == 4,
            // Leading zeros may be left out.
            kind::UINT16 => size <= 2,
            kind::UINT32 | kind::INT32 => size <= 4,
            kind::UINT64 => size <= 8,
            kind::UINT128 => size <= 16,
            // What it says is its size.
            kind::BOOLEAN if size <= 1 => return Ok(0),
            kind::BOOLEAN => false,
            _ => return Err(Corrupt::UnknownType),
        };
        if fits {
            Ok(size)
        } else {
            Err(Corrupt::WrongSize)
        }
    }
}

/// Where a pointer at the beginning of some bytes leads, if there is one, and what stands behind it.
#[inline]
pub(super) fn pointer(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let word = bytes.first_chunk::<8>()?;
    let control = word[0];
    if control >> 5 != kind::POINTER {
        return None;
    }
    // As the beginning of a word: how far it is to be shifted, how many bits are left then, and what is to be added.
    let further = usize::from(control >> 3 & 3);
    let (shift, bits, base) = match further {
        0 => (48, 11, 0),
        1 => (40, 19, 2_048),
        2 => (32, 27, 526_336),
        _ => (24, 32, 0),
    };
    let number = u64::from_be_bytes(*word) >> shift & ((1 << bits) - 1);
    let target = usize::try_from(number).ok()? + base;
    Some((target, bytes.get(further + 2..)?))
}
