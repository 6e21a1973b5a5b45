//! The dimensions for filters, and the slice of each event. A slice is a combination of a kind of
//! visitor, a class of status, a virtual host and a period of time.

use std::collections::HashMap;

/// The lengths of periods, in seconds, from a minute to 52 weeks. Each is a multiple of the
/// previous one, so that periods can be joined.
pub(super) const PERIOD_SECONDS: [i64; 9] = [
    60,
    300,
    900,
    3_600,
    10_800,
    86_400,
    7 * 86_400,
    28 * 86_400,
    364 * 86_400,
];

/// The most periods with counts: four days of hours.
pub(super) const PERIODS: usize = 96;

/// The most virtual hosts with counts of their own. The requests of all others are counted
/// together.
pub(super) const HOSTS: usize = 15;

/// The seconds from the previous Monday to the epoch, which is a Thursday. Weeks begin on Monday.
const TO_MONDAY: i64 = 3 * 86_400;

/// People or bots.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Person,
    Bot,
}

/// Where an event is counted. One number contains the kind, the class, the host and the period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Slice(u32);

impl Slice {
    /// Creates a slice. The class is 0 (no status logged) to 5 (`5xx`). The host and the period are
    /// indices in [`Dimensions`].
    pub(super) fn new(kind: Kind, class: u8, host: u8, period: u16) -> Self {
        let kind = u32::from(kind == Kind::Bot);
        let (class, host) = (u32::from(class & 7), u32::from(host & 15));
        Self(kind | class << 1 | host << 4 | u32::from(period) << 8)
    }

    pub(super) fn kind(self) -> Kind {
        match self.0 & 1 {
            0 => Kind::Person,
            _ => Kind::Bot,
        }
    }

    pub(super) fn class(self) -> usize {
        (self.0 >> 1 & 7) as usize
    }

    pub(super) fn host(self) -> usize {
        (self.0 >> 4 & 15) as usize
    }

    pub(super) fn period(self) -> usize {
        (self.0 >> 8) as usize
    }

    pub(super) fn is_failure(self) -> bool {
        self.class() >= 4
    }

    /// The slice with another host and period.
    pub(super) fn moved(self, moves: &Moves) -> Self {
        let at = |places: &[u32], place: usize| places.get(place).copied().unwrap_or_default();
        let (host, period) = (self.host(), self.period());
        Self(self.0 & 15 | at(&moves.hosts, host) << 4 | at(&moves.periods, period) << 8)
    }
}

/// The new indices of hosts and periods, by their old ones.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Moves {
    hosts: Vec<u32>,
    periods: Vec<u32>,
}

impl Moves {
    pub(super) fn host(&self, place: usize) -> usize {
        self.hosts.get(place).map_or(0, |place| *place as usize)
    }

    pub(super) fn period(&self, place: usize) -> usize {
        self.periods.get(place).map_or(0, |place| *place as usize)
    }
}

/// The values of a log's dimensions.
#[derive(Debug, Clone, Default)]
pub(super) struct Dimensions {
    /// The names of hosts in the order of their first appearance. The index [`HOSTS`] means all
    /// other hosts.
    hosts: Vec<Box<str>>,
    /// The length of a period, as an index in [`PERIOD_SECONDS`].
    unit: usize,
    /// The beginning of each period, in units, by the index that slices use.
    starts: Vec<i64>,
    places: HashMap<i64, u16>,
    last: Option<(i64, u16)>,
}

impl Dimensions {
    /// The index of a virtual host. The empty name means no host.
    pub(super) fn host(&mut self, name: &str) -> u8 {
        let place = self.hosts.iter().position(|host| **host == *name);
        let place = place.unwrap_or_else(|| {
            if self.hosts.len() < HOSTS {
                self.hosts.push(name.into());
                self.hosts.len() - 1
            } else {
                HOSTS
            }
        });
        u8::try_from(place).unwrap_or_default()
    }

    /// The name of the host with an index, or `None` for the index of the others.
    pub(super) fn host_name(&self, place: usize) -> Option<&str> {
        self.hosts.get(place).map(|name| &**name)
    }

    /// The index of the period of a local time.
    pub(super) fn period(&mut self, local_seconds: i64) -> u16 {
        let start = (local_seconds + TO_MONDAY).div_euclid(self.unit_seconds());
        if let Some((last, place)) = self.last
            && last == start
        {
            return place;
        }
        let place = self.place(start);
        self.last = Some((start, place));
        place
    }

    fn place(&mut self, start: i64) -> u16 {
        let next = u16::try_from(self.starts.len()).unwrap_or(u16::MAX);
        let place = *self.places.entry(start).or_insert(next);
        if place == next {
            self.starts.push(start);
        }
        place
    }

