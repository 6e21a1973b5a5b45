//! The records of a database, read here rather than by `maxminddb` and serde for what that costs: new places and networks took 2,280
//! instructions of a cold line, and take 1,150. What the tree led to is not looked for again, and keys are known before they are read.
//!
//! The format: <https://maxmind.github.io/MaxMind-DB/#output-data-section>. A value is a header with its type and its size, and what it
//! holds; a pointer may stand in its place, to where the same value was written before.
//!
//! What nobody asks for is passed over, and its pointers are not followed: what is wrong behind them is not seen. A test holds this way
//! against `maxminddb`'s.

mod corrupt;
mod header;
#[cfg(test)]
mod tests;

pub use corrupt::Corrupt;

use super::keys::{Key, Keys};
use header::{Header, kind, pointer};

/// How much one record may make the reader look at: entries of maps and lists, and bytes of texts. A city of `MaxMind` has some 200 and 1 KB.
/// Without a bound, maps whose entries lead back to other maps would be read until the end of days.
const WORK: usize = 1 << 16;

/// A value that holds no others.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Leaf<'a> {
    /// A text, not yet known to be UTF-8.
    Text(&'a [u8]),
    /// An unsigned integer of up to 64 bits.
    Number(u64),
    /// A double or a float.
    Real(f64),
    /// Anything else: nothing that is asked for.
    Other,
}

/// A place in the data, before a value. Whatever reads the value leaves the cursor behind it.
#[derive(Debug)]
pub(super) struct Cursor<'a> {
    data: &'a [u8],
    rest: &'a [u8],
    work: usize,
    keys: &'a mut Keys,
}

impl<'a> Cursor<'a> {
    /// Before the record that begins so many bytes into the data. The data have the marker behind them that stands before the metadata,
    /// so that the bytes of every header can be taken as one word.
    pub(super) fn new(data: &'a [u8], at: usize, keys: &'a mut Keys) -> Self {
        keys.restart();
        Self {
            data,
            rest: data.get(at..).unwrap_or_default(),
            work: WORK,
            keys,
        }
    }

