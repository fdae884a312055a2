//! Numbers that the copy changed, lost or put in.

mod otherwise;
mod pairs;

use crate::detect::fact_match::neighbourhood;
use crate::detect::view::shorten;
use crate::detect::{BeadView, Detector, Draft, Pair, Rule};
use crate::facts::FactPair;
use crate::report::{FactState, Kind, Severity};
use crate::span::TokenSpan;
use crate::text::quantity::{
    Bound, BoundChange, Difference, Quantity, Unit, UnitChange, ValueChange,
};
use crate::text::time::When;
use crate::text::{Comparison, Document};

use pairs::NumberBead;

/// Changed quantities.
///
/// # What it finds
/// A quantity of the original whose counterpart in the copy has another value, order of
/// magnitude, unit, currency or bound; one that is gone though its phrase is kept; one that was
/// put into a kept phrase; and figures that keep their value in a broken form.
///
/// # Why it matters
/// How many and how much are what readers take from a story and repeat.
///
/// # Example
/// `sales rose 34%` → `sales rose 24%`: critical. `at least 40` → `at most 40`: critical.
/// `more than 40,000` → `40,000`: minor. `$1.2bn` → `$1.2 billion`: nothing.
///
/// # Severity
/// Another value is critical. Where the copy's value is the original's, rounded to its last
/// stated digit and within 5 % (10 % where the bound makes it true: `more than 1,100`), it is minor. Another
/// unit is critical for money and for measures, major between percent and points. Bounds: minor
/// where one is lost, added or moved, critical where turned round, major where only one of the
/// two says that it is close (`more than` → `almost`). A number lost or put in is major.
///
/// # Limits
/// A number that is gone together with its clause is left to the omissions. `one`, `first`,
/// `both`, `double` are compared where they are aligned, but their loss is not reported: they are
/// as often pronouns and adverbs.
pub struct NumberChange;

macro_rules! rules {
    ($($name:ident = $code:literal $text:literal $kind:ident),* $(,)?) => {
        enum Index { $($name),* }
        static RULES: &[Rule] = &[$(Rule { code: $code, name: $text, kind: Kind::$kind }),*];
    };
}

rules! {
    Value = "WD101" "number changed" Number,
    Magnitude = "WD102" "order of magnitude changed" Number,
    Unit = "WD103" "unit changed" Number,
    BoundLost = "WD104" "bound lost" Number,
    BoundAdded = "WD105" "bound added" Number,
    BoundReversed = "WD106" "bound reversed" Number,
    Approximation = "WD107" "approximation changed" Number,
    RangeEnd = "WD108" "end of a range changed" Number,
    Lost = "WD109" "number lost" Number,
    New = "WD110" "number added" Number,
    Ordinal = "WD111" "ordinal changed" Number,
    Multiple = "WD112" "multiple changed" Number,
    Rounded = "WD113" "number rounded" Number,
    Degree = "WD114" "distance to a bound changed" Number,
    Gap = "WD115" "distance became a part" Number,
    Level = "WD118" "change became a level" Number,
    Mangled = "WD921" "mangled number" Format,
}

#[expect(
    clippy::indexing_slicing,
    reason = "`rules!` makes a rule for each index, in their order"
)]
fn rule(index: Index) -> &'static Rule {
    &RULES[index as usize]
}

impl Detector for NumberChange {
    fn rules(&self) -> &'static [Rule] {
        RULES
    }

    fn bead(&self, view: BeadView<'_>, out: &mut Vec<Draft>) {
        let bead = NumberBead::new(view);
        if bead.left.is_empty() && bead.right.is_empty() {
            return;
        }
        let pairs = bead.pairs();
        for (i, j) in &pairs.both {
            bead.changed(*i, *j, out);
        }
        for i in &pairs.left {
            bead.lost(*i, out);
        }
        for j in &pairs.right {
            bead.added(*j, out);
        }
    }
}

