//! Writes events at random.

use std::fmt::Write as _;

use base64_simd::STANDARD;

/// Writes events that vary in what JSON allows: blanks, the order of members, escapes, repeated
/// members, unknown members, values of wrong types.
pub(super) struct Writer {
    random: fastrand::Rng,
    /// How often something unusual occurs, out of 256.
    noise: u8,
    out: String,
}

impl Writer {
    fn is_odd(&mut self) -> bool {
        self.random.u8(..) < self.noise
    }

    fn token(&mut self, text: &str) {
        for _ in 0..2 {
            if self.is_odd() {
                let blank = self.random.choice([" ", "\n", "\t", "\r\n"]);
                self.out.push_str(blank.unwrap());
            }
        }
        self.out.push_str(text);
    }

    fn text(&mut self, text: &str) {
        self.token("\"");
        for c in text.chars() {
            if self.noise > 100 && self.random.u8(..) < 8 {
                write!(self.out, "\\u{:04x}", u32::from(c)).unwrap();
            } else if c == '/' && self.is_odd() {
                self.out.push_str("\\/");
            } else {
                self.out.push(c);
            }
        }
        self.out.push('"');
    }

    /// A value of a wrong type.
    fn odd(&mut self) {
        let odd = [
            "null",
            "5",
            "-1.5e3",
            "true",
            r#"[{"data":"YQ=="},[]]"#,
            r#"{"eventID":"}","data":"Yg==","kinesis":{"data":"Yg=="}}"#,
            r#""""#,
            r#""n o t base64""#,
            r#""\u00e9\n""#,
            "0.0",
        ];
        let odd = self.random.choice(odd).unwrap();
        self.token(odd);
    }

    fn object(&mut self, members: &[&'static str], number: usize) {
        self.token("{");
        for (place, key) in members.iter().enumerate() {
            if place > 0 {
                self.token(",");
            }
            self.text(key);
            self.token(":");
            self.value(key, number);
        }
        self.token("}");
    }

    fn value(&mut self, key: &str, number: usize) {
        if self.is_odd() {
            return self.odd();
        }
        match key {
            "data" => {
                let bytes: Vec<u8> = (0..number % 50).map(|_| self.random.u8(..)).collect();
                self.text(&STANDARD.encode_to_string(bytes));
            }
            "eventID" | "recordId" => self.text(&format!("shardId-0:{number}")),
            "sequenceNumber" => self.text(&number.to_string()),
            "partitionKey" => self.text(["k", "\u{e9}", "203.0.113.7"][number % 3]),
            "approximateArrivalTimestamp" if number.is_multiple_of(5) => {
                self.text("1790000000123");
            }
            "approximateArrivalTimestamp" => self.token(&format!("179000{:04}.5", number % 10_000)),
            "kinesis" => {
                let members = self.members(&[
                    "sequenceNumber",
                    "partitionKey",
                    "data",
                    "approximateArrivalTimestamp",
                    "kinesisSchemaVersion",
                ]);
                self.object(&members, number);
            }
            _ => self.text("aws:kinesis"),
        }
    }

    /// Members in some order. Some may be missing, unknown, or repeated.
    fn members(&mut self, usual: &[&'static str]) -> Vec<&'static str> {
        let mut members = usual.to_vec();
        if self.is_odd() {
            self.random.shuffle(&mut members);
        }
        for _ in 0..2 {
            if self.is_odd() {
                let place = self.random.usize(..=members.len());
                let more = [
                    "data",
                    "eventID",
                    "other",
                    "Data",
                    "kinesis",
                    "sequenceNumber",
                ];
                members.insert(place, self.random.choice(more).unwrap());
            }
            if self.is_odd() {
                members.remove(self.random.usize(..members.len()));
            }
        }
        members
    }

    pub(super) fn event(seed: u64, noise: u8) -> String {
        let random = fastrand::Rng::with_seed(seed);
        let mut writer = Self {
            random,
            noise,
            out: String::new(),
        };
        let is_firehose = writer.random.bool();
        let usual: &[_] = match is_firehose {
            true => &["recordId", "approximateArrivalTimestamp", "data"],
            false => &["kinesis", "eventSource", "eventID", "awsRegion"],
        };
        writer.token("{");
        if is_firehose || writer.is_odd() {
            writer.text("deliveryStreamArn");
            writer.token(":\"arn:d\",");
        }
        let lists = 1 + usize::from(writer.is_odd());
        for list in 0..lists {
            writer.text(if is_firehose { "records" } else { "Records" });
            writer.token(":");
            writer.token("[");
            for number in 0..writer.random.usize(..8) {
                if number > 0 {
                    writer.token(",");
                }
                let members = writer.members(usual);
                match writer.is_odd() && writer.is_odd() {
                    true => writer.odd(),
                    false => writer.object(&members, list * 100 + number),
                }
            }
            writer.token("]");
            if list + 1 < lists || writer.is_odd() {
                writer.token(",\"region\":[{\"records\":[{\"data\":\"YQ==\"}]}]");
                writer.token(if list + 1 < lists { "," } else { "" });
            }
        }
        writer.token("}");
        writer.token("");
        writer.out
    }
}
