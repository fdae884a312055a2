//! The accurate tier: the sentence transformer all-MiniLM-L6-v2, whole, with its own forward pass.
//!
//! Six layers of attention over the word pieces of a text (Wang et al. 2020, MiniLM; trained for
//! sentences by Reimers and Gurevych's sentence-transformers). Weights and activations are 8-bit codes,
//! sums exact; every path of instructions gives the same bits. What the model is good and
//! bad at, in figures, is in `docs/models.md`.

mod asset;
mod float;
mod forward;
mod joint;
#[allow(
    unsafe_code,
    reason = "vector instructions; what makes it sound is at the head of the module"
)]
mod kernels;
mod matching;

use std::cell::RefCell;
#[cfg(feature = "minilm")]
use std::sync::LazyLock;

use crate::span::Span;

#[cfg(feature = "minilm")]
use super::packed::Unpacked;
use super::{Encoder, ModelError, Piece, Scratch, WordPiece};
use asset::{PLACES, WIDTH, Weights};
use forward::{Call, Room};
pub(crate) use joint::{Joint, LONGEST_READ};
use kernels::Path;
pub use matching::WordMatch;

/// Pieces of a window without its two marks.
const WINDOW: usize = PLACES - 2;
/// Pieces of one pass, marks included: enough that the weights are read once for many texts, few
/// enough that the activations stay in a core's own cache.
const PASS: usize = 320;

#[cfg(feature = "minilm")]
static UNPACKED: LazyLock<[Unpacked; 2]> =
    LazyLock::new(|| [wiredrift_minilm_1::DATA, wiredrift_minilm_2::DATA].map(Unpacked::embedded));
#[cfg(feature = "minilm")]
static EMBEDDED: LazyLock<Result<MiniLm<'static>, ModelError>> = LazyLock::new(|| {
    let [first, second] = &*UNPACKED;
    MiniLm::read([first, second], false)
});

thread_local! {
    static ROOM: RefCell<(Room, Scratch)> = RefCell::default();
}

/// The accurate tier of sentence meaning.
///
/// ```
/// use wiredrift::semantic::{MiniLm, cosine};
///
/// // Without the crate feature `minilm` the weights are not there, and the error says so.
/// if let Ok(model) = MiniLm::embedded() {
///     let texts = ["The ship left the harbour.", "The vessel sailed.", "Taxes on tea rose."];
///     let [ship, vessel, taxes] = model.encode(&texts)[..] else { unreachable!() };
///     assert!(cosine(&ship, &vessel) > cosine(&ship, &taxes) + 0.3);
/// }
/// ```
pub struct MiniLm<'a> {
    weights: Weights<'a>,
    path: Path,
}

/// A word piece of a text as the model understands it there.
#[derive(Clone, Debug, PartialEq)]
pub struct TokenVector {
    /// The bytes of the text it was made of.
    pub span: Span,
    /// It goes on with the word of the piece before.
    pub inside: bool,
    /// Its vector in the context of the text, of length 1.
    pub vector: [f32; 384],
}

/// Pieces of a text that are read in one go.
struct Window {
    /// Which of the texts it is of.
    text: usize,
    /// Its pieces, without the marks.
    pieces: Vec<Piece>,
}

impl MiniLm<'static> {
    /// The model inside the library.
    ///
    /// # Errors
    /// [`ModelError::Missing`] where the crate was built without the feature `minilm`.
    pub fn embedded() -> Result<&'static Self, ModelError> {
        #[cfg(feature = "minilm")]
        return EMBEDDED.as_ref().map_err(Clone::clone);
        #[cfg(not(feature = "minilm"))]
        Err(missing())
    }
}

#[cfg(not(feature = "minilm"))]
fn missing() -> ModelError {
    ModelError::Missing {
        what: "accurate model",
        remedy: "build the crate with its feature `minilm`, or install the Python package",
    }
}

