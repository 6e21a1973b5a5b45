//! The formats that have a name: one table, of which `LOG_FORMAT`, the command line's help, `weblog formats`, the README's table and
//! the refusals are made.

use super::presets::{Preset, all};

/// A format with a name.
#[derive(Debug, Clone, Copy)]
pub struct Known {
    /// What `LOG_FORMAT` calls it.
    pub name: &'static str,
    /// What it reads, as the README's table says.
    pub reads: &'static str,
    /// A line of it.
    pub example: &'static str,
    /// Where it is specified; empty for what is ours.
    pub specification: &'static str,
    pub(super) reader: Reader,
}

/// What reads it.
#[derive(Debug, Clone, Copy)]
pub(super) enum Reader {
    Auto,
    Json,
    W3c,
    CloudFront,
    Realtime,
    Preset(fn() -> Preset),
}

/// The known format of a name.
pub(super) fn of(name: &str) -> Option<&'static Known> {
    KNOWN.iter().find(|known| known.name == name)
}

/// The names, separated by commas.
#[must_use]
pub fn names() -> String {
    let names: Vec<_> = KNOWN.iter().map(|known| known.name).collect();
    names.join(", ")
}

/// Every format with a name.
pub static KNOWN: [Known; 23] = [
    Known {
        name: "auto",
        reads: "distinguishes all of the following line by line, behind a syslog header too",
        example: r#"203.0.113.7 - ada [10/Oct/2025:13:55:36 +0200] "GET / HTTP/1.1" 200 512"#,
        specification: "",
        reader: Reader::Auto,
    },
    Known {
        name: "common",
        reads: "Apache's common log format",
        example: r#"203.0.113.7 - ada [10/Oct/2025:13:55:36 +0200] "GET / HTTP/1.1" 200 512"#,
        specification: "https://httpd.apache.org/docs/2.4/logs.html#common",
        reader: Reader::Preset(all::common),
    },
    Known {
        name: "combined",
        reads: "Apache's and nginx's combined log format, `X-Forwarded-For` behind it or not",
        example: r#"203.0.113.7 - ada [10/Oct/2025:13:55:36 +0200] "GET / HTTP/1.1" 200 512 "https://www.example.com/" "curl/8.5.0""#,
        specification: "https://httpd.apache.org/docs/2.4/logs.html#combined",
        reader: Reader::Preset(all::combined),
    },
    Known {
        name: "vhost_combined",
        reads: "Debian's, with the virtual host in front",
        example: r#"www.example.com:443 203.0.113.7 - - [10/Oct/2025:13:55:36 +0200] "GET / HTTP/1.1" 200 512 "-" "curl/8.5.0""#,
        specification: "https://httpd.apache.org/docs/2.4/logs.html#virtualhost",
        reader: Reader::Preset(all::vhost_combined),
    },
    Known {
        name: "nginx",
        reads: "nginx's `combined` and the packaged `main`",
        example: r#"203.0.113.7 - - [10/Oct/2025:13:55:36 +0200] "GET / HTTP/1.1" 200 512 "-" "curl/8.5.0" "198.51.100.4""#,
        specification: "https://nginx.org/en/docs/http/ngx_http_log_module.html#log_format",
        reader: Reader::Preset(all::nginx),
    },
    Known {
        name: "ingress-nginx",
        reads: "ingress-nginx's, of every version",
        example: r#"203.0.113.7 - - [10/Oct/2025:13:55:36 +0200] "GET / HTTP/2.0" 200 512 "-" "curl/8.5.0" 462 0.050 [shop-web-80] [] 10.0.50.80:9000 512 0.049 200 752178adb17130b291aefd8c386279e7"#,
        specification: "https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/log-format/",
        reader: Reader::Preset(all::ingress),
    },
    Known {
        name: "nginx-proxy-manager",
        reads: "Nginx Proxy Manager's `proxy` and `standard`",
        example: r#"[10/Oct/2025:13:55:36 +0200] - 200 200 - GET https www.example.com "/" [Client 203.0.113.7] [Length 512] [Gzip -] [Sent-to web] "curl/8.5.0" "-""#,
        specification: "https://github.com/NginxProxyManager/nginx-proxy-manager/blob/develop/docker/rootfs/etc/nginx/conf.d/include/log-proxy.conf",
        reader: Reader::Preset(all::proxy_manager),
    },
    Known {
        name: "traefik",
        reads: "Traefik's common log format",
        example: r#"203.0.113.7 - - [10/Oct/2025:13:55:36 +0200] "GET / HTTP/1.1" 200 512 "-" "curl/8.5.0" 17 "web@docker" "http://172.17.0.3:80" 12ms"#,
        specification: "https://doc.traefik.io/traefik/observability/access-logs/#format",
        reader: Reader::Preset(all::traefik),
    },
    Known {
        name: "kong",
        reads: "Kong's default",
        example: r#"203.0.113.7 - - [10/Oct/2025:13:55:36 +0200] "GET / HTTP/1.1" 200 512 "-" "curl/8.5.0" kong_request_id: "8a1b2c3d4e5f""#,
        specification: "https://developer.konghq.com/gateway/logs/",
        reader: Reader::Preset(all::kong),
    },
    Known {
        name: "haproxy",
        reads: "HAProxy's HTTP and HTTPS logs, logged as soon as possible or not",
        example: r#"203.0.113.7:14853 [10/Oct/2025:13:55:36.127] https~ app/web1 0/0/1/3/4 200 512 - - ---- 1/1/0/0/0 0/0 "GET / HTTP/1.1""#,
        specification: "https://docs.haproxy.org/3.0/configuration.html#8.2.3",
        reader: Reader::Preset(all::haproxy),
    },
    Known {
        name: "haproxy-clf",
        reads: "HAProxy's `option httplog clf`",
        example: r#"203.0.113.7 - - [10/Oct/2025:13:55:36 +0200] "GET / HTTP/1.1" 200 512 "" "" 14853 127 "https" "app" "web1" 0 0 1 3 4 "----" 1 1 0 0 0 0 0 "" "" "" """#,
        specification: "https://docs.haproxy.org/3.0/configuration.html#8.2.6",
        reader: Reader::Preset(all::haproxy_clf),
    },
    Known {
        name: "envoy",
        reads: "Envoy's default text",
        example: r#"[2025-10-10T11:55:36.127Z] "GET / HTTP/1.1" 200 - 0 512 4 3 "203.0.113.7" "curl/8.5.0" "cc21d9b0-cf5c-432b-8c7e-98aeb7988cd2" "www.example.com" "10.0.2.1:80""#,
        specification: "https://www.envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage#default-format-string",
        reader: Reader::Preset(all::envoy),
    },
    Known {
        name: "istio",
        reads: "Istio's default text",
        example: r#"[2025-10-10T11:55:36.127Z] "GET / HTTP/1.1" 200 - via_upstream - "-" 0 512 4 3 "-" "curl/8.5.0" "cc21d9b0-cf5c-432b-8c7e-98aeb7988cd2" "web:8000" "10.44.1.27:80" outbound|8000||web.shop.svc.cluster.local 10.44.1.23:37652 10.0.45.184:8000 203.0.113.7:46520 - default"#,
        specification: "https://istio.io/latest/docs/tasks/observability/logs/access-log/#default-access-log-format",
        reader: Reader::Preset(all::istio),
    },
    Known {
        name: "squid",
        reads: "Squid's native log",
        example: "1760097336.127    180 203.0.113.7 TCP_MISS/200 512 GET http://www.example.com/ - HIER_DIRECT/198.51.100.5 text/html",
        specification: "https://wiki.squid-cache.org/Features/LogFormat",
        reader: Reader::Preset(all::squid),
    },
    Known {
        name: "ssl-request-log",
        reads: "Apache's `ssl_request_log`",
        example: r#"[10/Oct/2025:13:55:36 +0200] 203.0.113.7 TLSv1.3 TLS_AES_128_GCM_SHA256 "GET / HTTP/1.1" 512"#,
        specification: "https://httpd.apache.org/docs/2.4/mod/mod_ssl.html#logformats",
        reader: Reader::Preset(all::ssl_request_log),
    },
    Known {
        name: "api-gateway",
        reads: "API Gateway's common log format",
        example: r#"203.0.113.7 - ada [10/Oct/2025:13:55:36 +0000]"GET /pets HTTP/1.1" 200 512 39cc8eac-98d8-444b-ac6a-1fb9a9f1b2c3 JKJaXmPLvHcESHA="#,
        specification: "https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html",
        reader: Reader::Preset(all::api_gateway),
    },
    Known {
        name: "alb",
        reads: "Application Load Balancer",
        example: r#"https 2025-10-10T11:55:36.186641Z app/lb/50dc6c495c0c9188 203.0.113.7:46532 10.0.0.66:9000 0.001 0.052 0.000 200 200 589 512 "GET https://www.example.com:443/ HTTP/1.1" "curl/8.5.0" ECDHE-RSA-AES128-GCM-SHA256 TLSv1.2"#,
        specification: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-access-logs.html",
        reader: Reader::Preset(all::alb),
    },
    Known {
        name: "classic-elb",
        reads: "Classic Load Balancer",
        example: r#"2025-10-10T11:55:36.945958Z lb 203.0.113.7:2817 10.0.0.1:80 0.000086 0.001048 0.001337 200 200 0 512 "GET http://www.example.com:80/ HTTP/1.1" "curl/8.5.0" - -"#,
        specification: "https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/access-log-collection.html",
        reader: Reader::Preset(all::classic_elb),
    },
    Known {
        name: "cloudfront",
        reads: "CloudFront's standard logs",
        example: "2025-10-10\t11:55:36\tFRA60-P2\t512\t203.0.113.7\tGET\td111111abcdef8.cloudfront.net\t/\t200\t-\tcurl/8.5.0\t-",
        specification: "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logs-reference.html",
        reader: Reader::CloudFront,
    },
    Known {
        name: "cloudfront-realtime",
        reads: "CloudFront's real-time logs, of the fields in `LOG_FIELDS`; `auto` knows those of every field",
        example: "1760097336.186\t203.0.113.7\t0.002\t200\t512\tGET\thttps\td111111abcdef8.cloudfront.net\t/",
        specification: "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/real-time-logs.html",
        reader: Reader::Realtime,
    },
    Known {
        name: "s3",
        reads: "S3 server access logs",
        example: r#"79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be bucket [10/Oct/2025:13:55:36 +0000] 203.0.113.7 - 3E57427F33A59F07 REST.GET.OBJECT a.txt "GET /a.txt HTTP/1.1" 200 - 512 512 7 6 "-" "curl/8.5.0" -"#,
        specification: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/LogFormat.html",
        reader: Reader::Preset(all::s3),
    },
    Known {
        name: "w3c",
        reads: "any log with `#Fields:`, and IIS's default columns without",
        example: "2025-10-10 11:55:36 192.0.2.10 GET / - 443 - 203.0.113.7 curl/8.5.0 - 200 0 0 15",
        specification: "https://www.w3.org/TR/WD-logfile.html",
        reader: Reader::W3c,
    },
    Known {
        name: "json",
        reads: "JSON lines by meaning: keys in any spelling, nested or flat. nginx, Apache, Caddy, Traefik, Envoy, Istio, Kong, HAProxy, Tomcat; Fluent Bit's and Logstash's parsers, the Kinesis Agent's `LOGTOJSON`, ECS, OpenTelemetry; pino, lograge and other frameworks; AWS's own (ALB, S3, CloudFront, WAF, API Gateway, VPC Lattice), Fastly, Cloudflare, Akamai, Google Cloud, Azure",
        example: r#"{"time":"2025-10-10T11:55:36Z","remote_addr":"203.0.113.7","request":"GET / HTTP/1.1","status":200}"#,
        specification: "",
        reader: Reader::Json,
    },
];
