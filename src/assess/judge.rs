//! Findings and differences of words weighed against one another, over two whole stories.
//!
//! A detector knows its own rule. Here every difference of words is described by its own features,
//! by the findings that point at it and by the habits of the whole copy, and weighed by the table
//! `assets/judgement.txt`, which `tools/train_judgement.py` learnt from marked stories. What is
//! found improbable is taken back, what no detector claims and is probable is added.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::by_bead;
use super::context::Changed;
use super::described::{Described, MOST_JUDGED, WeighedBead};
use super::features::{self, Feature, Kind};
use super::model::{Strongest, Table, Weights};
use super::reading::{Reading, Readings};
use crate::compare::Relation;
use crate::detect::judged::JUDGED;
use crate::detect::view::Words;
use crate::detect::{BeadView, Draft, Pair};
use crate::report;
use crate::report::Severity;
use crate::span::TokenSpan;
use crate::text::segments::SegmentKind;

/// The differences of one bead with the findings that point at each.
pub(super) struct JudgedBead<'p> {
    /// The bead.
    pub(super) view: BeadView<'p>,
    /// Differences of words, then the findings that point at none of them.
    pub(super) differences: Vec<Judged>,
}

/// A difference of words, or a finding.
pub(super) struct Judged {
    pub(super) kind: Kind,
    pub(super) original: Range<usize>,
    pub(super) copy: Range<usize>,
    /// The findings of the list that point at it.
    pub(super) claims: Vec<usize>,
    /// What is known besides that of the words alone.
    pub(super) features: Vec<Feature>,
    /// How probable it is that it misinforms, as odds.
    odds: f64,
    /// What the odds are mostly made of.
    strongest: Strongest,
}

/// What holds of the whole copy.
struct Story {
    features: Vec<Feature>,
    /// How often a word stands for another.
    swaps: FxHashMap<(u64, u64), u32>,
    /// How often a word of the original is kept.
    kept: FxHashMap<u64, u32>,
}

impl Story {
    fn new(pair: &Pair<'_>, changed: Changed) -> Self {
        let (mut swapped, mut other, mut same) = (0usize, 0usize, 0usize);
        let (mut beads, mut untouched) = (0usize, 0usize);
        let mut swaps = FxHashMap::default();
        let mut kept = FxHashMap::default();
        for view in pair.views().filter(BeadView::is_paired) {
            beads += 1;
            untouched += usize::from(view.alignment.is_identical());
            let (a, b) = (view.original(), view.copy());
            for i in (0..a.len()).filter(|i| a.is_content(*i)) {
                match a.link(i) {
                    Some(l) if l.keeps_word() => {
                        same += 1;
                        *kept.entry(a.stem(i)).or_insert(0) += 1;
                    }
                    Some(l) if l.relation == Relation::Substituted => {
                        swapped += 1;
                        *swaps.entry((a.stem(i), b.stem(l.other))).or_insert(0) += 1;
                    }
                    _ => other += 1,
                }
            }
            other += (0..b.len())
                .filter(|j| b.is_content(*j) && b.link(*j).is_none())
                .count();
        }
        let share = |n: usize, of: usize| n as f64 / of.max(1) as f64;
        let exchanged = share(swapped, swapped + same);
        let single = share(swapped, swapped + other);
        let garbled = {
            let [m, n] = pair.damage().each_ref().map(Vec::len);
            share(100 * n.saturating_sub(m), pair.copy.tokens().len())
        };
        let habit = match (single, exchanged) {
            (s, e) if s >= 0.6 && e >= 0.25 => "spun",
            (s, _) if s >= 0.5 => "exchanged",
            (_, e) if e >= 0.25 => "reworded",
            _ => "edited",
        };
        let features = vec![
            Feature::new("story exchanged", tenth(exchanged * 2.0)),
            Feature::new("story single", tenth(single)),
            Feature::new("story untouched", tenth(share(untouched, beads))),
            Feature::new("story habit", habit),
            changed.feature(),
            Feature::new(
                "story garbled",
                match garbled {
                    g if g <= 0.0 => "no",
                    g if g < 0.5 => "<0.5",
                    g if g < 1.5 => "<1.5",
                    _ => "much",
                },
            ),
        ];
        Self {
            features,
            swaps,
            kept,
        }
    }
}

