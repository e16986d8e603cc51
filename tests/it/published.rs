//! Published examples that must come out again: sources stand in `tests/reference/README.md`.

use labourcast::codes::Sex;
use labourcast::numeric::ipf::{FitStatus, Limits, Margins, fit};
use labourcast::occupation::effects::{RegionAndNation, shift_share};
use labourcast::supply::cohort::{Cohorts, Fertility, YearRates};
use labourcast::supply::life_table::{AGES, Survival};

use crate::reference_table::{Table, read};

/// Box 6.2 of Preston, Heuveline & Guillot (2001), in steps of five years: the step of a year with
/// age groups of five years in place of single ages.
struct Sweden {
    table: Table,
    /// Group of 85 and over, and the one before.
    last: usize,
}

impl Sweden {
    fn new() -> Self {
        let table = read("tests/reference/cohort/sweden_1993.csv");
        let last = table.rows.len() - 1;
        Self { table, last }
    }

    fn survival(&self) -> Survival {
        let lived = self.table.numbers("person_years");
        let mut survival = Survival::certain();
        survival.birth = lived[0] / 500_000.0;
        for age in 0..self.last - 1 {
            survival.age[age] = lived[age + 1] / lived[age];
        }
        // Those of 80 and over together reach 85 and over.
        let oldest = lived[self.last] / (lived[self.last - 1] + lived[self.last]);
        survival.age[self.last - 1] = oldest;
        survival.age[self.last] = oldest;
        survival
    }

    /// Half of the migrants come at the beginning and half at the end of the step.
    fn projected(&self) -> [Vec<f64>; 2] {
        let (survival, migrants) = (self.survival(), self.table.numbers("net_migration"));
        let women = self.table.numbers("women_1993");
        let (mut start, mut later) = (vec![0.0; AGES], vec![0.0; AGES]);
        for age in 0..=self.last {
            start[age] = women[age] + migrants[age] / 2.0;
        }
        // The step counts migrants by their age at its beginning and lets half of them live through
        // it; these are as many as bring the second half to its age.
        for age in 0..self.last {
            later[age] = migrants[age + 1] / (1.0 + survival.age[age]);
        }
        let mut rates = vec![0.0; AGES];
        let fertility = self.table.numbers("fertility");
        rates[..=self.last].iter_mut().zip(fertility).for_each(|(rate, f)| *rate = 5.0 * f);
        let (next, _) = Cohorts { persons: [start.clone(), start] }.step(&YearRates {
            survival: [survival.clone(), survival],
            fertility: Fertility::Rates(rates),
            males_per_female: 1.05,
            migration: [later.clone(), later],
        });
        next.persons.map(|mut persons| {
            // The youngest of the second half were born elsewhere within the step.
            persons[0] += migrants[0] / 2.0;
            persons[self.last] += persons[self.last + 1];
            persons.truncate(self.last + 1);
            persons
        })
    }
}

#[test]
fn the_projection_of_sweden_1993_to_1998_comes_out_to_the_person() {
    let sweden = Sweden::new();
    let made = sweden.projected();
    for (sex, column) in [(Sex::Female, "women_1998"), (Sex::Male, "men_1998")] {
        let published = sweden.table.numbers(column);
        for (age, (ours, theirs)) in made[sex.index()].iter().zip(published).enumerate() {
            assert!((ours - theirs).abs() <= 1.0, "{column}, group {age}: {ours} {theirs}");
        }
    }
}

#[test]
fn components_of_regional_growth_agree_with_reat() {
    let employment = read("tests/reference/shift_share/employment.csv");
    let components = read("tests/reference/shift_share/components.csv");
    for region in ["A", "B", "C", "Freiburg"] {
        let own = employment.only("region", region);
        let of = |column| own.numbers(column);
        let (before, after) = (of("region_first"), of("region_last"));
        let (nation, later) = (of("nation_first"), of("nation_last"));
        let parts =
            shift_share(&RegionAndNation { region: [&before, &after], nation: [&nation, &later] })
                .unwrap();
        let growth = after.iter().sum::<f64>() - before.iter().sum::<f64>();
        let theirs = components.only("region", region);
        for (component, ours) in [
            ("growth", growth),
            ("national_share", parts.national),
            ("industrial_mix", parts.mix),
            ("regional_share", parts.regional),
            ("net_total_shift", parts.net_total_shift()),
        ] {
            let [value] = theirs.only("component", component).numbers("value")[..] else {
                panic!()
            };
            assert!((ours - value).abs() < 1e-6, "{region} {component}: {ours} {value}");
        }
    }
}

#[test]
fn published_tables_fitted_to_margins_agree_with_r() {
    let all = read("tests/reference/ipf/fitted.csv");
    for (example, n_columns) in [("marital", 3), ("flows", 3)] {
        let table = all.only("example", example);
        let rows = |column| -> Vec<Vec<f64>> {
            table.numbers(column).chunks(n_columns).map(<[f64]>::to_vec).collect()
        };
        let (seed, known, theirs) = (rows("seed"), rows("margins_of"), rows("fitted"));
        let row_sums: Vec<f64> = known.iter().map(|row| row.iter().sum()).collect();
        let column_sum = |column: usize| known.iter().map(|row| row[column]).sum();
        let columns: Vec<f64> = (0..n_columns).map(column_sum).collect();
        let margins = Margins { rows: &row_sums, columns: &columns };
        let made = fit(&seed, &margins, &[], &Limits::default()).unwrap();
        assert_eq!(made.status, FitStatus::Converged);
        for (ours, theirs) in made.matrix.iter().flatten().zip(theirs.iter().flatten()) {
            assert!((ours - theirs).abs() < 1e-6 * theirs.max(1.0), "{example}: {ours} {theirs}");
        }
    }
}
