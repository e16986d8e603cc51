//! What is taken out of a series before a model sees it, and put back into what it forecasts.
//!
//! | name | the model sees | back |
//! |---|---|---|
//! | `stl(m)` | the series without its season | the last season, repeated |
//! | `mstl(m,4,12)` | without several seasons, of 4 and 12 periods here | the last of each, repeated |
//! | `log(m)` | logarithms | their mean, see [`relative`] |
//! | `boxcox(m)` | the Box–Cox scale with the λ of the series | likewise |
//! | `breaks(m)` | without outliers, and all at the level of the last values, see [`breaks`] | nothing |
//!
//! A season the series has not seen twice is left in, and the model then takes the series as one
//! without season. A series that is not positive has no logarithms, and the model no fit. A series
//! of under ten values is not searched for breaks.
//!
//! A model of one series is fitted inside, and its paths are taken back one by one. One that
//! learns from the panel, or a combination, learns from the panel of changed series; its points on
//! a scale are taken back as medians, as it has no paths there.

use std::fmt;

use crate::forecast::breaks::{self, adjusted::Adjusted};
use crate::forecast::decomposition::adjusted::Seasons;
use crate::forecast::decomposition::stl::{self, Robustness};
use crate::forecast::transform::relative::{self, Scale, Scaled};
use crate::forecast::{Fit, FitError, Series, boxed};

/// What is taken out of a series.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Around {
    /// The season of the panel.
    Stl,
    /// Seasons of these lengths in periods; without any, that of the panel.
    Mstl(Vec<usize>),
    /// The scale of the figures.
    Scale(Scale),
    /// Outliers and level shifts.
    Breaks,
}

impl Around {
    /// What the word before the bracket means.
    pub(super) fn parse(word: &str) -> Option<Self> {
        match word {
            "stl" => Some(Self::Stl),
            "mstl" => Some(Self::Mstl(Vec::new())),
            "log" => Some(Self::Scale(Scale::Log)),
            "boxcox" => Some(Self::Scale(Scale::BoxCox)),
            "breaks" => Some(Self::Breaks),
            _ => None,
        }
    }

    /// Fits `model` to the series without what is taken out of it.
    ///
    /// # Errors
    /// Those of `model`, and of [`relative::fit`].
    pub fn fit(&self, series: &Series<'_>, model: impl Fn(&Series<'_>) -> Fit) -> Fit {
        match self {
            Self::Stl | Self::Mstl(_) => {
                stl::around(series, &self.lengths(series), Robustness::None, model)
            }
            Self::Scale(scale) => relative::fit(series, *scale, model),
            Self::Breaks => boxed(Adjusted::fit(series, &[], model)),
        }
    }

    fn lengths(&self, series: &Series<'_>) -> Vec<usize> {
        match self {
            Self::Mstl(lengths) if !lengths.is_empty() => lengths.clone(),
            _ => vec![series.season_length],
        }
    }

    /// The season of what is left of a series whose season repeats after `season_length` periods.
    pub(crate) const fn season_length(&self, season_length: usize) -> usize {
        match self {
            Self::Stl | Self::Mstl(_) => 1,
            Self::Scale(_) | Self::Breaks => season_length,
        }
    }

    /// The series a model that learns from a panel sees.
    ///
    /// # Errors
    /// Why the series cannot be changed.
    pub(crate) fn prepare(&self, series: &Series<'_>) -> Result<Prepared, FitError> {
        match self {
            Self::Stl | Self::Mstl(_) => {
                let seasons = stl::seasons(series.values, &self.lengths(series), Robustness::None);
                let values = match &seasons {
                    Some(seasons) => seasons.taken_out_of(series.values),
                    None => series.values.to_vec(),
                };
                Ok(Prepared { values, back: seasons.map_or(Back::Nothing, Back::Seasons) })
            }
            Self::Scale(scale) => {
                let mut scaled = Scaled::of(series, *scale)?;
                let values = std::mem::take(&mut scaled.values);
                Ok(Prepared { values, back: Back::Scale(scaled) })
            }
            Self::Breaks => {
                let values = breaks::detect(series, &[]).cleaned;
                Ok(Prepared { values, back: Back::Nothing })
            }
        }
    }
}

/// The word before the bracket.
impl fmt::Display for Around {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Stl => "stl",
            Self::Mstl(_) => "mstl",
            Self::Scale(Scale::Log) => "log",
            Self::Scale(Scale::BoxCox) => "boxcox",
            Self::Breaks => "breaks",
        })
    }
}

/// A changed series, and the way back.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Prepared {
    /// As many values as the series has.
    pub(crate) values: Vec<f64>,
    back: Back,
}

#[derive(Clone, Debug, PartialEq)]
enum Back {
    Nothing,
    Seasons(Seasons),
    Scale(Scaled),
}

