//! Random instances, the same as those of `tests/reference/orders/solve.py`.

use ndarray::Array2;

use crate::language::Text;
use crate::order::inputs::{
    Capacity, ChangeLimit, Costs, Entrants, Inputs, Limits, Programme, Risk,
};
use crate::paths::Paths;
use crate::units::Year;

/// The congruential generator of Knuth's MMIX.
struct Numbers(u64);

impl Numbers {
    fn from(seed: u64) -> Self {
        let mut numbers = Self(seed);
        for _ in 0..3 {
            numbers.next();
        }
        numbers
    }

    fn next(&mut self) -> f64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / 2.0_f64.powi(53)
    }

    fn up_to(&mut self, n: f64) -> usize {
        (n * self.next()) as usize
    }

    fn between(&mut self, low: f64, width: f64) -> f64 {
        low + width * self.next()
    }
}

fn programme(u: &mut Numbers, position: usize) -> Programme {
    let mut programme = Programme {
        name: Text::new(format!("Nghề {position}"), format!("Trade {position}")),
        duration: u.up_to(3.0),
        completion: u.between(0.6, 0.4),
        further_study: 0.2 * u.next(),
        entry: u.between(0.7, 0.3),
        stay: u.between(0.6, 0.4),
        match_share: u.between(0.6, 0.4),
        exit_rate: u.between(0.02, 0.06),
        present_intake: (120.0 * u.next() - 20.0).max(0.0),
        decided: Vec::new(),
        floor: 0.0,
        entrants: Entrants::Adults,
        costs: Costs {
            shortage: u.between(20.0, 60.0),
            surplus: u.between(2.0, 20.0),
            place: u.between(1.0, 9.0),
            change: 2.0 * u.next(),
        },
    };
    if u.next() < 0.3 {
        programme.floor = 0.5 * programme.present_intake;
    }
    if u.next() < 0.7 {
        programme.entrants = Entrants::SchoolLeavers;
    }
    programme
}

/// Instance `seed`, its risk as the reference takes it.
pub(crate) fn instance(seed: u64) -> (Inputs, Risk) {
    let mut u = Numbers::from(seed);
    let (n, n_years, draws) = (2 + u.up_to(4.0), 3 + u.up_to(4.0), 1 + u.up_to(8.0));
    let horizon = n_years + u.up_to(3.0);
    let (flexible, averse) = (u.next() < 0.4, u.next());
    let programmes: Vec<Programme> = (0..n).map(|f| programme(&mut u, f)).collect();
    let mut demand = Paths::zeros(Year(2026), n, draws, horizon);
    let mut supply = demand.clone();
    for f in 0..n {
        let (base, growth) = (u.between(200.0, 400.0), u.between(0.97, 0.1));
        let (there, decline) = (u.between(0.8, 0.3), 0.98 - 0.05 * u.next());
        for d in 0..draws {
            for t in 0..horizon {
                let noise = 1.0 + 0.15 * (u.next() - 0.5) * (t as f64 + 1.0);
                demand.path_mut(f, d)[t] = base * growth.powi(t as i32) * noise;
                supply.path_mut(f, d)[t] = base * there * decline.powi(t as i32);
            }
        }
    }
    let mut share = |(g, f)| if f == g { 0.7 } else { 0.3 * u.next() / n as f64 };
    let flexibility = flexible.then(|| Array2::from_shape_fn((n, n), &mut share));
    if let Some(matrix) = &flexibility {
        // The reference moves those already there as it moves new workers.
        let held = supply.clone();
        supply = held.map_cells(|f, draw, year| {
            (0..n).map(|g| matrix[[g, f]] * held.path(g, draw)[year]).sum()
        });
    }
    let limits = limits(&mut u, &programmes, n_years);
    let inputs = Inputs {
        programmes,
        first: Year(2026),
        n_years,
        demand,
        supply,
        flexibility,
        limits,
        discount: 0.95,
        working_life: None,
    };
    let aversion = if averse < 0.5 { 0.0 } else { averse };
    (inputs, Risk { aversion, level: 0.8, draws: 100, ..Risk::default() })
}

fn limits(u: &mut Numbers, programmes: &[Programme], n_years: usize) -> Limits {
    let present = |p: &Programme| p.present_intake;
    let spent: f64 = programmes.iter().map(|p| p.present_intake * p.costs.place).sum();
    let shared: f64 = programmes[..2].iter().map(present).sum();
    let school = |p: &&Programme| p.entrants == Entrants::SchoolLeavers;
    let leavers: f64 = programmes.iter().filter(school).map(present).sum();
    let mut years = |size: f64, width: f64, more: f64| {
        (0..n_years).map(|_| size * (1.0 + width * u.next()) + more).collect::<Vec<_>>()
    };
    let budget = Some(years(spent, 0.5, 0.0));
    let places = years(shared, 0.4, 5.0);
    let leavers = Some(years(leavers, 0.4, 10.0));
    let name = Text::new("xưởng chung", "shared workshop");
    let capacities = vec![Capacity { name, programmes: vec![0, 1], places }];
    let change = (u.next() < 0.7).then_some(ChangeLimit { share: 0.2, class: 15.0 });
    Limits { budget, capacities, leavers, change }
}
