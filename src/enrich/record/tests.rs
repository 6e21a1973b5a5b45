//! Values of every type and size, and records that make no sense.

use super::*;

/// What every file has behind its data.
const TAIL: &[u8] = b"\xab\xcd\xefMaxMind.com";

/// Reads a value of some data.
fn read<T>(
    data: &[u8],
    at: usize,
    read: impl FnOnce(&mut Cursor<'_>) -> Result<T, Corrupt>,
) -> Result<T, Corrupt> {
    let data = [data, TAIL].concat();
    read(&mut Cursor::new(&data, at, &mut Keys::default()))
}

fn leaf(data: &[u8]) -> Result<String, Corrupt> {
    read(data, 0, |cursor| {
        cursor.leaf(|leaf| Ok(format!("{leaf:?}")))
    })
}

/// Passes over a value, and returns how many bytes are left then.
fn passed(data: &[u8]) -> Result<usize, Corrupt> {
    read(data, 0, |cursor| {
        cursor.pass()?;
        Ok(cursor.rest.len())
    })
}

#[test]
fn leaves_of_every_type_are_read_or_passed_over() {
    for (data, expected) in [
        (&b"\x42DE"[..], "Text([68, 69])"),
        (b"\x40", "Text([])"),
        (b"\x68\x40\x4a\x43\x95\x81\x06\x24\xdd", "Real(52.528)"),
        (b"\x04\x08\x41\x20\x00\x00", "Real(10.0)"),
        (b"\xa2\x01\x02", "Number(258)"),
        (b"\xa0", "Number(0)"),
        (b"\xc3\x01\x00\x00", "Number(65536)"),
        (
            b"\x08\x02\xff\xff\xff\xff\xff\xff\xff\xff",
            "Number(18446744073709551615)",
        ),
        (b"\x04\x01\xff\xff\xff\xff", "Other"),
        (b"\x10\x030123456789abcdef", "Other"),
        (b"\x83\x01\x02\x03", "Other"),
        (b"\x01\x07", "Other"),
        (b"\xe1\x41a\x41b", "Other"),
        (b"\x02\x04\x41a\x41b", "Other"),
    ] {
        assert_eq!(leaf(data).as_deref(), Ok(expected), "{data:x?}");
        // In a map, the cursor stands behind it afterwards.
        let map = [b"\xe2\x41a", data, b"\x41b\x41c"].concat();
        let mut texts = Vec::new();
        let whole = read(&map, 0, |cursor| {
            cursor.map(|_, value| {
                texts.push(value.leaf(|leaf| Ok(format!("{leaf:?}")))?);
                Ok(())
            })?;
            Ok(())
        });
        assert_eq!(
            (whole, &*texts),
            (Ok(()), &[expected.to_owned(), "Text([99])".to_owned()][..]),
            "{data:x?}"
        );
        // Nobody asks for it.
        assert_eq!(passed(&map), Ok(TAIL.len()), "{data:x?}");
    }
}

#[test]
fn sizes_of_every_notation_are_read() {
    for (header, size) in [
        (&b"\x5c"[..], 28),
        (b"\x5d\x00", 29),
        (b"\x5d\xff", 284),
        (b"\x5e\x00\x00", 285),
        (b"\x5e\xff\xff", 65_820),
        (b"\x5f\x00\x00\x00", 65_821),
        (b"\x5f\x01\x02\x03", 65_821 + 66_051),
    ] {
        let (read, rest) = Header::of(header).unwrap();
        assert_eq!((read.kind, read.size, rest.len()), (kind::TEXT, size, 0));
    }
}

#[test]
fn pointers_of_every_notation_are_followed() {
    let mut data = vec![0; 600_000];
    for (pointer, target) in [
        (&b"\x20\x09"[..], 9),
        (b"\x27\xff", 2_047),
        (b"\x28\x00\x00", 2_048),
        (b"\x2f\xff\xff", 526_335),
        (b"\x30\x00\x00\x00", 526_336),
        (b"\x30\x01\x1b\xd8", 599_000),
        (b"\x38\x00\x00\x00\x09", 9),
        (b"\x3f\x00\x09\x23\xd8", 599_000),
    ] {
        data[..8].fill(0);
        data[..pointer.len()].copy_from_slice(pointer);
        data[target..][..3].copy_from_slice(b"\x42ok");
        assert_eq!(header::pointer(&data).unwrap().0, target, "{pointer:x?}");
        assert_eq!(
            leaf(&data).as_deref(),
            Ok("Text([111, 107])"),
            "{pointer:x?}"
        );
    }
}

#[test]
fn what_makes_no_sense_is_said() {
    for (data, expected) in [
        (&b"\x00\x05"[..], Corrupt::UnknownType),
        (b"\x00\xff", Corrupt::UnknownType),
        (b"\x64\x00\x00\x00\x00", Corrupt::WrongSize),
        (b"\x05\x08\x00\x00\x00\x00\x00", Corrupt::WrongSize),
        (b"\xa3\x00\x00\x00", Corrupt::WrongSize),
        (b"\x02\x07", Corrupt::WrongSize),
        (b"\x20\x02\x20\x00", Corrupt::PointerToPointer),
        (b"\x20\x00", Corrupt::PointerToPointer),
        (b"\x3f\xff\xff\xff\xff", Corrupt::CutShort),
        (b"\x5f\xff\xff\xff", Corrupt::Endless),
        (b"\xff\xff\xff\xff", Corrupt::Endless),
        (b"\x1f\x04\xff\xff\xff", Corrupt::Endless),
    ] {
        assert_eq!(leaf(data).err(), Some(expected), "{data:x?}");
    }
    let mut keys = Keys::default();
    for (data, at) in [
        (&b"\x45DE"[..], 0),
        (b"\x5d", 0),
        (b"\x00", 0),
        (b"\x20", 0),
        (b"\x40", 1),
        (b"\x40", 1_000),
    ] {
        let cut_short = Cursor::new(data, at, &mut keys).leaf(|_| Ok(()));
        assert!(cut_short.is_err(), "{data:x?}");
    }
    let number_as_key = read(b"\xe1\xa1\x01\x40", 0, |cursor| {
        cursor.map(|_, value| value.pass()).map(|_| ())
    });
    assert_eq!(number_as_key, Err(Corrupt::NoKey));
}

#[test]
fn a_record_without_end_ends() {
    // A map of which every value is the map.
    let mut circle = b"\xfe\x1b\x58".to_vec();
    circle.extend(b"\x41a\x20\x00".repeat(285 + 7_000));
    let mut entries = 0;
    let ended = read(&circle, 0, |cursor| {
        cursor
            .map(|_, value| {
                value.map(|_, value| {
                    entries += 1;
                    value.map(|_, value| value.pass()).map(drop)
                })?;
                Ok(())
            })
            .map(drop)
    });
    assert_eq!(ended, Err(Corrupt::Endless));
    assert!(entries < 10, "{entries}");
    // Lists in lists, deeper than any stack.
    let deep = b"\x01\x04".repeat(100_000);
    assert_eq!(passed(&deep), Err(Corrupt::Endless));
}