impl Prepared {
    /// Takes forecasts of the changed series back to those of the series.
    pub(crate) fn restore(&self, points: &mut [f64]) {
        match &self.back {
            Back::Nothing => {}
            Back::Seasons(seasons) => seasons.put_back(points),
            Back::Scale(scaled) => scaled.restore(points),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forecast::contract::{ADDITIVE, GENERAL, LOGARITHMIC, holds};
    use crate::forecast::definition::Definition;
    use crate::forecast::panel::Panel;
    use crate::forecast::pooled::Knowledge;

    fn fit(name: &str) -> impl Fn(&Series<'_>) -> Fit {
        let definition = Definition::parse(name).unwrap();
        move |series| definition.fit(series)
    }

    #[test]
    fn every_way_around_a_model_keeps_the_contract() {
        holds(ADDITIVE, 3, fit("stl(dot)"));
        holds(GENERAL, 1, fit("mstl(ets,4,7)"));
        holds(GENERAL, 3, fit("breaks(dot)"));
        holds(LOGARITHMIC, 3, fit("log(dot)"));
        holds(LOGARITHMIC, 3, fit("boxcox(stl(dot))"));
    }

    /// Three years of months about a line.
    fn monthly() -> Vec<f64> {
        let season = [3.0, -1.0, 4.0, 1.0, -5.0, 9.0, -2.0, -6.0, 5.0, -3.0, -5.0, 0.0];
        (0..36).map(|t| 100.0 + 0.5 * t as f64 + season[t % 12]).collect()
    }

    fn panel() -> Panel {
        let named = |k: usize| {
            (format!("{k}"), monthly().iter().map(|v| v * (1.0 + k as f64 / 8.0)).collect())
        };
        Panel::annual(0, (0..6).map(named)).with_season(12)
    }

    #[test]
    fn what_learns_from_the_panel_learns_without_season_and_gets_it_back() {
        let panel = panel();
        let view = panel.view(&panel.series()[0]);
        for name in ["stl(auto)", "stl(eb)", "stl(median(drift,naive,dot))", "log(stl(auto))"] {
            let knowledge = Knowledge::learn(&panel, &Definition::parse(name).unwrap(), 12);
            let found = knowledge.forecast(&view, 12);
            assert_eq!(found.fallback, None, "{name}");
            for (step, point) in found.points.iter().enumerate() {
                let season = monthly()[step] - 0.5 * step as f64;
                let expected = season + 0.5 * (36 + step) as f64;
                assert!((point - expected).abs() < 4.0, "{name} {step}: {point} {expected}");
            }
        }
    }

    #[test]
    fn one_model_by_itself_and_alone_in_a_combination_are_the_same() {
        let panel = panel();
        let view = panel.view(&panel.series()[2]);
        for (alone, combined) in
            [("stl(drift)", "stl(median(drift))"), ("breaks(drift)", "breaks(median(drift))")]
        {
            let points = |name: &str| {
                let definition = Definition::parse(name).unwrap();
                Knowledge::learn(&panel, &definition, 5).forecast(&view, 5).points
            };
            assert_eq!(points(alone), points(combined));
        }
    }

    #[test]
    fn a_series_of_less_than_two_seasons_is_forecast_as_one_without() {
        let values = &monthly()[..23];
        let with = fit("stl(drift)")(&Series::seasonal(values, 12)).unwrap();
        let without = fit("drift")(&Series::annual(values)).unwrap();
        let future = crate::forecast::Future::steps(6);
        assert_eq!(with.forecast(&future), without.forecast(&future));
        assert!(with.summary().parameters.iter().all(|(name, _)| name != "season"));
        let longer = fit("stl(drift)")(&Series::seasonal(&monthly(), 12)).unwrap();
        assert!(longer.summary().parameters.contains(&("season".to_owned(), 12.0)));
    }

    #[test]
    fn a_shift_of_the_past_moves_no_drift() {
        let values: Vec<f64> = (0..24)
            .map(|t| f64::from(t) + f64::from((t * 7) % 3) / 9.0 + if t < 12 { 0.0 } else { 50.0 })
            .collect();
        let series = Series::annual(&values);
        let plain = fit("drift")(&series).unwrap();
        let cleaned = fit("breaks(drift)")(&series).unwrap();
        let ahead = |model: &dyn crate::forecast::FittedModel| {
            model.forecast(&crate::forecast::Future::steps(4))[3] - values[23]
        };
        assert!((ahead(cleaned.as_ref()) - 4.0).abs() < 0.3, "{}", ahead(cleaned.as_ref()));
        assert!(ahead(plain.as_ref()) > 10.0);
        let parameters = cleaned.summary().parameters;
        assert!(parameters.iter().any(|(name, _)| name == "shift 12"), "{parameters:?}");
    }
}
