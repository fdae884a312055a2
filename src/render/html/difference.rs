//! Two short passages word by word: which words does only one of them have?

use similar::{Algorithm, DiffTag, capture_diff_slices};

use crate::render::html::shown::Shown;

/// Most words of a side that are compared; longer passages are shown without a difference.
const LONGEST: usize = 600;

/// Words of a passage with the space after them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word<'t> {
    pub text: Shown<'t>,
    /// Whether the other passage has something else here.
    pub other: bool,
}

/// A passage with nothing to compare it with.
pub fn plain(text: &str) -> Vec<Word<'_>> {
    vec![Word {
        text: Shown(text),
        other: false,
    }]
}

/// Both passages, neighbouring words of one state together. Case and the marks at the ends of a
/// word make no difference.
pub fn difference<'t>(original: &'t str, copy: &'t str) -> [Vec<Word<'t>>; 2] {
    let [a, b] = [original, copy].map(|text| {
        text.split_inclusive(char::is_whitespace)
            .collect::<Vec<_>>()
    });
    if a.len().max(b.len()) > LONGEST {
        return [plain(original), plain(copy)];
    }
    let keys = [&a, &b].map(|words| words.iter().map(|word| key(word)).collect::<Vec<_>>());
    let mut sides = [Vec::new(), Vec::new()];
    for op in capture_diff_slices(Algorithm::Myers, &keys[0], &keys[1]) {
        let other = op.tag() != DiffTag::Equal;
        let [left, right] = &mut sides;
        for (side, text, words, range) in [
            (left, original, &a, op.old_range()),
            (right, copy, &b, op.new_range()),
        ] {
            if let Some(run) = run(text, words, range) {
                // White space after the words is nobody's difference.
                let (words, space) = run.split_at(run.trim_end().len());
                for (text, other) in [(words, other), (space, false)] {
                    if !text.is_empty() {
                        let text = Shown(text);
                        side.push(Word { text, other });
                    }
                }
            }
        }
    }
    sides
}

fn key(word: &str) -> String {
    word.trim_matches(|c: char| !c.is_alphanumeric())
        .to_lowercase()
}

/// The part of a text that a range of its words covers.
fn run<'t>(text: &'t str, words: &[&str], range: std::ops::Range<usize>) -> Option<&'t str> {
    let length = |words: &[&str]| words.iter().map(|w| w.len()).sum::<usize>();
    let start = length(words.get(..range.start)?);
    let end = start + length(words.get(range)?);
    text.get(start..end).filter(|run| !run.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(original: &str, copy: &str) -> [String; 2] {
        difference(original, copy).map(|words| {
            let shown = words.iter().map(|w| match w.other {
                true => format!("[{}]", w.text.0),
                false => w.text.0.to_owned(),
            });
            shown.collect()
        })
    }

    #[test]
    fn exchanged_words_stand_out_on_both_sides() {
        assert_eq!(
            marked("a severe cost, we fear", "a serious cost we fear greatly"),
            [
                "a [severe] cost, we fear",
                "a [serious] cost we fear [greatly]"
            ]
        );
    }

    #[test]
    fn case_and_marks_make_no_difference() {
        assert_eq!(marked("We will.", "we will"), ["We will.", "we will"]);
    }

    #[test]
    fn nothing_and_much_are_shown_as_they_are() {
        assert_eq!(marked("", "new"), ["", "[new]"]);
        let long = "word ".repeat(LONGEST + 1);
        assert_eq!(marked(&long, "word"), [long.as_str(), "word"]);
    }
}
