//! Why a target cannot be compared with a forecast, and what to do about it.

mod repair;

use crate::codes::AreaCode;
use crate::language::{Language, Text};
use crate::targets::definition_words;
use crate::targets::indicator::Indicator;
use crate::units::Year;

pub(super) use crate::targets::obstacle::repair::Request;

/// Why nothing can be said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Obstacle {
    /// No indicator has this name.
    UnknownIndicator {
        /// The name as written.
        name: String,
    },
    /// The unit does not fit the indicator.
    OtherUnit {
        /// The unit as written.
        found: String,
        /// The indicator.
        indicator: Indicator,
    },
    /// There is no series of the indicator.
    NoSeries {
        /// The series that is needed.
        needed: Indicator,
    },
    /// There are series of other areas or other boundaries only.
    OtherArea {
        /// Area of the target.
        wanted: String,
        /// Areas of the series.
        found: Vec<String>,
    },
    /// There are series of other definitions only, or several and the target names none.
    OtherDefinition {
        /// Definition of the target; empty if it names none.
        wanted: String,
        /// Definitions of the series; an empty one names none.
        found: Vec<String>,
    },
    /// The years of the target are over and not all of their figures are known.
    NoOutcome {
        /// The first year that is needed.
        first: Year,
        /// The last year that is needed.
        last: Year,
    },
    /// A reduction without the year it starts from.
    NoBaseYear,
    /// The history is too short for a pace, and there is no forecast.
    TooShort {
        /// Number of its figures.
        n: usize,
    },
    /// A figure is not a number.
    NotFinite,
}

/// Definitions in quotes and in the words of a reader, or words for none.
fn list(definitions: &[String]) -> Text {
    let quoted = |definition: &String, language: Language| {
        if definition.is_empty() {
            return Text::new("không nêu", "none named").get(language).to_owned();
        }
        format!("«{}»", definition_words::words(definition).get(language))
    };
    let all = |language| {
        let quoted = definitions.iter().map(|definition| quoted(definition, language));
        quoted.collect::<Vec<_>>().join("; ")
    };
    Text::new(all(Language::Vietnamese), all(Language::English))
}

/// Where figures of `found` hold, for a target of `wanted`: other boundaries of the same place, or other places.
fn elsewhere(wanted: &str, found: &[String]) -> Text {
    let code = |text: &str| text.parse::<AreaCode>().ok();
    let place = code(wanted).map(|code| code.place().to_owned());
    let years: Option<Vec<String>> = found
        .iter()
        .map(|area| {
            let area = code(area).filter(|area| Some(area.place()) == place.as_deref())?;
            area.geography().map(str::to_owned)
        })
        .collect();
    let Some(years) = years else {
        let found = found.join("; ");
        return Text::new(
            format!("chỉ có số liệu của địa bàn {found}"),
            format!("figures of {found} only"),
        );
    };
    let years = years.join(", ");
    Text::new(
        format!("chỉ có số liệu theo địa giới {years}"),
        format!("figures within the boundaries of {years} only"),
    )
}

impl Obstacle {
    /// What is in the way, in a few words.
    pub fn reason(&self) -> Text {
        match self {
            Self::UnknownIndicator { .. } => {
                Text::new("tên không có trong từ điển", "no indicator of this name")
            }
            Self::OtherUnit { .. } => Text::new("đơn vị không khớp", "the unit does not fit"),
            Self::NoSeries { .. } => Text::new("không có số liệu", "no figures"),
            Self::OtherArea { wanted, found } => elsewhere(wanted, found),
            Self::OtherDefinition { wanted, found } if wanted.is_empty() => Text::new(
                format!("không nêu định nghĩa; số liệu có {}", list(found).vi),
                format!("names no definition; figures have {}", list(found).en),
            ),
            Self::OtherDefinition { found, .. } => Text::new(
                format!("số liệu theo định nghĩa khác: {}", list(found).vi),
                format!("figures defined otherwise: {}", list(found).en),
            ),
            Self::NoOutcome { first, last } if first == last => Text::new(
                format!("chưa có số thực hiện {last}"),
                format!("outcome of {last} not known"),
            ),
            Self::NoOutcome { first, last } => Text::new(
                format!("chưa đủ số thực hiện {first}–{last}"),
                format!("outcome of {first}–{last} not fully known"),
            ),
            Self::NoBaseYear => Text::new("không nêu năm gốc", "names no base year"),
            Self::TooShort { n } => {
                Text::new(format!("mới có {n} số liệu"), format!("figures known: {n}"))
            }
            Self::NotFinite => Text::new("giá trị không phải là số", "a value is not a number"),
        }
    }

