//! Fits other Rust libraries' models to the series of a file and forecasts them.
//!
//! ```text
//! rust-peers augurs-ets|anofox-ets|anofox-ets-reduced|anofox-arima|anofox-dot SERIES.txt --rounds 20
//! ```
//!
//! `SERIES.txt` is that of labourcast's example `likelihoods`: a line a series, `name;season
//! length;horizon;values`. A line a series goes out, `name;forecasts`, or `name;refused: why`.
//! Every round fits anew; the process's CPU time over the rounds is what is compared. The peers are
//! compiled as one unit with optimisation across crates, which labourcast's own release is not.

use std::error::Error;
use std::fs;
use std::hint::black_box;

use anofox_forecast::models::Forecaster;
use anofox_forecast::models::arima::{AutoARIMA, AutoARIMAConfig};
use anofox_forecast::models::exponential::{AutoETS, AutoETSConfig, ModelPool};
use anofox_forecast::models::theta::DynamicTheta;
use anofox_forecast::prelude::TimeSeries;
use augurs_core::{Fit, Predict};
use chrono::{DateTime, Duration, Utc};

type Failure = Box<dyn Error>;

struct Given {
    name: String,
    season_length: usize,
    horizon: usize,
    values: Vec<f64>,
}

fn read(path: &str) -> Result<Vec<Given>, Failure> {
    let series = |line: &str| -> Result<Given, Failure> {
        let fields: Vec<&str> = line.split(';').collect();
        let [name, season_length, horizon, values] = fields[..] else {
            return Err(format!("not a series: {line}").into());
        };
        Ok(Given {
            name: name.to_owned(),
            season_length: season_length.parse()?,
            horizon: horizon.parse()?,
            values: values.split(' ').map(str::parse).collect::<Result<_, _>>()?,
        })
    };
    fs::read_to_string(path)?.lines().map(series).collect()
}

fn augurs(given: &Given) -> Result<Vec<f64>, Failure> {
    let fitted = augurs_ets::AutoETS::new(given.season_length, "ZZN")?.fit(&given.values)?;
    Ok(fitted.predict(given.horizon, None)?.point)
}

fn anofox(mut model: impl Forecaster, given: &Given) -> Result<Vec<f64>, Failure> {
    // Its models ask for moments; days serve as well as years.
    let start: DateTime<Utc> = "2000-01-01T00:00:00Z".parse()?;
    let moments = (0..given.values.len()).map(|k| start + Duration::days(k as i64)).collect();
    model.fit(&TimeSeries::univariate(moments, given.values.clone())?)?;
    Ok(model.predict(given.horizon)?.primary().to_vec())
}

fn forecast(model: &str, given: &Given) -> Result<Vec<f64>, Failure> {
    let season = given.season_length;
    let ets = |pool| {
        let config = AutoETSConfig::with_period(season).with_model_pool(pool);
        anofox(AutoETS::with_config(config), given)
    };
    match model {
        "augurs-ets" => augurs(given),
        "anofox-ets" => ets(ModelPool::Complete),
        "anofox-ets-reduced" => ets(ModelPool::Reduced),
        "anofox-arima" => {
            let season = if season > 1 { season } else { 0 };
            let config = AutoARIMAConfig::default().with_seasonal_period(season);
            anofox(AutoARIMA::with_config(config), given)
        }
        "anofox-dot" if season > 1 => anofox(DynamicTheta::seasonal_optimized(season), given),
        "anofox-dot" => anofox(DynamicTheta::optimized(), given),
        other => Err(format!("there is no {other} here").into()),
    }
}

fn main() -> Result<(), Failure> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (model, path, rounds) = match &arguments[..] {
        [model, path] => (model, path, 1),
        [model, path, option, rounds] if option == "--rounds" => (model, path, rounds.parse()?),
        _ => return Err("rust-peers MODEL SERIES.txt [--rounds N]".into()),
    };
    for given in read(path)? {
        for _ in 1..rounds {
            drop(black_box(forecast(model, black_box(&given))));
        }
        match forecast(model, &given) {
            Ok(points) => {
                let points: Vec<String> = points.iter().map(f64::to_string).collect();
                println!("{};{}", given.name, points.join(" "));
            }
            Err(why) => println!("{};refused: {why}", given.name),
        }
    }
    Ok(())
}
