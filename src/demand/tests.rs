//! Demand as a whole, on panels made by hand.

mod contract;
pub(super) mod fixture;
mod uncertainty;

use super::*;
use crate::codes::SectorCode;
use crate::dataset::KnownProject;
use crate::demand::backtest::Backtest;
use crate::demand::information::{Information, Record};
use crate::demand::weights::Scores;
use crate::forecast::Future;
use crate::scenario::{Assumption, Shock};
use crate::status::Status;
use fixture::{Fixture, growing, options, scenario, wobbling};
use std::collections::BTreeMap;

fn backtest_of(fixture: &Fixture) -> Backtest {
    let (model, prepared) = fixture.build();
    let record = Record::new(&model, &prepared);
    backtest::run(&record, &Method::ALL, 10, 6)
}

/// A panel on which the methods differ.
fn panel() -> Fixture {
    let series = |seed| wobbling(21, 1000.0, 0.02, seed);
    Fixture {
        employment: vec![series(1), series(2), growing(21, 500.0, 0.05)],
        output: Some(wobbling(21, 100.0, 0.06, 4)),
        nation: Some(vec![series(5), series(6), growing(21, 9000.0, 0.04)]),
        ..Fixture::default()
    }
}

#[test]
fn output_over_productivity_agrees_with_a_calculation_by_hand() {
    // Output grows by 6 % and value per worker by 4 % a year in logarithms, always. The planners'
    // way then has employment grow by 8 − 4 = 4 % under a growth of 8 %.
    let fixture = Fixture {
        employment: vec![growing(12, 100.0, 0.02)],
        output: Some(growing(12, 50.0, 0.06)),
        ..Fixture::default()
    };
    let (model, prepared) = fixture.build();
    let record = Record::new(&model, &prepared);
    let information = Information::new(&record, 12);
    let last = fixture.employment[0][11];
    let future = Future::with_output(2, &[0.08, 0.16]);
    let change = |method| -> Vec<f64> {
        let fit = pool::fit(method, &information).swap_remove(0).unwrap();
        fit.forecast(&future).iter().map(|value| (value / last).ln()).collect()
    };
    let planners = change(Method::ValuePerWorker);
    assert!((planners[0] - 0.04).abs() < 1e-12 && (planners[1] - 0.08).abs() < 1e-12);
    // D2 damps productivity: 4 % · 0.9, then 4 % · (0.9 + 0.81).
    let damped = change(Method::OutputDriven);
    assert!((damped[0] - (0.08 - 0.036)).abs() < 1e-10, "{damped:?}");
    assert!((damped[1] - (0.16 - 0.0684)).abs() < 1e-10, "{damped:?}");
    // The elasticity is 2/6.
    for method in [Method::Elasticity, Method::PlainElasticity] {
        let path = change(method);
        assert!((path[0] - 0.08 / 3.0).abs() < 1e-10, "{path:?}");
    }
}

#[test]
fn shift_share_keeps_a_steady_lead_over_the_nation_and_damps_both() {
    let fixture = Fixture {
        employment: vec![growing(12, 100.0, 0.05), growing(12, 100.0, 0.05)],
        nation: Some(vec![growing(12, 900.0, 0.02), growing(12, 900.0, 0.02)]),
        ..Fixture::default()
    };
    let (model, prepared) = fixture.build();
    let record = Record::new(&model, &prepared);
    let fit = pool::fit(Method::ShiftShare, &Information::new(&record, 12)).swap_remove(0).unwrap();
    let path = fit.forecast(&Future::steps(1));
    // The lead of 3 % is exact every year, so it is not shrunk: 0.9 · (2 % + 3 %).
    let change = (path[0] / fixture.employment[0][11]).ln();
    assert!((change - 0.045).abs() < 1e-9, "{change}");
}

#[test]
fn weights_sum_to_one_and_leave_the_shrunk_slope_its_share() {
    let fixture = panel();
    let backtest = backtest_of(&fixture);
    let members = [Method::LastValue, Method::Drift, Method::ShrunkSlope, Method::Theta];
    for n in [10, 14, 21] {
        let scores = Scores::known_after(&backtest, &members, n);
        for series in 0..=3 {
            let weights = scores.weights(series, &[true; 4]);
            assert!((weights.iter().sum::<f64>() - 1.0).abs() < 1e-12);
            assert!(weights.iter().all(|weight| *weight > 0.0));
            assert!(weights[2] >= 0.125 - 1e-12, "{weights:?}");
            let without = scores.weights(series, &[true, false, true, true]);
            assert!((without.iter().sum::<f64>() - 1.0).abs() < 1e-12 && without[1] == 0.0);
        }
    }
    let nothing_known = Scores::known_after(&backtest, &members, 10).weights(0, &[true; 4]);
    assert_eq!(nothing_known, [0.25; 4]);
}

