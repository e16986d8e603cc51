//! Employment in the past, then demand with its 80 % and 95 % bands beside supply.
//!
//! Lines are means, as in every table. Filled dots are observed years, hollow ones estimated. The band of supply is
//! drawn as an outline, so that the two bands are told apart where they overlap, also in grey.

use crate::areas::reliability;
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
use crate::status::Status;
use crate::units::Year;

/// Fill of the band of demand that holds 80 % of the draws.
const BAND_80: Colour = Colour(158, 202, 225);
/// Fill of the band that holds 95 %.
const BAND_95: Colour = Colour(218, 234, 245);

struct Lines<'a> {
    past: Vec<&'a ResultRow>,
    demand: Vec<&'a ResultRow>,
    supply: Vec<&'a ResultRow>,
    /// Where demand and supply start from, where they have no row of the base year themselves.
    start: Option<&'a ResultRow>,
}

impl<'a> Lines<'a> {
    /// Rows of demand or supply from where they start.
    fn started(&self, rows: &[&'a ResultRow]) -> Vec<&'a ResultRow> {
        self.start.into_iter().chain(rows.iter().copied()).collect()
    }
}

struct Layout {
    plot: Rect,
    years: Scale,
    persons: Scale,
    heads: Heads,
}

impl Layout {
    fn point(&self, row: &ResultRow, persons: f64) -> Point {
        let year = row.year.unwrap_or(Year(0));
        (self.years.year(year), self.persons.at(self.heads.scale(persons)))
    }
}

/// Draws the chart.
///
/// # Errors
/// [`crate::error::Error::Request`] if there is no projection of demand or supply.
pub(super) fn draw<'a>(subject: &Subject<'a>) -> Result<Picture<'a>> {
    let lines = lines(subject)?;
    let rows: Vec<&ResultRow> = [&lines.past, &lines.demand, &lines.supply]
        .into_iter()
        .flat_map(|rows| rows.iter().copied())
        .collect();
    let largest = rows.iter().map(|row| select::central_95(row).1).fold(0.0, f64::max);
    let heads = Heads::up_to(largest, subject.language);
    let domain = domain(&lines, heads);
    let caption = caption(subject, &lines, heads, domain.0 > 0.0);
    let mut canvas = Canvas::default();
    let room = frame::compose(&mut canvas, &caption);
    let labels = end_labels(&lines, heads, subject);
    let layout = layout(&lines, room, &labels, (heads, domain), subject);
    draw_bands(&mut canvas, &layout, &lines);
    draw_axes(&mut canvas, &layout, &lines, subject);
    draw_lines(&mut canvas, &layout, &lines);
    draw_labels(&mut canvas, &layout, labels);
    Ok(Picture { canvas, title: caption.title, rows })
}

fn lines<'a>(subject: &Subject<'a>) -> Result<Lines<'a>> {
    let sector = subject.sector_code();
    let from_base = |rows: Vec<&'a ResultRow>| -> Vec<&'a ResultRow> {
        let base = Some(subject.results.base_year);
        rows.into_iter().filter(|row| row.year >= base).collect()
    };
    let series = |table, measure| {
        subject.some(from_base(subject.series(table, &sector, measure)), table, measure)
    };
    let past = subject.past(TableName::Demand, &sector, "employment");
    let demand = series(TableName::Demand, "demand")?;
    let base = subject.results.base_year;
    let begins_later = demand.first().is_some_and(|row| row.year > Some(base));
    let start = select::at(&past, base).filter(|_| begins_later);
    let supply = series(TableName::Supply, "supply_after_mobility")?;
    Ok(Lines { past, demand, supply, start })
}

