//! Laws of the forecasting engine, tried on random panels through its one way in.
//!
//! | law | holds |
//! |---|---|
//! | unit: powers of two, each series its own | to the last bit, every model |
//! | unit: thousands | to 1e-9 of the largest value; where a likelihood is searched, to [`nearness`] |
//! | shift | as near, every model of [`carries_shifts`] |
//! | origin of time, order of rows and of series | to the last bit, every model |
//! | horizon prefix, number of threads | to the last bit, every model |
//! | nesting of intervals, sign, declared bound, constants | exactly, every model |
//!
//! Points, quantiles and draws are all looked at, with and without a season.

use std::sync::Arc;

use labourcast::forecast::calendar::Moment;
use labourcast::forecast::definition::Definition;
use labourcast::forecast::forecaster::{Forecaster, SeriesForecast};
use labourcast::forecast::panel::{Panel, Rows};
use labourcast::forecast::regressors::Regressors;
use proptest::collection::vec;
use proptest::prelude::{Strategy, any};
use proptest::test_runner::{Config, TestRng, TestRunner};

const HORIZON: usize = 8;
/// Levels from the lower end of the widest interval to its upper end.
const LEVELS: [f64; 7] = [0.0005, 0.025, 0.1, 0.5, 0.9, 0.975, 0.9995];
const SEED: u64 = 11;

/// Named series, oldest value first.
type Named = Vec<(String, Vec<f64>)>;

/// Series and the length of their season.
#[derive(Clone, Debug)]
struct Drawn {
    series: Named,
    season_length: usize,
}

impl Drawn {
    fn panel(&self) -> Panel {
        annual(&self.series).with_season(self.season_length)
    }

    /// The same, with every value changed by a function of the series' position.
    fn map(&self, change: impl Fn(usize, f64) -> f64) -> Self {
        let changed = |(k, (id, values)): (usize, &(String, Vec<f64>))| {
            (id.clone(), values.iter().map(|value| change(k, *value)).collect())
        };
        let series = self.series.iter().enumerate().map(changed).collect();
        Self { series, season_length: self.season_length }
    }
}

/// What is told of one series.
#[derive(Clone, Debug, PartialEq)]
struct Told {
    id: String,
    points: Vec<f64>,
    quantiles: Vec<Vec<f64>>,
    draws: Vec<Vec<f64>>,
}

impl Told {
    fn of(forecast: &SeriesForecast) -> Self {
        Self {
            id: forecast.id.clone(),
            points: forecast.points.clone(),
            quantiles: LEVELS.iter().map(|p| forecast.quantile(*p)).collect(),
            draws: (0..3).map(|draw| forecast.draw(SEED, draw)).collect(),
        }
    }

    /// All figures, one after the other.
    fn figures(&self) -> impl Iterator<Item = f64> + '_ {
        let rest = self.quantiles.iter().chain(&self.draws).flatten();
        self.points.iter().chain(rest).copied()
    }

    fn map(&self, change: impl Fn(f64) -> f64) -> Self {
        let all = |lists: &[Vec<f64>]| -> Vec<Vec<f64>> {
            lists.iter().map(|list| list.iter().map(|x| change(*x)).collect()).collect()
        };
        Self {
            id: self.id.clone(),
            points: self.points.iter().map(|x| change(*x)).collect(),
            quantiles: all(&self.quantiles),
            draws: all(&self.draws),
        }
    }

    fn until(&self, horizon: usize) -> Self {
        let cut = |lists: &[Vec<f64>]| lists.iter().map(|list| list[..horizon].to_vec()).collect();
        let (quantiles, draws) = (cut(&self.quantiles), cut(&self.draws));
        let points = self.points[..horizon].to_vec();
        Self { id: self.id.clone(), points, quantiles, draws }
    }

    /// The largest distance between figures and those of `other`.
    fn distance(&self, other: &Self) -> f64 {
        let apart = self.figures().zip(other.figures()).map(|(a, b)| (a - b).abs());
        apart.fold(0.0, f64::max)
    }
}

fn model(name: &str) -> Definition {
    Definition::parse(name).unwrap()
}

fn told(panel: &Panel, name: &str, horizon: usize) -> Vec<Told> {
    let forecaster = Forecaster::learn(panel, &model(name), horizon);
    forecaster.forecast(panel, panel.series()).iter().map(Told::of).collect()
}

