//! What tests that kill a program share.

use std::time::Duration;

/// Moments between the start of a program and its end after `took`.
///
/// They look random, from the process number on: other moments in each run.
pub fn moments(took: Duration) -> impl FnMut() -> Duration {
    let mut random = u64::from(std::process::id());
    move || {
        random = random
            .wrapping_mul(6364136223846793005)
            .wrapping_add(1442695040888963407);
        took.mul_f64((random >> 40) as f64 / (1u64 << 24) as f64)
    }
}
