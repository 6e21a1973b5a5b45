//! Torn and joined lines: for each kind of tear, 2,000 pairs of lines. The first line is whole or
//! cut. The second line, or its end, follows without a line feed. No event has values of both
//! lines, except for a few undetectable tears. With `ADDRESS_TRUNCATION`, no document has a whole
//! address of either line. No document has a secret whose parameter's name is still before it.
//!
//! Three tears are undetectable. The rest of a cut client and the other client form an address (`1`
//! and `9.9.9.9`). A virtual host is cut within its first word. A line is cut directly after its
//! client, so that the two clients look like a list. If the second line lost its beginning, a tear
//! between two values of the same kind (agents, URLs) is undetectable too, unless a control
//! character is between them.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "in a test a panic is the failure"
)]

use std::collections::BTreeSet;

use serde_json::Value;
use weblog_enrich::arrival::Arrival;
use weblog_enrich::config::Config;
use weblog_enrich::event::Timestamp;
use weblog_enrich::pipeline::{Outcome, Pipeline, Record};

const PAIRS: usize = 2_000;

/// The text between the two lines.
const JOINTS: [&str; 5] = ["", "\r", "\0", "\t", "\u{2028}"];

/// Numbers that are the same in every run (xorshift,
/// <https://www.jstatsoft.org/article/view/v008i14>).
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(limit).unwrap()).unwrap()
    }

    fn of<'a>(&mut self, choices: &[&'a str]) -> &'a str {
        choices[self.below(choices.len())]
    }
}

/// A line, and its addresses and secrets, which no document may contain.
struct Line {
    text: String,
    planted: Vec<String>,
}

fn address(random: &mut Random) -> String {
    let host = 2 + random.below(250);
    match random.below(8) {
        0 => format!("2001:db8:{host:x}:7::{host:x}"),
        1 => format!("8.8.4.{host}"),
        2 => format!("192.0.2.{host}"),
        3..6 => format!("203.0.113.{host}"),
        _ => format!("198.51.100.{host}"),
    }
}

fn line(random: &mut Random, number: usize) -> Line {
    let client = match random.below(20) {
        0 => format!("host-{number}.example.net"),
        _ => address(random),
    };
    let (listed, secret) = (address(random), format!("S3CRET{number}"));
    let user = random.of(&[
        "-",
        "-",
        "-",
        "-",
        "ada",
        "ada lovelace",
        r"CORP\\ada",
        "\"a b\"",
    ]);
    let time = format!(
        "{:02}/Oct/2025:{:02}:{:02}:{:02} +0200",
        1 + random.below(28),
        random.below(24),
        random.below(60),
        random.below(60)
    );
    let method = random.of(&["GET", "GET", "POST", "HEAD"]);
    let target = match random.below(3) {
        0 => format!("/p/{number}"),
        1 => format!("/p/{number}?token={secret}&q=a"),
        _ => format!("/p/{number}/from/{listed}"),
    };
    let request = match random.below(20) {
        0 => "-".to_owned(),
        1 => r"\x16\x03\x01".to_owned(),
        _ => format!("{method} {target} HTTP/1.1"),
    };
    let (status, bytes) = (200 + random.below(300), random.below(90_000));
    let referrer = match random.below(3) {
        0 => format!("https://r{number}.example/?password={secret}"),
        _ => "-".to_owned(),
    };
    let agent = random.of(&[
        "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) \
         Chrome/141.0.0.0 Safari/537.36",
        "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
        "curl/8.5.0",
        r#"say \"hi\""#,
        "-",
    ]);
    let common = format!("{client} - {user} [{time}] \"{request}\" {status} {bytes}");
    let combined = format!("{common} \"{referrer}\" \"{agent}\"");
    let text = match random.below(8) {
        0 => common,
        1 => format!("www.example.com:443 {combined}"),
        2 => format!("{combined} \"{listed}\""),
        3 => format!("{combined} rt=0.1 xff=\"{listed}\" uri=\"/l?token={secret}\""),
        4 => format!(
            "{combined} 462 0.050 [ns-svc-80] [] 10.0.50.80:9000 19437 0.049 200 7521{number}"
        ),
        _ => combined,
    };
    let mut planted = vec![listed, secret];
    planted.extend(client.parse::<std::net::IpAddr>().is_ok().then_some(client));
    Line { text, planted }
}

fn pipeline() -> Pipeline {
    let config = Config::read(|name| match name {
        "GEOIP_PATH" => Some("none".to_owned()),
        "ADDRESS_TRUNCATION" => Some("true".to_owned()),
        _ => None,
    });
    Pipeline::new(config.unwrap().settings().unwrap())
}

