//! Codes of areas, sectors, occupations, qualifications, sexes and ages; a code carries the
//! version it belongs to.

use std::fmt;
use std::str::FromStr;

mod skill;

pub use skill::Level;
pub use skill::OccupationCode;
pub use skill::QualificationCode;

/// A code that could not be read, with what was expected.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("'{found}' is not {expected}")]
pub struct CodeError {
    /// The text as written.
    pub found: String,
    /// What a right code looks like.
    pub expected: &'static str,
    /// The same in Vietnamese.
    pub expected_vi: &'static str,
}

fn code_error(found: &str, [expected_vi, expected]: [&'static str; 2]) -> CodeError {
    CodeError { found: found.to_owned(), expected, expected_vi }
}

/// A classification of economic activities, version included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Classification {
    /// Decision 10/2007/QĐ-TTg; sections as ISIC Rev. 4.
    Vsic2007,
    /// Decision 27/2018/QĐ-TTg; sections as ISIC Rev. 4.
    Vsic2018,
    /// Decision 36/2025/QĐ-TTg, in force from 15 November 2025; 22 sections.
    Vsic2025,
}

impl Classification {
    /// The classification's name, as it stands before the colon of a sector code.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Vsic2007 => "VSIC2007",
            Self::Vsic2018 => "VSIC2018",
            Self::Vsic2025 => "VSIC2025",
        }
    }

    /// Whether the sections of both versions mean the same: those of 2007 and 2018 do, being ISIC
    /// Rev. 4; those of 2025 do not.
    pub const fn shares_sections_with(self, other: Self) -> bool {
        matches!(self, Self::Vsic2025) == matches!(other, Self::Vsic2025)
    }

    fn last_section(self) -> char {
        if self == Self::Vsic2025 { 'V' } else { 'U' }
    }
}

impl FromStr for Classification {
    type Err = CodeError;

    fn from_str(text: &str) -> Result<Self, CodeError> {
        [Self::Vsic2007, Self::Vsic2018, Self::Vsic2025]
            .into_iter()
            .find(|c| c.name() == text)
            .ok_or_else(|| {
                code_error(
                    text,
                    [
                        "một bảng phân ngành: VSIC2007, VSIC2018 hoặc VSIC2025",
                        "a classification: VSIC2007, VSIC2018 or VSIC2025",
                    ],
                )
            })
    }
}

/// A sector: one section or a group of sections of a classification, such as `VSIC2018:HJ`.
///
/// The same letters under another version are another sector.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SectorCode {
    classification: Classification,
    sections: String,
}

impl SectorCode {
    /// A sector of `classification` made of the sections named by the letters of `sections`.
    ///
    /// # Errors
    /// [`CodeError`] if `sections` is empty, not ascending, or names a section the version lacks.
    pub fn new(classification: Classification, sections: &str) -> Result<Self, CodeError> {
        let letters: Vec<char> = sections.chars().collect();
        let known = letters.iter().all(|c| ('A'..=classification.last_section()).contains(c));
        let ascending = letters.windows(2).all(|pair| pair[0] < pair[1]);
        if letters.is_empty() || !known || !ascending {
            return Err(code_error(
                sections,
                [
                    "chữ cái các mục của phiên bản đó, theo thứ tự tăng dần, như C hoặc HJ",
                    "section letters of that version in ascending order, such as C or HJ",
                ],
            ));
        }
        Ok(Self { classification, sections: sections.to_owned() })
    }

    /// The version the code belongs to.
    pub const fn classification(&self) -> Classification {
        self.classification
    }

    /// The section letters.
    pub fn sections(&self) -> &str {
        &self.sections
    }
}

impl fmt::Display for SectorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.classification.name(), self.sections)
    }
}

impl FromStr for SectorCode {
    type Err = CodeError;

    fn from_str(text: &str) -> Result<Self, CodeError> {
        let (classification, sections) = text.split_once(':').ok_or_else(|| {
            code_error(
                text,
                [
                    "mã ngành kèm phiên bản, như VSIC2018:C",
                    "a sector with its version, such as VSIC2018:C",
                ],
            )
        })?;
        Self::new(classification.parse()?, sections)
    }
}

/// An area in the boundaries of a geography version, such as `VN-56@2025`.
///
/// `VN-56@2008` is Khánh Hòa before, `VN-56@2025` Khánh Hòa after it absorbed Ninh Thuận on
/// 1 July 2025; a country without boundary change is written without version, `VN`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct AreaCode(String);

impl AreaCode {
    /// The code without the geography version.
    pub fn place(&self) -> &str {
        self.0.split('@').next().unwrap_or(&self.0)
    }

