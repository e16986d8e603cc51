//! Demand by sector in the last year of a few areas side by side, as shares of each area's demand.
//!
//! Shares make a small area and a large one comparable; the whisker is the central 80 % of the draws over mean
//! demand of the area, and the letter how far the figure can be relied on.

use crate::areas::Area;
use crate::error::Result;
use crate::report::charts::Picture;
use crate::report::charts::axis;
use crate::report::charts::canvas::Anchor;
use crate::report::charts::canvas::Canvas;
use crate::report::charts::canvas::Rect;
use crate::report::charts::canvas::Stroke;
use crate::report::charts::frame;
use crate::report::charts::frame::Caption;
use crate::report::charts::names::Names;
use crate::report::charts::scale;
use crate::report::charts::scale::Scale;
use crate::report::charts::select;
use crate::report::charts::select::Subject;
use crate::report::charts::text::{Type, Weight};
use crate::report::charts::theme;
use crate::report::charts::theme::Colour;
use crate::report::charts::words;
use crate::report::charts::words::pick;
use crate::results::ALL_SECTORS;
use crate::results::ResultRow;
use crate::results::Results;
use crate::results::TableName;

const MEASURE: &str = "demand";

/// Standard errors in an 80 % interval.
const WIDTH_IN_ERRORS: f64 = 2.563;

/// One area with its demand and its colour.
struct Compared<'a> {
    area: &'a Area,
    all: f64,
    colour: Colour,
}

/// A bar: per cent of the area's demand with its interval.
struct Bar<'a> {
    row: &'a ResultRow,
    percent: [f64; 3],
    colour: Colour,
}

/// Whether there are sectors of areas to compare.
pub(super) fn is_possible(results: &Results) -> bool {
    !results.sectors.is_empty() && !results.compared.is_empty()
}

/// Draws the chart.
///
/// # Errors
/// [`crate::error::Error::Request`] if the results have no sectors of areas to compare.
pub(super) fn draw<'a>(subject: &Subject<'a>) -> Result<Picture<'a>> {
    let areas = subject.some(compared(subject), TableName::Demand, MEASURE)?;
    let sectors: Vec<(&str, Vec<Bar>)> = sectors(subject, &areas);
    let sectors = subject.some(sectors, TableName::Demand, MEASURE)?;
    let rows = sectors.iter().flat_map(|(_, bars)| bars.iter().map(|bar| bar.row)).collect();
    let caption = caption(subject, &areas);
    let mut canvas = Canvas::default();
    let mut room = frame::compose(&mut canvas, &caption);
    room.top = draw_key(&mut canvas, room, (&areas, subject));
    draw_rows(&mut canvas, room, (&sectors, subject));
    Ok(Picture { canvas, title: caption.title, rows })
}

fn compared<'a>(subject: &Subject<'a>) -> Vec<Compared<'a>> {
    let codes = subject.results.compared.iter();
    let areas = codes.filter_map(|code| subject.results.areas.iter().find(|a| a.code == *code));
    let colours = theme::CATEGORIES.into_iter().skip(1).cycle();
    areas
        .zip(colours)
        .filter_map(|(area, colour)| {
            let of = Subject { area: Some(area), ..*subject };
            let all = of.last(TableName::Demand, ALL_SECTORS, MEASURE)?.mean;
            (all > 0.0).then_some(Compared { area, all, colour })
        })
        .collect()
}

fn sectors<'a>(subject: &Subject<'a>, areas: &[Compared<'a>]) -> Vec<(&'a str, Vec<Bar<'a>>)> {
    let bar = |of: &Compared<'a>, code: &str| {
        let row =
            Subject { area: Some(of.area), ..*subject }.last(TableName::Demand, code, MEASURE)?;
        let (low, high) = select::central_80(row);
        let percent = [low, row.mean, high].map(|persons| 100.0 * persons / of.all);
        Some(Bar { row, percent, colour: of.colour })
    };
    let of_sector = |sector: &'a crate::model::Sector| {
        let code = sector.code.to_string();
        let bars = areas.iter().filter_map(|area| bar(area, &code)).collect();
        (words::sector_name(sector, subject.language), bars)
    };
    let all = subject.results.sectors.iter().map(of_sector);
    all.filter(|(_, bars): &(&str, Vec<Bar>)| !bars.is_empty()).collect()
}