fn tenth(share: f64) -> &'static str {
    match share {
        s if s < 0.1 => "<0.1",
        s if s < 0.2 => "<0.2",
        s if s < 0.3 => "<0.3",
        s if s < 0.4 => "<0.4",
        s if s < 0.5 => "<0.5",
        s if s < 0.6 => "<0.6",
        s if s < 0.7 => "<0.7",
        s if s < 0.8 => "<0.8",
        _ => "most",
    }
}

/// The differences of all beads that are judged, with all that is known of them.
pub(super) fn beads<'p>(
    pair: &'p Pair<'p>,
    described: &Described,
    readings: &Readings,
    drafts: &[Draft],
) -> Vec<JudgedBead<'p>> {
    let story = Story::new(pair, described.changed);
    let place: FxHashMap<*const Draft, usize> = drafts
        .iter()
        .enumerate()
        .map(|(k, d)| (std::ptr::from_ref(d), k))
        .collect();
    let found = by_bead(pair, drafts);
    let mut all = Vec::new();
    for ((view, findings), words) in pair.views().zip(&found).zip(&described.beads) {
        let length = view.original().len().max(view.copy().len());
        let Some(words) = words.as_ref().filter(|_| length <= MOST_JUDGED) else {
            continue;
        };
        if view.alignment.is_identical() {
            continue;
        }
        let findings: Vec<usize> = findings
            .iter()
            .filter(|d| d.rule.kind != report::Kind::Paraphrase)
            .filter_map(|d| place.get(&std::ptr::from_ref(*d)).copied())
            .collect();
        let known = Known {
            story: &story,
            reading: readings.get(view.index).and_then(Option::as_ref),
            table: described.table,
        };
        all.push(bead(view, words, &findings, drafts, &known));
    }
    all
}

/// What is known of a bead besides its differences and findings.
struct Known<'k> {
    story: &'k Story,
    reading: Option<&'k Reading>,
    table: Table,
}

fn bead<'p>(
    view: BeadView<'p>,
    words: &WeighedBead,
    findings: &[usize],
    drafts: &[Draft],
    known: &Known<'_>,
) -> JudgedBead<'p> {
    let Known {
        story,
        reading,
        table,
    } = *known;
    let (a, b) = (view.original(), view.copy());
    let mut weights: Vec<Weights> = Vec::with_capacity(words.list.len());
    let mut list: Vec<Judged> = Vec::with_capacity(words.list.len());
    for d in words.list.iter().filter(|d| d.kind.is_of_words()) {
        let touches =
            |draft: &Draft| meets(a, &d.original, draft.original) || meets(b, &d.copy, draft.copy);
        let claims = findings.iter().copied();
        let claims = claims.filter(|k| drafts.get(*k).is_some_and(touches));
        weights.push(d.weights);
        list.push(Judged {
            kind: d.kind,
            original: d.original.clone(),
            copy: d.copy.clone(),
            claims: claims.collect(),
            features: Vec::new(),
            odds: 0.0,
            strongest: Strongest::default(),
        });
    }
    for k in findings {
        if list.iter().any(|d| d.claims.contains(k)) {
            continue;
        }
        if let Some(draft) = drafts.get(*k) {
            let mut own = features::finding(draft);
            words.context.add(&mut own.features);
            weights.push(Weights::default());
            list.push(Judged {
                kind: own.kind,
                original: run_of(a, draft.original),
                copy: run_of(b, draft.copy),
                claims: vec![*k],
                features: own.features,
                odds: 0.0,
                strongest: Strongest::default(),
            });
        }
    }
    let headline = view.bead.copy.iter().any(|s| {
        let segment = view.pair.copy.segments.get(*s);
        segment.is_some_and(|s| s.kind == SegmentKind::Headline)
    });
    let mut claimed_by: FxHashMap<usize, usize> = FxHashMap::default();
    for k in list.iter().flat_map(|d| &d.claims) {
        *claimed_by.entry(*k).or_default() += 1;
    }
    let wide = |k: usize| claimed_by.get(&k).is_some_and(|n| *n > 3);
    for (d, mut weights) in list.iter_mut().zip(weights) {
        claimed(&d.claims, drafts, wide, &mut d.features);
        d.features.extend(story.features.iter().cloned());
        d.features
            .extend(reading.and_then(|r| r.feature((a, &d.original), (b, &d.copy), view.pair)));
        if headline {
            d.features.push(Feature::flag("headline"));
        }
        if d.kind == Kind::Substituted {
            let pair = (a.stem(d.original.start), b.stem(d.copy.start));
            if story.swaps.get(&pair).is_some_and(|n| *n > 1) {
                d.features.push(Feature::flag("exchanged again"));
            }
            if story.kept.contains_key(&pair.0) {
                d.features.push(Feature::flag("kept elsewhere"));
            }
        }
        weights.add(d.kind, &d.features, table);
        d.odds = weights.odds();
        d.strongest = weights.strongest();
    }
    JudgedBead {
        view,
        differences: list,
    }
}

