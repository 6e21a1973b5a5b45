//! Tests of names of files and folders that only attackers ask for, and of pages and downloads with
//! similar names.

use super::*;
use words::Check;

/// The threats of an event with this target, whose path has no encoding.
fn of_request(target: &str) -> Vec<&'static str> {
    let mut event = AccessEvent::default();
    let path = target.split('?').next().unwrap_or_default();
    event.url.original = Some(target.into());
    event.url.path = Some(path.into());
    ThreatFinder::new().find(&event).names().collect()
}

fn assert_requests(kind: &str, targets: &[&str]) {
    for target in targets {
        let found = of_request(target);
        assert!(found.contains(&kind), "{target}: {found:?}");
    }
}

fn assert_harmless(targets: &[&str]) {
    for target in targets {
        assert_eq!(of_request(target), [""; 0], "{target}");
    }
}

#[test]
fn every_name_can_be_found_with_text_after_it() {
    for (word, check) in words::all() {
        let word = String::from_utf8_lossy(word);
        let name = word.strip_prefix('/').unwrap_or(&word);
        let (target, threat) = match check {
            Check::Asked(threat) if word.ends_with('/') => (format!("/{name}x"), threat),
            Check::Asked(threat) | Check::Part(threat) => (format!("/a/{name}?x=1"), threat),
            Check::Target(threat) | Check::Sure(threat) => (format!("/x?y={word}x"), threat),
            Check::Ending(threat) => (format!("/a/x{word}"), threat),
            Check::Root(threat) => (format!("/{word}"), threat),
            Check::Database => (format!("/x{word}"), &Threat::SecretFile),
            Check::Settings => (format!("/application-prod{word}"), &Threat::SecretFile),
            Check::Shell => (format!("/a{word}1.php"), &Threat::Webshell),
            Check::Doubled(threat) => (format!("//a/{word}"), threat),
            Check::Agent(threat) | Check::Tool(threat) => {
                let agent = format!("{word}/1.0");
                let found = threats(Place::Agent, &agent);
                let year = threats(Place::Agent, &format!("{word}24-1"));
                assert!(
                    [found, year].concat().contains(&threat.name()),
                    "{agent} {word}"
                );
                continue;
            }
            _ => continue,
        };
        let found = of_target(&target);
        assert!(found.contains(&threat.name()), "{target}: {found:?}");
    }
}

#[test]
fn folders_and_versions_of_a_name_are_found() {
    assert_requests(
        "scanner",
        &[
            "/_ignition/execute-solution",
            "/invoker/JMXInvokerServlet",
            "/dana-na/auth/url_default/welcome.cgi",
            "/cgi-bin/php",
            "/cgi-bin/php5?-d+x",
            "/cgi-bin/php-cgi",
        ],
    );
    assert_requests(
        "webshell",
        &[
            "/shell.php5",
            "/uploads/shell.phtml",
            "/shell1.php",
            "/shell-2.jspx",
            "/mini.php7",
            "/images/shell.php.gif",
        ],
    );
    assert_requests(
        "secret_file",
        &[
            "/wp-config-backup.php",
            "/wp-config-sample.php",
            "/%23wp-config.php%23",
            "/docker-compose-prod.yml",
            "/docker-compose.override.yml",
            "/app/application-dev.yaml",
        ],
    );
    assert_harmless(&[
        "/shell-gas-stations.html",
        "/shell/stations.php",
        "/shellfish1.php",
        "/cmd/",
        "/api/openapi.yml",
        "/admin/config.yml",
        "/blog/application-form.yml",
        "/wp-configurator.php.html",
        "/cgi-bin/phpx",
        "/keys/id_rsa.pub",
    ]);
}

