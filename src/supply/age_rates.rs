//! Participation by single year of age, on the level of the base year's labour force.
//!
//! The logits of single ages lie on a line between knots in the middle of the age groups (a group
//! of more than ten years has a knot near each end, with a level between them); below the first
//! knot the logit falls by [`ENTRY_FALL`] to the first age of all, beyond the last by [`EXIT_FALL`]
//! to age 85. The knots are such that the persons of the base year give each group its rate
//! exactly. Rates by group alone would put all entries and withdrawals at the ages where groups
//! meet.
//!
//! All logits are then moved by one shift so that they give the labour force of the base year. A
//! shift of the logit moves rates near 0 or 1 less and leaves none above 1, which a factor on the
//! rates would.
//!
//! As the retirement age rises after the base year, fewer of each cohort leave near it; see
//! [`AgeRates::retiring_at`].

use crate::codes::AgeGroup;
use crate::codes::Sex;
use crate::error::Result;
use crate::supply::cohort::Cohorts;
use crate::supply::life_table::AGES;
use crate::supply::participation::Band;
use crate::supply::participation::Trends;
use crate::supply::participation::expit;
use crate::supply::retirement;
use crate::supply::retirement::RetirementAges;
use crate::supply::retirement::RetirementHazard;
use crate::units::Year;

/// First age at which people count as of working age.
pub const FIRST_AGE: usize = 15;

/// How far the logit at the first age is below the first knot.
pub const ENTRY_FALL: f64 = 2.0;

/// How far the logit of the oldest is below the last knot.
pub const EXIT_FALL: f64 = 3.0;

/// Age from which the logit falls no more.
const OLDEST_KNOT: f64 = 85.0;

/// Rounds of fitting the knots; each leaves about a quarter of the error.
const ROUNDS: usize = 30;

/// No rate of a single age is above this.
pub const HIGHEST_RATE: f64 = 0.995;

/// Participation by sex and single age for the base year and each year after it.
#[derive(Clone, Debug, PartialEq)]
pub struct AgeRates {
    /// Odds against participation, by years after the base year, sex and age; infinite under 15.
    pub odds_against: Vec<[Vec<f64>; 2]>,
    /// Share points a scenario adds at ages 15 to 64, by years after the base year.
    pub added: Vec<f64>,
    /// Labour force of the base year over what the rates as given would make it.
    pub factor: f64,
}

/// What the labour force rises by, and over how many years.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Change {
    /// Share points at ages 15 to 64, reached at the last year.
    pub points: f64,
    /// Years after the base year.
    pub years: usize,
}

impl AgeRates {
    /// Rates of `trends` for `base`, on the level of `labour_force`; `None` if no rates below one
    /// give so many.
    pub fn new(trends: &Trends, base: &Cohorts, labour_force: f64, change: Change) -> Option<Self> {
        let bands = [0, 1].map(|sex| bands_by_age(trends, Sex::ALL[sex]));
        let levels = [0, 1].map(|sex| base_logits(trends, Sex::ALL[sex], &base.persons[sex]));
        let cells: Vec<(f64, f64)> = (0..2)
            .flat_map(|sex| base.persons[sex].iter().copied().zip(levels[sex].iter().copied()))
            .collect();
        let unscaled: f64 = cells.iter().map(|(n, level)| n * expit(*level)).sum();
        let shift = logit_shift(&cells, labour_force)?;
        let odds_against = (0..=change.years)
            .map(|step| {
                [0, 1].map(|sex: usize| {
                    (0..AGES)
                        .map(|age| {
                            let trend = bands[sex][age].map_or(0.0, |band| {
                                trends.logit(band, step) - trends.logit(band, 0)
                            });
                            (-(levels[sex][age] + shift + trend)).exp()
                        })
                        .collect()
                })
            })
            .collect();
        let share = |step: usize| step as f64 / change.years.max(1) as f64;
        let added = (0..=change.years).map(|step| change.points * share(step)).collect();
        Some(Self { odds_against, added, factor: labour_force / unscaled })
    }

