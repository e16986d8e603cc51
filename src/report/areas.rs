//! Areas for readers: the last year beside the base year, and a few areas side by side.
//!
//! A figure is rounded to the precision it carries: to the power of ten below its standard deviation.

mod beside;

use std::collections::BTreeMap;

use crate::areas::reliability;
use crate::language::Language;
pub(crate) use crate::report::areas::beside::{compared, compared_sectors, openings};
use crate::report::text::pick;
use crate::report::words;
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
    /// Workers who leave in the last year, in the mean; none for totals alone.
    pub(crate) replacement: Option<f64>,
    /// Openings in the last year, likewise.
    pub(crate) openings: Option<f64>,
}

type Place<'a> = (TableName, &'a str, &'a str, &'a str, Year);

/// Rows of supply, balance and openings by what they are about.
struct Index<'a>(BTreeMap<Place<'a>, &'a ResultRow>);

impl<'a> Index<'a> {
    fn of(results: &'a Results) -> Self {
        let names = [TableName::Supply, TableName::Balance, TableName::Openings];
        let first = results.first_scenario();
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
        let flow = |measure| {
            let found = index.0.get(&(TableName::Openings, "", code.as_str(), measure, to));
            found.map(|row| row.mean)
        };
        let flows = [flow("replacement"), flow("openings")];
        Some((code, first, last, participation, (p_shortage, flows)))
    };
    results
        .areas
        .iter()
        .filter_map(|area| {
            let (code, base, last, participation, (p_shortage, flows)) = line(area)?;
            let [replacement, openings] = flows;
            let has_parts = results.areas.iter().any(|a| a.parent.as_ref() == Some(&area.code));
            let name = area.title.get(language);
            Some(AreaLine {
                code,
                name,
                has_parts,
                base,
                last,
                participation,
                p_shortage,
                replacement,
                openings,
            })
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
        format!("{} {base}", words("Nguồn gốc", "Status")),
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
        words::status(line.base.status).get(language).to_owned(),
    ]
}

/// How to read the tables.
pub(crate) fn reading_note(language: Language) -> &'static str {
    pick(
        language,
        "LLLĐ: lực lượng lao động từ 15 tuổi, nghìn người; số ước lượng và dự báo làm tròn theo độ chính xác của nó. Theo ngành: việc làm năm gốc, cầu năm cuối (nghìn người), chênh lệch = (cung − cầu)/cầu. Nhu cầu tuyển = mở rộng + thay thế + phần rời việc không phải thay; thay thế: người nghỉ hưu, rời việc, tử vong. Tin cậy: A (chắc) đến E (chỉ để tham khảo). Nguồn gốc là của số năm gốc hoặc số trong dòng; số sau năm gốc đều là ước lượng.",
        "Labour force of ages 15 and over in thousands; estimates and forecasts are rounded to the precision they carry. By sector: employment of the base year, demand of the last year (thousands), gap = (supply − demand)/demand. Openings = expansion + replacement + separations that falling employment leaves without replacement; replacement: those who retire, withdraw or die. Reliability: A (firm) to E (a hint at most). The status is that of the base year or of the row; what comes after the base year is estimated.",
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
            format!("**Độ tin cậy.** {ab}/{n} địa bàn ở mức A hoặc B, {de} ở mức D hoặc E."),
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
