# Every target runs in a fresh checkout with Rust. Other programs that it needs are put into .parts/
# or a .venv-* folder.

.PHONY: report picture watch tools test style parts unit core docs lambda opensearch template \
	workflows sam-build licences agents threats local layer count bench bench-peers handler growth \
	clean end-to-end soak fuzz fuzz-check pictures

# All tests. Parts whose tools are missing are reported and skipped; with CI=true they fail.
test: style parts unit docs report lambda opensearch template licences

# Columns, formatting and lints, also of what a build without options compiles.
style:
	tests/support/columns
	cargo fmt --check
	tests/support/cargo clippy --all-targets -- -D warnings
	cargo clippy --locked --lib --bins -- -D warnings

# Downloads the parts of the end-to-end test, which `unit` runs: Debian's web servers, npm's
# Kinesis, OpenSearch.
parts:
	tests/end-to-end/parts

# Unit, golden, property and handler tests, which need only Rust. With the parts, also the
# end-to-end test.
unit:
	tests/support/cargo test

# The pipeline alone, without the features for AWS and the command line.
core:
	cargo clippy --locked --lib --no-default-features -- -D warnings
	cargo test --locked --lib --no-default-features
	RUSTDOCFLAGS="-D warnings" cargo doc --locked --lib --no-deps --no-default-features

# The documentation builds without a broken link.
docs:
	RUSTDOCFLAGS="-D warnings" tests/support/cargo doc --no-deps --document-private-items

# Compares the report's numbers with an independent count of documents, and tests its page in a
# browser.
report:
	tests/report/run

# Runs the built function under `cargo lambda watch`, and invokes it with every event of events/.
lambda:
	tests/cargo-lambda/run
	tests/cargo-lambda/readme

# Sets up a real OpenSearch node with its security plugin, delivers with only Firehose's role,
# replays what the node refused, and sends the dashboards' queries.
opensearch:
	tests/support/build
	target/debug/weblog enrich events/sample.log > target/sample.ndjson
	tests/opensearch/run target/sample.ndjson

# Measures recall, false positives, names, kinds, browsers, systems and devices on lists of agents
# that others collected.
agents:
	tests/agents/run

# Lists the tables of facts that nobody has checked for a year, with file and month.
.PHONY: old-facts
old-facts:
	tests/agents/old-facts

# Measures recall on lists of attacks that others collected, and false positives on harmless
# requests.
threats:
	tests/threats/run

# Draws the pictures of docs/dashboards.md from a real node's answers. Also needs npm and chromium.
pictures:
	tests/dashboards/pictures

# Checks licences, sources, bans and (if RustSec's database can be downloaded) advisories of all
# dependencies.
licences:
	tests/support/cargo-deny

# Counts the instructions for a line, and compares them with their limits.
count:
	benches/count

# Measures times, instructions, the whole function, the report, growth and peers, and writes the
# tables of docs/performance.md and docs/performance-peers.md.
bench:
	benches/all

# Measures Vector's engine, Python and plain Rust at the same job, and writes
# docs/performance-peers.md. Needs valgrind.
bench-peers:
	benches/peers/run

# Compares the built function with a minimal one: processor time, wall time, memory, start, size.
handler:
	benches/handler

# Measures how cost grows with records, agents and length, and draws docs/growth.svg.
growth:
	benches/growth

clean:
	cargo clean
	rm -rf .parts .venv-*

# Checks the templates with AWS's own tools and against the code, and deploys them into MiniStack
# with the built binaries.
template:
	tests/template/run

# Reports which tools a deployment needs, and whether they are new enough.
tools:
	deploy/tools

# Checks the workflows of .github/ with actionlint. Needs Go.
workflows:
	go run github.com/rhysd/actionlint/cmd/actionlint@v1.7.8

# Builds every function with `sam build`, as a deployment does. This is not a part of `make test`,
# because it needs four release builds.
sam-build:
	tests/sam-build/run

# Runs the functions on this machine, with a Firehose that prints each document. README.md explains
# it under "Invoke locally".
watch:
	local/watch

# Draws the picture of the report at the top of the README.
picture:
	tests/report/picture

# Runs the whole pipeline on this machine: `make local`, or `make local LOG=access.log`. With
# OPENSEARCH=1 the documents are put into a real OpenSearch node, too.
local:
	tests/support/build
	tests/support/venv ministack
	.venv-ministack/bin/python local/play.py $(LOG)

# Packs geoip/ and bots/ as a Lambda layer: /opt/geoip and /opt/bots in the function.
layer:
	mkdir -p target
	rm -f target/geoip-layer.zip
	python3 -m zipfile -c target/geoip-layer.zip geoip/ bots/

# Sends lines of real Apache httpd and nginx through Kinesis and the built function into a real
# OpenSearch node.
end-to-end:
	tests/end-to-end/run

# Tests that memory stays bounded in ten minutes of sustained load; `make soak SOAK_SECONDS=60`
# takes one minute.
SOAK_SECONDS ?= 600
soak:
	SOAK_SECONDS=$(SOAK_SECONDS) tests/support/cargo test --test soak -- --nocapture
	OBJECT_MIB=200 tests/support/cargo test --test s3_enrich a_long -- --nocapture

# Checks that the fuzz targets compile.
fuzz-check:
	cd fuzz && cargo check --bins

# Runs every fuzz target for FUZZ_SECONDS, if cargo-fuzz is installed. Uses the nightly toolchain if
# it is installed.
FUZZ_SECONDS ?= 20
fuzz:
	fuzz/run $(FUZZ_SECONDS)
