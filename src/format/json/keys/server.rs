//! Servers: virtual host, server, upstream, TLS.

use super::row::{BEST, FAIR, GOOD, POOR, Row, WEAK};
use crate::format::field::Field as F;
use crate::format::json::meaning::Meaning::{CsHost, Is, Nothing, Number, Server, UpstreamPort};

pub(super) const ROWS: &[Row] = &[
    Row(
        Server,
        BEST,
        "server_name virtual_host{,_name} vhost requested_server_name destination_domain \
         local_server_name v_host site_name",
    ),
    Row(
        Server,
        GOOD,
        "ssl_server_name sni tls_{server_name,sni} {HTTP}_tls_server_name",
    ),
    Row(Server, GOOD, "domain_name"),
    Row(
        Server,
        FAIR,
        "server_address destination_address server_host{,name} domain site",
    ),
    Row(CsHost, BEST, "cs_host"),
    Row(
        Is(F::ServerAddress),
        BEST,
        "server_{addr,ip} s_ip local_{addr,ip,address} {HTTP}_{server_ip,local_address} dest_ip",
    ),
    Row(
        Is(F::ServerAddress),
        GOOD,
        "destination_ip id_resp_h dst_ip dstip",
    ),
    Row(
        Number(F::ServerPort),
        BEST,
        "server_port s_port local_port {REQ}_port destination_port dest_port",
    ),
    Row(Number(F::ServerPort), FAIR, "url_port http_port id_resp_p"),
    Row(Number(F::ServerPort), WEAK, "port"),
    Row(
        Is(F::UpstreamAddress),
        BEST,
        "upstream_{addr,address,host,ip} service_addr target_{ip_port,ip,addr,address} \
         origin_{ip,address} backend_{addr,address,ip} server_routed proxy_upstream_addr",
    ),
    Row(UpstreamPort, BEST, "target_port upstream_port backend_port"),
    Row(Is(F::UpstreamSeconds), BEST, "upstream_response_time"),
    Row(
        Is(F::TlsProtocol),
        BEST,
        "{ssl,tls}_protocol{,_version} {ssl,tls}_version {HTTP}_tls_{version,protocol} \
         client_ssl_protocol security_protocol \
         downstream_tls_version {HTTP}_ssl_{protocol,version} client_tls_version",
    ),
    Row(
        Is(F::TlsCipher),
        BEST,
        "{ssl,tls}_cipher{,s,_suite,_name} {HTTP}_tls_cipher{,_suite} client_ssl_cipher \
         downstream_tls_cipher {HTTP}_ssl_cipher",
    ),
    Row(Is(F::TlsCipher), POOR, "cipher_suite cipher"),
    // The value is the name of the machine that runs the logger.
    Row(Nothing, BEST, "hostname"),
];