    /// The year from which the boundaries hold, if the code names one.
    pub fn geography(&self) -> Option<&str> {
        self.0.split_once('@').map(|(_, version)| version)
    }
}

impl fmt::Display for AreaCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for AreaCode {
    type Err = CodeError;

    fn from_str(text: &str) -> Result<Self, CodeError> {
        let expected = [
            "mã địa bàn kèm năm địa giới, như VN-56@2025 hoặc VN",
            "an area with its geography version, such as VN-56@2025 or VN",
        ];
        let (place, version) = text.split_once('@').unwrap_or((text, "2000"));
        let place_ok = !place.is_empty()
            && place.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '-');
        let version_ok = version.len() == 4 && version.chars().all(|c| c.is_ascii_digit());
        if place_ok && version_ok {
            Ok(Self(text.to_owned()))
        } else {
            Err(code_error(text, expected))
        }
    }
}

/// Sex as statistics record it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sex {
    /// Women and girls.
    Female,
    /// Men and boys.
    Male,
}

impl Sex {
    /// Both sexes in the order of every array axis.
    pub const ALL: [Self; 2] = [Self::Female, Self::Male];

    /// Position on an array axis.
    pub const fn index(self) -> usize {
        match self {
            Self::Female => 0,
            Self::Male => 1,
        }
    }

    /// The name in tables.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Female => "female",
            Self::Male => "male",
        }
    }
}

impl fmt::Display for Sex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Sex {
    type Err = CodeError;

    fn from_str(text: &str) -> Result<Self, CodeError> {
        Self::ALL.into_iter().find(|sex| sex.name() == text).ok_or_else(|| {
            code_error(text, ["giới tính: female, male hoặc total", "a sex: female, male or total"])
        })
    }
}

/// Completed years of age from `from` to `to`, or open-ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct AgeGroup {
    from: u8,
    to: Option<u8>,
}

impl AgeGroup {
    /// The ages `from..=to`.
    pub const fn closed(from: u8, to: u8) -> Self {
        Self { from, to: Some(to) }
    }

    /// The ages from `from` on.
    pub const fn open(from: u8) -> Self {
        Self { from, to: None }
    }

    /// Youngest age.
    pub const fn from(self) -> u8 {
        self.from
    }

    /// Oldest age, or `None` for an open group.
    pub const fn to(self) -> Option<u8> {
        self.to
    }

    /// Whether the completed age `age` falls in the group.
    pub fn contains(self, age: u8) -> bool {
        age >= self.from && self.to.is_none_or(|to| age <= to)
    }
}

impl fmt::Display for AgeGroup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.to {
            Some(to) if to == self.from => write!(f, "{to}"),
            Some(to) => write!(f, "{}-{to}", self.from),
            None => write!(f, "{}+", self.from),
        }
    }
}

impl FromStr for AgeGroup {
    type Err = CodeError;

    fn from_str(text: &str) -> Result<Self, CodeError> {
        let wrong = || {
            code_error(
                text,
                ["nhóm tuổi, như 15-19, 80+ hoặc 0", "an age group, such as 15-19, 80+ or 0"],
            )
        };
        let age = |part: &str| part.trim().parse::<u8>().map_err(|_| wrong());
        if let Some(from) = text.strip_suffix('+') {
            return Ok(Self::open(age(from)?));
        }
        let (from, to) = text.split_once('-').unwrap_or((text, text));
        let group = Self::closed(age(from)?, age(to)?);
        if group.to >= Some(group.from) { Ok(group) } else { Err(wrong()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sector_code_carries_its_version() {
        let old: SectorCode = "VSIC2018:C".parse().unwrap();
        let new: SectorCode = "VSIC2025:C".parse().unwrap();
        assert_ne!(old, new);
        assert_eq!(new.to_string(), "VSIC2025:C");
        assert!("VSIC2018:V".parse::<SectorCode>().is_err());
        assert!("VSIC2025:V".parse::<SectorCode>().is_ok());
        assert!("C".parse::<SectorCode>().is_err());
        assert!("VSIC2018:JH".parse::<SectorCode>().is_err());
    }

    #[test]
    fn an_age_group_reads_what_it_writes() {
        for text in ["0-4", "80+", "7"] {
            assert_eq!(text.parse::<AgeGroup>().unwrap().to_string(), text);
        }
        assert!("19-15".parse::<AgeGroup>().is_err());
        assert!("80+".parse::<AgeGroup>().unwrap().contains(99));
    }

    #[test]
    fn an_area_keeps_its_geography_version() {
        let area: AreaCode = "VN-56@2025".parse().unwrap();
        assert_eq!((area.place(), area.geography()), ("VN-56", Some("2025")));
        assert!("Khánh Hòa".parse::<AreaCode>().is_err());
    }
}
