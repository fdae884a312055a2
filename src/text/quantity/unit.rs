//! Units of measure and currencies.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::lexicon::{self, list};

/// A unit of measure: an entry of the list of units, possibly squared or cubed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub struct Measure {
    id: u16,
    /// 1, or 2 for square and 3 for cubic units.
    power: u8,
}

struct Entry {
    dimension: &'static str,
    worth: f64,
}

struct Tables {
    entries: Vec<Entry>,
    /// Name to entry, and whether the name counts only after digits.
    names: FxHashMap<u64, (u16, bool)>,
    currencies: FxHashMap<(CurrencyPlace, u64), ([u8; 3], f64)>,
}

/// Where the name of a currency stands.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(super) enum CurrencyPlace {
    /// A sign before the number: `$`.
    Sign,
    /// A word after it: `euros`.
    Name,
    /// On either side: `USD`.
    Code,
    /// Before `dollars` or glued before `$`: `Australian`, `A`.
    Nation,
}

static TABLES: LazyLock<Tables> = LazyLock::new(|| {
    let mut tables = Tables {
        entries: Vec::new(),
        names: FxHashMap::default(),
        currencies: FxHashMap::default(),
    };
    for line in list::lines(lexicon::UNITS) {
        let id = tables.entries.len() as u16;
        tables.entries.push(Entry {
            dimension: line.class(),
            worth: line.number(1),
        });
        for item in line.items() {
            let (name, short) = item.strip_suffix('*').map_or((item, false), |n| (n, true));
            tables.names.insert(lexicon::key(name), (id, short));
        }
    }
    for line in list::lines(lexicon::CURRENCIES) {
        let place = match line.class() {
            "sign" => CurrencyPlace::Sign,
            "name" => CurrencyPlace::Name,
            "code" => CurrencyPlace::Code,
            _ => CurrencyPlace::Nation,
        };
        let mut code = [0; 3];
        for (to, from) in code.iter_mut().zip(line.field(1).bytes()) {
            *to = from;
        }
        for item in line.items() {
            let key = (place, lexicon::key(item));
            tables.currencies.insert(key, (code, line.number(2)));
        }
    }
    tables
});

/// The currency named by a word at a place, with the worth of one.
pub(super) fn currency(place: CurrencyPlace, key: u64) -> Option<([u8; 3], f64)> {
    TABLES.currencies.get(&(place, key)).copied()
}

impl Measure {
    /// The unit of a word; abbreviations only `after_digits`.
    pub(crate) fn of(key: u64, after_digits: bool) -> Option<Self> {
        let (id, short) = TABLES.names.get(&key).copied()?;
        (after_digits || !short).then_some(Self { id, power: 1 })
    }

    pub(super) fn raised(self, power: u8) -> Self {
        Self { power, ..self }
    }

    fn entry(self) -> Option<&'static Entry> {
        TABLES.entries.get(usize::from(self.id))
    }

    /// Whether both measure the same: metres and miles, not metres and hours.
    #[must_use]
    pub fn same_dimension(self, other: Self) -> bool {
        self.dimension() == other.dimension()
    }

    /// Name and power of the dimension; areas and volumes meet their own units (`hectare`).
    fn dimension(self) -> (&'static str, u8) {
        match (self.entry().map_or("", |e| e.dimension), self.power) {
            ("length", 2) => ("area", 1),
            ("length", 3) => ("volume", 1),
            (name, power) => (name, power),
        }
    }

    /// Worth of one in the base unit of its dimension.
    #[must_use]
    pub fn worth(self) -> f64 {
        let worth = self.entry().map_or(1.0, |e| e.worth);
        match (self.dimension().0, self.power) {
            // A cubic metre has 1,000 litres.
            ("volume", 3) => worth.powi(3) * 1000.0,
            (_, power) => worth.powi(i32::from(power)),
        }
    }

    /// Whether it measures time.
    #[must_use]
    pub fn is_time(self) -> bool {
        self.dimension().0 == "time"
    }

    /// Whether it is the kilometre.
    #[must_use]
    pub fn is_kilometre(self) -> bool {
        self.dimension() == ("length", 1) && (self.worth() - 1000.0).abs() < 1e-6
    }

    /// Whether it is the year.
    #[must_use]
    pub fn is_year(self) -> bool {
        self.is_time() && (self.worth() - 31_556_952.0).abs() < 1.0
    }

    /// Whether it measures mass, as a pound can.
    pub(super) fn is_mass(self) -> bool {
        self.dimension().0 == "mass"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn abbreviations_need_digits() {
        let key = lexicon::key("km");
        assert!(Measure::of(key, false).is_none());
        assert!(Measure::of(key, true).is_some());
    }

    #[test]
    fn a_square_kilometre_is_a_hundred_hectares() {
        let km = Measure::of(lexicon::key("kilometres"), false)
            .unwrap()
            .raised(2);
        let hectare = Measure::of(lexicon::key("hectares"), false).unwrap();
        assert!(km.same_dimension(hectare));
        assert!((km.worth() / hectare.worth() - 100.0).abs() < 1e-9);
    }
}