/// The range of everything drawn; from zero unless the lines are far from it.
fn domain(lines: &Lines, heads: Heads) -> (f64, f64) {
    let past = lines.past.iter().map(|row| row.mean);
    let bands = lines.demand.iter().flat_map(|row| {
        let (low, high) = select::central_95(row);
        [low, high]
    });
    let supply = lines.supply.iter().flat_map(|row| {
        let (low, high) = select::central_80(row);
        [low, high]
    });
    let values = past.chain(bands).chain(supply).map(|persons| heads.scale(persons));
    let (low, high) = scale::domain(values, 0.06);
    if low < 0.5 * high { (0.0, high) } else { (low, high) }
}

fn caption(subject: &Subject, lines: &Lines, heads: Heads, is_cut: bool) -> Caption {
    let language = subject.language;
    let sector = words::sector_title(subject.sector, language);
    let title = pick(language, "Cung và cầu lao động", "Labour supply and demand");
    let unit = pick(
        language,
        "Lao động có việc làm, nhu cầu và nguồn cung,",
        "Employment, demand and supply,",
    );
    let figure = pick(
        language,
        "Đường: trung bình. Dải đậm: khoảng 80 % của cầu; dải nhạt: khoảng 95 %; nét đứt: khoảng 80 % của cung.",
        "Lines: means. Dark band: 80% interval of demand; light band: 95%; broken lines: 80% interval of supply.",
    );
    let mut notes = vec![words::interval_note(subject, figure)];
    if lines.past.iter().any(|row| row.status >= Status::Estimated) {
        notes.push(dots_note(lines, language).to_owned());
    }
    if lines.demand.iter().any(|row| row.reliability.is_some()) {
        let letters = pick(
            language,
            "Chữ A–E cạnh số: độ tin cậy; số làm tròn theo độ chính xác.",
            "Letter A to E beside a figure: reliability; figures are rounded accordingly.",
        );
        notes.push(letters.to_owned());
    }
    if is_cut {
        let cut = pick(
            language,
            "Trục đứng không bắt đầu từ 0.",
            "The vertical axis does not start at zero.",
        );
        notes.push(cut.to_owned());
    }
    let title = format!("{title}: {sector}");
    let unit = format!("{unit} {}", heads.name());
    let mut caption = Caption::new(subject, title, unit, String::new());
    caption.notes = vec![notes.remove(0), notes.join(" ")];
    caption
}

fn dots_note(lines: &Lines, language: Language) -> &'static str {
    if firmness(lines).0 {
        return pick(
            language,
            "Chấm đặc: quan sát; chấm rỗng: ước lượng, không phải số liệu quan sát.",
            "Filled dots: observed; hollow dots: estimated, not observed.",
        );
    }
    pick(
        language,
        "Số liệu quá khứ (chấm rỗng) là ước lượng, không phải số liệu quan sát.",
        "Past figures (hollow dots) are estimates, not observations.",
    )
}

/// Two lines of text beside the end of a line.
struct EndLabel {
    name: String,
    interval: String,
    /// Mean in persons, where the label belongs.
    persons: f64,
    colour: Colour,
}

const NAME: f64 = theme::LABEL + 1.5;

fn end_labels(lines: &Lines, heads: Heads, subject: &Subject) -> Vec<EndLabel> {
    let language = subject.language;
    let label = |rows: &[&ResultRow], name: &str, colour| {
        let row = *rows.last()?;
        let (figure, interval) = figures(row, heads);
        Some(EndLabel { name: format!("{name} {figure}"), interval, persons: row.mean, colour })
    };
    let demand = label(&lines.demand, pick(language, "Cầu", "Demand"), theme::DEMAND);
    let supply = label(&lines.supply, pick(language, "Cung", "Supply"), theme::SUPPLY);
    demand.into_iter().chain(supply).collect()
}

