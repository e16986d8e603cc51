//! Scenario files: overrides of a parent, each with its source, resolved to full scenarios.

use std::collections::BTreeMap;
use std::str::FromStr;

use crate::codes::SectorCode;
use crate::error::Problem;
use crate::language::Text;
use crate::load::toml_table;
use crate::load::toml_table::Table;
use crate::scenario::Assumption;
use crate::scenario::GrowthPath;
use crate::scenario::Scenario;
use crate::scenario::Shock;
use crate::units::Year;
use crate::validate::finding;
use crate::validate::nearest;

/// A scenario as its file states it: what it leaves out comes from its parent.
#[derive(Clone, Debug)]
pub(crate) struct ScenarioFile {
    file: String,
    name: String,
    title: Text,
    based_on: Option<(String, usize)>,
    output_growth: Option<Assumption<GrowthPath>>,
    numbers: BTreeMap<&'static str, Assumption<f64>>,
    shocks: Vec<Assumption<Shock>>,
}

/// An assumption that is one number: its table, its key, the range as written, and the factor
/// from there to a share.
const NUMBERS: [(&str, &str, (f64, f64), f64); 6] = [
    ("retained_out_migration", "share", (0.0, 1.0), 1.0),
    ("steered_entrants", "share", (0.0, 1.0), 1.0),
    ("mobility_lever", "factor", (0.0, 10.0), 1.0),
    ("frictional_unemployment", "percent", (0.0, 50.0), 0.01),
    ("participation_change", "points", (-30.0, 30.0), 0.01),
    ("known_projects", "factor", (0.0, 10.0), 1.0),
];

/// Assumptions about training, likewise, each with its value where no file states one: a model
/// without tables of training need not speak of them.
const TRAINING: [(&str, &str, (f64, f64), f64); 2] = [
    ("retained_graduates", "share", (0.0, 1.0), 0.0),
    ("training_intake", "factor", (0.0, 10.0), 1.0),
];

/// Growth of output a scenario may assume, in percent a year.
const GROWTH: (f64, f64) = (-50.0, 50.0);

/// Reads the scenario file called `stem`; `None` if it has errors, which are then in `problems`.
pub(crate) fn read(
    (file, text): (&str, &str),
    (stem, sectors): (&str, &[SectorCode]),
    problems: &mut Vec<Problem>,
) -> Option<ScenarioFile> {
    let before = problems.len();
    let scenario = toml_table::read((file, text), problems, |table| {
        let name = table.text("name");
        if name.as_ref().is_some_and(|name| name != stem) {
            let expected =
                Text::new(format!("tên của tệp: {stem}"), format!("the name of the file: {stem}"));
            let repair = Text::new("Đổi tên khóa hoặc tên tệp.", "Rename the key or the file.");
            table.error("wrong-value", "name", (expected, repair));
        }
        scenario(table, file, sectors)
    });
    scenario.flatten().filter(|_| problems.len() == before)
}

fn scenario(table: &mut Table, file: &str, sectors: &[SectorCode]) -> Option<ScenarioFile> {
    let (name, title) = (table.text("name"), table.bilingual("title"));
    let row = table.row_of("based_on");
    let based_on = table.optional_text("based_on").map(|parent| (parent, row));
    let output_growth = table.within("output_growth", output_growth).flatten();
    let mut numbers = BTreeMap::new();
    for (assumption, key, range, factor) in NUMBERS {
        let number = table.within(assumption, |table| number(table, key, (range, factor)));
        numbers.extend(number.flatten().map(|number| (assumption, number)));
    }
    for (assumption, key, range, _) in TRAINING {
        let number = table.within(assumption, |table| number(table, key, (range, 1.0)));
        numbers.extend(number.flatten().map(|number| (assumption, number)));
    }
    let shocks = table.each("shock", |table| shock(table, sectors)).into_iter().flatten().collect();
    let file = file.to_owned();
    let (name, title) = (name?, title?);
    Some(ScenarioFile { file, name, title, based_on, output_growth, numbers, shocks })
}

