//! Names of rows at the left of a chart: one line if it fits, two where the row has the room.

use crate::report::charts::canvas::Anchor;
use crate::report::charts::canvas::Canvas;
use crate::report::charts::text::Type;
use crate::report::charts::text::Weight;
use crate::report::charts::theme;

/// Names set in one size, in a column as wide as they need.
#[derive(Clone, Debug)]
pub(super) struct Names {
    lines: Vec<Vec<String>>,
    style: Type,
    /// Width of the column in pixels.
    pub(super) width: f64,
}

impl Names {
    /// Sets `names` in rows of `row_height` and in a column of at most `widest`.
    pub(super) fn set(names: &[&str], row_height: f64, widest: f64) -> Self {
        let size = (row_height * 0.72).clamp(theme::SMALLEST, theme::LABEL);
        // Totals are set in bold, so all names are measured in bold.
        let style = Type::bold(size, theme::INK);
        let n_lines = if row_height >= 2.1 * style.leading() * 0.95 { 2 } else { 1 };
        let lines: Vec<Vec<String>> =
            names.iter().map(|name| style.lines(name, widest, n_lines)).collect();
        let width = lines.iter().flatten().map(|line| style.width(line)).fold(0.0, f64::max);
        Self { lines, style, width }
    }

    /// Writes name `index` with its right end at `right`, the middle at `y`.
    pub(super) fn write(&self, canvas: &mut Canvas, index: usize, at: (f64, f64), weight: Weight) {
        if let Some(lines) = self.lines.get(index) {
            canvas.stack(lines, at, Anchor::End, Type { weight, ..self.style });
        }
    }
}
