//! Forecasts, back-tests and reconciliation of files as users have them: odd, broken and large.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use polars::prelude::{Column, DataFrame, ParquetWriter};
use serde_json::Value;

pub(crate) const HEADER: &str = "unique_id,ds,y\n";
const NAIVE: [&str; 4] = ["--horizon", "2", "--model", "naive"];

/// A folder with files and what the command says in it.
pub(crate) struct Folder(tempfile::TempDir);

/// Exit code, standard output and standard error.
pub(crate) type Said = (i32, String, String);

impl Folder {
    pub(crate) fn with(files: &[(&str, &[u8])]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for (name, bytes) in files {
            fs::write(folder.path().join(name), bytes).unwrap();
        }
        Self(folder)
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path().join(name)).unwrap()
    }

    pub(crate) fn said(&self, words: &[&str]) -> Said {
        let output: Output = Command::new(env!("CARGO_BIN_EXE_labourcast"))
            .args(words)
            .current_dir(self.path())
            .env_remove("LC_ALL")
            .env_remove("LC_MESSAGES")
            .env("LANG", "C")
            .output()
            .unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        let said = (output.status.code().unwrap(), text(output.stdout), text(output.stderr));
        assert!(!said.2.contains("panicked"), "{words:?}: {}", said.2);
        said
    }
}

/// A folder with the one file `f.csv`.
pub(crate) fn file(bytes: impl AsRef<[u8]>) -> Folder {
    Folder::with(&[("f.csv", bytes.as_ref())])
}

/// Two series of fifteen years.
pub(crate) fn good() -> String {
    let mut text = HEADER.to_owned();
    for (k, id) in ["a", "b"].iter().enumerate() {
        for year in 0..15 {
            let value = 10 + 3 * k + year * (1 + k) + (year * 7) % 5;
            writeln!(text, "{id},{},{value}", 2000 + year).unwrap();
        }
    }
    text
}

