//! Targets of the plan that can be judged, in small multiples: the past of the indicator, the fan of
//! its forecast, the way that is needed, and the target itself with its probability.
//!
//! Targets on one indicator share a panel. A target on one year is a diamond, one on a period a
//! bar over its years, a sum being shown as its mean. Each panel has its own scale, which does not
//! begin at zero.

mod group;
mod unit;

pub(super) use crate::report::charts::targets::group::name;

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
use crate::report::charts::panels;
use crate::report::charts::scale;
use crate::report::charts::scale::Scale;
use crate::report::charts::select;
use crate::report::charts::select::Subject;
use crate::report::charts::targets::group::Group;
use crate::report::charts::targets::group::Target;
use crate::report::charts::text::Type;
use crate::report::charts::theme;
use crate::report::charts::theme::Colour;
use crate::report::charts::words;
use crate::report::charts::words::pick;
use crate::report::text;
use crate::results::ResultRow;
use crate::results::Results;
use crate::results::TableName;
use crate::status::Status;
use crate::targets::assessment::Verdict;
use crate::targets::meaning::Period;
use crate::units::Year;

/// Most panels that can still be read.
const MOST: usize = 12;
/// Most targets that a panel names.
const MOST_NAMED: usize = 3;
const BETWEEN: f64 = 30.0;
/// Room of the name of a panel, and of each line below it.
const TITLE: f64 = 22.0;
const LINE: f64 = 19.0;
/// Room of the years below a plot, with the space to the next panel.
const YEARS: f64 = 42.0;
const DETAIL: f64 = 13.5;

const NEEDED: Colour = theme::SUPPLY;
const TARGET: Colour = Colour(0, 128, 92);

/// Whether there is a target that can be judged.
pub(super) fn is_possible(results: &Results) -> bool {
    let first = results.first_scenario();
    let mut findings = results.target_findings.iter().filter(|one| one.scenario == first);
    findings.any(|finding| finding.reason.is_none())
}

/// Draws the chart.
///
/// # Errors
/// [`crate::error::Error::Request`] if no target can be judged.
pub(super) fn draw<'a>(subject: &Subject<'a>) -> Result<Picture<'a>> {
    let mut groups = subject.some(group::groups(subject), TableName::Targets, "target_value")?;
    let n_all = groups.len();
    groups.truncate(MOST);
    let rows: Vec<&ResultRow> = groups.iter().flat_map(Group::rows).collect();
    let caption = caption(subject, (groups.len(), n_all));
    let mut canvas = Canvas::default();
    let room = frame::compose(&mut canvas, &caption);
    let room = panels::key(&mut canvas, room, &entries(subject));
    let grid = Grid::of(room, groups.len());
    for (position, group) in groups.iter().enumerate() {
        draw_group(&mut canvas, grid.cell(position), (group, subject));
    }
    Ok(Picture { canvas, title: caption.title, rows })
}

