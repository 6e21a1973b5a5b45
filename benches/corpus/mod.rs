//! Lines of the combined format for measurements. They have 322 bytes on average, and are the same
//! on every machine and in every run.
//!
//! 299 agents are drawn by Zipf's law, like real ones. Addresses are drawn either evenly from most
//! of IPv4, where no cache helps, or by Zipf's law from 2,000.

use std::fmt::Write as _;
use std::net::Ipv4Addr;

use weblog_enrich::arrival::Arrival;
use weblog_enrich::aws::batch::{Batch, Batcher, Operation};
use weblog_enrich::config::Config;
use weblog_enrich::event::Timestamp;
use weblog_enrich::pipeline::{Outcome, Pipeline, Record, Settings};
use weblog_enrich::stream_event::{Data, StreamEvent};

/// How addresses are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Addresses {
    /// Evenly from IPv4 without private, local and multicast addresses: the hard case.
    Uniform,
    /// A few visitors make most of the requests.
    Zipf,
}

/// The number of lines with which the limits of `benches/count` were set, and the default.
pub(crate) const LINE_COUNT: usize = 10_000;

/// How many different agents there are.
pub(crate) const AGENT_COUNT: usize = 299;

/// When every record arrived.
pub(crate) const ARRIVAL: Timestamp = Timestamp {
    seconds: 1_790_000_000,
    nanoseconds: 0,
    digits: 0,
};

/// Reproducible pseudo-random numbers: `SplitMix64` (<https://prng.di.unimi.it/splitmix64.c>).
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below `count`, drawn evenly.
    fn below(&mut self, count: usize) -> usize {
        (self.next() % count as u64) as usize
    }

    /// A number below `count`, drawn approximately by Zipf's law: its logarithm is spread evenly.
    fn zipf(&mut self, count: usize) -> usize {
        let even = (self.next() >> 11) as f64 / (1_u64 << 53) as f64;
        ((count as f64 + 1.0).powf(even) as usize - 1).min(count - 1)
    }

    fn pick<'a>(&mut self, choices: &[&'a str]) -> &'a str {
        choices[self.below(choices.len())]
    }
}

/// The kind of lines to make.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Shape {
    pub(crate) lines: usize,
    pub(crate) addresses: Addresses,
    /// How many different agents there are.
    pub(crate) agents: usize,
    /// The length of every line in bytes. With `None`, lines have their natural lengths.
    pub(crate) bytes: Option<usize>,
}

/// `count` lines of the combined format, without line ends.
pub(crate) fn lines(count: usize, addresses: Addresses) -> Vec<String> {
    lines_of(Shape {
        lines: count,
        addresses,
        agents: AGENT_COUNT,
        bytes: None,
    })
}

/// Lines of the combined format, without line ends.
pub(crate) fn lines_of(shape: Shape) -> Vec<String> {
    let mut numbers = Numbers(7);
    let agents = agents(shape.agents);
    let visitors: Vec<_> = (0..2_000).map(|_| address(&mut numbers)).collect();
    (0..shape.lines)
        .map(|index| {
            let visitor = match shape.addresses {
                Addresses::Uniform => address(&mut numbers),
                Addresses::Zipf => visitors[numbers.zipf(visitors.len())],
            };
            let agent = &agents[numbers.zipf(agents.len())];
            match shape.bytes {
                None => line(&mut numbers, index, visitor, agent),
                Some(bytes) => line_of(bytes, visitor, agent),
            }
        })
        .collect()
}

/// A line of this length: parameters fill the space that the agent leaves, or the agent is cut.
fn line_of(bytes: usize, visitor: Ipv4Addr, agent: &str) -> String {
    let mut line = format!("{visitor} - - [24/Nov/2026:10:00:00 +0100] \"GET /");
    let end = |agent: &str| format!(" HTTP/1.1\" 200 1 \"-\" \"{agent}\"");
    let without_agent = line.len() + end("").len();
    let agent = &agent[..agent.len().min(bytes.saturating_sub(without_agent))];
    let wanted = bytes.saturating_sub(end(agent).len());
    let mut parameter = 0;
    while line.len() < wanted {
        let before = if parameter == 0 { '?' } else { '&' };
        let _ = write!(line, "{before}filter{parameter}=some-value");
        parameter += 1;
    }
    line.truncate(wanted.max("/".len()));
    line + &end(agent)
}

