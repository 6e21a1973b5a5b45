//! Televisions, set-top boxes and sticks. They are recognised by words that only they write and by
//! the names of their models.
//!
//! The words are those of the platforms: `HbbTV` (<https://www.hbbtv.org/resource-library/>, TS 102
//! 796 section 7.3.2.4), webOS
//! (<https://webostv.developer.lge.com/develop/specifications/web-api-and-web-engine>), Tizen, Fire
//! TV (<https://developer.amazon.com/docs/fire-tv/user-agent-strings.html>), Roku, Vizio, VIDAA,
//! the engines of Opera and others for televisions, Philips' `NetTV`. Facts as of 2026-11.

use super::lookup::{Named, Table};
use super::model::{Model, begins};
use super::pairs::holds_any;
use super::tokens::{Product, Words};

/// Keys of [`super::lookup`], and the platforms that write them.
const WORDS: &[Named] = &[
    Named("_tv_*", "TCL, Philips"),
    Named("android tv", "Google"),
    Named("aquosbrowser", "Sharp"),
    Named("avdn", "LG, Panasonic"),
    Named("bravia", "Sony"),
    Named("brightsign", "BrightSign"),
    Named("ce-html", "CEA-2014"),
    Named("crkey", "Chromecast"),
    Named("digital-tv", "TCL"),
    Named("directv", "DIRECTV"),
    Named("espial", "Espial"),
    Named("freebox*", "Free"),
    Named("google tv", "Google"),
    Named("googletv", "Google"),
    Named("hbbtv", "HbbTV"),
    Named("hybridcast", "Hybridcast"),
    Named("inettvbrowser", "Sony"),
    Named("kreatv", "Arris"),
    Named("lg browser", "LG"),
    Named("maple 5", "Samsung"),
    Named("maple 6", "Samsung"),
    Named("maple2*", "Samsung"),
    Named("mips", "Linux on sets and boxes"),
    Named("netcast.*", "LG"),
    Named("netrangemmh", "NetRange"),
    Named("nettv", "Philips"),
    Named("nettv_*", "Philips"),
    Named("omi", "Opera"),
    Named("opera tv", "Opera"),
    Named("sh4", "Linux on sets and boxes"),
    Named("sky_ott*", "Sky"),
    Named("sky_tv*", "Sky"),
    Named("skyq", "Sky"),
    Named("smart tv", "all"),
    Named("smart-tv", "Samsung"),
    Named("smarthub", "Samsung"),
    Named("smarttv*", "all"),
    Named("sonycebrowser", "Sony"),
    Named("sraf", "Seraphic"),
    Named("stb", "operators"),
    Named("stbapp", "Infomir"),
    Named("tbrowser", "TCL"),
    Named("tivo-device", "TiVo"),
    Named("tivoos", "TiVo"),
    Named("tsbnettv", "Toshiba"),
    Named("tuner", "LG"),
    Named("tvbrowser", "all"),
    Named("vidaa", "Hisense"),
    Named("viera", "Panasonic"),
    Named("virginmedia*", "Virgin Media"),
    Named("vizio*", "Vizio"),
    Named("vstvb*", "Vestel"),
    Named("webostv", "LG"),
    Named("whaleos*", "Zeasn"),
    Named("youviewhtml", "YouView"),
    Named("zeasn", "Zeasn"),
];

static TABLE: Table<Named> = Table::of(WORDS);

/// Whether a word is in the table. It then names a platform of televisions and is not reported as a
/// browser.
pub(super) fn is_word(words: &Words<'_>, product: Product<'_, '_>) -> bool {
    TABLE.row_of(words, product).is_some()
}

/// The diagonals of televisions, in inches, as they occur in names of models.
const INCHES: &[&str] = &[
    "24", "28", "32", "39", "40", "42", "43", "48", "49", "50", "55", "58", "60", "65", "70", "75",
    "77", "82", "85", "86", "98",
];

/// Builds of the Android source that makers of television boards ship unchanged
/// (<https://source.android.com/docs/setup/reference/build-numbers>). A telephone with one of these
/// builds says `Mobile`.
const BOARD_BUILDS: &[&str] = &[
    "M5C14J",
    "NHG47K",
    "NHG47L",
    "NMF26Q",
    "PPR2.180905.006.A1",
    "RD2A.211001.002",
    "RP1A.200720.011",
    "SP1A.211105.004",
    "TP1A.220905.004.A2",
];