    pub(super) fn unit_seconds(&self) -> i64 {
        PERIOD_SECONDS.get(self.unit).copied().unwrap_or(i64::MAX)
    }

    /// The beginning of a period, in local seconds.
    pub(super) fn start(&self, place: usize) -> i64 {
        let start = self.starts.get(place).copied().unwrap_or_default();
        start * self.unit_seconds() - TO_MONDAY
    }

    pub(super) fn periods(&self) -> usize {
        self.starts.len()
    }

    /// Joins periods if there are more than [`PERIODS`]. Returns how the existing slices must then
    /// be moved. `None` if no periods were joined.
    pub(super) fn shorten(&mut self) -> Option<Moves> {
        let mut periods: Option<Vec<u32>> = None;
        while self.starts.len() > PERIODS && self.unit + 1 < PERIOD_SECONDS.len() {
            let step = self.lengthen(self.unit + 1);
            let join = |place: u32| step.get(place as usize).copied().unwrap_or_default();
            periods = Some(match periods {
                None => step,
                Some(before) => before.into_iter().map(join).collect(),
            });
        }
        let hosts = (0..16).collect();
        periods.map(|periods| Moves { hosts, periods })
    }

    /// Changes to a longer unit. Returns the new indices of periods, by their old ones.
    fn lengthen(&mut self, unit: usize) -> Vec<u32> {
        let before = std::mem::take(&mut self.starts);
        let from = self.unit_seconds();
        self.unit = unit;
        let factor = self.unit_seconds() / from;
        (self.places, self.last) = (HashMap::new(), None);
        let moved = |start: i64| u32::from(self.place(start.div_euclid(factor)));
        before.into_iter().map(moved).collect()
    }

    /// Adds the values of another log's dimensions. Returns how the slices of both must be moved.
    /// The moves of `self` are first.
    pub(super) fn merge(&mut self, other: &mut Self) -> (Moves, Moves) {
        let unit = self.unit.max(other.unit);
        let own_hosts: Vec<u32> = (0..16).collect();
        let hosts: Vec<u32> = (0..16)
            .map(|place| match other.host_name(place) {
                Some(name) => u32::from(self.host(name)),
                None => u32::try_from(HOSTS).unwrap_or_default(),
            })
            .collect();
        let own_periods = self.lengthen(unit);
        let others_periods: Vec<u32> = other
            .lengthen(unit)
            .into_iter()
            .map(|place| {
                let start = other.starts.get(place as usize).copied();
                u32::from(self.place(start.unwrap_or_default()))
            })
            .collect();
        let own = Moves {
            hosts: own_hosts,
            periods: own_periods,
        };
        let periods = others_periods;
        (own, Moves { hosts, periods })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slice_returns_its_parts() {
        for (kind, class, host, period) in [(Kind::Person, 0, 0, 0), (Kind::Bot, 5, 15, u16::MAX)] {
            let slice = Slice::new(kind, class, host, period);
            assert_eq!(slice.kind(), kind);
            assert_eq!(slice.class(), usize::from(class));
            assert_eq!(slice.host(), usize::from(host));
            assert_eq!(slice.period(), usize::from(period));
        }
    }

    #[test]
    fn periods_are_joined_if_there_are_too_many() {
        let mut dimensions = Dimensions::default();
        let slices: Vec<_> = (0..1_000)
            .map(|minute| Slice::new(Kind::Bot, 2, 0, dimensions.period(minute * 60)))
            .collect();
        let moves = dimensions.shorten().unwrap();
        assert_eq!(dimensions.unit_seconds(), 900);
        assert_eq!(dimensions.periods(), 67);
        for (minute, slice) in (0..).zip(&slices) {
            let start = dimensions.start(slice.moved(&moves).period());
            assert_eq!(start, minute * 60 / 900 * 900);
        }
        assert_eq!(dimensions.shorten(), None);
    }

    #[test]
    fn weeks_begin_on_monday() {
        let mut dimensions = Dimensions {
            unit: 6,
            ..Dimensions::default()
        };
        // These are Sunday, 2025-10-12T23:59:59, and the first second of Monday.
        let places = [1_760_313_599, 1_760_313_600].map(|local| dimensions.period(local));
        let starts = places.map(|place| dimensions.start(place.into()));
        assert_eq!(starts, [1_760_313_600 - 7 * 86_400, 1_760_313_600]);
    }

    #[test]
    fn hosts_beyond_the_most_are_counted_together() {
        let mut dimensions = Dimensions::default();
        let places: Vec<_> = (0..20)
            .map(|number| dimensions.host(&format!("host{number}")))
            .collect();
        assert_eq!(places.get(14..17), Some(&[14, 15, 15][..]));
        assert_eq!(dimensions.host_name(15), None);
    }
}
