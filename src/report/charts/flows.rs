//! Where newly trained workers go: ribbons from fields of training to occupations, over the whole
//! horizon.
//!
//! A field or an occupation with less than [`SMALL`] of all new workers is drawn together with the
//! other small ones: a sliver has no room for its name. Ribbons keep the colour of their field, but
//! for those with less than [`THIN`], which lie in grey below the others.

mod nodes;

use crate::error::Result;
use crate::report::charts::Picture;
use crate::report::charts::axis;
use crate::report::charts::canvas::Anchor;
use crate::report::charts::canvas::Canvas;
use crate::report::charts::canvas::Point;
use crate::report::charts::canvas::Rect;
use crate::report::charts::canvas::Stroke;
use crate::report::charts::flows::nodes::Flows;
use crate::report::charts::flows::nodes::Node;
use crate::report::charts::flows::nodes::SMALL;
use crate::report::charts::frame;
use crate::report::charts::frame::Caption;
use crate::report::charts::select::Subject;
use crate::report::charts::text::Type;
use crate::report::charts::theme;
use crate::report::charts::theme::Colour;
use crate::report::charts::words::Heads;
use crate::report::charts::words::pick;
use crate::results::ResultRow;
use crate::results::TableName;

/// What is drawn.
pub(super) const MEASURE: &str = "entrants_to_occupation";

/// Space between the bars of a column.
const GAP: f64 = 14.0;

/// Share of all new workers below which a ribbon is grey.
const THIN: f64 = 0.01;

/// Width of a bar.
const BAR: f64 = 20.0;

/// Colours of fields, repeated after the last; they differ in a grey print too.
const COLOURS: [Colour; 8] = [
    Colour(0, 88, 146),
    Colour(230, 159, 0),
    Colour(0, 130, 96),
    Colour(190, 72, 0),
    Colour(86, 180, 233),
    Colour(160, 92, 140),
    Colour(120, 110, 30),
    Colour(120, 120, 120),
];

struct Layout {
    plot: Rect,
    /// Pixels of a person.
    person: f64,
    /// Upper ends of the bars of both columns.
    tops: [Vec<f64>; 2],
    heads: Heads,
}

/// Draws the chart.
///
/// # Errors
/// [`crate::error::Error::Request`] if no new workers are told apart by occupation.
pub(super) fn draw<'a>(subject: &Subject<'a>) -> Result<Picture<'a>> {
    let rows: Vec<&ResultRow> =
        subject.some(nodes::rows(subject, MEASURE), TableName::Training, MEASURE)?;
    let flows = Flows::of(&rows, subject);
    let heads = Heads::up_to(flows.total(), subject.language);
    let caption = caption(subject, &flows, heads).about(&rows, subject);
    let mut canvas = Canvas::default();
    let room = frame::compose(&mut canvas, &caption);
    let layout = layout(&flows, room, heads);
    draw_ribbons(&mut canvas, &layout, &flows, subject);
    draw_column(&mut canvas, &layout, (&flows, 0), subject);
    draw_column(&mut canvas, &layout, (&flows, 1), subject);
    Ok(Picture { canvas, title: caption.title, rows })
}

/// The title says what the picture shows.
fn caption(subject: &Subject, flows: &Flows, heads: Heads) -> Caption {
    let (language, results) = (subject.language, subject.results);
    let largest = |nodes: &[Node]| -> Option<(String, String)> {
        let named = nodes.iter().filter(|node| node.is_one);
        let node = named.max_by(|one, other| one.size.total_cmp(&other.size))?;
        let share = language.number(100.0 * node.size / flows.total(), 0);
        Some((node.name.clone(), share))
    };
    let title = match (largest(&flows.fields), largest(&flows.occupations)) {
        (Some((field, of_field)), Some((occupation, of_occupation))) => {
            match pick(language, "vi", "en") {
                "vi" => format!(
                    "Trong 100 lao động mới qua đào tạo, {of_occupation} người vào nhóm nghề \
                     «{occupation}»; lĩnh vực đông nhất là «{field}» ({of_field})"
                ),
                _ => format!(
                    "Of 100 newly trained workers, {of_occupation} go into «{occupation}»; the \
                     largest field of training is «{field}» ({of_field})"
                ),
            }
        }
        _ => {
            pick(language, "Lao động mới qua đào tạo làm nghề gì", "Where newly trained workers go")
                .to_owned()
        }
    };
    let unit = pick(
        language,
        "Lao động mới theo lĩnh vực đào tạo và nghề, cộng các năm",
        "New workers by field of training and occupation, sum of the years",
    );
    let (small, thin) = (language.percent(SMALL, 0), language.percent(THIN, 0));
    let note = match pick(language, "vi", "en") {
        "vi" => format!(
            "Bề rộng: số người trung bình của các đường mô phỏng; số trong dải: % của tổng. Nhóm \
             dưới {small} được gộp vào «khác», dải dưới {thin} màu xám."
        ),
        _ => format!(
            "Width: mean persons over the simulated paths; figures in ribbons: % of all. Groups \
             below {small} are drawn together as «other», ribbons below {thin} in grey."
        ),
    };
    let (first, last) = (results.base_year.plus(1), results.to);
    Caption::new(subject, title, format!("{unit} {first}–{last}, {}", heads.name()), note)
}