    /// The same rates with the retirement `ages` of every year from `base` on.
    ///
    /// The hazard is what the profile of the base year shows around the age of `base`; each cohort
    /// is followed through the ages of the years it lives through.
    ///
    /// # Errors
    /// [`crate::error::Error::Method`] if no working age is near a retirement age.
    pub fn retiring_at(mut self, ages: &RetirementAges, base: Year) -> Result<Self> {
        let years = self.odds_against.len().saturating_sub(1);
        for sex in Sex::ALL {
            let profile: Vec<f64> = self.odds_against[0][sex.index()][FIRST_AGE..]
                .iter()
                .map(|odds| rate(*odds))
                .collect();
            let hazard = RetirementHazard::observed(&withdrawals(&profile), ages.at(sex, base))?;
            let factors = retirement::kept(&hazard, ages, sex, (base, years));
            for (odds, factors) in self.odds_against.iter_mut().zip(&factors) {
                for (odds, factor) in odds[sex.index()][FIRST_AGE..].iter_mut().zip(factors) {
                    // Rates that do not move keep every digit.
                    if *factor != 1.0 && odds.is_finite() {
                        *odds = 1.0 / (rate(*odds) * factor).min(HIGHEST_RATE) - 1.0;
                    }
                }
            }
        }
        Ok(self)
    }

    /// Rates of a sex `step` years after the base year, the odds against multiplied by
    /// `odds_factors` of the broad ages.
    pub fn rates(&self, step: usize, sex: usize, odds_factors: &[f64; 3], rates: &mut [f64]) {
        let odds = &self.odds_against[step][sex];
        for (broad, ages) in [(0, FIRST_AGE..25), (1, 25..55), (2, 55..AGES)] {
            for age in ages {
                rates[age] = 1.0 / (1.0 + odds[age] * odds_factors[broad]);
            }
        }
        if self.added[step] != 0.0 {
            for rate in &mut rates[FIRST_AGE..65] {
                *rate = (*rate + self.added[step]).clamp(0.0, HIGHEST_RATE);
            }
        }
    }

    /// Labour force by sex and single age of a population `step` years after the base year.
    pub fn labour_force(&self, step: usize, cohorts: &Cohorts) -> [Vec<f64>; 2] {
        [0, 1].map(|sex| {
            let mut rates = vec![0.0; AGES];
            self.rates(step, sex, &[1.0; 3], &mut rates);
            rates.iter().zip(&cohorts.persons[sex]).map(|(rate, n)| rate * n).collect()
        })
    }
}

fn rate(odds_against: f64) -> f64 {
    1.0 / (1.0 + odds_against)
}

/// Share of each age's participants that the next age of the profile no longer has.
fn withdrawals(profile: &[f64]) -> Vec<f64> {
    let gone = |pair: &[f64]| {
        let (now, next) = (pair[0], pair[1]);
        if now > 0.0 { (1.0 - next / now).max(0.0) } else { 0.0 }
    };
    profile.windows(2).map(gone).collect()
}

fn of_sex(trends: &Trends, sex: Sex) -> Vec<&Band> {
    let mut own: Vec<&Band> = trends.bands.iter().filter(|band| band.sex == Some(sex)).collect();
    if own.is_empty() {
        own = trends.bands.iter().filter(|band| band.sex.is_none()).collect();
    }
    own.retain(|band| band.age.to().is_none_or(|to| usize::from(to) >= FIRST_AGE));
    own.sort_by_key(|band| band.age);
    own
}

fn bands_by_age(trends: &Trends, sex: Sex) -> Vec<Option<&Band>> {
    let bands = of_sex(trends, sex);
    (0..AGES).map(|age| bands.iter().copied().find(|b| b.age.contains(age as u8))).collect()
}

/// Logits of single ages in the base year; minus infinity where nobody takes part.
fn base_logits(trends: &Trends, sex: Sex, persons: &[f64]) -> Vec<f64> {
    let bands = of_sex(trends, sex);
    let mut logits = vec![f64::NEG_INFINITY; AGES];
    if let [band] = bands[..] {
        logits[ages_of(band.age)].fill(band.level);
        return logits;
    }
    let knots = knots(&bands);
    let mut levels: Vec<f64> = bands.iter().map(|band| band.level).collect();
    for _ in 0..ROUNDS {
        for (i, band) in bands.iter().enumerate() {
            let whole: f64 = persons[ages_of(band.age)].iter().sum();
            levels[i] = fitted_level(&knots, &levels, i, (band, persons, whole));
        }
    }
    for band in &bands {
        for age in ages_of(band.age) {
            logits[age] = between(&knots, &levels, age as f64 + 0.5);
        }
    }
    logits
}

