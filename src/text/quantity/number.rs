//! Numerals: digits, number words and mixtures of the two, up to the last magnitude word.

mod digits;
mod group;
mod word;

use crate::text::Document;
use crate::text::tokens::TokenKind;

use digits::place_of;
use group::Group;
pub(crate) use word::{NumberWord, number_word, number_word_of};

/// What a numeral says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NumeralKind {
    /// How many.
    Cardinal,
    /// Which in a row.
    Ordinal,
    /// Part of a whole; the value is below or above 1.
    Fraction,
    /// How many times as much.
    Times,
    /// A plural magnitude.
    Vague,
}

/// A numeral in the text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Numeral {
    /// First token.
    pub start: usize,
    /// Token after the last.
    pub end: usize,
    /// Lowest value.
    pub low: f64,
    /// Highest value.
    pub high: f64,
    /// What it says.
    pub kind: NumeralKind,
    /// Digits and words are mixed inside one figure: `2,three hundred`.
    pub mangled: bool,
    /// The word has other uses too (`one`, `second`, `double`), so that its loss proves nothing.
    pub weak: bool,
    /// Worth of the last digit that is stated.
    pub place: f64,
    /// The largest magnitude word, or 1.
    pub scale: f64,
}

/// Reads numerals off a document.
#[derive(Clone, Copy)]
pub(crate) struct NumeralReader<'d, 't> {
    document: &'d Document<'t>,
}

impl<'d, 't> NumeralReader<'d, 't> {
    pub(crate) fn new(document: &'d Document<'t>) -> Self {
        Self { document }
    }

