//! nginx's packaged formats: `combined` is built in
//! (<https://nginx.org/en/docs/http/ngx_http_log_module.html#log_format>), `main` adds
//! `"$http_x_forwarded_for"`. Two distributions have formats of their own.

use super::super::layout::Layout;
use super::super::nginx;
use super::preset::Preset;

/// `main`, and `combined`, which lacks the last value of `main`.
pub(in crate::format) fn main() -> Preset {
    Preset::one(super::combined::combined())
}

/// The text before the time. Until 2019, a list of addresses in brackets preceded the user.
const INGRESS_PREFIXES: [&str; 2] = [
    "$remote_addr - $remote_user [",
    "$remote_addr - [$proxy_add_x_forwarded_for] - $remote_user [",
];

/// The format from the time to the duration. It is the same in every version.
const INGRESS: &str = r#"$time_local] "$request" $status $body_bytes_sent "$http_referer" "$http_user_agent" $request_length $request_time "#;

const INGRESS_UPSTREAMS: &str =
    "$upstream_addr $upstream_response_length $upstream_response_time $upstream_status";

/// ingress-nginx's `upstreaminfo` in every version:
/// <https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/log-format/>.
pub(in crate::format) fn ingress() -> Preset {
    let [prefix, old] = INGRESS_PREFIXES;
    let variant = |prefix: &str, names: &str, end: &str| {
        compiled(&[prefix, INGRESS, names, INGRESS_UPSTREAMS, end].concat())
    };
    let (one, two) = (
        "[$proxy_upstream_name] ",
        "[$proxy_upstream_name] [$proxy_alternative_upstream_name] ",
    );
    let lenient = variant(prefix, two, " $req_id").with_extras_allowed();
    let variants = vec![
        variant(old, two, " $req_id"),
        variant(old, one, " $req_id"),
        variant(old, one, ""),
        variant(prefix, two, " $req_id"),
        variant(prefix, one, " $req_id"),
        variant(prefix, one, ""),
    ];
    Preset::of(variants, lenient)
}

/// Nginx Proxy Manager's `proxy` and `standard`:
/// <https://github.com/NginxProxyManager/nginx-proxy-manager/blob/develop/docker/rootfs/etc/nginx/conf.d/include/log-proxy.conf>.
pub(in crate::format) fn proxy_manager() -> Preset {
    let proxy = r#"[$time_local] $upstream_cache_status $upstream_status $status - $request_method $scheme $host "$request_uri" [Client $remote_addr] [Length $body_bytes_sent] [Gzip $gzip_ratio] [Sent-to $server] "$http_user_agent" "$http_referer""#;
    let standard = r#"[$time_local] $status - $request_method $scheme $host "$request_uri" [Client $remote_addr] [Length $body_bytes_sent] [Gzip $gzip_ratio] "$http_user_agent" "$http_referer""#;
    let lenient = compiled(proxy).with_extras_allowed();
    Preset::of(vec![compiled(proxy), compiled(standard)], lenient)
}

fn compiled(format: &str) -> Layout {
    nginx::compile(format).expect("a preset's values have literals between them")
}
