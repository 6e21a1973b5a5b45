//! Reads every record of databases, and describes each database: `cargo run --example geoip-check
//! -- FILE...`.
//!
//! If a file cannot be used, the exit status is 1, and standard error has one line for the file.

use std::path::Path;
use std::process::ExitCode;

use weblog_enrich::databases;
use weblog_enrich::enrich::{Database, Precision};

fn main() -> ExitCode {
    let mut code = ExitCode::SUCCESS;
    for path in std::env::args().skip(1) {
        match databases::verify_file(Path::new(&path)) {
            Ok((database, networks)) => println!("{path}: {}", description(&database, networks)),
            Err(error) => {
                eprintln!("{error}");
                code = ExitCode::FAILURE;
            }
        }
    }
    code
}

fn description(database: &Database, networks: usize) -> String {
    let mut knows = Vec::new();
    match database.places() {
        Some(Precision::City) => knows.push("cities"),
        Some(Precision::Country) => knows.push("countries"),
        None => {}
    }
    if database.networks() {
        knows.push("autonomous systems");
    }
    let built = i64::try_from(database.build_epoch_seconds()).unwrap_or(i64::MAX);
    let built = jiff::Timestamp::from_second(built).map_or_else(
        |_| "unknown date".to_owned(),
        |time| time.strftime("%Y-%m-%d").to_string(),
    );
    let (kind, knows) = (database.database_type(), knows.join(" and "));
    format!("`{kind}` of {built} knows {knows} of {networks} ranges of addresses")
}
