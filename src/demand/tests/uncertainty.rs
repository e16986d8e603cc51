//! Whether the draws are as wide as the combination is wrong.

use super::fixture::{Fixture, options, scenario, wobbling};
use crate::demand::errors::SpreadSource;
use crate::demand::{Demand, fit};
use crate::paths::Paths;

fn walks(n_sectors: u64, n_years: usize, world: u64) -> Vec<Vec<f64>> {
    (0..n_sectors).map(|s| wobbling(n_years, 1000.0, 0.01, 100 * world + s)).collect()
}

fn projected(employment: Vec<Vec<f64>>, to: i32, draws: usize) -> Demand {
    let fixture = Fixture { employment, ..Fixture::default() };
    let (model, prepared) = fixture.build();
    let fitted = fit(&model, &prepared).unwrap();
    fixture.project(&fitted, &scenario(0.05), &options(to, draws))
}

#[test]
fn intervals_cover_years_that_were_not_seen_as_often_as_they_say() {
    let (mut inside_80, mut inside_95, mut all) = (0, 0, 0);
    for world in 0..12 {
        let series = walks(8, 29, world);
        let seen = series.iter().map(|values| values[..24].to_vec()).collect();
        let demand = projected(seen, 2030, 400);
        for (sector, values) in series.iter().enumerate() {
            for (year, value) in values[24..].iter().enumerate() {
                let summary = demand.by_sector.summary(sector, year);
                inside_80 += usize::from(summary.p10 <= *value && *value <= summary.p90);
                inside_95 += usize::from(summary.p025 <= *value && *value <= summary.p975);
                all += 1;
            }
        }
    }
    // 96 independent walks: two standard errors of the 80 % are 8 points, of the 95 % 4.5.
    let share = |inside: usize| inside as f64 / f64::from(all);
    assert!((0.72..0.88).contains(&share(inside_80)), "{}", share(inside_80));
    assert!((0.90..0.995).contains(&share(inside_95)), "{}", share(inside_95));
}

#[test]
fn with_few_errors_the_stated_prior_speaks() {
    let series = walks(2, 12, 1);
    let fixture = Fixture { employment: series, ..Fixture::default() };
    let (model, prepared) = fixture.build();
    let fitted = fit(&model, &prepared).unwrap();
    assert_eq!(fitted.errors.source, SpreadSource::Prior);
    let spread = &fitted.errors.by_sector[0];
    assert!((spread.at(6) - 0.085).abs() < 1e-12, "{}", spread.at(6));
    assert!((spread.at(10) - 0.135).abs() < 5e-4, "{}", spread.at(10));
}

#[test]
fn a_student_t_of_five_degrees_has_its_published_quantiles() {
    let series = walks(1, 12, 1);
    let fixture = Fixture { employment: series, ..Fixture::default() };
    let (model, prepared) = fixture.build();
    let shape = fit(&model, &prepared).unwrap().errors.shape;
    // t(5) at 0.9 and 0.975 is 1.4759 and 2.5706; its variance 5/3 is scaled to 1.
    for (z, t) in [(1.281_552, 1.4759), (1.959_964, 2.5706), (-1.281_552, -1.4759)] {
        let expected = t * 0.6_f64.sqrt();
        assert!((shape.at(z) - expected).abs() < 0.003, "{} {expected}", shape.at(z));
    }
}

#[test]
fn a_draw_is_the_same_for_any_number_of_draws_and_any_horizon() {
    let long = projected(walks(4, 21, 2), 2032, 30).by_sector;
    let short = projected(walks(4, 21, 2), 2028, 7).by_sector;
    for sector in 0..4 {
        for draw in 0..7 {
            assert_eq!(short.path(sector, draw), &long.path(sector, draw)[..3]);
        }
    }
}

#[test]
fn results_do_not_depend_on_the_number_of_threads() {
    let on = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| projected(walks(5, 21, 3), 2030, 40))
    };
    let one = on(1);
    assert_eq!(one, on(2));
    assert_eq!(one, on(5));
}

#[test]
fn the_mean_of_the_draws_is_the_combination() {
    let demand = projected(walks(6, 21, 4), 2030, 4000);
    for (sector, path) in demand.combination.iter().enumerate() {
        for (year, expected) in path.iter().enumerate() {
            let mean = demand.by_sector.summary(sector, year).mean;
            assert!((mean / expected - 1.0).abs() < 0.012, "{mean} {expected}");
        }
    }
}

#[test]
fn errors_of_sectors_and_years_are_correlated_as_stated() {
    let fixture = Fixture { employment: walks(2, 12, 5), ..Fixture::default() };
    let (model, prepared) = fixture.build();
    let fitted = fit(&model, &prepared).unwrap();
    let paths = fixture.project(&fitted, &scenario(0.0), &options(2030, 4000)).by_sector;
    // The prior has a correlation of 0.4 between sectors; years 1 and 4 have √(1/4).
    let between_sectors = correlation(&paths, (0, 3), (1, 3));
    let between_years = correlation(&paths, (0, 0), (0, 3));
    assert!((between_sectors - 0.4).abs() < 0.05, "{between_sectors}");
    assert!((between_years - 0.5).abs() < 0.05, "{between_years}");
}

/// Correlation of the logarithms of two series and years.
fn correlation(paths: &Paths, a: (usize, usize), b: (usize, usize)) -> f64 {
    let logs = |(series, year)| -> Vec<f64> {
        let y: Vec<f64> = paths.draws(series, year).into_iter().map(f64::ln).collect();
        let mean = y.iter().sum::<f64>() / y.len() as f64;
        y.into_iter().map(|y| y - mean).collect()
    };
    let (a, b) = (logs(a), logs(b));
    let product = |x: &[f64], y: &[f64]| x.iter().zip(y).map(|(x, y)| x * y).sum::<f64>();
    product(&a, &b) / (product(&a, &a) * product(&b, &b)).sqrt()
}
