//! The axis: which sectors and areas the figures of a model may be about.

use std::collections::BTreeMap;

use crate::codes::AreaCode;
use crate::codes::Classification;
use crate::codes::OccupationCode;
use crate::codes::QualificationCode;
use crate::codes::SectorCode;
use crate::dataset::Measure;
use crate::dataset::RawTable;
use crate::language::Text;
use crate::model::Model;
use crate::model::Operation;
use crate::validate::nearest;

/// A code that occurs in more rows than this is meant, not a slip.
pub(crate) const MOST_SLIPS: usize = 2;

/// The sectors and areas of a model, with the names people know them by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Axis {
    /// Sectors that together are the whole economy.
    pub sectors: Vec<(SectorCode, Text)>,
    /// Areas the model uses.
    pub areas: Vec<(AreaCode, Text)>,
    /// Occupations the model tells apart.
    pub occupations: Vec<(OccupationCode, Text)>,
    /// Qualifications the model tells apart.
    pub qualifications: Vec<(QualificationCode, Text)>,
    /// Measures whose missing years the model fills itself.
    pub filled: Vec<Measure>,
    /// Whether the axis was declared by a model, so that a sector beside it deserves a remark.
    pub declared: Declared,
}

/// Where an axis comes from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Declared {
    /// From a model.
    ByModel,
    /// From the codes that occur in the tables.
    #[default]
    ByTables,
}

impl Axis {
    /// The axis of a model: its sectors, its area, its nation and the areas its preparation names.
    pub fn of(model: &Model) -> Self {
        let mut areas = BTreeMap::from([(model.area.clone(), model.area_title.clone())]);
        let named = model.prepare.iter().flat_map(operation_areas).chain(model.nation.clone());
        for area in named {
            areas.entry(area).or_default();
        }
        let sectors = model.sectors.iter().map(|s| (s.code.clone(), s.title.clone())).collect();
        let filled = model.prepare.iter().filter_map(|operation| match operation {
            Operation::FillMissing { measure, .. } => Some(*measure),
            _ => None,
        });
        let occupations = model.accounts.occupations.iter();
        let qualifications = model.accounts.qualifications.iter();
        Self {
            sectors,
            areas: areas.into_iter().collect(),
            occupations: occupations.map(|o| (o.code.clone(), o.title.clone())).collect(),
            qualifications: qualifications.map(|q| (q.code.clone(), q.title.clone())).collect(),
            filled: filled.collect(),
            declared: Declared::ByModel,
        }
    }

    /// The codes that occur often enough in `tables` to be meant.
    pub(crate) fn occurring(tables: &[RawTable]) -> Self {
        let codes = |column: &str| -> BTreeMap<String, usize> {
            let mut counts = BTreeMap::new();
            for cell in tables.iter().flat_map(|table| cells(table, column)) {
                *counts.entry(cell.trim().to_owned()).or_insert(0) += 1;
            }
            counts.retain(|_, count| *count > MOST_SLIPS);
            counts
        };
        let named = |(code, _): (String, usize)| Some((code.parse().ok()?, Text::default()));
        Self {
            sectors: codes("sector").into_iter().filter_map(named).collect(),
            areas: codes("area")
                .into_keys()
                .filter_map(|code| Some((code.parse().ok()?, Text::default())))
                .collect(),
            occupations: Vec::new(),
            qualifications: Vec::new(),
            filled: Vec::new(),
            declared: Declared::ByTables,
        }
    }

    /// Whether `code` is one of the sectors.
    pub(crate) fn has(&self, code: &SectorCode) -> bool {
        self.sectors.iter().any(|(known, _)| known == code)
    }