/// The beginnings of the models of boxes and sticks. They are patterns of [`begins`]. Facts as of
/// 2026-11, from the makers' own pages.
const BOXES: &[&str] = &[
    "AOSP on r##",
    "DTS-T",
    "Dynalink",
    "GOtv",
    "IFP####",
    "TPM###@",
    "A95X",
    "ADT-#",
    "AFT#",
    "AFT@",
    "AOSP on smart",
    "AS4K",
    "AS51#",
    "AS_4K",
    "ATOM-###",
    "Andowl",
    "B860A",
    "B860H",
    "B866V",
    "BT TV",
    "Beelink",
    "Bouygtel",
    "CT-8###",
    "Chromecast",
    "DIW3##",
    "DV8###",
    "Droidlogic",
    "EC6108V",
    "EVPAD",
    "Eagle Classic",
    "FlowBox",
    "Formuler",
    "Full AOSP on",
    "Fundroid",
    "GTKing",
    "GTX-",
    "H96",
    "GigaTV",
    "HIREMCO",
    "HK1",
    "HTY-##",
    "INVIN",
    "IP-## MAX",
    "KANT-###",
    "KPN TV",
    "KM3",
    "KM6",
    "KM7",
    "KM8",
    "KM9",
    "M8S",
    "MAG###",
    "MIBOX",
    "MK80#",
    "MagentaTV",
    "MXQ",
    "Mecool",
    "MiTV",
    "Movistar TV",
    "Movix",
    "NEO U",
    "NEO-U",
    "NEO-X",
    "NEXON",
    "NV5##W",
    "Nexus Player",
    "Orange TV",
    "Orbsmart",
    "Ozone HD",
    "OzoneHD",
    "RED ##",
    "RK3###",
    "RKM MK",
    "Rombica",
    "SDOTT",
    "SDSTB",
    "SKY Q",
    "Selenga",
    "Sky Glass",
    "Sky Stream",
    "Smotreshka",
    "T95",
    "TOX#",
    "TR99",
    "TX#",
    "Tanix",
    "Technosat",
    "Transpeed",
    "UIW4###",
    "Ugoos",
    "VMP-###",
    "Vega S95",
    "Vinabox",
    "Virgin TV",
    "Vodafone TV",
    "Vontar",
    "Vorke",
    "X88",
    "X92",
    "X96",
    "X98_",
    "YNDX-0007",
    "YNDX-0008",
    "YNDX-0009",
    "YNDX-001",
    "YUNDOO",
    "ZIDOO",
    "ZTE B86",
    "iconBIT Movie",
    "iconBIT Stick",
    "iconBIT XDS",
    "pendoo",
];

/// Whether the agent string has words of a television.
pub(super) fn is_named(words: &Words<'_>) -> bool {
    is_named_within(words, 0, words.agent.len())
}

/// Like [`is_named`], for a device with Android. If the agent string is not a browser's, words
/// before the first comment are those of apps, such as `Google TV/4`. On a telephone, which writes
/// `Mobile`, words after the first comment are those of apps as well.
pub(super) fn is_named_on_android(words: &Words<'_>, is_mobile: bool) -> bool {
    let end = words.find(")").filter(|_| is_mobile);
    let start = words.find("(").filter(|_| !words.contain("Mozilla/"));
    is_named_within(
        words,
        start.unwrap_or_default(),
        end.unwrap_or(words.agent.len()),
    )
}

fn is_named_within(words: &Words<'_>, start: usize, end: usize) -> bool {
    let inside = || {
        let is_inside = move |word: &Product<'_, '_>| (start..end).contains(&word.token.start);
        words.all().filter(is_inside)
    };
    // Telephones with an aerial have the word `TV` in their names too, but they write `Mobile`.
    let may_say_tv = words.contain("TV") && !words.contain("Mobile");
    inside().any(|word| TABLE.row_of(words, word).is_some())
        || is_fire_tv(words)
        || may_say_tv && inside().any(|word| word.token.text == "TV")
}

/// Whether a word is the name of one of Amazon's sticks or sets: `AFT` and a capital letter or a
/// digit.
pub(super) fn is_fire_tv(words: &Words<'_>) -> bool {
    words.contain("AFT")
        && words.all().any(|word| {
            let text = word.token.text;
            text != "AFTER" && ["AFT@", "AFT#"].iter().any(|family| begins(text, family))
        })
}

/// Whether the model or the build belongs to a television with Android. `is_mobile` says whether
/// the agent string has the word `Mobile`.
pub(super) fn is_model(model: &Model<'_>, is_mobile: bool) -> bool {
    let build = model.build.unwrap_or_default();
    let name = model.name.unwrap_or_default();
    is_tv_branch(build)
        || (!is_mobile && BOARD_BUILDS.contains(&build))
        || has_diagonal(name)
        || has_word(name, is_mobile)
        || BOXES.iter().any(|family| begins(name, family))
}

