//! Tests of reading the variables.

use super::*;

fn read(variables: &[(&str, &str)]) -> Result<Config, ConfigError> {
    Config::read(|name| {
        variables
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, value)| (*value).to_owned())
    })
}

const KEY: &str = "a key of this test";

#[test]
fn without_variables_every_default_applies() {
    let config = read(&[]).unwrap();
    assert_eq!(
        (config.log_format.as_str(), config.keep_original),
        ("auto", false)
    );
    let empty: Vec<_> = VARIABLES
        .iter()
        .map(|variable| (variable.name, ""))
        .collect();
    assert_eq!(
        format!("{:?}", read(&empty).unwrap()),
        format!("{config:?}")
    );
}

#[test]
fn hashed_users_are_not_kept_in_the_raw_line() {
    let refused = read(&[("KEEP_ORIGINAL", "true"), ("USER_HASH_KEY", KEY)]).unwrap_err();
    assert_eq!(refused.variable, "KEEP_ORIGINAL");
    assert!(read(&[("KEEP_ORIGINAL", "false"), ("USER_HASH_KEY", KEY)]).is_ok());
}

#[test]
fn an_invalid_value_is_refused_by_its_name() {
    let cases = [
        (
            "KEEP_ORIGINAL",
            "yes",
            "KEEP_ORIGINAL: `yes` is neither true nor false",
        ),
        (
            "ADDRESS_TRUNCATION",
            "1",
            "ADDRESS_TRUNCATION: `1` is neither true nor false",
        ),
        (
            "TRUSTED_PROXIES",
            "10.0.0.0/8, ten",
            "TRUSTED_PROXIES: `ten` is neither an address nor a CIDR",
        ),
        (
            "EXPANSION_LIMIT_MIB",
            "0",
            "EXPANSION_LIMIT_MIB: `0` is not a number of mebibytes above 0",
        ),
        (
            "RECORD_LINES_LIMIT",
            "many",
            "RECORD_LINES_LIMIT: `many` is not a number of lines above 0",
        ),
        (
            "REPUT_KEY",
            "fifteen letters",
            "REPUT_KEY: has 15 bytes; a secret needs at least 16",
        ),
        (
            "SEVERAL_LINES",
            "both",
            "SEVERAL_LINES: `both` is neither reput nor join",
        ),
        (
            "DOCUMENTS",
            "small",
            "DOCUMENTS: `small` is neither full nor compact",
        ),
        (
            "PARTITION_KEYS",
            "host,day",
            "PARTITION_KEYS: `day` is not one of host, date, status_class, country, kind",
        ),
        (
            "AWS_LAMBDA_LOG_LEVEL",
            "LOUD",
            "AWS_LAMBDA_LOG_LEVEL: `LOUD` is not one of TRACE, DEBUG, INFO, WARN, ERROR, FATAL",
        ),
        ("DROP", "path", "DROP: condition `path`: has no `=`"),
    ];
    for (name, value, expected) in cases {
        assert_eq!(read(&[(name, value)]).unwrap_err().to_string(), expected);
    }
}

#[test]
fn an_invalid_key_or_domain_is_refused_by_its_name() {
    let cases = [
        (
            "USER_HASH_KEY",
            "fifteen bytes..",
            "USER_HASH_KEY: the key has fewer than 16 bytes",
        ),
        (
            "VISITOR_KEY",
            "fifteen bytes..",
            "VISITOR_KEY: the key has fewer than 16 bytes",
        ),
        (
            "VISITOR_KEY",
            "                    ",
            "VISITOR_KEY: the key consists of blanks",
        ),
        (
            "USER_HASH_KEY",
            " \t\n ",
            "USER_HASH_KEY: the key consists of blanks",
        ),
        ("REPUT_KEY", " ", "REPUT_KEY: the key consists of blanks"),
        (
            "OWN_DOMAINS",
            "example.com, https://example.org/",
            "OWN_DOMAINS: `https://example.org/` is not a domain",
        ),
        (
            "OWN_DOMAINS",
            "example.com, Co.UK",
            "OWN_DOMAINS: `Co.UK` is a public suffix, below which others have sites",
        ),
        (
            "OWN_DOMAINS",
            "com",
            "OWN_DOMAINS: `com` is a public suffix, below which others have sites",
        ),
        (
            "OWN_DOMAINS",
            "-x.example",
            "OWN_DOMAINS: `-x.example` is not a domain",
        ),
        (
            "OWN_DOMAINS",
            "bücher.example",
            "OWN_DOMAINS: `bücher.example` is not ASCII; write the domain as browsers send it, \
             with `xn--`",
        ),
    ];
    for (name, value, expected) in cases {
        assert_eq!(read(&[(name, value)]).unwrap_err().to_string(), expected);
    }
}

#[test]
fn own_domains_are_names_and_addresses() {
    let read = |domains| read(&[("OWN_DOMAINS", domains)]).map(|config| config.own_domains);
    for domain in [
        "example.com",
        "localhost",
        "wiki",
        "xn--bcher-kva.example",
        "firm.github.io",
        "github.io",
        "192.0.2.7",
        "2001:db8::7",
    ] {
        assert_eq!(read(domain), Ok(vec![domain.to_owned()]));
    }
    assert_eq!(read("[2001:DB8:0::7]"), Ok(vec!["2001:db8::7".to_owned()]));
    for domain in [
        &*"x".repeat(64),
        &*"x.".repeat(150),
        "example..com",
        "x-.example",
        "exa_mple.com",
    ] {
        assert!(read(domain).is_err(), "{domain}");
    }
}

#[test]
fn the_readme_has_every_variable_and_no_other() {
    let readme = include_str!("../../README.md");
    let rows = readme
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.split_once("` | "));
    let rows: Vec<_> = rows
        .filter(|(name, _)| {
            name.chars()
                .all(|c| matches!(c, 'A'..='Z' | '0'..='9' | '_'))
        })
        .collect();
    let listed: Vec<_> = rows
        .iter()
        .map(|(name, rest)| (*name, rest.split(" | ").next().unwrap()))
        .collect();
    let known: Vec<_> = VARIABLES
        .iter()
        .map(|variable| (variable.name, variable.default))
        .collect();
    assert_eq!(listed, known);
}

#[test]
fn the_table_has_every_variable_that_is_read() {
    let read = std::cell::RefCell::new(std::collections::BTreeSet::new());
    let lookup = |name: &str| {
        read.borrow_mut().insert(name.to_owned());
        None
    };
    Config::read(lookup).unwrap();
    assert_eq!(opensearch_password(lookup), None);
    let known: std::collections::BTreeSet<_> = VARIABLES
        .iter()
        .map(|variable| variable.name.to_owned())
        .collect();
    assert_eq!(read.into_inner(), known);
}
