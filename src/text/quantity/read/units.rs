//! What stands beside a number: its unit, a currency sign, the counted thing.

use super::Reader;
use crate::text::quantity::Unit;
use crate::text::quantity::number::{Numeral, NumeralKind};
use crate::text::quantity::unit::{CurrencyPlace, Measure, currency};
use crate::text::tokens::TokenKind;

/// A unit found after a number.
#[derive(Clone, Copy)]
pub(super) struct FoundUnit {
    pub(super) unit: Unit,
    /// Factor to the unit's own unit (cents: 0.01).
    pub(super) worth: f64,
    /// Token after it.
    pub(super) end: usize,
    pub(super) mangled: bool,
}

impl Reader<'_, '_> {
    /// The currency sign or code before a number, with the token it starts at.
    pub(super) fn sign_before(&self, start: usize, floor: usize) -> Option<([u8; 3], usize)> {
        let at = start.checked_sub(1).filter(|at| *at >= floor)?;
        if let Some((code, _)) = currency(CurrencyPlace::Sign, self.key(at)) {
            if let Some(nation) = at.checked_sub(1).filter(|n| *n >= floor && self.glued(at))
                && let Some((of_nation, _)) = currency(CurrencyPlace::Nation, self.key(nation))
                && code == *b"USD"
            {
                return Some((of_nation, nation));
            }
            return Some((code, at));
        }
        let token = self.document.tokens().get(at)?;
        if token.capital && token.span.len() == 3 {
            let (code, _) = currency(CurrencyPlace::Code, token.key)?;
            return Some((code, at));
        }
        None
    }

    /// The unit after a numeral; the currency sign before it, if any, decides.
    pub(super) fn unit(&self, numeral: &Numeral, sign: Option<[u8; 3]>) -> FoundUnit {
        let found = |unit, worth, end| FoundUnit {
            unit,
            worth,
            end,
            mangled: false,
        };
        let at = numeral.end;
        if let Some(code) = sign {
            // `US$5 dollars` says it twice.
            return found(Unit::Money(code), 1.0, at);
        }
        match numeral.kind {
            NumeralKind::Ordinal => return found(Unit::Ordinal, 1.0, at),
            NumeralKind::Times => return found(Unit::Times, 1.0, at),
            _ => {}
        }
        let hyphen = self.norm(at) == "-" && self.glued(at) && self.glued(at + 1);
        let mut next = at + usize::from(hyphen);
        if numeral.kind == NumeralKind::Fraction || numeral.low.fract() != 0.0 {
            // `half an hour`, `three-quarters of a point`.
            let mut far = next;
            far += usize::from(self.norm(far) == "of");
            let article = matches!(self.norm(far), "a" | "an");
            far += usize::from(article);
            if article || numeral.kind != NumeralKind::Fraction {
                next = far;
            }
        }
        if let Some(unit) = self.unit_at(next, numeral) {
            return unit;
        }
        if numeral.kind == NumeralKind::Fraction {
            return found(Unit::Percent, 1.0, at);
        }
        let aged = numeral.start.checked_sub(1).map_or("", |b| self.norm(b));
        if matches!(aged, "aged" | "age") {
            return found(Unit::Age, 1.0, at);
        }
        if self.kind(at) == Some(TokenKind::Word) && !is_function_word(self.norm(at)) {
            let stem = self.document.token(at).stem;
            return found(Unit::Thing(stem), 1.0, at + 1);
        }
        found(Unit::None, 1.0, at)
    }