#[test]
fn code_hosts_and_people_show_files() {
    assert_harmless(&[
        "/owner/project/blob/main/.env.example",
        "/group/project/-/blob/main/.gitlab-ci.yml",
        "/owner/project/src/branch/main/docker-compose.yml",
        "/owner/project/raw/main/web.config",
        "/owner/project/tree/main/.vscode",
        "/cgit/project.git/plain/.gitignore",
        "/repos/owner/project/contents/.github/workflows/x.yml",
        "/npm/name@1.0/.travis.yml",
        "/@scope/name@latest/.npmignore",
        "/projects/a/repos/b/browse/.gitignore",
        "/svn/trunk/.htaccess",
        "/gh/owner/project@main/.prettierrc",
        "/api/v4/projects/1/repository/files/.gitlab-ci.yml/raw",
        "/owner/project/blob/main/src/WEB-INF/web.xml",
        "/xref/etc/hosts.c",
        "/owner/project/blob/main/wp-content/uploads/x.php",
        "/owner/project/releases/download/v1/dump.sql",
        "/remote.php/dav/files/ada/backup.sql",
    ]);
    for target in [
        "/blob/.env",
        "/raw/.env",
        "/api/raw/.env",
        "/src/.env",
        "/a/contents/.env",
        "/releases/.env",
        "/users/ada@example.com/.env",
        "/.git/blob/main/config",
        "/?a=/o/p/blob/main/.env",
    ] {
        assert_requests("secret_file", &[target]);
    }
    assert_requests(
        "path_traversal",
        &["/owner/project/blob/main/../../../../etc/passwd"],
    );
}

#[test]
fn pages_about_a_topic_have_names_of_files() {
    assert_harmless(&[
        "/wiki/.htaccess",
        "/wiki/Phpinfo.php",
        "/wiki/C99.php",
        "/wiki/Boot.ini",
        "/wiki//etc/passwd",
        "/questions/tagged/docker-compose.yml",
        "/tag/.env",
        "/search/wp-config.php",
        "/search/C99.php/",
    ]);
    // Scanners ask for these too.
    assert_requests(
        "secret_file",
        &[
            "/wiki/.env",
            "/wiki/.git/config",
            "/tags/old/.env",
            "/docs/.env",
        ],
    );
}

#[test]
fn certificates_and_samples_are_public() {
    assert_harmless(&[
        "/AmazonRootCA1.pem",
        "/pki/ca-bundle.pem",
        "/certs/isrgrootx1.pem",
        "/dumps/latest/wiki-page.sql.gz",
        "/tutorial/northwind.mdb",
        "/data/chinook.sqlite3",
    ]);
    assert_requests(
        "secret_file",
        &[
            "/server.pem",
            "/certs/rootCA-key.pem",
            "/x.sql",
            "/backup/forum.sql",
            "/a/b/database_2024.sql.gz",
            "/db/forum.mdb",
        ],
    );
}

#[test]
fn scripts_where_an_application_has_none_are_web_shells() {
    assert_requests(
        "webshell",
        &[
            "/wp-2019.php",
            "/wp-l0gin.php",
            "/blog/wp-crons.php",
            "/wp-includes/wp-class.php",
            "/wp-includes/Requests/Text/admin.php",
            "/wp-content/x.php",
            "/wp-content/plugins/about.php",
            "/wp-content/themes/x.php",
            "/wp-content/plugins/a/b.php7",
            "/wp-admin/js/about.php",
            "/wp-admin/maint/about.php",
            "/wp-configs.php",
            "/uploads/a.phtml",
            "/aspnet_client/system_web/x.aspx",
            "/owa/auth/x.aspx",
            "/ecp/auth/Current.aspx",
            "/marijuana.php",
            "/leafmailer2.8.php",
        ],
    );
    assert_harmless(&[
        "/wp-login.php",
        "/wp-comments-post.php",
        "/blog/wp-cron.php",
        "/wp-admin/admin-ajax.php",
        "/wp-admin/load-scripts.php",
        "/wp-admin/maint/repair.php",
        "/wp-includes/js/tinymce/wp-tinymce.php",
        "/wp-includes/ms-files.php",
        "/wp-content/index.php",
        "/wp-content/plugins/hello.php",
        "/wp-content/plugins/wp-statistics/wp-statistics.php",
        "/wp-content/themes/a/style.php",
        "/uploads/download.php",
        "/owa/auth/logon.aspx",
        "/owa/auth/15.1/themes/logon.css",
        "/ecp/auth/TimeoutLogout.aspx",
        "/index.php",
        "/app.aspx",
    ]);
}

