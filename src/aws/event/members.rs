//! The members of a record that are wanted, one after the other.
//!
//! A record of Kinesis has 14 members; four are wanted, and most of what stands between them (the stream's name, the role, the keys themselves) is the
//! same in every record of an event. So what lay between two of them is remembered, and where the same bytes stand there again, they are passed
//! over at once.

use super::walk::{Ended, Walk};

/// A member that is wanted, or that differs from record to record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Member {
    Id,
    SequenceNumber,
    Arrival,
    Data,
    Unwanted,
}

/// In which object of a record its next member stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Level {
    Record,
    /// The `kinesis` object within it.
    Kinesis,
}

/// What lay between two members.
#[derive(Debug)]
struct Gap<'a> {
    text: &'a [u8],
    from: Level,
    to: Level,
    /// None at the record's end.
    member: Option<Member>,
}

/// The most members of a record whose gaps are remembered.
const GAPS: usize = 16;

/// Goes through the members of one record after the other.
#[derive(Debug, Default)]
pub(super) struct Members<'a> {
    /// By how many members stood before it.
    gaps: [Option<Gap<'a>>; GAPS],
}

/// A place among the members of a record.
#[derive(Debug)]
pub(super) struct Turn {
    count: usize,
    level: Level,
}

impl Turn {
    /// At the beginning of a record.
    pub(super) const FIRST: Self = Self {
        count: 0,
        level: Level::Record,
    };
}

impl<'a> Members<'a> {
    /// Goes to the value of the next member; none at the record's end.
    #[inline]
    pub(super) fn next(
        &mut self,
        walk: &mut Walk<'a>,
        turn: &mut Turn,
    ) -> Result<Option<Member>, Ended> {
        let from = turn.level;
        let mut slot = self.gaps.get_mut(turn.count);
        turn.count += 1;
        if let Some(Some(gap)) = &slot
            && gap.from == from
            && let Some(rest) = walk.rest.strip_prefix(gap.text)
        {
            walk.rest = rest;
            turn.level = gap.to;
            return Ok(gap.member);
        }
        let before = walk.rest;
        let member = seek(walk, &mut turn.level)?;
        if let Some(slot) = &mut slot {
            **slot = Some(Gap {
                text: before
                    .get(..before.len() - walk.rest.len())
                    .unwrap_or_default(),
                from,
                to: turn.level,
                member,
            });
        }
        Ok(member)
    }
}

/// Looks at every key until one is wanted.
fn seek(walk: &mut Walk<'_>, level: &mut Level) -> Result<Option<Member>, Ended> {
    loop {
        if walk.enter(b'}') {
            match level {
                Level::Kinesis => *level = Level::Record,
                Level::Record => return Ok(None),
            }
            continue;
        }
        let member = match &*walk.key()? {
            b"data" => Member::Data,
            b"eventID" | b"recordId" => Member::Id,
            b"sequenceNumber" => Member::SequenceNumber,
            b"approximateArrivalTimestamp" => Member::Arrival,
            b"partitionKey" => Member::Unwanted,
            b"kinesis" if *level == Level::Record && walk.enter(b'{') => {
                *level = Level::Kinesis;
                continue;
            }
            _ => {
                walk.pass()?;
                continue;
            }
        };
        return Ok(Some(member));
    }
}
