//! Indicators that plans set targets for: what series each is measured on, and how.

use crate::language::Text;
use crate::targets::unit::Dimension;

/// Whether a target is a floor or a ceiling.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Direction {
    /// Reached from the value on upwards.
    AtLeast,
    /// Reached from the value on downwards.
    AtMost,
}

impl Direction {
    /// Whether `value` reaches `target`.
    pub fn reaches(self, value: f64, target: f64) -> bool {
        match self {
            Self::AtLeast => value >= target,
            Self::AtMost => value <= target,
        }
    }

    /// 1 where more is better, −1 where less is.
    pub const fn sign(self) -> f64 {
        match self {
            Self::AtLeast => 1.0,
            Self::AtMost => -1.0,
        }
    }

    /// The direction for readers.
    pub fn label(self) -> Text {
        match self {
            Self::AtLeast => Text::new("ít nhất", "at least"),
            Self::AtMost => Text::new("nhiều nhất", "at most"),
        }
    }
}

/// The scale on which the pace of a series is even.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scale {
    /// Levels: the logarithm; a pace is compound growth.
    Level,
    /// Rates and yearly changes: the value itself.
    Rate,
    /// Shares: the logit, so that no pace leaves 0 to 1.
    Share,
}

impl Scale {
    /// The value on the scale; `None` outside its range.
    ///
    /// ```text
    /// level ln x     rate x     share ln x/(1−x)
    /// ```
    pub fn of(self, x: f64) -> Option<f64> {
        let value = match self {
            Self::Level => x.ln(),
            Self::Rate => x,
            Self::Share => (x / (1.0 - x)).ln(),
        };
        value.is_finite().then_some(value)
    }

    /// The value whose place on the scale is `y`.
    pub fn back(self, y: f64) -> f64 {
        match self {
            Self::Level => y.exp(),
            Self::Rate => y,
            Self::Share => 1.0 / (1.0 + (-y).exp()),
        }
    }
}

/// How an indicator follows from the series it is measured on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Transform {
    /// The value itself.
    Value,
    /// Growth over the year before; over a period, compound.
    Growth,
    /// Change over the year before; over a period, the mean of the changes.
    Change,
    /// Part by which the value is below that of a base year the target names.
    Reduction,
}

/// Something a plan sets targets for, or that such a target is measured on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Indicator {
    /// Resident population.
    Population,
    /// Labour force.
    LabourForce,
    /// Employed persons.
    Employment,
    /// Change of employed persons over the year before.
    EmploymentIncrease,
    /// Unemployed over labour force.
    UnemploymentRate,
    /// Labour force over population.
    ParticipationRate,
    /// Trained workers over workers, always with its definition.
    TrainedShare,
    /// Urban population over population.
    UrbanShare,
    /// Gross regional product.
    Output,
    /// Growth of gross regional product.
    OutputGrowth,
    /// Gross regional product a resident.
    OutputPerPerson,
    /// Growth of gross regional product a resident.
    OutputPerPersonGrowth,
    /// Gross regional product a worker.
    OutputPerWorker,
    /// Growth of gross regional product a worker.
    OutputPerWorkerGrowth,
    /// Investment.
    Investment,
    /// Visits with at least one night.
    OvernightVisitors,
    /// New entrants of vocational training.
    VocationalEnrolment,
    /// Part of college and intermediate level in the entrants of vocational training.
    HigherVocationalShare,
    /// Part of school leavers who enter vocational training.
    SchoolLeaversInTraining,
    /// Public schools and centres of vocational training.
    PublicVocationalInstitutions,
    /// Part by which there are fewer of them than in a base year.
    InstitutionReduction,
}

impl Indicator {
    /// Every indicator, in the order of declaration.
    pub const ALL: [Self; 21] = [
        Self::Population,
        Self::LabourForce,
        Self::Employment,
        Self::EmploymentIncrease,
        Self::UnemploymentRate,
        Self::ParticipationRate,
        Self::TrainedShare,
        Self::UrbanShare,
        Self::Output,
        Self::OutputGrowth,
        Self::OutputPerPerson,
        Self::OutputPerPersonGrowth,
        Self::OutputPerWorker,
        Self::OutputPerWorkerGrowth,
        Self::Investment,
        Self::OvernightVisitors,
        Self::VocationalEnrolment,
        Self::HigherVocationalShare,
        Self::SchoolLeaversInTraining,
        Self::PublicVocationalInstitutions,
        Self::InstitutionReduction,
    ];

