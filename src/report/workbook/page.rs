//! What every sheet has in common: paper, heading, cells of text and figures.

use rust_xlsxwriter::{Format, Worksheet, XlsxError};

use crate::report::workbook::Context;

/// Longest text a cell of Excel takes is 32,767 characters.
const MOST_CHARACTERS: usize = 32_000;

/// A4.
const PAPER: u8 = 9;

/// An empty sheet named `name` that prints one page wide on A4, lying.
pub(super) fn page(name: &str) -> Result<Worksheet, XlsxError> {
    let mut sheet = Worksheet::new();
    sheet.set_name(name)?;
    sheet.set_paper_size(PAPER).set_landscape().set_print_fit_to_pages(1, 0);
    sheet.set_footer("&L&A&R&P / &N").set_margins(0.5, 0.5, 0.6, 0.6, 0.3, 0.3);
    Ok(sheet)
}

/// A sheet with heading and subtitle in its first two rows; the third is left empty.
pub(super) fn headed_page(
    context: &Context,
    name: &str,
    heading: &str,
    subtitle: &str,
) -> Result<Worksheet, XlsxError> {
    let mut sheet = page(name)?;
    sheet.set_screen_gridlines(false);
    text(&mut sheet, (0, 0), heading, &context.styles.title)?;
    text(&mut sheet, (1, 0), subtitle, &context.styles.subtitle)?;
    Ok(sheet)
}

/// Writes `text` as text, whatever it begins with.
pub(super) fn text(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    text: &str,
    format: &Format,
) -> Result<(), XlsxError> {
    let end = text.char_indices().nth(MOST_CHARACTERS).map_or(text.len(), |(end, _)| end);
    sheet.write_string_with_format(row, column, &text[..end], format)?;
    Ok(())
}

/// Writes a figure; an empty cell in the same format where there is none.
pub(super) fn figure(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    value: Option<f64>,
    format: &Format,
) -> Result<(), XlsxError> {
    match value.filter(|value| value.is_finite()) {
        Some(value) => sheet.write_number_with_format(row, column, value, format)?,
        None => sheet.write_blank(row, column, format)?,
    };
    Ok(())
}

/// Height of a row of headers of two lines, in points.
const HEADER_HEIGHT: f64 = 31.0;

/// A row of headers, the first flush left.
pub(super) fn header_row(
    context: &Context,
    sheet: &mut Worksheet,
    row: u32,
    headers: &[String],
) -> Result<(), XlsxError> {
    sheet.set_row_height(row, HEADER_HEIGHT)?;
    for (column, header) in (0..).zip(headers) {
        let styles = &context.styles;
        let format = if column == 0 { &styles.header_left } else { &styles.header };
        text(sheet, (row, column), header, format)?;
    }
    Ok(())
}
