//! How alike in meaning the two sides of each bead are: a model's judgement and the words' own.

use super::TokenAlignment;
use crate::align::Bead;
use crate::semantic::{Model, ModelError, cosine};
use crate::text::Document;

/// Share of the model's cosine in the similarity, the rest being what is shared in writing. The cosine
/// alone ranks everyday sentences as well; news and translations gain from a tenth of the other.
const MODEL: f64 = 0.9;

/// What a model and the words say of each bead.
pub struct Meanings {
    /// The similarity of its sides, 0 to 1.
    pub alike: Vec<f64>,
    /// How alike its sides are in words and in writing alone, 0 to 1.
    pub written: Vec<f64>,
    /// The cosine of its sides' bodies by the fast model, where it was reckoned.
    pub cosines: Vec<Option<f64>>,
}

/// The similarity of each bead, 0 to 1; 1 for sides of the same words in the same order, 0 where a
/// side is empty.
///
/// Only beads whose sides differ are shown to the model, all in one batch, and of them only those
/// whose cosine is not among the `known` ones, one for each bead or none at all.
///
/// # Errors
/// Those of the model.
pub fn similarities(
    original: &Document<'_>,
    copy: &Document<'_>,
    beads: &[Bead],
    alignments: &[TokenAlignment],
    model: &Model,
    known: &[Option<f64>],
) -> Result<Meanings, ModelError> {
    let written: Vec<f64> = alignments
        .iter()
        .map(|tokens| tokens.similarity(original, copy))
        .collect();
    let differ = |bead: &Bead, tokens: &TokenAlignment| {
        let paired = !bead.original.is_empty() && !bead.copy.is_empty();
        paired && !tokens.is_identical()
    };
    let known = |i: usize| known.get(i).copied().flatten();
    let differing: Vec<Option<&Bead>> = beads
        .iter()
        .zip(alignments)
        .map(|(bead, tokens)| differ(bead, tokens).then_some(bead))
        .collect();
    let mut sides: Vec<String> = Vec::new();
    let open = differing.iter().enumerate();
    for bead in open.filter_map(|(i, bead)| bead.filter(|_| known(i).is_none())) {
        sides.push(passage(original, &bead.original));
        sides.push(passage(copy, &bead.copy));
    }
    let texts: Vec<&str> = sides.iter().map(String::as_str).collect();
    let vectors = model.encode(&texts)?;
    let fast = matches!(model, Model::Auto | Model::Fast);
    let mut found = Meanings {
        cosines: vec![None; written.len()],
        alike: written.clone(),
        written,
    };
    let mut asked = vectors.as_chunks::<2>().0.iter();
    let places = found.alike.iter_mut().zip(&mut found.cosines);
    for (i, ((alike, kept), bead)) in places.zip(differing).enumerate() {
        let Some(bead) = bead else { continue };
        let asked = || asked.next().map_or(0.0, |[a, b]| cosine(a, b));
        let meant = known(i).unwrap_or_else(asked);
        *alike = MODEL * meant.max(0.0) + (1.0 - MODEL) * *alike;
        if fast && all_body(original, &bead.original) && all_body(copy, &bead.copy) {
            *kept = Some(meant);
        }
    }
    Ok(found)
}

/// Whether sentences have nothing before their bodies.
fn all_body(document: &Document<'_>, segments: &[usize]) -> bool {
    let mut segments = segments.iter().filter_map(|i| document.segments.get(*i));
    segments.all(|s| document.span_of(s.body) == s.span)
}

/// The text of sentences, joined by spaces.
pub(super) fn passage(document: &Document<'_>, segments: &[usize]) -> String {
    let mut joined = String::new();
    for segment in segments.iter().filter_map(|i| document.segments.get(*i)) {
        if !joined.is_empty() {
            joined.push(' ');
        }
        joined.push_str(document.text().get(segment.span.range()).unwrap_or(""));
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::semantic::Encoder;

    /// Says of every text that it is the same.
    struct Alike;

    impl Encoder for Alike {
        fn name(&self) -> &str {
            "alike"
        }

        fn checksum(&self) -> &str {
            "0"
        }

        fn encode(&self, texts: &[&str]) -> Result<Vec<Vec<f32>>, ModelError> {
            assert!(texts.iter().all(|t| !t.contains("stayed as it was")));
            Ok(vec![vec![1.0]; texts.len()])
        }
    }

    fn of(original: &str, copy: &str, model: &Model) -> Vec<f64> {
        let (a, b) = (Document::new(original), Document::new(copy));
        let bead = Bead {
            original: (0..a.segments.len()).collect(),
            copy: (0..b.segments.len()).collect(),
            ..Bead::default()
        };
        let tokens = TokenAlignment::new(&a, &b, &bead);
        similarities(&a, &b, &[bead], &[tokens], model, &[])
            .unwrap()
            .alike
    }

    #[test]
    fn a_rewording_is_nearer_than_another_matter() {
        let original = "The ferry company cancelled all sailings.";
        let near = of(
            original,
            "The shipping firm called off every crossing.",
            &Model::Fast,
        );
        let far = of(
            original,
            "The choir sang for two hours on Sunday.",
            &Model::Fast,
        );
        assert!(near[0] > far[0] + 0.25, "{near:?} {far:?}");
    }

    #[test]
    fn the_same_words_are_not_shown_to_the_model() {
        let text = "The bridge stayed as it was.";
        assert_eq!(of(text, text, &Model::custom(Alike)), [1.0]);
    }

    #[test]
    fn an_empty_side_is_alike_to_nothing() {
        assert_eq!(
            of("The bridge is closed.", "", &Model::custom(Alike)),
            [0.0]
        );
    }

    #[test]
    fn the_callers_model_is_asked() {
        let found = of(
            "One thing happened.",
            "Quite another came.",
            &Model::custom(Alike),
        );
        assert!(found[0] >= MODEL, "{found:?}");
    }
}
