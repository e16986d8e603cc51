//! Tiny random orders of every size of need and cost, against a simplex method on the textbook form.

use microlp::{ComparisonOp, OptimizationDirection, Problem, Variable};
use ndarray::Array2;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use super::*;
use crate::order::inputs::{Capacity, ChangeLimit, Costs, Entrants, Limits, Programme};
use crate::paths::Paths;

/// An amount that is nothing in one of six cases, and else of any size between powers of ten.
fn amount(powers: std::ops::Range<f64>) -> impl Strategy<Value = f64> {
    prop_oneof![1 => Just(0.0), 5 => powers.prop_map(|power| 10.0_f64.powf(power))]
}

/// A share that is nothing or all in some cases.
fn share() -> impl Strategy<Value = f64> {
    prop_oneof![1 => Just(0.0), 2 => Just(1.0), 6 => 0.05..0.95_f64]
}

prop_compose! {
    fn programme()(
        duration in 0..3_usize,
        (completion, stay, further_study) in (share(), share(), 0.0..0.5_f64),
        (match_share, exit_rate) in (share(), 0.0..0.2_f64),
        (present_intake, floor) in (amount(0.0..3.0), prop_oneof![3 => Just(0.0), 1 => 0.0..0.8_f64]),
        (shortage, surplus) in (amount(0.0..2.5), amount(0.0..2.0)),
        (place, change) in (amount(0.0..2.0), amount(-1.0..1.0)),
        from_school in any::<bool>(),
    ) -> Programme {
        Programme {
            name: crate::language::Text::new("nghề", "trade"),
            duration, completion, further_study, entry: 1.0, stay, match_share, exit_rate,
            present_intake, decided: Vec::new(), floor: floor * present_intake,
            entrants: if from_school { Entrants::SchoolLeavers } else { Entrants::Adults },
            costs: Costs { shortage, surplus, place, change },
        }
    }
}

/// Needs of `cells` programmes and years over `draws`, negative ones among them.
fn needs(cells: usize, draws: usize) -> impl Strategy<Value = Vec<(f64, Vec<f64>)>> {
    let size = (amount(0.0..5.0), prop_oneof![1 => Just(-1.0), 3 => Just(1.0)]);
    let size = size.prop_map(|(size, sign)| size * sign);
    let cell = (size, prop::collection::vec(0.5..1.5_f64, draws));
    prop::collection::vec(cell, cells)
}

prop_compose! {
    fn limits(n: usize, years: usize)(
        budget in prop::option::of(amount(1.0..5.0)),
        leavers in prop::option::of(amount(1.0..4.0)),
        places in prop::option::of(amount(1.0..4.0)),
        change in prop::option::of((0.05..1.2_f64, amount(0.0..2.0))),
    ) -> Limits {
        let name = crate::language::Text::new("xưởng", "workshop");
        let capacity = |places| Capacity { name, programmes: (0..n.min(2)).collect(), places: vec![places; years] };
        Limits {
            budget: budget.map(|budget| vec![budget; years]),
            capacities: places.map(capacity).into_iter().collect(),
            leavers: leavers.map(|persons| vec![persons; years]),
            change: change.map(|(share, class)| ChangeLimit { share, class }),
        }
    }
}

