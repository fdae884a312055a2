//! Which blocks of a text are the story, and what the others are.
//!
//! A block is a paragraph, or a line that was ended on purpose. No single word makes a block
//! furniture: each rule joins the block's place (before the story, inside it, after it), its shape
//! (short, without a full stop, nothing but names) and its vocabulary. A block that tells something
//! like a sentence of the story stays in the story when the evidence is thin, because furniture
//! is not compared: prefers to keep a caption over silencing a finding.

use serde::{Deserialize, Serialize};

use crate::text::evidence::Evidence;

/// What kind of page furniture a segment is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum FurnitureKind {
    /// What a photo shows, with or without its credit.
    Caption,
    /// `By Maja Lund and Oskar Brandt`
    Byline,
    /// A date, or place and time of an update.
    Date,
    /// `Lena Ortiz | Pixbank Images`
    Credit,
    /// A section label or kicker over the story: `Health`.
    SectionLabel,
    /// A title of another story.
    Related,
    /// `Sign up for our newsletter`
    SignUp,
    /// Copyright, terms, notes on how the page was made.
    Disclaimer,
    /// `Back to top button`, `Share this story`
    Navigation,
    /// The story's headline, once more.
    RepeatedHeadline,
    /// `(Reporting by …; Editing by …)`
    ReporterCredits,
    /// The name of the agency or paper, alone.
    Source,
    /// A summary in headlines before the story.
    Summary,
}

/// A block with what is known of it.
#[derive(Clone, Debug)]
pub(super) struct Block {
    /// First and one past the last piece.
    pub pieces: (usize, usize),
    /// What the tokens speak for.
    pub evidence: Evidence,
    /// It begins with a dateline.
    pub dateline: bool,
    /// Decided when the text was cut into pieces.
    pub hint: Option<FurnitureKind>,
    /// Keys of its words, for comparing with the headline.
    pub keys: Vec<u64>,
    /// It has a paragraph of its own, or at least a line.
    pub alone: bool,
}

/// What a block is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum BlockKind {
    Headline,
    Story,
    Furniture(FurnitureKind),
}

/// Label all blocks of a text.
pub(super) fn label(blocks: &[Block]) -> Vec<BlockKind> {
    if blocks.len() == 1 {
        // A lone passage is what the caller wants compared, whatever it looks like.
        return vec![BlockKind::Story];
    }
    let headline = headline(blocks);
    let mut kinds = vec![BlockKind::Story; blocks.len()];
    let first_story = first_story(blocks, headline);
    let last_story = last_story(blocks, first_story);
    // Whether the text sets full stops at all: in a list or a poem a missing one says nothing.
    let (mut long, mut stopped) = (0usize, 0usize);
    for block in blocks.get(first_story..=last_story).unwrap_or(&[]) {
        if block.evidence.words > 12 {
            long += 1;
            stopped += usize::from(block.evidence.stop);
        }
    }
    let sets_stops = stopped * 10 >= long * 6 && long > 0;
    let title = headline
        .and_then(|h| blocks.get(h))
        .map(|b| b.keys.as_slice());
    for (i, (block, kind)) in blocks.iter().zip(kinds.iter_mut()).enumerate() {
        if Some(i) == headline {
            *kind = BlockKind::Headline;
            continue;
        }
        let place = if i < first_story {
            Place::Before
        } else if i > last_story {
            Place::After
        } else {
            Place::Inside
        };
        let view = View {
            block,
            place,
            next: blocks.get(i + 1),
            title: title.filter(|_| headline.is_some_and(|h| i > h)),
            sets_stops,
        };
        if let Some(furniture) = view.furniture() {
            *kind = BlockKind::Furniture(furniture);
        }
    }
    kinds
}

/// Where a block stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Place {
    Before,
    Inside,
    After,
}

struct View<'b> {
    block: &'b Block,
    place: Place,
    next: Option<&'b Block>,
    title: Option<&'b [u64]>,
    sets_stops: bool,
}

