//! Splitting totals into finer intervals without losing or inventing any of them.
//!
//! Totals over neighbouring intervals (persons of five-year age groups, rates of five-year
//! periods) are accumulated, a monotone piecewise cubic is laid through the cumulative, and its
//! increments are the finer totals. They add up to the totals they came from, and are not negative
//! where those are not.

/// A piecewise cubic through points that rises and falls only where the points do.
///
/// # Source
/// Fritsch & Butland (1984), *A method for constructing local monotone piecewise cubic
/// interpolants*, SIAM J. Sci. Stat. Comput. 5(2), equation 5, weighted for unequal spacing; the
/// slopes at the ends are the three-point ones, limited to keep monotonicity.
#[derive(Clone, Debug, PartialEq)]
pub struct MonotoneCubic {
    x: Vec<f64>,
    y: Vec<f64>,
    slopes: Vec<f64>,
}

impl MonotoneCubic {
    /// The curve through (`x`, `y`); `x` strictly ascending, at least one point, equal lengths.
    pub fn new(x: Vec<f64>, y: Vec<f64>) -> Self {
        let widths: Vec<f64> = x.windows(2).map(|pair| pair[1] - pair[0]).collect();
        let secants: Vec<f64> =
            y.windows(2).zip(&widths).map(|(pair, width)| (pair[1] - pair[0]) / width).collect();
        let slopes = slopes(&widths, &secants);
        Self { x, y, slopes }
    }

    /// The value at `x`; outside the points the curve goes on as a straight line.
    pub fn at(&self, x: f64) -> f64 {
        let last = self.x.len() - 1;
        if x <= self.x[0] {
            return self.y[0] + self.slopes[0] * (x - self.x[0]);
        }
        if x >= self.x[last] {
            return self.y[last] + self.slopes[last] * (x - self.x[last]);
        }
        let i = self.x.partition_point(|knot| *knot <= x) - 1;
        let width = self.x[i + 1] - self.x[i];
        let t = (x - self.x[i]) / width;
        let rise = t * t * (3.0 - 2.0 * t);
        let left = t * (1.0 - t) * (1.0 - t) * width * self.slopes[i];
        let right = t * t * (t - 1.0) * width * self.slopes[i + 1];
        self.y[i] + rise * (self.y[i + 1] - self.y[i]) + left + right
    }
}

fn slopes(widths: &[f64], secants: &[f64]) -> Vec<f64> {
    match secants {
        [] => vec![0.0],
        [only] => vec![*only; 2],
        _ => {
            let n = secants.len();
            let mut slopes = vec![0.0; n + 1];
            slopes[0] = end_slope([widths[0], widths[1]], [secants[0], secants[1]]);
            for i in 1..n {
                slopes[i] = inner_slope([widths[i - 1], widths[i]], [secants[i - 1], secants[i]]);
            }
            slopes[n] = end_slope([widths[n - 1], widths[n - 2]], [secants[n - 1], secants[n - 2]]);
            slopes
        }
    }
}

/// Weighted harmonic mean of the secants on both sides; 0 at a turning point.
fn inner_slope(widths: [f64; 2], secants: [f64; 2]) -> f64 {
    if secants[0] * secants[1] <= 0.0 {
        return 0.0;
    }
    let (w1, w2) = (2.0 * widths[1] + widths[0], widths[1] + 2.0 * widths[0]);
    (w1 + w2) / (w1 / secants[0] + w2 / secants[1])
}

/// Three-point slope at an end, the intervals counted from that end.
fn end_slope(widths: [f64; 2], secants: [f64; 2]) -> f64 {
    let [h0, h1] = widths;
    let slope = ((2.0 * h0 + h1) * secants[0] - h0 * secants[1]) / (h0 + h1);
    if slope * secants[0] <= 0.0 {
        0.0
    } else if secants[0] * secants[1] <= 0.0 && slope.abs() > 3.0 * secants[0].abs() {
        3.0 * secants[0]
    } else {
        slope
    }
}

