//! Tests of the whole module: from lines to a report.

use super::*;
use crate::arrival::Arrival;
use crate::config::Config;
use crate::event::Timestamp;
use crate::pipeline::{Pipeline, Record};

/// The counts of a log's lines.
fn counted(lines: &str, with_lines: bool) -> Aggregate {
    let settings = Config::read(|name| (name == "GEOIP_PATH").then(|| "none".to_owned()));
    let mut settings = settings.unwrap().settings().unwrap();
    settings.keep_original = with_lines;
    let mut pipeline = Pipeline::without_documents(settings);
    let mut aggregate = Aggregate::new(Zone::utc(), with_lines);
    let record = Record {
        data: lines.as_bytes(),
        id: "test",
        arrival: Arrival::Clock(Timestamp::default()),
        continued: false,
    };
    pipeline.run(&record, &mut |outcome| aggregate.count(&outcome));
    aggregate.add_tally(pipeline.take_tally());
    aggregate
}

fn line(
    address: &str,
    second: i64,
    path: &str,
    status: u16,
    referrer: &str,
    agent: &str,
) -> String {
    let time = jiff::Timestamp::from_second(1_760_000_000 + second).unwrap();
    let time = time.strftime("%d/%b/%Y:%H:%M:%S +0000");
    format!(
        "{address} - - [{time}] \"GET {path} HTTP/1.1\" {status} 100 \"{referrer}\" \"{agent}\"\n"
    )
}

const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0";
const GPTBOT: &str = "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; \
                      +https://openai.com/gptbot)";

/// The rows of a part: the texts of each name, separated by ` | `, and its requests.
fn rows(report: &Report, part: Part) -> Vec<(String, u64)> {
    let rows = report.part(part).map(|part| part.rows.clone());
    let rows = rows.unwrap_or_default().into_iter();
    rows.map(|row| (row.name.join(" | "), row.requests))
        .collect()
}

#[test]
fn a_report_counts_pages_files_failures_bots_and_visitors() {
    let lines = [
        line("203.0.113.1", 0, "/", 200, "-", FIREFOX),
        line("203.0.113.1", 1, "/pricing?plan=2", 200, "-", FIREFOX),
        line(
            "203.0.113.2",
            2,
            "/pricing",
            404,
            "https://example.net/a?q=1",
            FIREFOX,
        ),
        line("203.0.113.3", 3, "/pricing", 200, "-", GPTBOT),
        line("203.0.113.3", 4, "/site.css", 500, "-", GPTBOT),
        "no line\n".to_owned(),
    ];
    let report = Report::of(&counted(&lines.concat(), false), Limits::default());
    let owned = |rows: &[(&str, u64)]| -> Vec<(String, u64)> {
        rows.iter()
            .map(|(name, count)| ((*name).to_owned(), *count))
            .collect()
    };
    assert_eq!(
        rows(&report, Part::Pages),
        owned(&[("/pricing", 3), ("/", 1)])
    );
    assert_eq!(rows(&report, Part::Files), owned(&[("/site.css", 1)]));
    assert_eq!(rows(&report, Part::Missing), owned(&[("/pricing", 1)]));
    assert_eq!(
        rows(&report, Part::MissingLinks),
        owned(&[("https://example.net/a | /pricing", 1)])
    );
    assert_eq!(
        rows(&report, Part::ServerErrors),
        owned(&[("500 | /site.css", 1)])
    );
    assert_eq!(
        rows(&report, Part::AiPages),
        owned(&[("GPTBot | /pricing", 1)])
    );
    let totals = &report.totals;
    assert_eq!((totals.requests, totals.people, totals.bots), (5, 3, 2));
    assert_eq!((totals.client_errors, totals.server_errors), (1, 1));
    assert_eq!((totals.visitors, totals.bytes), ([3, 2, 1], 500));
    assert_eq!((report.lines.read, report.lines.rejected), (6, 1));
    assert_eq!(report.rejections[0].examples, ["no line"]);
    assert_eq!(report.log, Vec::<String>::new());
}

