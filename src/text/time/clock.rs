//! Times of day.

use crate::text::Document;
use crate::text::quantity::number::{NumberWord, number_word};
use crate::text::time::When;
use crate::text::tokens::TokenKind;

/// A clock time with the token after it.
pub(super) struct Found {
    pub when: When,
    pub end: usize,
    pub mangled: bool,
}

/// Minutes after the hour or the hour itself, in digits or words.
struct Figure {
    value: u16,
    end: usize,
    words: bool,
    /// Digits are written with a leading nought or two of them.
    two_digits: bool,
}

/// The clock time that starts at a token.
pub(super) fn clock(document: &Document<'_>, at: usize) -> Option<Found> {
    if let Some(found) = with_colon(document, at) {
        return Some(found);
    }
    if let Some(found) = past_or_to(document, at) {
        return Some(found);
    }
    let hour = figure(document, at)?;
    if !(1..=12).contains(&hour.value) {
        return military(document, at, &hour);
    }
    if matches!(document.norm_at(hour.end), "o'clock") {
        let (half, end) = half_of_day(document, hour.end + 1);
        return Some(made(hour.value * 60, half, end, false));
    }
    let (half, end) = half_of_day(document, hour.end);
    half?;
    Some(made(hour.value * 60, half, end, broken_case(document, end)))
}

/// `12:40`, `16:30`, `4.30pm`, and the broken `eleven:fifty nine`.
fn with_colon(document: &Document<'_>, at: usize) -> Option<Found> {
    let norm = document.norm_at(at);
    let token = document.tokens().get(at)?;
    let mut mangled = false;
    let (hour, minutes, end) = if token.kind == TokenKind::Number
        && let Some((hour, minutes)) = norm.split_once(':')
    {
        let minutes = minutes.split(':').next().unwrap_or(minutes);
        if minutes.len() != 2 {
            return None;
        }
        (
            hour.parse::<u16>().ok()?,
            minutes.parse::<u16>().ok()?,
            at + 1,
        )
    } else if token.kind == TokenKind::Number
        && let Some((hour, minutes)) = norm.split_once('.')
        && minutes.len() == 2
        && half_of_day(document, at + 1).0.is_some()
    {
        (hour.parse().ok()?, minutes.parse().ok()?, at + 1)
    } else {
        let hour = figure(document, at)?;
        let glued = |i: usize| document.tokens().get(i).is_some_and(|t| t.glued);
        if document.norm_at(hour.end) != ":" || !glued(hour.end) || !glued(hour.end + 1) {
            return None;
        }
        let minutes = figure(document, hour.end + 1)?;
        if !minutes.words && (!hour.words || !minutes.two_digits) {
            return None;
        }
        mangled = true;
        (hour.value, minutes.value, minutes.end)
    };
    if hour > 24 || minutes > 59 {
        return None;
    }
    let (half, end) = half_of_day(document, end);
    mangled |= broken_case(document, end) && half.is_some();
    let total = hour * 60 + minutes;
    if half.is_none() && (hour > 12 || hour == 0) {
        return Some(Found {
            when: When::Clock {
                minutes: total % 1440,
                fixed: true,
            },
            end,
            mangled,
        });
    }
    Some(made(total, half, end, mangled))
}

/// `half past eight`, `quarter to nine`, `ten minutes past nine`.
fn past_or_to(document: &Document<'_>, at: usize) -> Option<Found> {
    let (minutes, mut next) = match document.norm_at(at) {
        "half" => (30, at + 1),
        "quarter" => (15, at + 1),
        _ => {
            let figure = figure(document, at)?;
            (figure.value, figure.end)
        }
    };
    next += usize::from(matches!(document.norm_at(next), "minutes" | "minute"));
    let past = match document.norm_at(next) {
        "past" => true,
        // `10 to 12` is a range as a rule.
        "to" if document.norm_at(at) == "quarter" => false,
        _ => return None,
    };
    let hour = figure(document, next + 1).filter(|h| (1..=12).contains(&h.value))?;
    if minutes > 59 {
        return None;
    }
    let total = if past {
        hour.value * 60 + minutes
    } else {
        hour.value * 60 - minutes
    };
    let (half, end) = half_of_day(document, hour.end);
    Some(made(total, half, end, false))
}

