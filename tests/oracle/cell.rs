//! The score of two sentences from sets of what they share.

use std::collections::BTreeSet;

use proptest::prelude::*;
use proptest::sample::select;

use super::super::across::Across;
use super::*;

fn bits(side: &Side, i: usize) -> BTreeSet<usize> {
    let mut set = BTreeSet::new();
    for (at, word) in side.bitmap(i).iter().enumerate() {
        set.extend(
            (0..64)
                .filter(|bit| word >> bit & 1 == 1)
                .map(|bit| at * 64 + bit),
        );
    }
    set
}

fn words(side: &Side, i: usize) -> BTreeSet<u32> {
    side.words(i).iter().copied().collect()
}

/// As the documentation of the aligner has it: shared n-grams over chance, shared words by their
/// rarity, both blended; the sentence's own coverage blended with that of both.
fn slow(scorer: &Scorer<'_>, i: usize, j: usize) -> (f32, f32) {
    let options = scorer.options;
    let [source, target] = scorer.sides;
    let (a, b) = (bits(source, i), bits(target, j));
    let shared = a.intersection(&b).count() as f32;
    let (u, v) = (words(source, i), words(target, j));
    let weight = |w: &u32| scorer.weight[*w as usize];
    let common: f32 = u.intersection(&v).map(weight).fold(0.0, |sum, w| sum + w);
    if shared == 0.0 && common == 0.0 {
        return (0.0, 0.0);
    }
    let over = |share: f32, chance: f32| ((share - chance) / (1.0 - chance).max(0.05)).max(0.0);
    let chance_of = |side: usize, k: usize, ones: usize| {
        1.0 - (scorer.background[side][k] * ones as f32 / scorer.mean_ones).exp()
    };
    let all = |set: &BTreeSet<u32>| set.iter().map(weight).sum::<f32>();
    let share = |part: f32, whole: f32| if whole > 0.0 { part / whole } else { 0.0 };
    let both = |x: f32, y: f32| {
        if x + y > 0.0 {
            2.0 * x * y / (x + y)
        } else {
            0.0
        }
    };
    let blend = |characters: f32, words: f32| words + options.characters * (characters - words);
    let ca = over(shared / (a.len() as f32).max(1.0), chance_of(0, i, b.len()));
    let cb = over(shared / (b.len() as f32).max(1.0), chance_of(1, j, a.len()));
    let (wa, wb) = (share(common, all(&u)), share(common, all(&v)));
    let whole = blend(both(ca, cb), both(wa, wb));
    let own = |c: f32, w: f32| whole + options.own * (blend(c, w) - whole);
    (own(ca, wa), own(cb, wb))
}

fn sentence() -> impl Strategy<Value = String> {
    let list = vec![
        "the",
        "bridge",
        "Bridge",
        "river",
        "Ruhl",
        "12",
        "1,200",
        "café",
        "opened",
        "open",
        "a",
        "“we",
        "waited”",
        "—",
        "nobody",
        "Monday",
    ];
    prop::collection::vec(select(list), 0..9).prop_map(|words| words.join(" "))
}

proptest! {
    #[test]
    fn a_cell_is_scored_as_the_slow_way_scores_it(
        one in prop::collection::vec(sentence(), 1..6),
        two in prop::collection::vec(sentence(), 1..6),
    ) {
        let mut vocabulary = Vocabulary::default();
        let a = Side::new(&one, &mut vocabulary);
        let b = Side::new(&two, &mut vocabulary);
        let options = AlignOptions::default();
        let scorer = Scorer::new(&a, &b, &vocabulary, &options);
        let columns: Vec<usize> = (0..b.len()).collect();
        let mut across = [0, 1].map(|_| Across::new(&scorer, &columns));
        for i in 0..a.len() {
            let mut cells = Vec::new();
            scorer.row(i, 0..b.len(), |cell| cells.push(cell));
            prop_assert_eq!(cells.len(), b.len());
            // Of many sentences at once, from the first and from the last of all rows on.
            for first in [0, b.len() - 1] {
                let mut some = Vec::new();
                across[first.min(1)].row(i, first..b.len(), |cell| some.push(cell));
                prop_assert_eq!(&some[..], &cells[first..]);
            }
            for (j, cell) in cells.into_iter().enumerate() {
                prop_assert_eq!(cell, slow(&scorer, i, j));
                // A bead of one and one is the same two sentences, counted by another way.
                let bead = scorer.bead(i..i + 1, j..j + 1);
                prop_assert!((cell.0 + cell.1 - bead.total).abs() < 1e-4);
            }
        }
    }
}
