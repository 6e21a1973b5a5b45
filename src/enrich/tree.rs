//! The search tree of a database, walked here rather than by `maxminddb` for one reason: two databases at once.
//!
//! The format: <https://maxmind.github.io/MaxMind-DB/#binary-search-tree-section>. Each bit of an address chooses one of a node's two
//! records, each of which leads to the next node, to data, or nowhere.
//!
//! Every step has to wait for the one before, and deep in a tree of 40 MB for memory as well: for random addresses the two walks, one after the
//! other, were the dearest part of the handler, a fifth of its time. Step by step in turn, one waits while the other does. A test holds both
//! ways against each other.

use std::net::IpAddr;

use maxminddb::Metadata;

/// The bits of an address that an IPv4 address has none of.
const BITS_BEFORE_IPV4: u32 = 96;

/// The zeros between the tree and the data. A number in the tree that leads to data counts them too.
const SEPARATOR_BYTES: usize = 16;

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

/// How a record is read of the four bytes in which it stands: shifted and masked, with the four bits of `high` above it. As numbers
/// rather than as three cases, it is a fifth fewer instructions a step.
#[derive(Debug, Clone, Copy)]
struct Record {
    at: usize,
    shift: u32,
    mask: u32,
    high: u32,
}

impl Tree {
    fn new(nodes: usize, record_bits: u16, is_ipv6: bool) -> Self {
        let record = |at, shift, mask, high| Record {
            at,
            shift,
            mask,
            high,
        };
        let (node_bytes, records) = match record_bits {
            24 => (6, [record(0, 8, !0, 0), record(3, 8, !0, 0)]),
            // The fourth byte holds the high bits of both.
            28 => (7, [record(0, 8, !0, 0xf0), record(3, 0, 0x0fff_ffff, 0)]),
            _ => (8, [record(0, 0, !0, 0), record(4, 0, !0, 0)]),
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
            let zeros = Bits {
                bits: 0,
                left: BITS_BEFORE_IPV4,
            };
            tree.ipv4_start = tree.walk(bytes, 0, zeros);
        }
        tree
    }

    /// The record that a bit chooses; nowhere where the bytes end.
    #[inline]
    fn step(&self, bytes: &[u8], node: usize, right: bool) -> usize {
        let [left_record, right_record] = &self.records;
        let record = if right { right_record } else { left_record };
        let at = node * self.node_bytes + record.at;
        let Some(word) = bytes.get(at..).and_then(|rest| rest.first_chunk()) else {
            return self.nodes;
        };
        let word = u32::from_be_bytes(*word);
        (word >> record.shift & record.mask | (word & record.high) << 20) as usize
    }

    /// Where bits lead from a node of the tree: to a node, when they are over, or out of it.
    fn walk(&self, bytes: &[u8], mut node: usize, mut bits: Bits) -> usize {
        while node < self.nodes
            && let Some(right) = bits.next()
        {
            node = self.step(bytes, node, right);
        }
        node
    }

    /// Where an address's walk begins; nowhere where the tree knows no such addresses.
    fn start(&self, ip: IpAddr) -> usize {
        match ip {
            IpAddr::V4(_) => self.ipv4_start,
            IpAddr::V6(_) if self.is_ipv6 => 0,
            IpAddr::V6(_) => self.nodes,
        }
    }

    /// Where in the data section a walk ended, if it did.
    fn data(&self, node: usize) -> Option<usize> {
        node.checked_sub(self.nodes + SEPARATOR_BYTES)
    }

    /// Where in the file the data section begins.
    pub(super) fn data_start(&self) -> usize {
        self.nodes * self.node_bytes + SEPARATOR_BYTES
    }
}

/// Where in the data section the record of an address begins; `None` where there is none.
pub(super) fn walk((tree, bytes): (&Tree, &[u8]), ip: IpAddr) -> Option<usize> {
    tree.data(tree.walk(bytes, tree.start(ip), Bits::of(ip)))
}

/// [`walk`] for two trees, step by step in turn.
pub(super) fn walk_both(
    (first, of_first): (&Tree, &[u8]),
    (second, of_second): (&Tree, &[u8]),
    ip: IpAddr,
) -> [Option<usize>; 2] {
    let mut bits = Bits::of(ip);
    let (mut a, mut b) = (first.start(ip), second.start(ip));
    while a < first.nodes
        && b < second.nodes
        && let Some(right) = bits.next()
    {
        a = first.step(of_first, a, right);
        b = second.step(of_second, b, right);
    }
    // One of them may have further to go.
    a = first.walk(of_first, a, bits);
    b = second.walk(of_second, b, bits);
    [first.data(a), second.data(b)]
}

/// The bits of an address, the highest first.
#[derive(Debug, Clone, Copy)]
struct Bits {
    bits: u128,
    left: u32,
}

impl Bits {
    fn of(ip: IpAddr) -> Self {
        match ip {
            IpAddr::V4(ip) => Self {
                bits: u128::from(ip.to_bits()) << BITS_BEFORE_IPV4,
                left: 32,
            },
            IpAddr::V6(ip) => Self {
                bits: ip.to_bits(),
                left: 128,
            },
        }
    }

    #[inline]
    fn next(&mut self) -> Option<bool> {
        self.left = self.left.checked_sub(1)?;
        let right = self.bits >> 127 == 1;
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
    use crate::enrich::{Bytes, Database};

    fn opened(path: &str) -> Database {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
        Database::open(Bytes::Owned(std::fs::read(path).unwrap())).unwrap()
    }

    /// The plain way beside the quick one.
    fn agree(database: &Database, other: &Database, ip: IpAddr) {
        let plain = database.reader().lookup(ip).ok();
        let led = walk_both(database.tree(), other.tree(), ip);
        assert_eq!(led[0], plain.and_then(|found| found.offset()), "{ip}");
        assert_eq!(walk(other.tree(), ip), led[1], "{ip}");
    }

    proptest! {
        #[test]
        fn both_ways_lead_to_the_same_data(addresses in proptest::collection::vec(any::<(u32, u128, u8)>(), 200)) {
            let country = opened("geoip/country.mmdb");
            let small = ["city", "country", "asn"].map(|name| opened(&format!("tests/databases/{name}.mmdb")));
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
                    agree(&country, &small[0], ip);
                    for database in &small {
                        agree(database, &country, ip);
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
