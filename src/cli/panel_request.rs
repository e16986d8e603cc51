//! What `forecast` and `backtest` share: a panel to read and models to try.

use std::sync::Arc;

use crate::cli::arguments::PanelArgs;
use crate::cli::console::Speech;
use crate::cli::request::unknown;
use crate::error::{Error, Result};
use crate::forecast::calendar::Moment;
use crate::forecast::definition::Definition;
use crate::forecast::forecaster::SeriesForecast;
use crate::forecast::panel::{Masked, Panel};
use crate::forecast::regressors::Regressors;
use crate::forecast::regressors::term::Term;
use crate::language::Text;
use crate::load::panel_file;
use crate::load::regressors_file::{self, Explained, Wanted};

/// A panel and what to do with it.
pub(crate) struct PanelRequest {
    pub(crate) panel: Panel,
    pub(crate) models: Vec<Definition>,
    pub(crate) horizon: usize,
    /// What was masked, where something was.
    pub(crate) masked: Option<Masked>,
    /// The columns that explain the series; none where nothing explains them.
    pub(crate) regressors: Arc<Regressors>,
    /// Values left out as they have no lagged regressors.
    pub(crate) n_left_out: usize,
}

/// How far the regressors must reach.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reach {
    /// To the end of the horizon.
    Horizon,
    /// To the last value.
    Past,
}

impl PanelRequest {
    /// Reads the names first, so that a mistyped model is told before a long file is read.
    pub(crate) fn resolve(arguments: &PanelArgs, reach: Reach) -> Result<Self> {
        let mut models = models(&arguments.models)?;
        let terms = terms(&arguments.terms)?;
        if arguments.regressors.is_some() || !terms.is_empty() {
            all_take_regressors(&models)?;
        }
        let spans = spans(&arguments.mask)?;
        let seasons: Vec<usize> = arguments.season.iter().map(|season| *season as usize).collect();
        if seasons.len() > 1 {
            models = models.into_iter().map(|model| model.with_seasons(&seasons)).collect();
        }
        let mut panel = panel_file::read(&arguments.file, seasons.first().copied())?;
        if let Some(most) = arguments.at_most {
            panel = bounded(panel, most)?;
        }
        let horizon = arguments.horizon as usize;
        let masked = (!spans.is_empty()).then(|| panel.masked(&spans));
        if let Some(masked) = &masked {
            nothing_masked(&panel, masked, &arguments.mask)?;
            panel = masked.panel.clone();
        }
        let regressors = Arc::default();
        let request = Self { panel, models, horizon, masked, regressors, n_left_out: 0 };
        request.explained(arguments, (&terms, reach))
    }

    /// With the regressors asked for.
    fn explained(self, arguments: &PanelArgs, (terms, reach): (&[Term], Reach)) -> Result<Self> {
        let file = arguments.regressors.as_deref();
        if file.is_none() && terms.is_empty() {
            return Ok(self);
        }
        let horizon = self.longest_horizon();
        let needed = if reach == Reach::Horizon { horizon } else { 0 };
        let wanted = Wanted { terms, needed, horizon };
        let Explained { panel, regressors, n_left_out } =
            regressors_file::read(file, &self.panel, &wanted)?;
        Ok(Self { panel, regressors: Arc::new(regressors), n_left_out, ..self })
    }

    /// What is told of values left out, if any are.
    pub(crate) fn left_out(&self, speech: Speech) -> Option<String> {
        let n = self.n_left_out;
        (n > 0).then(|| {
            speech.choose(
                format!("bỏ {n} giá trị đầu chuỗi vì không có biến giải thích của kỳ trước"),
                format!("{n} first values left out, for which no lagged regressor is given"),
            )
        })
    }

    /// Periods to forecast, masked ones at the ends of series among them.
    pub(crate) fn longest_horizon(&self) -> usize {
        let trailing = self.masked.iter().flat_map(|masked| masked.trailing.values());
        self.horizon + trailing.max().copied().unwrap_or(0)
    }

    /// Cuts forecasts to the horizon of their series and tells the effects of what was masked.
    pub(crate) fn finish(&self, forecasts: &mut [SeriesForecast]) {
        let Some(masked) = &self.masked else { return };
        for forecast in forecasts {
            let trailing = masked.trailing.get(&forecast.id).copied().unwrap_or(0);
            forecast.points.truncate(self.horizon + trailing);
            for (position, value) in masked.values.get(&forecast.id).into_iter().flatten() {
                if let Some(instead) = self.instead(forecast, *position) {
                    let name = format!("declared {}", self.panel.calendar().moment(*position));
                    forecast.summary.parameters.push((name, value - instead));
                }
            }
        }
    }

