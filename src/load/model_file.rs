//! Model files: from the text of a `model.toml` to a checked definition.

use std::collections::BTreeSet;

use crate::dataset::Measure;
use crate::error::Problem;
use crate::forecast::employment::method::Method;
use crate::language::Text;
use crate::load::accounts_file;
use crate::load::operations;
use crate::load::toml_table;
use crate::load::toml_table::Table;
use crate::model::BalanceDefinition;
use crate::model::DemandDefinition;
use crate::model::Model;
use crate::model::Sector;
use crate::model::SupplyDefinition;
use crate::supply::retirement::ASSUMED_RESPONSE;
use crate::units::Year;

/// A model as its file states it.
#[derive(Debug)]
pub(crate) struct ModelFile {
    /// The definition; its base year is 0 where the file leaves it to the data.
    pub(crate) model: Model,
    /// Folders of the datasets, from the folder of the file.
    pub(crate) datasets: Vec<String>,
    /// The scenario to run unless the user names another.
    pub(crate) default_scenario: String,
}

/// The base year of a file that does not state one.
pub(crate) const BASE_YEAR_FROM_DATA: Year = Year(0);

/// Default of `min_train`: ten years are the shortest window of the Bureau of Labor Statistics'
/// naive model.
const MIN_TRAIN: f64 = 10.0;
/// Default of the three dampings, the φ of methods D1, S2 and S8.
const DAMPING: f64 = 0.9;
/// Default of `mobility_years`.
const MOBILITY_YEARS: f64 = 8.0;
/// Default of `class_bounds`.
const CLASS_BOUNDS: [f64; 4] = [-0.10, -0.03, 0.03, 0.10];
/// Default of `naming_probability`, from method G5.
const NAMING_PROBABILITY: f64 = 0.8;

/// Reads a model file; `None` if it has errors, which are then among `problems`.
pub(crate) fn read(at: (&str, &str), problems: &mut Vec<Problem>) -> Option<ModelFile> {
    toml_table::read(at, problems, model).flatten()
}

fn model(table: &mut Table) -> Option<ModelFile> {
    let name = table.text("name");
    let title = table.bilingual("title");
    let area = table.require("area").then(|| table.within("area", area)).flatten().flatten();
    let nation = table.optional_code("nation");
    let datasets = datasets(table);
    let years = years(table);
    let default_scenario = table.optional_text("default_scenario");
    let source_line = table.bilingual("source_line");
    let sectors = sectors(table);
    let codes: Vec<_> = sectors.iter().flatten().map(|sector| sector.code.clone()).collect();
    let prepare = table.each("prepare", |t| operations::read(t, &codes));
    let demand = table.within("demand", demand).unwrap_or_else(default_demand);
    let supply = table.within("supply", supply).unwrap_or_else(default_supply);
    let balance = table.within("balance", balance).unwrap_or_else(default_balance);
    let accounts = accounts_file::accounts(table);
    let order = accounts_file::order(table);
    let ((first_year, base_year, to), (area, area_title)) = (years?, area?);
    let model = Model {
        name: name?,
        title: title?,
        area,
        area_title,
        nation,
        sectors: sectors?,
        first_year,
        base_year,
        to,
        prepare: prepare.into_iter().collect::<Option<_>>()?,
        demand,
        supply,
        balance,
        accounts: accounts?,
        order,
        source_line: source_line?,
    };
    let default_scenario = default_scenario.unwrap_or_else(|| "baseline".to_owned());
    Some(ModelFile { model, datasets, default_scenario })
}

fn area(table: &mut Table) -> Option<(crate::codes::AreaCode, Text)> {
    let (code, vi, en) = (table.code("code"), table.text("vi"), table.text("en"));
    Some((code?, Text::new(vi?, en?)))
}

fn datasets(table: &mut Table) -> Vec<String> {
    if !table.require("datasets") {
        return Vec::new();
    }
    let datasets = table.texts("datasets");
    if datasets.is_empty() {
        let repair = Text::new("Nêu ít nhất một thư mục.", "Name at least one folder.");
        let expected = Text::new("danh sách thư mục dữ liệu", "a list of dataset folders");
        table.error("wrong-value", "datasets", (expected, repair));
    }
    datasets
}

fn years(table: &mut Table) -> Option<(Year, Year, Year)> {
    let (first, to) = (table.year("first_year"), table.year("to"));
    let base = table.optional_year("base_year");
    let (first, to) = (first?, to?);
    let base_year = base.unwrap_or(BASE_YEAR_FROM_DATA);
    let last_known = base.unwrap_or(first);
    if first > last_known || to <= last_known {
        let expected = Text::new("first_year ≤ base_year < to", "first_year ≤ base_year < to");
        let repair = Text::new("Sửa thứ tự các năm.", "Bring the years into this order.");
        table.error(
            "wrong-value",
            if first > last_known { "base_year" } else { "to" },
            (expected, repair),
        );
        return None;
    }
    Some((first, base_year, to))
}

