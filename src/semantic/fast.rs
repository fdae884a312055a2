//! The fast tier: a vector for each word piece, and their sum for a text.
//!
//! Distilled from the sentence transformer all-MiniLM-L6-v2 by `tools/distil_*.py`: first ridge
//! regression of the teacher's sentence vectors on the pieces, then gradient steps on the cosine with
//! the teacher and on the similarities within a batch, in the spirit of Tulkens and van Dongen's
//! Model2Vec (2024). The order of words is not looked at, so "the dog bit the man" is the same as
//! "the man bit the dog"; what it is good and bad at, in figures, is in `docs/assets.md`.
//!
//! Layout, little-endian, once `assets/fast.bin` is unpacked (see `packed.rs`): magic `WDFE`, then five u32: version, pieces, dimensions,
//! the low and high half of the checksum of what follows; then a row of i8 for each piece.

mod words;

use std::cell::RefCell;
use std::sync::LazyLock;

use super::packed::Rows;
use super::{Encoder, ModelError, Piece, Scratch, WordPiece, cosine};

pub(crate) use words::{Phrase, Word};
use words::{dot_short, few};

const WHAT: &str = "fast model";
const MAGIC: &[u8] = b"WDFE";
const VERSION: u32 = 1;
const HEADER: usize = 24;
/// The most dimensions a model may have.
const WIDEST: usize = 1024;
/// Pieces whose codes can be added up in 16 bits: 256 × 127 < 2^15 = 256 × 128.
const RUN: usize = 255;
/// Dimensions that are added up at a time.
const BLOCK: usize = 64;

static DATA: &[u8] = include_bytes!("../../assets/fast.bin");
#[expect(clippy::expect_used, reason = "a test reads what is embedded")]
static EMBEDDED: LazyLock<Fast> = LazyLock::new(|| {
    let read = Rows::embedded(DATA).and_then(|(head, rows)| {
        let head = Head::read(head).ok()?;
        let count = rows.len() * head.dimension;
        head.made(count, Codes::Packed(rows)).ok()
    });
    read.expect("the embedded model is checked by the tests of this module")
});

thread_local! {
    static ROOM: RefCell<Room> = RefCell::default();
}

/// What is needed to encode a text, kept between texts.
#[derive(Default)]
struct Room {
    scratch: Scratch,
    pieces: Vec<Piece>,
    sums: Vec<i32>,
    /// The sums of a short text.
    short: Vec<i16>,
}

/// The fast tier of sentence meaning.
///
/// ```
/// use wiredrift::semantic::Fast;
///
/// let fast = Fast::embedded();
/// let near = fast.similarity("The ship left the harbour.", "The vessel departed from the port.");
/// let far = fast.similarity("The ship left the harbour.", "Taxes on tea rose again.");
/// assert!(near > far + 0.3);
/// ```
pub struct Fast {
    codes: Codes,
    dimension: usize,
    checksum: String,
}

/// The codes of all pieces.
enum Codes {
    /// Row after row.
    Plain(Vec<u8>),
    /// Of the model inside the library, each row unpacked when it is first asked for.
    Packed(Rows<'static>),
}

/// What a model says of itself before its codes.
struct Head {
    dimension: usize,
    checksum: String,
}

impl Fast {
    /// The model inside the library.
    #[must_use]
    pub fn embedded() -> &'static Self {
        &EMBEDDED
    }

    /// A model from bytes in the layout of `assets/fast.bin`, unpacked ([`unpack`](super::unpack));
    /// reading them from a file is the caller's matter.
    ///
    /// # Errors
    /// [`ModelError::Foreign`] where they are something else, were made for another vocabulary, or
    /// have no or too many dimensions; [`ModelError::Length`] where they are cut off;
    /// [`ModelError::Checksum`] where they were changed.
    ///
    /// ```
    /// let error = wiredrift::semantic::Fast::from_bytes(b"PK\x03\x04".to_vec()).err().unwrap();
    /// assert!(error.to_string().starts_with("not a fast model"));
    /// ```
    pub fn from_bytes(mut data: Vec<u8>) -> Result<Self, ModelError> {
        let head = Head::read(&data)?;
        let promised = head.checksum.clone();
        data.drain(..HEADER);
        let found = format!("{:016x}", checksum(&data));
        let made = head.made(data.len(), Codes::Plain(data))?;
        if found != promised {
            return Err(ModelError::Checksum {
                what: WHAT,
                expected: promised,
                found,
            });
        }
        Ok(made)
    }

