//! What the gap of the last year is made of: steps that add up to it.
//!
//! Each step starts where the one before ended; the last bar is the gap itself. All are means, and
//! means add up.

use crate::error::Result;
use crate::language::Language;
use crate::report::charts::Picture;
use crate::report::charts::axis;
use crate::report::charts::canvas::Anchor;
use crate::report::charts::canvas::Canvas;
use crate::report::charts::canvas::Point;
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
use crate::report::charts::theme::Colour;
use crate::report::charts::words;
use crate::report::charts::words::Heads;
use crate::report::charts::words::pick;
use crate::results::ResultRow;
use crate::results::TableName;

const GAP: &str = "gap_after_mobility";
const BASE: &str = "attribution_base";
const SUM: Colour = Colour(70, 70, 70);

/// The parts of a gap in the order they are told, with their names.
const PARTS: [(&str, &str, &str); 7] = [
    (BASE, "Chênh lệch năm gốc", "Gap in base year"),
    ("attribution_growth", "Tăng trưởng sản lượng", "Growth of output"),
    ("attribution_productivity", "Năng suất lao động", "Labour productivity"),
    ("attribution_exits", "Nghỉ hưu, tử vong, rời việc", "Retirement, death, withdrawal"),
    ("attribution_entrants", "Người mới vào làm", "Entrants"),
    ("attribution_migration", "Di cư thuần", "Net migration"),
    ("attribution_mobility", "Dịch chuyển giữa các ngành", "Mobility between sectors"),
];

struct Step<'a> {
    name: String,
    row: &'a ResultRow,
    /// Where the bar starts, in persons.
    from: f64,
    /// Where it ends.
    to: f64,
    is_sum: bool,
}

struct Layout {
    plot: Rect,
    scale: Scale,
    heads: Heads,
    column: f64,
}

/// Draws the chart.
///
/// # Errors
/// [`crate::error::Error::Request`] if the balance has no attribution of the gap.
pub(super) fn draw<'a>(subject: &Subject<'a>) -> Result<Picture<'a>> {
    let steps = subject.some(steps(subject), TableName::Balance, BASE)?;
    let rows: Vec<&ResultRow> = steps.iter().map(|step| step.row).collect();
    let largest = rows.iter().map(|row| row.mean.abs()).fold(0.0, f64::max);
    let heads = Heads::up_to(largest, subject.language);
    let caption = caption(subject, heads);
    let mut canvas = Canvas::default();
    let room = frame::compose(&mut canvas, &caption);
    let layout = layout(&steps, room, heads, subject.language);
    axis::along_left(&mut canvas, layout.plot, layout.scale, subject.language);
    for (i, step) in steps.iter().enumerate() {
        draw_step(&mut canvas, &layout, i, step);
        draw_link(&mut canvas, &layout, i, &steps);
    }
    Ok(Picture { canvas, title: caption.title, rows })
}

fn steps<'a>(subject: &Subject<'a>) -> Vec<Step<'a>> {
    let sector = subject.sector_code();
    let mut level = 0.0;
    let mut steps: Vec<Step> = PARTS
        .into_iter()
        .filter_map(|(measure, vi, en)| {
            let row = subject.last(TableName::Balance, &sector, measure)?;
            let from = level;
            level += row.mean;
            let mut name = pick(subject.language, vi, en).to_owned();
            if measure == BASE {
                name = format!("{name} {}", subject.results.base_year);
            }
            Some(Step { name, row, from, to: level, is_sum: false })
        })
        .collect();
    if !steps.is_empty() {
        let row = subject.last(TableName::Balance, &sector, GAP);
        let gap = pick(subject.language, "Chênh lệch năm", "Gap in");
        let name = format!("{gap} {}", subject.results.to);
        steps.extend(row.map(|row| Step { name, row, from: 0.0, to: row.mean, is_sum: true }));
    }
    steps
}

fn caption(subject: &Subject, heads: Heads) -> Caption {
    let language = subject.language;
    let sector = words::sector_title(subject.sector, language);
    let title = pick(
        language,
        "Các yếu tố tạo nên chênh lệch cung – cầu lao động",
        "What the gap between labour supply and demand is made of",
    );
    let unit = pick(language, "Đóng góp vào chênh lệch năm", "Contribution to the gap in");
    let figure = pick(
        language,
        "Thanh: trung bình; thanh cuối bằng tổng các bước trước, vạch: khoảng 80 %.",
        "Bars: means; the last is the sum of those before it, its whisker the 80% interval.",
    );
    Caption::new(
        subject,
        format!("{title}: {sector}"),
        format!("{unit} {}, {}", subject.results.to, heads.name()),
        words::interval_note(subject, figure),
    )
}