/// Totals over the intervals between `cuts`, from `totals` over the intervals between `bounds`.
///
/// Sums over any interval of `bounds` that `cuts` respect are kept, and nothing is negative where
/// `totals` are not.
///
/// # Shapes
/// `totals`: one less than `bounds`; both and `cuts` strictly ascending, `cuts` inside `bounds`.
pub fn split_totals(bounds: &[f64], totals: &[f64], cuts: &[f64]) -> Vec<f64> {
    let mut cumulative = vec![0.0];
    for total in totals {
        cumulative.push(cumulative[cumulative.len() - 1] + total);
    }
    let curve = MonotoneCubic::new(bounds.to_vec(), cumulative);
    cuts.windows(2).map(|pair| curve.at(pair[1]) - curve.at(pair[0])).collect()
}

/// The mean over the year from `year` to `year + 1` of a quantity known as means of periods.
///
/// Period `i` lasts from `starts[i]` to `starts[i + 1]`, the last as long as the one before it.
/// The means of the years of a period average to the period's mean. Before the first and after
/// the last period their means are held.
///
/// # Shapes
/// `starts`: not empty, strictly ascending, as long as `means`.
pub fn mean_of_year(starts: &[f64], means: &[f64], year: f64) -> f64 {
    let last = starts.len() - 1;
    if last == 0 || year < starts[0] {
        return means[0];
    }
    let end = 2.0 * starts[last] - starts[last - 1];
    if year >= end {
        return means[last];
    }
    let bounds: Vec<f64> = starts.iter().copied().chain([end]).collect();
    let totals: Vec<f64> = means
        .iter()
        .zip(bounds.windows(2))
        .map(|(mean, pair)| mean * (pair[1] - pair[0]))
        .collect();
    split_totals(&bounds, &totals, &[year, (year + 1.0).min(end)])[0] / (end - year).min(1.0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_straight_line_is_kept() {
        let curve = MonotoneCubic::new(vec![0.0, 1.0, 5.0], vec![1.0, 3.0, 11.0]);
        for x in [-1.0, 0.3, 2.0, 4.9, 7.0] {
            assert!((curve.at(x) - (1.0 + 2.0 * x)).abs() < 1e-12, "{x}");
        }
    }

    #[test]
    fn a_cubic_between_two_knots_has_the_slopes_of_fritsch_and_butland() {
        // Secants 1 and 3 on equal widths: harmonic mean 2 / (1 + 1/3) = 1.5 in the middle; end
        // slopes (3·1 − 3)/2 = 0 and (3·3 − 1)/2 = 4. At 0.5: 0.5·1 − 1.5/8 = 0.3125.
        let curve = MonotoneCubic::new(vec![0.0, 1.0, 2.0], vec![0.0, 1.0, 4.0]);
        assert!((curve.at(0.5) - 0.3125).abs() < 1e-15);
        // At 1.5: 1 + 0.5·3 + (1.5 − 4)/8 = 2.1875.
        assert!((curve.at(1.5) - 2.1875).abs() < 1e-15);
    }

    #[test]
    fn years_of_a_period_average_to_its_mean_and_ends_are_held() {
        let (starts, means) = ([2020.0, 2025.0, 2030.0], [6.0, 4.0, 3.0]);
        let years: Vec<f64> =
            (0..5).map(|k| mean_of_year(&starts, &means, 2025.0 + f64::from(k))).collect();
        assert!((years.iter().sum::<f64>() / 5.0 - 4.0).abs() < 1e-12);
        assert!(years.windows(2).all(|pair| pair[0] > pair[1]), "{years:?}");
        assert_eq!(mean_of_year(&starts, &means, 2010.0), 6.0);
        assert_eq!(mean_of_year(&starts, &means, 2035.0), 3.0);
        assert_eq!(mean_of_year(&[2025.0], &[7.0], 2031.0), 7.0);
    }

    proptest! {
        #[test]
        fn splitting_keeps_every_total_and_makes_no_negative(
            totals in proptest::collection::vec(0.0..1e6_f64, 1..20)
        ) {
            let bounds: Vec<f64> = (0..=totals.len()).map(|i| 5.0 * i as f64).collect();
            let cuts: Vec<f64> = (0..=5 * totals.len()).map(|i| i as f64).collect();
            let single = split_totals(&bounds, &totals, &cuts);
            for (group, total) in single.chunks(5).zip(&totals) {
                prop_assert!((group.iter().sum::<f64>() - total).abs() <= 1e-8);
            }
            prop_assert!(single.iter().all(|persons| *persons >= -1e-8));
        }
    }
}
