//! The public workforce as readers see it: posts and persons, and what standards take.

use std::collections::BTreeMap;

use crate::language::{Language, Text};
use crate::report::sheet::Sheet;
use crate::report::text::pick;
use crate::report::words;
use crate::results::{ResultRow, Results, TableName};
use crate::units::Year;

/// Names of bodies, grades and standards as the layout of `datasets/README.md` writes them.
const NAMES: [(&str, &str, &str); 18] = [
    ("all", "toàn bộ", "all"),
    ("civil_servants", "công chức", "civil servants"),
    ("public_employees", "viên chức", "public employees"),
    ("staff", "nhân viên", "staff"),
    ("specialist", "chuyên viên", "specialist"),
    ("principal_specialist", "chuyên viên chính", "principal specialist"),
    ("senior_specialist", "chuyên viên cao cấp", "senior specialist"),
    ("class_1", "hạng I", "class I"),
    ("class_2", "hạng II", "class II"),
    ("class_3", "hạng III", "class III"),
    ("class_4", "hạng IV", "class IV"),
    ("postgraduate", "sau đại học", "postgraduate study"),
    (
        "political_theory_intermediate",
        "trung cấp lý luận chính trị",
        "political theory, intermediate",
    ),
    ("political_theory_advanced", "cao cấp lý luận chính trị", "political theory, advanced"),
    ("refresher", "bồi dưỡng cập nhật kiến thức", "refresher courses"),
    ("university", "đại học", "university"),
    ("below_university", "dưới đại học", "below university"),
    ("state_management", "bồi dưỡng quản lý nhà nước", "state management"),
];

/// The name of one body, grade or standard; as written if it is not known.
fn one(code: &str) -> Text {
    let found = NAMES.iter().find(|(name, _, _)| *name == code);
    found.map_or_else(|| Text::new(code, code), |(_, vi, en)| Text::new(*vi, *en))
}

/// The name of a part of the workforce such as `civil_servants, specialist: refresher`.
pub(crate) fn part(code: &str) -> Text {
    let (group, standard) = code.split_once(": ").unwrap_or((code, ""));
    let names: Vec<Text> = group.split(", ").map(one).collect();
    let joined = |language: Language| {
        let names: Vec<&str> = names.iter().map(|name| name.get(language)).collect();
        let group = names.join(", ");
        if standard.is_empty() {
            group
        } else {
            format!("{group}: {}", one(standard).get(language))
        }
    };
    Text::new(joined(Language::Vietnamese), joined(Language::English))
}

/// Rows of one part by measure and year.
type Part<'a> = BTreeMap<(&'a str, Year), &'a ResultRow>;

