//! Text doubled, or two words mapped to one.

use std::cell::OnceCell;

use rustc_hash::FxHashSet;

use crate::detect::{BeadView, Detector, Draft, Rule};
use crate::lexicon::key;
use crate::report::{Kind, Severity};
use crate::text::tokens::TokenKind;

/// Doubled words.
///
/// # What it finds
/// `X and X` where the original joins two different words; a word twice in a row.
///
/// # Why it matters
/// A distinction is gone, or the text was not read by anybody.
///
/// # Example
/// `an affront and a threat` → `threats and threats`
///
/// # Limits
/// Two words that are near synonyms on one side and repeated on the other are found all the same.
pub struct Doubled;

static RULES: [Rule; 2] = [
    Rule {
        code: "WD881",
        name: "two words became one",
        kind: Kind::Duplication,
    },
    Rule {
        code: "WD882",
        name: "word twice in a row",
        kind: Kind::Duplication,
    },
];

impl Detector for Doubled {
    fn rules(&self) -> &'static [Rule] {
        &RULES
    }

    fn bead(&self, view: BeadView<'_>, out: &mut Vec<Draft>) {
        if view.alignment.is_identical() {
            return;
        }
        let (a, b) = (view.original(), view.copy());
        let joins = |norm: &str| norm == "and" || norm == "or";
        // Listed once: the copy may repeat itself at every word.
        let repeated: OnceCell<FxHashSet<u64>> = OnceCell::new();
        let repeated_in_original = |stem: u64| {
            let list = || {
                let near = |k: &usize| (1..=4).any(|d| *k >= d && a.stem(k - d) == a.stem(*k));
                (1..a.len()).filter(near).map(|k| a.stem(k)).collect()
            };
            repeated.get_or_init(list).contains(&stem)
        };
        for j in 1..b.len() {
            // `had had` and `that that` are English.
            let twice = b.key(j) == b.key(j - 1)
                && !b.broken_after(j - 1)
                && b.token(j).is_some_and(|t| t.kind == TokenKind::Word)
                && ![key("had"), key("that")].contains(&b.key(j));
            if twice && !repeated_in_original(b.stem(j)) {
                out.push(view.draft(&RULES[1], Severity::Minor, 0.85, &(0..0), &(j - 1..j + 1)));
            }
            if !joins(b.norm(j)) {
                continue;
            }
            let after = (j + 1..(j + 4).min(b.len())).find(|k| b.is_content(*k));
            let Some(after) = after.filter(|_| b.is_content(j - 1)) else {
                continue;
            };
            let same = b.stem(after) == b.stem(j - 1)
                && b.token(after).is_some_and(|t| t.kind == TokenKind::Word);
            if same && !repeated_in_original(b.stem(after)) {
                let left = b
                    .projected(j)
                    .map_or(0..0, |p| p.saturating_sub(2)..(p + 3).min(a.len()));
                out.push(view.draft(&RULES[0], Severity::Major, 0.75, &left, &(j - 1..after + 1)));
            }
        }
    }
}
