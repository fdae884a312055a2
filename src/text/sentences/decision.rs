//! Whether a run of stops ends its sentence: by the word before it and what comes next.

use super::{Run, Scanner};
use crate::lexicon::WordClass;
use crate::text::sentence_context::{Before, Next, NextKind, is_roman};

impl Scanner<'_> {
    /// No white space after the stops: `the war.He said` ends a sentence, `3.5`, `U.S` and
    /// `example.com` do not.
    pub(super) fn glued_ends(&self, run: &Run) -> bool {
        let next = self.text.get(run.end..).unwrap_or("");
        let mut following = next.chars();
        let (Some(first), second) = (following.next(), following.next()) else {
            return false;
        };
        if !first.is_uppercase() || !second.is_some_and(|c| c.is_lowercase() || c == ' ') {
            return false;
        }
        let before = Before::new(self.text, run.start);
        if before.is_address(next) {
            return false;
        }
        if run.bang || run.ellipsis {
            return !run.bracketed;
        }
        before.token.chars().count() > 1
            && before.token.chars().all(char::is_alphabetic)
            && before
                .token
                .chars()
                .next_back()
                .is_some_and(char::is_lowercase)
            && !self.rules.class(before.token).is(WordClass::ABBREVIATION)
    }

    /// Whether the sentence ends with this run, given that white space follows it.
    pub(super) fn ends_at(&self, run: &Run, at: usize) -> bool {
        if run.strong {
            return true;
        }
        let next = Next::new(self.text, at, self.rules);
        let before = Before::new(self.text, run.start);
        if run.start <= self.start {
            return false;
        }
        if run.bang {
            return self.bang_ends(run, &before, &next);
        }
        if run.ellipsis {
            // `[...]` stands for words left out.
            let cut_out = run.bracketed && before.text.ends_with(['[', '(']);
            let dots = self.bytes.get(run.start..run.stops).unwrap_or(&[]);
            let dots = dots.iter().filter(|b| **b == b'.').count();
            return !cut_out
                && match next.kind {
                    NextKind::Upper | NextKind::Caseless => {
                        !(next.word == "I" && dots == 3 && run.stops > run.attached)
                    }
                    NextKind::Lower => dots == 2 && run.attached == run.stops && !run.quoted,
                    NextKind::Digit | NextKind::Mark => dots != 3,
                    NextKind::None => true,
                };
        }
        self.full_stop_ends(run, &before, &next)
    }

    fn bang_ends(&self, run: &Run, before: &Before<'_>, next: &Next<'_>) -> bool {
        match next.kind {
            NextKind::Lower => {
                !run.quoted
                    && !run.bracketed
                    && !next.said_within(self.rules, 3)
                    && !self.rules.class(before.token).is(WordClass::BANG)
            }
            NextKind::Upper => {
                if self.rules.class(before.token).is(WordClass::BANG) && !run.quoted {
                    return next.starter;
                }
                !(run.quoted && !next.opened && next.is_speech_tag(self.rules))
            }
            _ => true,
        }
    }

    fn full_stop_ends(&self, run: &Run, before: &Before<'_>, next: &Next<'_>) -> bool {
        let token = before.token;
        let mut class = self.rules.class(token);
        if class.is(WordClass::UNIT)
            && !before
                .previous_word()
                .ends_with(|c: char| c.is_ascii_digit())
        {
            class = class.without(WordClass::UNIT);
        }
        let abbreviation = class.is(WordClass::ABBREVIATION);
        let initial = before.is_initial();
        let dotted = before.is_dotted();
        // `1. The first`: the marker of a list item, not a sentence.
        let listed = self.list.is_some_and(|m| m.stop) && run.start < self.marker_end;
        if listed && !run.quoted {
            return false;
        }
        if run.quoted || run.bracketed {
            return match next.kind {
                NextKind::Lower => {
                    run.quoted
                        && !run.bracketed
                        && !abbreviation
                        && !next.said_within(self.rules, 4)
                        && !next.pronoun
                }
                NextKind::Upper if abbreviation && run.bracketed => next.starter,
                _ => true,
            };
        }
        // `SAN ARDO, Calif. — The company`
        if next.dashed && (abbreviation || dotted) {
            return false;
        }
        match next.kind {
            NextKind::None => true,
            NextKind::Digit => !abbreviation && (!initial || token == "I"),
            NextKind::Lower => {
                let short = abbreviation || initial || dotted || before.looks_short();
                let ordinal = self.rules.ordinals && before.is_number();
                !short && !ordinal && !token.is_empty()
            }
            NextKind::Mark | NextKind::Caseless => {
                (!abbreviation || class.is(WordClass::LAST)) && !initial && !dotted
            }
            NextKind::Upper => self.full_stop_before_capital(before, next, class),
        }
    }

    fn full_stop_before_capital(
        &self,
        before: &Before<'_>,
        next: &Next<'_>,
        class: WordClass,
    ) -> bool {
        let token = before.token;
        if class.is(WordClass::NEVER) {
            return false;
        }
        if before.is_initial() {
            let named = self
                .rules
                .class(before.previous_word())
                .is(WordClass::LETTER);
            return named || next.starter;
        }
        if before.is_dotted() || class.is(WordClass::INNER) || class.is(WordClass::UNIT) {
            // `At 5 a.m. Mr. Smith went`: an adverbial before its clause; `he left at 6 P.M. Mr.
            // Smith`: a full clause before a name.
            let clause = before.words_since(self.start) > 4;
            return next.starter
                || next.title && clause && before.is_dotted() && !class.is(WordClass::TITLE);
        }
        if class.is(WordClass::LAST) {
            return true;
        }
        if class.is(WordClass::TITLE) {
            return false;
        }
        if class.is(WordClass::NUMBER) {
            let numeral =
                is_roman(next.word) && !(next.word == "I" && token.eq_ignore_ascii_case("no"));
            let starts = next.starter || next.word == "I" || next.word.chars().count() > 1;
            return !numeral && starts;
        }
        if self.rules.ordinals && before.is_number() && token.len() <= 2 {
            return next.starter;
        }
        true
    }
}
