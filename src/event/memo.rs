//! Values that many lines share. Each value is rendered once in each form.

use std::ops::Deref;
use std::sync::OnceLock;

/// A value that remembers its rendered form.
///
/// One module makes the value and caches it. Another module renders it and fills the memory.
/// Neither module depends on the other.
#[derive(Debug, Default)]
pub struct Memo<T> {
    value: T,
    written: OnceLock<Box<[u8]>>,
    written_short: OnceLock<Box<[u8]>>,
}

impl<T> Memo<T> {
    /// A value that is not rendered yet.
    pub const fn new(value: T) -> Self {
        Self {
            value,
            written: OnceLock::new(),
            written_short: OnceLock::new(),
        }
    }

    /// Appends the rendered value. The first time, `write` renders the value. Afterwards the text
    /// is copied from memory.
    ///
    /// # Examples
    /// ```
    /// use weblog_enrich::event::Memo;
    ///
    /// let country = Memo::new("DE");
    /// let mut out = Vec::new();
    /// country.append(&mut out, |out, code| out.extend_from_slice(code.as_bytes()));
    /// // The second time, the bytes are copied.
    /// country.append(&mut out, |_, _| unreachable!("rendered once"));
    /// assert_eq!(out, b"DEDE");
    /// ```
    pub fn append(&self, out: &mut Vec<u8>, write: impl FnOnce(&mut Vec<u8>, &T)) {
        self.append_from(&self.written, out, write);
    }

    /// Like [`Self::append`], for a shorter form. This form is remembered separately.
    pub(crate) fn append_short(&self, out: &mut Vec<u8>, write: impl FnOnce(&mut Vec<u8>, &T)) {
        self.append_from(&self.written_short, out, write);
    }

    #[inline]
    fn append_from(
        &self,
        memory: &OnceLock<Box<[u8]>>,
        out: &mut Vec<u8>,
        write: impl FnOnce(&mut Vec<u8>, &T),
    ) {
        if let Some(written) = memory.get() {
            return out.extend_from_slice(written);
        }
        let start = out.len();
        write(out, &self.value);
        // Another thread may have set the memory before. Both threads rendered the same text.
        let _ = memory.set(out.get(start..).unwrap_or_default().into());
    }
}

impl<T> Deref for Memo<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}
