//! The definition of a model: which area and sectors, how data are prepared, which methods.
//!
//! A model is data. Its file form, `model.toml`, is read by the shell; this is the checked form.

use crate::codes::{AreaCode, OccupationCode, QualificationCode, SectorCode};
use crate::dataset::Measure;
use crate::forecast::employment::method::Method;
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
    /// Share of a rise of the retirement age that participation and exits follow (method S2).
    pub retirement_response: f64,
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

/// An occupation of the model's axis, with its names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Occupation {
    /// Its code.
    pub code: OccupationCode,
    /// Full name.
    pub title: Text,
    /// Name that fits a chart.
    pub short: Text,
}

/// A qualification of the model's axis, with its names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Qualification {
    /// Its code.
    pub code: QualificationCode,
    /// Full name.
    pub title: Text,
    /// Name that fits a chart.
    pub short: Text,
}

/// What the labour accounts below sectors tell apart, and how they are projected.
#[derive(Clone, Debug, PartialEq)]
pub struct AccountsDefinition {
    /// The occupation axis; empty if occupations are not told apart.
    pub occupations: Vec<Occupation>,
    /// The qualification axis, the untrained first; empty if qualifications are not told apart.
    pub qualifications: Vec<Qualification>,
    /// Damping of changes of shares per year (method D8).
    pub share_damping: f64,
    /// Answer of moves between occupations to tightness, 0 to 1 (method S7).
    pub flexibility: f64,
    /// Ascending bounds of entrants over openings between the five classes (method G2).
    pub ratio_bounds: [f64; 4],
}

impl Default for AccountsDefinition {
    /// Sectors only; the damping of slopes and the five classes of the Research Centre for
    /// Education and the Labour Market (ROA).
    fn default() -> Self {
        Self {
            occupations: Vec::new(),
            qualifications: Vec::new(),
            share_damping: 0.9,
            flexibility: 0.0,
            ratio_bounds: [0.85, 1.0, 1.05, 1.15],
        }
    }
}

/// Where those work whom a new place brings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mobility {
    /// As many in their field as the programme's match says, the others in the fields their
    /// occupations are shared with.
    #[default]
    ByMatch,
    /// As many in their field as the programme's match says; the others count nowhere.
    OwnField,
    /// Wherever the occupations of their qualification lead, their own field among others.
    ByOccupation,
}

/// What a plan pays for shortages, surpluses and change when training is ordered (section 7).
#[derive(Clone, Debug, PartialEq)]
pub struct OrderDefinition {
    /// First year of intake that can still be ordered; the year after the base year if not given.
    pub first_year: Option<Year>,
    /// Cost of a worker missing for a year, in million dong.
    pub shortage_cost: f64,
    /// Cost of a worker too many for a year, in million dong.
    pub surplus_cost: f64,
    /// Cost of one place more or less than the year before, in million dong.
    pub change_cost: f64,
    /// Weight of a year over the year before.
    pub discount: f64,
    /// Largest change of an intake over the year before, as a share of it.
    pub change_limit: f64,
    /// Weight of the worst draws in the robust order, 0 to 1.
    pub risk_weight: f64,
    /// Years at work over which the cost of a place is spread.
    pub working_life: usize,
    /// Where those work whom a new place brings.
    pub mobility: Mobility,
}

impl Default for OrderDefinition {
    /// A missing worker costs half a year's output per worker: of the output that goes missing about
    /// half would have been paid to the worker, who earns it elsewhere. Output per worker is 184
    /// million dong at prices of 2022 in Khánh Hòa (100,909 billion dong of 2025 at prices of 2010,
    /// old Khánh Hòa's 96,615 over 54,516 billion in 2022 as the change of prices, 972 thousand
    /// workers). From below, the pay that a degree adds says the same: 12.7 against 6.7 million a
    /// month on average in 2019 (General Statistics Office) are 72 a year.
    ///
    /// A worker too many finds other work, and the lost course is counted with its place; what is
    /// added for the disappointment is chosen, and so are the other figures: a fifth more places a
    /// year is what schools can staff, and forty years lie between a first job and retirement.
    fn default() -> Self {
        Self {
            first_year: None,
            shortage_cost: 90.0,
            surplus_cost: 10.0,
            change_cost: 1.0,
            discount: 0.95,
            change_limit: 0.2,
            risk_weight: 0.2,
            working_life: 40,
            mobility: Mobility::ByMatch,
        }
    }
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
    /// Occupations, qualifications and training.
    pub accounts: AccountsDefinition,
    /// Training orders.
    pub order: OrderDefinition,
    /// Source line under charts.
    pub source_line: Text,
}

impl Model {
    /// Codes of the sectors as text.
    pub fn sector_codes(&self) -> Vec<String> {
        self.sectors.iter().map(|sector| sector.code.to_string()).collect()
    }

    /// Codes of the occupations as text.
    pub fn occupation_codes(&self) -> Vec<String> {
        self.accounts.occupations.iter().map(|occupation| occupation.code.to_string()).collect()
    }

    /// Codes of the qualifications as text.
    pub fn qualification_codes(&self) -> Vec<String> {
        let axis = self.accounts.qualifications.iter();
        axis.map(|qualification| qualification.code.to_string()).collect()
    }
}