impl View<'_> {
    fn furniture(&self) -> Option<FurnitureKind> {
        use FurnitureKind::{Caption, RepeatedHeadline};
        let e = &self.block.evidence;
        if let Some(hint) = self.block.hint {
            return Some(hint);
        }
        if self.block.dateline {
            return None;
        }
        if let Some(title) = self.title
            && !e.stop
            && same_words(title, &self.block.keys)
        {
            return Some(RepeatedHeadline);
        }
        if let Some(kind) = strong(self.block) {
            return Some(kind);
        }
        match self.place {
            Place::Before => self.before(),
            Place::Inside => self.inside(),
            Place::After => after(self.block),
        }
        .or_else(|| {
            // A caption whose credit has the line below it.
            let credit = self
                .next
                .is_some_and(|n| n.evidence.credit && n.evidence.words <= 8);
            (credit && self.block.alone && !e.said && e.quotes == 0 && self.place != Place::After)
                .then_some(Caption)
        })
    }

    fn before(&self) -> Option<FurnitureKind> {
        use FurnitureKind::{Caption, SectionLabel, Summary};
        let e = &self.block.evidence;
        if e.stop {
            // `Boxes of oats on a shelf in Dayborough, Ill., Jan. 9, 2024.`
            return (e.dated_end && !e.said && e.quotes == 0 && e.words <= 40).then_some(Caption);
        }
        if e.quotes > 0 && e.words > 12 || e.open_end {
            return None;
        }
        if e.bullet {
            return Some(Summary);
        }
        if e.words <= 6 {
            return Some(SectionLabel);
        }
        (!e.narrates).then_some(Caption)
    }

    /// Between two paragraphs of the story only what is no sentence by its shape can be furniture.
    fn inside(&self) -> Option<FurnitureKind> {
        use FurnitureKind::{Related, SectionLabel};
        let e = &self.block.evidence;
        let no_sentence = !e.stop && !e.open_end && !e.lower_start && self.block.alone;
        if !no_sentence || !self.sets_stops || e.words > 20 || e.said || e.quotes > 2 {
            return None;
        }
        if e.words <= 4 {
            return Some(SectionLabel);
        }
        (!(e.narrates && e.finite && !e.label) || e.imperative || e.bullet).then_some(Related)
    }
}

/// Furniture wherever it stands.
fn strong(block: &Block) -> Option<FurnitureKind> {
    use FurnitureKind::{
        Byline, Caption, Credit, Date, Disclaimer, Navigation, Related, ReporterCredits, SignUp,
    };
    let e = &block.evidence;
    if e.words == 0 {
        // Rules, rows of stars, lone marks.
        return block.alone.then_some(Navigation);
    }
    if e.bracketed && e.words <= 6 && e.quotes == 0 {
        return Some(Navigation);
    }
    if e.roles > 0 && (e.parenthesised || e.roles > 1 || !e.stop) && !e.finite {
        return Some(ReporterCredits);
    }
    if e.roles > 1 && e.parenthesised {
        return Some(ReporterCredits);
    }
    if e.by && !e.stop && e.words <= 16 && !e.finite && e.capitals * 10 >= e.words * 6 {
        return Some(Byline);
    }
    let dated = e.month || e.dates >= 3 && e.digits && !e.stop && !e.lower_start;
    if dated && e.words <= 14 && e.dates * 2 >= e.words && !e.said && e.quotes == 0 {
        return Some(Date);
    }
    if e.copyright && e.words <= 30 && !e.said && e.quotes == 0 {
        return Some(Disclaimer);
    }
    if e.credit && block.alone {
        return Some(if e.words <= 8 { Credit } else { Caption });
    }
    if e.said || e.quotes > 0 {
        return None;
    }
    if e.imperative && e.site > 1 && e.words <= 40 && (e.address > 0 || !e.stop) {
        return Some(SignUp);
    }
    if e.imperative && e.label && e.words <= 20 {
        return Some(Related);
    }
    if e.address > 0 && e.site > 2 {
        return Some(Disclaimer);
    }
    None
}

