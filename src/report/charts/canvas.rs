//! The marks of a chart, in the order they are laid down; drawing them is another module's work.

use crate::report::charts::text::Type;
use crate::report::charts::theme::Colour;

/// A place in pixels from the upper left corner.
pub(super) type Point = (f64, f64);

/// An upright rectangle.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Rect {
    /// Left edge.
    pub(super) left: f64,
    /// Upper edge.
    pub(super) top: f64,
    /// Right edge.
    pub(super) right: f64,
    /// Lower edge.
    pub(super) bottom: f64,
}

impl Rect {
    /// Distance of left and right edge.
    pub(super) fn width(self) -> f64 {
        self.right - self.left
    }

    /// Distance of upper and lower edge.
    pub(super) fn height(self) -> f64 {
        self.bottom - self.top
    }
}

/// Which point of a text its place fixes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Anchor {
    /// Its left end.
    Start,
    /// Its middle.
    Middle,
    /// Its right end.
    End,
}

/// Whether a line is broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pattern {
    /// Unbroken.
    Solid,
    /// Broken in equal parts.
    Dashed,
}

/// How a line looks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Stroke {
    /// Its colour.
    pub(super) colour: Colour,
    /// Its thickness in pixels.
    pub(super) width: f64,
    /// Whether it is broken.
    pub(super) pattern: Pattern,
}

impl Stroke {
    /// An unbroken line.
    pub(super) const fn solid(colour: Colour, width: f64) -> Self {
        Self { colour, width, pattern: Pattern::Solid }
    }

    /// A broken line.
    pub(super) const fn dashed(colour: Colour, width: f64) -> Self {
        Self { colour, width, pattern: Pattern::Dashed }
    }
}

/// One thing drawn.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Mark {
    /// A line through points.
    Path {
        /// The points.
        points: Vec<Point>,
        /// How it looks.
        stroke: Stroke,
    },
    /// A filled polygon.
    Area {
        /// Its corners.
        points: Vec<Point>,
        /// Its colour.
        colour: Colour,
    },
    /// A filled rectangle.
    Block {
        /// Its edges.
        rect: Rect,
        /// Its colour.
        colour: Colour,
    },
    /// A filled circle.
    Dot {
        /// Its centre.
        at: Point,
        /// Its radius in pixels.
        radius: f64,
        /// Its colour.
        colour: Colour,
    },
    /// A line of text.
    Label {
        /// What it says.
        text: String,
        /// The place on its baseline that `anchor` names.
        at: Point,
        /// Which point of the text that place fixes.
        anchor: Anchor,
        /// How it looks.
        style: Type,
    },
}

/// What has been drawn so far.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Canvas {
    /// The marks, undermost first.
    pub(super) marks: Vec<Mark>,
}

impl Canvas {
    /// Draws a straight line.
    pub(super) fn line(&mut self, from: Point, to: Point, stroke: Stroke) {
        self.path(vec![from, to], stroke);
    }

    /// Draws a line through `points`.
    pub(super) fn path(&mut self, points: Vec<Point>, stroke: Stroke) {
        if points.len() > 1 {
            self.marks.push(Mark::Path { points, stroke });
        }
    }

    /// Fills a polygon.
    pub(super) fn area(&mut self, points: Vec<Point>, colour: Colour) {
        if points.len() > 2 {
            self.marks.push(Mark::Area { points, colour });
        }
    }

    /// Fills the rectangle between two opposite corners.
    pub(super) fn block(&mut self, one: Point, other: Point, colour: Colour) {
        let rect = Rect {
            left: one.0.min(other.0),
            top: one.1.min(other.1),
            right: one.0.max(other.0),
            bottom: one.1.max(other.1),
        };
        self.marks.push(Mark::Block { rect, colour });
    }

    /// Fills a circle.
    pub(super) fn dot(&mut self, at: Point, radius: f64, colour: Colour) {
        self.marks.push(Mark::Dot { at, radius, colour });
    }

    /// Writes one line with its baseline at `at`.
    pub(super) fn text(&mut self, text: impl Into<String>, at: Point, anchor: Anchor, style: Type) {
        self.marks.push(Mark::Label { text: text.into(), at, anchor, style });
    }

    /// Writes one line whose capitals have their middle at the height of `at`.
    pub(super) fn centred(
        &mut self,
        text: impl Into<String>,
        at: Point,
        anchor: Anchor,
        style: Type,
    ) {
        self.text(text, (at.0, at.1 + style.drop()), anchor, style);
    }

    /// Writes lines below each other, the middle of all of them at the height of `at`.
    pub(super) fn stack(&mut self, lines: &[String], at: Point, anchor: Anchor, style: Type) {
        let first = at.1 - style.leading() * (lines.len() as f64 - 1.0) / 2.0;
        for (i, line) in lines.iter().enumerate() {
            self.centred(line, (at.0, first + style.leading() * i as f64), anchor, style);
        }
    }

    /// Draws an interval as a line with a short bar across each end.
    pub(super) fn whisker(&mut self, from: Point, to: Point, stroke: Stroke) {
        let cap = 4.5;
        let (dx, dy) = if from.1 == to.1 { (0.0, cap) } else { (cap, 0.0) };
        self.line(from, to, stroke);
        for end in [from, to] {
            self.line((end.0 - dx, end.1 - dy), (end.0 + dx, end.1 + dy), stroke);
        }
    }
}
