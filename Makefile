# Every target runs on a fresh checkout with Rust; what else it needs it puts under .parts/ or a .venv-* folder here.

.PHONY: report picture watch tools test style parts unit core docs lambda opensearch template workflows sam-build licences agents threats local layer count bench bench-peers handler growth clean end-to-end soak fuzz fuzz-check pictures

# Everything. A part that this machine lacks is named as skipped; with CI=true that is a failure.
test: style parts unit docs report lambda opensearch template licences

# Formatting and lints as the house style has them.
style:
	cargo fmt --check
	cargo clippy --locked --all-targets -- -D warnings
	cargo clippy --locked -p weblog-s3 --all-targets -- -D warnings

# What the end-to-end test is made of, which `unit` runs with the rest: Debian's web servers, npm's Kinesis, OpenSearch.
parts:
	tests/end-to-end/parts

# Unit, golden, property and handler tests: nothing but Rust. With the parts there, the end-to-end test too.
unit:
	cargo test --locked
	cargo test --locked -p weblog-s3

# The pipeline alone, without the features for AWS and the command line.
core:
	cargo clippy --locked --lib --no-default-features -- -D warnings
	cargo test --locked --lib --no-default-features

# The documentation builds without a broken link.
docs:
	RUSTDOCFLAGS="-D warnings" cargo doc --locked --no-deps --document-private-items

# The report's numbers against an independent count of documents, and its page in a browser.
report:
	cargo build --locked --bin weblog
	tests/report/run

# The built function under `cargo lambda watch`, invoked with every event of events/.
lambda:
	tests/cargo-lambda/run
	tests/cargo-lambda/readme

# A real OpenSearch node with its security plugin: set up, delivered to with Firehose's role alone, looked at as the dashboards do.
opensearch:
	cargo run --locked --quiet -- enrich events/sample.log > target/sample.ndjson
	tests/opensearch/run target/sample.ndjson

# Recall, false positives, names and kinds, browsers, systems and devices, on lists of agents that others collected.
agents:
	tests/agents/run

# Tables of facts that nobody has looked at for a year, by place and month.
.PHONY: old-facts
old-facts:
	tests/agents/old-facts

# Recall of attacks on lists that others collected, and requests of people that look like attacks.
threats:
	tests/threats/run

# The pictures of docs/dashboards.md, drawn from a real node's answers. Needs npm and chromium too.
pictures:
	tests/dashboards/pictures

# Licences, sources, bans and (where their database can be fetched) advisories of everything that is linked in.
licences:
	tests/support/cargo-deny

# Instructions a line, against their bars.
count:
	benches/count

# Times, instructions, the whole function, growth and peers, written into docs/performance.md.
bench:
	benches/all

# Vector's engine, Python and plain Rust at the same job: docs/performance-peers.md. Needs valgrind; builds its own package.
bench-peers:
	benches/peers/run

# The built function beside the least that one can be: processor time, wall time, memory, start, size.
handler:
	benches/handler

# How cost grows with records, agents and length, drawn as docs/growth.svg.
growth:
	benches/growth

clean:
	cargo clean
	rm -rf .parts .venv-*

# The template under AWS's own tools, beside the code, and deployed into MiniStack with the built binaries.
template:
	tests/template/run

# What a deployment needs on this machine, and whether it is new enough.
tools:
	deploy/tools

# The workflows of .github/, by actionlint; needs Go.
workflows:
	go run github.com/rhysd/actionlint/cmd/actionlint@v1.7.7

# `sam build` of every function, as a deployment has it: three release builds, so not a part of `make test`.
sam-build:
	tests/sam-build/run

# The functions on this machine, and a Firehose that prints each document. README, "Invoke locally".
watch:
	local/watch

# The picture of the report at the head of the README.
picture:
	tests/report/picture

# The whole pipeline on this machine: `make local`, or `make local LOG=access.log`.
local:
	cargo build --locked --bins
	tests/support/venv ministack 'ministack[full]==1.5.33' microburst==0.10.0 boto3==1.43.106 PyYAML==6.0.3
	.venv-ministack/bin/python local/play.py $(LOG)

# A Lambda layer of what is in geoip/ and bots/: /opt/geoip and /opt/bots in the function.
layer:
	mkdir -p target
	rm -f target/geoip-layer.zip
	python3 -m zipfile -c target/geoip-layer.zip geoip/ bots/

# Lines of real Apache httpd and nginx through Kinesis and the built function into a real OpenSearch node.
end-to-end:
	tests/end-to-end/run

# Ten minutes of sustained load in bounded memory; `make soak SOAK_SECONDS=60` for fewer.
SOAK_SECONDS ?= 600
soak:
	SOAK_SECONDS=$(SOAK_SECONDS) cargo test --locked --test soak -- --nocapture
	OBJECT_MIB=200 cargo test --locked -p weblog-s3 --test s3_enrich a_long_object -- --nocapture

# The fuzz targets compile.
fuzz-check:
	cd fuzz && cargo check --bins

# Every fuzz target for so many seconds, where cargo-fuzz is; by the nightly toolchain where there is one.
FUZZ_SECONDS ?= 20
fuzz:
	fuzz/run $(FUZZ_SECONDS)
