//! The methods of reconciliation and their names.

use std::str::FromStr;

/// How base forecasts become coherent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Method {
    /// Bottom series keep their forecasts; the others are their sums.
    BottomUp,
    /// The top keeps its forecast and is divided.
    TopDown(Proportions),
    /// A level keeps its forecasts; above are sums, below they are divided.
    MiddleOut {
        /// A level's name, see [`Hierarchy::levels`](crate::hierarchy::Hierarchy::levels).
        level: String,
        /// How its forecasts are divided.
        below: Proportions,
    },
    /// Least squares: every node's error weighs the same.
    Ols,
    /// Weighted by one over the number of bottom series in a node.
    WlsStruct,
    /// Weighted by one over the mean square of a node's residuals.
    WlsVar,
    /// Weighted by the inverse of the covariance of the residuals, with correlations shrunk.
    MintShrink,
}

/// How the forecast of a node is divided among the bottom series.
///
/// # Source
/// Gross & Sohl (1990), *Disaggregation methods to expedite product line forecasting*, methods A
/// and F; Athanasopoulos, Ahmed & Hyndman (2009), *Hierarchical forecasts for Australian domestic
/// tourism*, section 3 (forecast proportions).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Proportions {
    /// In a tree from parent to children, by their forecasts; among crossing groups from the top
    /// to the bottom series at once.
    #[default]
    Forecast,
    /// By the mean over time of the observed shares.
    Average,
    /// By the shares of the observed means.
    OfAverages,
}

/// Whether bottom series may fall below zero.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sign {
    /// They may.
    #[default]
    Any,
    /// They may not, and so no node may.
    NonNegative,
}

impl Method {
    /// Names of the methods as they are written.
    pub const NAMES: [&'static str; 7] =
        ["bottom_up", "top_down", "middle_out", "ols", "wls_struct", "wls_var", "mint_shrink"];

    /// The method's name.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::BottomUp => "bottom_up",
            Self::TopDown(_) => "top_down",
            Self::MiddleOut { .. } => "middle_out",
            Self::Ols => "ols",
            Self::WlsStruct => "wls_struct",
            Self::WlsVar => "wls_var",
            Self::MintShrink => "mint_shrink",
        }
    }

    /// Whether residuals of the base forecasts are needed.
    pub const fn needs_residuals(&self) -> bool {
        matches!(self, Self::WlsVar | Self::MintShrink)
    }

    /// Whether observations are needed.
    pub const fn needs_observations(&self) -> bool {
        match self {
            Self::TopDown(below) | Self::MiddleOut { below, .. } => {
                !matches!(below, Proportions::Forecast)
            }
            _ => false,
        }
    }
}

impl Proportions {
    /// Names of the ways to divide as they are written.
    pub const NAMES: [&'static str; 3] = ["forecast", "average", "of_averages"];
}

impl FromStr for Proportions {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        match text {
            "forecast" => Ok(Self::Forecast),
            "average" => Ok(Self::Average),
            "of_averages" => Ok(Self::OfAverages),
            _ => Err(()),
        }
    }
}
