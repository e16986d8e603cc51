//! Targets of the plan of which nothing can be said, as a list with the reason.

use crate::error::Result;
use crate::language::Language;
use crate::report::charts::Picture;
use crate::report::charts::canvas::Anchor;
use crate::report::charts::canvas::Canvas;
use crate::report::charts::canvas::Rect;
use crate::report::charts::canvas::Stroke;
use crate::report::charts::frame;
use crate::report::charts::frame::Caption;
use crate::report::charts::select;
use crate::report::charts::select::Subject;
use crate::report::charts::targets::name;
use crate::report::charts::text::Type;
use crate::report::charts::theme;
use crate::report::charts::words::pick;
use crate::results::ResultRow;
use crate::results::Results;
use crate::results::TableName;
use crate::results::TargetFinding;

/// Height of a line of the list, where there is the room.
const LINE: f64 = 44.0;
/// The least height in which a line can be read.
const LEAST: f64 = 30.0;

/// Whether there is a target of which nothing can be said.
pub(super) fn is_possible(results: &Results) -> bool {
    let first = results.first_scenario();
    let mut findings = results.target_findings.iter().filter(|one| one.scenario == first);
    findings.any(|finding| finding.reason.is_some())
}

/// Draws the chart.
///
/// # Errors
/// [`crate::error::Error::Request`] if every target can be judged.
pub(super) fn draw<'a>(subject: &Subject<'a>) -> Result<Picture<'a>> {
    let findings = subject.results.target_findings.iter();
    let of_scenario = findings.filter(|one| one.scenario == subject.scenario.name);
    let (unsaid, said): (Vec<&TargetFinding>, Vec<&TargetFinding>) =
        of_scenario.partition(|finding| finding.reason.is_some());
    let unsaid = subject.some(unsaid, TableName::Targets, "target_value")?;
    let caption = caption(subject, (unsaid.len(), said.len()));
    let mut canvas = Canvas::default();
    let room = frame::compose(&mut canvas, &caption);
    let most = ((room.height() / LEAST) as usize).saturating_sub(1).max(1);
    let shown = &unsaid[..unsaid.len().min(most)];
    draw_list(&mut canvas, room, (shown, unsaid.len()), subject);
    let rows = shown.iter().filter_map(|finding| row(subject, finding)).collect();
    Ok(Picture { canvas, title: caption.title, rows })
}

fn row<'a>(subject: &Subject<'a>, finding: &TargetFinding) -> Option<&'a ResultRow> {
    let method = finding.method();
    select::rows(subject.results, TableName::Targets).find(|row| {
        row.scenario == finding.scenario
            && row.measure == "target_value"
            && row.area == finding.area
            && row.year == Some(finding.year)
            && row.method.as_deref() == Some(method.as_str())
    })
}

fn caption(subject: &Subject, (unsaid, said): (usize, usize)) -> Caption {
    let language = subject.language;
    let title = match language {
        Language::Vietnamese => {
            format!("{unsaid} trên {} chỉ tiêu chưa đánh giá được, và vì sao", unsaid + said)
        }
        Language::English => {
            format!("{unsaid} of {} targets cannot be judged, and why", unsaid + said)
        }
    };
    let unit = pick(
        language,
        "Mỗi chỉ tiêu chỉ so với số liệu cùng địa bàn và cùng định nghĩa",
        "A target is only compared with figures of its own area and definition",
    );
    let note = pick(
        language,
        "«labourcast targets» nêu bảng, cột và dòng mẫu cần thêm cho từng chỉ tiêu (plan_indicators.csv).",
        "«labourcast targets» names the table, the columns and an example row that each one needs (plan_indicators.csv).",
    );
    let mut caption = Caption::new(subject, title, unit.to_owned(), note.to_owned());
    caption.notes.truncate(1);
    caption
}

fn draw_list(
    canvas: &mut Canvas,
    room: Rect,
    (shown, all): (&[&TargetFinding], usize),
    subject: &Subject<'_>,
) {
    let language = subject.language;
    let height = (room.height() / (shown.len() + 1) as f64).min(LINE);
    let columns = [0.0, 0.40, 0.47, 0.62].map(|part| room.left + part * room.width());
    let ends = [columns[1], columns[2], columns[3], room.right];
    let headers = [
        pick(language, "Chỉ tiêu", "Target"),
        pick(language, "Năm", "Year"),
        pick(language, "Giá trị", "Value"),
        pick(language, "Vì sao chưa nói được", "Why nothing can be said"),
    ];
    let line = |position: usize| room.top + height * (position as f64 + 0.5);
    let bold = Type::bold(theme::SMALL, theme::INK);
    for ((text, x), end) in headers.iter().zip(columns).zip(ends) {
        canvas.centred(bold.cut(text, end - x - 16.0), (x, line(0)), Anchor::Start, bold);
    }
    let plain = Type::regular(theme::SMALL, theme::INK);
    let small = Type::regular(13.5, theme::INK);
    for (position, finding) in (1..).zip(shown) {
        let top = room.top + height * position as f64;
        let rule = Stroke::solid(theme::GRID, 1.0);
        canvas.line((room.left, top), (room.right, top), rule);
        let reason = finding.reason.as_ref().map_or("", |reason| reason.get(language));
        let cells = [
            name(subject, finding, language),
            finding.year.to_string(),
            finding.target.get(language).to_owned(),
            reason.to_owned(),
        ];
        for ((text, x), end) in cells.iter().zip(columns).zip(ends) {
            let width = end - x - 16.0;
            if plain.width(text) <= width || height < 40.0 {
                let text = plain.cut(text, width);
                canvas.centred(text, (x, line(position)), Anchor::Start, plain);
            } else {
                let lines = small.lines(text, width, 2);
                canvas.stack(&lines, (x, line(position)), Anchor::Start, small);
            }
        }
    }
    let hidden = all - shown.len();
    if hidden > 0 {
        let text = match language {
            Language::Vietnamese => format!("và {hidden} chỉ tiêu khác"),
            Language::English => format!("and {hidden} more"),
        };
        let at = (room.right, line(0));
        canvas.centred(text, at, Anchor::End, Type::regular(theme::SMALL, theme::MUTED));
    }
}
