//! Findings: the one way this crate words a problem of the input.

use crate::dataset::RawTable;
use crate::error::Place;
use crate::error::Problem;
use crate::error::Severity;
use crate::language::Text;

/// A finding that stops the run.
pub(crate) fn error(
    rule: &'static str,
    place: Place,
    found: impl Into<String>,
    expected: Text,
    repair: Text,
) -> Problem {
    Problem {
        severity: Severity::Error,
        rule,
        place,
        found: shortened(found.into()),
        expected,
        repair,
    }
}

/// A finding the run goes on with.
pub(crate) fn warning(
    rule: &'static str,
    place: Place,
    found: impl Into<String>,
    expected: Text,
    repair: Text,
) -> Problem {
    Problem {
        severity: Severity::Warning,
        rule,
        place,
        found: shortened(found.into()),
        expected,
        repair,
    }
}

/// A whole line of a damaged file is not shown in full.
const MOST_SHOWN: usize = 200;

fn shortened(found: String) -> String {
    match found.char_indices().nth(MOST_SHOWN) {
        Some((end, _)) => format!("{}…", &found[..end]),
        None => found,
    }
}

/// A place in a table; `row` counts the header as 1, 0 means the table as a whole.
pub(crate) fn place(file: &str, row: usize, column: &str) -> Place {
    Place {
        file: file.to_owned(),
        row: (row > 0).then_some(row),
        column: (!column.is_empty()).then(|| column.to_owned()),
    }
}

/// The finding with the cell it is about as the table has it, not as it was computed with.
pub(crate) fn as_written(mut problem: Problem, tables: &[&RawTable]) -> Problem {
    let cell = |place: &Place| {
        let table = tables.iter().find(|table| table.file == place.file)?;
        let column = place.column.as_ref()?;
        let position = table.header.iter().position(|h| h.trim().eq_ignore_ascii_case(column))?;
        let row = table.rows.iter().find(|row| Some(row.row) == place.row)?;
        row.cells.get(position).map(|cell| cell.trim().to_owned())
    };
    if let Some(cell) = cell(&problem.place) {
        problem.found = shortened(cell);
    }
    problem
}

/// Both versions of a text joined by a space, where the second has something to say.
pub(crate) fn join(first: &Text, second: &Text) -> Text {
    let glue = |a: &str, b: &str| {
        let parts: Vec<&str> = [a, b].into_iter().filter(|part| !part.is_empty()).collect();
        parts.join(" ")
    };
    Text::new(glue(&first.vi, &second.vi), glue(&first.en, &second.en))
}