/// A Kinesis event with one record for each line, as Lambda delivers it.
pub(crate) fn event(lines: &[String]) -> String {
    let records: Vec<_> = lines
        .iter()
        .enumerate()
        .map(|(index, line)| {
            let number = format!("4959033827149025660855969253836157109592157598913{index:07}");
            let data = base64_simd::STANDARD.encode_to_string(line);
            format!(
                r#"{{"kinesis":{{"kinesisSchemaVersion":"1.0","partitionKey":"1","sequenceNumber":"{number}","data":"{data}","approximateArrivalTimestamp":1790000000.123}},"eventSource":"aws:kinesis","eventVersion":"1.0","eventID":"shardId-000000000006:{number}","eventName":"aws:kinesis:record","invokeIdentityArn":"arn:aws:iam::123456789012:role/enrich","awsRegion":"eu-central-1","eventSourceARN":"arn:aws:kinesis:eu-central-1:123456789012:stream/logs"}}"#
            )
        })
        .collect();
    format!(r#"{{"Records":[{}]}}"#, records.join(","))
}

/// The function's settings if nothing but `GEOIP_PATH` is configured.
pub(crate) fn settings() -> Settings {
    let config = Config::read(|name| {
        (name == "GEOIP_PATH")
            .then(|| std::env::var(name).ok())
            .flatten()
    });
    config.and_then(|config| config.settings()).unwrap()
}

/// A pipeline of [`settings`] with cold caches.
pub(crate) fn pipeline() -> Pipeline {
    Pipeline::new(settings())
}

/// The id of the record of every line.
pub(crate) const RECORD_ID: &str =
    "shardId-000000000006:49590338271490256608559692538361571095921575989136588898";

/// A line as a separate record.
pub(crate) fn record(line: &str) -> Record<'_> {
    Record {
        data: line.as_bytes(),
        id: RECORD_ID,
        arrival: Arrival::Clock(ARRIVAL),
        continued: false,
    }
}

/// Turns an event's JSON into documents in the bodies of requests, as the handler does.
pub(crate) fn batches(pipeline: &mut Pipeline, json: &[u8]) -> Vec<Batch> {
    let event = StreamEvent::read(json).unwrap();
    let mut gathered = Gathered::new();
    for (index, record) in event.records().enumerate() {
        let Data::Bytes(data) = record.data else {
            panic!("a record's base64 is wrong");
        };
        let record = Record {
            data,
            id: record.id,
            arrival: Arrival::of(record.arrival, || ARRIVAL),
            continued: false,
        };
        pipeline.run(&record, &mut |outcome| gathered.take(&outcome, index));
    }
    gathered.finish()
}

/// Documents in the bodies of requests, as the handlers gather them.
pub(crate) struct Gathered {
    batcher: Batcher,
    batches: Vec<Batch>,
}

impl Gathered {
    pub(crate) fn new() -> Self {
        let operation = Operation::PutRecordBatch {
            delivery_stream: "documents".to_owned(),
        };
        Self {
            batcher: Batcher::new(&operation, b""),
            batches: Vec::new(),
        }
    }

    /// Adds the document of an event from the record with this index.
    pub(crate) fn take(&mut self, outcome: &Outcome<'_>, index: usize) {
        if let Outcome::Event { document, .. } = outcome {
            self.batches.extend(self.batcher.push(document, index));
        }
    }

    pub(crate) fn finish(mut self) -> Vec<Batch> {
        self.batches.extend(self.batcher.finish());
        self.batches
    }
}

fn address(numbers: &mut Numbers) -> Ipv4Addr {
    loop {
        let ip = Ipv4Addr::from_bits(numbers.next() as u32);
        let first = ip.octets()[0];
        let own = ip.is_private() || ip.is_loopback() || ip.is_link_local();
        if (1..224).contains(&first) && !own {
            return ip;
        }
    }
}

fn line(numbers: &mut Numbers, index: usize, visitor: Ipv4Addr, agent: &str) -> String {
    let second = index / 20;
    let method = ["GET", "GET", "GET", "GET", "GET", "GET", "POST", "HEAD"][numbers.below(8)];
    let status = [
        "200", "200", "200", "200", "200", "304", "301", "404", "500",
    ][numbers.below(9)];
    let target = target(numbers);
    let referrer = match numbers.below(4) {
        0 => "-".to_owned(),
        1 => "https://www.google.com/".to_owned(),
        _ => format!("https://shop.example.com{}", self::target(numbers)),
    };
    format!(
        "{visitor} - - [24/Nov/2026:{:02}:{:02}:{:02} +0100] \"{method} {target} HTTP/1.1\" \
         {status} {} \"{referrer}\" \"{agent}\"",
        second / 3600 % 24,
        second / 60 % 60,
        second % 60,
        numbers.below(90_000),
    )
}

