//! Speed of the sentence aligner for 30 to 30,000 sentences a side: `cargo bench --bench align`.

#![allow(clippy::indexing_slicing)] // A bench may panic.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use wiredrift::align_sentences;

/// A small generator of our own: the same texts on every machine.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % limit
    }

    /// A word; small numbers, which are drawn often, stand for the common ones.
    fn word(&mut self) -> String {
        let rank = match self.below(20) {
            0..10 => self.below(50),
            10..17 => 50 + self.below(2_000),
            _ => 2_050 + self.below(60_000),
        };
        let mut rest = rank.wrapping_mul(2_654_435_761) % 1_000_003 + 17;
        let mut word = String::new();
        for _ in 0..2 + rank % 3 {
            word.push(char::from(b"bcdfghklmnprst"[(rest % 14) as usize]));
            word.push(char::from(b"aeiou"[(rest / 14 % 5) as usize]));
            rest = rest / 70 + rank;
        }
        word
    }

    fn sentence(&mut self) -> Vec<String> {
        (0..13 + self.below(14)).map(|_| self.word()).collect()
    }
}

/// A text and a copy of it: one sentence in twenty lost, one in twenty added, one word in six lost.
fn texts(sentences: usize) -> (Vec<String>, Vec<String>) {
    let mut numbers = Numbers(88_172_645_463_325_252);
    let (mut source, mut target) = (Vec::new(), Vec::new());
    for _ in 0..sentences {
        let words = numbers.sentence();
        source.push(words.join(" "));
        match numbers.below(20) {
            0 => continue,
            1 => target.push(numbers.sentence().join(" ")),
            _ => {}
        }
        let kept: Vec<String> = words
            .into_iter()
            .filter(|_| numbers.below(6) != 0)
            .collect();
        target.push(kept.join(" "));
    }
    (source, target)
}

fn align(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("align_sentences");
    group.sample_size(10);
    for sentences in [30, 300, 3_000, 30_000] {
        let (source, target) = texts(sentences);
        group.throughput(Throughput::Elements((source.len() + target.len()) as u64));
        group.bench_function(BenchmarkId::from_parameter(sentences), |b| {
            b.iter(|| align_sentences(black_box(&source), black_box(&target)));
        });
    }
    group.finish();
}

criterion_group!(benches, align);
criterion_main!(benches);
