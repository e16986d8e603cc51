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
fn debug_n0478() {
    let y = [
        6881.0, 6989.0, 7031.0, 7055.0, 7070.0, 7101.0, 7132.0, 7137.0, 7151.0, 7160.0, 7130.0,
        7108.0, 7079.0, 7052.0, 7019.0, 6987.0, 6951.0, 6913.0, 6874.0,
    ];
    let order: Order = "(2,0,0) without constant".parse().unwrap();
    let design = Design::new(&Series::annual(&y), &[], &order).unwrap();
    let mut memory = Memory::default();
    let mut x = polynomial::free_of(&[1.94247703711503, -0.942539880779251]).unwrap();
    let v = memory.likelihood.value(&design.sample, &design.shape, &x);
    println!(
        "{x:?} {v} {}",
        -19.0 * (v + 0.5 + 0.5 * (2.0 * std::f64::consts::PI).ln() + 13.0 * 2f64.ln())
    );
    let o = memory.climb(&design.sample, &design.shape, &mut x, estimate::Precision::Final);
    println!("{x:?} {o:?}");
    for mut x in memory.starts(&design.sample, &design.shape) {
        print!("{x:?} ");
        let o = memory.climb(&design.sample, &design.shape, &mut x, estimate::Precision::Final);
        println!("{x:?} {o:?}");
    }
}