fn annual(series: &Named) -> Panel {
    Panel::annual(2000, series.iter().cloned())
}

fn largest(values: &[f64]) -> f64 {
    values.iter().fold(0.0, |largest, value| f64::max(largest, value.abs()))
}

/// Walks, trends, noise about a level, waves and counts with zeros, of 1 to 27 values.
fn shaped(shape: u8, noise: &[f64]) -> Vec<f64> {
    let mut walk = 0.0;
    let value = |(t, e): (usize, &f64)| {
        walk += e;
        let t = t as f64;
        match shape {
            0 => 200.0 + 7.0 * walk,
            1 => 50.0 + 2.5 * t + 3.0 * e,
            2 => 30.0 + e,
            3 => 900.0 * f64::exp(0.03 * t + 0.05 * walk),
            4 => 10.0 * e,
            _ => (6.0 * e).max(0.0).floor(),
        }
    };
    noise.iter().enumerate().map(value).collect()
}

fn any_panel() -> impl Strategy<Value = Drawn> {
    let shapes = vec((0_u8..6, vec(-1.0..1.0, 1..28)), 2..9);
    (shapes, any::<bool>()).prop_map(|(shapes, is_seasonal)| {
        let named = |(k, (shape, noise)): (usize, &(u8, Vec<f64>))| {
            (format!("s{k}"), shaped(*shape, noise))
        };
        let series = shapes.iter().enumerate().map(named).collect();
        Drawn { series, season_length: if is_seasonal { 4 } else { 1 } }
    })
}

/// Tries a law of every model on random panels, the same ones each time.
fn law(cases: u32, holds: impl Fn(&Drawn, &str)) {
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    let rng = TestRng::deterministic_rng(config.rng_algorithm);
    TestRunner::new_with_rng(config, rng)
        .run(&any_panel(), |drawn| {
            for name in every_model() {
                holds(&drawn, name);
            }
            Ok(())
        })
        .unwrap();
}

#[test]
fn a_unit_that_is_a_power_of_two_changes_nothing_but_the_unit() {
    law(40, |drawn, name| {
        let unit = |k: usize| f64::exp2([10.0, -7.0, 0.0, 40.0][k % 4]);
        let before = told(&drawn.panel(), name, HORIZON);
        let after = told(&drawn.map(|k, value| value * unit(k)).panel(), name, HORIZON);
        for (k, (before, after)) in before.iter().zip(&after).enumerate() {
            assert_eq!(*after, before.map(|x| x * unit(k)), "{name}: {drawn:?}");
        }
    });
}

/// How near a forecast must be to that of the same series in other figures.
///
/// A formula carries the figures to rounding. The maximum of a likelihood is as flat as the square
/// of the distance from it, so a search finds it to the root of what it can tell apart; that of a
/// stated ARIMA order can be flatter still, where the series does not ask for the order. Automatic
/// smoothing by itself takes the same steps in every unit; behind a season its values differ in
/// their last digits, and its search, which ends where a step promises less than 1e-8 of ln L, ends
/// a step earlier or later.
fn nearness(name: &str, season_length: usize) -> f64 {
    match name {
        "arima" | "combo" | "local-level" | "local-trend" | "ets:MMN" | "breaks(theta)"
        | "stl(ets)" | "mstl(ets,4,12)" => 1e-6,
        "auto" if season_length > 1 => 1e-6,
        _ if name.starts_with("arima(") => 1e-4,
        _ => 1e-9,
    }
}

#[test]
fn thousands_are_forecast_as_units_are() {
    law(40, |drawn, name| {
        let before = told(&drawn.panel(), name, HORIZON);
        let after = told(&drawn.map(|_, value| value * 1000.0).panel(), name, HORIZON);
        for ((before, after), (_, values)) in before.iter().zip(&after).zip(&drawn.series) {
            let largest = 1000.0 * largest(values);
            let apart = after.distance(&before.map(|x| x * 1000.0));
            let near = nearness(name, drawn.season_length) * largest;
            assert!(apart <= near, "{name}: {apart} over {near}: {values:?} {drawn:?}");
        }
    });
}

