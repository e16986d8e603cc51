//! Golden results: every shipped model, every scenario, last year, all measures of the balance.
//!
//! `UPDATE_EXPECTED=1 cargo test --test it golden` rewrites them.

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

use labourcast::results::Results;
use labourcast::results::TableName;

use crate::runs;

fn expected_file(model: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("tests/expected/{model}.csv"))
}

fn table_text(results: &Results) -> String {
    let mut text = String::from("scenario,sector,measure,mean,p10,p90,class\n");
    for table in [TableName::Balance, TableName::Demand, TableName::Supply, TableName::Openings] {
        for row in &results.table(table).rows {
            if row.year == Some(results.to) {
                let class = row.class.map_or("", |class| class.name());
                let (p10, p90) = (row.p10.unwrap_or(row.mean), row.p90.unwrap_or(row.mean));
                let key = format!("{},{},{}", row.scenario, row.sector, row.measure);
                writeln!(text, "{key},{:.6},{p10:.6},{p90:.6},{class}", row.mean).unwrap();
            }
        }
    }
    text
}

/// Whether two lines are equal up to rounding of other processors' mathematics.
fn agree(found: &str, expected: &str) -> bool {
    let cells = found.split(',').zip(expected.split(','));
    found.split(',').count() == expected.split(',').count()
        && cells.into_iter().all(|(a, b)| match (a.parse::<f64>(), b.parse::<f64>()) {
            (Ok(a), Ok(b)) => (a - b).abs() <= 1e-6 * b.abs().max(10.0),
            _ => a == b,
        })
}

#[test]
fn shipped_models_give_their_golden_results() {
    for model in runs::SHIPPED {
        let found = table_text(&runs::results(&runs::loaded(model), 500));
        let file = expected_file(model);
        if std::env::var_os("UPDATE_EXPECTED").is_some() {
            fs::write(&file, &found).unwrap();
        }
        let expected = fs::read_to_string(&file).unwrap();
        assert_eq!(found.lines().count(), expected.lines().count(), "{model}: number of lines");
        for (found, expected) in found.lines().zip(expected.lines()) {
            assert!(agree(found, expected), "{model}:\nfound    {found}\nexpected {expected}");
        }
    }
}
