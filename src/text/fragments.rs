//! Remainders of sentences, torn off by a stray full stop.

use crate::lexicon::{Class, Cue, class, cue, is_past};
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

/// Words a whole sentence in small letters opens with: those of a subject.
const SUBJECT: Class = Class::ARTICLE
    .or(Class::PRONOUN)
    .or(Class::POSSESSIVE)
    .or(Class::DEMONSTRATIVE)
    .or(Class::QUANTIFIER);

/// Whether a piece of the story is a fragment, given the piece before it in the same paragraph.
///
/// A remainder starts in small letters (`crisis.`); or it is a name or noun phrase with a capital
/// that has no finite verb of its own (`Former Soviet Union.`, `Baltic Union to impose measures if
/// it moves again.`), where what stands before is a whole sentence. A main clause is never a
/// fragment, in small letters neither (`it was late.`). Verbless sentences that open with a
/// function word are a matter of style and no fragments.
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
        return small && words <= 8 && !clause_verb(tokens, list, Verbs::Any) && ends(list, tokens);
    }
    if small {
        let classes = class(first.key);
        let subject = classes.shares(SUBJECT) && !classes.shares(Class::RELATIVE);
        return !(subject && words > 2 && clause_verb(tokens, list, Verbs::Plain));
    }
    let quoted = list.iter().any(|t| t.kind == TokenKind::Quote);
    if quoted || !first.capital || class(first.key).shares(ELLIPTIC) || !ends(list, tokens) {
        return false;
    }
    words > 1 && words <= 30 && !clause_verb(tokens, list, Verbs::Any) && looks_torn(tokens, list)
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

/// Which words count as finite verbs.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Verbs {
    /// Auxiliaries and forms that are nothing else (`was`, `said`, `seeks`).
    Plain,
    /// Past forms by their ending too, which may be participles.
    Any,
}

/// Whether a main clause has a finite verb.
///
/// A word that opens a clause (`who`, `because`, `should it`) takes the verbs after it; a comma
/// gives the next ones back to the main clause: `According to those who run it, the gates had been
/// open.`
fn clause_verb(tokens: &TokenList, list: &[Token], verbs: Verbs) -> bool {
    let mut subordinate = false;
    let mut seen = false;
    for (i, token) in list.iter().enumerate() {
        let norm = tokens.norm(token);
        let next = list.get(i + 1);
        if !token.is_word() {
            subordinate &= !matches!(norm, "," | ";" | ":" | "-");
            continue;
        }
        let opening = !std::mem::replace(&mut seen, true);
        let classes = class(token.key);
        let inverted =
            norm == "should" && next.is_some_and(|n| class(n.key).shares(Class::PRONOUN));
        subordinate |= !opening && classes.shares(Class::RELATIVE)
            || matches!(norm, "because" | "although")
            || inverted;
        if subordinate {
            continue;
        }
        let auxiliary = classes.shares(Class::MODAL)
            || classes.shares(Class::BE.or(Class::HAVE).or(Class::DO))
                && !matches!(
                    norm,
                    "be" | "been" | "being" | "having" | "done" | "doing" | "have"
                );
        if auxiliary || norm == "have" && !opening {
            return true;
        }
        // `They've`, `we're`, `she'd`: the verb is what touches its subject.
        if token.glued && norm.starts_with('\'') && norm != "'s" {
            return true;
        }
        if token.capital && opening {
            continue;
        }
        if cue(token.key).is(Cue::PAST.or(Cue::VERB).or(Cue::SAID)) {
            return true;
        }
        if verbs == Verbs::Plain {
            continue;
        }
        let past = norm.len() > 2 && !token.capital && is_past(norm);
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

/// `Former Soviet Union.`: all capitals and links, perhaps with a noun after them; `European Union
/// to impose`: a name with an infinitive in place of its verb.
fn looks_torn(tokens: &TokenList, list: &[Token]) -> bool {
    let words: Vec<&Token> = list.iter().filter(|t| t.is_word()).collect();
    let name = words.iter().take_while(|t| t.capital).count();
    let [to, verb] = [name, name + 1].map(|i| words.get(i));
    // `Thanks to rain`, `Barge Two to Ardle`: no infinitive.
    let infinitive = to.is_some_and(|t| tokens.norm(t) == "to")
        && verb.is_some_and(|t| {
            let classes = class(t.key);
            let form = classes.is_content() || classes.shares(Class::BE.or(Class::HAVE));
            form && t.kind == TokenKind::Word && !t.capital
        });
    let names = words.iter().enumerate().all(|(i, t)| {
        let noun = i + 1 == words.len() && i > 1 && !tokens.norm(t).ends_with('s');
        t.capital || class(t.key).shares(LINKS) || noun
    });
    name > 1 && infinitive || words.len() <= 5 && names
}

const LINKS: Class = Class::ARTICLE.or(Class::PREPOSITION).or(Class::CONJUNCTION);
