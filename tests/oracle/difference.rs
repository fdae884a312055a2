//! The words that stay, by the table of longest common subsequences.

use proptest::prelude::*;

use super::*;

/// Length of the longest common subsequence of two lists.
fn longest(a: &[u64], b: &[u64]) -> usize {
    let mut table = vec![vec![0usize; b.len() + 1]; a.len() + 1];
    for i in 1..=a.len() {
        for j in 1..=b.len() {
            table[i][j] = if a[i - 1] == b[j - 1] {
                table[i - 1][j - 1] + 1
            } else {
                table[i - 1][j].max(table[i][j - 1])
            };
        }
    }
    table[a.len()][b.len()]
}

/// Words of a sentence, by chance, from a list.
fn sentence(list: &'static [&'static str]) -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(list), 1..30).prop_map(|words| words.join(" "))
}

const WORDS: &[&str] = &["bridge", "river", "mayor", "ferry", "rain", "school"];

proptest! {
    #[test]
    fn the_difference_keeps_as_many_words_as_can_be_kept(
        a in prop::collection::vec(0u64..6, 0..40),
        b in prop::collection::vec(0u64..6, 0..40),
    ) {
        let ops = capture_diff_slices(Algorithm::Myers, &a, &b);
        let equal = ops.iter().filter(|op| matches!(op, DiffOp::Equal { .. }));
        prop_assert_eq!(equal.map(|op| op.old_range().len()).sum::<usize>(), longest(&a, &b));
    }

    #[test]
    fn the_steps_turn_the_original_into_the_copy(one in sentence(WORDS), two in sentence(WORDS)) {
        let (left, right) = (Document::new(&one), Document::new(&two));
        let every = |d: &Document<'_>| (0..d.segments.len()).collect::<Vec<_>>();
        let bead = Bead { original: every(&left), copy: every(&right), ..Bead::default() };
        let found = TokenAlignment::new(&left, &right, &bead);
        let keys = |d: &Document<'_>, list: &[u32]| -> Vec<u64> {
            list.iter().map(|i| d.tokens()[*i as usize].key).collect()
        };
        let (a, b) = (keys(&left, &found.original), keys(&right, &found.copy));
        let mut made: Vec<Option<u64>> = vec![None; b.len()];
        for edit in &found.edits {
            let kept = matches!(edit.relation, Relation::Equal | Relation::Moved);
            for (offset, place) in edit.copy.clone().enumerate() {
                // Kept words come from the original, the others are the copy's own.
                let word = if kept { a[edit.original.start + offset] } else { b[place] };
                prop_assert_eq!(made[place].replace(word), None, "a word in two steps");
            }
        }
        prop_assert_eq!(made, b.into_iter().map(Some).collect::<Vec<_>>());
        let mut seen = vec![0; a.len()];
        found.edits.iter().flat_map(|e| e.original.clone()).for_each(|i| seen[i] += 1);
        prop_assert!(seen.iter().all(|n| *n == 1), "{:?}", found.edits);
    }
}
