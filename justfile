# Each line is something a person would type.

# all tests, Rust and Python
test:
    sh scripts/test

# the Python tests alone, after building the package
py:
    sh scripts/environment '[test]' && .venv/bin/python -m pytest

# formats, lints, types
lint:
    sh scripts/lint

# accept changed snapshots after looking at them
snap:
    INSTA_UPDATE=always cargo test --features cli && git diff -- '*.snap'

# the Python peer and the Rust benchmarks
bench:
    .venv/bin/python benches/peers.py && cargo bench

# what a change must pass
ci:
    bash .ci/run
