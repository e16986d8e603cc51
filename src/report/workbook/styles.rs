//! Formats of cells; colours that survive colour blindness and grey printing.

use rust_xlsxwriter::{
    ConditionalFormatCell, ConditionalFormatCellRule, Format, FormatAlign, FormatBorder, Worksheet,
    XlsxError,
};

use crate::language::Language;
use crate::results::GapClass;

const INK: u32 = 0x26_2626;
const RULE: u32 = 0xBF_BFBF;
const HEADER: u32 = 0xE8_EEF2;

/// Colour of a gap whose sign is not sure.
pub(super) const UNSURE: u32 = 0xB3_B3B3;
/// Colour of shortages in cells and charts (vermilion of Okabe & Ito).
pub(super) const SHORTAGE: u32 = 0xD5_5E00;
/// Colour of surpluses in cells and charts (blue of Okabe & Ito).
pub(super) const SURPLUS: u32 = 0x00_72B2;

/// The formats of the workbook.
pub(super) struct Styles {
    pub(super) title: Format,
    pub(super) subtitle: Format,
    pub(super) section: Format,
    pub(super) key: Format,
    pub(super) note: Format,
    pub(super) header: Format,
    pub(super) header_left: Format,
    pub(super) header_centred: Format,
    pub(super) body: Body,
    pub(super) total: Body,
    pub(super) plain: Body,
}

/// Formats of the cells of a line.
pub(super) struct Body {
    pub(super) text: Format,
    pub(super) count: Format,
    pub(super) change: Format,
    pub(super) share: Format,
    pub(super) probability: Format,
    pub(super) decimal: Format,
    pub(super) ratio: Format,
    pub(super) centred: Format,
}

impl Body {
    fn of(base: &Format) -> Self {
        let number = |pattern: &str| base.clone().set_num_format(pattern);
        Self {
            text: base.clone(),
            count: number("#,##0;−#,##0"),
            change: number("+#,##0;−#,##0;0"),
            share: number("0.0%;−0.0%"),
            // A probability from a finite number of draws is never 0 or 100 %.
            probability: number("[>0.995]\">99%\";[<0.005]\"<1%\";0%"),
            decimal: number("#,##0.0;−#,##0.0"),
            ratio: number("0.000;−0.000"),
            centred: base.clone().set_align(FormatAlign::Center),
        }
    }

    /// The format of a figure in `unit`.
    pub(super) fn of_unit(&self, unit: &str) -> &Format {
        match unit {
            "share" => &self.share,
            "percent" | "index" => &self.decimal,
            "ratio" => &self.ratio,
            _ => &self.count,
        }
    }
}

impl Styles {
    pub(super) fn new() -> Self {
        let ink = || Format::new().set_font_color(INK);
        let top = ink().set_align(FormatAlign::Top);
        let header = ink()
            .set_bold()
            .set_text_wrap()
            .set_background_color(HEADER)
            .set_border_bottom(FormatBorder::Thin)
            .set_border_bottom_color(INK)
            .set_align(FormatAlign::VerticalCenter);
        let total = ink().set_bold().set_border_top(FormatBorder::Thin).set_border_top_color(INK);
        let line = ink().set_border_bottom(FormatBorder::Hair).set_border_bottom_color(RULE);
        Self {
            title: ink().set_bold().set_font_size(16),
            subtitle: ink().set_font_size(11).set_font_color(0x59_5959),
            section: ink().set_bold().set_font_size(12),
            key: top.clone().set_bold().set_text_wrap(),
            note: top.set_text_wrap(),
            header: header.clone().set_align(FormatAlign::Right),
            header_centred: header.clone().set_align(FormatAlign::Center),
            header_left: header.set_align(FormatAlign::Left),
            body: Body::of(&line),
            total: Body::of(&total),
            plain: Body::of(&ink()),
        }
    }
}

/// Fill and ink of a class; paler where the sign of the gap is not sure.
fn class_format(class: GapClass, sureness: Sureness) -> Format {
    let (fill, ink) = match (class, sureness) {
        (GapClass::LargeShortage, Sureness::Sure) => (SHORTAGE, 0xFF_FFFF),
        (GapClass::Shortage, Sureness::Sure) => (0xF3_B384, INK),
        (GapClass::Balance, _) => (0xEB_EBEB, INK),
        (GapClass::Surplus, Sureness::Sure) => (0x9C_C9E3, INK),
        (GapClass::LargeSurplus, Sureness::Sure) => (SURPLUS, 0xFF_FFFF),
        (GapClass::LargeShortage | GapClass::Shortage, Sureness::Unsure) => (0xFD_EEE3, INK),
        (GapClass::Surplus | GapClass::LargeSurplus, Sureness::Unsure) => (0xE6_F1F8, INK),
    };
    Format::new().set_background_color(fill).set_font_color(ink)
}

#[derive(Clone, Copy)]
enum Sureness {
    Sure,
    Unsure,
}

/// Where a column of classes stands.
#[derive(Clone, Copy)]
pub(super) struct ClassCells {
    pub(super) first_row: u32,
    pub(super) last_row: u32,
    pub(super) column: u16,
}

/// Colours the classes in `cells` by their text.
pub(super) fn colour_classes(
    sheet: &mut Worksheet,
    cells: ClassCells,
    language: Language,
) -> Result<(), XlsxError> {
    let ClassCells { first_row, last_row, column } = cells;
    if last_row < first_row {
        return Ok(());
    }
    for class in GapClass::ALL {
        for (mark, sureness) in [("", Sureness::Sure), ("?", Sureness::Unsure)] {
            let text = format!("{}{mark}", class.label().get(language));
            let rule = ConditionalFormatCell::new()
                .set_rule(ConditionalFormatCellRule::EqualTo(text))
                .set_format(class_format(class, sureness));
            sheet.add_conditional_format(first_row, column, last_row, column, &rule)?;
        }
    }
    Ok(())
}
