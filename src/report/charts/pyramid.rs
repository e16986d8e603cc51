//! Population by age and sex: the base year as an outline over the bars of the last year.

use crate::codes::AgeGroup;
use crate::codes::Sex;
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
use crate::report::charts::scale::Scale;
use crate::report::charts::select;
use crate::report::charts::select::Subject;
use crate::report::charts::text::Type;
use crate::report::charts::theme;
use crate::report::charts::theme::Colour;
use crate::report::charts::words;
use crate::report::charts::words::Heads;
use crate::report::charts::words::pick;
use crate::results::HISTORY;
use crate::results::ResultRow;
use crate::results::Results;
use crate::results::TableName;
use crate::status::Status;
use crate::units::Year;

const MEASURE: &str = "population";

/// Width of the column of ages between the two halves.
const AGES: f64 = 96.0;

/// One sex's half: its rows in the two years, youngest first.
struct Half<'a> {
    sex: Sex,
    before: Vec<&'a ResultRow>,
    after: Vec<&'a ResultRow>,
}

struct Layout {
    plot: Rect,
    row_height: f64,
    heads: Heads,
    /// Persons at the outer edge, in the unit written.
    bound: f64,
}

impl Layout {
    /// The scale of a sex, from the column of ages outwards; men at the left.
    fn scale(&self, sex: Sex) -> Scale {
        let middle = f64::midpoint(self.plot.left, self.plot.right);
        let pixels = match sex {
            Sex::Male => (middle - AGES / 2.0, self.plot.left),
            Sex::Female => (middle + AGES / 2.0, self.plot.right),
        };
        Scale::new((0.0, self.bound), pixels)
    }

    fn x(&self, sex: Sex, persons: f64) -> f64 {
        self.scale(sex).at(self.heads.scale(persons))
    }

    /// Upper edge of age group `index`, the oldest at the top.
    fn top(&self, index: usize, n: usize) -> f64 {
        self.plot.top + self.row_height * (n - 1 - index) as f64
    }
}

/// Whether the results have population by age and sex.
pub(super) fn is_possible(results: &Results) -> bool {
    select::rows(results, TableName::Population)
        .any(|row| is_cell(row) && row.year == Some(results.to))
}

fn is_cell(row: &ResultRow) -> bool {
    row.measure == MEASURE && row.sex.is_some() && row.age.is_some()
}

/// Draws the chart.
///
/// # Errors
/// [`crate::error::Error::Request`] if the results have no population by age and sex.
pub(super) fn draw<'a>(subject: &Subject<'a>) -> Result<Picture<'a>> {
    let first = first_year(subject);
    let halves = [Sex::Male, Sex::Female].map(|sex| Half {
        sex,
        before: ages(subject, sex, first),
        after: ages(subject, sex, subject.results.to),
    });
    let rows: Vec<&ResultRow> =
        halves.iter().flat_map(|half| half.before.iter().chain(&half.after).copied()).collect();
    let rows = subject.some(rows, TableName::Population, MEASURE)?;
    let largest = rows.iter().map(|row| row.mean).fold(0.0, f64::max);
    let heads = Heads::up_to(largest, subject.language);
    let caption = caption(subject, first, heads, &rows);
    let mut canvas = Canvas::default();
    let room = frame::compose(&mut canvas, &caption);
    let layout = layout(&halves, room, (heads, largest));
    draw_axes(&mut canvas, &layout, subject);
    draw_ages(&mut canvas, &layout, &halves);
    for half in &halves {
        draw_half(&mut canvas, &layout, half);
    }
    let before = format!("{first}{}", firmness(&halves, subject));
    draw_key(&mut canvas, &layout, room, (subject, &before));
    Ok(Picture { canvas, title: caption.title, rows })
}

/// A word beside the earlier year where its population was not counted.
fn firmness(halves: &[Half; 2], subject: &Subject) -> &'static str {
    let mut rows = halves.iter().flat_map(|half| &half.before);
    if rows.any(|row| row.status > Status::Derived) {
        pick(subject.language, " (ước lượng)", " (estimated)")
    } else {
        ""
    }
}

/// The base year, or the first year there is.
fn first_year(subject: &Subject) -> Year {
    let base = subject.results.base_year;
    select::rows(subject.results, TableName::Population)
        .filter(|row| is_cell(row) && belongs(row, subject))
        .filter_map(|row| row.year)
        .filter(|year| *year >= base)
        .min()
        .unwrap_or(base)
}

fn belongs(row: &ResultRow, subject: &Subject) -> bool {
    row.scenario == subject.scenario.name || row.scenario == HISTORY
}

fn ages<'a>(subject: &Subject<'a>, sex: Sex, year: Year) -> Vec<&'a ResultRow> {
    let mut rows: Vec<(AgeGroup, &ResultRow)> =
        select::rows(subject.results, TableName::Population)
            .filter(|row| is_cell(row) && belongs(row, subject))
            .filter(|row| row.year == Some(year) && row.sex.as_deref() == Some(sex.name()))
            .filter_map(|row| Some((row.age.as_deref()?.parse().ok()?, row)))
            .collect();
    rows.sort_by_key(|(age, _)| *age);
    rows.dedup_by_key(|(age, _)| *age);
    rows.into_iter().map(|(_, row)| row).collect()
}

