//! Cost of each stage of comparing one story with its copy: `cargo bench --bench stages`.
//!
//! The whole way is gone each time and the clock read between the stages, as a stage needs what those
//! before it made.

#![allow(clippy::expect_used)] // A bench may panic.

use std::hint::black_box;
use std::time::{Duration, Instant};

use criterion::{Criterion, criterion_group, criterion_main};
use wiredrift::{Options, compare_staged};

const ORIGINAL: &str = include_str!("../examples/river.original.txt");
const COPY: &str = include_str!("../examples/river.copy.txt");

/// In the order of the pipeline.
const STAGES: [&str; 6] = ["read", "align", "compare", "detect", "judge", "report"];

/// Time that a stage takes in a number of rounds.
fn taken(stage: &str, rounds: u64, options: &Options) -> Duration {
    let mut sum = Duration::ZERO;
    for _ in 0..rounds {
        let mut last = Instant::now();
        let report = compare_staged(black_box(ORIGINAL), black_box(COPY), options, &mut |done| {
            let now = Instant::now();
            if done == stage {
                sum += now - last;
            }
            last = now;
        });
        black_box(report).expect("a short story is compared");
    }
    sum
}

fn stages(criterion: &mut Criterion) {
    let options = Options::default();
    for stage in STAGES {
        criterion.bench_function(stage, |bench| {
            bench.iter_custom(|rounds| taken(stage, rounds, &options));
        });
    }
}

criterion_group!(benches, stages);
criterion_main!(benches);
