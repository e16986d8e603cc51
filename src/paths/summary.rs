//! Mean and quantiles of draws.
//!
//! A few quantiles need no order of all draws. Draws are first put into buckets, which takes no
//! comparison; then only those are looked at that share a bucket with a quantile.

/// What a table shows of a set of draws.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Summary {
    /// Mean.
    pub mean: f64,
    /// 2.5th percentile.
    pub p025: f64,
    /// 10th percentile.
    pub p10: f64,
    /// Median.
    pub p50: f64,
    /// 90th percentile.
    pub p90: f64,
    /// 97.5th percentile.
    pub p975: f64,
}

impl Summary {
    /// The summary of `draws`; quantiles are interpolated between order statistics.
    ///
    /// # Source
    /// Hyndman & Fan (1996), *Sample quantiles in statistical packages*, definition 7.
    pub fn of(draws: Vec<f64>) -> Self {
        Room::default().summary(draws.into_iter())
    }

    /// The summary of the draws times `factor`, which is not negative.
    #[must_use]
    pub fn times(&self, factor: f64) -> Self {
        Self {
            mean: self.mean * factor,
            p025: self.p025 * factor,
            p10: self.p10 * factor,
            p50: self.p50 * factor,
            p90: self.p90 * factor,
            p975: self.p975 * factor,
        }
    }
}

/// Buckets that draws are told apart by before any of them is compared with another.
const BUCKETS: usize = 512;

/// Draws up to which a selection among all of them is quicker.
const FEW: usize = 64;

/// Beside this number doubles are whole, and their last bits say which: adding it rounds a small
/// number in one step.
const INTEGERS: f64 = (1_u64 << 52) as f64;

/// Values that are compared side by side.
const LANES: usize = 8;

/// Room to work in, kept from one summary to the next.
#[derive(Debug, Default)]
pub(super) struct Room {
    values: Vec<f64>,
    /// Bucket of each value.
    buckets: Vec<u16>,
    /// Keys of the values, bucket by bucket.
    keys: Vec<i64>,
    /// Position after the last key of each bucket.
    ends: Vec<usize>,
}

impl Room {
    /// The summary of `draws`.
    pub(super) fn summary(&mut self, draws: impl Iterator<Item = f64>) -> Summary {
        self.values.clear();
        self.values.extend(draws);
        let sum = self.values.iter().fold(0.0, |sum, draw| sum + draw);
        let Some(last) = self.values.len().checked_sub(1) else { return Summary::default() };
        let positions = PROBABILITIES.map(|p| p * last as f64);
        let ranks = positions.map(|position| {
            let below = position.floor() as usize;
            [below, (below + 1).min(last)]
        });
        let mut sought = ranks;
        sought.as_flattened_mut().sort_unstable();
        self.place(sought.as_flattened(), sum.is_finite());
        let mut quantiles = positions.into_iter().zip(ranks).map(|(position, [below, above])| {
            let (low, high) = (of_order_key(self.keys[below]), of_order_key(self.keys[above]));
            low + (position - below as f64) * (high - low)
        });
        let mut next = || quantiles.next().unwrap_or_default();
        let mean = sum / self.values.len() as f64;
        Summary { mean, p025: next(), p10: next(), p50: next(), p90: next(), p975: next() }
    }

    /// Writes the keys so that those of rising `ranks` are in their places.
    fn place(&mut self, ranks: &[usize], are_finite: bool) {
        if self.values.len() <= FEW || !are_finite || !self.fill_buckets() {
            self.keys.clear();
            self.keys.extend(self.values.iter().map(|value| order_key(*value)));
            return select(&mut self.keys, 0, ranks);
        }
        let mut rest = ranks;
        while let Some(rank) = rest.first() {
            let bucket = self.ends.partition_point(|end| end <= rank);
            let start = if bucket == 0 { 0 } else { self.ends[bucket - 1] };
            let (inside, later) = rest.split_at(rest.partition_point(|r| *r < self.ends[bucket]));
            select(&mut self.keys[start..self.ends[bucket]], start, inside);
            rest = later;
        }
    }

    /// Writes the keys bucket by bucket, all buckets being as wide; `false` if finite values leave
    /// no width between them. A smaller value is never in a later bucket.
    fn fill_buckets(&mut self) -> bool {
        let (least, most) = ends_of(&self.values);
        let scale = (BUCKETS - 1) as f64 / (most - least);
        if !(scale.is_finite() && scale > 0.0) {
            return false;
        }
        self.ends.clear();
        self.ends.resize(BUCKETS, 0);
        self.buckets.clear();
        let bucket = |value: &f64| ((value - least) * scale + INTEGERS).to_bits() as u16;
        self.buckets.extend(self.values.iter().map(bucket));
        for bucket in &self.buckets {
            self.ends[usize::from(*bucket)] += 1;
        }
        let mut start = 0;
        for end in &mut self.ends {
            start += std::mem::replace(end, start);
        }
        // Each holds its start now, and its end when all keys are written.
        self.keys.resize(self.values.len(), 0);
        for (value, bucket) in self.values.iter().zip(&self.buckets) {
            let at = &mut self.ends[usize::from(*bucket)];
            self.keys[*at] = order_key(*value);
            *at += 1;
        }
        true
    }
}

