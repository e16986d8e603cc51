use super::*;
use crate::forecast::{FittedModel, Future};

#[test]
fn a_random_walk_with_drift_has_the_closed_form() {
    let y = [3.0, 5.0, 4.0, 8.0, 9.5];
    let order: Order = "(0,1,0) with drift".parse().unwrap();
    let model = fit(&Series::annual(&y), &order).unwrap();
    let forecast = model.forecast(&Future::steps(3));
    for (h, value) in forecast.iter().enumerate() {
        assert!((value - (9.5 + 1.625 * (h as f64 + 1.0))).abs() < 1e-12);
    }
    assert_eq!(model.summary().parameters[0].0, "drift");
}
#[test]
fn debug_starts() {
    let text = std::fs::read_to_string("/tmp/h/arima/work/m3_yearly.txt").unwrap();
    let mut memory = Memory::default();
    for order in [
        "(1,0,1)", "(3,0,1)", "(2,0,0)", "(2,0,2)", "(1,1,1)", "(2,1,2)", "(3,1,1)", "(0,1,2)",
        "(1,2,2)", "(0,2,1)",
    ] {
        let order: Order = order.parse().unwrap();
        let mut lost = Vec::new();
        let (mut n, mut evals) = (0, 0);
        let mut bystart = vec![0; 30];
        for (k, line) in text.lines().enumerate().step_by(4) {
            let values: Vec<f64> =
                line.split(';').nth(3).unwrap().split(' ').map(|v| v.parse().unwrap()).collect();
            let Ok(design) = Design::new(&Series::annual(&values), &[], &order) else { continue };
            if exact(&design, &mut memory).is_some() {
                continue;
            }
            let (_, found) = memory.maximise(&design.sample, &design.shape, None);
            let mut best = found.value;
            evals += found.evaluations;
            let nn = design.sample.n as f64;
            for (s, mut x) in memory.starts(&design.sample, &design.shape).into_iter().enumerate() {
                let o =
                    memory.climb(&design.sample, &design.shape, &mut x, estimate::Precision::Final);
                if (o.value - found.value) * nn < 1e-3 {
                    bystart[s] += 1;
                }
            }
            let mut stream = crate::numeric::seed::stream(1, "x", k as u64);
            for _ in 0..40 {
                let mut x: Vec<f64> = (0..design.shape.size())
                    .map(|_| (stream.uniform() * 2.0 - 1.0) * 0.97)
                    .collect();
                let o =
                    memory.climb(&design.sample, &design.shape, &mut x, estimate::Precision::Final);
                if o.value < best {
                    best = o.value;
                }
            }
            n += 1;
            let gap = (found.value - best) * nn;
            if gap > 1e-3 {
                lost.push((k, gap));
            }
        }
        lost.sort_by(|a, b| b.1.total_cmp(&a.1));
        println!(
            "{order} n {n} lost {} evals {} by start {:?} {:?}",
            lost.len(),
            evals / n,
            bystart,
            &lost[..lost.len().min(6)]
        );
    }
}
