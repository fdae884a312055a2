//! Which name of the original stands for which of the copy.

use std::cell::Cell;
use std::sync::OnceLock;

use rustc_hash::FxHashSet;

use super::view::Words;
use super::{BeadView, Pair};
use crate::span::TokenSpan;
use crate::text::Document;
use crate::text::names::{Form, Likeness, Name, likeness};
use crate::text::segments::SegmentKind;

/// The most names of one side of a bead that are matched; a sentence has about three. More are
/// lists, matched only with what stands at the same place.
const MOST: usize = 64;

/// Two names that stand for one another, or one without a partner in its bead.
#[derive(Clone, Copy, Debug)]
pub struct NameLink {
    /// Index of the bead.
    pub bead: usize,
    /// Index of the name in the original.
    pub original: Option<usize>,
    /// Index of the name in the copy.
    pub copy: Option<usize>,
    /// How alike the two are; `Different` for a name alone.
    pub likeness: Likeness,
    /// The words around both are the same, articles apart.
    pub framed: bool,
    /// The word after both is the same.
    pub followed: bool,
}

/// The names of a pair, matched bead by bead.
#[derive(Debug)]
pub struct Matched {
    /// Forms of the original's names.
    pub original: Vec<Form>,
    /// Forms of the copy's names.
    pub copy: Vec<Form>,
    /// The matches, bead by bead, in each in the order of the original.
    pub links: Vec<NameLink>,
    known_original: OnceLock<FxHashSet<u64>>,
    known_copy: OnceLock<FxHashSet<u64>>,
}

impl Matched {
    /// Match the names of a pair. O(n · m) in the names of one bead, which are capped.
    #[must_use]
    pub fn new(pair: &Pair<'_>) -> Self {
        let forms =
            |d: &Document<'_>| -> Vec<Form> { d.names.iter().map(|n| Form::new(d, n)).collect() };
        let (original, copy) = (forms(pair.original), forms(pair.copy));
        let mut matched = Self {
            known_original: OnceLock::new(),
            known_copy: OnceLock::new(),
            original,
            copy,
            links: Vec::new(),
        };
        for view in pair.views() {
            matched.bead(view);
        }
        matched
    }

    /// Whether the copy has a name of the original somewhere, in some form.
    #[must_use]
    pub fn in_copy(&self, pair: &Pair<'_>, name: usize) -> bool {
        self.original
            .get(name)
            .and_then(Form::head_key)
            .is_some_and(|k| {
                self.known_copy
                    .get_or_init(|| known(&self.copy, pair.copy))
                    .contains(&k)
            })
    }

    /// Whether the original has a name of the copy somewhere, in some form.
    #[must_use]
    pub fn in_original(&self, pair: &Pair<'_>, name: usize) -> bool {
        self.copy
            .get(name)
            .and_then(Form::head_key)
            .is_some_and(|k| {
                self.known_original
                    .get_or_init(|| known(&self.original, pair.original))
                    .contains(&k)
            })
    }

