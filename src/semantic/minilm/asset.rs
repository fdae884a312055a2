//! The files of the model, unpacked (see `packed.rs`), read in place.
//!
//! Little-endian, the two of the model made by `tools/build_minilm.py`. Each begins with a header of 64 bytes: magic
//! `WDML`, then u32: version, part (1 or 2), pieces, width, layers, inner width, places, and the low
//! and high half of the checksum of what follows; the rest is zero. Then
//!
//! - part 1: a code for each piece and value (i8), then a step for each piece (f32);
//! - part 2: codes of the places (i8), their steps (f32), scale and offset of the first norm (f32); then
//!   for each layer its four matrices, each as codes in blocks (see `Product::codes`), steps of the
//!   channels and offsets of the channels (f32), and its two norms;
//! - the file of the joint reading, whose part is 3: the vectors of the marks (f32), layers as above, the
//!   weights of a row and their offset (f32); made by `tools/train_joint.py`. The matrices are what
//!   training changed in those of the model's upper layers (`asset/upon.rs`), which is a thirtieth of what
//!   they hold and needs coarser codes.
//!
//! Every part has a length that is a multiple of 64 bytes.

#[cfg(any(test, feature = "minilm"))]
mod upon;

use std::ops::Deref;

use crate::semantic::ModelError;
#[cfg(any(test, feature = "minilm"))]
use crate::semantic::packed::Unpacked;
#[cfg(feature = "minilm")]
use crate::semantic::packed::beginning;

use super::kernels::{BLOCK, totals};

/// Length of a vector.
pub const WIDTH: usize = 384;
/// Heads of a layer's attention.
pub const HEADS: usize = 12;
/// Width inside a layer.
pub const INNER: usize = 1536;
/// Layers.
pub const LAYERS: usize = 6;
/// The most pieces of one window, marks included: what the model was trained for.
pub const PLACES: usize = 256;
/// Pieces of the vocabulary.
pub const PIECES: usize = 30_522;

/// Layers of the joint reading.
const JOINT: usize = 3;
/// Ways to mark a row of the joint reading.
#[cfg(feature = "minilm")]
const MARKS: usize = 5;

const WHAT: [&str; 3] = [
    "MiniLM model (part 1)",
    "MiniLM model (part 2)",
    "model of joint reading",
];
const MAGIC: &[u8] = b"WDML";
const VERSION: u32 = 1;
const HEADER: usize = 64;
const SHAPE: [(&str, u32); 6] = [
    ("pieces", PIECES as u32),
    ("values in a vector", WIDTH as u32),
    ("layers", LAYERS as u32),
    ("values inside a layer", INNER as u32),
    ("places", PLACES as u32),
    ("channels in a block", BLOCK as u32),
];

/// Scale and offset of a norm.
pub struct Norm {
    pub scale: Vec<f32>,
    pub offset: Vec<f32>,
}

/// The codes of a matrix: those of a file where they lie, or made of them.
pub enum Codes<'a> {
    Of(&'a [u8]),
    #[cfg(any(test, feature = "minilm"))]
    Made(Unpacked),
}

impl Deref for Codes<'_> {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match self {
            Self::Of(file) => file,
            #[cfg(any(test, feature = "minilm"))]
            Self::Made(codes) => codes,
        }
    }
}

/// A matrix of codes.
pub struct Matrix<'a> {
    pub inputs: usize,
    pub channels: usize,
    pub codes: Codes<'a>,
    /// The sum of each channel's codes.
    pub totals: Vec<i32>,
    pub steps: Vec<f32>,
    pub offsets: Vec<f32>,
}

/// One layer.
pub struct Layer<'a> {
    /// Query, key and value.
    pub heads: Matrix<'a>,
    /// What the heads found, mixed.
    pub mix: Matrix<'a>,
    pub widen: Matrix<'a>,
    pub narrow: Matrix<'a>,
    pub norms: [Norm; 2],
}

/// The whole model.
pub struct Weights<'a> {
    piece_codes: &'a [u8],
    piece_steps: Vec<f32>,
    place_codes: &'a [u8],
    place_steps: Vec<f32>,
    pub norm: Norm,
    pub layers: Vec<Layer<'a>>,
    /// Of both parts, as 16 hexadecimal digits.
    pub checksum: String,
}

