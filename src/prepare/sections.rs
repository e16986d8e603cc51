//! Sectors under another code of the same sections.
//!
//! VSIC 2007 and VSIC 2018 have the sections A–U of ISIC Rev. 4. Where the model wants a group,
//! or the other version's code, and the data have its sections, the group is their sum. VSIC 2025
//! has other sections and is never translated.

use std::collections::{BTreeMap, BTreeSet};

use crate::codes::{AreaCode, Classification, SectorCode};
use crate::dataset::Measure;
use crate::language::Text;
use crate::prepare::figures::{self, Definition, Figure, Figures, Strand};
use crate::series::SeriesKey;
use crate::units::Year;

/// Measures whose sectors add up.
const ADDITIVE: [Measure; 4] =
    [Measure::Employment, Measure::EmploymentShare, Measure::Output, Measure::Investment];

/// Sums sections where a sector of the model's axis has no figures of its own in an area.
pub(super) fn aggregate(figures: &mut Figures<'_>) {
    let wanted: Vec<SectorCode> = figures.model.sectors.iter().map(|s| s.code.clone()).collect();
    let mut summed: BTreeMap<SectorCode, BTreeSet<String>> = BTreeMap::new();
    for measure in ADDITIVE {
        let keys = figures.keys(measure);
        let areas: BTreeSet<&AreaCode> = keys.iter().map(|key| &key.area).collect();
        for area in areas {
            for sector in &wanted {
                let key = SeriesKey::sector(area.clone(), sector.clone());
                if keys.contains(&key) || sector.classification() == Classification::Vsic2025 {
                    continue;
                }
                for (definition, strand, sources) in candidates(figures, measure, &key, &keys) {
                    *figures.strand_mut(measure, &key, &definition) = strand;
                    summed.entry(sector.clone()).or_default().extend(sources);
                }
            }
        }
    }
    if summed.is_empty() {
        return;
    }
    let sums = summed.into_iter().map(|(sector, sources)| {
        let sources: Vec<String> = sources.into_iter().collect();
        format!("{sector} = {}", sources.join(" + "))
    });
    let sums = sums.collect::<Vec<_>>().join("; ");
    figures.report(
        "aggregate_sections",
        Text::new(
            format!("Ngành không có số liệu riêng được lấy từ các mục: {sums}."),
            format!("Sectors without figures of their own are taken from their sections: {sums}."),
        ),
    );
}

type Candidate = (Definition, Strand, Vec<String>);

/// The sums that cover `key`'s sections, one for each definition that has them all.
fn candidates(
    figures: &Figures<'_>,
    measure: Measure,
    key: &SeriesKey,
    keys: &[SeriesKey],
) -> Vec<Candidate> {
    let Some(sector) = &key.sector else { return Vec::new() };
    let own = sector.classification();
    let other = match own {
        Classification::Vsic2007 => Classification::Vsic2018,
        _ => Classification::Vsic2007,
    };
    for classification in [own, other] {
        let inside: Vec<&SeriesKey> = keys
            .iter()
            .filter(|k| k.area == key.area && k.sex.is_none() && k.age.is_none())
            .filter(|k| k.sector.as_ref().is_some_and(|s| is_inside(s, sector, classification)))
            .collect();
        let Some(cover) = cover(sector, inside, measure) else { continue };
        let found = sums(figures, measure, &cover);
        if !found.is_empty() {
            let names: Vec<String> =
                cover.iter().filter_map(|k| k.sector.as_ref().map(ToString::to_string)).collect();
            return found.into_iter().map(|(d, strand)| (d, strand, names.clone())).collect();
        }
    }
    Vec::new()
}

fn is_inside(part: &SectorCode, whole: &SectorCode, classification: Classification) -> bool {
    part.classification() == classification
        && part.sections().chars().all(|section| whole.sections().contains(section))
}

/// Codes without overlap that together have every section of `sector`, longest groups first.
fn cover<'k>(
    sector: &SectorCode,
    mut inside: Vec<&'k SeriesKey>,
    measure: Measure,
) -> Option<Vec<&'k SeriesKey>> {
    let sections = |key: &SeriesKey| key.sector.as_ref().map_or("", |s| s.sections()).to_owned();
    inside.sort_by_key(|key| std::cmp::Reverse(sections(key).len()));
    let mut left: BTreeSet<char> =
        sector.sections().chars().filter(|section| measure.has_section(*section)).collect();
    let mut cover = Vec::new();
    for key in inside {
        if sections(key).chars().all(|section| left.contains(&section)) {
            left.retain(|section| !sections(key).contains(*section));
            cover.push(key);
        }
    }
    left.is_empty().then_some(cover)
}

fn sums(
    figures: &Figures<'_>,
    measure: Measure,
    cover: &[&SeriesKey],
) -> Vec<(Definition, Strand)> {
    let Some(first) = cover.first() else { return Vec::new() };
    let mut found = Vec::new();
    for (definition, strand) in figures.strands(measure, first) {
        let members: Vec<Strand> =
            cover.iter().map(|key| figures.strand(measure, key, definition)).collect();
        let years = strand.keys().filter_map(|year| sum_of_year(&members, *year));
        let sum: Strand = years.collect();
        if !sum.is_empty() {
            found.push((definition.clone(), sum));
        }
    }
    found
}

fn sum_of_year(members: &[Strand], year: Year) -> Option<(Year, Figure)> {
    let figures: Option<Vec<Figure>> =
        members.iter().map(|strand| strand.get(&year).copied()).collect();
    // A single code is the same section under another version, not a sum.
    figures.map(|f| (year, if f.len() == 1 { f[0] } else { figures::sum(&f) }))
}
