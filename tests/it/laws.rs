//! Laws of the whole pipeline: homogeneity, permutation, the prefix of the horizon.

use labourcast::dataset::Measure;
use labourcast::results::Results;
use labourcast::results::TableName;
use labourcast::units::Year;

use crate::runs;

fn largest_difference(one: &Results, other: &Results, factor: f64, tables: &[TableName]) -> f64 {
    let mut largest: f64 = 0.0;
    for name in tables {
        let (a, b) = (&one.table(*name).rows, &other.table(*name).rows);
        assert_eq!(a.len(), b.len());
        for (a, b) in a.iter().zip(b).filter(|(a, _)| a.unit == "persons") {
            assert_eq!((&a.sector, a.year, &a.measure), (&b.sector, b.year, &b.measure));
            largest = largest.max((a.mean * factor - b.mean).abs() / b.mean.abs().max(100.0));
        }
    }
    largest
}

#[test]
fn twice_the_people_give_twice_every_headcount() {
    let loaded = runs::first_scenario(runs::loaded("khanh-hoa"));
    let mut doubled = loaded.clone();
    let headcounts =
        [Measure::Employment, Measure::LabourForce, Measure::Population, Measure::NetMigration];
    for measure in headcounts {
        for observation in doubled.dataset.tables.get_mut(&measure).into_iter().flatten() {
            observation.value *= 2.0;
        }
    }
    let (one, two) = (runs::results(&loaded, 60), runs::results(&doubled, 60));
    let tables = [
        TableName::Balance,
        TableName::Demand,
        TableName::Supply,
        TableName::Openings,
        TableName::Population,
    ];
    let largest = largest_difference(&one, &two, 2.0, &tables);
    assert!(largest < 1e-6, "{largest:e}");
}

#[test]
fn the_order_of_sectors_changes_no_forecast() {
    let loaded = runs::first_scenario(runs::loaded("viet-nam"));
    let mut reversed = loaded.clone();
    reversed.model.sectors.reverse();
    let paths = |results: &Results| {
        let rows = &results.table(TableName::Forecasts).rows;
        let keyed = rows.iter().filter(|row| row.method.as_deref() != Some("combination"));
        keyed
            .map(|row| {
                ((row.sector.clone(), row.method.clone(), row.year, row.measure.clone()), row.mean)
            })
            .collect::<std::collections::BTreeMap<_, _>>()
    };
    let (one, other) = (paths(&runs::results(&loaded, 20)), paths(&runs::results(&reversed, 20)));
    assert_eq!(one.len(), other.len());
    for (key, value) in &one {
        let difference = (value / other[key] - 1.0).abs();
        assert!(difference < 1e-6 || *value == other[key], "{key:?}: {value} {}", other[key]);
    }
}

#[test]
fn a_longer_horizon_changes_no_earlier_year() {
    let mut loaded = runs::first_scenario(runs::loaded("khanh-hoa"));
    let short = runs::results(&loaded, 100);
    loaded.model.to = Year(2040);
    let long = runs::results(&loaded, 100);
    for name in [TableName::Demand, TableName::Supply, TableName::Population] {
        for row in &short.table(name).rows {
            let same = long.table(name).rows.iter().find(|other| {
                (&other.sector, other.year, &other.measure, &other.sex, &other.age, &other.scenario)
                    == (&row.sector, row.year, &row.measure, &row.sex, &row.age, &row.scenario)
            });
            let other = same.expect("every row of the short run is in the long one").mean;
            let difference = (other - row.mean).abs() / row.mean.abs().max(100.0);
            assert!(
                difference < 1e-9,
                "{} {:?} {}: {} {other}",
                row.sector,
                row.year,
                row.measure,
                row.mean
            );
        }
    }
}
