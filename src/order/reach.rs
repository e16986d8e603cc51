//! What ordering can no longer change before the horizon, and what else could.
//!
//! An intake of `L` years is at work `L` years later, so a shortage before the first order year +
//! `L` stays even if every limit is lifted; later ones stay only as far as limits or costs keep
//! the order back.

use ndarray::Array3;

use crate::language::{Language, Text};
use crate::order::inputs::Inputs;
use crate::order::need::Outlook;
use crate::units::Year;

/// Another way to close a shortage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lever {
    /// Courses of at most one year.
    ShortCourses,
    /// Workers from other areas.
    InMigration,
    /// More of those who finish enter the labour force.
    Participation,
    /// More of those who finish stay.
    Retention,
}

/// How far orders of one programme reach.
#[derive(Clone, Debug, PartialEq)]
pub struct Reach {
    /// Programme, by position.
    pub programme: usize,
    /// First year that an order can still change.
    pub first_changed: Year,
    /// Last order year that still has effect by the horizon.
    pub last_order: Year,
    /// Largest expected shortage of the years no order can change, all limits lifted; persons.
    pub beyond_ordering: f64,
    /// The year of it; the first order year if there is none.
    pub worst_year: Year,
    /// Share of draws with a shortage in that year.
    pub probability: f64,
    /// Expected shortage left at the horizon under the optimal order; persons.
    pub left_at_horizon: f64,
    /// Other ways to close what ordering cannot, with the persons a year each could bring at most
    /// to the worst year where that is known.
    pub levers: Vec<(Lever, Option<f64>)>,
}

/// The reach of every programme's orders.
pub(crate) fn reaches(inputs: &Inputs, needs: &Array3<f64>, optimal: &Outlook) -> Vec<Reach> {
    let nothing = inputs.constant(|_| 0.0);
    let without = Outlook::of(inputs, needs, &nothing);
    (0..inputs.n_programmes()).map(|f| reach(inputs, &without, optimal, f)).collect()
}

/// Years before any order changes the field: the shortest course that leads to it.
fn lead(inputs: &Inputs, f: usize) -> usize {
    let reaching = |g: &usize| inputs.stock_per_place(*g) * inputs.transfer(*g, f) > 0.0;
    let durations =
        (0..inputs.n_programmes()).filter(reaching).map(|g| inputs.programmes[g].duration);
    durations.min().unwrap_or(inputs.n_evaluated()).min(inputs.n_evaluated())
}

fn reach(inputs: &Inputs, without: &Outlook, optimal: &Outlook, f: usize) -> Reach {
    let lead = lead(inputs, f);
    let short = |year: &usize| without.shortage[[f, *year]];
    let worst = (0..lead).max_by(|a, b| short(a).total_cmp(&short(b)).then(b.cmp(a)));
    let beyond_ordering = worst.as_ref().map_or(0.0, short);
    let left_at_horizon = optimal.shortage[[f, inputs.n_evaluated() - 1]];
    let needed = beyond_ordering >= 0.5 || left_at_horizon >= 0.5;
    let worst = worst.unwrap_or_default();
    Reach {
        programme: f,
        first_changed: inputs.year(lead),
        last_order: inputs.year(inputs.last_effective(f)),
        beyond_ordering,
        worst_year: inputs.year(worst),
        probability: if lead > 0 { without.probability[[f, worst]] } else { 0.0 },
        left_at_horizon,
        levers: if needed { levers(inputs, f, worst) } else { Vec::new() },
    }
}

