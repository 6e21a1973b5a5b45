//! Writes small databases for tests: <https://maxmind.github.io/MaxMind-DB/>.
//!
//! The networks of tests are 192.88.99.0/24 and `2001:10::/28`: given back by what they once served (RFC 7526, RFC 4843), they are
//! nobody's, and yet not reserved, so that they are looked up.

use std::net::IpAddr;

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

pub(crate) fn text(text: &'static str) -> Value {
    Value::Text(text)
}

pub(crate) fn map(entries: &[(&'static str, Value)]) -> Value {
    Value::Map(entries.to_vec())
}

/// A database as it is to be written.
pub(crate) struct Mmdb {
    pub(crate) database_type: &'static str,
    /// 4 or 6.
    pub(crate) ip_version: u16,
    /// 24, 28 or 32 bits.
    pub(crate) record_size: u16,
    /// `network/length` and its record.
    pub(crate) records: Vec<(&'static str, Value)>,
}

#[derive(Debug, Clone, Copy)]
enum Slot {
    Empty,
    Node(usize),
    Data(usize),
}

impl Mmdb {
    /// A database of both address families with 28-bit records.
    pub(crate) fn new(database_type: &'static str, records: Vec<(&'static str, Value)>) -> Self {
        Self {
            database_type,
            ip_version: 6,
            record_size: 28,
            records,
        }
    }

    /// The bytes of the file.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        let mut nodes = vec![[Slot::Empty; 2]];
        let mut data = Vec::new();
        for (network, value) in &self.records {
            let (bits, length) = self.prefix(network);
            let offset = data.len();
            encode(&mut data, value);
            let mut node = 0;
            for bit in 0..length {
                let side = usize::from(bits >> (127 - bit) & 1 == 1);
                if bit + 1 == length {
                    nodes[node][side] = Slot::Data(offset);
                } else if let Slot::Node(next) = nodes[node][side] {
                    node = next;
                } else {
                    nodes.push([Slot::Empty; 2]);
                    let next = nodes.len() - 1;
                    nodes[node][side] = Slot::Node(next);
                    node = next;
                }
            }
        }
        let mut file = Vec::new();
        for node in &nodes {
            self.write_node(&mut file, node.map(|slot| position(slot, nodes.len())));
        }
        file.extend([0; 16]);
        file.extend(data);
        file.extend(b"\xab\xcd\xefMaxMind.com");
        encode(&mut file, &self.metadata(nodes.len()));
        file
    }

    fn prefix(&self, network: &str) -> (u128, u32) {
        let (address, length) = network.split_once('/').unwrap();
        let length: u32 = length.parse().unwrap();
        match address.parse().unwrap() {
            IpAddr::V4(ip) if self.ip_version == 4 => (u128::from(u32::from(ip)) << 96, length),
            IpAddr::V4(ip) => (u128::from(u32::from(ip)), length + 96),
            IpAddr::V6(ip) => (u128::from(ip), length),
        }
    }

    fn write_node(&self, file: &mut Vec<u8>, [left, right]: [u32; 2]) {
        let (left, right) = (left.to_be_bytes(), right.to_be_bytes());
        match self.record_size {
            24 => file.extend([&left[1..], &right[1..]].concat()),
            28 => {
                file.extend(&left[1..]);
                file.push(left[0] << 4 | right[0]);
                file.extend(&right[1..]);
            }
            _ => file.extend([left, right].concat()),
        }
    }

    fn metadata(&self, node_count: usize) -> Value {
        map(&[
            ("binary_format_major_version", Value::Uint16(2)),
            ("binary_format_minor_version", Value::Uint16(0)),
            ("build_epoch", Value::Uint64(1_767_225_600)),
            ("database_type", text(self.database_type)),
            ("description", map(&[("en", text("for tests"))])),
            ("ip_version", Value::Uint16(self.ip_version)),
            ("languages", Value::Array(vec![text("en")])),
            (
                "node_count",
                Value::Uint32(u32::try_from(node_count).unwrap()),
            ),
            ("record_size", Value::Uint16(self.record_size)),
        ])
    }
}

fn position(slot: Slot, node_count: usize) -> u32 {
    let position = match slot {
        Slot::Empty => node_count,
        Slot::Node(node) => node,
        Slot::Data(offset) => node_count + 16 + offset,
    };
    u32::try_from(position).unwrap()
}

fn encode(out: &mut Vec<u8>, value: &Value) {
    match value {
        Value::Text(text) => {
            control(out, 2, text.len());
            out.extend(text.as_bytes());
        }
        Value::Double(number) => {
            control(out, 3, 8);
            out.extend(number.to_be_bytes());
        }
        Value::Float(number) => {
            control(out, 15, 4);
            out.extend(number.to_be_bytes());
        }
        Value::Uint16(number) => {
            control(out, 5, 2);
            out.extend(number.to_be_bytes());
        }
        Value::Uint32(number) => {
            control(out, 6, 4);
            out.extend(number.to_be_bytes());
        }
        Value::Uint64(number) => {
            control(out, 9, 8);
            out.extend(number.to_be_bytes());
        }
        Value::Bool(flag) => control(out, 14, usize::from(*flag)),
        Value::Map(entries) => {
            control(out, 7, entries.len());
            for (key, value) in entries {
                encode(out, &text(key));
                encode(out, value);
            }
        }
        Value::Array(values) => {
            control(out, 11, values.len());
            for value in values {
                encode(out, value);
            }
        }
    }
}

fn control(out: &mut Vec<u8>, kind: u8, size: usize) {
    assert!(size < 29 + 256, "tests need no longer values");
    let short = u8::try_from(size.min(29)).unwrap();
    // Types above 7 stand in a byte of their own.
    out.push(if kind > 7 { short } else { kind << 5 | short });
    if kind > 7 {
        out.push(kind - 7);
    }
    if size >= 29 {
        out.push(u8::try_from(size - 29).unwrap());
    }
}

/// A city in `MaxMind`'s layout.
pub(crate) fn nested_city() -> Value {
    map(&[
        (
            "city",
            map(&[(
                "names",
                map(&[("de", text("Musterstadt")), ("en", text("Sampletown"))]),
            )]),
        ),
        (
            "continent",
            map(&[
                ("code", text("EU")),
                ("names", map(&[("en", text("Europe"))])),
            ]),
        ),
        (
            "country",
            map(&[
                ("is_in_european_union", Value::Bool(true)),
                ("iso_code", text("DE")),
                (
                    "names",
                    map(&[("de", text("Deutschland")), ("en", text("Germany"))]),
                ),
            ]),
        ),
        (
            "location",
            map(&[
                ("accuracy_radius", Value::Uint16(100)),
                ("latitude", Value::Double(52.5196)),
                ("longitude", Value::Double(13.4069)),
                ("time_zone", text("Europe/Berlin")),
            ]),
        ),
        ("postal", map(&[("code", text("10178"))])),
        ("registered_country", map(&[("iso_code", text("US"))])),
        (
            "subdivisions",
            Value::Array(vec![
                map(&[
                    ("iso_code", text("BE")),
                    ("names", map(&[("en", text("Land Berlin"))])),
                ]),
                map(&[
                    ("iso_code", text("XX")),
                    ("names", map(&[("en", text("A district"))])),
                ]),
            ]),
        ),
    ])
}

/// A city in the layout of ip-location-db.
pub(crate) fn flat_city() -> Value {
    map(&[
        ("city", text("Sampleville")),
        ("country_code", text("FR")),
        ("latitude", Value::Float(48.8566)),
        ("longitude", Value::Float(2.3522)),
        ("postcode", text("75001")),
        ("state1", text("Île-de-France")),
        ("state2", text("")),
        ("timezone", text("Europe/Paris")),
    ])
}

/// A network as GeoLite2-ASN has it.
pub(crate) fn network() -> Value {
    map(&[
        ("autonomous_system_number", Value::Uint32(64_496)),
        ("autonomous_system_organization", text("Example Networks")),
    ])
}