fn caption(subject: &Subject, areas: &[Compared]) -> Caption {
    let language = subject.language;
    let title = pick(language, "Cầu lao động theo ngành năm", "Demand by sector in");
    let unit = pick(
        language,
        "Phần trăm cầu của từng địa bàn; chữ A–E: độ tin cậy",
        "Per cent of each area's demand; letters A to E: reliability",
    );
    let figure =
        pick(language, "Thanh: trung bình; vạch: khoảng 80 %.", "Bar: mean; line: 80% interval.");
    let note = words::interval_note(subject, figure);
    let names: Vec<&str> = areas.iter().map(|of| of.area.title.get(language)).collect();
    let title = format!("{title} {}: {}", subject.results.to, names.join(", "));
    let caption = Caption::new(subject, title, unit.to_owned(), note);
    Caption { subtitle: words::scenario(subject), ..caption }
}

/// Names the areas above the plot; returns the edge below.
fn draw_key(canvas: &mut Canvas, room: Rect, (areas, subject): (&[Compared], &Subject)) -> f64 {
    let style = Type::regular(theme::LABEL, theme::INK);
    let (mut x, y) = (room.left, room.top + 6.0);
    let widest = room.width() / areas.len().max(1) as f64 - 58.0;
    for of in areas {
        let text = style.cut(of.area.title.get(subject.language), widest);
        let width = style.width(&text);
        canvas.block((x, y - 7.0), (x + 14.0, y + 7.0), of.colour);
        canvas.centred(text, (x + 24.0, y), Anchor::Start, style);
        x += width + 58.0;
    }
    y + style.leading() + 6.0
}

fn draw_rows(canvas: &mut Canvas, room: Rect, (sectors, subject): (&[(&str, Vec<Bar>)], &Subject)) {
    let bottom = room.bottom - 30.0;
    let row_height = (bottom - room.top) / sectors.len() as f64;
    let names: Vec<&str> = sectors.iter().map(|(name, _)| *name).collect();
    let names = Names::set(&names, row_height, room.width() * 0.26);
    let left = room.left + names.width + 16.0;
    let plot = Rect { left, top: room.top, right: room.right - 110.0, bottom };
    let values = sectors.iter().flat_map(|(_, bars)| bars.iter().flat_map(|bar| bar.percent));
    let scale = Scale::new(scale::domain(values.chain([0.0]), 0.02), (plot.left, plot.right));
    axis::along_bottom(canvas, plot, scale, subject.language);
    for (index, (_, bars)) in sectors.iter().enumerate() {
        let top = plot.top + row_height * index as f64;
        names.write(canvas, index, (left - 14.0, top + row_height / 2.0), Weight::Regular);
        let lane = row_height * 0.8 / bars.len() as f64;
        let style = Type::regular((lane * 0.9).clamp(theme::SMALLEST, theme::SMALL), theme::INK);
        for (place, bar) in bars.iter().enumerate() {
            let y = top + row_height * 0.1 + lane * (place as f64 + 0.5);
            let [low, mean, high] = bar.percent;
            canvas.block(
                (scale.at(0.0), y - lane * 0.4),
                (scale.at(mean), y + lane * 0.4),
                bar.colour,
            );
            canvas.line((scale.at(low), y), (scale.at(high), y), Stroke::solid(theme::INK, 1.0));
            let letter = bar.row.reliability.as_deref().unwrap_or_default();
            // A decimal below the standard error would be noise.
            let decimals = usize::from((high - low) / WIDTH_IN_ERRORS < 1.0);
            let text = format!("{} % {letter}", subject.language.number(mean, decimals));
            canvas.centred(text, (room.right, y), Anchor::End, style);
        }
    }
}
