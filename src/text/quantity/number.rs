//! Numerals: digits, number words and mixtures of the two, up to the last magnitude word.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::lexicon::{self, list};
use crate::text::Document;
use crate::text::tokens::TokenKind;

/// A number word, as the list has it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum NumberWord {
    /// 0 to 19.
    Small(f64),
    /// 20 to 90.
    Tens(f64),
    /// `hundred`.
    Hundred,
    /// `dozen`, `thousand` and up.
    Magnitude(f64),
    /// A magnitude glued to digits: `bn`.
    Letter(f64),
    /// A place in a row, or the name of a fraction.
    Ordinal(f64),
    /// `half`, `quarter`: the denominator.
    Part(f64),
    /// `thirds`, `quarters`: the denominator.
    Parts(f64),
    /// `twice`, `doubled`: the factor.
    Times(f64),
    /// `dozens`, `thousands`: lowest and highest value.
    Vague(f64, f64),
    /// `couple`, `both`.
    Group(f64),
}

static WORDS: LazyLock<FxHashMap<u64, NumberWord>> = LazyLock::new(|| {
    let mut map = FxHashMap::default();
    for line in list::lines(lexicon::NUMBER_WORDS) {
        let value = line.number(1);
        let word = match line.class() {
            "small" => NumberWord::Small(value),
            "tens" => NumberWord::Tens(value),
            "hundred" => NumberWord::Hundred,
            "magnitude" => NumberWord::Magnitude(value),
            "letter" => NumberWord::Letter(value),
            "ordinal" => NumberWord::Ordinal(value),
            "part" => NumberWord::Part(value),
            "parts" => NumberWord::Parts(value),
            "times" => NumberWord::Times(value),
            "vague" => NumberWord::Vague(value, line.number(2)),
            _ => NumberWord::Group(value),
        };
        for item in line.items() {
            map.insert(lexicon::key(item), word);
        }
    }
    map
});

