//! Derivatives of the states by every unknown, for any form.
//!
//! They are rows, one of the level, one of the slope and one of each season. A period changes
//! three of them, all by the same few coefficients, so its work is one pass over short rows.

use crate::forecast::ets::form::{Form, Season, Trend};
use crate::forecast::ets::parameters::{ALPHA, DAMPING, LEAST, Parameters, SEASON, SLOPE};

/// Derivatives by every unknown.
#[derive(Debug)]
pub(super) struct Rows {
    size: usize,
    pub(super) level: Vec<f64>,
    pub(super) slope: Vec<f64>,
    /// One row after the other.
    pub(super) seasons: Vec<f64>,
    pub(super) forecast: Vec<f64>,
}

impl Rows {
    pub(super) fn of_size(size: usize, season_length: usize) -> Self {
        Self {
            size,
            level: vec![0.0; size],
            slope: vec![0.0; size],
            seasons: vec![0.0; size * season_length],
            forecast: vec![0.0; size],
        }
    }

    /// The row of one season.
    pub(super) fn season(&mut self, position: usize) -> &mut [f64] {
        &mut self.seasons[position * self.size..][..self.size]
    }

    pub(super) fn clear(&mut self) {
        self.level.fill(0.0);
        self.slope.fill(0.0);
        self.seasons.fill(0.0);
    }
}

/// What the derivatives of one period are made of: each row is such a sum.
#[derive(Clone, Copy, Debug, Default)]
struct Mix {
    /// `dq = on_level dℓ + on_slope db`.
    on_level: f64,
    on_slope: f64,
    /// `df = of_moved dq + of_season ds`.
    of_moved: f64,
    of_season: f64,
    /// The pull on level and slope: `da = pull_forecast df + pull_season ds`.
    pull_forecast: f64,
    pull_season: f64,
    alpha: f64,
    /// `db' = keep db + beta_a da + beta_level dℓ`.
    keep: f64,
    beta_pull: f64,
    beta_level: f64,
    /// `ds' = ds + gamma_forecast df + gamma_moved dq`.
    gamma_forecast: f64,
    gamma_moved: f64,
}

impl Mix {
    fn without_season(&self, rows: &mut Rows) {
        let Rows { size, level, slope, forecast, .. } = rows;
        let rows = level[..*size].iter_mut().zip(&mut slope[..*size]);
        for ((level, slope), forecast) in rows.zip(&mut forecast[..*size]) {
            let moved = self.on_level * *level + self.on_slope * *slope;
            *slope = self.keep * *slope - self.beta_pull * moved + self.beta_level * *level;
            *level = moved - self.alpha * moved;
            *forecast = moved;
        }
    }

    fn with_season(&self, rows: &mut Rows, position: usize) {
        let Rows { size, level, slope, seasons, forecast, .. } = rows;
        let season = &mut seasons[position * *size..][..*size];
        let rows = level[..*size].iter_mut().zip(&mut slope[..*size]);
        for (((level, slope), forecast), season) in rows.zip(&mut forecast[..*size]).zip(season) {
            let moved = self.on_level * *level + self.on_slope * *slope;
            let by = self.of_moved * moved + self.of_season * *season;
            let pull = self.pull_forecast * by + self.pull_season * *season;
            *slope = self.keep * *slope + self.beta_pull * pull + self.beta_level * *level;
            *level = moved + self.alpha * pull;
            *season += self.gamma_forecast * by + self.gamma_moved * moved;
            *forecast = by;
        }
    }
}


/// The states in the middle of a pass, and where the parameters stand among the unknowns.
#[derive(Debug)]
pub(super) struct Tangent<'a> {
    pub(super) form: Form,
    pub(super) parameters: Parameters,
    pub(super) point: [f64; 4],
    pub(super) slots: [usize; 4],
    pub(super) level: f64,
    pub(super) slope: f64,
    pub(super) season: &'a mut [f64],
    pub(super) position: usize,
}

