//! The forms of exponential smoothing: error, trend and season.

use std::fmt;

/// How the error enters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Noise {
    /// `y = f + e`.
    Additive,
    /// `y = f (1 + e)`.
    Multiplicative,
}

/// How the level moves on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Trend {
    /// It stays.
    None,
    /// By a slope.
    Additive,
    /// By a slope that fades.
    Damped,
    /// By a ratio.
    Multiplicative,
    /// By a ratio that fades.
    DampedMultiplicative,
}

/// How the season enters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Season {
    /// Not at all.
    None,
    /// It is added to the level.
    Additive,
    /// It multiplies the level.
    Multiplicative,
}

/// A form of exponential smoothing, such as `AAdN`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Form {
    /// The error.
    pub noise: Noise,
    /// The trend.
    pub trend: Trend,
    /// The season.
    pub season: Season,
}

impl Trend {
    /// Whether its slope or ratio fades.
    pub const fn is_damped(self) -> bool {
        matches!(self, Self::Damped | Self::DampedMultiplicative)
    }

    /// Whether it is a ratio.
    pub const fn is_ratio(self) -> bool {
        matches!(self, Self::Multiplicative | Self::DampedMultiplicative)
    }
}

impl Form {
    /// Simple exponential smoothing, `ANN`.
    pub const SIMPLE: Self = Self::new(Noise::Additive, Trend::None, Season::None);
    /// Holt's method in state space, `AAN`.
    pub const HOLT: Self = Self::new(Noise::Additive, Trend::Additive, Season::None);
    /// Holt's method with a damped trend, `AAdN`.
    pub const DAMPED_HOLT: Self = Self::new(Noise::Additive, Trend::Damped, Season::None);

    /// The form of three parts.
    pub const fn new(noise: Noise, trend: Trend, season: Season) -> Self {
        Self { noise, trend, season }
    }

    /// The form of a name such as `ANN`, `AAdN` or `MMdM`.
    pub fn parse(name: &str) -> Option<Self> {
        let noise = match name.chars().next()? {
            'A' => Noise::Additive,
            'M' => Noise::Multiplicative,
            _ => return None,
        };
        let season = match name.chars().next_back()? {
            'N' => Season::None,
            'A' => Season::Additive,
            'M' => Season::Multiplicative,
            _ => return None,
        };
        let trend = match name.get(1..name.len() - 1)? {
            "N" => Trend::None,
            "A" => Trend::Additive,
            "Ad" => Trend::Damped,
            "M" => Trend::Multiplicative,
            "Md" => Trend::DampedMultiplicative,
            _ => return None,
        };
        Some(Self { noise, trend, season })
    }

    /// Whether the forecast is linear in the states, so that it can be shifted and solved for.
    pub const fn is_linear(self) -> bool {
        !self.trend.is_ratio() && !matches!(self.season, Season::Multiplicative)
    }

    /// Whether the form needs positive values: a part of it multiplies.
    pub const fn needs_positive(self) -> bool {
        !(self.is_linear() && matches!(self.noise, Noise::Additive))
    }

    /// Number of smoothing parameters.
    pub fn n_smoothing(self) -> usize {
        1 + usize::from(self.trend != Trend::None)
            + usize::from(self.trend.is_damped())
            + usize::from(self.season != Season::None)
    }

    /// Number of smoothing parameters and free first states; the variance is not counted.
    pub fn n_estimated(self, season_length: usize) -> usize {
        let season = if self.season == Season::None { 0 } else { season_length - 1 };
        self.n_smoothing() + 1 + usize::from(self.trend != Trend::None) + season
    }
}

impl fmt::Display for Form {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let noise = match self.noise {
            Noise::Additive => "A",
            Noise::Multiplicative => "M",
        };
        let trend = match self.trend {
            Trend::None => "N",
            Trend::Additive => "A",
            Trend::Damped => "Ad",
            Trend::Multiplicative => "M",
            Trend::DampedMultiplicative => "Md",
        };
        let season = match self.season {
            Season::None => "N",
            Season::Additive => "A",
            Season::Multiplicative => "M",
        };
        write!(formatter, "{noise}{trend}{season}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_is_read_as_it_is_written() {
        for noise in ["A", "M"] {
            for trend in ["N", "A", "Ad", "M", "Md"] {
                for season in ["N", "A", "M"] {
                    let name = format!("{noise}{trend}{season}");
                    assert_eq!(Form::parse(&name).unwrap().to_string(), name);
                }
            }
        }
        for wrong in ["", "A", "AN", "AAAA", "ZAN", "AdN", "ANm", "ÂNN"] {
            assert_eq!(Form::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn free_figures_are_counted_as_in_table_2_1() {
        let count = |name: &str, m| Form::parse(name).unwrap().n_estimated(m);
        assert_eq!([count("ANN", 1), count("MAN", 1), count("AAdN", 1)], [2, 4, 5]);
        assert_eq!([count("ANA", 4), count("MAdM", 12)], [6, 17]);
    }
}