    fn norm(&self, at: usize) -> &'d str {
        self.document.norm_at(at)
    }

    fn word(&self, at: usize) -> Option<NumberWord> {
        number_word(self.document, at)
    }

    fn glued(&self, at: usize) -> bool {
        self.document.tokens().get(at).is_some_and(|t| t.glued)
    }

    fn is_number(&self, at: usize) -> bool {
        self.document
            .tokens()
            .get(at)
            .is_some_and(|t| t.kind == TokenKind::Number)
    }

    fn article(&self, at: usize) -> bool {
        matches!(self.norm(at), "a" | "an")
    }

    /// Position after a hyphen that joins two words, or the position itself.
    fn past_hyphen(&self, at: usize) -> usize {
        let joins = self.norm(at) == "-" && self.glued(at) && self.glued(at + 1);
        at + usize::from(joins)
    }

    /// The numeral that starts at a token, or at an article in front of it.
    pub(crate) fn at(&self, at: usize) -> Option<Numeral> {
        let article = self.article(at) || (self.norm(at) == "one" && self.fraction_name(at + 1));
        if article && !self.is_number(at + 1) {
            return self.after_article(at);
        }
        if self.is_number(at) {
            return self.cardinal(at);
        }
        match self.word(at)? {
            NumberWord::Small(_)
            | NumberWord::Tens(_)
            | NumberWord::Hundred
            | NumberWord::Magnitude(_) => self.cardinal(at),
            NumberWord::Ordinal(value) => Some(self.simple(
                at,
                at + 1,
                value,
                NumeralKind::Ordinal,
                value < 4.0 && self.norm(at) != "third",
            )),
            NumberWord::Part(parts) => self.part(at, at, parts),
            NumberWord::Times(value) => {
                Some(self.simple(at, at + 1, value, NumeralKind::Times, true))
            }
            NumberWord::Vague(low, high) => self.vague(at, low, high),
            NumberWord::Group(value) => (self.norm(at) == "both" || self.norm(at + 1) == "of")
                .then(|| self.simple(at, at + 1, value, NumeralKind::Cardinal, true)),
            NumberWord::Letter(_) | NumberWord::Parts(_) => None,
        }
    }

    fn simple(
        &self,
        start: usize,
        end: usize,
        value: f64,
        kind: NumeralKind,
        weak: bool,
    ) -> Numeral {
        Numeral {
            start,
            end,
            low: value,
            high: value,
            kind,
            mangled: false,
            weak,
            place: place_of(value),
            scale: 1.0,
        }
    }

    fn fraction_name(&self, at: usize) -> bool {
        let at = self.past_hyphen(at);
        match self.word(at) {
            Some(NumberWord::Part(_)) => true,
            Some(NumberWord::Ordinal(value)) => value > 2.0 && self.fraction_follows(at + 1),
            _ => false,
        }
    }

    /// Whether what follows makes the word before it a fraction: `a third of`.
    fn fraction_follows(&self, at: usize) -> bool {
        matches!(self.norm(at), "of" | "the" | "less" | "more" | "as")
    }

    /// `a hundred`, `a dozen`, `a quarter`, `a couple of`.
    fn after_article(&self, at: usize) -> Option<Numeral> {
        let next = self.past_hyphen(at + 1);
        let mut numeral = match self.word(next)? {
            NumberWord::Hundred | NumberWord::Magnitude(_) => self.cardinal(next)?,
            NumberWord::Part(parts) => self.part(at, next, parts)?,
            NumberWord::Ordinal(parts) if parts > 2.0 && self.fraction_follows(next + 1) => {
                self.simple(at, next + 1, 1.0 / parts, NumeralKind::Fraction, false)
            }
            NumberWord::Group(value) if self.norm(next + 1) == "of" => {
                self.simple(at, next + 1, value, NumeralKind::Cardinal, true)
            }
            _ => return None,
        };
        numeral.start = at;
        Some(numeral)
    }

    /// `half of`, `half a million`, `quarter`: `start` may be an article before `at`.
    fn part(&self, start: usize, at: usize, parts: f64) -> Option<Numeral> {
        let next = self.past_hyphen(at + 1);
        let value = 1.0 / parts;
        // `half a million`, `a quarter of a million`, `half-million`.
        let mut far = next;
        far += usize::from(self.norm(far) == "of" && self.article(far + 1));
        far += usize::from(self.article(far));
        if let Some(NumberWord::Magnitude(magnitude)) = self.word(far) {
            return Some(self.simple(
                start,
                far + 1,
                value * magnitude,
                NumeralKind::Cardinal,
                false,
            ));
        }
        let before = start.checked_sub(1).map_or("", |b| self.norm(b));
        let named = start < at || matches!(before, "by" | "nearly" | "almost" | "than" | "about");
        // A quarter of a year, the half of a match: places in a row, not parts.
        let place = matches!(
            before,
            "the" | "'s" | "this" | "last" | "next" | "per" | "each"
        ) || start > 0 && matches!(self.word(start - 1), Some(NumberWord::Ordinal(_)));
        let followed = matches!(
            self.norm(at + 1),
            "of" | "the"
                | "its"
                | "their"
                | "his"
                | "her"
                | "our"
                | "a"
                | "an"
                | "that"
                | "as"
                | "those"
        );
        if place || (parts > 2.0 && !named) || (parts < 3.0 && !followed && !named) {
            return None;
        }
        if parts > 2.0
            && !followed
            && !matches!(before, "by" | "nearly" | "almost" | "than" | "about")
        {
            return None;
        }
        Some(self.simple(start, at + 1, value, NumeralKind::Fraction, !followed))
    }

    /// `hundreds`, `tens of thousands`.
    fn vague(&self, at: usize, low: f64, high: f64) -> Option<Numeral> {
        let mut numeral = Numeral {
            high,
            ..self.simple(at, at + 1, low, NumeralKind::Vague, false)
        };
        if self.norm(at + 1) == "of"
            && let Some(NumberWord::Vague(next, _)) = self.word(at + 2)
            && next > high
        {
            // The list reads `thousands` as 2,000 to 9,999; ten thousands start at ten times 1,000.
            numeral.low = low * next / 2.0;
            numeral.high = high * next / 2.0;
            numeral.end = at + 3;
        } else if matches!(self.norm(at), "tens" | "scores") {
            return None;
        }
        Some(numeral)
    }

    /// `three-quarters`, `two thirds`, `2 thirds`: value and end.
    fn parts(&self, at: usize) -> Option<(f64, usize)> {
        let digit = || self.norm(at).parse().ok().filter(|n: &u8| *n < 10);
        let count = match self.word(at) {
            Some(NumberWord::Small(count)) => count,
            None if self.is_number(at) => f64::from(digit()?),
            _ => return None,
        };
        let next = self.past_hyphen(at + 1);
        let parts = match self.word(next)? {
            NumberWord::Parts(parts) if parts as u8 != 4 => parts,
            // Quarters are also spans of time: `in two quarters`.
            NumberWord::Parts(parts) if next > at + 1 || self.norm(next + 1) == "of" => parts,
            NumberWord::Ordinal(parts) if count == 1.0 && parts > 2.0 && next > at + 1 => parts,
            _ => return None,
        };
        (count < parts).then_some((count / parts, next + 1))
    }

    fn cardinal(&self, at: usize) -> Option<Numeral> {
        if let Some((value, end)) = self.parts(at) {
            return Some(self.simple(at, end, value, NumeralKind::Fraction, false));
        }
        let mut group = self.group(at)?;
        let bare_one = group.words && group.value == 1.0 && !group.implied;
        let hyphened = self.past_hyphen(group.end) > group.end;
        self.mend(&mut group);
        self.and_part(&mut group);
        if group.ordinal || self.ordinal_suffix(group.end) && group.digits {
            let end = group.end + usize::from(!group.ordinal);
            return Some(self.simple(at, end, group.value, NumeralKind::Ordinal, false));
        }
        if group.fraction {
            return Some(self.simple(at, group.end, group.value, NumeralKind::Fraction, false));
        }
        let mut mangled = group.mangled;
        let (mut total, mut cap) = (0.0, f64::INFINITY);
        let mut place;
        let mut scale = 1.0_f64;
        let mut end = group.end;
        loop {
            self.hundreds(&mut group, cap);
            end = end.max(group.end);
            place = group.place;
            let next = self.past_hyphen(group.end);
            let magnitude = match self.word(next) {
                Some(NumberWord::Magnitude(m)) => m,
                Some(NumberWord::Letter(m)) if group.digits && self.glued(next) => m,
                Some(NumberWord::Letter(m))
                    if group.digits && m > 1e3 && self.norm(next).len() > 1 =>
                {
                    m
                }
                _ => break,
            };
            if magnitude >= cap {
                break;
            }
            total += group.value * magnitude;
            place *= magnitude;
            cap = magnitude;
            scale = scale.max(magnitude);
            end = next + 1;
            group = Group::new(0.0, place, end);
            // `two thousand five hundred`, `11 million five hundred`.
            let joined = self.norm(end) == "and";
            let Some(tail) = self.group(end + usize::from(joined)) else {
                break;
            };
            let sound = tail.words && !tail.implied && cap >= 1000.0;
            if !sound || tail.value >= cap || joined && tail.value >= 100.0 {
                break;
            }
            mangled |= cap >= 1e6 && self.is_number(at) && !joined;
            group = tail;
        }
        total += group.value;
        let simple = total == 1.0 && bare_one && !hyphened;
        Some(Numeral {
            mangled,
            scale,
            place,
            ..self.simple(at, end.max(at + 1), total, NumeralKind::Cardinal, simple)
        })
        .filter(|n| n.low.is_finite())
    }

    fn ordinal_suffix(&self, at: usize) -> bool {
        self.glued(at) && matches!(self.norm(at), "st" | "nd" | "rd" | "th")
    }
}

#[cfg(test)]
mod tests;
