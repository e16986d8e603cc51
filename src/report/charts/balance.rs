//! Bars of the gap of every sector in the last year, shortest supply first.
//!
//! A bar is the mean, its whisker the central 80 % of the draws. A bar is pale where that interval
//! holds zero: the sign of the gap is not clear.

use crate::error::Result;
use crate::report::charts::Picture;
use crate::report::charts::axis;
use crate::report::charts::canvas::Anchor;
use crate::report::charts::canvas::Canvas;
use crate::report::charts::canvas::Rect;
use crate::report::charts::canvas::Stroke;
use crate::report::charts::frame;
use crate::report::charts::frame::Caption;
use crate::report::charts::frame::Topic;
use crate::report::charts::names::Names;
use crate::report::charts::scale;
use crate::report::charts::scale::Scale;
use crate::report::charts::select;
use crate::report::charts::select::Subject;
use crate::report::charts::text::Type;
use crate::report::charts::text::Weight;
use crate::report::charts::theme;
use crate::report::charts::theme::Colour;
use crate::report::charts::words;
use crate::report::charts::words::Heads;
use crate::report::charts::words::pick;
use crate::results::ALL_SECTORS;
use crate::results::ResultRow;
use crate::results::TableName;

const MEASURE: &str = "gap_after_mobility";

/// A gap with its name.
pub(super) struct Bar<'a> {
    /// The name.
    pub(super) name: &'a str,
    /// The gap of the last year.
    pub(super) row: &'a ResultRow,
    /// Weight of its letters.
    pub(super) weight: Weight,
}

/// Where things are, from left to right.
struct Layout {
    names: Names,
    bars: Rect,
    row_height: f64,
    scale: Scale,
    heads: Heads,
    /// Right edges of the columns of figures.
    columns: [f64; 3],
}

/// Draws the chart.
///
/// # Errors
/// [`crate::error::Error::Request`] if the balance has no gaps of the last year.
pub(super) fn draw<'a>(subject: &Subject<'a>) -> Result<Picture<'a>> {
    let bars = subject.some(bars(subject), TableName::Balance, MEASURE)?;
    let topic = Topic {
        title: pick(
            subject.language,
            "Chênh lệch cung – cầu lao động theo ngành, năm",
            "Gap between labour supply and demand by sector,",
        ),
        unit: pick(
            subject.language,
            "Cung trừ cầu sau dịch chuyển giữa các ngành,",
            "Supply minus demand after mobility between sectors,",
        ),
    };
    Ok(picture(subject, &bars, topic))
}

/// Draws `bars` in their order.
pub(super) fn picture<'a>(subject: &Subject<'a>, bars: &[Bar<'a>], topic: Topic) -> Picture<'a> {
    let rows: Vec<&ResultRow> = bars.iter().map(|bar| bar.row).collect();
    let heads = Heads::up_to(largest(&rows), subject.language);
    let caption = caption(subject, topic, heads);
    let mut canvas = Canvas::default();
    let room = frame::compose(&mut canvas, &caption);
    let layout = layout(bars, room, heads, subject);
    column_heads(&mut canvas, &layout, subject);
    shade_rows(&mut canvas, &layout, bars.len());
    axis::along_bottom(&mut canvas, layout.bars, layout.scale, subject.language);
    for (i, bar) in bars.iter().enumerate() {
        draw_bar(&mut canvas, &layout, i, bar, subject);
    }
    Picture { canvas, title: caption.title, rows }
}

fn bars<'a>(subject: &Subject<'a>) -> Vec<Bar<'a>> {
    let mut bars: Vec<Bar> = subject
        .results
        .sectors
        .iter()
        .filter_map(|sector| {
            let row = subject.last(TableName::Balance, &sector.code.to_string(), MEASURE)?;
            let name = words::sector_name(sector, subject.language);
            Some(Bar { name, row, weight: Weight::Regular })
        })
        .collect();
    bars.sort_by(|one, other| one.row.mean.total_cmp(&other.row.mean));
    bars.extend(total(subject, words::all_sectors(subject.language)));
    bars
}

/// The gap of all workers together.
pub(super) fn total<'a>(subject: &Subject<'a>, name: &'a str) -> Option<Bar<'a>> {
    let row = subject.last(TableName::Balance, ALL_SECTORS, MEASURE)?;
    Some(Bar { name, row, weight: Weight::Bold })
}

fn largest(rows: &[&ResultRow]) -> f64 {
    rows.iter().map(|row| row.mean.abs()).fold(0.0, f64::max)
}

fn caption(subject: &Subject, topic: Topic, heads: Heads) -> Caption {
    let (language, year) = (subject.language, subject.results.to);
    let Topic { title, unit } = topic;
    let figure = pick(
        language,
        "Thanh: giá trị trung bình; thanh nhạt: khoảng 80 % chứa số 0, dấu chưa rõ.",
        "Bar: mean; pale bar: the 80% interval holds zero, so the sign is not clear.",
    );
    let note = words::interval_note(subject, figure);
    Caption::new(subject, format!("{title} {year}"), format!("{unit} {}", heads.name()), note)
}