/// A point of the curve: its age, the group whose level it follows, and how far below that.
struct Knot {
    age: f64,
    group: usize,
    below: f64,
}

fn knots(bands: &[&Band]) -> Vec<Knot> {
    let mut knots = Vec::new();
    for (group, band) in bands.iter().enumerate() {
        let ages = ages_of(band.age);
        let (start, end) = (ages.start as f64, ages.end as f64);
        let knot = |age: f64, below: f64| Knot { age, group, below };
        if group == 0 && ages.start == FIRST_AGE {
            knots.push(knot(start, ENTRY_FALL));
        }
        match band.age.to() {
            Some(_) if end - start <= 10.0 => knots.push(knot(f64::midpoint(start, end), 0.0)),
            Some(_) => knots.extend([knot(start + 5.0, 0.0), knot(end - 5.0, 0.0)]),
            None => {
                knots.push(knot(start + 2.5, 0.0));
                if start < 50.0 {
                    knots.push(knot(55.0, 0.0));
                }
                knots.push(knot(OLDEST_KNOT.max(start + 5.0), EXIT_FALL));
            }
        }
    }
    knots
}

/// The logit at exact age `age`.
fn between(knots: &[Knot], levels: &[f64], age: f64) -> f64 {
    let value = |knot: &Knot| levels[knot.group] - knot.below;
    let after = knots.partition_point(|knot| knot.age <= age);
    match (after.checked_sub(1).map(|i| &knots[i]), knots.get(after)) {
        (Some(left), Some(right)) => {
            let part = (age - left.age) / (right.age - left.age);
            value(left) + part * (value(right) - value(left))
        }
        (Some(only), None) | (None, Some(only)) => value(only),
        (None, None) => f64::NEG_INFINITY,
    }
}

/// The level of group `i` at which its persons give its rate, the other levels as they are.
fn fitted_level(
    knots: &[Knot],
    levels: &[f64],
    i: usize,
    (band, persons, whole): (&Band, &[f64], f64),
) -> f64 {
    if whole <= 0.0 {
        return band.level;
    }
    let mut trial = levels.to_vec();
    let (mut low, mut high) = (band.level - 20.0, band.level + 20.0);
    for _ in 0..50 {
        trial[i] = f64::midpoint(low, high);
        let active: f64 = ages_of(band.age)
            .map(|age| persons[age] * expit(between(knots, &trial, age as f64 + 0.5)))
            .sum();
        if active < whole * expit(band.level) { low = trial[i] } else { high = trial[i] }
    }
    f64::midpoint(low, high)
}

fn ages_of(group: AgeGroup) -> std::ops::Range<usize> {
    let to = group.to().map_or(AGES, |to| (usize::from(to) + 1).min(AGES));
    usize::from(group.from()).clamp(FIRST_AGE, to.max(FIRST_AGE))..to.max(FIRST_AGE)
}

