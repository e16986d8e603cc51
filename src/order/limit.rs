//! The limits of an order, one row a limit and year, each with its name.

use ndarray::Array2;

use crate::language::Text;
use crate::order::inputs::{Entrants, Inputs};
use crate::units::Year;

/// A limit of an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Limit {
    /// The budget of a year.
    Budget,
    /// Places of an institution or workshop, by position.
    Capacity(usize),
    /// School leavers of a year.
    Leavers,
    /// Growth of a programme over the year before.
    Growth(usize),
    /// Decline of a programme from the year before.
    Decline(usize),
    /// Places that public services need.
    Floor(usize),
}

/// One limit in one order year: `Σ coefficient × places ≤ bound`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct LimitRow {
    pub(crate) limit: Limit,
    /// Order year, counted from the first.
    pub(crate) year: usize,
    /// Programme, order year, coefficient.
    pub(crate) terms: Vec<(usize, usize, f64)>,
    pub(crate) bound: f64,
}

/// A limit that an order does not keep.
#[derive(Clone, Debug, PartialEq)]
pub struct Breach {
    /// The limit.
    pub limit: Limit,
    /// The order year.
    pub year: Year,
    /// By how much, in the limit's unit: places, persons, or million VND for the budget.
    pub by: f64,
}

/// Every limit of the inputs.
pub(crate) fn limit_rows(inputs: &Inputs) -> Vec<LimitRow> {
    let mut rows = Vec::new();
    for f in 0..inputs.n_programmes() {
        for year in 0..=inputs.last_effective(f) {
            rows.extend(floor(inputs, f, year));
            rows.extend(change(inputs, f, year));
        }
    }
    let all: Vec<usize> = (0..inputs.n_programmes()).collect();
    let from_school = |f: &usize| inputs.programmes[*f].entrants == Entrants::SchoolLeavers;
    let leavers: Vec<usize> = all.iter().copied().filter(from_school).collect();
    let limits = &inputs.limits;
    for year in 0..inputs.n_years {
        let mut shared = |limit, members: &[usize], bound, weight: &dyn Fn(usize) -> f64| {
            let held = |f: usize| year.min(inputs.last_effective(f));
            let terms = members.iter().map(|f| (*f, held(*f), weight(*f))).collect();
            rows.push(LimitRow { limit, year, terms, bound });
        };
        if let Some(budget) = &limits.budget {
            shared(Limit::Budget, &all, budget[year], &|f| inputs.programmes[f].costs.place);
        }
        if let Some(persons) = &limits.leavers {
            shared(Limit::Leavers, &leavers, persons[year], &|_| 1.0);
        }
        for (position, capacity) in limits.capacities.iter().enumerate() {
            let bound = capacity.places[year];
            shared(Limit::Capacity(position), &capacity.programmes, bound, &|_| 1.0);
        }
    }
    rows
}

fn floor(inputs: &Inputs, f: usize, year: usize) -> Option<LimitRow> {
    let least = inputs.programmes[f].floor;
    let row =
        LimitRow { limit: Limit::Floor(f), year, terms: vec![(f, year, -1.0)], bound: -least };
    (least > 0.0).then_some(row)
}

fn change(inputs: &Inputs, f: usize, year: usize) -> Vec<LimitRow> {
    let Some(limit) = inputs.limits.change else { return Vec::new() };
    let before = inputs.programmes[f].last_intake();
    let class = (limit.class - limit.share * before).max(0.0);
    let row = |limit, sign: f64, factor: f64| {
        let mut terms = vec![(f, year, sign)];
        let bound = match year.checked_sub(1) {
            None => class + sign * factor * before,
            Some(earlier) => {
                terms.push((f, earlier, -sign * factor));
                class
            }
        };
        LimitRow { limit, year, terms, bound }
    };
    let mut rows = vec![row(Limit::Growth(f), 1.0, 1.0 + limit.share)];
    if limit.share < 1.0 {
        rows.push(row(Limit::Decline(f), -1.0, 1.0 - limit.share));
    }
    rows
}

impl LimitRow {
    /// What the order takes of this limit beyond its bound; negative: what is left.
    pub(crate) fn excess(&self, order: &Array2<f64>) -> f64 {
        let taken: f64 = self.terms.iter().map(|(f, year, c)| c * order[[*f, *year]]).sum();
        taken - self.bound
    }
}

/// Limits that `order` does not keep by more than a millionth of the largest order.
pub(crate) fn breaches(inputs: &Inputs, rows: &[LimitRow], order: &Array2<f64>) -> Vec<Breach> {
    let size = order.iter().fold(1.0_f64, |a, b| a.max(*b));
    rows.iter()
        .filter_map(|row| {
            let unit = row.terms.iter().fold(1.0_f64, |a, (_, _, c)| a.max(c.abs()));
            let by = row.excess(order);
            let breach = Breach { limit: row.limit, year: inputs.year(row.year), by };
            (by > 1e-6 * size * unit).then_some(breach)
        })
        .collect()
}

/// The name of a limit for planners.
pub fn name(inputs: &Inputs, limit: Limit) -> Text {
    let programme = |f: usize| &inputs.programmes[f].name;
    match limit {
        Limit::Budget => Text::new("ngân sách", "the budget"),
        Limit::Leavers => Text::new("số học sinh ra trường", "the number of school leavers"),
        Limit::Capacity(group) => {
            let name = &inputs.limits.capacities[group].name;
            Text::new(
                format!("năng lực của «{}»", name.vi),
                format!("the capacity of “{}”", name.en),
            )
        }
        Limit::Growth(f) => Text::new(
            format!("mức tăng hằng năm của «{}»", programme(f).vi),
            format!("the yearly growth of “{}”", programme(f).en),
        ),
        Limit::Decline(f) => Text::new(
            format!("mức giảm hằng năm của «{}»", programme(f).vi),
            format!("the yearly decline of “{}”", programme(f).en),
        ),
        Limit::Floor(f) => Text::new(
            format!("mức tối thiểu cho dịch vụ công của «{}»", programme(f).vi),
            format!("the floor for public services of “{}”", programme(f).en),
        ),
    }
}
