//! Nearest names: what a misspelt code, header or key was probably meant to be.

use crate::language::Text;

/// Similarity below which a name is no longer a likely meaning; 0.5 admits two slips in four
/// letters and refuses unrelated words.
const LEAST_SIMILARITY: f64 = 0.5;
/// More equally near names than this help nobody.
const MOST_TIES: usize = 3;

/// A text without case, tones and marks, for comparing names: `Khánh Hoà` becomes `khanh hoa`.
///
/// Composed and decomposed spellings and both habits of placing the tone give the same key.
pub fn fold(text: &str) -> String {
    text.trim().to_lowercase().chars().filter_map(base_letter).collect()
}

fn base_letter(letter: char) -> Option<char> {
    const FAMILIES: [(char, &str); 7] = [
        ('a', "àáảãạăằắẳẵặâầấẩẫậ"),
        ('d', "đ"),
        ('e', "èéẻẽẹêềếểễệ"),
        ('i', "ìíỉĩị"),
        ('o', "òóỏõọôồốổỗộơờớởỡợ"),
        ('u', "ùúủũụưừứửữự"),
        ('y', "ỳýỷỹỵ"),
    ];
    if ('\u{300}'..='\u{36f}').contains(&letter) {
        return None;
    }
    let family = FAMILIES.iter().find(|(_, members)| members.contains(letter));
    Some(family.map_or(letter, |(base, _)| *base))
}

/// The names nearest to `word`: several where they are equally near, none where nothing is near.
pub fn nearest<'a>(word: &str, names: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let word = fold(word);
    let mut best = LEAST_SIMILARITY;
    let mut ties: Vec<&str> = Vec::new();
    for name in names {
        let similarity = strsim::normalized_damerau_levenshtein(&word, &fold(name));
        if similarity > best {
            best = similarity;
            ties.clear();
        }
        if similarity == best && !ties.contains(&name) {
            ties.push(name);
        }
    }
    if ties.len() > MOST_TIES { Vec::new() } else { ties }
}

/// The question whether one of the nearest names was meant; empty if nothing is near.
pub fn suggestion<'a>(word: &str, names: impl IntoIterator<Item = &'a str>) -> Text {
    did_you_mean(&nearest(word, names))
}

/// The question whether one of `names` was meant; empty without names.
pub(crate) fn did_you_mean(names: &[&str]) -> Text {
    if names.is_empty() {
        return Text::default();
    }
    let quoted: Vec<String> = names.iter().map(|name| format!("«{name}»")).collect();
    let (vi, en) = (quoted.join(" hay "), quoted.join(" or "));
    Text::new(format!("Có phải là {vi} không?"), format!("Did you mean {en}?"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tone_marks_and_their_place_do_not_matter() {
        assert_eq!(fold("Khánh Hoà"), fold("Khánh Hòa"));
        assert_eq!(fold("Kha\u{301}nh Ho\u{300}a"), "khanh hoa");
        assert_eq!(fold(" ĐƯỜNG "), "duong");
    }

    #[test]
    fn a_slip_finds_its_name_and_nonsense_finds_none() {
        let names = ["employment", "population", "labour_force"];
        assert_eq!(nearest("emploiment", names), ["employment"]);
        assert_eq!(nearest("populaton", names), ["population"]);
        assert!(nearest("xyz", names).is_empty());
    }

    #[test]
    fn many_equally_near_codes_are_not_listed() {
        let codes = ["VSIC2018:A", "VSIC2018:B", "VSIC2018:C", "VSIC2018:F"];
        assert!(nearest("VSIC2018:Z", codes).is_empty());
        assert_eq!(nearest("VSIC2018:JH", ["VSIC2018:HJ", "VSIC2018:K"]), ["VSIC2018:HJ"]);
    }
}