/// `1200 GMT`.
fn military(document: &Document<'_>, at: usize, figure: &Figure) -> Option<Found> {
    let zone = matches!(
        document.norm_at(figure.end),
        "gmt" | "utc" | "hrs" | "hours"
    );
    let four = document.norm_at(at).len() == 4 && !figure.words;
    let (hour, minutes) = (figure.value / 100, figure.value % 100);
    (zone && four && hour < 24 && minutes < 60).then_some(Found {
        when: When::Clock {
            minutes: hour * 60 + minutes,
            fixed: true,
        },
        end: figure.end,
        mangled: false,
    })
}

fn made(minutes: u16, half: Option<bool>, end: usize, mangled: bool) -> Found {
    let minutes = match half {
        Some(afternoon) => minutes % 720 + if afternoon { 720 } else { 0 },
        None => minutes,
    };
    Found {
        when: When::Clock {
            minutes,
            fixed: half.is_some(),
        },
        end,
        mangled,
    }
}

/// Whether a.m. (false) or p.m. (true) stands at a token, and the token after it.
fn half_of_day(document: &Document<'_>, at: usize) -> (Option<bool>, usize) {
    match document.norm_at(at) {
        "a.m." | "am" | "a.m" => (Some(false), at + 1),
        "p.m." | "pm" | "p.m" => (Some(true), at + 1),
        _ => (None, at),
    }
}

/// Whether the token before `end` is a.m. or p.m. in mixed case (`p.M.`).
fn broken_case(document: &Document<'_>, end: usize) -> bool {
    let Some(token) = end.checked_sub(1).and_then(|at| document.tokens().get(at)) else {
        return false;
    };
    let text = token.span.of(document.text());
    text.contains(char::is_lowercase) && text.contains(char::is_uppercase)
}

fn figure(document: &Document<'_>, at: usize) -> Option<Figure> {
    let token = document.tokens().get(at)?;
    if token.kind == TokenKind::Number {
        let norm = document.norm(token);
        let value = norm.parse().ok().filter(|_| norm.len() <= 4)?;
        return Some(Figure {
            value,
            end: at + 1,
            words: false,
            two_digits: norm.len() == 2,
        });
    }
    let word = |value: f64, end| Figure {
        value: value as u16,
        end,
        words: true,
        two_digits: false,
    };
    match number_word(document, at)? {
        NumberWord::Small(value) => Some(word(value, at + 1)),
        NumberWord::Tens(tens) => {
            let next = at + 1 + usize::from(document.norm_at(at + 1) == "-");
            match number_word(document, next) {
                Some(NumberWord::Small(small)) if small < 10.0 => {
                    Some(word(tens + small, next + 1))
                }
                _ => Some(word(tens, at + 1)),
            }
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<(u16, bool, bool)> {
        let found = clock(&Document::new(text), 0)?;
        match found.when {
            When::Clock { minutes, fixed } => Some((minutes, fixed, found.mangled)),
            _ => None,
        }
    }

    #[test]
    fn reads_clock_times_in_all_forms() {
        for (text, expected) in [
            ("12:40 p.m.", (760, true, false)),
            ("8 a.m.", (480, true, false)),
            ("16:30", (990, true, false)),
            ("4.30pm", (990, true, false)),
            ("five p.m.", (1020, true, false)),
            ("half past eight", (510, false, false)),
            ("quarter to nine", (525, false, false)),
            ("eight o'clock", (480, false, false)),
            ("1200 GMT", (720, true, false)),
            ("12 a.m.", (0, true, false)),
            ("eleven:fifty nine p.M.", (1439, true, true)),
            ("six:15 p.M.", (1095, true, true)),
        ] {
            assert_eq!(read(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn scores_and_counts_are_no_clock_times() {
        for text in ["3:2", "90:12", "8 men", "10 to 12", "25:61"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