#[test]
fn merged_aggregates_give_the_report_of_one_aggregate() {
    let mut all = Vec::new();
    for number in 0..3_000_i64 {
        let path = format!("/page/{}", number % 50);
        let address = format!("203.0.113.{}", number % 200);
        let agent = if number % 3 == 0 { GPTBOT } else { FIREFOX };
        // The lines with even and with odd numbers are two days apart, so that the two aggregates
        // have different periods, and the merged aggregate has longer ones.
        let second = number * 60 + number % 2 * 172_800;
        all.push(line(
            &address,
            second,
            &path,
            200,
            "https://example.net/",
            agent,
        ));
    }
    let whole = Report::of(&counted(&all.concat(), false), Limits::default());
    let (early, late): (Vec<_>, Vec<_>) = all.iter().enumerate().partition(|(at, _)| at % 2 == 0);
    let text = |lines: Vec<(usize, &String)>| -> String {
        lines.into_iter().map(|(_, line)| line.as_str()).collect()
    };
    let mut merged = counted(&text(early), false);
    merged.merge(counted(&text(late), false));
    let merged = Report::of(&merged, Limits::default());
    assert_eq!(whole.dimensions, merged.dimensions);
    assert_eq!(whole.totals, merged.totals);
    assert_eq!(whole.visitors, merged.visitors);
    for part in Part::ALL {
        assert_eq!(rows(&whole, part), rows(&merged, part), "{part:?}");
    }
}

#[test]
fn cells_add_up_to_the_requests_of_their_row() {
    let statuses = [200, 301, 404, 503].into_iter().cycle();
    let lines: String = (0..500)
        .zip(statuses)
        .map(|(number, status)| line("203.0.113.1", number * 600, "/a", status, "-", FIREFOX))
        .collect();
    let report = Report::of(&counted(&lines, false), Limits::default());
    let sum = |cells: &[u64]| -> (u64, u64) {
        let cells = cells.chunks(3).map(|cell| (cell[1], cell[2]));
        cells.fold((0, 0), |sum, cell| (sum.0 + cell.0, sum.1 + cell.1))
    };
    assert_eq!(sum(&report.cells), (500, report.totals.bytes));
    for part in &report.parts {
        for row in &part.rows {
            assert_eq!(sum(&row.cells), (row.requests, row.bytes), "{}", part.id);
        }
    }
}

#[test]
fn a_page_stays_below_its_limit_whatever_the_log_holds() {
    let statuses = [200, 404, 500, 301].into_iter().cycle();
    let lines: String = (0..20_000_i64)
        .zip(statuses)
        .map(|(number, status)| {
            let path = format!("/{number}/{}", "<&".repeat(150));
            let referrer = format!("https://site{number}.example/{}", "<".repeat(300));
            let agent = format!("agent{} {FIREFOX}", number % 999);
            let address = format!("203.0.113.{}", number % 255);
            line(&address, number * 9, &path, status, &referrer, &agent)
        })
        .collect();
    let report = page::report(&counted(&lines, true), Limits::default());
    let html = page::html(&report, None);
    assert!(html.len() < page::LIMIT_BYTES, "{}", html.len());
    assert_eq!(report.totals.requests, 20_000);
}

#[test]
fn nothing_of_a_log_is_markup_in_the_page() {
    let hostile = "</script><script>alert(1)</script><img src=x onerror=alert(1)>'";
    let lines = line(
        "203.0.113.1",
        0,
        &format!("/{hostile}"),
        404,
        hostile,
        hostile,
    ) + hostile;
    let report = page::report(&counted(&lines, true), Limits::default());
    let html = page::html(&report, None);
    assert!(html.contains("alert(1)"), "the text is shown");
    assert_eq!(html.matches("<script").count(), 2);
    assert_eq!(html.matches("</script").count(), 2);
    assert!(!html.contains("<img"));
}

#[test]
fn lines_are_in_the_page_only_if_they_are_wanted_and_redacted() {
    let lines = line("203.0.113.1", 0, "/a?token=s3cr3t", 500, "-", FIREFOX);
    for (with_lines, expected) in [(true, 1), (false, 0)] {
        let report = Report::of(&counted(&lines, with_lines), Limits::default());
        assert_eq!(report.log.len(), expected);
        let html = page::html(&report, None);
        assert!(!html.contains("s3cr3t"));
    }
}

#[test]
fn the_map_has_a_shape_for_most_codes() {
    let codes: Vec<_> = include_str!("page/world.txt")
        .lines()
        .map(|line| line.split_once('\t').unwrap())
        .collect();
    assert!(codes.len() > 170);
    for code in ["US", "DE", "JP", "BR", "ZA", "AU", "XK"] {
        assert!(codes.iter().any(|(shape, _)| *shape == code), "{code}");
    }
    for (code, path) in codes {
        assert!(code == "-" || code.len() == 2, "{code}");
        let allowed = |byte: u8| b"Mlz,- 0123456789".contains(&byte);
        assert!(path.bytes().all(allowed), "{code}");
    }
}
