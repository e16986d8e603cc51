use super::*;
use crate::dataset::accounts::Enrolment;
use crate::units::Year;

#[test]
fn tables_that_orders_need_are_named_and_those_there_are_not() {
    let mut tables = AccountTables::default();
    let missing = missing_tables(&tables);
    assert_eq!(missing.len(), 4);
    tables.enrolment.push(Enrolment {
        qualification: "college:tourism".parse().unwrap(),
        year: Year(2024),
        intake: 30.0,
        status: Status::Observed,
    });
    let missing = missing_tables(&tables);
    assert_eq!(missing.len(), 3);
    assert!(missing.iter().all(|table| !table.en.contains("enrolment.csv")));
}