pub(super) fn plans() -> impl Strategy<Value = (Inputs, Risk)> {
    (1..4_usize, 1..4_usize, 2..4_usize, 1..5_usize).prop_flat_map(|(n, n_years, later, draws)| {
        let horizon = n_years + later;
        let matrix = prop::option::of(prop::collection::vec(0.0..1.0_f64, n * n));
        (
            prop::collection::vec(programme(), n),
            needs(n * horizon, draws),
            limits(n, n_years),
            matrix,
            prop_oneof![Just(0.0), 0.1..2.0_f64],
        )
            .prop_map(move |(programmes, cells, limits, matrix, aversion)| {
                let mut demand = Paths::zeros(Year(2026), n, draws, horizon);
                let mut supply = demand.clone();
                for (at, (size, noise)) in cells.iter().enumerate() {
                    for (draw, noise) in noise.iter().enumerate() {
                        let side = if *size < 0.0 { &mut supply } else { &mut demand };
                        side.path_mut(at / horizon, draw)[at % horizon] = size.abs() * noise;
                    }
                }
                let share = |m: &Vec<f64>| {
                    Array2::from_shape_fn((n, n), |(g, f)| {
                        if g == f { 0.7 } else { 0.3 * m[g * n + f] / n as f64 }
                    })
                };
                let inputs = Inputs {
                    programmes,
                    first: Year(2026),
                    n_years,
                    demand,
                    supply,
                    flexibility: matrix.as_ref().map(share),
                    limits,
                    discount: 0.95,
                    working_life: None,
                };
                (inputs, Risk { aversion, level: 0.5, ..Risk::default() })
            })
    })
}

/// Least cost by a simplex method on the textbook form; `None` if no order keeps the limits.
pub(super) fn simplex(inputs: &Inputs, risk: Risk, rows: &[LimitRow]) -> Option<f64> {
    let draws: Vec<usize> = (0..inputs.demand.n_draws()).collect();
    let needs = need::net_needs(inputs, &draws);
    let mut textbook = Textbook::of(inputs);
    textbook.keep(rows);
    textbook.pay(inputs);
    let filled = textbook.filled(inputs);
    let averse = risk.aversion > 0.0;
    let eta =
        averse.then(|| textbook.problem.add_var(risk.aversion, (f64::NEG_INFINITY, f64::INFINITY)));
    for draw in draws.iter().copied() {
        let mut cost = Vec::new();
        for (f, years) in filled.iter().enumerate() {
            for (year, x) in years.iter().enumerate() {
                let costs = inputs.programmes[f].costs;
                let worth = inputs.discount.powi(year as i32);
                let [short, over] = [costs.shortage, costs.surplus].map(|price| {
                    let of_mean = worth * price / draws.len() as f64;
                    let variable = textbook.problem.add_var(of_mean, (0.0, f64::INFINITY));
                    cost.push((variable, worth * price));
                    variable
                });
                let terms = [(*x, 1.0), (short, 1.0), (over, -1.0)];
                textbook.problem.add_constraint(terms, ComparisonOp::Eq, needs[[f, year, draw]]);
            }
        }
        if let Some(eta) = eta {
            let weight = risk.aversion / ((1.0 - risk.level) * draws.len() as f64);
            let beyond = textbook.problem.add_var(weight, (0.0, f64::INFINITY));
            cost.extend([(eta, -1.0), (beyond, -1.0)]);
            textbook.problem.add_constraint(cost.as_slice(), ComparisonOp::Le, 0.0);
        }
    }
    textbook.problem.solve().ok().map(|solution| solution.objective())
}

struct Textbook {
    problem: Problem,
    places: Vec<Vec<Variable>>,
}

impl Textbook {
    fn of(inputs: &Inputs) -> Self {
        let mut problem = Problem::new(OptimizationDirection::Minimize);
        let mut of_programme = |f: usize| -> Vec<Variable> {
            (0..=inputs.last_effective(f))
                .map(|_| problem.add_var(0.0, (0.0, f64::INFINITY)))
                .collect()
        };
        let places = (0..inputs.n_programmes()).map(&mut of_programme).collect();
        Self { problem, places }
    }

    fn place(&self, f: usize, year: usize) -> Variable {
        self.places[f][year.min(self.places[f].len() - 1)]
    }

    fn keep(&mut self, rows: &[LimitRow]) {
        for row in rows {
            let terms: Vec<_> =
                row.terms.iter().map(|(f, year, c)| (self.place(*f, *year), *c)).collect();
            self.problem.add_constraint(terms.as_slice(), ComparisonOp::Le, row.bound);
        }
    }

