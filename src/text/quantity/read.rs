//! Puts numeral, unit, range and bound together.

mod bounds;
mod units;

use crate::span::TokenSpan;
use crate::text::Document;
use crate::text::quantity::number::{Numeral, NumeralKind, NumeralReader, number_word};
use crate::text::quantity::unit::{CurrencyPlace, Measure, currency};
use crate::text::quantity::{Bound, Quantity, Unit};
use crate::text::tokens::TokenKind;

use units::FoundUnit;

/// Reads the quantities of a document.
pub(super) struct Reader<'d, 't> {
    document: &'d Document<'t>,
    numerals: NumeralReader<'d, 't>,
    /// Whether the text names pounds sterling, so that a bare `pound` is money.
    sterling: bool,
}

impl<'d, 't> Reader<'d, 't> {
    pub(super) fn new(document: &'d Document<'t>) -> Self {
        Self {
            document,
            numerals: NumeralReader::new(document),
            sterling: document.text().contains('£'),
        }
    }

    /// All quantities in reading order, the tokens of time expressions left out.
    pub(super) fn all(&self) -> Vec<Quantity> {
        let mut times = self.document.times.iter().peekable();
        let mut found: Vec<Quantity> = Vec::new();
        let mut at = 0;
        while let Some(token) = self.document.tokens().get(at) {
            while times.next_if(|t| t.span.end() <= at).is_some() {}
            if let Some(time) = times.peek()
                && time.span.contains(at)
            {
                at = time.span.end();
                continue;
            }
            let candidate = token.kind == TokenKind::Number
                || matches!(self.norm(at), "a" | "an")
                || number_word(self.document, at).is_some();
            // An article opens a number only; it never reaches past the next time expression.
            let limit = times.peek().map_or(usize::MAX, |t| t.span.start());
            let quantity = candidate
                .then(|| self.quantity(at, found.last().map_or(0, |q| q.span.end())))
                .flatten()
                .filter(|q| q.number.end() <= limit);
            match quantity {
                Some(quantity) => {
                    at = match quantity.unit {
                        Unit::Thing(_) => quantity.number.end(),
                        _ => quantity.span.end().max(quantity.number.end()),
                    }
                    .max(at + 1);
                    found.push(quantity);
                }
                None => at += 1,
            }
        }
        found
    }