    fn unit_at(&self, at: usize, numeral: &Numeral) -> Option<FoundUnit> {
        let found = |unit, worth, end| {
            Some(FoundUnit {
                unit,
                worth,
                end,
                mangled: false,
            })
        };
        let digits = self.kind(numeral.end.saturating_sub(1)) == Some(TokenKind::Number);
        match self.norm(at) {
            "%" | "percent" | "pct" | "pc" => return found(Unit::Percent, 1.0, at + 1),
            "per" if self.norm(at + 1) == "cent" => return found(Unit::Percent, 1.0, at + 2),
            "percentage" if matches!(self.norm(at + 1), "point" | "points") => {
                return found(Unit::Points, 1.0, at + 2);
            }
            "percentage" if self.norm(at + 1) != "-" => {
                return Some(FoundUnit {
                    unit: Unit::Percent,
                    worth: 1.0,
                    end: at + 1,
                    mangled: true,
                });
            }
            "basis" if self.norm(at + 1).starts_with("point") => {
                return found(Unit::Points, 0.01, at + 2);
            }
            "pp" | "ppt" | "ppts" if digits => return found(Unit::Points, 1.0, at + 1),
            "point" if numeral.kind == NumeralKind::Fraction => {
                return found(Unit::Points, 1.0, at + 1);
            }
            "times" | "fold" => return found(Unit::Times, 1.0, at + 1),
            "pound" | "pounds" if self.sterling || numeral.low >= 1e5 => {
                return found(Unit::Money(*b"GBP"), 1.0, at + 1);
            }
            "square" | "cubic" | "sq" => {
                let power = if self.norm(at) == "cubic" { 3 } else { 2 };
                let measure = Measure::of(self.key(at + 1), digits)?.raised(power);
                return found(Unit::Measure(measure), 1.0, at + 2);
            }
            "second" if at > numeral.end || self.kind(at + 1) != Some(TokenKind::Word) => {
                let measure = Measure::of(crate::lexicon::key("seconds"), true)?;
                return found(Unit::Measure(measure), 1.0, at + 1);
            }
            _ => {}
        }
        let key = self.key(at);
        if let Some((code, worth)) = currency(CurrencyPlace::Name, key) {
            return found(Unit::Money(code), worth, at + 1);
        }
        if digits
            && self
                .document
                .tokens()
                .get(at)
                .is_some_and(|t| t.capital && t.span.len() == 3)
            && let Some((code, worth)) = currency(CurrencyPlace::Code, key)
        {
            return found(Unit::Money(code), worth, at + 1);
        }
        if matches!(self.norm(at + 1), "dollars" | "dollar")
            && let Some((code, worth)) = currency(CurrencyPlace::Nation, key)
        {
            return found(Unit::Money(code), worth, at + 2);
        }
        let skip = usize::from(matches!(
            self.norm(at),
            "metric" | "nautical" | "full" | "whole" | "straight" | "consecutive"
        ));
        let measure = Measure::of(self.key(at + skip), digits)?;
        let mut end = at + skip + 1;
        let measure = match self.norm(end) {
            "²" | "2" if self.glued(end) => measure.raised(2),
            "³" | "3" if self.glued(end) => measure.raised(3),
            _ => measure,
        };
        if self.glued(end) && self.kind(end) == Some(TokenKind::Number) {
            end += 1;
        }
        if measure.is_year() {
            let old = if self.norm(end) == "-" { end + 1 } else { end };
            match self.norm(old) {
                "old" | "olds" => return found(Unit::Age, 1.0, old + 1),
                "of" if self.norm(old + 1) == "age" => return found(Unit::Age, 1.0, old + 2),
                _ => {}
            }
        }
        if let Some((speed, worth, after)) = self.speed(measure, end) {
            return found(Unit::Measure(speed), worth, after);
        }
        found(Unit::Measure(measure), 1.0, end)
    }

    /// `24 km an hour`: a length by the hour, as kilometres per hour with their number.
    fn speed(&self, measure: Measure, end: usize) -> Option<(Measure, f64, usize)> {
        let by = matches!(self.norm(end), "an" | "per" | "a" | "/");
        let hour = matches!(self.norm(end + 1), "hour" | "hr" | "h");
        let kilometre = Measure::of(crate::lexicon::key("kilometres"), true)?;
        let speed = Measure::of(crate::lexicon::key("kph"), true)?;
        (by && hour && measure.same_dimension(kilometre))
            .then(|| (speed, measure.worth() / kilometre.worth(), end + 2))
    }

    pub(super) fn is_sign(&self, at: usize) -> bool {
        currency(CurrencyPlace::Sign, self.key(at)).is_some()
    }
}

/// Words that are never what a number counts.
fn is_function_word(norm: &str) -> bool {
    matches!(
        norm,
        "of" | "in"
            | "on"
            | "and"
            | "to"
            | "from"
            | "by"
            | "at"
            | "as"
            | "for"
            | "the"
            | "a"
            | "an"
            | "was"
            | "were"
            | "is"
            | "are"
            | "had"
            | "have"
            | "has"
            | "who"
            | "that"
            | "which"
            | "or"
            | "than"
            | "per"
            | "with"
            | "after"
            | "before"
            | "but"
            | "when"
            | "while"
            | "if"
            | "said"
            | "will"
            | "would"
            | "not"
            | "into"
            | "over"
            | "since"
            | "until"
            | "during"
            | "'s"
            | "so"
            | "then"
            | "it"
            | "he"
            | "she"
            | "they"
            | "we"
            | "i"
            | "you"
    )
}