    /// What is in the way, in one sentence.
    pub fn sentence(&self) -> Text {
        match self {
            Self::UnknownIndicator { name } => Text::new(
                format!("Không nói được: chương trình không có chỉ tiêu tên «{name}»."),
                format!("Cannot be said: no indicator is named «{name}»."),
            ),
            Self::OtherUnit { found, indicator } => {
                let title = indicator.title();
                Text::new(
                    format!("Không nói được: đơn vị «{found}» không dùng được cho {}.", title.vi),
                    format!("Cannot be said: the unit «{found}» does not fit {}.", title.en),
                )
            }
            Self::NoSeries { needed } => {
                let title = needed.title();
                Text::new(
                    format!(
                        "Không nói được: không có chuỗi số liệu về {} cho địa bàn này.",
                        title.vi
                    ),
                    format!("Cannot be said: no series for {} of this area.", title.en),
                )
            }
            Self::OtherArea { wanted, found } => {
                let found = found.join("; ");
                Text::new(
                    format!(
                        "Không nói được: chỉ tiêu đặt cho {wanted}, số liệu là của {found}. Địa giới khác nhau không so sánh được; đặt lại chỉ tiêu cho địa giới mới hoặc bổ sung số liệu của {wanted}."
                    ),
                    format!(
                        "Cannot be said: the target is set for {wanted}, the figures are of {found}. Different boundaries are not compared; restate the target for the new boundary or add figures of {wanted}."
                    ),
                )
            }
            Self::OtherDefinition { wanted, found } => other_definition(wanted, found),
            Self::NoOutcome { first, last } => {
                let years =
                    if first == last { first.to_string() } else { format!("{first}–{last}") };
                Text::new(
                    format!("Không nói được: đã qua {last} mà chưa có số thực hiện của {years}."),
                    format!(
                        "Cannot be said: {last} is over and the outcome of {years} is not known."
                    ),
                )
            }
            Self::NoBaseYear => Text::new(
                "Không nói được: mức giảm không nêu năm gốc. Ghi «from NĂM» vào cột definition.",
                "Cannot be said: the reduction names no base year. Write «from YEAR» in the column definition.",
            ),
            Self::TooShort { n } => Text::new(
                format!(
                    "Không nói được: mới có {n} số liệu và không có dự báo; nhịp độ cần ít nhất hai năm, xác suất ba năm trong mười năm gần đây."
                ),
                format!(
                    "Cannot be said: figures known: {n}, and no forecast; a pace takes two years at least, a probability three within ten years."
                ),
            ),
            Self::NotFinite => Text::new(
                "Không nói được: giá trị chỉ tiêu hoặc số liệu không phải là số. Sửa bảng.",
                "Cannot be said: the value of the target or a figure is not a number. Correct the table.",
            ),
        }
    }
}

fn other_definition(wanted: &str, found: &[String]) -> Text {
    let Text { vi, en } = list(found);
    if wanted.is_empty() {
        return Text::new(
            format!(
                "Không nói được: chỉ tiêu không nêu định nghĩa mà số liệu có nhiều định nghĩa: {vi}. Ghi định nghĩa của chỉ tiêu vào cột definition."
            ),
            format!(
                "Cannot be said: the target names no definition and the figures have several: {en}. Write the target's definition in the column definition."
            ),
        );
    }
    let in_words = definition_words::words(wanted).vi;
    Text::new(
        format!(
            "Không nói được: chỉ tiêu theo định nghĩa «{in_words}», số liệu có định nghĩa {vi}. Đó là các chỉ tiêu khác nhau; bổ sung số liệu «{in_words}» hoặc đặt lại chỉ tiêu theo định nghĩa đang có."
        ),
        format!(
            "Cannot be said: the target is defined as «{wanted}», the figures as {en}. These are different indicators; add figures of «{wanted}» or restate the target in a definition at hand."
        ),
    )
}
