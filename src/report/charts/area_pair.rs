//! The labour force of a few areas side by side: the past and the projection with its 80 % band.

use crate::areas::Area;
use crate::error::Result;
use crate::report::areas;
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
use crate::report::charts::theme::Colour;
use crate::report::charts::words;
use crate::report::charts::words::Heads;
use crate::report::charts::words::pick;
use crate::results::ResultRow;
use crate::results::TableName;
use crate::units::Year;

const MEASURE: &str = "labour_force";

struct Line<'a> {
    area: &'a Area,
    rows: Vec<&'a ResultRow>,
    colour: Colour,
}

/// Draws the chart.
///
/// # Errors
/// [`crate::error::Error::Request`] if the results have no areas to compare.
pub(super) fn draw<'a>(subject: &Subject<'a>) -> Result<Picture<'a>> {
    let lines = subject.some(lines(subject), TableName::Supply, MEASURE)?;
    let rows: Vec<&ResultRow> = lines.iter().flat_map(|line| line.rows.clone()).collect();
    let largest = rows.iter().map(|row| select::central_80(row).1).fold(0.0, f64::max);
    let heads = Heads::up_to(largest.max(2_000.0), subject.language);
    let caption = caption(subject, (&lines, &rows), heads);
    let mut canvas = Canvas::default();
    let room = frame::compose(&mut canvas, &caption);
    let style = Type::bold(theme::LABEL, theme::INK);
    let label = |line: &Line| {
        let last = line
            .rows
            .last()
            .map(|row| areas::thousands(row, row.mean, subject.language))
            .unwrap_or_default();
        let letter = line.rows.last().and_then(|row| row.reliability.as_deref());
        let letter = letter.map_or_else(String::new, |letter| format!(" {letter}"));
        format!("{} {last}{letter}", line.area.title.get(subject.language))
    };
    let widest = lines.iter().map(|line| style.width(&label(line))).fold(0.0, f64::max);
    let plot = Rect {
        left: room.left + 70.0,
        top: room.top + 10.0,
        right: room.right - widest - 20.0,
        bottom: room.bottom - 30.0,
    };
    let years: Vec<Year> = rows.iter().filter_map(|row| row.year).collect();
    let first = years.iter().copied().min().unwrap_or(subject.results.base_year);
    let x =
        Scale::new((f64::from(first.0), f64::from(subject.results.to.0)), (plot.left, plot.right));
    let values = rows.iter().map(|row| heads.scale(select::central_80(row).1)).chain([0.0]);
    let y = Scale::new(scale::domain(values, 0.03), (plot.bottom, plot.top));
    axis::along_left(&mut canvas, plot, y, subject.language);
    let (base, to) = (subject.results.base_year, subject.results.to);
    for year in scale::year_ticks(first, to, &[base, to], 2) {
        canvas.centred(
            year.to_string(),
            (x.year(year), plot.bottom + 16.0),
            Anchor::Middle,
            axis::TICK,
        );
    }
    let rule = Stroke::solid(theme::AXIS, 1.0);
    canvas.line((x.year(base), plot.top), (x.year(base), plot.bottom), rule);
    let mut places: Vec<f64> = Vec::new();
    for line in &lines {
        draw_line(&mut canvas, line, (x, y, heads));
        let Some(last) = line.rows.last() else { continue };
        let mut place = y.at(heads.scale(last.mean));
        while places.iter().any(|other| (other - place).abs() < 22.0) {
            place += 22.0;
        }
        places.push(place);
        let style = Type::bold(theme::LABEL, line.colour);
        canvas.centred(label(line), (plot.right + 12.0, place), Anchor::Start, style);
    }
    Ok(Picture { canvas, title: caption.title, rows })
}

fn lines<'a>(subject: &Subject<'a>) -> Vec<Line<'a>> {
    let compared = subject.results.compared.iter();
    let areas = compared.filter_map(|code| subject.results.areas.iter().find(|a| a.code == *code));
    areas
        .zip(theme::CATEGORIES.into_iter().skip(1).cycle())
        .map(|(area, colour)| {
            let subject = Subject { area: Some(area), ..*subject };
            let sector = subject.sector_code();
            let mut rows = subject.past(TableName::Supply, &sector, MEASURE);
            rows.extend(subject.series(TableName::Supply, &sector, MEASURE));
            Line { area, rows, colour }
        })
        .filter(|line| !line.rows.is_empty())
        .collect()
}

fn caption(subject: &Subject, (lines, rows): (&[Line], &[&ResultRow]), heads: Heads) -> Caption {
    let language = subject.language;
    let names: Vec<&str> = lines.iter().map(|line| line.area.title.get(language)).collect();
    let title = pick(language, "Lực lượng lao động", "Labour force");
    let figure = pick(
        language,
        "Đường: số đã có, sau đó là trung bình; dải: khoảng 80 %.",
        "Lines: figures of the past, then means; bands: 80% intervals.",
    );
    let note = words::interval_note(subject, figure);
    let letters = pick(language, "chữ A–E: độ tin cậy", "letters A to E: reliability");
    let unit = format!("{}; {letters}", heads.name());
    let title = format!("{title}: {}", names.join(", "));
    Caption {
        subtitle: words::scenario(subject),
        notes: vec![note, words::status_note(rows, subject)],
        ..Caption::new(subject, title, unit, String::new())
    }
}

fn draw_line(canvas: &mut Canvas, line: &Line, (x, y, heads): (Scale, Scale, Heads)) {
    let at = |row: &ResultRow, persons: f64| {
        (x.year(row.year.unwrap_or(Year(0))), y.at(heads.scale(persons)))
    };
    let low = line.rows.iter().map(|row| at(row, select::central_80(row).0));
    let high = line.rows.iter().rev().map(|row| at(row, select::central_80(row).1));
    canvas.area(low.chain(high).collect(), line.colour.mix(theme::WHITE, 0.75));
    let points = line.rows.iter().map(|row| at(row, row.mean)).collect();
    canvas.path(points, Stroke::solid(line.colour, 3.0));
}
