//! Numbers and tables as text for readers: rounded, aligned, in one language.

use crate::language::Language;
use crate::report::areas;
use crate::report::figures::{Figures, SectorLine, sector_codes, sector_lines};
use crate::report::words;
use crate::results::{ResultRow, Results};
use crate::status::Status;

pub(crate) mod legend;

/// How headcounts are rounded for readers, by the size of the labour market.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rounding {
    /// Whole persons: under 100,000 workers.
    Persons,
    /// Hundreds of persons.
    Hundreds,
    /// Given in thousand persons: from 5 million workers on.
    Thousands,
}

impl Rounding {
    /// The rounding that fits the demand of the base year.
    pub(crate) fn of(lines: &[SectorLine]) -> Self {
        let total = lines.iter().find(|line| line.is_total());
        match total.and_then(|line| line.base.or(line.demand)).map_or(0.0, |row| row.mean) {
            total if total >= 5e6 => Self::Thousands,
            total if total >= 1e5 => Self::Hundreds,
            _ => Self::Persons,
        }
    }

    /// The unit of rounded figures, and how far they are rounded.
    pub(crate) const fn unit(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::Persons, Language::Vietnamese) => "người",
            (Self::Hundreds, Language::Vietnamese) => "người, làm tròn đến hàng trăm",
            (Self::Thousands, Language::Vietnamese) => "nghìn người",
            (Self::Persons, Language::English) => "persons",
            (Self::Hundreds, Language::English) => "persons, rounded to hundreds",
            (Self::Thousands, Language::English) => "thousand persons",
        }
    }

    /// The unit of rounded figures within a sentence.
    pub(crate) const fn bare_unit(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::Thousands, _) => self.unit(language),
            (_, Language::Vietnamese) => "người",
            (_, Language::English) => "persons",
        }
    }

    fn rounded(self, persons: f64) -> f64 {
        match self {
            Self::Persons => persons.round(),
            Self::Hundreds => (persons / 100.0).round() * 100.0,
            Self::Thousands => (persons / 1000.0).round(),
        }
    }

    /// A headcount.
    pub(crate) fn count(self, persons: f64, language: Language) -> String {
        language.number(self.rounded(persons), 0)
    }

    /// A change of headcount, with its sign.
    pub(crate) fn change(self, persons: f64, language: Language) -> String {
        let sign = if self.rounded(persons) > 0.0 { "+" } else { "" };
        format!("{sign}{}", self.count(persons, language))
    }

    /// The 80 % interval of a change.
    pub(crate) fn interval(self, row: &ResultRow, language: Language) -> Option<String> {
        let (low, high) = (row.p10?, row.p90?);
        Some(format!("{} … {}", self.change(low, language), self.change(high, language)))
    }
}

/// A probability in whole per cent, never 0 or 100 % of a finite number of draws.
pub(crate) fn probability(p: f64, language: Language) -> String {
    if p < 0.005 {
        format!("<{}", language.percent(0.01, 0))
    } else if p > 0.995 {
        format!(">{}", language.percent(0.99, 0))
    } else {
        language.percent(p, 0)
    }
}

/// One of two texts.
pub(crate) const fn pick<'a>(language: Language, vi: &'a str, en: &'a str) -> &'a str {
    match language {
        Language::Vietnamese => vi,
        Language::English => en,
    }
}

/// Number of columns that `text` takes on a terminal.
///
/// Marks that combine with the letter before them, as in decomposed Vietnamese, take none.
pub fn display_width(text: &str) -> usize {
    text.chars().filter(|c| !('\u{300}'..='\u{36f}').contains(c) && *c != '\u{200b}').count()
}

/// Side on which a column is flush.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Flush {
    Left,
    Right,
}

fn padded(text: &str, width: usize, flush: Flush) -> String {
    let blanks = " ".repeat(width.saturating_sub(display_width(text)));
    match flush {
        Flush::Left => format!("{text}{blanks}"),
        Flush::Right => format!("{blanks}{text}"),
    }
}

/// Rows as aligned columns, a rule below the first row and above the last.
fn aligned(rows: &[Vec<String>], flush: &[Flush]) -> String {
    ruled(rows, flush, &[1, rows.len().saturating_sub(1)])
}

