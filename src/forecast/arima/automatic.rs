//! The order chosen by the data.
//!
//! Differences first: a seasonal one where the season is strong, then as many as the test of a
//! constant level asks for. Then the orders that differ from the best by one step are tried until
//! none is better by AICc, starting from four.
//!
//! # Source
//! Hyndman & Khandakar (2008), *Automatic time series forecasting: the forecast package for R*,
//! section 3.2.

use crate::forecast::arima::candidates::Candidates;
use crate::forecast::arima::design::Design;
use crate::forecast::arima::order::{Order, SeasonalOrder};
use crate::forecast::arima::{seasonality, stationarity};
use crate::forecast::{FitError, Series};

/// Most terms of each kind: plain, seasonal.
const MOST_TERMS: usize = 5;
const MOST_SEASONAL_TERMS: usize = 2;
/// Most candidates of a stepwise search.
const MOST_CANDIDATES: usize = 94;
/// Fewest observations for the tests of how to difference; a shorter series is differenced once.
const FEWEST_FOR_TESTS: usize = 5;

/// The differences of a series, without terms and without a constant.
pub(super) fn differences(series: &Series<'_>, regressors: &[Vec<f64>]) -> Order {
    let gaps = series.missing.iter().filter(|gap| **gap < series.values.len()).count();
    let n = series.values.len() - gaps;
    let order = Order::new(0, 0, 0).without_constant();
    if n < FEWEST_FOR_TESTS {
        return Order { d: usize::from(n > 1), ..order };
    }
    let errors = unexplained(series, regressors);
    let values = errors.as_deref().unwrap_or(series.values);
    let length = series.season_length;
    let mut seasonal = SeasonalOrder { length: length.max(1), ..SeasonalOrder::NONE };
    if length > 1 && n >= 2 * length + FEWEST_FOR_TESTS && seasonality::is_strong(values, length) {
        seasonal.d = 1;
    }
    let order = order.seasonal(seasonal).without_constant();
    let d = stationarity::differences(&order.difference(values));
    Order { d, ..order }
}

/// What least squares on the regressors leaves, if there are any.
fn unexplained(series: &Series<'_>, regressors: &[Vec<f64>]) -> Option<Vec<f64>> {
    if regressors.is_empty() {
        return None;
    }
    let mut design = vec![vec![1.0; series.values.len()]];
    design.extend_from_slice(regressors);
    let found = crate::numeric::least_squares::regress(&design, series.values)?.coefficients;
    let explained = |t: usize| found.iter().zip(&design).map(|(b, x)| b * x[t]).sum::<f64>();
    Some(series.values.iter().enumerate().map(|(t, y)| y - explained(t)).collect())
}

/// Most terms of each kind a series of this length supports.
#[derive(Clone, Copy, Debug)]
struct Bounds {
    terms: usize,
    seasonal_terms: usize,
    constant: bool,
}

impl Bounds {
    fn of(base: &Order, n: usize, constant: bool) -> Self {
        let season = base.seasonal.length;
        let seasonal_terms = if season > 1 { MOST_SEASONAL_TERMS.min(n / 3 / season) } else { 0 };
        Self { terms: MOST_TERMS.min(n / 3), seasonal_terms, constant }
    }

    fn admit(&self, order: &Order) -> bool {
        order.p <= self.terms
            && order.q <= self.terms
            && order.seasonal.p <= self.seasonal_terms
            && order.seasonal.q <= self.seasonal_terms
            && (self.constant || !order.constant)
    }

    fn cut(&self, order: Order) -> Order {
        let seasonal = SeasonalOrder {
            p: order.seasonal.p.min(self.seasonal_terms),
            q: order.seasonal.q.min(self.seasonal_terms),
            ..order.seasonal
        };
        Order { p: order.p.min(self.terms), q: order.q.min(self.terms), seasonal, ..order }
    }
}

/// Tries orders with the differences of `base`; the best is asked from the candidates.
pub(super) fn search(
    base: &Order,
    design: &Design,
    constant: bool,
    candidates: &mut Candidates<'_>,
) {
    let bounds = Bounds::of(base, design.sample.n_observed() + base.n_lost(), constant);
    let order = |p: usize, q: usize, seasonal: (usize, usize)| {
        let seasonal = SeasonalOrder { p: seasonal.0, q: seasonal.1, ..base.seasonal };
        bounds.cut(Order { p, q, seasonal, constant, ..*base })
    };
    let starts = [
        order(0, 0, (0, 0)),
        order(1, 0, (1, 0)),
        order(0, 1, (0, 1)),
        order(2, 2, (1, 1)),
        order(0, 0, (0, 0)).without_constant(),
    ];
    for start in starts {
        candidates.try_order(start);
    }
    'improved: while let Some(best) = candidates.best().map(|(order, _)| order) {
        for next in neighbours(&best) {
            if candidates.len() >= MOST_CANDIDATES {
                return;
            }
            if bounds.admit(&next) && candidates.try_order(next) {
                continue 'improved;
            }
        }
        return;
    }
}

/// The orders one step away, in the order they are tried.
fn neighbours(order: &Order) -> impl Iterator<Item = Order> + use<> {
    let order = *order;
    let moved = |terms: usize, by: i8| terms.checked_add_signed(isize::from(by));
    let steps: [(i8, i8); 8] =
        [(-1, 0), (0, -1), (1, 0), (0, 1), (-1, -1), (-1, 1), (1, -1), (1, 1)];
    let seasonal = steps.into_iter().filter_map(move |(p, q)| {
        let (p, q) = (moved(order.seasonal.p, p)?, moved(order.seasonal.q, q)?);
        Some(Order { seasonal: SeasonalOrder { p, q, ..order.seasonal }, ..order })
    });
    let plain = steps.into_iter().filter_map(move |(p, q)| {
        Some(Order { p: moved(order.p, p)?, q: moved(order.q, q)?, ..order })
    });
    let toggled = Order { constant: !order.constant, ..order };
    seasonal.chain(plain).chain([toggled])
}
