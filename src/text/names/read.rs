//! Reading names off the tokens.

use rustc_hash::FxHashMap;

use super::{Name, NameKind};
use crate::lexicon::proper::{Place, Role, place, place_words, role};
use crate::span::TokenSpan;
use crate::text::Document;
use crate::text::tokens::{Token, TokenKind};

/// The most words a name can have; longer runs (lists in capitals) are cut.
const LONGEST: usize = 12;

/// Seen in lower case somewhere.
const LOWER: u8 = 1;
/// Seen with a capital where only a name has one.
const UPPER: u8 = 2;

/// All names of a document, in reading order. O(n) in its tokens.
#[must_use]
pub fn names(document: &Document<'_>) -> Vec<Name> {
    let mut reader = Reader {
        document,
        tokens: document.tokens(),
        evidence: FxHashMap::default(),
        found: Vec::with_capacity(document.tokens().len() / 12),
    };
    let loud: Vec<bool> = (0..document.segments.len())
        .map(|s| reader.is_loud(s))
        .collect();
    reader.gather(&loud);
    for (segment, loud) in document.segments.iter().zip(&loud) {
        reader.segment(segment.tokens, *loud);
    }
    reader.found
}

struct Reader<'d> {
    document: &'d Document<'d>,
    tokens: &'d [Token],
    /// What the text says of words whose capital proves nothing.
    evidence: FxHashMap<u64, u8>,
    found: Vec<Name>,
}