    fn norm(&self, at: usize) -> &'d str {
        self.document.norm_at(at)
    }

    fn key(&self, at: usize) -> u64 {
        self.document.tokens().get(at).map_or(0, |t| t.key)
    }

    fn kind(&self, at: usize) -> Option<TokenKind> {
        self.document.tokens().get(at).map(|t| t.kind)
    }

    fn glued(&self, at: usize) -> bool {
        self.document.tokens().get(at).is_some_and(|t| t.glued)
    }

    /// The quantity whose numeral starts at a token; nothing before `floor` belongs to it.
    fn quantity(&self, at: usize, floor: usize) -> Option<Quantity> {
        let numeral = self.numerals.at(at)?;
        if self.excluded(&numeral) {
            return None;
        }
        let mut start = numeral.start;
        let sign = self.sign_before(start, floor);
        if let Some((_, from)) = sign {
            start = from;
        }
        let (mut low, mut high) = (numeral.low, numeral.high);
        let mut number_end = numeral.end;
        let mut place = numeral.place;
        let (mut weak, mut mangled) = (numeral.weak, numeral.mangled);
        let mut bound = match numeral.kind {
            NumeralKind::Vague => Bound::Vague,
            _ => Bound::Exact,
        };
        let mut unit = self.unit(&numeral, sign.map(|(code, _)| code));
        if numeral.kind == NumeralKind::Cardinal {
            if let Some((percent, end)) = self.ratio(&numeral) {
                (low, high, number_end) = (percent, percent, end);
                unit = FoundUnit {
                    unit: Unit::Percent,
                    worth: 1.0,
                    end,
                    mangled: false,
                };
                weak = false;
            } else if let Some((second, other)) = self.range(&numeral, start, &unit) {
                high = second.low;
                if numeral.scale == 1.0 && second.scale > 1.0 && low * second.scale <= high * 10.0 {
                    low *= second.scale;
                }
                place = second.place.min(place);
                mangled |= second.mangled;
                number_end = second.end;
                unit = other;
                weak = false;
            }
        }
        if numeral.kind == NumeralKind::Fraction && unit.unit == Unit::Percent {
            (low, high) = (low * 100.0, high * 100.0);
        }
        (low, high, place) = (low * unit.worth, high * unit.worth, place * unit.worth);
        mangled |= unit.mangled;
        weak &= matches!(
            unit.unit,
            Unit::None | Unit::Thing(_) | Unit::Ordinal | Unit::Times
        ) || numeral.kind == NumeralKind::Fraction;
        let mut end = unit.end.max(number_end);
        let mut loose = false;
        // The word before the currency sign, or the number.
        if let Some(found) = self.bound_before(start, floor) {
            let words = found.1.words;
            let first = found.0 + 1 - words;
            loose = words == 1
                && match self.norm(found.0) {
                    "over" | "around" => is_time(unit.unit),
                    // `under four managers`.
                    "within" | "under" | "beyond" => {
                        is_time(unit.unit) || matches!(unit.unit, Unit::Thing(_))
                    }
                    _ => false,
                };
            if bound == Bound::Exact && unit.unit != Unit::Ordinal {
                bound = found.1.bound;
            }
            start = first;
        }
        if let Some((to, after)) = self.bound_after(end) {
            if bound == Bound::Exact {
                bound = after;
            }
            end = to;
        }
        Some(Quantity {
            span: TokenSpan::new(start, end),
            number: TokenSpan::new(numeral.start, number_end),
            low,
            high,
            bound,
            unit: unit.unit,
            place,
            weak,
            loose,
            mangled,
        })
    }

    /// Number words in another office: `no one`, `per second`, `one another`.
    fn excluded(&self, numeral: &Numeral) -> bool {
        let before = numeral.start.checked_sub(1).map_or("", |b| self.norm(b));
        let after = self.norm(numeral.end);
        let one = numeral.low == 1.0 && numeral.weak;
        let pronoun = matches!(
            before,
            "no" | "every" | "any" | "each" | "some" | "this" | "that" | "which"
        ) || matches!(after, "another" | "'s" | "day" | "thing" | "side" | "by");
        (one && pronoun)
            || (numeral.kind == NumeralKind::Ordinal
                && self.norm(numeral.start) == "second"
                && (before == "per" || before == "split"))
            || (self.norm(numeral.start) == "both" && self.later_and(numeral.end))
    }

    /// `both A and B`: a conjunction, no count.
    fn later_and(&self, at: usize) -> bool {
        (at..at + 8)
            .map(|i| self.norm(i))
            .take_while(|w| !matches!(*w, "." | ";"))
            .any(|w| w == "and")
    }

    /// `nine out of 10`, `one in 12`: as a percentage, with the token after it.
    fn ratio(&self, first: &Numeral) -> Option<(f64, usize)> {
        let out_of = self.norm(first.end) == "out" && self.norm(first.end + 1) == "of";
        let within = self.norm(first.end) == "in" || self.norm(first.end) == "of" && out_of;
        let at = if out_of {
            first.end + 2
        } else if within {
            first.end + 1
        } else {
            return None;
        };
        let second = self.numerals.at(at)?;
        let sound = second.kind == NumeralKind::Cardinal
            && first.low >= 1.0
            && first.low < second.low
            && first.low.fract() == 0.0;
        // `two in 10 days` is no ratio, nor `five in 2019`.
        let plain = out_of
            || first.low < 10.0
                && (second.low <= 20.0 || second.low % 50.0 == 0.0)
                && Measure::of(self.key(second.end), true).is_none();
        // `one in 3-4 hours`.
        let range = self.norm(second.end) == "-" && self.glued(second.end);
        (sound && plain && !range).then_some((100.0 * first.low / second.low, second.end))
    }

    /// The second end of a range with the unit of both.
    fn range(
        &self,
        first: &Numeral,
        start: usize,
        unit: &FoundUnit,
    ) -> Option<(Numeral, FoundUnit)> {
        let stated = !matches!(unit.unit, Unit::None | Unit::Thing(_));
        let at = if stated { unit.end } else { first.end };
        let before = start.checked_sub(1).map_or("", |b| self.norm(b));
        let next = match self.norm(at) {
            "-" if self.glued(at) == self.glued(at + 1) => at + 1,
            "to" if before != "from" && before != "by" && !is_change(before) => at + 1,
            "and" if before == "between" => at + 1,
            "or" => at + 1,
            _ => return None,
        };
        let number = if currency(CurrencyPlace::Sign, self.key(next)).is_some() {
            next + 1
        } else {
            next
        };
        if matches!(self.norm(number), "a" | "an") {
            return None;
        }
        let second = self.numerals.at(number)?;
        if second.kind != NumeralKind::Cardinal {
            return None;
        }
        if self.norm(at) == "or" && !(second.low > first.low && second.low <= first.low * 2.0) {
            return None;
        }
        let sign = self.sign_before(second.start, next).map(|(code, _)| code);
        let opening = match unit.unit {
            Unit::Money(code) => Some(code),
            _ => None,
        };
        let other = self.unit(&second, sign.or(opening));
        let same = !stated || unit.unit == other.unit;
        same.then_some((second, other))
    }
}

/// Verbs and adverbs after which `to` leads to a new value: `rose 22 cents to $3.06`.
fn is_change(norm: &str) -> bool {
    norm.len() > 4 && norm.ends_with("ed")
        || matches!(
            norm,
            "rose"
                | "rise"
                | "rises"
                | "fell"
                | "fall"
                | "falls"
                | "up"
                | "down"
                | "grew"
                | "grow"
                | "sank"
                | "shrank"
                | "lost"
                | "won"
                | "beat"
                | "cut"
                | "shed"
                | "gain"
                | "drop"
        )
}

fn is_time(unit: Unit) -> bool {
    matches!(unit, Unit::Measure(measure) if measure.is_time())
}

#[cfg(test)]
mod tests;