    /// Reads a text, not yet known to be UTF-8: what is not used need not be. Anything else is passed over.
    #[inline]
    pub(super) fn text(&mut self) -> Result<Option<&'a [u8]>, Corrupt> {
        let (header, behind) = self.enter()?;
        let text = self.text_of(header)?;
        self.rest = behind.unwrap_or(self.rest);
        Ok(text)
    }

    /// Makes something of a value that holds no others; what does is passed over.
    pub(super) fn leaf<T>(
        &mut self,
        of: impl FnOnce(Leaf<'a>) -> Result<T, Corrupt>,
    ) -> Result<T, Corrupt> {
        let (header, behind) = self.enter()?;
        let leaf = match header.kind {
            kind::FLOAT => real(self.payload(header)?, |bytes| {
                f32::from_be_bytes(bytes).into()
            }),
            kind::DOUBLE => real(self.payload(header)?, f64::from_be_bytes),
            kind::UINT16 | kind::UINT32 | kind::UINT64 => {
                Leaf::Number(big_endian(self.payload(header)?))
            }
            _ => self.text_of(header)?.map_or(Leaf::Other, Leaf::Text),
        };
        self.rest = behind.unwrap_or(self.rest);
        of(leaf)
    }

    /// Reads a map: `each` is given every key and reads its value, or passes over it. What is no map is read as a text.
    #[inline]
    pub(super) fn map(
        &mut self,
        mut each: impl FnMut(Key, &mut Self) -> Result<(), Corrupt>,
    ) -> Result<Option<&'a [u8]>, Corrupt> {
        let (header, behind) = self.enter()?;
        let mut text = None;
        if header.kind == kind::MAP {
            self.spend(header.size)?;
            for _ in 0..header.size {
                let key = self.key()?;
                each(key, self)?;
            }
        } else {
            text = self.text_of(header)?;
        }
        self.rest = behind.unwrap_or(self.rest);
        Ok(text)
    }

    /// Reads the first value of a list; of what is no list, or an empty one, nothing.
    pub(super) fn first<T: Default>(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<T, Corrupt>,
    ) -> Result<T, Corrupt> {
        let (header, behind) = self.enter()?;
        let mut first = T::default();
        if header.kind == kind::ARRAY && header.size > 0 {
            self.spend(header.size)?;
            first = read(self)?;
            self.pass_all(header.size - 1)?;
        } else {
            self.pass_behind(header)?;
        }
        self.rest = behind.unwrap_or(self.rest);
        Ok(first)
    }

    /// Passes over a value.
    pub(super) fn pass(&mut self) -> Result<(), Corrupt> {
        self.pass_all(1)
    }

    /// Passes over so many values and all that they hold; a loop rather than a recursion, so that no depth is too deep.
    fn pass_all(&mut self, mut values: usize) -> Result<(), Corrupt> {
        while values > 0 {
            values -= 1;
            if let Some((_, behind)) = pointer(self.rest) {
                self.rest = behind;
                continue;
            }
            let header;
            (header, self.rest) = Header::of(self.rest)?;
            values += self.pass_own(header)?;
        }
        Ok(())
    }

    /// Passes over what stands behind a header, but for the values that it may hold: so many are to come.
    fn pass_own(&mut self, header: Header) -> Result<usize, Corrupt> {
        match header.kind {
            kind::MAP => self.spend(header.size).map(|()| 2 * header.size),
            kind::ARRAY => self.spend(header.size).map(|()| header.size),
            _ => self.payload(header).map(|_| 0),
        }
    }

    /// Passes over all that stands behind a header.
    #[inline(never)]
    fn pass_behind(&mut self, header: Header) -> Result<(), Corrupt> {
        let values = self.pass_own(header)?;
        self.pass_all(values)
    }

    #[inline]
    fn key(&mut self) -> Result<Key, Corrupt> {
        let word = self
            .rest
            .first_chunk()
            .map(|word| u64::from_be_bytes(*word));
        if let Some((key, bytes)) = word.and_then(|word| self.keys.find(word)) {
            self.rest = self.rest.get(bytes..).unwrap_or_default();
            return Ok(key);
        }
        self.new_key(word)
    }

    /// Reads a key that is not remembered.
    #[inline(never)]
    fn new_key(&mut self, word: Option<u64>) -> Result<Key, Corrupt> {
        let before = self.rest.len();
        let (header, behind) = self.enter()?;
        if header.kind != kind::TEXT {
            return Err(Corrupt::NoKey);
        }
        let key = Key::of(self.take(header.size)?);
        self.rest = behind.unwrap_or(self.rest);
        if let Some(word) = word {
            self.keys.learn(word, before - self.rest.len(), key);
        }
        Ok(key)
    }

    /// Goes behind the header of the value that begins here, or where a pointer leads from here. Then what stands behind the pointer is
    /// where to go on.
    #[inline]
    fn enter(&mut self) -> Result<(Header, Option<&'a [u8]>), Corrupt> {
        let (value, behind) = match pointer(self.rest) {
            Some((target, behind)) => (self.data.get(target..).unwrap_or_default(), Some(behind)),
            None => (self.rest, None),
        };
        let header;
        (header, self.rest) = Header::of(value)?;
        Ok((header, behind))
    }

    #[inline]
    fn text_of(&mut self, header: Header) -> Result<Option<&'a [u8]>, Corrupt> {
        if header.kind != kind::TEXT {
            return self.pass_behind(header).map(|()| None);
        }
        self.spend(header.size)?;
        self.take(header.size).map(Some)
    }

    /// The bytes of a value that holds no others.
    fn payload(&mut self, header: Header) -> Result<&'a [u8], Corrupt> {
        self.take(header.payload_bytes()?)
    }

    #[inline]
    fn take(&mut self, bytes: usize) -> Result<&'a [u8], Corrupt> {
        let (taken, rest) = self.rest.split_at_checked(bytes).ok_or(Corrupt::CutShort)?;
        self.rest = rest;
        Ok(taken)
    }

    #[inline]
    fn spend(&mut self, work: usize) -> Result<(), Corrupt> {
        self.work = self.work.checked_sub(work).ok_or(Corrupt::Endless)?;
        Ok(())
    }
}

fn big_endian(bytes: &[u8]) -> u64 {
    bytes
        .iter()
        .fold(0, |number, byte| number << 8 | u64::from(*byte))
}

fn real<'a, const N: usize>(bytes: &[u8], of: impl FnOnce([u8; N]) -> f64) -> Leaf<'a> {
    bytes
        .try_into()
        .map_or(Leaf::Other, |bytes| Leaf::Real(of(bytes)))
}
