//! Tests that compare the tables with the fields that AWS declares and with the table of synonyms.

use super::*;
use crate::format::json::keys;

/// The fields that AWS declares: the type of log and the name of the field. The file names its
/// source.
const DECLARED: &str = include_str!("../../../../tests/aws/vended-log-fields.tsv");

#[test]
fn every_field_that_aws_declares_has_a_meaning_or_is_ignored_for_a_reason() {
    let mut count = 0;
    let declared = DECLARED.lines().filter(|line| !line.starts_with('#'));
    for line in declared {
        let (kind, field) = line.split_once('\t').unwrap();
        let (_, fields) = TYPES
            .iter()
            .find(|(name, _)| *name == kind)
            .unwrap_or_else(|| panic!("{kind} has no table"));
        assert!(
            fields.iter().any(|(name, _)| *name == field),
            "{kind}: {field}"
        );
        count += 1;
    }
    assert!(count > 180, "{count} fields");
}

#[test]
fn the_tables_of_aws_and_of_synonyms_agree() {
    for (name, meaning) in mapped() {
        let known = keys::tests::known_name(name);
        assert_eq!(known.map(|known| known.meaning), Some(meaning), "{name}");
    }
}

/// These names are ignored, but other writers use them for a field. The other keys of the object
/// show that they must be ignored here.
const BY_COMPANY: [(&str, &str); 6] = [
    ("CloudFront ACCESS_LOGS", "s-ip"),
    ("ALB_ACCESS_LOGS", "ip_address"),
    ("ALB_CONNECTION_LOGS", "ip_address"),
    ("ALB_HEALTH_CHECK_LOGS", "ip_address"),
    ("ALB_HEALTH_CHECK_LOGS", "latency"),
    ("API Gateway", "status"),
];

#[test]
fn an_ignored_field_has_a_reason_and_no_meaning_in_its_type() {
    for (kind, fields) in TYPES {
        let mut names: Vec<_> = fields.iter().map(|(name, _)| name).collect();
        names.sort_unstable();
        let count = names.len();
        names.dedup();
        assert_eq!(names.len(), count, "{kind} has a field twice");
        for (name, used) in fields {
            let Use::Ignored(reason) = used else { continue };
            assert!(!reason.is_empty(), "{kind}: {name}");
            let known = keys::tests::known_name(name);
            let known = known.filter(|known| known.meaning != Meaning::Nothing);
            let kept_out = BY_COMPANY.contains(&(kind, name));
            assert!(known.is_none() || kept_out, "{kind}: {name}: {known:?}");
        }
    }
}
