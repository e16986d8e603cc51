//! What ordering can no longer change before the horizon, and what else could.
//!
//! An intake of `L` years is at work `L` years later, so a shortage before the first order year +
//! `L` stays even if every limit is lifted, but for those whom other fields spare; later ones stay
//! only as far as limits or costs keep the order back.

use ndarray::Array3;

use crate::language::{Language, Text};
use crate::order::inputs::Inputs;
use crate::order::need::Outlook;
use crate::units::Year;

/// Persons from which on a shortage, or what a lever brings, is worth telling.
pub const WORTH_TELLING: f64 = 0.5;

/// Another way to close a shortage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lever {
    /// Courses of at most one year.
    ShortCourses,
    /// More of those who finish enter the labour force.
    Participation,
    /// More of those who finish stay.
    Retention,
    /// Workers from other areas, and those who left earlier.
    InMigration,
    /// Workers who would leave for other areas.
    OutMigration,
    /// Workers in service who gain the qualification.
    Upgrading,
    /// Workers who would retire.
    LaterRetirement,
}

/// How far orders of one programme reach.
#[derive(Clone, Debug, PartialEq)]
pub struct Reach {
    /// Programme, by position.
    pub programme: usize,
    /// First year that an order of the field can still change.
    pub first_changed: Year,
    /// Last order year that still has effect by the horizon, if there is one.
    pub last_order: Option<Year>,
    /// Largest expected shortage of the order years that no order of the field can change, all
    /// limits lifted; persons.
    pub beyond_ordering: f64,
    /// The year of it; the first order year if there is none.
    pub worst_year: Year,
    /// Share of draws with a shortage in that year.
    pub probability: f64,
    /// Expected shortage left at the horizon under the optimal order; persons.
    pub left_at_horizon: f64,
    /// Other ways to close what ordering cannot, with the persons a year that each brings or loses
    /// at present, where that is known.
    pub levers: Vec<(Lever, Option<f64>)>,
}

/// The reach of every programme's orders.
pub(crate) fn reaches(inputs: &Inputs, needs: &Array3<f64>, optimal: &Outlook) -> Vec<Reach> {
    let nothing = inputs.constant(|_| 0.0);
    let without = Outlook::of(inputs, needs, &nothing);
    (0..inputs.n_programmes()).map(|f| reach(inputs, &without, optimal, f)).collect()
}

/// Years before any order changes the field: the shortest course that mainly leads to it.
fn lead(inputs: &Inputs, f: usize) -> usize {
    let mainly = |g: &usize| *g == f || inputs.transfer(*g, f) > 0.5;
    let durations =
        (0..inputs.n_programmes()).filter(mainly).map(|g| inputs.programmes[g].duration);
    durations.min().unwrap_or(inputs.n_evaluated()).min(inputs.n_evaluated())
}

fn reach(inputs: &Inputs, without: &Outlook, optimal: &Outlook, f: usize) -> Reach {
    let lead = lead(inputs, f);
    let short = |year: &usize| without.shortage[[f, *year]];
    let beyond = 0..lead.min(inputs.n_years);
    let worst = beyond.max_by(|a, b| short(a).total_cmp(&short(b)).then(b.cmp(a)));
    let beyond_ordering = worst.as_ref().map_or(0.0, short);
    let left_at_horizon = optimal.shortage[[f, inputs.n_evaluated() - 1]];
    let needed = beyond_ordering.max(left_at_horizon) >= WORTH_TELLING;
    let worst = worst.unwrap_or_default();
    Reach {
        programme: f,
        first_changed: inputs.year(lead),
        last_order: Some(inputs.year(inputs.last_effective(f))),
        beyond_ordering,
        worst_year: inputs.year(worst),
        probability: if lead > 0 { without.probability[[f, worst]] } else { 0.0 },
        left_at_horizon,
        levers: if needed { of_the_enrolled(inputs, f, worst) } else { Vec::new() },
    }
}

/// Levers on those in training; `year` counts from the first order year, and those who finish in it
/// are the persons told.
pub(crate) fn of_the_enrolled(inputs: &Inputs, f: usize, year: usize) -> Vec<(Lever, Option<f64>)> {
    let programme = &inputs.programmes[f];
    let back = programme.duration.checked_sub(year).filter(|back| *back > 0);
    let intake = back.and_then(|back| {
        let position = programme.decided.len().checked_sub(back)?;
        programme.decided.get(position).copied()
    });
    let finishing = intake.map(|u| u * programme.completion * (1.0 - programme.further_study));
    let more_enter = finishing.map(|n| n * (1.0 - programme.entry) * programme.stay);
    let more_stay = finishing.map(|n| n * programme.entry * (1.0 - programme.stay));
    let mut levers = vec![(Lever::ShortCourses, None)];
    if programme.stay < 1.0 {
        levers.push((Lever::Retention, more_stay));
    }
    if programme.entry < 1.0 {
        levers.push((Lever::Participation, more_enter));
    }
    levers
}