/// The layers that read two passages together.
pub struct JointWeights {
    marks: Vec<f32>,
    pub layers: Vec<Layer<'static>>,
    /// What a row is weighed by.
    pub head: Vec<f32>,
    pub offset: f32,
}

impl JointWeights {
    /// The layers of a file, which only the library itself brings, made of the upper ones of the model;
    /// `verify` reads all of the file once more for its checksum.
    #[cfg(feature = "minilm")]
    pub fn read(file: &[u8], model: &[Layer<'_>], verify: bool) -> Result<Self, ModelError> {
        let (mut rest, _) = open(file, 2, verify)?;
        let marks = rest.floats(MARKS * WIDTH)?;
        let changes = rest.layers(JOINT)?;
        let head = rest.floats(WIDTH)?;
        let offset = rest.floats(1)?.first().copied().unwrap_or_default();
        rest.end()?;
        let (_, upper) = Self::parted(model);
        let layers = changes.into_iter().zip(upper);
        Ok(Self {
            marks,
            layers: layers.map(|(change, layer)| change.upon(layer)).collect(),
            head,
            offset,
        })
    }

    /// The layers of the model: those below the layers that read two passages together, and those
    /// that they stand in the place of.
    pub fn parted<'m, 'l>(layers: &'l [Layer<'m>]) -> (&'l [Layer<'m>], &'l [Layer<'m>]) {
        layers.split_at(layers.len().saturating_sub(JOINT))
    }

    /// What is added to a row that is marked so.
    pub fn mark(&self, mark: usize) -> &[f32] {
        let row = self.marks.get(mark * WIDTH..(mark + 1) * WIDTH);
        row.unwrap_or_default()
    }
}

impl<'a> Weights<'a> {
    /// The model of two files; `verify` reads all of them once more for their checksums.
    pub fn read(parts: [&'a [u8]; 2], verify: bool) -> Result<Self, ModelError> {
        let [first, second] = parts;
        let (mut pieces, low) = open(first, 0, verify)?;
        let (mut rest, high) = open(second, 1, verify)?;
        let piece_codes = pieces.codes(PIECES * WIDTH)?;
        let piece_steps = pieces.floats(PIECES)?;
        pieces.end()?;
        let place_codes = rest.codes(PLACES * WIDTH)?;
        let place_steps = rest.floats(PLACES)?;
        let norm = rest.norm()?;
        let layers = rest.layers(LAYERS)?;
        rest.end()?;
        Ok(Self {
            piece_codes,
            piece_steps,
            place_codes,
            place_steps,
            norm,
            layers,
            checksum: format!("{:016x}", low.rotate_left(1) ^ high),
        })
    }

    /// Codes and step of a piece; none for a number that no piece has.
    pub fn piece(&self, number: usize) -> (&'a [u8], f32) {
        row(self.piece_codes, &self.piece_steps, number)
    }

    /// Codes and step of a place.
    pub fn place(&self, number: usize) -> (&'a [u8], f32) {
        row(self.place_codes, &self.place_steps, number)
    }
}

fn row<'a>(codes: &'a [u8], steps: &[f32], number: usize) -> (&'a [u8], f32) {
    let codes = codes.get(number * WIDTH..(number + 1) * WIDTH);
    let step = steps.get(number).copied();
    (codes.unwrap_or_default(), step.unwrap_or_default())
}

/// What is left of a file.
struct Reader<'a> {
    what: &'static str,
    length: usize,
    left: &'a [u8],
}