/// The number word at a token.
pub(crate) fn number_word(document: &Document<'_>, at: usize) -> Option<NumberWord> {
    let token = document.tokens().get(at)?;
    if token.kind != TokenKind::Word {
        return None;
    }
    WORDS.get(&token.key).copied()
}

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

    /// Digits or words below 1,000 with their end.
    fn group(&self, at: usize) -> Option<Group> {
        if self.is_number(at) {
            let (value, place) = digits(self.norm(at))?;
            let mut group = Group::new(value, place, at + 1);
            group.digits = true;
            self.spaced_thousands(&mut group);
            self.slash(&mut group);
            return Some(group);
        }
        let mut group = match self.word(at)? {
            NumberWord::Small(value) => Group::new(value, 1.0, at + 1),
            NumberWord::Tens(value) => {
                let next = self.past_hyphen(at + 1);
                match self.word(next) {
                    Some(NumberWord::Small(small)) if (1.0..10.0).contains(&small) => {
                        Group::new(value + small, 1.0, next + 1)
                    }
                    Some(NumberWord::Ordinal(small)) if small < 10.0 && next > at + 1 => {
                        let mut group = Group::new(value + small, 1.0, next + 1);
                        group.ordinal = true;
                        group
                    }
                    _ => Group::new(value, 10.0, at + 1),
                }
            }
            // `a hundred`: the caller saw the article.
            NumberWord::Hundred | NumberWord::Magnitude(_) => {
                let mut group = Group::new(1.0, 1.0, at);
                group.implied = true;
                group
            }
            _ => return None,
        };
        group.words = true;
        Some(group)
    }

    /// `12 000 000` with no-break or thin spaces between the groups.
    fn spaced_thousands(&self, group: &mut Group) {
        while group.value < 1e9
            && self.is_number(group.end)
            && self.norm(group.end).len() == 3
            && self.norm(group.end).bytes().all(|b| b.is_ascii_digit())
        {
            let tokens = self.document.tokens();
            let gap = match (tokens.get(group.end - 1), tokens.get(group.end)) {
                (Some(a), Some(b)) => self.document.text().get(a.span.end()..b.span.start()),
                _ => None,
            };
            if !matches!(gap, Some("\u{a0}" | "\u{202f}" | "\u{2009}")) {
                return;
            }
            let more: f64 = self.norm(group.end).parse().unwrap_or(0.0);
            group.value = group.value * 1000.0 + more;
            group.place = 1.0;
            group.end += 1;
        }
    }

    /// `3/4`, `2 1/2`.
    fn slash(&self, group: &mut Group) {
        let slash = |at: usize| {
            self.norm(at) == "/" && self.glued(at) && self.glued(at + 1) && self.is_number(at + 1)
        };
        let ratio = |a: &str, b: &str| -> Option<f64> {
            let (a, b): (f64, f64) = (a.parse().ok()?, b.parse().ok()?);
            (a > 0.0 && a < b && b <= 100.0).then_some(a / b)
        };
        if slash(group.end)
            && let Some(value) = ratio(self.norm(group.end - 1), self.norm(group.end + 1))
        {
            group.value = value;
            group.place = 0.01;
            group.end += 2;
            group.fraction = true;
        } else if self.is_number(group.end)
            && slash(group.end + 1)
            && let Some(value) = ratio(self.norm(group.end), self.norm(group.end + 2))
        {
            group.value += value;
            group.place = 0.01;
            group.end += 3;
        }
    }

    /// `three,000`, `2,three hundred`, `$1.five`: a figure that a word-by-word spinner broke.
    fn mend(&self, group: &mut Group) {
        let mark = self.norm(group.end);
        let next = group.end + 1;
        if !matches!(mark, "," | ".") || !self.glued(group.end) || !self.glued(next) {
            return;
        }
        let Some(tail) = self.group(next).filter(|t| !t.implied && !t.fraction) else {
            return;
        };
        if !group.words && !tail.words {
            return;
        }
        let mut tail = tail;
        self.hundreds(&mut tail, 1000.0);
        let digits = if tail.digits {
            self.norm(next).len() as i32
        } else if mark == "," {
            3
        } else if tail.value < 10.0 {
            1
        } else {
            2
        };
        if mark == "," {
            if digits != 3 || tail.value >= 1000.0 || group.value.fract() != 0.0 {
                return;
            }
            group.value = group.value * 1000.0 + tail.value;
        } else {
            if tail.value >= 1000.0 || tail.value.fract() != 0.0 {
                return;
            }
            group.value += tail.value / 10f64.powi(digits);
            group.place = 10f64.powi(-digits);
        }
        group.end = tail.end;
        group.mangled = true;
    }

    /// Multiply by `hundred` and add what follows it.
    fn hundreds(&self, group: &mut Group, cap: f64) {
        let at = self.past_hyphen(group.end);
        if cap <= 100.0 || self.word(at) != Some(NumberWord::Hundred) {
            return;
        }
        group.value *= 100.0;
        group.place *= 100.0;
        group.implied = false;
        group.end = at + 1;
        let next = at + 1 + usize::from(self.norm(at + 1) == "and");
        if let Some(tail) = self.group(next)
            && tail.words
            && !tail.implied
            && tail.value < 100.0
            && !self.opens_larger(tail.end)
        {
            group.value += tail.value;
            group.place = tail.place;
            group.end = tail.end;
        }
    }

    /// Whether a magnitude follows, so that the words before it open a number of their own.
    fn opens_larger(&self, at: usize) -> bool {
        matches!(self.word(at), Some(NumberWord::Hundred))
    }

    /// `and a half`, `and three-quarters`.
    fn and_part(&self, group: &mut Group) {
        if self.norm(group.end) != "and" {
            return;
        }
        let at = group.end + 1;
        let part = if self.article(at) || self.norm(at) == "one" {
            let at = self.past_hyphen(at + 1);
            match self.word(at) {
                Some(NumberWord::Part(parts)) => Some((1.0 / parts, at + 1)),
                _ => None,
            }
        } else {
            self.parts(at)
        };
        if let Some((value, end)) = part {
            group.value += value;
            group.place = 0.1;
            group.end = end;
        }
    }

    /// `three-quarters`, `two thirds`: value and end.
    fn parts(&self, at: usize) -> Option<(f64, usize)> {
        let Some(NumberWord::Small(count)) = self.word(at) else {
            return None;
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

/// A part of a numeral below the next magnitude.
struct Group {
    value: f64,
    place: f64,
    end: usize,
    digits: bool,
    words: bool,
    implied: bool,
    ordinal: bool,
    fraction: bool,
    mangled: bool,
}

impl Group {
    fn new(value: f64, place: f64, end: usize) -> Self {
        Self {
            value,
            place,
            end,
            digits: false,
            words: false,
            implied: false,
            ordinal: false,
            fraction: false,
            mangled: false,
        }
    }
}

/// Value of digits with separators, and the worth of the last one.
fn digits(norm: &str) -> Option<(f64, f64)> {
    if norm.contains(':') {
        return None;
    }
    if norm.bytes().all(|b| b.is_ascii_digit()) && norm.len() < 40 {
        let value: f64 = norm.parse().ok()?;
        return Some((value, place_of(value)));
    }
    if let Some(c) = norm.chars().next_back().filter(|c| !c.is_ascii()) {
        let part = vulgar(c)?;
        let whole = norm.strip_suffix(c)?;
        let value = if whole.is_empty() {
            0.0
        } else {
            whole.parse().ok()?
        };
        return Some((value + part, 0.01));
    }
    if !norm.is_ascii() || norm.len() > 40 {
        return None;
    }
    let stops = norm.matches('.').count();
    let commas = norm.matches(',').count();
    let grouped = |mark: char| norm.split(mark).skip(1).all(|group| group.len() == 3);
    let plain = match (stops, commas) {
        (1, 0) => norm.to_owned(),
        // Decimal comma, or digit groups of another country (`1,46,000`).
        (0, 1) => norm.replace(',', "."),
        (0, _) => norm.replace(',', ""),
        (2.., 0) if grouped('.') => norm.replace('.', ""),
        (1.., 1) if norm.rfind('.') < norm.rfind(',') => norm.replace('.', "").replace(',', "."),
        _ => return None,
    };
    let decimals = plain
        .split_once('.')
        .map_or(0, |(_, tail)| tail.len() as i32);
    let value: f64 = plain.parse().ok()?;
    Some((
        value,
        if decimals == 0 {
            place_of(value)
        } else {
            10f64.powi(-decimals)
        },
    ))
}

/// Worth of the last digit of a whole number that is not a nought.
fn place_of(value: f64) -> f64 {
    let mut place = 1.0;
    while value >= place * 10.0 && (value / (place * 10.0)).fract() == 0.0 && place < 1e15 {
        place *= 10.0;
    }
    place
}

fn vulgar(c: char) -> Option<f64> {
    Some(match c {
        '½' => 0.5,
        '¼' => 0.25,
        '¾' => 0.75,
        '⅓' => 1.0 / 3.0,
        '⅔' => 2.0 / 3.0,
        '⅕' => 0.2,
        '⅖' => 0.4,
        '⅗' => 0.6,
        '⅘' => 0.8,
        '⅙' => 1.0 / 6.0,
        '⅛' => 0.125,
        '⅜' => 0.375,
        '⅝' => 0.625,
        '⅞' => 0.875,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str) -> Option<f64> {
        let document = Document::new(text);
        let reader = NumeralReader::new(&document);
        (0..document.tokens().len())
            .find_map(|at| reader.at(at))
            .map(|n| n.low)
    }

    #[test]
    fn reads_digits_words_and_magnitudes() {
        for (text, expected) in [
            ("1,146 men", 1146.0),
            ("1.2bn", 1.2e9),
            ("forty thousand", 40_000.0),
            ("forty-two", 42.0),
            ("two hundred and five", 205.0),
            ("three hundred thousand", 300_000.0),
            ("a hundred", 100.0),
            ("a dozen", 12.0),
            ("two and a half million", 2.5e6),
            ("half a million", 5e5),
            ("11 million five hundred", 11_000_500.0),
            ("a thousand and one", 1001.0),
            ("nineteen", 19.0),
            ("3½", 3.5),
            ("12\u{a0}000", 12_000.0),
            ("seventy three", 73.0),
            ("a quarter of the", 0.25),
            ("three-quarters", 0.75),
            ("two-thirds", 2.0 / 3.0),
            ("a third of", 1.0 / 3.0),
            ("3/4 of", 0.75),
            ("twenty-first", 21.0),
            ("21st", 21.0),
        ] {
            let read = value(text);
            assert!(
                read.is_some_and(|v| (v - expected).abs() < 1e-9),
                "{text}: {read:?}"
            );
        }
    }

    #[test]
    fn mends_figures_half_spelled_by_a_spinner() {
        for (text, expected) in [
            ("three,000", 3000.0),
            ("2,three hundred", 2300.0),
            ("1.five billion", 1.5e9),
            ("four.17", 4.17),
        ] {
            let read = value(text);
            assert!(
                read.is_some_and(|v| (v - expected).abs() < 1e-9 * expected),
                "{text}: {read:?}"
            );
        }
    }

    #[test]
    fn a_quarter_of_the_year_is_no_fraction() {
        assert_eq!(value("in the quarter, sales"), None);
        assert_eq!(
            value("the first half of the match").map(|v| v as i32),
            Some(1)
        );
    }
}
