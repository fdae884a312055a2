//! The accurate tier: sentences a second at batch 1 and 8 for each path, and the time to load.

#![allow(clippy::expect_used)] // A bench may panic.

use std::hint::black_box;
use std::sync::LazyLock;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use wiredrift::semantic::{MiniLm, unpack};

/// Sentences of 25 pieces or so, marks included, as news has them.
const SENTENCES: [&str; 8] = [
    "The council voted on Tuesday to close three of the city's five libraries before the winter.",
    "Officials said the bridge, built in 1931, would be repaired by the end of next summer at most.",
    "A spokeswoman for the ministry denied that any of the documents had been destroyed in the fire.",
    "Farmers in the valley expect to lose half of their harvest unless it rains within two weeks.",
    "The company reported a profit of 4.2 million dollars, slightly less than in the year before.",
    "Two of the men were released without charge, while a third is due to appear in court on Friday.",
    "Scientists who looked at the samples found no trace of the metal in the water of the lake.",
    "The president's adviser told reporters that talks could resume as early as the following month.",
];

fn parts() -> [Vec<u8>; 2] {
    let files = [wiredrift_minilm_1::DATA, wiredrift_minilm_2::DATA];
    files.map(|file| unpack(file).expect("an embedded file"))
}

fn model(path: &str) -> Option<MiniLm<'static>> {
    static PARTS: LazyLock<[Vec<u8>; 2]> = LazyLock::new(parts);
    let [first, second] = &*PARTS;
    MiniLm::from_bytes([first, second]).ok()?.with_path(path)
}

fn encode(c: &mut Criterion) {
    for path in ["portable", "avx2", "avx512", "avx512-vnni", "neon"] {
        let Some(model) = model(path) else { continue };
        let mut group = c.benchmark_group(format!("minilm/{path}"));
        group.sample_size(10);
        for batch in [1, 8] {
            group.throughput(Throughput::Elements(8));
            group.bench_function(format!("batch {batch}"), |b| {
                b.iter(|| {
                    for texts in SENTENCES.chunks(batch) {
                        black_box(model.encode(black_box(texts)));
                    }
                });
            });
        }
    }
}

fn load(c: &mut Criterion) {
    c.bench_function("minilm/unpack", |b| b.iter(parts));
    let [first, second] = &parts();
    c.bench_function("minilm/load, checksums verified", |b| {
        b.iter(|| MiniLm::from_bytes(black_box([first, second])));
    });
}

criterion_group!(benches, encode, load);
criterion_main!(benches);