pub(crate) fn with<'a>(words: &[&'a str], more: &[&'a str]) -> Vec<&'a str> {
    [words, more].concat()
}

#[test]
fn every_wrong_row_is_told_with_its_place_its_content_and_its_remedy() {
    let text = "unique_id,ds,y\na,2000,1\na,2001,two\na,20x2,3\n,2003,4\na,2004,5\na,2004,6\n";
    let folder = file(text);
    let english = [
        "f.csv, row 3, y: found «two»; expected a number. Correct the cell",
        "f.csv, row 4, ds: found «20x2»; expected a year such as 2025",
        "f.csv, row 5, unique_id: found «»; expected the name of the series. Give the name",
        "f.csv, row 7, ds: found «2004»; expected one value a series and moment; row 6 has one",
        "4 errors, 0 warnings",
    ];
    let vietnamese = [
        "lỗi: f.csv, dòng 3, y: có «two»; cần một số. Sửa ô này; nếu không có số liệu, để trống.",
        "dòng 4, ds: có «20x2»; cần một năm như 2025",
        "dòng 5, unique_id: có «»; cần tên của chuỗi.",
        "dòng 7, ds: có «2004»; cần một giá trị cho mỗi chuỗi và thời điểm; dòng 6 đã có.",
        "4 lỗi, 0 cảnh báo",
    ];
    for verb in ["forecast", "backtest"] {
        for (language, expected) in [("en", english), ("vi", vietnamese)] {
            let words = with(&[verb, "f.csv", "--lang", language], &NAIVE);
            let (code, out, err) = folder.said(&words);
            assert_eq!((code, out.as_str()), (3, ""), "{err}");
            for part in expected {
                assert!(err.contains(part), "{part}: {err}");
            }
        }
    }
    let (code, out, _) = folder.said(&with(&["forecast", "f.csv", "--json"], &NAIVE));
    let document: Value = serde_json::from_str(&out).unwrap();
    assert_eq!((code, document["errors"].as_array().unwrap().len()), (3, 4));
    assert_eq!(
        (&document["errors"][1]["row"], &document["errors"][1]["column"]),
        (&4.into(), &"ds".into())
    );
}

#[test]
fn files_that_are_no_such_table_are_refused_each_for_its_own_reason() {
    let mixed = "unique_id,ds,y\na,2000,1\na,2001-05-01,2\nb,2002,3\n";
    let far = "unique_id,ds,y\na,2000,1\na,2001,2\na,20020101,3\n";
    let not_finite = "unique_id,ds,y\na,2000,1e400\na,2001,inf\n";
    let cases: [(&[u8], &str, usize); 13] = [
        (b"id,date,value\na,2000,1\n", "expected a column ds. Call one of the columns ds.", 3),
        (b"unique_id,ds,value\na,2000,1\n", "found «unique_id, ds, value»; expected a column y", 1),
        (b"unique_id,ds,y,Y\na,2000,1,2\n", "expected one column y only", 1),
        (
            mixed.as_bytes(),
            "row 3, ds: found «2001-05-01»; expected the same kind as in the first",
            1,
        ),
        (far.as_bytes(), "row 4, ds: found «20020101»; expected a moment near the others", 1),
        (not_finite.as_bytes(), "row 3, y: found «inf»; expected a number", 2),
        (b"", "expected a header and rows of figures", 1),
        (b"\n\n\n", "expected a header and rows of figures", 1),
        (HEADER.as_bytes(), "expected rows with values", 1),
        (b"unique_id,ds,y\na,2000,\na,2001,NA\n", "expected rows with values", 1),
        (
            b"unique_id,ds,y\nKh\xe1nh,2000,1\n",
            "row 2: found «\u{fffd}»; expected a table in CSV (UTF-8)",
            1,
        ),
        (b"\x00\x01\xff\xfe\x00", "f.csv, row 1", 1),
        (b"unique_id,ds,y\na\n", "row 2, ds: found «»; expected a year", 1),
    ];
    for (bytes, expected, n_errors) in cases {
        let folder = file(bytes);
        for verb in ["forecast", "backtest"] {
            let (code, out, err) = folder.said(&with(&[verb, "f.csv"], &NAIVE));
            assert_eq!((code, out.as_str()), (3, ""), "{expected}: {err}");
            assert!(err.contains(expected), "{expected}: {err}");
            let counted =
                if n_errors == 1 { "1 error,".to_owned() } else { format!("{n_errors} errors,") };
            assert!(err.contains(&counted), "{counted}: {err}");
        }
    }
}

#[test]
fn files_that_cannot_be_opened_or_written_are_no_fault_of_their_content() {
    let folder = file(good());
    fs::create_dir(folder.path().join("folder.csv")).unwrap();
    for verb in ["forecast", "backtest"] {
        for name in ["nothing.csv", "nothing.parquet", "folder.csv"] {
            let (code, out, err) = folder.said(&with(&[verb, name], &NAIVE));
            assert_eq!((code, out.as_str()), (5, ""), "{name}: {err}");
            assert!(err.contains(name), "{err}");
        }
        let (code, _, err) = folder.said(&with(&[verb, "nothing.csv", "--lang", "vi"], &NAIVE));
        assert!(code == 5 && err.contains("không đọc được nothing.csv: không có tệp"), "{err}");
    }
    let (code, _, err) = folder.said(&with(&["forecast", "f.csv", "--out", "f.csv/x.csv"], &NAIVE));
    assert!(code == 5 && err.contains("cannot write f.csv/x.csv"), "{err}");
    let (code, _, err) = folder.said(&with(&["backtest", "f.csv", "--out", "f.csv"], &NAIVE));
    assert!(code == 5 && err.contains("cannot write f.csv/"), "{err}");
}

#[test]
fn a_damaged_parquet_file_is_invalid_input_and_not_a_failed_read() {
    let folder = Folder::with(&[
        ("cut.parquet", b"PAR1\x15\x04\x15\x00PAR1"),
        ("text.parquet", good().as_bytes()),
        ("none.parquet", b""),
    ]);
    for name in ["cut.parquet", "text.parquet", "none.parquet"] {
        let (code, out, err) = folder.said(&with(&["forecast", name], &NAIVE));
        assert_eq!((code, out.as_str()), (3, ""), "{name}: {err}");
        assert!(err.contains("expected a table in CSV (UTF-8) or Parquet"), "{err}");
    }
}

#[test]
fn what_is_asked_for_must_be_possible_and_everything_wrong_is_said() {
    let folder = file(good());
    let cases: [(&[&str], &str); 14] = [
        (&["--horizon", "0"], "0 is not in 1..=10000"),
        (&["--horizon", "10001"], "10001 is not in 1..=10000"),
        (&["--horizon", "-3"], "--horizon"),
        (&[], "--horizon"),
        (&["--horizon", "2", "--season", "0"], "0 is not in 1..=10000"),
        (&["--horizon", "2", "--model", "drif"], "Did you mean «drift»?"),
        (&["--horizon", "2", "--model", "ets:AAX"], "there is no model «ets:AAX»"),
        (&["--horizon", "2", "--model", "median(ets,nothing)"], "There are: auto, naive"),
        (&["--horizon", "2", "--model", "arima(0,1,1)(0,1,1)[100000]"], "there is no model"),
        (&["--horizon", "2", "--level", "0,80,101"], "--level 0,101: a level lies between"),
        (&["--horizon", "2", "--paths", "3"], "give --out FILE"),
        (&["--horizon", "2", "--fitted"], "give --out FILE"),
        (&["--horizon", "2", "--out", "o.txt"], "must end in .csv, .parquet or .json"),
        (&["--horizon", "2", "--out", "./f.csv"], "is the table to forecast; give another name"),
    ];
    for (words, expected) in cases {
        let (code, out, err) = folder.said(&with(&["forecast", "f.csv"], words));
        assert_eq!((code, out.as_str()), (2, ""), "{words:?}: {err}");
        assert!(err.contains(expected), "{expected}: {err}");
    }
    assert_eq!(folder.read("f.csv"), good());
    let words = ["forecast", "f.csv", "--horizon", "2", "--model", "drif", "--lang", "vi"];
    let (code, _, err) = folder.said(&words);
    assert!(
        code == 2 && err.starts_with("lỗi: không có mô hình «drif». Có phải là «drift»"),
        "{err}"
    );
    let (code, _, err) = folder.said(&["backtest", "f.csv", "--horizon", "2", "--step", "0"]);
    assert!(code == 2 && err.contains("0 is not in 1..=10000"), "{err}");
}

#[test]
fn semicolons_decimal_commas_tabs_and_byte_order_marks_change_no_figure() {
    let comma = "unique_id,ds,y\na,2000,1.5\na,2001,2.25\na,2002,4.5\n";
    let (code, expected, _) = file(comma).said(&with(&["forecast", "f.csv"], &NAIVE));
    assert!(code == 0 && expected.contains("a,2003,naive,4.5,4.5,"), "{expected}");
    let semicolons = comma.replace(',', ";").replace('.', ",").replace('\n', "\r\n");
    let tabs = comma.replace(',', "\t");
    let shuffled = "\"note\",y,ds,unique_id\nx,4.5,2002,a\n\"a, b\",1.5,2000,a\n,2.25,2001,a\n";
    let others = [
        format!("\u{feff}{semicolons}"),
        format!("sep=;\n{semicolons}"),
        tabs,
        shuffled.to_owned(),
        comma.replace("unique_id,ds,y", "Unique_ID, DS ,Y"),
    ];
    for text in others {
        let (code, out, err) = file(&text).said(&with(&["forecast", "f.csv"], &NAIVE));
        assert_eq!((code, &out), (0, &expected), "{text}: {err}");
    }
}

#[test]
fn quarters_and_months_have_their_season_and_keep_their_way_of_writing() {
    let mut quarters = HEADER.to_owned();
    let mut months = HEADER.to_owned();
    let mut ends = HEADER.to_owned();
    let last = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    for year in 2001..2004 {
        for quarter in 1..=4 {
            writeln!(quarters, "a,{year}Q{quarter},{}", 10 * quarter).unwrap();
        }
        for month in 1..=12 {
            writeln!(months, "a,{year}-{month:02},{month}").unwrap();
            writeln!(ends, "a,{year}-{month:02}-{},{month}", last[month - 1]).unwrap();
        }
    }
    let seasonal = ["forecast", "f.csv", "--horizon", "2", "--model", "snaive"];
    let cases = [
        (&quarters, ["a,2004-01,snaive,10,", "a,2004-04,snaive,20,"], "season of 4"),
        (&months, ["a,2004-01,snaive,1,", "a,2004-02,snaive,2,"], "season of 12"),
        (&ends, ["a,2004-01-31,snaive,1,", "a,2004-02-29,snaive,2,"], "season of 12"),
    ];
    for (text, rows, season) in cases {
        let (code, out, err) = file(text).said(&seasonal);
        assert!(code == 0 && err.contains(season), "{err}");
        assert!(rows.iter().all(|row| out.contains(row)), "{out}");
    }
    let (_, out, err) = file(&quarters).said(&with(&seasonal, &["--season", "2"]));
    assert!(err.contains("season of 2") && out.contains("a,2004-01,snaive,30,"), "{out}{err}");
    let (code, out, err) = file(&quarters).said(&with(&seasonal, &["--season", "10000"]));
    assert!(code == 0 && out.contains("a,2004-01,snaive,40,"), "{out}{err}");
}

#[test]
fn paths_fits_and_forecasts_come_in_the_form_of_the_file_named() {
    let folder = file(good());
    let asked =
        ["--horizon", "2", "--model", "ets", "--paths", "3", "--fitted", "--level", "80,80,50"];
    for form in ["csv", "json", "parquet"] {
        let out = format!("o.{form}");
        let (code, text, err) = folder.said(&with(&["forecast", "f.csv", "--out", &out], &asked));
        assert_eq!(code, 0, "{err}");
        assert!(text.contains(&format!("o.fitted.{form}")), "{text}");
    }
    let csv = folder.read("o.csv");
    let mut lines = csv.lines();
    assert_eq!(lines.next(), Some("unique_id,ds,model,mean,median,lo_80,hi_80,lo_50,hi_50"));
    assert_eq!(lines.count(), 4);
    let json: Value = serde_json::from_str(&folder.read("o.json")).unwrap();
    assert_eq!(json.as_array().unwrap().len(), 4);
    assert_eq!((&json[0]["ds"], &json[3]["unique_id"]), (&2015.into(), &"b".into()));
    let first: f64 = csv.lines().nth(1).unwrap().split(',').nth(3).unwrap().parse().unwrap();
    assert_eq!(json[0]["mean"].as_f64(), Some(first));
    assert_eq!(folder.read("o.paths.csv").lines().count(), 1 + 2 * 2 * 3);
    let paths: Value = serde_json::from_str(&folder.read("o.paths.json")).unwrap();
    let fits: Value = serde_json::from_str(&folder.read("o.fitted.json")).unwrap();
    assert!(paths.as_array().unwrap().iter().all(|row| row["value"].is_number()));
    assert!(fits.as_array().unwrap().iter().any(|row| row["parameter"] == "aicc"));
    // The Parquet file is read again, and has the figures of the other.
    fs::write(folder.path().join("h.csv"), "unique_id,parent\nb,\na,b\n").unwrap();
    let again = |name: &str| {
        let words = ["reconcile", name, "--hierarchy", "h.csv", "--method", "ols"];
        let (code, out, err) = folder.said(&words);
        assert_eq!(code, 0, "{err}");
        out
    };
    assert_eq!(again("o.parquet"), again("o.csv"));
}

#[test]
fn a_parquet_table_is_forecast_as_the_csv_table_is() {
    let folder = file(good());
    let cells: Vec<Vec<String>> =
        good().lines().skip(1).map(|line| line.split(',').map(str::to_owned).collect()).collect();
    let column = |k: usize| cells.iter().map(move |row| row[k].as_str());
    let years: Vec<i64> = column(1).map(|cell| cell.parse().unwrap()).collect();
    let values: Vec<f64> = column(2).map(|cell| cell.parse().unwrap()).collect();
    let ids: Vec<&str> = column(0).collect();
    let columns = vec![
        Column::new("unique_id".into(), ids),
        Column::new("ds".into(), years),
        Column::new("y".into(), values),
    ];
    let mut table = DataFrame::new(cells.len(), columns).unwrap();
    let target = fs::File::create(folder.path().join("f.parquet")).unwrap();
    ParquetWriter::new(target).finish(&mut table).unwrap();
    let auto = |name: &str| folder.said(&["forecast", name, "--horizon", "3"]);
    assert_eq!(auto("f.parquet"), auto("f.csv"));
}

#[test]
fn rows_of_a_parquet_table_are_told_as_those_of_a_csv_table_are() {
    let folder = file(good());
    // Errors of one origin are a long table of series, moments and figures.
    let words = ["--horizon", "2", "--model", "naive", "--min-train", "13", "--out", "b"];
    let (code, _, err) = folder.said(&with(&["backtest", "f.csv"], &words));
    assert!(code == 0 || code == 4, "{err}");
    let said = |form: &str| {
        let name = format!("b/errors.{form}");
        folder.said(&["forecast", &name, "--horizon", "2", "--model", "drift"])
    };
    let (from_csv, from_parquet) = (said("csv"), said("parquet"));
    assert_eq!(from_csv.1, from_parquet.1);
    assert_eq!((from_csv.0, from_parquet.0), (3, 3), "{}", from_csv.2);
    assert_eq!(from_csv.2.matches("[duplicate-key]").count(), 8, "{}", from_csv.2);
    assert_eq!(from_csv.2.replace("errors.csv", "errors.parquet"), from_parquet.2);
}

#[test]
fn short_still_and_empty_series_and_a_huge_horizon_are_forecast() {
    let text = "unique_id,ds,y\none,2000,7\ntwo,2000,2\ntwo,2001,3\nzeros,2000,0\nzeros,2001,0\n\
        zeros,2002,0\nhole,2000,1\nhole,2003,4\nnothing,2000,\n";
    let folder = file(text);
    let (code, out, err) = folder.said(&[
        "forecast",
        "f.csv",
        "--horizon",
        "2",
        "--model",
        "arima",
        "--model",
        "theta",
    ]);
    assert_eq!(code, 0, "{err}");
    assert!(
        out.contains("one,2001,arima,7,7,7,7,7,7\n")
            && out.contains("zeros,2004,theta,0,0,0,0,0,0\n"),
        "{out}"
    );
    assert!(!out.contains("nothing") && !out.contains("NaN") && !out.contains("inf"), "{out}");
    assert!(
        err.contains("one: theta could not be used (1 observations are too few: 3 are needed)"),
        "{err}"
    );
    let (_, _, err) =
        folder.said(&["forecast", "f.csv", "--horizon", "2", "--model", "theta", "--lang", "vi"]);
    assert!(err.contains("one: không dùng được theta (có 1 quan sát, cần 3)"), "{err}");
    let (code, _, err) =
        folder.said(&["forecast", "f.csv", "--horizon", "10000", "--out", "o.csv"]);
    assert_eq!(code, 0, "{err}");
    let long = folder.read("o.csv");
    assert_eq!(long.lines().count(), 1 + 4 * 10_000);
    assert!(!long.contains("NaN") && !long.contains("inf"));
    let (code, _, err) = folder.said(&["backtest", "f.csv", "--horizon", "2", "--lang", "vi"]);
    assert!(
        code == 4 && err.contains("không chuỗi nào có 11 giá trị trở lên; giảm --min-train"),
        "{err}"
    );
    assert!(!err.contains("backtest:"), "{err}");
}

/// Two series that follow their regressors with a small wave, and a table of those.
fn explained() -> (String, String) {
    let mut values = HEADER.to_owned();
    let mut regressors = "unique_id,ds,rain,price\n".to_owned();
    for (id, slope) in [("a", 2.0), ("b", -3.0)] {
        for year in 0..23 {
            let (rain, price) = (f64::from((year * 7) % 11), f64::from((year * 5) % 13));
            writeln!(regressors, "{id},{},{rain},{price}", 2000 + year).unwrap();
            if year < 20 {
                let wave = f64::from((year * 3) % 5) / 100.0;
                let value = 50.0 + slope * rain + price + wave;
                writeln!(values, "{id},{},{value}", 2000 + year).unwrap();
            }
        }
    }
    (values, regressors)
}

#[test]
fn regressors_over_the_horizon_move_the_forecasts_of_arima_models() {
    let (values, regressors) = explained();
    let folder = Folder::with(&[("f.csv", values.as_bytes()), ("x.csv", regressors.as_bytes())]);
    let words = ["forecast", "f.csv", "--horizon", "3", "--model", "arima", "--model"];
    let words = with(&words, &["arima(0,0,0)", "--x", "x.csv", "--fitted", "--out", "o.json"]);
    let (code, _, err) = folder.said(&words);
    assert_eq!(code, 0, "{err}");
    let json: Value = serde_json::from_str(&folder.read("o.json")).unwrap();
    for row in json.as_array().unwrap() {
        let slope = if row["unique_id"] == "a" { 2.0 } else { -3.0 };
        let year = row["ds"].as_i64().unwrap() as i32 - 2000;
        let expected = 50.0 + slope * f64::from((year * 7) % 11) + f64::from((year * 5) % 13);
        let at = |name: &str| row[name].as_f64().unwrap();
        assert!((at("mean") - expected).abs() < 0.1, "{row}");
        assert!(at("lo_95") <= at("mean") && at("mean") <= at("hi_95"), "{row}");
    }
    let fits: Value = serde_json::from_str(&folder.read("o.fitted.json")).unwrap();
    let rain = |row: &&Value| row["parameter"] == "rain" && row["unique_id"] == "b";
    let found: Vec<f64> = fits
        .as_array()
        .unwrap()
        .iter()
        .filter(rain)
        .map(|r| r["value"].as_f64().unwrap())
        .collect();
    assert!(found.len() == 2 && found.iter().all(|b| (b + 3.0).abs() < 0.02), "{found:?}");
}

#[test]
fn regressors_that_are_not_used_or_not_there_are_refused() {
    let (values, regressors) = explained();
    let folder = Folder::with(&[("f.csv", values.as_bytes()), ("x.csv", regressors.as_bytes())]);
    let said = |words: &[&str]| {
        folder.said(&with(&["forecast", "f.csv", "--horizon", "3", "--x", "x.csv"], words))
    };
    let (code, _, err) = said(&[]);
    assert!(code == 2 && err.contains("--x: auto takes no regressors; use --model arima"), "{err}");
    let (code, _, err) =
        said(&["--model", "arima", "--model", "ets", "--model", "dot", "--lang", "vi"]);
    assert!(code == 2 && err.contains("--x: ets, dot không dùng biến giải thích"), "{err}");
    let arima = ["--model", "arima"];
    let cases = [
        (
            regressors.replace("b,2022,0,6\n", ""),
            "a row for b at 2022; periods the series lacks: 1",
        ),
        (regressors.replace("b,", "c,"), "a row for b at 2000; periods the series lacks: 23"),
        (regressors.replace("a,2003,10,2\n", "a,2003,,x\n"), "row 5, price: found «x»"),
        (regressors.replace("a,2003,10,2\n", "a,2003,,x\n"), "row 5, rain: found «»"),
        (regressors.replace("a,2003,", "a,2003-05-01,"), "row 5, ds: found «2003-05-01»"),
        (regressors.replace("a,2003,", "a,2002,"), "row 5, ds: found «2002»; expected one row"),
        ("unique_id,ds\na,2000\n".to_owned(), "expected a column for each regressor"),
        (String::new(), "expected a header"),
    ];
    for (text, expected) in cases {
        fs::write(folder.path().join("x.csv"), text).unwrap();
        let (code, out, err) = said(&arima);
        assert_eq!((code, out.as_str()), (3, ""), "{expected}: {err}");
        assert!(err.contains(expected), "{expected}: {err}");
    }
    fs::remove_file(folder.path().join("x.csv")).unwrap();
    assert_eq!(said(&arima).0, 5);
}

#[test]
fn figures_near_the_largest_number_have_no_score_that_is_none() {
    let mut text = HEADER.to_owned();
    for year in 2000..2016 {
        let sign = if year % 2 == 0 { "" } else { "-" };
        writeln!(text, "a,{year},{sign}1.7e308\nb,{year},{}e-310", year % 7).unwrap();
    }
    let folder = file(text);
    for words in [["forecast", "f.csv"], ["backtest", "f.csv"]] {
        let (code, out, err) = folder.said(&with(&words, &["--horizon", "3", "--json"]));
        assert!(code == 0 || code == 4, "{err}");
        assert!(!out.contains("NaN") && !out.contains("inf"), "{out}");
        let (_, out, _) = folder.said(&with(&words, &["--horizon", "3"]));
        assert!(!out.contains("NaN") && !out.contains("inf"), "{out}");
    }
}

#[test]
fn reconciliation_refuses_odd_files_with_all_that_is_wrong() {
    let tree = "unique_id,parent\ntotal,\na,total\nb,total\n";
    let good = "unique_id,ds,mean\ntotal,2026,9\na,2026,3\nb,2026,5\n";
    let cases: [(&str, &str, &str); 7] = [
        ("", tree, "expected a header and rows of figures"),
        ("unique_id,ds,mean\n", tree, "expected rows with values"),
        ("unique_id,ds,average\ntotal,2026,9\n", tree, "expected a column mean"),
        (
            "unique_id,ds,mean\ntotal,2026,9\na,2026,x\nc,2026,1\n",
            tree,
            "row 4, unique_id: found «c»",
        ),
        (good, "", "h.csv"),
        (good, "unique_id,parent\n", "h.csv"),
        (good, "unique_id,parent\ntotal,a\na,total\n", "h.csv"),
    ];
    for (forecasts, hierarchy, expected) in cases {
        let folder =
            Folder::with(&[("f.csv", forecasts.as_bytes()), ("h.csv", hierarchy.as_bytes())]);
        let words = ["reconcile", "f.csv", "--hierarchy", "h.csv", "--method", "ols"];
        let (code, out, err) = folder.said(&words);
        assert_eq!((code, out.as_str()), (3, ""), "{expected}: {err}");
        assert!(err.contains(expected), "{expected}: {err}");
    }
    let folder = Folder::with(&[("f.csv", good.as_bytes()), ("h.csv", tree.as_bytes())]);
    let words =
        ["reconcile", "f.csv", "--hierarchy", "none.csv", "--method", "ols", "--lang", "vi"];
    let (code, _, err) = folder.said(&words);
    assert!(code == 5 && err.contains("không đọc được none.csv"), "{err}");
    let semicolons = good.replace(',', ";").replace(";9", ";9,5");
    fs::write(folder.path().join("f.csv"), format!("\u{feff}{semicolons}")).unwrap();
    let words = ["reconcile", "f.csv", "--hierarchy", "h.csv", "--method", "bottom_up"];
    let (code, out, err) = folder.said(&words);
    assert!(code == 0 && out.contains("total,2026,8"), "{out}{err}");
}

#[test]
fn shares_stay_below_a_declared_bound_and_a_bound_the_values_exceed_is_refused() {
    let mut text = HEADER.to_owned();
    for year in 0..15 {
        writeln!(text, "a,{},{}", 2000 + year, f64::from(year).mul_add(0.06, 0.1)).unwrap();
    }
    let folder = file(&text);
    let drift = ["forecast", "f.csv", "--horizon", "3", "--model", "drift"];
    let (code, out, _) = folder.said(&with(&drift, &["--at-most", "1"]));
    assert!(code == 0 && out.contains("a,2017,drift,1,1,"), "{out}");
    let (code, out, _) = folder.said(&drift);
    assert!(code == 0 && !out.contains("a,2017,drift,1,"), "{out}");
    for command in ["forecast", "backtest"] {
        let words = [command, "f.csv", "--horizon", "3", "--at-most", "0.9"];
        let (code, _, err) = folder.said(&words);
        assert!(code == 2 && err.contains("series a has the value 0.94"), "{code} {err}");
    }
    let (code, _, err) = folder.said(&with(&drift, &["--at-most", "nan"]));
    assert!(code == 2 && err.contains("finite number"), "{err}");
}
