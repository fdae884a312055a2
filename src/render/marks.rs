//! Which parts of a segment which finding marks.

use std::collections::BTreeSet;

use crate::report::{Excerpt, Finding, Kind, Report, Segment, Side};

/// A part of a segment's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece<'r> {
    /// The text.
    pub text: &'r str,
    /// Index of the finding that marks it: the worst where several overlap.
    pub finding: Option<usize>,
}

/// The marked parts of every segment of one side.
pub struct Marks<'r> {
    side: &'r Side,
    /// For each segment: start and end in bytes of its text, finding; in order, no overlaps.
    segments: Vec<Vec<(usize, usize, usize)>>,
}

impl<'r> Marks<'r> {
    /// Marks of one side by all findings of the report, O(n log n) in their number.
    pub fn new(report: &'r Report, original: bool) -> Self {
        let side = if original {
            &report.original
        } else {
            &report.copy
        };
        let mut edges: Vec<Vec<(usize, bool, usize)>> = vec![Vec::new(); side.segments.len()];
        for (index, finding) in report.findings.iter().enumerate() {
            let Some(excerpt) = excerpt(finding, original) else {
                continue;
            };
            // A moved passage is told by its bead: no word of it need be looked at.
            if finding.kind == Kind::Order {
                continue;
            }
            // A passage may run on into the segments that follow: a fragment, say.
            for (segment, edges) in side.segments.iter().zip(&mut edges).skip(excerpt.segment) {
                if segment.start >= excerpt.end {
                    break;
                }
                if excerpt.start < segment.end {
                    edges.push((excerpt.start.max(segment.start), true, index));
                    edges.push((excerpt.end.min(segment.end), false, index));
                }
            }
        }
        let segments = side.segments.iter().zip(edges);
        Self {
            side,
            segments: segments.map(|(s, edges)| sweep(s, edges)).collect(),
        }
    }

    /// The text of a segment in pieces; nothing for an unknown segment.
    pub fn pieces(&self, segment: usize) -> Vec<Piece<'r>> {
        let (Some(found), Some(marks)) =
            (self.side.segments.get(segment), self.segments.get(segment))
        else {
            return Vec::new();
        };
        let text = found.text.as_str();
        let mut pieces = Vec::with_capacity(2 * marks.len() + 1);
        let mut at = 0;
        let mut push = |start: usize, end: usize, finding| {
            if let Some(text) = text.get(start..end).filter(|t| !t.is_empty()) {
                pieces.push(Piece { text, finding });
            }
        };
        for (start, end, finding) in marks {
            push(at, *start, None);
            push(*start, *end, Some(*finding));
            at = *end;
        }
        push(at, text.len(), None);
        pieces
    }
}

/// The passage of a finding on one side.
pub fn excerpt(finding: &Finding, original: bool) -> Option<&Excerpt> {
    if original {
        finding.original.as_ref()
    } else {
        finding.copy.as_ref()
    }
}

/// From edges in code points of the whole text to ranges in bytes of the segment, the worst
/// (first) finding on top.
fn sweep(segment: &Segment, mut edges: Vec<(usize, bool, usize)>) -> Vec<(usize, usize, usize)> {
    if edges.is_empty() {
        return Vec::new();
    }
    edges.sort_unstable();
    let ascii = segment.text.is_ascii();
    let bytes: Vec<usize> = if ascii {
        Vec::new()
    } else {
        segment.text.char_indices().map(|(at, _)| at).collect()
    };
    let byte = |point: usize| {
        let point = point.saturating_sub(segment.start);
        let at = if ascii {
            Some(point)
        } else {
            bytes.get(point).copied()
        };
        at.unwrap_or(segment.text.len()).min(segment.text.len())
    };
    let mut ranges: Vec<(usize, usize, usize)> = Vec::new();
    let mut active: BTreeSet<usize> = BTreeSet::new();
    let mut from = 0;
    for (point, opens, finding) in edges {
        let at = byte(point);
        if let Some(top) = active.first().copied()
            && from < at
        {
            match ranges.last_mut() {
                Some(last) if last.1 == from && last.2 == top => last.1 = at,
                _ => ranges.push((from, at, top)),
            }
        }
        from = at;
        if opens {
            active.insert(finding);
        } else {
            active.remove(&finding);
        }
    }
    ranges
}

/// A passage with what stands before and after it in its segments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Context<'r> {
    /// Up to `reach` characters before it, from a word's start.
    pub before: &'r str,
    /// More text before that.
    pub cut_before: bool,
    /// The passage.
    pub text: &'r str,
    /// Up to `reach` characters after it, to a word's end.
    pub after: &'r str,
    /// More text after that.
    pub cut_after: bool,
}

/// A passage in its context of about `reach` characters on either side.
pub fn context<'r>(side: &'r Side, excerpt: &'r Excerpt, reach: usize) -> Context<'r> {
    let segment = side.segments.get(excerpt.segment);
    let text = segment.map_or("", |s| s.text.as_str());
    let start = segment.map_or(0, |s| s.start);
    let chars = |count: usize| {
        let mut indices = text.char_indices().map(|(at, _)| at);
        indices.nth(count).unwrap_or(text.len())
    };
    let before = text
        .get(..chars(excerpt.start.saturating_sub(start)))
        .unwrap_or("");
    let after = text
        .get(chars(excerpt.end.saturating_sub(start))..)
        .unwrap_or("");
    let tail = tail(before, reach);
    let head = head(after, reach);
    Context {
        before: tail,
        cut_before: tail.trim_start().len() < before.trim_start().len(),
        text: &excerpt.text,
        after: head,
        cut_after: head.trim_end().len() < after.trim_end().len(),
    }
}

/// The last `reach` characters, less the word that the cut goes through.
fn tail(text: &str, reach: usize) -> &str {
    let Some((cut, _)) = text.char_indices().rev().nth(reach) else {
        return text;
    };
    let rest = text.get(cut..).unwrap_or("");
    match rest.find(char::is_whitespace) {
        Some(space) => rest.get(space..).unwrap_or("").trim_start(),
        None => rest,
    }
}

/// The first `reach` characters, less the word that the cut goes through.
fn head(text: &str, reach: usize) -> &str {
    let Some((cut, _)) = text.char_indices().nth(reach) else {
        return text;
    };
    let rest = text.get(..cut).unwrap_or("");
    match rest.rfind(char::is_whitespace) {
        Some(space) => rest.get(..space).unwrap_or("").trim_end(),
        None => rest,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn segment(text: &str) -> Segment {
        Segment {
            id: 0,
            kind: crate::report::SegmentKind::Sentence,
            start: 10,
            end: 10 + text.chars().count(),
            text: text.to_owned(),
        }
    }

    #[test]
    fn the_worse_of_two_overlapping_findings_is_on_top() {
        let edges = vec![(10, true, 1), (16, false, 1), (12, true, 0), (14, false, 0)];
        let ranges = sweep(&segment("abcdefgh"), edges);
        assert_eq!(ranges, [(0, 2, 1), (2, 4, 0), (4, 6, 1)]);
    }

    #[test]
    fn code_points_become_bytes() {
        let ranges = sweep(&segment("é𝄞z"), vec![(11, true, 0), (12, false, 0)]);
        assert_eq!(ranges, [(2, 6, 0)]);
    }

    #[test]
    fn context_is_cut_between_words() {
        assert_eq!(tail("one two three", 7), "three");
        assert_eq!(head(" one two three", 7), " one");
        assert_eq!(tail("one", 7), "one");
    }
}
