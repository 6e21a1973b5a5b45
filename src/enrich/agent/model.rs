//! The model in Android's comment: `(Linux; Android 13; SM-S901B Build/TP1A.220624.014)`.
//!
//! Chrome's reduced string has `K` in place of every model
//! (<https://www.chromium.org/updates/ua-reduction/>). `K` is not reported as a name.

/// The longest model name that is accepted, in bytes; real ones have up to 40.
const LIMIT_BYTES: usize = 64;

/// The words by which the comment names the system. Opera's engine for televisions writes the word
/// with a zero, so that pages do not treat the device as a telephone.
const ANDROIDS: [&str; 4] = ["Android", "Andr0id", "Adr ", "HarmonyOS"];

/// The model of a device, and the build of its system.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Model<'a> {
    pub(super) name: Option<&'a str>,
    pub(super) build: Option<&'a str>,
}

impl<'a> Model<'a> {
    /// Reads the comment. The model is the first part after `Android x.y` that has no other
    /// meaning. If no part is a model, the part before the system may be one.
    pub(super) fn of(agent: &'a str) -> Self {
        let sides = ANDROIDS
            .iter()
            .find_map(|android| agent.split_once(android));
        let Some((before, after)) = sides else {
            return Self::default();
        };
        let Some(comment) = comment(after) else {
            return Self::default();
        };
        let build = comment
            .split_once("Build/")
            .and_then(|(_, build)| build.split([';', ' ', ')']).next());
        let parts = comment
            .split(';')
            .skip(1)
            .filter(|part| !part.trim_start().starts_with("Build/"))
            .map(until_next);
        let name = parts.into_iter().find(|part| !is_no_model(part));
        let name = name.or_else(|| before_system(before));
        Self {
            name: name.filter(|name| name.len() <= LIMIT_BYTES),
            build,
        }
    }
}

/// The model that an app writes before the system: `(SM-T870; Android 12)`. It begins with a
/// capital and contains a digit. The version or the build of the app is not a model.
fn before_system(before: &str) -> Option<&str> {
    if before.starts_with("Mozilla/") {
        return None;
    }
    let part = before.trim_end().strip_suffix([';', ','])?;
    let part = part.rsplit(['(', ';', ',']).next()?.trim();
    let is_model = part.starts_with(|first: char| first.is_ascii_uppercase())
        && part.contains(|any: char| any.is_ascii_digit())
        && !part.contains(['/', ':', '.', '='])
        && !["Build", "Version", "Linux", "Windows"]
            .iter()
            .any(|word| part.starts_with(word));
    is_model.then_some(part)
}

/// Removes the text after the model from a part: the build, an engine if brackets are missing, or a
/// slash and a word with a capital.
fn until_next(part: &str) -> &str {
    let part = [" Build", " AppleWebKit"]
        .iter()
        .find_map(|next| Some(part.split_once(next)?.0))
        .unwrap_or(part)
        .trim();
    match part.split_once('/') {
        Some((model, rest)) if begins(rest, "@") => model,
        _ => part,
    }
}

/// The rest of the comment. A model's name may contain a pair of brackets, so the comment ends
/// where all of its brackets are closed.
pub(super) fn comment(after: &str) -> Option<&str> {
    let mut open = 1_u32;
    let end = after.bytes().position(|byte| {
        open = open
            .saturating_add(u32::from(byte == b'('))
            .saturating_sub(u32::from(byte == b')'));
        open == 0
    });
    after.get(..end.unwrap_or(after.len()))
}

/// Whether a part is something other than a model: `Mobile`, a language, a product, a version of
/// the engine, the reduced string's `K`.
fn is_no_model(part: &str) -> bool {
    is_language(part)
        || matches!(
            part,
            "" | "K" | "U" | "wv" | "Mobile" | "Tablet" | "TV" | "arm" | "arm_64" | "arm64"
        )
        || part.contains(['/', '*'])
        || part.len() < 3 && part.bytes().all(|byte| byte.is_ascii_digit())
        || part.starts_with("rv:")
        || part.starts_with("Android")
        || part.starts_with("HarmonyOS")
        || part.starts_with("OpenHarmony")
        || part.starts_with("HMSCore")
}