/// The parts of a scenario in the order of the table, those of single qualifications left out.
fn parts<'a>(results: &'a Results, scenario: &str) -> Vec<(&'a str, Part<'a>)> {
    let mut parts: Vec<(&str, Part<'_>)> = Vec::new();
    let rows = results.table(TableName::PublicWorkforce).rows.iter();
    for row in rows.filter(|row| row.scenario == scenario && row.qualification.is_none()) {
        let (Some(name), Some(year)) = (row.method.as_deref(), row.year) else { continue };
        let position = parts.iter().position(|(known, _)| *known == name).unwrap_or_else(|| {
            parts.push((name, Part::new()));
            parts.len() - 1
        });
        parts[position].1.insert((&row.measure, year), row);
    }
    parts
}

/// Mean of persons, with the 80 % interval where draws differ.
fn persons(row: Option<&&ResultRow>, language: Language) -> String {
    figure(row, |value| language.number(value, 0))
}

fn figure(row: Option<&&ResultRow>, written: impl Fn(f64) -> String) -> String {
    let Some(row) = row else { return "–".to_owned() };
    match (row.p10, row.p90) {
        (Some(low), Some(high)) if written(low) != written(high) => {
            format!("{} ({}–{})", written(row.mean), written(low), written(high))
        }
        _ => written(row.mean),
    }
}

fn headers<const N: usize>(headers: [(&str, &str); N], language: Language) -> Vec<String> {
    headers.map(|(vi, en)| pick(language, vi, en).to_owned()).to_vec()
}

/// Posts, persons and movements of every grade, in the first and last projected year.
pub(crate) fn stocks(results: &Results, scenario: &str, language: Language) -> Sheet {
    let mut rows = vec![headers(
        [
            ("Nhóm, ngạch", "Body, grade"),
            ("Năm", "Year"),
            ("Biên chế", "Posts"),
            ("Hiện có", "In post"),
            ("Nghỉ hưu", "Retire"),
            ("Thôi việc", "Resign"),
            ("Tuyển dụng", "Appointed"),
            ("Cần tuyển để đủ", "To fill every post"),
            ("Dôi so với biên chế", "Above the posts"),
            ("Nguồn số liệu", "Figures are"),
        ],
        language,
    )];
    let first = results.base_year.plus(1);
    let years = if results.to > first { vec![first, results.to] } else { vec![first] };
    for (name, rows_of_part) in parts(results, scenario) {
        for year in &years {
            // Only a projected part says what would fill its posts.
            let Some(needed) = rows_of_part.get(&("appointments_needed", *year)) else { continue };
            let of = |measure| persons(rows_of_part.get(&(measure, *year)), language);
            rows.push(vec![
                part(name).get(language).to_owned(),
                year.to_string(),
                of("posts"),
                of("in_post"),
                of("retirements"),
                of("resignations"),
                of("appointments"),
                of("appointments_needed"),
                of("above_posts"),
                words::status(needed.status).get(language).to_owned(),
            ]);
        }
    }
    Sheet { rows, words: &[0, 9] }
}

/// What every standard takes until the year of its target.
pub(crate) fn standards(results: &Results, scenario: &str, language: Language) -> Sheet {
    let mut rows = vec![headers(
        [
            ("Chuẩn", "Standard"),
            ("Phải đạt", "Target"),
            ("Năm", "Year"),
            ("Dự kiến đạt", "Share expected"),
            ("Số chỗ mở năm đầu", "Places in the first year"),
            ("Tổng số chỗ đến năm mục tiêu", "Places until then"),
            ("Còn thiếu (người)", "Persons short"),
            ("Nguồn số liệu", "Figures are"),
        ],
        language,
    )];
    for (name, of_part) in parts(results, scenario) {
        let target = of_part.iter().find(|((measure, _), _)| *measure == "standard_target");
        let Some(((_, year), target)) = target else { continue };
        let places = |(key, row): (&(&str, Year), &&ResultRow)| {
            (key.0 == "training_places" && key.1 <= *year).then_some(row.mean)
        };
        let all: f64 = of_part.iter().filter_map(places).sum();
        let first = of_part.iter().find(|((measure, _), _)| *measure == "training_places");
        let share = of_part.get(&("standard_met_share", *year));
        rows.push(vec![
            part(name).get(language).to_owned(),
            language.percent(target.mean, 0),
            year.to_string(),
            figure(share, |value| language.percent(value, 0)),
            persons(first.map(|(_, row)| row), language),
            language.number(all, 0),
            persons(of_part.get(&("standard_short", *year)), language),
            words::status(target.status).get(language).to_owned(),
        ]);
    }
    Sheet { rows, words: &[0, 7] }
}

/// How to read both tables.
pub(crate) fn reading_note(language: Language) -> &'static str {
    pick(
        language,
        "Người một năm; trong ngoặc là khoảng 80 %. Nghỉ hưu tính theo tuổi của những người đang giữ \
         biên chế và tuổi nghỉ hưu tăng dần (Nghị định 135/2020/NĐ-CP). «Cần tuyển để đủ» là số người \
         lấp hết biên chế, «tuyển dụng» theo nhịp tuyển của năm gốc; «dôi so với biên chế» là số người \
         mà việc giảm biên chế đòi hỏi phải bố trí lại. Số chỗ đào tạo bù cho người rời đi và người \
         không hoàn thành. Dòng ghi «giả định» là số liệu mẫu hoặc số đề xuất: thay bằng số liệu của \
         tỉnh trước khi dùng.",
        "Persons a year; 80% intervals in brackets. Retirements follow the ages of those in post and the \
         rising retirement age (Decree 135/2020/ND-CP). «To fill every post» leaves no vacancy, \
         «appointed» keeps the pace of the base year; «above the posts» are those whom a cut of posts \
         asks to move. Places of training make up for leavers and for those who do not complete. \
         A line that says «assumed» is a sample or a proposal: replace it with the province's own \
         figures before use.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_named_in_both_languages_and_unknown_ones_as_written() {
        let text = part("civil_servants, specialist: refresher");
        assert_eq!(text.vi, "công chức, chuyên viên: bồi dưỡng cập nhật kiến thức");
        assert_eq!(text.en, "civil servants, specialist: refresher courses");
        assert_eq!(part("doctors, class_2").vi, "doctors, hạng II");
    }
}
