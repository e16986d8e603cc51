//! Conditions that Canada published, against those of the rule.

use crate::conditions::Condition;
use crate::conditions::hysteresis::{Example, FlowSignal, Thresholds};
use crate::conditions::present::PresentCondition;
use crate::numeric::seed::stream;
use crate::replacement::accounts::{figures, rows};

/// The occupations with published conditions, in the order of their codes.
fn examples() -> Vec<Example> {
    let table = include_str!("../../tests/reference/accounts/cops_2024_2033.csv");
    rows(table)
        .filter_map(|row| {
            let [employment, openings, seekers] = figures(&row, [1, 5, 9])?;
            Some(Example {
                present: PresentCondition::named(row[10])?,
                signal: FlowSignal { openings, seekers, employment, years: 10.0 },
                future: PresentCondition::named(row[11])?.condition(),
            })
        })
        .collect()
}

/// Every other example, from the one at `first` on.
fn alternate(examples: &[Example], first: usize) -> Vec<Example> {
    examples.iter().skip(first).step_by(2).copied().collect()
}

fn share(right: usize, of: usize) -> f64 {
    right as f64 / of as f64
}

#[test]
fn copying_the_present_condition_is_right_for_95_of_100() {
    let examples = examples();
    assert_eq!(examples.len(), 485);
    let copied = examples.iter().filter(|e| e.present.condition() == e.future).count();
    assert_eq!(copied, 460);
}

#[test]
fn thresholds_of_one_half_give_the_published_condition_of_96_of_100_of_the_other() {
    let examples = examples();
    for (learn, try_on) in [(0, 1), (1, 0)] {
        let thresholds = Thresholds::chosen(&alternate(&examples, learn)).unwrap();
        let rest = alternate(&examples, try_on);
        let right = share(thresholds.right(&rest), rest.len());
        assert!(right >= 0.96, "{thresholds:?} {right}");
    }
}

#[test]
fn over_random_halves_the_rule_is_better_than_copying() {
    let examples = examples();
    let shares: Vec<f64> = (0..200)
        .map(|split| {
            let mut stream = stream(1, "halves", split);
            let mut keyed: Vec<(f64, Example)> =
                examples.iter().map(|example| (stream.uniform(), *example)).collect();
            keyed.sort_by(|a, b| a.0.total_cmp(&b.0));
            let order: Vec<Example> = keyed.into_iter().map(|(_, example)| example).collect();
            let (learn, rest) = order.split_at(order.len() / 2);
            share(Thresholds::chosen(learn).unwrap().right(rest), rest.len())
        })
        .collect();
    let mean = shares.iter().sum::<f64>() / 200.0;
    let enough = shares.iter().filter(|share| **share >= 0.96).count();
    assert!(mean >= 0.96 && enough >= 130, "{mean} {enough}");
}

#[test]
fn the_default_thresholds_are_those_of_all_occupations_rounded() {
    let examples = examples();
    let (chosen, default) = (Thresholds::chosen(&examples).unwrap(), Thresholds::default());
    assert_eq!(default.right(&examples), 473);
    assert_eq!(chosen.right(&examples), 473);
    assert!((chosen.entry_per_year - default.entry_per_year).abs() < 0.0005, "{chosen:?}");
    assert!((chosen.release - default.release).abs() < 0.01, "{chosen:?}");
    let surplus = examples.iter().filter(|e| e.future == Condition::Surplus).count();
    assert_eq!(surplus, 17);
}
