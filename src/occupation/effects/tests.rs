use ndarray::array;
use proptest::prelude::*;

use super::*;

#[test]
fn effects_agree_with_a_calculation_by_hand() {
    // E goes from 100 to 120: growth 1.2. First occupation: 60·0.5 + 40·0.25 = 40 before and
    // 60·0.6 + 60·0.3 = 54 after.
    let (first, last) = (array![[0.5, 0.5], [0.25, 0.75]], array![[0.6, 0.4], [0.3, 0.7]]);
    let before = Structure { sectors: &[60.0, 40.0], shares: &first };
    let after = Structure { sectors: &[60.0, 60.0], shares: &last };
    let parts = effects(before, after).unwrap();
    // Scale 40·0.2; sector 0.5·(60−72) + 0.25·(60−48); occupation 0.1·60 + 0.05·60.
    for (found, expected) in
        [(parts.scale[0], 8.0), (parts.sector[0], -3.0), (parts.occupation[0], 9.0)]
    {
        assert!((found - expected).abs() < 1e-12, "{found} {expected}");
    }
    assert!((parts.change(0) - 14.0).abs() < 1e-12);
    // A forecast with the right shares errs by its total alone.
    let doubled = Structure { sectors: &[120.0, 80.0], shares: &first };
    let error = forecast_error(before, doubled).unwrap();
    assert_eq!((error.scale[0], error.sector[0], error.occupation[0]), (40.0, 0.0, 0.0));
}

/// Krumme, University of Washington, course 350, *Shift & share table*: a region and its nation,
/// 1985–1995. The nation is given in per cent of its employment and in growth of its sectors.
/// The table as stored shows the composition effect without a sign; it is negative, since the parts
/// sum to the growth of 630.
#[test]
fn a_published_shift_share_table_is_reproduced() {
    let nation = [10.0, 20.0, 40.0, 30.0];
    let later = [11.0, 24.0, 52.0, 42.0];
    let region = [[500.0, 100.0, 200.0, 200.0], [1000.0, 100.0, 250.0, 280.0]];
    let parts = shift_share(&RegionAndNation {
        region: [&region[0], &region[1]],
        nation: [&nation, &later],
    })
    .unwrap();
    for (found, published) in [
        (parts.national, 290.0),
        (parts.net_total_shift(), 340.0),
        (parts.regional, 420.0),
        (parts.mix, -80.0),
    ] {
        assert!((found - published).abs() < 1e-9, "{found} {published}");
    }
}

/// The regions of the examples of the R package REAT, function `shift` (after Farhauer & Kröll
/// 2013). The nation grows from 1100 to 1265, its sectors by 1.1, 1.4, 0.9 and 1.2.
#[test]
fn the_regions_of_reats_example_agree_with_a_calculation_by_hand() {
    let nation: [&[f64]; 2] = [&[400.0, 150.0, 150.0, 400.0], &[440.0, 210.0, 135.0, 480.0]];
    let cases: [([f64; 4], [f64; 4], [f64; 3]); 3] = [
        // 180 → 205: 180·0.15; 99 + 28 + 9 + 72 − 207; 205 − 208.
        ([90.0, 20.0, 10.0, 60.0], [100.0, 40.0, 10.0, 55.0], [27.0, 1.0, -3.0]),
        // 160 → 215: 160·0.15; 66 + 42 + 27 + 48 − 184; 215 − 183.
        ([60.0, 30.0, 30.0, 40.0], [85.0, 55.0, 40.0, 35.0], [24.0, -1.0, 32.0]),
        // 760 → 845: 760·0.15; 275 + 140 + 99 + 360 − 874; 845 − 874.
        ([250.0, 100.0, 110.0, 300.0], [255.0, 115.0, 85.0, 390.0], [114.0, 0.0, -29.0]),
    ];
    for (before, after, [national, mix, regional]) in cases {
        let parts = shift_share(&RegionAndNation { region: [&before, &after], nation }).unwrap();
        assert!((parts.national - national).abs() < 1e-9);
        assert!((parts.mix - mix).abs() < 1e-9, "{}", parts.mix);
        assert!((parts.regional - regional).abs() < 1e-9, "{}", parts.regional);
    }
}

#[test]
fn what_cannot_be_split_is_an_error() {
    let shares = array![[1.0]];
    let empty = Structure { sectors: &[0.0], shares: &shares };
    assert!(effects(empty, Structure { sectors: &[5.0], ..empty }).is_err());
    assert!(effects(Structure { sectors: &[1.0, 2.0], ..empty }, empty).is_err());
    let short: [&[f64]; 2] = [&[1.0], &[1.0, 2.0]];
    assert!(shift_share(&RegionAndNation { region: short, nation: short }).is_err());
    let zero: [&[f64]; 2] = [&[0.0, 1.0], &[1.0, 2.0]];
    assert!(shift_share(&RegionAndNation { region: zero, nation: zero }).is_err());
}

proptest! {
    #[test]
    fn the_three_effects_sum_to_the_change(
        sectors in prop::collection::vec((1.0_f64..1e5, 1.0_f64..1e5), 5),
        cells in prop::collection::vec((0.0_f64..1.0, 0.0_f64..1.0), 15),
    ) {
        let (first, last): (Vec<f64>, Vec<f64>) = sectors.into_iter().unzip();
        let (p, q): (Vec<f64>, Vec<f64>) = cells.into_iter().unzip();
        let p = Array2::from_shape_vec((5, 3), p).unwrap();
        let q = Array2::from_shape_vec((5, 3), q).unwrap();
        let parts = effects(
            Structure { sectors: &first, shares: &p },
            Structure { sectors: &last, shares: &q },
        )
        .unwrap();
        let employed = |e: &[f64], shares: &Array2<f64>, o: usize| -> f64 {
            e.iter().zip(shares.column(o)).map(|(e, share)| e * share).sum()
        };
        for o in 0..3 {
            let change = employed(&last, &q, o) - employed(&first, &p, o);
            prop_assert!((parts.change(o) - change).abs() < 1e-8);
        }
    }
}
