//! Text that people write and that names an attack, a command, a tool or a secret file, beside
//! attacks that resemble it.

use super::*;

#[test]
fn words_between_two_quotes_are_a_phrase() {
    assert_clean(&[
        "/?q=%22or%22",
        "/?q=%22and%22",
        "/?q=%22union%20select%22",
        "/?q=%27union+select%27",
        "/?q=%22like%22+%22is%22",
        "/?q=%22order+by%22",
        "/?q=what+is+%22xor%22?",
        "/?q=%22drop+table%22+tutorial",
        "/find?subject=%22red%22+or+%22blue%22",
        "/?name=d%27angelo--",
        "/?name=o%27neill--",
        "/?q=rock+%27n%27+roll--",
        "/?q=the+%22best%22--",
    ]);
    assert_kind(
        "sql_injection",
        &[
            "/?q=%22+or+%22%22=%22",
            "/?q=%22+or+%22a%22=%22a",
            "/?q=1'+or+'1'='1",
            "/?q='or'1'='1",
            "/?q=foo'or'oof",
            "/?q=x'+union+select+1--",
            "/?q=admin'--",
            "/?q=z'or+email+notnull--",
        ],
    );
}

#[test]
fn a_topic_of_a_search_is_not_an_attack() {
    assert_clean(&[
        "/?q=user()",
        "/?q=version()",
        "/?q=count(*)",
        "/?q=phpinfo()",
        "/?q=alert()",
        "/?q=document.getElementById()",
        "/?q=$(document).ready",
        "/?q=$scope",
        "/?q=sleep+(5+hours)",
        "/?q=select+*+from+menu",
        "/?q=select+top+10+from+list",
        "/?q=insert+into+table+values",
        "/?q=information_schema",
        "/?q=xp_cmdshell+tutorial",
        "/?q=pg_sleep",
        "/?q=cmd.exe",
        "/?q=bash+-c",
        "/?q=rm+-rf+/",
        "/?q=/bin/bash",
        "/?q=ldap://",
        "/?q=php://",
        "/?q=java.lang.NullPointerException",
        "/?q=__proto__",
        "/?q=child_process",
        "/?q=sqlmap",
        "/?q=nmap+-sV",
        "/?searchword=169.254.169.254",
    ]);
    assert_kind(
        "sql_injection",
        &[
            "/?q=sleep(5)",
            "/?q=1+and+sleep+(5)",
            "/?q=1+union+select+1,2,3",
            "/?q=union+select+password+from+users",
            "/?q=concat(0x7e,user())",
            "/?id=user()",
            "/?id=version()",
            "/?id=select+*+from+users",
        ],
    );
    assert_kind(
        "command_injection",
        &[
            "/?q=cmd.exe+/c+dir",
            "/?q=/bin/cat+/etc/passwd",
            "/?q=$(whoami)",
            "/?q=;cat+/etc/passwd",
            "/?id=cmd.exe",
            "/scripts/cmd.exe?/c+dir",
        ],
    );
    assert_kind(
        "path_traversal",
        &["/?q=../../etc/passwd", "/?id=ldap://evil.example/a"],
    );
    assert_kind("xss", &["/?q=<script>alert(1)</script>", "/?q=alert(1)"]);
    assert_kind("scanner", &["/?q=http://a.oastify.com"]);
}

#[test]
fn pages_are_named_after_commands_tools_and_files() {
    assert_clean(&[
        "/api/child_process.html",
        "/docs/information_schema.html",
        "/docs/java.lang.String.html",
        "/wiki/nmap",
        "/blog/sqlmap-tutorial",
        "/tools/openvas",
        "/blog/wp-config.php-explained",
        "/wiki/web.config_reference",
        "/.environment",
        "/.envelope",
        "/wiki/.env_files",
        "/blog/.git-tips",
        "/blog/.net-core",
        "/.netlify/functions/a.json",
        "/.auth/login/aad",
        "/config.json",
    ]);
    assert_kind(
        "secret_file",
        &[
            "/.env~",
            "/.env1",
            "/.envrc",
            "/.env-prod",
            "/.env_backup",
            "/.env.whatever",
            "/.git_old/config",
            "/.git-credentials",
            "/.gitlab-ci.yml",
            "/.bash_history",
            "/.npmrc",
            "/.index.php.swp",
            "/.vscode/sftp.json",
            "/.sometool/settings.toml",
            "/wp-config.php_bak",
            "/wp-config.php-backup",
            "/docs/backup.zip",
            "/www.tar.gz",
            "/serviceAccountKey.json",
            "/local.settings.json",
            "/prod.env",
        ],
    );
}