fn layout(steps: &[Step], room: Rect, heads: Heads, language: Language) -> Layout {
    let (top, bottom) = (room.top + 14.0, room.bottom - 62.0);
    let ends = steps.iter().flat_map(|step| {
        let (low, high) = if step.is_sum { select::central_80(step.row) } else { (0.0, 0.0) };
        [step.from, step.to, low, high].map(|persons| heads.scale(persons))
    });
    let scale = Scale::new(scale::domain(ends, 0.09), (bottom, top));
    let ticks = scale.ticks(5);
    let figures = ticks
        .values
        .iter()
        .map(|value| axis::TICK.width(&language.number(*value, ticks.decimals)))
        .fold(0.0, f64::max);
    let plot = Rect { left: room.left + figures + 14.0, top, right: room.right, bottom };
    Layout { plot, scale, heads, column: plot.width() / steps.len() as f64 }
}

fn bar_width(layout: &Layout) -> f64 {
    (layout.column * 0.56).min(110.0)
}

fn colour(step: &Step) -> Colour {
    match (step.is_sum, step.row.mean < 0.0) {
        (true, _) => SUM,
        (false, true) => theme::BELOW,
        (false, false) => theme::ABOVE,
    }
}

fn draw_step(canvas: &mut Canvas, layout: &Layout, index: usize, step: &Step) {
    let y = |persons: f64| layout.scale.at(layout.heads.scale(persons));
    let x = layout.plot.left + layout.column * (index as f64 + 0.5);
    let half = bar_width(layout) / 2.0;
    canvas.block((x - half, y(step.from)), (x + half, y(step.to)), colour(step));
    if (y(step.from) - y(step.to)).abs() < 1.0 {
        let level = y(step.to);
        canvas.line((x - half, level), (x + half, level), Stroke::solid(theme::AXIS, 1.5));
    }
    let mut upper = y(step.from).min(y(step.to));
    if step.is_sum && step.row.p10.is_some() {
        let (low, high) = select::central_80(step.row);
        canvas.whisker((x, y(low)), (x, y(high)), Stroke::solid(theme::INK, 1.5));
        upper = upper.min(y(high));
    }
    draw_value(canvas, layout, (x, upper), step);
    let name = Type { colour: theme::INK, ..axis::TICK };
    let lines = name.lines(&step.name, layout.column - 12.0, 3);
    for (i, line) in lines.iter().enumerate() {
        let at = (x, layout.plot.bottom + 20.0 + name.leading() * i as f64);
        canvas.centred(line, at, Anchor::Middle, name);
    }
}

/// Writes the step above `at`, and above the line of zero where that would run through it.
fn draw_value(canvas: &mut Canvas, layout: &Layout, at: Point, step: &Step) {
    let style = Type::bold(theme::LABEL, theme::INK);
    let text = layout.heads.signed(step.row.mean);
    let zero = layout.scale.at(0.0);
    let (x, bar) = at;
    let crosses = (bar - 32.0..bar - 4.0).contains(&zero);
    let foot = if crosses { zero } else { bar };
    let half = style.width(&text) / 2.0 + 4.0;
    canvas.block((x - half, foot - 28.0), (x + half, foot - 8.0), theme::WHITE);
    canvas.text(text, (x, foot - 11.0), Anchor::Middle, style);
}

/// The thin line from the end of a bar to the start of the next.
fn draw_link(canvas: &mut Canvas, layout: &Layout, index: usize, steps: &[Step]) {
    if index + 1 < steps.len() {
        let y = layout.scale.at(layout.heads.scale(steps[index].to));
        let x = layout.plot.left + layout.column * (index as f64 + 0.5);
        let half = bar_width(layout) / 2.0;
        let ends = ((x + half, y), (x + layout.column - half, y));
        canvas.line(ends.0, ends.1, Stroke::solid(theme::AXIS, 1.0));
    }
}
