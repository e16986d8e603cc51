//! `labourcast forecast --temporal`: periods, quarters and years that agree.

use crate::cli::arguments::{ForecastArgs, TotalArg, WeightsArg};
use crate::cli::forecast::{Files, Job, Told};
use crate::error::{Error, Result};
use crate::forecast::definition::Definition;
use crate::forecast::panel::Panel;
use crate::forecast::temporal::{Rule, TemporalForecaster, Total, Weights};
use crate::language::Text;
use crate::report::temporal_forecasts::{TemporalRows, frequency};

/// Draws the intervals are taken from.
const N_DRAWS: usize = 1000;
/// Series whose draws are in memory at a time.
const CHUNK: usize = 64;

/// The rule asked for, if one is.
///
/// # Errors
/// [`Error::Request`] where something else is asked for that does not go with it.
pub(super) fn rule(arguments: &ForecastArgs) -> Result<Option<Rule>> {
    let Some(total) = arguments.temporal else { return Ok(None) };
    let other = [
        ("--x", arguments.panel.regressors.is_some()),
        ("--terms", !arguments.panel.terms.is_empty()),
        ("--at-most", arguments.panel.at_most.is_some()),
    ];
    if let Some((name, _)) = other.iter().find(|(_, is_asked)| *is_asked) {
        let message = Text::new(
            format!("--temporal không dùng cùng {name}"),
            format!("--temporal does not go with {name}"),
        );
        return Err(Error::Request { message });
    }
    let total = match total {
        TotalArg::Sum => Total::Sum,
        TotalArg::Mean => Total::Mean,
    };
    let weights = match arguments.temporal_weights {
        WeightsArg::Variance => Weights::Variance,
        WeightsArg::Structural => Weights::Structural,
    };
    Ok(Some(Rule { total, weights }))
}

/// Refuses a panel without season.
pub(super) fn has_season(panel: &Panel) -> Result<()> {
    if panel.season_length() > 1 {
        return Ok(());
    }
    let message = Text::new(
        "--temporal: các chuỗi không có mùa vụ; hãy dùng số liệu tháng hoặc quý, hoặc nêu --season",
        "--temporal: the series have no season; give months or quarters, or --season",
    );
    Err(Error::Request { message })
}

impl Job<'_> {
    /// Forecasts every series by one model at all spans.
    pub(super) fn agreed(
        &self,
        definition: &Definition,
        rule: Rule,
        (files, told): (&mut Files, &mut Told),
    ) -> Result<()> {
        let panel = &self.request.panel;
        let horizon = self.request.longest_horizon();
        let Some(learnt) = TemporalForecaster::learn(panel, definition, horizon, rule) else {
            return Ok(());
        };
        let n_draws = files.n_paths().max(N_DRAWS);
        let rows = TemporalRows { panel, definition, n_draws: N_DRAWS };
        for series in panel.series().chunks(CHUNK) {
            let ids: Vec<&str> = series.iter().map(|series| series.id.as_str()).collect();
            let forecasts = learnt.forecast(&ids, self.seed, n_draws);
            files.forecasts(&rows.forecasts(&forecasts, &self.levels), told)?;
            files.fits(|| rows.fits(&forecasts))?;
            files.paths(|n| rows.paths(&forecasts, n as usize))?;
            told.n_forecasts += forecasts.len();
            for span in forecasts.iter().flat_map(|forecast| &forecast.spans) {
                let Some(base) = &span.base else { continue };
                if let Some(reason) = &base.fallback {
                    let id = format!("{} ({})", base.id, frequency(panel, span.length));
                    told.fallbacks.push((id, definition.to_string(), reason.text()));
                }
            }
        }
        Ok(())
    }
}
