//! The part of a numeral below the next magnitude: `2,300`, `two hundred and six`, `3½`.

use super::digits::digits;
use super::{NumberWord, NumeralReader};

/// A part of a numeral below the next magnitude.
pub(super) struct Group {
    pub(super) value: f64,
    pub(super) place: f64,
    pub(super) end: usize,
    pub(super) digits: bool,
    pub(super) words: bool,
    pub(super) implied: bool,
    pub(super) ordinal: bool,
    pub(super) fraction: bool,
    pub(super) mangled: bool,
}

impl Group {
    pub(super) fn new(value: f64, place: f64, end: usize) -> Self {
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

impl NumeralReader<'_, '_> {
    /// Digits or words below 1,000 with their end.
    pub(super) fn group(&self, at: usize) -> Option<Group> {
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
    pub(super) fn mend(&self, group: &mut Group) {
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
    pub(super) fn hundreds(&self, group: &mut Group, cap: f64) {
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
    pub(super) fn and_part(&self, group: &mut Group) {
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
}
