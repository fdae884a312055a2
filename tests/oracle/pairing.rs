//! The pairing of two runs of words by trying every way there is.

use proptest::prelude::*;
use proptest::sample::select;

use super::*;
use crate::align::Bead;
use crate::text::Document;

/// The best total of all ways to go on from word `i` of the one side and `j` of the other.
struct Ways<'w> {
    a: &'w Words<'w>,
    b: &'w Words<'w>,
}

impl Ways<'_> {
    fn best(&self, i: usize, j: usize, so_far: f32) -> f32 {
        let (n, m) = (self.a.len(), self.b.len());
        let mut best = so_far;
        if i < n {
            best = best.max(self.best(i + 1, j, so_far));
        }
        if j < m {
            best = best.max(self.best(i, j + 1, so_far));
        }
        if i < n && j < m {
            let respelt = [self.a.norm(i), self.b.norm(j)].map(lexicon::is_respelt);
            let (score, _) = likeness(self.a, self.b, i, j, respelt.contains(&true));
            let place = ((i + 1) as f32 / n as f32 - (j + 1) as f32 / m as f32).abs();
            if score >= LEAST {
                best = best.max(self.best(i + 1, j + 1, so_far + score - 0.2 * place));
            }
            if i + 1 < n && joined(self.a, i + 1, self.b.norm(j)) {
                best = best.max(self.best(i + 2, j + 1, so_far + 3.0));
            }
            if j + 1 < m && joined(self.b, j + 1, self.a.norm(i)) {
                best = best.max(self.best(i + 1, j + 2, so_far + 3.0));
            }
        }
        best
    }
}

fn run() -> impl Strategy<Value = String> {
    let list = vec![
        "the",
        "of",
        "bridge",
        "bridges",
        "river",
        "per",
        "cent",
        "percent",
        "raise",
        "raised",
        "programme",
        "program",
        "40",
        "41",
        "air",
        "port",
        "airport",
        "quiet",
        "noisy",
        "Ruhl",
    ];
    prop::collection::vec(select(list), 1..5).prop_map(|words| words.join(" "))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn words_are_paired_as_well_as_the_best_of_all_ways(one in run(), two in run()) {
        let (left, right) = (Document::new(&one), Document::new(&two));
        let every = |d: &Document<'_>| (0..d.segments.len()).collect::<Vec<_>>();
        let bead = Bead { original: every(&left), copy: every(&right), ..Bead::default() };
        let (a, b) = (Words::of(&left, &bead.original), Words::of(&right, &bead.copy));
        let (n, m) = (a.len(), b.len());
        prop_assume!(n > 0 && m > 0);
        let mut links = Links::new(n, m);
        let mut table = Table::default();
        table.pair(&a, &b, 0..n, 0..m, &mut links);
        let found = table.best[n * (m + 1) + m];
        prop_assert_eq!(found, Ways { a: &a, b: &b }.best(0, 0, 0.0));
    }
}