fn target(numbers: &mut Numbers) -> String {
    let mut target = String::new();
    let section = numbers.pick(&["catalog", "articles", "assets", "api/v2", "help", "account"]);
    let shelf = numbers.pick(&["outdoor-and-travel", "home-and-garden", "children"]);
    let name = numbers.pick(&[
        "winter-coats",
        "summer-collection",
        "index",
        "caf%C3%A9",
        "application",
        "search",
    ]);
    let end = numbers.pick(&[".html", ".css", ".js", ".png", "", "", "/"]);
    let _ = write!(
        target,
        "/{section}/{shelf}/{}/{name}{end}",
        numbers.below(50_000)
    );
    match numbers.below(10) {
        0..=3 => {}
        4 => {
            let _ = write!(
                target,
                "?page={}&token=s{}",
                numbers.below(40),
                numbers.next()
            );
        }
        _ => {
            let from = numbers.pick(&["newsletter", "spring-campaign", "partner"]);
            let sort = numbers.pick(&["price", "name", "date"]);
            let page = numbers.below(40);
            let _ = write!(
                target,
                "?utm_source={from}&utm_medium=newsmail&sort={sort}&page={page}"
            );
        }
    }
    target
}

/// The agents: browsers in many versions, apps, bots and libraries.
fn agents(count: usize) -> Vec<String> {
    const SYSTEMS: [&str; 5] = [
        "Windows NT 10.0; Win64; x64",
        "Macintosh; Intel Mac OS X 10_15_7",
        "X11; Linux x86_64",
        "Linux; Android 10; K",
        "Linux; Android 14; SM-S918B",
    ];
    const OTHERS: [&str; 14] = [
        "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
        "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)",
        "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; \
         +https://openai.com/gptbot)",
        "Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)",
        "Mozilla/5.0 (compatible; SemrushBot/7~bl; +http://www.semrush.com/bot.html)",
        "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
        "Mozilla/5.0 (compatible; YandexBot/3.0; +http://yandex.com/bots)",
        "Mozilla/5.0 (compatible; ClaudeBot/1.0; +claudebot@anthropic.com)",
        "ELB-HealthChecker/2.0",
        "curl/8.5.0",
        "python-requests/2.31.0",
        "Go-http-client/1.1",
        "Wget/1.21.4",
        "ShopApp/5.3.1 (com.example.shop; build:812; iOS 17.4.1) Alamofire/5.8.1",
    ];
    let browser = |index: usize| {
        let (system, major) = (SYSTEMS[index % 5], 100 + index % 40);
        match index % 7 {
            0 | 1 => format!(
                "Mozilla/5.0 ({system}) AppleWebKit/537.36 (KHTML, like Gecko) \
                 Chrome/{major}.0.{index}.0 Safari/537.36"
            ),
            2 => format!(
                "Mozilla/5.0 ({system}; rv:{major}.{index}) Gecko/20100101 Firefox/{major}.{index}"
            ),
            3 => format!(
                "Mozilla/5.0 (iPhone; CPU iPhone OS 17_{index} like Mac OS X) \
                 AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.{index} Mobile/15E148 \
                 Safari/604.1"
            ),
            4 => format!(
                "Mozilla/5.0 ({system}) AppleWebKit/537.36 (KHTML, like Gecko) \
                 Chrome/{major}.0.0.0 Safari/537.36 Edg/{major}.0.{index}.7"
            ),
            5 => format!(
                "Mozilla/5.0 (iPad; CPU OS 16_{index} like Mac OS X) AppleWebKit/605.1.15 (KHTML, \
                 like Gecko) CriOS/{major}.0.{index}.8 Mobile/15E148 Safari/604.1"
            ),
            _ => format!(
                "Mozilla/5.0 (Linux; Android 13; SAMSUNG SM-A536B) AppleWebKit/537.36 (KHTML, \
                 like Gecko) SamsungBrowser/{index}.0 Chrome/{major}.0.0.0 Mobile Safari/537.36"
            ),
        }
    };
    // The bots and apps are mixed among the browsers, so that some of them are frequent.
    (0..count)
        .map(|index| match (index % 8, OTHERS.get(index / 8)) {
            (5, Some(other)) => (*other).to_owned(),
            _ => browser(index),
        })
        .collect()
}