    /// What stands in for a masked value: one between its neighbours, or the forecast.
    fn instead(&self, forecast: &SeriesForecast, position: i64) -> Option<f64> {
        let all = self.panel.series();
        let series = &all[all.binary_search_by(|one| one.id.cmp(&forecast.id)).ok()?];
        let inside = usize::try_from(position - series.first).ok()?;
        let ahead = || forecast.points.get(usize::try_from(position - forecast.origin - 1).ok()?);
        series.values.get(inside).or_else(ahead).copied()
    }
}

/// Refuses models that would leave the regressors aside.
fn all_take_regressors(models: &[Definition]) -> Result<()> {
    let without = models.iter().filter(|model| !model.takes_regressors());
    let names: Vec<String> = without.map(Definition::to_string).collect();
    if names.is_empty() {
        return Ok(());
    }
    let names = names.join(", ");
    let message = Text::new(
        format!("--x: {names} không dùng biến giải thích; dùng --model arima hoặc arima(1,0,0)"),
        format!("--x: {names} takes no regressors; use --model arima or arima(1,0,0)"),
    );
    Err(Error::Request { message })
}

/// The columns of the regression.
fn terms(names: &[String]) -> Result<Vec<Term>> {
    let term = |name: &String| {
        Term::parse(name).ok_or_else(|| {
            let message = Text::new(
                format!("--terms {name}: hãy viết x, x@1, step(2020), pulse(2020) hoặc trend"),
                format!("--terms {name}: write x, x@1, step(2020), pulse(2020) or trend"),
            );
            Error::Request { message }
        })
    };
    names.iter().map(term).collect()
}

/// The moments to mask.
fn spans(mask: &[String]) -> Result<Vec<Moment>> {
    let span = |text: &String| {
        Moment::parse(text).ok_or_else(|| {
            let message = Text::new(
                format!("--mask {text}: hãy nêu năm như 2020, tháng như 2020-03 hoặc ngày"),
                format!("--mask {text}: give years as 2020, months as 2020-03, or days"),
            );
            Error::Request { message }
        })
    };
    mask.iter().map(span).collect()
}

/// Refuses a mask that hides nothing or everything.
fn nothing_masked(panel: &Panel, masked: &Masked, mask: &[String]) -> Result<()> {
    let mask = mask.join(",");
    let message = if masked.values.is_empty() {
        Text::new(
            format!("--mask {mask}: không chuỗi nào có giá trị ở đó"),
            format!("--mask {mask}: no series has a value there"),
        )
    } else if masked.panel.series().len() < panel.series().len() {
        Text::new(
            format!("--mask {mask}: có chuỗi không còn giá trị nào"),
            format!("--mask {mask}: it leaves a series without any value"),
        )
    } else {
        return Ok(());
    };
    Err(Error::Request { message })
}

/// The panel with a bound that none of its values exceeds.
fn bounded(panel: Panel, most: f64) -> Result<Panel> {
    if !most.is_finite() {
        let message = Text::new(
            format!("--at-most {most}: phải là một số hữu hạn"),
            format!("--at-most {most}: a bound is a finite number"),
        );
        return Err(Error::Request { message });
    }
    let above = panel.series().iter().find_map(|series| {
        let value = series.values.iter().find(|value| **value > most)?;
        Some((series.id.clone(), *value))
    });
    let Some((id, value)) = above else { return Ok(panel.at_most(most)) };
    let message = Text::new(
        format!("--at-most {most}: chuỗi {id} có giá trị {value}, lớn hơn giới hạn"),
        format!("--at-most {most}: series {id} has the value {value}, which is larger"),
    );
    Err(Error::Request { message })
}

/// The models named, each once; the default where none is.
pub(crate) fn models(asked: &[String]) -> Result<Vec<Definition>> {
    if asked.is_empty() {
        return Ok(vec![Definition::Auto]);
    }
    let mut models: Vec<Definition> = Vec::new();
    for name in asked {
        let definition = Definition::parse(name).ok_or_else(|| no_model(name))?;
        if !models.contains(&definition) {
            models.push(definition);
        }
    }
    Ok(models)
}

fn no_model(name: &str) -> Error {
    unknown(("mô hình", "model"), name, &Definition::names())
}
