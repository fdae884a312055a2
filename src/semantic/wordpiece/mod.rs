//! WordPiece, as BERT and its children read text (Wu et al. 2016; Devlin et al. 2019).
//!
//! Lower case, accents stripped, punctuation and Chinese characters split off, then each word is
//! covered from the left by the longest pieces of the vocabulary. A word that cannot be covered, or
//! is longer than 100 characters, is one unknown piece. Every piece knows the bytes of the input it
//! came from. Truncation and the marks of start and end are the caller's matter; `[SEP]` and the
//! like in a text are ordinary characters.

mod characters;
mod tables;
mod vocabulary;

use std::sync::LazyLock;

use unicode_normalization::char::decompose_canonical;

use crate::span::Span;

use super::error::ModelError;
use characters::{Ascii, ascii, is_accent, is_chinese, is_dropped, is_punctuation};
use vocabulary::{LONGEST, Start, Vocabulary};

/// The longest word that is cut into pieces, in characters.
const LONGEST_WORD: usize = 100;

#[expect(clippy::expect_used, reason = "a test reads what is embedded")]
static EMBEDDED: LazyLock<WordPiece> = LazyLock::new(|| {
    WordPiece::read(include_str!("../../../assets/wordpiece.txt"))
        .expect("the embedded vocabulary is checked by the tests of this module")
});

/// A piece of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Its number in the vocabulary.
    pub id: u32,
    /// The bytes of the input it was made of. Two pieces share a character where the character was
    /// decomposed between them (a Hangul syllable).
    pub span: Span,
    /// It goes on with the word of the piece before.
    pub inside: bool,
}

/// A character of the word being read, normalised.
#[derive(Clone, Copy)]
struct Letter {
    /// Where it ends in the normalised word.
    end: u32,
    /// What it came from.
    source: (u32, u32),
}

/// Room for the word being read, kept between texts so that reading allocates nothing.
#[derive(Default)]
pub struct Scratch {
    word: Vec<u8>,
    letters: Vec<Letter>,
}

/// A tokenizer.
pub struct WordPiece {
    vocabulary: Vocabulary<'static>,
    unknown: u32,
    /// `[CLS]` and `[SEP]`.
    marks: (u32, u32),
}