/// Whether a part is a language: `de`, `de-de`, `de_DE`, `zh-Hans-CN`, or the beginning of such a
/// name (`de-`), which some devices write.
fn is_language(part: &str) -> bool {
    let (language, region) = part.split_once(['-', '_']).unwrap_or((part, ""));
    let is_script = region
        .strip_prefix("Han")
        .is_some_and(|script| script.starts_with(['s', 't']));
    language.len() == 2
        && language.bytes().all(|byte| byte.is_ascii_lowercase())
        && (region.len() <= 2 || is_script)
}

/// Whether a text begins with a pattern. In the pattern, `#` matches a digit, `@` matches a capital
/// letter, any other letter matches itself and its other case, and any other character matches
/// itself.
pub(super) fn begins(text: &str, pattern: &str) -> bool {
    let mut bytes = text.bytes();
    pattern.bytes().all(|wanted| {
        bytes.next().is_some_and(|byte| match wanted {
            b'#' => byte.is_ascii_digit(),
            b'@' => byte.is_ascii_uppercase(),
            _ => is_letter(byte, wanted),
        })
    })
}

/// Whether two bytes are the same, or the same letter in another case. Nearly all bytes differ in
/// more than the bit of the case, so this is cheaper than `eq_ignore_ascii_case`.
const fn is_letter(byte: u8, wanted: u8) -> bool {
    const CASE: u8 = b'a' ^ b'A';
    let difference = byte ^ wanted;
    difference == 0 || (difference == CASE && wanted.is_ascii_alphabetic())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_model_is_the_first_part_without_another_meaning() {
        for (agent, name, build) in [
            (
                "(Linux; Android 13; SM-S901B Build/TP1A.1; wv)",
                Some("SM-S901B"),
                Some("TP1A.1"),
            ),
            (
                "(Linux; U; Android 9; zh-Hans-CN; VRD-W09 Build/X)",
                Some("VRD-W09"),
                Some("X"),
            ),
            (
                "(Linux; Andr0id 8.0; 55PUS Build/OC) OMI",
                Some("55PUS"),
                Some("OC"),
            ),
            ("(Linux; Android 10; moto g(8)) x", Some("moto g(8)"), None),
            ("(Linux; Android 10; K) x", None, None),
            ("App/1 (Android; 13)", None, None),
            ("App/1 (SM-T870; Android 12)", Some("SM-T870"), None),
            (
                "App/1 (Google Pixel 7; Android 14)",
                Some("Google Pixel 7"),
                None,
            ),
            ("App/1 (Version 7; Android 14)", None, None),
            ("App/1 (App 3.2; Android 14)", None, None),
            ("App/1 (phone; Android 14)", None, None),
            ("Mozilla/5.0 (X11; SM-T870; Android 14)", None, None),
            ("(Linux; HarmonyOS 2.0.0; JAD-AL50)", Some("JAD-AL50"), None),
            ("(Android 14; Mobile; rv:128.0)", None, None),
            ("(X11; Linux x86_64)", None, None),
        ] {
            assert_eq!(Model::of(agent), Model { name, build }, "{agent}");
        }
    }

    #[test]
    fn a_pattern_has_digits_and_capitals() {
        for (text, pattern, does) in [
            ("SM-T500", "SM-T#", true),
            ("SM-TX", "SM-T#", false),
            ("KFTT", "KF@@", true),
            ("KF", "KF@@", false),
            ("Kftt", "KF@@", false),
            ("MECOOL KM3", "Mecool", true),
            ("nexus 7", "Nexus 7", true),
            ("", "", true),
        ] {
            assert_eq!(begins(text, pattern), does, "{text} {pattern}");
        }
    }
}
