//! The order of an ARIMA model: what it is made of, how it is written and read.

use std::fmt;
use std::str::FromStr;

/// The seasonal part of an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SeasonalOrder {
    /// Seasonal autoregressive terms, P.
    pub p: usize,
    /// Seasonal differences, D.
    pub d: usize,
    /// Seasonal moving-average terms, Q.
    pub q: usize,
    /// Periods after which the season repeats; 1 without a season.
    pub length: usize,
}

impl SeasonalOrder {
    /// No season.
    pub const NONE: Self = Self { p: 0, d: 0, q: 0, length: 1 };
}

/// The order of an ARIMA model.
///
/// ```text
/// φ(B) Φ(B^m) (Δ y(t) − c) = θ(B) Θ(B^m) ε(t)        Δ = (1 − B)^d (1 − B^m)^D
/// ```
///
/// It is written `(p,d,q)(P,D,Q)[m]`. A constant is in the model where there are no differences,
/// or where the text says `with drift`, and not where it says `without constant`.
///
/// ```
/// use labourcast::forecast::arima::Order;
/// let airline: Order = "(0,1,1)(0,1,1)[12]".parse()?;
/// assert_eq!((airline.q, airline.seasonal.q, airline.constant), (1, 1, false));
/// assert_eq!("(1,1,0) with drift".parse::<Order>()?.to_string(), "(1,1,0) with drift");
/// # Ok::<(), labourcast::forecast::arima::OrderError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Order {
    /// Autoregressive terms, p.
    pub p: usize,
    /// Differences, d.
    pub d: usize,
    /// Moving-average terms, q.
    pub q: usize,
    /// The seasonal part.
    pub seasonal: SeasonalOrder,
    /// Whether the differenced series has a mean of its own, c: the mean of a series without
    /// differences, the drift of one with.
    pub constant: bool,
}

/// A text that is not an order.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not an order such as (1,1,1) or (0,1,1)(0,1,1)[12]")]
pub struct OrderError(String);

/// Largest number an order is read with; more terms than this no series supports.
const LARGEST_TERMS: usize = 60;
/// Longest season an order is read with.
const LONGEST_SEASON: usize = 400;

impl Order {
    /// An order without a season; with a mean where there are no differences.
    pub const fn new(p: usize, d: usize, q: usize) -> Self {
        Self { p, d, q, seasonal: SeasonalOrder::NONE, constant: d == 0 }
    }

    /// The same order with this season; with a mean where there are no differences at all.
    #[must_use]
    pub const fn seasonal(self, seasonal: SeasonalOrder) -> Self {
        Self { seasonal, constant: self.d + seasonal.d == 0, ..self }
    }

    /// The same order with a mean or drift.
    #[must_use]
    pub const fn with_constant(self) -> Self {
        Self { constant: true, ..self }
    }

    /// The same order without a mean or drift.
    #[must_use]
    pub const fn without_constant(self) -> Self {
        Self { constant: false, ..self }
    }

    /// Values at the start of a series that differencing takes.
    pub const fn n_lost(&self) -> usize {
        self.d + self.seasonal.d * self.seasonal.length
    }

    /// Coefficients of the autoregressions and moving averages.
    pub const fn n_coefficients(&self) -> usize {
        self.p + self.q + self.seasonal.p + self.seasonal.q
    }

    /// Coefficients of `Δ = 1 − Σ δ_j B^j`, δ₁ first.
    pub(super) fn difference_coefficients(&self) -> Vec<f64> {
        let mut polynomial = vec![1.0];
        let lags = [(self.d, 1), (self.seasonal.d, self.seasonal.length)];
        for (times, lag) in lags {
            for _ in 0..times {
                let before = polynomial.clone();
                polynomial.resize(before.len() + lag, 0.0);
                for (later, coefficient) in polynomial.iter_mut().skip(lag).zip(&before) {
                    *later -= coefficient;
                }
            }
        }
        polynomial.iter().skip(1).map(|coefficient| -coefficient).collect()
    }

