//! The databases that the peers use: the files that `CITY_MMDB` and `ASN_MMDB` name, mapped into
//! memory as in the project.

use std::fs::File;

use maxminddb::{Mmap, Reader};

pub(crate) fn cities() -> Option<Reader<Mmap>> {
    named("CITY_MMDB")
}

pub(crate) fn networks() -> Option<Reader<Mmap>> {
    named("ASN_MMDB")
}

fn named(variable: &str) -> Option<Reader<Mmap>> {
    let path = std::env::var(variable).ok()?;
    // Nobody writes to the files during the measurement.
    #[expect(unsafe_code, reason = "a file that is mapped must not change")]
    let bytes = unsafe { Mmap::map(&File::open(path).unwrap()) };
    Some(Reader::from_source(bytes.unwrap()).unwrap())
}
