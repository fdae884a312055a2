//! The forward pass: six layers of attention over the pieces of several texts at once.
//!
//! A text's vectors do not depend on what else is in the batch: rows meet only inside a text's own
//! attention. See [`super::kernels`] for why all functions are inlined.

use super::asset::{HEADS, Layer, Matrix, WIDTH, Weights};
use super::float::{LANES, exp, gelu, largest, layer_norm, quantise, sum};
use super::kernels::{Path, Product, dense};

/// Values of one head.
const HEAD: usize = WIDTH / HEADS;

/// One pass.
pub struct Call<'a> {
    /// The numbers of the pieces of all texts, one text after the other, and the model that has their
    /// vectors; without them the pass begins with the rows that are in the room.
    pub pieces: Option<(&'a Weights<'a>, &'a [u32])>,
    /// The layers to go through.
    pub layers: &'a [Layer<'a>],
    /// How many pieces each text has.
    pub lengths: &'a [usize],
    /// Room, and the result.
    pub room: &'a mut Room,
}

/// Buffers that are kept between passes.
#[derive(Default)]
pub struct Room {
    /// A row of [`WIDTH`] values for each piece: the result of the pass.
    pub rows: Vec<f32>,
    wide: Vec<f32>,
    narrow: Vec<f32>,
    codes: Vec<u8>,
    zeros: Vec<u8>,
    steps: Vec<f32>,
    doubled: Vec<i16>,
    sums: Vec<i32>,
    keys: Vec<f32>,
    scores: Vec<f32>,
}

/// Fill `call.room.rows`.
#[inline(always)]
pub fn run(path: Path, call: &mut Call<'_>) {
    let Room {
        rows,
        wide,
        narrow,
        codes,
        zeros,
        steps,
        doubled,
        sums,
        keys,
        scores,
    } = &mut *call.room;
    let mut integer = Integer {
        path,
        codes,
        zeros,
        steps,
        doubled,
        sums,
    };
    if let Some((weights, pieces)) = call.pieces {
        rows.clear();
        rows.resize(pieces.len() * WIDTH, 0.0);
        embed(weights, pieces, call.lengths, rows);
    }
    narrow.clear();
    narrow.resize(rows.len(), 0.0);
    for layer in call.layers {
        integer.product(&layer.heads, rows, wide);
        attend(call.lengths, wide, narrow, keys, scores);
        integer.product(&layer.mix, narrow, wide);
        settle(rows, wide, layer, 0);
        integer.product(&layer.widen, rows, wide);
        gelu(wide);
        integer.product(&layer.narrow, wide, narrow);
        settle(rows, narrow, layer, 1);
    }
}

/// The vectors of pieces and places, normed.
#[inline(always)]
fn embed(weights: &Weights<'_>, pieces: &[u32], lengths: &[usize], rows: &mut [f32]) {
    let places = lengths.iter().flat_map(|length| 0..*length);
    for ((row, piece), place) in rows.chunks_exact_mut(WIDTH).zip(pieces).zip(places) {
        let (codes, step) = weights.piece(*piece as usize);
        let (place_codes, place_step) = weights.place(place);
        for ((x, code), place) in row.iter_mut().zip(codes).zip(place_codes) {
            *x = f32::from(code.cast_signed()) * step + f32::from(place.cast_signed()) * place_step;
        }
        layer_norm(row, &weights.norm.scale, &weights.norm.offset);
    }
}

/// Add what a part of the layer found to the rows, and norm them.
#[inline(always)]
fn settle(rows: &mut [f32], found: &[f32], layer: &Layer<'_>, norm: usize) {
    let Some(norm) = layer.norms.get(norm) else {
        return;
    };
    let pairs = rows.chunks_exact_mut(WIDTH).zip(found.chunks_exact(WIDTH));
    for (row, found) in pairs {
        for (x, y) in row.iter_mut().zip(found) {
            *x += y;
        }
        layer_norm(row, &norm.scale, &norm.offset);
    }
}

