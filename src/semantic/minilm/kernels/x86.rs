//! Products with the vector instructions of x86-64; what makes them sound is at the head of the
//! module above.

use std::arch::x86_64::*;

use super::{BLOCK, Product, Wide};

/// # Safety
/// The machine has the instructions, and the operands fit as `super::dense` checks.
#[target_feature(enable = "avx512f,avx512bw,avx512vnni")]
pub unsafe fn dense_vnni(product: &Product<'_>, sums: &mut [i32]) {
    for block in 0..product.channels / BLOCK {
        tiles!(product.rows(), 12, tile_vnni(product, sums, block),
            [1 2 3 4 5 6 7 8 9 10 11 12]);
    }
}

/// `ROWS` rows from `from` on, in one block: all inputs, in 2 × `ROWS` registers.
///
/// # Safety
/// As for the caller; `from + ROWS` is at most the number of rows.
#[target_feature(enable = "avx512f,avx512bw,avx512vnni")]
unsafe fn tile_vnni<const ROWS: usize>(
    product: &Product<'_>,
    sums: &mut [i32],
    block: usize,
    from: usize,
) {
    let (inputs, channels) = (product.inputs, product.channels);
    let mut acc = [[_mm512_setzero_si512(); 2]; ROWS];
    // SAFETY: block < channels / BLOCK and from + ROWS <= rows, so that every address below lies
    // in the slices, whose lengths `super::dense` checked.
    unsafe {
        let mut codes = product.codes.as_ptr().add(block * BLOCK * inputs);
        let rows = product.activations.as_ptr().add(from * inputs);
        for four in 0..inputs / 4 {
            let first = _mm512_loadu_si512(codes.cast());
            let second = _mm512_loadu_si512(codes.add(2 * BLOCK).cast());
            // Four codes of a channel side by side: in each quarter of the block's channels the
            // first four of them are in `low`, the last four in `high`.
            let low = _mm512_unpacklo_epi16(first, second);
            let high = _mm512_unpackhi_epi16(first, second);
            for (row, acc) in acc.iter_mut().enumerate() {
                let at = rows.add(row * inputs + 4 * four);
                let inputs = _mm512_set1_epi32(at.cast::<i32>().read_unaligned());
                let [sum_low, sum_high] = *acc;
                *acc = [
                    _mm512_dpbusd_epi32(sum_low, inputs, low),
                    _mm512_dpbusd_epi32(sum_high, inputs, high),
                ];
            }
            codes = codes.add(4 * BLOCK);
        }
        let totals = product.totals.as_ptr().add(block * BLOCK);
        let totals = [0, 16].map(|half| _mm512_loadu_si512(totals.add(half).cast()));
        let (front, back) = (
            _mm512_setr_epi64(0, 1, 8, 9, 2, 3, 10, 11),
            _mm512_setr_epi64(4, 5, 12, 13, 6, 7, 14, 15),
        );
        for (row, [low, high]) in acc.into_iter().enumerate() {
            let out = sums
                .as_mut_ptr()
                .add((from + row) * channels + block * BLOCK);
            // The bytes of a row are all too large by its zero.
            let zero = _mm512_set1_epi32(i32::from(*product.zeros.as_ptr().add(from + row)));
            for (half, order) in [front, back].into_iter().enumerate() {
                #[expect(clippy::indexing_slicing, reason = "there are two halves of either")]
                let totals = totals[half];
                let excess = _mm512_mullo_epi32(totals, zero);
                let sums = _mm512_permutex2var_epi64(low, order, high);
                _mm512_storeu_si512(out.add(16 * half).cast(), _mm512_sub_epi32(sums, excess));
            }
        }
    }
}

/// A product by pairs of inputs: each register of 16-bit codes, of `$part` / 2 channels, times a pair.
macro_rules! by_pairs {
    (
        $dense:ident, $tile:ident, $features:literal, $part:expr, $most:literal, $sizes:tt,
        $zero:ident, $load:ident, $widen:ident, $repeat:ident, $add:ident, $multiply:ident, $store:ident
    ) => {
        /// # Safety
        /// The machine has the instructions, the operands fit as `super::dense` checks, and `wide` has
        /// a value for each activation.
        #[target_feature(enable = $features)]
        pub unsafe fn $dense(wide: &Wide<'_>, sums: &mut [i32]) {
            for part in 0..wide.product.channels / $part {
                tiles!(wide.product.rows(), $most, $tile(wide, sums, part), $sizes);
            }
        }

        /// `ROWS` rows from `from` on, in one part of a block: all inputs, in 2 × `ROWS` registers.
        ///
        /// # Safety
        /// As for the caller; `from + ROWS` is at most the number of rows, and `part` less than the
        /// number of parts.
        #[target_feature(enable = $features)]
        unsafe fn $tile<const ROWS: usize>(
            wide: &Wide<'_>,
            sums: &mut [i32],
            part: usize,
            from: usize,
        ) {
            let Product {
                codes,
                inputs,
                channels,
                ..
            } = *wide.product;
            let mut acc = [[$zero(); 2]; ROWS];
            // SAFETY: part < channels / $part and from + ROWS <= rows, so that every address
            // below lies in the slices, whose lengths `super::dense` checked.
            unsafe {
                let first = part * $part;
                let block = first / BLOCK;
                let start = block * BLOCK * inputs + 2 * (first - block * BLOCK);
                let mut codes = codes.as_ptr().add(start);
                let rows = wide.activations.as_ptr().add(from * inputs);
                for pair in 0..inputs / 2 {
                    let low = $widen($load(codes.cast()));
                    let high = $widen($load(codes.add($part).cast()));
                    for (row, acc) in acc.iter_mut().enumerate() {
                        let at = rows.add(row * inputs + 2 * pair);
                        let pair = $repeat(at.cast::<i32>().read_unaligned());
                        let [first, second] = *acc;
                        *acc = [
                            $add(first, $multiply(low, pair)),
                            $add(second, $multiply(high, pair)),
                        ];
                    }
                    // The other parts of the block lie between this pair and the next; after the last
                    // pair the pointer is not used again.
                    codes = codes.wrapping_add(2 * BLOCK);
                }
                for (row, [low, high]) in acc.into_iter().enumerate() {
                    let out = sums.as_mut_ptr().add((from + row) * channels + first);
                    $store(out.cast(), low);
                    $store(out.add($part / 2).cast(), high);
                }
            }
        }
    };
}

by_pairs!(
    dense_avx512, tile_avx512, "avx512f,avx512bw", BLOCK, 12, [1 2 3 4 5 6 7 8 9 10 11 12],
    _mm512_setzero_si512, _mm256_loadu_si256, _mm512_cvtepi8_epi16, _mm512_set1_epi32,
    _mm512_add_epi32, _mm512_madd_epi16, _mm512_storeu_si512
);
by_pairs!(
    dense_avx2, tile_avx2, "avx2", 16, 6, [1 2 3 4 5 6],
    _mm256_setzero_si256, _mm_loadu_si128, _mm256_cvtepi8_epi16, _mm256_set1_epi32,
    _mm256_add_epi32, _mm256_madd_epi16, _mm256_storeu_si256
);
