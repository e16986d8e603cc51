//! Grid lines and tick labels.

use crate::language::Language;
use crate::report::charts::canvas::Anchor;
use crate::report::charts::canvas::Canvas;
use crate::report::charts::canvas::Rect;
use crate::report::charts::canvas::Stroke;
use crate::report::charts::scale::Scale;
use crate::report::charts::text::Type;
use crate::report::charts::theme;

const GRID: Stroke = Stroke::solid(theme::GRID, 1.0);
const RULE: Stroke = Stroke::solid(theme::AXIS, 1.5);

/// The look of tick labels.
pub(super) const TICK: Type = Type::regular(theme::SMALL, theme::MUTED);

/// How far below a plot its tick labels have their middle.
const BELOW: f64 = 16.0;

/// Vertical grid lines through `plot` with labels below; the line of zero is stronger.
pub(super) fn along_bottom(canvas: &mut Canvas, plot: Rect, scale: Scale, language: Language) {
    let ticks = scale.ticks(6);
    for value in &ticks.values {
        let x = scale.at(*value);
        let stroke = if *value == 0.0 { RULE } else { GRID };
        canvas.line((x, plot.top), (x, plot.bottom), stroke);
        let text = language.number(*value, ticks.decimals);
        canvas.centred(text, (x, plot.bottom + BELOW), Anchor::Middle, TICK);
    }
}

/// Horizontal grid lines through `plot` with labels at its left; the line of zero is stronger.
pub(super) fn along_left(canvas: &mut Canvas, plot: Rect, scale: Scale, language: Language) {
    let ticks = scale.ticks(5);
    for value in &ticks.values {
        let y = scale.at(*value);
        let stroke = if *value == 0.0 { RULE } else { GRID };
        canvas.line((plot.left, y), (plot.right, y), stroke);
        let text = language.number(*value, ticks.decimals);
        canvas.centred(text, (plot.left - 12.0, y), Anchor::End, TICK);
    }
}