/// Rows as aligned columns, a rule above each of the positions `above`.
pub(crate) fn ruled(rows: &[Vec<String>], flush: &[Flush], above: &[usize]) -> String {
    let width = |column: usize| rows.iter().map(|row| display_width(&row[column])).max();
    let widths: Vec<_> = (0..flush.len()).map(|column| width(column).unwrap_or(0)).collect();
    let rule = "─".repeat(widths.iter().sum::<usize>() + 2 * flush.len().saturating_sub(1));
    let mut text = String::new();
    for (position, row) in rows.iter().enumerate() {
        if above.contains(&position) {
            text.push_str(&rule);
            text.push('\n');
        }
        let cells = row.iter().zip(widths.iter().zip(flush));
        let line: Vec<_> =
            cells.map(|(cell, (width, flush))| padded(cell, *width, *flush)).collect();
        text.push_str(line.join("  ").trim_end());
        text.push('\n');
    }
    text
}

/// Headers of the compact table.
pub(crate) fn headers(results: &Results, language: Language) -> Vec<String> {
    let (base, to) = (results.base_year, results.to);
    match language {
        Language::Vietnamese => vec![
            "Ngành".to_owned(),
            format!("Cầu {base}"),
            format!("Cầu {to}"),
            format!("Cung {to}"),
            "Chênh lệch".to_owned(),
            "Khoảng 80 %".to_owned(),
            "P(thiếu)".to_owned(),
            "Phân loại".to_owned(),
        ],
        Language::English => vec![
            "Sector".to_owned(),
            format!("Demand {base}"),
            format!("Demand {to}"),
            format!("Supply {to}"),
            "Gap".to_owned(),
            "80% interval".to_owned(),
            "P(short)".to_owned(),
            "Class".to_owned(),
        ],
    }
}

/// A line of the compact table; a dash where there is no figure.
pub(crate) fn cells(line: &SectorLine, rounding: Rounding, language: Language) -> Vec<String> {
    let dash = || "–".to_owned();
    let count =
        |row: Option<&ResultRow>| row.map_or_else(dash, |row| rounding.count(row.mean, language));
    let gap = line.gap.map_or_else(dash, |row| rounding.change(row.mean, language));
    let interval = line.gap.and_then(|row| rounding.interval(row, language));
    vec![
        line.name.get(language).to_owned(),
        count(line.base),
        count(line.demand),
        count(line.supply),
        gap,
        interval.unwrap_or_else(dash),
        line.p_shortage().map_or_else(dash, |p| probability(p, language)),
        line.class().map_or_else(dash, |class| class.get(language).to_owned()),
    ]
}

/// Gaps of the last year, a line a sector and a column a scenario, headers first.
///
/// A gap whose sign is not sure carries a question mark.
pub(crate) fn compared(
    results: &Results,
    figures: &Figures,
    language: Language,
) -> Vec<Vec<String>> {
    let blocks: Vec<_> =
        results.scenarios.iter().map(|label| sector_lines(results, figures, &label.name)).collect();
    let rounding = blocks.first().map_or(Rounding::Persons, |lines| Rounding::of(lines));
    let mut header = vec![pick(language, "Ngành", "Sector").to_owned()];
    header.extend(results.scenarios.iter().map(|label| label.name.clone()));
    let mut rows = vec![header];
    for (position, code) in sector_codes(results).iter().enumerate() {
        let mut row = vec![words::sector(results, code).get(language).to_owned()];
        row.extend(blocks.iter().map(|lines| compared_cell(&lines[position], rounding, language)));
        rows.push(row);
    }
    rows
}

fn compared_cell(line: &SectorLine, rounding: Rounding, language: Language) -> String {
    let Some(gap) = line.gap else { return "–".to_owned() };
    rounding.change(gap.mean, language) + if line.has_sure_sign() { " " } else { "?" }
}

fn block(results: &Results, figures: &Figures, language: Language) -> Option<String> {
    let scenario = results.scenarios.first()?;
    let lines = sector_lines(results, figures, &scenario.name);
    let rounding = Rounding::of(&lines);
    let mut rows = vec![headers(results, language)];
    rows.extend(lines.iter().map(|line| cells(line, rounding, language)));
    let mut flush = [Flush::Right; 8];
    (flush[0], flush[7]) = (Flush::Left, Flush::Left);
    let (area, title) = (results.area_title.get(language), scenario.title.get(language));
    let (to, unit) = (results.to, rounding.unit(language));
    let heading = match language {
        Language::Vietnamese => format!(
            "{area}: cung – cầu lao động theo ngành đến {to}, kịch bản «{title}»\n({unit})\n\n"
        ),
        Language::English => format!(
            "{area}: labour supply and demand by sector to {to}, scenario «{title}»\n({unit})\n\n"
        ),
    };
    Some(heading + &aligned(&rows, &flush))
}

