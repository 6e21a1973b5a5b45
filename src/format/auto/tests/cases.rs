//! Tables of lines, and the format that each is recognised as.

use crate::format::field::Field;

/// A name, a line, the format that the line is recognised as, and some of its fields. A bracketed
/// time and a request replace `{}` in the line.
pub(super) type Case = (
    &'static str,
    &'static str,
    &'static str,
    &'static [(Field, &'static str)],
);

pub(super) const FAMILY: &[Case] = &[
    (
        "common",
        "203.0.113.7 - - {} 200 5",
        "combined",
        &[
            (Field::RemoteAddress, "203.0.113.7"),
            (Field::BodyBytes, "5"),
        ],
    ),
    (
        "combined-with-a-list-behind",
        r#"203.0.113.7 - ada {} 200 5 "-" "curl/8" "198.51.100.4, 10.0.0.1""#,
        "combined",
        &[
            (Field::User, "ada"),
            (Field::UserAgent, "curl/8"),
            (Field::ForwardedFor, "198.51.100.4, 10.0.0.1"),
        ],
    ),
    (
        "ingress-nginx",
        r#"203.0.113.7 - - {} 200 5 "-" "curl/8" 462 0.050 [ns-svc-80] [] 10.0.0.2:80 19437 0.049 200 7521"#,
        "ingress-nginx",
        &[(Field::UserAgent, "curl/8"), (Field::RequestId, "7521")],
    ),
    (
        "user-with-blanks",
        "203.0.113.7 - ada b c {} 200 5",
        "combined",
        &[(Field::User, "ada b c")],
    ),
    (
        "user-that-forges-a-line",
        r#"203.0.113.7 - a [01/Jan/2000:00:00:00 +0000] \"GET / HTTP/1.1\" 200 1 {} 401 5"#,
        "combined",
        &[
            (
                Field::User,
                r#"a [01/Jan/2000:00:00:00 +0000] "GET / HTTP/1.1" 200 1"#,
            ),
            (Field::Status, "401"),
        ],
    ),
    (
        "user-that-is-empty",
        "203.0.113.7 -  {} 200 5",
        "combined",
        &[(Field::User, "")],
    ),
    (
        "client-by-its-name",
        "client.example.net - - {} 200 5",
        "combined",
        &[(Field::RemoteAddress, "client.example.net")],
    ),
    (
        "client-on-a-socket",
        "unix: - - {} 200 5",
        "combined",
        &[(Field::RemoteAddress, "unix:")],
    ),
    (
        "virtual-host-for-an-identity",
        "203.0.113.7 www.example.com - {} 200 5",
        "combined",
        &[(Field::RemoteAddress, "203.0.113.7"), (Field::User, "-")],
    ),
    (
        "host-and-port",
        "www.example.com:443 2001:db8::7 - - {} 200 5",
        "vhost_combined",
        &[
            (Field::ServerName, "www.example.com:443"),
            (Field::RemoteAddress, "2001:db8::7"),
            (Field::ResponseBytes, "5"),
        ],
    ),
    (
        "host-that-is-an-address",
        "192.0.2.1:80 203.0.113.7 - - {} 200 5",
        "vhost_combined",
        &[(Field::ServerName, "192.0.2.1:80")],
    ),
    (
        "host-and-a-client-by-its-name",
        "www.example.com:443 client.example.net - - {} 200 5",
        "vhost_combined",
        &[
            (Field::ServerName, "www.example.com:443"),
            (Field::RemoteAddress, "client.example.net"),
            (Field::User, "-"),
        ],
    ),
    (
        "host-and-a-user-with-blanks",
        "www.example.com 203.0.113.7 - ada b {} 200 5",
        "vhost_combined",
        &[(Field::User, "ada b")],
    ),
    (
        "host-and-id",
        "www.example.com 203.0.113.7 - 0123456789abcdef0123 ada {} 200 5",
        "vhost_combined with an id",
        &[
            (Field::RequestId, "0123456789abcdef0123"),
            (Field::User, "ada"),
        ],
    ),
    (
        "list-between-quotes",
        r#""198.51.100.4, 10.0.0.1" 10.0.0.2 - - {} 200 5"#,
        "combined after a list of clients",
        &[
            (Field::ForwardedFor, "198.51.100.4, 10.0.0.1"),
            (Field::RemoteAddress, "10.0.0.2"),
        ],
    ),
    (
        "list-before-the-client",
        "198.51.100.4, 10.0.0.1 10.0.0.2 - - {} 200 5",
        "combined after a list of clients",
        &[
            (Field::ForwardedFor, "198.51.100.4, 10.0.0.1"),
            (Field::RemoteAddress, "10.0.0.2"),
        ],
    ),
    (
        "list-of-one",
        "198.51.100.4 10.0.0.2 - - {} 200 5",
        "combined after a list of clients",
        &[
            (Field::ForwardedFor, "198.51.100.4"),
            (Field::RemoteAddress, "10.0.0.2"),
        ],
    ),
    (
        "list-of-none",
        "- 10.0.0.2 - - {} 200 5",
        "combined after a list of clients",
        &[
            (Field::ForwardedFor, "-"),
            (Field::RemoteAddress, "10.0.0.2"),
        ],
    ),
    (
        "list-in-the-client-s-place",
        "198.51.100.4, 10.0.0.1 - - {} 200 5",
        "combined",
        &[(Field::RemoteAddress, "198.51.100.4, 10.0.0.1")],
    ),
    (
        "wrapped-in-quotes",
        r#""203.0.113.7 - - {} 200 5 "-" "curl/8"""#,
        "combined",
        &[
            (Field::RemoteAddress, "203.0.113.7"),
            (Field::UserAgent, "curl/8"),
        ],
    ),
    (
        "syslog-of-nginx",
        "<190>Oct 10 13:55:36 web1 nginx: 203.0.113.7 - - {} 200 5",
        "combined",
        &[(Field::RemoteAddress, "203.0.113.7")],
    ),
    (
        "syslog-without-host",
        "<190>Oct  1 13:55:36 nginx: 203.0.113.7 - - {} 200 5",
        "combined",
        &[(Field::RemoteAddress, "203.0.113.7")],
    ),
    (
        "syslog-in-a-file",
        "Oct 10 13:55:36 web1 httpd[77]: www.example.com 203.0.113.7 - - {} 200 5",
        "vhost_combined",
        &[(Field::RemoteAddress, "203.0.113.7")],
    ),
    (
        "syslog-of-rsyslog",
        "2025-10-10T13:55:36.186+02:00 web1 nginx: 203.0.113.7 - - {} 200 5",
        "combined",
        &[(Field::RemoteAddress, "203.0.113.7")],
    ),
    (
        "tag-without-time",
        "web1 nginx[7]: 203.0.113.7 - - {} 200 5",
        "combined",
        &[(Field::RemoteAddress, "203.0.113.7")],
    ),
    (
        "syslog-of-rfc-5424",
        r#"<190>1 2025-10-10T13:55:36.186Z web1 nginx 7 - [a b="c\]d"][e] 203.0.113.7 - - {} 200 5"#,
        "combined",
        &[(Field::RemoteAddress, "203.0.113.7")],
    ),
];