    /// Length of the vectors.
    #[must_use]
    pub fn dimension(&self) -> usize {
        self.dimension
    }

    /// The vector of a text, of length 1; all zeros where the text has no word.
    ///
    /// ```
    /// let fast = wiredrift::semantic::Fast::embedded();
    /// let vector = fast.encode("The ship left the harbour.");
    /// assert_eq!(vector.len(), fast.dimension());
    /// assert_eq!(fast.encode("ship the harbour, left the"), fast.encode("The ship left the, harbour"));
    /// ```
    #[must_use]
    pub fn encode(&self, text: &str) -> Vec<f32> {
        let mut vector = vec![0.0; self.dimension];
        self.encode_into(text, &mut vector);
        vector
    }

    /// As [`Fast::encode`], into a vector of the caller's; allocates nothing once warm. A vector that
    /// is too short gets the first values only, one that is too long zeros at its end.
    pub fn encode_into(&self, text: &str, vector: &mut [f32]) {
        ROOM.with_borrow_mut(|room| {
            let (inside, beyond) = vector.split_at_mut(self.dimension.min(vector.len()));
            beyond.fill(0.0);
            if let Some(pieces) = few(text, room) {
                let short = &mut room.short;
                short.clear();
                short.resize(self.dimension, 0);
                self.sum_few(&pieces, short);
                let scale = inverse(dot_short(short, short));
                for (out, sum) in inside.iter_mut().zip(&*short) {
                    *out = f32::from(*sum) * scale;
                }
            } else {
                self.sum(room);
                let scale = inverse(dot(&room.sums, &room.sums));
                for (out, sum) in inside.iter_mut().zip(&room.sums) {
                    *out = *sum as f32 * scale;
                }
            }
        });
    }

    /// The cosine of two texts' vectors, from -1 to 1.
    #[must_use]
    pub fn similarity(&self, a: &str, b: &str) -> f64 {
        if a == b {
            return f64::from(!a.is_empty());
        }
        cosine(&self.encode(a), &self.encode(b))
    }

    /// The cosine of two texts' vectors, whatever their lengths.
    fn summed_similarity(&self, a: &str, b: &str, room: &mut Room) -> f64 {
        read(a, room);
        self.sum(room);
        let first = std::mem::take(&mut room.sums);
        read(b, room);
        self.sum(room);
        let (ours, theirs) = (dot(&first, &first), dot(&room.sums, &room.sums));
        ratio(dot(&first, &room.sums), ours.sqrt(), theirs.sqrt())
    }

    /// The codes of the pieces that were read, added up in `room.sums`.
    fn sum(&self, room: &mut Room) {
        room.sums.clear();
        room.sums.resize(self.dimension, 0);
        for run in room.pieces.chunks(RUN) {
            // A block at a time, so that its sums stay in registers over all pieces.
            for (block, sums) in room.sums.chunks_mut(BLOCK).enumerate() {
                let mut short = [0i16; BLOCK];
                for piece in run {
                    let row = self.row(piece.id);
                    let codes = row.get(block * BLOCK..).unwrap_or_default();
                    if let Some(codes) = codes.first_chunk::<BLOCK>() {
                        for (sum, code) in short.iter_mut().zip(codes) {
                            *sum += i16::from(code.cast_signed());
                        }
                    } else {
                        for (sum, code) in short.iter_mut().zip(codes) {
                            *sum += i16::from(code.cast_signed());
                        }
                    }
                }
                for (sum, short) in sums.iter_mut().zip(&short) {
                    *sum += i32::from(*short);
                }
            }
        }
    }

    fn row(&self, id: u32) -> &[u8] {
        match &self.codes {
            Codes::Plain(codes) => {
                let at = id as usize * self.dimension;
                codes.get(at..at + self.dimension).unwrap_or_default()
            }
            Codes::Packed(rows) => rows.row(id as usize),
        }
    }
}

