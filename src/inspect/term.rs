//! Fixed terms with a word exchanged, known without the original.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::inspect::reader::{Sentence, sentences};
use crate::inspect::{Check, Mark};
use crate::lexicon::wordnet::WordNet;
use crate::lexicon::{Parts, WordPairs, class, entries, stem_key};
use crate::report::{Kind, Severity};
use crate::rule::Rule;
use crate::span::TokenSpan;
use crate::text::Document;
use crate::text::tokens::Token;

/// Tortured terms.
///
/// # What it finds
/// Two words that are no term, of which one belongs to a fixed term and the other is what a
/// thesaurus gives for that term's other word: `regulation enforcement` for *law enforcement*.
///
/// # Why it matters
/// Word spinners replace the parts of a term one by one; the phrase names nothing, or another
/// thing. Tortured phrases tell a spun text by themselves (Cabanac, Labbé & Magazinov 2021).
///
/// # Example
/// `They serve in regulation enforcement.` → `regulation enforcement`
///
/// # Limits
/// Knows the terms and the exchanges of our own lists only. A term of which both words were
/// exchanged keeps none to recognise it by.
pub struct TorturedTerm;

static RULES: [Rule; 1] = [Rule {
    code: "WD812",
    name: "tortured term",
    kind: Kind::Wording,
}];

/// Terms by the stem of either word: the other word, and whether it stands second.
struct Terms {
    by_word: FxHashMap<u64, Vec<(&'static str, bool)>>,
    known: rustc_hash::FxHashSet<(u64, u64)>,
    /// What stands for a member in a sense the term does not mean.
    wrong: [WordPairs; 2],
}

static TERMS: LazyLock<Terms> = LazyLock::new(|| {
    let mut terms = Terms {
        by_word: FxHashMap::default(),
        known: rustc_hash::FxHashSet::default(),
        wrong: [
            include_str!("../lexicon/data/wrong_sense.txt"),
            include_str!("../lexicon/data/spun_members.txt"),
        ]
        .map(WordPairs::directed),
    };
    for term in entries(include_str!("../lexicon/data/fixed_terms.txt")) {
        let words: Vec<&str> = term.split_whitespace().collect();
        for pair in words.windows(2) {
            let [first, second] = pair else { continue };
            let (a, b) = (stem_key(first), stem_key(second));
            terms.known.insert((a, b));
            terms.by_word.entry(a).or_default().push((second, true));
            terms.by_word.entry(b).or_default().push((first, false));
        }
    }
    terms
});

impl Check for TorturedTerm {
    fn rules(&self) -> &'static [Rule] {
        &RULES
    }

    fn look(&self, document: &Document<'_>, out: &mut Vec<Mark>) {
        for sentence in sentences(document) {
            for k in sentence.indices() {
                let Some(term) = tortured(&sentence, k) else {
                    continue;
                };
                let tokens = TokenSpan::new(k, k + 2);
                out.push(Mark {
                    rule: &RULES[0],
                    severity: Severity::Minor,
                    confidence: 0.7,
                    tokens,
                    message: format!("“{}” looks like “{term}”", document.text_of(tokens)),
                });
            }
        }
    }
}

/// The fixed term that two words seem to stand for.
fn tortured(s: &Sentence<'_>, k: usize) -> Option<String> {
    let (first, second) = (s.token(k)?, s.token(k + 1)?);
    let content = |token: &Token| token.is_word() && class(token.key).is_content();
    let words = content(first) && content(second) && !second.glued;
    // Two capitals or none: a capital on one of them makes a name of it.
    if !words || first.capital != second.capital && k != s.indices().start {
        return None;
    }
    let open = Parts::NOMINAL | Parts::ADJECTIVE;
    if !s.tag(k).may(open) || !s.tag(k + 1).may(Parts::NOMINAL | Parts::GERUND) {
        return None;
    }
    let terms = &*TERMS;
    if terms.known.contains(&(first.stem, second.stem)) {
        return None;
    }
    let stands_for = |stem: u64, wanted: &str| {
        let wanted = stem_key(wanted);
        stem != wanted && terms.wrong.iter().any(|list| list.contains(wanted, stem))
    };
    let none: &[(&str, bool)] = &[];
    let of = |stem: u64| terms.by_word.get(&stem).map_or(none, Vec::as_slice);
    let mut seconds = of(first.stem).iter().filter(|(_, second)| *second);
    let term = if let Some((word, _)) = seconds.find(|(word, _)| stands_for(second.stem, word)) {
        format!("{} {word}", s.norm(k))
    } else {
        let mut firsts = of(second.stem).iter().filter(|(_, second)| !*second);
        let (word, _) = firsts.find(|(word, _)| stands_for(first.stem, word))?;
        format!("{word} {}", s.norm(k + 1))
    };
    // Last, as WordNet is slower to ask than our lists.
    (!is_lemma(s, k)).then_some(term)
}

/// Whether the two words are a term of their own: `police force`, `news conference`.
fn is_lemma(s: &Sentence<'_>, k: usize) -> bool {
    let phrase = format!("{} {}", s.norm(k), s.norm(k + 1));
    WordNet::embedded().is_noun(&phrase)
}
