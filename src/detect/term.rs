//! Fixed terms broken by replacing one of their words.

use std::ops::Range;

use super::view::Words;
use super::{BeadView, Detector, Draft, Rule};
use crate::lexicon::wordnet::{Relation, WordNet};
use crate::report::{Kind, Severity};
use crate::text::tokens::TokenKind;

/// Broken terms.
///
/// # What it finds
/// A multi-word term of the original, known as a lemma of its own, of which the copy keeps some
/// words and replaces one by a word that is no close kin of it.
///
/// # Why it matters
/// The parts of a term do not mean what they mean alone. Replacing one by the nearest synonym of
/// its everyday sense, as word spinners and second translations do, names another thing or none:
/// a tortured phrase (Cabanac, Labbé & Magazinov 2021).
///
/// # Example
/// `law enforcement` → `regulation enforcement`
///
/// # Limits
/// Only terms that WordNet lists. A term replaced as a whole (`class action` → `category motion`)
/// keeps no word to recognise it by and is left to [`super::wording`].
pub struct BrokenTerm;

static RULES: [Rule; 1] = [Rule {
    code: "WD811",
    name: "broken term",
    kind: Kind::Wording,
}];

/// The longest terms looked for, in words.
const LONGEST: usize = 4;

impl Detector for BrokenTerm {
    fn rules(&self) -> &'static [Rule] {
        &RULES
    }

    fn bead(&self, view: BeadView<'_>, out: &mut Vec<Draft>) {
        let (original, copy) = (view.original(), view.copy());
        for word in 0..original.len() {
            let Some(link) = original.link(word).filter(|l| !l.keeps_word()) else {
                continue;
            };
            // `20th century`: what a number says is the number detector's.
            if numeric(&copy, link.other) {
                continue;
            }
            let Some((term, phrase)) = term_around(&original, word) else {
                continue;
            };
            let stand_in = counterpart(&original, &term, link.other);
            let wordnet = WordNet::embedded();
            if is_kin(wordnet.relate(&phrase, &joined(&copy, &stand_in)).relation) {
                continue;
            }
            let swap = wordnet.relate(original.norm(word), copy.norm(link.other));
            if let Some((severity, confidence)) = judge(swap.relation) {
                out.push(view.draft(&RULES[0], severity, confidence, &term, &stand_in));
            }
        }
    }
}

/// Close kin of the replaced word can stand in a term without changing it (`tap water`, `faucet
/// water`); a sibling may not, and of a word that nobody knows nothing can be said.
fn judge(swap: Relation) -> Option<(Severity, f64)> {
    match swap {
        _ if is_kin(swap) => None,
        Relation::Unknown => Some((Severity::Minor, 0.4)),
        Relation::Sibling => Some((Severity::Major, 0.6)),
        _ => Some((Severity::Major, 0.75)),
    }
}

/// Whether a word is a number or is glued to one.
fn numeric(words: &Words<'_>, word: usize) -> bool {
    let number = |w: usize| words.token(w).is_some_and(|t| t.kind == TokenKind::Number);
    let glued = words.token(word).is_some_and(|t| t.glued);
    number(word) || glued && word > 0 && number(word - 1)
}

fn is_kin(relation: Relation) -> bool {
    use Relation as R;
    matches!(
        relation,
        R::Same | R::Synonym | R::Derived | R::Similar | R::Hypernym | R::Hyponym
    )
}

/// The longest known term that contains a word and whose other words the copy kept.
fn term_around(words: &Words<'_>, word: usize) -> Option<(Range<usize>, String)> {
    for length in (2..=LONGEST).rev() {
        for start in (word + 1).saturating_sub(length)..=word {
            let range = start..start + length;
            if range.end > words.len() || !is_candidate(words, word, &range) {
                continue;
            }
            let net = WordNet::embedded();
            if !net.opens(words.norm(start)) {
                continue;
            }
            let phrase = joined(words, &range);
            if net.is_noun(&phrase) {
                return Some((range, phrase));
            }
        }
    }
    None
}

/// Content words at both ends, no mark between, and all but one word kept.
fn is_candidate(words: &Words<'_>, word: usize, range: &Range<usize>) -> bool {
    let content = |w: usize| words.class(w).is_content();
    content(range.start)
        && content(range.end - 1)
        && range.clone().all(|w| w == word || words.is_kept(w))
        && (range.start..range.end - 1).all(|w| !words.broken_after(w))
}

/// The words that stand for a term in the copy: those of its words that stayed together.
fn counterpart(words: &Words<'_>, term: &Range<usize>, changed: usize) -> Range<usize> {
    let near = |other: &usize| other.abs_diff(changed) < LONGEST;
    let others = term
        .clone()
        .filter_map(|w| words.link(w))
        .map(|l| l.other)
        .filter(near);
    let (mut first, mut last) = (changed, changed);
    for other in others {
        first = first.min(other);
        last = last.max(other);
    }
    first..last + 1
}

fn joined(words: &Words<'_>, range: &Range<usize>) -> String {
    let mut phrase = String::new();
    for word in range.clone() {
        if word > range.start {
            phrase.push(' ');
        }
        phrase.push_str(words.norm(word));
    }
    phrase
}

#[cfg(test)]
mod tests {
    use crate::{Options, compare};

    fn terms(original: &str, copy: &str) -> Vec<String> {
        let report = compare(original, copy, &Options::default()).unwrap();
        let found = report.findings.iter().filter(|f| f.code == "WD811");
        found
            .map(|f| f.copy.as_ref().unwrap().text.clone())
            .collect()
    }

    #[test]
    fn a_term_with_one_word_swapped_is_broken() {
        assert_eq!(
            terms(
                "The pipeline carries natural gas to the coast.",
                "The pipeline carries herbal gas to the coast."
            ),
            ["herbal gas"]
        );
        assert_eq!(
            terms(
                "He was charged with first degree murder on Friday.",
                "He was charged with first grade murder on Friday."
            )
            .len(),
            1
        );
    }

    #[test]
    fn close_kin_in_a_term_is_silent() {
        let cases = [
            (
                "They drank tap water from a jug.",
                "They drank faucet water from a jug.",
            ),
            (
                "The press conference was short.",
                "The news conference was short.",
            ),
            (
                "She drinks natural gas, he said.",
                "She drinks natural gas, he said.",
            ),
        ];
        for (original, copy) in cases {
            assert!(terms(original, copy).is_empty(), "{copy}");
        }
    }

    #[test]
    fn words_that_are_no_term_are_silent() {
        assert!(terms("The tall minister spoke.", "The large minister spoke.").is_empty());
        assert!(terms("A red bus stopped.", "A green bus stopped.").is_empty());
    }

    #[test]
    fn a_term_inflected_or_hyphenated_otherwise_is_silent() {
        assert!(
            terms(
                "Credit reports were sold.",
                "A credit report was sold on Monday."
            )
            .is_empty()
        );
    }
}