/// The least and the largest of finite values.
fn ends_of(values: &[f64]) -> (f64, f64) {
    let (chunks, rest) = values.as_chunks::<LANES>();
    let (mut least, mut most) = ([f64::INFINITY; LANES], [f64::NEG_INFINITY; LANES]);
    for chunk in chunks {
        for lane in 0..LANES {
            let value = chunk[lane];
            least[lane] = if value < least[lane] { value } else { least[lane] };
            most[lane] = if value > most[lane] { value } else { most[lane] };
        }
    }
    let least = least.iter().chain(rest).copied().fold(f64::INFINITY, f64::min);
    (least, most.iter().chain(rest).copied().fold(f64::NEG_INFINITY, f64::max))
}

/// Probabilities of the quantiles of a summary.
const PROBABILITIES: [f64; 5] = [0.025, 0.1, 0.5, 0.9, 0.975];

/// An integer that is ordered as the numbers are (see [`f64::total_cmp`]); integers are compared
/// in one step.
const fn order_key(value: f64) -> i64 {
    flip_negative(value.to_bits() as i64)
}

const fn of_order_key(key: i64) -> f64 {
    f64::from_bits(flip_negative(key) as u64)
}

/// Negative numbers are ordered by size in bits, larger ones first.
const fn flip_negative(bits: i64) -> i64 {
    bits ^ (((bits >> 63) as u64) >> 1) as i64
}

/// Puts the keys of rising `ranks` in their places, `keys` being those from rank `first` on.
///
/// Only the part between two ranks that is still open is looked at again, so a few quantiles cost
/// less than an order of all draws.
fn select(keys: &mut [i64], first: usize, ranks: &[usize]) {
    let Some(rank) = ranks.get(ranks.len() / 2) else { return };
    let (below, _, above) = keys.select_nth_unstable(rank - first);
    // With few draws a rank may stand there twice.
    select(below, first, &ranks[..ranks.partition_point(|other| other < rank)]);
    select(above, rank + 1, &ranks[ranks.partition_point(|other| other <= rank)..]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_interpolate_between_order_statistics() {
        let summary = Summary::of((0..=100).map(f64::from).rev().collect());
        assert_eq!((summary.p025, summary.p10, summary.p50, summary.p975), (2.5, 10.0, 50.0, 97.5));
        assert_eq!(Summary::of(vec![3.0]).p90, 3.0);
        assert_eq!(Summary::of(Vec::new()), Summary::default());
    }

    /// Asks for the quantiles of the draws in order.
    fn as_sorted(draws: Vec<f64>) {
        let mut sorted = draws.clone();
        sorted.sort_by(f64::total_cmp);
        let summary = Summary::of(draws);
        let shown = [summary.p025, summary.p10, summary.p50, summary.p90, summary.p975];
        for (p, shown) in PROBABILITIES.into_iter().zip(shown) {
            let position = p * (sorted.len() - 1) as f64;
            let below = position.floor() as usize;
            let above = (below + 1).min(sorted.len() - 1);
            let (low, high) = (sorted[below], sorted[above]);
            let expected = low + (position - below as f64) * (high - low);
            assert_eq!(shown.to_bits(), expected.to_bits(), "{p} of {}", sorted.len());
        }
    }

    #[test]
    fn selecting_gives_what_sorting_gives() {
        for n in 1..300_u32 {
            let draw = |i| f64::from(i * 7919 % 211) - 105.5 + f64::from(i % 3);
            as_sorted((0..n).map(draw).collect());
        }
        assert_eq!(of_order_key(order_key(-0.0)).to_bits(), (-0.0_f64).to_bits());
        assert!(order_key(-2.0) < order_key(-1.0) && order_key(-0.0) < order_key(0.0));
    }

    #[test]
    fn draws_of_any_shape_are_selected_as_they_are_sorted() {
        // Numbers of a logistic distribution, in no order.
        let logit = |u: f64| (u / (1.0 - u)).ln();
        let numbers: Vec<f64> = (0..2_000)
            .map(|i| logit(((f64::from(i) + 0.5) * 0.618_033_988_749_895).fract()))
            .collect();
        let shapes: [fn(f64) -> f64; 8] = [
            |z| z,
            |z| (4.0 * z).exp(),
            |z| z.max(0.0),
            |z| if z > 3.0 { 1e300 } else { z },
            |z| z * 1e308,
            |z| z.signum() * 0.0,
            |z| if z > 2.0 { f64::INFINITY } else { z },
            |z| 1.0 + z * 1e-16,
        ];
        for shape in shapes {
            as_sorted(numbers.iter().map(|z| shape(*z)).collect());
        }
        let with_nothing = numbers.iter().map(|z| if *z > 2.5 { f64::NAN } else { *z });
        assert!(Summary::of(with_nothing.collect()).mean.is_nan());
    }
}
