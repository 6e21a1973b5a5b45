//! Writes small databases for tests: <https://maxmind.github.io/MaxMind-DB/>.
//!
//! The tests use the networks 192.88.99.0/24 and `2001:10::/28`. Their former uses have ended (RFC
//! 7526, RFC 4843), and nobody owns them. [`super::reach`] does not treat them as reserved, so they
//! are looked up.

mod encode;
mod records;

use std::net::IpAddr;

use encode::Encoder;
pub(crate) use encode::Value;
pub(crate) use records::{flat_city, nested_city, network};

pub(crate) fn text(text: &'static str) -> Value {
    Value::Text(text)
}

pub(crate) fn map(entries: &[(&'static str, Value)]) -> Value {
    Value::Map(entries.to_vec())
}

/// The content of a database to write.
pub(crate) struct Mmdb {
    pub(crate) database_type: &'static str,
    /// The version of IP: 4 or 6.
    pub(crate) ip_version: u16,
    /// The size of a record of the tree in bits: 24, 28 or 32.
    pub(crate) record_size: u16,
    /// Whether repeated values are written as pointers, as in most databases.
    pub(crate) shared: bool,
    /// The networks, as `address/length`, and their records.
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
            shared: false,
            records,
        }
    }

    /// The bytes of the file.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        let mut nodes = vec![[Slot::Empty; 2]];
        let mut data = Encoder::new(self.shared);
        for (network, value) in &self.records {
            let (bits, length) = self.prefix(network);
            let offset = data.record(value);
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
        file.extend(data.bytes);
        file.extend(b"\xab\xcd\xefMaxMind.com");
        let mut metadata = Encoder::new(false);
        metadata.record(&self.metadata(nodes.len()));
        file.extend(metadata.bytes);
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