    /// The name in the table of targets.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Population => "population",
            Self::LabourForce => "labour_force",
            Self::Employment => "employment",
            Self::EmploymentIncrease => "employment_increase",
            Self::UnemploymentRate => "unemployment_rate",
            Self::ParticipationRate => "participation_rate",
            Self::TrainedShare => "trained_share",
            Self::UrbanShare => "urban_share",
            Self::Output => "output",
            Self::OutputGrowth => "output_growth",
            Self::OutputPerPerson => "output_per_person",
            Self::OutputPerPersonGrowth => "output_per_person_growth",
            Self::OutputPerWorker => "output_per_worker",
            Self::OutputPerWorkerGrowth => "output_per_worker_growth",
            Self::Investment => "investment",
            Self::OvernightVisitors => "overnight_visitors",
            Self::VocationalEnrolment => "vocational_enrolment",
            Self::HigherVocationalShare => "college_and_intermediate_share_of_vocational_enrolment",
            Self::SchoolLeaversInTraining => "school_leavers_entering_vocational_training",
            Self::PublicVocationalInstitutions => "public_vocational_institutions",
            Self::InstitutionReduction => "reduction_of_public_vocational_institutions",
        }
    }

    /// The indicator with this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|indicator| indicator.name() == name.trim())
    }

    /// The indicator in words.
    pub fn title(self) -> Text {
        let (vi, en) = match self {
            Self::Population => ("dân số", "population"),
            Self::LabourForce => ("lực lượng lao động", "labour force"),
            Self::Employment => ("lao động có việc làm", "employment"),
            Self::EmploymentIncrease => {
                ("lao động có việc làm tăng thêm", "increase of employment")
            }
            Self::UnemploymentRate => ("tỷ lệ thất nghiệp", "unemployment rate"),
            Self::ParticipationRate => ("tỷ lệ tham gia lực lượng lao động", "participation rate"),
            Self::TrainedShare => ("tỷ lệ lao động qua đào tạo", "share of trained workers"),
            Self::UrbanShare => ("tỷ lệ đô thị hóa", "urban share of the population"),
            Self::Output => ("GRDP", "GRDP"),
            Self::OutputGrowth => ("tăng trưởng GRDP", "growth of GRDP"),
            Self::OutputPerPerson => ("GRDP bình quân đầu người", "GRDP per person"),
            Self::OutputPerPersonGrowth => {
                ("tăng trưởng GRDP bình quân đầu người", "growth of GRDP per person")
            }
            Self::OutputPerWorker => ("năng suất lao động", "output per worker"),
            Self::OutputPerWorkerGrowth => {
                ("tăng trưởng năng suất lao động", "growth of output per worker")
            }
            Self::Investment => ("vốn đầu tư", "investment"),
            Self::OvernightVisitors => ("lượt khách lưu trú", "overnight visitors"),
            Self::VocationalEnrolment => {
                ("tuyển sinh giáo dục nghề nghiệp", "vocational enrolment")
            }
            Self::HigherVocationalShare => (
                "tỷ trọng cao đẳng, trung cấp trong tuyển sinh nghề",
                "college and intermediate share of vocational enrolment",
            ),
            Self::SchoolLeaversInTraining => (
                "tỷ lệ học sinh tốt nghiệp vào học nghề",
                "share of school leavers entering vocational training",
            ),
            Self::PublicVocationalInstitutions => (
                "cơ sở giáo dục nghề nghiệp công lập",
                "public institutions of vocational training",
            ),
            Self::InstitutionReduction => (
                "mức giảm cơ sở giáo dục nghề nghiệp công lập",
                "reduction of public institutions of vocational training",
            ),
        };
        Text::new(vi, en)
    }

    /// The indicator whose series it is measured on, and how it follows from it.
    pub const fn basis(self) -> (Self, Transform) {
        match self {
            Self::EmploymentIncrease => (Self::Employment, Transform::Change),
            Self::OutputGrowth => (Self::Output, Transform::Growth),
            Self::OutputPerPersonGrowth => (Self::OutputPerPerson, Transform::Growth),
            Self::OutputPerWorkerGrowth => (Self::OutputPerWorker, Transform::Growth),
            Self::InstitutionReduction => {
                (Self::PublicVocationalInstitutions, Transform::Reduction)
            }
            itself => (itself, Transform::Value),
        }
    }

    /// The quantity that it is or that it is the growth of.
    #[must_use]
    pub const fn measured(self) -> Self {
        self.basis().0
    }

    /// Whether figures of parts add up to that of the whole.
    pub const fn adds_up(self) -> bool {
        matches!(
            self,
            Self::Population
                | Self::LabourForce
                | Self::Employment
                | Self::EmploymentIncrease
                | Self::Output
                | Self::Investment
                | Self::OvernightVisitors
                | Self::VocationalEnrolment
                | Self::PublicVocationalInstitutions
        )
    }

    /// The scale on which its own pace is even.
    pub const fn scale(self) -> Scale {
        match self {
            Self::UnemploymentRate
            | Self::ParticipationRate
            | Self::OutputGrowth
            | Self::OutputPerPersonGrowth
            | Self::OutputPerWorkerGrowth
            | Self::InstitutionReduction
            | Self::EmploymentIncrease => Scale::Rate,
            Self::TrainedShare
            | Self::UrbanShare
            | Self::HigherVocationalShare
            | Self::SchoolLeaversInTraining => Scale::Share,
            _ => Scale::Level,
        }
    }

    /// What its figures count.
    pub const fn dimension(self) -> Dimension {
        match self {
            Self::Population
            | Self::LabourForce
            | Self::Employment
            | Self::EmploymentIncrease
            | Self::VocationalEnrolment => Dimension::Persons,
            Self::Output | Self::OutputPerPerson | Self::OutputPerWorker | Self::Investment => {
                Dimension::Money
            }
            Self::OvernightVisitors => Dimension::Visits,
            Self::PublicVocationalInstitutions => Dimension::Institutions,
            _ => Dimension::Share,
        }
    }

    /// Whether plans want more of it or less, where the target does not say.
    pub const fn direction(self) -> Direction {
        match self {
            Self::UnemploymentRate | Self::PublicVocationalInstitutions => Direction::AtMost,
            _ => Direction::AtLeast,
        }
    }

    /// What a reader must know before comparing plan and forecast.
    pub fn caution(self) -> Option<Text> {
        let (vi, en) = match self {
            Self::EmploymentIncrease => (
                "Kế hoạch thường đếm số lượt người được giải quyết việc làm; mô hình tính mức tăng ròng \
                 của lao động có việc làm, nên hai số không cùng nội dung nếu kế hoạch đếm theo lượt.",
                "Plans often count placements; the model gives the net increase of employed persons. \
                 The two differ if the plan counts placements.",
            ),
            Self::Population => (
                "Dân số trong kế hoạch thường là số dự báo, không phải mục tiêu phải vượt.",
                "A plan's population is often its projection and no goal to be surpassed.",
            ),
            _ => return None,
        };
        Some(Text::new(vi, en))
    }
}
