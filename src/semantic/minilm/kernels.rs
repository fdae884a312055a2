//! The integer matrix products, and the choice of instructions: the only `unsafe` code of the crate.
//!
//! A product of 8-bit codes and 12-bit activations is exact in 32-bit sums whatever the order (see
//! [`LARGEST`]), so every path gives the same bits as [`portable`], which the tests compare them to.
//! What is computed in floating point is ordinary code, written once and compiled for each path: no
//! operation of it depends on the width of a register, and Rust fuses no multiplication with an
//! addition.
//!
//! What makes the `unsafe` sound:
//! - a function compiled for instructions is called only for a [`Path`] with them, and a `Path` is
//!   made in [`Path::all`] only, where the processor was asked;
//! - [`dense`] checks the lengths of all slices before any pointer is made of them.

use super::forward::{self, Call};

/// Channels that lie side by side in a matrix.
pub const BLOCK: usize = 32;
/// The largest activation: 12 bits with their sign. With at most 4096 inputs and codes to ±127 a sum
/// stays below 2³¹: 4096 × 2047 × 127 is 1.06e9.
pub const LARGEST: i16 = 2047;
/// The most inputs of a matrix.
pub const MOST_INPUTS: usize = 4096;

/// A way to compute, which this machine has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Path(Kind);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(dead_code, reason = "each machine has some of them")]
enum Kind {
    Portable,
    Avx2,
    Avx512,
    Vnni,
    Neon,
}

impl Path {
    /// Those this machine has, the slowest first; never empty.
    pub fn all() -> Vec<Self> {
        let mut all = vec![Self(Kind::Portable)];
        #[cfg(target_arch = "x86_64")]
        {
            if is_x86_feature_detected!("avx2") {
                all.push(Self(Kind::Avx2));
            }
            if is_x86_feature_detected!("avx512f") && is_x86_feature_detected!("avx512bw") {
                all.push(Self(Kind::Avx512));
                if is_x86_feature_detected!("avx512vnni") {
                    all.push(Self(Kind::Vnni));
                }
            }
        }
        #[cfg(all(target_arch = "aarch64", target_endian = "little"))]
        if std::arch::is_aarch64_feature_detected!("neon") {
            all.push(Self(Kind::Neon));
        }
        all
    }

    /// The fastest.
    pub fn best() -> Self {
        Self::all().pop().unwrap_or(Self(Kind::Portable))
    }

    /// Its name in documentation and benches.
    pub fn name(self) -> &'static str {
        match self.0 {
            Kind::Portable => "portable",
            Kind::Avx2 => "avx2",
            Kind::Avx512 => "avx512",
            Kind::Vnni => "avx512-vnni",
            Kind::Neon => "neon",
        }
    }

    /// Run the model on this path.
    pub fn run(self, call: &mut Call<'_>) {
        match self.0 {
            #[cfg(target_arch = "x86_64")]
            // SAFETY: `Path::all` found AVX2.
            Kind::Avx2 => unsafe { run_avx2(call) },
            #[cfg(target_arch = "x86_64")]
            // SAFETY: `Path::all` found AVX-512F and BW.
            Kind::Avx512 | Kind::Vnni => unsafe { run_avx512(self, call) },
            // NEON is part of every aarch64 target, so that plain code is compiled for it as it is.
            _ => forward::run(self, call),
        }
    }
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
fn run_avx2(call: &mut Call<'_>) {
    forward::run(Path(Kind::Avx2), call);
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f,avx512bw")]
fn run_avx512(path: Path, call: &mut Call<'_>) {
    forward::run(path, call);
}

/// Operands of a product: `sums[row][channel]` becomes the sum over the inputs of
/// `activations[row][input] * codes[channel][input]`.
pub struct Product<'a> {
    /// Rows of `inputs` values, in ±[`LARGEST`].
    pub activations: &'a [i16],
    /// `channels * inputs` codes, as bytes: blocks of [`BLOCK`] channels, in each block the inputs two
    /// by two, in each pair the channels, each with its two codes.
    pub codes: &'a [u8],
    /// Number of inputs: even, at most [`MOST_INPUTS`].
    pub inputs: usize,
    /// Number of channels, a multiple of [`BLOCK`].
    pub channels: usize,
}

