//! Names of browsers and systems inside other words: `Operations`, `XboxApp`, `Androidify`.
//!
//! `woothee` looks for such names anywhere in the agent string. Before it reads an agent string in
//! which a name is only a part of a word, the name is made unreadable.

use super::tokens::{Words, begins_part, follows_letter};

/// The names that `woothee` looks for and that other words contain.
const NAMES: [&str; 2] = ["Opera", "Xbox"];

/// Carriers whose names `woothee` reads as the system of an old telephone in Japan. In the agent
/// strings of current devices, these names only occur in a model or in the name of an app.
const CARRIERS: [&str; 5] = ["DoCoMo", "J-PHONE", "KDDI", "SoftBank", "Vodafone"];

/// More names that `woothee` looks for. They are only parts of words in the agent strings of apps:
/// a browser's agent string names its own system in the first comment.
const NAMES_IN_APPS: [&str; 5] = ["Android", "Linux", "Windows", "iPhone", "iPad"];

/// The agent string without the names that are only a part of a word. `None` if there are none, or
/// if the name itself precedes them. The offsets of the words do not change.
pub(super) fn without_parts_of_words(words: &Words<'_>) -> Option<String> {
    let agent = words.agent;
    let mut plain = None;
    let in_apps = match agent.starts_with("Mozilla/") {
        true => &[],
        false => NAMES_IN_APPS.as_slice(),
    };
    let is_current = || {
        let systems = [
            "Android",
            "iPhone",
            "iPad",
            "CFNetwork",
            "Windows NT",
            "Macintosh",
        ];
        systems.iter().any(|system| words.contain(system))
    };
    let carriers = CARRIERS
        .iter()
        .filter(|name| words.contain(name) && is_current());
    for name in NAMES.iter().chain(in_apps).chain(carriers) {
        let mut found = words.find(name);
        while let Some(start) = found {
            let end = start + name.len();
            if !is_part(agent, name, start, end) {
                break;
            }
            plain
                .get_or_insert_with(|| agent.to_owned())
                .replace_range(start..end, &"-".repeat(name.len()));
            let rest = agent.get(end..).unwrap_or_default();
            found = rest.find(name).map(|next| end + next);
        }
    }
    plain
}

/// Whether a name is only a part of a word: a small letter follows it (`Androidify`, whereas
/// `iPhoneOS` is a system). After `Opera`, any letter makes it a part (`OperaHouse`). `Xbox` is a
/// part unless it begins a part of the comment, where the console writes it. The name of a carrier
/// always is, because only agent strings of current devices are searched for it.
fn is_part(agent: &str, name: &str, start: usize, end: usize) -> bool {
    match name {
        "Xbox" => !begins_part(agent, start),
        "Opera" => follows_letter(agent, end),
        name if CARRIERS.contains(&name) => true,
        _ => {
            let next = agent.as_bytes().get(end);
            next.is_some_and(u8::is_ascii_lowercase)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_inside_other_words_are_not_readable() {
        for (agent, plain) in [
            ("Operations/1", Some("-----tions/1")),
            ("OperaHouse/1 Opera/9.80", Some("-----House/1 Opera/9.80")),
            (
                "XboxApp/1 XboxLive/2 (Windows NT 10.0)",
                Some("----App/1 ----Live/2 (Windows NT 10.0)"),
            ),
            ("(Windows NT 10.0) Xbox/2", Some("(Windows NT 10.0) ----/2")),
            ("Androidify/2 (iPhone)", Some("-------ify/2 (iPhone)")),
            (
                "MyVodafone/1 (iPhone; iOS 17)",
                Some("My--------/1 (iPhone; iOS 17)"),
            ),
            ("Vodafone/1.0/V705SH", None),
            ("Opera/9.80 (Windows NT 6.1)", None),
            ("Opera Mini/7 (iPhone; CPU iPhoneOS 9)", None),
            ("(Linux; Android 9; AndroidTV)", None),
            ("(Windows NT 10.0; Xbox; Xbox One) XboxApp/1", None),
            ("", None),
        ] {
            let words = Words::of(agent);
            assert_eq!(without_parts_of_words(&words).as_deref(), plain, "{agent}");
        }
    }
}
