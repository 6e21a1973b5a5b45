//! Writes values: <https://maxmind.github.io/MaxMind-DB/#output-data-section>.

use std::collections::HashMap;

/// A value of a record.
#[derive(Debug, Clone)]
pub(crate) enum Value {
    Text(&'static str),
    Double(f64),
    Float(f32),
    Uint16(u16),
    Uint32(u32),
    Uint64(u64),
    Bool(bool),
    Map(Vec<(&'static str, Value)>),
    Array(Vec<Value>),
}

/// Values written one after the other.
#[derive(Debug)]
pub(super) struct Encoder {
    pub(super) bytes: Vec<u8>,
    /// The place of each value that was written, by its encoding without pointers. `None` if no
    /// pointers are wanted.
    written: Option<HashMap<Vec<u8>, usize>>,
}

impl Encoder {
    pub(super) fn new(shared: bool) -> Self {
        Self {
            bytes: Vec::new(),
            written: shared.then(HashMap::new),
        }
    }

    /// Writes a record, and returns where it begins. A record is never written as a pointer, since
    /// the tree refers to the record itself.
    pub(super) fn record(&mut self, record: &Value) -> usize {
        let offset = self.bytes.len();
        self.encode(record);
        offset
    }

    fn put(&mut self, value: &Value) {
        if let Some(written) = &mut self.written {
            let mut plain = Self::new(false);
            plain.encode(value);
            let here = self.bytes.len();
            let before = *written.entry(plain.bytes).or_insert(here);
            if before != here {
                return self.point(before);
            }
        }
        self.encode(value);
    }

    fn point(&mut self, target: usize) {
        let target = u16::try_from(target).unwrap();
        if let Some(target) = target.checked_sub(2_048) {
            self.bytes.push(0x28);
            self.bytes.extend(target.to_be_bytes());
        } else {
            let [high, low] = target.to_be_bytes();
            self.bytes.extend([0x20 | high, low]);
        }
    }

    fn encode(&mut self, value: &Value) {
        match value {
            Value::Text(text) => {
                self.control(2, text.len());
                self.bytes.extend(text.as_bytes());
            }
            Value::Double(number) => {
                self.control(3, 8);
                self.bytes.extend(number.to_be_bytes());
            }
            Value::Float(number) => {
                self.control(15, 4);
                self.bytes.extend(number.to_be_bytes());
            }
            Value::Uint16(number) => {
                self.control(5, 2);
                self.bytes.extend(number.to_be_bytes());
            }
            Value::Uint32(number) => {
                self.control(6, 4);
                self.bytes.extend(number.to_be_bytes());
            }
            Value::Uint64(number) => {
                self.control(9, 8);
                self.bytes.extend(number.to_be_bytes());
            }
            Value::Bool(flag) => self.control(14, usize::from(*flag)),
            Value::Map(entries) => {
                self.control(7, entries.len());
                for (key, value) in entries {
                    self.put(&Value::Text(key));
                    self.put(value);
                }
            }
            Value::Array(values) => {
                self.control(11, values.len());
                for value in values {
                    self.put(value);
                }
            }
        }
    }

    fn control(&mut self, kind: u8, size: usize) {
        assert!(size < 29 + 256, "no test needs a longer value");
        let short = u8::try_from(size.min(29)).unwrap();
        // Types above 7 are written in a separate byte.
        self.bytes
            .push(if kind > 7 { short } else { kind << 5 | short });
        if kind > 7 {
            self.bytes.push(kind - 7);
        }
        if size >= 29 {
            self.bytes.push(u8::try_from(size - 29).unwrap());
        }
    }
}
