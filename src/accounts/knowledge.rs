//! What is known of occupations, qualifications and training, the same in every scenario.

mod programmes;
mod splits;
pub mod workers;

use std::collections::BTreeMap;

use crate::accounts::knowledge::workers::KnownWorkers;
use crate::codes::OccupationCode;
use crate::codes::QualificationCode;
use crate::conditions::present::{Indicators, PresentCondition, present_conditions};
use crate::dataset::Dataset;
use crate::dataset::accounts::Workers;
use crate::error::Result;
use crate::language::Text;
use crate::model::Model;
use crate::occupation::change::Trend;
use crate::occupation::project::{DrawKey, Plan};
use crate::occupation::shares::Posterior;
use crate::prepare::{Fallback, FallbackKind};
use crate::status::Status;
use crate::training::entry::EntryRates;
use crate::training::flexibility::Flexibility;
use crate::training::programme::Programme;
use crate::units::Year;

/// How the rows of one axis are split over another.
#[derive(Clone, Debug, PartialEq)]
pub struct Split {
    /// Shares of the columns in each row.
    pub shares: Posterior,
    /// Codes of the columns.
    pub columns: Vec<String>,
    /// How they change.
    pub trend: Trend,
    /// Year of the shares.
    pub year: Year,
}

impl Split {
    /// How rows become columns with the draws of a key.
    pub fn plan<'a>(&'a self, draws: DrawKey<'a>) -> Plan<'a> {
        Plan {
            shares: &self.shares,
            columns: &self.columns,
            trend: &self.trend,
            year: self.year,
            totals: None,
            draws,
        }
    }
}

/// What the qualifications wanted are derived from.
#[derive(Clone, Debug, PartialEq)]
pub enum Required {
    /// Shares of qualifications in every occupation.
    ByOccupation(Split),
    /// Shares of qualifications in every sector.
    BySector(Split),
}

impl Required {
    /// The split.
    pub const fn split(&self) -> &Split {
        match self {
            Self::ByOccupation(split) | Self::BySector(split) => split,
        }
    }
}

/// Qualifications of the labour force in the base year.
#[derive(Clone, Debug, PartialEq)]
pub struct Held {
    /// Share of each qualification; they sum to 1.
    pub shares: Vec<f64>,
    /// How they came to be known.
    pub status: Status,
}

/// A programme with all that is known of it.
#[derive(Clone, Debug, PartialEq)]
pub struct KnownProgramme {
    /// Position of the qualification it leads to.
    pub leads_to: usize,
    /// Course and intake.
    pub programme: Programme,
    /// What becomes of graduates.
    pub rates: EntryRates,
    /// Share of new workers who work in their field.
    pub matched: f64,
    /// Public cost of a place, in million dong.
    pub cost: f64,
    /// Position, among the programmes, of the one that those who study on begin.
    pub continues_to: Option<usize>,
    /// New entrants a year that public services need at least.
    pub floor: f64,
    /// Costs of a worker missing and of one too many for a year, in million dong, where they are
    /// not those of the model.
    pub own_costs: (Option<f64>, Option<f64>),
    /// How the figures came to be known.
    pub status: Status,
}

impl KnownProgramme {
    /// Graduates a year if intake is held.
    pub fn usual_graduates(&self) -> f64 {
        self.programme.course.completion() * self.programme.held_intake()
    }
}

/// What is known below sectors.
#[derive(Clone, Debug, PartialEq)]
pub struct Knowledge {
    /// Shares of occupations in sectors.
    pub staffing: Option<Split>,
    /// Shares of qualifications in occupations or sectors.
    pub required: Option<Required>,
    /// Qualifications of the labour force.
    pub held: Option<Held>,
    /// Where holders of a qualification work.
    pub flexibility: Option<Flexibility>,
    /// Programmes of training with a record of intake.
    pub programmes: Vec<KnownProgramme>,
    /// Present condition of every occupation, where known.
    pub present: Vec<Option<PresentCondition>>,
    /// Migration by qualification as in- and out-rates; zeros where not given.
    pub migration: Vec<(f64, f64)>,
    /// Upgrading of working adults: from, to, share a year.
    pub upgrading: Vec<(usize, usize, f64)>,
    /// Ages and exit rates of single occupations.
    pub workers: KnownWorkers,
    /// What was missing, and what stood in for it.
    pub fallbacks: Vec<Fallback>,
}

