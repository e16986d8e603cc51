//! From graduates to entrants of the labour force (method S4).
//!
//! ```text
//! entrants(t) = G(t)·(1 − u)·a·[ s + (1 − s)·ρ ]
//! left(t)     = G(t)·(1 − u)·a − entrants(t)
//! A(t)        = A(t−1)·(1 − β) + left(t)             those away, A(0) given
//! returned(t) = A(t−1)·β
//! ```
//! `G` graduates, `u` share who study on, `a` participation, `s` share who stay in the area. Two
//! levers belong to a scenario: `ρ`, the share of those about to leave who are kept, and `β`, the
//! share of those away who come back in a year. At 0 both do nothing, to the last bit.
//!
//! Every graduate is counted once: graduates = entrants + left + studying on + outside the labour
//! force. It leaves out deaths of those away, and returns beyond the lever: migrants
//! of other origin are a matter of the stock.

use crate::error::Result;
use crate::language::Text;
use crate::paths::Paths;
use crate::training::pipeline::Graduates;
use crate::training::{check_amount, check_share, refuse};

/// What becomes of the graduates of one programme, as shares between 0 and 1.
#[derive(Clone, Debug, PartialEq)]
pub struct EntryRates {
    /// The programme's name, for messages.
    pub name: Text,
    /// Share of graduates who study on.
    pub further_study: f64,
    /// Share of the others who enter a labour force.
    pub participation: f64,
    /// Share of these who do so in the area.
    pub stay: f64,
    /// Graduates of earlier years who live elsewhere, in persons; 0 if only those who leave from
    /// now on can come back.
    pub away: f64,
}

/// What a scenario does to keep graduates and bring them back.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Levers {
    /// Share of those about to leave who are kept; 0 changes nothing.
    pub retention: f64,
    /// Share of those away who come back in a year; 0 changes nothing.
    pub return_rate: f64,
}

/// Entrants by programme, draw and year, in persons, and what becomes of other graduates.
#[derive(Clone, Debug, PartialEq)]
pub struct Entrants {
    /// Entrants among those who had begun training by the base year.
    pub enrolled: Paths,
    /// Entrants among those who begin later.
    pub future: Paths,
    /// Those who come back.
    pub returned: Paths,
    /// Graduates who leave the area.
    pub left: Paths,
    /// Graduates who study on.
    pub studying_on: Paths,
    /// Graduates who stay out of the labour force.
    pub outside: Paths,
}

impl Entrants {
    /// All who come into the labour force of the area with a new qualification, or back with one.
    pub fn total(&self) -> Paths {
        self.enrolled.zip_with(&self.future, |a, b| a + b).zip_with(&self.returned, |a, b| a + b)
    }
}

/// Entrants of every programme; `levers` are those of the programme of the same position.
///
/// # Errors
/// [`crate::error::Error::Method`] if a share lies outside 0 to 1 or programmes are missing.
pub fn entrants(
    graduates: &Graduates,
    rates: &[EntryRates],
    levers: &[Levers],
) -> Result<Entrants> {
    check(graduates, rates, levers)?;
    let (enrolled, future) = (&graduates.enrolled, &graduates.future);
    let entering = |p: usize| {
        let (rates, lever) = (&rates[p], &levers[p]);
        let kept = rates.stay + (1.0 - rates.stay) * lever.retention;
        (1.0 - rates.further_study) * rates.participation * kept
    };
    let of_each = |share: &dyn Fn(usize) -> f64| (0..rates.len()).map(share).collect::<Vec<f64>>();
    let all = graduates.total();
    let of_all = |share: &dyn Fn(usize) -> f64| all.times(&of_each(share));
    let left = of_all(&|p| {
        (1.0 - rates[p].further_study)
            * rates[p].participation
            * ((1.0 - rates[p].stay) * (1.0 - levers[p].retention))
    });
    let entering = of_each(&entering);
    Ok(Entrants {
        enrolled: enrolled.times(&entering),
        future: future.times(&entering),
        returned: returned(&left, rates, levers),
        left,
        studying_on: of_all(&|p| rates[p].further_study),
        outside: of_all(&|p| (1.0 - rates[p].further_study) * (1.0 - rates[p].participation)),
    })
}

