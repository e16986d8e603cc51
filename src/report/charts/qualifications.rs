//! The gap as a share of demand, qualification by year, as that of sectors.

use crate::error::Result;
use crate::report::charts::Picture;
use crate::report::charts::frame::Topic;
use crate::report::charts::groups;
use crate::report::charts::groups::Group;
use crate::report::charts::heatmap;
use crate::report::charts::heatmap::Cell;
use crate::report::charts::heatmap::Line;
use crate::report::charts::select;
use crate::report::charts::select::Subject;
use crate::report::charts::text::Weight;
use crate::report::charts::words::pick;
use crate::results::ResultRow;
use crate::results::TableName;

/// What is drawn, over demand.
pub(super) const MEASURE: &str = "gap";

const TABLE: TableName = TableName::Qualifications;

/// Draws the chart.
///
/// # Errors
/// [`crate::error::Error::Request`] if there are no gaps by qualification.
pub(super) fn draw<'a>(subject: &Subject<'a>) -> Result<Picture<'a>> {
    let lines: Vec<Line<'a>> = groups::qualifications(subject)
        .into_iter()
        .map(|group| Line {
            cells: cells(subject, &group),
            name: group.name,
            weight: Weight::Regular,
        })
        .filter(|line| !line.cells.is_empty())
        .collect();
    let lines = subject.some(lines, TABLE, MEASURE)?;
    let language = subject.language;
    let topic = Topic {
        title: pick(
            language,
            "Chênh lệch cung – cầu lao động theo trình độ, lĩnh vực đào tạo và năm",
            "Gap between labour supply and demand by qualification and year",
        ),
        unit: pick(language, "Cung trừ cầu, % của cầu", "Supply minus demand, % of demand"),
    };
    let rows: Vec<&ResultRow> =
        lines.iter().flat_map(|line| line.cells.iter().map(|cell| cell.row)).collect();
    let caption = heatmap::caption(subject, topic).about(&rows, subject);
    Ok(heatmap::picture(subject, &lines, caption))
}

fn cells<'a>(subject: &Subject<'a>, group: &Group<'a>) -> Vec<Cell<'a>> {
    let demand = group.rows(subject, TABLE, "demand");
    let share = |row: &'a ResultRow| {
        let wanted = select::at(&demand, row.year?)?.mean;
        (wanted > 0.0).then(|| Cell { row, share: row.mean / wanted })
    };
    group.rows(subject, TABLE, MEASURE).into_iter().filter_map(share).collect()
}
