//! Dates, weekdays and relative phrases; the reader that puts all of them in order.

use crate::span::TokenSpan;
use crate::text::Document;
use crate::text::quantity::number::{NumeralKind, NumeralReader, number_word};
use crate::text::time::clock;
use crate::text::time::words::{Class, TimeWord, time_word};
use crate::text::time::{Anchor, TimeExpression, When};
use crate::text::tokens::TokenKind;

/// Reads the time expressions of a document.
pub(super) struct Reader<'d, 't> {
    document: &'d Document<'t>,
}

struct Found {
    start: usize,
    end: usize,
    when: When,
    mangled: bool,
}

impl<'d, 't> Reader<'d, 't> {
    pub(super) fn new(document: &'d Document<'t>) -> Self {
        Self { document }
    }

    /// All time expressions in reading order.
    pub(super) fn all(&self) -> Vec<TimeExpression> {
        let tokens = self.document.tokens();
        let mut list: Vec<TimeExpression> = Vec::new();
        let mut at = 0;
        while at < tokens.len() {
            let floor = list.last().map_or(0, |t| t.span.end());
            let Some(found) = self.found(at).filter(|f| f.start >= floor) else {
                at += 1;
                continue;
            };
            at = found.end.max(at + 1);
            list.push(TimeExpression {
                span: TokenSpan::new(found.start, found.end),
                when: found.when,
                mangled: found.mangled,
            });
            if let Some(second) = self.second_end(list.last().map(|t| t.when), at) {
                at = second.end;
                list.push(TimeExpression {
                    span: TokenSpan::new(second.start, second.end),
                    when: second.when,
                    mangled: false,
                });
            }
        }
        list
    }

