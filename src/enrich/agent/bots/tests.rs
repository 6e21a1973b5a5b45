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
        let word = row.key.replace('*', "x");
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
    for row in ROWS.iter().filter(|row| row.leads) {
        let agent = format!("Mozilla/5.0 (X11; Linux x86_64) {}/1.2", row.key);
        assert_eq!(find(&Words::of(&agent)), None, "{agent}");
    }
}
