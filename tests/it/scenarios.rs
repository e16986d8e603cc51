//! Scenarios move what they say they move, in the direction they say, and nothing else.

use std::sync::OnceLock;

use labourcast::load::Loaded;
use labourcast::results::Results;

use crate::runs;

/// All scenarios of the shipped model, run once.
fn khanh_hoa() -> &'static (Loaded, Results) {
    static RUN: OnceLock<(Loaded, Results)> = OnceLock::new();
    RUN.get_or_init(|| {
        let loaded = runs::loaded("khanh-hoa");
        let results = runs::results(&loaded, 300);
        (loaded, results)
    })
}

#[test]
fn a_scenario_without_change_is_the_baseline_to_the_last_bit() {
    let mut loaded = runs::loaded("khanh-hoa");
    let mut copy = loaded.scenarios[0].clone();
    copy.name = "unchanged".to_owned();
    loaded.scenarios = vec![loaded.scenarios[0].clone(), copy];
    let results = runs::results(&loaded, 200);
    for table in &results.tables {
        let of = |name: &str| -> Vec<_> {
            let rows = table.rows.iter().filter(|row| row.scenario == name).cloned();
            rows.map(|mut row| {
                row.scenario.clear();
                row
            })
            .collect()
        };
        assert_eq!(of("baseline"), of("unchanged"), "{}", table.name.name());
    }
}

#[test]
fn faster_growth_wants_more_workers_and_slower_growth_fewer() {
    let (_, results) = khanh_hoa();
    let demand = |scenario| runs::mean(results, scenario, "TOTAL", "demand");
    assert!(demand("plan-growth") > demand("baseline"));
    assert!(demand("baseline") > demand("slow-growth"));
}

#[test]
fn retention_adds_workers_and_leaves_demand_alone() {
    let (_, results) = khanh_hoa();
    let of = |scenario, measure| runs::mean(results, scenario, "TOTAL", measure);
    assert!(of("retention", "labour_force") > of("baseline", "labour_force"));
    assert_eq!(of("retention", "demand"), of("baseline", "demand"));
}

#[test]
fn training_moves_workers_between_sectors_but_makes_none() {
    let (loaded, results) = khanh_hoa();
    let total = |scenario| runs::mean(results, scenario, "TOTAL", "supply_after_mobility");
    let (trained, baseline) = (total("training-push"), total("baseline"));
    assert!((trained - baseline).abs() < 1e-6 * baseline, "{trained} {baseline}");
    let worst = |scenario| {
        let sectors = loaded.model.sectors.iter().map(|sector| sector.code.to_string());
        sectors
            .map(|code| runs::mean(results, scenario, &code, "gap_before_mobility").min(0.0))
            .sum::<f64>()
    };
    assert!(worst("training-push") > worst("baseline"), "training should narrow the shortages");
}

#[test]
fn a_tourism_shock_hits_hotels_first_and_is_mostly_over_by_the_end() {
    let (_, results) = khanh_hoa();
    let rows = &results.table(labourcast::results::TableName::Demand).rows;
    let hotels = |scenario: &str, year: i32| {
        let mut of_year = rows.iter().filter(|row| {
            row.scenario == scenario
                && row.sector == "VSIC2018:I"
                && row.measure == "demand"
                && row.year == Some(labourcast::units::Year(year))
        });
        of_year.next().unwrap().mean
    };
    let fall = |year| hotels("tourism-shock", year) / hotels("baseline", year) - 1.0;
    assert!(fall(2026).abs() < 1e-12, "nothing happens before the shock");
    assert!(fall(2027) < -0.15, "{}", fall(2027));
    assert!(fall(2030) > fall(2027) / 2.0, "{}", fall(2030));
}
