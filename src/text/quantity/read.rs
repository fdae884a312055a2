//! Puts numeral, unit, range and bound together.

use crate::span::TokenSpan;
use crate::text::Document;
use crate::text::quantity::number::{Numeral, NumeralKind, NumeralReader, number_word};
use crate::text::quantity::unit::{CurrencyPlace, Measure, currency};
use crate::text::quantity::{Bound, Quantity, Unit, bound};
use crate::text::tokens::TokenKind;

/// A unit found after a number.
#[derive(Clone, Copy)]
struct FoundUnit {
    unit: Unit,
    /// Factor to the unit's own unit (cents: 0.01).
    worth: f64,
    /// Token after it.
    end: usize,
    mangled: bool,
}

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
        let tokens = self.document.tokens();
        let mut times = self.document.times.iter().peekable();
        let mut found: Vec<Quantity> = Vec::new();
        let mut at = 0;
        while at < tokens.len() {
            while times.next_if(|t| t.span.end() <= at).is_some() {}
            if let Some(time) = times.peek()
                && time.span.contains(at)
            {
                at = time.span.end();
                continue;
            }
            let candidate = tokens[at].kind == TokenKind::Number
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

    /// The currency sign or code before a number, with the token it starts at.
    fn sign_before(&self, start: usize, floor: usize) -> Option<([u8; 3], usize)> {
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

    /// The unit after a numeral; the currency sign before it, if any, decides.
    fn unit(&self, numeral: &Numeral, sign: Option<[u8; 3]>) -> FoundUnit {
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
            let stem = self.document.tokens()[at].stem;
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
        found(Unit::Measure(measure), 1.0, end)
    }

    /// The bound that ends before `start`, with the index of its last word.
    fn bound_before(&self, start: usize, floor: usize) -> Option<(usize, bound::Found)> {
        let last = start.checked_sub(1).filter(|l| *l >= floor)?;
        let fits = |at: usize, found: &bound::Found| at + 1 >= floor + found.words;
        if let Some(found) = bound::before(self.document, last).filter(|f| fits(last, f)) {
            return Some((last, found));
        }
        let plain = |at: usize| {
            matches!(
                self.norm(at),
                "the" | "a" | "an" | "another" | "its" | "their" | "his" | "her"
            )
        };
        // `below the record of $5.46`, `above its target of 3%`.
        let noun = last.checked_sub(2).filter(|at| {
            self.norm(last) == "of" && self.kind(last - 1) == Some(TokenKind::Word) && plain(*at)
        });
        let last = noun
            .or_else(|| plain(last).then_some(last))?
            .checked_sub(1)
            .filter(|l| *l >= floor)?;
        let found = bound::before(self.document, last).filter(|f| fits(last, f))?;
        // `about the 40 men` speaks of them; `over the 10 years` is during.
        let other_use = matches!(
            self.norm(last),
            "about" | "around" | "over" | "under" | "within" | "some" | "beyond"
        );
        (found.words > 1 || !other_use).then_some((last, found))
    }

    /// The bound behind a number and its unit, or one word later, with the token after it.
    fn bound_after(&self, end: usize) -> Option<(usize, Bound)> {
        (end..end + 2).find_map(|at| {
            if at > end && self.kind(end) != Some(TokenKind::Word) {
                return None;
            }
            let found = bound::after(self.document, at)?;
            let next = at + found.words;
            // `500 men and over 50 guns`, `(90+8)`: it belongs to the next number.
            if self.numerals.at(next).is_some() || self.is_sign(next) {
                return None;
            }
            // `21% had at least one`, `40 men at least`: these end a phrase or belong elsewhere.
            let opens = matches!(self.norm(at), "at" | "minimum" | "maximum");
            let ends = self.kind(next) != Some(TokenKind::Word);
            let sound = (self.norm(at) != "+" || self.glued(at)) && (!opens || ends);
            sound.then_some((next, found.bound))
        })
    }

    fn is_sign(&self, at: usize) -> bool {
        currency(CurrencyPlace::Sign, self.key(at)).is_some()
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::quantity::quantities;

    fn read(text: &str) -> Vec<Quantity> {
        quantities(&Document::new(text))
    }

    fn one(text: &str) -> Quantity {
        let all = read(text);
        assert_eq!(all.len(), 1, "{text}: {all:?}");
        all.into_iter().next().unwrap()
    }

    fn near(a: f64, b: f64) -> bool {
        (a - b).abs() < 1e-9 * b.abs().max(1.0)
    }

    #[test]
    fn reads_bounds_on_both_sides() {
        for (text, bound) in [
            ("more than 40,000 soldiers", Bound::MoreThan),
            ("no more than four days", Bound::AtMost),
            ("not less than 12 men", Bound::AtLeast),
            ("nearly 90% of it", Bound::Nearly),
            ("two weeks or more", Bound::AtLeast),
            ("some 2,300 people", Bound::About),
            ("up to $90 million", Bound::AtMost),
            ("well below the 40 seats", Bound::FarBelow),
            ("about 300", Bound::About),
            ("no longer than 20 minutes", Bound::AtMost),
            ("no 5 minutes", Bound::Exact),
            ("talked about the 40 men", Bound::Exact),
        ] {
            assert_eq!(one(text).bound, bound, "{text}");
        }
        assert!(one("over five years").loose);
    }

    #[test]
    fn reads_units_and_money() {
        for (text, unit, low) in [
            ("7 per cent", Unit::Percent, 7.0),
            ("seven percent", Unit::Percent, 7.0),
            ("two-thirds of them", Unit::Percent, 200.0 / 3.0),
            ("nine out of 10 homes", Unit::Percent, 90.0),
            ("two percentage points", Unit::Points, 2.0),
            ("three-quarters of a point", Unit::Points, 0.75),
            ("50 basis points", Unit::Points, 0.5),
            ("US$1.2bn", Unit::Money(*b"USD"), 1.2e9),
            ("A$5 million", Unit::Money(*b"AUD"), 5e6),
            ("40 euros", Unit::Money(*b"EUR"), 40.0),
            ("70 cents", Unit::Money(*b"USD"), 0.7),
            ("a 9-year-old boy", Unit::Age, 9.0),
            ("aged 9", Unit::Age, 9.0),
            ("tripled", Unit::Times, 3.0),
            ("the 118th minute", Unit::Ordinal, 118.0),
        ] {
            let quantity = one(text);
            assert_eq!(quantity.unit, unit, "{text}");
            assert!(near(quantity.low, low), "{text}: {quantity:?}");
        }
    }

    #[test]
    fn reads_ranges_as_one_quantity() {
        for (text, low, high) in [
            ("2.25 to 2.5 percent", 2.25, 2.5),
            ("between 3 and 5 men", 3.0, 5.0),
            ("10-15 men", 10.0, 15.0),
            ("$2.95 to $3.10", 2.95, 3.1),
            ("2 to 3 million", 2e6, 3e6),
            ("one to three storms", 1.0, 3.0),
        ] {
            let quantity = one(text);
            assert!(
                near(quantity.low, low) && near(quantity.high, high),
                "{text}: {quantity:?}"
            );
        }
        assert_eq!(read("rose from 3 to 5").len(), 2);
    }

    #[test]
    fn leaves_pronouns_dates_and_clock_times_alone() {
        for text in [
            "no one was hurt",
            "they help one another",
            "in May 2016",
            "on March 12, 2020",
            "at 12:40 p.m.",
            "per second",
            "half past eight",
            "both he and she",
        ] {
            assert_eq!(read(text), [], "{text}");
        }
    }
}