/// Whether a constant added to a series is added to its forecast: by all models but complex
/// exponential smoothing, which has no level of its own, what is combined with it, and geometric
/// means. A season makes the default such a combination.
fn carries_shifts(name: &str, season_length: usize) -> bool {
    !matches!(name, "ces" | "combo" | "geometric(ets,dot)")
        && (name != "auto" || season_length == 1)
}

#[test]
fn what_is_added_to_a_panel_is_added_to_its_forecasts() {
    law(40, |drawn, name| {
        if !carries_shifts(name, drawn.season_length) {
            return;
        }
        // Below zero before and after: nothing is held in a range, and models of logarithms and
        // of positive figures leave their place to the last value, which is shifted as well.
        let before = told(&drawn.map(|_, value| value - 5000.0).panel(), name, HORIZON);
        let after = told(&drawn.map(|_, value| value - 4000.0).panel(), name, HORIZON);
        for (before, after) in before.iter().zip(&after) {
            let apart = after.distance(&before.map(|x| x + 1000.0));
            let near = nearness(name, drawn.season_length) * 5000.0;
            assert!(apart <= near, "{name}: {apart} over {near}: {drawn:?}");
        }
    });
}

/// The panel of a long table, whose rows are given in `order`.
fn table(drawn: &Drawn, first_year: i64, order: impl Fn(usize, usize) -> usize) -> Panel {
    let mut cells: Vec<(&str, i64, f64)> = Vec::new();
    for (id, values) in &drawn.series {
        let years = first_year..;
        cells.extend(values.iter().zip(years).map(|(value, year)| (id.as_str(), year, *value)));
    }
    let mut rows = Rows::default();
    for row in 0..cells.len() {
        let (id, year, value) = cells[order(row, cells.len())];
        rows.push(id, Moment::Number(year), Some(value));
    }
    rows.into_panel(Some(drawn.season_length)).unwrap()
}

#[test]
fn neither_the_origin_of_time_nor_the_order_of_rows_or_series_counts() {
    law(24, |drawn, name| {
        let before = told(&drawn.panel(), name, HORIZON);
        let early = table(drawn, -40, |row, _| row);
        assert_eq!(told(&early, name, HORIZON), before, "{name}: {drawn:?}");
        let backwards = table(drawn, 1500, |row, n| n - 1 - row);
        assert_eq!(told(&backwards, name, HORIZON), before, "{name}: {drawn:?}");
        let series = drawn.series.iter().rev().cloned().collect();
        let turned = Drawn { series, ..*drawn };
        assert_eq!(told(&turned.panel(), name, HORIZON), before, "{name}: {drawn:?}");
    });
}

#[test]
fn a_longer_horizon_changes_no_earlier_period() {
    law(40, |drawn, name| {
        let panel = drawn.panel();
        let far: Vec<Told> = told(&panel, name, HORIZON).iter().map(|far| far.until(3)).collect();
        assert_eq!(told(&panel, name, 3), far, "{name}: {drawn:?}");
    });
}

#[test]
fn wider_intervals_hold_narrower_ones_and_counts_stay_counts() {
    law(64, |drawn, name| {
        for (told, (_, values)) in told(&drawn.panel(), name, HORIZON).iter().zip(&drawn.series) {
            is_sound(told, values, name);
        }
    });
}

#[test]
fn nothing_is_forecast_above_a_declared_bound_whatever_its_unit() {
    law(24, |drawn, name| {
        let most = drawn.series.iter().flat_map(|one| &one.1).copied().fold(-f64::MAX, f64::max);
        let bounded = told(&drawn.panel().at_most(most), name, HORIZON);
        assert!(bounded.iter().flat_map(Told::figures).all(|x| x <= most), "{name}: {drawn:?}");
        let scaled = drawn.map(|_, value| value * 1024.0).panel().at_most(most * 1024.0);
        let expected: Vec<Told> = bounded.iter().map(|told| told.map(|x| x * 1024.0)).collect();
        assert_eq!(told(&scaled, name, HORIZON), expected, "{name}: {drawn:?}");
    });
}

/// Forecasts with one regressor, a wave of a third of the values' length.
fn told_with_wave(panel: &Panel, name: &str, horizon: usize) -> Vec<Told> {
    let mut regressors = Regressors::named(vec!["wave".to_owned()]);
    for series in panel.series() {
        for position in series.first..=series.last() + HORIZON as i64 {
            let wave = ((position * 7) % 11) as f64 / 3.0;
            assert!(regressors.push(&series.id, position, vec![wave]));
        }
    }
    let regressors = Arc::new(regressors);
    let forecaster = Forecaster::learn_with(panel, &regressors, &model(name), horizon);
    forecaster.forecast(panel, panel.series()).iter().map(Told::of).collect()
}

