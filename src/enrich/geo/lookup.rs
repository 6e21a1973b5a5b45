//! Asks several databases one question, one after the other, and remembers the answers.
//!
//! Many addresses share a record. A database of countries has only about 250 records. Therefore an
//! answer is remembered by the offset of its record, not by the address. A record is decoded and
//! rendered once while it is remembered.

use std::net::IpAddr;
use std::sync::Arc;

use super::bytes::Found;
use super::database::Database;
use crate::enrich::recent::{Recent, spread};
use crate::event::Memo;

/// How many records are remembered for each question. This is enough for all countries many times
/// over, or for the cities that send most of the traffic. At about 0.7 KB for a rendered place, the
/// memory stays below 6 MB.
const REMEMBERED: usize = 8_192;

/// One question (the place or the network), the databases that may answer it, and the recent
/// answers.
#[derive(Debug)]
pub(super) struct Lookup<T> {
    databases: Vec<Database>,
    read: fn(&Found<'_>) -> Option<T>,
    /// Whether an answer is so complete that no other database is asked.
    suffices: fn(&T) -> bool,
    /// The answer of a record, by its [`hash`]. `None` if the record has no answer.
    recent: Recent<Option<Arc<Memo<T>>>>,
}

impl<T> Lookup<T> {
    /// A question to the given databases, in their order. `read` creates the answer from a record.
    pub(super) fn new(
        databases: Vec<Database>,
        read: fn(&Found<'_>) -> Option<T>,
        suffices: fn(&T) -> bool,
    ) -> Self {
        Self {
            databases,
            read,
            suffices,
            recent: Recent::new(REMEMBERED),
        }
    }

    /// The answer for a public address: the first answer that suffices, or else the first answer of
    /// any database.
    pub(super) fn find(&mut self, ip: IpAddr) -> Option<Arc<Memo<T>>> {
        let mut first = None;
        for index in 0..self.databases.len() {
            match self.ask(index, ip) {
                Some(answer) if (self.suffices)(&answer) => return Some(answer),
                answer => first = first.or(answer),
            }
        }
        first
    }

    fn ask(&mut self, index: usize, ip: IpAddr) -> Option<Arc<Memo<T>>> {
        let found = self.databases.get(index)?.find(ip)?;
        let hash = hash(index, found.offset()?);
        if let Some(answer) = self.recent.find(hash, |_| true) {
            return answer.clone();
        }
        let value = (self.read)(&found).map(|value| Arc::new(Memo::new(value)));
        self.recent.keep(hash, value.clone());
        value
    }
}

/// The hash of a record. Two records never have the same one, so the record itself need not be
/// stored with the answer.
fn hash(database: usize, offset: usize) -> u64 {
    spread((database as u64) << 48 ^ offset as u64)
}
