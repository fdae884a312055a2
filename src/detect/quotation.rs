//! Quotations: what became of the words between the marks.

use std::collections::{BTreeMap, VecDeque};

use crate::compare::Relation;
use crate::detect::view::{Words, shorten};
use crate::detect::{BeadView, Detector, Draft, Pair, Rule};
use crate::lexicon::Parts;
use crate::lexicon::speech::pronoun;
use crate::report::{Kind, QuotationState, Severity};
use crate::span::TokenSpan;
use crate::text::Document;

/// Quotations that the copy changed.
///
/// # What it finds
/// Other words inside the marks (major where many, or where `we` became `they`); marks that begin or
/// end at other words, so that the writer's words are the speaker's or the other way round; marks
/// put around words that the original only reports.
///
/// # Why it matters
/// Quotation marks promise the very words. A synonym that is harmless elsewhere puts words into
/// somebody's mouth.
///
/// # Example
/// `“severe costs”` → `“serious costs”`
///
/// # Limits
/// Spelling, contractions and the form of the marks are house style. A quotation turned into
/// reported speech is no finding as long as the speaker stays (see [`super::attribution`]); one
/// left out is the matter of the omission. Marks around one or two words are taken as irony or a
/// title when they come or go.
pub struct ChangedQuotation;

static RULES: [Rule; 3] = [
    Rule {
        code: "WD651",
        name: "words changed inside a quotation",
        kind: Kind::Quotation,
    },
    Rule {
        code: "WD652",
        name: "quotation begins or ends elsewhere",
        kind: Kind::Quotation,
    },
    Rule {
        code: "WD653",
        name: "quotation made of reported words",
        kind: Kind::Quotation,
    },
];

/// Content words lost or added in one place of a quotation from which its sense is no longer
/// the speaker's.
const MANY: usize = 3;

/// Changes of one quotation that are told apart; more are told by the first ones.
const MOST: usize = 4;

impl Detector for ChangedQuotation {
    fn rules(&self) -> &'static [Rule] {
        &RULES
    }

    fn pair(&self, pair: &Pair<'_>, out: &mut Vec<Draft>) {
        if pair.original.quotations.is_empty() && pair.copy.quotations.is_empty() {
            return;
        }
        let traced = Traced::new(pair);
        let beads = beads_of_segments(pair);
        for fact in traced.facts() {
            match (fact.original, fact.copy, fact.state) {
                (Some(q), Some(r), QuotationState::Altered) => altered(pair, &beads, q, r, out),
                (Some(q), Some(r), QuotationState::BoundaryMoved) => {
                    out.extend(moved(pair, &traced, q, r));
                    altered(pair, &beads, q, r, out);
                }
                (None, Some(r), QuotationState::Added) => out.extend(added(pair, &traced, r)),
                _ => {}
            }
        }
    }
}

/// A quotation on both sides, by index into `Document::quotations`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct QuotationPair {
    /// Index in the original.
    pub original: Option<usize>,
    /// Index in the copy.
    pub copy: Option<usize>,
    /// What became of it.
    pub state: QuotationState,
}

/// What became of every quotation, in the order of the original, then what only the copy has.
/// The speaker is in `Document::quotations`.
#[must_use]
pub fn quotation_facts(pair: &Pair<'_>) -> Vec<QuotationPair> {
    if pair.original.quotations.is_empty() && pair.copy.quotations.is_empty() {
        return Vec::new();
    }
    Traced::new(pair).facts()
}

/// No quotation.
const NONE: u32 = u32::MAX;

/// For each token the outermost quotation that it stands in.
fn quotation_of_tokens(document: &Document<'_>) -> Vec<u32> {
    let mut of = vec![NONE; document.tokens().len()];
    for (i, q) in document.quotations.iter().enumerate() {
        if q.depth == 0
            && let Some(run) = of.get_mut(q.inner.range())
        {
            run.fill(u32::try_from(i).unwrap_or(NONE));
        }
    }
    of
}

/// What the words of a quotation did.
#[derive(Clone, Copy, Default, Debug)]
struct Tally {
    /// Words compared.
    words: usize,
    /// Content words.
    content: usize,
    /// Content words kept anywhere.
    kept: usize,
    /// Content words kept outside all marks.
    outside: usize,
    /// Words kept outside all marks, next to one another.
    run_outside: usize,
    /// Words with a counterpart that is not the same word, or none, or another place.
    changed: usize,
    /// Whether its bead has sentences on the other side.
    paired: bool,
}

