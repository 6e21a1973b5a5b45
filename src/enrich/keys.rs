//! The names that databases give to what they know, and the keys of a database met lately.

/// What a key names. Several names may name one thing, as the layouts of [`super::place`] and [`super::network`] have it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Key {
    Country,
    Continent,
    City,
    Subdivisions,
    Location,
    Postal,
    CountryCode,
    Region,
    RegionCode,
    Postcode,
    Latitude,
    Longitude,
    Timezone,
    Code,
    Names,
    English,
    SystemNumber,
    SystemName,
    Organization,
    Name,
    Traits,
    /// Nothing that is asked for.
    Other,
}

impl Key {
    /// What a name names.
    pub(super) fn of(name: &[u8]) -> Self {
        match name {
            b"country" => Self::Country,
            b"continent" => Self::Continent,
            b"city" => Self::City,
            b"subdivisions" => Self::Subdivisions,
            b"location" => Self::Location,
            b"postal" => Self::Postal,
            b"country_code" => Self::CountryCode,
            b"state1" | b"region" | b"region_name" => Self::Region,
            b"region_code" => Self::RegionCode,
            b"postcode" | b"postal_code" | b"zip_code" => Self::Postcode,
            b"latitude" | b"lat" => Self::Latitude,
            b"longitude" | b"lng" | b"lon" => Self::Longitude,
            b"timezone" | b"time_zone" => Self::Timezone,
            b"iso_code" | b"code" => Self::Code,
            b"names" => Self::Names,
            b"en" => Self::English,
            b"autonomous_system_number" | b"asn" => Self::SystemNumber,
            b"autonomous_system_organization" | b"as_name" => Self::SystemName,
            b"org" => Self::Organization,
            b"name" => Self::Name,
            b"traits" => Self::Traits,
            _ => Self::Other,
        }
    }
}

/// How many keys of a database are remembered. `MaxMind`'s cities have some 30.
const REMEMBERED: usize = 48;

/// The keys that the records of a database had, in the order in which they were met, by the bytes that stand for them: for a name that was
/// written before, a pointer.
///
/// Each record names the same things in much the same order. So the next key is nearly always the one that came next in the record before,
/// and neither its pointer nor its name has to be read: a fifth of what records cost otherwise (300 instructions of a cold line).
#[derive(Debug, Default)]
pub(super) struct Keys {
    met: Vec<Met>,
    next: usize,
}

/// A key, and the bytes that stand for it, as the beginning of a word.
#[derive(Debug, Clone, Copy)]
struct Met {
    word: u64,
    mask: u64,
    bytes: usize,
    key: Key,
}

impl Keys {
    /// A record begins.
    pub(super) fn restart(&mut self) {
        self.next = 0;
    }

    /// The key that a word begins with, and how many bytes of it that takes, if the key is remembered.
    #[inline]
    pub(super) fn find(&mut self, word: u64) -> Option<(Key, usize)> {
        let met = match self.met.get(self.next) {
            Some(met) if word & met.mask == met.word => *met,
            _ => self.find_unexpected(word)?,
        };
        self.next += 1;
        Some((met.key, met.bytes))
    }

    fn find_unexpected(&mut self, word: u64) -> Option<Met> {
        self.next = self
            .met
            .iter()
            .position(|met| word & met.mask == met.word)?;
        self.met.get(self.next).copied()
    }

    /// Remembers the key that a word begins with, if it takes no more than the word.
    pub(super) fn learn(&mut self, word: u64, bytes: usize, key: Key) {
        let Some(others) = size_of::<u64>().checked_sub(bytes) else {
            return;
        };
        if self.met.len() < REMEMBERED {
            let mask = u64::MAX << (8 * others);
            let word = word & mask;
            self.met.push(Met {
                word,
                mask,
                bytes,
                key,
            });
        }
        self.next = self.met.len();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Some bytes as the beginning of a word, with something behind them.
    fn word(bytes: &[u8]) -> u64 {
        let mut word = [0xaa; 8];
        word[..bytes.len()].copy_from_slice(bytes);
        u64::from_be_bytes(word)
    }

    #[test]
    fn keys_are_known_by_their_bytes_in_any_order() {
        let mut keys = Keys::default();
        let written = [
            (&b"\x20\x01"[..], Key::City),
            (b"\x28\x00\x02", Key::Country),
            (b"\x42en", Key::English),
            (b"\x47seven-b", Key::Other),
        ];
        for (bytes, key) in written {
            assert_eq!(keys.find(word(bytes)), None);
            keys.learn(word(bytes), bytes.len(), key);
        }
        keys.learn(word(b""), 9, Key::Region);
        for order in [[0, 1, 2, 3], [3, 1, 0, 2], [2, 2, 3, 0]] {
            keys.restart();
            for (bytes, key) in order.map(|place| written[place]) {
                assert_eq!(keys.find(word(bytes)), Some((key, bytes.len())));
            }
        }
        assert_eq!(keys.find(word(b"\x28\x00\x03")), None);
    }

    #[test]
    fn the_order_of_the_record_before_is_expected() {
        let mut keys = Keys::default();
        for place in 0..10 {
            keys.learn(word(&[0x20, place]), 2, Key::Other);
        }
        keys.restart();
        for place in [0, 1, 2, 5, 6, 7] {
            assert_eq!(keys.next == usize::from(place), place != 5);
            keys.find(word(&[0x20, place]));
        }
    }

    #[test]
    fn no_more_keys_are_remembered_than_layouts_have() {
        let mut keys = Keys::default();
        for place in 0..u8::MAX {
            keys.learn(word(&[0x20, place]), 2, Key::Other);
        }
        assert_eq!(keys.met.len(), REMEMBERED);
        assert_eq!(keys.find(word(&[0x20, 47])), Some((Key::Other, 2)));
        assert_eq!(keys.find(word(&[0x20, 48])), None);
    }
}