impl Product<'_> {
    fn rows(&self) -> usize {
        self.activations.len() / self.inputs
    }
}

/// The product on a path.
///
/// Operands that do not fit together are a mistake in the caller, which the asset's reader excludes:
/// nothing is computed then.
pub fn dense(path: Path, product: &Product<'_>, sums: &mut [i32]) {
    let fits = product.inputs > 0
        && product.inputs <= MOST_INPUTS
        && product.inputs.is_multiple_of(2)
        && product.channels.is_multiple_of(BLOCK)
        && product.activations.len() == product.rows() * product.inputs
        && product.codes.len() == product.channels * product.inputs
        && sums.len() == product.rows() * product.channels;
    debug_assert!(fits, "operands of a product do not fit together");
    if !fits {
        return;
    }
    match path.0 {
        #[cfg(target_arch = "x86_64")]
        // SAFETY: `Path::all` found AVX2; the operands fit.
        Kind::Avx2 => unsafe { x86::dense_avx2(product, sums) },
        #[cfg(target_arch = "x86_64")]
        // SAFETY: `Path::all` found AVX-512F and BW; the operands fit.
        Kind::Avx512 => unsafe { x86::dense_avx512(product, sums) },
        #[cfg(target_arch = "x86_64")]
        // SAFETY: `Path::all` found AVX-512F, BW and VNNI; the operands fit.
        Kind::Vnni => unsafe { x86::dense_vnni(product, sums) },
        #[cfg(all(target_arch = "aarch64", target_endian = "little"))]
        // SAFETY: `Path::all` found NEON; the operands fit.
        Kind::Neon => unsafe { neon::dense(product, sums) },
        _ => portable(product, sums),
    }
}

/// The product in plain Rust: what all other paths must equal.
fn portable(product: &Product<'_>, sums: &mut [i32]) {
    let (inputs, channels) = (product.inputs, product.channels);
    // A block's codes with those of the first and those of the second input of each pair side by side,
    // which compilers turn into vector instructions where they are allowed any.
    let mut apart: Vec<[[i16; BLOCK]; 2]> = Vec::with_capacity(inputs / 2);
    for (block, codes) in product.codes.chunks_exact(BLOCK * inputs).enumerate() {
        let (codes, _) = codes.as_chunks::<{ 2 * BLOCK }>();
        apart.clear();
        apart.extend(codes.iter().map(|codes| {
            let code = |at: usize| i16::from(codes[at].cast_signed());
            [
                std::array::from_fn(|channel| code(2 * channel)),
                std::array::from_fn(|channel| code(2 * channel + 1)),
            ]
        }));
        let rows = product.activations.chunks_exact(inputs);
        for (row, out) in rows.zip(sums.chunks_exact_mut(channels)) {
            let (pairs, _) = row.as_chunks::<2>();
            let mut sum = [0i32; BLOCK];
            for (inputs, codes) in pairs.iter().zip(&apart) {
                for (input, codes) in inputs.iter().zip(codes) {
                    for (sum, code) in sum.iter_mut().zip(codes) {
                        *sum += i32::from(*input) * i32::from(*code);
                    }
                }
            }
            let start = block * BLOCK;
            if let Some(out) = out.get_mut(start..start + BLOCK) {
                out.copy_from_slice(&sum);
            }
        }
    }
}

