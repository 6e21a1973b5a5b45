# Every target runs on a fresh checkout with Rust; what else it needs it puts under .parts/ or a .venv-* folder here.

.PHONY: test style unit docs lambda clean

# Everything. A part that this machine lacks is named as skipped; with CI=true that is a failure.
test: style unit docs lambda

# Formatting and lints as the house style has them.
style:
	cargo fmt --check
	cargo clippy --locked --all-targets -- -D warnings

# Unit, golden, property and handler tests: nothing but Rust.
unit:
	cargo test --locked

# The documentation builds without a broken link.
docs:
	RUSTDOCFLAGS="-D warnings" cargo doc --locked --no-deps --document-private-items

# The built function under `cargo lambda watch`, invoked with every event of events/.
lambda:
	tests/cargo-lambda/run

clean:
	cargo clean
	rm -rf .parts .venv-*
