//! The two languages of planners, and how each writes a number.

use std::str::FromStr;

use crate::codes::CodeError;

/// A language of outputs and messages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Language {
    /// Vietnamese: 1.234.567,8.
    Vietnamese,
    /// English: 1,234,567.8.
    #[default]
    English,
}

impl FromStr for Language {
    type Err = CodeError;

    fn from_str(text: &str) -> Result<Self, CodeError> {
        match text {
            "vi" => Ok(Self::Vietnamese),
            "en" => Ok(Self::English),
            _ => Err(CodeError {
                found: text.to_owned(),
                expected: "a language: vi or en",
                expected_vi: "ngôn ngữ: vi hoặc en",
            }),
        }
    }
}

impl Language {
    /// The language's tag: `vi` or `en`.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Vietnamese => "vi",
            Self::English => "en",
        }
    }

    /// `value` with `decimals` decimals and the language's separators.
    pub fn number(self, value: f64, decimals: usize) -> String {
        let (group, point) = match self {
            Self::Vietnamese => ('.', ','),
            Self::English => (',', '.'),
        };
        let plain = format!("{:.decimals$}", value.abs());
        let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
        let rounds_to_zero = plain.chars().all(|c| c == '0' || c == '.');
        let mut text = String::new();
        if value < 0.0 && !rounds_to_zero {
            text.push('−');
        }
        for (position, digit) in whole.chars().enumerate() {
            if position > 0 && (whole.len() - position).is_multiple_of(3) {
                text.push(group);
            }
            text.push(digit);
        }
        if !fraction.is_empty() {
            text.push(point);
            text.push_str(fraction);
        }
        text
    }

    /// `value` with two digits and a power of ten: `7,7e-11` or `7.7e-11`.
    pub fn scientific(self, value: f64) -> String {
        let plain = format!("{value:.1e}");
        match self {
            Self::Vietnamese => plain.replace('.', ","),
            Self::English => plain,
        }
    }

    /// `share` (0 to 1) as a percentage in the language's way: `12,5 %` or `12.5%`.
    pub fn percent(self, share: f64, decimals: usize) -> String {
        let sign = if self == Self::Vietnamese { " %" } else { "%" };
        self.number(share * 100.0, decimals) + sign
    }
}

/// A text in both languages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    /// Vietnamese.
    pub vi: String,
    /// English.
    pub en: String,
}

impl Text {
    /// A text from its two versions.
    pub fn new(vi: impl Into<String>, en: impl Into<String>) -> Self {
        Self { vi: vi.into(), en: en.into() }
    }

    /// The version in `language`.
    pub fn get(&self, language: Language) -> &str {
        match language {
            Language::Vietnamese => &self.vi,
            Language::English => &self.en,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_each_languages_way() {
        assert_eq!(Language::Vietnamese.scientific(7.7e-11), "7,7e-11");
        assert_eq!(Language::English.scientific(0.0), "0.0e0");
        assert_eq!(Language::Vietnamese.number(1_234_567.84, 1), "1.234.567,8");
        assert_eq!(Language::English.number(1_234_567.84, 1), "1,234,567.8");
        assert_eq!(Language::English.number(-999.6, 0), "−1,000");
        assert_eq!(Language::English.number(-0.04, 1), "0.0");
        assert_eq!(Language::Vietnamese.percent(0.125, 1), "12,5 %");
        assert_eq!(Language::English.percent(0.125, 1), "12.5%");
    }
}
