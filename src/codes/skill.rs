//! Codes of occupations and qualifications: what people do, and what they have learnt.

use std::fmt;
use std::str::FromStr;

use crate::codes::CodeError;
use crate::codes::code_error;

/// An occupation with its classification, such as `VSCO2020:2` or `ISCO08:234`.
///
/// The same digits under another version may be another occupation.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct OccupationCode(String);

impl fmt::Display for OccupationCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for OccupationCode {
    type Err = CodeError;

    fn from_str(text: &str) -> Result<Self, CodeError> {
        let expected = [
            "mã nghề kèm phiên bản phân loại, như VSCO2020:2",
            "an occupation with its classification, such as VSCO2020:2",
        ];
        let is_name = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit();
        let parts = text.split_once(':').filter(|(scheme, code)| {
            let named = scheme.starts_with(|c: char| c.is_ascii_uppercase());
            named && scheme.chars().all(is_name) && !code.is_empty() && code.chars().all(is_name)
        });
        parts.map(|_| Self(text.to_owned())).ok_or_else(|| code_error(text, expected))
    }
}

/// A level of training.
///
/// # Source
/// Decision 1981/QĐ-TTg (2016), framework of the national education system; the survey of the
/// labour force publishes the first five, with postgraduates among the fifth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// No technical qualification.
    Untrained,
    /// Elementary training of three months to a year.
    Elementary,
    /// Intermediate vocational training of one to three years.
    Intermediate,
    /// College, two to three years.
    College,
    /// University, three years and more.
    University,
    /// Master and doctor.
    Postgraduate,
}

impl Level {
    /// Every level, lowest first.
    pub const ALL: [Self; 6] = [
        Self::Untrained,
        Self::Elementary,
        Self::Intermediate,
        Self::College,
        Self::University,
        Self::Postgraduate,
    ];

    /// The name in tables.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Untrained => "untrained",
            Self::Elementary => "elementary",
            Self::Intermediate => "intermediate",
            Self::College => "college",
            Self::University => "university",
            Self::Postgraduate => "postgraduate",
        }
    }
}

/// What somebody has been trained for: a level, and where it is known a field, such as `college`
/// or `college:tourism`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct QualificationCode {
    level: Level,
    field: Option<String>,
}

impl QualificationCode {
    /// The level.
    pub const fn level(&self) -> Level {
        self.level
    }

    /// The field of training.
    pub fn field(&self) -> Option<&str> {
        self.field.as_deref()
    }
}

impl fmt::Display for QualificationCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.level.name())?;
        self.field.as_ref().map_or(Ok(()), |field| write!(f, ":{field}"))
    }
}

impl FromStr for QualificationCode {
    type Err = CodeError;

    fn from_str(text: &str) -> Result<Self, CodeError> {
        let wrong = || {
            let expected = [
                "trình độ và lĩnh vực đào tạo, như college hoặc college:tourism; trình độ: \
                 untrained, elementary, intermediate, college, university, postgraduate",
                "a level and a field of training, such as college or college:tourism; levels: \
                 untrained, elementary, intermediate, college, university, postgraduate",
            ];
            code_error(text, expected)
        };
        let (name, field) = match text.split_once(':') {
            Some((name, field)) => (name, Some(field)),
            None => (text, None),
        };
        let level = Level::ALL.into_iter().find(|level| level.name() == name).ok_or_else(wrong)?;
        let is_name = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        let named = field.is_none_or(|f| !f.is_empty() && f.chars().all(is_name));
        if named { Ok(Self { level, field: field.map(str::to_owned) }) } else { Err(wrong()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_qualification_reads_what_it_writes() {
        for text in ["untrained", "college:tourism", "university"] {
            assert_eq!(text.parse::<QualificationCode>().unwrap().to_string(), text);
        }
        for text in ["", "College", "college:", "college:Du lịch", "bachelor"] {
            assert!(text.parse::<QualificationCode>().is_err(), "{text}");
        }
    }

    #[test]
    fn an_occupation_names_its_classification() {
        assert!("VSCO2020:2".parse::<OccupationCode>().is_ok());
        for text in ["2", "VSCO2020:", ":2", "VSCO2020:2 a"] {
            assert!(text.parse::<OccupationCode>().is_err(), "{text}");
        }
    }
}
