//! Writes the part of `docs/dashboards.md` that is made from the descriptions of the dashboards.

use std::fmt::Write;

use serde_json::Value;

use super::expand::{PREFIX, text, title};
use super::source::Common;

const BEGIN: &str = "<!-- Made from opensearch/dashboards/, up to the end mark. -->\n";
const END: &str = "<!-- The end mark. -->\n";

/// The page with its part about each dashboard rewritten.
pub(crate) fn with_dashboards(page: &str, dashboards: &[Value], common: &Common) -> String {
    let (before, rest) = page.split_once(BEGIN).unwrap();
    let (_, after) = rest.split_once(END).unwrap();
    let mut made = String::new();
    for dashboard in dashboards {
        let name = text(dashboard, "title").trim_start_matches(PREFIX);
        let about = wrapped(&format!("{}.", text(dashboard, "description")));
        let picture = picture(dashboard);
        write!(made, "\n## {}\n\n{about}\n\n", capitalised(name)).unwrap();
        write!(made, "![The dashboard {name}]({picture})\n\n").unwrap();
        made += "| panel | question |\n|---|---|\n";
        let rows = dashboard["rows"].as_array().unwrap();
        for panel in rows
            .iter()
            .flat_map(|row| row["panels"].as_array().unwrap())
        {
            let question = text(panel, "question");
            writeln!(made, "| {} | {question} |", title(panel, common)).unwrap();
        }
    }
    format!("{before}{BEGIN}{made}\n{END}{after}")
}

/// The path of a dashboard's picture, from `docs/`.
pub(crate) fn picture(dashboard: &Value) -> String {
    let name = text(dashboard, "id").trim_start_matches("weblogs-");
    format!("dashboards/{name}.png")
}

/// A paragraph in lines of at most 100 columns.
fn wrapped(paragraph: &str) -> String {
    let (mut lines, mut columns) = (String::new(), 0);
    for word in paragraph.split(' ') {
        let width = word.chars().count();
        if columns > 0 {
            let fits = columns + 1 + width <= 100;
            lines.push(if fits { ' ' } else { '\n' });
            columns = if fits { columns + 1 } else { 0 };
        }
        lines.push_str(word);
        columns += width;
    }
    lines
}

fn capitalised(name: &str) -> String {
    let (first, rest) = name.split_at(1);
    first.to_uppercase() + rest
}
