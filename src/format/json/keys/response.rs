//! Responses, and the sizes of both directions.

use super::row::{BEST, FAIR, GOOD, POOR, Row, WEAK};
use crate::format::field::Field as F;
use crate::format::json::meaning::Meaning::{BytesRead, Is, Nothing, Number, Status};

pub(super) const ROWS: &[Row] = &[
    Row(
        Status,
        BEST,
        "{RES}_{status,status_code,code,http_status} status_code http_status{,_code} http_code \
         http_response sc_status downstream_status{,_code} {HTTP}_status{,_code} \
         http_response_status_code http_result_code {RES}_{http_code,http_status_code} \
         final_status sent_status return_code status_int response_code_sent reply_status \
         request_context_status",
    ),
    Row(
        Status,
        GOOD,
        "status http_status_details reply_code sc_status_code",
    ),
    Row(Status, WEAK, "code response rc result_code status_number"),
    // These numbers are not the status of the response.
    Row(
        Nothing,
        BEST,
        "event_code error_status exit_code event_status",
    ),
    Row(
        Number(F::BodyBytes),
        BEST,
        "body_bytes{,_sent} {RES}_body_{bytes,size,length,bytes_sent,len} \
         {RES}_{content_length,length,content_size,len} {RESH}_content_length \
         response_body_bytes_sent downstream_content_size sc_content_len body_{size,length,len} \
         bytes_body byte_sent_nc http_response_content_length rsp_content_len body_sent_bytes \
         content_bytes_sent",
    ),
    Row(Number(F::BodyBytes), FAIR, "bytes size content_length"),
    Row(Number(F::BodyBytes), POOR, "length content_size"),
    Row(
        Number(F::ResponseBytes),
        BEST,
        "bytes_sent sent_bytes sc_bytes bytes_out out_bytes {RES}_{bytes,size} response_bytes_sent \
         network_bytes_written total_bytes_sent {RES}_total_bytes",
    ),
    Row(Number(F::ResponseBytes), FAIR, "total_bytes"),
    Row(
        Number(F::RequestBytes),
        BEST,
        "bytes_received received_bytes cs_bytes bytes_in in_bytes \
         {REQ}_{bytes,size,length,content_size,total_bytes} network_bytes_read",
    ),
    Row(
        Number(F::RequestBytes),
        GOOD,
        "{REQ}_content_length {REQ}_body_{bytes,size,length,len} {REQ}_headers_content_length \
         http_request_content_length",
    ),
    Row(BytesRead, BEST, "bytes_read"),
    Row(
        Is(F::MimeType),
        BEST,
        "{RESH}_content_type {RES}_{content_type,mime_type,body_mime_type} mime_type \
         sc_content_type",
    ),
    // Some writers use this key for the request.
    Row(
        Nothing,
        BEST,
        "content_type {REQ}_content_type http_content_type",
    ),
];
