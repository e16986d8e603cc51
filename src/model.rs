//! The definition of a model: which area and sectors, how data are prepared, which methods.
//!
//! A model is data. Its file form, `model.toml`, is read by the shell; this is the checked form.

use crate::codes::{AreaCode, SectorCode};
use crate::dataset::Measure;
use crate::forecast::method::Method;
use crate::language::Text;
use crate::units::Year;

/// A sector of the model's axis, with its names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sector {
    /// Its code.
    pub code: SectorCode,
    /// Full name.
    pub title: Text,
    /// Name that fits a chart.
    pub short: Text,
}

/// How a hole in a series is filled (method P5).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FillMethod {
    /// Straight line between the logarithms of the neighbours.
    LogLinear,
    /// The share in the same series of another area, interpolated between the neighbours.
    ShareOf(AreaCode),
}

/// When a pandemic year may also start a lasting level shift.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LevelShift {
    /// Additive outlier only.
    Never,
    /// A level shift where the Bayesian information criterion prefers it.
    IfSupported,
}

/// One declared step of preparing the data; steps are applied in the order of the model file.
#[derive(Clone, Debug, PartialEq)]
pub enum Operation {
    /// Sums the parts of an area that was later merged (method P1).
    ///
    /// Where only some parts are known in a year, the others are back-cast with their last shares.
    BoundarySplice {
        /// Measures to splice.
        measures: Vec<Measure>,
        /// The areas before.
        parts: Vec<AreaCode>,
        /// The area after.
        into: AreaCode,
    },
    /// Fills years without a figure (method P5).
    FillMissing {
        /// Measure to fill.
        measure: Measure,
        /// How.
        method: FillMethod,
    },
    /// Estimates employment by sector from the nation's structure and the area's margins (D10).
    RegionalEstimate {
        /// Area whose structure is the starting point.
        structure_of: AreaCode,
        /// The areas before a merger for which margins are known, summed after the estimate.
        parts: Vec<AreaCode>,
    },
    /// Carries figures of an older definition over to the present one (method P2).
    DefinitionSplice {
        /// Measure to splice.
        measure: Measure,
        /// The older definition.
        from: String,
        /// The present definition.
        to: String,
        /// First year of the present definition.
        first_year: Year,
        /// Area whose unbroken series carries the trend over the step.
        relative_to: Option<AreaCode>,
        /// Sectors that bear the change; all of them in proportion if empty.
        borne_by: Vec<SectorCode>,
    },
    /// Takes the effect of exceptional years out of the fit (method P3).
    PandemicMask {
        /// The years.
        years: Vec<Year>,
        /// Whether a level shift may follow.
        level_shift: LevelShift,
    },
    /// States the sampling error of a survey (method P4).
    SamplingError {
        /// Measure it concerns.
        measure: Measure,
        /// Coefficient of variation of the area's total.
        cv_of_total: f64,
    },
    /// Scales a population structure to a total that was counted later.
    RescalePopulation {
        /// Year of the count.
        year: Year,
    },
}

/// How demand is forecast.
#[derive(Clone, Debug, PartialEq)]
pub struct DemandDefinition {
    /// Members of the combination.
    pub methods: Vec<Method>,
    /// Methods reported beside it with weight zero.
    pub reported: Vec<Method>,
    /// Method used where a member cannot be fitted.
    pub fallback: Method,
    /// Fewest years before the first origin of the back-test.
    pub min_train: usize,
    /// Damping of slopes per year (method D1).
    pub damping: f64,
}

/// How supply is projected.
#[derive(Clone, Debug, PartialEq)]
pub struct SupplyDefinition {
    /// Damping of trends in participation per year (method S2).
    pub participation_damping: f64,
    /// Damping of net mobility per year (method S8).
    pub mobility_damping: f64,
    /// Years over which present mobility is measured.
    pub mobility_years: usize,
}

/// How gaps are classed and named.
#[derive(Clone, Debug, PartialEq)]
pub struct BalanceDefinition {
    /// Ascending bounds of gap over demand between the five classes.
    pub class_bounds: [f64; 4],
    /// Probability from which a shortage is named (method G5).
    pub naming_probability: f64,
}

/// A checked model definition.
#[derive(Clone, Debug, PartialEq)]
pub struct Model {
    /// Name as typed.
    pub name: String,
    /// Name as shown.
    pub title: Text,
    /// The area.
    pub area: AreaCode,
    /// The area's name.
    pub area_title: Text,
    /// The nation the area belongs to, if it is not the nation itself.
    pub nation: Option<AreaCode>,
    /// The sector axis.
    pub sectors: Vec<Sector>,
    /// First year of the panel.
    pub first_year: Year,
    /// Last year with figures; the origin of every forecast.
    pub base_year: Year,
    /// Last year of the projection unless the user names another.
    pub to: Year,
    /// Steps of preparing, in order.
    pub prepare: Vec<Operation>,
    /// Demand.
    pub demand: DemandDefinition,
    /// Supply.
    pub supply: SupplyDefinition,
    /// Balance.
    pub balance: BalanceDefinition,
    /// Source line under charts.
    pub source_line: Text,
}
