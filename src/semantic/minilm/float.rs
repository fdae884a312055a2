//! What is computed in floating point: norms, softmax, the activation function, rounding to codes.
//!
//! Written so that every machine gets the same bits: sums are taken in [`LANES`] lanes in a fixed
//! order, nothing comes from the system's mathematics library, and no multiplication is fused with an
//! addition. All functions are inlined into the paths of [`super::kernels`], so that each is compiled
//! for its instructions.

/// Lanes of a sum: the widest register of any path.
pub const LANES: usize = 16;
/// Added to a value below 2^22 and taken away again it rounds to the nearest whole number.
const ROUNDER: f32 = 12_582_912.0;

#[expect(
    clippy::indexing_slicing,
    reason = "`width` is half the lanes at the most, and `i` below it"
)]
#[inline(always)]
fn fold(mut lanes: [f32; LANES], join: impl Fn(f32, f32) -> f32) -> f32 {
    let mut width = LANES / 2;
    while width > 0 {
        for i in 0..width {
            lanes[i] = join(lanes[i], lanes[i + width]);
        }
        width /= 2;
    }
    lanes[0]
}

/// The sum of values, whose number is a multiple of [`LANES`].
#[inline(always)]
pub fn sum(values: &[f32]) -> f32 {
    let mut lanes = [0.0; LANES];
    for chunk in values.chunks_exact(LANES) {
        for (lane, x) in lanes.iter_mut().zip(chunk) {
            *lane += x;
        }
    }
    fold(lanes, |a, b| a + b)
}

#[inline(always)]
fn sum_of_squares(values: &[f32]) -> f32 {
    let mut lanes = [0.0; LANES];
    for chunk in values.chunks_exact(LANES) {
        for (lane, x) in lanes.iter_mut().zip(chunk) {
            *lane += x * x;
        }
    }
    fold(lanes, |a, b| a + b)
}

/// The largest of values, whose number is a multiple of [`LANES`].
#[inline(always)]
pub fn largest(values: &[f32]) -> f32 {
    let mut lanes = [f32::MIN; LANES];
    for chunk in values.chunks_exact(LANES) {
        for (lane, x) in lanes.iter_mut().zip(chunk) {
            *lane = if *x > *lane { *x } else { *lane };
        }
    }
    fold(lanes, |a, b| if a > b { a } else { b })
}

/// e to the power of `x`, for `x` up to 0; off by 2e-7 of itself at most, and 0 below -87.
#[inline(always)]
pub fn exp(x: f32) -> f32 {
    let shifted = x * std::f32::consts::LOG2_E + ROUNDER;
    let whole = shifted - ROUNDER;
    // ln 2 in two parts, the first with few bits, so that its product is exact.
    let rest = x - whole * 0.693_359_4 + whole * 2.121_944_4e-4;
    // Cephes' polynomial for e^r, |r| <= ln 2 / 2.
    let mut series = 1.987_569_1e-4;
    for term in [
        1.398_199_9e-3,
        8.333_452e-3,
        4.166_579_6e-2,
        0.166_666_65,
        0.5,
    ] {
        series = series * rest + term;
    }
    let value = series * (rest * rest) + rest + 1.0;
    // Two to the power of `whole`: the low bits of `shifted` are the whole number.
    let power = shifted.to_bits().wrapping_add(127) << 23;
    if x < -87.0 {
        0.0
    } else {
        value * f32::from_bits(power)
    }
}

/// The Gaussian error linear unit, x Φ(x) (Hendrycks and Gimpel 2016), in place.
///
/// The error function is Abramowitz and Stegun's 7.1.26, off by 1.5e-7 at most.
#[inline(always)]
pub fn gelu(values: &mut [f32]) {
    for x in values {
        let z = x.abs() * std::f32::consts::FRAC_1_SQRT_2;
        let t = 1.0 / (1.0 + 0.327_591_1 * z);
        let mut series = 1.061_405_4;
        for term in [-1.453_152_1, 1.421_413_7, -0.284_496_74, 0.254_829_6] {
            series = series * t + term;
        }
        let tail = series * t * exp(-z * z);
        // Φ is 1 - tail / 2 above zero and tail / 2 below.
        let half = 0.5 * tail;
        *x *= if *x > 0.0 { 1.0 - half } else { half };
    }
}

