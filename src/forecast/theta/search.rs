//! The smoothing parameter at which the sum of squares is smallest.
//!
//! The derivative is taken at a few values from end to end. Wherever it turns from falling to
//! rising there is a minimum, which the zero of the derivative gives to twelve digits (a search by
//! values alone could give half as many); the smallest of these and of the ends is the answer.

use crate::forecast::theta::loss::{Loss, Profile};
use crate::numeric::root::illinois;

/// The range of the published programs.
const SMALLEST_ALPHA: f64 = 0.1;
const LARGEST_ALPHA: f64 = 0.99;

/// Intervals in which one minimum each is looked for.
const INTERVALS: usize = 10;

const TOLERANCE: f64 = 1e-12;

/// The best α, λ and ω.
pub(crate) fn best(loss: &Loss) -> Profile {
    let width = (LARGEST_ALPHA - SMALLEST_ALPHA) / INTERVALS as f64;
    let mut left = loss.profile(SMALLEST_ALPHA);
    let mut best = left;
    let mut keep = |found: Profile| {
        if found.value < best.value {
            best = found;
        }
    };
    for interval in 1..=INTERVALS {
        let right = loss.profile(SMALLEST_ALPHA + width * interval as f64);
        if left.derivative < 0.0 && right.derivative > 0.0 {
            let zero = illinois(
                |alpha| loss.profile(alpha).derivative,
                (left.alpha, left.derivative),
                (right.alpha, right.derivative),
                TOLERANCE,
            );
            keep(loss.profile(zero));
        }
        keep(right);
        left = right;
    }
    best
}
