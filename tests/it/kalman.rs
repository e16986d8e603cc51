//! The exact diffuse filter and smoother against KFAS.

use labourcast::forecast::structural::smoother::{Smoothed, smooth};
use labourcast::forecast::structural::state_space::{
    Equations, Observations, State, Step, filter, likelihood,
};
use labourcast::forecast::structural::{Structural, Trend};
use labourcast::forecast::{FittedModel, Series};

const LOCAL_LEVEL: &str = include_str!("../reference/kalman/local_level.csv");
const TREND: &str = include_str!("../reference/kalman/local_linear_trend.csv");
const TREND_MISSING: &str = include_str!("../reference/kalman/local_linear_trend_missing.csv");
const CHANGES: &str = include_str!("../reference/kalman/changes.csv");

/// A table by the names of its columns; `NA` is `None`.
struct Table {
    names: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Table {
    fn read(text: &str) -> Self {
        let cells = |line: &str| line.split(',').map(str::to_owned).collect::<Vec<_>>();
        let mut lines = text.lines();
        Self { names: cells(lines.next().unwrap()), rows: lines.map(cells).collect() }
    }

    fn column(&self, name: &str) -> Vec<Option<f64>> {
        let position = self.names.iter().position(|n| n == name).unwrap();
        let cell =
            |row: &Vec<String>| (row[position] != "NA").then(|| row[position].parse().unwrap());
        self.rows.iter().map(cell).collect()
    }

    /// Compares the rows in which the column is defined.
    fn agrees(&self, name: &str, found: &dyn Fn(usize) -> f64, n: usize) {
        for (t, expected) in self.column(name).into_iter().enumerate().take(n) {
            let Some(expected) = expected else { continue };
            let error = (found(t) - expected).abs() / expected.abs().max(1.0);
            assert!(error <= 1e-7, "{name}, period {t}: {} for {expected}", found(t));
        }
    }
}

fn run(equations: &Equations, start: State, values: &[Option<f64>]) -> (Vec<Step>, Vec<Smoothed>) {
    let steps = filter(equations, start, &Observations { values, variances: &[] });
    let smoothed = smooth(equations, &steps);
    (steps, smoothed)
}

const EQUATIONS: Equations = Equations { irregular: 1.993, level: 8.253, slope: 0.0, damping: 1.0 };

/// The sum of a variance matrix.
fn sum_of(state: &State) -> f64 {
    state.level_variance() + 2.0 * state.covariance() + state.slope_variance()
}

/// What the tables of one series have in common.
fn agrees_with(text: &str, equations: &Equations, start: State) {
    let table = Table::read(text);
    let n = table.rows.len() - 1;
    let values = table.column("y")[..n].to_vec();
    let (steps, smoothed) = run(equations, start, &values);
    let innovation = |t: usize| steps[t].innovation;
    table.agrees("v_1", &|t| innovation(t).unwrap().error, n);
    for (t, diffuse) in table.column("Finf_1").into_iter().enumerate().take(n) {
        let found = innovation(t).map_or(0.0, |innovation| innovation.diffuse_variance);
        assert!((found - diffuse.unwrap_or(0.0)).abs() < 1e-12, "Finf, period {t}");
    }
    table.agrees("F_1", &|t| steps[t].predicted.level_variance() + equations.irregular, n);
    table.agrees("a_1", &|t| steps[t].predicted.level(), n);
    table.agrees("sumP", &|t| sum_of(&steps[t].predicted), n);
    table.agrees("alphahat_1", &|t| smoothed[t].level, n);
    let sum = |s: &Smoothed| s.level_variance + 2.0 * s.covariance + s.slope_variance;
    table.agrees("sumV", &|t| sum(&smoothed[t]), n);
    table.agrees("epshat_1", &|t| equations.irregular * smoothed[t].outlier.score, n);
    let left = |t: usize| 1.0 - equations.irregular * smoothed[t].outlier.variance;
    table.agrees("Veps_1", &|t| equations.irregular * left(t), n);
    table.agrees("etahat_1", &|t| equations.level * smoothed[t].shift.score, n);
    let observations = Observations { values: &values, variances: &[] };
    let found = likelihood(equations, start, &observations).unwrap().log_likelihood();
    table.agrees("llf", &|_| found, 1);
    // The state one period beyond the series.
    let longer = [values.as_slice(), &[None]].concat();
    let next = run(equations, start, &longer).0[n].predicted;
    let ahead = |name: &str, found: f64| {
        let expected = table.column(name)[n].unwrap();
        assert!((found - expected).abs() <= 1e-7 * expected.abs().max(1.0), "{name}: {found}");
    };
    ahead("a_1", next.level());
    ahead("sumP", sum_of(&next));
    if equations.slope > 0.0 {
        ahead("a_2", next.slope());
    }
    if equations.slope > 0.0 {
        table.agrees("a_2", &|t| steps[t].predicted.slope(), n);
        table.agrees("alphahat_2", &|t| smoothed[t].slope, n);
        table.agrees("etahat_2", &|t| equations.slope * smoothed[t].bend.score, n);
    } else {
        let left = |t: usize| 1.0 - equations.level * smoothed[t].shift.variance;
        table.agrees("sumVeta", &|t| equations.level * left(t), n);
    }
}

#[test]
fn a_local_level_with_a_diffuse_start_agrees_with_kfas() {
    agrees_with(LOCAL_LEVEL, &EQUATIONS, State::UNKNOWN_LEVEL);
}

#[test]
fn a_local_linear_trend_with_a_diffuse_start_agrees_with_kfas() {
    let equations = Equations { slope: 2.334, ..EQUATIONS };
    agrees_with(TREND, &equations, State::UNKNOWN_TREND);
}

#[test]
fn a_value_missing_in_the_diffuse_periods_makes_no_difference_to_the_agreement() {
    let equations = Equations { slope: 2.334, ..EQUATIONS };
    agrees_with(TREND_MISSING, &equations, State::UNKNOWN_TREND);
}

#[test]
fn three_gapped_series_with_a_known_start_agree_with_kfas() {
    let unit = Equations { irregular: 1.0, level: 1.0, slope: 0.0, damping: 1.0 };
    for series in ["realgdp", "realcons", "realinv"] {
        let mut table = Table::read(CHANGES);
        table.rows.retain(|row| row[0] == series);
        let n = table.rows.len();
        assert_eq!(n, 202);
        let values = table.column("y");
        let (steps, smoothed) = run(&unit, State::around_zero(1e6), &values);
        table.agrees("v", &|t| steps[t].innovation.unwrap().error, n);
        table.agrees("F", &|t| steps[t].predicted.level_variance() + 1.0, n);
        table.agrees("alphahat", &|t| smoothed[t].level, n);
        table.agrees("epshat", &|t| smoothed[t].outlier.score, n);
        table.agrees("Veps", &|t| 1.0 - smoothed[t].outlier.variance, n);
        table.agrees("etahat", &|t| smoothed[t].shift.score, n);
    }
}

#[test]
fn the_own_optimum_is_not_below_the_likelihood_kfas_gives_its_variances() {
    for (text, trend) in
        [(LOCAL_LEVEL, Trend::Level), (TREND, Trend::Linear), (TREND_MISSING, Trend::Linear)]
    {
        let table = Table::read(text);
        let n = table.rows.len() - 1;
        let observed = &table.column("y")[..n];
        let values: Vec<f64> = observed.iter().map(|y| y.unwrap_or(0.0)).collect();
        let missing: Vec<usize> = (0..n).filter(|t| observed[*t].is_none()).collect();
        let series = Series { missing: &missing, ..Series::annual(&values) };
        let own = Structural::fit(trend, &series).unwrap().summary().log_likelihood.unwrap();
        let kfas = table.column("llf")[0].unwrap();
        assert!(own >= kfas - 1e-6, "{trend:?}: {own}, KFAS {kfas}");
    }
}
