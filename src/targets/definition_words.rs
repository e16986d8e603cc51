//! Definitions of targets and their figures in the words of a reader.
//!
//! Datasets write definitions in English, since they are part of what a figure is and are compared as written. Phrases
//! between commas or semicolons are put into Vietnamese one by one; one that is not known stays as it is written.

use crate::language::Text;

/// Phrases that have no number in them, as written and in Vietnamese.
const PHRASES: [(&str, &str); 31] = [
    ("constant prices", "giá so sánh"),
    ("current prices", "giá hiện hành"),
    ("administrative", "số liệu hành chính"),
    ("administrative-vocational", "số liệu hành chính về đào tạo nghề"),
    ("certificate", "có bằng, chứng chỉ"),
    ("lfs", "điều tra lao động việc làm"),
    ("icls13", "chuẩn ICLS-13"),
    ("icls19", "chuẩn ICLS-19"),
    ("ilo-modelled", "ước tính của ILO"),
    ("projection", "dự báo dân số"),
    ("count", "số thống kê hằng năm"),
    ("unknown", "không rõ định nghĩa"),
    ("urban", "thành thị"),
    ("rural", "nông thôn"),
    ("working age", "trong độ tuổi lao động"),
    ("agriculture", "nông nghiệp"),
    ("forestry and fishing", "lâm nghiệp và thủy sản"),
    ("about", "khoảng"),
    ("more than", "trên"),
    ("over", "trên"),
    ("at least", "ít nhất"),
    ("no less than", "không dưới"),
    ("not less than", "không dưới"),
    ("below", "dưới"),
    ("less than", "dưới"),
    ("under", "dưới"),
    ("at most", "nhiều nhất"),
    ("no more than", "không quá"),
    ("not more than", "không quá"),
    ("lower bound", "mức thấp"),
    ("upper bound", "mức cao"),
];

/// Phrases that say whether a target is a floor or a ceiling.
const BOUNDS: [&str; 11] = [
    "more than",
    "over",
    "at least",
    "no less than",
    "not less than",
    "below",
    "less than",
    "under",
    "at most",
    "no more than",
    "not more than",
];

/// A definition as written, and in Vietnamese.
pub fn words(definition: &str) -> Text {
    let mut vi = String::with_capacity(definition.len());
    for piece in definition.split_inclusive([',', ';']) {
        let phrase = piece.trim_end_matches([',', ';']);
        let before = phrase.len() - phrase.trim_start().len();
        vi.push_str(&phrase[..before]);
        vi.push_str(&in_vietnamese(phrase.trim()));
        vi.push_str(&piece[phrase.len()..]);
    }
    Text::new(vi, definition)
}

/// The same without the phrases that say whether a target is a floor or a ceiling, for where its value says so.
pub fn without_bound(definition: &str) -> Text {
    let phrases = definition.split([',', ';']).map(str::trim);
    let kept = phrases.filter(|phrase| !phrase.is_empty() && !BOUNDS.contains(phrase));
    words(&kept.collect::<Vec<_>>().join(", "))
}

fn in_vietnamese(phrase: &str) -> String {
    let lower = phrase.to_lowercase();
    let known = PHRASES.iter().find(|(written, _)| *written == lower);
    if let Some((_, vi)) = known {
        return (*vi).to_owned();
    }
    match lower.split_whitespace().collect::<Vec<_>>().as_slice() {
        ["mean", "of", first, "to", last] => format!("bình quân {first}–{last}"),
        ["sum", "of", first, "to", last] => format!("cộng {first}–{last}"),
        ["from", year] => format!("từ {year}"),
        [low, "to", high] => format!("{low} đến {high}"),
        _ => phrase.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_are_put_into_vietnamese_one_by_one() {
        let vi = |written: &str| words(written).vi;
        assert_eq!(vi("mean of 2025 to 2030, constant prices"), "bình quân 2025–2030, giá so sánh");
        assert_eq!(vi("no less than; 50 to 55"), "không dưới; 50 đến 55");
        assert_eq!(
            vi("agriculture, forestry and fishing, more than"),
            "nông nghiệp, lâm nghiệp và thủy sản, trên"
        );
        assert_eq!(vi("at least; from 2020"), "ít nhất; từ 2020");
        assert_eq!(vi("Administrative"), "số liệu hành chính");
        assert_eq!(words("2026, constant prices").en, "2026, constant prices");
    }

    #[test]
    fn a_bound_is_left_out_where_the_value_says_it() {
        let text = without_bound("agriculture, forestry and fishing, more than");
        assert_eq!(text.vi, "nông nghiệp, lâm nghiệp và thủy sản");
        assert_eq!(without_bound("no less than; 50 to 55").en, "50 to 55");
        assert_eq!(without_bound("more than").en, "");
    }

    #[test]
    fn what_is_not_known_stays_as_it_is_written() {
        assert_eq!(words("members of the association").vi, "members of the association");
        assert_eq!(words("").vi, "");
    }
}
