//! What can be said of a model by name and by option, end to end.

use std::fmt::Write as _;
use std::fs;

use serde_json::Value;

use crate::forecast_files::{Folder, HEADER, file, good, with};

/// Six years of months of two series, with a season.
fn months() -> String {
    let mut text = HEADER.to_owned();
    for (k, id) in ["a", "b"].iter().enumerate() {
        for t in 0..72 {
            let season = [3, -1, 4, 1, -5, 9, -2, -6, 5, -3, -5, 0][t % 12] * (k as i32 + 1);
            let value = 100 + 2 * season + t as i32 / 2 + ((t * 7 + k) % 5) as i32;
            writeln!(text, "{id},{}-{:02},{value}", 2014 + t / 12, t % 12 + 1).unwrap();
        }
    }
    text
}

fn rows(folder: &Folder, name: &str) -> Vec<Value> {
    let json: Value = serde_json::from_str(&folder.read(name)).unwrap();
    json.as_array().unwrap().clone()
}

fn number(row: &Value, column: &str) -> f64 {
    row[column].as_f64().unwrap()
}

#[test]
fn models_around_models_are_asked_for_by_name() {
    let folder = file(months());
    let names = ["stl(ets)", "mstl(drift)", "stl(auto)", "log(stl(dot))", "boxcox(snaive)"];
    let mut words = vec!["forecast", "f.csv", "--horizon", "12", "--season", "12,4", "--fitted"];
    for name in &names {
        words.extend(["--model", name]);
    }
    let (code, _, err) = folder.said(&with(&words, &["--out", "o.json"]));
    assert_eq!(code, 0, "{err}");
    let found = rows(&folder, "o.json");
    assert_eq!(found.len(), 5 * 2 * 12);
    assert!(found.iter().any(|row| row["model"] == "mstl(drift,12,4)"), "lengths by --season");
    // June is the highest month of the series, August the lowest.
    for (june, august) in found.iter().zip(&found[2..]).filter(|(row, _)| row["ds"] == "2020-06") {
        assert!(number(june, "mean") > number(august, "mean") + 15.0, "{june} {august}");
    }
    let fits = rows(&folder, "o.fitted.json");
    let season = |row: &&Value| row["parameter"] == "season" && row["model"] == "mstl(drift,12,4)";
    let lengths: Vec<f64> = fits.iter().filter(season).map(|row| number(row, "value")).collect();
    assert_eq!(lengths, [4.0, 12.0, 4.0, 12.0], "the shortest is taken out first");
    let (code, _, err) = folder.said(&["forecast", "f.csv", "--horizon", "2", "--model", "stl(x)"]);
    assert!(code == 2 && err.contains("there is no model «stl(x)»"), "{err}");
}

#[test]
fn breaks_are_found_by_name_and_told_with_their_moment() {
    let mut text = HEADER.to_owned();
    for year in 0..25 {
        let shock = if year == 15 { -60 } else { 0 };
        writeln!(text, "a,{},{}", 2000 + year, 100 + 2 * year + (year * 7) % 3 + shock).unwrap();
    }
    let folder = file(text);
    let words = ["forecast", "f.csv", "--horizon", "3", "--model", "breaks(drift)", "--fitted"];
    let (code, _, err) = folder.said(&with(&words, &["--out", "o.json"]));
    assert_eq!(code, 0, "{err}");
    let fits = rows(&folder, "o.fitted.json");
    let outlier = fits.iter().find(|row| row["parameter"] == "outlier 2015").unwrap();
    assert!((number(outlier, "value") + 60.0).abs() < 4.0, "{outlier}");
}

