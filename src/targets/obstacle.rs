//! Why a target cannot be compared with a forecast, and what to do about it.

use crate::language::Text;
use crate::targets::indicator::Indicator;
use crate::units::Year;

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
    /// Years that the target compares with are missing.
    MissingYears {
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

/// A definition in quotes, or words for none.
fn quoted(definition: &str, none: &str) -> String {
    if definition.is_empty() { none.to_owned() } else { format!("«{definition}»") }
}

fn list(definitions: &[String], none: &str) -> String {
    definitions.iter().map(|d| quoted(d, none)).collect::<Vec<_>>().join("; ")
}

impl Obstacle {
    /// What is in the way and what to do, in one line.
    pub fn sentence(&self) -> Text {
        match self {
            Self::UnknownIndicator { name } => Text::new(
                format!(
                    "Không nói được: chương trình không có chỉ tiêu tên «{name}». Dùng tên có trong từ điển, hoặc theo dõi riêng."
                ),
                format!(
                    "Cannot be said: no indicator is named «{name}». Use a name of the dictionary, or track it apart."
                ),
            ),
            Self::OtherUnit { found, indicator } => {
                let title = indicator.title();
                Text::new(
                    format!(
                        "Không nói được: đơn vị «{found}» không dùng được cho {}. Sửa cột unit.",
                        title.vi
                    ),
                    format!(
                        "Cannot be said: the unit «{found}» does not fit {}. Correct the column unit.",
                        title.en
                    ),
                )
            }
            Self::NoSeries { needed } => {
                let title = needed.title();
                Text::new(
                    format!(
                        "Không nói được: không có chuỗi số liệu về {}. Bổ sung bảng «{}» cho địa bàn này.",
                        title.vi,
                        needed.name()
                    ),
                    format!(
                        "Cannot be said: no series for {}. Add the table «{}» of this area.",
                        title.en,
                        needed.name()
                    ),
                )
            }
            Self::OtherArea { wanted, found } => {
                let found = found.join("; ");
                Text::new(
                    format!(
                        "Không nói được: chỉ tiêu đặt cho {wanted}, số liệu là của {found}. Địa giới khác nhau không so sánh được; đặt lại chỉ tiêu cho địa giới mới hoặc bổ sung chuỗi của {wanted}."
                    ),
                    format!(
                        "Cannot be said: the target is set for {wanted}, the figures are of {found}. Different boundaries are not compared; restate the target for the new boundary or add a series of {wanted}."
                    ),
                )
            }
            Self::OtherDefinition { wanted, found } => other_definition(wanted, found),
            Self::MissingYears { first, last } => Text::new(
                format!(
                    "Không nói được: thiếu số liệu trong các năm {first} đến {last}. Bổ sung các năm đó, hoặc dự báo đến {last}."
                ),
                format!(
                    "Cannot be said: figures of {first} to {last} are incomplete. Add those years, or forecast to {last}."
                ),
            ),
            Self::NoBaseYear => Text::new(
                "Không nói được: mức giảm không nêu năm gốc. Ghi «from NĂM» vào cột definition.",
                "Cannot be said: the reduction names no base year. Write «from YEAR» in the column definition.",
            ),
            Self::TooShort { n } => Text::new(
                format!(
                    "Không nói được: chỉ có {n} số liệu và không có dự báo. Cần ít nhất hai năm."
                ),
                format!(
                    "Cannot be said: there are only {n} figures and no forecast. At least two years are needed."
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
    let (vi, en) = (list(found, "không nêu"), list(found, "none named"));
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
    Text::new(
        format!(
            "Không nói được: chỉ tiêu theo định nghĩa «{wanted}», số liệu có định nghĩa {vi}. Đó là các chỉ tiêu khác nhau; bổ sung chuỗi «{wanted}» hoặc đặt lại chỉ tiêu theo định nghĩa đang có."
        ),
        format!(
            "Cannot be said: the target is defined as «{wanted}», the figures as {en}. These are different indicators; add a series of «{wanted}» or restate the target in a definition at hand."
        ),
    )
}
