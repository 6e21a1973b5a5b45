//! The search tree of a database, walked here rather than by `maxminddb` so that two can be walked at once ([`super::stems`]).
//!
//! The format: <https://maxmind.github.io/MaxMind-DB/#binary-search-tree-section>. Each bit of an address chooses one of a node's two
//! records, each of which leads to the next node, to data, or nowhere. A test holds both ways against each other.

use std::net::IpAddr;

use maxminddb::Metadata;

/// The bits of an address that an IPv4 address has none of.
const BITS_BEFORE_IPV4: u32 = 96;

/// The zeros between the tree and the data. A number in the tree that leads to data counts them too.
const SEPARATOR_BYTES: usize = 16;

/// A search tree, and the bytes it stands in.
pub(super) type Rooted<'a> = (&'a Tree, &'a [u8]);

/// A search tree.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tree {
    nodes: usize,
    node_bytes: usize,
    /// The left record and the right one.
    records: [Record; 2],
    is_ipv6: bool,
    /// Where IPv4 addresses begin: in an IPv6 tree behind 96 zeros.
    ipv4_start: usize,
}

/// How a record is read of the eight bytes in which its node begins: shifted and masked, with the four bits of `high` above it. As
/// numbers rather than as three cases, it is a fifth fewer instructions a step.
#[derive(Debug, Clone, Copy)]
struct Record {
    shift: u32,
    mask: u64,
    high: u64,
}

impl Tree {
    /// The tree that leads nowhere.
    pub(super) const EMPTY: Self = Self::new(0, 32, false);

    const fn new(nodes: usize, record_bits: u16, is_ipv6: bool) -> Self {
        const fn record(shift: u32, mask: u64, high: u64) -> Record {
            Record { shift, mask, high }
        }
        let (node_bytes, records) = match record_bits {
            24 => (6, [record(40, 0xff_ffff, 0), record(16, 0xff_ffff, 0)]),
            // The fourth byte holds the high bits of both.
            28 => (7, [record(40, 0xff_ffff, 0xf), record(8, 0x0fff_ffff, 0)]),
            _ => (8, [record(32, !0, 0), record(0, 0xffff_ffff, 0)]),
        };
        Self {
            nodes,
            node_bytes,
            records,
            is_ipv6,
            ipv4_start: 0,
        }
    }

    /// The tree at the beginning of a database's bytes.
    pub(super) fn of(metadata: &Metadata, bytes: &[u8]) -> Self {
        let nodes = usize::try_from(metadata.node_count).unwrap_or(0);
        let mut tree = Self::new(nodes, metadata.record_size, metadata.ip_version == 6);
        if tree.is_ipv6 {
            let zeros = |left| Bits { bits: 0, left };
            let half = tree.walk(bytes, 0, zeros(u64::BITS));
            tree.ipv4_start = tree.walk(bytes, half, zeros(BITS_BEFORE_IPV4 - u64::BITS));
        }
        tree
    }

    /// Whether a walk that came here goes on.
    pub(super) fn is_node(&self, node: usize) -> bool {
        node < self.nodes
    }

    /// The record that a bit chooses; nowhere where the bytes end.
    #[inline]
    pub(super) fn step(&self, bytes: &[u8], node: usize, right: bool) -> usize {
        let at = node * self.node_bytes;
        let Some(word) = bytes.get(at..).and_then(|rest| rest.first_chunk()) else {
            return self.nodes;
        };
        let word = u64::from_be_bytes(*word);
        let [left_record, right_record] = &self.records;
        let Record { shift, mask, high } = if right { right_record } else { left_record };
        usize::try_from(word >> shift & mask | (word >> 36 & high) << 24).unwrap_or(self.nodes)
    }

    /// Where bits lead from a node of the tree: to a node, when they are over, or out of it.
    pub(super) fn walk(&self, bytes: &[u8], mut node: usize, mut bits: Bits) -> usize {
        while self.is_node(node)
            && let Some(right) = bits.next()
        {
            node = self.step(bytes, node, right);
        }
        node
    }

    /// Where an address's walk begins; nowhere where the tree knows no such addresses.
    pub(super) fn start(&self, ip: IpAddr) -> usize {
        match ip {
            IpAddr::V4(_) => self.ipv4_start,
            IpAddr::V6(_) if self.is_ipv6 => 0,
            IpAddr::V6(_) => self.nodes,
        }
    }

    /// Where in the data section a walk ended, if it did.
    pub(super) fn data(&self, node: usize) -> Option<usize> {
        node.checked_sub(self.nodes + SEPARATOR_BYTES)
    }

