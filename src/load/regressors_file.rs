//! Regressors from a long table: `unique_id, ds` and a column each, over the past and the horizon.
//!
//! A column `draw` numbers draws of the periods to come from 1; where it is empty, a row is of all.

use std::path::Path;

use crate::error::{Error, Problem, Result};
use crate::forecast::panel::{Panel, PanelSeries};
use crate::forecast::regressors::term::Term;
use crate::forecast::regressors::{Lacking, Regressors};
use crate::language::Text;
use crate::load::long_table::LongTable;
use crate::load::panel_file::{DS, ID, MOST_PROBLEMS, moment};
use crate::validate::{finding, nearest};

/// Name of the column with the number of a draw.
const DRAW: &str = "draw";
/// Most draws.
const MOST_DRAWS: f64 = 100_000.0;

/// Which regressors are wanted.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Wanted<'a> {
    /// The columns of the regression; every regressor as it is where there are none.
    pub(crate) terms: &'a [Term],
    /// Periods ahead for which there must be values.
    pub(crate) needed: usize,
    /// Periods ahead for which values are read.
    pub(crate) horizon: usize,
}

/// The columns of a regression for every series of a panel.
pub(crate) struct Explained {
    /// The panel, without the first values that have no lagged regressors.
    pub(crate) panel: Panel,
    pub(crate) regressors: Regressors,
    /// How many values were left out.
    pub(crate) n_left_out: usize,
}

/// Reads the regressors of the series of `panel` and makes the columns wanted of them; without a
/// file, those that need none.
///
/// Rows of other series and of periods that are not needed are passed over.
///
/// # Errors
/// [`Error::Read`], or [`Error::Invalid`] with every row that is wrong, every regressor that is not
/// there and every series that lacks a period.
pub(crate) fn read(path: Option<&Path>, panel: &Panel, wanted: &Wanted<'_>) -> Result<Explained> {
    let lag = wanted.terms.iter().map(Term::lag).max().unwrap_or(0);
    let (file, given) = match path {
        Some(path) => given(path, panel, (lag, wanted.horizon))?,
        None => ("--terms".to_owned(), Regressors::default()),
    };
    let every = || given.names().iter().map(|name| Term::Given(name.clone())).collect();
    let terms: Vec<Term> = if wanted.terms.is_empty() { every() } else { wanted.terms.to_vec() };
    let is_known = |name: &str| given.names().iter().any(|known| known == name);
    let unknown = terms.iter().filter_map(Term::given).filter(|name| !is_known(name));
    let mut problems: Vec<Problem> =
        unknown.map(|name| no_such_regressor(&file, name, given.names())).collect();
    let made = given.made(&terms, panel, wanted.horizon);
    let (panel, n_left_out) = made.late(panel, lag);
    if problems.is_empty() {
        let lacking = made.lacking(&panel, wanted.needed);
        let told = lacking.iter().take(MOST_PROBLEMS);
        problems.extend(told.map(|lacking| of_lacking(&file, &panel, lacking)));
    }
    if problems.is_empty() {
        Ok(Explained { panel, regressors: made, n_left_out })
    } else {
        Err(Error::Invalid { problems })
    }
}

/// The name of the file and the regressors in it, from `reach.0` periods before the first value of
/// a series to `reach.1` after the last.
fn given(path: &Path, panel: &Panel, reach: (usize, usize)) -> Result<(String, Regressors)> {
    let mut table = LongTable::open(path)?;
    let [id, ds] = table.columns([ID, DS])?;
    let draw = table.find(DRAW);
    let is_regressor = |column: &usize| ![Some(id), Some(ds), draw].contains(&Some(*column));
    let columns: Vec<usize> = (0..table.header().len()).filter(is_regressor).collect();
    if columns.is_empty() {
        return Err(Error::Invalid { problems: vec![no_regressor(&table)] });
    }
    let names = columns.iter().map(|column| table.header()[*column].clone()).collect();
    let mut regressors = Regressors::named(names);
    let mut problems = Vec::new();
    while problems.len() < MOST_PROBLEMS && table.next()? {
        let row = Row { table: &table, keys: [id, ds], draw, columns: &columns };
        match row.read(panel, reach) {
            Ok(Some((draw, position, values))) => {
                let id = table.cell(id);
                let is_new = match draw {
                    Some(draw) => regressors.push_draw(draw, id, position, values),
                    None => regressors.push(id, position, values),
                };
                if !is_new {
                    problems.push(repeated(&table, ds));
                }
            }
            Ok(None) => {}
            Err(found) => problems.extend(found),
        }
    }
    let file = table.file().to_owned();
    if problems.is_empty() { Ok((file, regressors)) } else { Err(Error::Invalid { problems }) }
}

/// Draw, position and values of a row.
type Cells = (Option<usize>, i64, Vec<f64>);

/// The row in hand.
struct Row<'a> {
    table: &'a LongTable,
    keys: [usize; 2],
    draw: Option<usize>,
    columns: &'a [usize],
}

impl Row<'_> {
    /// Draw, position and values, if they are needed.
    fn read(
        &self,
        panel: &Panel,
        (before, ahead): (usize, usize),
    ) -> std::result::Result<Option<Cells>, Vec<Problem>> {
        let moment = moment(self.table, self.keys).map_err(|problem| vec![*problem])?;
        let id = self.table.cell(self.keys[0]);
        let Ok(index) = panel.series().binary_search_by(|series| series.id.as_str().cmp(id)) else {
            return Ok(None);
        };
        let series: &PanelSeries = &panel.series()[index];
        let position =
            panel.calendar().position(moment).ok_or_else(|| vec![self.off_the_axis(panel)])?;
        let needed = series.first - before as i64..=series.last() + ahead as i64;
        if !needed.contains(&position) {
            return Ok(None);
        }
        let draw = self.number_of_draw().map_err(|problem| vec![*problem])?;
        if draw.is_some() && position <= series.last() {
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
        if problems.is_empty() { Ok(Some((draw, position, values))) } else { Err(problems) }
    }

    /// The number of the draw, counted from 0; none in a row of all.
    fn number_of_draw(&self) -> std::result::Result<Option<usize>, Box<Problem>> {
        let Some(column) = self.draw else { return Ok(None) };
        match self.table.number(column)? {
            None => Ok(None),
            Some(draw) if (1.0..=MOST_DRAWS).contains(&draw) && draw.fract() == 0.0 => {
                Ok(Some(draw as usize - 1))
            }
            Some(_) => Err(Box::new(self.table.finding(
                "wrong-draw",
                column,
                Text::new("số đường mô phỏng: 1, 2, 3…", "the number of a draw: 1, 2, 3…"),
                Text::new("Đánh số các đường từ 1.", "Number the draws from 1."),
            ))),
        }
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

fn no_such_regressor(file: &str, name: &str, known: &[String]) -> Problem {
    let near = nearest::suggestion(name, known.iter().map(String::as_str));
    let repair = Text::new(
        format!("Thêm cột {name}, hoặc sửa --terms."),
        format!("Add a column {name}, or correct --terms."),
    );
    finding::error(
        "missing-column",
        finding::place(file, 1, ""),
        known.join(", "),
        Text::new(format!("một biến giải thích {name}"), format!("a regressor {name}")),
        finding::join(&near, &repair),
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
