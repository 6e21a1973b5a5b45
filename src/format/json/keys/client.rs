//! Clients: addresses, ports, forwarded lists, users.

use super::row::{BEST, FAIR, GOOD, POOR, Row, WEAK};
use crate::format::field::Field as F;
use crate::format::json::meaning::Family::{Client as C, Other, Remote, Source};
use crate::format::json::meaning::Meaning::{Client, ClientAddress, ClientPort, Is, Nothing, User};

pub(super) const ROWS: &[Row] = &[
    // If a server knows the proxy in front of it, keys with `client` have the visitor's address,
    // and keys with `remote` have the proxy's address.
    Row(
        Client(C),
        BEST,
        "{HTTP}_client_{ip,addr,address,ip_address} {HTTP}_clientip client_real_ip",
    ),
    Row(
        Client(Remote),
        BEST,
        "remote_{addr,address,ip,ip_address} remote_ip_addr",
    ),
    Row(
        Client(C),
        GOOD,
        "client_{ip,address,ip_address,ip_addr,remote_ip,remote_addr,host} client_src_ip c_ip cip \
         cli_ip network_client_ip",
    ),
    Row(
        Client(Remote),
        GOOD,
        "{HTTP}_remote_{addr,address,ip,ip_address} {HTTP}_connection_remote_address \
         {HTTP}_peer_address",
    ),
    Row(
        Client(Source),
        GOOD,
        "source_{ip,address,ip_address,addr} src_ip srcip src_addr {HTTP}_source_ip source_ip_port \
         identity_source_ip request_context_http_source_ip",
    ),
    Row(
        Client(Other),
        BEST,
        "downstream_remote_address{,_without_port} viewer_{ip,address} visitor_ip caller_ip \
         {requester,requestor}_ip",
    ),
    Row(
        Client(Other),
        FAIR,
        "user_ip connecting_ip ip_of_client id_orig_h net_peer_ip net_sock_peer_addr real_ip",
    ),
    Row(Client(C), POOR, "client_addr"),
    Row(
        Client(Remote),
        POOR,
        "remote_host {HTTP}_remote_host remote_hostname",
    ),
    Row(Client(C), POOR, "client_hostname c_dns"),
    Row(
        ClientAddress,
        WEAK,
        "ip client remote peer source src {HTTP}_ip",
    ),
    Row(
        ClientAddress,
        WEAK + 1,
        "ip_address address addr user_address peer_addr peer_address",
    ),
    Row(
        ClientPort(Remote),
        BEST,
        "remote_port {HTTP}_remote_port {HTTP}_connection_remote_port",
    ),
    Row(
        ClientPort(C),
        BEST,
        "client_port {HTTP}_client_port c_port client_src_port client_source_port",
    ),
    Row(ClientPort(Source), BEST, "source_port src_port srcport"),
    Row(
        ClientPort(Other),
        BEST,
        "downstream_remote_port id_orig_p net_peer_port",
    ),
    Row(
        Is(F::PeerAddress),
        BEST,
        "realip_remote_addr connection_remote_addr socket_ip peer_ip \
         downstream_direct_remote_address",
    ),
    Row(
        Is(F::ForwardedFor),
        BEST,
        "{REQH}_x_forwarded_for x_forwarded_for x_forward_for cs_x_forwarded_for xff http_xff \
         proxy_add_x_forwarded_for",
    ),
    Row(
        Is(F::ForwardedFor),
        GOOD,
        "forwarded_for {HTTP}_forwarded_for forwarded_ip",
    ),
    Row(
        Is(F::ForwardedFor),
        FAIR,
        "{{REQH}_,}{x_real_ip,x_client_ip,x_cluster_client_ip,true_client_ip,cf_connecting_ip,\
         fastly_client_ip}",
    ),
    Row(
        Is(F::User),
        BEST,
        "remote_user cs_username client_username auth_user authuser \
         {HTTP}_{remote_user,auth_user,user_name,username} user_name username",
    ),
    Row(
        Is(F::User),
        FAIR,
        "user_id logged_user login_user {HTTP}_user identity_user enduser_id usr_{id,name} \
         principal_name user_username requester",
    ),
    Row(User, FAIR, "user"),
    Row(User, POOR, "auth"),
    Row(Nothing, WEAK, "host_name host_ip host_id logical_user_name"),
];
