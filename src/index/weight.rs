//! What a shared feature is worth: its rarity in bits.
//!
//! The inverse document frequency of K. Spärck Jones, *A statistical interpretation of term
//! specificity and its application in retrieval*, Journal of Documentation 28 (1972), which S.
//! Robertson, *Understanding inverse document frequency*, Journal of Documentation 60 (2004),
//! derives as evidence. In whole 256ths of a bit and in integers, because a machine's logarithm may
//! differ from another's in the last digit, and with it an order.

/// One bit of evidence.
pub const BIT: u64 = 256;

/// Logarithm to base 2 in 256ths, rounded down; 0 for 0 and 1.
fn log2(value: u64) -> u64 {
    let Some(whole) = value.checked_ilog2() else {
        return 0;
    };
    // The mantissa, 1 to 2, with 31 digits after the point; squaring it doubles its logarithm.
    let mut mantissa = if whole >= 31 {
        value >> (whole - 31)
    } else {
        value << (31 - whole)
    };
    let mut log = u64::from(whole);
    for _ in 0..8 {
        mantissa = (mantissa * mantissa) >> 31;
        log <<= 1;
        if mantissa >= 1 << 32 {
            mantissa >>= 1;
            log |= 1;
        }
    }
    log
}

/// Evidence, in 256ths of a bit, that a feature in `with` of `all` documents gives.
///
/// A feature in none counts as in half a document: the copy has it from elsewhere.
pub fn evidence(all: u64, with: u64) -> u64 {
    let all = log2(all.saturating_add(1));
    match with {
        0 => all + BIT,
        with => all.saturating_sub(log2(with)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn logarithms_agree_with_those_of_the_machine() {
        for value in (1..5000).chain([1 << 20, 123_456_789, 1 << 40, u64::MAX]) {
            let exact = (value as f64).log2() * 256.0;
            assert!((log2(value) as f64 - exact).abs() < 1.1, "{value}");
        }
    }

    #[test]
    fn rarer_is_worth_more_and_common_next_to_nothing() {
        assert!(evidence(1000, 0) > evidence(1000, 1));
        assert!(evidence(1000, 1) > evidence(1000, 2));
        assert_eq!(evidence(1023, 1), 10 * BIT);
        assert!(evidence(1000, 1000) < BIT);
        assert_eq!(evidence(0, 9), 0);
    }
}
