//! Limits that cannot be kept together, and what would make room.
//!
//! Every limit gets a slack at a price: where the least total slack is zero, an order exists. If
//! not, limits with a price in that programme collide; leaving out one after the other, as long as
//! the rest still collides, ends with a smallest set: without any one of its limits the others can
//! be kept.
//!
//! # Source
//! Chinneck & Dravnieks (1991), *Locating minimal infeasible constraint sets in linear programs*:
//! elastic filter, then deletion filter.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use ndarray::Array2;

use crate::error::Error;
use crate::language::{Language, Text};
use crate::numeric::linear_programme::Failure;
use crate::order::check::refusal;
use crate::order::inputs::Inputs;
use crate::order::limit::{Limit, LimitRow, name};
use crate::order::optimal::{Bounds, Places};
use crate::units::Year;

/// A limit that collides with the others of its set.
#[derive(Clone, Debug, PartialEq)]
pub struct Conflict {
    /// The limit.
    pub limit: Limit,
    /// The order years in which it collides.
    pub years: Vec<Year>,
    /// How much it would have to give, over these years together, if the others stay: places,
    /// persons, or million VND for the budget. None if giving way alone does not help.
    pub relief: Option<f64>,
}

/// The smallest set of limits that collide; empty if an order exists.
pub fn conflicts(inputs: &Inputs) -> Vec<Conflict> {
    conflicts_of(inputs, &crate::order::limit::limit_rows(inputs))
}

pub(crate) fn conflicts_of(inputs: &Inputs, rows: &[LimitRow]) -> Vec<Conflict> {
    let Some(elastic) = Elastic::of(inputs, rows, |_| true) else { return Vec::new() };
    if elastic.is_kept() {
        return Vec::new();
    }
    let priced: Vec<LimitRow> = rows
        .iter()
        .zip(&elastic.prices)
        .filter(|(_, p)| **p > 1e-6)
        .map(|(row, _)| row.clone())
        .collect();
    let start = if collide(inputs, &priced) { priced } else { rows.to_vec() };
    let by_limit = deleted(inputs, start, |row| (row.limit, 0));
    // The last years go first, so that the first year of a lasting collision is told.
    let smallest = deleted(inputs, by_limit, |row| (row.limit, Reverse(row.year)));
    let limits: BTreeSet<Limit> = smallest.iter().map(|row| row.limit).collect();
    limits.into_iter().map(|limit| conflict(inputs, &smallest, limit)).collect()
}

fn collide(inputs: &Inputs, rows: &[LimitRow]) -> bool {
    Elastic::of(inputs, rows, |_| true).is_some_and(|elastic| !elastic.is_kept())
}

/// `rows` without every group whose absence leaves a collision.
fn deleted<K: Ord>(
    inputs: &Inputs,
    mut rows: Vec<LimitRow>,
    group: impl Fn(&LimitRow) -> K,
) -> Vec<LimitRow> {
    let groups: BTreeSet<K> = rows.iter().map(&group).collect();
    for left_out in groups {
        let rest: Vec<LimitRow> =
            rows.iter().filter(|row| group(row) != left_out).cloned().collect();
        if collide(inputs, &rest) {
            rows = rest;
        }
    }
    rows
}

fn conflict(inputs: &Inputs, smallest: &[LimitRow], limit: Limit) -> Conflict {
    let of_limit = |row: &&LimitRow| row.limit == limit;
    let years = smallest.iter().filter(of_limit).map(|row| inputs.year(row.year)).collect();
    let gives = |row: &LimitRow| row.limit == limit;
    let relief = Elastic::of(inputs, smallest, gives).map(|elastic| {
        let slacks = smallest.iter().zip(&elastic.slacks).filter(|(row, _)| row.limit == limit);
        slacks.map(|(_, slack)| slack).sum()
    });
    Conflict { limit, years, relief }
}

/// Limits with slacks, as small as they can be.
struct Elastic {
    /// By row, in the limit's unit.
    slacks: Vec<f64>,
    prices: Vec<f64>,
    /// Total slack in places.
    total: f64,
    size: f64,
}

