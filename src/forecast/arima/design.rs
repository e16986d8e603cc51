//! From a series and an order to the differenced sample the likelihood is made of.
//!
//! Values are divided by a power of two near their largest, which changes no digit of any result.
//! The columns of regressors are differenced as the series is and made orthogonal; the
//! coefficients of the columns as given are recovered at the end.

use crate::forecast::arima::likelihood::{Sample, Shape};
use crate::forecast::arima::order::Order;
use crate::forecast::{FitError, Series};

/// Share of a column's length that must not be explained by the columns before.
const DEPENDENT: f64 = 1e-8;

/// The columns that explain a series, apart from its gaps.
#[derive(Clone, Debug, Default)]
pub(super) struct Columns {
    /// Whether the first is the constant.
    constant: bool,
    /// Rows of the triangle that makes the given columns of the orthogonal ones.
    triangle: Vec<Vec<f64>>,
    orthogonal: Vec<Vec<f64>>,
}

/// A series ready for the likelihood.
#[derive(Clone, Debug)]
pub(super) struct Design {
    pub(super) order: Order,
    pub(super) shape: Shape,
    /// The value that 1 stands for: a power of two.
    pub(super) scale: f64,
    /// Its logarithm to base 2.
    pub(super) exponent: i32,
    /// The series over the scale, from its first observed value on.
    pub(super) values: Vec<f64>,
    /// The regressors from the same period on.
    pub(super) regressors: Vec<Vec<f64>>,
    /// Positions of the gaps among the values.
    pub(super) gaps: Vec<usize>,
    pub(super) sample: Sample,
    columns: Columns,
}

/// The exponent of the power of two just above the largest value.
fn exponent(values: impl Iterator<Item = f64>) -> i32 {
    let largest = values.fold(0.0, |most: f64, value| most.max(value.abs()));
    let biased = ((largest.to_bits() >> 52) & 0x7ff) as i32;
    (biased - 1022).clamp(-1000, 1000) * i32::from(largest > 0.0)
}

impl Design {
    /// Differences the series and the columns.
    ///
    /// # Errors
    /// A series without more observations than the order has coefficients, columns of another length
    /// than the series, and columns that depend on each other.
    pub(super) fn new(
        series: &Series<'_>,
        regressors: &[Vec<f64>],
        order: &Order,
    ) -> Result<Self, FitError> {
        let n = series.values.len();
        if regressors.iter().any(|column| column.len() != n) {
            return Err(FitError::Unsuitable("the regressors are not as long as the series"));
        }
        let finite = |column: &[f64]| column.iter().all(|value| value.is_finite());
        if !finite(series.values) || !regressors.iter().all(|column| finite(column)) {
            return Err(FitError::Unsuitable("a value is not finite"));
        }
        let is_gap = |position: &usize| series.missing.contains(position);
        let first = (0..n).find(|position| !is_gap(position)).unwrap_or(n);
        let gaps: Vec<usize> = (first..n).filter(is_gap).map(|gap| gap - first).collect();
        let n_observed = n - first - gaps.len();
        let n_fixed = regressors.len() + usize::from(order.constant);
        // Coefficients are told by the size of the errors, so one value must be left for that: with
        // fewer the likelihood is flat or has no end, and rounding would choose.
        let spare = usize::from(order.n_coefficients() > 0 || n_fixed == 0);
        let needed = order.n_lost() + order.n_coefficients() + n_fixed + spare;
        if n_observed < needed || n_observed == 0 {
            return Err(FitError::TooFewObservations { needed, found: n_observed });
        }
        let observed = (first..n).filter(|position| !is_gap(position));
        let exponent = exponent(observed.map(|position| series.values[position]));
        let scale = 2.0_f64.powi(exponent);
        let values: Vec<f64> = series.values[first..].iter().map(|value| value / scale).collect();
        let regressors: Vec<Vec<f64>> =
            regressors.iter().map(|column| column[first..].to_vec()).collect();
        let columns = Columns::new(order, values.len(), &regressors)?;
        let sample = sample(order, &values, &columns, &gaps);
        let shape = Shape::of(order);
        Ok(Self {
            order: *order,
            shape,
            scale,
            exponent,
            values,
            regressors,
            gaps,
            sample,
            columns,
        })
    }

    /// Drift or mean a period, and the coefficients of the regressors as given, from those of the
    /// orthogonal columns.
    pub(super) fn coefficients(&self, beta: &[f64]) -> (f64, Vec<f64>) {
        let k = self.columns.triangle.len();
        let mut given = beta.get(..k).unwrap_or_default().to_vec();
        for j in (0..given.len()).rev() {
            let known: f64 =
                (j + 1..k).map(|later| self.columns.triangle[later][j] * given[later]).sum();
            given[j] = (given[j] - known) / self.columns.triangle[j][j];
        }
        if self.columns.constant && !given.is_empty() {
            let rest = given.split_off(1);
            return (given[0], rest);
        }
        (0.0, given)
    }

