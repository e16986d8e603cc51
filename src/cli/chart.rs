//! `labourcast chart`: one chart of a result, as a file.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::json;

use crate::cli::answer::Answer;
use crate::cli::arguments::{ChartArgs, FormatArg};
use crate::cli::console::Speech;
use crate::cli::request::unknown;
use crate::codes::{AreaCode, SectorCode};
use crate::error::{Error, Result};
use crate::language::Text;
use crate::report;
use crate::report::charts::{self, ChartKind, ChartRequest};
use crate::results::{ALL_SECTORS, Results};

pub(crate) fn answer(arguments: &ChartArgs, speech: Speech) -> Result<Answer> {
    let kind = kind(&arguments.kind)?;
    let (format, path) = target(arguments, kind)?;
    let mut results = report::read(&arguments.run)?;
    let area = areas(arguments, &mut results)?;
    let sector = sector(arguments.sector.as_deref(), &results)?;
    let scenario = arguments.scenario.as_deref();
    refuse_unknown_scenario(scenario, &results)?;
    let request = ChartRequest {
        kind,
        scenario,
        sector: sector.as_deref(),
        area: area.as_ref(),
        language: speech.language,
    };
    let svg = charts::draw(&results, &request)?.svg;
    let bytes = match format {
        FormatArg::Svg => svg.into_bytes(),
        FormatArg::Png => charts::png(&svg)?,
    };
    write(&path, &bytes)?;
    let path = path.display().to_string();
    let text = speech.choose(format!("đã vẽ {path}\n"), format!("drew {path}\n"));
    Ok(Answer::done(text, json!({ "kind": kind.name(), "file": path })))
}

fn kind(name: &str) -> Result<ChartKind> {
    ChartKind::named(name).ok_or_else(|| {
        let names: Vec<&str> = ChartKind::ALL.into_iter().map(ChartKind::name).collect();
        unknown(("loại biểu đồ", "kind of chart"), name, &names)
    })
}

/// The areas asked for: those to compare are put into the results, the first one is given back.
fn areas(arguments: &ChartArgs, results: &mut Results) -> Result<Option<AreaCode>> {
    let codes: Vec<String> = results.areas.iter().map(|area| area.code.to_string()).collect();
    let names: Vec<&str> = codes.iter().map(String::as_str).collect();
    let found = arguments.areas.iter().map(|name| {
        let area = results.areas.iter().find(|area| area.code.to_string() == *name);
        area.map(|area| area.code.clone()).ok_or_else(|| unknown(("địa bàn", "area"), name, &names))
    });
    let found = found.collect::<Result<Vec<AreaCode>>>()?;
    let first = found.first().cloned();
    if first.is_some() {
        results.compared = found;
    }
    Ok(first)
}

/// Format and file, each following the other where only one is given.
fn target(arguments: &ChartArgs, kind: ChartKind) -> Result<(FormatArg, PathBuf)> {
    let ending = arguments.out.as_deref().map(format_of).transpose()?;
    let format = match (arguments.format, ending) {
        (Some(asked), Some(ending)) if asked != ending => return Err(contradiction()),
        (asked, ending) => asked.or(ending).unwrap_or(FormatArg::Svg),
    };
    let file = || PathBuf::from(format!("{}.{}", kind.name(), format.ending()));
    Ok((format, arguments.out.clone().unwrap_or_else(file)))
}

fn format_of(path: &Path) -> Result<FormatArg> {
    let ending = path.extension().map(OsStr::to_ascii_lowercase);
    [FormatArg::Svg, FormatArg::Png]
        .into_iter()
        .find(|format| ending.as_deref().is_some_and(|ending| ending == format.ending()))
        .ok_or_else(|| Error::Request {
            message: Text::new(
                format!("--out {}: tên tệp phải kết thúc bằng .svg hoặc .png", path.display()),
                format!("--out {}: the file's name must end in .svg or .png", path.display()),
            ),
        })
}

fn contradiction() -> Error {
    let message = Text::new(
        "--format và đuôi tệp của --out không khớp",
        "--format and the ending of --out do not agree",
    );
    Error::Request { message }
}

/// The code of a sector of the result, written with or without its classification.
fn sector(asked: Option<&str>, results: &Results) -> Result<Option<String>> {
    let Some(text) = asked.filter(|text| !text.eq_ignore_ascii_case(ALL_SECTORS)) else {
        return Ok(None);
    };
    let is_meant = |code: &SectorCode| {
        code.sections().eq_ignore_ascii_case(text) || code.to_string().eq_ignore_ascii_case(text)
    };
    let mut codes = results.sectors.iter().map(|sector| &sector.code);
    if let Some(code) = codes.clone().find(|code| is_meant(code)) {
        return Ok(Some(code.to_string()));
    }
    let names: Vec<String> = codes.by_ref().map(ToString::to_string).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    Err(unknown(("ngành", "sector"), text, &names))
}

fn refuse_unknown_scenario(asked: Option<&str>, results: &Results) -> Result<()> {
    let names: Vec<&str> = results.scenarios.iter().map(|label| label.name.as_str()).collect();
    match asked.filter(|name| !names.contains(name)) {
        Some(name) => Err(unknown(("kịch bản", "scenario"), name, &names)),
        None => Ok(()),
    }
}

/// Written beside its place and renamed, so that an old chart is never half replaced.
fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    let mut draft = path.as_os_str().to_owned();
    draft.push(".part");
    fs::write(&draft, bytes)
        .and_then(|()| fs::rename(&draft, path))
        .map_err(|source| Error::Write { path: path.to_owned(), source })
}
