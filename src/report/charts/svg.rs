//! Draws the marks of a canvas with plotters as one SVG.
//!
//! Plotters counts in whole pixels; it is given tenths of a pixel, and the header says so, so that
//! lines are placed as exactly as a vector picture can. Texts get their baseline as `y`: the
//! font-relative shift plotters writes is read differently by browsers and office programs.

use plotters::backend::SVGBackend;
use plotters::coord::Shift;
use plotters::drawing::DrawingArea;
use plotters::drawing::DrawingAreaErrorKind;
use plotters::drawing::IntoDrawingArea;
use plotters::element::Circle;
use plotters::element::DashedPathElement;
use plotters::element::PathElement;
use plotters::element::Polygon;
use plotters::element::Rectangle;
use plotters::style::Color;
use plotters::style::FontDesc;
use plotters::style::FontFamily;
use plotters::style::FontStyle;
use plotters::style::RGBColor;
use plotters::style::ShapeStyle;
use plotters::style::TextStyle;
use plotters::style::text_anchor::HPos;
use plotters::style::text_anchor::Pos;
use plotters::style::text_anchor::VPos;

use crate::error::Error;
use crate::error::Result;
use crate::language::Language;
use crate::language::Text;
use crate::report::charts::canvas::Anchor;
use crate::report::charts::canvas::Canvas;
use crate::report::charts::canvas::Mark;
use crate::report::charts::canvas::Pattern;
use crate::report::charts::canvas::Point;
use crate::report::charts::canvas::Stroke;
use crate::report::charts::text::Type;
use crate::report::charts::text::Weight;
use crate::report::charts::theme;
use crate::report::charts::theme::Colour;

/// Units of the drawing per pixel.
const GRAIN: f64 = 10.0;

/// Plotters divides every size of type by this when it writes an SVG.
const PLOTTERS_SIZE: f64 = 1.24;

/// The vertical shift plotters writes for [`VPos::Bottom`].
const SHIFT: &str = " dy=\"-0.5ex\"";

type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;
type Drawn = std::result::Result<(), DrawingAreaErrorKind<std::io::Error>>;

/// The SVG of `canvas`; `title` is what a screen reader says.
///
/// # Errors
/// [`Error::Method`] if plotters refuses a mark.
pub(super) fn render(canvas: &Canvas, title: &str, language: Language) -> Result<String> {
    let size = ((theme::WIDTH * GRAIN) as u32, (theme::HEIGHT * GRAIN) as u32);
    let mut svg = String::new();
    {
        let area = SVGBackend::with_string(&mut svg, size).into_drawing_area();
        draw(&area, canvas).map_err(|error| Error::Method {
            stage: "charts",
            message: Text::new(
                format!("không vẽ được «{title}»: {error}"),
                format!("cannot draw «{title}»: {error}"),
            ),
        })?;
    }
    Ok(header(title, language) + &body(&svg))
}

/// The drawing without plotters' header, each text on one line and on its baseline.
fn body(svg: &str) -> String {
    let mut body = String::with_capacity(svg.len());
    let mut is_text = false;
    for line in svg.lines().skip(1) {
        if line.starts_with("<text ") {
            body.push_str(&line.replace(SHIFT, ""));
            is_text = true;
        } else if is_text && line != "</text>" {
            body.push_str(line);
        } else {
            body.push_str(line);
            body.push('\n');
            is_text = false;
        }
    }
    body
}

fn header(title: &str, language: Language) -> String {
    let (width, height) = (theme::WIDTH, theme::HEIGHT);
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {} {}\" role=\"img\" xml:lang=\"{}\" stroke-linejoin=\"round\">\n\
         <title>{}</title>\n",
        width * GRAIN,
        height * GRAIN,
        language.tag(),
        escape(title)
    )
}

fn escape(text: &str) -> String {
    printable(text).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// `text` without the characters that XML cannot hold.
fn printable(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') { ' ' } else { c })
        .collect()
}

fn draw(area: &Area, canvas: &Canvas) -> Drawn {
    area.fill(&rgb(theme::WHITE))?;
    for mark in &canvas.marks {
        match mark {
            Mark::Path { points, stroke } => path(area, points, *stroke)?,
            Mark::Area { points, colour } => {
                area.draw(&Polygon::new(grains(points), rgb(*colour)))?;
            }
            Mark::Block { rect, colour } => {
                let corners = [grain((rect.left, rect.top)), grain((rect.right, rect.bottom))];
                area.draw(&Rectangle::new(corners, filled(*colour)))?;
            }
            Mark::Dot { at, radius, colour } => {
                let radius = (radius * GRAIN).round() as u32;
                area.draw(&Circle::new(grain(*at), radius, filled(*colour)))?;
            }
            Mark::Label { text, at, anchor, style } => {
                area.draw_text(&printable(text), &text_style(*style, *anchor), grain(*at))?;
            }
        }
    }
    area.present()
}

fn path(area: &Area, points: &[Point], stroke: Stroke) -> Drawn {
    let style = ShapeStyle {
        color: rgb(stroke.colour).into(),
        filled: false,
        stroke_width: (stroke.width * GRAIN).round() as u32,
    };
    match stroke.pattern {
        Pattern::Solid => area.draw(&PathElement::new(grains(points), style)),
        Pattern::Dashed => area.draw(&DashedPathElement::new(
            grains(points),
            grains_long(8.0),
            grains_long(6.0),
            style,
        )),
    }
}

fn text_style(style: Type, anchor: Anchor) -> TextStyle<'static> {
    let weight = match style.weight {
        Weight::Regular => FontStyle::Normal,
        Weight::Bold => FontStyle::Bold,
    };
    let h_pos = match anchor {
        Anchor::Start => HPos::Left,
        Anchor::Middle => HPos::Center,
        Anchor::End => HPos::Right,
    };
    let size = style.size * GRAIN * PLOTTERS_SIZE;
    let font = FontDesc::new(FontFamily::Name(theme::FONT_FAMILIES), size, weight);
    let pos = Pos::new(h_pos, VPos::Bottom);
    TextStyle { font, color: rgb(style.colour).to_backend_color(), pos }
}

fn rgb(colour: Colour) -> RGBColor {
    RGBColor(colour.0, colour.1, colour.2)
}

fn filled(colour: Colour) -> ShapeStyle {
    ShapeStyle::from(&rgb(colour)).filled()
}

fn grain((x, y): Point) -> (i32, i32) {
    ((x * GRAIN).round() as i32, (y * GRAIN).round() as i32)
}

fn grains(points: &[Point]) -> Vec<(i32, i32)> {
    points.iter().copied().map(grain).collect()
}

fn grains_long(length: f64) -> u32 {
    (length * GRAIN) as u32
}
