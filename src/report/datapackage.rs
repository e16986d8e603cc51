//! `datapackage.json`: what the tables hold, for programs that read Frictionless data packages.

use serde_json::{Map, Value, json};

use crate::error::Result;
use crate::language::Text;
use crate::report::columns::{COLUMNS, Column};
use crate::report::json;
use crate::report::words;
use crate::results::{GapClass, ResultTable, Results};
use crate::status::Status;

/// File name of the descriptor.
pub(crate) const FILE: &str = "datapackage.json";

fn constraints(column: &Column) -> Value {
    match column.name {
        "p_shortage" => json!({ "minimum": 0, "maximum": 1 }),
        "class" => json!({ "enum": GapClass::ALL.map(GapClass::name) }),
        "status" => json!({ "required": true, "enum": Status::ALL.map(Status::name) }),
        "sex" => json!({ "enum": ["female", "male"] }),
        "scenario" | "area" | "sector" | "measure" | "unit" | "mean" => json!({ "required": true }),
        _ => json!({}),
    }
}

/// The unit of a column: of the whole column, or the name of the column that states it.
fn unit(column: &Column) -> Option<&'static str> {
    match column.name {
        "mean" | "p025" | "p10" | "p50" | "p90" | "p975" => Some("see column unit"),
        "p_shortage" => Some("share"),
        "step" => Some("years"),
        "year" => Some("calendar year"),
        _ => None,
    }
}

fn titled(object: &mut Map<String, Value>, title: &Text, description: &Text) {
    let texts = [
        ("title", &title.en),
        ("title_vi", &title.vi),
        ("description", &description.en),
        ("description_vi", &description.vi),
    ];
    for (key, text) in texts {
        object.insert(key.to_owned(), Value::from(text.as_str()));
    }
}

fn field(column: &Column) -> Value {
    let mut field = Map::new();
    field.insert("name".to_owned(), Value::from(column.name));
    field.insert("type".to_owned(), Value::from(column.field.schema_type()));
    titled(&mut field, &column.header(), &column.meaning());
    if let Some(unit) = unit(column) {
        field.insert("unit".to_owned(), Value::from(unit));
    }
    field.insert("constraints".to_owned(), constraints(column));
    Value::Object(field)
}

/// The measures of a table with their units and names, each once, in the order of the rows.
fn measures(table: &ResultTable) -> Value {
    let mut seen: Vec<(&str, &str)> = Vec::new();
    for row in &table.rows {
        let pair = (row.measure.as_str(), row.unit.as_str());
        if !seen.contains(&pair) {
            seen.push(pair);
        }
    }
    seen.into_iter()
        .map(|(measure, unit)| {
            let Text { vi, en } = words::measure(measure);
            json!({ "name": measure, "unit": unit, "title": en, "title_vi": vi })
        })
        .collect()
}

fn resource(table: &ResultTable) -> Value {
    let name = table.name.name();
    let mut resource = Map::new();
    resource.insert("name".to_owned(), Value::from(name));
    titled(&mut resource, &words::table_title(table.name), &words::table_meaning(table.name));
    let rest = json!({
        "path": format!("{name}.csv"),
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "same_values_in": format!("{name}.parquet"),
        "measures": measures(table),
        "schema": {
            "fields": COLUMNS.iter().map(field).collect::<Vec<_>>(),
            "missingValues": [""],
            "primaryKey": [
                "scenario", "area", "sector", "occupation", "qualification", "sex", "age", "method",
                "step", "year", "measure"
            ],
        },
    });
    if let Value::Object(rest) = rest {
        resource.extend(rest);
    }
    Value::Object(resource)
}

/// The descriptor of the tables of `results`.
///
/// # Errors
/// [`Error::Write`](crate::error::Error::Write) if a part cannot be written as JSON.
pub(crate) fn text(results: &Results) -> Result<String> {
    let package = json!({
        "profile": "tabular-data-package",
        "name": format!("{}-results", results.model),
        "title": results.title.en,
        "title_vi": results.title.vi,
        "sources": [{ "title": results.source_line.en, "title_vi": results.source_line.vi }],
        "resources": results.written_tables().map(resource).collect::<Vec<_>>(),
    });
    json::text(&package, FILE)
}