/// Whether a build belongs to Android TV. The second letter of a build is the branch of the source,
/// and T is the branch of Android TV: `Build/RTT2.211108.001`.
fn is_tv_branch(build: &str) -> bool {
    let (branch, date) = build.split_once('.').unwrap_or((build, ""));
    (3..=5).contains(&branch.len()) && begins(branch, "@T@") && begins(date, "######")
}

/// Whether a name has the diagonal of a television. At least three capitals or digits follow the
/// diagonal, and the first of them is a capital: `43U570T`, `TQ65UFBCV1`, `H32F8000Q`. `LED43`
/// counts too. Names of tablets and telephones have fewer characters after the number: `X50F`.
fn has_diagonal(name: &str) -> bool {
    let is_followed = |rest: &str| {
        ["@@@", "@@#", "@#@", "@##"]
            .iter()
            .any(|pattern| begins(rest, pattern))
    };
    let is_panel = |place: usize| {
        let (before, rest) = name.split_at_checked(place).unwrap_or_default();
        let (inches, after) = rest.split_at_checked(2).unwrap_or_default();
        INCHES.contains(&inches)
            && !before.ends_with(|last: char| last.is_ascii_digit())
            && (is_followed(after) || before.ends_with("LED") || before.ends_with("LED-"))
    };
    (0..name.len()).any(is_panel)
}

/// Whether a model has a word of televisions: `TV`, a box or a stick, `Shell` (the name that a
/// maker of boards gives its system), or a resolution.
fn has_word(name: &str, is_mobile: bool) -> bool {
    const WORDS: &[&str] = &[
        "Stick", "STICK", "Dongle", "DONGLE", "Stream", "STREAM", "STB", "hell L", "hell T",
        "hell P", "hell V", "hell 5", "hell H", "hell_", "UHD", "QLED", "4K ", "4K_", " 4K", "_4K",
        "HiSmart",
    ];
    let small = name.to_ascii_lowercase();
    let is_box =
        small.contains("box") && !["turbo", "runbo"].iter().any(|name| small.contains(name));
    // `BTV-W09` and `BNTV250` are tablets, `STV100` and `W-K360-TVM` are telephones, and telephones
    // with an aerial have `DTV`.
    let is_tv = name.split_once("TV").is_some_and(|(before, after)| {
        !is_mobile && !begins(after, "##") && !before.ends_with(['B', 'D'])
            || ["Mi", "Smart", "Android", "Beyond", "SMART", "_"]
                .iter()
                .any(|word| before.ends_with(word))
    });
    is_box || is_tv || holds_any(name, WORDS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sound() {
        super::super::lookup::assert_sound(WORDS);
    }

    #[test]
    fn every_word_of_the_table_means_a_television() {
        for Named(key, _) in WORDS {
            let word = key.replace('*', "x");
            let agent =
                format!("Mozilla/5.0 (Linux armv7l) AppleWebKit/537.36 Chrome/97.0 {word}/1");
            assert!(is_named(&Words::of(&agent)), "{agent}");
        }
        for agent in [
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) \
             Chrome/126.0.0.0 Safari/537.36",
            "Mozilla/5.0 (Linux; Android 13; SM-S901B) AppleWebKit/537.36 (KHTML, like Gecko) \
             Chrome/126.0.0.0 Mobile Safari/537.36",
            "AFTER/1.0 (Linux) after",
        ] {
            assert!(!is_named(&Words::of(agent)), "{agent}");
        }
    }

    #[test]
    fn models_and_builds_of_televisions_are_known() {
        let is_tv = |name, build| {
            let model = Model {
                name: Some(name),
                build,
            };
            is_model(&model, true)
        };
        for name in [
            "43U570T",
            "TQ65UFBCV1",
            "H32F8000Q",
            "SW-LED32SB302",
            "ELED-43SMART",
            "MiTV-AXSO2",
            "MYSTERY_TV_D4906",
            "TiVo Box",
            "Box R 4K",
            "AMCV Shell LC390",
            "YNDX-00078",
            "X96Max_Plus",
            "Nexus Player",
        ] {
            assert!(is_tv(name, None), "{name}");
        }
        for name in [
            "SM-S901B",
            "YT3-X50F",
            "Aquaris E5",
            "STV100-1",
            "NOOK BNTV250",
            "BTV-W09",
            "Turbox_S3",
            "22101316G",
            "moto g54",
            "A50F",
            "Nokia 4.2",
            "",
        ] {
            assert!(!is_tv(name, None), "{name}");
        }
        assert!(is_tv("TPM191E", Some("RTT2.211108.001")));
        assert!(!is_tv("Pixel 7", Some("TQ3A.230901.001")));
        assert!(!is_tv("Pixel 7", Some("TP1A.220905.004.A2")));
    }
}
