//! Plain Rust, as one would first write it: a regular expression, `chrono`, `serde_json::Value`,
//! and `woothee`, applied to every line.

use std::net::IpAddr;

use chrono::{DateTime, SecondsFormat, Utc};
use maxminddb::{Mmap, Reader};
use regex::Regex;
use serde::Deserialize;
use serde_json::{Value, json};
use woothee::parser::Parser;

use crate::databases;

pub(crate) struct Plain {
    regex: Regex,
    agents: Parser,
    cities: Option<Reader<Mmap>>,
    networks: Option<Reader<Mmap>>,
}

#[derive(Debug, Default, Deserialize)]
struct City {
    country_code: Option<String>,
    state1: Option<String>,
    city: Option<String>,
    latitude: Option<f32>,
    longitude: Option<f32>,
}

#[derive(Debug, Default, Deserialize)]
struct Network {
    /// This is not `u32`: a database may use a smaller type for a small number, and the reader
    /// would refuse that type.
    autonomous_system_number: Value,
    autonomous_system_organization: Option<String>,
}

impl Plain {
    pub(crate) fn new() -> Self {
        let regex = r#"^(\S+) (\S+) (\S+) \[([^\]]+)\] "(\S+) (\S+) ([^"]+)" (\d{3}) (\d+|-) "([^"]*)" "([^"]*)"$"#;
        Self {
            regex: Regex::new(regex).unwrap(),
            agents: Parser::new(),
            cities: databases::cities(),
            networks: databases::networks(),
        }
    }

    pub(crate) fn document(&self, line: &str) -> Vec<u8> {
        let captures = self.regex.captures(line).expect("every line is an event");
        let (ip, target, agent) = (&captures[1], &captures[6], &captures[11]);
        let time = DateTime::parse_from_str(&captures[4], "%d/%b/%Y:%H:%M:%S %z").unwrap();
        let (path, query) = match target.split_once('?') {
            Some((path, query)) => (path, Some(query)),
            None => (target, None),
        };
        let address: IpAddr = ip.parse().unwrap();
        let city: City = find(self.cities.as_ref(), address).unwrap_or_default();
        let network: Network = find(self.networks.as_ref(), address).unwrap_or_default();
        let known = self.agents.parse(agent);
        let known = known.as_ref();
        let document: Value = json!({
            "@timestamp": time.with_timezone(&Utc).to_rfc3339_opts(SecondsFormat::Millis, true),
            "http": {
                "request": {
                    "method": &captures[5],
                    "referrer": present(&captures[10]),
                },
                "response": {
                    "status_code": captures[8].parse::<u16>().unwrap(),
                    "body": { "bytes": captures[9].parse::<u64>().ok() },
                },
            },
            "source": {
                "ip": ip,
                "geo": {
                    "country_iso_code": city.country_code,
                    "region_name": city.state1,
                    "city_name": city.city,
                    "location": { "lat": city.latitude, "lon": city.longitude },
                },
                "as": {
                    "number": network.autonomous_system_number,
                    "organization": { "name": network.autonomous_system_organization },
                },
            },
            "url": { "path": path, "query": query },
            "user_agent": {
                "original": agent,
                "name": known.map(|known| known.name),
                "version": known.map(|known| known.version),
                "os": {
                    "name": known.map(|known| known.os),
                    "version": known.map(|known| &known.os_version),
                },
                "device": { "name": known.map(|known| known.category) },
            },
        });
        serde_json::to_vec(&document).unwrap()
    }
}

fn find<'a, T: Deserialize<'a>>(reader: Option<&'a Reader<Mmap>>, address: IpAddr) -> Option<T> {
    reader?.lookup(address).ok()?.decode().ok()?
}

fn present(text: &str) -> Option<&str> {
    (text != "-").then_some(text)
}
