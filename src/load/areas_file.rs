//! Model files of several areas: `kind = "areas"` and an `[[area]]` for each.

use std::collections::BTreeSet;

use crate::areas::grouping::Grouping;
use crate::areas::{Area, AreasModel};
use crate::codes::AreaCode;
use crate::error::Problem;
use crate::language::Text;
use crate::load::accounts_file;
use crate::load::toml_table;
use crate::load::toml_table::Table;
use crate::model::AccountsDefinition;
use crate::units::Year;
use crate::validate::nearest;

/// The kind of such a model.
pub(crate) const KIND: &str = "areas";

/// A model as its file states it, and the folders of its datasets.
#[derive(Debug)]
pub(crate) struct AreasFile {
    /// The definition.
    pub(crate) model: AreasModel,
    /// Folders of the datasets, from the folder of the file.
    pub(crate) datasets: Vec<String>,
    /// The model whose sectors and scenarios are shared out, by its name or its path from the folder of the
    /// file.
    pub(crate) whole: Option<String>,
    /// Axes below sectors that stand for those of the whole.
    pub(crate) accounts: AccountsDefinition,
}

/// Whether the text of a model file says that it is one of several areas.
pub(crate) fn is_areas(text: &str) -> bool {
    let table: Option<toml::Table> = text.parse().ok();
    table.is_some_and(|table| table.get("kind").and_then(toml::Value::as_str) == Some(KIND))
}

/// Reads such a file; `None` if it has errors, which are then among `problems`.
pub(crate) fn read(at: (&str, &str), problems: &mut Vec<Problem>) -> Option<AreasFile> {
    toml_table::read(at, problems, file).flatten()
}

fn file(table: &mut Table) -> Option<AreasFile> {
    table.knows("kind");
    let (name, title) = (table.text("name"), table.bilingual("title"));
    let datasets = if table.require("datasets") { table.texts("datasets") } else { Vec::new() };
    let standard = table.code("standard");
    let years = years(table);
    let source_line = table.bilingual("source_line");
    let frictional = table.within("frictional_unemployment", |table| {
        (table.number("percent", (0.0, 100.0)), table.bilingual("source"))
    });
    let areas = areas(table);
    let codes: BTreeSet<String> =
        areas.iter().flatten().map(|area| area.code.to_string()).collect();
    let groupings = table.each("grouping", |table| grouping(table, &codes));
    let whole = table.optional_text("whole");
    let accounts = accounts_file::accounts(table);
    let compare = table.codes("compare");
    let (first_year, base_year, to) = years?;
    let (percent, source) = frictional.unwrap_or((Some(0.0), Some(Text::default())));
    let model = AreasModel {
        name: name?,
        title: title?,
        areas: areas?,
        standard: standard?,
        first_year,
        base_year,
        to,
        frictional_unemployment: percent? / 100.0,
        frictional_source: source?,
        groupings: groupings.into_iter().collect::<Option<_>>()?,
        compare,
        source_line: source_line?,
    };
    Some(AreasFile { model, datasets, whole, accounts: accounts? })
}

fn years(table: &mut Table) -> Option<(Year, Year, Year)> {
    let (first, base, to) = (table.year("first_year"), table.year("base_year"), table.year("to"));
    let (first, base, to) = (first?, base?, to?);
    if first < base && base < to {
        return Some((first, base, to));
    }
    let expected = Text::new("first_year < base_year < to", "first_year < base_year < to");
    let repair = Text::new("Sửa thứ tự các năm.", "Bring the years into this order.");
    table.error("wrong-value", "base_year", (expected, repair));
    None
}

/// A part of an old area that belongs to one of the model.
fn grouping(table: &mut Table, codes: &BTreeSet<String>) -> Option<Grouping> {
    let (from, into) = (table.code("from"), table.code::<AreaCode>("into"));
    let percent = table.optional_number("percent", (0.0, 100.0)).unwrap_or(100.0);
    let source = table.text("source");
    let known = into.filter(|into| codes.contains(&into.to_string()));
    if known.is_none() && table.has("into") {
        let expected = Text::new("mã của một [[area]]", "the code of an [[area]]");
        table.error("unknown-area", "into", (expected, Text::default()));
    }
    Some(Grouping { from: from?, into: known?, share: percent / 100.0, source: source? })
}

/// The areas; a parent must be an area of the list, exactly one area has none.
fn areas(table: &mut Table) -> Option<Vec<Area>> {
    if !table.require("area") {
        return None;
    }
    let areas: Vec<Option<Area>> = table.each("area", |table| {
        let (code, title) = (table.code("code"), table.bilingual("title"));
        Some(Area { code: code?, title: title?, parent: table.optional_code("parent") })
    });
    let areas: Vec<Area> = areas.into_iter().collect::<Option<_>>()?;
    let codes: BTreeSet<String> = areas.iter().map(|area| area.code.to_string()).collect();
    let mut seen = BTreeSet::new();
    let mut position = 0;
    let mut sound = true;
    table.each("area", |table| {
        let area = areas.get(position);
        position += 1;
        if area.is_some_and(|area| !seen.insert(area.code.to_string())) {
            sound = false;
            let expected = Text::new("mỗi địa bàn một [[area]]", "one [[area]] an area");
            let repair = Text::new(
                "Mã này đã có ở trên; xóa mục thừa hoặc sửa mã.",
                "The code stands above already; delete the second entry or correct the code.",
            );
            table.error("duplicate-key", "code", (expected, repair));
        }
        let parent = area.and_then(|area| area.parent.as_ref()).map(ToString::to_string);
        if let Some(parent) = parent.filter(|parent| !codes.contains(parent)) {
            sound = false;
            let expected = Text::new("mã của một [[area]] khác", "the code of another [[area]]");
            let near = nearest::suggestion(&parent, codes.iter().map(String::as_str));
            table.error("unknown-area", "parent", (expected, near));
        }
        for key in ["code", "title", "parent"] {
            table.knows(key);
        }
    });
    sound.then_some(areas)
}
