//! Opens random bytes as a database. The database is refused, or it gives the same answer each time
//! that it is asked.
#![no_main]

use std::net::IpAddr;

use libfuzzer_sys::fuzz_target;
use weblog_enrich::enrich::{Bytes, Database, Enricher};
use weblog_enrich::event::{AccessEvent, Timestamp};

fn from(ip: IpAddr) -> AccessEvent<'static> {
    let mut event = AccessEvent::at(Timestamp {
        seconds: 1_767_225_600,
        nanoseconds: 0,
        digits: 0,
    });
    event.source.ip = Some(ip);
    event
}

fuzz_target!(|data: &[u8]| {
    let Ok(database) = Database::open(Bytes::Owned(data.to_vec())) else {
        return;
    };
    let _ = database.verify();
    let databases = [database];
    let mut enricher = Enricher::new(&databases);
    // Addresses in the networks of the seeds, and addresses from the input's own bytes.
    let mut addresses: Vec<IpAddr> = vec![
        [192, 88, 99, 7].into(),
        [0x2001, 0x10, 0, 0, 0, 0, 0, 7].into(),
    ];
    addresses.extend(data.first_chunk::<4>().map(|ip| IpAddr::from(*ip)));
    addresses.extend(data.last_chunk::<16>().map(|ip| IpAddr::from(*ip)));
    for ip in addresses {
        let [mut one, mut other] = [from(ip), from(ip)];
        enricher.enrich(&mut one);
        Enricher::new(&databases).enrich(&mut other);
        assert_eq!(
            one.source.geo.as_deref().map(|geo| &**geo),
            other.source.geo.as_deref().map(|geo| &**geo)
        );
    }
});
