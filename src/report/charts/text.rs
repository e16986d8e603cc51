//! Text: its width in the bundled font, and how it is broken or cut to fit.

use std::sync::OnceLock;

use skrifa::FontRef;
use skrifa::MetadataProvider;
use skrifa::instance::LocationRef;
use skrifa::instance::Size;

use crate::report::charts::theme::Colour;

/// Thickness of letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Weight {
    /// Running text.
    Regular,
    /// Titles and totals.
    Bold,
}

/// How a text looks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Type {
    /// Size of the letters in pixels.
    pub(super) size: f64,
    /// Their thickness.
    pub(super) weight: Weight,
    /// Their colour.
    pub(super) colour: Colour,
}

impl Type {
    /// Regular letters.
    pub(super) const fn regular(size: f64, colour: Colour) -> Self {
        Self { size, weight: Weight::Regular, colour }
    }

    /// Bold letters.
    pub(super) const fn bold(size: f64, colour: Colour) -> Self {
        Self { size, weight: Weight::Bold, colour }
    }

    /// The same letters in another size.
    pub(super) const fn sized(self, size: f64) -> Self {
        Self { size, ..self }
    }

    /// Distance of two baselines.
    pub(super) fn leading(self) -> f64 {
        (self.size * 1.32).round()
    }

    /// Distance from the middle of a capital letter down to its baseline.
    pub(super) fn drop(self) -> f64 {
        self.size * 0.36
    }

    /// Width of `text` in pixels, from the font's advance widths.
    ///
    /// Kerning is left out; it makes a text narrower, never wider by more than a pixel.
    pub(super) fn width(self, text: &str) -> f64 {
        let face = face(self.weight);
        let letters = face.charmap();
        let metrics = face.glyph_metrics(Size::new(self.size as f32), LocationRef::default());
        text.chars()
            .map(|letter| {
                let glyph = letters.map(letter).unwrap_or_default();
                f64::from(metrics.advance_width(glyph).unwrap_or_default())
            })
            .sum()
    }

    /// `text` broken between words into lines of at most `width`; a longer word stands alone.
    pub(super) fn wrap(self, text: &str, width: f64) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        for word in text.split_whitespace() {
            match lines.last_mut() {
                Some(line) if self.width(&format!("{line} {word}")) <= width => {
                    line.push(' ');
                    line.push_str(word);
                }
                _ => lines.push(word.to_owned()),
            }
        }
        lines
    }

    /// `text` if it fits in `width`, otherwise its beginning and an ellipsis.
    pub(super) fn cut(self, text: &str, width: f64) -> String {
        if self.width(text) <= width {
            return text.to_owned();
        }
        let mut kept: String = text.to_owned();
        while !kept.is_empty() && self.width(&format!("{kept}…")) > width {
            kept.pop();
        }
        format!("{}…", kept.trim_end_matches([' ', ',', ';']))
    }

    /// `text` in at most `n_lines` lines of at most `width`; what does not fit ends in an ellipsis.
    pub(super) fn lines(self, text: &str, width: f64, n_lines: usize) -> Vec<String> {
        let all = self.wrap(text, width);
        let n_lines = n_lines.max(1);
        let mut shown: Vec<String> = all.iter().take(n_lines).cloned().collect();
        if let Some(last) = shown.last_mut() {
            let rest = all[n_lines.min(all.len()) - 1..].join(" ");
            *last = self.cut(&rest, width);
        }
        shown.iter().map(|line| self.cut(line, width)).collect()
    }
}

fn face(weight: Weight) -> &'static FontRef<'static> {
    static REGULAR: OnceLock<FontRef<'static>> = OnceLock::new();
    static BOLD: OnceLock<FontRef<'static>> = OnceLock::new();
    let parse = |data| FontRef::new(data).expect("the bundled font is well formed");
    match weight {
        Weight::Regular => REGULAR.get_or_init(|| parse(dejavu::sans::regular())),
        Weight::Bold => BOLD.get_or_init(|| parse(dejavu::sans::bold())),
    }
}

/// Whether the bundled font has a glyph for `letter`.
#[cfg(test)]
pub(super) fn has_glyph(letter: char, weight: Weight) -> bool {
    face(weight).charmap().map(letter).is_some_and(|glyph| glyph.to_u32() != 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::charts::theme::INK;

    /// The letters of the Vietnamese alphabet with every tone mark, both cases.
    const VOWELS: &str =
        "aàáảãạăằắẳẵặâầấẩẫậeèéẻẽẹêềếểễệiìíỉĩịoòóỏõọôồốổỗộơờớởỡợuùúủũụưừứửữựyỳýỷỹỵđ";

    #[test]
    fn the_bundled_fonts_have_every_vietnamese_letter() {
        let all = format!("{VOWELS}{}−–…→←·«»%", VOWELS.to_uppercase());
        for letter in all.chars() {
            for weight in [Weight::Regular, Weight::Bold] {
                assert!(has_glyph(letter, weight), "{letter} {weight:?}");
            }
        }
    }

    #[test]
    fn widths_follow_the_advance_widths_of_the_font() {
        // DejaVu Sans has 2048 units per em; 'A' advances 1401 of them, every digit 1303.
        let style = Type::regular(2048.0, INK);
        assert_eq!(style.width("A"), 1401.0);
        assert_eq!(style.width("19"), 2606.0);
        assert_eq!(Type::regular(20.48, INK).width("1234567890").round(), 130.0);
    }

    #[test]
    fn wrapped_text_keeps_every_word_and_fits() {
        let style = Type::regular(16.0, INK);
        let text = "Bán buôn và bán lẻ; sửa chữa ô tô, mô tô, xe máy và xe có động cơ khác";
        let lines = style.wrap(text, 200.0);
        assert_eq!(lines.join(" "), text);
        assert!(lines.len() >= 3 && lines.iter().all(|line| style.width(line) <= 200.0));
    }

    #[test]
    fn what_does_not_fit_ends_in_an_ellipsis() {
        let style = Type::regular(16.0, INK);
        let lines = style.lines("một hai ba bốn năm sáu bảy tám chín mười", 90.0, 2);
        assert_eq!(lines.len(), 2);
        assert!(lines[1].ends_with('…') && style.width(&lines[1]) <= 90.0, "{lines:?}");
        assert_eq!(style.lines("một", 90.0, 2), ["một"]);
        assert!(style.lines("", 90.0, 2).is_empty());
    }
}
