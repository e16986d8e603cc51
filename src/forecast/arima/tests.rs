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

/// The M3 competition's N0530, close to two unit roots.
const N0530: [f64; 20] = [
    4183.0, 4292.0, 4364.0, 4406.0, 4422.0, 4440.0, 4464.0, 4495.0, 4518.0, 4532.0, 4547.0, 4558.0,
    4549.0, 4527.0, 4502.0, 4481.0, 4451.0, 4425.0, 4398.0, 4383.0,
];

fn log_likelihood(order: Order) -> f64 {
    let fitted = fit(&Series::annual(&N0530), &order).unwrap();
    fitted.summary().log_likelihood.unwrap()
}

#[test]
fn a_moving_average_more_is_never_worse_than_none() {
    for p in 1..=4 {
        let none = log_likelihood(Order::new(p, 0, 0));
        for q in 1..=2 {
            let some = log_likelihood(Order::new(p, 0, q));
            assert!(some >= none - 1e-6, "({p},0,{q}): {some} below {none}");
        }
    }
}

#[test]
fn the_higher_of_two_optima_is_found() {
    // statsmodels 0.15 from R's parameters; from its own start it ends at −85.472.
    let found = log_likelihood(Order::new(3, 0, 1));
    assert!(found > -81.613_146 - 1e-4, "{found}");
}
