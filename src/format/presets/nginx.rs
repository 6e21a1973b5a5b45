//! nginx as it is packaged: `combined` is built in (<https://nginx.org/en/docs/http/ngx_http_log_module.html#log_format>), `main` adds
//! `"$http_x_forwarded_for"`; and two distributions of it with formats of their own.

use super::super::layout::Layout;
use super::super::nginx;

/// `main`, and `combined`, which is the same without its last value.
pub(super) fn main() -> Layout {
    super::combined::combined()
}

/// ingress-nginx's `upstreaminfo`:
/// <https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/log-format/>.
pub(super) fn ingress() -> Layout {
    compiled(
        r#"$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent "$http_referer" "$http_user_agent" $request_length $request_time [$proxy_upstream_name] [$proxy_alternative_upstream_name] $upstream_addr $upstream_response_length $upstream_response_time $upstream_status $request_id"#,
    )
}

/// Nginx Proxy Manager's `proxy`:
/// <https://github.com/NginxProxyManager/nginx-proxy-manager/blob/develop/docker/rootfs/etc/nginx/conf.d/include/log-proxy.conf>.
pub(super) fn proxy_manager() -> Layout {
    compiled(
        r#"[$time_local] $upstream_cache_status $skipped $status - $request_method $scheme $host "$request_uri" [Client $remote_addr] [Length $body_bytes_sent] [Gzip $gzip_ratio] [Sent-to $server] "$http_user_agent" "$http_referer""#,
    )
}

fn compiled(format: &str) -> Layout {
    nginx::compile(format)
        .expect("a preset's values have literals between them")
        .with_extras_allowed()
}
