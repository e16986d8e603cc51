//! Replacement and openings of every area by sector: the exits of the whole shared out over the areas.
//!
//! ```text
//! x(s,t)    = [withdrawals(s,t) + deaths(s,t)]/N(s,t−1)                    of the whole
//! y(c)      = 1 − L(c+1,T+1)/L(c,T)                                        of the whole
//! w(a,t)    = Σ_c P(a,c,t−1) r(c,t−1) y(c) / Σ_c P(a,c,t−1) r(c,t−1)
//! RD(a,s,t) = x(s,t) Σ_b D(b,s,t−1) · w(a,t) D(a,s,t−1) / Σ_b w(b,t) D(b,s,t−1)
//! ED(a,s,t) = D(a,s,t) − D(a,s,t−1)
//! openings  = max(ED, 0) + max(RD + min(ED, 0), 0)
//! ```
//! `D`: employment wanted in the draw, in the base year the structure in the draw; `L`: labour force of the whole by sex
//! and single age; `P`, `r`: population of the area and rates of the standard by cell `c`. `w` is the share that would leave
//! an area in a year if its people of each age left as in the whole: an old area has more to replace. It is one where the
//! whole has no labour force by age. In every draw, year and sector `RD` adds up to the exits of the whole.
//!
//! Openings follow from the expansion and the replacement of each area and add up over areas and sectors. Their sum is
//! above what the whole alone would have, because posts that end in one area fill none in another; the difference is in
//! `unreplaced`.
//!
//! # Assumptions
//! Workers of one age leave at the same rate in every area and leave every sector as in the whole; the ages of an area's
//! workers are those of its labour force in all its sectors. While the record of the whole goes on beyond the areas' base
//! year, `x` is that of its first projected year.
//!
//! # Source
//! Willems & de Grip (1993), IJF 9(2) (replacement demand); rule of openings: [`crate::balance::openings`]; indirect
//! standardisation by age: Inskip, Beral, Fraser & Haskey (1983), Statistics in Medicine 2.

use crate::areas::figures::Figures;
use crate::areas::spread::Spread;
use crate::areas::whole::Whole;
use crate::balance::openings::{openings_of, unreplaced_of};
use crate::codes::{AgeGroup, Sex};
use crate::paths::Paths;
use crate::supply::age_rates::FIRST_AGE;
use crate::supply::labour::Layout;

/// What of the whole's replacement falls to each area.
#[derive(Clone, Debug, PartialEq)]
pub struct Replacement {
    /// Exits per tilted worker of the year before, a series a sector.
    rates: Paths,
    /// `w`, by area without parts and year.
    tilts: Vec<Vec<f64>>,
}

/// Flows of an area in persons a year: sectors, their sum last.
#[derive(Clone, Debug, PartialEq)]
pub struct Flows {
    /// Change of employment over the year before.
    pub expansion: Paths,
    /// Workers who retire, withdraw or die.
    pub replacement: Paths,
    /// Openings for entrants.
    pub openings: Paths,
    /// Separations that falling employment leaves without replacement.
    pub unreplaced: Paths,
}

impl Flows {
    /// Adds the flows of a part.
    pub fn add(&mut self, part: &Self) {
        self.expansion.add(&part.expansion);
        self.replacement.add(&part.replacement);
        self.openings.add(&part.openings);
        self.unreplaced.add(&part.unreplaced);
    }
}

impl Replacement {
    /// The exits of `whole` shared out over areas with employment `base` in the base year and `demand` later.
    pub fn of(figures: &Figures, whole: &Whole, (base, demand): (&Spread, &Spread)) -> Self {
        let tilts = tilts(figures, &whole.leaving);
        let rates = whole.exits.map_cells(|sector, draw, year| {
            let (mut workers, mut tilted) = (0.0, 0.0);
            for (area, tilts) in tilts.iter().enumerate() {
                let before = match year {
                    0 => base.cell((area, sector), draw, 0),
                    year => demand.cell((area, sector), draw, year - 1),
                };
                workers += before;
                tilted += tilts[year] * before;
            }
            let exits = whole.exits.path(sector, draw)[year] * workers;
            if tilted > 0.0 { exits / tilted } else { 0.0 }
        });
        Self { rates, tilts }
    }

