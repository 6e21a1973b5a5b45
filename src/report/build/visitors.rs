//! Visitors by each dimension. Their numbers are exact if the table of addresses is exact, and
//! otherwise estimated.

use std::collections::BTreeMap;

use super::dimensions::Places;
use crate::report::aggregate::Aggregate;
use crate::report::model::VisitorsByDimension;
use crate::report::part::Part;
use crate::report::slice::{Kind, Slice};
use crate::report::visitors::Visitors;

/// The number of all visitors, the number of people, and the number of bots.
pub(super) fn all(aggregate: &Aggregate) -> [u64; 3] {
    if let Some(visitors) = &aggregate.visitors {
        return visitors.all.counts();
    }
    let counts = exact(aggregate, 1, |_| 0);
    counts.first().copied().unwrap_or_default()
}

/// Visitors by the values of each dimension.
pub(super) fn by_dimension(aggregate: &Aggregate, places: &Places) -> VisitorsByDimension {
    let [class_count, host_count, period_count] = places.counts();
    let host = |slice: Slice| places.host(slice.host());
    let period = |slice: Slice| places.period(slice.period());
    let Some(visitors) = &aggregate.visitors else {
        return VisitorsByDimension {
            classes: exact(aggregate, class_count, Slice::class),
            hosts: exact(aggregate, host_count, host),
            periods: exact(aggregate, period_count, period),
        };
    };
    let estimated =
        |visitors: &BTreeMap<usize, Visitors>, count: usize, place: &dyn Fn(usize) -> usize| {
            let mut shown = vec![Visitors::default(); count];
            for (from, visitors) in visitors {
                if let Some(shown) = shown.get_mut(place(*from)) {
                    shown.merge(visitors);
                }
            }
            shown.iter().map(Visitors::counts).collect()
        };
    VisitorsByDimension {
        classes: estimated(&visitors.classes, class_count, &|place| place),
        hosts: estimated(&visitors.hosts, host_count, &|place| places.host(place)),
        periods: estimated(&visitors.periods, period_count, &|place| {
            places.period(place)
        }),
    }
}

/// Counts addresses (all, of people, of bots) by the index that `place` gives their slices. The
/// result has `count` elements.
fn exact(aggregate: &Aggregate, count: usize, place: impl Fn(Slice) -> usize) -> Vec<[u64; 3]> {
    let mut counts = vec![[0; 3]; count];
    // The indices of one address. Each has two flags: whether the address occurred as a person, and
    // whether it occurred as a bot.
    let mut seen: Vec<(usize, bool, bool)> = Vec::new();
    for (_, row) in aggregate.table(Part::Addresses).iter() {
        seen.clear();
        for cell in row.cells.iter() {
            let is_bot = cell.slice.kind() == Kind::Bot;
            let place = place(cell.slice);
            match seen.iter_mut().find(|seen| seen.0 == place) {
                Some(seen) => {
                    seen.1 |= !is_bot;
                    seen.2 |= is_bot;
                }
                None => seen.push((place, !is_bot, is_bot)),
            }
        }
        for (place, person, bot) in &seen {
            if let Some([all, people, bots]) = counts.get_mut(*place) {
                *all += 1;
                *people += u64::from(*person);
                *bots += u64::from(*bot);
            }
        }
    }
    counts
}
