//! Why employment by occupation changes until the last year: stacked bars of three effects on both
//! sides of zero, and their sum.

use crate::error::Result;
use crate::report::charts::Picture;
use crate::report::charts::axis;
use crate::report::charts::canvas::Anchor;
use crate::report::charts::canvas::Canvas;
use crate::report::charts::canvas::Rect;
use crate::report::charts::frame;
use crate::report::charts::frame::Caption;
use crate::report::charts::groups;
use crate::report::charts::names::Names;
use crate::report::charts::panels;
use crate::report::charts::scale;
use crate::report::charts::scale::Scale;
use crate::report::charts::select::Subject;
use crate::report::charts::text::Type;
use crate::report::charts::text::Weight;
use crate::report::charts::theme;
use crate::report::charts::theme::Colour;
use crate::report::charts::words::Heads;
use crate::report::charts::words::pick;
use crate::results::ResultRow;
use crate::results::TableName;

/// The first effect.
pub(super) const MEASURE: &str = "effect_scale";

/// Effects from zero outwards, with their names.
const EFFECTS: [(&str, Colour, &str, &str); 3] = [
    (MEASURE, theme::AXIS, "Quy mô chung của việc làm", "Growth of all employment"),
    ("effect_sector", theme::DEMAND, "Chuyển dịch giữa các ngành", "Shifts between sectors"),
    (
        "effect_occupation",
        theme::SUPPLY,
        "Chuyển dịch giữa các nghề trong ngành",
        "Shifts between occupations within sectors",
    ),
];

/// An occupation with its effects in the order of [`EFFECTS`].
struct Line<'a> {
    name: &'a str,
    parts: [&'a ResultRow; 3],
}

impl Line<'_> {
    fn sum(&self) -> f64 {
        self.parts.iter().map(|row| row.mean).sum()
    }

    /// The ends of the bars below and above zero.
    fn ends(&self) -> [f64; 2] {
        let side = |sign: f64| self.parts.map(|row| (sign * row.mean).max(0.0)).iter().sum::<f64>();
        [-side(-1.0), side(1.0)]
    }
}

struct Layout {
    names: Names,
    plot: Rect,
    row_height: f64,
    scale: Scale,
    heads: Heads,
    /// Right edge of the sums.
    right: f64,
}

/// Draws the chart.
///
/// # Errors
/// [`crate::error::Error::Request`] if there are no effects by occupation.
pub(super) fn draw<'a>(subject: &Subject<'a>) -> Result<Picture<'a>> {
    let lines = subject.some(lines(subject), TableName::Occupations, MEASURE)?;
    let rows: Vec<&ResultRow> = lines.iter().flat_map(|line| line.parts).collect();
    let largest = lines.iter().flat_map(Line::ends).fold(0.0, |a: f64, b| a.max(b.abs()));
    let heads = Heads::up_to(largest, subject.language);
    let caption = caption(subject, heads).about(&rows, subject);
    let mut canvas = Canvas::default();
    let room = frame::compose(&mut canvas, &caption);
    let entries = EFFECTS.map(|(_, colour, vi, en)| (colour, pick(subject.language, vi, en)));
    let room = panels::key(&mut canvas, room, &entries);
    let layout = layout(&lines, room, heads);
    let sum = pick(subject.language, "Tổng", "Sum");
    let at = (layout.right, layout.plot.top - 16.0);
    canvas.centred(sum, at, Anchor::End, axis::TICK);
    axis::along_bottom(&mut canvas, layout.plot, layout.scale, subject.language);
    for (i, line) in lines.iter().enumerate() {
        draw_line(&mut canvas, &layout, i, line);
    }
    Ok(Picture { canvas, title: caption.title, rows })
}

fn lines<'a>(subject: &Subject<'a>) -> Vec<Line<'a>> {
    let mut lines: Vec<Line> = groups::occupations(subject)
        .into_iter()
        .filter_map(|group| {
            let row = |measure| group.last(subject, TableName::Occupations, measure);
            let [scale, sector, occupation] = EFFECTS.map(|(measure, ..)| row(measure));
            Some(Line { name: group.name, parts: [scale?, sector?, occupation?] })
        })
        .collect();
    lines.sort_by(|one, other| other.sum().total_cmp(&one.sum()));
    lines
}

fn caption(subject: &Subject, heads: Heads) -> Caption {
    let (language, base, to) = (subject.language, subject.results.base_year, subject.results.to);
    let title = pick(
        language,
        "Vì sao việc làm theo nghề thay đổi,",
        "Why employment by occupation changes,",
    );
    let unit = pick(language, "Thay đổi số việc làm,", "Change of employment,");
    let note = pick(
        language,
        "Thanh: trung bình của từng nguyên nhân; tổng của chúng là thay đổi của nghề.",
        "Bars: means of each cause; their sum is the change of the occupation.",
    );
    Caption::new(
        subject,
        format!("{title} {base}–{to}"),
        format!("{unit} {}", heads.name()),
        note.to_owned(),
    )
}

fn layout(lines: &[Line], room: Rect, heads: Heads) -> Layout {
    let (top, bottom) = (room.top + 22.0, room.bottom - 30.0);
    let row_height = (bottom - top) / lines.len() as f64;
    let names: Vec<&str> = lines.iter().map(|line| line.name).collect();
    let names = Names::set(&names, row_height, room.width() * 0.28);
    let style = Type::bold(theme::LABEL, theme::INK);
    let sums = lines.iter().map(|line| style.width(&heads.signed(line.sum()))).fold(60.0, f64::max);
    let left = room.left + names.width + 16.0;
    let plot = Rect { left, top, right: room.right - sums - 28.0, bottom };
    let ends = lines.iter().flat_map(Line::ends).map(|persons| heads.scale(persons));
    let scale = Scale::new(scale::domain(ends, 0.04), (plot.left, plot.right));
    Layout { names, plot, row_height, scale, heads, right: room.right }
}

fn draw_line(canvas: &mut Canvas, layout: &Layout, index: usize, line: &Line) {
    let y = layout.plot.top + layout.row_height * (index as f64 + 0.5);
    let half = (layout.row_height * 0.32).min(15.0);
    let x = |persons: f64| layout.scale.at(layout.heads.scale(persons));
    let (mut below, mut above) = (0.0, 0.0);
    for (row, (_, colour, ..)) in line.parts.iter().zip(EFFECTS) {
        let from = if row.mean < 0.0 { &mut below } else { &mut above };
        canvas.block((x(*from), y - half), (x(*from + row.mean), y + half), colour);
        *from += row.mean;
    }
    layout.names.write(canvas, index, (layout.plot.left - 14.0, y), Weight::Regular);
    let size = (layout.row_height * 0.72).clamp(theme::SMALLEST, theme::LABEL);
    let style = Type::bold(size, theme::INK);
    canvas.centred(layout.heads.signed(line.sum()), (layout.right, y), Anchor::End, style);
}
