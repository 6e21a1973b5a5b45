//! Values that many lines share and that are rendered once.

use std::ops::Deref;
use std::sync::OnceLock;

/// A value that remembers its rendered form.
///
/// The module that makes the value caches it, and the module that renders it fills the memory.
/// Neither depends on the other.
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

    /// Appends the rendered value: rendered by `write` the first time, copied from memory
    /// afterwards.
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

    /// Like [`Self::append`], for a shorter form, which is remembered separately.
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
        // Another thread may have been faster; both rendered the same.
        let _ = memory.set(out.get(start..).unwrap_or_default().into());
    }
}

impl<T> Deref for Memo<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}
