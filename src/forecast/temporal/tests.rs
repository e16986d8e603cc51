use super::*;

const SUM: Rule = Rule { total: Total::Sum, weights: Weights::Variance };

/// Months about a line with a season and some noise.
fn monthly(k: usize, n: usize) -> Vec<f64> {
    let season = [3.0, -1.0, 4.0, 1.0, -5.0, 9.0, -2.0, -6.0, 5.0, -3.0, -5.0, 0.0];
    let noise = |t: usize| ((t * (7 + k) + k) % 13) as f64 / 3.0;
    (0..n).map(|t| 100.0 + 0.4 * t as f64 + season[t % 12] + noise(t)).collect()
}

fn panel(lengths: &[usize]) -> Panel {
    let named = |(k, n): (usize, &usize)| (format!("{k}"), monthly(k, *n));
    Panel::annual(0, lengths.iter().enumerate().map(named)).with_season(12)
}

fn forecast(panel: &Panel, name: &str, horizon: usize, rule: Rule) -> Vec<TemporalForecast> {
    let definition = Definition::parse(name).unwrap();
    let ids: Vec<&str> = panel.series().iter().map(|series| series.id.as_str()).collect();
    TemporalForecaster::learn(panel, &definition, horizon, rule).unwrap().forecast(&ids, 5, 40)
}

/// The largest distance of a span from the total of its periods.
fn disagreement(found: &TemporalForecast, total: Total) -> f64 {
    let periods = found.spans.last().unwrap();
    let mut largest = 0.0_f64;
    for span in &found.spans {
        let paths = std::iter::once((&span.points, &periods.points));
        for (of_span, of_periods) in paths.chain(span.draws.iter().zip(&periods.draws)) {
            for (value, inside) in of_span.iter().zip(of_periods.chunks_exact(span.length)) {
                let expected = total.of(inside.iter().sum(), span.length);
                largest = largest.max((value - expected).abs() / expected.abs().max(1.0));
            }
        }
    }
    largest
}

#[test]
fn months_quarters_and_years_add_up_in_points_and_in_every_draw() {
    let panel = panel(&[60, 75, 90, 48, 100]);
    for weights in [Weights::Variance, Weights::Structural] {
        for total in [Total::Sum, Total::Mean] {
            for found in forecast(&panel, "stl(drift)", 27, Rule { total, weights }) {
                let n: Vec<usize> = found.spans.iter().map(|span| span.points.len()).collect();
                assert_eq!(n, [2, 4, 6, 9, 13, 27], "whole spans within the horizon");
                assert!(found.spans.iter().all(|span| span.draws.len() == 40));
                assert!(disagreement(&found, total) < 1e-9, "{}", found.id);
            }
        }
    }
}

#[test]
fn years_pull_the_months_and_are_pulled_by_them() {
    let panel = panel(&[60, 75, 90, 48, 100]);
    let found = &forecast(&panel, "naive", 12, SUM)[0];
    let (year, months) = (&found.spans[0], found.spans.last().unwrap());
    let base_year = year.base.as_ref().unwrap().points[0];
    let base_months: f64 = months.base.as_ref().unwrap().points.iter().sum();
    let (low, high) = (base_year.min(base_months), base_year.max(base_months));
    assert!(low < year.points[0] && year.points[0] < high, "{low} {} {high}", year.points[0]);
}

#[test]
fn the_first_season_does_not_depend_on_the_horizon() {
    let panel = panel(&[60, 75, 90, 48, 100]);
    let near = forecast(&panel, "stl(drift)", 12, SUM);
    let far = forecast(&panel, "stl(drift)", 36, SUM);
    for (near, far) in near.iter().zip(&far) {
        for (near, far) in near.spans.iter().zip(&far.spans) {
            assert_eq!(near.points, far.points[..near.points.len()]);
            assert_eq!(near.draws[7], far.draws[7][..near.points.len()]);
        }
    }
}

#[test]
fn years_seen_too_seldom_or_unmoved_are_the_sums_of_their_months() {
    let mut short = panel(&[40, 75, 90, 100, 120]);
    let found = &forecast(&short, "stl(drift)", 12, SUM)[0];
    assert_eq!(found.spans[0].base, None);
    assert!(found.spans[1].base.is_some(), "half-years");
    assert!(disagreement(found, Total::Sum) < 1e-9);
    let still = [("still".to_owned(), vec![0.1; 60]), ("one".to_owned(), vec![3.0])];
    short = Panel::annual(0, still).with_season(12);
    for found in forecast(&short, "ets", 24, SUM) {
        let value = if found.id == "one" { 3.0 } else { 0.1 };
        assert_eq!(found.spans.last().unwrap().points, [value; 24]);
        assert!(disagreement(&found, Total::Sum) < 1e-9);
    }
}

#[test]
fn counts_stay_counts() {
    let counts = |k: usize| (0..72).map(|t| f64::from((t * (3 + k as u32)) % 7 / 5)).collect();
    let panel = Panel::annual(0, (0..6).map(|k| (format!("{k}"), counts(k)))).with_season(12);
    for found in forecast(&panel, "drift", 24, SUM) {
        for span in &found.spans {
            assert!(span.draws.iter().flatten().chain(&span.points).all(|value| *value >= 0.0));
        }
        assert!(disagreement(&found, Total::Sum) < 1e-9);
    }
}

#[test]
fn a_panel_without_season_has_no_spans() {
    let panel = Panel::annual(2000, [("a".to_owned(), vec![1.0, 2.0])]);
    assert!(TemporalForecaster::learn(&panel, &Definition::Naive, 2, SUM).is_none());
}

#[test]
fn quantiles_are_those_of_the_draws() {
    let draws = [4.0, 1.0, 3.0, 2.0].map(|value| vec![value]).to_vec();
    let span = SpanForecast { length: 1, points: vec![2.5], draws, base: None };
    assert_eq!(span.quantile(0.5, 4), [2.5]);
    assert_eq!(span.quantile(0.99, 4), [4.0]);
    assert_eq!(span.quantile(0.5, 2), [2.5], "of 4 and 1");
    assert_eq!(span.quantile(0.5, 0), [2.5], "the point where there is no draw");
}
