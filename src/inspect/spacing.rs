//! Damage to spaces and capitals.

use crate::inspect::reader::{Sentence, sentences};
use crate::inspect::{Check, Mark};
use crate::lexicon::wordnet::WordNet;
use crate::lexicon::{class, key};
use crate::report::{Kind, Severity};
use crate::rule::Rule;
use crate::span::TokenSpan;
use crate::text::Document;
use crate::text::segments::SegmentKind;
use crate::text::tokens::{Token, TokenKind};

/// Damaged spacing and casing.
///
/// # What it finds
/// White space before a comma or a stop, none after it (`shut.The`), a mark that belongs in no
/// sentence (`seven_ days`), a sentence that begins in small letters, and a sentence that ends in
/// nothing although the others of the text end in full stops.
///
/// # Why it matters
/// It tells text that went through a machine in pieces, and shows where the pieces met.
///
/// # Example
/// `The gates , he said , were shut.` → `gates ,`
///
/// # Limits
/// One finding of each sort in a sentence. Names in small letters (`eBay`, `de Vries`) and web
/// addresses are told by form; a sentence that begins with a brand all in small letters is not.
pub struct Spacing;

static RULES: [Rule; 5] = [
    Rule {
        code: "WD931",
        name: "space before a mark",
        kind: Kind::Format,
    },
    Rule {
        code: "WD932",
        name: "no space after a mark",
        kind: Kind::Format,
    },
    Rule {
        code: "WD933",
        name: "sentence begun in small letters",
        kind: Kind::Format,
    },
    Rule {
        code: "WD934",
        name: "sentence without an end",
        kind: Kind::Format,
    },
    Rule {
        code: "WD935",
        name: "mark that belongs in no sentence",
        kind: Kind::Format,
    },
];

const BEFORE: usize = 0;
const AFTER: usize = 1;
const SMALL: usize = 2;
const OPEN: usize = 3;
const ALIEN: usize = 4;

/// Fewest words of a sentence whose missing end is told: subheads are shorter.
const LONG: usize = 10;

impl Check for Spacing {
    fn rules(&self) -> &'static [Rule] {
        &RULES
    }

    fn look(&self, document: &Document<'_>, out: &mut Vec<Mark>) {
        let punctuated = punctuated(document);
        for sentence in sentences(document) {
            let mut told = [false; 5];
            for k in sentence.indices() {
                let Some((rule, tokens)) = at(&sentence, k) else {
                    continue;
                };
                if let Some(told) = told.get_mut(rule).filter(|told| !**told) {
                    *told = true;
                    push(rule, tokens, out);
                }
            }
            if let Some(tokens) = run_on(&sentence) {
                push(AFTER, tokens, out);
            }
            if let Some(tokens) = small(&sentence) {
                push(SMALL, tokens, out);
            }
            if let Some(tokens) = open_end(&sentence).filter(|_| punctuated) {
                push(OPEN, tokens, out);
            }
        }
    }
}

fn push(rule: usize, tokens: TokenSpan, out: &mut Vec<Mark>) {
    if let Some(rule) = RULES.get(rule) {
        out.push(Mark {
            rule,
            severity: Severity::Minor,
            confidence: 0.75,
            tokens,
            message: rule.name.to_owned(),
        });
    }
}

fn at(s: &Sentence<'_>, k: usize) -> Option<(usize, TokenSpan)> {
    let token = s.token(k)?;
    let before = k.checked_sub(1).filter(|b| s.token(*b).is_some())?;
    let norm = s.norm(k);
    let glued_after = s.token(k + 1).is_some_and(|t| t.glued);
    if token.kind == TokenKind::Mark && !token.glued && s.is_word(before) {
        let stop = matches!(norm, "," | "." | ";" | "?" | "!");
        // `.5`, `...`, `:)`: a mark that touches the next token belongs to it.
        let quote = s.token(k + 1).is_some_and(|t| t.kind == TokenKind::Quote);
        if stop && (!glued_after || quote) {
            return Some((BEFORE, TokenSpan::new(before, k + 1)));
        }
    }
    // `source of 's water`: a possessive that touches nothing.
    if token.kind == TokenKind::Quote
        && !token.glued
        && matches!(norm, "'")
        && s.norm(k + 1) == "s"
        && glued_after
        && s.token(k + 2).is_some_and(|t| !t.glued)
    {
        return Some((BEFORE, TokenSpan::new(before, k + 2)));
    }
    if token.kind == TokenKind::Mark && token.glued && s.is_word(before) {
        if matches!(norm, "_" | "~" | "^" | "|") && s.token(k + 1).is_some_and(|t| !t.glued) {
            return Some((ALIEN, TokenSpan::new(before, k + 1)));
        }
        if glued_after && joins(s, before, norm, k + 1) {
            return Some((AFTER, TokenSpan::new(before, k + 2)));
        }
    }
    None
}

