//! Times and durations.

use super::row::{BEST, FAIR, GOOD, POOR, Row};
use crate::format::json::meaning::Meaning::{Duration, Time};
use crate::format::json::meaning::Unit;
use crate::format::json::meaning::Unit::{
    Microseconds, Milliseconds, Nanoseconds, Seconds, Unstated,
};

pub(super) const ROWS: &[Row] = &[
    Row(
        Time,
        BEST,
        "time_local time_iso8601 msec timestamp_{ns,us,ms} {HTTP}_time_epoch edge_start_timestamp \
         start_utc \
         {HTTP}_{timestamp,start_time,start_timestamp,started_at,received_at,date_time,date} \
         time_start time_{utc,iso,rfc3339,nano,epoch,unix} unix_time epoch_time request_start",
    ),
    Row(
        Time,
        GOOD,
        "{date_time,time_date} start_{time,local,timestamp,at} started_at timestamp_local \
         local_time access_time arrival_time \
         server_time log_time logged_at received_time time_received",
    ),
    Row(
        Time,
        FAIR,
        "time timestamp ts time_stamp utc event_timestamp event_time epoch {REQ}_at",
    ),
    Row(
        Time,
        POOR,
        "@timestamp @t asctime t dt created{,_at} received_at event_created occurred_at \
         {start,utc}_date utc_time date_time_utc time_millis instant{,_epoch_second}",
    ),
    Row(
        Time,
        POOR + 1,
        "date {end,stop}_time time_end edge_end_timestamp ended_at",
    ),
    // nginx writes seconds here. API Gateway and S3 write a time.
    Row(Duration(Seconds), BEST, "request_time"),
    Row(
        Duration(Milliseconds),
        BEST,
        "latencies_request generation_time_milli time_total total_duration \
         {,total_,server_}time_ms total_ms",
    ),
    Row(Duration(Nanoseconds), BEST, "event_duration"),
    // Fastly writes this key.
    Row(Duration(Microseconds), GOOD, "time_elapsed"),
    Row(
        Duration(Unstated),
        BEST,
        "latency_human {HTTP}_latency_human duration_human",
    ),
    Row(
        Duration(Unstated),
        FAIR,
        "duration latency elapsed elapsed_time time_taken took rt {RES}_{time,latency,duration} \
         {REQ}_{latency,duration,elapsed} {req,http_request}_time {RES}_response_time total_time \
         {HTTP}_{latency,duration} processing_time \
         process_time execution_time exec_time run_time runtime time_spent duration_time \
         http_elapsed response_elapsed",
    ),
];

/// Names that a unit may follow, with their ranks.
pub(super) const DURATIONS: &[(&str, u8)] = &[(
    "duration,latency,elapsed,elapsed_time,time_taken,took,{RES}_{time,latency,duration},\
         {REQ}_{time,latency,duration,elapsed,time_taken},total_time,total_duration,\
         {HTTP}_{latency,duration},\
         processing_time,process_time,execution_time,exec_time,run_time,runtime,time_spent,\
         time_elapsed,rt,{RES}_elapsed",
    BEST,
)];

/// The units, and the text that names them in keys.
pub(super) const SUFFIXES: &[(Unit, &str)] = &[
    (
        Milliseconds,
        "_ms,_msec,_msecs,_millis,_milli,_millisec,_millisecs,_millisecond,_milliseconds,_in_ms,\
         _in_millis,\
         _in_milliseconds",
    ),
    (
        Microseconds,
        "_us,_usec,_usecs,_micros,_micro,_microsec,_microsecond,_microseconds,_in_us,_in_micros,\
         _in_microseconds",
    ),
    (
        Nanoseconds,
        "_ns,_nsec,_nanos,_nano,_nanosec,_nanosecond,_nanoseconds,_in_ns,_in_nanos,_in_nanoseconds",
    ),
    (
        Seconds,
        "_s,_sec,_secs,_second,_seconds,_in_s,_in_sec,_in_seconds",
    ),
];
