//! Words of the calendar and the clock.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::lexicon::{self, list};

/// A word of the calendar.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct TimeWord {
    /// Its class.
    pub class: Class,
    /// Its value, by class.
    pub value: i32,
    /// It is an abbreviation or an everyday word too.
    pub doubtful: bool,
    /// Key of the first word of its line: the singular.
    pub key: u64,
}

/// Classes of words of time.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Class {
    Month,
    Weekday,
    /// `yesterday`: days from today.
    Now,
    /// `last`, `next`.
    Step,
    /// `ago`, `later`.
    Ago,
    /// Unit that `last` and `next` count in: its days, 0 where that is not fixed.
    Unit,
    /// Part of the day: its hour.
    Part,
    /// `noon`: minutes after midnight.
    Clock,
}

static WORDS: LazyLock<FxHashMap<u64, TimeWord>> = LazyLock::new(|| {
    let mut map = FxHashMap::default();
    for line in list::lines(lexicon::CALENDAR) {
        let class = match line.class() {
            "month" => Class::Month,
            "weekday" => Class::Weekday,
            "now" => Class::Now,
            "step" => Class::Step,
            "ago" => Class::Ago,
            "unit" => Class::Unit,
            "part" => Class::Part,
            _ => Class::Clock,
        };
        let value = line.number(1) as i32;
        let open = class == Class::Unit && value == 0;
        let first = line.items().next().map_or(0, lexicon::key);
        for item in line.items() {
            let (name, doubtful) = item.strip_suffix('*').map_or((item, false), |n| (n, true));
            let key = if open {
                lexicon::key(name.trim_end_matches('s'))
            } else {
                first
            };
            map.entry(lexicon::key(name)).or_insert(TimeWord {
                class,
                value,
                doubtful,
                key,
            });
        }
    }
    map
});

/// The word of time with a key.
pub(super) fn time_word(key: u64) -> Option<TimeWord> {
    WORDS.get(&key).copied()
}

/// Days in a unit, where that is fixed.
pub(super) fn unit_days(unit: u64) -> Option<i64> {
    let word = time_word(unit)?;
    (word.class == Class::Unit && word.value > 0).then_some(i64::from(word.value))
}

/// Whether two parts of the day can be said of one hour: `evening` and `night`.
pub(super) fn parts_overlap(a: u64, b: u64) -> bool {
    match (time_word(a), time_word(b)) {
        (Some(a), Some(b)) => (a.value - b.value).abs() <= 4,
        _ => false,
    }
}