    /// The constant of a series whose differences are all the same, to the last bit; the mean of
    /// equal numbers need not be.
    pub(super) fn even(&self) -> Option<f64> {
        let differenced = self.sample.columns.get(..self.sample.n)?;
        let first = differenced.first()?;
        let is_alone = self.columns.constant && self.n_fixed() == 1;
        (is_alone && differenced.iter().all(|value| value == first))
            .then(|| first / self.order.unit_of_drift())
    }

    /// Columns that are estimated beside the ARMA part, the gaps not counted.
    pub(super) fn n_fixed(&self) -> usize {
        self.columns.triangle.len()
    }

    /// The column of a gap, before differencing.
    pub(super) fn gap_column(&self, gap: usize) -> Vec<f64> {
        let mut column = vec![0.0; self.values.len()];
        if let Some(value) = column.get_mut(gap) {
            *value = 1.0;
        }
        column
    }
}

fn sample(order: &Order, values: &[f64], columns: &Columns, gaps: &[usize]) -> Sample {
    let mut laid_out = order.difference(values);
    let n = laid_out.len();
    for column in &columns.orthogonal {
        laid_out.extend_from_slice(column);
    }
    for gap in gaps {
        let mut column = vec![0.0; values.len()];
        column[*gap] = 1.0;
        laid_out.extend(order.difference(&column));
    }
    Sample { n, columns: laid_out, n_gaps: gaps.len() }
}

impl Columns {
    /// Differences the regressors and makes them orthogonal to the constant and each other.
    fn new(order: &Order, n: usize, regressors: &[Vec<f64>]) -> Result<Self, FitError> {
        let mut columns = Self { constant: order.constant, ..Self::default() };
        if order.constant {
            let unit = order.unit_of_drift();
            columns.orthogonal.push(vec![unit; n.saturating_sub(order.n_lost())]);
            columns.triangle.push(vec![1.0]);
        }
        for regressor in regressors {
            columns.add(order.difference(regressor))?;
        }
        Ok(columns)
    }

    fn add(&mut self, mut column: Vec<f64>) -> Result<(), FitError> {
        let length = norm(&column);
        let mut row = vec![0.0; self.orthogonal.len()];
        // Once more, since the first pass leaves rounding of the size of what it takes away.
        for _ in 0..2 {
            for (cell, before) in row.iter_mut().zip(&self.orthogonal) {
                let squares: f64 = before.iter().map(|b| b * b).sum();
                let along: f64 = before.iter().zip(&column).map(|(b, c)| b * c).sum();
                let share = along / squares;
                *cell += share;
                for (value, before) in column.iter_mut().zip(before) {
                    *value -= share * before;
                }
            }
        }
        let rest = norm(&column);
        if rest.is_nan() || rest <= DEPENDENT * length {
            return Err(FitError::Dependent);
        }
        for value in &mut column {
            *value /= rest;
        }
        row.push(rest);
        self.orthogonal.push(column);
        self.triangle.push(row);
        Ok(())
    }
}

fn norm(column: &[f64]) -> f64 {
    column.iter().map(|value| value * value).sum::<f64>().sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_scale_is_the_power_of_two_above_the_largest_value() {
        assert_eq!(exponent([3.0, -5.0].into_iter()), 3);
        assert_eq!(exponent([0.4].into_iter()), -1);
        assert_eq!(exponent([0.0].into_iter()), 0);
    }

    #[test]
    fn coefficients_of_the_columns_as_given_are_recovered() {
        let x: Vec<f64> = (0..8).map(|t| f64::from(t * t)).collect();
        let z: Vec<f64> = (0..8).map(|t| f64::from(t % 3)).collect();
        let y: Vec<f64> = x.iter().zip(&z).map(|(x, z)| 2.0 + 0.5 * x - 3.0 * z).collect();
        let order = Order::new(0, 0, 0);
        let design = Design::new(&Series::annual(&y), &[x.clone(), z], &order).unwrap();
        // The columns are orthogonal, so each coefficient is a projection.
        let projections: Vec<f64> = design
            .columns
            .orthogonal
            .iter()
            .map(|q| {
                let along: f64 = q.iter().zip(design.sample.series()).map(|(q, y)| q * y).sum();
                along / q.iter().map(|q| q * q).sum::<f64>()
            })
            .collect();
        let (constant, given) = design.coefficients(&projections);
        let scaled = |value: f64| value / design.scale;
        assert!((constant - scaled(2.0)).abs() < 1e-13, "{constant}");
        assert!((given[0] - scaled(0.5)).abs() < 1e-13 && (given[1] - scaled(-3.0)).abs() < 1e-13);
        let twice = Design::new(&Series::annual(&y), &[x.clone(), x], &order);
        assert_eq!(twice.unwrap_err(), FitError::Dependent);
    }
}
