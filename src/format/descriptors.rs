//! The list of the formats, with one descriptor for each. `LOG_FORMAT`, the command line's help,
//! `weblog formats`, `auto`, the property tests and the error messages are made from this list. A
//! test compares the README's table with it.

use super::presets::{Preset, all};
use super::signature::{Prefix, Signature};

/// A format with a name.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Descriptor {
    /// The value of `LOG_FORMAT`.
    pub name: &'static str,
    /// What the format reads, as the README's table says.
    pub reads: &'static str,
    /// An example of a line.
    pub example: &'static str,
    /// The URL of its specification; empty for formats that this project defines.
    pub specification: &'static str,
    /// The signature by which `auto` recognises a line; `None` for `auto` itself.
    pub(super) signature: Option<Signature>,
    /// The reader of its lines.
    pub(super) reader: Reader,
}

/// What reads a format's lines.
#[derive(Debug, Clone, Copy)]
pub(super) enum Reader {
    Auto,
    Json,
    W3c,
    CloudFront,
    Realtime,
    /// A preset of the combined family. `auto` reads its lines by the layouts of the family.
    Combined(fn() -> Preset),
    Preset(fn() -> Preset),
}

/// A format that has no name and that only `auto` reads.
pub(super) struct Variant {
    /// How it differs from a format with a name.
    pub(super) name: &'static str,
    pub(super) signature: Signature,
    pub(super) preset: fn() -> Preset,
}

/// The formats that `auto` tries after the named formats with the same signature.
pub(super) static VARIANTS: &[Variant] = &[
    Variant {
        name: "combined with a time before the referrer",
        signature: Signature::Family(Prefix::Client),
        preset: all::timed,
    },
    Variant {
        name: "vhost_combined with a time before the referrer",
        signature: Signature::Family(Prefix::Host),
        preset: all::timed_vhost,
    },
];

/// The descriptor of the format with this name; `None` if there is no such format.
pub(super) fn of(name: &str) -> Option<&'static Descriptor> {
    DESCRIPTORS
        .iter()
        .find(|descriptor| descriptor.name == name)
}

/// All names, separated by commas.
///
/// # Examples
/// ```
/// assert!(weblog_enrich::format::names().starts_with("auto, common, combined"));
/// ```
#[must_use]
pub fn names() -> String {
    let names: Vec<_> = DESCRIPTORS
        .iter()
        .map(|descriptor| descriptor.name)
        .collect();
    names.join(", ")
}

