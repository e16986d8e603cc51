//! The gap of every sector in the last year under each scenario.
//!
//! Each scenario keeps its colour, its shape and its lane in every row; the grey line spans them.
//! The central 80 % of the draws of the first scenario stand as figures beside the dots: they are
//! often many times wider than what separates the scenarios, and as bands would hide it.

use crate::error::Error;
use crate::error::Result;
use crate::language::Text;
use crate::report::charts::Picture;
use crate::report::charts::axis;
use crate::report::charts::canvas::Anchor;
use crate::report::charts::canvas::Canvas;
use crate::report::charts::canvas::Point;
use crate::report::charts::canvas::Rect;
use crate::report::charts::canvas::Stroke;
use crate::report::charts::frame;
use crate::report::charts::frame::Caption;
use crate::report::charts::names::Names;
use crate::report::charts::scale;
use crate::report::charts::scale::Scale;
use crate::report::charts::select;
use crate::report::charts::select::Subject;
use crate::report::charts::text::Type;
use crate::report::charts::text::Weight;
use crate::report::charts::theme;
use crate::report::charts::words;
use crate::report::charts::words::Heads;
use crate::report::charts::words::pick;
use crate::report::text::legend;
use crate::results::ResultRow;
use crate::results::TableName;

const MEASURE: &str = "gap_after_mobility";

/// One cell per scenario that has the row, with the scenario's index.
type Line<'a> = select::Line<'a, (usize, &'a ResultRow)>;

struct Layout {
    names: Names,
    plot: Rect,
    row_height: f64,
    scale: Scale,
    heads: Heads,
    n_scenarios: usize,
    /// Right edge of the column of intervals.
    right: f64,
}

/// Draws the chart.
///
/// # Errors
/// [`Error::Request`] if the run has one scenario only, or no gaps of the last year.
pub(super) fn draw<'a>(subject: &Subject<'a>) -> Result<Picture<'a>> {
    if subject.results.scenarios.len() < 2 {
        let message = Text::new(
            "cần một lần tính có từ hai kịch bản trở lên để so sánh",
            "a comparison needs a run with more than one scenario",
        );
        return Err(Error::Request { message });
    }
    let lines = subject.some(lines(subject), TableName::Balance, MEASURE)?;
    let rows: Vec<&ResultRow> =
        lines.iter().flat_map(|line| line.cells.iter().map(|(_, row)| *row)).collect();
    let largest = rows.iter().map(|row| row.mean.abs()).fold(0.0, f64::max);
    let heads = Heads::up_to(largest, subject.language);
    let caption = caption(subject, heads);
    let mut canvas = Canvas::default();
    let mut room = frame::compose(&mut canvas, &caption);
    room.top = draw_key(&mut canvas, room, subject);
    let layout = layout(&lines, room, heads, subject);
    draw_rows(&mut canvas, &layout, &lines, subject);
    axis::along_bottom(&mut canvas, layout.plot, layout.scale, subject.language);
    for (i, line) in lines.iter().enumerate() {
        draw_line(&mut canvas, &layout, i, line);
    }
    Ok(Picture { canvas, title: caption.title, rows })
}

fn lines<'a>(subject: &Subject<'a>) -> Vec<Line<'a>> {
    subject.lines(|code| {
        let scenarios = subject.results.scenarios.iter().enumerate();
        scenarios
            .filter_map(|(i, scenario)| {
                let rows = subject.of_scenario(TableName::Balance, &scenario.name, code, MEASURE);
                Some((i, select::at(&rows, subject.results.to)?))
            })
            .collect()
    })
}

fn caption(subject: &Subject, heads: Heads) -> Caption {
    let (language, year) = (subject.language, subject.results.to);
    let title = pick(
        language,
        "Chênh lệch cung – cầu lao động theo kịch bản, năm",
        "Gap between labour supply and demand by scenario,",
    );
    let unit = pick(
        language,
        "Cung trừ cầu sau dịch chuyển giữa các ngành, trung bình,",
        "Supply minus demand after mobility between sectors, mean,",
    );
    let figure = pick(
        language,
        "Điểm: trung bình của từng kịch bản; số bên phải:",
        "Dots: mean of each scenario; figures at the right:",
    );
    let figure = format!("{figure} {}.", interval_head(subject));
    let note = words::interval_note(subject, &figure);
    let caption =
        Caption::new(subject, format!("{title} {year}"), format!("{unit} {}", heads.name()), note);
    // A shock may have passed by the year that is drawn.
    let passed = legend::departures(subject.results, language);
    let notes = caption.notes.iter().take(1).cloned().chain(passed);
    let notes = notes.chain(caption.notes.iter().skip(1).cloned()).collect();
    let subtitle = subject.results.area_title.get(language).to_owned();
    Caption { subtitle, notes, ..caption }
}

/// Names the scenarios above the plot, in as many lines as they need; returns the edge below.
fn draw_key(canvas: &mut Canvas, room: Rect, subject: &Subject) -> f64 {
    let style = Type::regular(theme::LABEL, theme::INK);
    let widest = room.width() / 2.0;
    let (mut x, mut y) = (room.left, room.top + 6.0);
    for (i, scenario) in subject.results.scenarios.iter().enumerate() {
        let text = style.cut(scenario.title.get(subject.language), widest);
        let width = 24.0 + style.width(&text) + 34.0;
        if x + width - 34.0 > room.right && x > room.left {
            (x, y) = (room.left, y + style.leading() + 4.0);
        }
        draw_mark(canvas, i, (x + 8.0, y));
        canvas.centred(text, (x + 24.0, y), Anchor::Start, style);
        x += width;
    }
    y + style.leading() + 6.0
}

