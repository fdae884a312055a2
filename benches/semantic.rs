//! The fast tier of meaning: sentences a second on one core, and look-ups of words.
//!
//! ```text
//! cargo bench --bench semantic
//! ```

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use wiredrift::semantic::{Encoder, Fast};

/// Sentences of the length of a news agency's, 12 to 30 words.
const SENTENCES: [&str; 8] = [
    "The harbour board postponed its vote on the dredging contract until Thursday afternoon.",
    "Fishermen said that nobody had told them the northern channel would be closed for a month.",
    "A spokeswoman for the ministry declined to say how many permits had been granted last year.",
    "Prices of diesel rose by 7 per cent in May, the fourth increase in a row, the agency reported.",
    "Mayor Oskarn, who had opposed the bridge from the beginning, opened it to traffic on Sunday.",
    "Rescuers found the crew of the trawler alive on a sandbank some forty miles from the coast.",
    "The court ruled that the company must pay back what it had charged its customers too much.",
    "Two of the five judges disagreed, and wrote that the law had never been meant to reach so far.",
];

fn encoding(criterion: &mut Criterion) {
    let fast = Fast::embedded();
    let mut vector = vec![0.0; fast.dimension()];
    let mut group = criterion.benchmark_group("fast");
    group.throughput(Throughput::Elements(SENTENCES.len() as u64));
    group.bench_function("one by one, into a vector", |b| {
        b.iter(|| {
            for sentence in SENTENCES {
                fast.encode_into(black_box(sentence), &mut vector);
                black_box(&vector);
            }
        });
    });
    group.bench_function("eight at a time", |b| {
        b.iter(|| Encoder::encode(fast, black_box(&SENTENCES)));
    });
    group.throughput(Throughput::Elements(1));
    group.bench_function("two words", |b| {
        b.iter(|| fast.word_similarity(black_box("refused"), black_box("declined")));
    });
    group.finish();
}

criterion_group!(benches, encoding);
criterion_main!(benches);
