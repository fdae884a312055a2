//! Named features: what is known about a difference, in words that a reader can check.

use std::borrow::Cow;
use std::hash::Hasher;

use rustc_hash::FxHasher;

use super::Difference;
use super::context::Context;
use super::described::Alike;
use crate::detect::{BeadView, Draft};
use crate::lexicon;
use crate::report::Severity;
use crate::semantic::Fast;

/// What a difference is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Kind {
    /// A word for another.
    Substituted,
    /// A run of words only in the original.
    Deleted,
    /// A run of words only in the copy.
    Inserted,
    /// A run of words at another place.
    Moved,
    /// A word inflected otherwise.
    Inflected,
    /// A word spelled otherwise.
    Variant,
    /// Capitals.
    Case,
    /// A mark lost, put in or exchanged.
    Mark,
    /// White space around marks.
    Spacing,
    /// Something a detector found.
    Finding,
    /// The two sides as wholes.
    Whole,
}

impl Kind {
    /// The name in the table of weights.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Substituted => "substituted",
            Self::Deleted => "deleted",
            Self::Inserted => "inserted",
            Self::Moved => "moved",
            Self::Inflected => "inflected",
            Self::Variant => "variant",
            Self::Case => "case",
            Self::Mark => "mark",
            Self::Spacing => "spacing",
            Self::Finding => "finding",
            Self::Whole => "whole",
        }
    }

    /// Whether words differ, and not only their form.
    #[must_use]
    pub fn is_of_words(self) -> bool {
        matches!(
            self,
            Self::Substituted | Self::Deleted | Self::Inserted | Self::Moved | Self::Inflected
        )
    }
}

/// Something that holds of a difference: a name and, where it has several, its value.
#[derive(Clone, PartialEq, Debug)]
pub struct Feature {
    name: &'static str,
    value: Cow<'static, str>,
    /// How much of it: 1 for what holds or does not.
    pub(super) amount: f64,
}

impl Feature {
    /// A feature with a value.
    pub fn new(name: &'static str, value: impl Into<Cow<'static, str>>) -> Self {
        Self {
            name,
            value: value.into(),
            amount: 1.0,
        }
    }

    /// A feature that holds to a degree, 0 or more.
    pub fn amount(name: &'static str, amount: f64) -> Self {
        Self {
            amount,
            ..Self::new(name, "amount")
        }
    }

    /// A feature that holds or does not.
    pub fn flag(name: &'static str) -> Self {
        Self::new(name, "")
    }

    /// As the table of weights writes it: `name` or `name=value`.
    #[must_use]
    pub fn text(&self) -> String {
        if self.value.is_empty() {
            self.name.to_owned()
        } else {
            format!("{}={}", self.name, self.value)
        }
    }

    /// Key in the table of weights, of a kind of difference given by its own key.
    pub(super) fn key(&self, kind: u64) -> u64 {
        key_of(kind, self.name, &self.value)
    }
}

/// Features that are told apart by whether all around stands unchanged, and what they are called then.
pub(super) const BY_AROUND: [(&str, &str); 4] = [
    ("relation", "relation, around"),
    ("only", "only, around"),
    ("sorts", "sorts, around"),
    ("function", "function, around"),
];

/// The same by whether much of the story was said in other words.
pub(super) const BY_STORY: [(&str, &str); 5] = [
    ("relation", "relation, story"),
    ("only", "only, story"),
    ("sorts", "sorts, story"),
    ("around", "around, story"),
    ("kept", "kept, story"),
];

/// Add those of the features that are told apart by `value`, each together with it.
pub(super) fn cross(
    features: &mut Vec<Feature>,
    told_apart: &[(&'static str, &'static str)],
    value: &str,
) {
    for k in 0..features.len() {
        let Some(feature) = features.get(k) else {
            continue;
        };
        if let Some((_, name)) = told_apart.iter().find(|(own, _)| *own == feature.name) {
            let both = [&*feature.value, ", ", value].concat();
            features.push(Feature::new(name, both));
        }
    }
}

/// Key of a feature written out, of a kind of difference given by its own key.
pub(super) fn key_of(kind: u64, name: &str, value: &str) -> u64 {
    let mut hasher = FxHasher::default();
    for part in [kind, lexicon::key(name), lexicon::key(value)] {
        hasher.write_u64(part);
    }
    hasher.finish()
}

/// The first features of a difference, with room for all that will be added.
pub(super) fn some<const N: usize>(first: [Feature; N]) -> Vec<Feature> {
    const MOST: usize = 64;
    let mut features = Vec::with_capacity(MOST);
    features.extend(first);
    features
}

/// The bin of a count.
pub(super) fn count(n: usize) -> &'static str {
    match n {
        0 => "0",
        1 => "1",
        2 => "2",
        3..=4 => "3-4",
        5..=8 => "5-8",
        9..=15 => "9-15",
        _ => "16+",
    }
}

/// What a detector's finding says, as a difference of its own.
pub(super) fn finding(draft: &Draft) -> Difference {
    let surer = match draft.confidence {
        c if c < 0.4 => "low",
        c if c < 0.7 => "middle",
        _ => "high",
    };
    let kind = draft.rule.kind.name();
    let severity = draft.severity.name();
    let mut features = some([
        Feature::new("code", draft.rule.code),
        Feature::new("kind", kind),
        Feature::new("severity", severity),
        Feature::new("confidence", surer),
    ]);
    if draft.severity >= Severity::Major {
        features.push(Feature::new("serious", kind));
    }
    Difference {
        kind: Kind::Finding,
        original: 0..0,
        copy: 0..0,
        features,
    }
}

