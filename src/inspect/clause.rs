//! Sentences without a verb, and capitals where no name is.

use crate::inspect::reader::{Sentence, sentences};
use crate::inspect::{Check, Mark};
use crate::lexicon::Parts;
use crate::lexicon::proper::{Role, role};
use crate::report::{Kind, Severity};
use crate::rule::Rule;
use crate::span::TokenSpan;
use crate::text::Document;
use crate::text::tokens::TokenKind;

/// Broken clauses.
///
/// # What it finds
/// A long sentence in which no word can be a finite verb; a function word with a capital in the
/// middle of a clause; an abstract noun with a capital between a name and its verb, where nothing
/// joins the two (`charges Velia Rejection is invention`).
///
/// # Why it matters
/// A verb was lost, or two lines of another text were run into one.
///
/// # Example
/// `They arrested two agents, charges Velia Rejection is invention.` → `Velia Rejection is`
///
/// # Limits
/// A word that may be a verb counts as one, so most lost verbs go unseen; captions and lists that
/// segmentation takes for sentences may be told of.
pub struct BrokenClause;

static RULES: [Rule; 2] = [
    Rule {
        code: "WD907",
        name: "sentence without a verb",
        kind: Kind::Grammar,
    },
    Rule {
        code: "WD908",
        name: "stray capital",
        kind: Kind::Grammar,
    },
];

/// Fewest words of a sentence that needs a verb: shorter ones do without on purpose.
const LONG: usize = 8;

impl Check for BrokenClause {
    fn rules(&self) -> &'static [Rule] {
        &RULES
    }

    fn look(&self, document: &Document<'_>, out: &mut Vec<Mark>) {
        for sentence in sentences(document) {
            if let Some(tokens) = verbless(&sentence) {
                push(0, 0.6, tokens, out);
            }
            for k in sentence.indices() {
                if let Some(length) =
                    function_word(&sentence, k).or_else(|| abstract_noun(&sentence, k))
                {
                    push(1, 0.7, TokenSpan::new(k, k + length), out);
                }
            }
        }
    }
}

fn push(rule: usize, confidence: f64, tokens: TokenSpan, out: &mut Vec<Mark>) {
    if let Some(rule) = RULES.get(rule) {
        out.push(Mark {
            rule,
            severity: Severity::Minor,
            confidence,
            tokens,
            message: rule.name.to_owned(),
        });
    }
}

fn verbless(s: &Sentence<'_>) -> Option<TokenSpan> {
    let range = s.indices();
    let last = range.end.checked_sub(1)?;
    let curt = matches!(
        s.norm(range.start),
        "not" | "no" | "never" | "so" | "and" | "but"
    );
    if s.words() < LONG || s.norm(last) != "." || curt {
        return None;
    }
    // In a text in capitals every word is a name to the tagger.
    let loud = |k: &usize| {
        let word = s.surface(*k);
        word.len() > 2 && word.chars().all(char::is_uppercase)
    };
    if 4 * range.clone().filter(loud).count() > s.words() {
        return None;
    }
    let finite = Parts::FINITE | Parts::BASE;
    for k in range.clone() {
        let token = s.token(k)?;
        // Quotations, lists and explanations do without a verb of their own.
        if token.kind == TokenKind::Quote || matches!(s.norm(k), ":" | ";" | "(" | "-" | "...") {
            return None;
        }
        if s.tag(k).may(finite)
            || s.tag(k).may(Parts::UNKNOWN) && !token.capital
            || s.norm(k).starts_with('\'')
        {
            return None;
        }
    }
    Some(TokenSpan::new(range.start, range.end))
}

/// `by the The mayor`: a function word with a capital between two words in small letters.
fn function_word(s: &Sentence<'_>, k: usize) -> Option<usize> {
    let token = s.token(k)?;
    let before = k.checked_sub(1)?;
    let closed = Parts::DETERMINER
        | Parts::PREPOSITION
        | Parts::COORDINATOR
        | Parts::AUXILIARY
        | Parts::SUBORDINATOR
        | Parts::HALF_DETERMINER;
    if token.kind != TokenKind::Word || !token.capital || token.glued {
        return None;
    }
    let surface = s.surface(k);
    let word = surface.len() > 1 && surface.chars().skip(1).all(char::is_lowercase);
    let inside = s.is_plain(before) && s.is_plain(k + 1) && !s.is_compound(k);
    // `May`, `Will` are names; contracts write `You` and `Your`, prayers `He`.
    let other = matches!(
        s.norm(k),
        "may"
            | "will"
            | "mark"
            | "hope"
            | "in"
            | "no"
            | "her"
            | "on"
            | "you"
            | "your"
            | "our"
            | "we"
    );
    (word && inside && !other && (s.tag(k) & !Parts::NAME).may(closed)).then_some(1)
}

/// `charges Velia Rejection is`: small noun, name, abstract noun with a capital, finite verb.
fn abstract_noun(s: &Sentence<'_>, k: usize) -> Option<usize> {
    let noun = k + 1;
    let (name, token) = (s.token(k)?, s.token(noun)?);
    let before = k.checked_sub(1)?;
    let words = name.kind == TokenKind::Word && token.kind == TokenKind::Word;
    if !words || !name.capital || !token.capital || token.glued {
        return None;
    }
    let norm = s.norm(noun);
    let ending = ["tion", "sion", "ment", "ance", "ence", "ness", "ity"]
        .iter()
        .any(|e| norm.ends_with(e));
    let capitals = s.surface(noun).chars().skip(1).all(char::is_lowercase);
    let institution = role(token.key).is(Role::INSTITUTION.or(Role::JOINS).or(Role::OFFICE));
    // With an article the two are one name: `the Torsk Convention is`.
    let joined = s.is_plain(before) && s.tag(before).may(Parts::NOUN | Parts::PLURAL);
    let verb = s.is_plain(noun + 1)
        && s.tag(noun + 1)
            .only(Parts::AUXILIARY | Parts::MODAL | Parts::PAST | Parts::VERB_S);
    (capitals && ending && !institution && joined && verb).then_some(3)
}
