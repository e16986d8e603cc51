//! Places by year of the largest programmes: steps of present intake, back-out and the optimal
//! order, and the band of the optimal order between low and high need.

use crate::error::Result;
use crate::report::charts::Picture;
use crate::report::charts::canvas::Canvas;
use crate::report::charts::canvas::Point;
use crate::report::charts::canvas::Stroke;
use crate::report::charts::frame;
use crate::report::charts::frame::Caption;
use crate::report::charts::groups;
use crate::report::charts::panels;
use crate::report::charts::panels::Panel;
use crate::report::charts::panels::Panels;
use crate::report::charts::select::Subject;
use crate::report::charts::theme;
use crate::report::charts::theme::Colour;
use crate::report::charts::words::pick;
use crate::results::ResultRow;
use crate::results::TableName;

/// What is drawn.
pub(super) const MEASURE: &str = "places";

/// Steps in the order drawn.
const STEPS: [(&str, Colour); 3] =
    [("present", theme::AXIS), ("back_out", theme::SUPPLY), ("optimal", theme::DEMAND)];

/// A programme with its rows of every method.
struct Programme<'a> {
    name: &'a str,
    rows: Vec<&'a ResultRow>,
}

impl<'a> Programme<'a> {
    fn by(&self, method: &str) -> impl Iterator<Item = &'a ResultRow> {
        self.rows.iter().copied().filter(move |row| row.method.as_deref() == Some(method))
    }

    fn largest(&self) -> f64 {
        self.rows.iter().map(|row| row.mean).fold(0.0, f64::max)
    }

    /// Places of the optimal order over all years.
    fn size(&self) -> f64 {
        self.by("optimal").map(|row| row.mean).sum()
    }
}

/// Draws the chart.
///
/// # Errors
/// [`crate::error::Error::Request`] if there are no training orders.
pub(super) fn draw<'a>(subject: &Subject<'a>) -> Result<Picture<'a>> {
    let programmes = subject.some(programmes(subject), TableName::Orders, MEASURE)?;
    let rows: Vec<&ResultRow> =
        programmes.iter().flat_map(|programme| programme.rows.iter().copied()).collect();
    let caption = caption(subject, programmes.len()).about(&rows, subject);
    let mut canvas = Canvas::default();
    let room = frame::compose(&mut canvas, &caption);
    let room = panels::key(&mut canvas, room, &entries(subject));
    let years = rows.iter().filter_map(|row| row.year);
    let base = subject.results.base_year;
    let ends = (years.clone().min().unwrap_or(base), years.max().unwrap_or(base));
    let panels = Panels::new(room, programmes.len(), ends, subject.language);
    for (i, programme) in programmes.iter().enumerate() {
        let said = (programme.name, programme.largest());
        let panel = panels.begin(&mut canvas, i, said, subject.language);
        draw_programme(&mut canvas, panel, programme);
    }
    Ok(Picture { canvas, title: caption.title, rows })
}

fn programmes<'a>(subject: &Subject<'a>) -> Vec<Programme<'a>> {
    let mut programmes: Vec<Programme> = groups::qualifications(subject)
        .into_iter()
        .map(|group| Programme {
            rows: group.rows(subject, TableName::Orders, MEASURE),
            name: group.name,
        })
        .filter(|programme| !programme.rows.is_empty())
        .collect();
    programmes.sort_by(|one, other| other.size().total_cmp(&one.size()));
    programmes.truncate(panels::MOST);
    programmes
}

fn entries(subject: &Subject) -> [(Colour, &'static str); 4] {
    let language = subject.language;
    let names = [
        pick(language, "Giữ tuyển sinh hiện nay", "Present intake"),
        pick(language, "Tính ngược từ nhu cầu", "Back-out"),
        pick(language, "Tối ưu", "Optimal"),
    ];
    let band = pick(language, "Tối ưu nếu nhu cầu thấp – cao", "Optimal if need is low – high");
    let [present, back_out, optimal] = STEPS.map(|(_, colour)| colour);
    let [first, second, third] = names;
    [(present, first), (back_out, second), (optimal, third), (band_colour(), band)]
}

fn band_colour() -> Colour {
    theme::DEMAND.mix(theme::WHITE, 0.78)
}

fn caption(subject: &Subject, n: usize) -> Caption {
    let language = subject.language;
    let title = pick(
        language,
        "Số chỗ học cần đặt hàng theo chương trình và năm",
        "Training places to order by programme and year",
    );
    let unit = pick(language, "Người tuyển mới một năm", "New entrants a year");
    let note = match pick(language, "vi", "en") {
        "vi" => format!(
            "{n} chương trình lớn nhất; mỗi ô có thang riêng. Tính ngược và giữ nguyên chưa xét các giới hạn."
        ),
        _ => format!(
            "The {n} largest programmes, each on a scale of its own. Present intake and back-out know no limits."
        ),
    };
    Caption::new(subject, title.to_owned(), unit.to_owned(), note)
}

fn draw_programme(canvas: &mut Canvas, panel: Panel, programme: &Programme) {
    let low = steps(panel, programme.by("low"));
    let mut band = steps(panel, programme.by("high"));
    band.extend(low.into_iter().rev());
    canvas.area(band, band_colour());
    for (method, colour) in STEPS {
        let width = if method == "optimal" { 3.0 } else { 2.0 };
        canvas.path(steps(panel, programme.by(method)), Stroke::solid(colour, width));
    }
}

/// The corners of the steps through `rows`, one a year.
fn steps<'a>(panel: Panel, rows: impl Iterator<Item = &'a ResultRow>) -> Vec<Point> {
    let ends = rows.filter_map(|row| {
        let year = f64::from(row.year?.0);
        let y = panel.y.at(row.mean);
        Some([(panel.x.at(year - 0.5), y), (panel.x.at(year + 0.5), y)])
    });
    ends.flatten().collect()
}