impl<'a> Reader<'a> {
    fn codes(&mut self, count: usize) -> Result<&'a [u8], ModelError> {
        let Some((codes, left)) = self.left.split_at_checked(count) else {
            return Err(self.length(self.length - self.left.len() + count));
        };
        self.left = left;
        Ok(codes)
    }

    fn floats(&mut self, count: usize) -> Result<Vec<f32>, ModelError> {
        let bytes = self.codes((4 * count).next_multiple_of(HEADER))?;
        let (floats, _) = bytes.as_chunks::<4>();
        let floats = floats.iter().take(count);
        Ok(floats.map(|bytes| f32::from_le_bytes(*bytes)).collect())
    }

    fn norm(&mut self) -> Result<Norm, ModelError> {
        Ok(Norm {
            scale: self.floats(WIDTH)?,
            offset: self.floats(WIDTH)?,
        })
    }

    fn matrix(&mut self, channels: usize, inputs: usize) -> Result<Matrix<'a>, ModelError> {
        let codes = self.codes(channels * inputs)?;
        Ok(Matrix {
            inputs,
            channels,
            codes: Codes::Of(codes),
            totals: totals(codes, inputs),
            steps: self.floats(channels)?,
            offsets: self.floats(channels)?,
        })
    }

    fn layers(&mut self, count: usize) -> Result<Vec<Layer<'a>>, ModelError> {
        let layer = |_| {
            Ok(Layer {
                heads: self.matrix(3 * WIDTH, WIDTH)?,
                mix: self.matrix(WIDTH, WIDTH)?,
                widen: self.matrix(INNER, WIDTH)?,
                narrow: self.matrix(WIDTH, INNER)?,
                norms: [self.norm()?, self.norm()?],
            })
        };
        (0..count).map(layer).collect()
    }

    fn end(&self) -> Result<(), ModelError> {
        if self.left.is_empty() {
            return Ok(());
        }
        Err(self.length(self.length - self.left.len()))
    }

    fn length(&self, expected: usize) -> ModelError {
        ModelError::Length {
            what: self.what,
            expected,
            found: self.length,
        }
    }
}

/// Check a file's header; its contents and the checksum that the header promises.
fn open(data: &[u8], part: usize, verify: bool) -> Result<(Reader<'_>, u64), ModelError> {
    let what = WHAT.get(part).copied().unwrap_or_default();
    let foreign = |expected: String, found: String| ModelError::Foreign {
        what,
        expected,
        found,
    };
    if data.get(..MAGIC.len()) != Some(MAGIC) {
        let start = data.get(..4.min(data.len())).unwrap_or_default();
        return Err(foreign(
            "the first bytes \"WDML\"".to_owned(),
            format!("{:?}", String::from_utf8_lossy(start)),
        ));
    }
    let Some((header, left)) = data.split_at_checked(HEADER) else {
        return Err(ModelError::Length {
            what,
            expected: HEADER,
            found: data.len(),
        });
    };
    let (fields, _) = header.as_chunks::<4>();
    let field = |i: usize| fields.get(i).map_or(0, |bytes| u32::from_le_bytes(*bytes));
    let head = [("version", VERSION), ("part", part as u32 + 1)];
    for (i, (name, expected)) in head.into_iter().chain(SHAPE).enumerate() {
        let found = field(1 + i);
        if found != expected {
            let (expected, found) = if i < head.len() {
                (format!("{name} {expected}"), format!("{name} {found}"))
            } else {
                (format!("{expected} {name}"), format!("{found}"))
            };
            return Err(foreign(expected, found));
        }
    }
    let promised = u64::from(field(10)) << 32 | u64::from(field(9));
    if verify {
        let found = checksum(left);
        if found != promised {
            return Err(ModelError::Checksum {
                what,
                expected: format!("{promised:016x}"),
                found: format!("{found:016x}"),
            });
        }
    }
    let reader = Reader {
        what,
        length: data.len(),
        left,
    };
    Ok((reader, promised))
}

/// The checksum that a packed file has in its header; 0 where it has none.
#[cfg(feature = "minilm")]
pub fn promised(packed: &[u8]) -> u64 {
    let header = beginning(packed).and_then(|header| header.get(36..44)?.first_chunk::<8>());
    header.map_or(0, |bytes| u64::from_le_bytes(*bytes))
}

/// FNV-1a over words of 8 bytes (Fowler, Noll and Vo), as `tools/build_minilm.py` computes it.
pub fn checksum(data: &[u8]) -> u64 {
    let (words, _) = data.as_chunks::<8>();
    words.iter().fold(0xcbf2_9ce4_8422_2325, |hash, word| {
        (hash ^ u64::from_le_bytes(*word)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}