/// What is written of the last year: a figure and its interval. Where a letter says how far they can be relied on, they are
/// rounded accordingly and the letter stands beside.
fn figures(row: &ResultRow, heads: Heads) -> (String, String) {
    let interval = select::known_80(row);
    let Some(letter) = row.reliability.as_deref() else {
        let interval = interval.map(|ends| heads.interval(ends)).unwrap_or_default();
        return (heads.write(row.mean), interval);
    };
    let unit = interval.map_or(1.0, |interval| reliability::unit(row.mean, interval));
    let rounded = |persons: f64| heads.rounded(persons, unit);
    let interval = interval.map(|(low, high)| format!("{} … {}", rounded(low), rounded(high)));
    (format!("{} {letter}", rounded(row.mean)), interval.unwrap_or_default())
}

fn layout(
    lines: &Lines,
    room: Rect,
    labels: &[EndLabel],
    (heads, domain): (Heads, (f64, f64)),
    subject: &Subject,
) -> Layout {
    let bold = Type::bold(NAME, theme::INK);
    let widest = labels
        .iter()
        .flat_map(|label| [bold.width(&label.name), axis::TICK.width(&label.interval)])
        .fold(0.0, f64::max);
    let (top, bottom) = (room.top + 34.0, room.bottom - 30.0);
    let persons = Scale::new(domain, (bottom, top));
    let ticks = persons.ticks(5);
    let figures = ticks
        .values
        .iter()
        .map(|value| axis::TICK.width(&subject.language.number(*value, ticks.decimals)))
        .fold(0.0, f64::max);
    let plot =
        Rect { left: room.left + figures + 14.0, top, right: room.right - widest - 20.0, bottom };
    let (first, last) = span(lines, subject);
    let years = Scale::new((f64::from(first.0) - 0.3, f64::from(last.0)), (plot.left, plot.right));
    Layout { plot, years, persons, heads }
}

fn span(lines: &Lines, subject: &Subject) -> (Year, Year) {
    let base = subject.results.base_year;
    let first = lines.past.iter().filter_map(|row| row.year).min().unwrap_or(base);
    (first.min(base), subject.results.to)
}

fn draw_bands(canvas: &mut Canvas, layout: &Layout, lines: &Lines) {
    let band = |interval: fn(&ResultRow) -> (f64, f64)| {
        let demand = lines.started(&lines.demand);
        let low = demand.iter().map(|row| layout.point(row, interval(row).0));
        let high = demand.iter().rev().map(|row| layout.point(row, interval(row).1));
        low.chain(high).collect::<Vec<Point>>()
    };
    canvas.area(band(select::central_95), BAND_95);
    canvas.area(band(select::central_80), BAND_80);
}

fn draw_axes(canvas: &mut Canvas, layout: &Layout, lines: &Lines, subject: &Subject) {
    axis::along_left(canvas, layout.plot, layout.persons, subject.language);
    let (first, last) = span(lines, subject);
    let base = subject.results.base_year;
    let per_year = layout.plot.width() / f64::from(last.since(first).max(1));
    let apart = (58.0 / per_year).ceil() as i32;
    for year in first.to(last) {
        let x = layout.years.year(year);
        let (bottom, tick) = (layout.plot.bottom, Stroke::solid(theme::AXIS, 1.0));
        canvas.line((x, bottom), (x, bottom + 4.0), tick);
    }
    for year in scale::year_ticks(first, last, &[base, last], apart) {
        let x = layout.years.year(year);
        let bottom = layout.plot.bottom;
        canvas.line((x, bottom), (x, bottom + 7.0), Stroke::solid(theme::AXIS, 1.5));
        canvas.centred(year.to_string(), (x, bottom + 20.0), Anchor::Middle, axis::TICK);
    }
    draw_rule(canvas, layout, lines, subject);
}

/// Whether any year of the past is observed, and whether all are.
fn firmness(lines: &Lines) -> (bool, bool) {
    let is_firm = |row: &&ResultRow| row.status < Status::Estimated;
    (lines.past.iter().any(is_firm), lines.past.iter().all(is_firm))
}