#[test]
fn forecasts_with_regressors_follow_the_unit_and_do_not_look_ahead() {
    law(24, |drawn, name| {
        if !model(name).takes_regressors() {
            return;
        }
        let before = told_with_wave(&drawn.panel(), name, HORIZON);
        let scaled = drawn.map(|_, value| value * 64.0);
        let after = told_with_wave(&scaled.panel(), name, HORIZON);
        for ((told, after), (_, values)) in before.iter().zip(&after).zip(&drawn.series) {
            is_sound(told, values, name);
            assert_eq!(*after, told.map(|x| x * 64.0), "{name}: {drawn:?}");
        }
        let far: Vec<Told> = before.iter().map(|far| far.until(3)).collect();
        assert_eq!(told_with_wave(&drawn.panel(), name, 3), far, "{name}: {drawn:?}");
    });
}

/// Finite, nested, and not negative where no value of the series is.
fn is_sound(told: &Told, values: &[f64], name: &str) {
    assert!(told.figures().all(f64::is_finite), "{name}: {told:?} of {values:?}");
    for pair in told.quantiles.windows(2) {
        let nested = pair[0].iter().zip(&pair[1]).all(|(lower, upper)| lower <= upper);
        assert!(nested, "{name}: {told:?} of {values:?}");
    }
    if values.iter().all(|value| value.is_nan() || *value >= 0.0) {
        assert!(told.figures().all(|figure| figure >= 0.0), "{name}: {told:?} of {values:?}");
    }
}

/// Every name there is, and forms and orders that are not among them.
fn every_model() -> Vec<&'static str> {
    let more = [
        "arima(0,1,1)",
        "arima(2,0,0)",
        "arima(0,1,1)(0,1,1)[4]",
        "ets:MMN",
        "ets:AAA",
        "geometric(naive,drift,mean)",
        "weighted(naive,drift,ets:AAN)",
        "stl(auto)",
        "log(median(drift,dot))",
    ];
    Definition::names().into_iter().chain(more).collect()
}

#[test]
fn a_constant_series_is_forecast_as_itself_whatever_the_others_do() {
    let growing = |k: i32| (0..16).map(|t| f64::exp(0.05 * f64::from(t + k % 3))).collect();
    let mut series: Named = (0..6).map(|k| (format!("growing {k}"), growing(k))).collect();
    for constant in [5.0, 0.1, -7.5, 0.0, 1e9, 1.0 / 3.0] {
        for n in [2, 3, 4, 7, 8, 9, 20, 27] {
            series.push((format!("constant {constant} {n}"), vec![constant; n]));
        }
    }
    for season_length in [1, 4] {
        let panel = annual(&series).with_season(season_length);
        for (told, name) in every_model()
            .iter()
            .flat_map(|name| told(&panel, name, HORIZON).into_iter().map(move |told| (told, name)))
        {
            let Some((_, values)) =
                series.iter().find(|(id, _)| *id == told.id && id.starts_with("constant"))
            else {
                continue;
            };
            let is_itself = told.figures().all(|figure| figure == values[0]);
            assert!(is_itself, "{name}, season {season_length}: {told:?}");
        }
    }
}

#[test]
fn the_number_of_threads_changes_no_bit() {
    let noise = |k: usize, t: usize| ((k * 7919 + t * 104_729) % 1009) as f64 / 504.5 - 1.0;
    let series: Named = (0..300)
        .map(|k| {
            let noise: Vec<f64> = (0..5 + k % 19).map(|t| noise(k, t)).collect();
            (format!("{k:03}"), shaped((k % 6) as u8, &noise))
        })
        .collect();
    let panel = annual(&series);
    let with = |threads: usize, name: &str| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| told(&panel, name, 4))
    };
    for name in ["auto", "eb", "dot", "arima(0,1,1)", "median(drift,ets)", "weighted(drift,ets)"] {
        let one = with(1, name);
        for threads in [2, 4, 8] {
            assert!(with(threads, name) == one, "{name} with {threads} threads");
        }
    }
}

