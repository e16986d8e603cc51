//! The steps of preparing, as a model file declares them.

use crate::codes::SectorCode;
use crate::dataset::Measure;
use crate::language::Text;
use crate::load::model_file;
use crate::load::toml_table::Table;
use crate::model::FillMethod;
use crate::model::LevelShift;
use crate::model::Operation;
use crate::units::Year;

/// Reads one step.
type Read = fn(&mut Table, &[SectorCode]) -> Option<Operation>;

const OPERATIONS: [(&str, Read); 7] = [
    ("boundary_splice", boundary_splice),
    ("fill_missing", fill_missing),
    ("regional_estimate", regional_estimate),
    ("definition_splice", definition_splice),
    ("pandemic_mask", pandemic_mask),
    ("sampling_error", sampling_error),
    ("rescale_population", rescale_population),
];

/// Reads a `[[prepare]]` table of a model with these sectors.
pub(crate) fn read(table: &mut Table, sectors: &[SectorCode]) -> Option<Operation> {
    let name = table.text("operation")?;
    let known = |name: &str| OPERATIONS.iter().find(|(n, _)| *n == name).map(|(_, read)| *read);
    let names = OPERATIONS.map(|(name, _)| name);
    let Some(read) = table.name("operation", &name, (known, &names)) else {
        // The keys of an unknown step cannot be judged.
        table.keys().iter().for_each(|key| table.knows(key));
        return None;
    };
    read(table, sectors)
}

fn filled<T>(table: &mut Table, key: &str, items: Vec<T>) -> Option<Vec<T>> {
    if items.is_empty() && table.require(key) {
        let expected = Text::new("danh sách không rỗng", "a list that is not empty");
        table.error("wrong-value", key, (expected, Text::default()));
    }
    (!items.is_empty()).then_some(items)
}

fn one_measure(table: &mut Table) -> Option<Measure> {
    let name = table.text("measure")?;
    model_file::measure(table, "measure", &name)
}

fn boundary_splice(table: &mut Table, _: &[SectorCode]) -> Option<Operation> {
    let measures = model_file::measures(table, "measures");
    let measures = filled(table, "measures", measures);
    let parts = table.codes("parts");
    let parts = filled(table, "parts", parts);
    let into = table.code("into");
    Some(Operation::BoundarySplice { measures: measures?, parts: parts?, into: into? })
}

fn fill_missing(table: &mut Table, _: &[SectorCode]) -> Option<Operation> {
    let measure = one_measure(table);
    let name = table.text("method")?;
    let known = |name: &str| ["log_linear", "share_of"].into_iter().find(|known| *known == name);
    let method = match table.name("method", &name, (known, &["log_linear", "share_of"]))? {
        "share_of" => FillMethod::ShareOf(table.code("of")?),
        _ => FillMethod::LogLinear,
    };
    Some(Operation::FillMissing { measure: measure?, method })
}

fn regional_estimate(table: &mut Table, _: &[SectorCode]) -> Option<Operation> {
    let structure_of = table.code("structure_of");
    let parts = table.codes("parts");
    Some(Operation::RegionalEstimate { structure_of: structure_of?, parts })
}

fn definition_splice(table: &mut Table, sectors: &[SectorCode]) -> Option<Operation> {
    let measure = one_measure(table);
    let (from, to) = (table.text("from"), table.text("to"));
    let first_year = table.year("first_year");
    let relative_to = table.optional_code("relative_to");
    let borne_by: Vec<SectorCode> = table.codes("borne_by");
    let names: Vec<String> = sectors.iter().map(ToString::to_string).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    for sector in &borne_by {
        let known = |_: &str| sectors.contains(sector).then_some(());
        table.name("borne_by", &sector.to_string(), (known, &names))?;
    }
    Some(Operation::DefinitionSplice {
        measure: measure?,
        from: from?,
        to: to?,
        first_year: first_year?,
        relative_to,
        borne_by,
    })
}

fn pandemic_mask(table: &mut Table, _: &[SectorCode]) -> Option<Operation> {
    let years = table.optional_numbers("years", (1900.0, 2200.0)).unwrap_or_default();
    let years = filled(table, "years", years)?;
    let name = table.optional_text("level_shift").unwrap_or_else(|| "never".to_owned());
    let known = |name: &str| match name {
        "never" => Some(LevelShift::Never),
        "if_supported" => Some(LevelShift::IfSupported),
        _ => None,
    };
    let level_shift = table.name("level_shift", &name, (known, &["never", "if_supported"]))?;
    let years = years.into_iter().map(|year| Year(year as i32)).collect();
    Some(Operation::PandemicMask { years, level_shift })
}

fn sampling_error(table: &mut Table, _: &[SectorCode]) -> Option<Operation> {
    let measure = one_measure(table);
    let cv_of_total = table.number("cv_of_total", (0.0, 1.0));
    Some(Operation::SamplingError { measure: measure?, cv_of_total: cv_of_total? })
}

fn rescale_population(table: &mut Table, _: &[SectorCode]) -> Option<Operation> {
    table.year("year").map(|year| Operation::RescalePopulation { year })
}
