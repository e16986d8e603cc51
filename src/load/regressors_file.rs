//! Regressors from a long table: `unique_id, ds` and a column each, over the past and the horizon.

use std::path::Path;

use crate::error::{Error, Problem, Result};
use crate::forecast::panel::{Panel, PanelSeries};
use crate::forecast::regressors::{Lacking, Regressors};
use crate::language::Text;
use crate::load::long_table::LongTable;
use crate::load::panel_file::{DS, ID, MOST_PROBLEMS, moment};
use crate::validate::finding;

/// Reads the regressors of the series of `panel`, up to `horizon` periods ahead.
///
/// Rows of other series and of periods that are not needed are passed over.
///
/// # Errors
/// [`Error::Read`], or [`Error::Invalid`] with every row that is wrong and every series that lacks
/// a period.
pub(crate) fn read(path: &Path, panel: &Panel, horizon: usize) -> Result<Regressors> {
    let mut table = LongTable::open(path)?;
    let [id, ds] = table.columns([ID, DS])?;
    let columns: Vec<usize> =
        (0..table.header().len()).filter(|column| ![id, ds].contains(column)).collect();
    if columns.is_empty() {
        return Err(Error::Invalid { problems: vec![no_regressor(&table)] });
    }
    let names = columns.iter().map(|column| table.header()[*column].clone()).collect();
    let mut regressors = Regressors::named(names);
    let mut problems = Vec::new();
    while problems.len() < MOST_PROBLEMS && table.next()? {
        let row = Row { table: &table, keys: [id, ds], columns: &columns };
        match row.read(panel, horizon) {
            Ok(Some((position, values))) => {
                if !regressors.push(table.cell(id), position, values) {
                    problems.push(repeated(&table, ds));
                }
            }
            Ok(None) => {}
            Err(found) => problems.extend(found),
        }
    }
    if problems.is_empty() {
        let lacking = regressors.lacking(panel, horizon);
        let told = lacking.iter().take(MOST_PROBLEMS);
        problems.extend(told.map(|lacking| of_lacking(table.file(), panel, lacking)));
    }
    if problems.is_empty() { Ok(regressors) } else { Err(Error::Invalid { problems }) }
}

/// The row in hand.
struct Row<'a> {
    table: &'a LongTable,
    keys: [usize; 2],
    columns: &'a [usize],
}

impl Row<'_> {
    /// Position and values, if they are needed.
    fn read(
        &self,
        panel: &Panel,
        horizon: usize,
    ) -> std::result::Result<Option<(i64, Vec<f64>)>, Vec<Problem>> {
        let moment = moment(self.table, self.keys).map_err(|problem| vec![*problem])?;
        let id = self.table.cell(self.keys[0]);
        let Ok(index) = panel.series().binary_search_by(|series| series.id.as_str().cmp(id)) else {
            return Ok(None);
        };
        let series: &PanelSeries = &panel.series()[index];
        let position =
            panel.calendar().position(moment).ok_or_else(|| vec![self.off_the_axis(panel)])?;
        if !(series.first..=series.last() + horizon as i64).contains(&position) {
            return Ok(None);
        }
        let (mut values, mut problems) = (Vec::with_capacity(self.columns.len()), Vec::new());
        for column in self.columns {
            match self.table.number(*column) {
                Ok(Some(value)) => values.push(value),
                Ok(None) => problems.push(self.empty(*column)),
                Err(problem) => problems.push(*problem),
            }
        }
        if problems.is_empty() { Ok(Some((position, values))) } else { Err(problems) }
    }

    fn off_the_axis(&self, panel: &Panel) -> Problem {
        let first = panel.calendar().moment(0);
        self.table.finding(
            "other-dates",
            self.keys[1],
            Text::new(
                format!("một thời điểm của bảng số liệu, từ {first} trở đi"),
                format!("a moment of the table of values, which begins with {first}"),
            ),
            Text::new("Viết ngày như trong bảng số liệu.", "Write dates as that table does."),
        )
    }

    fn empty(&self, column: usize) -> Problem {
        self.table.finding(
            "missing-regressor",
            column,
            Text::new("một số", "a number"),
            Text::new(
                "Điền mọi kỳ từ giá trị đầu của chuỗi đến hết kỳ dự báo.",
                "Fill every period from the first value of the series to the end of the horizon.",
            ),
        )
    }
}

fn repeated(table: &LongTable, ds: usize) -> Problem {
    table.finding(
        "duplicate-key",
        ds,
        Text::new("một dòng cho mỗi chuỗi và thời điểm", "one row a series and moment"),
        Text::new("Xóa một trong hai dòng.", "Delete one of the two rows."),
    )
}

fn no_regressor(table: &LongTable) -> Problem {
    finding::error(
        "missing-column",
        finding::place(table.file(), 1, ""),
        table.header().join(", "),
        Text::new("một cột cho mỗi biến giải thích", "a column for each regressor"),
        Text::new("Thêm các cột biến giải thích.", "Add the columns of the regressors."),
    )
}

fn of_lacking(file: &str, panel: &Panel, lacking: &Lacking) -> Problem {
    let Lacking { id, first, n } = lacking;
    let moment = panel.calendar().moment(*first);
    finding::error(
        "missing-regressor",
        finding::place(file, 0, ""),
        "",
        Text::new(
            format!("một dòng cho {id} ở {moment}; số kỳ còn thiếu của chuỗi: {n}"),
            format!("a row for {id} at {moment}; periods the series lacks: {n}"),
        ),
        Text::new(
            "Nêu mọi kỳ từ giá trị đầu của chuỗi đến hết kỳ dự báo.",
            "Give every period from the first value of the series to the end of the horizon.",
        ),
    )
}
