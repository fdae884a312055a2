//! Cost of judging one pair of sentences of 25 words: `cargo bench --bench detect`.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use wiredrift::{Options, assess, compare};

const ORIGINAL: &str = "The council of Marrow said on Monday that no more than 40 of its 310 boats \
                        could leave the harbour before the repairs were finished.";
/// Reworded in most places, and changed in meaning in three.
const COPY: &str = "Marrow's council stated on Monday that more than 40 of the 310 vessels will \
                    leave the port before the work was completed.";

fn judge(criterion: &mut Criterion) {
    assert_eq!(ORIGINAL.split_whitespace().count(), 25);
    let options = Options::default();
    criterion.bench_function("compare, 25 words", |bench| {
        bench.iter(|| compare(black_box(ORIGINAL), black_box(COPY), &options));
    });
    criterion.bench_function("compare, 25 words, nothing changed", |bench| {
        bench.iter(|| compare(black_box(ORIGINAL), black_box(ORIGINAL), &options));
    });
    criterion.bench_function("assess, 25 words", |bench| {
        bench.iter(|| assess(black_box(ORIGINAL), black_box(COPY)));
    });
}

criterion_group!(benches, judge);
criterion_main!(benches);
