//! Articles and numbers that do not go with their noun.

use crate::inspect::reader::{Sentence, sentences};
use crate::inspect::{Check, Mark};
use crate::lexicon::{Parts, WordSet};
use crate::report::{Kind, Severity};
use crate::rule::Rule;
use crate::span::TokenSpan;
use crate::text::Document;
use crate::text::tokens::TokenKind;

/// Broken agreement inside a noun phrase.
///
/// # What it finds
/// `a` before a vowel and `an` before a consonant; `a`, `this`, `every` before a plural; `these`,
/// `many`, `three` before a singular; `many` before a superlative (`one of many largest`).
///
/// # Why it matters
/// The noun was exchanged and the words around it were left as they stood.
///
/// # Example
/// `It was an very long strike.` → `an very`
///
/// # Limits
/// The sound of a word is told by its letters and two short lists; nouns without a plural are
/// listed. Only a noun that ends its phrase is judged.
pub struct Agreement;

static RULES: [Rule; 2] = [
    Rule {
        code: "WD911",
        name: "wrong article",
        kind: Kind::Grammar,
    },
    Rule {
        code: "WD912",
        name: "number that does not agree",
        kind: Kind::Grammar,
    },
];

static INVARIANT: std::sync::LazyLock<WordSet> = std::sync::LazyLock::new(|| {
    WordSet::of_forms(include_str!("../lexicon/data/invariant_nouns.txt"))
});

impl Check for Agreement {
    fn rules(&self) -> &'static [Rule] {
        &RULES
    }

    fn look(&self, document: &Document<'_>, out: &mut Vec<Mark>) {
        for sentence in sentences(document) {
            for k in sentence.indices() {
                let found = article(&sentence, k)
                    .map(|length| (0, length))
                    .or_else(|| number(&sentence, k).map(|length| (1, length)));
                let Some((rule, length)) = found else {
                    continue;
                };
                let Some(rule) = RULES.get(rule) else {
                    continue;
                };
                let tokens = TokenSpan::new(k, k + length);
                out.push(Mark {
                    rule,
                    severity: Severity::Minor,
                    confidence: 0.75,
                    tokens,
                    message: format!("{}: “{}”", rule.name, document.text_of(tokens)),
                });
            }
        }
    }
}

/// `a hour`, `an house`.
fn article(s: &Sentence<'_>, k: usize) -> Option<usize> {
    let norm = s.norm(k);
    // `A` in the middle may be a grade, `a` after a hyphen or before one a part of a word.
    let first = k == s.indices().start;
    let shown = s.surface(k);
    if !matches!(norm, "a" | "an") || s.is_compound(k) || !(first || shown == norm) {
        return None;
    }
    let next = s.token(k + 1)?;
    let word = s.surface(k + 1);
    let plain = next.kind == TokenKind::Word
        && !next.glued
        && word.chars().all(|c| c.is_ascii_lowercase())
        && word.len() > 2;
    if !plain || s.token(k + 1)?.capital {
        return None;
    }
    let vowel = starts_with_vowel_sound(word)?;
    ((norm == "a") == vowel).then_some(2)
}

/// Whether a word in small letters is spoken with a vowel first; `None` where both are heard.
fn starts_with_vowel_sound(word: &str) -> Option<bool> {
    let starts = |list: &[&str]| list.iter().any(|p| word.starts_with(p));
    // Silent h, and words where some say it and some do not.
    if starts(&["hour", "honest", "honor", "honour", "heir"]) {
        return Some(true);
    }
    if starts(&[
        "historic",
        "hotel",
        "herb",
        "heroic",
        "habitual",
        "hysteri",
        "homage",
        "hilarious",
        "hallucin",
        "humble",
        "horrific",
        "harmonic",
        "hypothes",
    ]) {
        return None;
    }
    // Spoken with y or w: unit, European, one.
    let glide = starts(&[
        "eu", "ewe", "one", "once", "oui", "ouija", "ubiq", "uk", "ur", "usu", "usa", "use", "usi",
        "ut", "uni", "unanim", "uto",
    ]);
    if glide {
        let short_u = starts(&[
            "urb", "urg", "urn", "ursi", "utm", "utt", "unin", "unim", "unid", "usher", "onero",
            "unil",
        ]) && !starts(&["unila", "unilin", "unilo", "unidi"]);
        return Some(short_u);
    }
    let first = word.chars().next()?;
    // `y` before a consonant only in names and chemistry.
    if first == 'y' {
        return None;
    }
    Some(matches!(first, 'a' | 'e' | 'i' | 'o' | 'u'))
}

