//! Completeness: whether the figures suffice for the model that is to be run on them.
//!
//! Mandatory are employment by sector, or totals of employment with a declared regional estimate,
//! and a total of the population or the labour force.

use std::collections::BTreeSet;

use crate::codes::AreaCode;
use crate::codes::SectorCode;
use crate::dataset::Dataset;
use crate::dataset::Measure;
use crate::error::Problem;
use crate::language::Text;
use crate::model::Model;
use crate::model::Operation;
use crate::validate::finding;

/// What is missing from `dataset` for `model` to run.
///
/// Tables named in `unread` had errors already; what is missing from them is not told again.
pub fn check(dataset: &Dataset, model: &Model, unread: &BTreeSet<Measure>) -> Vec<Problem> {
    let mut problems = Vec::new();
    if !unread.contains(&Measure::Employment) {
        problems.extend(employment(dataset, model));
    }
    let sizes = [Measure::Population, Measure::LabourForce];
    let known = |measure: &Measure| has_area(dataset, *measure, &own_areas(model));
    if !sizes.iter().any(|m| unread.contains(m) || known(m)) {
        problems.push(missing(
            "population",
            Text::new(
                "dân số hoặc lực lượng lao động của địa bàn",
                "a population or labour force of the area",
            ),
        ));
    }
    problems
}

/// The model's area and the areas it was made of.
fn own_areas(model: &Model) -> Vec<AreaCode> {
    let parts = model.prepare.iter().flat_map(|operation| match operation {
        Operation::BoundarySplice { parts, into, .. } if *into == model.area => parts.clone(),
        Operation::RegionalEstimate { parts, .. } => parts.clone(),
        _ => Vec::new(),
    });
    parts.chain([model.area.clone()]).collect()
}

fn has_area(dataset: &Dataset, measure: Measure, areas: &[AreaCode]) -> bool {
    dataset.table(measure).iter().any(|o| areas.contains(&o.key.area))
}

fn employment(dataset: &Dataset, model: &Model) -> Vec<Problem> {
    let estimate = model.prepare.iter().find_map(|operation| match operation {
        Operation::RegionalEstimate { structure_of, .. } => Some(structure_of),
        _ => None,
    });
    let areas = own_areas(model);
    if !has_area(dataset, Measure::Employment, &areas) {
        let expected =
            Text::new("số lao động có việc làm của địa bàn", "employment of the model's area");
        return vec![missing("employment", expected)];
    }
    let by_sector = estimate.map_or(areas, |structure_of| vec![structure_of.clone()]);
    let known: BTreeSet<&SectorCode> = dataset
        .table(Measure::Employment)
        .iter()
        .filter(|o| by_sector.contains(&o.key.area))
        .filter_map(|o| o.key.sector.as_ref())
        .collect();
    let absent = model.sectors.iter().filter(|sector| !known.contains(&sector.code));
    absent.map(|sector| sector_without_figures(&sector.code, &by_sector)).collect()
}

fn missing(table: &'static str, expected: Text) -> Problem {
    finding::error(
        "missing-table",
        finding::place(&format!("{table}.csv"), 0, ""),
        "",
        expected,
        Text::new(
            format!(
                "Thêm bảng {table}.csv vào thư mục dữ liệu, hoặc số liệu của địa bàn vào bảng."
            ),
            format!("Add a table {table}.csv to the dataset, or the area's figures to the table."),
        ),
    )
}

fn sector_without_figures(code: &SectorCode, areas: &[AreaCode]) -> Problem {
    let areas: Vec<String> = areas.iter().map(ToString::to_string).collect();
    finding::error(
        "sector-without-figures",
        finding::place("employment.csv", 0, "sector"),
        code.to_string(),
        Text::new(
            format!("số liệu lao động của ngành này cho {}", areas.join(", ")),
            format!("figures of the sector for {}", areas.join(", ")),
        ),
        Text::new(
            "Thêm số liệu của ngành, bỏ ngành khỏi mô hình, hoặc khai báo regional_estimate.",
            "Add the sector's figures, take it off the model, or declare regional_estimate.",
        ),
    )
}