impl Reader<'_> {
    fn word(&self, i: usize) -> Option<&Token> {
        self.tokens.get(i).filter(|t| t.kind == TokenKind::Word)
    }

    fn is_capital(&self, i: usize) -> bool {
        self.word(i).is_some_and(|t| t.capital)
    }

    fn surface(&self, i: usize) -> &str {
        self.tokens
            .get(i)
            .map_or("", |t| t.span.of(self.document.text()))
    }

    fn role(&self, i: usize) -> Role {
        self.word(i).map(|t| role(t.key)).unwrap_or_default()
    }

    fn mark(&self, i: usize) -> &str {
        match self.tokens.get(i) {
            Some(t) if t.kind == TokenKind::Mark => self.document.norm(t),
            _ => "",
        }
    }

    fn glued(&self, i: usize) -> bool {
        self.tokens.get(i).is_some_and(|t| t.glued)
    }

    /// Whether capitals in a segment tell nothing: most of its longer words have one.
    fn is_loud(&self, segment: usize) -> bool {
        let Some(segment) = self.document.segments.get(segment) else {
            return false;
        };
        let long = self
            .document
            .slice(segment.tokens)
            .iter()
            .filter(|t| t.kind == TokenKind::Word && t.span.len() > 3);
        let (mut all, mut capital) = (0, 0);
        for token in long {
            all += 1;
            capital += usize::from(token.capital);
        }
        // A sentence full of names ends with a stop, a headline does not.
        let last = segment.tokens.end().saturating_sub(1);
        let lower = all - capital;
        let most = if self.mark(last) == "." {
            lower == 0
        } else {
            lower * 4 < all
        };
        all >= 4 && most && self.is_capital(segment.tokens.start())
    }

    /// Whether the word stands where every word has a capital.
    fn is_initial(&self, i: usize, start: usize) -> bool {
        let Some(before) = i.checked_sub(1).filter(|b| *b >= start) else {
            return true;
        };
        match self.document.token(before).kind {
            TokenKind::Quote => self.glued(i),
            TokenKind::Mark => match self.mark(before) {
                "." => !self.is_abbreviation(before.wrapping_sub(1)),
                ":" | "?" | "!" | "..." | "|" | "*" => true,
                "-" => !self.glued(i),
                _ => false,
            },
            _ => false,
        }
    }

    /// Whether a full stop after this word belongs to it: `V.`, `Dr.`, `Inc.`
    fn is_abbreviation(&self, i: usize) -> bool {
        let Some(token) = self.word(i) else {
            return false;
        };
        let length = token.span.len();
        let titled = Role::HONORIFIC.or(Role::OFFICE).or(Role::CORPORATE);
        token.capital
            && (length == 1
                || length <= 4 && self.role(i).is(titled)
                || matches!(self.document.norm(token), "st" | "mt" | "jr" | "sr" | "ft"))
    }

    /// Gather what the whole text says about words whose capital proves nothing.
    fn gather(&mut self, loud: &[bool]) {
        let document = self.document;
        for (segment, loud) in document.segments.iter().zip(loud) {
            for i in segment.tokens.range() {
                if self.is_capital(i)
                    && (*loud || self.is_initial(i, segment.tokens.start()))
                    && !self.role(i).is(Role::COMMON)
                {
                    self.evidence.entry(self.document.token(i).key).or_default();
                }
            }
        }
        if self.evidence.is_empty() {
            return;
        }
        for (segment, loud) in document.segments.iter().zip(loud) {
            for i in segment.tokens.range() {
                let Some(token) = self.word(i) else { continue };
                let (key, capital) = (token.key, token.capital);
                let telling = !capital || !*loud && !self.is_initial(i, segment.tokens.start());
                if telling && let Some(seen) = self.evidence.get_mut(&key) {
                    *seen |= if capital { UPPER } else { LOWER };
                }
            }
        }
    }

    fn segment(&mut self, range: TokenSpan, loud: bool) {
        let (start, end) = (range.start(), range.end());
        let mut i = start;
        while i < end {
            i = self.name_at(i, start, end, loud).max(i + 1);
        }
    }

    /// Read the name that begins at `i`, if any; the token to go on with.
    fn name_at(&mut self, i: usize, start: usize, end: usize, loud: bool) -> usize {
        if let Some((count, place)) = self.place_at(i, end) {
            let follows = i + count;
            let alone = !self.is_capital(follows) || self.glued(follows) || follows >= end;
            let leads = Role::OFFICE
                .or(Role::MODIFIER)
                .or(Role::HONORIFIC)
                .or(Role::INSTITUTION);
            if alone || place.derived || self.role(follows).is(leads) {
                self.push(i, follows, None, NameKind::Place, false);
                return follows;
            }
        }
        if !self.is_capital(i) {
            return i + 1;
        }
        let role = self.role(i);
        if role.is(Role::CALENDAR) || self.surface(i) == "I" {
            return i + 1;
        }
        let initial = loud || self.is_initial(i, start);
        let capital_next = i + 1 < end && self.is_capital(i + 1) && !self.glued(i + 1);
        if role.is(Role::CALENDAR_TOO) && !capital_next {
            return i + 1;
        }
        let mut weak = false;
        if initial {
            let seen = self
                .evidence
                .get(&self.document.token(i).key)
                .copied()
                .unwrap_or(0);
            let known = seen & UPPER != 0;
            if loud && !known {
                return i + 1;
            }
            if role.is(Role::COMMON) || seen == LOWER {
                // `New Harbour`, `Royal Theatre`: the second capital speaks for the first.
                let opens = capital_next && opens_names(self.document.norm_at(i));
                if !opens && !role.is(Role::OFFICE.or(Role::HONORIFIC).or(Role::MODIFIER)) {
                    return i + 1;
                }
            }
            weak = !known;
        }
        let stop = self.run_end(i, end, loud);
        self.split(i, stop, weak && stop == i + 1);
        stop
    }

    /// The longest country name that begins at `i`, by number of words.
    #[expect(
        clippy::indexing_slicing,
        reason = "`count` goes from 1 to the length of `keys` at the most"
    )]
    fn place_at(&self, i: usize, end: usize) -> Option<(usize, Place)> {
        let first = self.word(i)?;
        let longest = place_words(first.key).max(1);
        if longest == 1 && !first.capital {
            return None;
        }
        let mut keys = [0u64; 6];
        let mut best = None;
        for count in 1..=longest.min(keys.len()).min(end - i) {
            let Some(token) = self.word(i + count - 1) else {
                break;
            };
            keys[count - 1] = token.key;
            // One word needs its capital, and `us`, `un` and their like all of them.
            let short = count == 1 && first.span.len() <= 3;
            let written = count > 1
                || first.capital && (!short || self.surface(i).chars().all(|c| !c.is_lowercase()));
            if written && let Some(place) = place(&keys[..count]) {
                best = Some((count, place));
            }
        }
        best
    }

    /// Where the run of capitals from `i` ends.
    fn run_end(&self, i: usize, end: usize, loud: bool) -> usize {
        let limit = end.min(i + 2 * LONGEST);
        let mut last = i;
        while let Some(next) = self.next_in_run(last, limit, loud) {
            last = next;
        }
        last + 1
    }

    /// The next capital word of a run, over initials, hyphens, particles and `of`.
    fn next_in_run(&self, last: usize, end: usize, loud: bool) -> Option<usize> {
        let next = last + 1;
        if next >= end {
            return None;
        }
        let good = |i: usize| {
            i < end
                && self.is_capital(i)
                && !self.role(i).is(Role::CALENDAR)
                && self.surface(i) != "I"
                && (!loud
                    || self
                        .evidence
                        .get(&self.document.token(i).key)
                        .is_none_or(|seen| seen & UPPER != 0))
        };
        match self.mark(next) {
            "." if self.glued(next) && self.is_abbreviation(last) => {
                return good(next + 1).then_some(next + 1);
            }
            "-" if self.glued(next) && self.glued(next + 1) => {
                return good(next + 1).then_some(next + 1);
            }
            "&" => return good(next + 1).then_some(next + 1),
            "" => {}
            _ => return None,
        }
        if self.glued(next) {
            return None;
        }
        if good(next) {
            return Some(next);
        }
        let word = self.document.norm_at(next);
        let joins = self.role(last).is(Role::JOINS.or(Role::OFFICE));
        if word == "of" && joins {
            let the = usize::from(self.document.norm_at(next + 1) == "the");
            return good(next + 1 + the).then_some(next + 1 + the);
        }
        if self.role(next).is(Role::PARTICLE) && !self.role(last).is(Role::OFFICE) {
            // `van der`, `de la`, `al-`
            for far in next + 1..(next + 4).min(end) {
                if good(far) {
                    return Some(far);
                }
                if !self.role(far).is(Role::PARTICLE) && self.mark(far) != "-" {
                    return None;
                }
            }
        }
        None
    }

    /// Cut a run into country, title and name.
    fn split(&mut self, start: usize, end: usize, weak: bool) {
        let mut start = start;
        // Month in front (`May Johnson` stays, `December 2` never came here).
        while start < end && !self.is_capital(start) {
            start += 1;
        }
        if start >= end {
            return;
        }
        let last = (start..end).rev().find(|i| self.is_capital(*i));
        let Some(last) = last else { return };
        let end = last + 1;
        let institution = self.role(last).is(Role::INSTITUTION)
            || (start..end).any(|i| self.role(i).is(Role::JOINS) && i < last);
        let titled = Role::HONORIFIC.or(Role::OFFICE);
        let office = if self.role(last).is(Role::INSTITUTION) {
            // `Defence Ministry`: no title; `Mr. Bank` is rare enough.
            None
        } else {
            (start..end)
                .rev()
                .find(|i| self.is_capital(*i) && self.role(*i).is(titled))
        };
        let Some(mut office) = office else {
            // `Former`, `Prime` alone: no name.
            if (start..end)
                .all(|i| self.role(i).is(Role::MODIFIER) && self.role(i).is(Role::COMMON))
            {
                return;
            }
            let kind = self.kind(start, end, institution);
            return self.push(start, end, None, kind, weak);
        };
        // `Stephen King`: an office word at the end is a family name after another name word.
        if office == last
            && last > start
            && self.role(last).is(Role::SURNAME)
            && !self.role(last - 1).is(Role::MODIFIER.or(Role::OFFICE))
        {
            let kind = self.kind(start, end, institution);
            return self.push(start, end, None, kind, weak);
        }
        let mut from = office;
        let chain = Role::MODIFIER.or(titled);
        while from > start
            && (self.role(from - 1).is(chain)
                || self.mark(from - 1) == "-"
                || self.mark(from - 1) == ".")
        {
            from -= 1;
        }
        if from > start {
            let before = self.trim(start, from);
            let kind = self.kind(before.0, before.1, false);
            if before.1 > before.0 {
                self.push(
                    before.0,
                    before.1,
                    None,
                    kind,
                    weak && before.1 == before.0 + 1,
                );
            }
        }
        // `Secretary of State`, `Minister of Foreign Affairs`
        let mut after = office + 1;
        if self.mark(after) == "." {
            after += 1;
        }
        if self.document.norm_at(after) == "of" {
            let mut to = after + 1;
            while to < end
                && (self.role(to).is(Role::DEPARTMENT) || self.document.norm_at(to) == "the")
            {
                to += 1;
            }
            if to > after + 1 {
                office = to - 1;
                after = to;
            } else {
                after += 1;
            }
        }
        while after < end && !self.is_capital(after) && !self.role(after).is(Role::PARTICLE) {
            after += 1;
        }
        if after < end {
            let title = Some(TokenSpan::new(from, office + 1));
            if let Some((count, _)) = self.place_at(after, end)
                && after + count == end
            {
                return self.push(after, end, None, NameKind::Place, false);
            }
            self.push(after, end, title, NameKind::Person, false);
        }
    }

    fn trim(&self, start: usize, end: usize) -> (usize, usize) {
        let mut end = end;
        while end > start && !self.is_capital(end - 1) {
            end -= 1;
        }
        (start, end)
    }

    fn kind(&self, start: usize, end: usize, institution: bool) -> NameKind {
        if institution || (start..end).any(|i| self.role(i).is(Role::CORPORATE)) {
            return NameKind::Institution;
        }
        // An initial inside: `Vladimir V. Putin`.
        let initial = (start + 1..end).any(|i| self.word(i).is_some_and(|t| t.span.len() == 1));
        if initial {
            NameKind::Person
        } else {
            NameKind::Other
        }
    }

    fn push(
        &mut self,
        start: usize,
        end: usize,
        title: Option<TokenSpan>,
        kind: NameKind,
        weak: bool,
    ) {
        let kind = match kind {
            NameKind::Other
                if self
                    .place_at(start, end)
                    .is_some_and(|(n, _)| start + n == end) =>
            {
                NameKind::Place
            }
            kind => kind,
        };
        self.found.push(Name {
            span: TokenSpan::new(start, end),
            title,
            kind,
            weak,
        });
    }
}