/// The findings that point at a difference, as features of it.
fn claimed(
    claim: &[usize],
    drafts: &[Draft],
    wide: impl Fn(usize) -> bool,
    features: &mut Vec<Feature>,
) {
    let mut worst = Severity::None;
    for k in claim {
        let Some(draft) = drafts.get(*k) else {
            continue;
        };
        worst = worst.max(draft.severity);
        let severity = draft.severity.name();
        let value = [draft.rule.code, " ", severity].concat();
        features.push(Feature::new("claimed", value));
        if wide(*k) {
            features.push(Feature::new("claimed widely", severity));
        }
        if draft.severity >= Severity::Major {
            let surer = match draft.confidence {
                c if c < 0.5 => "<0.5",
                c if c < 0.6 => "<0.6",
                c if c < 0.7 => "<0.7",
                _ => "high",
            };
            features.push(Feature::new("claimed surely", surer));
        }
    }
    features.push(Feature::new("claim", worst.name()));
}

/// Whether a run of a bead's words shares a token with a span.
fn meets(words: Words<'_>, run: &Range<usize>, span: Option<TokenSpan>) -> bool {
    let (Some(tokens), Some(span)) = (words.tokens(run), span) else {
        return false;
    };
    tokens.start() < span.end() && span.start() < tokens.end()
}

/// The words of a bead that lie in a span of tokens.
fn run_of(words: Words<'_>, span: Option<TokenSpan>) -> Range<usize> {
    let Some(span) = span else { return 0..0 };
    let at = |token: usize| words.indices.partition_point(|i| (*i as usize) < token);
    at(span.start())..at(span.end())
}

/// With fewer paired passages than this the habits of a copy do not show, and the rules decide.
const FEWEST: usize = 3;
/// A minor finding of words exchanged that is more probable than this is a serious one. This, the
/// next and those of [`least`] are where cross-validated F1 is flat, towards fewer false alarms.
const RAISED: f64 = 0.4;
/// An exchange that no serious finding claims and that is more probable than this becomes one.
const NEW: f64 = 0.4;

/// The rule of an exchange that no rule judges.
const UNJUDGED: &str = "WD801";

/// Weigh the findings of a pair against its differences: take back what is improbable, raise and
/// add what is probable.
///
/// Only findings of words exchanged are raised and added. They and those of words left out, put in or
/// doubled are taken back where they are improbable; of numbers, times, names, negations and roles the
/// rules know more than the table can, and only what it holds for most improbable is taken back. A
/// pair of fewer than three passages is left alone.
///
/// Returned is for each finding what its judgement is mostly made of, by the most probable of its
/// differences; nothing where the rule alone decides.
pub fn judge(
    pair: &Pair<'_>,
    described: &Described,
    readings: &Readings,
    drafts: &mut Vec<Draft>,
) -> Vec<Strongest> {
    let closed = described.table.of(CLOSED);
    let least = |kind| least(kind, closed);
    let mut reasons = vec![Strongest::default(); drafts.len()];
    if !described.judged {
        return reasons;
    }
    let beads = beads(pair, described, readings, drafts);
    let mut sums = vec![0.0; drafts.len()];
    let mut most: Vec<Option<&Judged>> = vec![None; drafts.len()];
    for difference in beads.iter().flat_map(|bead| &bead.differences) {
        for k in &difference.claims {
            if let (Some(sum), Some(most)) = (sums.get_mut(*k), most.get_mut(*k)) {
                *sum += difference.odds;
                if most.is_none_or(|other| difference.odds > other.odds) {
                    *most = Some(difference);
                }
            }
        }
    }
    let weighed = sums.iter().zip(&most).zip(&mut reasons);
    for (draft, ((sum, most), reasons)) in drafts.iter_mut().zip(weighed) {
        let probability = sum / (1.0 + sum);
        if *sum <= 0.0 {
            continue;
        }
        let kind = draft.rule.kind;
        let taken_back = draft.severity >= Severity::Major && probability < least(kind);
        if taken_back || least(kind) > closed {
            *reasons = most.map_or_else(Strongest::default, |d| d.strongest);
        }
        if taken_back {
            draft.severity = Severity::Minor;
        } else if kind == report::Kind::Wording
            && draft.severity == Severity::Minor
            && probability >= RAISED
        {
            draft.severity = Severity::Major;
            if draft.rule.code == UNJUDGED {
                draft.rule = &JUDGED[0];
            }
        }
        if kind == report::Kind::Wording {
            draft.confidence = probability;
        }
    }
    let mut added = Vec::new();
    for bead in &beads {
        let claimed = |claims: &[usize]| {
            let all = claims.iter().filter_map(|k| drafts.get(*k));
            all.into_iter().any(|d| {
                d.severity >= Severity::Major
                    || d.severity == Severity::Minor && d.rule.kind != report::Kind::Wording
            })
        };
        added.extend(unclaimed(bead, claimed));
    }
    if added.is_empty() {
        return reasons;
    }
    // What says less of the same words goes: harmless rewording, and an open exchange.
    let whole = std::mem::take(drafts).into_iter().zip(reasons);
    let mut whole: Vec<(Draft, Strongest)> = whole
        .filter(|(d, _)| {
            d.severity > Severity::Minor
                || !matches!(
                    d.rule.kind,
                    report::Kind::Wording | report::Kind::Paraphrase
                )
                || !added.iter().any(|(new, _)| touch(new, d))
        })
        .collect();
    whole.extend(added);
    let reasons;
    (*drafts, reasons) = whole.into_iter().unzip();
    reasons
}