impl Head {
    /// Read from the first bytes of a model.
    fn read(data: &[u8]) -> Result<Self, ModelError> {
        if data.get(..4) != Some(MAGIC) {
            let start = data.get(..4.min(data.len())).unwrap_or_default();
            let found = format!("{:?}", String::from_utf8_lossy(start));
            return Err(foreign("the first bytes \"WDFE\"".to_owned(), found));
        }
        let field = |i: usize| {
            let bytes = data.get(4 + 4 * i..8 + 4 * i)?;
            Some(u32::from_le_bytes(bytes.try_into().ok()?))
        };
        let (Some(version), Some(pieces), Some(dimension), Some(low), Some(high)) =
            (field(0), field(1), field(2), field(3), field(4))
        else {
            return Err(ModelError::Length {
                what: WHAT,
                expected: HEADER,
                found: data.len(),
            });
        };
        if version != VERSION {
            return Err(foreign(
                format!("version {VERSION}"),
                format!("version {version}"),
            ));
        }
        let known = WordPiece::embedded().len();
        if pieces as usize != known {
            return Err(foreign(
                format!("{known} pieces, as the vocabulary has"),
                format!("{pieces}"),
            ));
        }
        let dimension = dimension as usize;
        if dimension == 0 || dimension > WIDEST {
            return Err(foreign(
                format!("1 to {WIDEST} dimensions"),
                format!("{dimension}"),
            ));
        }
        Ok(Self {
            dimension,
            checksum: format!("{high:08x}{low:08x}"),
        })
    }

    /// The model of codes, of which there are `count`.
    fn made(self, count: usize, codes: Codes) -> Result<Fast, ModelError> {
        let expected = WordPiece::embedded().len() * self.dimension;
        if count != expected {
            return Err(ModelError::Length {
                what: WHAT,
                expected: HEADER + expected,
                found: HEADER + count,
            });
        }
        Ok(Fast {
            codes,
            dimension: self.dimension,
            checksum: self.checksum,
        })
    }
}

fn foreign(expected: String, found: String) -> ModelError {
    ModelError::Foreign {
        what: WHAT,
        expected,
        found,
    }
}

impl Encoder for Fast {
    fn name(&self) -> &str {
        "fast"
    }

    fn checksum(&self) -> &str {
        &self.checksum
    }

    fn encode(&self, texts: &[&str]) -> Result<Vec<Vec<f32>>, ModelError> {
        Ok(texts.iter().map(|text| Self::encode(self, text)).collect())
    }
}

impl std::fmt::Debug for Fast {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (dimension, checksum) = (self.dimension, &self.checksum);
        write!(f, "Fast {{ dimension: {dimension}, checksum: {checksum} }}")
    }
}

/// The pieces of a text, in `room.pieces`.
fn read(text: &str, room: &mut Room) {
    room.pieces.clear();
    WordPiece::embedded().pieces_into(text, &mut room.scratch, &mut room.pieces);
}

/// What a vector is multiplied by to have length 1, by its product with itself.
fn inverse(square: f64) -> f32 {
    if square > 0.0 {
        (1.0 / square.sqrt()) as f32
    } else {
        0.0
    }
}

/// A cosine, of a product and two lengths; 0 where a length is.
fn ratio(both: f64, ours: f64, theirs: f64) -> f64 {
    if ours == 0.0 || theirs == 0.0 {
        return 0.0;
    }
    (both / (ours * theirs)).clamp(-1.0, 1.0)
}

/// Sum of products. In lanes, so that several are added at once; for texts of up to some thousand
/// words the sums are whole numbers below 2^53 and exact in any order.
fn dot(a: &[i32], b: &[i32]) -> f64 {
    const LANES: usize = 8;
    let mut lanes = [0.0; LANES];
    for (x, y) in a.chunks(LANES).zip(b.chunks(LANES)) {
        for ((lane, x), y) in lanes.iter_mut().zip(x).zip(y) {
            *lane += f64::from(*x) * f64::from(*y);
        }
    }
    lanes.iter().sum()
}

/// FNV-1a over words of eight bytes, the last filled up with zeros. It finds damage, not malice.
fn checksum(bytes: &[u8]) -> u64 {
    let (words, rest) = bytes.as_chunks::<8>();
    let mut last = [0; 8];
    last.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
    let filled = (!rest.is_empty()).then_some(&last);
    let words = words.iter().chain(filled);
    words.fold(0xcbf2_9ce4_8422_2325, |state, word| {
        (state ^ u64::from_le_bytes(*word)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests;
