//! Bars of the gap of every occupation in the last year, as those of sectors.

use crate::error::Result;
use crate::report::charts::Picture;
use crate::report::charts::balance;
use crate::report::charts::balance::Bar;
use crate::report::charts::frame::Topic;
use crate::report::charts::groups;
use crate::report::charts::select::Subject;
use crate::report::charts::text::Weight;
use crate::report::charts::words::pick;
use crate::results::TableName;

/// What is drawn.
pub(super) const MEASURE: &str = "gap";

/// Draws the chart.
///
/// # Errors
/// [`crate::error::Error::Request`] if there are no gaps by occupation.
pub(super) fn draw<'a>(subject: &Subject<'a>) -> Result<Picture<'a>> {
    let mut bars: Vec<Bar<'a>> = groups::occupations(subject)
        .into_iter()
        .filter_map(|group| {
            let row = group.last(subject, TableName::Occupations, MEASURE)?;
            Some(Bar { name: group.name, row, weight: Weight::Regular })
        })
        .collect();
    bars.sort_by(|one, other| one.row.mean.total_cmp(&other.row.mean));
    let mut bars = subject.some(bars, TableName::Occupations, MEASURE)?;
    let language = subject.language;
    bars.extend(balance::total(subject, pick(language, "Tất cả các nghề", "All occupations")));
    let topic = Topic {
        title: pick(
            language,
            "Chênh lệch cung – cầu lao động theo nghề, năm",
            "Gap between labour supply and demand by occupation,",
        ),
        unit: pick(language, "Cung trừ cầu,", "Supply minus demand,"),
    };
    Ok(balance::picture(subject, &bars, topic))
}