/// Attention of each text's pieces to each other (Vaswani et al. 2017): `wide` holds query, key and
/// value of each piece, `mixed` gets the values as the pieces see them.
#[inline(always)]
fn attend(
    lengths: &[usize],
    wide: &[f32],
    mixed: &mut [f32],
    keys: &mut Vec<f32>,
    scores: &mut Vec<f32>,
) {
    let scale = 1.0 / (HEAD as f32).sqrt();
    let mut wide = wide;
    let mut mixed = mixed;
    for length in lengths {
        let (text, rest) = wide.split_at((length * 3 * WIDTH).min(wide.len()));
        wide = rest;
        let whole = std::mem::take(&mut mixed);
        let middle = (length * WIDTH).min(whole.len());
        let (out, rest) = whole.split_at_mut(middle);
        mixed = rest;
        let padded = length.next_multiple_of(LANES);
        keys.clear();
        keys.resize(HEAD * padded, 0.0);
        scores.clear();
        scores.resize(padded, 0.0);
        for head in 0..HEADS {
            // Keys with the pieces side by side, so that a score is no sum across a register.
            for (j, row) in text.chunks_exact(3 * WIDTH).enumerate() {
                let key = row.iter().skip(WIDTH + head * HEAD).take(HEAD);
                for (lane, x) in keys.iter_mut().skip(j).step_by(padded).zip(key) {
                    *lane = *x;
                }
            }
            let queries = text.chunks_exact(3 * WIDTH);
            for (row, out) in queries.zip(out.chunks_exact_mut(WIDTH)) {
                let Some(query) = row.get(head * HEAD..(head + 1) * HEAD) else {
                    continue;
                };
                score(query, keys, padded, scale, scores);
                let total = soften(*length, scores);
                let mut seen = [0.0; HEAD];
                for (weight, other) in scores.iter().zip(text.chunks_exact(3 * WIDTH)) {
                    let start = 2 * WIDTH + head * HEAD;
                    let value = other.get(start..start + HEAD).unwrap_or_default();
                    for (x, y) in seen.iter_mut().zip(value) {
                        *x += weight * y;
                    }
                }
                let inverse = 1.0 / total;
                let place = out.get_mut(head * HEAD..(head + 1) * HEAD);
                for (x, y) in place.into_iter().flatten().zip(seen) {
                    *x = y * inverse;
                }
            }
        }
    }
}

/// The scaled products of one query with all keys.
#[inline(always)]
fn score(query: &[f32], keys: &[f32], padded: usize, scale: f32, scores: &mut [f32]) {
    for (start, chunk) in scores.chunks_exact_mut(LANES).enumerate() {
        let mut lanes = [0.0; LANES];
        for (x, row) in query.iter().zip(keys.chunks_exact(padded)) {
            let row = row.get(start * LANES..(start + 1) * LANES);
            for (lane, y) in lanes.iter_mut().zip(row.unwrap_or_default()) {
                *lane += x * y;
            }
        }
        for (out, lane) in chunk.iter_mut().zip(lanes) {
            *out = lane * scale;
        }
    }
}

/// The exponentials of scores less the largest of them, and their sum; what is beyond `length` is 0.
#[inline(always)]
fn soften(length: usize, scores: &mut [f32]) -> f32 {
    for score in scores.iter_mut().skip(length) {
        *score = f32::MIN;
    }
    let most = largest(scores);
    for score in scores.iter_mut() {
        *score = exp(*score - most);
    }
    sum(scores)
}

/// The integer side of a pass.
struct Integer<'a> {
    path: Path,
    codes: &'a mut Vec<u8>,
    zeros: &'a mut Vec<u8>,
    steps: &'a mut Vec<f32>,
    doubled: &'a mut Vec<i16>,
    sums: &'a mut Vec<i32>,
}

impl Integer<'_> {
    /// `out` becomes the rows times the matrix, plus its offsets.
    #[inline(always)]
    fn product(&mut self, matrix: &Matrix<'_>, rows: &[f32], out: &mut Vec<f32>) {
        let (inputs, channels) = (matrix.inputs, matrix.channels);
        let count = rows.len() / inputs;
        self.codes.resize(count * inputs, 0);
        self.steps.resize(count, 0.0);
        self.zeros.resize(count, 0);
        self.sums.resize(count * channels, 0);
        let coded = self.codes.chunks_exact_mut(inputs);
        let steps = self.steps.iter_mut().zip(&mut *self.zeros);
        for ((row, codes), (step, zero)) in rows.chunks_exact(inputs).zip(coded).zip(steps) {
            let steps = quantise(row, codes);
            (*step, *zero) = (steps.step, steps.zero);
        }
        let product = Product {
            activations: self.codes,
            zeros: self.zeros,
            codes: &matrix.codes,
            totals: &matrix.totals,
            inputs,
            channels,
        };
        dense(self.path, &product, self.doubled, self.sums);
        out.resize(count * channels, 0.0);
        let summed = self.sums.chunks_exact(channels).zip(&*self.steps);
        for (out, (sums, step)) in out.chunks_exact_mut(channels).zip(summed) {
            let sums = sums.iter().zip(&matrix.steps).zip(&matrix.offsets);
            for (x, ((sum, scale), offset)) in out.iter_mut().zip(sums) {
                *x = *sum as f32 * (scale * step) + offset;
            }
        }
    }
}