#[test]
fn masked_years_teach_nothing_and_their_effects_are_told() {
    let mut text = HEADER.to_owned();
    for year in 0..22 {
        let shock = [0, -40, -30][usize::from(year == 20) + 2 * usize::from(year == 21)];
        let early = if year == 10 { 25 } else { 0 };
        writeln!(text, "a,{},{}", 2000 + year, 100 + 2 * year + shock + early).unwrap();
        writeln!(text, "b,{},{}", 1990 + year, 50 + year).unwrap();
    }
    let folder = file(text);
    let words = ["forecast", "f.csv", "--horizon", "2", "--model", "drift", "--mask"];
    let (code, _, err) =
        folder.said(&with(&words, &["2010,2020,2021", "--fitted", "--out", "o.json"]));
    assert_eq!(code, 0, "{err}");
    let found = rows(&folder, "o.json");
    let years = |id: &str| -> Vec<i64> {
        found.iter().filter(|r| r["unique_id"] == id).map(|r| r["ds"].as_i64().unwrap()).collect()
    };
    assert_eq!(years("a"), [2020, 2021, 2022, 2023], "the masked years are forecast with the rest");
    assert_eq!(years("b"), [2012, 2013]);
    let last = found.iter().find(|row| row["ds"] == 2023 && row["unique_id"] == "a").unwrap();
    assert!((number(last, "mean") - 146.0).abs() < 1e-9, "{last}");
    let fits = rows(&folder, "o.fitted.json");
    let effect = |name: &str| {
        let row = fits.iter().find(|r| r["parameter"] == name && r["unique_id"] == "a").unwrap();
        number(row, "value")
    };
    assert!((effect("declared 2010") - 25.0).abs() < 1e-9);
    assert!((effect("declared 2020") + 40.0).abs() < 1e-9);
    assert!((effect("declared 2021") + 30.0).abs() < 1e-9);
    let back = ["backtest", "f.csv", "--horizon", "2", "--model", "drift", "--json"];
    let wape = |more: &[&str]| {
        let (_, out, _) = folder.said(&with(&back, more));
        let json: Value = serde_json::from_str(&out).unwrap();
        let text = json.to_string();
        assert!(text.contains("\"model\":\"drift\""), "{text}");
        let at = text.find("\"wape\":").unwrap() + 7;
        text[at..].split([',', '}']).next().unwrap().parse::<f64>().unwrap()
    };
    assert!(wape(&["--mask", "2010,2020,2021"]) < 1e-9 && wape(&[]) > 0.01);
    let refused = [("1900", "no series has a value there"), ("then", "give years as 2020")];
    for (mask, expected) in refused {
        let (code, _, err) = folder.said(&with(&words, &[mask]));
        assert!(code == 2 && err.contains(expected), "{err}");
    }
    let (code, _, err) =
        file("unique_id,ds,y\na,2000,1\nb,2001,2\n").said(&with(&words, &["2000"]));
    assert!(code == 2 && err.contains("it leaves a series without any value"), "{err}");
}

