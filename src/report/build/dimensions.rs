//! The dimensions as a report shows them. The host with the most requests is first. Periods are in
//! order of time.

use std::cmp::Reverse;
use std::collections::HashMap;

use crate::report::cells::Cells;
use crate::report::model::DimensionValues;
use crate::report::slice::{Dimensions, HOSTS, Slice};
use crate::report::zone::civil;

/// The most virtual hosts that a reader can choose.
const SHOWN_HOSTS: usize = 8;

/// The most periods if empty periods are included. If there are more, empty periods are omitted.
const SHOWN_PERIODS: i64 = 192;

/// Maps the indices of slices to those of the report, and lists the slices that the report names.
#[derive(Debug)]
pub(super) struct Places {
    /// The new index of each host, by its index in the aggregate. Hosts that are not shown have the
    /// index of `others`.
    hosts: Vec<usize>,
    shown_hosts: Vec<usize>,
    others: bool,
    periods: Vec<usize>,
    /// The beginnings of the periods.
    starts: Vec<i64>,
    contiguous: bool,
    slices: Vec<[i32; 4]>,
    known: HashMap<[i32; 4], u64>,
}

impl Places {
    pub(super) fn of(dimensions: &Dimensions, cells: &Cells) -> Self {
        let mut requests = [0_u64; HOSTS + 1];
        for cell in cells.iter() {
            if let Some(count) = requests.get_mut(cell.slice.host()) {
                *count += u64::from(cell.requests);
            }
        }
        let mut ranked: Vec<usize> = (0..HOSTS)
            .filter(|place| dimensions.host_name(*place).is_some())
            .collect();
        ranked.sort_by_key(|place| (Reverse(requests.get(*place)), *place));
        ranked.truncate(SHOWN_HOSTS);
        let shown = |place| ranked.iter().position(|shown| *shown == place);
        let hosts: Vec<usize> = (0..=HOSTS)
            .map(|place| shown(place).unwrap_or(ranked.len()))
            .collect();
        let unshown = requests.iter().zip(&hosts);
        let others = unshown
            .into_iter()
            .any(|(count, place)| *count > 0 && *place == ranked.len());

        let unit = dimensions.unit_seconds();
        let own: Vec<i64> = (0..dimensions.periods())
            .map(|place| dimensions.start(place))
            .collect();
        let mut starts = own.clone();
        starts.sort_unstable();
        let contiguous = match (starts.first(), starts.last()) {
            (Some(first), Some(last)) => (last - first) / unit < SHOWN_PERIODS,
            _ => true,
        };
        if let (true, Some(first), Some(last)) = (contiguous, starts.first(), starts.last()) {
            let count = (last - first) / unit;
            starts = (0..=count).map(|period| first + period * unit).collect();
        }
        let periods = own
            .iter()
            .map(|start| starts.binary_search(start).unwrap_or_default())
            .collect();
        Self {
            hosts,
            shown_hosts: ranked,
            others,
            periods,
            starts,
            contiguous,
            slices: Vec::new(),
            known: HashMap::new(),
        }
    }

    pub(super) fn host(&self, place: usize) -> usize {
        let others = self.shown_hosts.len();
        self.hosts.get(place).copied().unwrap_or(others)
    }

    pub(super) fn period(&self, place: usize) -> usize {
        self.periods.get(place).copied().unwrap_or_default()
    }

    /// The number of values of each dimension: classes, hosts and periods.
    pub(super) fn counts(&self) -> [usize; 3] {
        let hosts = self.shown_hosts.len() + usize::from(self.others);
        [6, hosts, self.starts.len()]
    }

    pub(super) fn values(&self, dimensions: &Dimensions) -> DimensionValues {
        let name = |place: &usize| dimensions.host_name(*place).map(str::to_owned);
        let mut hosts: Vec<_> = self.shown_hosts.iter().map(name).collect();
        if self.others {
            hosts.push(None);
        }
        DimensionValues {
            kinds: ["people", "bots"],
            classes: ["none", "1xx", "2xx", "3xx", "4xx", "5xx"],
            hosts,
            period_seconds: dimensions.unit_seconds(),
            contiguous: self.contiguous,
            periods: self.starts.iter().map(|start| civil(*start)).collect(),
        }
    }

    /// The slice, the requests and the bytes of each cell, one after the other, in the order of
    /// slices. Without `by_period`, the cells of all periods are added up.
    pub(super) fn flat(&mut self, cells: &Cells, by_period: bool) -> Vec<u64> {
        let mut sums: Vec<([i32; 4], u64, u64)> = cells
            .iter()
            .map(|cell| {
                let slice = self.shown(cell.slice, by_period);
                (slice, u64::from(cell.requests), cell.bytes)
            })
            .collect();
        sums.sort_unstable();
        sums.dedup_by(|next, kept| {
            let same = next.0 == kept.0;
            if same {
                kept.1 += next.1;
                kept.2 = kept.2.saturating_add(next.2);
            }
            same
        });
        let mut flat = Vec::with_capacity(sums.len() * 3);
        for (slice, requests, bytes) in sums {
            flat.extend([self.number(slice), requests, bytes]);
        }
        flat
    }

    /// The slices in the order of their numbers.
    pub(super) fn into_slices(self) -> Vec<[i32; 4]> {
        self.slices
    }

    fn shown(&self, slice: Slice, by_period: bool) -> [i32; 4] {
        let place = |place: usize| i32::try_from(place).unwrap_or(i32::MAX);
        let period = match by_period {
            true => place(self.period(slice.period())),
            false => -1,
        };
        let kind = i32::from(slice.kind() == crate::report::slice::Kind::Bot);
        [
            kind,
            place(slice.class()),
            place(self.host(slice.host())),
            period,
        ]
    }

    fn number(&mut self, slice: [i32; 4]) -> u64 {
        let next = self.slices.len() as u64;
        let number = *self.known.entry(slice).or_insert(next);
        if number == next {
            self.slices.push(slice);
        }
        number
    }
}
