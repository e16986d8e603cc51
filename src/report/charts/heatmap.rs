//! The gap as a share of demand, sector by year, on a diverging scale with the figures in the cells.
//!
//! Figures are the mean gap over the mean demand, so that they agree with the bars of the balance
//! and with the class. A figure is bold where the central 80 % of the draws have one sign. Signs
//! are printed, so that shortages and surpluses of the same size are told apart in grey.

use crate::error::Result;
use crate::report::charts::Picture;
use crate::report::charts::axis;
use crate::report::charts::canvas::Anchor;
use crate::report::charts::canvas::Canvas;
use crate::report::charts::canvas::Point;
use crate::report::charts::canvas::Rect;
use crate::report::charts::canvas::Stroke;
use crate::report::charts::frame;
use crate::report::charts::frame::Caption;
use crate::report::charts::frame::Topic;
use crate::report::charts::names::Names;
use crate::report::charts::select;
use crate::report::charts::select::Subject;
use crate::report::charts::text::Type;
use crate::report::charts::text::Weight;
use crate::report::charts::theme;
use crate::report::charts::theme::Colour;
use crate::report::charts::words;
use crate::report::charts::words::pick;
use crate::results::ResultRow;
use crate::results::TableName;
use crate::units::Year;

const MEASURE: &str = "gap_share_of_demand";

/// A gap, and its share of demand.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cell<'a> {
    /// The gap.
    pub(super) row: &'a ResultRow,
    /// The share.
    pub(super) share: f64,
}

/// A line of the map.
pub(super) type Line<'a> = select::Line<'a, Cell<'a>>;

struct Layout {
    names: Names,
    cells: Rect,
    years: Vec<Year>,
    row_height: f64,
    column_width: f64,
    /// Share at the ends of the colour scale.
    bound: f64,
    /// Decimals and size of the figures, if they fit.
    figures: Option<(usize, f64)>,
}

/// Draws the chart.
///
/// # Errors
/// [`crate::error::Error::Request`] if the balance has no gaps as a share of demand.
pub(super) fn draw<'a>(subject: &Subject<'a>) -> Result<Picture<'a>> {
    let lines = subject.some(lines(subject), TableName::Balance, MEASURE)?;
    let language = subject.language;
    let topic = Topic {
        title: pick(
            language,
            "Chênh lệch cung – cầu lao động theo ngành và năm",
            "Gap between labour supply and demand by sector and year",
        ),
        unit: pick(
            language,
            "Cung trừ cầu sau dịch chuyển giữa các ngành, % của cầu",
            "Supply minus demand after mobility between sectors, % of demand",
        ),
    };
    Ok(picture(subject, &lines, caption(subject, topic)))
}

/// Draws `lines` in their order.
pub(super) fn picture<'a>(
    subject: &Subject<'a>,
    lines: &[Line<'a>],
    caption: Caption,
) -> Picture<'a> {
    let cells: Vec<Cell> = lines.iter().flat_map(|line| line.cells.iter().copied()).collect();
    let mut canvas = Canvas::default();
    let room = frame::compose(&mut canvas, &caption);
    let layout = layout(lines, &cells, room, subject);
    draw_key(&mut canvas, &layout, room, subject);
    for (i, year) in layout.years.iter().enumerate() {
        let x = layout.cells.left + layout.column_width * (i as f64 + 0.5);
        if shows_year(&layout, i) {
            let at = (x, layout.cells.bottom + 18.0);
            canvas.centred(year.to_string(), at, Anchor::Middle, axis::TICK);
        }
    }
    for (i, line) in lines.iter().enumerate() {
        draw_line(&mut canvas, &layout, i, line, subject);
    }
    let rows = cells.iter().map(|cell| cell.row).collect();
    Picture { canvas, title: caption.title, rows }
}

fn lines<'a>(subject: &Subject<'a>) -> Vec<Line<'a>> {
    subject.lines(|code| {
        let rows = subject.series(TableName::Balance, code, MEASURE).into_iter();
        rows.map(|row| Cell { row, share: row.mean }).collect()
    })
}

/// The caption, with how to read the figures.
pub(super) fn caption(subject: &Subject, Topic { title, unit }: Topic) -> Caption {
    let language = subject.language;
    let figure = pick(
        language,
        "Số trong ô: chênh lệch trung bình trên cầu trung bình; in đậm: cả khoảng 80 % cùng dấu.",
        "Figures: mean gap over mean demand; bold: the whole 80% interval has one sign.",
    );
    let note = words::interval_note(subject, figure);
    Caption::new(subject, title.to_owned(), unit.to_owned(), note)
}

