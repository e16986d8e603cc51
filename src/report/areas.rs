//! Areas for readers: the last year beside the base year, and a few areas side by side.
//!
//! A figure is rounded to the precision it carries: to the power of ten below its standard deviation.

use std::collections::BTreeMap;

use crate::areas::reliability;
use crate::language::Language;
use crate::report::text::pick;
use crate::results::{ALL_SECTORS, HISTORY, ResultRow, Results, TableName};
use crate::units::Year;

/// What a reader sees of one area.
#[derive(Debug)]
pub(crate) struct AreaLine<'a> {
    /// Code.
    pub(crate) code: String,
    /// Name.
    pub(crate) name: &'a str,
    /// Whether the area has parts.
    pub(crate) has_parts: bool,
    /// Labour force of the base year.
    pub(crate) base: &'a ResultRow,
    /// Labour force of the last year.
    pub(crate) last: &'a ResultRow,
    /// Participation of the base year and the last, in that order.
    pub(crate) participation: [Option<f64>; 2],
    /// Probability that supply falls short of demand in the last year.
    pub(crate) p_shortage: Option<f64>,
}

type Place<'a> = (TableName, &'a str, &'a str, &'a str, Year);

/// Rows of supply and balance by what they are about.
struct Index<'a>(BTreeMap<Place<'a>, &'a ResultRow>);

impl<'a> Index<'a> {
    fn of(results: &'a Results) -> Self {
        let names = [TableName::Supply, TableName::Balance];
        let first = results.scenarios.first().map_or("", |label| label.name.as_str());
        let rows = names.into_iter().flat_map(|name| {
            let totals = results.table(name).rows.iter().filter(|row| row.sector == ALL_SECTORS);
            let shown = totals.filter(move |row| row.scenario == HISTORY || row.scenario == first);
            shown.filter_map(move |row| {
                let past = if row.scenario == HISTORY { HISTORY } else { "" };
                Some(((name, past, row.area.as_str(), row.measure.as_str(), row.year?), row))
            })
        });
        Self(rows.collect())
    }

    fn supply(
        &self,
        area: &str,
        measure: &str,
        (year, base): (Year, Year),
    ) -> Option<&'a ResultRow> {
        let past = if year <= base { HISTORY } else { "" };
        self.0.get(&(TableName::Supply, past, area, measure, year)).copied()
    }
}

/// A line an area, in the order of the model.
pub(crate) fn lines(results: &Results, language: Language) -> Vec<AreaLine<'_>> {
    let index = Index::of(results);
    let (base, to) = (results.base_year, results.to);
    let line = |area: &'_ crate::areas::Area| {
        let code = area.code.to_string();
        let at = |measure, year| index.supply(&code, measure, (year, base));
        let rate = |year| at("participation_rate", year).map(|row| row.mean);
        let (first, last) = (at("labour_force", base)?, at("labour_force", to)?);
        let gap = index.0.get(&(TableName::Balance, "", code.as_str(), "gap_after_mobility", to));
        let participation = [rate(base), rate(to)];
        let p_shortage = gap.and_then(|row| row.p_shortage);
        Some((code, first, last, participation, p_shortage))
    };
    results
        .areas
        .iter()
        .filter_map(|area| {
            let (code, base, last, participation, p_shortage) = line(area)?;
            let has_parts = results.areas.iter().any(|a| a.parent.as_ref() == Some(&area.code));
            let name = area.title.get(language);
            Some(AreaLine { code, name, has_parts, base, last, participation, p_shortage })
        })
        .collect()
}

/// A head count in thousands, rounded to what the row's interval lets be said.
pub(crate) fn thousands(row: &ResultRow, value: f64, language: Language) -> String {
    let interval = row.p10.zip(row.p90);
    let unit = interval.map_or(1.0, |interval| reliability::unit(row.mean, interval));
    let rounded = (value / unit).round() * unit / 1000.0;
    language.number(rounded, usize::from(unit < 1000.0))
}

