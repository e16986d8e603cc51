//! New workers of the largest programmes by year: bars of those enrolled already below those of
//! future intake.

use crate::error::Result;
use crate::report::charts::Picture;
use crate::report::charts::canvas::Canvas;
use crate::report::charts::frame;
use crate::report::charts::frame::Caption;
use crate::report::charts::groups;
use crate::report::charts::panels;
use crate::report::charts::panels::Panel;
use crate::report::charts::panels::Panels;
use crate::report::charts::select;
use crate::report::charts::select::Subject;
use crate::report::charts::theme;
use crate::report::charts::words::pick;
use crate::results::ResultRow;
use crate::results::TableName;

/// New workers among those enrolled already.
pub(super) const ENROLLED: &str = "entrants_enrolled";

const FUTURE: &str = "entrants_future";

/// A programme with its bars: those enrolled, and those of future intake.
struct Programme<'a> {
    name: &'a str,
    bars: Vec<(&'a ResultRow, &'a ResultRow)>,
}

impl Programme<'_> {
    fn largest(&self) -> f64 {
        self.bars.iter().map(|(now, later)| now.mean + later.mean).fold(0.0, f64::max)
    }
}

/// Draws the chart.
///
/// # Errors
/// [`crate::error::Error::Request`] if there are no new workers from training.
pub(super) fn draw<'a>(subject: &Subject<'a>) -> Result<Picture<'a>> {
    let programmes = subject.some(programmes(subject), TableName::Training, ENROLLED)?;
    let bars = programmes.iter().flat_map(|programme| &programme.bars);
    let rows: Vec<&ResultRow> = bars.flat_map(|(now, later)| [*now, *later]).collect();
    let caption = caption(subject, programmes.len()).about(&rows, subject);
    let mut canvas = Canvas::default();
    let room = frame::compose(&mut canvas, &caption);
    let language = subject.language;
    let entries = [
        (theme::DEMAND, pick(language, "Người đang học", "Those enrolled already")),
        (theme::ABOVE, pick(language, "Tuyển sinh về sau", "Future intake")),
    ];
    let room = panels::key(&mut canvas, room, &entries);
    let years = rows.iter().filter_map(|row| row.year);
    let base = subject.results.base_year;
    let ends = (years.clone().min().unwrap_or(base), years.max().unwrap_or(base));
    let panels = Panels::new(room, programmes.len(), ends, language);
    for (i, programme) in programmes.iter().enumerate() {
        let said = (programme.name, programme.largest());
        let panel = panels.begin(&mut canvas, i, said, language);
        for (now, later) in &programme.bars {
            draw_bar(&mut canvas, panel, (now, later));
        }
    }
    Ok(Picture { canvas, title: caption.title, rows })
}

fn programmes<'a>(subject: &Subject<'a>) -> Vec<Programme<'a>> {
    let mut programmes: Vec<Programme> = groups::qualifications(subject)
        .into_iter()
        .map(|group| {
            let later = group.rows(subject, TableName::Training, FUTURE);
            let now = group.rows(subject, TableName::Training, ENROLLED).into_iter();
            let bars = now.filter_map(|row| Some((row, select::at(&later, row.year?)?)));
            Programme { name: group.name, bars: bars.collect() }
        })
        .filter(|programme| !programme.bars.is_empty())
        .collect();
    programmes.sort_by(|one, other| other.largest().total_cmp(&one.largest()));
    programmes.truncate(panels::MOST);
    programmes
}

fn caption(subject: &Subject, n: usize) -> Caption {
    let language = subject.language;
    let title = pick(
        language,
        "Lao động mới từ đào tạo theo chương trình và năm",
        "New workers from training by programme and year",
    );
    let unit = pick(language, "Người vào lực lượng lao động một năm", "Persons who enter a year");
    let note = match pick(language, "vi", "en") {
        "vi" => format!("{n} chương trình lớn nhất; mỗi ô có thang riêng. Thanh: trung bình."),
        _ => format!("The {n} largest programmes, each on a scale of its own. Bars: means."),
    };
    Caption::new(subject, title.to_owned(), unit.to_owned(), note)
}

fn draw_bar(canvas: &mut Canvas, panel: Panel, (now, later): (&ResultRow, &ResultRow)) {
    let Some(year) = now.year else { return };
    let (x, y) = (panel.x.year(year), |persons: f64| panel.y.at(persons));
    let half = (panel.x.at(1.0) - panel.x.at(0.0)) * 0.36;
    canvas.block((x - half, y(0.0)), (x + half, y(now.mean)), theme::DEMAND);
    let top = now.mean + later.mean;
    canvas.block((x - half, y(now.mean)), (x + half, y(top)), theme::ABOVE);
}