/// Whether a pair is long enough to be judged.
pub(super) fn is_judged(pair: &Pair<'_>) -> bool {
    pair.views().filter(BeadView::is_paired).count() >= FEWEST
}

/// How probable a serious finding must be of a kind whose words are a closed list, or whose facts are
/// read, by [`Table`]: more is believed of what was read in its sentence.
const CLOSED: [f64; 2] = [0.15, 0.25];

/// How probable a serious finding of a kind must be, a closed one by `closed`.
fn least(kind: report::Kind, closed: f64) -> f64 {
    use report::Kind as K;
    match kind {
        K::Wording => RAISED,
        K::Omission | K::Addition | K::Duplication => 0.5,
        _ => closed,
    }
}

/// Probable exchanges that no finding claims, neighbours joined, each with what the judgement of the
/// most probable of its words is made of.
fn unclaimed(bead: &JudgedBead<'_>, claimed: impl Fn(&[usize]) -> bool) -> Vec<(Draft, Strongest)> {
    struct Run<'d> {
        original: Range<usize>,
        copy: Range<usize>,
        sum: f64,
        most: &'d Judged,
    }
    let mut runs: Vec<Run<'_>> = Vec::new();
    let mut joins = false;
    for d in &bead.differences {
        let probability = d.odds / (1.0 + d.odds);
        let new = d.kind == Kind::Substituted && probability >= NEW && !claimed(&d.claims);
        if new {
            match runs.last_mut() {
                Some(run)
                    if joins
                        && run.original.end == d.original.start
                        && run.copy.end == d.copy.start =>
                {
                    (run.original.end, run.copy.end) = (d.original.end, d.copy.end);
                    run.sum += d.odds;
                    if d.odds > run.most.odds {
                        run.most = d;
                    }
                }
                _ => runs.push(Run {
                    original: d.original.clone(),
                    copy: d.copy.clone(),
                    sum: d.odds,
                    most: d,
                }),
            }
        }
        joins = new;
    }
    let draft = |run: Run<'_>| {
        let probability = run.sum / (1.0 + run.sum);
        let (original, copy) = (&run.original, &run.copy);
        let draft = bead
            .view
            .draft(&JUDGED[0], Severity::Major, probability, original, copy);
        (draft, run.most.strongest)
    };
    runs.into_iter().map(draft).collect()
}

/// Whether two findings share a token.
fn touch(a: &Draft, b: &Draft) -> bool {
    let shared = |x: Option<TokenSpan>, y: Option<TokenSpan>| {
        x.zip(y)
            .is_some_and(|(x, y)| x.start() < y.end() && y.start() < x.end())
    };
    shared(a.copy, b.copy) || shared(a.original, b.original)
}