    fn bead(&mut self, view: BeadView<'_>) {
        let left = names_of(view.pair.original, &view.bead.original);
        let right = names_of(view.pair.copy, &view.bead.copy);
        // For each name of the original the one that it is linked to.
        let mut left_link: Vec<Option<(usize, Likeness)>> = vec![None; left.len()];
        let mut right_taken = vec![false; right.len()];
        let frames = Frames::new(view);
        // Each two names are compared once at most, however often they are asked about.
        let width = right.len().min(MOST);
        let compared = vec![Cell::new(None); left.len().min(MOST) * width];
        let alike = |i: usize, j: usize| {
            let known = compared.get(i * width + j);
            known.and_then(Cell::get).unwrap_or_else(|| {
                let found = match (left.get(i), right.get(j)) {
                    (Some(a), Some(b)) => self.alike(*a, *b),
                    _ => Likeness::Different,
                };
                known.inspect(|cell| cell.set(Some(found)));
                found
            })
        };
        // The same names first, those at the same place before others, so that no likely one
        // takes the place of the certain one.
        // A capital stands for its country only where the country itself does not.
        for (aligned, seats) in [(true, true), (false, false), (false, true)] {
            for (i, (a, link)) in left.iter().zip(&mut left_link).enumerate().take(MOST) {
                if link.is_some() {
                    continue;
                }
                let mut others = right.iter().zip(&mut right_taken).enumerate().take(MOST);
                let same = others.find(|(j, (b, taken))| {
                    !**taken
                        && alike(i, *j) == Likeness::Same
                        && (!aligned || frames.aligned(*a, **b))
                        && (seats || !self.one_is_seat(*a, **b))
                });
                if let Some((_, (b, taken))) = same {
                    *taken = true;
                    *link = Some((*b, Likeness::Same));
                }
            }
        }
        for wanted in [true, false] {
            for (i, (a, link)) in left.iter().zip(&mut left_link).enumerate().take(MOST) {
                if link.is_some() {
                    continue;
                }
                let mut best: Option<(usize, &mut bool, Likeness, u8)> = None;
                let others = right.iter().zip(&mut right_taken).enumerate();
                for (j, (b, taken)) in others.take(MOST) {
                    if *taken {
                        continue;
                    }
                    let found = alike(i, j);
                    let near = matches!(found, Likeness::Garbled(_) | Likeness::Partly);
                    if near != wanted {
                        continue;
                    }
                    let aligned = frames.aligned(*a, *b);
                    // Away from its place, a name stands for another only where neither text has
                    // both.
                    let strangers = || {
                        !self.in_copy(view.pair, *a)
                            && !self.in_original(view.pair, *b)
                            && !self.weak(view, *a, *b)
                    };
                    if !aligned && !strangers() {
                        continue;
                    }
                    let rank = match found {
                        Likeness::Garbled(letters) => 1 + letters.min(9),
                        _ => 10,
                    } + if aligned { 0 } else { 10 };
                    if best.as_ref().is_none_or(|(.., r)| rank < *r) {
                        best = Some((*b, taken, found, rank));
                    }
                }
                if let Some((b, taken, found, _)) = best {
                    *taken = true;
                    *link = Some((b, found));
                }
            }
        }
        for (a, link) in left.iter().zip(left_link) {
            self.links.push(NameLink {
                bead: view.index,
                original: Some(*a),
                copy: link.map(|(b, _)| b),
                likeness: link.map_or(Likeness::Different, |(_, l)| l),
                framed: link.is_some_and(|(b, _)| frames.framed(*a, b)),
                followed: link.is_some_and(|(b, _)| frames.followed(*a, b)),
            });
        }
        for (b, taken) in right.iter().zip(right_taken) {
            if !taken {
                self.links.push(NameLink {
                    bead: view.index,
                    original: None,
                    copy: Some(*b),
                    likeness: Likeness::Different,
                    framed: false,
                    followed: false,
                });
            }
        }
    }

    fn one_is_seat(&self, a: usize, b: usize) -> bool {
        let seat = |forms: &[Form], i: usize| forms.get(i).is_some_and(Form::is_seat);
        seat(&self.original, a) != seat(&self.copy, b)
    }

    /// Whether the capital of one of two names may come from its place alone.
    fn weak(&self, view: BeadView<'_>, a: usize, b: usize) -> bool {
        let weak = |names: &[Name], forms: &[Form], i: usize| {
            names.get(i).is_none_or(|n| n.weak) && forms.get(i).is_none_or(Form::is_dictionary_word)
        };
        weak(&view.pair.original.names, &self.original, a)
            || weak(&view.pair.copy.names, &self.copy, b)
    }

    fn alike(&self, a: usize, b: usize) -> Likeness {
        match (self.original.get(a), self.copy.get(b)) {
            (Some(a), Some(b)) => likeness(a, b),
            _ => Likeness::Different,
        }
    }
}

