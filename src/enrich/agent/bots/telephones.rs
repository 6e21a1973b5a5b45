//! Old telephones, among them early smartphones, whose agent strings contain little more than the
//! model. Facts as of 2026-11, from these agent strings.

use crate::enrich::agent::tokens::{Words, beginning};

/// The beginnings of agent strings of telephones that contain little more than the model, in small
/// letters.
const TELEPHONES: &[&str] = &[
    "nokia",
    "samsung",
    "sec-",
    "lg-",
    "lg ",
    "lg/",
    "lge",
    "lgu",
    "lgk",
    "lgb",
    "lgg",
    "mot-",
    "motorola",
    "sie-",
    "sonyericsson",
    "sony",
    "alcatel",
    "htc",
    "huawei",
    "zte",
    "lenovo",
    "pantech",
    "amoi",
    "bird",
    "philips",
    "sagem",
    "sharp",
    "panasonic",
    "dopod",
    "haier",
    "kddi",
    "toshiba",
    "benq",
    "vodafone",
    "asus",
    "acer",
    "docomo",
    "softbank",
    "j-phone",
    "archos",
    "lumia",
    "kwc-",
    "kyocera",
    "wp7",
    "portalmmm/",
    "com.",
    "polycom",
    "mozilla nokia",
    "mozilla/5.0 (samsung",
    "mozilla/5.0 (danger",
    "mozilla/5.0 (vodafone",
    "gt-",
];

/// Whether the agent string belongs to an old telephone.
pub(in crate::enrich::agent) fn are_behind(words: &Words<'_>) -> bool {
    let small = words.small(0, words.agent.len()).unwrap_or_default();
    TELEPHONES
        .iter()
        .any(|maker| small.starts_with(maker) && is_maker(words.agent, maker))
}

/// Whether the maker's name at the front is a word of its own, or a model follows it:
/// `HuaweiU8652`, `LG-P500`. Other names begin with the same letters: `BirdWatcher`, `sharpener`,
/// `Panasonic-sync`. The tool `sharp/1.0` is not the maker `Sharp`.
fn is_maker(agent: &str, maker: &str) -> bool {
    let (front, rest) = agent.split_at_checked(maker.len()).unwrap_or_default();
    let model = beginning(rest, |byte| {
        byte.is_ascii_alphanumeric() || b"-_".contains(&byte)
    });
    let is_maker_alone = || {
        let is_small = front.bytes().all(|byte| byte.is_ascii_lowercase());
        !(is_small && rest.starts_with('/'))
    };
    // The separators in these texts already distinguish them from other names.
    if maker.contains([' ', '/', '.']) {
        return true;
    }
    if model.is_empty() {
        return maker.ends_with('-') || is_maker_alone();
    }
    let has_digit = model.bytes().any(|byte| byte.is_ascii_digit());
    if maker.ends_with('-') || model.starts_with(['-', '_']) {
        let begins = model.trim_start_matches(['-', '_']);
        return has_digit || begins.starts_with(|first: char| first.is_ascii_uppercase());
    }
    let after_capitals = model.trim_start_matches(|first: char| first.is_ascii_uppercase());
    if after_capitals.starts_with(|first: char| first.is_ascii_lowercase()) {
        // A model in small letters: `nokian95`.
        let letters = model.bytes().take_while(u8::is_ascii_alphabetic).count();
        return after_capitals.len() == model.len() && letters < 3 && has_digit;
    }
    // `LGBTQ` is not a telephone of LG.
    maker.len() > 3 || has_digit
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_maker_is_followed_by_a_model() {
        for agent in [
            "SonyEricssonW810i/R4EA",
            "SAMSUNG-SGH-E250/1.0",
            "samsung-sgh-i900/1.0",
            "LGE510W",
            "LG-P500",
            "LGBL20",
            "LG/KU990",
            "HTCT327t",
            "HTC_Touch_HD_T8282",
            "HuaweiU8652",
            "nokian95/1.0",
            "nokia6100/1.0",
            "Nokia/1.0",
            "SHARP-TQ-GX10",
            "SEC-SGHE400",
            "MOT-V3",
            "Panasonic-X60",
            "ZTE",
            "ZTE-Me/Mobile",
            "portalmmm/2.0 S500i(c20;TB)",
        ] {
            assert!(are_behind(&Words::of(agent)), "{agent}");
        }
    }

    #[test]
    fn another_name_may_begin_with_a_maker() {
        for agent in [
            "BirdWatcher/3",
            "sharp/0.32",
            "Sharpener/2",
            "HTCondor/9.0",
            "htcap/1.1",
            "Acerola/1.0",
            "asusctl/5",
            "Lgeo/1.2",
            "LGBTQ-fetch/1.0",
            "LGTM/1.0",
            "Ztest/1.0",
            "gt-metrix/1.0",
            "lg-uptime/1",
            "Panasonic-sync/1",
            "huaweicloud-sdk-python/3.0",
            "LenovoSync/1",
            "vodafone-probe/1",
            "samsung-health-fetch/1",
            "lumiata/1.0",
        ] {
            assert!(!are_behind(&Words::of(agent)), "{agent}");
        }
    }
}