/// Headers of the table of areas.
pub(crate) fn headers(results: &Results, language: Language) -> Vec<String> {
    let (base, to) = (results.base_year, results.to);
    let words = |vi: &str, en: &str| pick(language, vi, en).to_owned();
    vec![
        words("Địa bàn", "Area"),
        format!("{} {base}", words("LLLĐ", "Labour force")),
        format!("{} {to}", words("LLLĐ", "Labour force")),
        words("Khoảng 80 %", "80% interval"),
        words("Thay đổi", "Change"),
        format!("{} {base}", words("Tham gia", "Participation")),
        format!("{} {to}", words("Tham gia", "Participation")),
        words("Tin cậy", "Reliability"),
    ]
}

/// Cells of the table of areas, as [`headers`].
pub(crate) fn cells(line: &AreaLine, language: Language) -> Vec<String> {
    let (last, base) = (line.last, line.base.mean);
    let interval = last.p10.zip(last.p90).map(|(low, high)| {
        format!("{} … {}", thousands(last, low, language), thousands(last, high, language))
    });
    let rate = |rate: Option<f64>| rate.map_or_else(String::new, |r| language.percent(r, 1));
    vec![
        line.name.to_owned(),
        language.number(base / 1000.0, 1),
        thousands(last, last.mean, language),
        interval.unwrap_or_default(),
        language.percent(last.mean / base.max(1.0) - 1.0, 0),
        rate(line.participation[0]),
        rate(line.participation[1]),
        last.reliability.clone().unwrap_or_default(),
    ]
}

/// Labour force and participation of the areas to compare, a row a year; headers first.
pub(crate) fn compared(results: &Results, language: Language) -> Vec<Vec<String>> {
    let index = Index::of(results);
    let areas: Vec<_> = results
        .compared
        .iter()
        .filter_map(|code| results.areas.iter().find(|area| area.code == *code))
        .map(|area| (area.code.to_string(), area.title.get(language)))
        .collect();
    if areas.is_empty() {
        return Vec::new();
    }
    let mut header = vec![pick(language, "Năm", "Year").to_owned()];
    for (_, name) in &areas {
        header.push((*name).to_owned());
        header.push(format!("{name}: {}", pick(language, "tham gia", "participation")));
    }
    let supply = results.table(TableName::Supply).rows.iter();
    let first = supply.filter_map(|row| row.year).min().unwrap_or(results.base_year);
    let rows = first.to(results.to).filter_map(|year| {
        let mut row = vec![year.to_string()];
        for (code, _) in &areas {
            let at = |measure| index.supply(code, measure, (year, results.base_year));
            let labour_force = at("labour_force")?;
            row.push(thousands(labour_force, labour_force.mean, language));
            row.push(language.percent(at("participation_rate")?.mean, 1));
        }
        Some(row)
    });
    [header].into_iter().chain(rows).collect()
}

/// Sectors of the areas to compare, a row a sector; headers first, nothing for totals alone.
///
/// Of each area: employment of the base year, demand of the last year in thousands, the gap as a share of
/// demand, and the letter of demand.
pub(crate) fn compared_sectors(results: &Results, language: Language) -> Vec<Vec<String>> {
    if results.sectors.is_empty() || results.compared.is_empty() {
        return Vec::new();
    }
    let first = results.scenarios.first().map_or("", |label| label.name.as_str());
    let codes: Vec<String> = results.compared.iter().map(ToString::to_string).collect();
    let tables = [TableName::Demand, TableName::Balance].into_iter();
    let rows = tables.flat_map(|name| &results.table(name).rows);
    let shown = rows.filter(|row| codes.contains(&row.area));
    let shown = shown.filter(|row| row.scenario == HISTORY || row.scenario == first);
    let key =
        |row: &'_ ResultRow| (row.area.clone(), row.sector.clone(), row.measure.clone(), row.year);
    let index: BTreeMap<_, &ResultRow> = shown.map(|row| (key(row), row)).collect();
    let at = |area: &str, sector: &str, measure: &str, year: Year| {
        let place = (area.to_owned(), sector.to_owned(), measure.to_owned(), Some(year));
        index.get(&place).copied()
    };
    let (base, to) = (results.base_year, results.to);
    let mut header = vec![pick(language, "Ngành", "Sector").to_owned()];
    for code in &results.compared {
        let area = results.areas.iter().find(|area| area.code == *code);
        let name = area.map_or("", |area| area.title.get(language));
        header.push(format!("{name} {base}"));
        header.push(to.to_string());
        header.push(pick(language, "Chênh lệch", "Gap").to_owned());
        header.push(String::new());
    }
    let sectors = results.sectors.iter().map(|sector| {
        let short = sector.short.get(language);
        (if short.is_empty() { sector.title.get(language) } else { short }, sector.code.to_string())
    });
    let all = (pick(language, "Tất cả", "All sectors"), ALL_SECTORS.to_owned());
    let lines = sectors.chain([all]).map(|(name, sector)| {
        let mut line = vec![name.to_owned()];
        for area in &codes {
            let demand = at(area, &sector, "demand", to);
            let gap = at(area, &sector, "gap_share_of_demand", to);
            let before = at(area, &sector, "employment", base);
            line.push(before.map_or_else(String::new, |row| thousands(row, row.mean, language)));
            line.push(demand.map_or_else(String::new, |row| thousands(row, row.mean, language)));
            line.push(gap.map_or_else(String::new, |row| language.percent(row.mean, 0)));
            line.push(demand.and_then(|row| row.reliability.clone()).unwrap_or_default());
        }
        line
    });
    [header].into_iter().chain(lines).collect()
}

