//! Digits reached of the values certified by NIST, set by set.

use labourcast::numeric::double_double::DoubleDouble;
use labourcast::numeric::least_squares::{self, Regression, refined};
use labourcast::numeric::moments;

const LINEAR: &str = include_str!("../reference/nist/linear.csv");
const LINEAR_CERTIFIED: &str = include_str!("../reference/nist/linear_certified.csv");
const UNIVARIATE: &str = include_str!("../reference/nist/univariate.csv");
const ANOVA: &str = include_str!("../reference/nist/anova.csv");

fn number(text: &str) -> f64 {
    text.trim().parse().unwrap()
}

/// The digits in which two numbers agree, at most 15; where the certified one is zero, the digits
/// after the point.
fn digits(found: f64, certified: f64) -> f64 {
    let scale = if certified == 0.0 { 1.0 } else { certified.abs() };
    (-((found - certified).abs() / scale).log10()).min(15.0)
}

fn worst(found: &[f64], certified: &[f64]) -> f64 {
    assert_eq!(found.len(), certified.len());
    found.iter().zip(certified).map(|(f, c)| digits(*f, *c)).fold(15.0, f64::min)
}

/// A linear set: response, predictors, certified coefficients and standard errors.
struct Linear {
    y: Vec<f64>,
    x: Vec<Vec<f64>>,
    coefficients: Vec<f64>,
    standard_errors: Vec<f64>,
}

/// The numbers after the name in each line of a set, column by column.
fn columns(table: &str, set: &str) -> Vec<Vec<f64>> {
    let mut columns: Vec<Vec<f64>> = Vec::new();
    for line in table.lines() {
        let Some(numbers) = line.strip_prefix(set).and_then(|line| line.strip_prefix(',')) else {
            continue;
        };
        for (j, cell) in numbers.split(',').enumerate() {
            if columns.len() == j {
                columns.push(Vec::new());
            }
            columns[j].push(number(cell));
        }
    }
    columns
}

impl Linear {
    fn read(set: &str) -> Self {
        let mut x = columns(LINEAR, set);
        let y = x.remove(0);
        let mut certified = columns(LINEAR_CERTIFIED, set);
        let standard_errors = certified.pop().unwrap();
        let coefficients = certified.pop().unwrap();
        Self { y, x, coefficients, standard_errors }
    }

    /// The columns of the set's own model: a constant and the predictors, a polynomial, or a
    /// line through the origin.
    fn design(&self) -> Vec<Vec<DoubleDouble>> {
        let p = self.coefficients.len();
        if self.x.len() == 1 && p > 1 {
            return refined::polynomial(&self.x[0], p - 1);
        }
        let exact = |column: &Vec<f64>| column.iter().copied().map(DoubleDouble::from).collect();
        let constant = (p > self.x.len()).then(|| vec![1.0; self.y.len()]);
        constant.iter().chain(&self.x).map(exact).collect()
    }

    fn plain(&self) -> Regression {
        let rounded: Vec<Vec<f64>> =
            self.design().iter().map(|c| c.iter().map(|v| v.to_f64()).collect()).collect();
        least_squares::regress(&rounded, &self.y).unwrap()
    }

    fn digits(&self, fit: &Regression) -> (f64, f64) {
        (
            worst(&fit.coefficients, &self.coefficients),
            worst(&fit.standard_errors, &self.standard_errors),
        )
    }
}

const SETS: [(&str, f64); 11] = [
    ("Norris", 12.0),
    ("NoInt1", 12.0),
    ("NoInt2", 12.0),
    ("Pontius", 11.0),
    ("Longley", 10.0),
    ("Wampler1", 9.0),
    ("Wampler2", 9.0),
    ("Wampler3", 9.0),
    ("Wampler4", 5.5),
    ("Wampler5", 5.5),
    ("Filip", 7.0),
];

#[test]
fn ordinary_least_squares_reaches_its_digits_on_every_linear_set() {
    for (set, bar) in SETS {
        let linear = Linear::read(set);
        let (coefficients, _) = linear.digits(&linear.plain());
        assert!(coefficients >= bar, "{set}: {coefficients}");
    }
}

#[test]
fn refined_least_squares_has_thirteen_digits_on_every_linear_set() {
    for (set, _) in SETS {
        let linear = Linear::read(set);
        let fit = refined::regress(&linear.design(), &linear.y).unwrap();
        let (coefficients, errors) = linear.digits(&fit);
        assert!(coefficients >= 13.0 && errors >= 12.0, "{set}: {coefficients} {errors}");
    }
}

#[test]
fn moments_reach_their_digits_on_every_univariate_set() {
    for line in UNIVARIATE.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let values: Vec<f64> = cells[4].split(' ').map(number).collect();
        let found = [
            moments::mean(&values).unwrap(),
            moments::standard_deviation(&values).unwrap(),
            moments::lag_one_autocorrelation(&values).unwrap(),
        ];
        let bars = match cells[0] {
            "NumAcc3" => [15.0, 9.0, 11.0],
            "NumAcc4" => [15.0, 8.0, 10.0],
            _ => [15.0, 13.0, 13.0],
        };
        for ((found, certified), bar) in found.iter().zip(&cells[1..4]).zip(bars) {
            let reached = digits(*found, number(certified));
            assert!(reached >= bar, "{}: {reached} of {certified}", cells[0]);
        }
    }
}

/// The groups of a line of `anova.csv`, whose layout its README tells.
fn groups(values: &str) -> Vec<Vec<f64>> {
    let Some((size, first)) = values.split_once(": ") else {
        return values.split(" | ").map(|g| g.split(' ').map(number).collect()).collect();
    };
    let rest = size.parse::<usize>().unwrap() - 1;
    let group = |first: &str| {
        let (whole, tenths) = first.split_once('.').unwrap();
        let tenths: usize = tenths.parse().unwrap();
        let below = number(&format!("{whole}.{}", tenths - 1));
        let above = number(&format!("{whole}.{}", tenths + 1));
        let turns = [below, above].into_iter().cycle().take(rest);
        std::iter::once(number(first)).chain(turns).collect()
    };
    first.split(' ').map(group).collect()
}

#[test]
fn analysis_of_variance_reaches_its_digits_on_every_set() {
    for line in ANOVA.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let groups = groups(cells[2]);
        let reached = digits(moments::anova_f(&groups).unwrap(), number(cells[1]));
        let (bar, constant) = match cells[0] {
            "SiRstv" => (13.0, 2),
            "AtmWtAg" => (8.0, 6),
            "SmLs01" | "SmLs02" | "SmLs03" => (13.0, 0),
            "SmLs04" | "SmLs05" | "SmLs06" => (9.0, 6),
            _ => (3.0, 12),
        };
        assert!(reached >= bar, "{}: {reached}", cells[0]);
        assert_eq!(moments::constant_leading_digits(&groups.concat()), constant, "{}", cells[0]);
    }
}