/// The shift of all logits at which the persons of `cells` (persons, logit) who take part are
/// `target`; `None` if that is not between 0 and the share [`HIGHEST_RATE`] of those who may.
fn logit_shift(cells: &[(f64, f64)], target: f64) -> Option<f64> {
    let may: f64 = cells.iter().filter(|(_, level)| level.is_finite()).map(|(n, _)| n).sum();
    if !(target > 0.0 && target < HIGHEST_RATE * may) {
        return None;
    }
    let (mut low, mut high) = (-40.0, 40.0);
    for _ in 0..200 {
        let middle = f64::midpoint(low, high);
        let taking_part: f64 = cells.iter().map(|(n, level)| n * expit(level + middle)).sum();
        if taking_part < target { low = middle } else { high = middle }
    }
    Some(f64::midpoint(low, high))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::supply::participation::logit;

    fn trends() -> Trends {
        let mut trends = Trends::constant(0.5, 15);
        let like = trends.bands[0].clone();
        let band = |age, rate: f64| {
            let mut band = like.clone();
            (band.age, band.level) = (age, logit(rate));
            band
        };
        trends.bands = vec![
            band(AgeGroup::closed(15, 24), 0.5),
            band(AgeGroup::closed(25, 54), 0.92),
            band(AgeGroup::closed(55, 64), 0.76),
            band(AgeGroup::open(65), 0.38),
        ];
        trends
    }

    fn population() -> Cohorts {
        let falling: Vec<f64> = (0..AGES).map(|age| 1000.0 - 9.0 * age as f64).collect();
        Cohorts { persons: [falling.clone(), falling] }
    }

    const STILL: Change = Change { points: 0.0, years: 2 };

    #[test]
    fn each_group_keeps_its_rate_and_the_curve_is_smooth() {
        let population = population();
        let logits = base_logits(&trends(), Sex::Female, &population.persons[0]);
        for (ages, rate) in [(15..25, 0.5), (25..55, 0.92), (55..65, 0.76), (65..AGES, 0.38)] {
            let whole: f64 = population.persons[0][ages.clone()].iter().sum();
            let active: f64 = ages.map(|age| population.persons[0][age] * expit(logits[age])).sum();
            assert!((active / whole - rate).abs() < 1e-9, "{rate}: {}", active / whole);
        }
        let rates: Vec<f64> = logits.iter().map(|l| expit(*l)).collect();
        assert!(rates[15] < 0.2 && rates[24] > 0.6 && rates[14] == 0.0, "{:?}", &rates[14..26]);
        assert!(rates[15..40].windows(2).all(|pair| pair[1] > pair[0] - 0.01));
        assert!(rates[45..].windows(2).all(|pair| pair[1] < pair[0] + 0.01));
    }

    #[test]
    fn the_labour_force_of_the_base_year_is_met_and_no_rate_passes_one() {
        let population = population();
        let rates = AgeRates::new(&trends(), &population, 80_000.0, STILL).unwrap();
        let active: f64 = rates.labour_force(0, &population).iter().flatten().sum();
        assert!((active - 80_000.0).abs() < 1e-6 * 80_000.0, "{active}");
        assert!(rates.factor > 1.0);
        for (active, n) in rates.labour_force(2, &population)[0].iter().zip(&population.persons[0])
        {
            assert!(active <= n);
        }
    }

    #[test]
    fn more_workers_than_people_are_refused() {
        assert!(AgeRates::new(&trends(), &population(), 1e6, STILL).is_none());
    }

    #[test]
    fn a_change_is_reached_at_the_last_year_at_working_ages_only() {
        let population = population();
        let change = Change { points: 0.02, years: 4 };
        let rates = AgeRates::new(&trends(), &population, 60_000.0, change).unwrap();
        let mut by_age = vec![0.0; AGES];
        let at = |step: usize, age: usize, by_age: &mut Vec<f64>| {
            rates.rates(step, 0, &[1.0; 3], by_age);
            by_age[age]
        };
        let start = at(0, 30, &mut by_age);
        assert!((at(2, 30, &mut by_age) - start - 0.01).abs() < 1e-12);
        assert!((at(4, 30, &mut by_age) - start - 0.02).abs() < 1e-12);
        assert_eq!(at(4, 70, &mut by_age), at(0, 70, &mut by_age));
    }

    #[test]
    fn a_later_retirement_age_keeps_people_near_it_and_nobody_else() {
        let population = population();
        let change = Change { points: 0.0, years: 10 };
        let still = AgeRates::new(&trends(), &population, 60_000.0, change).unwrap();
        let constant = RetirementAges::new([(Year(2025), [72.0; 2])].into()).unwrap();
        let same = still.clone().retiring_at(&constant, Year(2025)).unwrap();
        assert_eq!(same, still);
        let ages = RetirementAges::new([(Year(2025), [72.0; 2]), (Year(2026), [73.0; 2])].into());
        let moved = still.clone().retiring_at(&ages.unwrap(), Year(2025)).unwrap();
        let at = |rates: &AgeRates, step: usize, age: usize| {
            let mut by_age = vec![0.0; AGES];
            rates.rates(step, 0, &[1.0; 3], &mut by_age);
            by_age[age]
        };
        for (step, age) in [(0, 72), (5, 55), (1, 82)] {
            assert_eq!(at(&moved, step, age), at(&still, step, age), "{step} {age}");
        }
        // After ten years those of 75 have lived the window under the later age, where the profile
        // falls faster with every age: they take part as those of 74 did.
        let gain = at(&moved, 10, 75) / at(&still, 10, 75);
        let profile = at(&still, 0, 74) / at(&still, 0, 75);
        assert!(gain > 1.0 && (gain - profile).abs() < 0.01, "{gain} {profile}");
        assert!(at(&moved, 1, 75) > at(&still, 1, 75));
        assert!(at(&moved, 1, 75) < at(&moved, 10, 75));
    }
}