#[test]
fn a_method_that_errs_more_weighs_less() {
    // Sector 2 grows by 5 % a year: exponential growth is exact, the last value never.
    let backtest = backtest_of(&panel());
    let members = [Method::LastValue, Method::ExponentialGrowth];
    let weights = Scores::known_after(&backtest, &members, 21).weights(2, &[true; 2]);
    assert!(weights[1] > 0.7, "{weights:?}");
}

#[test]
fn no_forecast_of_the_backtest_knows_a_year_after_its_origin() {
    let changed_from = 16;
    let before = panel();
    let mut after = panel();
    for series in after.employment.iter_mut().chain(after.nation.iter_mut().flatten()) {
        series[changed_from..].iter_mut().for_each(|value| *value *= 3.0);
    }
    let members = &Method::ALL[..12];
    let (before, after) = (backtest_of(&before), backtest_of(&after));
    let position = |n: usize| before.origins.iter().position(|origin| *origin == n).unwrap();
    for origin in 0..=position(changed_from) {
        for method in 0..Method::ALL.len() {
            assert_eq!(before.trials[method][origin], after.trials[method][origin]);
        }
    }
    let combination = |backtest| weights::combination_trial(backtest, members);
    let (trial_before, trial_after) = (combination(&before), combination(&after));
    for origin in 0..=position(changed_from) {
        assert_eq!(trial_before[origin], trial_after[origin], "origin {origin}");
    }
    let later = position(changed_from + 1);
    assert_ne!(trial_before[later], trial_after[later]);
}

#[test]
fn the_measures_of_accuracy_agree_with_a_calculation_by_hand() {
    // Twelve years at 100, then 110 for ever: the last value errs once per step and origin before.
    let mut series = vec![100.0; 12];
    series.extend([110.0; 3]);
    let fixture = Fixture { employment: vec![series], ..Fixture::default() };
    let (model, prepared) = fixture.build();
    let record = Record::new(&model, &prepared);
    let backtest = backtest::run(&record, &[Method::LastValue, Method::BlsNaive], 12, 1);
    let trial = backtest.trial(Method::LastValue).unwrap();
    let rows = accuracy::rows(&backtest, Some(Method::LastValue), trial);
    // Origins 12, 13, 14: errors −10, 0, 0 of 110 each.
    let row = &rows[0];
    assert_eq!((row.n_origins, row.n_forecasts, row.sector, row.step), (3, 3, None, None));
    assert!((row.wape - 10.0 / 330.0).abs() < 1e-12 && (row.mape - 10.0 / 330.0).abs() < 1e-12);
    assert!((row.bias + 10.0 / 330.0).abs() < 1e-12 && row.too_few());
    assert_eq!((row.skill_vs_last_value, row.direction_right), (Some(0.0), None));
    assert_eq!(row.dissimilarity, Some(0.0));
}

#[test]
fn without_output_its_methods_are_replaced_and_weigh_nothing() {
    let fixture = Fixture { output: None, nation: None, ..panel() };
    let (model, prepared) = fixture.build();
    let fitted = fit(&model, &prepared).unwrap();
    for cells in &fitted.by_sector {
        let sum: f64 = cells.iter().map(|cell| cell.weight).sum();
        assert!((sum - 1.0).abs() < 1e-12);
        for cell in cells.iter().filter(|cell| cell.method.needs_output()) {
            assert!(cell.fit.is_err() && cell.weight == 0.0);
        }
    }
    assert!(fitted.fallbacks.iter().any(|f| f.missing.en == "output-driven: there is no output"));
    let demand = fixture.project(&fitted, &scenario(0.5), &options(2030, 4));
    assert_eq!(demand.output_level, None);
    let replaced = demand.methods.iter().find(|m| m.method == Method::Elasticity).unwrap();
    assert_eq!(replaced.path, vec![fixture.employment[0][20]; 5]);
    assert!(replaced.replaced_by.is_some());
    assert_eq!(demand, fixture.project(&fitted, &scenario(0.1), &options(2030, 4)));
}

