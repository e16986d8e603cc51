//! Charts: pictures of a run, each as SVG, PNG and a CSV of what it shows.
//!
//! A chart selects rows of the result tables and scales persons to thousands; it computes nothing
//! else. Plotters draws the SVG; resvg turns that SVG into a PNG with the `DejaVu` Sans fonts that
//! are part of the program, so that a chart has the same bytes on every machine.
//!
//! A picture is 1600 × 900 pixels, the shape of a slide. It carries its title, area and scenario,
//! unit, a note on its intervals, a flag where sector figures are estimated, and its source.

mod theme;
mod text;
mod canvas;
mod svg;
mod raster;
mod scale;
mod select;
mod words;
mod shown;
mod frame;
mod names;
mod axis;
mod areas;
mod area_pair;
mod balance;
mod fan;
mod heatmap;
mod scenarios;
mod pyramid;
mod waterfall;
mod groups;
mod panels;
mod occupations;
mod qualifications;
mod orders;
mod pipeline;
mod effects;
mod targets;
mod targets_unsaid;
#[cfg(test)]
mod tests;

use rayon::prelude::*;

use crate::areas::Area;
use crate::codes::AreaCode;
use crate::error::Error;
use crate::error::Result;
use crate::language::Language;
use crate::language::Text;
use crate::model::Sector;
use crate::report::charts::canvas::Canvas;
use crate::report::charts::select::Subject;
use crate::results::ALL_SECTORS;
use crate::results::ResultRow;
use crate::results::Results;
use crate::results::TableName;

/// What a chart shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChartKind {
    /// Gap of every sector in the last year, with interval and probability.
    BalanceBars,
    /// Employment in the past, demand and supply in the projection, of one sector or all.
    Fan,
    /// Gap as a share of demand, sector by year.
    HeatMap,
    /// Gap of every sector in the last year under each scenario.
    Scenarios,
    /// Population by age and sex in the base year and the last year.
    Pyramid,
    /// What the gap of the last year is made of, for one sector or all.
    Waterfall,
    /// Change of the labour force of every area, ranked; of a run of several areas.
    Areas,
    /// Labour force of a few areas side by side; of a run of several areas.
    Compared,
    /// Gap of every occupation in the last year, with interval and probability.
    Occupations,
    /// Gap as a share of demand, qualification by year.
    Qualifications,
    /// Places by year of the largest programmes: present, back-out, optimal with its band.
    Orders,
    /// New workers of the largest programmes by year: of those enrolled, and of future intake.
    Pipeline,
    /// Why employment by occupation changes.
    Effects,
    /// Past, forecast and way to every target of the plan that can be judged.
    Targets,
    /// The targets of which nothing can be said, with the reason.
    TargetsUnsaid,
}

impl ChartKind {
    /// Every kind.
    pub const ALL: [Self; 15] = [
        Self::BalanceBars,
        Self::Fan,
        Self::HeatMap,
        Self::Scenarios,
        Self::Pyramid,
        Self::Waterfall,
        Self::Areas,
        Self::Compared,
        Self::Occupations,
        Self::Qualifications,
        Self::Orders,
        Self::Pipeline,
        Self::Effects,
        Self::Targets,
        Self::TargetsUnsaid,
    ];

    /// The name on the command line and of the file.
    pub const fn name(self) -> &'static str {
        match self {
            Self::BalanceBars => "balance",
            Self::Fan => "fan",
            Self::HeatMap => "heatmap",
            Self::Scenarios => "scenarios",
            Self::Pyramid => "pyramid",
            Self::Waterfall => "waterfall",
            Self::Areas => "areas",
            Self::Compared => "compared",
            Self::Occupations => "occupations",
            Self::Qualifications => "qualifications",
            Self::Orders => "orders",
            Self::Pipeline => "pipeline",
            Self::Effects => "effects",
            Self::Targets => "targets",
            Self::TargetsUnsaid => "targets-unsaid",
        }
    }

    /// The kind with this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// Whether the chart is about one sector, or all of them together.
    const fn takes_sector(self) -> bool {
        matches!(self, Self::Fan | Self::Waterfall)
    }
}

/// Which chart of a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChartRequest<'a> {
    /// What it shows.
    pub kind: ChartKind,
    /// Scenario; none means the first of the run. A comparison of scenarios shows all of them.
    pub scenario: Option<&'a str>,
    /// Sector as its code (`VSIC2018:A`), its sections alone (`A`) or `TOTAL`; none means `TOTAL`.
    pub sector: Option<&'a str>,
    /// The area of a run of several, by its code; none means the whole.
    pub area: Option<&'a AreaCode>,
    /// Language of words and numbers.
    pub language: Language,
}

