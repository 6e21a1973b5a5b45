//! `weblog enrich --summary`.

use crate::{LINE, NO_LINE, run, run_on, weblog};

/// The rows of the table with a title, with white space reduced.
fn table(text: &str, title: &str) -> Vec<String> {
    let mut rows = text
        .lines()
        .skip_while(|line| !line.starts_with(title))
        .skip(1);
    let row = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
    rows.by_ref()
        .take_while(|line| !line.is_empty())
        .map(row)
        .collect()
}

#[test]
fn a_summary_counts_instead_of_writing_documents() {
    let crawler = LINE.replace(
        "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
        "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    );
    let missing = LINE.replace(" 200 ", " 404 ");
    let input = [LINE, LINE, &missing, &crawler, NO_LINE].join("\n");
    let ran = run_on(input.as_bytes(), &["enrich", "--summary"]);
    let ran = ran.with_one_message(0, &["1 of 5 lines rejected"]);
    assert!(
        ran.stdout.starts_with("5 lines, 2025-10-10T20:55:36Z to ")
            && ran.stdout.contains("\n1 visitor: people 1, bots 1\n"),
        "{}",
        ran.stdout
    );
    let expected = [
        (
            "outcome",
            &["event 4 80.0 %", "rejected: line_unrecognised 1 20.0 %"][..],
        ),
        ("status", &["200 3 75.0 %", "404 1 25.0 %"]),
        ("country", &["(unknown) 4 100.0 %"]),
        ("browser", &["Firefox 3 75.0 %", "(bot) 1 25.0 %"]),
        ("system", &["Linux 3 75.0 %", "(bot) 1 25.0 %"]),
        (
            "kind of bot",
            &["search engine 1 25.0 %", "(no bot) 3 75.0 %"],
        ),
        ("bot", &["Googlebot 1 25.0 %", "(no bot) 3 75.0 %"]),
    ];
    for (title, rows) in expected {
        let title = format!("{title} ");
        let found = ran
            .stdout
            .split("\n\n")
            .find(|part| part.starts_with(&title))
            .unwrap_or_default();
        assert_eq!(table(found, &title), rows, "{title}: {}", ran.stdout);
    }
}

#[test]
fn a_campaign_without_a_name_is_shown_by_its_source_alone() {
    let click = LINE.replace("page=2", "gclid=1");
    let named = LINE.replace("page=2", "utm_campaign=spring&utm_source=news");
    let nameless = LINE.replace("page=2", "utm_campaign=autumn");
    let input = [&*click, &click, &click, &named, &named, &nameless].join("\n");
    let ran = run_on(input.as_bytes(), &["enrich", "--summary"]).quietly();
    assert_eq!(
        table(&ran.stdout, "campaign"),
        [
            "Google Ads 3 50.0 %",
            "spring, news 2 33.3 %",
            "autumn 1 16.6 %"
        ],
        "{}",
        ran.stdout
    );
}

#[test]
fn a_table_has_only_as_many_rows_as_wanted() {
    let input = [200, 200, 404, 500]
        .map(|status| LINE.replace(" 200 ", &format!(" {status} ")))
        .join("\n");
    let ran = run_on(input.as_bytes(), &["enrich", "--summary", "--top", "1"]).quietly();
    assert_eq!(
        table(&ran.stdout, "status  "),
        ["200 2 50.0 %", "(2 more) 2 50.0 %"]
    );
}

#[test]
fn a_number_of_rows_is_refused_without_a_summary() {
    assert_eq!(run(&mut weblog(&["enrich", "--top", "3"])).status, 2);
}