/// Where the words of all quotations went.
struct Traced<'p> {
    pair: &'p Pair<'p>,
    left: Vec<Tally>,
    right: Vec<Tally>,
    /// Kept words shared by a quotation of the original and one of the copy.
    shared: BTreeMap<(u32, u32), usize>,
    right_of: Vec<u32>,
}

impl<'p> Traced<'p> {
    fn new(pair: &'p Pair<'p>) -> Self {
        let left_of = quotation_of_tokens(pair.original);
        let right_of = quotation_of_tokens(pair.copy);
        let mut traced = Self {
            pair,
            left: vec![Tally::default(); pair.original.quotations.len()],
            right: vec![Tally::default(); pair.copy.quotations.len()],
            shared: BTreeMap::new(),
            right_of: Vec::new(),
        };
        for view in pair.views() {
            let (a, b) = (view.original(), view.copy());
            let paired = view.is_paired();
            trace(a, b, &left_of, &right_of, paired, &mut traced.left);
            trace(b, a, &right_of, &left_of, paired, &mut traced.right);
            for k in 0..a.len() {
                let Some(link) = a.link(k).filter(|l| l.keeps_word()) else {
                    continue;
                };
                let (q, r) = (
                    quotation_at(&left_of, a, k),
                    quotation_at(&right_of, b, link.other),
                );
                if q != NONE && r != NONE {
                    *traced.shared.entry((q, r)).or_default() += 1;
                }
            }
        }
        traced.right_of = right_of;
        traced
    }

    #[expect(
        clippy::indexing_slicing,
        reason = "quotations are numbered as their texts have them, and there are a tally and a partner \
                  for each"
    )]
    fn facts(&self) -> Vec<QuotationPair> {
        let mut left: Vec<Option<u32>> = vec![None; self.left.len()];
        let mut right: Vec<Option<u32>> = vec![None; self.right.len()];
        let mut pairs: Vec<((u32, u32), usize)> =
            self.shared.iter().map(|(k, n)| (*k, *n)).collect();
        // Most words in common first; of equals the first in the text.
        pairs.sort_by_key(|((q, r), n)| (std::cmp::Reverse(*n), *q, *r));
        for ((q, r), count) in pairs {
            let (Some(x), Some(y)) = (left.get_mut(q as usize), right.get_mut(r as usize)) else {
                continue;
            };
            let shorter = self.left[q as usize]
                .words
                .min(self.right[r as usize].words);
            if x.is_none() && y.is_none() && count * 4 >= shorter {
                (*x, *y) = (Some(r), Some(q));
            }
        }
        self.pair_wordless(&mut left, &mut right);
        let mut facts = Vec::new();
        for (q, quotation) in self.pair.original.quotations.iter().enumerate() {
            if quotation.depth > 0 || quotation.inner.is_empty() {
                continue;
            }
            let tally = self.left[q];
            let copy = left[q].map(|r| r as usize);
            let state = match copy {
                Some(r) => self.state(tally, self.right[r]),
                None if tally.paired && 2 * tally.kept >= tally.content.max(1) => {
                    QuotationState::Unquoted
                }
                None => QuotationState::Missing,
            };
            facts.push(QuotationPair {
                original: Some(q),
                copy,
                state,
            });
        }
        for (r, quotation) in self.pair.copy.quotations.iter().enumerate() {
            if quotation.depth == 0 && !quotation.inner.is_empty() && right[r].is_none() {
                facts.push(QuotationPair {
                    original: None,
                    copy: Some(r),
                    state: QuotationState::Added,
                });
            }
        }
        facts
    }

    /// Quotations without a word that was compared (`“…”`, `“10/10”`) belong together where they
    /// read the same, the first to the first.
    fn pair_wordless(&self, left: &mut [Option<u32>], right: &mut [Option<u32>]) {
        let wordless = |document: &'p Document<'_>, tallies: &[Tally], partners: &[Option<u32>]| {
            let quotations = document.quotations.iter().zip(tallies).zip(partners);
            let free = quotations.enumerate().filter(|(_, ((q, tally), partner))| {
                q.depth == 0 && tally.words == 0 && partner.is_none()
            });
            free.map(|(i, ((q, _), _))| (document.text_of(q.inner), i))
                .collect::<Vec<_>>()
        };
        let mut waiting: BTreeMap<&str, VecDeque<usize>> = BTreeMap::new();
        for (text, r) in wordless(self.pair.copy, &self.right, right) {
            waiting.entry(text).or_default().push_back(r);
        }
        for (text, q) in wordless(self.pair.original, &self.left, left) {
            let Some(r) = waiting.get_mut(text).and_then(VecDeque::pop_front) else {
                continue;
            };
            if let (Some(x), Some(y)) = (left.get_mut(q), right.get_mut(r)) {
                (*x, *y) = (u32::try_from(r).ok(), u32::try_from(q).ok());
            }
        }
    }

    fn state(&self, q: Tally, r: Tally) -> QuotationState {
        // A word or two that are also elsewhere in the sentence are no moved boundary.
        let moved = |t: Tally| t.outside >= 2 && t.run_outside >= 2 || t.run_outside >= 4;
        if moved(q) || moved(r) {
            QuotationState::BoundaryMoved
        } else if q.changed == 0 && r.changed == 0 {
            QuotationState::Verbatim
        } else {
            QuotationState::Altered
        }
    }
}