fn layout(bars: &[Bar], room: Rect, heads: Heads, subject: &Subject) -> Layout {
    let (top, bottom) = (room.top + 34.0, room.bottom - 30.0);
    let row_height = (bottom - top) / bars.len() as f64;
    let names: Vec<&str> = bars.iter().map(|bar| bar.name).collect();
    let names = Names::set(&names, row_height, room.width() * 0.26);
    let (columns, figures) = columns(bars, room, heads, subject);
    let left = room.left + names.width + 16.0;
    let plot = Rect { left, top, right: figures - 28.0, bottom };
    let ends = bars.iter().flat_map(|bar| {
        let (low, high) = select::central_80(bar.row);
        [low, high, bar.row.mean, 0.0].map(|value| heads.scale(value))
    });
    let scale = Scale::new(scale::domain(ends, 0.04), (plot.left, plot.right));
    Layout { names, bars: plot, row_height, scale, heads, columns }
}

/// Right edges of the columns of figures, each as wide as it needs, and the left edge of the first.
fn columns(bars: &[Bar], room: Rect, heads: Heads, subject: &Subject) -> ([f64; 3], f64) {
    let style = Type::bold(theme::LABEL, theme::INK);
    let texts = |row: &ResultRow| {
        let interval = heads.signed_interval(select::central_80(row));
        let probability = row.p_shortage.map(|p| percent(p, subject)).unwrap_or_default();
        [heads.signed(row.mean), interval, probability]
    };
    let mut widths = column_names(subject).map(|name| axis::TICK.width(name));
    for bar in bars {
        for (width, text) in widths.iter_mut().zip(texts(bar.row)) {
            *width = width.max(style.width(&text));
        }
    }
    let between = 30.0;
    let interval = room.right - widths[2] - between;
    let mean = interval - widths[1] - between;
    ([mean, interval, room.right], mean - widths[0])
}

fn column_names(subject: &Subject) -> [&'static str; 3] {
    let language = subject.language;
    [
        pick(language, "Trung bình", "Mean"),
        pick(language, "Khoảng 80 %", "80% interval"),
        pick(language, "Xác suất cung < cầu", "P(supply < demand)"),
    ]
}

fn column_heads(canvas: &mut Canvas, layout: &Layout, subject: &Subject) {
    let language = subject.language;
    let y = layout.bars.top - 20.0;
    for (x, text) in layout.columns.iter().zip(column_names(subject)) {
        canvas.centred(text, (*x, y), Anchor::End, axis::TICK);
    }
    let zero = layout.scale.at(0.0);
    let below = pick(language, "← cung thấp hơn cầu", "← supply below demand");
    let above = pick(language, "cung cao hơn cầu →", "supply above demand →");
    let fits = |text: &str, width: f64| axis::TICK.width(text) + 24.0 <= width;
    if fits(below, zero - layout.bars.left) {
        canvas.centred(below, (zero - 12.0, y), Anchor::End, axis::TICK);
    }
    if fits(above, layout.bars.right - zero) {
        canvas.centred(above, (zero + 12.0, y), Anchor::Start, axis::TICK);
    }
}

fn shade_rows(canvas: &mut Canvas, layout: &Layout, n: usize) {
    for index in (0..n).step_by(2) {
        let top = layout.bars.top + layout.row_height * index as f64;
        let corner = (layout.columns[2] + 8.0, top + layout.row_height);
        canvas.block((theme::MARGIN - 8.0, top), corner, theme::SHADE);
    }
}

fn draw_bar(canvas: &mut Canvas, layout: &Layout, index: usize, bar: &Bar, subject: &Subject) {
    let y = layout.bars.top + layout.row_height * (index as f64 + 0.5);
    let half = (layout.row_height * 0.32).min(13.0);
    let x = |persons: f64| layout.scale.at(layout.heads.scale(persons));
    let edge = layout.bars.top + layout.row_height * index as f64;
    if bar.weight == Weight::Bold {
        let rule = Stroke::solid(theme::AXIS, 1.0);
        canvas.line((theme::MARGIN, edge), (layout.columns[2], edge), rule);
    }
    canvas.block((x(0.0), y - half), (x(bar.row.mean), y + half), colour(bar.row));
    let (low, high) = select::central_80(bar.row);
    canvas.whisker((x(low), y), (x(high), y), Stroke::solid(theme::INK, 1.5));
    layout.names.write(canvas, index, (layout.bars.left - 14.0, y), bar.weight);
    figures(canvas, layout, bar, (y, subject));
}

fn colour(row: &ResultRow) -> Colour {
    let full = if row.mean < 0.0 { theme::BELOW } else { theme::ABOVE };
    if select::is_clear(row) { full } else { full.mix(theme::WHITE, 0.62) }
}

fn figures(canvas: &mut Canvas, layout: &Layout, bar: &Bar, (y, subject): (f64, &Subject)) {
    let size = (layout.row_height * 0.72).clamp(theme::SMALLEST, theme::LABEL);
    let style = Type { size, weight: bar.weight, colour: theme::INK };
    let [mean, interval, probability] = layout.columns;
    canvas.centred(layout.heads.signed(bar.row.mean), (mean, y), Anchor::End, style);
    if let Some(ends) = select::known_80(bar.row) {
        let quiet = Type::regular(size, theme::MUTED);
        let text = layout.heads.signed_interval(ends);
        canvas.centred(text, (interval, y), Anchor::End, quiet);
    }
    if let Some(p) = bar.row.p_shortage {
        canvas.centred(percent(p, subject), (probability, y), Anchor::End, style);
    }
}

/// A probability, never written as certain: at most `> 99 %`, at least `< 1 %`.
fn percent(p: f64, subject: &Subject) -> String {
    let language = subject.language;
    match p {
        p if p > 0.99 => format!("> {}", language.percent(0.99, 0)),
        p if p < 0.01 => format!("< {}", language.percent(0.01, 0)),
        p => language.percent(p, 0),
    }
}
