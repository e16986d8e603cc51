//! Fits ARIMA models to series in a text file, for the comparison with other programs.
//!
//! `cargo run --release --no-default-features --example arima_loglik -- SERIES.txt [ORDERS.txt]`
//!
//! The files are those of `arima_loglik.R`. With orders, each is fitted as given; without, the
//! order is chosen. A line a series goes out: name;order;log-likelihood;AICc;CPU
//! milliseconds;forecasts.

#![allow(clippy::print_stdout, reason = "the output of the program")]

use std::time::Instant;

use labourcast::forecast::arima::{self, Order};
use labourcast::forecast::{FittedModel, Future, Series};

fn numbers(text: &str) -> Vec<f64> {
    text.split_whitespace().filter_map(|number| number.parse().ok()).collect()
}

fn main() {
    let mut arguments = std::env::args().skip(1);
    let series = arguments.next().expect("a file of series");
    let series = std::fs::read_to_string(series).expect("a file of series");
    let orders = arguments.next().map(|file| std::fs::read_to_string(file).expect("orders"));
    let orders: Vec<Option<Order>> = orders.map_or_else(Vec::new, |text| {
        text.lines()
            .map(|line| line.split(';').nth(1).and_then(|order| order.parse().ok()))
            .collect()
    });
    for (position, line) in series.lines().enumerate() {
        let parts: Vec<&str> = line.split(';').collect();
        let values = numbers(parts[3]);
        let season = parts[1].parse().expect("a season");
        let horizon = parts[2].parse().expect("a horizon");
        let series = Series::seasonal(&values, season);
        let began = Instant::now();
        let fitted = match orders.get(position) {
            Some(Some(order)) => arima::fit(&series, order),
            Some(None) => continue,
            None => arima::fit_automatic(&series),
        };
        let spent = began.elapsed().as_secs_f64() * 1e3;
        match fitted {
            Err(error) => println!("{};{error};NA;NA;{spent:.3};", parts[0]),
            Ok(model) => {
                let summary = model.summary();
                let forecast = model.forecast(&Future::steps(horizon));
                let forecast: Vec<String> = forecast.iter().map(f64::to_string).collect();
                println!(
                    "{};{};{};{};{spent:.3};{}",
                    parts[0],
                    model.order(),
                    summary.log_likelihood.map_or("NA".into(), |value| value.to_string()),
                    summary.aicc.map_or("NA".into(), |value| value.to_string()),
                    forecast.join(" "),
                );
            }
        }
    }
}