#[test]
fn months_quarters_and_years_agree_in_points_and_paths() {
    let folder = file(months());
    let asked = ["forecast", "f.csv", "--horizon", "30", "--model", "stl(auto)", "--paths", "5"];
    for (option, divisor) in [("--temporal", [1.0, 1.0]), ("--temporal=mean", [3.0, 12.0])] {
        let more = [option, "--fitted", "--out", "o.json"];
        let (code, _, err) = folder.said(&with(&asked, &more));
        assert_eq!(code, 0, "{err}");
        let found = rows(&folder, "o.json");
        let of = |rows: &[Value], id: &str, frequency: &str| -> Vec<Value> {
            let is = |r: &&Value| r["unique_id"] == id && r["frequency"] == frequency;
            rows.iter().filter(is).cloned().collect()
        };
        let paths = rows(&folder, "o.paths.json");
        for id in ["a", "b"] {
            let months = of(&found, id, "month");
            assert_eq!(months.len(), 30);
            for (frequency, length, divisor) in
                [("quarter", 3, divisor[0]), ("year", 12, divisor[1])]
            {
                let spans = of(&found, id, frequency);
                assert_eq!(spans.len(), 30 / length);
                for (span, inside) in spans.iter().zip(months.chunks(length)) {
                    let total: f64 = inside.iter().map(|row| number(row, "mean")).sum();
                    assert!((number(span, "mean") - total / divisor).abs() < 1e-9 * total);
                    assert_eq!(span["ds"], inside[0]["ds"]);
                    assert!(number(span, "lo_95") <= number(span, "median"));
                }
                let (of_spans, of_months) = (of(&paths, id, frequency), of(&paths, id, "month"));
                assert_eq!((of_spans.len(), of_months.len()), (5 * (30 / length), 150));
                for draw in 1..=5 {
                    let drawn = |rows: &[Value]| -> Vec<f64> {
                        rows.iter()
                            .filter(|r| r["draw"] == draw)
                            .map(|r| number(r, "value"))
                            .collect()
                    };
                    for (span, inside) in
                        drawn(&of_spans).iter().zip(drawn(&of_months).chunks(length))
                    {
                        let total: f64 = inside.iter().sum();
                        assert!((span - total / divisor).abs() < 1e-9 * total, "{id} {draw}");
                    }
                }
            }
        }
        let fits = rows(&folder, "o.fitted.json");
        assert!(fits.iter().any(|row| row["frequency"] == "quarter"));
    }
    let asked = with(&asked, &["--out", "o.json"]);
    let (code, _, err) = file(good()).said(&with(&asked, &["--temporal"]));
    assert!(code == 2 && err.contains("--temporal: the series have no season"), "{err}");
    let (code, _, err) = folder.said(&with(&asked, &["--temporal", "--at-most", "900"]));
    assert!(code == 2 && err.contains("--temporal does not go with --at-most"), "{err}");
}

/// A series that rises with rain of the year before and fell for good in 2010, its regressors to
/// 2024, and from 2020 on three draws of them.
fn explained() -> (String, String) {
    let rain = |year: usize| ((year * 7) % 11) as f64;
    let mut values = HEADER.to_owned();
    let mut regressors = "unique_id,ds,draw,rain\n".to_owned();
    for year in 0..25 {
        if year < 20 {
            writeln!(regressors, "a,{},,{}", 2000 + year, rain(year)).unwrap();
            let before = if year == 0 { 0.0 } else { rain(year - 1) };
            let fall = if year >= 10 { -30.0 } else { 0.0 };
            let wave = f64::from((year as u32 * 3) % 5) / 50.0;
            writeln!(values, "a,{},{}", 2000 + year, 80.0 + 2.0 * before + fall + wave).unwrap();
        } else {
            for draw in 1..=3 {
                let rain = rain(year) + 10.0 * (f64::from(draw) - 2.0);
                writeln!(regressors, "a,{},{draw},{rain}", 2000 + year).unwrap();
            }
        }
    }
    (values, regressors)
}

#[test]
fn lags_steps_and_drawn_regressors_go_into_forecasts_and_their_paths() {
    let (values, regressors) = explained();
    let folder = Folder::with(&[("f.csv", values.as_bytes()), ("x.csv", regressors.as_bytes())]);
    let words = ["forecast", "f.csv", "--horizon", "3", "--model", "arima(0,0,0)", "--x", "x.csv"];
    let more = ["--terms", "rain@1,step(2010)", "--fitted", "--paths", "900", "--out", "o.json"];
    let (code, _, err) = folder.said(&with(&words, &more));
    assert_eq!(code, 0, "{err}");
    assert!(err.contains("1 first values left out"), "{err}");
    let fits = rows(&folder, "o.fitted.json");
    for (name, expected) in [("rain@1", 2.0), ("step(2010)", -30.0)] {
        let row = fits.iter().find(|row| row["parameter"] == name).unwrap();
        assert!((number(row, "value") - expected).abs() < 0.1, "{row}");
    }
    let found = rows(&folder, "o.json");
    let width = |row: &Value| number(row, "hi_95") - number(row, "lo_95");
    // The rain of 2019 is known and that of 2020 is drawn, ten apart, with a slope of two.
    assert!(width(&found[1]) > width(&found[0]) + 30.0, "{found:?}");
    let paths = rows(&folder, "o.paths.json");
    // Paths 1, 4, 7, … are around the first draw, and a lone series scatters as series in general
    // do, so what the draws add shows in the mean of many.
    let around = |draw: i64| {
        let is = |r: &&Value| r["ds"] == 2021 && r["draw"].as_i64().unwrap() % 3 == draw % 3;
        paths.iter().filter(is).map(|row| number(row, "value")).sum::<f64>() / 300.0
    };
    let means = [1, 2, 3].map(around);
    assert!(means.windows(2).all(|m| (m[1] - m[0] - 20.0).abs() < 5.0), "{means:?}");
    let drawn = means.iter().sum::<f64>() / 3.0;
    assert!((drawn - number(&found[1], "mean")).abs() < 3.0, "{means:?}");
}

