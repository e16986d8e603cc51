//! What is found of a target.

use crate::dataset::PlanTarget;
use crate::language::Text;
use crate::paths::Summary;
use crate::status::Status;
use crate::targets::chance::ExpectedYear;
use crate::targets::indicator::{Direction, Indicator};
use crate::targets::meaning::Period;
use crate::targets::obstacle::Obstacle;
use crate::targets::pace::Pace;
use crate::targets::progress::Progress;
use crate::targets::unit::TargetUnit;

/// Where a target stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// Its year has come and it was reached.
    Reached,
    /// Its year has come and it was not reached.
    Missed,
    /// The pace ratio is 0.95 or more, or the target is reached and will be held at this pace.
    OnTrack,
    /// The pace ratio is 0.5 to 0.95.
    SomeAcceleration,
    /// The pace ratio is 0 to 0.5.
    Off,
    /// The indicator moves away from the target.
    Regress,
    /// Nothing can be said.
    CannotBeSaid,
}

impl Verdict {
    /// The name in tables.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Reached => "reached",
            Self::Missed => "missed",
            Self::OnTrack => "on_track",
            Self::SomeAcceleration => "some_acceleration",
            Self::Off => "off",
            Self::Regress => "regress",
            Self::CannotBeSaid => "cannot_be_said",
        }
    }

    /// Every verdict, in the order of declaration.
    pub const ALL: [Self; 7] = [
        Self::Reached,
        Self::Missed,
        Self::OnTrack,
        Self::SomeAcceleration,
        Self::Off,
        Self::Regress,
        Self::CannotBeSaid,
    ];

    /// The verdict with this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|verdict| verdict.name() == name)
    }

    /// The verdict for readers.
    pub fn label(self) -> Text {
        let (vi, en) = match self {
            Self::Reached => ("đã đạt", "reached"),
            Self::Missed => ("không đạt", "missed"),
            Self::OnTrack => ("đúng tiến độ", "on track"),
            Self::SomeAcceleration => ("cần tăng tốc", "some acceleration needed"),
            Self::Off => ("chậm tiến độ", "off track"),
            Self::Regress => ("đi ngược hướng", "moving away"),
            Self::CannotBeSaid => ("không nói được", "cannot be said"),
        };
        Text::new(vi, en)
    }

    /// The class of a pace.
    ///
    /// ```text
    /// ratio ≥ 0.95 on track    0.5 … 0.95 some acceleration    0 … 0.5 off    < 0 regress
    /// ```
    pub fn of_pace(pace: &Pace, direction: Direction) -> Self {
        match (pace.ratio, pace.actual) {
            (Some(ratio), _) if ratio >= 0.95 => Self::OnTrack,
            (Some(ratio), _) if ratio >= 0.5 => Self::SomeAcceleration,
            (Some(ratio), _) if ratio >= 0.0 => Self::Off,
            // The target is reached: it is held unless the pace of late goes below the pace that
            // uses up the reserve.
            (None, Some(actual)) if direction.reaches(actual, pace.required) => Self::OnTrack,
            (Some(_), _) | (None, Some(_)) => Self::Regress,
            (None, None) => Self::CannotBeSaid,
        }
    }
}

/// What a line of explanation is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Topic {
    /// The indicator, its latest value and the target.
    Target,
    /// Pace required, pace of late, their ratio.
    Pace,
    /// Probability of reaching the target.
    Probability,
    /// Year of reaching it.
    ExpectedYear,
    /// Current status index.
    CurrentStatus,
    /// Anticipated-progress gap.
    AnticipatedGap,
    /// What came of it.
    Outcome,
    /// Why nothing can be said.
    Obstacle,
    /// What a reader must know beside.
    Note,
}

impl Topic {
    /// The name in tables.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Target => "target",
            Self::Pace => "pace",
            Self::Probability => "probability",
            Self::ExpectedYear => "expected_year",
            Self::CurrentStatus => "current_status_index",
            Self::AnticipatedGap => "anticipated_progress_gap",
            Self::Outcome => "outcome",
            Self::Obstacle => "obstacle",
            Self::Note => "note",
        }
    }
}

/// One line of explanation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// What it is about.
    pub topic: Topic,
    /// The line, with its numbers.
    pub text: Text,
}

/// A target whose year is ahead beside history and forecast; figures in the unit of comparison of
/// their dimension (persons, shares, billion dong).
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// The indicator.
    pub indicator: Indicator,
    /// Floor or ceiling.
    pub direction: Direction,
    /// Unit of the target.
    pub unit: TargetUnit,
    /// The value to be reached.
    pub target: f64,
    /// Last year of the history, or the last years known together.
    pub last: Period,
    /// The series the target is measured on, in that year or on average over those years.
    pub last_value: f64,
    /// Required and actual pace.
    pub pace: Option<Pace>,
    /// Probability of reaching the target; `None` if the forecast does not cover its period.
    pub probability: Option<f64>,
    /// The indicator over the target's period as forecast.
    pub forecast: Option<Summary>,
    /// Year of reaching.
    pub expected_year: Option<ExpectedYear>,
    /// Part of the way from the base year to the target that is done.
    pub current_status_index: Option<f64>,
    /// What the forecast falls short of (negative) or exceeds the target by, over the whole way.
    pub anticipated_gap: Option<f64>,
}

/// A target whose year has come.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Outcome {
    /// The indicator.
    pub indicator: Indicator,
    /// Floor or ceiling.
    pub direction: Direction,
    /// Unit of the target.
    pub unit: TargetUnit,
    /// The value that was to be reached, in the unit of comparison.
    pub target: f64,
    /// What came.
    pub value: f64,
}

/// What is found.
#[derive(Clone, Debug, PartialEq)]
pub enum Finding {
    /// The year of the target is ahead.
    Ahead(Box<Comparison>),
    /// The year of the target has come.
    Past(Outcome),
    /// Nothing can be said.
    Silent(Obstacle),
}

/// A target and what is found of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Assessment {
    /// The target as the plan states it.
    pub target: PlanTarget,
    /// Where it stands.
    pub verdict: Verdict,
    /// The figures behind the verdict.
    pub finding: Finding,
    /// Status of the series; `None` if there is none.
    pub status: Option<Status>,
    /// The indicator year by year; `None` if there is no series.
    pub progress: Option<Progress>,
    /// The explanation, a line a topic.
    pub explanations: Vec<Explanation>,
}