fn number(
    table: &mut Table,
    key: &str,
    (range, factor): ((f64, f64), f64),
) -> Option<Assumption<f64>> {
    let (value, source) = (table.number(key, range), table.text("source"));
    Some(Assumption::new(value? * factor, source?))
}

fn output_growth(table: &mut Table) -> Option<Assumption<GrowthPath>> {
    let percent = table.number("percent", GROWTH);
    let by_year = table.within("by_year", |table| by_key::<Year>(table, GROWTH));
    let source = table.text("source");
    let path = GrowthPath { by_year: by_year.unwrap_or_default(), otherwise: percent? / 100.0 };
    Some(Assumption::new(path, source?))
}

/// A key of a table of percentages.
trait Key: Ord + Sized {
    fn read(text: &str) -> Option<Self>;
    fn expected() -> Text;
}

impl Key for Year {
    fn read(text: &str) -> Option<Self> {
        text.parse().ok().filter(|year| (1900..=2200).contains(year)).map(Year)
    }

    fn expected() -> Text {
        Text::new("năm, như 2026", "a year, such as 2026")
    }
}

impl Key for SectorCode {
    fn read(text: &str) -> Option<Self> {
        Self::from_str(text).ok()
    }

    fn expected() -> Text {
        Text::new("mã ngành, như \"VSIC2018:I\"", "a sector, such as \"VSIC2018:I\"")
    }
}

/// Percentages by key, as shares.
fn by_key<K: Key>(table: &mut Table, range: (f64, f64)) -> BTreeMap<K, f64> {
    let mut shares = BTreeMap::new();
    for key in table.keys() {
        let percent = table.optional_number(&key, range);
        match (K::read(&key), percent) {
            (None, _) => table.error("wrong-value", &key, (K::expected(), Text::default())),
            (Some(k), Some(percent)) => {
                shares.insert(k, percent / 100.0);
            }
            (Some(_), None) => {}
        }
    }
    shares
}

fn shock(table: &mut Table, sectors: &[SectorCode]) -> Option<Assumption<Shock>> {
    let year = table.year("year");
    let names: Vec<String> = sectors.iter().map(ToString::to_string).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let there = table.require("demand_percent");
    let demand = table.within("demand_percent", |table| {
        let demand = by_key::<SectorCode>(table, (-100.0, 500.0));
        for sector in demand.keys() {
            let known = |_: &str| sectors.contains(sector).then_some(());
            let text = sector.to_string();
            table.name(&text, &text, (known, &names));
        }
        demand
    });
    let remaining = table.optional_numbers("remaining", (0.0, 2.0)).unwrap_or_default();
    let source = table.text("source");
    let shock = Shock { year: year?, demand: demand.filter(|_| there)?, remaining };
    Some(Assumption::new(shock, source?))
}

/// Fills every scenario with what it takes from its parents; the scenarios without one come
/// first, the others follow by name.
pub(crate) fn resolve(files: &[ScenarioFile], problems: &mut Vec<Problem>) -> Vec<Scenario> {
    let by_name: BTreeMap<&str, &ScenarioFile> =
        files.iter().map(|file| (file.name.as_str(), file)).collect();
    let mut scenarios: Vec<Scenario> = Vec::new();
    for file in by_name.values() {
        match chain(file, &by_name) {
            Ok(chain) => scenarios.extend(full(file, &chain, problems)),
            Err(problem) => problems.extend(problem.map(|problem| *problem)),
        }
    }
    scenarios.sort_by_key(|scenario| scenario.parent.is_some());
    scenarios
}

/// The scenario and its ancestors, itself first.
///
/// # Errors
/// What breaks the chain, told by one scenario only: the one that names an unknown parent, or
/// the first by name of a cycle.
fn chain<'a>(
    file: &'a ScenarioFile,
    by_name: &BTreeMap<&str, &'a ScenarioFile>,
) -> Result<Vec<&'a ScenarioFile>, Option<Box<Problem>>> {
    let mut chain = vec![file];
    while let Some((parent, row)) = &chain[chain.len() - 1].based_on {
        let Some(next) = by_name.get(parent.as_str()) else {
            let own = chain.len() == 1;
            return Err(own.then(|| Box::new(unknown_parent(file, *row, by_name))));
        };
        if chain.iter().any(|earlier| earlier.name == next.name) {
            let first = chain.iter().all(|other| file.name <= other.name);
            let closes = next.name == file.name && first;
            return Err(closes.then(|| Box::new(cycle(file, &chain))));
        }
        chain.push(next);
    }
    Ok(chain)
}