/// What became of the numbers of a pair, in the order of the original, added ones where their
/// bead stands. Numbers of sentences without a partner are lost or new.
#[must_use]
pub fn number_facts(pair: &Pair<'_>) -> Vec<FactPair> {
    let mut list = Vec::new();
    for bead in pair.views().map(NumberBead::new) {
        let pairs = bead.pairs();
        for (i, j) in &pairs.both {
            let (a, b) = (bead.a(*i), bead.b(*j));
            let kept = a.compare(b) == Comparison::Same;
            // What a bound did is seen only with the bound.
            let shown = match Difference::between(a, b).bound {
                BoundChange::Equal => figure,
                _ => phrase,
            };
            list.push(FactPair {
                original: Some(shown(a)),
                copy: Some(shown(b)),
                state: if kept {
                    FactState::Kept
                } else {
                    FactState::Changed
                },
            });
        }
        for i in pairs.left.iter().filter(|i| !bead.a(**i).weak) {
            list.push(FactPair {
                original: Some(figure(bead.a(*i))),
                copy: None,
                state: FactState::Lost,
            });
        }
        for j in pairs.right.iter().filter(|j| !bead.b(**j).weak) {
            list.push(FactPair {
                original: None,
                copy: Some(figure(bead.b(*j))),
                state: FactState::New,
            });
        }
    }
    list
}

/// The tokens of the number with its unit.
fn figure(quantity: &Quantity) -> TokenSpan {
    match quantity.unit {
        Unit::Thing(_) | Unit::None => quantity.number,
        _ => TokenSpan::new(
            quantity.number.start(),
            quantity.span.end().min(quantity.number.end() + 2),
        ),
    }
}

/// The tokens of the whole phrase, with its bound.
fn phrase(quantity: &Quantity) -> TokenSpan {
    TokenSpan::new(
        quantity.span.start(),
        quantity.span.end().max(quantity.number.end()),
    )
}

