//! Products with the vector instructions of aarch64; what makes them sound is at the head of the
//! module above.

use std::arch::aarch64::*;

use super::{BLOCK, Product, Wide};

/// # Safety
/// The operands fit as `super::dense` checks, and `wide` has a value for each activation.
#[target_feature(enable = "neon")]
pub unsafe fn dense(wide: &Wide<'_>, sums: &mut [i32]) {
    for quarter in 0..4 * (wide.product.channels / BLOCK) {
        tiles!(wide.product.rows(), 6, tile(wide, sums, quarter), [1 2 3 4 5 6]);
    }
}

/// `ROWS` rows from `from` on, in a quarter of a block: all inputs, in 2 × `ROWS` registers.
///
/// # Safety
/// As for the caller; `from + ROWS` is at most the number of rows, and `quarter` less than four
/// times the number of blocks.
#[target_feature(enable = "neon")]
unsafe fn tile<const ROWS: usize>(wide: &Wide<'_>, sums: &mut [i32], quarter: usize, from: usize) {
    let Product {
        codes,
        inputs,
        channels,
        ..
    } = *wide.product;
    let mut acc = [[vdupq_n_s32(0); 2]; ROWS];
    // SAFETY: quarter < 4 * channels / BLOCK and from + ROWS <= rows, so that every address below
    // lies in the slices, whose lengths `super::dense` checked.
    unsafe {
        let start = (quarter / 4) * BLOCK * inputs + (quarter % 4) * (BLOCK / 2);
        let mut codes = codes.as_ptr().add(start);
        let rows = wide.activations.as_ptr().add(from * inputs);
        for pair in 0..inputs / 2 {
            // Eight channels, their two codes apart.
            let int8x8x2_t(first, second) = vld2_s8(codes.cast());
            let (first, second) = (vmovl_s8(first), vmovl_s8(second));
            for (row, acc) in acc.iter_mut().enumerate() {
                let at = rows.add(row * inputs + 2 * pair);
                let (a, b) = (*at, *at.add(1));
                let [low, high] = *acc;
                let low = vmlal_n_s16(low, vget_low_s16(first), a);
                let high = vmlal_n_s16(high, vget_high_s16(first), a);
                *acc = [
                    vmlal_n_s16(low, vget_low_s16(second), b),
                    vmlal_n_s16(high, vget_high_s16(second), b),
                ];
            }
            codes = codes.wrapping_add(2 * BLOCK);
        }
        for (row, [low, high]) in acc.into_iter().enumerate() {
            let out = sums
                .as_mut_ptr()
                .add((from + row) * channels + quarter * (BLOCK / 4));
            vst1q_s32(out, low);
            vst1q_s32(out.add(4), high);
        }
    }
}
