//! Descriptors: `datapackage.json`, where the tables of a dataset come from.
//!
//! A Frictionless Data Package. It is optional; without it the tables are read all the same and
//! only their provenance is unknown. Keys it has beyond those read here are left alone, as the
//! standard asks.

use serde::Deserialize;

use crate::dataset::Measure;
use crate::dataset::TableSource;
use crate::error::Problem;
use crate::language::Text;
use crate::validate::finding;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Package {
    title: String,
    title_vi: Option<String>,
    version: Option<String>,
    sources: Vec<Source>,
    licenses: Vec<License>,
    resources: Vec<Resource>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Resource {
    name: String,
    path: String,
    title: Option<String>,
    title_vi: Option<String>,
    vintage: Option<String>,
    version: Option<String>,
    sources: Vec<Source>,
    licenses: Vec<License>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Source {
    title: String,
    title_vi: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct License {
    name: Option<String>,
    title: Option<String>,
}

/// Provenance of the tables of `folder`, in the order of the descriptor.
///
/// `present` are the files on disk; a table that is listed and absent is a warning.
pub(crate) fn read(
    (file, text): (&str, &str),
    (folder, present): (&str, &[String]),
    problems: &mut Vec<Problem>,
) -> Vec<TableSource> {
    let package: Package = match serde_json::from_str(text) {
        Ok(package) => package,
        Err(error) => {
            problems.push(not_json(file, &error));
            return Vec::new();
        }
    };
    let mut sources = Vec::new();
    for resource in &package.resources {
        if has(present, resource) {
            sources.push(package.source_of(resource, folder));
        } else {
            problems.push(absent(file, resource));
        }
    }
    sources
}

/// Whether the table is there, as CSV or as Parquet.
fn has(present: &[String], resource: &Resource) -> bool {
    let stem =
        |path: &str| path.rsplit_once('.').map_or(path.to_owned(), |(stem, _)| stem.to_owned());
    present.iter().any(|name| stem(name) == stem(&resource.path))
}

impl Package {
    fn source_of(&self, resource: &Resource, folder: &str) -> TableSource {
        let en = resource.title.clone().unwrap_or_else(|| resource.name.clone());
        let vi = resource.title_vi.clone().unwrap_or_else(|| en.clone());
        let own = |own: &Option<String>| own.clone().or_else(|| self.version.clone());
        let vintage = resource.vintage.clone().or_else(|| own(&resource.version));
        TableSource {
            file: format!("{folder}/{}", resource.path),
            title: Text::new(vi, en),
            source: sources(if resource.sources.is_empty() {
                &self.sources
            } else {
                &resource.sources
            }),
            licence: licences(if resource.licenses.is_empty() {
                &self.licenses
            } else {
                &resource.licenses
            }),
            vintage: vintage.unwrap_or_default(),
        }
    }
}

fn sources(sources: &[Source]) -> Text {
    let en: Vec<&str> = sources.iter().map(|source| source.title.as_str()).collect();
    let vi: Vec<&str> = sources.iter().map(|s| s.title_vi.as_deref().unwrap_or(&s.title)).collect();
    Text::new(vi.join("; "), en.join("; "))
}

fn licences(licences: &[License]) -> String {
    let names: Vec<&str> =
        licences.iter().filter_map(|l| l.title.as_deref().or(l.name.as_deref())).collect();
    names.join("; ")
}

fn not_json(file: &str, error: &serde_json::Error) -> Problem {
    finding::error(
        "not-json",
        finding::place(file, error.line(), ""),
        error.to_string(),
        Text::new("một gói dữ liệu Frictionless (JSON)", "a Frictionless data package (JSON)"),
        Text::new(
            "Sửa cú pháp ở dòng này, hoặc xóa tệp: tệp này không bắt buộc.",
            "Repair this line, or delete the file: it is optional.",
        ),
    )
}

fn absent(file: &str, resource: &Resource) -> Problem {
    let name = resource.path.split('.').next().unwrap_or_default();
    let notice = Text::new(
        "Thêm bảng, hoặc bỏ bảng khỏi datapackage.json.",
        "Add the table, or take it off datapackage.json.",
    );
    finding::warning(
        "absent-table",
        finding::place(file, 0, &resource.name),
        resource.path.as_str(),
        Text::new("tệp có trong thư mục", "a file that is in the folder"),
        finding::join(&fallback(Measure::named(name)), &notice),
    )
}

/// What a run does without a table.
fn fallback(measure: Option<Measure>) -> Text {
    match measure {
        Some(Measure::Employment) => Text::new(
            "Không có bảng này thì mô hình không chạy được.",
            "Without it the model cannot run.",
        ),
        Some(Measure::Output | Measure::OutputGrowth) => Text::new(
            "Không có bảng này, các phương pháp dựa trên GRDP được bỏ qua.",
            "Without it the methods based on output are left out.",
        ),
        Some(Measure::Investment) => Text::new(
            "Không có bảng này, hồi quy không dùng vốn đầu tư.",
            "Without it the regression does without investment.",
        ),
        Some(Measure::LocationQuotient) => Text::new(
            "Không có bảng này, cơ cấu ngành của cả nước được dùng nguyên.",
            "Without it the nation's structure is used as it is.",
        ),
        _ => Text::new(
            "Mô hình chạy với cách thay thế được ghi trong kết quả.",
            "The run uses the fallback stated in its results.",
        ),
    }
}