impl Elastic {
    /// The least slack of rows that give; None if it cannot be found.
    fn of(inputs: &Inputs, rows: &[LimitRow], gives: impl Fn(&LimitRow) -> bool) -> Option<Self> {
        let mut places = Places::new(inputs, Bounds::default());
        let mut slacks = Vec::new();
        let mut positions = Vec::new();
        let mut size = 1.0_f64;
        for row in rows {
            let unit = row.terms.iter().fold(0.0_f64, |a, (_, _, c)| a.max(c.abs()));
            // A limit that binds nobody, such as school leavers where only adults are trained.
            let unit = if unit > 0.0 { unit } else { 1.0 };
            let mut terms = places.terms(row);
            for (_, c) in &mut terms {
                *c /= unit;
            }
            let slack = gives(row).then(|| places.programme.variable(1.0, 0.0, f64::INFINITY));
            terms.extend(slack.map(|slack| (slack, -1.0)));
            positions.push(places.programme.at_most(terms, row.bound / unit));
            slacks.push((slack, unit));
            size = size.max((row.bound / unit).abs());
        }
        let optimum = places.programme.solve().ok()?;
        let value = |(slack, unit): &(Option<usize>, f64)| {
            slack.map_or(0.0, |slack| optimum.values[slack].max(0.0) * unit)
        };
        let prices = positions.iter().map(|row| optimum.prices[*row]).collect();
        let slacks = slacks.iter().map(value).collect();
        Some(Self { slacks, prices, total: optimum.cost, size })
    }

    fn is_kept(&self) -> bool {
        self.total <= 1e-8 * self.size
    }
}

/// The error of a plan without an order, or of a solver that stopped short.
pub(crate) fn explain(inputs: &Inputs, rows: &[LimitRow], failure: Failure) -> Error {
    let found = conflicts_of(inputs, rows);
    if found.is_empty() || failure == Failure::Unbounded {
        return refusal(&[Text::new(
            "bộ giải không đạt độ chính xác cần thiết; hãy kiểm tra các chi phí và giới hạn có độ lớn quá khác nhau",
            "the solver did not reach its accuracy; check costs and limits of very different sizes",
        )]);
    }
    refusal(&[sentence(inputs, &found)])
}

/// The conflict in one sentence: which limits, in which years, and what would make room.
pub fn sentence(inputs: &Inputs, conflicts: &[Conflict]) -> Text {
    let listed = |language: Language| {
        let one = |conflict: &Conflict| {
            let years: Vec<String> = conflict.years.iter().map(ToString::to_string).collect();
            format!("{} ({})", name(inputs, conflict.limit).get(language), years.join(", "))
        };
        conflicts.iter().map(one).collect::<Vec<_>>().join(" + ")
    };
    let remedies = |language| {
        conflicts.iter().filter_map(|one| remedy(inputs, one, language)).collect::<Vec<_>>()
    };
    let (vi, en) = (remedies(Language::Vietnamese), remedies(Language::English));
    Text::new(
        format!(
            "không có đơn đặt hàng nào giữ được cùng lúc các giới hạn: {}; để có lời giải, hãy chọn một cách: {}",
            listed(Language::Vietnamese),
            if vi.is_empty() {
                "nới nhiều giới hạn cùng lúc".to_owned()
            } else {
                vi.join("; hoặc ")
            },
        ),
        format!(
            "no order keeps these limits together: {}; to make room, choose one: {}",
            listed(Language::English),
            if en.is_empty() {
                "relax several limits at once".to_owned()
            } else {
                en.join("; or ")
            },
        ),
    )
}

fn remedy(inputs: &Inputs, conflict: &Conflict, language: Language) -> Option<String> {
    let relief = language.number(conflict.relief?.max(0.0), 1);
    let name = name(inputs, conflict.limit);
    let name = name.get(language);
    let lowered = matches!(conflict.limit, Limit::Floor(_));
    let money = conflict.limit == Limit::Budget;
    Some(match language {
        Language::Vietnamese => {
            let verb = if lowered { "hạ" } else { "nới" };
            format!("{verb} {name} thêm {relief} {}", if money { "triệu đồng" } else { "chỗ" })
        }
        Language::English => {
            let verb = if lowered { "lower" } else { "widen" };
            format!("{verb} {name} by {relief} {}", if money { "million VND" } else { "places" })
        }
    })
}

/// The order within the limits that differs least from `wanted`, in places over all years.
pub(crate) fn nearest(
    inputs: &Inputs,
    rows: &[LimitRow],
    wanted: &Array2<f64>,
) -> Result<Array2<f64>, Failure> {
    let mut places = Places::new(inputs, Bounds::default());
    places.keep(rows);
    for f in 0..inputs.n_programmes() {
        for year in 0..=inputs.last_effective(f) {
            let column = places.column(f, year);
            let distance = places.programme.variable(1.0, 0.0, f64::INFINITY);
            for sign in [1.0, -1.0] {
                let terms = vec![(column, sign), (distance, -1.0)];
                places.programme.at_most(terms, sign * wanted[[f, year]]);
            }
        }
    }
    let optimum = places.programme.solve()?;
    Ok(places.order(inputs, &optimum))
}
