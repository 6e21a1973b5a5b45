//! Tablets, recognised by the name of their model.
//!
//! Browsers omit the word `Mobile` on tablets, but apps, web views and many makers' own browsers do
//! not. The names of most tablets contain `Tab` or `Pad`. For other tablets of the largest makers
//! and of some smaller ones, this module lists the beginnings of their model numbers.

use super::model::begins;
use super::pairs::holds_any;

/// The beginnings of the model numbers of tablets. They are patterns of [`begins`]. Sources: the
/// makers' own lists of products and Google's list of supported devices
/// (<https://support.google.com/googleplay/answer/1727131>). Facts as of 2026-11.
const FAMILIES: &[&str] = &[
    // Samsung: Galaxy Tab, and the one Note that is a tablet.
    "SM-T#",
    "SM-X#",
    "SM-P#",
    "GT-P#",
    "GT-N51#",
    "GT-N80#",
    "SC-06D",
    "SCH-I800",
    // Amazon: Fire tablets.
    "KF@@@",
    "KF@@",
    // Lenovo.
    "TB-#",
    "TB-J",
    "TB-Q",
    "TB-X",
    "TB#",
    "YT-",
    "YT#-",
    "A7600",
    "B6000-",
    "B8000-",
    "PB-650",
    // Google.
    "Nexus 7",
    "Nexus 9",
    "Nexus 10",
    "Pixel C",
    "Pixel Tablet",
    // Huawei and Honor: MediaPad and MatePad. `-W` and two digits mark a model without a telephone.
    "@@@-W##",
    "@@@#-W##",
    "@@#-W##",
    "@@@@-W##",
    "AGR-",
    "AGS-",
    "AGS#-",
    "BAH-",
    "BAH#-",
    "BG2-",
    "BGO-",
    "BTV-",
    "BZ@-",
    "CPN-",
    "CMR-",
    "DBR-",
    "DBY-",
    "DBY#-",
    "ELN-",
    "GOT-",
    "HDL-",
    "HEY2-",
    "JDN-",
    "JDN#-",
    "JMS-",
    "KOB-",
    "KOB#-",
    "KOB2K-",
    "KRJ-",
    "KRJ#-",
    "MON-",
    "MRX-",
    "NDL-",
    "NDL#-",
    "ROD-",
    "ROD#-",
    "SCM-",
    "SHT-",
    "TGR-",
    "VRD-",
    "WGR-",
    "XYAO-",
    "PLE-70",
    "T1-823L",
    "M2-80",
    "M2-A01",
    // Xiaomi: Redmi Pad and Xiaomi Pad have RP after the date. Telephones have R, P or N there.
    "#####RP",
    "####@RP",
    // Oppo, OnePlus, realme, vivo.
    "OPD####",
    "RMP####",
    "PA2###",
    "iPA2###",
    // Acer, Alcatel, Asus, HTC, LG.
    "A1-###",
    "A3-A##",
    "B1-###",
    "B3-A##",
    "8052",
    "8084",
    "809#",
    "8496",
    "9003",
    "9007",
    "901#",
    "902#@",
    "903#@",
    "906#@",
    "908#",
    "91##@",
    "92##@",
    "946#@",
    "K0##",
    "P0##",
    "HTC Flyer",
    "HTC_Flyer",
    "HTC A10",
    "LG-V###",
    // Smaller makers that name tablets by their inches or by a series.
    "ARCHOS 70",
    "ARCHOS 80",
    "ARCHOS 97",
    "ARCHOS 101",
    "Archos 70",
    "Archos 80",
    "Archos 97",
    "Archos 101",
    "Aquarius C",
    "BQ-7",
    "BQ-8",
    "BQ-9",
    "BQ-1###",
    "BQru-7",
    "BQru-8",
    "BQru-9",
    "BQru-1###",
    "EX7",
    "EX8",
    "Ginzzu GT-",
    "Ginzzu_GT-",
    "Hope7",
    "Hope8",
    "KM0###",
    "KM10##",
    "M-MP#",
    "MFC###",
    "MITO T",
    "MITO t",
    "Micromax P##",
    "NT-3",
    "Nomi_C0",
    "Nomi_C1",
    "Numy",
    "Optima ",
    "Optima_",
    "P85",
    "PMT#",
    "Plane ",
    "Plane_",
    "QS0#",
    "QS9#",
    "RC0#",
    "RC7",
    "RC9#",
    "RCT#",
    "RMD-#",
    "RMD_#",
    "Readboy",
    "SP704",
    "SUPRA M",
    "TDT#",
    "TECNO P7##",
    "TEL-1",
    "TM-1###",
    "TM-7###",
    "TM-8###",
    "TM-9###",
    "TPC",
    "TW##",
    "TZ##",
    "Viva_",
    "WO #",
    "M40_",
    "M40P",
    "M40(",
    "M50H",
    "M50P",
    "T40H",
    "T40S",
    "T45HD",
    "T50P",
    "T20Mini",
    "T30Ultra",
    "P80_",
    "CCIT A",
    "QUANTUM_2_1",
    "QUANTUM_2_7",
    "QUANTUM_2_9",
    "Pixus_A",
    "Pixus_D",
    "Pixus_T",
    "WO Pad",
    "ZPAD",
    "iBall Slide",
    "iBall_Slide",
    "iPlay",
    "iRULU",
    "itel W7",
];

