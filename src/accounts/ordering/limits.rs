//! What an order must keep, from the tables of limits and workshops.

use ndarray::Array1;

use crate::accounts::knowledge::KnownProgramme;
use crate::dataset::accounts::{AccountTables, OrderLimit};
use crate::model::OrderDefinition;
use crate::order::inputs::{Capacity, ChangeLimit, Entrants, Limits, Programme};
use crate::units::Year;

/// Places of one class, by which a small programme may grow or shrink in a year: chosen, the usual
/// size of a vocational class.
const CLASS: f64 = 30.0;

/// The programmes that can be at work in time.
#[derive(Clone, Copy)]
pub(super) struct Fitting<'a> {
    /// All programmes known.
    pub(super) known: &'a [KnownProgramme],
    /// Positions, among them, of those that fit.
    pub(super) positions: &'a [usize],
    /// Those, as an order sees them.
    pub(super) programmes: &'a [Programme],
}

/// Every limit of the tables and of the model.
pub(super) fn limits(
    tables: &AccountTables,
    fitting: Fitting<'_>,
    (definition, first, years): (&OrderDefinition, Year, usize),
) -> Limits {
    let by_year = |value: fn(&OrderLimit) -> Option<f64>| held(tables, value, (first, years));
    Limits {
        budget: by_year(|limit| limit.budget),
        capacities: capacities(tables, (fitting.known, fitting.positions), years),
        leavers: by_year(|limit| limit.school_leavers)
            .map(|years| years.iter().map(|leavers| leavers + fitting.studying_on()).collect()),
        change: Some(ChangeLimit { share: definition.change_limit, class: CLASS }),
    }
}

impl Fitting<'_> {
    /// Those a year who begin a programme of school leavers after another programme, as many as a
    /// steady flow brings: they left school before, and take no place from those who leave now.
    ///
    /// ```text
    /// c = Σ_f Σ_g u_g·κ_g·i*_g          g: programmes that lead to f
    /// ```
    fn studying_on(&self) -> f64 {
        let takes_leavers = |position: usize| {
            let at = self.positions.iter().position(|p| *p == position);
            at.is_some_and(|at| self.programmes[at].entrants == Entrants::SchoolLeavers)
        };
        let flows = self.known.iter().filter(|from| from.continues_to.is_some_and(takes_leavers));
        flows.map(|from| from.rates.further_study * from.usual_graduates()).sum()
    }
}

/// A limit of every order year; the last known holds on, the first known before it. `None` if no
/// year has one.
fn held(
    tables: &AccountTables,
    value: fn(&OrderLimit) -> Option<f64>,
    (first, years): (Year, usize),
) -> Option<Vec<f64>> {
    let mut rows: Vec<(Year, f64)> =
        tables.order_limits.iter().filter_map(|row| Some((row.year, value(row)?))).collect();
    rows.sort_by_key(|(year, _)| *year);
    let earliest = rows.first()?.1;
    let of = |year: Year| rows.iter().rev().find(|(y, _)| *y <= year).map_or(earliest, |r| r.1);
    Some(first.to(first.plus(years as i32 - 1)).map(of).collect())
}

fn capacities(
    tables: &AccountTables,
    (known, fitting): (&[KnownProgramme], &[usize]),
    years: usize,
) -> Vec<Capacity> {
    let mut names: Vec<&str> = Vec::new();
    for row in &tables.workshops {
        if !names.contains(&row.workshop.as_str()) {
            names.push(&row.workshop);
        }
    }
    let position = |key: &str| {
        fitting.iter().position(|p| known[*p].programme.key.ends_with(&format!(" {key}")))
    };
    let capacity = |name: &str| {
        let rows: Vec<_> = tables.workshops.iter().filter(|row| row.workshop == name).collect();
        let programmes: Vec<usize> =
            rows.iter().filter_map(|row| position(&row.qualification.to_string())).collect();
        let places = rows.iter().map(|row| row.places).fold(0.0, f64::max);
        (!programmes.is_empty()).then(|| Capacity {
            name: crate::language::Text::new(name, name),
            programmes,
            places: Array1::from_elem(years, places).to_vec(),
        })
    };
    names.into_iter().filter_map(capacity).collect()
}