fn quotation_at(of: &[u32], words: Words<'_>, word: usize) -> u32 {
    words
        .indices
        .get(word)
        .and_then(|t| of.get(*t as usize))
        .copied()
        .unwrap_or(NONE)
}

fn trace(
    words: Words<'_>,
    others: Words<'_>,
    of: &[u32],
    other_of: &[u32],
    paired: bool,
    tallies: &mut [Tally],
) {
    let mut run = 0;
    for k in 0..words.len() {
        let Some(tally) = tallies.get_mut(quotation_at(of, words, k) as usize) else {
            run = 0;
            continue;
        };
        tally.words += 1;
        tally.paired |= paired;
        let content = words.is_content(k);
        tally.content += usize::from(content);
        let link = words.link(k);
        let same = link.is_some_and(|l| matches!(l.relation, Relation::Equal | Relation::Variant));
        tally.changed += usize::from(!same);
        let Some(link) = link.filter(|l| l.keeps_word()) else {
            run = 0;
            continue;
        };
        tally.kept += usize::from(content);
        if quotation_at(other_of, others, link.other) == NONE {
            tally.outside += usize::from(content);
            run += 1;
            tally.run_outside = tally.run_outside.max(run);
        } else {
            run = 0;
        }
    }
}

/// For each segment of the original its bead; past the end where it has none.
fn beads_of_segments(pair: &Pair<'_>) -> Vec<usize> {
    let mut of = vec![usize::MAX; pair.original.segments.len()];
    for (index, bead) in pair.beads.iter().enumerate() {
        for segment in &bead.original {
            if let Some(slot) = of.get_mut(*segment) {
                *slot = index;
            }
        }
    }
    of
}

/// The words of a token range in a bead, as a range of word numbers.
fn words_in(words: Words<'_>, span: TokenSpan) -> std::ops::Range<usize> {
    let inside = |t: &u32| span.contains(*t as usize);
    let Some(start) = words.indices.iter().position(inside) else {
        return 0..0;
    };
    let from = words.indices.iter().skip(start);
    let count = from.take_while(|t| inside(t)).count();
    start..start + count
}

/// Findings about the words that differ between two quotations that belong together.
fn altered(pair: &Pair<'_>, beads: &[usize], q: usize, r: usize, out: &mut Vec<Draft>) {
    let (Some(from), Some(to)) = (pair.original.quotations.get(q), pair.copy.quotations.get(r))
    else {
        return;
    };
    let segment = |token: usize| pair.original.segment_at(token);
    let (Some(first), Some(last)) = (
        segment(from.inner.start()),
        segment(from.inner.end().saturating_sub(1)),
    ) else {
        return;
    };
    let mut indices: Vec<usize> = beads.get(first..=last).unwrap_or(&[]).to_vec();
    indices.sort_unstable();
    indices.dedup();
    let mut told = 0;
    for index in indices {
        let Some(view) = pair.view(index).filter(BeadView::is_paired) else {
            continue;
        };
        let (a, b) = (view.original(), view.copy());
        let (left, right) = (words_in(a, from.inner), words_in(b, to.inner));
        if left.is_empty() || right.is_empty() {
            continue;
        }
        for run in changes(view, &left, &right) {
            if told == MOST {
                return;
            }
            told += 1;
            let lost = a.unmatched_content(run.0.clone());
            let new = b.unmatched_content(run.1.clone());
            let severity = if lost.abs_diff(new) >= MANY || other_person(a, b, &run) {
                Severity::Major
            } else {
                Severity::Minor
            };
            out.push(view.draft(&RULES[0], severity, 0.7, &run.0, &run.1));
        }
    }
}