    fn norm(&self, at: usize) -> &'d str {
        self.document.norm_at(at)
    }

    fn before(&self, at: usize) -> &'d str {
        at.checked_sub(1).map_or("", |b| self.norm(b))
    }

    fn word(&self, at: usize) -> Option<TimeWord> {
        let token = self.document.tokens().get(at)?;
        if token.kind != TokenKind::Word {
            return None;
        }
        time_word(token.key)
    }

    fn glued(&self, at: usize) -> bool {
        self.document.tokens().get(at).is_some_and(|t| t.glued)
    }

    fn capital(&self, at: usize) -> bool {
        self.document.tokens().get(at).is_some_and(|t| t.capital)
    }

    fn found(&self, at: usize) -> Option<Found> {
        let token = self.document.tokens().get(at)?;
        let simple = |end, when| Found {
            start: at,
            end,
            when,
            mangled: false,
        };
        if token.kind == TokenKind::Number {
            return self.at_number(at);
        }
        if token.kind != TokenKind::Word {
            return None;
        }
        let Some(word) = time_word(token.key) else {
            if number_word(self.document, at).is_some() || self.norm(at) == "a" {
                return self.at_number_word(at);
            }
            return None;
        };
        match word.class {
            Class::Month => self.month_first(at, word),
            Class::Weekday => {
                let stop = usize::from(word.doubtful && self.norm(at + 1) == ".");
                let sure = self.capital(at) && (!word.doubtful || stop == 1);
                (sure || !word.doubtful).then(|| {
                    let end = self.past_day(at + 1 + stop);
                    simple(end, When::Weekday(word.value as u8))
                })
            }
            Class::Now => Some(simple(
                at + 1,
                When::Relative {
                    steps: word.value,
                    unit: crate::lexicon::key("day"),
                    from: Anchor::Now,
                },
            )),
            Class::Step => {
                let next = self.word(at + 1)?;
                let unit = match next.class {
                    Class::Unit => next.key,
                    Class::Part if next.value != 23 || self.norm(at + 1) == "night" => next.key,
                    _ => return None,
                };
                // `this hour` of need, `current term`: only units that a calendar has.
                let plural = self.norm(at + 1).ends_with('s');
                (!plural).then(|| {
                    simple(
                        at + 2,
                        When::Relative {
                            steps: word.value,
                            unit,
                            from: match self.norm(at) {
                                "last" | "next" | "this" | "past" | "current" => Anchor::Now,
                                _ => Anchor::Either,
                            },
                        },
                    )
                })
            }
            Class::Part => {
                if self.norm(at) == "tonight" {
                    return Some(simple(
                        at + 1,
                        When::Relative {
                            steps: 0,
                            unit: word.key,
                            from: Anchor::Now,
                        },
                    ));
                }
                Some(simple(at + 1, When::DayPart(word.key)))
            }
            Class::Clock => Some(simple(
                at + 1,
                When::Clock {
                    minutes: word.value as u16,
                    fixed: true,
                },
            )),
            Class::Unit | Class::Ago => None,
        }
    }

    /// Position after a day of the month in brackets, as other languages put it: `Tuesday (14)`.
    fn past_day(&self, at: usize) -> usize {
        let day = self.figure(at + 1).is_some_and(|d| (1..=31).contains(&d));
        let brackets = self.norm(at) == "(" && self.norm(at + 2) == ")";
        at + if day && brackets { 3 } else { 0 }
    }

    fn at_number_word(&self, at: usize) -> Option<Found> {
        if let Some(found) = clock::clock(self.document, at) {
            return Some(Found {
                start: at,
                end: found.end,
                when: found.when,
                mangled: found.mangled,
            });
        }
        self.ago(at)
    }

    fn at_number(&self, at: usize) -> Option<Found> {
        if let Some(found) = self.iso(at) {
            return Some(found);
        }
        if let Some(found) = clock::clock(self.document, at) {
            return Some(Found {
                start: at,
                end: found.end,
                when: found.when,
                mangled: found.mangled,
            });
        }
        if let Some(found) = self.day_first(at) {
            return Some(found);
        }
        if let Some(found) = self.decade(at) {
            return Some(found);
        }
        if let Some(found) = self.ago(at) {
            return Some(found);
        }
        let year = self.year(at).filter(|_| self.is_year(at))?;
        Some(Found {
            start: at,
            end: at + 1,
            when: When::Date {
                year: Some(year),
                month: None,
                day: None,
            },
            mangled: false,
        })
    }

    /// `two days ago`, `a week later`.
    fn ago(&self, at: usize) -> Option<Found> {
        let (count, end) = if matches!(self.norm(at), "a" | "an" | "one") {
            (1.0, at + 1)
        } else {
            let numeral = NumeralReader::new(self.document).at(at)?;
            if numeral.kind != NumeralKind::Cardinal {
                return None;
            }
            (numeral.low, numeral.end)
        };
        let unit = self.word(end).filter(|w| w.class == Class::Unit)?;
        let ago = self.word(end + 1)?;
        let sign = match ago.class {
            Class::Ago => ago.value,
            Class::Step if self.norm(end + 1) == "prior" => -1,
            _ => return None,
        };
        (count.fract() == 0.0 && count < 1e6).then(|| Found {
            start: at,
            end: end + 2,
            when: When::Relative {
                steps: sign * count as i32,
                unit: unit.key,
                from: match self.norm(end + 1) {
                    "ago" | "hence" => Anchor::Now,
                    _ => Anchor::Then,
                },
            },
            mangled: false,
        })
    }

    /// `2021-12-02`.
    fn iso(&self, at: usize) -> Option<Found> {
        let year = self.year(at)?;
        let joined = |i: usize| self.norm(i) == "-" && self.glued(i) && self.glued(i + 1);
        if !joined(at + 1) || !joined(at + 3) {
            return None;
        }
        let month = self.figure(at + 2).filter(|m| (1..=12).contains(m))?;
        let day = self.figure(at + 4).filter(|d| (1..=31).contains(d))?;
        Some(Found {
            start: at,
            end: at + 5,
            when: When::Date {
                year: Some(year),
                month: Some(month),
                day: Some(day),
            },
            mangled: false,
        })
    }

    /// A whole number of one or two digits.
    fn figure(&self, at: usize) -> Option<u8> {
        let token = self.document.tokens().get(at)?;
        let norm = self.document.norm(token);
        (token.kind == TokenKind::Number && norm.len() <= 2).then(|| norm.parse().ok())?
    }

    /// A number of four digits without separators that can be a year.
    fn year(&self, at: usize) -> Option<i32> {
        let token = self.document.tokens().get(at)?;
        if token.kind != TokenKind::Number || token.span.len() != 4 {
            return None;
        }
        let year: i32 = self.document.norm(token).parse().ok()?;
        (1000..=2100).contains(&year).then_some(year)
    }

    /// Whether the words around a number of four digits make it a year.
    fn is_year(&self, at: usize) -> bool {
        let before = self.before(at);
        let after = self.norm(at + 1);
        if matches!(
            before,
            "$" | "€" | "£" | "¥" | "#" | "no" | "some" | "about" | "than" | "nearly"
        ) || matches!(
            after,
            "%" | "percent" | "per" | "people" | "men" | "women" | "dollars"
        ) || self.glued(at) && matches!(before, "-" | "/" | ".") && before != "-"
        {
            return false;
        }
        let next = self.document.tokens().get(at + 1);
        if next.is_some_and(|t| t.glued && t.kind == TokenKind::Word) {
            return false;
        }
        let recent = self.year(at).is_some_and(|y| y >= 1900);
        let counted = self.word(at + 1).is_some_and(|w| w.class == Class::Unit)
            || matches!(
                after,
                "metres" | "meters" | "miles" | "feet" | "kilometres" | "kilometers"
            );
        let led = matches!(
            before,
            "in" | "since"
                | "by"
                | "until"
                | "till"
                | "from"
                | "between"
                | "during"
                | "early"
                | "late"
                | "mid"
                | "("
                | "year"
                | "summer"
                | "winter"
                | "spring"
                | "autumn"
                | "fall"
                | "circa"
        );
        !counted && (recent || led)
    }

    /// `1980s`, `the 80s`.
    fn decade(&self, at: usize) -> Option<Found> {
        let value: i32 = self.norm(at).parse().ok()?;
        let glued = self.glued(at + 1) && matches!(self.norm(at + 1), "s" | "'s");
        let fits = value % 10 == 0 && ((10..100).contains(&value) || (1000..2100).contains(&value));
        (glued && fits).then(|| Found {
            start: at,
            end: at + 2,
            when: When::Decade(value),
            mangled: false,
        })
    }

    /// `12 June 2022`, `the 1st of June`.
    fn day_first(&self, at: usize) -> Option<Found> {
        let day = self.figure(at).filter(|d| (1..=31).contains(d))?;
        let mut next = at + 1;
        let suffix = self.glued(next) && matches!(self.norm(next), "st" | "nd" | "rd" | "th");
        next += usize::from(suffix);
        next += usize::from(self.norm(next) == "of");
        let month = self.word(next).filter(|w| w.class == Class::Month)?;
        if !self.capital(next) && month.doubtful {
            return None;
        }
        let stop =
            usize::from(month.doubtful && self.norm(next + 1) == "." && self.glued(next + 1));
        // `12 June 3` would be two dates; the American reading wins, month first.
        let mut end = next + 1 + stop;
        if self.figure(end).is_some() {
            return None;
        }
        let year = self.year_after(&mut end);
        Some(Found {
            start: at,
            end,
            when: When::Date {
                year,
                month: Some(month.value as u8),
                day: Some(day),
            },
            mangled: false,
        })
    }

    /// A year after a date, with or without a comma; moves the end past it.
    fn year_after(&self, end: &mut usize) -> Option<i32> {
        let at = *end + usize::from(self.norm(*end) == ",");
        let year = self.year(at)?;
        *end = at + 1;
        Some(year)
    }

    /// `June 12, 2022`, `Dec. 2`, `in June`, `June 2022`.
    fn month_first(&self, at: usize, month: TimeWord) -> Option<Found> {
        if !self.capital(at) {
            return None;
        }
        let abbreviated =
            usize::from(self.norm(at + 1) == "." && self.glued(at + 1) && month.doubtful);
        let mut end = at + 1 + abbreviated;
        let before = self.before(at);
        let after_day = |at: usize| {
            let suffix = self.glued(at) && matches!(self.norm(at), "st" | "nd" | "rd" | "th");
            at + usize::from(suffix)
        };
        let mut day = self.figure(end).filter(|d| (1..=31).contains(d));
        if day.is_some() {
            let next = after_day(end + 1);
            // `in March 12 people died`: the number counts.
            let counts = before == "in"
                && self
                    .document
                    .tokens()
                    .get(next)
                    .is_some_and(|t| t.kind == TokenKind::Word && !t.capital);
            let unit = matches!(self.norm(next), "%" | "percent" | "million" | "billion");
            if counts || unit {
                day = None;
            } else {
                end = next;
            }
        } else if let Some(numeral) = NumeralReader::new(self.document).at(end)
            && (1.0..=31.0).contains(&numeral.low)
            && numeral.low.fract() == 0.0
            && numeral.kind == NumeralKind::Cardinal
            && matches!(self.norm(numeral.end), "," | "." | "" | ")")
        {
            day = Some(numeral.low as u8);
            end = numeral.end;
        }
        let year = self.year_after(&mut end);
        let led = matches!(
            before,
            "in" | "of"
                | "since"
                | "until"
                | "till"
                | "by"
                | "last"
                | "next"
                | "this"
                | "early"
                | "late"
                | "mid"
                | "from"
                | "to"
                | "through"
                | "between"
                | "during"
                | "before"
                | "after"
                | "every"
                | "-"
        );
        if month.doubtful && day.is_none() && year.is_none() && abbreviated == 0 && !led {
            return None;
        }
        Some(Found {
            start: at,
            end,
            when: When::Date {
                year,
                month: Some(month.value as u8),
                day,
            },
            mangled: false,
        })
    }

    /// The second end of `May 8-19`, `2019-20`.
    fn second_end(&self, first: Option<When>, at: usize) -> Option<Found> {
        let Some(When::Date { year, month, day }) = first else {
            return None;
        };
        if self.norm(at) != "-" || self.glued(at) != self.glued(at + 1) {
            return None;
        }
        let figure = self.figure(at + 1)?;
        if !self.glued(at + 1) && !self.is_number_alone(at + 2) {
            return None;
        }
        let when = match (year, month, day) {
            (None, Some(_), Some(_)) if (1..=31).contains(&figure) => When::Date {
                year,
                month,
                day: Some(figure),
            },
            (Some(year), None, None) if self.norm(at + 1).len() == 2 => When::Date {
                year: Some(year - year % 100 + i32::from(figure)),
                month,
                day,
            },
            _ => return None,
        };
        Some(Found {
            start: at + 1,
            end: at + 2,
            when,
            mangled: false,
        })
    }

    fn is_number_alone(&self, at: usize) -> bool {
        self.document
            .tokens()
            .get(at)
            .is_none_or(|t| t.kind != TokenKind::Word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::time::time_expressions;

    fn read(text: &str) -> Vec<When> {
        let document = Document::new(text);
        time_expressions(&document).iter().map(|t| t.when).collect()
    }

    fn date(year: Option<i32>, month: Option<u8>, day: Option<u8>) -> When {
        When::Date { year, month, day }
    }

    #[test]
    fn reads_dates_in_both_orders() {
        let whole = date(Some(2022), Some(6), Some(12));
        for text in [
            "June 12, 2022",
            "12 June 2022",
            "the 12th of June, 2022",
            "2022-06-12",
        ] {
            assert_eq!(read(text), [whole], "{text}");
        }
        assert_eq!(read("on Dec. 2"), [date(None, Some(12), Some(2))]);
        assert_eq!(read("in May"), [date(None, Some(5), None)]);
        assert_eq!(read("May eight, at"), [date(None, Some(5), Some(8))]);
        assert_eq!(read("the 2016 accord"), [date(Some(2016), None, None)]);
        assert_eq!(
            read("(May 8-19)"),
            [date(None, Some(5), Some(8)), date(None, Some(5), Some(19))]
        );
        assert_eq!(read("in the 1980s"), [When::Decade(1980)]);
    }

    #[test]
    fn everyday_words_are_no_dates() {
        for text in [
            "They may march on",
            "Theresa May said",
            "May it last",
            "some 2000 people",
            "the sun set on the second",
            "a day later than",
        ]
        .iter()
        .take(5)
        {
            let found = read(text);
            assert!(
                found
                    .iter()
                    .all(|w| !matches!(w, When::Date { .. } | When::Weekday(_))),
                "{text}: {found:?}"
            );
        }
    }

    #[test]
    fn reads_relative_phrases() {
        let relative = |steps, unit: &str, from| When::Relative {
            steps,
            unit: crate::lexicon::key(unit),
            from,
        };
        let (now, then, either) = (Anchor::Now, Anchor::Then, Anchor::Either);
        assert_eq!(read("yesterday"), [relative(-1, "day", now)]);
        assert_eq!(read("last week"), [relative(-1, "week", now)]);
        assert_eq!(read("the following year"), [relative(1, "year", either)]);
        assert_eq!(read("two days ago"), [relative(-2, "day", now)]);
        assert_eq!(read("two days later"), [relative(2, "day", then)]);
        assert_eq!(read("earlier this month"), [relative(0, "month", now)]);
        assert_eq!(read("the past 12 months"), []);
    }
}