/// Levers in the order they act; those of the enrolled are counted on who finishes in `year`.
fn levers(inputs: &Inputs, f: usize, year: usize) -> Vec<(Lever, Option<f64>)> {
    let programme = &inputs.programmes[f];
    let back = programme.duration.checked_sub(year).filter(|back| *back > 0);
    let intake = back.and_then(|back| {
        let position = programme.decided.len().checked_sub(back)?;
        programme.decided.get(position).copied()
    });
    let matched =
        if inputs.flexibility.is_some() { inputs.transfer(f, f) } else { programme.match_share };
    let finishing =
        intake.map(|u| u * programme.completion * (1.0 - programme.further_study) * matched);
    let more_enter = finishing.map(|n| n * (1.0 - programme.entry) * programme.stay);
    let more_stay = finishing.map(|n| n * programme.entry * (1.0 - programme.stay));
    let mut levers = vec![(Lever::ShortCourses, None), (Lever::InMigration, None)];
    if programme.entry < 1.0 {
        levers.push((Lever::Participation, more_enter));
    }
    if programme.stay < 1.0 {
        levers.push((Lever::Retention, more_stay));
    }
    levers
}

impl Lever {
    /// The lever's name.
    pub fn name(self) -> Text {
        match self {
            Self::ShortCourses => Text::new(
                "khóa ngắn hạn không quá 1 năm, đào tạo lại",
                "short courses of at most a year, retraining",
            ),
            Self::InMigration => {
                Text::new("thu hút lao động từ nơi khác", "attracting workers from elsewhere")
            }
            Self::Participation => Text::new(
                "tăng tỷ lệ người tốt nghiệp đi làm",
                "more of those who finish entering work",
            ),
            Self::Retention => Text::new(
                "giữ người tốt nghiệp ở lại địa phương",
                "keeping those who finish in the area",
            ),
        }
    }
}

impl Reach {
    /// The reach as a sentence.
    pub fn sentence(&self, inputs: &Inputs) -> Text {
        let name = &inputs.programmes[self.programme].name;
        Text::new(self.vietnamese(&name.vi), self.english(&name.en))
    }

    fn vietnamese(&self, name: &str) -> String {
        let n = |value| Language::Vietnamese.number(value, 0);
        let reach = format!(
            "«{name}»: chỉ tiêu tuyển mới có tác dụng từ năm {}; năm cuối còn kịp đặt hàng là {}",
            self.first_changed, self.last_order,
        );
        let beyond = format!(
            "năm {} thiếu {} người mà đặt hàng không thể bù, dù bỏ mọi giới hạn",
            self.worst_year,
            n(self.beyond_ordering),
        );
        let left = format!("cuối kỳ còn thiếu {} người", n(self.left_at_horizon));
        let levers = self.listed(Language::Vietnamese, "tối đa", "người/năm");
        self.joined([reach, beyond, left, format!("cách khác: {levers}")])
    }

    fn english(&self, name: &str) -> String {
        let n = |value| Language::English.number(value, 0);
        let reach = format!(
            "“{name}”: new intake has effect from {}; the last order in time is that of {}",
            self.first_changed, self.last_order,
        );
        let beyond = format!(
            "in {} {} persons are short whom no order can supply, even with every limit lifted",
            self.worst_year,
            n(self.beyond_ordering),
        );
        let left = format!("{} persons remain short at the horizon", n(self.left_at_horizon));
        let levers = self.listed(Language::English, "at most", "persons a year");
        self.joined([reach, beyond, left, format!("other levers: {levers}")])
    }

    /// The parts that apply.
    fn joined(&self, parts: [String; 4]) -> String {
        let applies = [
            true,
            self.beyond_ordering >= 0.5,
            self.left_at_horizon >= 0.5,
            !self.levers.is_empty(),
        ];
        let said =
            parts.into_iter().zip(applies).filter_map(|(part, applies)| applies.then_some(part));
        said.collect::<Vec<_>>().join("; ")
    }

    fn listed(&self, language: Language, most: &str, unit: &str) -> String {
        let one = |(lever, persons): &(Lever, Option<f64>)| {
            let name = lever.name();
            let name = name.get(language);
            match persons {
                Some(n) => format!("{name} ({most} {} {unit})", language.number(*n, 0)),
                None => name.to_owned(),
            }
        };
        self.levers.iter().map(one).collect::<Vec<_>>().join(", ")
    }
}
