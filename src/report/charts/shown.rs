//! The rows a chart shows, as CSV: the same columns for every chart.

use std::fmt::Write;

use crate::language::Language;
use crate::report::charts::words;
use crate::results::ResultRow;
use crate::results::Results;

const HEADER: &str = "scenario,area,sector,sector_title,occupation,\
                      qualification,method,sex,age,year,measure,unit,mean,p025,p10,\
                      p50,p90,p975,p_shortage,class,status\n";

/// The rows a chart shows, in the order shown, with the figures and units of the tables.
pub(super) fn csv(rows: &[&ResultRow], results: &Results, language: Language) -> String {
    let mut text = HEADER.to_owned();
    for row in rows {
        let figures = [row.p025, row.p10, row.p50, row.p90, row.p975, row.p_shortage];
        let mut cells = vec![
            row.scenario.clone(),
            row.area.clone(),
            row.sector.clone(),
            title(&row.sector, results, language),
            row.occupation.clone().unwrap_or_default(),
            row.qualification.clone().unwrap_or_default(),
            row.method.clone().unwrap_or_default(),
            row.sex.clone().unwrap_or_default(),
            row.age.clone().unwrap_or_default(),
            row.year.map(|year| year.to_string()).unwrap_or_default(),
            row.measure.clone(),
            row.unit.clone(),
            row.mean.to_string(),
        ];
        cells.extend(figures.map(|figure| figure.map(|f| f.to_string()).unwrap_or_default()));
        cells.push(row.class.map(|class| class.name().to_owned()).unwrap_or_default());
        cells.push(row.status.name().to_owned());
        let line: Vec<String> = cells.iter().map(|text| cell(text)).collect();
        writeln!(text, "{}", line.join(",")).expect("a string takes every line");
    }
    text
}

fn title(code: &str, results: &Results, language: Language) -> String {
    let sector = results.sectors.iter().find(|sector| sector.code.to_string() == code);
    words::sector_title(sector, language)
}

/// A cell that a spreadsheet takes neither for a formula nor for two cells.
fn cell(text: &str) -> String {
    let is_number = text.parse::<f64>().is_ok();
    let is_formula = !is_number && text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let safe = if is_formula { format!("'{text}") } else { text.to_owned() };
    if safe.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", safe.replace('"', "\"\""))
    } else {
        safe
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_quoted_where_needed_and_never_a_formula() {
        assert_eq!(cell("-12.5"), "-12.5");
        assert_eq!(cell("=1+1"), "'=1+1");
        assert_eq!(cell("Nông, lâm \"a\""), "\"Nông, lâm \"\"a\"\"\"");
    }
}