impl<'a> MiniLm<'a> {
    /// A model from the contents of the two files that `tools/build_minilm.py` writes, unpacked
    /// ([`unpack`](super::unpack)).
    ///
    /// # Errors
    /// [`ModelError::Foreign`] where they are something else or of another version or shape,
    /// [`ModelError::Length`] where one is cut off, [`ModelError::Checksum`] where one was changed.
    ///
    /// ```
    /// let error = wiredrift::semantic::MiniLm::from_bytes([b"PK\x03\x04", b""]).err().unwrap();
    /// assert!(error.to_string().starts_with("not a MiniLM model (part 1)"));
    /// ```
    pub fn from_bytes(parts: [&'a [u8]; 2]) -> Result<Self, ModelError> {
        Self::read(parts, true)
    }

    fn read(parts: [&'a [u8]; 2], verify: bool) -> Result<Self, ModelError> {
        Ok(Self {
            weights: Weights::read(parts, verify)?,
            path: Path::best(),
        })
    }

    /// The same model computed with other instructions: `portable`, `avx2`, `avx512`, `avx512-vnni` or
    /// `neon`. The vectors do not change by a bit; for tests and benches.
    ///
    /// `None` where this machine does not have them.
    #[must_use]
    pub fn with_path(mut self, name: &str) -> Option<Self> {
        self.path = Path::all().into_iter().find(|path| path.name() == name)?;
        Some(self)
    }

    /// The instructions it computes with, chosen by what the machine has.
    #[must_use]
    pub fn path(&self) -> &'static str {
        self.path.name()
    }

    /// A vector of length 1 for each text, in order.
    ///
    /// It is the mean of the vectors of the text's pieces. The model reads 254 pieces at a time (some
    /// 200 words); a longer text is cut into windows as even as can be, none of which sees the
    /// others, and the mean is taken over the pieces of all of them, so that nothing is left out and
    /// the time is linear in the length. The vector of a text does not depend on the other texts.
    #[must_use]
    pub fn encode(&self, texts: &[&str]) -> Vec<[f32; WIDTH]> {
        let mut sums = vec![[0.0; WIDTH]; texts.len()];
        self.read_texts(texts, |window, rows| {
            if let Some(sum) = sums.get_mut(window.text) {
                add_rows(sum, rows);
            }
        });
        for sum in &mut sums {
            float::unit(sum);
        }
        sums
    }

    /// The pieces of each text in their context, in order of the texts.
    ///
    /// Long texts are read in windows, as [`MiniLm::encode`] says.
    #[must_use]
    pub fn token_vectors(&self, texts: &[&str]) -> Vec<Vec<TokenVector>> {
        let mut found: Vec<Vec<TokenVector>> = texts.iter().map(|_| Vec::new()).collect();
        self.read_texts(texts, |window, rows| {
            let Some(found) = found.get_mut(window.text) else {
                return;
            };
            // The first row is that of the mark.
            let rows = rows.chunks_exact(WIDTH).skip(1);
            for (piece, row) in window.pieces.iter().zip(rows) {
                let mut vector = [0.0; WIDTH];
                vector.copy_from_slice(row);
                float::unit(&mut vector);
                found.push(TokenVector {
                    span: piece.span,
                    inside: piece.inside,
                    vector,
                });
            }
        });
        found
    }

    /// Read all texts and hand each window with its pieces and its rows to `take`, in order.
    fn read_texts(&self, texts: &[&str], mut take: impl FnMut(&Window, &[f32])) {
        ROOM.with_borrow_mut(|(room, scratch)| {
            let mut waiting: Vec<Window> = Vec::new();
            let mut count = 0;
            let mut pieces = Vec::new();
            for (text, content) in texts.iter().enumerate() {
                pieces.clear();
                WordPiece::embedded().pieces_into(content, scratch, &mut pieces);
                for part in even(&pieces) {
                    if count + part.len() + 2 > PASS {
                        self.pass(room, &waiting, &mut take);
                        waiting.clear();
                        count = 0;
                    }
                    count += part.len() + 2;
                    waiting.push(Window {
                        text,
                        pieces: part.to_vec(),
                    });
                }
            }
            self.pass(room, &waiting, &mut take);
        });
    }

    fn pass(&self, room: &mut Room, windows: &[Window], take: &mut impl FnMut(&Window, &[f32])) {
        let (start, end) = WordPiece::embedded().marks();
        let mut pieces = Vec::with_capacity(PASS);
        let mut lengths = Vec::with_capacity(windows.len());
        for window in windows {
            pieces.push(start);
            pieces.extend(window.pieces.iter().map(|piece| piece.id));
            pieces.push(end);
            lengths.push(window.pieces.len() + 2);
        }
        self.path.run(&mut Call {
            pieces: Some((&self.weights, &pieces)),
            layers: &self.weights.layers,
            lengths: &lengths,
            room,
        });
        let mut rows = room.rows.as_slice();
        for (window, length) in windows.iter().zip(lengths) {
            let (own, rest) = rows.split_at((length * WIDTH).min(rows.len()));
            take(window, own);
            rows = rest;
        }
    }
}

/// The mean of rows, of length 1.
fn mean(rows: &[f32]) -> [f32; WIDTH] {
    let mut sum = [0.0; WIDTH];
    add_rows(&mut sum, rows);
    float::unit(&mut sum);
    sum
}

fn add_rows(sum: &mut [f32; WIDTH], rows: &[f32]) {
    for row in rows.chunks_exact(WIDTH) {
        for (x, y) in sum.iter_mut().zip(row) {
            *x += y;
        }
    }
}

/// Pieces cut into windows of at most [`WINDOW`], as even as can be; one empty window where there are
/// none.
fn even(pieces: &[Piece]) -> impl Iterator<Item = &[Piece]> {
    let count = pieces.len().div_ceil(WINDOW).max(1);
    (0..count).map(move |i| {
        let from = pieces.len() * i / count;
        let to = pieces.len() * (i + 1) / count;
        pieces.get(from..to).unwrap_or_default()
    })
}

impl Encoder for MiniLm<'_> {
    fn name(&self) -> &str {
        "accurate"
    }

    fn checksum(&self) -> &str {
        &self.weights.checksum
    }

    fn encode(&self, texts: &[&str]) -> Result<Vec<Vec<f32>>, ModelError> {
        let vectors = Self::encode(self, texts);
        Ok(vectors.into_iter().map(Vec::from).collect())
    }
}

impl std::fmt::Debug for MiniLm<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (path, checksum) = (self.path(), &self.weights.checksum);
        write!(f, "MiniLm {{ path: {path}, checksum: {checksum} }}")
    }
}

#[cfg(test)]
mod tests;