/// Short, still, spiky, huge, tiny and broken series.
fn awkward() -> Named {
    let mut series: Vec<(&str, Vec<f64>)> = vec![
        ("one", vec![7.0]),
        ("two", vec![7.0, 9.0]),
        ("three", vec![7.0, 9.0, 8.0]),
        ("four", vec![7.0, 9.0, 8.0, 12.0]),
        ("one zero", vec![0.0]),
        ("zeros", vec![0.0; 12]),
        ("zeros of old", vec![3.0, 2.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]),
        ("late", vec![0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 5.0]),
        ("early", vec![-5.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]),
        ("hole", vec![4.0, 5.0, f64::NAN, f64::NAN, 6.0, 5.5, f64::NAN, 7.0, 8.0, 7.5, 9.0]),
        ("ends", vec![f64::NAN, 4.0, 5.0, 6.0, f64::INFINITY, 8.0, 7.0, 9.0, 9.5, f64::NAN]),
        ("nothing", vec![f64::NAN, f64::NEG_INFINITY]),
    ];
    let plain = [1.0, 3.0, 2.0, 5.0, 4.0, 6.0, 1.0, 9.0, 8.0, 7.0, 9.5, 6.0];
    let times = |factor: f64| plain.iter().map(|x| x * factor).collect::<Vec<f64>>();
    series.push(("spike", vec![2.0, 2.0, 2.0, 2.0, 2.0, 2.0, 1e6, 2.0, 2.0, 2.0, 2.0, 2.0]));
    series.push(("huge", times(1e300)));
    series.push(("tiny", times(1e-300)));
    series.push(("tiniest", times(5e-324)));
    series.push(("largest", times(1.7e307)));
    series.push((
        "both ends",
        (0..12).map(|t| if t % 2 == 0 { 1.7e308 } else { -1.7e308 }).collect(),
    ));
    series.push(("far apart", (0..12).map(|t| if t % 2 == 0 { 1e300 } else { 1e-300 }).collect()));
    series.push(("doubling", (0..30).map(|t| f64::exp2(f64::from(34 * t))).collect()));
    series.push(("halving", (0..30).map(|t| f64::exp2(f64::from(-34 * t))).collect()));
    series.into_iter().map(|(id, values)| (id.to_owned(), values)).collect()
}

#[test]
fn awkward_series_have_finite_forecasts_alone_and_together() {
    let all = awkward();
    let mut panels: Vec<Named> = all.iter().map(|one| vec![one.clone()]).collect();
    panels.push(all.clone());
    for (series, season_length) in panels.iter().flat_map(|series| [(series, 1), (series, 4)]) {
        let panel = annual(series).with_season(season_length);
        for name in every_model() {
            let found = told(&panel, name, HORIZON);
            assert_eq!(found.len(), panel.series().len());
            for told in &found {
                let (_, values) = all.iter().find(|(id, _)| *id == told.id).unwrap();
                is_sound(told, values, name);
            }
        }
    }
}

#[test]
fn the_last_value_or_season_stands_in_where_a_model_does_not_fit() {
    let series = awkward();
    for season_length in [1, 4] {
        let panel = annual(&series).with_season(season_length);
        for name in every_model() {
            let forecaster = Forecaster::learn(&panel, &model(name), HORIZON);
            for (forecast, series) in
                forecaster.forecast(&panel, panel.series()).iter().zip(panel.series())
            {
                let Some(reason) = &forecast.fallback else { continue };
                let n = series.values.len();
                let back = if n >= season_length { season_length } else { 1 };
                let expected: Vec<f64> =
                    (0..HORIZON).map(|step| series.values[n - back + step % back]).collect();
                assert_eq!(forecast.points, expected, "{name}, {}: {reason}", series.id);
            }
        }
    }
}

#[test]
fn a_broken_series_keeps_no_other_from_its_model() {
    let panel = annual(&awkward());
    let forecaster = Forecaster::learn(&panel, &Definition::Auto, HORIZON);
    for forecast in forecaster.forecast(&panel, panel.series()) {
        // Sums of these two are beyond all numbers.
        let too_large = matches!(forecast.id.as_str(), "largest" | "both ends");
        assert_eq!(forecast.fallback.is_some(), too_large, "{}", forecast.id);
    }
}