#[test]
fn more_secret_files_are_found() {
    assert_requests(
        "secret_file",
        &[
            "/env.bak",
            "/app/CVS/Entries",
            "/.vscode/ftpsync.settings",
            "/sites/default/settings.php",
            "/app/etc/env.php",
            "/actuator/threaddump",
            "/debug/pprof/heap",
            "/logs/error.log",
            "/composer.json",
            "/Dockerfile",
            "/source.zip",
            "/.pgadmin",
            "/passwords.txt",
            "/wallet.dat",
            "/config.ini",
            "/management/env",
        ],
    );
    assert_harmless(&[
        "/npm/name/package.json",
        "/satis/composer.json",
        "/package.json",
        "/downloads/source.zip",
        "/actuator/health",
        "/actuator/prometheus",
        "/docs/aws/credentials",
        "/oauth2/keys.json",
        "/robots.txt",
        "/wiki/Dockerfile",
        "/minecraft/server-info",
        "/blog/error-log",
    ]);
}

#[test]
fn an_archive_in_the_root_is_named_like_the_host() {
    for (host, path, is_secret) in [
        ("example.com", "/example.com.zip", true),
        ("www.example.com", "/example.com.tar.gz", true),
        ("www.example.com", "/www.example.com.sql", true),
        ("example.com", "/example.com.html", false),
        ("example.com", "/example.zip", false),
        ("example.com", "/files/example.com.zip", false),
        ("example.com", "/example.com.au.zip", false),
        ("tar", "/tar.gz", false),
    ] {
        let mut event = AccessEvent::default();
        event.url.domain = Some(host.into());
        event.url.path = Some(path.into());
        let found = ThreatFinder::new().find(&event);
        assert_eq!(found.has(Threat::SecretFile), is_secret, "{host} {path}");
    }
}

#[test]
fn requests_that_only_scanners_make_are_found() {
    assert_requests(
        "scanner",
        &[
            "/goform/webLogin",
            "/mgmt/tm/util/bash",
            "/autodiscover/autodiscover.json?@x.example/owa",
            "//blog/wp-includes/wlwmanifest.xml",
            "//xmlrpc.php?rsd",
        ],
    );
    assert_harmless(&[
        "/wp-includes/wlwmanifest.xml",
        "/blog/wp-includes/wlwmanifest.xml",
        "/xmlrpc.php?rsd",
        "/api/v1/podcasts",
        "/users/rpm",
    ]);
    assert_requests(
        "path_traversal",
        &[
            "/manager/..;/html",
            "/mgmt/shared/authn/..;/login",
            "/x.css/..;/ajax.do",
            "/mifs/.;/services/LogService",
        ],
    );
    assert_harmless(&["/a/../b.png", "/file..;v=1"]);
}

#[test]
fn more_scanners_are_named_by_their_agents() {
    for agent in [
        "sqlninja",
        "Hello, World",
        "Mozilla/5.0 CVE-2021-41773",
        "dirb/2.22",
        "Mozilla/5.0 (compatible; Probely; +https://probely.com)",
        "Example vulnerability scanner",
        "xsser",
    ] {
        assert_eq!(threats(Place::Agent, agent), ["scanner"], "{agent}");
    }
    for agent in [
        "Mozilla/5.0 (Linux; Android 14; Mantra) AppleWebKit/537.36",
        "Hello, World of News Reader 2",
        "Eyewitness News App",
        "Whiskers/2",
        "Pangolin Zoo Guide",
    ] {
        assert_eq!(threats(Place::Agent, agent), [""; 0], "{agent}");
    }
}
