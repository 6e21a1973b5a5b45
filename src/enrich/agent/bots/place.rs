//! Places in an agent string where the words of a row are the name of the sender. Elsewhere they
//! may be part of another name: `Example Research Crawler`, the telephone `Splash`, the app `Yeti`.

use std::ops::Range;

use super::word::{is_name, is_part};
use super::{Row, people};
use crate::enrich::agent::model::comment;
use crate::enrich::agent::tokens::{Words, begins_part, version_after};
use crate::event::BotCategory::Feed;

/// The offset after the name of a row whose key is at these offsets. `None` if the row does not
/// count there:
///
/// - The name is whole. No other word of a name is before two words, and none is before or after an
///   everyday word.
/// - An everyday word begins the agent string or a part of a comment, has a version or a contact,
///   or is after a browser's comments.
/// - In the agent string of a mobile device, the name is not the name of an app or of the device.
pub(super) fn end_of_name(words: &Words<'_>, row: &Row, start: usize, end: usize) -> Option<usize> {
    if row.leads && start > 0 {
        return None;
    }
    let end = behind(words, end, row.rest)?;
    let has_several = row.key.contains(' ');
    if (has_several || row.is_everyday) && is_after_name(words, start) {
        return None;
    }
    if row.is_everyday
        && (is_before_name(words, end) || start > 0 && !is_product(words, start, end))
    {
        return None;
    }
    let is_sender = !people::are_mobile(words) || is_program_on_mobile(words, row, start, end);
    is_sender.then_some(end)
}

/// The offset after a space and these words, or `end` if there are no words to follow.
fn behind(words: &Words<'_>, end: usize, rest: &str) -> Option<usize> {
    if rest.is_empty() {
        return Some(end);
    }
    let after = words.small(end, words.agent.len())?;
    let after = after.strip_prefix(' ')?.strip_prefix(rest)?;
    (!after.starts_with(|next: char| next.is_ascii_alphanumeric())).then_some(end + 1 + rest.len())
}

/// Whether the words before `start` belong to the same name.
fn is_after_name(words: &Words<'_>, start: usize) -> bool {
    let before = words.all().find(|product| product.token.end + 1 == start);
    before.is_some_and(|product| {
        let token = product.token;
        words.agent.get(token.end..start) == Some(" ") && !token.after_slash && is_name(token.text)
    })
}

/// Whether the words after `end` belong to the same name.
pub(super) fn is_before_name(words: &Words<'_>, end: usize) -> bool {
    words.all_from(end).next().is_some_and(|product| {
        words.agent.get(end..product.token.start) == Some(" ") && is_part(product.token.text)
    })
}

/// Whether an everyday word is written as the name of a product is: it has a version, a contact is
/// in the agent string, or the word begins a part of a comment or is after the last comment.
fn is_product(words: &Words<'_>, start: usize, end: usize) -> bool {
    version_after(words.agent, end).is_some()
        || words.contact.is_some()
        || begins_part(words.agent, start)
        || words.agent.rfind(')').is_some_and(|close| start > close)
}

/// Whether `compatible;` is directly before the offset.
pub(super) fn is_compatible(words: &Words<'_>, start: usize) -> bool {
    let before = words.agent.get(..start).unwrap_or_default();
    before.trim_end().ends_with("ompatible;")
}

/// Whether the sender only compares itself with the agent whose name is at the offset:
/// `(like Example)`, `(compatible with Example)`, `not Example`.
pub(super) fn is_compared(words: &Words<'_>, start: usize) -> bool {
    let before = words.agent.get(..start).unwrap_or_default();
    let word = before.strip_suffix(' ').and_then(|before| {
        let begin = before.rfind([' ', '(', ';', ',']).map_or(0, |at| at + 1);
        before.get(begin..)
    });
    word.is_some_and(|word| ["as", "like", "not", "with"].contains(&word))
}

/// Whether a program sent the agent string of a mobile device. The name of an app is at the front
/// or, in a web view, at the end. The name of an Android device is in the comment.
fn is_program_on_mobile(words: &Words<'_>, row: &Row, start: usize, end: usize) -> bool {
    if words.contact.is_some() || is_compatible(words, start) {
        return true;
    }
    // Every app that uses Apple's library sends its own name. Readers of feeds count as bots.
    let is_app = words.contain("CFNetwork")
        && row.category != Feed
        && row.operator != Some("Apple")
        && !["bot", "crawler", "spider"]
            .iter()
            .any(|kind| row.key.contains(kind));
    // People read pages in the apps of feed readers.
    let is_in_reader = row.category == Feed
        && words.contain("AppleWebKit")
        && (words.contain(" Mobile/") || words.contain("; wv)"));
    let is_whole = || !is_after_name(words, start) && !is_before_name(words, end);
    let is_versioned = || version_after(words.agent, end).is_some();
    // A browser's whole agent string is before the name. A web view has a mark of its own.
    let is_behind_browser = || {
        let before = words.agent.get(..start).unwrap_or_default();
        before.contains(" Safari/") && !words.contain("; wv)") && is_versioned()
    };
    (!row.is_everyday || is_behind_browser())
        && !is_app
        && !is_in_reader
        && is_whole()
        && (is_versioned() || !is_model(words, start))
}

/// Whether the offset is in the comment in which Android has the model.
fn is_model(words: &Words<'_>, place: usize) -> bool {
    model(words).contains(&place)
}

/// The range in which Android's comment has the model. It is empty if there is no such comment.
pub(super) fn model(words: &Words<'_>) -> Range<usize> {
    words.find("Android").map_or(0..0, |android| {
        let after = words.agent.get(android..).unwrap_or_default();
        android..android + comment(after).map_or(0, str::len)
    })
}