    /// Whether `code` is a part of one sector of the axis, in its version or the sister version,
    /// of which the table has every part: a table by sections, which preparing sums.
    ///
    /// `occurring` are the codes of the table, which is of `measure`. Sections of VSIC 2025 are
    /// never summed.
    pub(crate) fn is_part(
        &self,
        code: &SectorCode,
        (measure, occurring): (Measure, &[SectorCode]),
    ) -> bool {
        let Some(whole) = self.whole_of(code) else { return false };
        let parts = || {
            let of_whole = |c: &&SectorCode| *c != whole && self.whole_of(c) == Some(whole);
            occurring
                .iter()
                .filter(of_whole)
                .filter(|c| c.classification() == code.classification())
        };
        let has = |letter: char| parts().any(|part| part.sections().contains(letter));
        let mut needed = whole.sections().chars().filter(|letter| measure.has_section(*letter));
        whole.classification() != Classification::Vsic2025 && needed.all(has)
    }

    /// The sector of the axis that holds every section of `code`.
    pub(crate) fn whole_of(&self, code: &SectorCode) -> Option<&SectorCode> {
        let holds = |sector: &&SectorCode| {
            sector.classification().shares_sections_with(code.classification())
                && code.sections().chars().all(|letter| sector.sections().contains(letter))
        };
        self.sectors.iter().map(|(sector, _)| sector).find(holds)
    }

    /// Whether `code` is the union of several sectors of the axis.
    pub(crate) fn is_union(&self, code: &SectorCode) -> bool {
        let mut covered = 0;
        for (sector, _) in &self.sectors {
            let letters = sector.sections();
            let inside = letters.chars().filter(|c| code.sections().contains(*c)).count();
            let same = sector.classification().shares_sections_with(code.classification());
            if same && inside == letters.len() {
                covered += inside;
            }
        }
        covered > 0 && covered == code.sections().len()
    }

    /// The sectors meant by a text that is no code: by their code, or by their name.
    pub(crate) fn sectors_like(&self, text: &str) -> Vec<String> {
        like(text, self.sectors.iter().map(|(code, title)| (code.to_string(), title)))
    }

    /// The areas meant by a text that is no code: by their code, or by their name.
    pub(crate) fn areas_like(&self, text: &str) -> Vec<String> {
        like(text, self.areas.iter().map(|(code, title)| (code.to_string(), title)))
    }
}

/// The codes meant by a text that is none of them: by their letters, or by their names.
pub(crate) fn like<'a>(text: &str, codes: impl Iterator<Item = (String, &'a Text)>) -> Vec<String> {
    let codes: Vec<(String, &Text)> = codes.collect();
    let key = nearest::fold(text);
    let letter = |code: &str| nearest::fold(code.split_once(':').map_or(code, |(_, c)| c)) == key;
    let named = |title: &Text| [&title.vi, &title.en].iter().any(|name| nearest::fold(name) == key);
    let exact: Vec<String> =
        codes.iter().filter(|(c, t)| letter(c) || named(t)).map(|(code, _)| code.clone()).collect();
    if !exact.is_empty() {
        return exact;
    }
    let names: Vec<&str> = codes
        .iter()
        .flat_map(|(code, title)| [code.as_str(), title.vi.as_str(), title.en.as_str()])
        .filter(|name| !name.is_empty())
        .collect();
    let near = nearest::nearest(text, names);
    codes
        .iter()
        .filter(|(code, t)| near.iter().any(|n| n == code || **n == t.vi || **n == t.en))
        .map(|(code, _)| code.clone())
        .collect()
}

/// The cells of one column, where the table has it.
pub(crate) fn cells<'a>(table: &'a RawTable, column: &str) -> impl Iterator<Item = &'a str> {
    let position = table.header.iter().position(|h| h.trim().eq_ignore_ascii_case(column));
    table.rows.iter().filter_map(move |row| row.cells.get(position?).map(String::as_str))
}

fn operation_areas(operation: &Operation) -> Vec<AreaCode> {
    match operation {
        Operation::BoundarySplice { parts, into, .. } => {
            [parts.clone(), vec![into.clone()]].concat()
        }
        Operation::RegionalEstimate { structure_of, parts } => {
            [parts.clone(), vec![structure_of.clone()]].concat()
        }
        Operation::DefinitionSplice { relative_to: Some(area), .. } => vec![area.clone()],
        Operation::FillMissing { method: crate::model::FillMethod::ShareOf(area), .. } => {
            vec![area.clone()]
        }
        _ => Vec::new(),
    }
}
