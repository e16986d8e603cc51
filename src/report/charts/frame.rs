//! What every chart has around its picture: title, area and scenario, unit, notes, source.

use crate::report::charts::canvas::Anchor;
use crate::report::charts::canvas::Canvas;
use crate::report::charts::canvas::Rect;
use crate::report::charts::select::Subject;
use crate::report::charts::text::Type;
use crate::report::charts::theme;
use crate::report::charts::words;
use crate::results::ResultRow;

/// What a chart that several tables share is about.
#[derive(Clone, Copy, Debug)]
pub(super) struct Topic {
    /// The title.
    pub(super) title: &'static str,
    /// The line that begins with what is measured.
    pub(super) unit: &'static str,
}

/// The words around a chart.
#[derive(Clone, Debug)]
pub(super) struct Caption {
    /// What is shown.
    pub(super) title: String,
    /// Area and scenario.
    pub(super) subtitle: String,
    /// Measure and unit of the picture.
    pub(super) unit: String,
    /// How to read it, and what is estimated.
    pub(super) notes: Vec<String>,
    /// Where the data come from.
    pub(super) source: String,
}

impl Caption {
    /// A caption with the subject's area, scenario, source, and the note on estimates.
    pub(super) fn new(subject: &Subject, title: String, unit: String, note: String) -> Self {
        let mut notes = vec![note];
        notes.extend(words::estimate_note(subject).map(str::to_owned));
        Self {
            title,
            subtitle: words::area_and_scenario(subject),
            unit,
            notes,
            source: words::source(subject),
        }
    }
}

impl Caption {
    /// The same caption with what there is to say of how `rows` came to be known, in place of what
    /// there is to say of sectors.
    pub(super) fn about(mut self, rows: &[&ResultRow], subject: &Subject) -> Self {
        self.notes.truncate(1);
        self.notes.extend(words::about_note(rows, subject).map(str::to_owned));
        self
    }
}

/// Writes the caption and returns the room left for the picture.
pub(super) fn compose(canvas: &mut Canvas, caption: &Caption) -> Rect {
    let top = head(canvas, caption);
    let bottom = foot(canvas, caption);
    let (left, right) = (theme::MARGIN, theme::WIDTH - theme::MARGIN);
    Rect { left, top: top + 22.0, right, bottom: bottom - 22.0 }
}

fn head(canvas: &mut Canvas, caption: &Caption) -> f64 {
    let parts = [
        (&caption.title, Type::bold(theme::TITLE, theme::INK), 2),
        (&caption.subtitle, Type::regular(theme::SUBTITLE, theme::INK), 2),
        (&caption.unit, Type::regular(theme::LABEL, theme::MUTED), 1),
    ];
    let mut y = 32.0;
    for (text, style, n_lines) in parts {
        for line in style.lines(text, theme::WIDTH - 2.0 * theme::MARGIN, n_lines) {
            y += style.leading() + 3.0;
            canvas.text(line, (theme::MARGIN, y - 4.0), Anchor::Start, style);
        }
    }
    y
}

fn foot(canvas: &mut Canvas, caption: &Caption) -> f64 {
    let style = Type::regular(theme::SMALL, theme::MUTED);
    let width = theme::WIDTH - 2.0 * theme::MARGIN;
    let paragraphs = caption.notes.iter().chain([&caption.source]);
    let lines: Vec<String> = paragraphs.flat_map(|text| style.lines(text, width, 2)).collect();
    let top = theme::HEIGHT - 30.0 - style.leading() * lines.len() as f64;
    for (i, line) in lines.iter().enumerate() {
        let baseline = top + style.leading() * (i as f64 + 1.0);
        canvas.text(line, (theme::MARGIN, baseline), Anchor::Start, style);
    }
    top
}
