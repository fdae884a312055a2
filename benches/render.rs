//! Cost of showing a report against that of making it, for a pair of 100 KB with more than a
//! thousand findings: `cargo bench --bench render`.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use wiredrift::render::terminal::{TextStyle, text};
use wiredrift::render::{html, notebook};
use wiredrift::{Options, compare};

/// The bundled story again and again, each time with other names.
fn long(story: &str) -> String {
    let stories = (0..52u8).map(|k| {
        let end: String = [b'a' + k % 10, b'k' + k / 10]
            .map(char::from)
            .iter()
            .collect();
        let names = [
            "Harrowmere",
            "Ostel",
            "Tarran",
            "Oskarn",
            "Velmar",
            "Dahl",
            "Fors",
        ];
        names.iter().fold(story.to_owned(), |story, name| {
            story.replace(name, &format!("{name}{end}"))
        })
    });
    stories.collect::<Vec<_>>().join("\n\n")
}

fn show(criterion: &mut Criterion) {
    let original = long(include_str!("../examples/river.original.txt"));
    let copy = long(include_str!("../examples/river.copy.txt"));
    let options = Options::default();
    let Ok(report) = compare(&original, &copy, &options) else {
        return;
    };
    let mut group = criterion.benchmark_group("100 KB");
    group.sample_size(10);
    group.bench_function("compare", |bench| {
        bench.iter(|| compare(black_box(&original), black_box(&copy), &options));
    });
    group.bench_function("html", |bench| bench.iter(|| html(black_box(&report))));
    group.bench_function("notebook", |bench| {
        bench.iter(|| notebook(black_box(&report)))
    });
    group.bench_function("text", |bench| {
        bench.iter(|| text(black_box(&report), &TextStyle::default()));
    });
    group.finish();
}

criterion_group!(benches, show);
criterion_main!(benches);
