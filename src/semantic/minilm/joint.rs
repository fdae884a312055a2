//! A passage and its copy read together: how far each word misleads where it stands.
//!
//! The lower layers of the accurate tier read each of the two alone, as for its vector. Then the rows
//! of both stand one after the other, each marked by its side and by whether its piece stands on the
//! other side too, and layers of their own read them together, so that every piece attends to those of
//! both. What a piece ends with is weighed by one more vector. `tools/train_joint.py` made these layers
//! out of the upper ones of all-MiniLM-L6-v2, on marked stories; docs/models.md says how well they read.

#[cfg(feature = "minilm")]
use std::sync::LazyLock;

#[cfg(feature = "minilm")]
use super::asset::promised;
use super::asset::{JointWeights, WIDTH};
use super::forward::{Call, Room};
use super::{MiniLm, WINDOW, float, mean};
#[cfg(feature = "minilm")]
use crate::semantic::packed::Unpacked;
use crate::semantic::{ModelError, Piece, WordPiece};

/// The most pieces of a side that is read.
pub(crate) const LONGEST_READ: usize = WINDOW;

#[cfg(feature = "minilm")]
static EMBEDDED: LazyLock<Result<Joint, ModelError>> = LazyLock::new(|| {
    let file = Unpacked::embedded(wiredrift_joint::DATA);
    let weights = JointWeights::read(&file, &MiniLm::embedded()?.weights.layers, false)?;
    Ok(Joint { weights })
});

/// The layers that read two passages together.
pub(crate) struct Joint {
    weights: JointWeights,
}

/// What two passages read like.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Read {
    /// The vectors of the two alone, as [`MiniLm::encode`] gives them.
    pub(crate) vectors: [[f32; WIDTH]; 2],
    /// For each piece of the original, then for each of the copy, the logarithm of the odds that it
    /// misleads.
    pub(crate) odds: Vec<f32>,
}

/// How a row is marked.
#[derive(Clone, Copy)]
enum Mark {
    /// The start or the end of a side.
    Edge = 0,
    /// A piece of the original that the copy has, too.
    OriginalShared = 1,
    OriginalAlone = 2,
    /// A piece of the copy that the original has, too.
    CopyShared = 3,
    CopyAlone = 4,
}

impl Joint {
    /// The layers inside the library.
    ///
    /// # Errors
    /// [`ModelError::Missing`] where the crate was built without the feature `minilm`.
    pub(crate) fn embedded() -> Result<&'static Self, ModelError> {
        #[cfg(feature = "minilm")]
        return EMBEDDED.as_ref().map_err(Clone::clone);
        #[cfg(not(feature = "minilm"))]
        Err(super::missing())
    }

    /// The checksum of the embedded file, as 16 hexadecimal digits, without unpacking it.
    pub(crate) fn promised() -> String {
        #[cfg(feature = "minilm")]
        return format!("{:016x}", promised(wiredrift_joint::DATA));
        #[cfg(not(feature = "minilm"))]
        String::new()
    }

    /// Read two passages, each of at most [`LONGEST_READ`] pieces.
    pub(crate) fn read(&self, model: &MiniLm<'_>, original: &[Piece], copy: &[Piece]) -> Read {
        let (start, end) = WordPiece::embedded().marks();
        let ids = |side: &[Piece]| {
            let ids = side.iter().map(|piece| piece.id);
            std::iter::once(start).chain(ids).chain([end]).collect()
        };
        let (left, right): (Vec<u32>, Vec<u32>) = (ids(original), ids(copy));
        let marks = |own: &[u32], other: &[u32], [both, alone]: [Mark; 2]| -> Vec<Mark> {
            let mark = |id: &u32| match *id {
                id if id == start || id == end => Mark::Edge,
                id if other.contains(&id) => both,
                _ => alone,
            };
            own.iter().map(mark).collect()
        };
        let mut marked = marks(&left, &right, [Mark::OriginalShared, Mark::OriginalAlone]);
        marked.extend(marks(&right, &left, [Mark::CopyShared, Mark::CopyAlone]));
        let lengths = [left.len(), right.len()];
        let pieces = [left, right].concat();
        let (below, above) = JointWeights::parted(&model.weights.layers);
        super::ROOM.with_borrow_mut(|(room, _)| {
            let run = |room: &mut Room, pieces, layers, lengths: &[usize]| {
                model.path.run(&mut Call {
                    pieces,
                    layers,
                    lengths,
                    room,
                });
            };
            run(room, Some((&model.weights, &pieces)), below, &lengths);
            let mut rows = room.rows.clone();
            run(room, None, above, &lengths);
            let (first, second) = room.rows.split_at(lengths[0] * WIDTH);
            let vectors = [first, second].map(mean);
            for (row, mark) in rows.chunks_exact_mut(WIDTH).zip(&marked) {
                for (x, y) in row.iter_mut().zip(self.weights.mark(*mark as usize)) {
                    *x += y;
                }
            }
            room.rows = rows;
            run(room, None, &self.weights.layers, &[pieces.len()]);
            Read {
                vectors,
                odds: self.weigh(room, &marked),
            }
        })
    }

    /// The rows of the last pass that are no edge, weighed.
    fn weigh(&self, room: &Room, marks: &[Mark]) -> Vec<f32> {
        let (head, offset) = (&self.weights.head, self.weights.offset);
        let mut products = [0.0; WIDTH];
        let rows = room.rows.chunks_exact(WIDTH).zip(marks);
        let rows = rows.filter(|(_, mark)| !matches!(mark, Mark::Edge));
        rows.map(|(row, _)| {
            for ((product, x), weight) in products.iter_mut().zip(row).zip(head) {
                *product = x * weight;
            }
            float::sum(&products) + offset
        })
        .collect()
    }
}