    /// The differenced series, shorter by [`Order::n_lost`].
    pub(super) fn difference(&self, values: &[f64]) -> Vec<f64> {
        let mut differenced = values.to_vec();
        for lag in std::iter::repeat_n(self.seasonal.length, self.seasonal.d)
            .chain(std::iter::repeat_n(1, self.d))
        {
            let later = differenced.iter().skip(lag).zip(&differenced);
            differenced = later.map(|(now, before)| now - before).collect();
        }
        differenced
    }

    /// What the differenced series is where the series is `t^(d+D) / (d+D)!`, so that the
    /// constant is the drift a period.
    pub(super) fn unit_of_drift(&self) -> f64 {
        (self.seasonal.length as f64).powi(self.seasonal.d as i32)
    }
}

impl fmt::Display for Order {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let season = self.seasonal;
        write!(formatter, "({},{},{})", self.p, self.d, self.q)?;
        if season.p + season.d + season.q > 0 {
            write!(formatter, "({},{},{})[{}]", season.p, season.d, season.q, season.length)?;
        }
        match (self.constant, self.d + season.d) {
            (false, 0) => write!(formatter, " without constant"),
            (true, 1..) => write!(formatter, " with drift"),
            _ => Ok(()),
        }
    }
}

impl FromStr for Order {
    type Err = OrderError;

    fn from_str(text: &str) -> Result<Self, OrderError> {
        read(text).ok_or_else(|| OrderError(text.to_owned()))
    }
}

fn read(text: &str) -> Option<Order> {
    let (([p, d, q], rest), mut seasonal) = (triple(text)?, SeasonalOrder::NONE);
    let mut rest = rest.trim_start();
    if rest.starts_with('(') {
        let (terms, after) = triple(rest)?;
        let (length, after) = after.trim_start().strip_prefix('[')?.split_once(']')?;
        let length = length.trim().parse().ok().filter(|m| (2..=LONGEST_SEASON).contains(m))?;
        seasonal = SeasonalOrder { p: terms[0], d: terms[1], q: terms[2], length };
        rest = after.trim_start();
    }
    let order = Order::new(p, d, q).seasonal(seasonal);
    match rest.trim_end() {
        "" => Some(order),
        "with drift" | "with mean" | "with constant" => Some(order.with_constant()),
        "without drift" | "without mean" | "without constant" => Some(order.without_constant()),
        _ => None,
    }
}

/// `(1,1,1)` and what follows it.
fn triple(text: &str) -> Option<([usize; 3], &str)> {
    let (inside, rest) = text.trim_start().strip_prefix('(')?.split_once(')')?;
    let mut terms = inside.split(',').map(|term| term.trim().parse::<usize>().ok());
    let mut next = || terms.next().flatten().filter(|term| *term <= LARGEST_TERMS);
    let triple = [next()?, next()?, next()?];
    terms.next().is_none().then_some((triple, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn orders_are_read_as_they_are_written() {
        for text in [
            "(1,1,1)",
            "(0,1,1)(0,1,1)[12]",
            "(2,0,0) without constant",
            "(1,0,0)(1,1,0)[4] with drift",
        ] {
            assert_eq!(text.parse::<Order>().unwrap().to_string(), text);
        }
        assert_eq!(" ( 3 , 0, 1 ) with mean".parse(), Ok(Order::new(3, 0, 1)));
        for text in
            ["", "(1,1)", "(1,1,1,1)", "(1,1,1)(0,1,1)", "(1,1,-1)", "(1,0,0)[12]", "(99,0,0)"]
        {
            assert!(text.parse::<Order>().is_err(), "{text}");
        }
    }

    #[test]
    fn differences_have_the_coefficients_of_their_polynomial() {
        // (1 − B)(1 − B⁴) = 1 − B − B⁴ + B⁵.
        let order: Order = "(0,1,1)(0,1,1)[4]".parse().unwrap();
        assert_eq!(order.difference_coefficients(), [1.0, 0.0, 0.0, 1.0, -1.0]);
        let values: Vec<f64> = (0..9).map(|t| f64::from(t * t)).collect();
        // The season's difference of t² is 8t − 16, and the difference of that is 8.
        assert_eq!(order.difference(&values), [8.0; 4]);
        assert!(order.difference(&values[..3]).is_empty());
    }
}