/// Adjectives that stand at the start of names and of sentences alike.
fn opens_names(word: &str) -> bool {
    matches!(
        word,
        "new"
            | "north"
            | "south"
            | "east"
            | "west"
            | "northern"
            | "southern"
            | "eastern"
            | "western"
            | "central"
            | "royal"
            | "supreme"
            | "national"
            | "united"
            | "great"
            | "saint"
            | "red"
            | "black"
            | "white"
            | "los"
            | "san"
            | "el"
            | "la"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<String> {
        let document = Document::new(text);
        document
            .names
            .iter()
            .map(|n| document.text_of(n.span).to_owned())
            .collect()
    }

    #[test]
    fn titles_and_initials_and_particles() {
        assert_eq!(read("It was Dr. Farida Nasser."), ["Farida Nasser"]);
        assert_eq!(read("the envoy of Pavel V. Orlin"), ["Pavel V. Orlin"]);
        assert_eq!(
            read("so U.S. Secretary of State Ada Finch met Ines de la Torre"),
            ["U.S.", "Ada Finch", "Ines de la Torre"]
        );
        assert_eq!(
            read("said Norrland Prime Minister Colm Adair"),
            ["Norrland", "Colm Adair"]
        );
        assert_eq!(read("the mayor, Abu al-Hadi, left"), ["Abu al-Hadi"]);
    }

    #[test]
    fn institutions_join_with_of() {
        assert_eq!(
            read("at the Bank of Lindholm and the Ministry of Defence"),
            ["Bank of Lindholm", "Ministry of Defence"]
        );
        assert_eq!(read("guests of Finch of Halden"), ["Finch", "Halden"]);
    }

    #[test]
    fn possessives_are_stripped() {
        assert_eq!(read("in Corvanta's Halden plant"), ["Corvanta", "Halden"]);
    }

    #[test]
    fn sentence_starts_need_evidence() {
        assert_eq!(read("Workers left. Later, the workers came back."), [""; 0]);
        assert_eq!(read("Meanwhile he slept."), [""; 0]);
        let document = Document::new("Harlow said it. We saw Harlow.");
        assert!(document.names.iter().all(|n| !n.weak));
        let document = Document::new("Gliders fell.");
        assert!(document.names.iter().all(|n| n.weak));
    }

    #[test]
    fn days_and_months_are_no_names() {
        assert_eq!(read("It fell on Monday and in March."), [""; 0]);
    }

    #[test]
    fn headlines_in_capitals_name_only_what_the_text_names() {
        assert_eq!(
            read("Museum Hands Back Altar Panel To Eastmoor Heirs\n\nThe heirs of Eastmoor won."),
            ["Eastmoor", "Eastmoor"]
        );
    }

    #[test]
    fn countries_are_read_in_every_form() {
        assert_eq!(read("the U.S. and the US met us"), ["U.S.", "US"]);
        assert_eq!(read("the united states left"), ["united states"]);
        assert_eq!(read("a Russian Navy ship"), ["Russian", "Navy"]);
    }

    #[test]
    fn capitals_without_end_are_linear_and_safe() {
        let text = "A. ".repeat(20_000);
        let _ = Document::new(&text);
        let text = "Bank of ".repeat(20_000);
        let _ = Document::new(&text);
    }
}