#[test]
fn more_growth_of_output_never_lowers_demand() {
    let fixture = panel();
    let (model, prepared) = fixture.build();
    let fitted = fit(&model, &prepared).unwrap();
    let [slow, fast] =
        [0.03, 0.11].map(|g| fixture.project(&fitted, &scenario(g), &options(2030, 1)).combination);
    for (slow, fast) in slow.iter().zip(&fast) {
        assert!(slow.iter().zip(fast).all(|(slow, fast)| fast > slow));
    }
}

#[test]
fn shocks_and_projects_do_what_the_scenario_says() {
    let fixture = Fixture { employment: vec![vec![1000.0; 21]; 2], ..Fixture::default() };
    let (model, prepared) = fixture.build();
    let fitted = fit(&model, &prepared).unwrap();
    let sector: SectorCode = model.sectors[1].code.clone();
    let mut shocked = scenario(0.05);
    let demand = BTreeMap::from([(sector.clone(), -0.3)]);
    let first = prepared.employment.last_year().plus(2);
    shocked.shocks =
        vec![Assumption::new(Shock { year: first, demand, remaining: vec![0.5] }, "test")];
    shocked.known_projects = Assumption::new(0.5, "test");
    let project = KnownProject {
        name: "airport".to_owned(),
        sector,
        start: first,
        jobs: 200.0,
        ramp_years: 0,
        displacement: 0.0,
        status: Status::Assumed,
    };
    let to = prepared.employment.last_year().plus(4);
    let options = options(to.0, 1);
    let inputs = DemandInputs {
        fitted: &fitted,
        model: &model,
        prepared: &prepared,
        projects: &[project],
        scenario: &shocked,
        options: &options,
        error_factors: &error_factors(&fitted, (&model, &prepared), &options),
    };
    let demand = super::project(&inputs);
    // Constant employment is forecast as itself and has never been wrong.
    for (value, expected) in demand.by_sector.path(1, 0).iter().zip([1000.0, 770.0, 935.0, 1100.0])
    {
        assert!((value - expected).abs() < 1e-3, "{value} {expected}");
    }
    assert!((demand.known_projects[1][1] - 70.0).abs() < 1e-9);
    assert!(demand.by_sector.path(0, 0).iter().all(|value| (value - 1000.0).abs() < 1e-3));
    // Of the total of 2,000 the shock takes 300, and the projects add 70.
    assert!((demand.total_reference[1] - 1770.0).abs() < 1e-6, "{:?}", demand.total_reference);
}

#[test]
fn a_sector_without_workers_stays_without_and_holes_give_no_nan() {
    let mut holed = wobbling(21, 50.0, 0.01, 3);
    holed[7] = 0.0;
    let fixture =
        Fixture { employment: vec![vec![0.0; 21], holed, growing(21, 100.0, 0.02)], ..panel() };
    let (model, prepared) = fixture.build();
    let fitted = fit(&model, &prepared).unwrap();
    let demand = fixture.project(&fitted, &scenario(0.08), &options(2030, 50));
    for draw in 0..50 {
        assert_eq!(demand.by_sector.path(0, draw), [0.0; 5]);
        assert!(demand.by_sector.path(1, draw).iter().all(|v| v.is_finite() && *v > 0.0));
    }
    assert!(demand.total_reference.iter().all(|v| v.is_finite()));
    assert!(fitted.backtest.iter().all(|row| row.wape.is_finite() && row.mape.is_finite()));
}

#[test]
fn one_year_of_one_sector_is_enough_to_project() {
    let fixture = Fixture { employment: vec![vec![700.0]], ..Fixture::default() };
    let (model, prepared) = fixture.build();
    let fitted = fit(&model, &prepared).unwrap();
    assert!(fitted.backtest.is_empty());
    let demand = fixture.project(&fitted, &scenario(0.08), &options(2030, 3));
    assert!(demand.combination[0].iter().all(|value| (value - 700.0).abs() < 1e-9));
    let (model, prepared) = Fixture::default().build();
    assert!(fit(&model, &prepared).is_err());
}

#[test]
fn output_that_ends_a_year_early_is_carried_on_and_much_earlier_is_not_used() {
    let mut fixture = panel();
    fixture.output.as_mut().unwrap().pop();
    let (model, prepared) = fixture.build();
    let fitted = fit(&model, &prepared).unwrap();
    assert!(fitted.has_output && fitted.fallbacks.iter().any(|f| f.missing.en.contains("2025")));
    fixture.output.as_mut().unwrap().truncate(15);
    let (model, prepared) = fixture.build();
    assert!(!fit(&model, &prepared).unwrap().has_output);
}
