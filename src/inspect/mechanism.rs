//! What the damage of a text hints at: how it was made.

use std::sync::LazyLock;

use crate::inspect::Mark;
use crate::lexicon::Phrases;
use crate::report::MechanismName;
use crate::span::TokenSpan;
use crate::text::Document;
use crate::text::segments::SegmentKind;

/// A hint with the places it rests on.
#[derive(Clone, Debug, PartialEq)]
pub struct Hint {
    /// What the text looks like.
    pub name: MechanismName,
    /// How strongly the evidence speaks for it, 0 to 1.
    pub confidence: f64,
    /// One sentence for a reader.
    pub message: &'static str,
    /// Its evidence, in reading order.
    pub evidence: Vec<TokenSpan>,
}

static CUES: LazyLock<Phrases> =
    LazyLock::new(|| Phrases::read(include_str!("../lexicon/data/mechanism_cues.txt")));

/// Least weight of evidence that a hint needs; one piece alone never has it.
const ENOUGH: f64 = 2.0;
/// Most places that a hint lists.
const LISTED: usize = 12;

/// One piece of evidence: for what, how strong, where.
type Piece = (MechanismName, f64, TokenSpan);

/// The mechanism that a text's damage speaks for most, if it speaks clearly.
///
/// A torn-off remainder or a stray stop counts 1 for a round trip through another language; a
/// half-spelled number 1 for a number spinner; a tortured term 1 for a synonym spinner, and turns
/// of phrase that the two spinners leave 0.5 each. A text that reports speech with *mentioned* or
/// *stated* where news says *said* adds 1 for a spinner. Weights are plain counts, not fitted.
#[must_use]
pub fn hint(document: &Document<'_>, marks: &[Mark]) -> Option<Hint> {
    let mut pieces: Vec<Piece> = marks.iter().filter_map(of_mark).collect();
    cues(document, &mut pieces);
    speech(document, &mut pieces);
    let names = [
        MechanismName::NumberSpinner,
        MechanismName::RoundTrip,
        MechanismName::SynonymSpinner,
    ];
    let mut best: Option<(MechanismName, f64)> = None;
    for name in names {
        let own = pieces.iter().filter(|(n, _, _)| *n == name);
        let weight: f64 = own.map(|(_, weight, _)| weight).sum();
        if best.is_none_or(|(_, most)| weight > most) {
            best = Some((name, weight));
        }
    }
    let (name, weight) = best.filter(|(_, weight)| *weight >= ENOUGH)?;
    let mut evidence: Vec<TokenSpan> = pieces
        .iter()
        .filter(|(n, _, _)| *n == name)
        .map(|(_, _, place)| *place)
        .collect();
    evidence.sort_by_key(|place| (place.start(), place.end()));
    evidence.dedup();
    evidence.truncate(LISTED);
    Some(Hint {
        name,
        confidence: 1.0 - 0.6f64.powf(weight).max(0.05),
        message: match name {
            MechanismName::RoundTrip => {
                "Sentences torn apart like these are left by translation into another language \
                 and back; the text may have come that way"
            }
            MechanismName::SynonymSpinner => {
                "Words exchanged like these are left by software that replaces words by synonyms; \
                 the text may have gone through it"
            }
            MechanismName::NumberSpinner => {
                "Digits spelled out and words exchanged like these are left by software that \
                 rewrites word by word; the text may have gone through it"
            }
        },
        evidence,
    })
}

fn of_mark(mark: &Mark) -> Option<Piece> {
    let (name, weight) = match mark.rule.code {
        "WD861" | "WD862" => (MechanismName::RoundTrip, 1.0),
        "WD883" => (MechanismName::RoundTrip, 0.5),
        "WD921" | "WD922" | "WD925" | "WD926" => (MechanismName::NumberSpinner, 1.0),
        "WD927" => (MechanismName::NumberSpinner, 0.5),
        "WD812" => (MechanismName::SynonymSpinner, 1.0),
        _ => return None,
    };
    Some((name, weight, mark.tokens))
}

fn in_story(document: &Document<'_>, k: usize) -> bool {
    let segment = document.segment_at(k);
    segment
        .and_then(|s| document.segments.get(s))
        .is_some_and(|s| s.kind != SegmentKind::Furniture)
}

/// Turns of phrase. In the middle of names (`Folks Road`) they are none.
fn cues(document: &Document<'_>, pieces: &mut Vec<Piece>) {
    let tokens = document.tokens();
    for k in 0..tokens.len() {
        let at = |n: usize| tokens.get(k + n).map(|t| (t.key, t.stem));
        let Some(found) = CUES.find(at) else { continue };
        let small = tokens.get(k).is_some_and(|t| !t.capital);
        if small && in_story(document, k) {
            let name = match found.tag {
                "number" => MechanismName::NumberSpinner,
                _ => MechanismName::SynonymSpinner,
            };
            pieces.push((name, 0.5, TokenSpan::new(k, k + found.len)));
        }
    }
}

/// Verbs of reporting that spinners put for *said*.
fn speech(document: &Document<'_>, pieces: &mut Vec<Piece>) {
    let (mut said, mut mentioned, mut stated) = (0usize, Vec::new(), Vec::new());
    for (k, token) in document.tokens().iter().enumerate() {
        let list = match document.norm(token) {
            "said" | "says" => {
                said += 1;
                continue;
            }
            "mentioned" | "mentions" | "instructed" => &mut mentioned,
            "stated" => &mut stated,
            _ => continue,
        };
        if in_story(document, k) {
            list.push(TokenSpan::new(k, k + 1));
        }
    }
    for (places, name) in [
        (mentioned, MechanismName::SynonymSpinner),
        (stated, MechanismName::NumberSpinner),
    ] {
        // A reporter may state a thing; one who states everything and says nothing is none.
        if let [first, _, ..] = places.as_slice()
            && places.len() > 2 * said
        {
            pieces.push((name, 1.0, *first));
        }
    }
}
