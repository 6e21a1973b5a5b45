//! Programs of people whose agent strings otherwise look like those of libraries and services:
//! podcast apps, players, browsers outside the large families, mailers, apps.
//!
//! Facts as of 2026-11: the names of players, mailers, browsers and apps that Matomo's
//! `device-detector` 6.5.1 lists (names only), and the names that further programs of these kinds
//! send. Names that are everyday words are left out if services use them too.

use super::word::leading_name;
use crate::enrich::agent::tokens::Words;

/// Whether the agent string begins with the whole name of a program of people. A service may have
/// such a word in its name: `Overcast Podcast Sync`.
pub(super) fn is_first(words: &Words<'_>) -> bool {
    leading_name(words).is_some_and(|(start, end)| {
        let name = words.small(start, end).unwrap_or_default();
        let before = words.agent.get(..start).unwrap_or_default().trim_end();
        let is_first = before.is_empty() || before.ends_with("ompatible;");
        is_first && is_name(name)
    })
}

/// Whether a word in small letters is the name of a program of people.
pub(in crate::enrich::agent) fn is_name(small: &str) -> bool {
    NAMES.binary_search(&small).is_ok()
}

/// The names, in small letters.
#[rustfmt::skip]
const NAMES: &[&str] = &[
    "1password", "2tch", "7star", "abaco", "abc listen", "abclisten", "abrowse", "acastapp",
    "aida64", "aimp", "airfoil", "airmail", "airr", "airsonic", "aliexpress", "alipay", "allcast",
    "allhitmusicradio", "alpine", "amarok", "amaya", "amazon alexa", "amazon fire", "amazon music",
    "amazon shopping", "amazonmusic", "ameba", "amfora", "amiga aweb", "amiga voyager", "amperfy",
    "anchorfm", "androiddownloadmanager", "androidx-media3", "angelfish", "anghami", "ant fresco",
    "antenna", "antennapod", "antgalio", "anytimepodcastplayer", "aol desktop", "aol explorer",
    "aol shield", "aplix", "apple imessage", "apple music", "apple podcasts", "apple reminders",
    "apple weather", "apple-mail", "applecoremedia", "applemail", "applemusic", "applepodcasts",
    "aquamail", "arachne", "arc search", "arctic fox", "arcweb", "ard audiothek", "ardaudiothek",
    "arora", "arvocast", "audacious", "audacy", "audials", "audible", "audio now", "audirvana",
    "autoplius.lt", "avant", "avantgo", "avast safezone", "avid link", "avplayer", "awasu", "aweb",
    "awox", "b-line", "baidu input", "baidu spark", "ballz", "balsa", "bandcamp", "bank millenium",
    "banshee", "barca", "basilisk", "bathyscaphe", "battle.net", "bb2c", "bbc iplayer", "bbc news",
    "bbc sounds", "bbciplayerradio", "bbcsounds", "beaker", "beamrise", "becky", "beonex",
    "betbull", "betterbird", "beyondpod", "bible kjv", "binance", "bitsboard", "bitwarden",
    "biyubi", "blackberry work", "blackhawk", "blackplayer", "blazer", "blue proxy", "bluefy",
    "bluemail", "bluesky-ios", "bluestacks", "bombadillo", "bonprix", "boohee", "bookbeat",
    "bookmobile", "bookplayer", "boom360", "boomplay", "borealis navigator", "bose", "bose music",
    "bose soundtouch", "boxee", "boxer", "bpod", "brave", "breaker", "briskbard", "bromite",
    "brow6el", "browlser", "browsehere", "browsex", "browsh", "browzar", "bubbleupnp", "bullhorn",
    "bunjalloo", "buzzvideo", "byffox", "camino", "capsule.fm", "carbonyl", "carcast", "castamatic",
    "castamatic2", "castaway", "castbox", "castro", "cbc listen", "ccleaner", "celluloid", "cesium",
    "chanjetcloud", "charon", "chatgpt atlas", "chawan", "chedot", "chim lac", "chmate",
    "chromeplus", "chromium", "chromium gost", "ciisaa", "citrix workspace", "classic fm",
    "classilla", "claws-mail", "clementine", "cliqz", "clovia", "cmus", "coc coc", "coinbase",
    "cometbird", "comodo dragon", "conkeror", "contiki", "coolnovo", "cornowser", "cosmicast",
    "covenant eyes", "cpod", "cpu-z", "craving explorer", "crazy browser", "cromite",
    "crosswalkapp", "crunchyroll", "crusta", "cunaguaro", "curiocaster", "cyberdog", "cyberfox",
    "dailymotion", "damus", "davdroid", "deadbeef", "decentr", "deepl", "deepnet",
    "deepnet explorer", "deezer", "deg-degan", "deledao", "deluge", "deskbrowse", "devcasts",
    "deviantart", "dezor", "diga", "dillo", "dingtalk", "directv", "discord", "disneyplus",
    "dlf audiothek", "dna digiturva", "dogcatcher", "doggcatcher", "dogtorance", "dolphin",
    "dooble", "doppler", "dorado", "douban app", "doubao", "doughnut", "douyin", "downcast",
    "downie", "dplus", "dragonplayer", "dreampassport", "dstream air", "dsub", "duckduckgo",
    "duolingo", "dwb", "ebay", "ecosia", "edbrowse", "edison", "edmodo", "elinks",
    "elisa turvapaketti", "elmedia", "em client", "emacs-eww", "emacs-w3", "emacs-w3m", "emby",
    "emby theater", "embytheater", "entale", "entourage", "eolie", "ephemeral", "epiphany",
    "escapepod", "espn", "etoro", "etsy", "eudora", "eudoraweb", "evolution", "evolve podcast",
    "eww", "exaile", "exoplayer", "exoplayerlib", "f-secure safe", "facebook", "facebook groups",
    "facebook lite", "facebook messenger", "faidr", "fairemail", "falkon", "fban", "fbav",
    "fedilab", "feishin", "felinks", "fennec", "ferdi", "ferdium", "ffplay", "finamp", "findroid",
    "firebird", "fireweb", "fireweb navigator", "flast", "flipboard app", "flipp", "flock",
    "floorp", "flycast", "focus keeper", "focus matrix", "foobar2000", "fortnite", "fossbrowser",
    "fountain", "fountainapp", "foxmail", "freeu", "fresco", "fulguris", "fulldive", "gaana",
    "galeon", "garmin forerunner", "gbwhatsapp", "geary", "getpodcast", "ghostery", "gmail",
    "gnome podcasts", "gnome web", "gnome-podcasts", "gnomeweb", "goeuro", "gog galaxy",
    "goldenpod", "goloud", "gomplayer", "gonative", "goodpods", "goodreader", "google earth",
    "google podcasts", "greenbrowser", "grindr", "groupme", "guayadeque", "hago", "hammel",
    "handbrake", "hardcast", "hark audio", "hbo max", "hbomax", "heartfocus", "hermespod",
    "hi-fi cast", "hicast", "hidex", "hik-connect", "himalaya", "historyhound", "hoopla", "hotjava",
    "hqplayer", "htmlview", "hubhopper", "huffpost", "hulu", "hv3", "hypercatcher", "iam48",
    "ibrowse", "icab", "icab mobile", "icatcher", "iceape", "icecast_player", "icecat", "icecubes",
    "icedove", "icedragon", "iceweasel", "ie", "iexplore", "iheart", "iheartradio", "iina", "imo",
    "incredimail", "infuse", "infuse-direct", "infuse-library", "instabridge", "instacast",
    "instagram", "iplaytv", "iptv", "iptv pro", "iptvsmarters", "iptvx", "iridium", "iron mobile",
    "isivioo", "itunes", "ivoox", "ivory", "janestyle", "janeview", "jasmine", "jbrowser",
    "jellyfin", "jellyfin mobile", "jellyfinmediaplayer", "jhelioviewer", "jig", "jiosaavn",
    "jiosphere", "jitsi meet", "jj2go", "jokerbet", "joox", "jriver", "juice", "jumanji",
    "jungle disk", "just audio", "just listen", "jxbrowser", "k-9", "k-meleon", "k-ninja", "k9",
    "k9mail", "kaios", "kajabi", "kakaostory", "kakaotalk", "kapiko", "kasts", "kazehakase",
    "keplr", "kids listen", "kidspod", "kik", "kinza", "kitt", "kiwi", "kiwi for gmail", "kkbox",
    "klarna", "kmail", "kmeleon", "kmplayer", "kobo ereader", "kodi", "konqueror", "kontact",
    "kpn veilig", "kwai", "kwai pro", "kylo", "l.a. times", "ladybird", "lagrange", "laughable",
    "lavf", "lazada", "libby", "libmpv", "librewolf", "librivox", "libvlc", "liebaofast", "line",
    "linkedin", "links", "links2", "listnr", "liulo", "live5ch", "lobo", "localcast",
    "logitechmediaserver", "loilonote", "lolifox", "lollypop", "lotus notes", "lotus-notes",
    "luakit", "lulumi", "luminary", "lunascape", "lunascape lite", "lyft", "lynx", "macweb",
    "mailapp", "mailbar", "mailbird", "mailmate", "mailspring", "marvis", "maxthon", "mbolsa",
    "mcent", "media player", "mediamonkey", "megalodon", "mempresas", "menucast", "messenger",
    "messengerlite", "messengerx", "metacast", "metamask", "metatrader", "microb", "microsoft lync",
    "microsoft onedrive", "microsoft outlook", "microsoft-outlook", "midori", "mimestream",
    "minecraft", "minimo", "mirall", "miro", "missive", "mixcloud", "mixerbox", "mixxx",
    "mobilesms", "moc", "moode", "moon fm", "moonfm", "mosaic", "moshidon", "mothra", "mowpod",
    "moya", "mpc-be", "mpc-hc", "mpd", "mplayer", "mplayer2", "mpv", "mullvadbrowser", "music",
    "music player", "musically", "musicbee", "musicolet", "musikcube", "mutt", "mxnitro", "myie2",
    "mypal", "mysudo", "mytuner", "napster", "narwhal", "naver", "naver dictionary",
    "navigateur web", "navigator", "ncsa mosaic", "ncsa_mosaic", "neomutt", "net.mede", "netcaptor",
    "netflix", "netfront", "netfront life", "netpositive", "netrider", "netrik", "netscape",
    "netscape6", "netscape7", "netsurf", "neutron", "newsarticle app", "newsbreak", "newsly",
    "newton", "nexplayer", "nicecast", "nightingale", "ninesky", "ninetails", "nokiabrowser", "npr",
    "npr one", "nprone", "nrc audio", "nsplayer", "ntv mobil", "nuanti meta", "nullsoft", "nuviu",
    "nyxt", "obigo", "obs studio", "obsidian", "oceanhero", "odnoklassniki", "odyssey", "offbyone",
    "offerup", "offpunk", "omniweb", "onionbrowser", "op.gg", "opal travel", "operamini",
    "orange radio", "ordissimo", "oregano", "origyn", "orion", "otter", "ottplayer", "outcast",
    "outlook", "outlook express", "outlook-android", "outlook-express", "outlook-ios", "overcast",
    "overdrive", "overhaul fm", "ovibrowser", "palco mp3", "pale moon", "palemoon", "palm blazer",
    "palm pre", "palm webpro", "palmscape", "pandora", "paramountplus", "parole", "peacast",
    "peacock", "pegasus", "perfectplayer", "phaseout", "pic collage", "picsel", "pine", "pinterest",
    "player fm", "playerfm", "playit", "plex", "plex home", "plex htpc", "plexamp", "plexforios",
    "plexhometheater", "pocketcasts", "podbay", "podbean", "podcast addict", "podcast app",
    "podcast guru", "podcast republic", "podcastaddict", "podcasterx", "podcastgo", "podcastguru",
    "podcastly", "podcastrepublic", "podcasts", "podcat", "podcatcher deluxe", "podchaser",
    "podclipper", "podcruncher", "poddr", "podeo", "podfans", "podfriend", "podhero", "podimo app",
    "podkast", "podkicker", "podkicker pro", "podlove_player", "podlp", "podme", "podmn", "podnl",
    "podopolo", "podparadise", "podplay", "podstation", "podtrapper", "podu", "podurama",
    "podverse", "podvine", "podyssey", "polaris", "polarity", "polymail", "popcorn time",
    "popcorntime", "postbox", "potplayer", "poweramp", "primevideo", "privacybrowser",
    "privacywall", "procast", "prologue", "protonmail", "proxiweb", "proxyfox", "pugpig bolt",
    "q-municate", "qbittorrent", "qiyu", "qobuz", "qqmusic", "qtweb", "qtwebengine", "quark",
    "quarkpc", "quickbooks", "quickcast", "quicksilver", "quicktime", "quodlibet", "qupzilla",
    "qutebrowser", "qwant mobile", "radio france", "radio garden", "radio italiane", "radio next",
    "radioapp", "radiodroid", "radiofrance", "radiola", "radioline", "radioplayer", "radiopublic",
    "raindrop.io", "rambox", "rambox pro", "raspbian chromium", "rave social", "rddocuments",
    "realmedia", "realone", "realplayer", "reddit", "redditor", "rekonq", "rekordbox", "repod",
    "reqwireless webviewer", "retawq", "reuters news", "rhapsody", "rhythmbox", "roblox", "roccat",
    "rocket chat", "rockmelt", "roon", "rssdemon", "rssradio", "rte radio", "rutube", "sachnoi",
    "sailfishbrowser", "salamweb", "samsung magician", "samsung podcasts", "sayonara", "screamer",
    "scribd", "seamonkey", "securex", "seraphic sraf", "serato", "servestream", "servo", "sfive",
    "shazam", "shein", "shiira", "shopee", "shortorange", "shortwave", "shoutcast", "showme",
    "sigmaos", "signal", "signal-android", "signal-desktop", "signal-ios", "sina weibo",
    "singlebox", "siptv", "siriusxm", "skipstone", "skye", "skyeng", "skyeng teachers", "skyfire",
    "skyleap", "skype", "slack", "sleipnir", "slimboat", "slimbrowser", "slimjet",
    "smart audiobook", "smarters", "smartersplayer", "smooz", "smplayer", "snapchat", "snipd",
    "snowshoe", "sogou explorer", "sogousearch app", "sohunews", "sol nyheter", "songbird",
    "sonixd", "sonos", "soop", "soundcloud", "soundon", "soundwaves", "spark", "sparkmail",
    "spicebird", "spotify", "spreaker", "spyglass_mosaic", "squeezebox", "squeezelite", "ss-iptv",
    "stagefright", "stainless", "stargon", "startsiden", "steam", "steno", "stenofm", "stitcher",
    "storyshots", "storytel", "strava", "stream master", "streamlabs obs", "streamripper",
    "streamy", "streamyfin", "stremio", "strimio", "studiodisplay", "substream", "substreamer",
    "sunrise", "superbalist", "superbird", "superhuman", "supersonic", "surf", "surf2", "surfshark",
    "swiftfin", "swiftfox", "swiftweasel", "swinsian", "swoot", "sylpheed", "symfonium", "tangram",
    "taobao", "tapinradio", "tararia", "teams", "teashark", "teleca", "telegram",
    "telegram desktop", "telegram-android", "telegram-ios", "telia trygg", "temu", "tencent docs",
    "tencenttraveler", "tenfourfox", "terabox", "thebat", "theworld", "threads", "thunderbird",
    "tidal", "tieba", "tiktok", "tiktok lite", "timberwolf", "tivimate", "togate", "tokai safe",
    "topbuzz", "topsecret chat", "torbrowser", "totem", "townnews now", "tradingview", "traktor",
    "transmission", "treble.fm", "trojita", "truefans", "tunein", "tunein radio", "turtlecast",
    "tusky", "tutanota", "tvirl", "tweakstyle", "tweetbot", "tweetdeck", "twinkle", "twitch",
    "twitch studio", "twitter", "twitterandroid", "twitterrific", "twobird", "u-cursos", "uber",
    "ucast", "ucbrowser", "uconnect live", "ucweb", "uforia", "ultrasonic", "ungoogled-chromium",
    "unibox", "uzbl", "vanadium", "veera", "vertex surf", "vibemate", "viber-ios",
    "vidjuice unitube", "vimb", "vimeo", "vimprobable", "vimprobable2", "violawww", "virgin radio",
    "virtualdj", "vivaldi", "vlc", "vlc media", "vms mosaic", "vms_mosaic", "vmware airwatch",
    "vodacast", "voice audiobook", "volksempfanger", "volumio", "vonkeror", "vradio", "vuhuv",
    "vuze", "w3m", "w3m-el", "waipu.tv", "walla news", "waterfox", "wattpad", "wavebox",
    "webdiscover", "webex teams", "webian", "webian shell", "webpositive", "webpro", "webrunner",
    "webwarrior", "wechat", "wecom", "weibo", "wexond", "whatplay", "whisper", "wii", "wimp",
    "winamp", "winamp3", "winampmpeg", "windows-mail", "windows-media-player", "winweb",
    "wirtschafts woche", "wish", "wmplayer", "wnyc", "wolvic", "wondery", "wps office", "wynk",
    "wynk music", "wyzo", "xbmc", "xiaoyuzhou", "xiino", "xine", "xmms", "xmms2", "xnbrowse",
    "xombrero", "xshare", "xsplit broadcaster", "xstand", "xvast", "xxxterm", "yagi",
    "yahoo onesearch", "yakyak", "yandex music", "yelp mobile", "ymail", "youcare", "youtube",
    "youtube music", "youtube-ios", "youtubemusic", "youview", "yuanbao", "zalo", "zeit online",
    "zen-browser", "zepeto", "zetakey", "zimbra desktop", "zite", "zoho chat", "zune", "zunehd",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_are_sorted_and_in_small_letters() {
        assert!(NAMES.is_sorted_by(|one, next| one < next));
        let is_small = |name: &&str| name.to_ascii_lowercase() == **name;
        assert!(NAMES.iter().copied().all(|name| is_small(&name)));
    }

    #[test]
    fn each_name_is_found_at_the_front_and_not_within_another() {
        for name in NAMES.iter().map(|name| name.to_ascii_uppercase()) {
            for agent in [
                format!("{name}/1.0"),
                format!("{name} 2.8 (+https://app.example/)"),
            ] {
                assert!(is_first(&Words::of(&agent)), "{agent}");
            }
            for agent in [format!("{name}-fetch/1.0"), format!("Example {name}/1.0")] {
                assert!(!is_first(&Words::of(&agent)), "{agent}");
            }
        }
    }
}