fn comparison(results: &Results, figures: &Figures, language: Language) -> String {
    if results.scenarios.len() < 2 {
        return String::new();
    }
    let rows = compared(results, figures, language);
    let mut flush = vec![Flush::Right; results.scenarios.len() + 1];
    flush[0] = Flush::Left;
    let heading = match language {
        Language::Vietnamese => format!("\nChênh lệch năm {} theo kịch bản\n\n", results.to),
        Language::English => format!("\nGap in {} by scenario\n\n", results.to),
    };
    let legend = legend::lines(results, figures, language).join("\n");
    format!("{heading}{}\n{legend}\n", aligned(&rows, &flush))
}

/// How to read the compact table: what is estimated, what a gap is, and how sure.
pub(crate) fn reading_note(results: &Results, language: Language) -> String {
    let sure = language.percent(results.naming_probability, 0);
    let note = match language {
        Language::Vietnamese => format!(
            "Chênh lệch = cung − cầu với dịch chuyển giữa các ngành như hiện nay; số âm là thiếu so \
             với nguồn cung đã nhập.\nKhoảng 80 %: từ P10 đến P90 của các lần mô phỏng. Dấu ? : dấu \
             của chênh lệch chưa chắc (xác suất dưới {sure})."
        ),
        Language::English => format!(
            "Gap = supply − demand if people keep changing sector as they do; negative: short of the \
             supply that was entered.\n80% interval: P10 to P90 of the draws. A question mark: the \
             sign of the gap is not sure (probability under {sure})."
        ),
    };
    estimate_note(results, language).map_or(note.clone(), |estimate| format!("{note}\n{estimate}"))
}

/// That figures of the base year are estimated or assumed, where they are.
fn estimate_note(results: &Results, language: Language) -> Option<String> {
    let figures = Figures::of(results);
    let first = results.first_scenario();
    let lines = sector_lines(results, &figures, first);
    let bases = || lines.iter().filter(|line| !line.is_total()).filter_map(|line| line.base);
    let n_soft = bases().filter(|row| row.status > Status::Derived).count();
    let (n, year) = (bases().count(), results.base_year);
    (n_soft > 0).then(|| match language {
        Language::Vietnamese => format!(
            "Ước lượng: số liệu năm {year} của {n_soft}/{n} ngành là ước lượng hoặc giả định, không \
             phải số quan sát."
        ),
        Language::English => format!(
            "Estimated: the figures of {year} of {n_soft} of {n} sectors are estimated or assumed, \
             not observed."
        ),
    })
}

/// The whole, its parts and the areas to compare; then those by year.
fn of_areas(results: &Results, language: Language) -> String {
    let code = |text: &str| results.areas.iter().find(|area| area.code.to_string() == text);
    let is_shown = |line: &areas::AreaLine| {
        line.has_parts || code(&line.code).is_some_and(|area| results.compared.contains(&area.code))
    };
    let lines = areas::lines(results, language);
    let mut rows = vec![areas::headers(results, language)];
    let shown: Vec<&areas::AreaLine> = lines.iter().filter(|line| is_shown(line)).collect();
    rows.extend(shown.iter().map(|line| areas::cells(line, language)));
    let codes: Vec<&str> = shown.iter().map(|line| line.code.as_str()).collect();
    let sectors = areas::compared_sectors(results, language);
    let all_sectors = sectors.len().saturating_sub(1);
    let tables = [
        (rows, vec![1]),
        (areas::openings(results, &codes, language), vec![1]),
        (areas::compared(results, language), vec![1]),
        (sectors, vec![1, all_sectors]),
    ];
    let mut text = format!("{}\n", results.title.get(language));
    for (rows, above) in tables.iter().filter(|(rows, _)| !rows.is_empty()) {
        let mut flush = vec![Flush::Right; rows[0].len()];
        flush[0] = Flush::Left;
        text.push('\n');
        text.push_str(&ruled(rows, &flush, above));
    }
    format!("{text}\n{}\n", areas::reading_note(language))
}

/// See [`crate::report::table_text`].
pub(crate) fn table(results: &Results, language: Language) -> String {
    if !results.areas.is_empty() {
        return of_areas(results, language);
    }
    let figures = Figures::of(results);
    let block = block(results, &figures, language).unwrap_or_default();
    let comparison = comparison(results, &figures, language);
    format!("{block}{comparison}\n{}\n", reading_note(results, language))
}

#[cfg(test)]
mod tests;