/// Keys of all names and words of a document.
fn known(forms: &[Form], document: &Document<'_>) -> FxHashSet<u64> {
    let tokens = document.tokens().iter().filter(|t| t.is_word());
    let words = tokens.map(|t| t.key);
    forms.iter().flat_map(Form::keys).chain(words).collect()
}

/// Indices of the names in the bodies of some segments, furniture left out.
fn names_of(document: &Document<'_>, segments: &[usize]) -> Vec<usize> {
    let mut list = Vec::new();
    for segment in segments.iter().filter_map(|s| document.segments.get(*s)) {
        if segment.kind == SegmentKind::Furniture {
            continue;
        }
        let body = segment.body;
        let from = document
            .names
            .partition_point(|n| n.span.start() < body.start());
        let names = document.names.iter().enumerate().skip(from);
        list.extend(
            names
                .take_while(|(_, n)| n.span.start() < body.end())
                .map(|(i, _)| i),
        );
    }
    list
}

/// Places of names among the words of a bead.
struct Frames<'p> {
    view: BeadView<'p>,
    left: Words<'p>,
    right: Words<'p>,
}

impl<'p> Frames<'p> {
    fn new(view: BeadView<'p>) -> Self {
        Self {
            view,
            left: view.original(),
            right: view.copy(),
        }
    }

    fn words(
        &self,
        a: usize,
        b: usize,
    ) -> Option<(std::ops::Range<usize>, std::ops::Range<usize>)> {
        let (a, b) = (
            self.view.pair.original.names.get(a)?,
            self.view.pair.copy.names.get(b)?,
        );
        Some((
            word_run(self.left.indices, whole(a))?,
            word_run(self.right.indices, whole(b))?,
        ))
    }

    /// Whether a word of one name is the counterpart of a word of the other, or both names lie in
    /// one step of the token alignment.
    fn aligned(&self, a: usize, b: usize) -> bool {
        let Some((a, b)) = self.words(a, b) else {
            return false;
        };
        let linked = a
            .clone()
            .any(|i| self.left.link(i).is_some_and(|l| b.contains(&l.other)));
        linked
            || self.view.alignment.edits.iter().any(|e| {
                e.original.start < a.end
                    && a.start < e.original.end
                    && e.copy.start < b.end
                    && b.start < e.copy.end
            })
    }

    /// Whether the words before and after both names are counterparts that stayed.
    fn framed(&self, a: usize, b: usize) -> bool {
        let Some((run, other)) = self.words(a, b) else {
            return false;
        };
        let before = |words: &Words<'_>, start: usize| {
            (0..start)
                .rev()
                .find(|k| !matches!(words.norm(*k), "the" | "a" | "an"))
        };
        let before = match (
            before(&self.left, run.start),
            before(&self.right, other.start),
        ) {
            (None, None) => true,
            (Some(i), Some(j)) => self.pair_kept(i, j),
            _ => false,
        };
        let ends = run.end >= self.left.len() && other.end >= self.right.len();
        before && (ends || self.followed(a, b))
    }

    /// Whether the word after both names is the same.
    fn followed(&self, a: usize, b: usize) -> bool {
        self.words(a, b).is_some_and(|(a, b)| {
            a.end < self.left.len() && b.end < self.right.len() && self.pair_kept(a.end, b.end)
        })
    }

    fn pair_kept(&self, i: usize, j: usize) -> bool {
        self.left
            .link(i)
            .is_some_and(|l| l.other == j && l.keeps_word())
    }
}

/// A name with its title.
#[must_use]
pub fn whole(name: &Name) -> TokenSpan {
    name.title.map_or(name.span, |t| t.join(&name.span))
}

/// The words of a bead that lie in a token range, where the bead has them in one run.
#[must_use]
pub fn word_run(indices: &[u32], span: TokenSpan) -> Option<std::ops::Range<usize>> {
    let first = (span.start()..span.end()).find_map(|t| {
        let t = u32::try_from(t).ok()?;
        indices.binary_search(&t).ok()
    })?;
    let count = indices
        .get(first..)?
        .iter()
        .take_while(|t| (**t as usize) < span.end())
        .count();
    Some(first..first + count)
}