impl WordPiece {
    /// The tokenizer of all-MiniLM-L6-v2, which both tiers read with.
    #[must_use]
    pub fn embedded() -> &'static Self {
        &EMBEDDED
    }

    /// A tokenizer from a vocabulary, one piece a line.
    ///
    /// # Errors
    /// [`ModelError::Foreign`] where a mark is missing or there are more pieces than numbers.
    pub fn read(vocabulary: &'static str) -> Result<Self, ModelError> {
        let vocabulary = Vocabulary::new(vocabulary)?;
        let mark = |name: &'static str| {
            vocabulary
                .find(Start::Word, name.as_bytes())
                .ok_or_else(|| ModelError::Foreign {
                    what: "WordPiece vocabulary",
                    expected: format!("a piece {name}"),
                    found: format!("{} pieces without it", vocabulary.len()),
                })
        };
        Ok(Self {
            unknown: mark("[UNK]")?,
            marks: (mark("[CLS]")?, mark("[SEP]")?),
            vocabulary,
        })
    }

    /// Number of pieces.
    #[must_use]
    pub fn len(&self) -> usize {
        self.vocabulary.len()
    }

    /// The number of the piece that stands for unknown words.
    #[must_use]
    pub fn unknown(&self) -> u32 {
        self.unknown
    }

    /// The numbers of the marks put before and after a text by models that read in context.
    #[must_use]
    pub fn marks(&self) -> (u32, u32) {
        self.marks
    }

    /// The text of a piece; those that go on with a word begin with `##`.
    #[must_use]
    pub fn piece(&self, id: u32) -> &str {
        self.vocabulary.text(id)
    }

    /// The pieces of a text.
    #[must_use]
    pub fn pieces(&self, text: &str) -> Vec<Piece> {
        let mut pieces = Vec::with_capacity(text.len() / 4 + 1);
        self.pieces_into(text, &mut Scratch::default(), &mut pieces);
        pieces
    }

    /// Append the pieces of a text; allocates only to let `scratch` or `pieces` grow.
    pub fn pieces_into(&self, text: &str, scratch: &mut Scratch, pieces: &mut Vec<Piece>) {
        scratch.word.clear();
        scratch.letters.clear();
        let bytes = text.as_bytes();
        let mut at = 0;
        while let Some(byte) = bytes.get(at) {
            match ascii(*byte) {
                Ascii::Letter => {
                    if scratch.letters.is_empty()
                        && let Some(end) = self.plain_word(bytes, at, pieces)
                    {
                        at = end;
                        continue;
                    }
                    let lower = char::from(byte.to_ascii_lowercase());
                    scratch.push(lower, at, at + 1);
                    at += 1;
                }
                Ascii::Space => {
                    self.finish(scratch, pieces);
                    at += 1;
                }
                Ascii::Punctuation => {
                    self.alone(char::from(*byte), at, at + 1, scratch, pieces);
                    at += 1;
                }
                Ascii::Dropped => at += 1,
                Ascii::Beyond => {
                    let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) else {
                        break;
                    };
                    let end = at + c.len_utf8();
                    self.beyond_ascii(c, at, end, scratch, pieces);
                    at = end;
                }
            }
        }
        self.finish(scratch, pieces);
    }

    /// A whole ASCII word at `at` that is a piece as it stands, and where it ends: most words of an
    /// English text. `None` where the word goes on in another script or must be cut.
    fn plain_word(&self, bytes: &[u8], at: usize, pieces: &mut Vec<Piece>) -> Option<usize> {
        let mut lower = [0u8; LONGEST];
        let mut length = 0;
        for byte in bytes.get(at..)? {
            match ascii(*byte) {
                Ascii::Letter => {
                    *lower.get_mut(length)? = byte.to_ascii_lowercase();
                    length += 1;
                }
                Ascii::Space | Ascii::Punctuation => break,
                Ascii::Dropped | Ascii::Beyond => return None,
            }
        }
        let id = self.vocabulary.find(Start::Word, lower.get(..length)?)?;
        pieces.push(Piece {
            id,
            span: Span::new(at, at + length),
            inside: false,
        });
        Some(at + length)
    }

    fn beyond_ascii(
        &self,
        c: char,
        start: usize,
        end: usize,
        scratch: &mut Scratch,
        pieces: &mut Vec<Piece>,
    ) {
        if is_dropped(c) {
            return;
        }
        let chinese = is_chinese(c);
        if chinese {
            self.finish(scratch, pieces);
        }
        decompose_canonical(c, |part| {
            if is_accent(part) {
                return;
            }
            for lower in part.to_lowercase() {
                if lower.is_whitespace() {
                    self.finish(scratch, pieces);
                } else if is_punctuation(lower) {
                    self.alone(lower, start, end, scratch, pieces);
                } else {
                    scratch.push(lower, start, end);
                }
            }
        });
        if chinese {
            self.finish(scratch, pieces);
        }
    }

    /// A character that is a word of its own.
    fn alone(
        &self,
        c: char,
        start: usize,
        end: usize,
        scratch: &mut Scratch,
        pieces: &mut Vec<Piece>,
    ) {
        self.finish(scratch, pieces);
        scratch.push(c, start, end);
        self.finish(scratch, pieces);
    }

    /// Cut the word that was read into pieces, if there is one.
    fn finish(&self, scratch: &mut Scratch, pieces: &mut Vec<Piece>) {
        let (Some(first), Some(last)) = (scratch.letters.first(), scratch.letters.last()) else {
            return;
        };
        let whole = Span::new(first.source.0 as usize, last.source.1 as usize);
        let before = pieces.len();
        let covered = scratch.letters.len() <= LONGEST_WORD && self.cover(scratch, pieces);
        if !covered {
            pieces.truncate(before);
            pieces.push(Piece {
                id: self.unknown,
                span: whole,
                inside: false,
            });
        }
        scratch.word.clear();
        scratch.letters.clear();
    }

    /// Cover a word from the left by the longest pieces; false where that fails.
    fn cover(&self, scratch: &Scratch, pieces: &mut Vec<Piece>) -> bool {
        let (mut start, mut from) = (0, 0);
        while let Some(rest) = scratch.letters.get(start..).filter(|r| !r.is_empty()) {
            let position = if start == 0 {
                Start::Word
            } else {
                Start::Inside
            };
            let reach = rest
                .iter()
                .take_while(|l| l.end as usize - from <= LONGEST)
                .map(|l| l.end as usize - from);
            let word = scratch.word.get(from..).unwrap_or_default();
            let Some((letters, id)) = self.vocabulary.longest(position, word, reach) else {
                return false;
            };
            let (Some(first), Some(last)) = (rest.first(), rest.get(letters - 1)) else {
                return false;
            };
            pieces.push(Piece {
                id,
                span: Span::new(first.source.0 as usize, last.source.1 as usize),
                inside: start > 0,
            });
            from = last.end as usize;
            start += letters;
        }
        true
    }
}

impl Scratch {
    fn push(&mut self, c: char, start: usize, end: usize) {
        // A word beyond the limit is one unknown piece whatever it holds: only its end is kept.
        if self.letters.len() > LONGEST_WORD {
            if let Some(last) = self.letters.last_mut() {
                last.source.1 = end as u32;
            }
            return;
        }
        let mut buffer = [0; 4];
        self.word
            .extend_from_slice(c.encode_utf8(&mut buffer).as_bytes());
        self.letters.push(Letter {
            end: self.word.len() as u32,
            source: (start as u32, end as u32),
        });
    }
}

#[cfg(test)]
mod tests;
