//! Tests that the table is consistent, and that every row of it is reached.

use super::*;

#[test]
fn the_table_is_sound() {
    super::super::lookup::assert_sound(ROWS);
    for row in ROWS {
        assert!(!row.name.is_empty(), "{row:?}");
        assert!(
            row.operator.is_none_or(|operator| !operator.is_empty()),
            "{row:?}"
        );
    }
}

#[test]
fn every_row_is_reached_by_its_own_agent() {
    for row in ROWS {
        let key = row.key.replace('*', "x");
        let word = [&*key, row.rest].join(" ");
        let word = word.trim_end();
        let mut agents = vec![format!("{word}/1.2"), word.to_uppercase()];
        if !row.leads {
            agents.push(format!(
                "Mozilla/5.0 (compatible; {word}/1.2; +https://bot.example/about)"
            ));
        }
        for agent in agents {
            let (bot, version) = find(&Words::of(&agent)).unwrap_or_else(|| panic!("{agent}"));
            assert_eq!(
                (bot.name.as_ref(), bot.category, bot.operator),
                (row.name, row.category, row.operator),
                "{agent}"
            );
            assert_eq!(version, agent.contains("1.2").then_some("1.2"), "{agent}");
        }
    }
}

#[test]
fn a_leading_word_counts_only_at_the_front() {
    for row in ROWS
        .iter()
        .filter(|row| row.leads && !is_of_program(row.key))
    {
        let agent = format!("Mozilla/5.0 (X11; Linux x86_64) Gecko/2 {}/1.2", row.key);
        assert_eq!(find(&Words::of(&agent)), None, "{agent}");
    }
}

/// Agent strings of people in which a word is the name of an Android device or an app.
const OF_PEOPLE: [&str; 5] = [
    "Mozilla/5.0 (Linux; Android 12; WORD) AppleWebKit/537.36 (KHTML, like Gecko) \
     Chrome/120.0.0.0 Mobile Safari/537.36",
    "Mozilla/5.0 (Linux; Android 12; WORD Pro Build/X1; wv) AppleWebKit/537.36 (KHTML, like \
     Gecko) Version/4.0 Chrome/120.0.0.0 Mobile Safari/537.36",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_2 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like \
     Gecko) Mobile/15E148 My WORD App/3.0",
    "WORD App/2.1 CFNetwork/1410 Darwin/22.6.0",
    "My WORD/2.1 CFNetwork/1410 Darwin/22.6.0",
];

/// Words by which robots are recognised everywhere, and the signs of words that no device has.
fn is_of_program(key: &str) -> bool {
    let kinds = [
        "agent", "bot", "crawl", "spider", "scan", "fetch", "monitor",
    ];
    key.contains(['-', '_', '.', '/', '*']) || kinds.iter().any(|kind| key.contains(kind))
}

#[test]
fn the_names_of_devices_and_apps_are_no_bots() {
    let rows = || ROWS.iter().chain(ai::ROWS);
    for row in rows().filter(|row| !is_of_program(row.key)) {
        for form in OF_PEOPLE {
            let agent = form.replace("WORD", &capitalised(row.key));
            assert_eq!(find(&Words::of(&agent)), None, "{agent}");
        }
    }
    for row in rows().filter(|row| row.is_everyday && !is_of_program(row.key)) {
        for agent in [
            "WORD/1.2 CFNetwork/1410 Darwin/22.6.0",
            "WORD/1.2 (iPhone; iOS 17.0)",
        ] {
            let agent = agent.replace("WORD", &capitalised(row.key));
            assert_eq!(find(&Words::of(&agent)), None, "{agent}");
        }
    }
}

#[test]
fn a_name_of_several_words_is_whole() {
    let rows = ROWS.iter().chain(ai::ROWS);
    for row in rows.filter(|row| row.key.contains(' ') && row.key != "facebot twitterbot") {
        let agent = format!("Example {} {}/1.0", capitalised(row.key), row.rest);
        let found = find(&Words::of(&agent)).map(|(bot, _)| (bot.name, bot.operator));
        assert!(
            found.is_none_or(|(name, operator)| name != row.name && operator.is_none()),
            "{agent}"
        );
    }
}

/// The words, each with a capital at the beginning.
fn capitalised(words: &str) -> String {
    let words = words.split(' ').map(|word| {
        let (first, rest) = word.split_at(1);
        first.to_ascii_uppercase() + rest
    });
    words.collect::<Vec<_>>().join(" ")
}
