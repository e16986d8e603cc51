//! Likelihood of any form with its derivatives, for seasons and ratios.
//!
//! The unknowns are level, slope, all first seasons but the last, and the parameters; the last
//! first season follows from the others, whose sum is 0 (or `m`).

use crate::forecast::ets::blocks::Blocks;
use crate::forecast::ets::form::{Form, Noise, Season, Trend};
use crate::forecast::ets::likelihood::Product;
use crate::forecast::ets::parameters::{ALPHA, DAMPING, Parameters, SEASON, SLOPE};
use crate::forecast::ets::search::{Normal, Objective};
use crate::forecast::ets::tangent::{Rows, Tangent};

/// The likelihood of one form on one series, with the arrays it needs.
#[derive(Debug)]
pub(super) struct General<'a> {
    values: &'a [f64],
    form: Form,
    axes: Vec<usize>,
    rows: Rows,
    /// The season in the middle of a pass; empty without a season.
    season: Vec<f64>,
    sums: Blocks,
}

/// The first season from the unknowns, the last following from the others.
pub(super) fn first_season(form: Form, free: &[f64]) -> Vec<f64> {
    let total = match form.season {
        Season::None => return Vec::new(),
        Season::Additive => 0.0,
        Season::Multiplicative => (free.len() + 1) as f64,
    };
    let last = total - free.iter().sum::<f64>();
    free.iter().copied().chain([last]).collect()
}

impl<'a> General<'a> {
    pub(super) fn new(values: &'a [f64], form: Form, season_length: usize) -> Self {
        let mut axes = vec![ALPHA];
        if form.trend != Trend::None {
            axes.push(SLOPE);
        }
        if form.trend.is_damped() {
            axes.push(DAMPING);
        }
        let mut seasons = 0;
        if form.season != Season::None {
            axes.push(SEASON);
            seasons = season_length;
        }
        let size = form.n_estimated(season_length);
        Self {
            values,
            form,
            axes,
            rows: Rows::of_size(size, seasons),
            season: vec![0.0; seasons],
            sums: Blocks::of_size(size),
        }
    }

    fn n_trend(&self) -> usize {
        usize::from(self.form.trend != Trend::None)
    }

    /// Sets states and rows to the start.
    fn start(&mut self, x: &[f64]) {
        self.rows.clear();
        self.rows.level[0] = 1.0;
        let trend = self.n_trend();
        if trend == 1 {
            self.rows.slope[1] = 1.0;
        }
        let Some(free) = self.season.len().checked_sub(1) else { return };
        let first = first_season(self.form, &x[1 + trend..][..free]);
        self.season.copy_from_slice(&first);
        for j in 0..free {
            self.rows.season(j)[1 + trend + j] = 1.0;
            self.rows.season(free)[1 + trend + j] = -1.0;
        }
    }

    /// Adds up the sums over the series; none where a part that must be positive is not.
    fn pass(&mut self, x: &[f64], point: [f64; 4], slots: [usize; 4]) -> Option<f64> {
        self.start(x);
        self.sums.clear();
        let Self { values, form, rows, sums, season, .. } = self;
        let mut product = Product::new();
        let mut tangent = Tangent {
            form: *form,
            parameters: Parameters::at(*form, &point),
            point,
            slots,
            level: x[0],
            slope: if form.trend == Trend::None { 0.0 } else { x[1] },
            season,
            position: 0,
        };
        for value in *values {
            let forecast = tangent.advance(*value, rows)?;
            let error = value - forecast;
            if form.noise == Noise::Additive {
                sums.add(error, -1.0, &rows.forecast);
                continue;
            }
            if forecast <= 0.0 {
                return None;
            }
            let inverse = 1.0 / forecast;
            product.multiply(forecast);
            for (sum, by) in sums.logarithms.iter_mut().zip(&rows.forecast) {
                *sum += inverse * by;
            }
            sums.add(error * inverse, -value * inverse * inverse, &rows.forecast);
        }
        sums.squares.is_finite().then(|| product.logarithm())
    }
}

impl Objective for General<'_> {
    fn n_states(&self) -> usize {
        1 + self.n_trend() + self.season.len().saturating_sub(1)
    }

    fn axes(&self) -> &[usize] {
        &self.axes
    }

    fn is_quadratic_in_states(&self) -> bool {
        !self.form.needs_positive()
    }

    fn evaluate(&mut self, x: &[f64], normal: &mut Normal) -> f64 {
        let states = self.n_states();
        let mut point = [0.0; 4];
        let mut slots = [0; 4];
        for (i, axis) in self.axes.iter().enumerate() {
            point[*axis] = x[states + i];
            slots[*axis] = states + i;
        }
        let m = self.season.len();
        if m > 0 && !Parameters::at(self.form, &point).is_admissible(m) {
            return f64::INFINITY;
        }
        match self.pass(x, point, slots) {
            Some(logarithm) => self.sums.write(self.values.len(), logarithm, normal),
            None => f64::INFINITY,
        }
    }
}
