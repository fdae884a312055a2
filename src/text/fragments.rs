//! Remainders of sentences, torn off by a stray full stop.

use crate::lexicon::Cue;
use crate::lexicon::{Class, class, cue};
use crate::span::Span;
use crate::text::tokens::{Token, TokenKind, TokenList};

/// Words that may open a sentence without a verb (`No casualties.`, `Not yet.`).
const ELLIPTIC: Class = Class::NEGATOR
    .or(Class::CONJUNCTION)
    .or(Class::RELATIVE)
    .or(Class::DEMONSTRATIVE)
    .or(Class::PRONOUN)
    .or(Class::QUANTIFIER)
    .or(Class::DEGREE)
    .or(Class::ARTICLE)
    .or(Class::POSSESSIVE)
    .or(Class::PREPOSITION);

/// Whether a piece of the story is a fragment, given the piece before it in the same paragraph.
///
/// A remainder starts in small letters (`crisis.`); or it is a name or noun phrase with a capital
/// that has no finite verb of its own (`Former Soviet Union.`, `Baltic Union to impose measures if
/// it moves again.`), where what stands before is a whole sentence. Verbless sentences that open
/// with a function word are a matter of style and no fragments.
pub(super) fn is_fragment(
    text: &str,
    tokens: &TokenList,
    span: Span,
    before: Option<Span>,
) -> bool {
    let range = tokens.within(span);
    let list = tokens.all().get(range.range()).unwrap_or(&[]);
    let Some(first) = list.iter().find(|t| t.is_word()) else {
        return false;
    };
    let words = list.iter().filter(|t| t.is_word()).count();
    let small = starts_small(text, first);
    if before.is_none() {
        // At the start of a paragraph: only a short remainder without a verb.
        return small && words <= 8 && !has_main_verb(tokens, list) && ends(list, tokens);
    }
    if small {
        return true;
    }
    let quoted = list.iter().any(|t| t.kind == TokenKind::Quote);
    if quoted || !first.capital || class(first.key).shares(ELLIPTIC) || !ends(list, tokens) {
        return false;
    }
    words > 1 && words <= 30 && !has_main_verb(tokens, list) && looks_torn(tokens, list)
}

fn starts_small(text: &str, first: &Token) -> bool {
    let word = first.span.of(text);
    // `iPhone`, `eBay`: a small letter before a capital is a brand.
    word.chars().next().is_some_and(char::is_lowercase) && !word.chars().any(char::is_uppercase)
}

fn ends(list: &[Token], tokens: &TokenList) -> bool {
    list.iter()
        .rev()
        .find(|t| t.kind != TokenKind::Quote)
        .is_some_and(|t| tokens.norm(t) == ".")
}

/// A finite verb before any word that opens a subordinate clause.
fn has_main_verb(tokens: &TokenList, list: &[Token]) -> bool {
    for (i, token) in list.iter().enumerate().filter(|(_, t)| t.is_word()) {
        let classes = class(token.key);
        let norm = tokens.norm(token);
        if i > 0 && classes.shares(Class::RELATIVE) || matches!(norm, "because" | "although") {
            return false;
        }
        let next = list.get(i + 1);
        // `should it take further action`: a condition, no main clause.
        let inverted =
            norm == "should" && next.is_some_and(|n| class(n.key).shares(Class::PRONOUN));
        if inverted {
            return false;
        }
        let auxiliary = classes.shares(Class::MODAL)
            || classes.shares(Class::BE.or(Class::HAVE).or(Class::DO))
                && !matches!(
                    norm,
                    "be" | "been" | "being" | "having" | "done" | "doing" | "have"
                );
        if auxiliary || norm == "have" && i > 0 {
            return true;
        }
        if token.capital && i == 0 {
            continue;
        }
        if cue(token.key).is(Cue::PAST.or(Cue::VERB).or(Cue::SAID)) {
            return true;
        }
        let past = norm.len() > 4 && norm.ends_with("ed") && !token.capital;
        let third = norm.len() > 3
            && norm.ends_with('s')
            && !norm.ends_with("ss")
            && !token.capital
            && next.is_some_and(|n| starts_object(tokens, n));
        if past || third {
            return true;
        }
    }
    false
}

/// What follows a verb rather than a plural: an article, a pronoun, a name.
fn starts_object(tokens: &TokenList, next: &Token) -> bool {
    next.capital
        || class(next.key).shares(Class::ARTICLE.or(Class::PRONOUN).or(Class::POSSESSIVE))
            && tokens.norm(next) != "'s"
        || matches!(tokens.norm(next), "that" | "it" | "up" | "down" | "out")
}

/// `Former Soviet Union.`: all capitals and links; `European Union to impose`: a name with an
/// infinitive in place of its verb.
fn looks_torn(tokens: &TokenList, list: &[Token]) -> bool {
    let words: Vec<&Token> = list.iter().filter(|t| t.is_word()).collect();
    let capitals = words.iter().filter(|t| t.capital).count();
    let name = words.iter().take_while(|t| t.capital).count();
    let infinitive = words.get(name).is_some_and(|t| tokens.norm(t) == "to");
    name > 0 && infinitive || words.len() <= 5 && capitals * 2 >= words.len()
}
