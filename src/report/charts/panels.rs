//! Small multiples: a panel for each of the largest groups, all with the same years.

use crate::language::Language;
use crate::report::charts::axis;
use crate::report::charts::canvas::Anchor;
use crate::report::charts::canvas::Canvas;
use crate::report::charts::canvas::Rect;
use crate::report::charts::scale;
use crate::report::charts::scale::Scale;
use crate::report::charts::text::Type;
use crate::report::charts::theme;
use crate::report::charts::theme::Colour;
use crate::units::Year;

/// Most panels of a chart.
pub(super) const MOST: usize = 9;

const COLUMNS: usize = 3;
const BETWEEN: f64 = 36.0;
const TITLE: f64 = 30.0;
const YEARS: f64 = 24.0;

/// The panels of a chart.
#[derive(Clone, Debug)]
pub(super) struct Panels {
    room: Rect,
    n_rows: usize,
    /// Width of the widest tick label.
    labels: f64,
    /// First and last year.
    pub(super) years: (Year, Year),
}

/// One panel: where it is, and its scales.
#[derive(Clone, Copy, Debug)]
pub(super) struct Panel {
    /// Years to pixels.
    pub(super) x: Scale,
    /// Persons to pixels.
    pub(super) y: Scale,
}

impl Panels {
    /// `n` panels in `room` for figures up to `largest`.
    pub(super) fn new(room: Rect, n: usize, years: (Year, Year), language: Language) -> Self {
        let labels = axis::TICK.width(&language.number(10_000.0, 0)) + 14.0;
        Self { room, n_rows: n.div_ceil(COLUMNS).max(1), labels, years }
    }

    /// Draws title, grid and years of panel `index`, whose figures reach up to `largest`.
    pub(super) fn begin(
        &self,
        canvas: &mut Canvas,
        index: usize,
        (title, largest): (&str, f64),
        language: Language,
    ) -> Panel {
        let width = (self.room.width() - BETWEEN * (COLUMNS - 1) as f64) / COLUMNS as f64;
        let height = self.room.height() / self.n_rows as f64;
        let left = self.room.left + (width + BETWEEN) * (index % COLUMNS) as f64;
        let top = self.room.top + height * (index / COLUMNS) as f64;
        let plot = Rect {
            left: left + self.labels,
            top: top + TITLE,
            right: left + width,
            bottom: top + height - YEARS - 8.0,
        };
        let style = Type::bold(theme::SMALL, theme::INK);
        canvas.centred(style.cut(title, width), (left, top + 12.0), Anchor::Start, style);
        let y = Scale::new((0.0, (largest * 1.06).max(1.0)), (plot.bottom, plot.top));
        let (first, last) = (f64::from(self.years.0.0), f64::from(self.years.1.0));
        let x = Scale::new((first - 0.5, last + 0.5), (plot.left, plot.right));
        axis::along_left(canvas, plot, y, language);
        let apart = (54.0 * (last - first + 1.0) / plot.width()).ceil().max(1.0) as i32;
        for year in scale::year_ticks(self.years.0, self.years.1, &[self.years.1], apart) {
            let at = (x.year(year), plot.bottom + 16.0);
            canvas.centred(year.to_string(), at, Anchor::Middle, axis::TICK);
        }
        Panel { x, y }
    }
}

/// Writes a key of coloured blocks above the panels and returns the room below it.
pub(super) fn key(canvas: &mut Canvas, room: Rect, entries: &[(Colour, &str)]) -> Rect {
    let style = Type::regular(theme::SMALL, theme::INK);
    let (mut x, y) = (room.left, room.top - 4.0);
    for (colour, text) in entries {
        canvas.block((x, y - 6.0), (x + 26.0, y + 6.0), *colour);
        canvas.centred(*text, (x + 34.0, y), Anchor::Start, style);
        x += 34.0 + style.width(text) + 34.0;
    }
    Rect { top: room.top + 18.0, ..room }
}