/// Every format with a name. Formats that `auto` recognises by one signature are tried in this
/// order.
pub static DESCRIPTORS: &[Descriptor] = &[
    Descriptor {
        name: "auto",
        reads: "recognises the format of each line among those below, also after a syslog header",
        example: r#"203.0.113.7 - ada [10/Oct/2025:13:55:36 +0200] "GET / HTTP/1.1" 200 512"#,
        specification: "",
        signature: None,
        reader: Reader::Auto,
    },
    Descriptor {
        name: "common",
        reads: "Apache's common log format",
        example: r#"203.0.113.7 - ada [10/Oct/2025:13:55:36 +0200] "GET / HTTP/1.1" 200 512"#,
        specification: "https://httpd.apache.org/docs/2.4/logs.html#common",
        signature: Some(Signature::Family(Prefix::Client)),
        reader: Reader::Combined(all::common),
    },
    Descriptor {
        name: "combined",
        reads: "Apache's and nginx's combined log format, with or without `X-Forwarded-For` at \
                its end",
        example: r#"203.0.113.7 - ada [10/Oct/2025:13:55:36 +0200] "GET / HTTP/1.1" 200 512 "https://www.example.com/" "curl/8.5.0""#,
        specification: "https://httpd.apache.org/docs/2.4/logs.html#combined",
        signature: Some(Signature::Family(Prefix::Client)),
        reader: Reader::Combined(all::combined),
    },
    Descriptor {
        name: "vhost_combined",
        reads: "Debian's `vhost_combined`: the combined format with the virtual host in front",
        example: r#"www.example.com:443 203.0.113.7 - - [10/Oct/2025:13:55:36 +0200] "GET / HTTP/1.1" 200 512 "-" "curl/8.5.0""#,
        specification: "https://httpd.apache.org/docs/2.4/logs.html#virtualhost",
        signature: Some(Signature::Family(Prefix::Host)),
        reader: Reader::Combined(all::vhost_combined),
    },
    Descriptor {
        name: "nginx",
        reads: "nginx's `combined` and the packaged `main`",
        example: r#"203.0.113.7 - - [10/Oct/2025:13:55:36 +0200] "GET / HTTP/1.1" 200 512 "-" "curl/8.5.0" "198.51.100.4""#,
        specification: "https://nginx.org/en/docs/http/ngx_http_log_module.html#log_format",
        signature: Some(Signature::Family(Prefix::Client)),
        reader: Reader::Combined(all::nginx),
    },
    Descriptor {
        name: "ingress-nginx",
        reads: "the default format of every version of ingress-nginx",
        example: r#"203.0.113.7 - - [10/Oct/2025:13:55:36 +0200] "GET / HTTP/2.0" 200 512 "-" "curl/8.5.0" 462 0.050 [shop-web-80] [] 10.0.50.80:9000 512 0.049 200 752178adb17130b291aefd8c386279e7"#,
        specification: "https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration\
                        /log-format/",
        signature: Some(Signature::Family(Prefix::Client)),
        reader: Reader::Preset(all::ingress),
    },
    Descriptor {
        name: "traefik",
        reads: "Traefik's common log format",
        example: r#"203.0.113.7 - - [10/Oct/2025:13:55:36 +0200] "GET / HTTP/1.1" 200 512 "-" "curl/8.5.0" 17 "web@docker" "http://172.17.0.3:80" 12ms"#,
        specification: "https://doc.traefik.io/traefik/observability/access-logs/#format",
        signature: Some(Signature::Family(Prefix::Client)),
        reader: Reader::Preset(all::traefik),
    },
    Descriptor {
        name: "kong",
        reads: "Kong's default format",
        example: r#"203.0.113.7 - - [10/Oct/2025:13:55:36 +0200] "GET / HTTP/1.1" 200 512 "-" "curl/8.5.0" kong_request_id: "8a1b2c3d4e5f""#,
        specification: "https://developer.konghq.com/gateway/logs/",
        signature: Some(Signature::Family(Prefix::Client)),
        reader: Reader::Preset(all::kong),
    },
    Descriptor {
        name: "haproxy",
        reads: "HAProxy's HTTP and HTTPS logs, with or without `option logasap`",
        example: r#"203.0.113.7:14853 [10/Oct/2025:13:55:36.127] https~ app/web1 0/0/1/3/4 200 512 - - ---- 1/1/0/0/0 0/0 "GET / HTTP/1.1""#,
        specification: "https://docs.haproxy.org/3.0/configuration.html#8.2.3",
        signature: Some(Signature::Haproxy),
        reader: Reader::Preset(all::haproxy),
    },
    Descriptor {
        name: "haproxy-clf",
        reads: "HAProxy's `option httplog clf`",
        example: r#"203.0.113.7 - - [10/Oct/2025:13:55:36 +0200] "GET / HTTP/1.1" 200 512 "" "" 14853 127 "https" "app" "web1" 0 0 1 3 4 "----" 1 1 0 0 0 0 0 "" "" "" """#,
        specification: "https://docs.haproxy.org/3.0/configuration.html#8.2.6",
        signature: Some(Signature::Family(Prefix::Client)),
        reader: Reader::Preset(all::haproxy_clf),
    },
    Descriptor {
        name: "istio",
        reads: "Istio's default text format",
        example: r#"[2025-10-10T11:55:36.127Z] "GET / HTTP/1.1" 200 - via_upstream - "-" 0 512 4 3 "-" "curl/8.5.0" "cc21d9b0-cf5c-432b-8c7e-98aeb7988cd2" "web:8000" "10.44.1.27:80" outbound|8000||web.shop.svc.cluster.local 10.44.1.23:37652 10.0.45.184:8000 203.0.113.7:46520 - default"#,
        specification: "https://istio.io/latest/docs/tasks/observability/logs/access-log\
                        /#default-access-log-format",
        signature: Some(Signature::Envoy),
        reader: Reader::Preset(all::istio),
    },
    Descriptor {
        name: "envoy",
        reads: "Envoy's default text format",
        example: r#"[2025-10-10T11:55:36.127Z] "GET / HTTP/1.1" 200 - 0 512 4 3 "203.0.113.7" "curl/8.5.0" "cc21d9b0-cf5c-432b-8c7e-98aeb7988cd2" "www.example.com" "10.0.2.1:80""#,
        specification: "https://www.envoyproxy.io/docs/envoy/latest/configuration/observability\
                        /access_log/usage#default-format-string",
        signature: Some(Signature::Envoy),
        reader: Reader::Preset(all::envoy),
    },
    Descriptor {
        name: "squid",
        reads: "Squid's native format",
        example: "1760097336.127    180 203.0.113.7 TCP_MISS/200 512 GET http://www.example.com/ \
                  - HIER_DIRECT/198.51.100.5 text/html",
        specification: "https://wiki.squid-cache.org/Features/LogFormat",
        signature: Some(Signature::Squid),
        reader: Reader::Preset(all::squid),
    },
    Descriptor {
        name: "ssl-request-log",
        reads: "Apache's `ssl_request_log`",
        example: r#"[10/Oct/2025:13:55:36 +0200] 203.0.113.7 TLSv1.3 TLS_AES_128_GCM_SHA256 "GET / HTTP/1.1" 512"#,
        specification: "https://httpd.apache.org/docs/2.4/mod/mod_ssl.html#logformats",
        signature: Some(Signature::Bracketed),
        reader: Reader::Preset(all::ssl_request_log),
    },
    Descriptor {
        name: "nginx-proxy-manager",
        reads: "Nginx Proxy Manager's formats `proxy` and `standard`",
        example: r#"[10/Oct/2025:13:55:36 +0200] - 200 200 - GET https www.example.com "/" [Client 203.0.113.7] [Length 512] [Gzip -] [Sent-to web] "curl/8.5.0" "-""#,
        specification: "https://github.com/NginxProxyManager/nginx-proxy-manager/blob/develop\
                        /docker/rootfs/etc/nginx/conf.d/include/log-proxy.conf",
        signature: Some(Signature::Bracketed),
        reader: Reader::Preset(all::proxy_manager),
    },
    Descriptor {
        name: "api-gateway",
        reads: "API Gateway's common log format",
        example: r#"203.0.113.7 - ada [10/Oct/2025:13:55:36 +0000]"GET /pets HTTP/1.1" 200 512 39cc8eac-98d8-444b-ac6a-1fb9a9f1b2c3 JKJaXmPLvHcESHA="#,
        specification: "https://docs.aws.amazon.com/apigateway/latest/developerguide\
                        /set-up-logging.html",
        signature: Some(Signature::ApiGateway),
        reader: Reader::Preset(all::api_gateway),
    },
    Descriptor {
        name: "alb",
        reads: "access logs of the Application Load Balancer",
        example: r#"https 2025-10-10T11:55:36.186641Z app/lb/50dc6c495c0c9188 203.0.113.7:46532 10.0.0.66:9000 0.001 0.052 0.000 200 200 589 512 "GET https://www.example.com:443/ HTTP/1.1" "curl/8.5.0" ECDHE-RSA-AES128-GCM-SHA256 TLSv1.2"#,
        specification: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application\
                        /load-balancer-access-logs.html",
        signature: Some(Signature::Alb),
        reader: Reader::Preset(all::alb),
    },
    Descriptor {
        name: "classic-elb",
        reads: "access logs of the Classic Load Balancer",
        example: r#"2025-10-10T11:55:36.945958Z lb 203.0.113.7:2817 10.0.0.1:80 0.000086 0.001048 0.001337 200 200 0 512 "GET http://www.example.com:80/ HTTP/1.1" "curl/8.5.0" - -"#,
        specification: "https://docs.aws.amazon.com/elasticloadbalancing/latest/classic\
                        /access-log-collection.html",
        signature: Some(Signature::ClassicElb),
        reader: Reader::Preset(all::classic_elb),
    },
    Descriptor {
        name: "cloudfront",
        reads: "CloudFront's standard logs",
        example: "2025-10-10\t11:55:36\tFRA60-P2\t512\t203.0.113.7\tGET\td111111abcdef8.cloudfront.net\t/\t200\t-\tcurl/8.5.0\t-",
        specification: "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide\
                        /standard-logs-reference.html",
        signature: Some(Signature::CloudFront),
        reader: Reader::CloudFront,
    },
    Descriptor {
        name: "cloudfront-realtime",
        reads: "CloudFront's real-time logs with the fields in `LOG_FIELDS`; `auto` reads logs \
                that have every field",
        example: "1760097336.186\t203.0.113.7\t0.002\t200\t512\tGET\thttps\td111111abcdef8.cloudfront.net\t/",
        specification: "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide\
                        /real-time-logs.html",
        signature: Some(Signature::Realtime),
        reader: Reader::Realtime,
    },
    Descriptor {
        name: "s3",
        reads: "S3 server access logs",
        example: r#"79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be bucket [10/Oct/2025:13:55:36 +0000] 203.0.113.7 - 3E57427F33A59F07 REST.GET.OBJECT a.txt "GET /a.txt HTTP/1.1" 200 - 512 512 7 6 "-" "curl/8.5.0" -"#,
        specification: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/LogFormat.html",
        signature: Some(Signature::S3),
        reader: Reader::Preset(all::s3),
    },
    Descriptor {
        name: "w3c",
        reads: "any log with `#Fields:`, and IIS's default columns without it",
        example: "2025-10-10 11:55:36 192.0.2.10 GET / - 443 - 203.0.113.7 curl/8.5.0 - 200 0 0 15",
        specification: "https://www.w3.org/TR/WD-logfile.html",
        signature: Some(Signature::Iis),
        reader: Reader::W3c,
    },
    Descriptor {
        name: "json",
        reads: "JSON lines, by the meaning of their keys, in any spelling, nested or flat: nginx, \
                Apache, Caddy, Traefik, Envoy, Istio, Kong, HAProxy, Tomcat; Fluent Bit's and \
                Logstash's parsers, the Kinesis Agent's `LOGTOJSON`, ECS, OpenTelemetry; pino, \
                lograge and other frameworks; AWS's own (ALB, S3, CloudFront, WAF, API Gateway, \
                VPC Lattice), Fastly, Cloudflare, Akamai, Google Cloud, Azure",
        example: r#"{"time":"2025-10-10T11:55:36Z","remote_addr":"203.0.113.7","request":"GET / HTTP/1.1","status":200}"#,
        specification: "",
        signature: Some(Signature::Json),
        reader: Reader::Json,
    },
];