impl NumberBead<'_> {
    /// Findings about a matched pair: one at most, the worst.
    fn changed(&self, i: usize, j: usize, out: &mut Vec<Draft>) {
        let (a, b) = (self.a(i), self.b(j));
        let difference = Difference::between(a, b);
        if difference.value != ValueChange::Equal && self.same_otherwise(i, j) {
            return;
        }
        let confidence = if a.weak || b.weak { 0.7 } else { 0.9 };
        if matches!(difference.unit, UnitChange::Changed) {
            let money = matches!((a.unit, b.unit), (Unit::Money(_), Unit::Money(_)));
            let points = matches!(a.unit, Unit::Percent | Unit::Points);
            // `$` is also the sign of other dollars.
            let dollars = money && dollar(a.unit) && dollar(b.unit);
            let severity = match () {
                () if dollars && difference.value == ValueChange::Equal => Severity::Minor,
                () if points => Severity::Major,
                () => Severity::Critical,
            };
            out.push(self.draft(Index::Unit, severity, confidence, figure(a), figure(b)));
            return;
        }
        // `All but three of the wages`, `three of the wages`.
        let all_but = |document: &Document<'_>, q: &Quantity| {
            let at = q.span.start();
            let excepted = (at.saturating_sub(3)..at)
                .any(|k| matches!(document.norm_at(k), "except" | "excepting" | "save"));
            let but = at >= 2 && document.norm_at(at - 1) == "but";
            excepted || but && document.norm_at(at - 2) == "all"
        };
        let pair = self.view.pair;
        if difference.value == ValueChange::Equal
            && all_but(pair.original, a) != all_but(pair.copy, b)
        {
            let wide = |d: &Document<'_>, q: &Quantity| {
                let back = if all_but(d, q) {
                    2.min(q.span.start())
                } else {
                    0
                };
                TokenSpan::new(q.span.start() - back, figure(q).end())
            };
            let (x, y) = (wide(pair.original, a), wide(pair.copy, b));
            out.push(self.draft(Index::BoundReversed, Severity::Critical, 0.7, x, y));
            return;
        }
        let index = match (difference.value, a.unit) {
            (ValueChange::Equal, _) => None,
            (ValueChange::Rounded, _) => Some(Index::Rounded),
            (_, Unit::Ordinal) => Some(Index::Ordinal),
            (_, Unit::Times) => Some(Index::Multiple),
            (ValueChange::Magnitude, _) => Some(Index::Magnitude),
            (ValueChange::RangeEnd, _) => Some(Index::RangeEnd),
            (ValueChange::Different, _) => Some(Index::Value),
        };
        if matches!(index, Some(Index::Value))
            && !self.stands_in_its_place(i, j)
            && (self.worked_out(i, b.low) || self.worked_back(j, a.low))
        {
            return;
        }
        if let Some(index) = index {
            let severity = match index {
                // `Dozens of complaints`, `a dozen complaints`.
                Index::Rounded
                    if a.bound == Bound::Vague
                        && b.bound != Bound::Vague
                        && counted(self.view.pair.copy, b) =>
                {
                    Severity::Major
                }
                Index::Rounded => Severity::Minor,
                _ => Severity::Critical,
            };
            out.push(self.draft(index, severity, confidence, figure(a), figure(b)));
            return;
        }
        if self.bound(i, j, difference.bound, out) {
            return;
        }
        if self.level(i, j) {
            let (x, y) = (with_word_before(a), with_word_before(b));
            out.push(self.draft(Index::Level, Severity::Critical, 0.75, x, y));
            return;
        }
        if b.mangled && !a.mangled {
            out.push(self.draft(Index::Mangled, Severity::Minor, 0.9, figure(a), figure(b)));
        }
    }

    /// Whether a number stands between the same two words on both sides: what was worked out from
    /// other numbers is said in other words.
    fn stands_in_its_place(&self, i: usize, j: usize) -> bool {
        let (original, copy) = (self.view.pair.original, self.view.pair.copy);
        let around = |document: &Document<'_>, q: &Quantity| {
            let before = q.number.start().checked_sub(1);
            let key = |at: usize| document.tokens().get(at).map(|t| t.stem);
            Some((key(before?)?, key(q.number.end())?))
        };
        let (x, y) = (around(original, self.a(i)), around(copy, self.b(j)));
        x.is_some() && x == y
    }

    /// Whether a value is the difference of two numbers of the original: `from 2 to 3`, `by 1`.
    fn worked_out(&self, i: usize, value: f64) -> bool {
        let ends = self.left.iter().take(MOST_TERMS).map(|k| self.a(*k));
        difference_of(ends, self.a(i).low, value)
    }

    /// The same of two numbers of the copy.
    fn worked_back(&self, j: usize, value: f64) -> bool {
        let ends = self.right.iter().take(MOST_TERMS).map(|k| self.b(*k));
        difference_of(ends, self.b(j).low, value)
    }

    /// Whether a change by an amount became a change to it, or back: `rose by 2 percent`.
    fn level(&self, i: usize, j: usize) -> bool {
        let (original, copy) = (self.view.pair.original, self.view.pair.copy);
        let before = |document: &Document<'_>, q: &Quantity, back: usize| {
            let at = q.span.start().checked_sub(back)?;
            document.tokens().get(at).map(|t| (t.key, t.stem))
        };
        let (by, to) = (crate::lexicon::key("by"), crate::lexicon::key("to"));
        let (a, b) = (self.a(i), self.b(j));
        let word = |d: &Document<'_>, q: &Quantity| before(d, q, 1).map_or(0, |t| t.0);
        let (x, y) = (word(original, a), word(copy, b));
        let stem = |d: &Document<'_>, q: &Quantity| before(d, q, 2).map_or(0, |t| t.1);
        let turned = (x, y) == (by, to) || (x, y) == (to, by);
        let timed = matches!(a.unit, Unit::Measure(m) if m.is_time()) || a.weak || b.weak;
        turned && (stem(original, a) == stem(copy, b) || !timed)
    }

    /// A finding about the bounds of a matched pair, if there is one.
    fn bound(&self, i: usize, j: usize, change: BoundChange, out: &mut Vec<Draft>) -> bool {
        let (a, b) = (self.a(i), self.b(j));
        let (index, severity) = match change {
            BoundChange::Equal | BoundChange::Near => return false,
            // `Two votes shy of 51` measures a gap; `two of 51` counts a part.
            BoundChange::Lost if self.measures_gap(i) => (Index::Gap, Severity::Critical),
            // `Falls below 60`, `is lowered by 60`.
            BoundChange::Lost
                if b.span.start() > 0
                    && self.view.pair.copy.norm_at(b.span.start() - 1) == "by"
                    && !matches!(a.bound, Bound::About) =>
            {
                (Index::Level, Severity::Critical)
            }
            BoundChange::Lost => (Index::BoundLost, Severity::Minor),
            BoundChange::Added => (Index::BoundAdded, Severity::Minor),
            BoundChange::Approximation => (Index::Approximation, Severity::Minor),
            BoundChange::Degree => (Index::Degree, Severity::Minor),
            BoundChange::Distance => (Index::Degree, Severity::Major),
            BoundChange::Crossed => (Index::BoundReversed, Severity::Major),
            BoundChange::Reversed => (Index::BoundReversed, Severity::Critical),
        };
        if a.weak || b.weak {
            return false;
        }
        out.push(self.draft(index, severity, 0.8, phrase(a), phrase(b)));
        true
    }

    /// Whether the bound of a number is the end of a phrase that another number opens.
    fn measures_gap(&self, i: usize) -> bool {
        let quantity = self.a(i);
        let bounded = matches!(
            quantity.bound,
            Bound::Nearly | Bound::LessThan | Bound::MoreThan
        );
        let previous = i.checked_sub(1).map(|p| self.a(p));
        // `24, below the limit of 30`: a comparison, no gap.
        let right_before = quantity.number.start() <= quantity.span.start() + 3;
        bounded
            && right_before
            && previous.is_some_and(|p| {
                p.span.end() <= quantity.span.start() && quantity.span.start() - p.span.end() <= 1
            })
    }

    fn lost(&self, i: usize, out: &mut Vec<Draft>) {
        let quantity = self.a(i);
        let copy = self.view.pair.copy;
        if quantity.weak
            || self.is_ratio(i)
            || !self
                .matcher
                .closes_over(true, [quantity.number, quantity.span])
            || stands_near(copy, &self.view.bead.copy, quantity)
        {
            return;
        }
        if let Some(article) = self.counted_by_article(quantity, true) {
            if quantity.low != 1.0 {
                out.push(self.draft(
                    Index::Value,
                    Severity::Critical,
                    0.75,
                    figure(quantity),
                    article,
                ));
            }
            return;
        }
        let (severity, confidence) = self.replaced(quantity, true);
        out.push(Draft {
            rule: rule(Index::Lost),
            severity,
            confidence,
            original: Some(figure(quantity)),
            copy: None,
            message: format!(
                "“{}” is missing from the copy",
                shorten(self.view.pair.original.text_of(figure(quantity)))
            ),
        });
    }

    /// Where the other side has the unit of a number with `a` or `an` before it: `for a year`,
    /// `for two years`.
    fn counted_by_article(&self, quantity: &Quantity, lost: bool) -> Option<TokenSpan> {
        let (own, other) = if lost {
            (&self.matcher.a, &self.matcher.b)
        } else {
            (&self.matcher.b, &self.matcher.a)
        };
        if !matches!(quantity.unit, Unit::Measure(_)) {
            return None;
        }
        let run = crate::detect::fact_match::words_of(own, quantity.number);
        let unit = own.link(run.end).filter(|l| l.keeps_word())?.other;
        let article = unit.checked_sub(1)?;
        matches!(other.norm(article), "a" | "an" | "per")
            .then(|| other.tokens(&(article..unit + 1)))
            .flatten()
    }

    /// Severity and confidence of a number without a counterpart: `above zero`, `above freezing` may
    /// well be the same; `three days`, `several days` is less than was said, and a number that is
    /// simply gone is gone.
    fn replaced(&self, quantity: &Quantity, lost: bool) -> (Severity, f64) {
        let (own, other) = if lost {
            (&self.matcher.a, &self.matcher.b)
        } else {
            (&self.matcher.b, &self.matcher.a)
        };
        let run = crate::detect::fact_match::words_of(own, quantity.number);
        let stands_in = run
            .filter_map(|k| own.link(k))
            .any(|l| !l.keeps_word() && other.is_content(l.other));
        if stands_in || quantity.unit == Unit::Ordinal {
            (Severity::Minor, 0.5)
        } else {
            (Severity::Major, 0.7)
        }
    }

    fn added(&self, j: usize, out: &mut Vec<Draft>) {
        let quantity = self.b(j);
        let original = self.view.pair.original;
        if quantity.weak
            || self.is_ratio_of_copy(j)
            || !self
                .matcher
                .closes_over(false, [quantity.number, quantity.span])
            || stands_near(original, &self.view.bead.original, quantity)
        {
            return;
        }
        if let Some(article) = self.counted_by_article(quantity, false) {
            if quantity.low != 1.0 {
                out.push(self.draft(
                    Index::Value,
                    Severity::Critical,
                    0.75,
                    article,
                    figure(quantity),
                ));
            }
            return;
        }
        let (mut severity, confidence) = self.replaced(quantity, false);
        // `The two houses said`: two that were named before.
        let before = quantity.number.start().checked_sub(1);
        let known = before.is_some_and(|k| {
            matches!(
                self.view.pair.copy.norm_at(k),
                "the" | "these" | "both" | "all"
            )
        });
        if known && quantity.low <= 3.0 {
            severity = Severity::Minor;
        }
        out.push(Draft {
            rule: rule(Index::New),
            severity,
            confidence: confidence - 0.1,
            original: None,
            copy: Some(figure(quantity)),
            message: format!(
                "“{}” is not in the original",
                shorten(self.view.pair.copy.text_of(figure(quantity)))
            ),
        });
    }

    fn draft(
        &self,
        index: Index,
        severity: Severity,
        confidence: f64,
        original: TokenSpan,
        copy: TokenSpan,
    ) -> Draft {
        let pair = self.view.pair;
        Draft {
            rule: rule(index),
            severity,
            confidence,
            original: Some(original),
            copy: Some(copy),
            message: format!(
                "“{}” became “{}”",
                shorten(pair.original.text_of(original)),
                shorten(pair.copy.text_of(copy))
            ),
        }
    }
}

