//! The gap of every sector in the last year under each scenario.
//!
//! Each scenario keeps its colour, its shape and its lane in every row; the grey line spans the
//! scenarios, the pale band is the central 80 % of the draws of the first one.

use crate::error::Error;
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
const BAND: Colour = Colour(218, 218, 218);

struct Line<'a> {
    name: &'a str,
    /// One per scenario that has the row, with the scenario's index.
    gaps: Vec<(usize, &'a ResultRow)>,
    weight: Weight,
}

struct Layout {
    names: Names,
    plot: Rect,
    row_height: f64,
    scale: Scale,
    heads: Heads,
    n_scenarios: usize,
}

/// Draws the chart.
///
/// # Errors
/// [`Error::Request`] if the run has one scenario only, or no gaps of the last year.
pub(super) fn draw<'a>(subject: &Subject<'a>) -> Result<Picture<'a>> {
    if subject.results.scenarios.len() < 2 {
        let message = "a comparison needs a run with more than one scenario".to_owned();
        return Err(Error::Request { message });
    }
    let lines = subject.some(lines(subject), TableName::Balance, MEASURE)?;
    let rows: Vec<&ResultRow> =
        lines.iter().flat_map(|line| line.gaps.iter().map(|(_, row)| *row)).collect();
    let largest = rows.iter().map(|row| row.mean.abs()).fold(0.0, f64::max);
    let heads = Heads::up_to(largest, subject.language);
    let caption = caption(subject, heads);
    let mut canvas = Canvas::default();
    let mut room = frame::compose(&mut canvas, &caption);
    room.top = draw_key(&mut canvas, room, subject);
    let layout = layout(&lines, room, heads, subject);
    draw_bands(&mut canvas, &layout, &lines);
    axis::along_bottom(&mut canvas, layout.plot, layout.scale, subject.language);
    for (i, line) in lines.iter().enumerate() {
        draw_line(&mut canvas, &layout, i, line);
    }
    Ok(Picture { canvas, title: caption.title, rows })
}

fn lines<'a>(subject: &Subject<'a>) -> Vec<Line<'a>> {
    let gaps = |code: &str| -> Vec<(usize, &'a ResultRow)> {
        let scenarios = subject.results.scenarios.iter().enumerate();
        scenarios
            .filter_map(|(i, scenario)| {
                let rows = subject.of_scenario(TableName::Balance, &scenario.name, code, MEASURE);
                Some((i, select::at(&rows, subject.results.to)?))
            })
            .collect()
    };
    let mut lines: Vec<Line> = subject
        .results
        .sectors
        .iter()
        .map(|sector| Line {
            name: words::sector_name(sector, subject.language),
            gaps: gaps(&sector.code.to_string()),
            weight: Weight::Regular,
        })
        .collect();
    let name = words::all_sectors(subject.language);
    lines.push(Line { name, gaps: gaps(ALL_SECTORS), weight: Weight::Bold });
    lines.retain(|line| !line.gaps.is_empty());
    lines
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
        "Cung trừ cầu sau chuyển dịch giữa các ngành, trung bình,",
        "Supply minus demand after mobility between sectors, mean,",
    );
    let band = pick(
        language,
        "Dải xám: khoảng 80 % của kịch bản",
        "Grey band: 80% interval of the scenario",
    );
    let first = subject.results.scenarios.first().map_or("", |s| s.title.get(language));
    let note = words::interval_note(subject, &format!("{band} «{first}»."));
    let caption =
        Caption::new(subject, format!("{title} {year}"), format!("{unit} {}", heads.name()), note);
    Caption { subtitle: subject.results.area_title.get(language).to_owned(), ..caption }
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
    let (top, bottom) = (room.top, room.bottom - 30.0);
    let row_height = (bottom - top) / lines.len() as f64;
    let names: Vec<&str> = lines.iter().map(|line| line.name).collect();
    let names = Names::set(&names, row_height, room.width() * 0.26);
    let left = room.left + names.width + 16.0;
    let plot = Rect { left, top, right: room.right - 16.0, bottom };
    let ends = lines.iter().flat_map(|line| &line.gaps).flat_map(|(i, row)| {
        let band = if *i == 0 { select::central_80(row) } else { (row.mean, row.mean) };
        [band.0, band.1, row.mean, 0.0].map(|persons| heads.scale(persons))
    });
    let scale = Scale::new(scale::domain(ends, 0.04), (plot.left, plot.right));
    Layout { names, plot, row_height, scale, heads, n_scenarios: subject.results.scenarios.len() }
}

fn draw_bands(canvas: &mut Canvas, layout: &Layout, lines: &[Line]) {
    for (i, line) in lines.iter().enumerate() {
        let top = layout.plot.top + layout.row_height * i as f64;
        if i.is_multiple_of(2) {
            let corner = (layout.plot.right, top + layout.row_height);
            canvas.block((theme::MARGIN, top), corner, theme::SHADE);
        }
        let (upper, lower) = (top + layout.row_height * 0.12, top + layout.row_height * 0.88);
        for (_, row) in line.gaps.iter().filter(|(scenario, _)| *scenario == 0) {
            let (low, high) = select::central_80(row);
            let x = |persons: f64| layout.scale.at(layout.heads.scale(persons));
            canvas.block((x(low), upper), (x(high), lower), BAND);
        }
    }
}

fn draw_line(canvas: &mut Canvas, layout: &Layout, index: usize, line: &Line) {
    let top = layout.plot.top + layout.row_height * index as f64;
    let middle = top + layout.row_height / 2.0;
    if line.weight == Weight::Bold {
        let rule = Stroke::solid(theme::AXIS, 1.0);
        canvas.line((theme::MARGIN, top), (layout.plot.right, top), rule);
    }
    layout.names.write(canvas, index, (layout.plot.left - 14.0, middle), line.weight);
    let x = |row: &ResultRow| layout.scale.at(layout.heads.scale(row.mean));
    let low = line.gaps.iter().map(|(_, row)| x(row)).fold(f64::INFINITY, f64::min);
    let high = line.gaps.iter().map(|(_, row)| x(row)).fold(f64::NEG_INFINITY, f64::max);
    canvas.line((low, middle), (high, middle), Stroke::solid(theme::AXIS, 1.5));
    let lane = layout.row_height * 0.64 / layout.n_scenarios as f64;
    for (scenario, row) in line.gaps.iter().rev() {
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