fn entries(subject: &Subject) -> [(Colour, &'static str); 5] {
    let language = subject.language;
    [
        (theme::INK, pick(language, "Thực hiện", "Past")),
        (theme::DEMAND, pick(language, "Dự báo (trung vị)", "Forecast (median)")),
        (band(), pick(language, "Khoảng 80 %", "80% interval")),
        (NEEDED, pick(language, "Nhịp độ cần có", "Pace needed")),
        (TARGET, pick(language, "Chỉ tiêu", "Target")),
    ]
}

fn band() -> Colour {
    theme::DEMAND.mix(theme::WHITE, 0.72)
}

fn caption(subject: &Subject, (n, all): (usize, usize)) -> Caption {
    let language = subject.language;
    let title = pick(language, "Chỉ tiêu kế hoạch so với dự báo", "Plan targets and the forecast");
    let unit = pick(
        language,
        "Mỗi ô một chỉ tiêu, thang và đơn vị riêng; trục đứng không bắt đầu từ 0",
        "A panel an indicator, each with its own scale and unit; vertical axes do not start at zero",
    );
    let dots = pick(
        language,
        "Chấm đặc: quan sát hoặc tính ra; chấm rỗng: ước lượng hoặc giả định. Địa giới NĂM: tỉnh trong địa giới từ năm đó.",
        "Filled dots: observed or derived; hollow dots: estimated or assumed. Boundaries of YEAR: the province as it was from that year.",
    );
    let mut caption = Caption::new(subject, title.to_owned(), unit.to_owned(), String::new());
    let mut notes = vec![words::interval_note(subject, dots)];
    let star = pick(
        language,
        "Xác suất có dấu * suy ra từ giả định của kịch bản: 0 hoặc 1 do cách lập. Đánh giá theo nhịp độ gần đây so với nhịp độ cần có.",
        "A probability with * follows from the scenario's assumptions: 0 or 1 by construction. The verdict compares the pace of late with the pace needed.",
    );
    let more = (all > n).then(|| match language {
        Language::Vietnamese => format!(" Còn {} chỉ tiêu khác trong bảng.", all - n),
        Language::English => format!(" {} more in the table.", all - n),
    });
    notes.push(format!("{star}{}", more.unwrap_or_default()));
    caption.notes = notes;
    caption
}

/// Where panels stand.
struct Grid {
    room: Rect,
    columns: usize,
    rows: usize,
}

impl Grid {
    fn of(room: Rect, n: usize) -> Self {
        let columns = match n {
            0..=3 => n.max(1),
            4 => 2,
            5 | 6 => 3,
            _ => 4,
        };
        Self { room, columns, rows: n.div_ceil(columns).max(1) }
    }

    fn cell(&self, position: usize) -> Rect {
        let (column, row) = (position % self.columns, position / self.columns);
        let all = self.room.width() - BETWEEN * (self.columns - 1) as f64;
        let (width, height) = (all / self.columns as f64, self.room.height() / self.rows as f64);
        let left = self.room.left + (width + BETWEEN) * column as f64;
        let top = self.room.top + height * row as f64;
        Rect { left, top, right: left + width, bottom: top + height }
    }
}

fn draw_group(canvas: &mut Canvas, cell: Rect, (group, subject): (&Group<'_>, &Subject<'_>)) {
    let language = subject.language;
    let (low, high) = domain(group);
    let top = draw_words(canvas, cell, (group, subject)) + 10.0;
    let bottom = (cell.bottom - YEARS).max(top + 20.0);
    let y = Scale::new((low, high), (bottom, top));
    let ticks = y.ticks(4);
    let labels =
        ticks.values.iter().map(|value| axis::TICK.width(&language.number(*value, ticks.decimals)));
    let left = cell.left + labels.fold(0.0, f64::max) + 16.0;
    let plot = Rect { left, top, right: cell.right, bottom };
    let (first, last) = group.years(subject.results.base_year);
    let x =
        Scale::new((f64::from(first.0) - 0.6, f64::from(last.0) + 0.6), (plot.left, plot.right));
    grid_lines(canvas, plot, y, subject);
    year_labels(canvas, plot, x, (first, last));
    Drawing { group, x, y }.all(canvas);
}

/// Writes what a panel is about and what is said of its targets; returns the edge below.
///
/// What does not fit on a line goes on on the next.
fn draw_words(
    canvas: &mut Canvas,
    cell: Rect,
    (group, subject): (&Group<'_>, &Subject<'_>),
) -> f64 {
    let bold = Type::bold(theme::SMALL, theme::INK);
    let detail = Type::regular(DETAIL, theme::MUTED);
    let said = Type::bold(DETAIL, TARGET);
    let named = group.targets.iter().take(MOST_NAMED);
    let named = named.map(|target| (sentence(target, (group, subject)), said, LINE));
    let words = [(group.title.clone(), bold, TITLE), (group.detail.clone(), detail, LINE)];
    let mut edge = cell.top;
    for (text, style, height) in words.into_iter().chain(named) {
        for line in style.lines(&text, cell.width(), 2) {
            canvas.centred(line, (cell.left, edge + height / 2.0), Anchor::Start, style);
            edge += height;
        }
    }
    edge
}

fn grid_lines(canvas: &mut Canvas, plot: Rect, y: Scale, subject: &Subject<'_>) {
    let ticks = y.ticks(4);
    for value in &ticks.values {
        let at = y.at(*value);
        let (colour, width) = if *value == 0.0 { (theme::AXIS, 1.5) } else { (theme::GRID, 1.0) };
        canvas.line((plot.left, at), (plot.right, at), Stroke::solid(colour, width));
        let text = subject.language.number(*value, ticks.decimals);
        canvas.centred(text, (plot.left - 8.0, at), Anchor::End, axis::TICK);
    }
}

fn year_labels(canvas: &mut Canvas, plot: Rect, x: Scale, (first, last): (Year, Year)) {
    let apart = (46.0 * f64::from(last.since(first) + 1) / plot.width()).ceil().max(1.0) as i32;
    for year in scale::year_ticks(first, last, &[last], apart) {
        let at = (x.year(year), plot.bottom + 15.0);
        canvas.line(
            (at.0, plot.bottom),
            (at.0, plot.bottom + 4.0),
            Stroke::solid(theme::AXIS, 1.0),
        );
        canvas.centred(year.to_string(), at, Anchor::Middle, axis::TICK);
    }
}

/// What is said of a target in its panel: years, value, verdict, probability.
fn sentence(target: &Target<'_>, (group, subject): (&Group<'_>, &Subject<'_>)) -> String {
    let language = subject.language;
    let (first, last) = target.period.ends();
    let sum = pick(language, "cộng ", "sum of ");
    let years = match target.period {
        Period::In(year) => year.to_string(),
        Period::Mean(..) => format!("{first}–{last}"),
        Period::Sum(..) => format!("{sum}{first}–{last}"),
    };
    let bound = if target.finding.direction().sign() > 0.0 { "≥" } else { "≤" };
    let write = |value: f64| group.unit.write(group.unit.scale(value), language);
    let mut value = write(target.value.mean);
    if matches!(target.period, Period::Sum(..)) {
        let each = pick(language, "mỗi năm", "a year");
        value = format!("{value} ({} {each})", write(target.mark()));
    }
    let verdict = target.finding.verdict.label();
    let chance = target.finding.probability.map(|p| {
        let shown = match (target.finding.by_construction, p > 0.5) {
            (true, true) => "1*".to_owned(),
            (true, false) => "0*".to_owned(),
            (false, _) => text::probability(p, language),
        };
        format!("; {} {shown}", pick(language, "xác suất", "probability"))
    });
    let verdict = match target.finding.verdict {
        // Without a pace there is a probability alone.
        Verdict::CannotBeSaid => String::new(),
        _ => verdict.get(language).to_owned(),
    };
    let told = format!("{verdict}{}", chance.unwrap_or_default());
    format!("{years} {bound} {value}: {}", told.trim_start_matches("; "))
}

/// The range of everything drawn.
fn domain(group: &Group<'_>) -> (f64, f64) {
    let scale = |value: f64| group.unit.scale(value);
    let past = group.past.iter().map(|row| row.mean);
    let bands = group.forecast.iter().flat_map(|row| {
        let (low, high) = select::central_80(row);
        [low, high]
    });
    let needed = group.targets.iter().flat_map(|target| target.needed.iter().map(|row| row.mean));
    let marks = group.targets.iter().map(Target::mark);
    scale::domain(past.chain(bands).chain(needed).chain(marks).map(scale), 0.08)
}

/// A panel while it is filled.
struct Drawing<'a> {
    group: &'a Group<'a>,
    x: Scale,
    y: Scale,
}