/// The documents of a record.
fn documents(pipeline: &mut Pipeline, text: &str) -> Vec<Value> {
    let arrival = Timestamp {
        seconds: 1_767_225_600,
        nanoseconds: 0,
        digits: 0,
    };
    let record = Record {
        data: text.as_bytes(),
        id: "torn",
        arrival: Arrival::Stream(arrival),
        continued: false,
    };
    let mut documents = Vec::new();
    pipeline.run(&record, &mut |outcome| match outcome {
        Outcome::Event { document, .. } | Outcome::Rejected { document, .. } => {
            documents.push(serde_json::from_slice(document).unwrap());
        }
        Outcome::Dropped { rule } => panic!("{rule}"),
    });
    documents
}

/// Every value of a document with its path, without `event.id` and `tags`.
fn values(document: &Value) -> BTreeSet<String> {
    fn walk(path: &str, value: &Value, out: &mut BTreeSet<String>) {
        match value {
            Value::Object(members) => {
                for (name, value) in members {
                    walk(&format!("{path}.{name}"), value, out);
                }
            }
            value if path == ".event.id" || path == ".tags" => drop(value.clone()),
            value => {
                out.insert(format!("{path}={value}"));
            }
        }
    }
    let mut out = BTreeSet::new();
    walk("", document, &mut out);
    out
}

/// Whether a text contains `part`, and not only as a part of a longer number.
fn holds(text: &str, part: &str) -> bool {
    let is_digit = |char: char| char.is_ascii_digit();
    text.match_indices(part).any(|(at, _)| {
        !text[at + part.len()..].starts_with(is_digit) && !text[..at].ends_with(is_digit)
    })
}

/// The pairs that gave an event with values of both lines, or of neither: the text between the
/// lines, and the result.
fn mixed(
    random: &mut Random,
    tear: fn(&mut Random, &str, &str) -> (usize, usize),
) -> Vec<(&'static str, String)> {
    let mut pipeline = pipeline();
    let mut mixed = Vec::new();
    for pair in 0..PAIRS {
        let (first, second) = (line(random, pair * 2), line(random, pair * 2 + 1));
        let joint = JOINTS[pair % JOINTS.len()];
        let (end, start) = tear(random, &first.text, &second.text);
        let torn = [&first.text[..end], joint, &second.text[start..]].concat();
        let alone: Vec<_> = [&first, &second]
            .map(|line| documents(&mut pipeline, &line.text))
            .iter()
            .flatten()
            .map(values)
            .collect();
        assert_eq!(alone.len(), 2, "{} {}", first.text, second.text);
        for document in documents(&mut pipeline, &torn) {
            let written = document.to_string();
            let is_event = document["event"]["kind"] == "event";
            for planted in first.planted.iter().chain(&second.planted) {
                // If a secret's parameter name was torn off, nothing shows that it is a secret.
                let named = ["?token=", "?password="].map(|name| format!("{name}{planted}"));
                let named = named
                    .iter()
                    .map(|named| torn.matches(named.as_str()).count());
                let is_named = !planted.starts_with("S3CRET")
                    || named.sum::<usize>() == torn.matches(planted.as_str()).count();
                let held = is_named && holds(&written, planted);
                assert!(!held, "{planted} of {torn}: {written}");
            }
            let found = values(&document);
            if is_event && !alone.iter().any(|line| found.is_subset(line)) {
                mixed.push((joint, format!("{torn}\n  {written}")));
            }
        }
    }
    mixed
}

/// Asserts that at most `percent` per cent of the pairs are mixed.
fn assert_rare(mixed: &[(&str, String)], pairs: usize, percent: usize) {
    let count = mixed.len();
    let shown: Vec<_> = mixed.iter().map(|(_, shown)| shown.as_str()).collect();
    let shown = shown.join("\n");
    assert!(
        count * 100 <= pairs * percent,
        "{count} of {pairs}:\n{shown}"
    );
}

#[test]
fn a_line_that_continues_with_a_whole_one_is_rejected() {
    let mixed = mixed(&mut Random(0x5eed_0001), |random, first, _| {
        // In two of five pairs, both lines are whole.
        match random.below(5) {
            0 | 1 => (first.len(), 0),
            _ => (random.below(first.len()), 0),
        }
    });
    assert_rare(&mixed, PAIRS, 2);
}

#[test]
fn a_line_that_is_cut_after_its_time_and_continues_in_the_middle_of_another_is_rejected() {
    let mixed = mixed(&mut Random(0x5eed_0002), |random, first, second| {
        let time = |line: &str| line.find('[').unwrap();
        let behind = time(first) + "[10/Oct/2025:13:55:36 +0200]".len();
        let end = behind + random.below(first.len() + 1 - behind);
        (end, random.below(time(second) + 1))
    });
    assert_rare(&mixed, PAIRS, 2);
}

#[test]
fn a_line_that_continues_in_the_middle_of_another_is_rejected() {
    let mixed = mixed(&mut Random(0x5eed_0003), |random, first, second| {
        let end = match random.below(5) {
            0 | 1 => first.len(),
            _ => 1 + random.below(first.len() - 1),
        };
        (end, 1 + random.below(second.len() - 1))
    });
    assert_rare(&mixed, PAIRS, 7);
}