#[test]
fn regressions_are_tried_at_earlier_origins_and_shrunk_ones_go_by_name() {
    let (values, regressors) = explained();
    let folder = Folder::with(&[("f.csv", values.as_bytes()), ("x.csv", regressors.as_bytes())]);
    let words =
        ["backtest", "f.csv", "--horizon", "2", "--x", "x.csv", "--terms", "rain@1,step(2010)"];
    let models = ["--model", "arima(0,0,0)", "--model", "ridge", "--model", "lasso"];
    let min_train = ["--min-train", "14", "--model", "elastic-net", "--json"];
    let (code, out, err) = folder.said(&[&words[..], &models, &min_train].concat());
    assert_eq!(code, 0, "{out}{err}");
    let text = serde_json::from_str::<Value>(&out).unwrap().to_string();
    for model in ["arima(0,0,0)", "ridge", "lasso", "elastic-net", "naive"] {
        let from = text.find(&format!("\"model\":\"{model}\"")).unwrap();
        let at = text[from..].find("\"wape\":").unwrap() + from + 7;
        let wape: f64 = text[at..].split([',', '}']).next().unwrap().parse().unwrap();
        let is_good = wape < 0.01;
        assert_eq!(is_good, model != "naive", "{model}: {wape}");
    }
}

#[test]
fn terms_that_are_not_there_and_wrong_draws_are_told() {
    let (values, regressors) = explained();
    let folder = Folder::with(&[("f.csv", values.as_bytes()), ("x.csv", regressors.as_bytes())]);
    let words = ["forecast", "f.csv", "--horizon", "3", "--model", "arima(0,0,0)"];
    let with_file = with(&words, &["--x", "x.csv"]);
    let cases = [
        (with(&words, &["--terms", "rain"]), 3, "a regressor rain"),
        (with(&with_file, &["--terms", "rian"]), 3, "Did you mean"),
        (with(&with_file, &["--terms", "rain@0"]), 2, "--terms rain@0: write x, x@1"),
        (with(&words[..4], &["--terms", "step(2010)"]), 2, "auto takes no regressors"),
        (with(&words, &["--terms", "step(2010)"]), 0, ""),
        (with(&words, &["--terms", "step(2010),trend"]), 0, ""),
    ];
    for (words, code, expected) in cases {
        let (found, _, err) = folder.said(&words);
        assert!(found == code && err.contains(expected), "{words:?}: {found} {err}");
    }
    let wrong = [
        (regressors.replace("a,2021,2,", "a,2021,0,"), "the number of a draw"),
        (regressors.replace("a,2021,2,", "a,2021,1,"), "one row a series and moment"),
        (regressors.replace("a,2021,2,", "b,2021,2,"), "periods the series lacks: 1"),
    ];
    for (text, expected) in wrong {
        fs::write(folder.path().join("x.csv"), text).unwrap();
        let (code, _, err) = folder.said(&with_file);
        assert!(code == 3 && err.contains(expected), "{expected}: {err}");
    }
}
