//! A few areas side by side: by year, by sector, and the openings of every area.

use std::collections::BTreeMap;

use crate::areas::Area;
use crate::language::Language;
use crate::report::areas::{Index, thousands};
use crate::report::text::pick;
use crate::report::words;
use crate::results::{ALL_SECTORS, HISTORY, ResultRow, Results, TableName};
use crate::status::Status;
use crate::units::Year;

/// The areas to compare.
fn chosen(results: &Results) -> Vec<&Area> {
    let codes = results.compared.iter();
    codes.filter_map(|code| results.areas.iter().find(|area| area.code == *code)).collect()
}

/// The least firm status of some figures in words.
fn status(rows: &[&ResultRow], language: Language) -> String {
    let least = rows.iter().map(|row| row.status).max().unwrap_or(Status::Observed);
    words::status(least).get(language).to_owned()
}

fn letter(row: Option<&ResultRow>) -> String {
    row.and_then(|row| row.reliability.clone()).unwrap_or_default()
}

fn reliability(language: Language) -> String {
    pick(language, "Tin cậy", "Reliability").to_owned()
}

/// Labour force and participation of the areas to compare, a row a year; headers first.
pub(crate) fn compared(results: &Results, language: Language) -> Vec<Vec<String>> {
    let index = Index::of(results);
    let areas = chosen(results);
    if areas.is_empty() {
        return Vec::new();
    }
    let mut header = vec![pick(language, "Năm", "Year").to_owned()];
    for area in &areas {
        let name = area.title.get(language);
        header.push(name.to_owned());
        header.push(format!("{name}: {}", pick(language, "tham gia", "participation")));
        header.push(reliability(language));
    }
    header.push(pick(language, "Nguồn gốc", "Status").to_owned());
    let supply = results.table(TableName::Supply).rows.iter();
    let first = supply.filter_map(|row| row.year).min().unwrap_or(results.base_year);
    let rows = first.to(results.to).filter_map(|year| {
        let mut row = vec![year.to_string()];
        let mut shown = Vec::with_capacity(areas.len());
        for area in &areas {
            let code = area.code.to_string();
            let at = |measure| index.supply(&code, measure, (year, results.base_year));
            let labour_force = at("labour_force")?;
            row.push(thousands(labour_force, labour_force.mean, language));
            row.push(language.percent(at("participation_rate")?.mean, 1));
            row.push(letter(Some(labour_force)));
            shown.push(labour_force);
        }
        row.push(status(&shown, language));
        Some(row)
    });
    [header].into_iter().chain(rows).collect()
}

/// Rows of some tables by area, sector, measure and year: of the past and of the first scenario.
struct Sectors<'a>(BTreeMap<(&'a str, &'a str, &'a str, Year), &'a ResultRow>);

impl<'a> Sectors<'a> {
    fn of(results: &'a Results, tables: &[TableName]) -> Self {
        let first = results.first_scenario();
        let rows = tables.iter().flat_map(|name| &results.table(*name).rows);
        let shown = rows.filter(|row| row.scenario == HISTORY || row.scenario == first);
        let key = |row: &'a ResultRow| {
            Some(((row.area.as_str(), row.sector.as_str(), row.measure.as_str(), row.year?), row))
        };
        Self(shown.filter_map(key).collect())
    }

    fn at(&self, area: &str, sector: &str, measure: &str, year: Year) -> Option<&'a ResultRow> {
        self.0.get(&(area, sector, measure, year)).copied()
    }
}

/// A head count in thousands; nothing where it is not known.
fn heads(row: Option<&ResultRow>, language: Language) -> String {
    row.map_or_else(String::new, |row| thousands(row, row.mean, language))
}

/// Sectors of the areas to compare, a row a sector; headers first, nothing for totals alone.
///
/// Of each area: employment of the base year, demand of the last year in thousands, the gap as a share of demand, and the
/// letter of demand; then the status of the base year.
pub(crate) fn compared_sectors(results: &Results, language: Language) -> Vec<Vec<String>> {
    if results.sectors.is_empty() || results.compared.is_empty() {
        return Vec::new();
    }
    let rows = Sectors::of(results, &[TableName::Demand, TableName::Balance]);
    let (base, to) = (results.base_year, results.to);
    let areas = chosen(results);
    let mut header = vec![pick(language, "Ngành", "Sector").to_owned()];
    for area in &areas {
        header.push(format!("{} {base}", area.title.get(language)));
        header.push(to.to_string());
        header.push(pick(language, "Chênh lệch", "Gap").to_owned());
        header.push(reliability(language));
    }
    header.push(format!("{} {base}", pick(language, "Nguồn gốc", "Status")));
    let sectors = results.sectors.iter().map(|sector| {
        let short = sector.short.get(language);
        (if short.is_empty() { sector.title.get(language) } else { short }, sector.code.to_string())
    });
    let all = (pick(language, "Tất cả", "All sectors"), ALL_SECTORS.to_owned());
    let lines = sectors.chain([all]).map(|(name, sector)| {
        let mut line = vec![name.to_owned()];
        let mut shown = Vec::with_capacity(areas.len());
        for area in areas.iter().map(|area| area.code.to_string()) {
            let demand = rows.at(&area, &sector, "demand", to);
            let gap = rows.at(&area, &sector, "gap_share_of_demand", to);
            let before = rows.at(&area, &sector, "employment", base);
            shown.extend(before);
            line.push(heads(before, language));
            line.push(heads(demand, language));
            line.push(gap.map_or_else(String::new, |row| language.percent(row.mean, 0)));
            line.push(letter(demand));
        }
        line.push(status(&shown, language));
        line
    });
    [header].into_iter().chain(lines).collect()
}

/// Expansion, replacement and openings of the areas `shown` in the last year, in thousands; headers first, nothing for
/// totals alone.
pub(crate) fn openings(results: &Results, shown: &[&str], language: Language) -> Vec<Vec<String>> {
    let rows = Sectors::of(results, &[TableName::Openings]);
    if rows.0.is_empty() {
        return Vec::new();
    }
    let words = |vi, en| format!("{} {}", pick(language, vi, en), results.to);
    let header = vec![
        pick(language, "Địa bàn", "Area").to_owned(),
        words("Mở rộng", "Expansion"),
        words("Thay thế", "Replacement"),
        reliability(language),
        words("Nhu cầu tuyển", "Openings"),
        reliability(language),
        pick(language, "Nguồn gốc", "Status").to_owned(),
    ];
    let line = |area: &Area| {
        let code = area.code.to_string();
        let at = |measure| rows.at(&code, ALL_SECTORS, measure, results.to);
        let (replacement, openings) = (at("replacement")?, at("openings")?);
        Some(vec![
            area.title.get(language).to_owned(),
            heads(at("expansion"), language),
            heads(Some(replacement), language),
            letter(Some(replacement)),
            heads(Some(openings), language),
            letter(Some(openings)),
            status(&[replacement, openings], language),
        ])
    };
    let areas = results.areas.iter().filter(|area| shown.contains(&area.code.to_string().as_str()));
    [header].into_iter().chain(areas.filter_map(line)).collect()
}
