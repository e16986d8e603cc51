//! The accounting identities on every shipped model, and proof that the check can fail.

use labourcast::identities;
use labourcast::results::TableName;

use crate::runs;

#[test]
fn every_identity_holds_for_every_shipped_model_and_scenario() {
    for model in runs::SHIPPED {
        let results = runs::results(&runs::loaded(model), 200);
        for report in identities::check(&results) {
            // A model of one area has no areas to add up; those of several are in `areas`. The
            // nation's model tells no occupations and officials apart.
            let of_areas = report.identity == "whole = Σ areas";
            let below = ["occupation", "qualification", "public workforce"];
            let absent = model == "viet-nam" && below.iter().any(|w| report.identity.contains(w));
            assert!(
                report.checked > 0 || of_areas || absent,
                "{model}: {} was checked nowhere",
                report.identity
            );
            assert!(report.holds(), "{model}: {}: {:e}", report.identity, report.largest_error);
        }
    }
}

#[test]
fn a_changed_figure_breaks_an_identity() {
    let results = runs::results(&runs::loaded("khanh-hoa"), 50);
    let broken_by = |table: TableName, measure: &str| {
        let mut changed = results.clone();
        let rows = changed.tables.iter_mut().find(|t| t.name == table).unwrap().rows.iter_mut();
        let row = rows.filter(|row| row.measure == measure && row.year == Some(results.to));
        row.last().unwrap().mean += 10.0;
        identities::check(&changed).iter().filter(|report| !report.holds()).count()
    };
    for (table, measure) in [
        (TableName::Demand, "demand"),
        (TableName::Balance, "gap_before_mobility"),
        (TableName::Balance, "attribution_exits"),
        (TableName::Supply, "entrants"),
        (TableName::Openings, "openings"),
        (TableName::Population, "births"),
        (TableName::Supply, "unemployed"),
        (TableName::Occupations, "gap"),
        (TableName::Occupations, "effect_sector"),
        (TableName::Qualifications, "upgrading"),
    ] {
        assert!(broken_by(table, measure) > 0, "nothing notices a changed {measure}");
    }
}