/// The rule at the base year, with the past named at its left and the projection at its right.
fn draw_rule(canvas: &mut Canvas, layout: &Layout, lines: &Lines, subject: &Subject) {
    let language = subject.language;
    let x = layout.years.year(subject.results.base_year);
    let top = layout.plot.top - 30.0;
    canvas.line((x, top), (x, layout.plot.bottom), Stroke::solid(theme::AXIS, 1.0));
    let (any, all) = firmness(lines);
    let counted = lines.past.iter().all(|row| row.status == Status::Observed);
    let past = match (any, all) {
        (_, true) if counted => pick(language, "quan sát", "observed"),
        (_, true) => pick(language, "quan sát, tính ra", "observed, derived"),
        (true, false) => pick(language, "quan sát và ước lượng", "observed and estimated"),
        (false, false) => pick(language, "ước lượng", "estimated"),
    };
    let style = Type::regular(theme::LABEL, theme::MUTED);
    let y = top + 9.0;
    if !lines.past.is_empty() && style.width(past) + 12.0 < x - theme::MARGIN {
        canvas.centred(past, (x - 12.0, y), Anchor::End, style);
    }
    canvas.centred(pick(language, "dự báo", "projection"), (x + 12.0, y), Anchor::Start, style);
}

fn draw_lines(canvas: &mut Canvas, layout: &Layout, lines: &Lines) {
    let means = |rows: &[&ResultRow]| -> Vec<Point> {
        rows.iter().map(|row| layout.point(row, row.mean)).collect()
    };
    for bound in
        [|row: &ResultRow| select::central_80(row).0, |row: &ResultRow| select::central_80(row).1]
    {
        let supply = lines.started(&lines.supply);
        let points = supply.iter().map(|row| layout.point(row, bound(row))).collect();
        canvas.path(points, Stroke::dashed(theme::SUPPLY, 1.8));
    }
    let of = |rows| means(&lines.started(rows));
    canvas.path(of(&lines.supply), Stroke::solid(theme::SUPPLY, 3.5));
    canvas.path(of(&lines.demand), Stroke::solid(theme::DEMAND, 3.5));
    let past: Vec<Point> = lines.past.iter().map(|row| layout.point(row, row.mean)).collect();
    canvas.path(past, Stroke::solid(theme::INK, 2.5));
    for row in &lines.past {
        let at = layout.point(row, row.mean);
        canvas.dot(at, 4.5, theme::INK);
        if row.status >= Status::Estimated {
            canvas.dot(at, 2.6, theme::WHITE);
        }
    }
}

fn draw_labels(canvas: &mut Canvas, layout: &Layout, mut labels: Vec<EndLabel>) {
    labels.sort_by(|one, other| other.persons.total_cmp(&one.persons));
    let ends: Vec<f64> =
        labels.iter().map(|l| layout.persons.at(layout.heads.scale(l.persons))).collect();
    let places = spread(&ends, 50.0, layout.plot);
    for (label, y) in labels.iter().zip(places) {
        let x = layout.plot.right + 14.0;
        let bold = Type::bold(NAME, label.colour);
        canvas.centred(&label.name, (x, y - 11.0), Anchor::Start, bold);
        if !label.interval.is_empty() {
            canvas.centred(&label.interval, (x, y + 12.0), Anchor::Start, axis::TICK);
        }
    }
}

/// Places for labels of ascending `ends`, at least `apart` from each other and inside `plot`.
fn spread(ends: &[f64], apart: f64, plot: Rect) -> Vec<f64> {
    let mut places = ends.to_vec();
    if let [upper, lower] = places.as_mut_slice() {
        let short = (apart - (*lower - *upper)).max(0.0) / 2.0;
        *upper -= short;
        *lower += short;
    }
    let (top, bottom) = (plot.top + 12.0, plot.bottom - 16.0);
    let over = places.last().map_or(0.0, |last| (last - bottom).max(0.0));
    let under = places.first().map_or(0.0, |first| (top - first).max(0.0));
    places.iter().map(|place| place - over + under).collect()
}