pub(super) const OTHERS: &[Case] = &[
    (
        "json-by-syslog",
        r#"<190>Oct 10 13:55:36 web1 nginx: {"remote_addr":"203.0.113.7","status":200}"#,
        "json",
        &[(Field::RemoteAddress, "203.0.113.7")],
    ),
    (
        "haproxy-with-all-that-it-can-capture",
        r#"<134>Oct 10 13:55:36 lb haproxy[7]: 203.0.113.7:51234 [10/Oct/2025:13:55:36.127] https~ app/web1 0/0/0/72/+72 200 +7456 - - ---- 5/4/0/1/0 0/0 {www.example.com|curl} {|} "GET /\ HTTP/1.1" 0/0/0/0/0 www.example.com/TLSv1.3/X"#,
        "haproxy",
        &[
            (Field::RemoteAddress, "203.0.113.7:51234"),
            (Field::RequestLine, r"GET /\ HTTP/1.1"),
            (Field::DurationMilliseconds, "+72"),
        ],
    ),
    (
        "iis-before-8.5",
        "2025-10-10 11:55:36 192.0.2.10 GET /a - 443 - 203.0.113.7 Mozilla/5.0+(Windows) 200 0 0 \
         15",
        "w3c",
        &[
            (Field::RemoteAddress, "203.0.113.7"),
            (Field::Status, "200"),
            (Field::UserAgent, "Mozilla/5.0 (Windows)"),
            (Field::DurationMilliseconds, "15"),
        ],
    ),
    (
        "cloudfront-of-2012",
        "2012-05-25\t22:01:30\tAMS1\t4448\t203.0.113.7\tGET\td1.cloudfront.net\t\
         /old.html\t304\t-\tMozilla/4.0\t-",
        "cloudfront",
        &[(Field::Status, "304")],
    ),
    (
        "load-balancer-cut-behind-the-request",
        r#"wss 2025-10-10T11:55:36.186641Z app/lb/1 [2001:db8::7]:46532 - -1 -1 -1 502 - 0 0 "GET https://www.example.com:443/ HTTP/1.1""#,
        "alb",
        &[(Field::RemoteAddress, "[2001:db8::7]:46532")],
    ),
];

