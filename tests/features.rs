//! The features: without them the crate is only the pipeline.

#![expect(clippy::unwrap_used, reason = "in a test a panic is the failure")]

use std::process::Command;

/// The names of the crates that a build of a package with these options links.
fn dependencies(package: &str, options: &[&str]) -> Vec<String> {
    let tree = Command::new(env!("CARGO"))
        .args(["tree", "--locked", "--edges", "normal", "--prefix", "none"])
        .args(["--package", package])
        .args(options)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    let listed = String::from_utf8(tree.stdout).unwrap();
    let errors = String::from_utf8_lossy(&tree.stderr);
    assert!(tree.status.success(), "{errors}");
    let names = listed.lines().filter_map(|line| line.split(' ').next());
    names.map(str::to_owned).collect()
}

/// Whether a crate belongs to AWS, to asynchronous I/O, to HTTP, to logging and metrics, or to a
/// command line.
fn belongs_to_the_shell(name: &str) -> bool {
    let families = [
        "aws",
        "clap",
        "http",
        "hyper",
        "indicatif",
        "lambda",
        "metrique",
        "reqwest",
        "rustls",
        "tokio",
        "tower",
        "tracing",
    ];
    families.iter().any(|family| {
        let rest = name.strip_prefix(family);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['-', '_']))
    })
}

#[test]
fn without_features_the_crate_depends_on_no_crate_of_the_shell() {
    let shell = |options: &[&str]| {
        let mut names = dependencies("weblog-enrich", options);
        names.retain(|name| belongs_to_the_shell(name));
        names
    };
    assert_eq!(shell(&["--no-default-features"]), [""; 0]);
    assert_eq!(
        shell(&["--no-default-features", "--features", "embedded-geoip"]),
        [""; 0]
    );
    // This shows that the test recognises the crates that it searches for.
    let all = shell(&[]);
    for name in ["aws-config", "clap", "http", "lambda_runtime", "tokio"] {
        assert!(all.iter().any(|known| known == name), "{name}: {all:?}");
    }
}

#[test]
fn the_command_line_alone_needs_no_aws_crate() {
    let names = dependencies(
        "weblog-enrich",
        &["--no-default-features", "--features", "cli"],
    );
    let aws = names.iter().filter(|name| name.starts_with("aws"));
    assert_eq!(aws.count(), 0, "{names:?}");
    assert!(names.iter().any(|name| name == "clap"));
}

#[test]
fn each_build_has_only_the_groups_of_dependencies_that_it_needs() {
    let of_person = ["aws-sdk-sso", "aws-sdk-ssooidc"];
    let of_objects = ["aws-sdk-s3", "aws-sdk-sqs"];
    let of_command_line = ["clap", "datasketches", "indicatif", "minijinja"];
    let has = |found: &[String], names: &[&str]| -> Vec<bool> {
        let is_there = |name: &&str| found.iter().any(|known| known == *name);
        names.iter().map(is_there).collect()
    };
    let root = dependencies("weblog-enrich", &[]);
    let objects = dependencies("weblog-s3", &[]);
    let replay = dependencies("weblog-enrich", &["--features", "replay"]);
    for (found, expected) in [(&root, false), (&objects, false), (&replay, true)] {
        assert_eq!(has(found, &of_person), [expected; 2], "{found:?}");
    }
    for (found, expected) in [(&root, false), (&objects, true), (&replay, true)] {
        assert_eq!(has(found, &of_objects), [expected; 2], "{found:?}");
    }
    for (found, expected) in [(&root, true), (&objects, false), (&replay, true)] {
        assert_eq!(has(found, &of_command_line), [expected; 4], "{found:?}");
    }
}