fn number(s: &Sentence<'_>, k: usize) -> Option<usize> {
    let norm = s.norm(k);
    let next = k + 1;
    if !s.is_plain(next) || s.is_compound(next) || s.is_compound(k) {
        return None;
    }
    let tag = s.tag(next);
    // `one of many largest`.
    if matches!(norm, "many" | "few" | "several")
        && s.norm(next).ends_with("est")
        && s.norm(next).len() > 5
        && tag.only(Parts::ADJECTIVE)
    {
        return Some(2);
    }
    if !ends_phrase(s, next) {
        return None;
    }
    let singular = matches!(norm, "a" | "an" | "every" | "this" | "another" | "each");
    if singular && tag.only(Parts::PLURAL) && !invariant(s, next) {
        // `each` and `this` may stand alone before a plural's verb, `a` be a letter.
        let alone = matches!(norm, "each" | "this") && s.tag(next).may(Parts::VERB);
        let shown = s.surface(k) == norm || k == s.indices().start;
        return (!alone && shown && !money(s, k)).then_some(2);
    }
    let plural = matches!(
        norm,
        "these"
            | "those"
            | "many"
            | "several"
            | "both"
            | "few"
            | "two"
            | "three"
            | "four"
            | "five"
            | "six"
            | "seven"
            | "eight"
            | "nine"
            | "ten"
            | "eleven"
            | "twelve"
    );
    // `many a man`, `at seven o'clock`, `the big three sit`.
    let counted = plural && tag.only(Parts::NOUN) && !invariant(s, next);
    let alone = s
        .tag(k.wrapping_sub(1))
        .may(Parts::DETERMINER | Parts::PREPOSITION)
        && matches!(norm, "few" | "both");
    (counted && !alone && !dated(s, k)).then_some(2)
}

/// Whether nothing of the same noun phrase follows a word.
fn ends_phrase(s: &Sentence<'_>, k: usize) -> bool {
    let Some(next) = s.token(k + 1) else {
        return true;
    };
    if !next.is_word() {
        let norm = s.norm(k + 1);
        return matches!(norm, "." | "," | ";" | "?" | "!") && next.glued;
    }
    !next.capital
        && s.tag(k + 1).only(
            Parts::PREPOSITION
                | Parts::TO
                | Parts::AUXILIARY
                | Parts::MODAL
                | Parts::COORDINATOR
                | Parts::WH
                | Parts::SUBORDINATOR
                | Parts::PAST
                | Parts::ADVERB,
        )
        && !matches!(s.norm(k + 1), "and" | "or" | "'s" | "to")
        && !s.is_compound(k + 1)
}

fn invariant(s: &Sentence<'_>, k: usize) -> bool {
    s.token(k).is_some_and(|t| INVARIANT.contains(t.key))
        || s.tag(k).may(Parts::UNKNOWN)
        // `eight mph`: an abbreviation.
        || !s.norm(k).contains(['a', 'e', 'i', 'o', 'u'])
        || s.norm(k).ends_with("ics")
}

/// `a dollars`, but `a millions-strong crowd`; numbers as nouns.
fn money(s: &Sentence<'_>, k: usize) -> bool {
    s.tag(k + 1).may(Parts::NUMBER)
}

/// A number that ends something before it: `page two`, `grade three`, `Phase two trial`.
fn dated(s: &Sentence<'_>, k: usize) -> bool {
    s.tag(k.wrapping_sub(1))
        .may(Parts::NOUN | Parts::NAME | Parts::NUMBER | Parts::PLURAL)
        || s.token(k)
            .is_some_and(|t| t.capital && k != s.indices().start)
}
