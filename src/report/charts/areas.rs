//! Bars of the change of the labour force of every area, ranked, in two columns.
//!
//! A bar is the mean of the last year over the base year, less one; its whisker the central 80 % of
//! the draws. A bar is pale where that interval holds zero. The letter behind a name tells how far the figure
//! can be relied on.

use crate::areas::Area;
use crate::error::Result;
use crate::report::charts::Picture;
use crate::report::charts::axis;
use crate::report::charts::canvas::Anchor;
use crate::report::charts::canvas::Canvas;
use crate::report::charts::canvas::Rect;
use crate::report::charts::canvas::Stroke;
use crate::report::charts::frame;
use crate::report::charts::frame::Caption;
use crate::report::charts::scale;
use crate::report::charts::scale::Scale;
use crate::report::charts::select;
use crate::report::charts::select::Subject;
use crate::report::charts::text::Type;
use crate::report::charts::theme;
use crate::report::charts::words;
use crate::report::charts::words::pick;
use crate::results::ResultRow;
use crate::results::TableName;

const MEASURE: &str = "labour_force";

struct Bar<'a> {
    area: &'a Area,
    row: &'a ResultRow,
    base: &'a ResultRow,
    /// Change in per cent: tenth percentile, mean, ninetieth percentile.
    change: [f64; 3],
}

/// Draws the chart.
///
/// # Errors
/// [`crate::error::Error::Request`] if the results are not of several areas.
pub(super) fn draw<'a>(subject: &Subject<'a>) -> Result<Picture<'a>> {
    let bars = subject.some(bars(subject), TableName::Supply, MEASURE)?;
    let rows = bars.iter().map(|bar| bar.row).collect();
    let caption = caption(subject, &bars);
    let mut canvas = Canvas::default();
    let room = frame::compose(&mut canvas, &caption);
    let half = bars.len().div_ceil(2);
    let domain = scale::domain(bars.iter().flat_map(|bar| bar.change).chain([0.0]), 0.04);
    let row_height = (room.height() - 30.0) / half as f64;
    let middle = f64::midpoint(room.left, room.right);
    for (column, bars) in bars.chunks(half).enumerate() {
        let (left, right) =
            if column == 0 { (room.left, middle - 18.0) } else { (middle + 18.0, room.right) };
        let column =
            Rect { left, right, top: room.top, bottom: room.top + row_height * half as f64 };
        draw_column(&mut canvas, bars, (column, domain, row_height), subject);
    }
    Ok(Picture { canvas, title: caption.title, rows })
}

/// Areas without parts, largest growth first.
fn bars<'a>(subject: &Subject<'a>) -> Vec<Bar<'a>> {
    let areas = &subject.results.areas;
    let has_parts =
        |area: &Area| areas.iter().any(|other| other.parent.as_ref() == Some(&area.code));
    let mut bars: Vec<Bar> = areas
        .iter()
        .filter(|area| !has_parts(area))
        .filter_map(|area| {
            let subject = Subject { area: Some(area), ..*subject };
            let sector = subject.sector_code();
            let row = subject.last(TableName::Supply, &sector, MEASURE)?;
            let past = subject.past(TableName::Supply, &sector, MEASURE);
            let base = select::at(&past, subject.results.base_year)?;
            let (low, high) = select::central_80(row);
            let change = [low, row.mean, high];
            let change = change.map(|persons| 100.0 * (persons / base.mean.max(1.0) - 1.0));
            Some(Bar { area, row, base, change })
        })
        .collect();
    bars.sort_by(|one, other| other.change[1].total_cmp(&one.change[1]));
    bars
}

fn caption(subject: &Subject, bars: &[Bar]) -> Caption {
    let (language, base, to) = (subject.language, subject.results.base_year, subject.results.to);
    let title = pick(
        language,
        "Thay đổi lực lượng lao động theo địa bàn",
        "Change of the labour force by area",
    );
    let unit = pick(
        language,
        "Phần trăm so với năm gốc; chữ A–E: độ tin cậy",
        "Per cent of the base year; letters A to E: reliability",
    );
    let figure = pick(
        language,
        "Thanh: trung bình; thanh nhạt: khoảng 80 % chứa số 0.",
        "Bar: mean; pale bar: the 80% interval holds zero.",
    );
    let note = words::interval_note(subject, figure);
    let mut caption =
        Caption::new(subject, format!("{title}, {base}–{to}"), unit.to_owned(), String::new());
    let bases: Vec<&ResultRow> = bars.iter().map(|bar| bar.base).collect();
    caption.notes = vec![note, words::status_note(&bases, subject)];
    caption
}

fn draw_column(
    canvas: &mut Canvas,
    bars: &[Bar],
    (room, domain, row_height): (Rect, (f64, f64), f64),
    subject: &Subject,
) {
    let size = (row_height * 0.78).clamp(theme::SMALLEST, theme::LABEL);
    let style = Type::regular(size, theme::INK);
    let name = |bar: &Bar| {
        let letter = bar.row.reliability.as_deref().unwrap_or_default();
        format!("{} {letter}", bar.area.title.get(subject.language))
    };
    let widest = bars.iter().map(|bar| style.width(&name(bar))).fold(0.0, f64::max);
    let figure = |bar: &Bar| words::with_plus(subject.language.number(bar.change[1], 0)) + " %";
    let figures = bars.iter().map(|bar| style.width(&figure(bar))).fold(0.0, f64::max);
    let plot = Rect { left: room.left + widest + 12.0, right: room.right - figures - 14.0, ..room };
    let scale = Scale::new(domain, (plot.left, plot.right));
    axis::along_bottom(canvas, plot, scale, subject.language);
    for (index, bar) in bars.iter().enumerate() {
        let y = room.top + row_height * (index as f64 + 0.5);
        let half = row_height * 0.32;
        let full = if bar.change[1] < 0.0 { theme::BELOW } else { theme::ABOVE };
        let [low, mean, high] = bar.change;
        let is_clear = low > 0.0 || high < 0.0;
        let colour = if is_clear { full } else { full.mix(theme::WHITE, 0.62) };
        canvas.block((scale.at(0.0), y - half), (scale.at(mean), y + half), colour);
        canvas.line((scale.at(low), y), (scale.at(high), y), Stroke::solid(theme::INK, 1.0));
        canvas.centred(name(bar), (plot.left - 10.0, y), Anchor::End, style);
        canvas.centred(figure(bar), (room.right, y), Anchor::End, style);
    }
}