fn layout(lines: &[Line], room: Rect, heads: Heads, subject: &Subject) -> Layout {
    let (top, bottom) = (room.top + 26.0, room.bottom - 30.0);
    let row_height = (bottom - top) / lines.len() as f64;
    let names: Vec<&str> = lines.iter().map(|line| line.name).collect();
    let names = Names::set(&names, row_height, room.width() * 0.26);
    let left = room.left + names.width + 16.0;
    let style = Type::bold(theme::LABEL, theme::INK);
    let intervals = lines.iter().filter_map(first_interval);
    let widest = intervals
        .map(|ends| style.width(&heads.signed_interval(ends)))
        .fold(axis::TICK.width(&interval_head(subject)).min(280.0), f64::max);
    let plot = Rect { left, top, right: room.right - widest - 24.0, bottom };
    let means = lines.iter().flat_map(|line| &line.cells).map(|(_, row)| heads.scale(row.mean));
    let domain = scale::domain(means.chain([0.0]), 0.05);
    let scale = Scale::new(domain, (plot.left, plot.right));
    let n_scenarios = subject.results.scenarios.len();
    Layout { names, plot, row_height, scale, heads, n_scenarios, right: room.right }
}

/// Shades every other row and writes the intervals of the first scenario at the right.
fn draw_rows(canvas: &mut Canvas, layout: &Layout, lines: &[Line], subject: &Subject) {
    let head = interval_head(subject);
    let widest = layout.right - layout.plot.right;
    let head = axis::TICK.cut(&head, widest);
    let at = (layout.right, layout.plot.top - 14.0);
    canvas.centred(head, at, Anchor::End, axis::TICK);
    for (i, line) in lines.iter().enumerate() {
        let top = layout.plot.top + layout.row_height * i as f64;
        if i.is_multiple_of(2) {
            let corner = (layout.right + 8.0, top + layout.row_height);
            canvas.block((theme::MARGIN - 8.0, top), corner, theme::SHADE);
        }
        if let Some(ends) = first_interval(line) {
            let size = (layout.row_height * 0.72).clamp(theme::SMALLEST, theme::LABEL);
            let style = Type { size, weight: line.weight, colour: theme::MUTED };
            let at = (layout.right, top + layout.row_height / 2.0);
            canvas.centred(layout.heads.signed_interval(ends), at, Anchor::End, style);
        }
    }
}

/// Central 80 % of the draws of the first scenario.
fn first_interval(line: &Line) -> Option<(f64, f64)> {
    let (_, row) = line.cells.iter().find(|(scenario, _)| *scenario == 0)?;
    select::known_80(row)
}

fn interval_head(subject: &Subject) -> String {
    let language = subject.language;
    let first = subject.results.scenarios.first().map_or("", |s| s.title.get(language));
    let name = pick(language, "khoảng 80 %", "80% interval");
    format!("{name}, «{first}»")
}

fn draw_line(canvas: &mut Canvas, layout: &Layout, index: usize, line: &Line) {
    let top = layout.plot.top + layout.row_height * index as f64;
    let middle = top + layout.row_height / 2.0;
    if line.weight == Weight::Bold {
        let rule = Stroke::solid(theme::AXIS, 1.0);
        canvas.line((theme::MARGIN, top), (layout.right, top), rule);
    }
    layout.names.write(canvas, index, (layout.plot.left - 14.0, middle), line.weight);
    let x = |row: &ResultRow| layout.scale.at(layout.heads.scale(row.mean));
    let low = line.cells.iter().map(|(_, row)| x(row)).fold(f64::INFINITY, f64::min);
    let high = line.cells.iter().map(|(_, row)| x(row)).fold(f64::NEG_INFINITY, f64::max);
    canvas.line((low, middle), (high, middle), Stroke::solid(theme::AXIS, 1.5));
    let lane = layout.row_height * 0.64 / layout.n_scenarios as f64;
    for (scenario, row) in line.cells.iter().rev() {
        let offset = *scenario as f64 - (layout.n_scenarios as f64 - 1.0) / 2.0;
        draw_mark(canvas, *scenario, (x(row), middle + offset * lane));
    }
}

/// The mark of a scenario: colour and shape together, so that either alone would do.
fn draw_mark(canvas: &mut Canvas, scenario: usize, at: Point) {
    let colour = theme::CATEGORIES[scenario % theme::CATEGORIES.len()];
    let size = 6.0;
    let polygon = |corners: &[(f64, f64)]| -> Vec<Point> {
        corners.iter().map(|(dx, dy)| (at.0 + dx * size, at.1 + dy * size)).collect()
    };
    match scenario % 6 {
        0 => canvas.dot(at, size, colour),
        1 => canvas.area(polygon(&[(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)]), colour),
        2 => canvas.area(polygon(&[(0.0, -1.15), (1.1, 0.85), (-1.1, 0.85)]), colour),
        3 => canvas.area(polygon(&[(0.0, -1.3), (1.0, 0.0), (0.0, 1.3), (-1.0, 0.0)]), colour),
        4 => canvas.area(polygon(&[(0.0, 1.15), (1.1, -0.85), (-1.1, -0.85)]), colour),
        _ => {
            canvas.dot(at, size, colour);
            canvas.dot(at, size * 0.45, theme::WHITE);
        }
    }
}