fn caption(subject: &Subject, first: Year, heads: Heads, rows: &[&ResultRow]) -> Caption {
    let has_intervals = rows.iter().any(|row| select::known_80(row).is_some());
    let (language, last) = (subject.language, subject.results.to);
    let title = match pick(language, "vi", "en") {
        "vi" => format!("Dân số theo tuổi và giới tính, {first} và {last}"),
        _ => format!("Population by age and sex, {first} and {last}"),
    };
    let unit = pick(language, "Dân số,", "Population,");
    let note = if has_intervals {
        let figure = pick(
            language,
            "Thanh: trung bình của dự báo; vạch ngang: khoảng 80 %.",
            "Bars: mean of the projection; whiskers: 80% interval.",
        );
        words::interval_note(subject, figure)
    } else {
        let text = pick(
            language,
            "Thanh: dự báo theo giả định của kịch bản, không có khoảng tin cậy.",
            "Bars: projection under the scenario's assumptions, without an interval.",
        );
        text.to_owned()
    };
    let caption = Caption::new(subject, title, format!("{unit} {}", heads.name()), note);
    Caption { notes: caption.notes.into_iter().take(1).collect(), ..caption }
}

fn layout(halves: &[Half; 2], room: Rect, (heads, largest): (Heads, f64)) -> Layout {
    let n = halves.iter().map(|half| half.after.len()).max().unwrap_or(1).max(1);
    let plot = Rect { top: room.top + 36.0, bottom: room.bottom - 30.0, ..room };
    let plot = Rect { left: plot.left + 20.0, right: plot.right - 20.0, ..plot };
    let row_height = plot.height() / n as f64;
    Layout { plot, row_height, heads, bound: heads.scale(largest * 1.05) }
}

fn draw_axes(canvas: &mut Canvas, layout: &Layout, subject: &Subject) {
    for sex in [Sex::Male, Sex::Female] {
        let scale = layout.scale(sex);
        let ticks = scale.ticks(5);
        for value in &ticks.values {
            let x = scale.at(*value);
            let bottom = layout.plot.bottom;
            canvas.line((x, layout.plot.top), (x, bottom), Stroke::solid(theme::GRID, 1.0));
            let text = subject.language.number(*value, ticks.decimals);
            canvas.centred(text, (x, bottom + 16.0), Anchor::Middle, axis::TICK);
        }
    }
}

fn draw_ages(canvas: &mut Canvas, layout: &Layout, halves: &[Half; 2]) {
    let rows = &halves[0].after;
    let every = (theme::SMALL * 1.25 / layout.row_height).ceil().max(1.0) as usize;
    let middle = f64::midpoint(layout.plot.left, layout.plot.right);
    for (i, row) in rows.iter().enumerate().filter(|(i, _)| i.is_multiple_of(every)) {
        let age = row.age.as_deref().unwrap_or_default().replace('-', "–");
        let y = layout.top(i, rows.len()) + layout.row_height / 2.0;
        canvas.centred(age, (middle, y), Anchor::Middle, axis::TICK);
    }
}

fn colour(sex: Sex) -> Colour {
    match sex {
        Sex::Male => theme::MALE,
        Sex::Female => theme::FEMALE,
    }
}

fn draw_half(canvas: &mut Canvas, layout: &Layout, half: &Half) {
    let n = half.after.len();
    let gap = (layout.row_height * 0.08).min(2.0);
    for (i, row) in half.after.iter().enumerate() {
        let top = layout.top(i, n);
        let corner = (layout.x(half.sex, row.mean), top + layout.row_height - gap);
        canvas.block((layout.x(half.sex, 0.0), top + gap), corner, colour(half.sex));
        if row.p10.is_some() && layout.row_height > 14.0 {
            let (low, high) = select::central_80(row);
            let y = top + layout.row_height / 2.0;
            let ends = ((layout.x(half.sex, low), y), (layout.x(half.sex, high), y));
            canvas.line(ends.0, ends.1, Stroke::solid(theme::MUTED, 2.0));
        }
    }
    canvas.path(outline(layout, half), Stroke::solid(theme::INK, 2.5));
}

/// The steps along the ends of the bars of the earlier year.
fn outline(layout: &Layout, half: &Half) -> Vec<Point> {
    let n = half.before.len();
    let steps = half.before.iter().enumerate().flat_map(|(i, row)| {
        let (x, top) = (layout.x(half.sex, row.mean), layout.top(i, n));
        [(x, top + layout.row_height), (x, top)]
    });
    let middle = layout.x(half.sex, 0.0);
    let foot = (middle, layout.top(0, n) + layout.row_height);
    let head = (middle, layout.plot.top);
    [foot].into_iter().chain(steps).chain([head]).collect()
}

fn draw_key(canvas: &mut Canvas, layout: &Layout, room: Rect, (subject, before): (&Subject, &str)) {
    let language = subject.language;
    let y = room.top + 6.0;
    let style = Type::bold(theme::LABEL, theme::INK);
    for (sex, anchor, name) in [
        (Sex::Male, Anchor::End, pick(language, "Nam", "Men")),
        (Sex::Female, Anchor::Start, pick(language, "Nữ", "Women")),
    ] {
        canvas.centred(name, (layout.x(sex, 0.0), y), anchor, style);
    }
    let plain = Type::regular(theme::LABEL, theme::INK);
    let last = subject.results.to;
    let text = format!("{last} ({})", pick(language, "dự báo", "projection"));
    let x = room.right - plain.width(&text);
    canvas.centred(&text, (room.right, y), Anchor::End, plain);
    canvas.block((x - 44.0, y - 8.0), (x - 27.0, y + 8.0), theme::MALE);
    canvas.block((x - 27.0, y - 8.0), (x - 10.0, y + 8.0), theme::FEMALE);
    let x = x - 74.0;
    canvas.centred(before, (x, y), Anchor::End, plain);
    let x = x - plain.width(before) - 10.0;
    canvas.line((x - 34.0, y), (x, y), Stroke::solid(theme::INK, 2.5));
}
