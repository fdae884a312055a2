//! Verbs of saying and who says.

use super::Attribution;
use crate::lexicon::speech::{Saying, Stance, is_speaker_noun, pronoun, saying};
use crate::span::TokenSpan;
use crate::text::Document;
use crate::text::tokens::{Token, TokenKind};

/// How far, in tokens, a subject is looked for before its verb.
const REACH: usize = 30;

/// All attributions of a document, in reading order. O(n) in its tokens.
#[must_use]
pub fn attributions(document: &Document<'_>) -> Vec<Attribution> {
    let mut found = Vec::new();
    for segment in &document.segments {
        let reader = Reader {
            document,
            tokens: document.tokens(),
            start: segment.tokens.start(),
            end: segment.tokens.end(),
        };
        for i in segment.tokens.range() {
            let Some(token) = document.tokens().get(i) else {
                break;
            };
            if token.kind == TokenKind::Word
                && let Some(attribution) = reader.at(i, token)
            {
                found.push(attribution);
            }
        }
    }
    found
}

struct Reader<'d> {
    document: &'d Document<'d>,
    tokens: &'d [Token],
    start: usize,
    end: usize,
}

impl Reader<'_> {
    fn norm(&self, i: usize) -> &str {
        if i < self.end && i >= self.start {
            self.document.norm_at(i)
        } else {
            ""
        }
    }

    fn kind(&self, i: usize) -> Option<TokenKind> {
        (i >= self.start && i < self.end)
            .then(|| self.tokens.get(i).map(|t| t.kind))
            .flatten()
    }

    fn at(&self, i: usize, token: &Token) -> Option<Attribution> {
        let norm = self.document.norm(token);
        if norm == "according" && self.norm(i + 1) == "to" {
            return Some(Attribution {
                verb: TokenSpan::new(i, i + 2),
                speaker: self.phrase_from(i + 2),
                stance: Stance::Neutral,
            });
        }
        let Saying { stance, doubtful } = saying(token.key)?;
        // `the said house`, `a stated aim`: an article or adjective makes it no verb.
        if matches!(
            self.norm(i.wrapping_sub(1)),
            "the" | "a" | "an" | "its" | "their"
        ) {
            return None;
        }
        let quoted = self.beside_quotation(i);
        if doubtful && !quoted && !self.before_clause(i + 1) {
            return None;
        }
        let (verb_start, passive) = self.verb_start(i);
        if passive {
            return None;
        }
        let after_quote = self.kind(verb_start.wrapping_sub(1)) == Some(TokenKind::Quote);
        let after_comma = self.norm(verb_start.wrapping_sub(1)) == ",";
        // `“No,” said Ada Finch`, `…, said one of them`
        let speaker = if after_quote || after_comma && self.starts_phrase(i + 1) {
            self.phrase_from(i + 1)
                .or_else(|| self.subject_before(verb_start))
        } else {
            self.subject_before(verb_start)
        };
        // A participle after a comma (`…, adding that`) has the subject of its sentence, which is
        // looked up where it is needed.
        if speaker.is_none() && !quoted && !self.before_clause(i + 1) && doubtful {
            return None;
        }
        Some(Attribution {
            verb: TokenSpan::new(i, i + 1),
            speaker,
            stance,
        })
    }

    /// The first word of the verb group that ends at `i` (`has also said`), and whether the group
    /// is passive (`was told`, `is said`): then the subject does not speak.
    fn verb_start(&self, i: usize) -> (usize, bool) {
        let mut start = i;
        let mut passive = false;
        while start > self.start && i - start < 5 {
            match self.norm(start - 1) {
                "is" | "was" | "were" | "are" | "been" | "being" | "be" => {
                    passive = !self.document.norm_at(i).ends_with("ing");
                    start -= 1;
                }
                "has" | "have" | "had" | "also" | "not" | "never" | "later" | "earlier"
                | "would" | "will" | "could" | "did" | "does" | "do" | "then" | "repeatedly"
                | "previously" | "recently" | "once" | "again" | "even" | "only" | "initially"
                | "finally" | "publicly" | "already" | "now" | "just" | "at" | "first" => {
                    start -= 1
                }
                word if word.ends_with("ly") && word.len() > 4 => start -= 1,
                _ => break,
            }
        }
        (start, passive)
    }

    /// Whether a quotation mark stands next to the verb, or within a few words of it before which
    /// only a speaker can stand.
    fn beside_quotation(&self, i: usize) -> bool {
        let before = (i.saturating_sub(8).max(self.start)..i).rev();
        let mark = |k: usize| self.kind(k) == Some(TokenKind::Quote);
        before.clone().any(mark) || (i + 1..(i + 9).min(self.end)).any(mark)
    }

    /// Whether a clause follows: `that`, a pronoun or article with what may be its verb.
    fn before_clause(&self, i: usize) -> bool {
        let mut at = i;
        // `told reporters that`, `said on Monday that`
        for _ in 0..6 {
            match self.norm(at) {
                "that" | "he" | "she" | "they" | "it" | "we" | "there" => return true,
                "" | "," | "." | ";" | "by" => return false,
                _ => at += 1,
            }
        }
        false
    }

    /// Whether a noun phrase can begin at `i`: an article, possessive, pronoun, capital or a noun
    /// for a speaker.
    fn starts_phrase(&self, i: usize) -> bool {
        let Some(token) = self.tokens.get(i).filter(|_| i < self.end) else {
            return false;
        };
        token.kind == TokenKind::Word
            && (token.capital
                || is_speaker_noun(token.key)
                || pronoun(token.key).is_some()
                || matches!(
                    self.document.norm(token),
                    "the" | "a" | "an" | "one" | "two" | "some" | "another" | "this" | "these"
                ))
    }

    /// The noun phrase that begins at `i`.
    fn phrase_from(&self, i: usize) -> Option<TokenSpan> {
        if !self.starts_phrase(i) {
            return None;
        }
        if self.tokens.get(i).is_some_and(|t| {
            pronoun(t.key).is_some_and(|p| !p.possessive) || self.document.norm(t) == "her"
        }) && !self
            .tokens
            .get(i + 1)
            .is_some_and(|t| is_speaker_noun(t.key))
        {
            return Some(TokenSpan::new(i, i + 1));
        }
        if let Some(name) = self.name_at(i) {
            return Some(name);
        }
        let mut end = i;
        while end < self.end && end - i < 8 {
            let token = self.document.token(end);
            let stops = match token.kind {
                TokenKind::Quote => true,
                TokenKind::Mark => !(token.glued && self.document.norm(token) == "-"),
                _ => {
                    end > i
                        && (is_boundary(self.document.norm(token))
                            || saying(token.key).is_some_and(|s| !s.doubtful))
                }
            };
            if stops {
                break;
            }
            end += 1;
            // `the mayor, Ada Finch`, `guide Ada Finch`: up to the end of the name.
            if let Some(name) = self.name_at(end)
                && self.tokens.get(end).is_some_and(|t| t.capital)
            {
                return Some(TokenSpan::new(i, name.end()));
            }
        }
        (end > i).then(|| TokenSpan::new(i, end))
    }

    /// The name (with its title) that begins at token `i`.
    fn name_at(&self, i: usize) -> Option<TokenSpan> {
        let names = &self.document.names;
        let at = names.partition_point(|n| n.span.start() < i);
        let name = names.get(at)?;
        let start = name.title.map_or(name.span.start(), |t| t.start());
        if start == i {
            return Some(TokenSpan::new(i, name.span.end()));
        }
        (name.span.start() == i).then_some(name.span)
    }

    /// The name that ends before token `i`, with its title.
    fn name_before(&self, i: usize) -> Option<TokenSpan> {
        let names = &self.document.names;
        let after = names.partition_point(|n| n.span.end() <= i);
        let name = names.get(after.checked_sub(1)?)?;
        (name.span.end() == i && name.span.start() >= self.start)
            .then(|| name.title.map_or(name.span, |t| t.join(&name.span)))
    }

    /// The subject that ends before the verb group at `verb`.
    fn subject_before(&self, verb: usize) -> Option<TokenSpan> {
        let mut end = verb;
        // Over an apposition: `Guy Orlin, its chairman, told`.
        if self.norm(end.wrapping_sub(1)) == "," && end > self.start {
            let limit = end.saturating_sub(REACH).max(self.start);
            let mut open = end - 1;
            while open > limit {
                open -= 1;
                if self.kind(open) == Some(TokenKind::Quote) {
                    return None;
                }
                if self.norm(open) == "," {
                    break;
                }
            }
            if self.norm(open) != "," {
                return None;
            }
            // `the mayor, Ada Finch, said` keeps both.
            let inside = self.name_before(end - 1);
            let head = self.phrase_to(open)?;
            return Some(match inside {
                Some(name) if name.start() == open + 1 => TokenSpan::new(head.start(), name.end()),
                _ => head,
            });
        }
        if self.norm(end.wrapping_sub(1)) == "who" && end > self.start {
            end -= 1;
            if self.norm(end.wrapping_sub(1)) == "," {
                end -= 1;
            }
        }
        self.phrase_to(end)
    }

    /// The noun phrase that ends before token `end`.
    fn phrase_to(&self, end: usize) -> Option<TokenSpan> {
        if let Some(name) = self.name_before(end) {
            // `a spokesman for Halden`, `the mayor of Halden`: the head speaks, not the name.
            let before = self.norm(name.start().wrapping_sub(1));
            if matches!(before, "for" | "of" | "at" | "from" | "in")
                && let Some(head) = self.phrase_to_plain(name.start().saturating_sub(1), 2)
            {
                return Some(TokenSpan::new(head.start(), end));
            }
            return Some(name);
        }
        self.phrase_to_plain(end, 2)
    }

    /// The same without a look at names; `deeper` limits how many times `of` is followed.
    fn phrase_to_plain(&self, end: usize, deeper: usize) -> Option<TokenSpan> {
        let last = end.checked_sub(1).filter(|l| *l >= self.start)?;
        let token = self.tokens.get(last)?;
        if token.kind != TokenKind::Word {
            return None;
        }
        if pronoun(token.key).is_some() {
            return Some(TokenSpan::new(last, end));
        }
        if is_boundary(self.document.norm(token)) && !is_speaker_noun(token.key) {
            return None;
        }
        let mut start = last;
        while start > self.start && end - start < 7 {
            let before = self.document.token(start - 1);
            let norm = self.document.norm(before);
            if before.kind != TokenKind::Word && !(before.kind == TokenKind::Mark && norm == "-")
                || is_boundary(norm)
            {
                break;
            }
            start -= 1;
            if matches!(
                norm,
                "the" | "a" | "an" | "some" | "one" | "its" | "their" | "his" | "her"
            ) {
                break;
            }
        }
        // `the head of the union said`: what stands before `of` is the head.
        if matches!(self.norm(start.wrapping_sub(1)), "of" | "for")
            && start > self.start
            && deeper > 0
            && let Some(head) = self.phrase_to_plain(start - 1, deeper - 1)
        {
            return Some(TokenSpan::new(head.start(), end));
        }
        Some(TokenSpan::new(start, end))
    }
}