fn sectors(table: &mut Table) -> Option<Vec<Sector>> {
    if !table.require("sector") {
        return None;
    }
    let mut seen = BTreeSet::new();
    let mut versions = BTreeSet::new();
    let sectors = table.each("sector", |table| {
        let (code, title) = (table.code("code"), table.bilingual("title"));
        let short = if table.has("short") { table.bilingual("short") } else { title.clone() };
        table.knows("short");
        let sector = Sector { code: code?, title: title?, short: short? };
        let overlap = sector.code.sections().chars().any(|letter| !seen.insert(letter));
        versions.insert(sector.code.classification());
        if overlap || versions.len() > 1 {
            wrong_axis(table);
            return None;
        }
        Some(sector)
    });
    sectors.into_iter().collect()
}

fn wrong_axis(table: &mut Table) {
    let expected = Text::new(
        "các ngành không trùng nhau, cùng một phiên bản phân ngành",
        "sectors that do not overlap, all of one version of the classification",
    );
    let repair = Text::new(
        "Mỗi chữ cái chỉ thuộc một ngành của mô hình.",
        "Each letter belongs to one sector of the model.",
    );
    table.error("wrong-value", "code", (expected, repair));
}

fn default_demand() -> DemandDefinition {
    DemandDefinition {
        methods: Method::ALL.into_iter().filter(|method| method.is_member_by_default()).collect(),
        reported: Method::ALL.into_iter().filter(|method| !method.is_member_by_default()).collect(),
        fallback: Method::LastValue,
        min_train: MIN_TRAIN as usize,
        damping: DAMPING,
    }
}

fn demand(table: &mut Table) -> DemandDefinition {
    let default = default_demand();
    let names = |table: &mut Table, key: &str, default: Vec<Method>| {
        if !table.has(key) {
            table.knows(key);
            return default;
        }
        let names = table.texts(key);
        names.iter().filter_map(|name| method(table, key, name)).collect()
    };
    let methods = names(table, "methods", default.methods);
    let reported = names(table, "reported", default.reported);
    let fallback = table.optional_text("fallback");
    let fallback = fallback.and_then(|name| method(table, "fallback", &name));
    if methods.is_empty() {
        let expected = Text::new("ít nhất một phương pháp", "at least one method");
        table.error("wrong-value", "methods", (expected, Text::default()));
    }
    DemandDefinition {
        methods,
        reported,
        fallback: fallback.unwrap_or(default.fallback),
        min_train: table.optional_number("min_train", (4.0, 60.0)).unwrap_or(MIN_TRAIN) as usize,
        damping: table.optional_number("damping", (0.0, 1.0)).unwrap_or(DAMPING),
    }
}

fn method(table: &mut Table, key: &str, name: &str) -> Option<Method> {
    table.name(key, name, (Method::named, &Method::ALL.map(Method::name)))
}

fn default_supply() -> SupplyDefinition {
    SupplyDefinition {
        participation_damping: DAMPING,
        retirement_response: ASSUMED_RESPONSE,
        mobility_damping: DAMPING,
        mobility_years: MOBILITY_YEARS as usize,
    }
}

fn supply(table: &mut Table) -> SupplyDefinition {
    let mut share = |key: &str| table.optional_number(key, (0.0, 1.0));
    let participation_damping = share("participation_damping").unwrap_or(DAMPING);
    let retirement_response = share("retirement_response").unwrap_or(ASSUMED_RESPONSE);
    let mobility_damping = share("mobility_damping").unwrap_or(DAMPING);
    let years = table.optional_number("mobility_years", (1.0, 50.0)).unwrap_or(MOBILITY_YEARS);
    SupplyDefinition {
        participation_damping,
        retirement_response,
        mobility_damping,
        mobility_years: years as usize,
    }
}

fn default_balance() -> BalanceDefinition {
    BalanceDefinition { class_bounds: CLASS_BOUNDS, naming_probability: NAMING_PROBABILITY }
}

fn balance(table: &mut Table) -> BalanceDefinition {
    let bounds = table.optional_numbers("class_bounds", (-1.0, 10.0));
    let checked = bounds.map_or(Some(CLASS_BOUNDS), |bounds| <[f64; 4]>::try_from(bounds).ok());
    let ascending = checked.filter(|bounds| bounds.windows(2).all(|pair| pair[0] < pair[1]));
    if ascending.is_none() {
        let expected = Text::new("bốn ngưỡng tăng dần", "four ascending bounds");
        table.error("wrong-value", "class_bounds", (expected, Text::default()));
    }
    let probability = table.optional_number("naming_probability", (0.5, 1.0));
    BalanceDefinition {
        class_bounds: ascending.unwrap_or(CLASS_BOUNDS),
        naming_probability: probability.unwrap_or(NAMING_PROBABILITY),
    }
}

/// The measures named under `key`.
pub(crate) fn measures(table: &mut Table, key: &str) -> Vec<Measure> {
    let names = table.texts(key);
    names.iter().filter_map(|name| measure(table, key, name)).collect()
}

/// The measure called `name`, written under `key`.
pub(crate) fn measure(table: &mut Table, key: &str, name: &str) -> Option<Measure> {
    table.name(key, name, (Measure::named, &Measure::ALL.map(Measure::name)))
}
