//! Parts of speech in context: which readings of a word its neighbours leave.

use rustc_hash::FxHashMap;

use crate::lexicon::{Parts, parts};
use crate::text::tokens::{Token, TokenKind, TokenList};

/// For each token of a text the parts of speech it may have where it stands.
///
/// In the manner of a constraint grammar (Karlsson 1990): every word begins with all the parts
/// that the lists and WordNet know, and a few rules take away what its neighbours rule out. What
/// is left is a set, and it is honest about its doubts: *may* is safe to build on, *only* is what
/// an error can be read off. Closed classes, and open words between them, come out sure;
/// `-ed` forms mostly stay both past and participle, and a noun that is also a verb stays both
/// after another noun. Names are told by their capital alone.
#[derive(Clone, Debug, Default)]
pub struct Tags(Vec<Parts>);

impl Tags {
    /// Tag all tokens. O(n); each word form is looked up once.
    #[must_use]
    pub fn new(text: &str, tokens: &TokenList) -> Self {
        let all = tokens.all();
        let mut known: FxHashMap<u64, Parts> = FxHashMap::default();
        let mut tags: Vec<Parts> = all
            .iter()
            .map(|token| match token.kind {
                TokenKind::Number => Parts::NUMBER,
                TokenKind::Word => *known
                    .entry(token.key)
                    .or_insert_with(|| parts(tokens.norm(token))),
                _ => Parts::default(),
            })
            .collect();
        for k in 0..all.len() {
            let name = proper(text, tokens, &tags, k);
            if let Some(tag) = tags.get_mut(k) {
                *tag = name.unwrap_or(*tag);
            }
            let narrowed = narrow(all, &tags, k);
            if let Some(tag) = tags.get_mut(k) {
                *tag = narrowed;
            }
        }
        Self(tags)
    }

    /// The parts that the token at an index may have; none for a mark or past the end.
    #[must_use]
    pub fn at(&self, index: usize) -> Parts {
        self.0.get(index).copied().unwrap_or_default()
    }
}

/// A capital in the middle of a sentence makes a name of any word of an open class.
fn proper(text: &str, tokens: &TokenList, tags: &[Parts], k: usize) -> Option<Parts> {
    let token = tokens.all().get(k)?;
    let own = tags.get(k).copied()?;
    if token.kind != TokenKind::Word || !token.capital {
        return None;
    }
    let closed = Parts::DETERMINER
        | Parts::HALF_DETERMINER
        | Parts::SUBJECT
        | Parts::OBJECT
        | Parts::PREPOSITION
        | Parts::COORDINATOR
        | Parts::WH
        | Parts::AUXILIARY;
    let before = k.checked_sub(1).and_then(|b| tokens.all().get(b));
    let opens = before.is_none_or(|b| {
        matches!(b.kind, TokenKind::Quote)
            || matches!(tokens.norm(b), "." | "!" | "?" | ":" | "-" | "(" | "...")
    }) || before.is_some_and(|b| {
        let gap = text.get(b.span.end()..token.span.start()).unwrap_or("");
        gap.contains('\n')
    });
    if opens {
        // A capital proves nothing here; an unknown word is a name all the same.
        return Some(if own.may(closed) {
            own
        } else {
            own | Parts::NAME
        });
    }
    if own.may(closed) {
        // `The Hague`, `United for Peace`: a capital function word may belong to a name.
        return (token.span.len() > 1).then_some(own | Parts::NAME);
    }
    // An adjective of a name stays one: `the Karsian army`.
    Some(Parts::NAME | (own & Parts::ADJECTIVE) | (own & Parts::NOMINAL))
}

/// The nearest word to the left that is no adverb and no negator, if no mark stands between.
fn left(all: &[Token], tags: &[Parts], k: usize) -> (Parts, Option<usize>) {
    let mut at = k;
    for _ in 0..3 {
        let Some(before) = at.checked_sub(1) else {
            break;
        };
        let (Some(token), Some(tag)) = (all.get(before), tags.get(before)) else {
            break;
        };
        if !token.is_word() {
            break;
        }
        if !tag.only(Parts::ADVERB | Parts::NEGATOR) {
            return (*tag, Some(before));
        }
        at = before;
    }
    (Parts::default(), None)
}

/// What is left of a word's readings after the words to its left.
fn narrow(all: &[Token], tags: &[Parts], k: usize) -> Parts {
    let own = tags.get(k).copied().unwrap_or_default();
    if own.is_empty() {
        return own;
    }
    let direct = match k.checked_sub(1).and_then(|b| all.get(b)) {
        Some(token) if token.is_word() => tags.get(k - 1).copied().unwrap_or_default(),
        _ => Parts::default(),
    };
    let (before, _) = left(all, tags, k);
    let finite = Parts::FINITE | Parts::BASE;
    // An adverb between the two changes nothing: `the highly praised plan`.
    let noun_phrase = Parts::DETERMINER | Parts::POSSESSIVE;
    if direct.only(noun_phrase) || direct.only(Parts::ADVERB) && before.only(noun_phrase) {
        return own.without(finite | Parts::SUBORDINATOR | Parts::PREPOSITION);
    }
    // `will`, `can` and `might` are nouns and verbs too, if seldom.
    if before.may(Parts::MODAL) && before.only(Parts::MODAL | Parts::NOUN | Parts::BASE) {
        return own.keep(Parts::BASE | Parts::ADVERB | Parts::NEGATOR);
    }
    if direct.only(Parts::SUBJECT) {
        return own.keep(finite | Parts::ADVERB | Parts::NEGATOR);
    }
    if before.only(Parts::AUXILIARY | Parts::BASE | Parts::PARTICIPLE | Parts::PAST)
        && before.may(Parts::AUXILIARY)
        && own.may(Parts::PARTICIPLE)
    {
        // After `have`, `had`, and after `is` as a passive: no past tense.
        return own.without(Parts::PAST);
    }
    if before.only(Parts::AUXILIARY) && own.may(!finite) {
        return own.without(finite);
    }
    if direct.only(Parts::PREPOSITION) || direct.only(Parts::PREPOSITION | Parts::TO) {
        return if direct.may(Parts::TO) {
            own.without(Parts::FINITE)
        } else {
            own.without(finite)
        };
    }
    own
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tags(text: &str) -> Vec<Parts> {
        let tokens = TokenList::new(text);
        Tags::new(text, &tokens).0
    }

    #[test]
    fn a_determiner_rules_a_verb_out() {
        assert_eq!(tags("the plan works")[1], Parts::NOUN);
        assert!(tags("they plan works")[1].only(Parts::BASE));
    }

    #[test]
    fn a_modal_asks_for_a_base_form() {
        assert_eq!(tags("it will work")[2], Parts::BASE);
        assert_eq!(tags("it will not even work")[4], Parts::BASE);
    }

    #[test]
    fn a_noun_leaves_its_verb_alone() {
        assert!(tags("the mayor left the hall")[2].may(Parts::PAST));
        assert!(tags("the boats sail on")[2].may(Parts::BASE));
    }

    #[test]
    fn a_capital_inside_a_sentence_makes_a_name() {
        assert!(tags("in the town of Bank")[4].may(Parts::NAME));
        assert!(!tags("in the town of bank")[4].may(Parts::NAME));
        assert!(tags("Bank notes")[0].may(Parts::NOUN));
    }

    #[test]
    fn no_text_panics() {
        for text in ["", ".", "the", "to to to", "é 7 — “”"] {
            let _ = tags(text);
        }
    }
}