impl Tangent<'_> {
    /// The level moved on by the trend, and the slope kept; none where a ratio has no sense.
    #[inline]
    fn moved(&self, mix: &mut Mix) -> Option<(f64, f64)> {
        let phi = self.parameters.phi;
        match self.form.trend {
            Trend::None => Some((self.level, 0.0)),
            Trend::Additive | Trend::Damped => {
                mix.on_slope = phi;
                Some((self.level + phi * self.slope, phi * self.slope))
            }
            Trend::Multiplicative | Trend::DampedMultiplicative => {
                if self.slope <= 0.0 || self.level <= 0.0 {
                    return None;
                }
                let kept = if phi == 1.0 { self.slope } else { self.slope.powf(phi) };
                mix.on_level = kept;
                mix.keep = phi * kept / self.slope;
                mix.on_slope = self.level * mix.keep;
                Some((self.level * kept, kept))
            }
        }
    }

    /// What a change of the damping does to the slope, as a change of the slope itself.
    #[inline]
    fn fade(&self, rows: &mut Rows) {
        let ratio = if self.form.trend.is_ratio() { self.slope.ln() } else { 1.0 };
        if self.form.trend.is_damped() {
            rows.slope[self.slots[DAMPING]] += self.slope * ratio / self.parameters.phi;
        }
    }

    /// Takes in a value; its forecast, none where a part that must be positive is not. The
    /// derivatives of the forecast are left in `rows`.
    #[inline]
    pub(super) fn advance(&mut self, value: f64, rows: &mut Rows) -> Option<f64> {
        let Parameters { alpha, beta, gamma, phi } = self.parameters;
        let mut mix = Mix { on_level: 1.0, alpha, keep: phi, ..Mix::default() };
        let (moved, kept) = self.moved(&mut mix)?;
        self.fade(rows);
        let season = self.season.get(self.position).copied().unwrap_or_default();
        let (forecast, per_season, per_moved) = match self.form.season {
            Season::None => (moved, 1.0, 1.0),
            Season::Additive => (moved + season, 1.0, 1.0),
            Season::Multiplicative if moved <= 0.0 || season <= 0.0 => return None,
            Season::Multiplicative => (moved * season, 1.0 / season, 1.0 / moved),
        };
        let error = value - forecast;
        let pull = Pull { level: error * per_season, season: error * per_moved };
        let scale = if self.form.trend.is_ratio() { 1.0 / self.level } else { 1.0 };
        mix.beta_pull = beta * scale;
        if self.form.trend.is_ratio() {
            mix.beta_level = -beta * pull.level * scale * scale;
        }
        mix.pull_forecast = -per_season;
        mix.gamma_forecast = -gamma * per_moved;
        match self.form.season {
            Season::None => mix.without_season(rows),
            Season::Additive => {
                (mix.of_moved, mix.of_season) = (1.0, 1.0);
                mix.with_season(rows, self.position);
            }
            Season::Multiplicative => {
                (mix.of_moved, mix.of_season) = (season, moved);
                mix.pull_season = -pull.level * per_season;
                mix.gamma_moved = -gamma * pull.season * per_moved;
                mix.with_season(rows, self.position);
            }
        }
        self.level = moved + alpha * pull.level;
        self.slope = kept + beta * pull.level * scale;
        self.turn(&pull, scale, rows);
        Some(forecast)
    }

    /// What the parameters themselves change, and the season's own step.
    #[inline]
    fn turn(&mut self, pull: &Pull, scale: f64, rows: &mut Rows) {
        let alpha = self.parameters.alpha;
        rows.level[self.slots[ALPHA]] += pull.level;
        if self.form.trend != Trend::None {
            rows.slope[self.slots[ALPHA]] += self.point[SLOPE] * pull.level * scale;
            rows.slope[self.slots[SLOPE]] += (alpha - LEAST) * pull.level * scale;
        }
        if let Some(season) = self.season.get_mut(self.position) {
            *season += self.parameters.gamma * pull.season;
            let row = rows.season(self.position);
            row[self.slots[ALPHA]] -= self.point[SEASON] * pull.season;
            row[self.slots[SEASON]] += (1.0 - alpha - LEAST) * pull.season;
            self.position += 1;
            if self.position == self.season.len() {
                self.position = 0;
            }
        }
    }
}

/// What an error does to level and season.
#[derive(Clone, Copy, Debug)]
struct Pull {
    level: f64,
    season: f64,
}