/// After the last paragraph of the story.
fn after(block: &Block) -> Option<FurnitureKind> {
    use FurnitureKind::{Disclaimer, Navigation, Related, SignUp, Source};
    let e = &block.evidence;
    let quoted = e.said || e.quotes > 2;
    if e.stop {
        let page = e.address > 0 && (e.site > 1 || e.site > 0 && e.words <= 14)
            || e.site > 1 && e.words <= 12 && !e.narrates;
        return (page && !quoted).then_some(if e.imperative { SignUp } else { Disclaimer });
    }
    // The end of a text that was cut off in mid-sentence is still the story.
    if e.open_end || e.lower_start || e.words > 20 || e.narrates && e.finite && !e.label {
        let page = e.site > 1 && e.address > 0 || e.site > 2;
        return (page && !quoted).then_some(Disclaimer);
    }
    Some(if e.imperative || e.site > 0 && e.words <= 6 {
        Navigation
    } else if e.is_mostly_capitals() && e.words <= 6 {
        Source
    } else {
        Related
    })
}

/// The block that is the headline, if the text has one.
fn headline(blocks: &[Block]) -> Option<usize> {
    if blocks.len() < 2 {
        return None;
    }
    for (i, block) in blocks.iter().enumerate().take(8) {
        let e = &block.evidence;
        if block.hint.is_none() && strong(block).is_none() && !block.dateline {
            let next = blocks.get(i + 1);
            let label = e.words <= 3
                && next.is_some_and(|n| is_title(n) && n.evidence.words > 3 && strong(n).is_none());
            if label {
                continue;
            }
            if is_title(block) && next.is_some() {
                return Some(i);
            }
            // A headline with a full stop is told by the dateline under it.
            let under = blocks.iter().skip(i + 1).find(|b| strong(b).is_none());
            let stopped = block.pieces.1 - block.pieces.0 == 1 && e.words <= 16 && e.quotes <= 2;
            return (stopped && under.is_some_and(|b| b.dateline)).then_some(i);
        }
        if block.dateline {
            return None;
        }
    }
    None
}

fn is_title(block: &Block) -> bool {
    let e = &block.evidence;
    block.alone
        && !block.dateline
        && !e.stop
        && !e.open_end
        && !e.lower_start
        && (1..=32).contains(&e.words)
        || block.alone && e.stop && e.words <= 16 && e.words > 1 && e.question
}

fn is_story(block: &Block) -> bool {
    let e = &block.evidence;
    block.dateline
        || block.hint.is_none()
            && strong(block).is_none()
            && (e.stop && e.words > 3 && !(e.dated_end && !e.said && !e.narrates)
                || e.words > 20 && e.finite
                || e.words > 8 && e.quotes > 1)
}

fn first_story(blocks: &[Block], headline: Option<usize>) -> usize {
    let from = headline.map_or(0, |h| h + 1);
    // With a dateline near the top, the story starts there.
    let near = blocks.iter().skip(from).take(8).position(|b| b.dateline);
    if let Some(near) = near
        && blocks
            .iter()
            .skip(from)
            .take(near)
            .all(|b| !is_story(b) || b.pieces.1 - b.pieces.0 == 1 && b.evidence.dated_end)
    {
        return from + near;
    }
    let story = |i: &usize| {
        let Some(block) = blocks.get(*i) else {
            return false;
        };
        let credit = blocks
            .get(i + 1)
            .is_some_and(|n| n.evidence.credit && n.evidence.words <= 8);
        is_story(block) && !credit
    };
    (from..blocks.len()).find(story).unwrap_or(from)
}

fn last_story(blocks: &[Block], first: usize) -> usize {
    (first..blocks.len())
        .rev()
        .find(|i| {
            blocks
                .get(*i)
                .is_some_and(|b| is_story(b) && after(b).is_none())
        })
        .unwrap_or(first)
}

/// Whether two titles have nearly the same words in nearly the same number.
fn same_words(a: &[u64], b: &[u64]) -> bool {
    if a.len() < 3 || b.len() < 3 || a.len().abs_diff(b.len()) > 3 {
        return a == b && !a.is_empty();
    }
    let shared = b.iter().filter(|k| a.contains(k)).count();
    shared * 5 >= a.len().max(b.len()) * 4
}
