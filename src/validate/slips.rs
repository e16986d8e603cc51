//! Codes that are wrong: one finding for each wrong text of a column, however often it occurs.

use std::collections::BTreeMap;

use crate::dataset::RawRow;
use crate::error::Problem;
use crate::error::Severity;
use crate::language::Text;
use crate::validate::finding;

/// Wrong codes by column and text.
#[derive(Debug, Default)]
pub(crate) struct Slips(BTreeMap<(&'static str, String), Slip>);

#[derive(Debug)]
struct Slip {
    severity: Severity,
    rule: &'static str,
    first_row: usize,
    n_rows: usize,
    expected: Text,
    repair: Text,
}

/// What is wrong with a code.
pub(crate) struct Reason {
    /// How bad it is.
    pub(crate) severity: Severity,
    /// Name of the rule.
    pub(crate) rule: &'static str,
    /// What was expected.
    pub(crate) expected: Text,
    /// How to repair it.
    pub(crate) repair: Text,
}

impl Slips {
    /// Records the wrong `text` in `column` of `row`.
    pub(crate) fn add(
        &mut self,
        (row, column): (&RawRow, &'static str),
        text: &str,
        reason: impl FnOnce() -> Reason,
    ) {
        let slip = self.0.entry((column, text.to_owned())).or_insert_with(|| {
            let Reason { severity, rule, expected, repair } = reason();
            Slip { severity, rule, first_row: row.row, n_rows: 0, expected, repair }
        });
        slip.n_rows += 1;
    }

    /// One finding for each wrong text, at its first row.
    pub(crate) fn findings(self, file: &str) -> impl Iterator<Item = Problem> {
        self.0.into_iter().map(move |((column, text), slip)| Problem {
            severity: slip.severity,
            rule: slip.rule,
            place: finding::place(file, slip.first_row, column),
            found: text,
            expected: slip.expected,
            repair: finding::join(&slip.repair, &rows(slip.n_rows)),
        })
    }
}

fn rows(n_rows: usize) -> Text {
    if n_rows == 1 {
        return Text::default();
    }
    Text::new(format!("Có ở {n_rows} dòng."), format!("It stands in {n_rows} rows."))
}