    /// Flows of the area at `area`, whose employment is `base` in the base year and `demand` later.
    pub fn flows(&self, area: usize, (base, demand): (&Paths, &Paths)) -> Flows {
        let before = |sector: usize, draw: usize, year: usize| match year {
            0 => base.path(sector, draw)[0],
            year => demand.path(sector, draw)[year - 1],
        };
        let expansion = demand.map_cells(|sector, draw, year| {
            demand.path(sector, draw)[year] - before(sector, draw, year)
        });
        let replacement = self.rates.map_cells(|sector, draw, year| {
            let rate = self.rates.path(sector, draw)[year] * self.tilts[area][year];
            rate * before(sector, draw, year)
        });
        Flows {
            openings: expansion.zip_with(&replacement, openings_of).with_total(),
            unreplaced: expansion.zip_with(&replacement, unreplaced_of).with_total(),
            expansion: expansion.with_total(),
            replacement: replacement.with_total(),
        }
    }
}

/// Workers of the whole by sex and single age, and the share of them that is gone a year later, in the order of
/// [`Layout::BY_AGE`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Leaving {
    /// Workers; none where ages are not told apart.
    pub workers: Vec<f64>,
    /// The share gone.
    pub gone: Vec<f64>,
}

impl Leaving {
    /// Share of the workers of a sex and an age group who are gone a year later.
    fn rate(&self, sex: Sex, age: AgeGroup) -> f64 {
        let layout = Layout::BY_AGE;
        let block = sex.index() * layout.ages;
        let of_age = (0..layout.ages).filter(|at| age.contains((at + FIRST_AGE) as u8));
        let (mut workers, mut gone) = (0.0, 0.0);
        for cell in of_age.map(|at| block + at) {
            workers += self.workers[cell];
            gone += self.workers[cell] * self.gone[cell];
        }
        if workers > 0.0 { gone / workers } else { 0.0 }
    }
}

/// `w` of every area without parts in every year of the projection.
fn tilts(figures: &Figures, leaving: &Leaving) -> Vec<Vec<f64>> {
    let rates: Vec<f64> = if leaving.workers.is_empty() {
        vec![1.0; figures.cells.len()]
    } else {
        figures.cells.iter().map(|(sex, age)| leaving.rate(*sex, *age)).collect()
    };
    let years = figures.base..figures.base + figures.horizon();
    let of_area = |node: usize| {
        let of_year = |year: usize| {
            let cells = figures.population[node][year].iter().zip(&figures.rates[year]);
            let (mut force, mut gone) = (0.0, 0.0);
            for ((persons, participating), rate) in cells.zip(&rates) {
                force += persons * participating;
                gone += persons * participating * rate;
            }
            if force > 0.0 { gone / force } else { 1.0 }
        };
        years.clone().map(of_year).collect()
    };
    (figures.tree.n_aggregates()..figures.tree.n_nodes()).map(of_area).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rate_of_an_age_group_is_that_of_its_workers() {
        let layout = Layout::BY_AGE;
        let mut leaving =
            Leaving { workers: vec![1.0; layout.cells()], gone: vec![0.0; layout.cells()] };
        // Men of 60 are three of seven in their group, and a third of them leave.
        let sixty = layout.ages + 60 - FIRST_AGE;
        (leaving.workers[sixty], leaving.gone[sixty]) = (3.0, 1.0 / 3.0);
        let found = leaving.rate(Sex::Male, AgeGroup::closed(60, 64));
        assert!((found - 1.0 / 7.0).abs() < 1e-12, "{found}");
        assert_eq!(leaving.rate(Sex::Female, AgeGroup::closed(60, 64)), 0.0);
    }
}
