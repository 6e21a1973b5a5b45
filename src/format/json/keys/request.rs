//! Requests, and the agents that send them.

use super::row::{BEST, FAIR, GOOD, POOR, Row, WEAK};
use crate::format::field::Field as F;
use crate::format::json::meaning::Meaning::{Host, Is, Method, Protocol, Query, Request, Target};

pub(super) const ROWS: &[Row] = &[
    Row(
        Method,
        BEST,
        "{HTTP}_method {HTTP}_verb http_http_method cs_method c_method request_method_name",
    ),
    Row(Method, FAIR, "method verb"),
    Row(
        Request,
        BEST,
        "request_line {REQ}_line request_first_line first_line first_request_line {REQ}_string \
         requested_url",
    ),
    Row(Request, GOOD, "request req http_request"),
    Row(Is(F::RequestLine), FAIR, "raw_request"),
    Row(
        Target,
        BEST,
        "{HTTP}_uri {HTTP}_target original_{url,uri} {HTTP}_original_{url,uri} \
         original_request_uri{,_with_args} x_envoy_{origin,original}_path \
         {REQH}_x_envoy_original_path url_{original,full} full_path {HTTP}_full_path \
         {HTTP}_full_{uri,url} full_{uri,url} raw_{uri,url} {HTTP}_raw_{uri,url,path} raw_path \
         request_raw cs_uri path_and_query uri_with_query path_with_query",
    ),
    Row(
        Target,
        GOOD,
        "{HTTP}_url {HTTP}_path requested_uri requested_path uri_path url_path cs_uri_stem \
         uri_stem {HTTP}_{uri,url}_path {HTTP}_{uri,url}_{full,original,raw} http_url_details_path \
         document_uri script_name path_info request_path_info request_file_path",
    ),
    Row(Target, FAIR, "uri url"),
    Row(Target, WEAK, "path target"),
    Row(
        Target,
        WEAK + 3,
        "resource_path http_route resource endpoint",
    ),
    Row(
        Query,
        BEST,
        "query_string {HTTP}_query_string {HTTP}_{query,args} cs_uri_query uri_query url_query \
         args {HTTP}_{uri,url}_query \
         raw_query{,_string} query_str request_querystring url_details_query_string",
    ),
    Row(Query, FAIR, "query query_params qs"),
    Row(
        Protocol,
        BEST,
        "server_protocol {HTTP}_protocol {HTTP}_proto {HTTP}_version {HTTP}_http_version \
         http_version{,_number} protocol_version cs_version cs_protocol{,_version} \
         {HTTP}_protocol_version http_flavor network_protocol_version \
         {HTTP}_scheme scheme url_scheme cs_uri_scheme",
    ),
    Row(Protocol, GOOD, "protocol proto"),
    Row(
        Protocol,
        FAIR,
        "{REQH}_{x_forwarded,cloudfront_forwarded}_proto x_forwarded_proto forwarded_proto \
         x_forwarded_scheme",
    ),
    Row(
        Is(F::Host),
        BEST,
        "{HTTP}_host {REQH}_host http_host host_header x_host_header {HTTP}_host_header \
         {HTTP}_authority authority original_host cs_host_header",
    ),
    Row(
        Is(F::Host),
        GOOD,
        "{HTTP}_{hostname,host_name,domain,domain_name} {REQH}_x_forwarded_host x_forwarded_host \
         url_domain request_addr \
         {HTTP}_{uri,url}_host url_details_host url_host http_server_name net_host_name",
    ),
    Row(Host, GOOD, "host"),
    Row(
        Is(F::Referrer),
        BEST,
        "{REQH}_{referer,referrer} {referer,referrer} http_{referer,referrer} \
         cs_{referer,referrer} {HTTP}_{referer,referrer} referer_url referrer_url",
    ),
    Row(
        Is(F::UserAgent),
        BEST,
        "{REQH}_user_agent user_agent http_http_user_agent {HTTP}_user_agent cs_user_agent \
         user_agent_original http_user_agent_original request_context_http_user_agent \
         client_user_agent user_agent_string browser_user_agent {REQH}_user_agent_original",
    ),
    Row(Is(F::UserAgent), GOOD, "ua user_agent_raw"),
    Row(Is(F::UserAgent), WEAK, "agent"),
    Row(
        Is(F::RequestId),
        BEST,
        "request_id {HTTP}_id {HTTP}_request_id http_request_id x_edge_request_id \
         {REQH}_x_request_id x_request_id {RESH}_x_request_id",
    ),
    Row(
        Is(F::RequestId),
        GOOD,
        "req_id reg_id rid ray_id {REQH}_{cf_ray,x_correlation_id,x_amz_cf_id} cf_ray \
         x_correlation_id correlation_id \
         tracking_reference transaction_id unique_id request_uuid x_amz_cf_id",
    ),
    Row(Is(F::RequestId), POOR, "extended_request_id"),
];
