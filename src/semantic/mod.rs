//! Knowledge of meaning: vectors of words and sentences, and how alike two of them are.
//!
//! [`Encoder`] is what every model of sentence meaning is here: the built-in tiers and the caller's
//! own. A [`Judge`], always the caller's, reads two texts together. Nothing is fetched; what is built
//! in lies in the library, is unpacked on first use and says by name and checksum what it is.

mod error;
mod fast;
mod judge;
mod minilm;
mod model;
mod packed;
#[allow(dead_code, reason = "not everything is read by both tiers")]
mod wordpiece;

pub use error::ModelError;
pub use fast::Fast;
pub(crate) use fast::{Phrase, Word};
pub use judge::{Judge, Judging, Verdict};
pub(crate) use minilm::{Joint, LONGEST_READ};
pub use minilm::{MiniLm, TokenVector, WordMatch};
pub use model::Model;
pub use packed::unpack;
pub(crate) use wordpiece::{Piece, Scratch, WordPiece};

/// A model that turns texts into vectors.
///
/// The vectors need not have length 1; only their directions are compared. Equal texts must get
/// equal vectors, whatever else is in the batch.
pub trait Encoder: Send + Sync {
    /// A short name for the report's signature.
    fn name(&self) -> &str;

    /// What tells two versions of the model apart: a checksum of its weights, or whatever the
    /// caller gives. It is part of the report's signature.
    fn checksum(&self) -> &str;

    /// A vector for each text, in order, all of one dimension.
    ///
    /// # Errors
    /// Whatever is wrong with the model, most often [`ModelError::Call`].
    fn encode(&self, texts: &[&str]) -> Result<Vec<Vec<f32>>, ModelError>;
}

/// The cosine of two vectors, from -1 to 1; 0 where one of them is zero or they differ in length.
///
/// ```
/// use wiredrift::semantic::cosine;
///
/// assert_eq!(cosine(&[1.0, 0.0], &[2.0, 0.0]), 1.0);
/// assert_eq!(cosine(&[1.0, 0.0], &[0.0, 3.0]), 0.0);
/// ```
#[must_use]
pub fn cosine(a: &[f32], b: &[f32]) -> f64 {
    if a.len() != b.len() {
        return 0.0;
    }
    of_products(dot(a, b), dot(a, a) * dot(b, b))
}

/// A vector with what all its cosines need of it.
pub(crate) struct Measured {
    vector: Vec<f32>,
    square: f64,
}

impl Measured {
    pub(crate) fn new(vector: Vec<f32>) -> Self {
        let square = dot(&vector, &vector);
        Self { vector, square }
    }

    pub(crate) fn vector(&self) -> &[f32] {
        &self.vector
    }

    /// [`cosine`] of two vectors of one model.
    pub(crate) fn cosine(&self, other: &Self) -> f64 {
        of_products(dot(&self.vector, &other.vector), self.square * other.square)
    }
}

/// The sum of products, one added after the other. Products are made eight at a time, which the
/// processor can do at once; the order of sums is another matter, and decides the last bits.
pub(crate) fn dot(a: &[f32], b: &[f32]) -> f64 {
    let product = |x: f32, y: f32| f64::from(x) * f64::from(y);
    let shorter = a.len().min(b.len());
    let (a, b) = (a.split_at(shorter).0, b.split_at(shorter).0);
    let ((eights, rest), (other_eights, other_rest)) = (a.as_chunks::<8>(), b.as_chunks::<8>());
    let mut sum = 0.0;
    for (x, y) in eights.iter().zip(other_eights) {
        let mut products = [0.0; 8];
        for ((out, x), y) in products.iter_mut().zip(x).zip(y) {
            *out = product(*x, *y);
        }
        for product in products {
            sum += product;
        }
    }
    for (x, y) in rest.iter().zip(other_rest) {
        sum += product(*x, *y);
    }
    sum
}

fn of_products(both: f64, squares: f64) -> f64 {
    if squares > 0.0 {
        (both / squares.sqrt()).clamp(-1.0, 1.0)
    } else {
        0.0
    }
}
