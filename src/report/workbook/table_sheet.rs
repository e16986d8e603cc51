//! A sheet with every row of a table, to be filtered.

use rust_xlsxwriter::{Format, Worksheet, XlsxError};

use crate::report::columns::{COLUMNS, Column, Field};
use crate::report::figures::class_label;
use crate::report::words;
use crate::report::workbook::Context;
use crate::report::workbook::page::{page, text};
use crate::report::workbook::styles::{ClassCells, colour_classes};
use crate::results::{ResultRow, ResultTable};

/// Most rows of figures on a sheet; Excel takes 1,048,576 with the headers.
pub(super) const MOST_ROWS: usize = 1_000_000;

/// Columns that at least one row of the table fills.
fn used_columns(table: &ResultTable) -> Vec<&'static Column> {
    let is_used = |column: &&Column| {
        table.rows.iter().any(|row| match column.field {
            Field::Text(of) => of(row).is_some(),
            Field::Integer(of) => of(row).is_some(),
            Field::Number(of) => of(row).is_some(),
        })
    };
    COLUMNS.iter().filter(is_used).collect()
}

fn width(column: &Column) -> f64 {
    match column.name {
        "sector" | "method" | "occupation" | "qualification" => 27.0,
        "measure" => 40.0,
        "scenario" => 25.0,
        "area" | "age" | "status" | "class" | "unit" => 14.0,
        "sex" | "step" | "year" => 9.0,
        _ => 13.0,
    }
}

/// What a reader sees for a code.
fn shown(context: &Context, column: &Column, row: &ResultRow, code: &str) -> String {
    let text = match column.name {
        "scenario" => words::scenario(context.results, code),
        "area" => words::area(context.results, code),
        "sector" => words::sector(context.results, code),
        "occupation" => words::occupation(context.results, code),
        "qualification" => words::qualification(context.results, code),
        "sex" => words::sex(code),
        "method" => words::method(code),
        "measure" => words::measure(code),
        "unit" => words::unit(code),
        "status" => words::status(row.status),
        _ => return code.to_owned(),
    };
    text.get(context.language).to_owned()
}

/// The cells of a column that have been written to already, so that each code is translated once.
type Shown<'r> = std::collections::BTreeMap<(&'static str, &'r str), String>;

fn number_format<'c>(context: &'c Context, column: &Column, row: &ResultRow) -> &'c Format {
    let body = &context.styles.plain;
    if column.name == "p_shortage" { &body.probability } else { body.of_unit(&row.unit) }
}

fn write_row<'r>(
    context: &Context,
    sheet: &mut Worksheet,
    columns: &[&'static Column],
    (position, row): (u32, &'r ResultRow),
    shown_before: &mut Shown<'r>,
) -> Result<(), XlsxError> {
    let plain = &context.styles.plain;
    for (place, column) in (0..).zip(columns) {
        match column.field {
            // A class is spelt by its row: the same class may be sure or not.
            Field::Text(_) if column.name == "class" => {
                if let Some(class) = class_label(row, context.results.naming_probability) {
                    text(sheet, (position, place), class.get(context.language), &plain.centred)?;
                }
            }
            Field::Text(of) => {
                if let Some(code) = of(row) {
                    let shown = shown_before
                        .entry((column.name, code))
                        .or_insert_with(|| shown(context, column, row, code));
                    text(sheet, (position, place), shown, &plain.text)?;
                }
            }
            Field::Integer(of) => {
                if let Some(number) = of(row) {
                    sheet.write_number_with_format(position, place, number, &plain.centred)?;
                }
            }
            Field::Number(of) => {
                if let Some(number) = of(row).filter(|number| number.is_finite()) {
                    let format = number_format(context, column, row);
                    sheet.write_number_with_format(position, place, number, format)?;
                }
            }
        }
    }
    Ok(())
}

fn headers(
    context: &Context,
    sheet: &mut Worksheet,
    columns: &[&'static Column],
) -> Result<(), XlsxError> {
    for (place, column) in (0..).zip(columns) {
        let styles = &context.styles;
        let format = match column.field {
            Field::Text(_) if column.name != "class" => &styles.header_left,
            Field::Text(_) | Field::Integer(_) => &styles.header_centred,
            Field::Number(_) => &styles.header,
        };
        text(sheet, (0, place), column.header().get(context.language), format)?;
        sheet.set_column_width(place, width(column))?;
    }
    sheet.set_freeze_panes(1, 0)?;
    sheet.set_repeat_rows(0, 0)?;
    Ok(())
}

fn sheet(
    context: &Context,
    name: &str,
    columns: &[&'static Column],
    rows: &[ResultRow],
) -> Result<Worksheet, XlsxError> {
    let mut sheet = page(name)?;
    headers(context, &mut sheet, columns)?;
    let mut shown_before = Shown::new();
    for line in (1..).zip(rows) {
        write_row(context, &mut sheet, columns, line, &mut shown_before)?;
    }
    let last_row = rows.len() as u32;
    if !rows.is_empty() && !columns.is_empty() {
        sheet.autofilter(0, 0, last_row, columns.len() as u16 - 1)?;
    }
    if let Some(place) = columns.iter().position(|column| column.name == "class") {
        let cells = ClassCells { first_row: 1, last_row, column: place as u16 };
        colour_classes(&mut sheet, cells, context.language)?;
    }
    Ok(sheet)
}

/// The sheets of a table: one, or more where it has over `most_rows` rows.
pub(super) fn sheets(
    context: &Context,
    table: &ResultTable,
    most_rows: usize,
) -> Result<Vec<Worksheet>, XlsxError> {
    let title = words::table_title(table.name);
    let name = title.get(context.language);
    let columns = used_columns(table);
    if table.rows.is_empty() {
        return Ok(vec![sheet(context, name, &COLUMNS.iter().collect::<Vec<_>>(), &[])?]);
    }
    table
        .rows
        .chunks(most_rows)
        .enumerate()
        .map(|(part, rows)| {
            let name = if part == 0 { name.to_owned() } else { format!("{name} ({})", part + 1) };
            sheet(context, &name, &columns, rows)
        })
        .collect()
}