fn layout(flows: &Flows, room: Rect, heads: Heads) -> Layout {
    let names = room.width() * 0.21;
    let plot = Rect {
        left: room.left + names,
        top: room.top + 22.0,
        right: room.right - names,
        bottom: room.bottom,
    };
    let columns = [&flows.fields, &flows.occupations];
    let gaps = columns.map(|nodes| GAP * (nodes.len() as f64 - 1.0));
    let person = (plot.height() - gaps[0].max(gaps[1])) / flows.total();
    let tops = [0, 1].map(|column: usize| {
        let nodes = columns[column];
        let used = flows.total() * person + gaps[column];
        let mut top = plot.top + (plot.height() - used) / 2.0;
        let mut tops = Vec::with_capacity(nodes.len());
        for node in nodes {
            tops.push(top);
            top += node.size * person + GAP;
        }
        tops
    });
    Layout { plot, person, tops, heads }
}

fn colour(field: usize, node: &Node) -> Colour {
    if node.is_one { COLOURS[field % COLOURS.len()] } else { theme::AXIS }
}

fn draw_ribbons(canvas: &mut Canvas, layout: &Layout, flows: &Flows, subject: &Subject) {
    let mut ribbons = Vec::new();
    let mut into = layout.tops[1].clone();
    for (field, node) in flows.fields.iter().enumerate() {
        let mut from = layout.tops[0][field];
        for (occupation, into) in into.iter_mut().enumerate() {
            let persons = flows.persons[field][occupation];
            if persons > 0.0 {
                let is_thin = persons < THIN * flows.total();
                let fill =
                    if is_thin { theme::GRID } else { colour(field, node).mix(theme::WHITE, 0.5) };
                ribbons.push((persons, is_thin, (from, *into), fill));
                from += persons * layout.person;
                *into += persons * layout.person;
            }
        }
    }
    // Grey ones first; then wide ones, so that narrow ones are not hidden.
    ribbons.sort_by(|one, other| other.1.cmp(&one.1).then(other.0.total_cmp(&one.0)));
    for (persons, _, ends, colour) in &ribbons {
        draw_ribbon(canvas, layout, (*ends, persons * layout.person), *colour);
    }
    let style = Type::regular(theme::SMALL, theme::INK);
    for (persons, _, (from, _), _) in &ribbons {
        let width = persons * layout.person;
        if width >= style.leading() {
            let share = subject.language.number(100.0 * persons / flows.total(), 0);
            let at = (layout.plot.left + BAR + 10.0, from + width / 2.0);
            canvas.centred(share, at, Anchor::Start, style);
        }
    }
}

/// Steps in which the edge of a ribbon is drawn.
const STEPS: usize = 40;

fn draw_ribbon(
    canvas: &mut Canvas,
    layout: &Layout,
    ((from, into), width): ((f64, f64), f64),
    colour: Colour,
) {
    let (left, right) = (layout.plot.left + BAR, layout.plot.right - BAR);
    let edge = |down: f64| -> Vec<Point> {
        (0..=STEPS)
            .map(|step| {
                let t = step as f64 / STEPS as f64;
                let bend = t * t * (3.0 - 2.0 * t);
                (left + t * (right - left), from + down + bend * (into - from))
            })
            .collect()
    };
    let (upper, lower) = (edge(0.0), edge(width));
    let outline = upper.iter().copied().chain(lower.iter().rev().copied()).collect();
    canvas.area(outline, colour);
    // A white edge parts ribbons that cross; a hairline would vanish under it.
    if width > 3.0 {
        for line in [upper, lower] {
            canvas.path(line, Stroke::solid(theme::WHITE, 0.8));
        }
    }
}

fn draw_column(
    canvas: &mut Canvas,
    layout: &Layout,
    (flows, column): (&Flows, usize),
    subject: &Subject,
) {
    let is_left = column == 0;
    let nodes = if is_left { &flows.fields } else { &flows.occupations };
    let plot = layout.plot;
    let (bar, label, anchor) = if is_left {
        ((plot.left, plot.left + BAR), plot.left - 12.0, Anchor::End)
    } else {
        ((plot.right - BAR, plot.right), plot.right + 12.0, Anchor::Start)
    };
    let head = if is_left {
        pick(subject.language, "Lĩnh vực đào tạo", "Field of training")
    } else {
        pick(subject.language, "Nghề", "Occupation")
    };
    canvas.centred(head, (label, layout.plot.top - 24.0), anchor, axis::TICK);
    let style = Type::regular(theme::LABEL, theme::INK);
    let widest = plot.left - theme::MARGIN - 12.0;
    for (index, node) in nodes.iter().enumerate() {
        let (top, height) = (layout.tops[column][index], node.size * layout.person);
        let fill = if is_left { colour(index, node) } else { theme::MUTED };
        canvas.block((bar.0, top), (bar.1, top + height), fill);
        let share = subject.language.percent(node.size / flows.total(), 0);
        let figure = format!("{} ({share})", layout.heads.write(node.size));
        let at = (label, top + height / 2.0);
        let one_line = format!("{}: {figure}", node.name);
        if height + GAP >= 2.0 * style.leading() && style.width(&one_line) > widest {
            let lines = [style.cut(&node.name, widest), figure];
            canvas.stack(&lines, at, anchor, style);
        } else {
            let name = style.cut(&node.name, widest - style.width(&format!(": {figure}")));
            canvas.centred(format!("{name}: {figure}"), at, anchor, style);
        }
    }
}
