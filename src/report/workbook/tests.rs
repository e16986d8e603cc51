use super::*;
use crate::report::fixture;
use crate::results::TableName;

fn context(results: &Results) -> Context<'_> {
    let language = Language::Vietnamese;
    Context { results, figures: Figures::of(results), language, styles: styles::Styles::new() }
}

#[test]
fn a_table_longer_than_a_sheet_goes_on_on_the_next() {
    let results = fixture::results();
    let context = context(&results);
    let table = results.table(TableName::Balance);
    let sheets = table_sheet::sheets(&context, table, table.rows.len() / 2).unwrap();
    let names: Vec<_> = sheets.iter().map(rust_xlsxwriter::Worksheet::name).collect();
    assert_eq!(names, ["Cân đối", "Cân đối (2)"]);
}

#[test]
fn a_text_longer_than_a_cell_does_not_stop_the_workbook() {
    let mut results = fixture::results();
    results.notes[0].vi = "dài ".repeat(20_000);
    results.scenarios[0].title.vi = "=1+1".to_owned();
    assert!(bytes(&results, Language::Vietnamese).is_ok());
}

#[test]
fn a_result_without_rows_still_has_its_sheets() {
    let mut results = fixture::results();
    results.tables.iter_mut().for_each(|table| table.rows.clear());
    results.scenarios.clear();
    assert!(bytes(&results, Language::English).is_ok());
}
