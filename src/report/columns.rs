//! The columns that every result table shares, with their words in both languages.

use crate::language::Text;
use crate::results::ResultRow;

/// What a column holds and where a row keeps it.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Field {
    /// Text; empty where it does not apply.
    Text(fn(&ResultRow) -> Option<&str>),
    /// A whole number; empty where it does not apply.
    Integer(fn(&ResultRow) -> Option<i32>),
    /// A figure in the unit the row names; empty where it does not apply.
    Number(fn(&ResultRow) -> Option<f64>),
}

impl Field {
    /// The type's name in a Frictionless table schema.
    pub(crate) const fn schema_type(self) -> &'static str {
        match self {
            Self::Text(_) => "string",
            Self::Integer(_) => "integer",
            Self::Number(_) => "number",
        }
    }
}

/// A column of a result table.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Column {
    /// Header in files for machines.
    pub(crate) name: &'static str,
    /// Header for readers: Vietnamese, English.
    header: [&'static str; 2],
    /// What it means: Vietnamese, English.
    meaning: [&'static str; 2],
    /// Its type and place in a row.
    pub(crate) field: Field,
}

impl Column {
    /// The header for readers.
    pub(crate) fn header(&self) -> Text {
        Text::new(self.header[0], self.header[1])
    }

    /// What the column means.
    pub(crate) fn meaning(&self) -> Text {
        Text::new(self.meaning[0], self.meaning[1])
    }
}

/// Number of columns.
pub(crate) const N_COLUMNS: usize = 22;

/// The columns in the order of every file.
pub(crate) const COLUMNS: [Column; N_COLUMNS] = [
    Column {
        name: "scenario",
        header: ["Kịch bản", "Scenario"],
        meaning: [
            "Tên kịch bản; «history» là số liệu quá khứ.",
            "Name of the scenario; «history» is the past.",
        ],
        field: Field::Text(|row| Some(&row.scenario)),
    },
    Column {
        name: "area",
        header: ["Địa bàn", "Area"],
        meaning: [
            "Mã địa bàn kèm phiên bản địa giới.",
            "Code of the area with the version of its boundaries.",
        ],
        field: Field::Text(|row| Some(&row.area)),
    },
    Column {
        name: "sector",
        header: ["Ngành", "Sector"],
        meaning: [
            "Mã ngành kèm phiên bản phân ngành; TOTAL là toàn bộ.",
            "Code of the sector with its classification; TOTAL is all of them.",
        ],
        field: Field::Text(|row| Some(&row.sector)),
    },
    Column {
        name: "occupation",
        header: ["Nghề", "Occupation"],
        meaning: [
            "Mã nghề kèm phiên bản phân loại; trống là không chia theo nghề.",
            "Code of the occupation with its classification; empty where not told apart.",
        ],
        field: Field::Text(|row| row.occupation.as_deref()),
    },
    Column {
        name: "qualification",
        header: ["Trình độ đào tạo", "Qualification"],
        meaning: [
            "Trình độ và lĩnh vực đào tạo, hoặc riêng trình độ; trống là không chia.",
            "Level and field of training, or the level alone; empty where not told apart.",
        ],
        field: Field::Text(|row| row.qualification.as_deref()),
    },
    Column {
        name: "sex",
        header: ["Giới tính", "Sex"],
        meaning: [
            "female là nữ, male là nam; trống là cả hai.",
            "female or male; empty means both.",
        ],
        field: Field::Text(|row| row.sex.as_deref()),
    },
    Column {
        name: "age",
        header: ["Nhóm tuổi", "Age"],
        meaning: [
            "Nhóm tuổi tròn; trống là mọi tuổi.",
            "Completed years of age; empty means all ages.",
        ],
        field: Field::Text(|row| row.age.as_deref()),
    },
    Column {
        name: "method",
        header: ["Phương pháp", "Method"],
        meaning: [
            "Phương pháp dự báo; combination là kết hợp.",
            "Forecasting method; combination is the one used.",
        ],
        field: Field::Text(|row| row.method.as_deref()),
    },
    Column {
        name: "step",
        header: ["Bước", "Step"],
        meaning: [
            "Số năm sau năm gốc của lần dự báo lại quá khứ.",
            "Years after the origin of the back-test.",
        ],
        field: Field::Integer(|row| row.step.map(|step| step as i32)),
    },
    Column {
        name: "year",
        header: ["Năm", "Year"],
        meaning: ["Năm của số liệu.", "Year of the figure."],
        field: Field::Integer(|row| row.year.map(|year| year.0)),
    },
    Column {
        name: "measure",
        header: ["Chỉ tiêu", "Measure"],
        meaning: ["Đại lượng được nêu.", "What is measured."],
        field: Field::Text(|row| Some(&row.measure)),
    },
    Column {
        name: "unit",
        header: ["Đơn vị", "Unit"],
        meaning: ["Đơn vị của các con số trong dòng.", "Unit of the figures of the row."],
        field: Field::Text(|row| Some(&row.unit)),
    },
    Column {
        name: "mean",
        header: ["Trung bình", "Mean"],
        meaning: [
            "Trung bình các lần mô phỏng, hoặc chính con số đó.",
            "Mean over the draws, or the figure itself.",
        ],
        field: Field::Number(|row| Some(row.mean)),
    },
    Column {
        name: "p025",
        header: ["P2,5", "P2.5"],
        meaning: [
            "Phân vị 2,5 %: cận dưới khoảng 95 %.",
            "2.5th percentile: low end of the 95% interval.",
        ],
        field: Field::Number(|row| row.p025),
    },
    Column {
        name: "p10",
        header: ["P10", "P10"],
        meaning: [
            "Phân vị 10 %: cận dưới khoảng 80 %.",
            "10th percentile: low end of the 80% interval.",
        ],
        field: Field::Number(|row| row.p10),
    },
    Column {
        name: "p50",
        header: ["P50", "P50"],
        meaning: ["Trung vị.", "Median."],
        field: Field::Number(|row| row.p50),
    },
    Column {
        name: "p90",
        header: ["P90", "P90"],
        meaning: [
            "Phân vị 90 %: cận trên khoảng 80 %.",
            "90th percentile: high end of the 80% interval.",
        ],
        field: Field::Number(|row| row.p90),
    },
    Column {
        name: "p975",
        header: ["P97,5", "P97.5"],
        meaning: [
            "Phân vị 97,5 %: cận trên khoảng 95 %.",
            "97.5th percentile: high end of the 95% interval.",
        ],
        field: Field::Number(|row| row.p975),
    },
    Column {
        name: "p_shortage",
        header: ["Xác suất thiếu", "P(shortage)"],
        meaning: [
            "Xác suất cung thấp hơn cầu, từ 0 đến 1.",
            "Probability that supply falls short of demand, 0 to 1.",
        ],
        field: Field::Number(|row| row.p_shortage),
    },
    Column {
        name: "class",
        header: ["Phân loại", "Class"],
        meaning: [
            "Một trong năm loại, từ thiếu nhiều đến dư nhiều.",
            "One of five classes, from large shortage to large surplus.",
        ],
        field: Field::Text(|row| row.class.map(crate::results::GapClass::name)),
    },
    Column {
        name: "reliability",
        header: ["Độ tin cậy", "Reliability"],
        meaning: [
            "Từ A (đáng tin cậy) đến E (chỉ để tham khảo); trống là không đánh giá.",
            "From A (firm) to E (a hint at most); empty where it was not judged.",
        ],
        field: Field::Text(|row| row.reliability.as_deref()),
    },
    Column {
        name: "status",
        header: ["Nguồn gốc", "Status"],
        meaning: [
            "observed: quan sát; derived: tính từ số quan sát; estimated: ước lượng; assumed: giả định.",
            "observed, derived from observed figures, estimated, or assumed.",
        ],
        field: Field::Text(|row| Some(row.status.name())),
    },
];