#[test]
fn web_shells_are_found_by_their_folder_and_extensions() {
    let of_path = |path: &'static str| {
        let mut event = AccessEvent::default();
        event.url.path = Some(path.into());
        ThreatFinder::new().find(&event).has(Threat::Webshell)
    };
    for path in [
        "/wp-content/uploads/2024/01/x.php",
        "/blog/wp-content/uploads/a.phtml",
        "/.well-known/about.php",
        "/sites/default/files/a.PHP",
    ] {
        assert!(of_path(path), "{path}");
    }
    for path in [
        "/wp-content/uploads/2024/01/x.jpg",
        "/wp-content/uploads/index.php",
        "/wp-content/plugins/a/b.php",
        "/.well-known/acme-challenge/php",
        "/uploads.php",
        "/php",
    ] {
        assert!(!of_path(path), "{path}");
    }
    assert_kind(
        "webshell",
        &[
            "/images/shell.jpg.php",
            "/gel4y.php",
            "/p0wny-shell.php?a=b",
            "/a/upload.asp;.jpg",
        ],
    );
    assert_clean(&[
        "/screenshot.php.jpg",
        "/theme/style.css.php",
        "/fm.php",
        "/up.php",
        "/articles/1.php",
    ]);
}

#[test]
fn attacks_in_agents_and_referrers_are_found() {
    for (place, text, kind) in [
        (Place::Agent, "../../../etc/passwd", "path_traversal"),
        (Place::Agent, "/etc/passwd", "path_traversal"),
        (Place::Agent, "|id", "command_injection"),
        (Place::Agent, ";id", "command_injection"),
        (Place::Agent, "`id`", "command_injection"),
        (Place::Agent, "$(whoami)", "command_injection"),
        (Place::Agent, "curl/7 | sh", "command_injection"),
        (Place::Referrer, "../../../etc/passwd", "path_traversal"),
        (Place::Referrer, "file:///etc/passwd", "path_traversal"),
    ] {
        assert!(threats(place, text).contains(&kind), "{text}");
        match place {
            Place::Agent => assert!(in_agent(text).names().any(|name| name == kind), "{text}"),
            Place::Referrer | Place::Target => {
                let mut event = AccessEvent::default();
                event.http.referrer = Some(text.into());
                let found = ThreatFinder::new().find(&event);
                assert!(found.names().any(|name| name == kind), "{text}");
            }
        }
    }
    for (place, text) in [
        (Place::Agent, "Example/1.0 (+https://example.com/etc/hosts)"),
        (Place::Agent, "Reader 2.0 ... | iOS | w"),
        (Place::Agent, "App|set|who (id; sh)"),
        (Place::Agent, "Example/1.0 (../x)"),
        (Place::Referrer, "https://example.com/a/../b"),
        (Place::Referrer, "https://example.com/what...is/this"),
        (Place::Referrer, "about:blank"),
        (Place::Referrer, "file:///home/ada/page.html"),
        (Place::Referrer, "https://www.google.com/search?q=sqlmap"),
    ] {
        assert_eq!(threats(place, text), [""; 0], "{text}");
    }
}

#[test]
fn scanners_are_named_by_a_version_or_alone() {
    for agent in [
        "Mozilla/5.0 (Hydra)",
        "Mozilla/4.75 [en] (X11, U; Nessus)",
        "Mozilla/5.0 (compatible; Nessus)",
        "paros/3.2.13",
        "Arachni/v1.0",
        "commix/3.1-stable",
        "Nuclei - Open-source project (github.com/projectdiscovery/nuclei)",
        "hydra",
    ] {
        assert_eq!(threats(Place::Agent, agent), ["scanner"], "{agent}");
    }
    for agent in [
        "Mozilla/5.0 (Linux; Android 10; Burp) AppleWebKit/537.36",
        "Mozilla/5.0 (Linux; Android 10; Vega/1.0) AppleWebKit/537.36",
        "Burpple/3.0 CFNetwork/1490 Darwin/23.2.0",
        "Hydra Launcher",
        "Hydra Launcher/1.0",
        "Paros Guide 2",
        "Nuclei Reader",
        "Absinthe Browser/2",
    ] {
        assert_eq!(threats(Place::Agent, agent), [""; 0], "{agent}");
    }
}