/// Those who come back in a year, out of those away at the end of the year before.
fn returned(left: &Paths, rates: &[EntryRates], levers: &[Levers]) -> Paths {
    let mut returned = Paths::zeros(left.first(), left.n_series(), left.n_draws(), left.n_years());
    for (p, (rates, lever)) in rates.iter().zip(levers).enumerate() {
        for draw in 0..left.n_draws() {
            let mut away = rates.away;
            for (back, gone) in returned.path_mut(p, draw).iter_mut().zip(left.path(p, draw)) {
                *back = away * lever.return_rate;
                away += gone - *back;
            }
        }
    }
    returned
}

fn check(graduates: &Graduates, rates: &[EntryRates], levers: &[Levers]) -> Result<()> {
    let n = graduates.enrolled.n_series();
    if rates.len() != n || levers.len() != n {
        return refuse(
            format!("{n} chương trình nhưng {} tỷ lệ, {} đòn bẩy", rates.len(), levers.len()),
            format!("{n} programmes but rates of {} and levers of {}", rates.len(), levers.len()),
        );
    }
    for (rates, lever) in rates.iter().zip(levers) {
        for (share, vi, en) in [
            (rates.further_study, "tỷ lệ học tiếp", "the share who study on"),
            (rates.participation, "tỷ lệ tham gia lực lượng lao động", "participation"),
            (rates.stay, "tỷ lệ ở lại", "the share who stay"),
            (lever.retention, "tỷ lệ giữ chân", "retention"),
            (lever.return_rate, "tỷ lệ trở về", "the rate of return"),
        ] {
            check_share(share, &rates.name, &Text::new(vi, en))?;
        }
        let away = Text::new("số người ở nơi khác", "the number of those away");
        check_amount(rates.away, &rates.name, &away)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::Year;

    fn graduates() -> Graduates {
        let mut enrolled = Paths::zeros(Year(2026), 1, 1, 3);
        enrolled.path_mut(0, 0).copy_from_slice(&[100.0, 100.0, 0.0]);
        let mut future = Paths::zeros(Year(2026), 1, 1, 3);
        future.path_mut(0, 0).copy_from_slice(&[0.0, 0.0, 200.0]);
        Graduates { intake: future.clone(), enrolled, future, fallbacks: Vec::new() }
    }

    fn rates() -> EntryRates {
        let name = Text::new("du lịch", "tourism");
        EntryRates { name, further_study: 0.2, participation: 0.9, stay: 0.75, away: 0.0 }
    }

    #[test]
    fn entrants_by_hand() {
        // 100 · 0.8 · 0.9 = 72, of whom 54 stay.
        let found = entrants(&graduates(), &[rates()], &[Levers::default()]).unwrap();
        let near = |path: &[f64], expected: [f64; 3]| {
            assert!(path.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-12), "{path:?}");
        };
        near(found.total().path(0, 0), [54.0, 54.0, 108.0]);
        near(found.left.path(0, 0), [18.0, 18.0, 36.0]);
        near(found.studying_on.path(0, 0), [20.0, 20.0, 40.0]);
        near(found.outside.path(0, 0), [8.0, 8.0, 16.0]);
    }

    #[test]
    fn levers_keep_half_of_the_leavers_and_bring_back_a_tenth() {
        let lever = Levers { retention: 0.5, return_rate: 0.1 };
        let found = entrants(&graduates(), &[rates()], &[lever]).unwrap();
        // 54 + 9 stay and 9 leave; 0.9 and 0.1·(9 − 0 + 9 − 0.9) come back.
        let total = found.total();
        for (value, expected) in total.path(0, 0).iter().zip([63.0, 63.9, 126.0 + 1.71]) {
            assert!((value - expected).abs() < 1e-12, "{value} {expected}");
        }
    }

    #[test]
    fn levers_at_zero_change_no_bit() {
        let found = entrants(&graduates(), &[rates()], &[Levers::default()]).unwrap();
        let plain = |g: f64| g * ((1.0 - 0.2) * 0.9 * 0.75);
        assert_eq!(found.total().path(0, 0), [100.0, 100.0, 200.0].map(plain));
        assert_eq!(found.returned.path(0, 0), [0.0; 3]);
    }

    #[test]
    fn a_share_above_one_names_the_programme() {
        let wrong = EntryRates { stay: 1.2, ..rates() };
        let error = entrants(&graduates(), &[wrong], &[Levers::default()]).unwrap_err();
        assert!(error.to_string().contains("tourism: the share who stay is 1.2"), "{error}");
    }
}