/// The beginnings of the model numbers of telephones of known makers. Such a telephone omits
/// `Mobile` if it requests pages for desktops.
const TELEPHONES: &[&str] = &[
    "SM-A#",
    "SM-C#",
    "SM-E#",
    "SM-F#",
    "SM-G#",
    "SM-J#",
    "SM-M#",
    "SM-N#",
    "SM-S#",
    "SM-W#",
    "SHV-",
    "SPH-",
    "CPH####",
    "@@@-AN##",
    "@@@-LX#",
    "@@@-NX#",
    "moto ",
    "vivo ",
    "V2###A",
    "ASUS_T0",
    "ASUS_L0",
    "ZTE Blade",
    "Pixel #",
    "Redmi Note",
    "LG-M#",
];

/// Whether a model's name belongs to a telephone.
pub(super) fn is_telephone(model: &str) -> bool {
    let model = model.strip_prefix("SAMSUNG ").unwrap_or(model);
    TELEPHONES.iter().any(|family| begins(model, family))
}

/// Words that makers put before the number.
const MAKERS: [&str; 6] = [
    "SAMSUNG ", "Lenovo ", "HUAWEI ", "ASUS ", "ASUS_", "Xiaomi ",
];

/// Whether a model's name belongs to a tablet.
pub(super) fn is_named(model: &str) -> bool {
    let number = MAKERS
        .iter()
        .find(|maker| begins(model, maker))
        .and_then(|maker| model.get(maker.len()..))
        .unwrap_or(model);
    says_so(model)
        || is_for_market(model)
        || ends_in_code(model)
        || FAMILIES.iter().any(|family| begins(number, family))
}

/// Whether a word in the name says that the model is a tablet: `Tab` or `TAB`; `Pad`, `PAD` or
/// `pad` at the end of a word; `MID` (mobile internet device) and a number; `WiFi`, which marks a
/// model without a telephone; `Kindle` or `NOOK`. A `PadFone`, a `GAMEPAD` and a `Coolpad` are not
/// tablets.
fn says_so(model: &str) -> bool {
    let ends = |word: &str| {
        model.split_once(word).is_some_and(|(before, after)| {
            !after.starts_with(|next: char| next.is_ascii_alphabetic())
                && !before.ends_with("GAME")
                && !before.ends_with("Car")
                && !before.ends_with("ool")
                && !before.ends_with("OOL")
        })
    };
    let is_device = model
        .split_once("MID")
        .is_some_and(|(_, number)| ["#", "-#", "@#"].iter().any(|kind| begins(number, kind)));
    is_device
        || holds_any(
            model,
            &["Tab", "TAB", "PadPro", "WiFi", "Wi-Fi", "Kindle", "NOOK"],
        )
        || ["Pad", "PAD", "pad"].iter().any(|word| ends(word))
}

/// Whether the model is one of Teclast's models for different markets: `P80_ROW`, `T40HD_EEA`.
fn is_for_market(model: &str) -> bool {
    (model.ends_with("_EEA") || model.ends_with("_ROW"))
        && ["M##", "P##", "T##"].iter().any(|kind| begins(model, kind))
}

/// Whether a name ends with the code of Digma's models, as in `CITI 1901 4G CS1050PL`. The first
/// digit of the code gives the inches: 7, 8, 9, or 1 for 10.
fn ends_in_code(model: &str) -> bool {
    let code = model.rsplit([' ', '_']).next().unwrap_or_default();
    code.len() == 8
        && ["@S", "@T"].iter().any(|kind| begins(code, kind))
        && begins(code.get(2..).unwrap_or_default(), "####@@")
        && { matches!(code.as_bytes().get(2), Some(b'1' | b'7' | b'8' | b'9')) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tablets_are_recognised_by_their_name_and_telephones_are_not() {
        for model in [
            "SM-T225",
            "SAMSUNG SM-X200",
            "Lenovo TB-X306X",
            "TB300FU",
            "KFTRWI",
            "Nexus 7",
            "BAH2-L09",
            "SHT-AL09",
            "WGR-W09",
            "23043RP34G",
            "2307BRPDCC",
            "OPD2304",
            "Xiaomi Pad 6",
            "Redmi Pad SE",
            "Masstel Tab 10",
            "SURFTAB",
            "Armor Pad",
            "ImPAD 2113",
            "BQ-1036L",
            "CITI 1901 4G CS1050PL",
            "TZ754",
        ] {
            assert!(is_named(model), "{model}");
        }
        for model in [
            "SM-S901B",
            "SM-A536B",
            "Pixel 8",
            "Nexus 5X",
            "ANE-LX1",
            "VOG-L29",
            "22101316G",
            "2201117TY",
            "PadFone 2",
            "ARCHOS GAMEPAD",
            "BQ-5045L",
            "CITI Z400 3G CT4024PG",
            "KFN",
            "M2101K6G",
            "TECNO KI7",
            "",
        ] {
            assert!(!is_named(model), "{model}");
        }
    }
}
