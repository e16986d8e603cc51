use super::*;
use crate::forecast::FittedModel;

/// The M3 competition's N0151, N0582 and N0626.
const N0151: [f64; 26] = [
    6063.0, 7355.0, 7234.0, 10281.0, 2841.0, 2924.0, 2015.0, 2079.0, 4320.0, 5366.0, 3315.0,
    2053.0, 2575.0, 2416.0, 3392.0, 2130.0, 2805.0, 2669.0, 3651.0, 2698.0, 3355.0, 6396.0, 5254.0,
    4595.0, 2732.0, 2971.0,
];
const N0582: [f64; 19] = [
    4190.0, 4316.0, 4163.0, 4218.0, 5542.0, 5648.0, 6290.0, 6074.0, 5681.0, 5752.0, 5879.0, 5674.0,
    5816.0, 5882.0, 6107.0, 5747.0, 5276.0, 5404.0, 4657.0,
];
const N0626: [f64; 17] = [
    5510.0, 3180.0, 3200.0, 3480.0, 2650.0, 3020.0, 3090.0, 2840.0, 2800.0, 2640.0, 2780.0, 2900.0,
    2720.0, 2740.0, 2870.0, 2590.0, 2290.0,
];

#[test]
fn a_form_asked_for_does_not_stop_at_an_optimum_below_that_of_r() {
    // ets() of forecast 8.20, R 4.2.2. Each has a lower optimum as well, where one search from the
    // most promising start ends: −233.235, −144.837 and −127.546.
    let cases = [
        (N0151.as_slice(), "MAdN", -232.323_060_123),
        (N0582.as_slice(), "MAN", -144.781_211_659),
        (N0626.as_slice(), "MAN", -126.885_761_499),
    ];
    for (values, form, of_r) in cases {
        let fitted = fit(&Series::annual(values), Form::parse(form).unwrap()).unwrap();
        let found = fitted.summary().log_likelihood.unwrap();
        assert!(found > of_r - 1e-4, "{form}: {found}, R {of_r}");
    }
}

#[test]
fn a_form_asked_for_is_no_worse_than_the_same_form_among_others() {
    for values in [N0151.as_slice(), N0582.as_slice(), N0626.as_slice()] {
        let series = Series::annual(values);
        for compared in fit_each(&series) {
            let alone = fit(&series, compared.form()).unwrap();
            let of = |fitted: &Ets| fitted.summary().log_likelihood.unwrap();
            assert!(of(&alone) >= of(&compared) - 1e-6, "{}", compared.form());
        }
    }
}
