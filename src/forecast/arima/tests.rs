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