fn layout(lines: &[Line], cells: &[Cell], room: Rect, subject: &Subject) -> Layout {
    let mut years: Vec<Year> = cells.iter().filter_map(|cell| cell.row.year).collect();
    years.sort_unstable();
    years.dedup();
    let (top, bottom) = (room.top + 30.0, room.bottom - 32.0);
    let row_height = (bottom - top) / lines.len() as f64;
    let names: Vec<&str> = lines.iter().map(|line| line.name).collect();
    let names = Names::set(&names, row_height, room.width() * 0.28);
    let plot = Rect { left: room.left + names.width + 16.0, top, right: room.right, bottom };
    let column_width = plot.width() / years.len().max(1) as f64;
    let largest = cells.iter().map(|cell| cell.share.abs()).fold(0.0, f64::max);
    let bound = ((largest * 20.0).ceil() / 20.0).clamp(0.05, 0.5);
    let figures = figures(cells, subject, (column_width, row_height));
    Layout { names, cells: plot, years, row_height, column_width, bound, figures }
}

/// Whether the column has the room for its year, or is one of those named for all.
fn shows_year(layout: &Layout, index: usize) -> bool {
    let apart = (52.0 / layout.column_width).ceil() as usize;
    (layout.years.len() - 1 - index).is_multiple_of(apart)
}

fn draw_line(canvas: &mut Canvas, layout: &Layout, index: usize, line: &Line, subject: &Subject) {
    let top = layout.cells.top + layout.row_height * index as f64;
    let middle = top + layout.row_height / 2.0;
    layout.names.write(canvas, index, (layout.cells.left - 14.0, middle), line.weight);
    for cell in &line.cells {
        let column = layout.years.iter().position(|year| Some(*year) == cell.row.year).unwrap_or(0);
        let left = layout.cells.left + layout.column_width * column as f64;
        let corner = (left + layout.column_width - 2.0, top + layout.row_height - 2.0);
        canvas.block((left, top), corner, colour(cell.share, layout.bound));
        draw_figure(
            canvas,
            layout,
            *cell,
            (left + layout.column_width / 2.0 - 1.0, middle - 1.0),
            subject,
        );
    }
    if line.weight == Weight::Bold {
        let rule = Stroke::solid(theme::INK, 1.5);
        canvas.line((theme::MARGIN, top - 1.0), (layout.cells.right - 2.0, top - 1.0), rule);
    }
}

fn draw_figure(canvas: &mut Canvas, layout: &Layout, cell: Cell<'_>, at: Point, subject: &Subject) {
    if let Some((decimals, size)) = layout.figures {
        let weight = if select::is_clear(cell.row) { Weight::Bold } else { Weight::Regular };
        let text = signed_percent(cell.share, decimals, subject);
        let style = Type { size, weight, colour: theme::INK };
        canvas.centred(text, at, Anchor::Middle, style);
    }
}

/// Decimals and size in which the widest figure fits its cell; none if it fits in no size.
fn figures(cells: &[Cell], subject: &Subject, cell: (f64, f64)) -> Option<(usize, f64)> {
    let largest = (cell.1 * 0.62).clamp(theme::SMALLEST, theme::LABEL);
    let widest = |decimals, size| {
        let style = Type::bold(size, theme::INK);
        let widths = cells.iter().map(|c| style.width(&signed_percent(c.share, decimals, subject)));
        widths.fold(0.0, f64::max)
    };
    [(1, largest), (1, largest * 0.8), (0, largest), (0, largest * 0.75), (0, theme::SMALLEST)]
        .into_iter()
        .filter(|(_, size)| *size >= theme::SMALLEST)
        .find(|(decimals, size)| widest(*decimals, *size) + 6.0 <= cell.0)
}

fn signed_percent(share: f64, decimals: usize, subject: &Subject) -> String {
    words::with_plus(subject.language.number(share * 100.0, decimals))
}

fn colour(share: f64, bound: f64) -> Colour {
    let strength = (share.abs() / bound).min(1.0);
    let end = if share < 0.0 { theme::BELOW } else { theme::ABOVE };
    Colour(247, 247, 247).mix(end, strength)
}

/// The colour scale above the cells.
fn draw_key(canvas: &mut Canvas, layout: &Layout, room: Rect, subject: &Subject) {
    let language = subject.language;
    let (steps, width) = (20, 320.0);
    let y = room.top + 2.0;
    let right_text = words::with_plus(language.percent(layout.bound, 0));
    let left_text = language.percent(-layout.bound, 0);
    let above = pick(language, "cung cao hơn cầu", "supply above demand");
    let below = pick(language, "cung thấp hơn cầu", "supply below demand");
    let right_text = format!("{right_text} {above}");
    let left = room.right - axis::TICK.width(&right_text) - 12.0 - width;
    for i in 0..steps {
        let share = (f64::from(i) + 0.5) / f64::from(steps) * 2.0 - 1.0;
        let x = left + width * f64::from(i) / f64::from(steps);
        let next = left + width * f64::from(i + 1) / f64::from(steps);
        canvas.block((x, y - 8.0), (next, y + 8.0), colour(share * layout.bound, layout.bound));
    }
    canvas.centred(format!("{below} {left_text}"), (left - 10.0, y), Anchor::End, axis::TICK);
    canvas.centred(right_text, (room.right, y), Anchor::End, axis::TICK);
}