/// The most numbers of a side that are looked at for what was worked out from them.
const MOST_TERMS: usize = 8;

/// Whether a value is the difference of one of the numbers, or the end of a range, and `from`.
fn difference_of<'q>(
    mut numbers: impl Iterator<Item = &'q Quantity>,
    from: f64,
    value: f64,
) -> bool {
    numbers.any(|q| {
        value != 0.0
            && [q.low, q.high]
                .iter()
                .any(|end| same((end - from).abs(), value))
            || q.is_range() && same(q.high - q.low, value)
    })
}

/// Whether `a` or `one` opens a number: `a dozen`, `one thousand`.
fn counted(document: &Document<'_>, quantity: &Quantity) -> bool {
    let start = quantity.number.start();
    let opens = |k: usize| matches!(document.norm_at(k), "a" | "one");
    opens(start) || start.checked_sub(1).is_some_and(opens)
}

/// The number with its unit and the word before it.
fn with_word_before(quantity: &Quantity) -> TokenSpan {
    let figure = figure(quantity);
    TokenSpan::new(quantity.span.start().saturating_sub(1), figure.end())
}

fn same(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * a.abs().max(b.abs())
}

fn dollar(unit: Unit) -> bool {
    matches!(unit, Unit::Money(code) if matches!(&code, b"USD" | b"AUD" | b"CAD" | b"NZD" | b"HKD" | b"SGD" | b"TWD"))
}

