//! Lines of every preset, as tables.

mod cases;

use cases::CASES;

use super::Preset;
use crate::format::cases::assert_fields;
use crate::format::descriptors::{self, DESCRIPTORS, Reader};
use crate::format::field::Field;
use crate::format::sound::is_sound;

#[test]
fn lines_of_every_preset_are_read() {
    for (name, preset, line, fields) in CASES {
        let preset = preset_of(preset);
        let read = preset
            .read(line.as_bytes())
            .unwrap_or_else(|rejection| panic!("{name}: {rejection}"));
        assert_fields(name, &read, fields);
        assert!(!read.cut, "{name}");
    }
}

#[test]
fn every_preset_has_a_case_dates_its_lines_and_reads_its_example() {
    for descriptor in DESCRIPTORS {
        let (Reader::Combined(preset) | Reader::Preset(preset)) = descriptor.reader else {
            continue;
        };
        let preset = preset();
        assert!(
            CASES.iter().any(|(_, of, ..)| *of == descriptor.name),
            "{}",
            descriptor.name
        );
        for layout in preset.layouts() {
            let times = [
                Field::TimeClf,
                Field::TimeIso8601,
                Field::TimePattern,
                Field::TimeEpochSeconds,
            ];
            assert!(
                times.into_iter().any(|time| layout.binds(time)),
                "{}",
                descriptor.name
            );
        }
        let read = preset.read(descriptor.example.as_bytes());
        assert!(
            read.is_ok_and(|read| is_sound(&read)),
            "{}",
            descriptor.name
        );
    }
}

fn preset_of(name: &str) -> Preset {
    match descriptors::of(name).map(|descriptor| descriptor.reader) {
        Some(Reader::Combined(preset) | Reader::Preset(preset)) => preset(),
        other => panic!("{name}: {other:?}"),
    }
}