impl Lever {
    /// The lever's name.
    pub fn name(self) -> Text {
        let (vi, en) = match self {
            Self::ShortCourses => (
                "mở khóa ngắn hạn (dưới 1 năm), đào tạo lại người trái ngành",
                "short courses (under a year) and retraining from other fields",
            ),
            Self::Retention => (
                "giữ người tốt nghiệp ở lại địa phương",
                "keeping graduates who would leave the area",
            ),
            Self::Participation => (
                "đưa vào làm việc số tốt nghiệp chưa đi làm",
                "bringing into work graduates who would stay out of it",
            ),
            Self::InMigration => (
                "thu hút lao động từ nơi khác và người đã rời đi trở về",
                "attracting workers from elsewhere, and back those who left",
            ),
            Self::OutMigration => (
                "giữ lao động đang có không chuyển đi nơi khác",
                "keeping workers who would move away",
            ),
            Self::Upgrading => {
                ("nâng trình độ cho người đang làm việc", "upgrading people already at work")
            }
            Self::LaterRetirement => (
                "kéo dài thời gian làm việc của người sắp nghỉ",
                "keeping at work people about to retire",
            ),
        };
        Text::new(vi, en)
    }

    /// The lever with the persons a year that it brings or loses at present.
    fn with(self, persons: Option<f64>, language: Language) -> String {
        let name = self.name();
        let name = name.get(language);
        let Some(persons) = persons else { return name.to_owned() };
        let n = language.number(persons, 0);
        let (vi, en) = match self {
            Self::ShortCourses | Self::Retention | Self::Participation => {
                (format!("tối đa {n} người/năm"), format!("at most {n} a year"))
            }
            Self::InMigration => (
                format!("hiện {n} người đến/năm; gấp đôi thì thêm {n}"),
                format!("{n} come a year at present; twice as many bring {n} more"),
            ),
            Self::OutMigration => {
                (format!("hiện {n} người đi/năm"), format!("{n} go a year at present"))
            }
            Self::Upgrading => (
                format!("hiện {n} người/năm; gấp đôi thì thêm {n}"),
                format!("{n} a year at present; twice as many bring {n} more"),
            ),
            Self::LaterRetirement => (
                format!("{n} người thôi việc/năm; mỗi năm làm thêm giữ được ngần ấy"),
                format!("{n} leave work a year; each further year at work keeps as many"),
            ),
        };
        match language {
            Language::Vietnamese => format!("{name} ({vi})"),
            Language::English => format!("{name} ({en})"),
        }
    }
}

impl Reach {
    /// The reach as advice.
    pub fn sentence(&self, inputs: &Inputs) -> Text {
        let name = &inputs.programmes[self.programme].name;
        Text::new(self.vietnamese(&name.vi, inputs.first), self.english(&name.en, inputs.first))
    }

    fn vietnamese(&self, name: &str, first: Year) -> String {
        let n = |value| Language::Vietnamese.number(value, 0);
        let reach =
            format!("«{name}»: người nhập học năm {first} đi làm từ năm {}", self.first_changed);
        let beyond = format!(
            "trước đó không đơn đặt hàng nào bù được thiếu hụt, nhiều nhất {} người vào năm {} (xác suất thiếu {} %)",
            n(self.beyond_ordering),
            self.worst_year,
            n(100.0 * self.probability),
        );
        let left = match self.last_order {
            Some(last) => format!(
                "khóa tuyển cuối còn kịp là năm {last}; theo đơn tối ưu, cuối kỳ vẫn thiếu {} người",
                n(self.left_at_horizon)
            ),
            None => format!(
                "không khóa tuyển mới nào kịp; cuối kỳ thiếu {} người",
                n(self.left_at_horizon)
            ),
        };
        let levers = format!("cách khác: {}", self.listed(Language::Vietnamese));
        self.joined([reach, beyond, left, levers])
    }

    fn english(&self, name: &str, first: Year) -> String {
        let n = |value| Language::English.number(value, 0);
        let reach =
            format!("“{name}”: who enters in {first} is at work from {}", self.first_changed);
        let beyond = format!(
            "before that no order can close the shortage, {} persons at worst, in {} (probability of a shortage {}%)",
            n(self.beyond_ordering),
            self.worst_year,
            n(100.0 * self.probability),
        );
        let left = match self.last_order {
            Some(last) => format!(
                "the last intake in time is that of {last}; with the optimal order {} persons are still short at the horizon",
                n(self.left_at_horizon)
            ),
            None => format!(
                "no new intake is in time; {} persons are short at the horizon",
                n(self.left_at_horizon)
            ),
        };
        let levers = format!("other ways: {}", self.listed(Language::English));
        self.joined([reach, beyond, left, levers])
    }

    /// The parts that apply.
    fn joined(&self, parts: [String; 4]) -> String {
        let applies = [
            true,
            self.beyond_ordering >= WORTH_TELLING,
            self.left_at_horizon >= WORTH_TELLING,
            !self.levers.is_empty(),
        ];
        let said =
            parts.into_iter().zip(applies).filter_map(|(part, applies)| applies.then_some(part));
        said.collect::<Vec<_>>().join("; ")
    }

    fn listed(&self, language: Language) -> String {
        let levers = self.levers.iter().map(|(lever, persons)| lever.with(*persons, language));
        levers.collect::<Vec<_>>().join(", ")
    }
}
