//! Occupations and qualifications: their names and their rows.

use crate::language::Language;
use crate::language::Text;
use crate::report::charts::select;
use crate::report::charts::select::Subject;
use crate::results::ALL_SECTORS;
use crate::results::ResultRow;
use crate::results::Results;
use crate::results::TableName;

/// An occupation or a qualification.
#[derive(Clone, Debug)]
pub(super) struct Group<'a> {
    /// Its short name.
    pub(super) name: &'a str,
    occupation: Option<String>,
    qualification: Option<String>,
}

/// Whether a table has rows of `measure` to draw.
pub(super) fn has(results: &Results, table: TableName, measure: &str) -> bool {
    select::rows(results, table).any(|row| row.measure == measure)
}

/// The occupations in the order of the axis.
pub(super) fn occupations<'a>(subject: &Subject<'a>) -> Vec<Group<'a>> {
    let all = subject.results.occupations.iter();
    all.map(|one| Group {
        name: name((&one.short, &one.title), subject.language),
        occupation: Some(one.code.to_string()),
        qualification: None,
    })
    .collect()
}

/// The qualifications in the order of the axis.
pub(super) fn qualifications<'a>(subject: &Subject<'a>) -> Vec<Group<'a>> {
    let all = subject.results.qualifications.iter();
    all.map(|one| Group {
        name: name((&one.short, &one.title), subject.language),
        occupation: None,
        qualification: Some(one.code.to_string()),
    })
    .collect()
}

fn name<'a>((short, title): (&'a Text, &'a Text), language: Language) -> &'a str {
    let short = short.get(language);
    if short.is_empty() { title.get(language) } else { short }
}

impl Group<'_> {
    /// Whether it is the occupation or qualification with this code.
    pub(super) fn is_of(&self, code: &str) -> bool {
        [&self.occupation, &self.qualification].into_iter().flatten().any(|own| own == code)
    }

    /// Rows of `measure`, by year.
    pub(super) fn rows<'a>(
        &self,
        subject: &Subject<'a>,
        table: TableName,
        measure: &str,
    ) -> Vec<&'a ResultRow> {
        let mut rows: Vec<&ResultRow> = select::rows(subject.results, table)
            .filter(|row| row.measure == measure && row.scenario == subject.scenario.name)
            .filter(|row| row.occupation == self.occupation && row.sector == ALL_SECTORS)
            .filter(|row| row.qualification == self.qualification)
            .collect();
        rows.sort_by_key(|row| row.year);
        rows
    }

    /// The row of `measure` in the last year.
    pub(super) fn last<'a>(
        &self,
        subject: &Subject<'a>,
        table: TableName,
        measure: &str,
    ) -> Option<&'a ResultRow> {
        select::at(&self.rows(subject, table, measure), subject.results.to)
    }
}
