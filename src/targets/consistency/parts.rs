//! Whether targets of sectors add up to the target of all sectors.
//!
//! A target is one of a sector where its definition has the sector's code or title beside the
//! words of the whole. Sectors that have no target leave the sum open downwards: then it is only
//! told when the others alone exceed the whole.

use std::collections::BTreeSet;

use crate::dataset::PlanTarget;
use crate::language::{Language, Text};
use crate::model::Sector;
use crate::targets::consistency::{Agreement, Check, Subject, TargetCheck, parts_and_whole};
use crate::targets::indicator::Indicator;
use crate::targets::meaning::Meaning;
use crate::targets::unit::TargetUnit;
use crate::units::Year;

/// Part of the whole by which rounded targets may miss it.
const TOLERANCE: f64 = 0.005;

/// A target that adds up, as read.
struct Addend {
    position: usize,
    indicator: Indicator,
    meaning: Meaning,
    value: f64,
}

/// The checks of every whole that has targets of sectors.
pub(super) fn of_wholes(targets: &[PlanTarget], sectors: &[Sector]) -> Vec<TargetCheck> {
    let all: Vec<Addend> = targets.iter().enumerate().filter_map(addend).collect();
    let check = |whole: &Addend| of_whole(whole, &all, (targets, sectors));
    all.iter().filter_map(check).collect()
}

fn addend((position, target): (usize, &PlanTarget)) -> Option<Addend> {
    let indicator = Indicator::named(&target.indicator).filter(|one| one.adds_up())?;
    let unit = TargetUnit::named(&target.unit)?;
    let meaning = Meaning::of(target.definition.as_deref(), target.year);
    let value = target.value * unit.factor();
    let fits = unit.dimension() == indicator.dimension() && value.is_finite();
    fits.then_some(Addend { position, indicator, meaning, value })
}

/// The phrases that may name a sector in a definition.
fn names(sector: &Sector) -> Vec<BTreeSet<String>> {
    let phrases = |text: &str| Meaning::of(Some(text), Year(0)).identity;
    let titles = [&sector.title.vi, &sector.title.en, &sector.short.vi, &sector.short.en];
    let mut names: Vec<BTreeSet<String>> = titles.into_iter().map(|t| phrases(t)).collect();
    names.push(phrases(&sector.code.to_string()));
    names.retain(|name| !name.is_empty());
    names
}

fn of_whole(
    whole: &Addend,
    all: &[Addend],
    (targets, sectors): (&[PlanTarget], &[Sector]),
) -> Option<TargetCheck> {
    let area = |one: &Addend| &targets[one.position].area;
    let part_of = |sector: &Sector| {
        let named = names(sector);
        all.iter().find(|part| {
            let same = part.indicator == whole.indicator
                && part.meaning.period == whole.meaning.period
                && area(part) == area(whole);
            let identity = |name: &BTreeSet<String>| {
                let both: BTreeSet<String> = whole.meaning.identity.union(name).cloned().collect();
                both == part.meaning.identity && part.position != whole.position
            };
            same && named.iter().any(identity)
        })
    };
    let parts: Vec<&Addend> = sectors.iter().filter_map(part_of).collect();
    if parts.is_empty() {
        return None;
    }
    let values: Vec<f64> = parts.iter().map(|part| part.value).collect();
    let positions = [whole.position].into_iter().chain(parts.iter().map(|part| part.position));
    let targets: Vec<usize> = positions.collect();
    let mut check = parts_and_whole(whole.value, &values, TOLERANCE);
    let sum: f64 = values.iter().sum();
    let left_open = parts.len() < sectors.len() && sum <= whole.value * (1.0 + TOLERANCE);
    if left_open {
        check = open(whole.value, sum, (parts.len(), sectors.len()));
    }
    Some(TargetCheck { targets, subject: Subject::Parts, check })
}

/// The check of some sectors whose sum leaves something to the others.
fn open(whole: f64, sum: f64, (n, of): (usize, usize)) -> Check {
    let shown =
        |language: Language| [sum, whole, whole - sum].map(|value| language.number(value, 0));
    let ([a, b, c], [d, e, f]) = (shown(Language::Vietnamese), shown(Language::English));
    Check {
        agreement: Agreement::CannotBeSaid,
        implied: sum,
        range: Some((0.0, whole)),
        text: Text::new(
            format!(
                "Chỉ tiêu của {n} trên {of} ngành cộng lại {a}, chỉ tiêu chung {b}: còn {c} cho các ngành khác."
            ),
            format!(
                "The targets of {n} of {of} sectors add up to {d}, that of the whole is {e}: {f} are left to the others."
            ),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codes::{Classification, SectorCode};

    fn sector(section: &str, en: &str) -> Sector {
        Sector {
            code: SectorCode::new(Classification::Vsic2018, section).unwrap(),
            title: Text::new(en, en),
            short: Text::default(),
        }
    }

    fn target(definition: &str, value: f64) -> PlanTarget {
        PlanTarget {
            indicator: "employment".to_owned(),
            definition: Some(definition.to_owned()),
            area: "VN-56@2025".parse().unwrap(),
            year: Year(2030),
            value,
            unit: "persons".to_owned(),
            source: String::new(),
        }
    }

    fn found(values: [f64; 3], n: usize) -> Vec<Agreement> {
        let sectors = [sector("A", "Agriculture, forestry and fishing"), sector("B", "Mining")];
        let [whole, farms, mines] = values;
        let all = [
            target("ICLS19", whole),
            target("ICLS19; agriculture, forestry and fishing", farms),
            target("ICLS19; VSIC2018:B", mines),
        ];
        of_wholes(&all[..n], &sectors).into_iter().map(|check| check.check.agreement).collect()
    }

    #[test]
    fn sectors_by_title_or_code_are_added_up() {
        assert_eq!(found([100_000.0, 60_000.0, 40_000.0], 3), [Agreement::Consistent]);
        assert_eq!(found([100_000.0, 60_000.0, 50_000.0], 3), [Agreement::Flagged]);
        assert_eq!(found([100_000.0, 60_000.0, 30_000.0], 3), [Agreement::Flagged]);
    }

    #[test]
    fn some_sectors_only_speak_where_they_exceed_the_whole() {
        assert_eq!(found([100_000.0, 60_000.0, 0.0], 2), [Agreement::CannotBeSaid]);
        assert_eq!(found([100_000.0, 160_000.0, 0.0], 2), [Agreement::Flagged]);
        assert!(found([100_000.0, 60_000.0, 0.0], 1).is_empty());
    }
}