/// How to read both tables.
pub(crate) fn reading_note(language: Language) -> &'static str {
    pick(
        language,
        "LLLĐ: lực lượng lao động từ 15 tuổi, nghìn người; số dự báo làm tròn theo độ chính xác của nó. Theo ngành: việc làm năm gốc, cầu năm cuối (nghìn người), chênh lệch = (cung − cầu)/cầu. Tin cậy: A (chắc) đến E (chỉ để tham khảo).",
        "Labour force of ages 15 and over in thousands; forecasts are rounded to the precision they carry. By sector: employment of the base year, demand of the last year (thousands), gap = (supply − demand)/demand. Reliability: A (firm) to E (a hint at most).",
    )
}

/// The main messages: the whole, where it grows and falls most, and how firm that is.
pub(crate) fn messages(lines: &[AreaLine], results: &Results, language: Language) -> Vec<String> {
    let Some(whole) = lines.first() else { return Vec::new() };
    let mut parts: Vec<&AreaLine> = lines.iter().filter(|line| !line.has_parts).collect();
    let change = |line: &AreaLine| line.last.mean / line.base.mean.max(1.0) - 1.0;
    parts.sort_by(|one, other| change(other).total_cmp(&change(one)));
    let named = |lines: &[&AreaLine]| {
        let of =
            |line: &&AreaLine| format!("{} ({})", line.name, language.percent(change(line), 0));
        lines.iter().take(3).map(of).collect::<Vec<_>>().join(", ")
    };
    let most = named(&parts);
    parts.reverse();
    let least = named(&parts);
    let falls = parts.iter().filter(|line| change(line) < 0.0).count();
    let firm = |letters: &[&str]| {
        let is =
            |line: &&&AreaLine| letters.contains(&line.last.reliability.as_deref().unwrap_or(""));
        parts.iter().filter(is).count()
    };
    let (base, to, n) = (results.base_year, results.to, parts.len());
    let count = |row: &ResultRow| thousands(row, row.mean, language);
    let (before, after) = (language.number(whole.base.mean / 1000.0, 1), count(whole.last));
    let (ab, de) = (firm(&["A", "B"]), firm(&["D", "E"]));
    match language {
        Language::Vietnamese => vec![
            format!(
                "**{}.** Lực lượng lao động {before} nghìn người năm {base}, {after} nghìn năm {to}.",
                whole.name
            ),
            format!(
                "**Địa bàn.** Tăng nhiều nhất: {most}. Giảm nhiều nhất hoặc tăng ít nhất: {least}. {falls}/{n} địa bàn giảm."
            ),
            format!("**Độ chắc.** {ab}/{n} địa bàn ở mức A hoặc B, {de} ở mức D hoặc E."),
        ],
        Language::English => vec![
            format!(
                "**{}.** Labour force {before} thousand in {base}, {after} thousand in {to}.",
                whole.name
            ),
            format!(
                "**Areas.** Largest growth: {most}. Largest fall or least growth: {least}. {falls} of {n} areas fall."
            ),
            format!("**How firm.** {ab} of {n} areas have letter A or B, {de} have D or E."),
        ],
    }
}