    fn pay(&mut self, inputs: &Inputs) {
        for (f, programme) in inputs.programmes.iter().enumerate() {
            for year in 0..inputs.n_effective(f) {
                let worth = inputs.discount.powi(year as i32);
                let price = worth * inputs.counted_cost(f, year);
                let paid = self.problem.add_var(price, (0.0, f64::INFINITY));
                let place = self.place(f, year);
                self.problem.add_constraint([(paid, 1.0), (place, -1.0)], ComparisonOp::Eq, 0.0);
                if year >= self.places[f].len() {
                    continue;
                }
                let moved =
                    self.problem.add_var(worth * programme.costs.change, (0.0, f64::INFINITY));
                for sign in [1.0, -1.0] {
                    let mut terms = vec![(place, sign), (moved, -1.0)];
                    if year > 0 {
                        terms.push((self.place(f, year - 1), -sign));
                    }
                    let bound = if year == 0 { sign * programme.last_intake() } else { 0.0 };
                    self.problem.add_constraint(terms.as_slice(), ComparisonOp::Le, bound);
                }
            }
        }
    }

    /// Workers from new places in the fields they work in, each summed over all intakes before.
    fn filled(&mut self, inputs: &Inputs) -> Vec<Vec<Variable>> {
        let n = inputs.n_programmes();
        let mut of = |f: usize, year: usize| {
            let filled = self.problem.add_var(0.0, (0.0, f64::INFINITY));
            let mut by_place: std::collections::BTreeMap<(usize, usize), f64> =
                std::collections::BTreeMap::new();
            for g in 0..n {
                let stays = 1.0 - inputs.programmes[g].exit_rate;
                for intake in 0..inputs.n_evaluated() {
                    let begins = intake + inputs.programmes[g].duration;
                    if begins <= year {
                        let brings = inputs.transfer(g, f)
                            * inputs.stock_per_place(g)
                            * stays.powi((year - begins) as i32);
                        *by_place.entry((g, intake.min(self.places[g].len() - 1))).or_default() +=
                            brings;
                    }
                }
            }
            let mut terms: Vec<_> =
                by_place.iter().map(|((g, at), c)| (self.place(*g, *at), -c)).collect();
            terms.push((filled, 1.0));
            self.problem.add_constraint(terms.as_slice(), ComparisonOp::Eq, 0.0);
            filled
        };
        (0..n).map(|f| (0..inputs.n_evaluated()).map(|year| of(f, year)).collect()).collect()
    }
}

#[test]
fn tiny_orders_cost_what_a_simplex_method_finds_or_say_which_limits_collide() {
    let mut runner = TestRunner::deterministic();
    let (mut solved, mut collided, mut faults) = (0, 0, Vec::new());
    for case in 0..1000 {
        let (inputs, risk) = plans().new_tree(&mut runner).unwrap().current();
        let least = simplex(&inputs, risk, &limit::limit_rows(&inputs));
        match (orders(&inputs, risk), least) {
            (Ok(found), Some(least)) => {
                let off = (found.optimal.cost.total - least).abs();
                if off > 1e-6 * least.abs().max(100.0) {
                    faults.push(format!("{case}: off by {off} of {least}"));
                }
                for rule in [&found.present, &found.back_out] {
                    let rule = rule.within_limits.cost.total;
                    if found.optimal.cost.total > rule * (1.0 + 1e-6) + 1e-3 {
                        faults.push(format!("{case}: a rule costs {rule}"));
                    }
                }
                solved += 1;
            }
            // The simplex method stops on some programmes that have an answer.
            (Ok(_), None) => {}
            (Err(error), None) if error.to_string().contains("keeps these limits together") => {
                collided += 1;
            }
            (Err(error), least) => faults.push(format!("{case}: {error}, {least:?}")),
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
    assert!(solved > 700 && collided > 50, "{solved} {collided}");
}