/// Whether the same amount stands in the given segments of a document or in those beside them,
/// as a number or inside a date.
fn stands_near(document: &Document<'_>, segments: &[usize], quantity: &Quantity) -> bool {
    let Some(range) = neighbourhood(document, segments) else {
        return false;
    };
    let from = document
        .quantities
        .partition_point(|q| q.number.start() < range.start());
    let numbers = document.quantities.iter().skip(from);
    let in_number = numbers
        .take_while(|q| q.number.start() < range.end())
        .any(|q| {
            Difference::between(quantity, q).same_amount() && !q.weak
                || q.is_range() && (same(q.low, quantity.low) || same(q.high, quantity.low))
        });
    let from = document
        .times
        .partition_point(|t| t.span.start() < range.start());
    let times = document.times.iter().skip(from);
    in_number
        || times
            .take_while(|t| t.span.start() < range.end())
            .any(|t| in_time(t.when, quantity.low))
}

fn in_time(when: When, value: f64) -> bool {
    let is = |part: i32| same(f64::from(part), value);
    match when {
        When::Date { year, month, day } => {
            year.is_some_and(is)
                || month.is_some_and(|m| is(m.into()))
                || day.is_some_and(|d| is(d.into()))
        }
        When::Decade(year) => is(year),
        When::Clock { minutes, .. } => {
            is(i32::from(minutes / 60)) || is(i32::from(minutes % 720 / 60))
        }
        When::Relative { steps, .. } => is(steps.abs()),
        When::Weekday(_) | When::DayPart(_) => false,
    }
}

#[cfg(test)]
mod tests;