/// Lines of no known format. Each is similar to a line of a known format.
pub(super) const NOISE: &[(&str, &str)] = &[
    ("nothing", ""),
    ("dashes", "- - - [-] \"-\" - -"),
    ("words", "not a line of any log"),
    (
        "apache-error",
        "[Fri Oct 10 13:55:36.880562 2025] [auth_basic:error] [pid 10:tid 14] [client \
         203.0.113.7:50229] AH01618: user ada not found: /",
    ),
    (
        "nginx-error",
        r#"2025/10/10 13:55:36 [error] 7#7: *1 open() failed, client: 203.0.113.7, request: "GET / HTTP/1.1""#,
    ),
    (
        "sshd-by-syslog",
        "Oct 10 13:55:36 web-1 sshd[6801]: Accepted publickey for ada from 203.0.113.7 port 4711",
    ),
    (
        "kernel-by-syslog-of-rsyslog",
        "2025-10-10T13:55:36.186+02:00 web-1 kernel: [12.5] eth0: link up",
    ),
    (
        "cron-by-rfc-5424",
        "<78>1 2025-10-10T13:55:36Z web-1 CRON 7 - - (root) CMD (true)",
    ),
    (
        "row-of-a-load-balancer-by-syslog",
        "<190>Oct 10 13:55:36 web1 a: http 2025-10-10T11:55:36.186641Z app/lb/1 203.0.113.7:4711 \
         - -1 -1 -1 502 - 0 0 \"GET / HTTP/1.1\"",
    ),
    (
        "xml",
        "<Event xmlns=\"http://schemas.example.com/event\"><System/></Event>",
    ),
    (
        "application-with-a-time-in-brackets",
        "ERROR in worker three [10/Oct/2025:13:55:36 +0000] \"something odd\" 200 5",
    ),
    (
        "application-with-a-time-and-no-request",
        "worker - - [10/Oct/2025:13:55:36 +0000] connected",
    ),
    (
        "compose",
        "web_1  | 203.0.113.7 - - [10/Oct/2025:13:55:36 +0000] \"GET / HTTP/1.1\" 200 5",
    ),
    (
        "host-and-client-without-identity",
        "www.example.com 203.0.113.7 - [10/Oct/2025:13:55:36 +0000] \"GET / HTTP/1.1\" 200 5",
    ),
    (
        "client-alone",
        "203.0.113.7 [10/Oct/2025:13:55:36 +0000] \"GET / HTTP/1.1\" 200 5",
    ),
    (
        "java-with-an-iso-time",
        "2025-10-10T13:55:36.186Z INFO main - started on 203.0.113.7:8080",
    ),
    (
        "java-with-tabs",
        "2025-10-10\t13:55:36\tINFO\tmain\t203.0.113.7\tstarted",
    ),
    (
        "iis-with-chosen-columns",
        "2025-10-10 11:55:36 192.0.2.10 GET /a a=b 443 - 203.0.113.7 curl HTTP/1.1 - \
         www.example.com 200 0 0 15",
    ),
    (
        "iis-with-as-many-columns-in-another-order",
        "2025-10-10 11:55:36 192.0.2.10 GET /a a=b 443 203.0.113.7 - curl - 200 0 0 15",
    ),
    ("iis-cut", "2025-10-10 11:55:36 192.0.2.10 GET /a a=b 443"),
    (
        "postgres",
        "2025-10-10 11:55:36 UTC [7] LOG:  checkpoint complete",
    ),
    (
        "haproxy-without-a-port",
        "lb [10/Oct/2025:13:55:36.127] https~ app/web1 0/0/0/72/72 200 7456",
    ),
];
