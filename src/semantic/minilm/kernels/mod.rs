//! The integer matrix products, and the choice of instructions: the only `unsafe` code of the crate.
//!
//! A product of 8-bit codes and 8-bit activations is exact in 32-bit sums whatever the order (see
//! [`MOST_INPUTS`]), so every path gives the same bits as [`portable`], which the tests compare them to.
//! What is computed in floating point is ordinary code, written once and compiled for each path: no
//! operation of it depends on the width of a register, and Rust fuses no multiplication with an
//! addition.
//!
//! What makes the `unsafe` sound:
//! - a function compiled for instructions is called only for a [`Path`] with them, and a `Path` is
//!   made in [`Path::all`] only, where the processor was asked;
//! - [`dense`] checks the lengths of all slices before any pointer is made of them.

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

#[cfg(all(target_arch = "aarch64", target_endian = "little"))]
mod neon;
#[cfg(target_arch = "x86_64")]
mod x86;

use super::forward::{self, Call};

/// Channels that lie side by side in a matrix.
pub const BLOCK: usize = 32;
/// The most inputs of a matrix: a sum stays below 2³¹, as 4096 × 255 × 127 is 1.33e8.
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
/// `(activations[row][input] - zeros[row]) * codes[channel][input]`.
pub struct Product<'a> {
    /// Rows of `inputs` values.
    pub activations: &'a [u8],
    /// What stands for 0 in each row.
    pub zeros: &'a [u8],
    /// `channels * inputs` codes, as bytes: blocks of [`BLOCK`] channels, in each block the inputs two
    /// by two, in each pair the channels, each with its two codes.
    pub codes: &'a [u8],
    /// The sum of each channel's codes.
    pub totals: &'a [i32],
    /// Number of inputs: a multiple of 4, at most [`MOST_INPUTS`].
    pub inputs: usize,
    /// Number of channels, a multiple of [`BLOCK`].
    pub channels: usize,
}

/// A product with its activations as 16-bit numbers, their zeros taken off.
struct Wide<'a> {
    product: &'a Product<'a>,
    activations: &'a [i16],
}

impl Product<'_> {
    fn rows(&self) -> usize {
        self.activations.len() / self.inputs
    }
}

/// The product on a path; `wide` is room that the caller keeps.
///
/// Operands that do not fit together are a mistake in the caller, which the asset's reader excludes:
/// nothing is computed then.
pub fn dense(path: Path, product: &Product<'_>, wide: &mut Vec<i16>, sums: &mut [i32]) {
    let fits = product.inputs > 0
        && product.inputs <= MOST_INPUTS
        && product.inputs.is_multiple_of(4)
        && product.channels.is_multiple_of(BLOCK)
        && product.activations.len() == product.rows() * product.inputs
        && product.zeros.len() == product.rows()
        && product.codes.len() == product.channels * product.inputs
        && product.totals.len() == product.channels
        && sums.len() == product.rows() * product.channels;
    debug_assert!(fits, "operands of a product do not fit together");
    if !fits {
        return;
    }
    #[cfg(target_arch = "x86_64")]
    if path.0 == Kind::Vnni {
        // SAFETY: `Path::all` found AVX-512F, BW and VNNI; the operands fit.
        return unsafe { x86::dense_vnni(product, sums) };
    }
    wide.clear();
    let rows = product.activations.chunks_exact(product.inputs);
    for (row, zero) in rows.zip(product.zeros) {
        wide.extend(row.iter().map(|byte| i16::from(*byte) - i16::from(*zero)));
    }
    let wide = &Wide {
        product,
        activations: wide,
    };
    match path.0 {
        #[cfg(target_arch = "x86_64")]
        // SAFETY: `Path::all` found AVX2; the operands fit, and `wide` has one value for each byte.
        Kind::Avx2 => unsafe { x86::dense_avx2(wide, sums) },
        #[cfg(target_arch = "x86_64")]
        // SAFETY: `Path::all` found AVX-512F and BW; the operands fit, and `wide` has one value for
        // each byte.
        Kind::Avx512 => unsafe { x86::dense_avx512(wide, sums) },
        #[cfg(all(target_arch = "aarch64", target_endian = "little"))]
        // SAFETY: `Path::all` found NEON; the operands fit, and `wide` has one value for each byte.
        Kind::Neon => unsafe { neon::dense(wide, sums) },
        _ => portable(wide, sums),
    }
}

