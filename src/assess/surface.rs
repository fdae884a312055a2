//! Differences of form: capitals, marks, white space.

use super::Difference;
use super::features::{Feature, Kind, count};
use crate::compare::Relation;
use crate::detect::BeadView;
use crate::text::Document;
use crate::text::tokens::{Token, TokenKind};

/// Append the differences of form of a bead.
pub(super) fn differences(view: BeadView<'_>, out: &mut Vec<Difference>) {
    case(view, out);
    let (left, right) = (
        Marks::new(view.pair.original, &view.bead.original),
        Marks::new(view.pair.copy, &view.bead.copy),
    );
    marks(&left, &right, out);
    capitals(view, out);
    let loose = left.loose.abs_diff(right.loose);
    if loose > 0 {
        out.push(form(Kind::Spacing, "spaces", count(loose)));
    }
}

/// Capitals of the two sides, whatever the words: how the passage begins, and how many there are.
fn capitals(view: BeadView<'_>, out: &mut Vec<Difference>) {
    let (a, b) = (view.original(), view.copy());
    let first = |words: crate::detect::view::Words<'_>| words.token(0).map(|t| t.capital);
    match (first(a), first(b)) {
        (Some(true), Some(false)) => out.push(form(Kind::Case, "begins", "lower")),
        (Some(false), Some(true)) => out.push(form(Kind::Case, "begins", "upper")),
        _ => {}
    }
    let inner = |words: crate::detect::view::Words<'_>| {
        let words = (1..words.len()).filter_map(|k| words.token(k));
        words.filter(|t| t.capital).count()
    };
    let (n, m) = (inner(a), inner(b));
    let far = count(n.abs_diff(m));
    match n.cmp(&m) {
        std::cmp::Ordering::Greater => out.push(form(Kind::Case, "capitals lost", far)),
        std::cmp::Ordering::Less => out.push(form(Kind::Case, "capitals put in", far)),
        std::cmp::Ordering::Equal => {}
    }
}

fn form(kind: Kind, name: &'static str, value: &'static str) -> Difference {
    Difference {
        kind,
        original: 0..0,
        copy: 0..0,
        features: vec![Feature::new(name, value)],
    }
}

/// Words that are the same but for their capitals, by how they differ.
fn case(view: BeadView<'_>, out: &mut Vec<Difference>) {
    let (a, b) = (view.original(), view.copy());
    let (mut first, mut lowered, mut raised, mut shouted) = (0, 0, 0, 0);
    for (j, link) in b.links.iter().enumerate() {
        let Some(link) = link.filter(|l| matches!(l.relation, Relation::Equal | Relation::Moved))
        else {
            continue;
        };
        let (i, j) = (link.other..link.other + 1, j..j + 1);
        let (from, to) = (a.text(&i), b.text(&j));
        if from == to || a.key(i.start) != b.key(j.start) {
            continue;
        }
        let upper = |text: &str| text.chars().filter(|c| c.is_uppercase()).count();
        match (upper(from), upper(to)) {
            // A word that came to the front, or left it, changes its first letter by rule.
            (x, y) if x.abs_diff(y) == 1 && (i.start == 0) != (j.start == 0) => {}
            (x, y) if x > y && i.start == 0 && j.start == 0 => first += 1,
            (x, y) if x > y => lowered += 1,
            (x, y) if y > x + 1 => shouted += 1,
            (x, y) if y > x => raised += 1,
            _ => {}
        }
    }
    for (n, name) in [
        (first, "first letter lowered"),
        (lowered, "lowered"),
        (raised, "raised"),
        (shouted, "all capitals"),
    ] {
        if n > 0 {
            out.push(form(Kind::Case, name, count(n)));
        }
    }
}

/// The marks of one side.
struct Marks {
    /// How many of each class.
    counts: [usize; CLASSES.len()],
    /// Closing marks with white space before them.
    loose: usize,
    /// Class of the last mark, where the passage ends in one.
    last: Option<usize>,
}

/// Classes of marks; all other marks are of the last class.
const CLASSES: [(&str, &[&str]); 12] = [
    ("comma", &[","]),
    ("stop", &["."]),
    ("question", &["?"]),
    ("exclamation", &["!"]),
    ("colon", &[":"]),
    ("semicolon", &[";"]),
    ("quote", &["\"", "'", "``", "''"]),
    ("dash", &["-"]),
    ("bracket", &["(", ")"]),
    ("ellipsis", &["..."]),
    ("sign", &["%", "$", "£", "€", "&", "#", "@", "/"]),
    ("other", &[]),
];

fn class(norm: &str) -> usize {
    let known = CLASSES.iter().position(|(_, marks)| marks.contains(&norm));
    known.unwrap_or(CLASSES.len() - 1)
}

impl Marks {
    fn new(document: &Document<'_>, segments: &[usize]) -> Self {
        let mut marks = Self {
            counts: [0; CLASSES.len()],
            loose: 0,
            last: None,
        };
        let segments = segments.iter().filter_map(|i| document.segments.get(*i));
        for token in segments.flat_map(|s| document.slice(s.body)) {
            marks.add(document, token);
        }
        marks
    }

    fn add(&mut self, document: &Document<'_>, token: &Token) {
        if !matches!(token.kind, TokenKind::Mark | TokenKind::Quote) {
            self.last = None;
            return;
        }
        let norm = document.norm(token);
        // A percent sign is a word of the alignment.
        if norm == "%" {
            self.last = None;
            return;
        }
        let class = class(norm);
        if let Some(count) = self.counts.get_mut(class) {
            *count += 1;
        }
        if matches!(norm, "," | "." | "?" | "!" | ":" | ";") {
            self.loose += usize::from(!token.glued);
        }
        self.last = Some(class);
    }
}

fn marks(left: &Marks, right: &Marks, out: &mut Vec<Difference>) {
    if left.last != right.last {
        let name = |last: Option<usize>| last.and_then(|k| CLASSES.get(k)).map_or("none", |c| c.0);
        let mut end = form(Kind::Mark, "end", "other");
        end.features = vec![Feature::new(
            "end",
            format!("{} > {}", name(left.last), name(right.last)),
        )];
        out.push(end);
    }
    let counts = left.counts.into_iter().zip(right.counts);
    for ((name, _), (n, m)) in CLASSES.iter().zip(counts) {
        let far = count(n.abs_diff(m));
        let mut mark = match n.cmp(&m) {
            std::cmp::Ordering::Equal => continue,
            std::cmp::Ordering::Greater => form(Kind::Mark, "lost", name),
            std::cmp::Ordering::Less => form(Kind::Mark, "put in", name),
        };
        mark.features.push(Feature::new("count", far));
        out.push(mark);
    }
}