/// How far the two sides are apart as wholes, in steps that only ever add.
pub(super) fn whole(view: BeadView<'_>, alike: Alike, context: &Context) -> Difference {
    const STEPS: [(f64, &str); 9] = [
        (0.95, "<0.95"),
        (0.9, "<0.9"),
        (0.8, "<0.8"),
        (0.7, "<0.7"),
        (0.6, "<0.6"),
        (0.5, "<0.5"),
        (0.4, "<0.4"),
        (0.3, "<0.3"),
        (0.2, "<0.2"),
    ];
    let mut features = some([Feature::flag("always")]);
    let mut steps = |name: &'static str, figure: f64| {
        for (least, step) in STEPS {
            if figure < least {
                features.push(Feature::new(name, step));
            }
        }
    };
    steps("similarity", alike.written);
    let meant = alike
        .meant
        .unwrap_or_else(|| Fast::embedded().similarity(&text(view, true), &text(view, false)));
    steps("meaning", meant);
    steps("content kept", context.kept_share);
    let (n, m) = (view.original().len(), view.copy().len());
    steps("length", n.min(m) as f64 / n.max(m).max(1) as f64);
    if context.of_words == 0 {
        features.push(Feature::flag("same words"));
    }
    let (left, right) = (letters(view, true), letters(view, false));
    let mut grams = Grams::default();
    for (n, lost, new) in [
        (2, "letter pairs lost", "letter pairs put in"),
        (4, "letter fours lost", "letter fours put in"),
    ] {
        let (only_left, only_right) = grams.apart(&left, &right, n);
        features.push(Feature::amount(lost, only_left));
        features.push(Feature::amount(new, only_right));
    }
    features.push(Feature::amount("meaning apart", (1.0 - meant).max(0.0)));
    features.push(Feature::amount("broken order", broken_order(view)));
    Difference {
        kind: Kind::Whole,
        original: 0..n,
        copy: 0..m,
        features,
    }
}

/// The characters of one side of a bead without white space, as they are written.
fn letters(view: BeadView<'_>, original: bool) -> Vec<char> {
    let (document, segments) = if original {
        (view.pair.original, &view.bead.original)
    } else {
        (view.pair.copy, &view.bead.copy)
    };
    let segments = segments.iter().filter_map(|i| document.segments.get(*i));
    let spans = segments.map(|s| document.text_of(s.body));
    let bytes: usize = spans.clone().map(str::len).sum();
    let mut letters = Vec::with_capacity(bytes.min(MOST_LETTERS));
    letters.extend(
        spans
            .flat_map(|text| text.chars().filter(|c| !c.is_whitespace()))
            .take(MOST_LETTERS),
    );
    letters
}

/// The text of one side of a bead.
fn text(view: BeadView<'_>, original: bool) -> String {
    let (document, segments) = if original {
        (view.pair.original, &view.bead.original)
    } else {
        (view.pair.copy, &view.bead.copy)
    };
    let segments = segments.iter().filter_map(|i| document.segments.get(*i));
    let texts: Vec<&str> = segments.map(|s| document.text_of(s.body)).collect();
    texts.join(" ")
}

/// The longest passage whose letters are compared, in characters: a bead of some 20 sentences.
const MOST_LETTERS: usize = 4_000;

/// Runs of characters, up to four long, with how often each stands on one side and not yet on the
/// other: a table with open addressing, the codes packed into one number.
#[derive(Default)]
struct Grams {
    slots: Vec<(u64, u32)>,
}

impl Grams {
    /// Shares of the runs of `n` characters of two sides that the other side has not, each 0 to 1.
    fn apart(&mut self, left: &[char], right: &[char], n: usize) -> (f64, f64) {
        self.slots.clear();
        self.slots
            .resize((2 * left.len() + 2).next_power_of_two(), (0, 0));
        let (mut all_left, mut all_right, mut shared) = (0usize, 0usize, 0usize);
        for gram in packed(left, n) {
            all_left += 1;
            if let Some(slot) = self.slot(gram) {
                *slot = (gram, slot.1 + 1);
            }
        }
        for gram in packed(right, n) {
            all_right += 1;
            if let Some((_, rest)) = self.slot(gram).filter(|slot| slot.1 > 0) {
                *rest -= 1;
                shared += 1;
            }
        }
        let rest = |n: usize| (n - shared) as f64 / n.max(1) as f64;
        (rest(all_left), rest(all_right))
    }

    /// The slot of a run: its own, or a free one.
    fn slot(&mut self, gram: u64) -> Option<&mut (u64, u32)> {
        let last = self.slots.len() - 1;
        let mut at = (gram.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32) as usize & last;
        while self
            .slots
            .get(at)
            .is_some_and(|(own, _)| *own != gram && *own != 0)
        {
            at = (at + 1) & last;
        }
        self.slots.get_mut(at)
    }
}

/// Runs of `n` characters, up to 4, each packed into a number that is not 0.
fn packed(letters: &[char], n: usize) -> impl Iterator<Item = u64> + '_ {
    // Sixteen bits a character: of rarer scripts some meet, which does not matter.
    letters.windows(n).map(|run| {
        run.iter()
            .fold(0u64, |key, c| key << 16 | u64::from(u32::from(*c) & 0xffff))
            .wrapping_add(1)
    })
}

/// How often the copy's words with counterparts break the original's order, per word (the chunks
/// of METEOR: Banerjee and Lavie 2005).
fn broken_order(view: BeadView<'_>) -> f64 {
    let links = view.copy().links;
    let linked: Vec<usize> = links.iter().flatten().map(|l| l.other).collect();
    let breaks = linked.iter().zip(linked.iter().skip(1));
    let breaks = breaks.filter(|(before, after)| **after != **before + 1 && after != before);
    breaks.count() as f64 / linked.len().max(1) as f64
}