/// Words at which a noun phrase ends.
fn is_boundary(word: &str) -> bool {
    matches!(
        word,
        "that"
            | "which"
            | "who"
            | "whom"
            | "whose"
            | "and"
            | "but"
            | "or"
            | "as"
            | "when"
            | "while"
            | "if"
            | "because"
            | "although"
            | "though"
            | "after"
            | "before"
            | "since"
            | "in"
            | "on"
            | "at"
            | "to"
            | "from"
            | "by"
            | "with"
            | "of"
            | "for"
            | "about"
            | "during"
            | "into"
            | "over"
            | "under"
            | "is"
            | "was"
            | "were"
            | "are"
            | "be"
            | "been"
            | "has"
            | "have"
            | "had"
            | "will"
            | "would"
            | "could"
            | "can"
            | "may"
            | "might"
            | "should"
            | "must"
            | "not"
            | "he"
            | "she"
            | "it"
            | "they"
            | "we"
            | "i"
            | "there"
            | "where"
            | "how"
            | "what"
            | "why"
            | "than"
            | "so"
            | "yet"
            | "did"
            | "does"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(String, String)> {
        let document = Document::new(text);
        document
            .attributions
            .iter()
            .map(|a| {
                (
                    document.text_of(a.verb).to_owned(),
                    a.speaker.map_or("", |s| document.text_of(s)).to_owned(),
                )
            })
            .collect()
    }

    fn one(text: &str, verb: &str, speaker: &str) {
        assert_eq!(
            read(text),
            [(verb.to_owned(), speaker.to_owned())],
            "{text}"
        );
    }

    #[test]
    fn reads_verb_and_speaker_of_reported_speech() {
        one("Officials said it had rained.", "said", "Officials");
        one("It had rained, officials said.", "said", "officials");
        one(
            "It rained, according to Dr. Ada Finch.",
            "according to",
            "Dr. Ada Finch",
        );
        one(
            "It rained, according to the museum's records.",
            "according to",
            "the museum's records",
        );
        one(
            "The firm has repeatedly denied that it knew.",
            "denied",
            "The firm",
        );
        one(
            "A spokesman for Halden said it rained.",
            "said",
            "A spokesman for Halden",
        );
    }

    #[test]
    fn doubtful_verbs_need_a_clause_or_a_quotation() {
        assert_eq!(read("The team added two players."), []);
        assert_eq!(read("He wrote three books."), []);
        one("He added that it rained.", "added", "He");
    }

    #[test]
    fn phrases_without_end_are_linear_and_safe() {
        let _ = Document::new(&"a man of ".repeat(20_000));
        let _ = Document::new(&"a man of said ".repeat(20_000));
        let _ = Document::new(&"said, ".repeat(20_000));
    }

    #[test]
    fn passive_verbs_have_no_speaker() {
        assert_eq!(read("The crew was told to leave."), []);
    }
}
