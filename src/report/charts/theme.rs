//! Colours, sizes of type and the canvas: every chart takes them from here.
//!
//! The palette is that of Okabe and Ito (2008), *Color Universal Design*, some colours darkened
//! so that they differ in luminance too and survive a grey print.

/// Width of the canvas in pixels; 16:9, as a slide.
pub(super) const WIDTH: f64 = 1600.0;
/// Height of the canvas in pixels.
pub(super) const HEIGHT: f64 = 900.0;
/// White space around everything.
pub(super) const MARGIN: f64 = 56.0;

/// Size of the title in pixels.
pub(super) const TITLE: f64 = 32.0;
/// Size of the line below the title.
pub(super) const SUBTITLE: f64 = 21.0;
/// Size of names and direct labels.
pub(super) const LABEL: f64 = 17.5;
/// Size of ticks, notes and the source.
pub(super) const SMALL: f64 = 15.5;
/// The smallest size any text may shrink to.
pub(super) const SMALLEST: f64 = 10.0;

/// Families a viewer tries in turn; the first is the one text is measured with.
pub(super) const FONT_FAMILIES: &str = "DejaVu Sans, Arial, sans-serif";

/// An opaque colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Colour(pub(super) u8, pub(super) u8, pub(super) u8);

impl Colour {
    /// The colour `share` of the way from `self` to `other`.
    pub(super) fn mix(self, other: Self, share: f64) -> Self {
        let part = |a: u8, b: u8| {
            (f64::from(a) + (f64::from(b) - f64::from(a)) * share.clamp(0.0, 1.0)).round() as u8
        };
        Self(part(self.0, other.0), part(self.1, other.1), part(self.2, other.2))
    }

    /// Brightness in a grey print, 0 to 255 (ITU-R BT.601 luma).
    #[cfg(test)]
    pub(super) fn luma(self) -> f64 {
        0.299 * f64::from(self.0) + 0.587 * f64::from(self.1) + 0.114 * f64::from(self.2)
    }
}

/// Paper.
pub(super) const WHITE: Colour = Colour(255, 255, 255);
/// Text and what is observed.
pub(super) const INK: Colour = Colour(26, 26, 26);
/// Secondary text.
pub(super) const MUTED: Colour = Colour(89, 89, 89);
/// Axes and rules.
pub(super) const AXIS: Colour = Colour(128, 128, 128);
/// Grid lines.
pub(super) const GRID: Colour = Colour(222, 222, 222);
/// Background of every other row, to lead the eye.
pub(super) const SHADE: Colour = Colour(246, 246, 246);

/// Supply below demand.
pub(super) const BELOW: Colour = Colour(213, 94, 0);
/// Supply above demand.
pub(super) const ABOVE: Colour = Colour(86, 180, 233);
/// Demand.
pub(super) const DEMAND: Colour = Colour(0, 88, 146);
/// Supply.
pub(super) const SUPPLY: Colour = Colour(204, 88, 0);
/// Girls and women.
pub(super) const FEMALE: Colour = Colour(240, 186, 76);
/// Boys and men.
pub(super) const MALE: Colour = Colour(70, 146, 195);

/// Colours of scenarios in the order asked for, repeated after the last.
pub(super) const CATEGORIES: [Colour; 7] = [
    Colour(0, 0, 0),
    Colour(0, 114, 178),
    Colour(213, 94, 0),
    Colour(0, 158, 115),
    Colour(204, 121, 167),
    Colour(230, 159, 0),
    Colour(86, 180, 233),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_that_must_be_told_apart_differ_in_a_grey_print() {
        for (one, other) in [(BELOW, ABOVE), (DEMAND, SUPPLY), (FEMALE, MALE)] {
            assert!((one.luma() - other.luma()).abs() > 20.0, "{one:?} {other:?}");
        }
    }

    #[test]
    fn a_mix_runs_from_one_colour_to_the_other() {
        assert_eq!(WHITE.mix(INK, 0.0), WHITE);
        assert_eq!(WHITE.mix(INK, 1.0), INK);
        assert_eq!(Colour(0, 100, 200).mix(Colour(100, 100, 0), 0.5), Colour(50, 100, 100));
    }
}