/// Call `$tile::<ROWS>` for all rows of a product, as evenly cut as possible, at most `$most` each.
///
/// Even tiles, because a last tile of one row costs nearly what a full one costs.
#[allow(unused_macros, reason = "for the paths that have tiles")]
macro_rules! tiles {
    ($rows:expr, $most:literal, $tile:ident($product:expr, $sums:expr, $part:expr), [$($size:literal)*]) => {{
        let rows = $rows;
        let count = rows.div_ceil($most);
        let mut from = 0;
        for i in 0..count {
            let to = rows * (i + 1) / count;
            match to - from {
                // SAFETY: the caller has the instructions and checked the operands, and rows
                // `from..to` are among the product's.
                $($size => unsafe { $tile::<$size>($product, $sums, $part, from) },)*
                _ => {}
            }
            from = to;
        }
    }};
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use std::arch::x86_64::*;

    use super::{BLOCK, Product};

    macro_rules! wide {
        ($dense:ident, $tile:ident, $features:literal, |$sum:ident, $codes:ident, $pair:ident| $add:expr) => {
            /// # Safety
            /// The machine has the instructions, and the operands fit as `super::dense` checks.
            #[target_feature(enable = $features)]
            pub unsafe fn $dense(product: &Product<'_>, sums: &mut [i32]) {
                for block in 0..product.channels / BLOCK {
                    tiles!(product.rows(), 12, $tile(product, sums, block),
                        [1 2 3 4 5 6 7 8 9 10 11 12]);
                }
            }

            /// `ROWS` rows from `from` on, in one block: all inputs, in 2 × `ROWS` registers.
            ///
            /// # Safety
            /// As for the caller; `from + ROWS` is at most the number of rows.
            #[target_feature(enable = $features)]
            unsafe fn $tile<const ROWS: usize>(
                product: &Product<'_>,
                sums: &mut [i32],
                block: usize,
                from: usize,
            ) {
                let (inputs, channels) = (product.inputs, product.channels);
                let mut acc = [[_mm512_setzero_si512(); 2]; ROWS];
                // SAFETY: block < channels / BLOCK and from + ROWS <= rows, so that every address
                // below lies in the slices, whose lengths `super::dense` checked.
                unsafe {
                    let mut codes = product.codes.as_ptr().add(block * BLOCK * inputs);
                    let rows = product.activations.as_ptr().add(from * inputs);
                    for pair in 0..inputs / 2 {
                        let low = _mm512_cvtepi8_epi16(_mm256_loadu_si256(codes.cast()));
                        let high = _mm512_cvtepi8_epi16(_mm256_loadu_si256(codes.add(32).cast()));
                        for (row, acc) in acc.iter_mut().enumerate() {
                            let at = rows.add(row * inputs + 2 * pair);
                            let $pair = _mm512_set1_epi32(at.cast::<i32>().read_unaligned());
                            for (sum, $codes) in acc.iter_mut().zip([low, high]) {
                                let $sum = *sum;
                                *sum = $add;
                            }
                        }
                        codes = codes.add(2 * BLOCK);
                    }
                    for (row, [low, high]) in acc.into_iter().enumerate() {
                        let out = sums.as_mut_ptr().add((from + row) * channels + block * BLOCK);
                        _mm512_storeu_si512(out.cast(), low);
                        _mm512_storeu_si512(out.add(16).cast(), high);
                    }
                }
            }
        };
    }

    wide!(
        dense_vnni,
        tile_vnni,
        "avx512f,avx512bw,avx512vnni",
        |sum, codes, pair| _mm512_dpwssd_epi32(sum, codes, pair)
    );
    wide!(
        dense_avx512,
        tile_avx512,
        "avx512f,avx512bw",
        |sum, codes, pair| _mm512_add_epi32(sum, _mm512_madd_epi16(codes, pair))
    );

    /// # Safety
    /// The machine has AVX2, and the operands fit as `super::dense` checks.
    #[target_feature(enable = "avx2")]
    pub unsafe fn dense_avx2(product: &Product<'_>, sums: &mut [i32]) {
        for half in 0..2 * (product.channels / BLOCK) {
            tiles!(product.rows(), 6, tile_avx2(product, sums, half), [1 2 3 4 5 6]);
        }
    }

    /// `ROWS` rows from `from` on, in one half of a block: all inputs, in 2 × `ROWS` registers.
    ///
    /// # Safety
    /// As for the caller; `from + ROWS` is at most the number of rows, and `half` less than twice the
    /// number of blocks.
    #[target_feature(enable = "avx2")]
    unsafe fn tile_avx2<const ROWS: usize>(
        product: &Product<'_>,
        sums: &mut [i32],
        half: usize,
        from: usize,
    ) {
        let (inputs, channels) = (product.inputs, product.channels);
        let mut acc = [[_mm256_setzero_si256(); 2]; ROWS];
        // SAFETY: half < 2 * channels / BLOCK and from + ROWS <= rows, so that every address below
        // lies in the slices, whose lengths `super::dense` checked.
        unsafe {
            let start = (half / 2) * BLOCK * inputs + (half % 2) * BLOCK;
            let mut codes = product.codes.as_ptr().add(start);
            let rows = product.activations.as_ptr().add(from * inputs);
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
}

#[cfg(all(target_arch = "aarch64", target_endian = "little"))]
mod neon {
    use std::arch::aarch64::*;

    use super::{BLOCK, Product};

    /// # Safety
    /// The operands fit as `super::dense` checks.
    #[target_feature(enable = "neon")]
    pub unsafe fn dense(product: &Product<'_>, sums: &mut [i32]) {
        for quarter in 0..4 * (product.channels / BLOCK) {
            tiles!(product.rows(), 6, tile(product, sums, quarter), [1 2 3 4 5 6]);
        }
    }

    /// `ROWS` rows from `from` on, in a quarter of a block: all inputs, in 2 × `ROWS` registers.
    ///
    /// # Safety
    /// As for the caller; `from + ROWS` is at most the number of rows, and `quarter` less than four
    /// times the number of blocks.
    #[target_feature(enable = "neon")]
    unsafe fn tile<const ROWS: usize>(
        product: &Product<'_>,
        sums: &mut [i32],
        quarter: usize,
        from: usize,
    ) {
        let (inputs, channels) = (product.inputs, product.channels);
        let mut acc = [[vdupq_n_s32(0); 2]; ROWS];
        // SAFETY: quarter < 4 * channels / BLOCK and from + ROWS <= rows, so that every address below
        // lies in the slices, whose lengths `super::dense` checked.
        unsafe {
            let start = (quarter / 4) * BLOCK * inputs + (quarter % 4) * (BLOCK / 2);
            let mut codes = product.codes.as_ptr().add(start);
            let rows = product.activations.as_ptr().add(from * inputs);
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
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers that look random: a linear congruence modulo 2^64 (Knuth's constants).
    fn noise(seed: &mut u64) -> u64 {
        *seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        *seed >> 33
    }

    fn sums(path: Path, activations: &[i16], codes: &[u8], inputs: usize) -> Vec<i32> {
        let channels = codes.len() / inputs;
        let product = Product {
            activations,
            codes,
            inputs,
            channels,
        };
        let mut sums = vec![i32::MIN; product.rows() * channels];
        dense(path, &product, &mut sums);
        sums
    }

    #[test]
    fn every_path_gives_the_bits_of_the_portable_one() {
        let mut seed = 7;
        let paths = Path::all();
        for (inputs, channels) in [(2, 32), (18, 64), (384, 96)] {
            let codes: Vec<u8> = (0..inputs * channels)
                .map(|_| (noise(&mut seed) % 255) as u8)
                .map(|code| code.wrapping_sub(127))
                .collect();
            for rows in 1..=26 {
                let activations: Vec<i16> = (0..rows * inputs)
                    .map(|_| (noise(&mut seed) % 4095) as i16 - LARGEST)
                    .collect();
                let expected = sums(Path(Kind::Portable), &activations, &codes, inputs);
                for path in &paths {
                    let found = sums(*path, &activations, &codes, inputs);
                    assert!(found == expected, "{} on {rows} × {inputs}", path.name());
                }
            }
        }
    }

    #[test]
    fn the_portable_product_is_the_sum_of_products() {
        // Two inputs: channel c has the codes (c, -1), so the sum of (10, 3) is 10 c - 3.
        let codes: Vec<u8> = (0..BLOCK).flat_map(|c| [c as u8, 255]).collect();
        let found = sums(Path(Kind::Portable), &[10, 3], &codes, 2);
        let expected: Vec<i32> = (0..BLOCK as i32).map(|c| 10 * c - 3).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn the_largest_sum_does_not_overflow_on_any_path() {
        let codes = vec![127u8; MOST_INPUTS * BLOCK];
        let activations = vec![-LARGEST; MOST_INPUTS];
        for path in Path::all() {
            let found = sums(path, &activations, &codes, MOST_INPUTS);
            assert_eq!(found, vec![-4096 * 2047 * 127; BLOCK], "{}", path.name());
        }
    }
}
