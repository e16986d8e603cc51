//! Names of rows at the left of a chart: on one line if they fit, on two smaller ones if not.

use crate::report::charts::canvas::Anchor;
use crate::report::charts::canvas::Canvas;
use crate::report::charts::canvas::Point;
use crate::report::charts::text::Type;
use crate::report::charts::text::Weight;
use crate::report::charts::theme;

/// The smallest size in which a name is broken; below it a name is cut.
const SMALLEST_BROKEN: f64 = 12.5;

/// Names set in a column as wide as they need.
#[derive(Clone, Debug)]
pub(super) struct Names {
    names: Vec<(Vec<String>, Type)>,
    /// Width of the column in pixels.
    pub(super) width: f64,
}

impl Names {
    /// Sets `names` in rows of `row_height` and in a column of at most `widest`.
    pub(super) fn set(names: &[&str], row_height: f64, widest: f64) -> Self {
        let names: Vec<(Vec<String>, Type)> =
            names.iter().map(|name| set(name, row_height, widest)).collect();
        let width = names
            .iter()
            .flat_map(|(lines, style)| lines.iter().map(|line| style.width(line)))
            .fold(0.0, f64::max);
        Self { names, width }
    }

    /// Writes name `index` with its right end and its middle at `at`.
    pub(super) fn write(&self, canvas: &mut Canvas, index: usize, at: Point, weight: Weight) {
        if let Some((lines, style)) = self.names.get(index) {
            canvas.stack(lines, at, Anchor::End, Type { weight, ..*style });
        }
    }
}

/// One name; measured in bold, since totals are set so.
fn set(name: &str, row_height: f64, widest: f64) -> (Vec<String>, Type) {
    let size = (row_height * 0.72).clamp(theme::SMALLEST, theme::LABEL);
    let style = Type::bold(size, theme::INK);
    let broken = style.sized((row_height / 2.66).min(size));
    if style.width(name) <= widest || broken.size < SMALLEST_BROKEN {
        return (style.lines(name, widest, 1), style);
    }
    (broken.lines(name, widest, 2), broken)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LONG: &str = "Bán buôn, bán lẻ; sửa chữa ô tô, mô tô, xe máy và xe có động cơ khác";

    #[test]
    fn a_long_name_takes_two_lines_where_the_row_has_the_room() {
        let (lines, style) = set(LONG, 38.0, 420.0);
        assert_eq!(lines.join(" "), LONG);
        assert!(lines.len() == 2 && lines.iter().all(|line| style.width(line) <= 420.0));
        let (cut, style) = set(LONG, 20.0, 420.0);
        assert!(cut.len() == 1 && cut[0].ends_with('…') && style.width(&cut[0]) <= 420.0);
    }
}
