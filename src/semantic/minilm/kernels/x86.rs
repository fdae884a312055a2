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
                let excess = _mm512_mullo_epi32(totals[half], zero);
                let sums = _mm512_permutex2var_epi64(low, order, high);
                _mm512_storeu_si512(out.add(16 * half).cast(), _mm512_sub_epi32(sums, excess));
            }
        }
    }
}

/// # Safety
/// The machine has the instructions, the operands fit as `super::dense` checks, and `wide` has a
/// value for each activation.
#[target_feature(enable = "avx512f,avx512bw")]
pub unsafe fn dense_avx512(wide: &Wide<'_>, sums: &mut [i32]) {
    for block in 0..wide.product.channels / BLOCK {
        tiles!(wide.product.rows(), 12, tile_avx512(wide, sums, block),
            [1 2 3 4 5 6 7 8 9 10 11 12]);
    }
}

/// `ROWS` rows from `from` on, in one block: all inputs, in 2 × `ROWS` registers.
///
/// # Safety
/// As for the caller; `from + ROWS` is at most the number of rows.
#[target_feature(enable = "avx512f,avx512bw")]
unsafe fn tile_avx512<const ROWS: usize>(
    wide: &Wide<'_>,
    sums: &mut [i32],
    block: usize,
    from: usize,
) {
    let Product {
        codes,
        inputs,
        channels,
        ..
    } = *wide.product;
    let mut acc = [[_mm512_setzero_si512(); 2]; ROWS];
    // SAFETY: block < channels / BLOCK and from + ROWS <= rows, so that every address below lies
    // in the slices, whose lengths `super::dense` checked.
    unsafe {
        let mut codes = codes.as_ptr().add(block * BLOCK * inputs);
        let rows = wide.activations.as_ptr().add(from * inputs);
        for pair in 0..inputs / 2 {
            let low = _mm512_cvtepi8_epi16(_mm256_loadu_si256(codes.cast()));
            let high = _mm512_cvtepi8_epi16(_mm256_loadu_si256(codes.add(32).cast()));
            for (row, acc) in acc.iter_mut().enumerate() {
                let at = rows.add(row * inputs + 2 * pair);
                let pair = _mm512_set1_epi32(at.cast::<i32>().read_unaligned());
                let [first, second] = *acc;
                *acc = [
                    _mm512_add_epi32(first, _mm512_madd_epi16(low, pair)),
                    _mm512_add_epi32(second, _mm512_madd_epi16(high, pair)),
                ];
            }
            codes = codes.add(2 * BLOCK);
        }
        for (row, [low, high]) in acc.into_iter().enumerate() {
            let out = sums
                .as_mut_ptr()
                .add((from + row) * channels + block * BLOCK);
            _mm512_storeu_si512(out.cast(), low);
            _mm512_storeu_si512(out.add(16).cast(), high);
        }
    }
}

/// # Safety
/// The machine has AVX2, the operands fit as `super::dense` checks, and `wide` has a value for each
/// activation.
#[target_feature(enable = "avx2")]
pub unsafe fn dense_avx2(wide: &Wide<'_>, sums: &mut [i32]) {
    for half in 0..2 * (wide.product.channels / BLOCK) {
        tiles!(wide.product.rows(), 6, tile_avx2(wide, sums, half), [1 2 3 4 5 6]);
    }
}

/// `ROWS` rows from `from` on, in one half of a block: all inputs, in 2 × `ROWS` registers.
///
/// # Safety
/// As for the caller; `from + ROWS` is at most the number of rows, and `half` less than twice the
/// number of blocks.
#[target_feature(enable = "avx2")]
unsafe fn tile_avx2<const ROWS: usize>(
    wide: &Wide<'_>,
    sums: &mut [i32],
    half: usize,
    from: usize,
) {
    let Product {
        codes,
        inputs,
        channels,
        ..
    } = *wide.product;
    let mut acc = [[_mm256_setzero_si256(); 2]; ROWS];
    // SAFETY: half < 2 * channels / BLOCK and from + ROWS <= rows, so that every address below
    // lies in the slices, whose lengths `super::dense` checked.
    unsafe {
        let start = (half / 2) * BLOCK * inputs + (half % 2) * BLOCK;
        let mut codes = codes.as_ptr().add(start);
        let rows = wide.activations.as_ptr().add(from * inputs);
        for pair in 0..inputs / 2 {
            let low = _mm256_cvtepi8_epi16(_mm_loadu_si128(codes.cast()));
            let high = _mm256_cvtepi8_epi16(_mm_loadu_si128(codes.add(16).cast()));
            for (row, acc) in acc.iter_mut().enumerate() {
                let at = rows.add(row * inputs + 2 * pair);
                let pair = _mm256_set1_epi32(at.cast::<i32>().read_unaligned());
                let [first, second] = *acc;
                *acc = [
                    _mm256_add_epi32(first, _mm256_madd_epi16(low, pair)),
                    _mm256_add_epi32(second, _mm256_madd_epi16(high, pair)),
                ];
            }
            // The other half of the block lies between this pair and the next; after the last
            // pair the pointer is not used again, and stays within one past the slice.
            codes = codes.wrapping_add(2 * BLOCK);
        }
        for (row, [low, high]) in acc.into_iter().enumerate() {
            let out = sums
                .as_mut_ptr()
                .add((from + row) * channels + half * BLOCK / 2);
            _mm256_storeu_si256(out.cast(), low);
            _mm256_storeu_si256(out.add(8).cast(), high);
        }
    }
}
