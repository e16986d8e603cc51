use polars::prelude::CsvReadOptions;

use super::*;
use crate::report::fixture;

const PAYLOADS: [&str; 10] = [
    "=1+1",
    "+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "＝HYPERLINK(\"http://x\")",
    "＋1",
    "＠x",
];

fn hostile() -> ResultTable {
    let mut table = fixture::results().table(TableName::Balance).clone();
    table.rows.truncate(PAYLOADS.len());
    for (row, payload) in table.rows.iter_mut().zip(PAYLOADS) {
        for text in [&mut row.scenario, &mut row.area, &mut row.sector] {
            payload.clone_into(text);
        }
        (row.sex, row.age, row.method) =
            (Some(payload.to_owned()), Some(payload.to_owned()), Some(payload.to_owned()));
        payload.clone_into(&mut row.measure);
        payload.clone_into(&mut row.unit);
    }
    table
}

fn csv_back(table: &ResultTable) -> DataFrame {
    let options = CsvReadOptions::default().with_infer_schema_length(None);
    options.into_reader_with_file_handle(Cursor::new(csv(table).unwrap())).finish().unwrap()
}

#[test]
fn no_text_of_a_csv_begins_like_a_formula_and_no_number_is_quoted() {
    let table = hostile();
    let frame = csv_back(&table);
    for column in COLUMNS.iter().filter(|column| matches!(column.field, Field::Text(_))) {
        let texts = frame.column(column.name).unwrap();
        for text in texts.str().unwrap().iter().flatten() {
            assert_eq!(never_a_formula(text), text, "{}", column.name);
        }
    }
    assert_eq!(frame.column("measure").unwrap().str().unwrap().get(0), Some("'=1+1"));
    let text = String::from_utf8(csv(&table).unwrap()).unwrap();
    assert!(text.contains(",-12"), "numbers keep their sign");
}

#[test]
fn parquet_keeps_every_text_as_it_is() {
    let table = hostile();
    assert_eq!(rows_of(parquet(&table).unwrap()).unwrap(), table.rows);
}

#[test]
fn csv_and_parquet_hold_the_same_columns_and_values() {
    for table in &fixture::results().tables {
        let csv = csv_back(table);
        let parquet = ParquetReader::new(Cursor::new(parquet(table).unwrap())).finish().unwrap();
        assert_eq!(csv.get_column_names(), parquet.get_column_names());
        assert_eq!(csv.width(), crate::report::columns::N_COLUMNS);
        for column in &COLUMNS {
            let (a, b) = (csv.column(column.name).unwrap(), parquet.column(column.name).unwrap());
            let a = a.cast(b.dtype()).unwrap();
            assert!(a.equals_missing(b), "{} of {}", column.name, table.name.name());
        }
    }
}

#[test]
fn figures_are_written_with_every_digit_and_without_exponents() {
    let mut table = fixture::results().table(TableName::Balance).clone();
    table.rows.truncate(3);
    let figures = [0.1 + 0.2, 1e-9, 123_456_789_012_345_680.0];
    for (row, figure) in table.rows.iter_mut().zip(figures) {
        row.mean = figure;
    }
    let text = String::from_utf8(csv(&table).unwrap()).unwrap();
    for expected in [",0.30000000000000004,", ",0.000000001,", ",123456789012345680"] {
        assert!(text.contains(expected), "{expected} is not in {text}");
    }
    assert!(
        text.starts_with("scenario,area,sector,occupation,qualification,sex,age,method,step,year,measure,unit,mean,p025")
    );
}
