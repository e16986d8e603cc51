//! A panel from a long table: `unique_id, ds, y`, one row a value.

use std::path::Path;

use crate::error::{Error, Problem, Result};
use crate::forecast::calendar::Moment;
use crate::forecast::panel::{Fault, Panel, RowFault, Rows};
use crate::language::Text;
use crate::load::long_table::LongTable;
use crate::validate::finding;

/// Names of the columns, as forecasting libraries write them.
pub(crate) const ID: &str = "unique_id";
/// Moment of a value: a whole number or an ISO date.
pub(crate) const DS: &str = "ds";
/// The value.
pub(crate) const Y: &str = "y";
/// Most problems collected; a file with more is of another kind.
pub(crate) const MOST_PROBLEMS: usize = 1000;

/// Reads a panel, its season as the dates tell unless `season_length` is given.
///
/// # Errors
/// [`Error::Read`], or [`Error::Invalid`] with every row that is wrong.
pub(crate) fn read(path: &Path, season_length: Option<usize>) -> Result<Panel> {
    let mut table = LongTable::open(path)?;
    let columns @ [id, ..] = table.columns([ID, DS, Y])?;
    let (mut rows, mut places, mut problems) = (Rows::default(), Vec::new(), Vec::new());
    while table.next()? {
        match cells(&table, columns) {
            Ok((moment, value)) => {
                rows.push(table.cell(id), moment, value);
                places.push(table.row() as u32);
            }
            Err(problem) => problems.push(*problem),
        }
        if problems.len() >= MOST_PROBLEMS {
            break;
        }
    }
    if rows.is_empty() && problems.is_empty() {
        problems.push(no_rows(table.file()));
    }
    let file = table.file().to_owned();
    drop(table);
    match rows.into_panel(season_length) {
        Ok(panel) if problems.is_empty() && panel.series().is_empty() => {
            Err(Error::Invalid { problems: vec![no_rows(&file)] })
        }
        Ok(panel) if problems.is_empty() => Ok(panel),
        Ok(_) => Err(Error::Invalid { problems }),
        Err(faults) => {
            let shown = faults.iter().take(MOST_PROBLEMS);
            problems.extend(shown.map(|fault| of_fault(&file, fault, &places)));
            problems.sort_by_key(|problem| problem.place.row);
            Err(Error::Invalid { problems })
        }
    }
}

/// Moment and value of the row in hand.
pub(crate) fn cells(
    table: &LongTable,
    [id, ds, y]: [usize; 3],
) -> std::result::Result<(Moment, Option<f64>), Box<Problem>> {
    Ok((moment(table, [id, ds])?, table.number(y)?))
}

/// Moment of the row in hand, which names a series.
pub(crate) fn moment(
    table: &LongTable,
    [id, ds]: [usize; 2],
) -> std::result::Result<Moment, Box<Problem>> {
    if table.cell(id).is_empty() {
        return Err(Box::new(table.finding(
            "missing-key",
            id,
            Text::new("tên của chuỗi", "the name of the series"),
            Text::new("Điền tên chuỗi ở mọi dòng.", "Give the name of the series in every row."),
        )));
    }
    Moment::parse(table.cell(ds)).ok_or_else(|| {
        Box::new(table.finding(
            "wrong-date",
            ds,
            Text::new(
                "một năm như 2025, hoặc một ngày như 2025-03-31",
                "a year such as 2025, or a date such as 2025-03-31",
            ),
            Text::new("Viết ngày theo dạng năm-tháng-ngày.", "Write dates as year-month-day."),
        ))
    })
}

fn of_fault(file: &str, fault: &RowFault, places: &[u32]) -> Problem {
    let row_of = |row: usize| places.get(row).map_or(0, |place| *place as usize);
    let place = finding::place(file, row_of(fault.row), DS);
    let found = fault.moment.to_string();
    match &fault.fault {
        Fault::Duplicate { earlier } => finding::error(
            "duplicate-key",
            place,
            found,
            Text::new(
                format!("một giá trị cho mỗi chuỗi và thời điểm; dòng {} đã có", row_of(*earlier)),
                format!("one value a series and moment; row {} has one", row_of(*earlier)),
            ),
            Text::new("Xóa một trong hai dòng.", "Delete one of the two rows."),
        ),
        Fault::FarApart { n_periods } => finding::error(
            "far-apart",
            place,
            found,
            Text::new(
                format!("một thời điểm gần các thời điểm khác; chuỗi này trải {n_periods} kỳ"),
                format!("a moment near the others; the series spans {n_periods} periods"),
            ),
            Text::new(
                "Sửa năm hoặc ngày; viết ngày theo dạng năm-tháng-ngày.",
                "Correct the year or the date; write dates as year-month-day.",
            ),
        ),
        _ => finding::error(
            "mixed-dates",
            place,
            found,
            Text::new("cùng một kiểu như dòng đầu", "the same kind as in the first row"),
            Text::new(
                "Dùng năm ở mọi dòng, hoặc ngày ở mọi dòng.",
                "Use years in all rows, or dates in all rows.",
            ),
        ),
    }
}

/// A table with a header and nothing under it.
pub(crate) fn no_rows(file: &str) -> Problem {
    finding::error(
        "empty-file",
        finding::place(file, 0, ""),
        "",
        Text::new("các dòng có giá trị", "rows with values"),
        Text::new("Điền số liệu vào tệp.", "Fill the file with figures."),
    )
}
