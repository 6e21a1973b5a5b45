//! Agents as they occur in practice, and the expected results.

use super::*;

/// The columns are: agent string; browser and version; kind and name of the device; operating
/// system and version.
const PERSONS: &str = include_str!("../../../tests/agents/persons.tsv");

/// The columns are: agent string; name and version; category; operator.
const BOTS: &str = include_str!("../../../tests/agents/bots.tsv");

fn rows(table: &'static str) -> impl Iterator<Item = [&'static str; 4]> {
    table
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(|line| {
            let columns: Vec<_> = line.split('\t').collect();
            columns
                .try_into()
                .unwrap_or_else(|_| panic!("four columns: {line}"))
        })
}

fn words(words: &[Option<&str>]) -> String {
    words
        .iter()
        .flatten()
        .copied()
        .collect::<Vec<_>>()
        .join(" ")
}

#[test]
fn people_s_agents_give_browser_device_and_system() {
    let mut wrong = Vec::new();
    for [original, browser, device, system] in rows(PERSONS) {
        let agent = describe(original, false);
        let found = [
            words(&[agent.name.as_deref(), agent.version.as_deref()]),
            words(&[agent.device_type, agent.device_name.as_deref()]),
            words(&[agent.os_name.as_deref(), agent.os_version.as_deref()]),
        ];
        if found != [browser, device, system] || agent.bot.is_some() {
            wrong.push((original, found, agent.bot));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn bots_give_kind_and_operator_without_their_disguise() {
    let mut wrong = Vec::new();
    for [original, name, category, operator] in rows(BOTS) {
        let Agent {
            version,
            bot,
            name: browser,
            original: kept,
            device_name,
            device_type,
            os_name,
            os_version,
            os_full,
            threats: _,
        } = describe(original, false);
        assert_eq!(&*kept, original);
        assert_eq!(
            (device_name, device_type, os_name, os_version, os_full),
            (None, None, None, None, None),
            "{original}"
        );
        let found = bot.map(|bot| {
            assert_eq!(browser.as_ref(), Some(&bot.name), "{original}");
            [
                words(&[Some(&bot.name), version.as_deref()]),
                bot.category.name().to_owned(),
                bot.operator.unwrap_or_default().to_owned(),
            ]
        });
        if found
            .as_ref()
            .is_none_or(|found| *found != [name, category, operator])
        {
            wrong.push((original, found));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_full_system_is_name_and_version_where_there_is_one() {
    let full = |original| describe(original, false).os_full;
    assert_eq!(
        full("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0")
            .as_deref(),
        Some("Windows 10")
    );
    assert_eq!(
        full("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"),
        None
    );
}

#[test]
fn an_agent_is_recognised_once_while_it_is_remembered() {
    let mut agents = Agents::default();
    let first = agents.recognise("curl/8.5.0");
    assert!(Arc::ptr_eq(&first, &agents.recognise("curl/8.5.0")));
    assert!(!Arc::ptr_eq(&first, &agents.recognise("curl/8.5.1")));
    assert_eq!(&*first.original, "curl/8.5.0");
}

#[test]
fn an_over_long_agent_keeps_its_text_and_is_not_remembered() {
    let mut agents = Agents::default();
    let long = format!("curl/8.5.0 {}Googlebot/2.1", "é".repeat(PARSED_BYTES));
    let agent = agents.recognise(&long);
    assert_eq!(*agent.original, *long);
    assert_eq!(
        agent.name.as_deref(),
        Some("curl"),
        "text beyond the limit is not read"
    );
    assert!(!Arc::ptr_eq(&agent, &agents.recognise(&long)));
}

#[test]
fn an_unlisted_bot_in_a_cut_agent_has_no_name() {
    for cut in [
        "Mozilla/5.0 (compatible; cut in the mid",
        "Mozilla/5.0 (compatible; Exam",
        "Example-Fet",
        "ExampleBo",
        "ExampleBot/1.",
        "Mozilla/5.0 (compatible; ExampleBot/1.0; +https://bot.exam",
        "example-client/1",
    ] {
        let agent = describe(cut, true);
        assert_eq!((agent.bot, agent.name), (None, None), "{cut}");
    }
    let agent = describe(
        "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.goo",
        true,
    );
    assert_eq!(agent.name.as_deref(), Some("Googlebot"));
}

/// Tests that the agent string of a browser is not recognised as a bot, wherever it is cut.
#[test]
fn no_beginning_of_a_browser_s_agent_is_a_bot() {
    for [original, ..] in rows(PERSONS).filter(|[original, ..]| original.starts_with("Mozilla/")) {
        let ends = (8..original.len().min(60)).step_by(3);
        for end in ends.filter(|end| original.is_char_boundary(*end)) {
            let agent = describe(&original[..end], false);
            assert_eq!(agent.bot, None, "{}", &original[..end]);
        }
    }
}

#[test]
fn names_and_versions_of_any_length_stay_short() {
    let long = "1".repeat(500);
    for agent in [
        format!("{}bot/{long}", "x".repeat(500)),
        format!("{}/{long} (+https://bot.example)", "x".repeat(500)),
        format!("App{long}/{long}"),
        format!("Mozilla/5.0 (Windows NT 10.0) Gecko/1 Firefox/{long}"),
        format!(
            "Mozilla/5.0 (X11; CrOS x86_64 {long}) AppleWebKit/537.36 Chrome/1.0 Safari/537.36"
        ),
        format!(
            "Mozilla/5.0 (Linux; Android 9; {long}) AppleWebKit/537.36 Chrome/1.0 Safari/537.36"
        ),
    ] {
        let agent = describe(&agent, false);
        assert!(
            agent
                .name
                .as_ref()
                .is_none_or(|name| name.len() <= NAME_LIMIT_BYTES),
            "{agent:?}"
        );
        assert!(
            agent
                .device_name
                .as_ref()
                .is_none_or(|name| name.len() <= NAME_LIMIT_BYTES),
            "{agent:?}"
        );
        for version in [&agent.version, &agent.os_version] {
            assert!(
                version
                    .as_ref()
                    .is_none_or(|version| version.len() <= VERSION_LIMIT_BYTES),
                "{agent:?}"
            );
        }
    }
}

proptest::proptest! {
    #[test]
    fn no_agent_string_panics(original in ".*") {
        let agent = describe(&original, false);
        assert_eq!(*agent.original, *original);
    }

    #[test]
    fn no_mixture_of_real_agents_panics(
        parts in proptest::collection::vec(
            proptest::prelude::any::<proptest::sample::Index>(),
            1..4,
        ),
        cut in 0_usize..400,
    ) {
        let agents: Vec<_> =
            rows(PERSONS).chain(rows(BOTS)).map(|[original, ..]| original).collect();
        let parts: Vec<_> = parts.iter().map(|part| agents[part.index(agents.len())]).collect();
        let mixture = parts.join(" ");
        let cut = mixture.floor_char_boundary(cut);
        let (head, tail) = mixture.split_at(cut);
        for text in [head, tail] {
            let agent = describe(text, false);
            assert_ne!(agent.name.as_deref(), Some(""));
            assert_ne!(agent.version.as_deref(), Some(""));
            assert_ne!(agent.os_version.as_deref(), Some(""));
        }
    }
}
