//! Layers stored as what training changed in others.
//!
//! Training on marked stories moves a weight by a thirtieth of what the weights of its row spread over.
//! Codes of the change, a few to its own spread, lose less of it than codes of the sum would, and take
//! a third of the room (compare Liu et al. 2024, BitDelta). They are added to the model's own
//! codes when the layers are first used, and the sum coded as finely as 8 bits allow.

#[cfg(feature = "minilm")]
use super::Layer;
use super::{BLOCK, Codes, Matrix, Unpacked, totals};

/// The largest code.
const MOST: f32 = 127.0;

#[cfg(feature = "minilm")]
impl Layer<'_> {
    /// The layer that this one makes of another: its matrices are added, all else is its own.
    pub fn upon(self, other: &Layer<'_>) -> Layer<'static> {
        Layer {
            heads: self.heads.upon(&other.heads),
            mix: self.mix.upon(&other.mix),
            widen: self.widen.upon(&other.widen),
            narrow: self.narrow.upon(&other.narrow),
            norms: self.norms,
        }
    }
}

impl Matrix<'_> {
    /// The sum of two matrices of one shape, with the offsets of this one.
    #[expect(
        clippy::indexing_slicing,
        reason = "a channel is a remainder by `BLOCK`, of which all steps here come in runs"
    )]
    fn upon(self, other: &Matrix<'_>) -> Matrix<'static> {
        let mut codes = Unpacked::zeroed(self.codes.len());
        let mut steps = Vec::with_capacity(self.channels);
        let size = BLOCK * self.inputs;
        let blocks = self
            .codes
            .chunks_exact(size)
            .zip(other.codes.chunks_exact(size));
        let steps_of = self
            .steps
            .chunks_exact(BLOCK)
            .zip(other.steps.chunks_exact(BLOCK));
        let mut sums = vec![0.0; size];
        for (((own, others), (own_steps, other_steps)), codes) in
            blocks.zip(steps_of).zip(codes.chunks_exact_mut(size))
        {
            // The channels of a block lie side by side, two codes of each.
            let channel = |at: usize| at / 2 % BLOCK;
            let mut most = [0.0_f32; BLOCK];
            for (at, ((sum, a), b)) in sums.iter_mut().zip(own).zip(others).enumerate() {
                let channel = channel(at);
                let value =
                    |code: &u8, steps: &[f32]| f32::from(code.cast_signed()) * steps[channel];
                *sum = value(a, own_steps) + value(b, other_steps);
                most[channel] = most[channel].max(sum.abs());
            }
            let step = most.map(|most| if most > 0.0 { most / MOST } else { 1.0 });
            for (at, (code, sum)) in codes.iter_mut().zip(&sums).enumerate() {
                *code = ((sum / step[channel(at)]).round() as i8).cast_unsigned();
            }
            steps.extend(step);
        }
        Matrix {
            inputs: self.inputs,
            channels: self.channels,
            totals: totals(&codes, self.inputs),
            codes: Codes::Made(codes),
            steps,
            offsets: self.offsets,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A block of two inputs whose codes are `code(channel, input)`.
    fn matrix(codes: &[u8], step: f32) -> Matrix<'_> {
        Matrix {
            inputs: 2,
            channels: BLOCK,
            totals: totals(codes, 2),
            codes: Codes::Of(codes),
            steps: vec![step; BLOCK],
            offsets: vec![step; BLOCK],
        }
    }

    fn codes(code: impl Fn(usize, usize) -> i8) -> Vec<u8> {
        let code = |at: usize| code(at / 2, at % 2).cast_unsigned();
        (0..2 * BLOCK).map(code).collect()
    }

    #[test]
    fn the_sum_has_the_values_of_both_and_uses_all_codes() {
        let own = codes(|channel, input| channel as i8 - 20 * input as i8);
        let other = codes(|channel, input| 3 * input as i8 - channel as i8 / 2);
        let sum = matrix(&own, 0.01).upon(&matrix(&other, 0.5));
        assert_eq!(sum.steps.len(), BLOCK);
        assert_eq!(sum.offsets, [0.01; BLOCK]);
        assert_eq!(sum.totals, totals(&sum.codes, 2));
        for (at, code) in sum.codes.iter().enumerate() {
            let channel = at / 2;
            let expected =
                0.01 * f32::from(own[at].cast_signed()) + 0.5 * f32::from(other[at].cast_signed());
            let found = f32::from(code.cast_signed()) * sum.steps[channel];
            assert!(
                (found - expected).abs() <= 0.51 * sum.steps[channel],
                "{found} {expected}"
            );
            let largest = sum.codes[2 * channel..2 * channel + 2].iter();
            assert_eq!(
                largest.map(|c| c.cast_signed().unsigned_abs()).max(),
                Some(127)
            );
        }
    }

    #[test]
    fn nothing_upon_nothing_is_nothing() {
        let none = codes(|_, _| 0);
        let sum = matrix(&none, 1.0).upon(&matrix(&none, 1.0));
        assert!(sum.codes.iter().all(|code| *code == 0) && sum.steps.iter().all(|s| *s == 1.0));
    }
}