impl Drawing<'_> {
    fn all(&self, canvas: &mut Canvas) {
        self.fan(canvas);
        for target in &self.group.targets {
            self.needed(canvas, target);
        }
        self.past(canvas);
        for target in &self.group.targets {
            self.mark(canvas, target);
        }
    }

    fn point(&self, row: &ResultRow, value: f64) -> Point {
        let year = row.year.unwrap_or(Year(0));
        (self.x.year(year), self.y.at(self.group.unit.scale(value)))
    }

    fn fan(&self, canvas: &mut Canvas) {
        let rows = &self.group.forecast;
        let low = rows.iter().map(|row| self.point(row, select::central_80(row).0));
        let high = rows.iter().rev().map(|row| self.point(row, select::central_80(row).1));
        canvas.area(low.chain(high).collect(), band());
        let middle = |row: &&ResultRow| self.point(row, row.p50.unwrap_or(row.mean));
        let from = self.group.past.last().map(|row| self.point(row, row.mean));
        let line: Vec<Point> = from.into_iter().chain(rows.iter().map(middle)).collect();
        canvas.path(line, Stroke::solid(theme::DEMAND, 2.5));
    }

    fn past(&self, canvas: &mut Canvas) {
        let points: Vec<Point> =
            self.group.past.iter().map(|row| self.point(row, row.mean)).collect();
        canvas.path(points.clone(), Stroke::solid(theme::INK, 2.0));
        for (row, at) in self.group.past.iter().zip(points) {
            canvas.dot(at, 3.4, theme::INK);
            if row.status >= Status::Estimated {
                canvas.dot(at, 2.0, theme::WHITE);
            }
        }
    }

    /// The way: from the last figure where it is a way, over its years where it is an amount.
    fn needed(&self, canvas: &mut Canvas, target: &Target<'_>) {
        let stroke = Stroke::dashed(NEEDED, 2.4);
        let (Some(first), Some(last)) = (target.needed.first(), target.needed.last()) else {
            return;
        };
        if target.is_level() {
            let at = |row: &ResultRow, by: f64| {
                let (x, y) = self.point(row, row.mean);
                (x + by * (self.x.at(0.45) - self.x.at(0.0)), y)
            };
            canvas.line(at(first, -1.0), at(last, 1.0), stroke);
            return;
        }
        let from = self.group.past.last().map(|row| self.point(row, row.mean));
        let way = target.needed.iter().map(|row| self.point(row, row.mean));
        canvas.path(from.into_iter().chain(way).collect(), stroke);
    }

    fn mark(&self, canvas: &mut Canvas, target: &Target<'_>) {
        let y = self.y.at(self.group.unit.scale(target.mark()));
        match target.period {
            Period::In(year) => {
                let (x, r) = (self.x.year(year), 6.5);
                canvas.area(vec![(x, y - r), (x + r, y), (x, y + r), (x - r, y)], TARGET);
            }
            Period::Mean(first, last) | Period::Sum(first, last) => {
                let end = |year: Year, by: f64| (self.x.at(f64::from(year.0) + by), y);
                canvas.line(end(first, -0.45), end(last, 0.45), Stroke::solid(TARGET, 4.5));
            }
        }
    }
}