/// Whether a pronoun of the speaker became one of somebody else, or the reverse: `we looked away`, `they
/// looked away`.
fn other_person(a: Words<'_>, b: Words<'_>, run: &Run) -> bool {
    let person = |w: Words<'_>, k: usize| {
        let found = w.token(k).and_then(|t| pronoun(t.key))?;
        let who = w.parts(k).may(Parts::SUBJECT | Parts::OBJECT);
        who.then_some(found.person)
    };
    run.0.clone().any(|k| {
        let other = a.link(k).map(|l| l.other).filter(|j| run.1.contains(j));
        let persons = other.and_then(|j| person(a, k).zip(person(b, j)));
        matches!(persons, Some((1, 3) | (3, 1)))
    })
}

type Run = (std::ops::Range<usize>, std::ops::Range<usize>);

/// Runs of changed words inside two quotations, changes one word apart taken together.
fn changes(
    view: BeadView<'_>,
    left: &std::ops::Range<usize>,
    right: &std::ops::Range<usize>,
) -> Vec<Run> {
    let clip = |r: &std::ops::Range<usize>, to: &std::ops::Range<usize>| {
        let start = r.start.clamp(to.start, to.end);
        start..r.end.clamp(start, to.end)
    };
    let mut runs: Vec<Run> = Vec::new();
    for edit in &view.alignment.edits {
        if matches!(edit.relation, Relation::Equal | Relation::Variant) {
            continue;
        }
        let run = (clip(&edit.original, left), clip(&edit.copy, right));
        if run.0.is_empty() && run.1.is_empty() {
            continue;
        }
        if edit.relation == Relation::Moved && (run.0.is_empty() || run.1.is_empty()) {
            continue;
        }
        match runs.last_mut() {
            Some(last)
                if !run.1.is_empty()
                    && run.1.start <= last.1.end + 1
                    && run.0.start >= last.0.start
                    && run.0.start <= last.0.end + 1 =>
            {
                last.0.end = last.0.end.max(run.0.end);
                last.1.end = last.1.end.max(run.1.end);
            }
            _ => runs.push(run),
        }
    }
    runs
}

/// Finding about marks that begin or end at other words.
fn moved(pair: &Pair<'_>, traced: &Traced<'_>, q: usize, r: usize) -> Option<Draft> {
    let (from, to) = (
        pair.original.quotations.get(q)?,
        pair.copy.quotations.get(r)?,
    );
    let (left, right) = (traced.left.get(q)?, traced.right.get(r)?);
    let outside = left.outside.max(right.outside);
    let severity = if outside >= MANY {
        Severity::Major
    } else {
        Severity::Minor
    };
    // Point at the end of the quotation in the copy, or at its start if it begins elsewhere.
    let inner = to.inner;
    let ends_elsewhere = pair.original.norm_at(from.inner.end().saturating_sub(1))
        != pair.copy.norm_at(inner.end().saturating_sub(1))
        || pair.original.norm_at(from.inner.end().saturating_sub(2))
            != pair.copy.norm_at(inner.end().saturating_sub(2));
    let place = if ends_elsewhere {
        TokenSpan::new(
            inner.end().saturating_sub(3).max(inner.start()),
            inner.end(),
        )
    } else {
        TokenSpan::new(inner.start(), (inner.start() + 3).min(inner.end()))
    };
    let message = if left.outside >= right.outside {
        "words of the quotation stand outside the marks in the copy"
    } else {
        "words from outside the quotation stand inside the marks in the copy"
    };
    Some(Draft {
        rule: &RULES[1],
        severity,
        confidence: 0.7,
        original: Some(from.inner),
        copy: Some(place),
        message: format!("{message}: “{}”", shorten(pair.copy.text_of(to.inner))),
    })
}

/// Finding about marks put around words that the original only reports.
fn added(pair: &Pair<'_>, traced: &Traced<'_>, r: usize) -> Option<Draft> {
    let quotation = pair.copy.quotations.get(r)?;
    let tally = traced.right.get(r)?;
    if !tally.paired || tally.content < MANY || tally.words < 5 || !quotation.closed {
        return None;
    }
    // The same words, only now in marks: the speaker may have said so. Other words are made up.
    let severity = if 4 * tally.kept >= 3 * tally.content {
        Severity::Minor
    } else {
        Severity::Major
    };
    Some(Draft {
        rule: &RULES[2],
        severity,
        confidence: 0.6,
        original: None,
        copy: Some(quotation.inner),
        message: format!(
            "“{}” is not a quotation in the original",
            shorten(pair.copy.text_of(quotation.inner))
        ),
    })
}