/// How many standard deviations from the average make a sign of tightness a vote.
const VOTE: f64 = 0.5;

/// Learns from the tables of `dataset` what they say of the axes of `model`.
///
/// # Errors
/// [`crate::error::Error::Method`] if a table cannot be used as it is.
pub fn learn(model: &Model, dataset: &Dataset) -> Result<Knowledge> {
    let mut fallbacks = Vec::new();
    let staffing = splits::staffing(model, dataset, &mut fallbacks)?;
    let required = splits::required((model, staffing.is_some()), dataset, &mut fallbacks)?;
    let held = held(model, dataset, &mut fallbacks);
    Ok(Knowledge {
        flexibility: splits::flexibility(model, dataset, &mut fallbacks)?,
        programmes: programmes::known(model, dataset, &mut fallbacks)?,
        present: present(model, dataset),
        migration: migration(model, dataset),
        upgrading: upgrading(model, dataset),
        workers: workers::known(model, dataset)?,
        staffing,
        required,
        held,
        fallbacks,
    })
}

/// Position of a qualification on the axis of the model.
fn position(model: &Model, code: &QualificationCode) -> Option<usize> {
    model.accounts.qualifications.iter().position(|q| q.code == *code)
}

/// Shares of the labour force of the latest year that the area has.
fn held(model: &Model, dataset: &Dataset, fallbacks: &mut Vec<Fallback>) -> Option<Held> {
    let n = model.accounts.qualifications.len();
    let rows = dataset.accounts.qualification_shares.iter();
    let mut of_area: Vec<_> =
        rows.filter(|r| r.among == Workers::LabourForce && r.area == model.area).collect();
    let latest = of_area.iter().map(|r| r.year).max();
    of_area.retain(|r| Some(r.year) == latest);
    if of_area.is_empty() {
        if n > 0 {
            fallbacks.push(missing(
                ("trình độ của lực lượng lao động", "qualifications of the labour force"),
                "không tính cung theo trình độ",
                "supply is not told apart by qualification",
            ));
        }
        return None;
    }
    let mut shares = vec![0.0; n];
    for row in &of_area {
        if let Some(share) = position(model, &row.qualification).and_then(|q| shares.get_mut(q)) {
            *share += row.share;
        }
    }
    let sum: f64 = shares.iter().sum();
    for share in &mut shares {
        *share /= sum;
    }
    let status = of_area.iter().map(|row| row.status).max().unwrap_or(Status::Assumed);
    (sum > 0.0).then_some(Held { shares, status })
}

fn present(model: &Model, dataset: &Dataset) -> Vec<Option<PresentCondition>> {
    let of = |code: &OccupationCode| {
        dataset.accounts.tightness.iter().find(|row| row.occupation == *code)
    };
    let indicators: Vec<Indicators> = model
        .accounts
        .occupations
        .iter()
        .map(|occupation| {
            of(&occupation.code).map_or_else(Indicators::default, |row| Indicators {
                unemployed_per_employed: row.unemployment,
                wage_growth: row.wage_growth,
                vacancy_rate: row.vacancies,
                graduate_unemployment: None,
            })
        })
        .collect();
    present_conditions(&indicators, VOTE)
}

fn migration(model: &Model, dataset: &Dataset) -> Vec<(f64, f64)> {
    let by_code: BTreeMap<_, _> = dataset
        .accounts
        .migration
        .iter()
        .map(|row| (&row.qualification, (row.in_rate, row.out_rate)))
        .collect();
    let rates = |code| by_code.get(code).copied().unwrap_or_default();
    model.accounts.qualifications.iter().map(|q| rates(&q.code)).collect()
}

fn upgrading(model: &Model, dataset: &Dataset) -> Vec<(usize, usize, f64)> {
    let rows = dataset.accounts.upgrading.iter();
    rows.filter_map(|row| Some((position(model, &row.from)?, position(model, &row.to)?, row.rate)))
        .collect()
}

/// A fallback for figures that no table gives.
pub(super) fn missing((vi, en): (&str, &str), used_vi: &str, used_en: &str) -> Fallback {
    let (missing, used) = (Text::new(vi, en), Text::new(used_vi, used_en));
    Fallback { kind: FallbackKind::Data, missing, used }
}
