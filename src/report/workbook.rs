//! `results.xlsx`: the result as a planner reads it.
//!
//! The first sheets are for reading: what the figures are, the balance by scenario, figures by
//! year, and charts that Excel draws itself. The others hold every row of the tables, to be
//! filtered. Cells hold unrounded numbers and show them rounded; nothing is a formula.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

use crate::error::{Error, Result};
use crate::language::Language;
use crate::report::figures::Figures;
use crate::report::text::pick;
use crate::results::Results;

mod styles;
mod page;
mod areas_sheet;
mod balance_sheet;
mod years_sheet;
mod charts_sheet;
mod table_sheet;
mod notes_sheet;

/// File name of the workbook.
pub(crate) const FILE: &str = "results.xlsx";

/// What every sheet is made from.
pub(crate) struct Context<'a> {
    results: &'a Results,
    figures: Figures<'a>,
    language: Language,
    styles: styles::Styles,
}

impl Context<'_> {
    fn pick<'t>(&self, vi: &'t str, en: &'t str) -> &'t str {
        pick(self.language, vi, en)
    }
}

fn properties(context: &Context) -> std::result::Result<DocProperties, XlsxError> {
    // A fixed date: the same run gives the same bytes on every day.
    let created = ExcelDateTime::from_ymd(2025, 7, 1)?;
    Ok(DocProperties::new()
        .set_title(context.results.title.get(context.language))
        .set_author("labourcast")
        .set_creation_datetime(&created))
}

fn fill(context: &Context) -> std::result::Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties(context)?);
    let mut sheets = if context.results.areas.is_empty() {
        vec![
            balance_sheet::sheet(context)?,
            years_sheet::sheet(context)?,
            charts_sheet::sheet(context)?,
        ]
    } else {
        vec![areas_sheet::sheet(context)?, years_sheet::sheet(context)?]
    };
    for table in context.results.written_tables() {
        sheets.extend(table_sheet::sheets(context, table, table_sheet::MOST_ROWS)?);
    }
    let names: Vec<_> = sheets.iter().map(rust_xlsxwriter::Worksheet::name).collect();
    workbook.push_worksheet(notes_sheet::sheet(context, &names)?);
    for sheet in sheets {
        workbook.push_worksheet(sheet);
    }
    workbook.save_to_buffer()
}

/// The workbook of `results` with its texts in `language`.
///
/// # Errors
/// [`Error::Write`] if a sheet cannot be made.
pub(crate) fn bytes(results: &Results, language: Language) -> Result<Vec<u8>> {
    let figures = Figures::of(results);
    let context = Context { results, figures, language, styles: styles::Styles::new() };
    fill(&context)
        .map_err(|error| Error::Write { path: FILE.into(), source: std::io::Error::other(error) })
}

#[cfg(test)]
mod tests;