fn unknown_parent(
    file: &ScenarioFile,
    row: usize,
    by_name: &BTreeMap<&str, &ScenarioFile>,
) -> Problem {
    let parent = file.based_on.as_ref().map_or("", |(parent, _)| parent);
    let names: Vec<&str> = by_name.keys().copied().filter(|name| *name != file.name).collect();
    let list = names.join(", ");
    finding::error(
        "unknown-scenario",
        finding::place(&file.file, row, "based_on"),
        parent,
        Text::new(format!("một trong các kịch bản {list}"), format!("one of the scenarios {list}")),
        nearest::suggestion(parent, names),
    )
}

fn cycle(file: &ScenarioFile, chain: &[&ScenarioFile]) -> Problem {
    let row = file.based_on.as_ref().map_or(0, |(_, row)| *row);
    let names: Vec<&str> = chain.iter().map(|file| file.name.as_str()).collect();
    finding::error(
        "scenario-cycle",
        finding::place(&file.file, row, "based_on"),
        names.join(" → "),
        Text::new(
            "chuỗi kế thừa kết thúc ở một kịch bản không có based_on",
            "a chain of parents that ends at a scenario without based_on",
        ),
        Text::new("Sửa based_on của một trong số đó.", "Change based_on of one of them."),
    )
}

fn full(
    file: &ScenarioFile,
    chain: &[&ScenarioFile],
    problems: &mut Vec<Problem>,
) -> Option<Scenario> {
    let mut missing: Vec<&str> = Vec::new();
    let mut number = |name: &'static str| {
        let found = chain.iter().find_map(|file| file.numbers.get(name)).cloned();
        if found.is_none() {
            missing.push(name);
        }
        found
    };
    let numbers = NUMBERS.map(|(name, ..)| number(name));
    let output_growth = chain.iter().find_map(|file| file.output_growth.clone());
    if output_growth.is_none() {
        missing.insert(0, "output_growth");
    }
    // What the root lacks, every scenario based on it lacks: told at the root alone.
    if file.based_on.is_none() {
        problems.extend(missing.iter().map(|name| missing_assumption(file, name)));
    }
    let [retained_graduates, training_intake] = TRAINING.map(|(name, _, _, neutral)| {
        let found = chain.iter().find_map(|file| file.numbers.get(name)).cloned();
        found.unwrap_or_else(|| Assumption::new(neutral, "present practice"))
    });
    let [retained, steered, mobility, frictional, participation, projects] = numbers;
    let shocks = chain.iter().find(|file| !file.shocks.is_empty());
    Some(Scenario {
        name: file.name.clone(),
        title: file.title.clone(),
        parent: file.based_on.as_ref().map(|(parent, _)| parent.clone()),
        output_growth: output_growth?,
        retained_out_migration: retained?,
        steered_entrants: steered?,
        mobility_lever: mobility?,
        frictional_unemployment: frictional?,
        participation_change: participation?,
        known_projects: projects?,
        retained_graduates,
        training_intake,
        shocks: shocks.map_or(Vec::new(), |file| file.shocks.clone()),
    })
}

fn missing_assumption(file: &ScenarioFile, name: &str) -> Problem {
    finding::error(
        "missing-assumption",
        finding::place(&file.file, 0, name),
        "",
        Text::new(
            format!("bảng [{name}], vì kịch bản không dựa trên kịch bản khác"),
            format!("a table [{name}], as the scenario is not based on another"),
        ),
        Text::new(format!("Thêm [{name}] và nguồn."), format!("Add [{name}] with its source.")),
    )
}
