//! Word by word through a gap: which word stands for which.

use std::ops::Range;

use super::{Links, Relation, Words};
use crate::lexicon;
use crate::text::tokens::TokenKind;
use crate::work::count;

/// The largest gap, in cells, that is paired; a larger one stays one substituted run. 60 words
/// against 60 fit: no gap in news text is longer.
const MAX_CELLS: usize = 3_600;

/// A pairing scored below this is none: both words stay without a counterpart.
const LEAST: f32 = 0.3;

/// Working memory, kept between gaps.
#[derive(Default)]
pub(super) struct Table {
    best: Vec<f32>,
    steps: Vec<Step>,
    /// For each word of the gap, the original's first, whether it is listed with another spelling.
    listed: Vec<bool>,
}

#[derive(Clone, Copy, PartialEq)]
enum Step {
    Stop,
    SkipOriginal,
    SkipCopy,
    Pair(Relation),
    /// Two words of the original written as one in the copy.
    Join,
    /// One word of the original written as two in the copy.
    Part,
}

impl Table {
    /// Pair the words of `a` in a range with those of `b`, monotonely, best total score first;
    /// ties keep the earlier words of the copy unpaired.
    #[expect(
        clippy::indexing_slicing,
        reason = "`best` and `steps` have a cell for each of 0 to `n` and 0 to `m`, `listed` an entry for \
                  each of `n` and `m`; the way back goes only where a step was taken from, and stops \
                  in the first cell"
    )]
    pub(super) fn pair(
        &mut self,
        a: &Words<'_>,
        b: &Words<'_>,
        left: Range<usize>,
        right: Range<usize>,
        links: &mut Links,
    ) {
        let (n, m) = (left.len(), right.len());
        if n == 0 || m == 0 || n * m > MAX_CELLS {
            return;
        }
        count(n * m);
        let width = m + 1;
        self.best.clear();
        self.best.resize((n + 1) * width, 0.0);
        self.steps.clear();
        self.steps.resize((n + 1) * width, Step::Stop);
        self.listed.clear();
        self.listed
            .extend(left.clone().map(|i| lexicon::is_respelt(a.norm(i))));
        self.listed
            .extend(right.clone().map(|j| lexicon::is_respelt(b.norm(j))));
        for j in 1..=m {
            self.steps[j] = Step::SkipCopy;
        }
        for i in 1..=n {
            self.steps[i * width] = Step::SkipOriginal;
            for j in 1..=m {
                let (wi, wj) = (left.start + i - 1, right.start + j - 1);
                let at = i * width + j;
                let (mut best, mut step) = (self.best[at - width], Step::SkipOriginal);
                if self.best[at - 1] > best {
                    (best, step) = (self.best[at - 1], Step::SkipCopy);
                }
                let listed = self.listed[i - 1] || self.listed[n + j - 1];
                let (score, relation) = likeness(a, b, wi, wj, listed);
                // Words at like places of their runs are likelier to correspond.
                let place = (i as f32 / n as f32 - j as f32 / m as f32).abs();
                let total = self.best[at - width - 1] + score - 0.2 * place;
                if score >= LEAST && total > best {
                    (best, step) = (total, Step::Pair(relation));
                }
                if i >= 2 && joined(a, wi, b.norm(wj)) && self.best[at - 2 * width - 1] + 3.0 > best
                {
                    (best, step) = (self.best[at - 2 * width - 1] + 3.0, Step::Join);
                }
                if j >= 2 && joined(b, wj, a.norm(wi)) && self.best[at - width - 2] + 3.0 > best {
                    (best, step) = (self.best[at - width - 2] + 3.0, Step::Part);
                }
                self.best[at] = best;
                self.steps[at] = step;
            }
        }
        let (mut i, mut j) = (n, m);
        loop {
            let (wi, wj) = (left.start + i, right.start + j);
            match self.steps[i * width + j] {
                Step::Stop => break,
                Step::SkipOriginal => i -= 1,
                Step::SkipCopy => j -= 1,
                Step::Pair(relation) => {
                    links.join(wi - 1, wj - 1, relation);
                    (i, j) = (i - 1, j - 1);
                }
                Step::Join => {
                    links.join(wi - 1, wj - 1, Relation::Variant);
                    links.join(wi - 2, wj - 1, Relation::Variant);
                    (i, j) = (i - 2, j - 1);
                }
                Step::Part => {
                    links.join(wi - 1, wj - 1, Relation::Variant);
                    links.join(wi - 1, wj - 2, Relation::Variant);
                    (i, j) = (i - 1, j - 2);
                }
            }
        }
    }
}

/// Whether a word and the one before it are `whole` written apart.
fn joined(words: &Words<'_>, last: usize, whole: &str) -> bool {
    let (first, second) = (words.norm(last - 1), words.norm(last));
    if whole == "%" || whole == "percent" {
        return first == "per" && second == "cent";
    }
    whole.len() == first.len() + second.len() && whole.starts_with(first) && whole.ends_with(second)
}

/// How much speaks for two words standing for one another, and how they would; `listed` says whether
/// one of them is listed with another spelling.
fn likeness(a: &Words<'_>, b: &Words<'_>, i: usize, j: usize, listed: bool) -> (f32, Relation) {
    let content = (a.is_content(i), b.is_content(j));
    let full = if content.0 { 3.0 } else { 1.2 };
    if a.key(i) == b.key(j) {
        return (full, Relation::Equal);
    }
    let (Some(left), Some(right)) = (a.token(i), b.token(j)) else {
        return (0.0, Relation::Substituted);
    };
    let (x, y) = (a.norm(i), b.norm(j));
    if left.stem == right.stem {
        return (full - 0.3, Relation::Inflected);
    }
    // Spellings of one word that are not listed begin alike.
    let one = listed || x.as_bytes().first() == y.as_bytes().first();
    if one && lexicon::same_but_for_spelling(x, y) {
        return (full - 0.1, Relation::Variant);
    }
    let numbers = (
        left.kind == TokenKind::Number,
        right.kind == TokenKind::Number,
    );
    if numbers.0 && numbers.1 {
        return (1.0, Relation::Substituted);
    }
    if numbers.0 != numbers.1 {
        return (0.35, Relation::Substituted);
    }
    match content {
        (true, true) => {
            let shared = x.bytes().zip(y.bytes()).take_while(|(p, q)| p == q).count();
            let longest = x.len().max(y.len());
            let mut score = 0.5;
            if shared >= 3 {
                score += 1.5 * shared as f32 / longest as f32;
            }
            if left.capital && right.capital {
                score += 0.2;
            }
            // An inflection of the other spelling: `labouring`, `labor`.
            if one && lexicon::same_stem_but_for_spelling(x, y) {
                return (2.6, Relation::Inflected);
            }
            (score, Relation::Substituted)
        }
        (false, false) => {
            let alike = a.class(i).shares(b.class(j));
            (if alike { 0.7 } else { 0.31 }, Relation::Substituted)
        }
        _ => (0.0, Relation::Substituted),
    }
}

#[cfg(test)]
#[path = "../../tests/oracle/pairing.rs"]
mod oracle;