/// A chart drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chart {
    /// The picture.
    pub svg: String,
    /// The rows it shows, in the columns of the result tables.
    pub csv: String,
}

/// A file of a chart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChartFile {
    /// Path below the folder of the run, such as `charts/balance.svg`.
    pub name: String,
    /// Content.
    pub bytes: Vec<u8>,
}

/// A chart before it is written: its marks, its title, and the rows it shows.
struct Picture<'a> {
    canvas: Canvas,
    title: String,
    rows: Vec<&'a ResultRow>,
}

/// Draws one chart.
///
/// # Errors
/// [`Error::Request`] if the results have no such scenario or sector, if the kind takes none, or
/// if the results lack what the chart would show.
pub fn draw(results: &Results, request: &ChartRequest) -> Result<Chart> {
    let picture = picture(results, request)?;
    Ok(Chart {
        svg: svg::render(&picture.canvas, &picture.title, request.language)?,
        csv: shown::csv(&picture.rows, results, request.language),
    })
}

/// The picture of an SVG as a PNG of 2400 × 1350 pixels, in the bundled fonts.
///
/// That is 180 dpi on a slide 13⅓ inches wide; for print there is the SVG.
///
/// # Errors
/// [`Error::Method`] if `svg` is not an SVG.
pub fn png(svg: &str) -> Result<Vec<u8>> {
    raster::png(svg)
}

/// Draws every chart the results allow, of the first scenario, each as SVG, PNG and CSV.
///
/// The order of the files and their bytes do not depend on the number of threads.
///
/// # Errors
/// As [`draw`].
pub fn draw_all(results: &Results, language: Language) -> Result<Vec<ChartFile>> {
    let sectors: Vec<String> = results.sectors.iter().map(|s| s.code.to_string()).collect();
    let charts: Vec<(String, ChartRequest)> = requests(results, &sectors, language);
    let files: Vec<Result<[ChartFile; 3]>> =
        charts.par_iter().map(|(name, request)| files(results, name, request)).collect();
    let mut all = Vec::with_capacity(3 * files.len());
    for chart in files {
        all.extend(chart?);
    }
    Ok(all)
}

/// Charts of a run of several areas: all of them ranked, those compared, and fans of the whole, of
/// its parts and of those compared.
fn area_requests<'a>(
    results: &'a Results,
    ranked: ChartRequest<'a>,
) -> Vec<(String, ChartRequest<'a>)> {
    let mut charts = vec![
        ("areas".to_owned(), ranked),
        ("compared".to_owned(), ChartRequest { kind: ChartKind::Compared, ..ranked }),
    ];
    let shown = results.areas.iter().filter(|area| {
        let is_part = area.parent.as_ref().is_none_or(|parent| *parent == results.area);
        is_part || results.compared.contains(&area.code)
    });
    charts.extend(shown.map(|area| {
        let request = ChartRequest { kind: ChartKind::Fan, area: Some(&area.code), ..ranked };
        (format!("fan-{}", area.code.place()), request)
    }));
    charts
}

/// Charts of the tables below sectors, each with the measure it cannot do without.
const ACCOUNTS: [(ChartKind, TableName, &str); 5] = [
    (ChartKind::Occupations, TableName::Occupations, occupations::MEASURE),
    (ChartKind::Qualifications, TableName::Qualifications, qualifications::MEASURE),
    (ChartKind::Orders, TableName::Orders, orders::MEASURE),
    (ChartKind::Pipeline, TableName::Training, pipeline::ENROLLED),
    (ChartKind::Effects, TableName::Occupations, effects::MEASURE),
];

fn requests<'a>(
    results: &'a Results,
    sectors: &'a [String],
    language: Language,
) -> Vec<(String, ChartRequest<'a>)> {
    let request =
        |kind, sector| ChartRequest { kind, scenario: None, sector, area: None, language };
    if !results.areas.is_empty() {
        return area_requests(results, request(ChartKind::Areas, None));
    }
    let mut charts = vec![
        ("balance".to_owned(), request(ChartKind::BalanceBars, None)),
        ("fan-total".to_owned(), request(ChartKind::Fan, None)),
    ];
    charts.extend(sectors.iter().map(|code| {
        let sections = code.split_once(':').map_or(code.as_str(), |(_, sections)| sections);
        (format!("fan-{sections}"), request(ChartKind::Fan, Some(code.as_str())))
    }));
    charts.push(("heatmap".to_owned(), request(ChartKind::HeatMap, None)));
    if results.scenarios.len() > 1 {
        charts.push(("scenarios".to_owned(), request(ChartKind::Scenarios, None)));
    }
    if pyramid::is_possible(results) {
        charts.push(("pyramid".to_owned(), request(ChartKind::Pyramid, None)));
    }
    charts.push(("waterfall".to_owned(), request(ChartKind::Waterfall, None)));
    for (kind, table, measure) in ACCOUNTS {
        if groups::has(results, table, measure) {
            charts.push((kind.name().to_owned(), request(kind, None)));
        }
    }
    let plan = [
        (ChartKind::Targets, targets::is_possible(results)),
        (ChartKind::TargetsUnsaid, targets_unsaid::is_possible(results)),
    ];
    let plan = plan.into_iter().filter(|(_, possible)| *possible);
    charts.extend(plan.map(|(kind, _)| (kind.name().to_owned(), request(kind, None))));
    charts
}