    /// Where in the file the data section begins.
    pub(super) fn data_start(&self) -> usize {
        self.nodes * self.node_bytes + SEPARATOR_BYTES
    }
}

/// Where in the data section the record of an address begins; `None` where there is none.
pub(super) fn walk((tree, bytes): Rooted<'_>, ip: IpAddr) -> Option<usize> {
    let walked = |node, bits| tree.walk(bytes, node, bits);
    tree.data(Bits::of(ip).into_iter().fold(tree.start(ip), walked))
}

/// Some bits of an address, the highest first.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bits {
    bits: u64,
    left: u32,
}

impl Bits {
    /// An address's, in two halves; an IPv4 address has but one.
    pub(super) fn of(ip: IpAddr) -> [Self; 2] {
        let [high, low] = match ip {
            IpAddr::V4(ip) => [(u64::from(ip.to_bits()) << 32, 32), (0, 0)],
            IpAddr::V6(ip) => {
                let halves =
                    |shift: u32| u64::try_from(ip.to_bits() >> shift & u128::from(u64::MAX));
                [64, 0].map(|shift| (halves(shift).unwrap_or(0), u64::BITS))
            }
        };
        [high, low].map(|(bits, left)| Self { bits, left })
    }

    /// So many of the first of them, and the others.
    pub(super) fn split(self, count: u32) -> [Self; 2] {
        let count = count.min(self.left);
        let rest = Self {
            bits: self.bits.checked_shl(count).unwrap_or(0),
            left: self.left - count,
        };
        [
            Self {
                left: count,
                ..self
            },
            rest,
        ]
    }

    /// The bits as a number.
    pub(super) fn number(self) -> u64 {
        self.bits.checked_shr(u64::BITS - self.left).unwrap_or(0)
    }

    #[inline]
    pub(super) fn next(&mut self) -> Option<bool> {
        self.left = self.left.checked_sub(1)?;
        let right = self.bits >> 63 == 1;
        self.bits <<= 1;
        Some(right)
    }
}

#[cfg(test)]
mod tests {
    use std::net::{Ipv4Addr, Ipv6Addr};
    use std::path::Path;

    use proptest::prelude::*;

    use super::*;
    use crate::enrich::stems::Stems;
    use crate::enrich::{Bytes, Database};

    fn opened(path: &str) -> Database {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
        Database::open(Bytes::Owned(std::fs::read(path).unwrap())).unwrap()
    }

    /// The plain way beside the quick one.
    fn agree(stems: &mut Stems, database: &Database, other: &Database, ip: IpAddr) {
        let plain = database.reader().lookup(ip).ok();
        assert_eq!(
            walk(database.tree(), ip),
            plain.and_then(|found| found.offset()),
            "{ip}"
        );
        // Where it leads anew, and where it is known to lead.
        for _ in 0..2 {
            let led = stems.walk(Some(database.tree()), Some(other.tree()), ip);
            assert_eq!(
                led,
                [database, other].map(|database| walk(database.tree(), ip)),
                "{ip}"
            );
        }
    }

    proptest! {
        #[test]
        fn both_ways_lead_to_the_same_data(addresses in proptest::collection::vec(any::<(u32, u128, u8)>(), 200)) {
            let country = opened("geoip/country.mmdb");
            let small = ["city", "country", "asn"].map(|name| opened(&format!("tests/databases/{name}.mmdb")));
            let mut stems: [Stems; 4] = Default::default();
            for (v4, v6, near) in addresses {
                let near = u32::from(near);
                let addresses = [
                    IpAddr::from(Ipv4Addr::from_bits(v4)),
                    // Of the networks that the small ones know.
                    IpAddr::from(Ipv4Addr::from_bits(0xC058_6300 + near)),
                    IpAddr::from(Ipv6Addr::from_bits(v6)),
                    IpAddr::from(Ipv6Addr::from_bits(v6 >> 4 | 0x2 << 124)),
                    IpAddr::from(Ipv6Addr::from_bits(0x2001_0010 << 96 | v6 >> 40)),
                ];
                for ip in addresses {
                    agree(&mut stems[0], &country, &small[0], ip);
                    for (database, stems) in small.iter().zip(&mut stems[1..]) {
                        agree(stems, database, &country, ip);
                    }
                }
            }
        }

        #[test]
        fn no_tree_is_too_strange(bytes in proptest::collection::vec(any::<u8>(), 0..200), nodes in 0_usize..100, is_ipv6: bool, bits: u128) {
            for record_bits in [0, 24, 28, 32] {
                let tree = Tree::new(nodes, record_bits, is_ipv6);
                walk((&tree, &bytes), IpAddr::from(Ipv6Addr::from_bits(bits)));
            }
        }
    }
}