/// The product in plain Rust: what all other paths must equal.
fn portable(wide: &Wide<'_>, sums: &mut [i32]) {
    let Product {
        codes,
        inputs,
        channels,
        ..
    } = *wide.product;
    // A block's codes with those of the first and those of the second input of each pair side by side,
    // which compilers turn into vector instructions where they are allowed any.
    let mut apart: Vec<[[i16; BLOCK]; 2]> = Vec::with_capacity(inputs / 2);
    for (block, codes) in codes.chunks_exact(BLOCK * inputs).enumerate() {
        let (codes, _) = codes.as_chunks::<{ 2 * BLOCK }>();
        apart.clear();
        apart.extend(codes.iter().map(|codes| {
            #[expect(
                clippy::indexing_slicing,
                reason = "a channel is below `BLOCK`, and there are two codes for each"
            )]
            let code = |at: usize| i16::from(codes[at].cast_signed());
            [
                std::array::from_fn(|channel| code(2 * channel)),
                std::array::from_fn(|channel| code(2 * channel + 1)),
            ]
        }));
        let rows = wide.activations.chunks_exact(inputs);
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

/// The sum of each channel's codes, laid out as [`Product::codes`] says.
pub fn totals(codes: &[u8], inputs: usize) -> Vec<i32> {
    let mut totals = Vec::with_capacity(codes.len() / inputs.max(1));
    for block in codes.chunks_exact(BLOCK * inputs) {
        let mut sums = [0i32; BLOCK];
        let (pairs, _) = block.as_chunks::<{ 2 * BLOCK }>();
        for pairs in pairs {
            let (pairs, _) = pairs.as_chunks::<2>();
            for (sum, [first, second]) in sums.iter_mut().zip(pairs) {
                *sum += i32::from(first.cast_signed()) + i32::from(second.cast_signed());
            }
        }
        totals.extend(sums);
    }
    totals
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

    /// The zeros of the rows are 0, 7, 14 …
    fn sums(path: Path, activations: &[u8], codes: &[u8], inputs: usize) -> Vec<i32> {
        let channels = codes.len() / inputs;
        let totals = totals(codes, inputs);
        let rows = activations.len() / inputs;
        let zeros: Vec<u8> = (0..rows).map(|row| (7 * row) as u8).collect();
        let product = Product {
            activations,
            zeros: &zeros,
            codes,
            totals: &totals,
            inputs,
            channels,
        };
        let mut sums = vec![i32::MIN; rows * channels];
        dense(path, &product, &mut Vec::new(), &mut sums);
        sums
    }

    #[test]
    fn every_path_gives_the_bits_of_the_portable_one() {
        let mut seed = 7;
        let paths = Path::all();
        for (inputs, channels) in [(4, 32), (20, 64), (384, 96)] {
            let codes: Vec<u8> = (0..inputs * channels)
                .map(|_| (noise(&mut seed) % 255) as u8)
                .map(|code| code.wrapping_sub(127))
                .collect();
            for rows in 1..=26 {
                let activations: Vec<u8> = (0..rows * inputs)
                    .map(|_| (noise(&mut seed) % 256) as u8)
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
        // Four inputs: channel c has the codes (c, -1, 0, 0), so the sum of (10, 3, 5, 5) is 10 c - 3.
        let codes = (0..BLOCK).flat_map(|c| [c as u8, 255]);
        let codes: Vec<u8> = codes.chain([0; 2 * BLOCK]).collect();
        let found = sums(Path(Kind::Portable), &[10, 3, 5, 5], &codes, 4);
        let expected: Vec<i32> = (0..BLOCK as i32).map(|c| 10 * c - 3).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn the_largest_sum_does_not_overflow_on_any_path() {
        let codes = vec![127u8; MOST_INPUTS * BLOCK];
        let activations = vec![255; MOST_INPUTS];
        for path in Path::all() {
            let found = sums(path, &activations, &codes, MOST_INPUTS);
            assert_eq!(found, vec![4096 * 255 * 127; BLOCK], "{}", path.name());
        }
    }
}
