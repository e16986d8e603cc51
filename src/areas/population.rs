//! Population of working age by cell, from counts and the official projection.
//!
//! ```text
//! from the projection's first year p    P(a,c,t) = projected · count(b)/projected total(b)
//! before                                P(a,c,t) = count(t) · projected(c,p)/projected total(p)
//!                                                   · s(c,t)/s(c,p)
//! ```
//! `b`: the last year with both; `s`: the nation's share of the cell.
//!
//! An area without a projection by age, such as a district, takes the nation's ages, and after its last
//! count grows on as it did, damped:
//!
//! ```text
//! P(a,c,t) = count(t) · s(c,t)        count(T+h) = count(T) exp[r Σ_{k≤h} 0.9^k]
//! ```

use std::collections::BTreeMap;

use crate::areas::national::{Cell, cell_of};
use crate::codes::AreaCode;
use crate::dataset::{Dataset, Measure};
use crate::units::Year;

/// Definition of rows that come from a projection.
const PROJECTION: &str = "projection";
/// Damping of the growth of counts a year.
const DAMPING: f64 = 0.9;

/// Totals and cells of one area.
#[derive(Clone, Debug, Default)]
pub(super) struct Persons {
    counted: BTreeMap<Year, f64>,
    projected_total: BTreeMap<Year, f64>,
    projected: BTreeMap<Year, Vec<f64>>,
}

/// What the tables say of every area.
pub(super) fn read(dataset: &Dataset, cells: &[Cell]) -> BTreeMap<AreaCode, Persons> {
    let mut areas: BTreeMap<AreaCode, Persons> = BTreeMap::new();
    for row in dataset.table(Measure::Population) {
        let of = areas.entry(row.key.area.clone()).or_default();
        let is_projected = row.definition.as_deref() == Some(PROJECTION);
        match (row.key.sex, row.key.age) {
            (None, None) if is_projected => {
                of.projected_total.insert(row.year, row.value);
            }
            (None, None) => {
                of.counted.insert(row.year, row.value);
            }
            (Some(sex), Some(age)) => {
                let values = of.projected.entry(row.year).or_insert_with(|| vec![0.0; cells.len()]);
                if let Some(cell) = cell_of(cells, sex, age) {
                    values[cell] += row.value;
                }
            }
            _ => {}
        }
    }
    areas
}

impl Persons {
    /// Cells of `year`; `None` where the tables do not reach.
    pub(super) fn in_year(
        &self,
        year: Year,
        shares: &dyn Fn(Year) -> Vec<f64>,
    ) -> Option<Vec<f64>> {
        if let Some(values) = self.projected.get(&year) {
            let ratio = self.level();
            return Some(values.iter().map(|value| value * ratio).collect());
        }
        let Some((first, values)) = self.projected.first_key_value() else {
            let persons = self.carried(year)?;
            return Some(shares(year).iter().map(|share| persons * share).collect());
        };
        let total = self.projected_total.get(first)?;
        let counted = self.counted.get(&year).filter(|_| year < *first)?;
        let (then, at_first) = (shares(year), shares(*first));
        let change = then.iter().zip(&at_first).map(|(t, f)| if *f > 0.0 { t / f } else { 1.0 });
        Some(values.iter().zip(change).map(|(v, change)| counted * v / total * change).collect())
    }

    /// Whether the area has no projection by age.
    pub(super) fn is_carried(&self) -> bool {
        self.projected.is_empty()
    }

    /// Persons of every age in a year, from counts alone.
    fn carried(&self, year: Year) -> Option<f64> {
        let (first, count) = self.counted.first_key_value()?;
        let (last, latest) = self.counted.last_key_value()?;
        if let Some(known) = self.counted.get(&year) {
            return Some(*known);
        }
        let growth = |from: (&Year, &f64), to: (&Year, &f64)| {
            let years = f64::from(to.0.since(*from.0).max(1));
            (to.1.max(1.0) / from.1.max(1.0)).ln() / years
        };
        if year > *last {
            let run: f64 = (1..=year.since(*last)).map(|k| DAMPING.powi(k)).sum();
            return Some(latest * (growth((first, count), (last, latest)) * run).exp());
        }
        let before = self.counted.range(..year).next_back();
        let after = self.counted.range(year..).next()?;
        let Some(before) = before else { return Some(*after.1) };
        Some(before.1 * (growth(before, after) * f64::from(year.since(*before.0))).exp())
    }

    /// Count over projection in the last year with both.
    fn level(&self) -> f64 {
        self.ratios().last().map_or(1.0, |(_, ratio)| *ratio)
    }

    fn ratios(&self) -> Vec<(Year, f64)> {
        let both = self.counted.iter().filter_map(|(year, counted)| {
            let projected = self.projected_total.get(year)?;
            (*projected > 0.0).then(|| (*year, counted / projected))
        });
        both.collect()
    }

    /// Drift of the count from the projection a year, in logarithms.
    pub(super) fn drift(&self) -> Option<f64> {
        let ratios = self.ratios();
        let ((from, low), (to, high)) = (ratios.first()?, ratios.last()?);
        (to > from).then(|| (high / low).ln() / f64::from(to.since(*from)))
    }
}
