//! Every area on a sheet: labour force, participation, change and reliability, filterable.

use rust_xlsxwriter::{Worksheet, XlsxError};

use crate::report::areas;
use crate::report::text::pick;
use crate::report::words;
use crate::report::workbook::Context;
use crate::report::workbook::page::{figure, headed_page, header_row, text};

/// The name of the sheet.
fn name<'t>(context: &Context) -> &'t str {
    pick(context.language, "Địa bàn", "Areas")
}

/// The sheet.
pub(super) fn sheet(context: &Context) -> Result<Worksheet, XlsxError> {
    let (results, language) = (context.results, context.language);
    let area = results.area_title.get(language);
    let subtitle = context.pick(
        "Người, giá trị trung bình chưa làm tròn; cột Tin cậy cho biết số nào nên đọc làm tròn.",
        "Persons, unrounded means; the reliability column tells which to read as round figures.",
    );
    let mut sheet = headed_page(context, name(context), area, subtitle)?;
    sheet.set_column_width(0, 34)?;
    for column in 1..13 {
        sheet.set_column_width(column, 14)?;
    }
    let (base, to) = (results.base_year, results.to);
    let of = |vi, en, year| format!("{} {year}", context.pick(vi, en));
    let headers = vec![
        context.pick("Địa bàn", "Area").to_owned(),
        context.pick("Mã", "Code").to_owned(),
        of("Lực lượng lao động", "Labour force", base),
        of("Lực lượng lao động", "Labour force", to),
        "P10".to_owned(),
        "P90".to_owned(),
        of("Tham gia", "Participation", base),
        of("Tham gia", "Participation", to),
        context.pick("Xác suất thiếu", "P(shortage)").to_owned(),
        context.pick("Tin cậy", "Reliability").to_owned(),
        of("Nguồn gốc", "Status", base),
        of("Thay thế", "Replacement", to),
        of("Nhu cầu tuyển", "Openings", to),
    ];
    header_row(context, &mut sheet, 3, &headers)?;
    let lines = areas::lines(results, language);
    for (row, line) in (4..).zip(&lines) {
        let styles = &context.styles;
        let body = if line.has_parts { &styles.total } else { &styles.body };
        text(&mut sheet, (row, 0), line.name, &body.text)?;
        text(&mut sheet, (row, 1), &line.code, &body.text)?;
        let figures = [
            (Some(line.base.mean), &body.count),
            (Some(line.last.mean), &body.count),
            (line.last.p10, &body.count),
            (line.last.p90, &body.count),
            (line.participation[0], &body.probability),
            (line.participation[1], &body.probability),
            (line.p_shortage, &body.probability),
        ];
        for (column, (value, format)) in (2..).zip(figures) {
            figure(&mut sheet, (row, column), value, format)?;
        }
        let letter = line.last.reliability.as_deref().unwrap_or_default();
        text(&mut sheet, (row, 9), letter, &body.centred)?;
        let status = words::status(line.base.status);
        text(&mut sheet, (row, 10), status.get(language), &body.centred)?;
        figure(&mut sheet, (row, 11), line.replacement, &body.count)?;
        figure(&mut sheet, (row, 12), line.openings, &body.count)?;
    }
    sheet.set_freeze_panes(4, 1)?;
    sheet.autofilter(3, 0, 3 + lines.len() as u32, 12)?;
    Ok(sheet)
}
