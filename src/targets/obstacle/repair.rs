//! What a planner has to give so that a target can be compared: the table, its columns and a row.

use crate::dataset::PlanTarget;
use crate::language::Text;
use crate::targets::indicator::Indicator;
use crate::targets::meaning::{Meaning, identity_text};
use crate::targets::obstacle::Obstacle;
use crate::targets::unit::{Dimension, TargetUnit};
use crate::units::Year;
use crate::validate::nearest;

/// The file that takes figures of every indicator.
const FILE: &str = "plan_indicators.csv";
/// Its columns.
const COLUMNS: &str = "indicator,definition,area,year,value,unit,status,source";

/// A target that something is in the way of.
#[derive(Clone, Copy, Debug)]
pub(in crate::targets) struct Request<'a> {
    pub(in crate::targets) target: &'a PlanTarget,
    /// Year that is over.
    pub(in crate::targets) present: Option<Year>,
}

impl Obstacle {
    /// What is in the way of `request` and what removes it.
    pub(in crate::targets) fn sentence_for(&self, request: &Request<'_>) -> Text {
        let (what, how) = (self.sentence(), self.repair(request));
        match how {
            Some(how) => {
                Text::new(format!("{} {}", what.vi, how.vi), format!("{} {}", what.en, how.en))
            }
            None => what,
        }
    }

    fn repair(&self, request: &Request<'_>) -> Option<Text> {
        let row = |indicator: Indicator, year: Year| Some(request.row(indicator, year));
        let last = request.last_known();
        match self {
            Self::UnknownIndicator { name } => {
                let names = Indicator::ALL.map(Indicator::name);
                Some(nearest::suggestion(name, names)).filter(|text| !text.en.is_empty())
            }
            Self::OtherUnit { indicator, .. } => Some(units(*indicator)),
            Self::NoSeries { needed } => row(*needed, last),
            // Without a definition of its own the target is to be made clear, not the figures.
            Self::OtherDefinition { wanted, .. } if wanted.is_empty() => None,
            Self::OtherArea { .. } | Self::OtherDefinition { .. } | Self::TooShort { .. } => {
                row(request.indicator()?, last)
            }
            Self::NoOutcome { last, .. } => row(request.indicator()?, *last),
            Self::NoBaseYear | Self::NotFinite => None,
        }
    }
}

/// The units that fit an indicator.
fn units(indicator: Indicator) -> Text {
    let fits = |unit: &TargetUnit| unit.dimension() == indicator.dimension();
    let names: Vec<&str> = TargetUnit::ALL.into_iter().filter(fits).map(TargetUnit::name).collect();
    let names = names.join(", ");
    Text::new(
        format!("Sửa cột unit của plan_targets.csv thành một trong: {names}."),
        format!("Correct the column unit of plan_targets.csv to one of: {names}."),
    )
}

impl Request<'_> {
    fn indicator(&self) -> Option<Indicator> {
        Indicator::named(&self.target.indicator)
    }

    /// The latest year of which a figure can be known.
    fn last_known(&self) -> Year {
        let before = self.target.year.plus(-1);
        self.present.unwrap_or(before).min(before)
    }

    /// The table with a row of `indicator` in the target's words.
    fn row(&self, indicator: Indicator, year: Year) -> Text {
        let target = self.target;
        let meaning = Meaning::of(target.definition.as_deref(), target.year);
        let definition = cell(&identity_text(&meaning.identity));
        let same = self.indicator() == Some(indicator);
        let unit = if same { target.unit.as_str() } else { unit_of(indicator).name() };
        let year = meaning.base.unwrap_or(year);
        let (name, area) = (indicator.name(), &target.area);
        let line =
            |source| format!("«{name},{definition},{area},{year},…,{unit},observed,{source}»");
        Text::new(
            format!("Thêm vào {FILE} ({COLUMNS}) mỗi năm một dòng, như {}.", line("NGUỒN")),
            format!("Add to {FILE} ({COLUMNS}) a row a year, such as {}.", line("SOURCE")),
        )
    }
}

/// The unit an example is written in.
const fn unit_of(indicator: Indicator) -> TargetUnit {
    match indicator.dimension() {
        Dimension::Persons => TargetUnit::Persons,
        Dimension::Visits => TargetUnit::Visits,
        Dimension::Institutions => TargetUnit::Institutions,
        Dimension::Share => TargetUnit::Percent,
        Dimension::Money => match indicator {
            Indicator::OutputPerPerson | Indicator::OutputPerWorker => TargetUnit::MillionVnd,
            _ => TargetUnit::BillionVnd,
        },
    }
}

fn cell(text: &str) -> String {
    if text.contains(',') { format!("\"{text}\"") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_row_names_indicator_definition_area_and_a_year_that_can_be_known() {
        let target = PlanTarget {
            indicator: "output_per_worker_growth".to_owned(),
            definition: Some("agriculture, forestry and fishing, at least".to_owned()),
            area: "VN-56@2008".parse().unwrap(),
            year: Year(2030),
            value: 3.0,
            unit: "percent_per_year".to_owned(),
            source: String::new(),
        };
        let request = Request { target: &target, present: Some(Year(2025)) };
        let text = Obstacle::NoSeries { needed: Indicator::OutputPerWorker }.sentence_for(&request);
        let row = "«output_per_worker,\"agriculture, forestry and fishing\",VN-56@2008,2025,…,million_vnd,observed,";
        assert!(text.en.contains(row) && text.vi.contains(row), "{}", text.en);
        let unit =
            Obstacle::OtherUnit { found: "visits".to_owned(), indicator: Indicator::Population };
        assert!(unit.sentence_for(&request).en.contains("persons, thousand_persons"));
        let misspelt = Obstacle::UnknownIndicator { name: "traned_share".to_owned() };
        assert!(misspelt.sentence_for(&request).en.contains("trained_share"));
    }
}