/// Whether a mark without a space after it joins two sentences or clauses: `shut.The`, `said,he`.
fn joins(s: &Sentence<'_>, before: usize, mark: &str, after: usize) -> bool {
    let (Some(left), Some(right)) = (s.token(before), s.token(after)) else {
        return false;
    };
    // Part of an address or a name in one piece (`www.news.Site`).
    let piece =
        s.token(after + 1).is_some_and(|t| t.glued) && matches!(s.norm(after + 1), "." | "/" | "@");
    let known = |norm: &str| !class(key(norm)).is_content() || WordNet::embedded().knows(norm);
    match mark {
        "." | "?" | "!" => !piece && loose(s.document(), left, right),
        "," | ";" => {
            let words = left.kind == TokenKind::Word && right.kind == TokenKind::Word;
            let small = !left.capital && !right.capital && left.span.len() > 1;
            words && small && !piece && known(s.norm(before)) && known(s.norm(after))
        }
        _ => false,
    }
}

/// `shut.The`: a sentence that touches the stop of the one before.
fn run_on(s: &Sentence<'_>) -> Option<TokenSpan> {
    let first = s.indices().start;
    let document = s.document();
    let (before, stop) = (first.checked_sub(2)?, first.checked_sub(1)?);
    let mark = matches!(document.norm_at(stop), "." | "!" | "?");
    let [left, dot, right] = document.slice(TokenSpan::new(before, first + 1)) else {
        return None;
    };
    let joined = mark && dot.glued && right.glued;
    (joined && loose(document, left, right)).then_some(TokenSpan::new(before, first + 1))
}

/// Whether two words that a stop joins are known ones, small and capital, and no address.
fn loose(document: &Document<'_>, left: &Token, right: &Token) -> bool {
    let known = |token: &Token| {
        let norm = document.norm(token);
        !class(token.key).is_content() || WordNet::embedded().knows(norm)
    };
    let rest = right.span.of(document.text()).chars().skip(1);
    left.kind == TokenKind::Word
        && right.kind == TokenKind::Word
        && !left.capital
        && !left.glued
        && left.span.len() > 1
        && right.span.len() > 1
        && right.capital
        && rest.into_iter().all(char::is_lowercase)
        && known(left)
        && known(right)
}

/// A whole sentence that begins with a small letter, where the one before it has ended.
fn small(s: &Sentence<'_>) -> Option<TokenSpan> {
    let first = s.indices().start;
    let token = s.token(first)?;
    let word = s.surface(first);
    let small = token.kind == TokenKind::Word
        && word.chars().all(char::is_lowercase)
        && word.chars().next().is_some_and(char::is_alphabetic);
    let particle = matches!(
        word,
        "de" | "van" | "von" | "al" | "el" | "bin" | "da" | "di" | "le" | "la" | "ter" | "al-"
    );
    if !small || particle || s.is_compound(first) || s.words() < 4 || !ends(s) {
        return None;
    }
    // What stands before has ended, or nothing stands before.
    let before = first.checked_sub(1).map(|b| s.document().norm_at(b));
    let ended = before.is_none_or(|norm| matches!(norm, "." | "!" | "?" | "\"" | ")"));
    let apart = s.token(first + 1).is_none_or(|t| !t.glued || t.is_word());
    (ended && apart).then_some(TokenSpan::new(first, first + 1))
}

fn ends(s: &Sentence<'_>) -> bool {
    let last = s.indices().end.saturating_sub(1);
    matches!(s.norm(last), "." | "!" | "?" | "\"" | "'" | ")" | "...")
}

/// A paragraph's last sentence that ends with a word.
fn open_end(s: &Sentence<'_>) -> Option<TokenSpan> {
    let last = s.indices().end.checked_sub(1)?;
    let document = s.document();
    let segment = document.segment_at(last)?;
    let paragraph = document.segments.get(segment)?.paragraph;
    let next = document.segments.get(segment + 1);
    let last_one = next.is_none_or(|n| n.paragraph != paragraph);
    let finite = s.indices().any(|k| {
        s.tag(k)
            .may(crate::lexicon::Parts::AUXILIARY | crate::lexicon::Parts::MODAL)
            && s.is_plain(k)
    });
    // A list's items end in nothing; so does a line cut off by the page (`Read more`).
    let bullet = s
        .token(s.indices().start)
        .is_some_and(|t| t.kind == TokenKind::Mark);
    let word = s.token(last)?.kind == TokenKind::Word && !s.surface(last).ends_with('.');
    (last_one && finite && word && !bullet && s.words() >= LONG)
        .then_some(TokenSpan::new(last, last + 1))
}

/// Whether the text ends its paragraphs with stops: four of five at least.
fn punctuated(document: &Document<'_>) -> bool {
    let (mut all, mut stopped) = (0usize, 0usize);
    for (i, segment) in document.segments.iter().enumerate() {
        let next = document.segments.get(i + 1);
        let last = next.is_none_or(|n| n.paragraph != segment.paragraph);
        if segment.kind != SegmentKind::Sentence || !last {
            continue;
        }
        all += 1;
        let end = segment.tokens.end().saturating_sub(1);
        stopped += usize::from(!document.tokens().get(end).is_some_and(|t| t.is_word()));
    }
    stopped * 5 >= all * 4 && all > 3
}