fn files(results: &Results, name: &str, request: &ChartRequest) -> Result<[ChartFile; 3]> {
    let chart = draw(results, request)?;
    let png = png(&chart.svg)?;
    let file = |ending: &str, bytes| ChartFile { name: format!("charts/{name}.{ending}"), bytes };
    Ok([file("svg", chart.svg.into_bytes()), file("png", png), file("csv", chart.csv.into_bytes())])
}

fn picture<'a>(results: &'a Results, request: &ChartRequest) -> Result<Picture<'a>> {
    let subject = subject(results, request)?;
    match request.kind {
        ChartKind::BalanceBars => balance::draw(&subject),
        ChartKind::Fan => fan::draw(&subject),
        ChartKind::HeatMap => heatmap::draw(&subject),
        ChartKind::Scenarios => scenarios::draw(&subject),
        ChartKind::Pyramid => pyramid::draw(&subject),
        ChartKind::Waterfall => waterfall::draw(&subject),
        ChartKind::Areas => areas::draw(&subject),
        ChartKind::Compared => area_pair::draw(&subject),
        ChartKind::Occupations => occupations::draw(&subject),
        ChartKind::Qualifications => qualifications::draw(&subject),
        ChartKind::Orders => orders::draw(&subject),
        ChartKind::Pipeline => pipeline::draw(&subject),
        ChartKind::Effects => effects::draw(&subject),
        ChartKind::Targets => targets::draw(&subject),
        ChartKind::TargetsUnsaid => targets_unsaid::draw(&subject),
    }
}

fn subject<'a>(results: &'a Results, request: &ChartRequest) -> Result<Subject<'a>> {
    let names: Vec<&str> = results.scenarios.iter().map(|s| s.name.as_str()).collect();
    let wanted = request.scenario.or(names.first().copied()).unwrap_or_default();
    let scenario = results
        .scenarios
        .iter()
        .find(|scenario| scenario.name == wanted)
        .ok_or_else(|| unknown(("kịch bản", "scenario"), wanted, &names))?;
    let sector = sector(results, request)?;
    let area = request.area.map(|code| area(results, code)).transpose()?;
    Ok(Subject { results, scenario, sector, area, language: request.language })
}

fn area<'a>(results: &'a Results, code: &AreaCode) -> Result<&'a Area> {
    results.areas.iter().find(|area| area.code == *code).ok_or_else(|| {
        let codes: Vec<String> = results.areas.iter().map(|area| area.code.to_string()).collect();
        let codes: Vec<&str> = codes.iter().map(String::as_str).collect();
        unknown(("địa bàn", "area"), &code.to_string(), &codes)
    })
}

fn sector<'a>(results: &'a Results, request: &ChartRequest) -> Result<Option<&'a Sector>> {
    let Some(wanted) = request.sector.filter(|sector| *sector != ALL_SECTORS) else {
        return Ok(None);
    };
    if !request.kind.takes_sector() {
        let kind = request.kind.name();
        let message = Text::new(
            format!("biểu đồ «{kind}» vẽ mọi ngành; bỏ «{wanted}»"),
            format!("the chart «{kind}» shows every sector; leave out «{wanted}»"),
        );
        return Err(Error::Request { message });
    }
    let sectors = &results.sectors;
    let found = sectors
        .iter()
        .find(|s| s.code.to_string() == wanted || s.code.sections() == wanted)
        .ok_or_else(|| {
            let names: Vec<String> = sectors.iter().map(|s| s.code.to_string()).collect();
            unknown(
                ("ngành", "sector"),
                wanted,
                &names.iter().map(String::as_str).collect::<Vec<_>>(),
            )
        })?;
    Ok(Some(found))
}

fn unknown((vi, en): (&str, &str), wanted: &str, known: &[&str]) -> Error {
    let known = known.join(", ");
    Error::Request {
        message: Text::new(
            format!("kết quả này không có {vi} «{wanted}»; hiện có: {known}"),
            format!("these results have no {en} «{wanted}»; they have {known}"),
        ),
    }
}
