//! Recognises the writer of a line by the keys that only this writer uses.
//!
//! Some keys mean different things to different writers. `duration` is in seconds for Caddy, in
//! milliseconds for lograge, and in nanoseconds for Traefik. The other keys of the object then
//! decide.

/// A set of writers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Company(u32);

impl Company {
    /// The Kinesis Agent's `LOGTOJSON`: `host` is the client.
    pub(super) const KINESIS_AGENT: Self = Self(1);
    /// CloudFront: `time-taken` is in seconds, and the client's values are percent-encoded once
    /// more.
    pub(super) const CLOUDFRONT: Self = Self(1 << 1);
    /// AWS WAF.
    pub(super) const WAF: Self = Self(1 << 2);
    /// A load balancer of AWS: `ip_address` is the balancer's own address.
    pub(super) const ELB: Self = Self(1 << 3);
    /// lograge: `duration` is in milliseconds.
    pub(super) const RAILS: Self = Self(1 << 4);
    /// Caddy: `duration` is in seconds if it has a fraction. A whole number may be in either of two
    /// units.
    pub(super) const CADDY: Self = Self(1 << 5);
    /// Traefik: durations are whole nanoseconds.
    pub(super) const TRAEFIK: Self = Self(1 << 6);
    /// Node.js: pino-http, morgan and Express's loggers write milliseconds.
    pub(super) const NODE: Self = Self(1 << 7);
    /// nginx, and writers that name their keys after its variables: durations are in seconds.
    pub(super) const NGINX: Self = Self(1 << 8);
    /// Tomcat: `elapsedTime` is in milliseconds or microseconds, depending on the version.
    pub(super) const TOMCAT: Self = Self(1 << 9);
    /// `HAProxy`: `server_name` is the backend's server, and times are whole milliseconds.
    pub(super) const HAPROXY: Self = Self(1 << 10);
    /// Azure: `timeTaken` is in seconds.
    pub(super) const AZURE: Self = Self(1 << 11);
    /// Echo: `latency` is in whole nanoseconds.
    pub(super) const ECHO: Self = Self(1 << 12);
    /// Akamai: the client's values are percent-encoded once more.
    pub(super) const AKAMAI: Self = Self(1 << 13);
    /// Serilog, logback, httplog: durations are in milliseconds.
    pub(super) const MILLISECONDS: Self = Self(1 << 14);
    /// Logstash: `host` is the shipper's machine.
    pub(super) const LOGSTASH: Self = Self(1 << 16);
    /// IIS writes `+` for a blank in the client's values.
    pub(super) const IIS: Self = Self(1 << 17);
    /// Another kind of log that looks like an access log.
    pub(super) const NOT_ACCESS: Self = Self(1 << 15);

    pub(super) const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(super) const fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

/// The keys that identify a writer. The names are written as in the rows of [`super::keys`].
pub(super) const HINTS: &[(Company, &str)] = &[
    (Company::KINESIS_AGENT, "authuser"),
    (
        Company::CLOUDFRONT,
        "x_edge_{location,result_type,request_id,detailed_result_type,response_result_type,mqcs} \
         distribution_{id,tenant_id} primary_distribution_{id,dns_name} \
         cache_behavior_path_pattern origin_{fbl,lbl} fle_status sc_range_{start,end}",
    ),
    (
        Company::WAF,
        "webacl_id terminating_rule_id terminating_rule_type http_source_name http_source_id",
    ),
    (Company::ELB, "elb"),
    (Company::LOGSTASH, "@version"),
    (Company::RAILS, "controller view_runtime db_runtime"),
    (
        Company::CADDY,
        "resp_headers request_proto request_remote_ip",
    ),
    (
        Company::TRAEFIK,
        "downstream_status origin_status origin_duration router_name entry_point_name start_utc \
         request_count downstream_content_size retry_attempts",
    ),
    (
        Company::NODE,
        "req_url req_method res_status_code req_original_url",
    ),
    (
        Company::NGINX,
        "body_bytes_sent time_iso8601 time_local upstream_response_time http_user_agent \
         http_referer request_length upstream_addr",
    ),
    (
        Company::TOMCAT,
        "logical_user_name local_server_name byte_sent_nc elapsed_time_s thread_name",
    ),
    (
        Company::HAPROXY,
        "termination_state backend_name frontend_name frontend backend fe_name be_name",
    ),
    (
        Company::AZURE,
        "operation_name server_routed tracking_reference http_status_details",
    ),
    (
        Company::IIS,
        "sc_substatus sc_win32_status s_sitename s_computername s_port",
    ),
    (Company::ECHO, "latency_human"),
    (Company::AKAMAI, "cli_ip req_time_sec rsp_content_len"),
    (
        Company::MILLISECONDS,
        "@mt http_response_elapsed requested_uri requested_url",
    ),
    // Kubernetes' audit log.
    (Company::NOT_ACCESS, "audit_id"),
];
