use super::*;
use crate::numeric::seed::stream;

/// The least cost by the simplex method of another program.
fn simplex(programme: &LinearProgramme) -> Option<f64> {
    use microlp::{ComparisonOp, OptimizationDirection, Problem};
    let mut problem = Problem::new(OptimizationDirection::Minimize);
    let variables: Vec<_> =
        programme.variables().iter().map(|v| problem.add_var(v.cost, (v.lower, v.upper))).collect();
    for row in programme.rows() {
        let terms: Vec<_> = row.terms.iter().map(|(column, c)| (variables[*column], *c)).collect();
        let sense = match row.sense {
            Sense::Equal => ComparisonOp::Eq,
            Sense::AtMost => ComparisonOp::Le,
        };
        problem.add_constraint(terms.as_slice(), sense, row.bound);
    }
    problem.solve().ok().map(|solution| solution.objective())
}

/// Two goods, two workshops: 3x + 5y with x ≤ 4, 2y ≤ 12, 3x + 2y ≤ 18 (Hillier & Lieberman,
/// *Introduction to Operations Research*, the Wyndor example): 36 at (2, 6), prices 0, 1.5, 1.
fn wyndor() -> LinearProgramme {
    let mut programme = LinearProgramme::default();
    let x = programme.variable(-3.0, 0.0, f64::INFINITY);
    let y = programme.variable(-5.0, 0.0, f64::INFINITY);
    programme.at_most(vec![(x, 1.0)], 4.0);
    programme.at_most(vec![(y, 2.0)], 12.0);
    programme.at_most(vec![(x, 3.0), (y, 2.0)], 18.0);
    programme
}

#[test]
fn a_textbook_programme_has_its_published_answer_and_prices() {
    let optimum = wyndor().solve().unwrap();
    assert!((optimum.cost + 36.0).abs() < 1e-7 && (optimum.bound + 36.0).abs() < 1e-7);
    for (value, published) in optimum.values.iter().zip([2.0, 6.0]) {
        assert!((value - published).abs() < 1e-7);
    }
    for (price, published) in optimum.prices.iter().zip([0.0, 1.5, 1.0]) {
        assert!((price - published).abs() < 1e-7);
    }
}

#[test]
fn rows_that_collide_and_costs_without_floor_are_told_apart() {
    let mut colliding = wyndor();
    colliding.at_most(vec![(0, -1.0)], -5.0);
    assert_eq!(colliding.solve(), Err(Failure::Infeasible));
    let mut endless = LinearProgramme::default();
    endless.variable(-1.0, 0.0, f64::INFINITY);
    assert_eq!(endless.solve(), Err(Failure::Unbounded));
}

#[test]
fn doubling_every_bound_doubles_the_answer_to_the_last_bit() {
    let small = wyndor().solve().unwrap();
    let mut doubled = wyndor();
    doubled.rows.iter_mut().for_each(|row| row.bound *= 2.0);
    let large = doubled.solve().unwrap();
    for (a, b) in small.values.iter().zip(&large.values) {
        assert_eq!((2.0 * a).to_bits(), b.to_bits());
    }
}

/// A programme with mixed rows and bounds that a known point keeps.
fn random(index: u64) -> LinearProgramme {
    let mut random = stream(7, "linear programme", index);
    let n = 3 + (random.uniform() * 12.0) as usize;
    let mut programme = LinearProgramme::default();
    let inside: Vec<f64> = (0..n).map(|_| 10.0 * random.uniform()).collect();
    for x in &inside {
        let upper = if random.uniform() < 0.3 { f64::INFINITY } else { x + 5.0 };
        programme.variable(random.normal() + if upper.is_finite() { 0.0 } else { 4.0 }, 0.0, upper);
    }
    for row in 0..n {
        let terms: Vec<Term> = (0..n)
            .filter(|_| random.uniform() < 0.5)
            .collect::<Vec<_>>()
            .into_iter()
            .map(|j| (j, random.normal()))
            .collect();
        let at: f64 = terms.iter().map(|(j, c)| c * inside[*j]).sum();
        match row % 4 {
            _ if terms.is_empty() => continue,
            0 if row < n / 2 => programme.equal(terms, at),
            _ => programme.at_most(terms, at + random.uniform()),
        };
    }
    programme
}

#[test]
fn two_hundred_random_programmes_cost_what_a_simplex_method_finds() {
    let mut compared = 0;
    for index in 0..220 {
        let programme = random(index);
        match (programme.solve(), simplex(&programme)) {
            (Ok(ours), Some(other)) => {
                assert!((ours.cost - other).abs() <= 1e-6 * other.abs().max(1.0), "{index}");
                assert!((ours.cost - ours.bound).abs() <= 1e-6 * other.abs().max(1.0), "{index}");
                compared += 1;
            }
            (Err(Failure::Unbounded), None) => {}
            (ours, other) => panic!("{index}: {ours:?}, {other:?}"),
        }
    }
    assert!(compared >= 200, "{compared}");
}
