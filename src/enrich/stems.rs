//! Two trees walked at once, from where addresses of the same beginning were led.
//!
//! Every step of a walk has to wait for the one before, and deep in a tree of 40 MB for memory as well: for random addresses the two walks, one
//! after the other, were the dearest part of the handler, a fifth of its time. Step by step in turn, one waits while the other does. And
//! where the first bits of an IPv4 address lead is remembered: eleven of the some twenty steps that its walk has.

use std::net::IpAddr;

use super::tree::{Bits, Rooted, Tree};

/// How many of an IPv4 address's first bits lead to what is remembered. All of them are 24 KB, which stay near the processor.
const STEM_BITS: u32 = 11;

/// Where IPv4 addresses are led by their first bits.
#[derive(Debug, Default)]
pub(super) struct Stems {
    /// In both trees, by those bits; nothing before the first address.
    led: Vec<Option<[u32; 2]>>,
}

impl Stems {
    /// Where in their data sections two trees have the records of an address. They are the same two each time.
    pub(super) fn walk(
        &mut self,
        first: Option<Rooted<'_>>,
        second: Option<Rooted<'_>>,
        ip: IpAddr,
    ) -> [Option<usize>; 2] {
        const NOWHERE: Rooted<'_> = (&Tree::EMPTY, &[]);
        let trees = [first, second].map(|tree| tree.unwrap_or(NOWHERE));
        let mut nodes = trees.map(|(tree, _)| tree.start(ip));
        let [mut bits, low_bits] = Bits::of(ip);
        if ip.is_ipv4() {
            let [stem, rest] = bits.split(STEM_BITS);
            nodes = self.of(trees, nodes, stem);
            bits = rest;
        }
        nodes = walk_both(trees, nodes, bits);
        nodes = walk_both(trees, nodes, low_bits);
        let [(first, _), (second, _)] = trees;
        [first.data(nodes[0]), second.data(nodes[1])]
    }

    /// Where the first bits lead.
    #[inline]
    fn of(&mut self, trees: [Rooted<'_>; 2], nodes: [usize; 2], stem: Bits) -> [usize; 2] {
        if self.led.is_empty() {
            self.led.resize(1 << STEM_BITS, None);
        }
        let slot = usize::try_from(stem.number()).ok();
        let slot = slot.and_then(|slot| self.led.get_mut(slot));
        if let Some(Some(led)) = &slot {
            return led.map(|node| node as usize);
        }
        let led = walk_both(trees, nodes, stem);
        if let (Some(slot), [Ok(first), Ok(second)]) = (slot, led.map(u32::try_from)) {
            *slot = Some([first, second]);
        }
        led
    }
}

/// Where bits lead in two trees, step by step in turn.
fn walk_both(
    [(first, of_first), (second, of_second)]: [Rooted<'_>; 2],
    [mut a, mut b]: [usize; 2],
    mut bits: Bits,
) -> [usize; 2] {
    while first.is_node(a)
        && second.is_node(b)
        && let Some(right) = bits.next()
    {
        a = first.step(of_first, a, right);
        b = second.step(of_second, b, right);
    }
    // One of them may have further to go.
    [
        first.walk(of_first, a, bits),
        second.walk(of_second, b, bits),
    ]
}