/// Mean 0 and variance 1, then a scale and an offset for each place (Ba et al. 2016), in place.
#[inline(always)]
pub fn layer_norm(row: &mut [f32], scale: &[f32], offset: &[f32]) {
    let count = row.len() as f32;
    let mean = sum(row) / count;
    for x in row.iter_mut() {
        *x -= mean;
    }
    let inverse = 1.0 / (sum_of_squares(row) / count + 1e-12).sqrt();
    for ((x, scale), offset) in row.iter_mut().zip(scale).zip(offset) {
        *x = *x * inverse * scale + offset;
    }
}

/// Length 1, in place; a vector of zeros stays as it is.
#[inline(always)]
pub fn unit(row: &mut [f32]) {
    let length = sum_of_squares(row).sqrt();
    if length > 0.0 {
        let inverse = 1.0 / length;
        for x in row {
            *x *= inverse;
        }
    }
}

/// How the values of a row became bytes: `(byte - zero) * step`.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Steps {
    /// The size of a step.
    pub step: f32,
    /// The byte of 0.
    pub zero: u8,
}

/// The values as bytes, in 255 steps from the least to the largest, 0 among them.
#[inline(always)]
pub fn quantise(row: &[f32], codes: &mut [u8]) -> Steps {
    let (mut low, mut high) = ([0.0f32; LANES], [0.0f32; LANES]);
    for chunk in row.chunks_exact(LANES) {
        for ((low, high), x) in low.iter_mut().zip(&mut high).zip(chunk) {
            *low = if *x < *low { *x } else { *low };
            *high = if *x > *high { *x } else { *high };
        }
    }
    let low = fold(low, |a, b| if a < b { a } else { b });
    let range = fold(high, |a, b| if a > b { a } else { b }) - low;
    let inverse = if range > 1e-30 { 255.0 / range } else { 0.0 };
    let zero = (-low * inverse + ROUNDER) - ROUNDER;
    for (code, x) in codes.iter_mut().zip(row) {
        let place = x * inverse + zero;
        let place = if place > 0.0 { place } else { 0.0 };
        let place = if place < 255.0 { place } else { 255.0 };
        *code = ((place + ROUNDER).to_bits().wrapping_sub(ROUNDER.to_bits())) as u8;
    }
    Steps {
        step: range / 255.0,
        zero: zero as u8,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_exponential_is_near_that_of_the_system() {
        for i in 0..8600 {
            let x = -0.01 * i as f32;
            let (found, expected) = (f64::from(exp(x)), f64::from(x).exp());
            assert!((found - expected).abs() <= 3e-7 * expected, "exp({x})");
        }
        assert_eq!(exp(0.0), 1.0);
        assert_eq!(exp(-1e30), 0.0);
    }

    #[test]
    fn the_linear_unit_has_known_values() {
        let mut values = [0.0, 1.0, -1.0, 3.0, -3.0, 40.0, -40.0];
        gelu(&mut values);
        let expected = [
            0.0,
            0.841_344_7,
            -0.158_655_3,
            2.995_950_3,
            -0.004_049_7,
            40.0,
            0.0,
        ];
        for (found, expected) in values.iter().zip(expected) {
            assert!((found - expected).abs() < 1e-6, "{found} for {expected}");
        }
    }

    #[test]
    fn codes_times_their_step_are_the_values() {
        let row: [f32; 32] = std::array::from_fn(|i| (i as f32 - 13.0) * 0.37);
        let mut codes = [0u8; 32];
        let Steps { step, zero } = quantise(&row, &mut codes);
        assert_eq!((codes[0], codes[31]), (0, 255));
        for (code, x) in codes.iter().zip(&row) {
            let found = f32::from(i16::from(*code) - i16::from(zero)) * step;
            assert!((found - x).abs() <= 1.01 * step, "{found} for {x}");
        }
        let positive = row.map(|x| x + 5.0);
        assert_eq!(quantise(&positive, &mut codes).zero, 0);
        assert_eq!(quantise(&[0.0; 32], &mut codes), Steps::default());
        assert_eq!(codes, [0; 32]);
    }

    #[test]
    fn a_norm_has_mean_zero_and_variance_one() {
        let mut row: Vec<f32> = (0..384).map(|i| (i % 7) as f32).collect();
        layer_norm(&mut row, &[1.0; 384], &[0.0; 384]);
        assert!(sum(&row).abs() < 1e-3);
        assert!((sum_of_squares(&row) - 384.0).abs() < 1e-2);
        unit(&mut row);
        assert!((sum_of_squares(&row) - 1.0).abs() < 1e-6);
    }
}
