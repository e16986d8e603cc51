//! Flow gap, ITA and adequacy, from sample paths.
//!
//! # Source
//! ITA (indicator of the future labour-market situation by education): ROA; adequacy: health
//! workforce projections of the US Health Resources and Services Administration.

use crate::balance::class::GapClass;
use crate::conditions::error;
use crate::error::Result;
use crate::paths::{Paths, Summary};

/// Openings and those who look for them, in persons a year; one series a group.
#[derive(Clone, Copy, Debug)]
pub struct Flows<'a> {
    /// Openings for entrants.
    pub openings: &'a Paths,
    /// Entrants: graduates, in-migrants, returners, those who move in.
    pub seekers: &'a Paths,
    /// Short-term unemployed at the start by group, in persons; empty if not known.
    pub unemployed: &'a [f64],
}

impl Flows<'_> {
    fn check(&self) -> Result<()> {
        let shape =
            |paths: &Paths| (paths.first(), paths.n_series(), paths.n_draws(), paths.n_years());
        let pool = self.unemployed;
        let fits = pool.is_empty() || pool.len() == self.openings.n_series();
        if shape(self.openings) == shape(self.seekers) && fits {
            return Ok(());
        }
        Err(error(
            "chỗ làm mới, người tìm việc và người thất nghiệp cần cùng nhóm, cùng năm và cùng số đường mô phỏng",
            "openings, seekers and unemployed need the same groups, years and draws",
        ))
    }

    fn pool(&self, series: usize) -> f64 {
        self.unemployed.get(series).copied().unwrap_or_default()
    }
}

/// Seekers less openings summed from the first year, the unemployed of the start included;
/// negative: shortage.
///
/// # Errors
/// If the shapes differ.
pub fn flow_gap(flows: &Flows<'_>) -> Result<Paths> {
    flows.check()?;
    let gap = flows.seekers.zip_with(flows.openings, |seekers, openings| seekers - openings);
    let mut gap = gap.cumulated();
    for series in 0..gap.n_series() {
        let pool = flows.pool(series);
        gap.series_mut(series).iter_mut().for_each(|gap| *gap += pool);
    }
    Ok(gap)
}

/// Ascending bounds of ITA between the five classes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ItaBounds(pub [f64; 4]);

impl Default for ItaBounds {
    /// 0.85, 1.00, 1.05 and 1.15: the cuts between ROA's five classes of prospects.
    fn default() -> Self {
        Self([0.85, 1.0, 1.05, 1.15])
    }
}

impl ItaBounds {
    /// The class of `seekers` for `openings`. Without openings, seekers are a large surplus and
    /// nobody is balance.
    pub fn class(&self, seekers: f64, openings: f64) -> GapClass {
        if openings <= 0.0 {
            return if seekers > 0.0 { GapClass::LargeSurplus } else { GapClass::Balance };
        }
        let above = self.0.iter().filter(|bound| seekers / openings >= **bound).count();
        GapClass::ALL.get(above).copied().unwrap_or(GapClass::LargeSurplus)
    }
}

/// ITA of one group over the years up to one year.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ita {
    /// Mean seekers for one mean opening; `None` without openings.
    pub ratio: Option<f64>,
    /// The ratio over the draws; `None` if a draw has no openings.
    pub band: Option<Summary>,
    /// The class of the means.
    pub class: GapClass,
    /// Share of draws in each class, in the order of [`GapClass::ALL`].
    pub probabilities: [f64; 5],
}

/// ITA by group and year, each over the years from the first to it.
///
/// # Errors
/// If the shapes differ or the bounds do not ascend.
pub fn ita(flows: &Flows<'_>, bounds: &ItaBounds) -> Result<Vec<Vec<Ita>>> {
    flows.check()?;
    if !bounds.0.is_sorted_by(|a, b| a < b) {
        return Err(error("ngưỡng ITA cần tăng dần", "the bounds of ITA must ascend"));
    }
    let (openings, seekers) = (flows.openings.cumulated(), flows.seekers.cumulated());
    let of = |series: usize, year: usize| {
        let pool = flows.pool(series);
        let draws = openings.n_draws();
        let (mut wanted, mut there) = (0.0, 0.0);
        let mut ratios = Vec::with_capacity(draws);
        let mut counts = [0_usize; 5];
        for draw in 0..draws {
            let opening = openings.path(series, draw)[year];
            let seeker = seekers.path(series, draw)[year] + pool;
            wanted += opening;
            there += seeker;
            ratios.extend((opening > 0.0).then(|| seeker / opening));
            counts[bounds.class(seeker, opening) as usize] += 1;
        }
        Ita {
            ratio: (wanted > 0.0).then(|| there / wanted),
            band: (draws > 0 && ratios.len() == draws).then(|| Summary::of(ratios)),
            class: bounds.class(there, wanted),
            probabilities: counts.map(|count| count as f64 / draws.max(1) as f64),
        }
    };
    let years = openings.n_years();
    Ok((0..openings.n_series()).map(|s| (0..years).map(|y| of(s, y)).collect()).collect())
}

/// Supply as a percentage of demand of one series in one year; `None` if a draw has no demand.
///
/// # Errors
/// If the shapes differ.
pub fn adequacy(
    supply: &Paths,
    demand: &Paths,
    series: usize,
    year: usize,
) -> Result<Option<Summary>> {
    Flows { openings: demand, seekers: supply, unemployed: &[] }.check()?;
    let wanted = demand.draws(series, year);
    if wanted.iter().any(|demand| *demand <= 0.0) {
        return Ok(None);
    }
    let percent = supply.draws(series, year).into_iter().zip(&wanted).map(|(s, d)| 100.0 * s / d);
    Ok(Some(Summary::of(percent.collect())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::Year;

    fn paths(draws: &[[f64; 2]]) -> Paths {
        let mut paths = Paths::zeros(Year(2026), 1, draws.len(), 2);
        for (draw, values) in draws.iter().enumerate() {
            paths.path_mut(0, draw).copy_from_slice(values);
        }
        paths
    }

    #[test]
    fn the_flow_gap_and_ita_add_the_years_and_the_unemployed() {
        let openings = paths(&[[10.0, 30.0], [10.0, 10.0]]);
        let seekers = paths(&[[10.0, 10.0], [10.0, 20.0]]);
        let flows = Flows { openings: &openings, seekers: &seekers, unemployed: &[2.0] };
        let gap = flow_gap(&flows).unwrap();
        assert_eq!((gap.path(0, 0), gap.path(0, 1)), (&[2.0, -18.0][..], &[2.0, 12.0][..]));
        let ita = ita(&flows, &ItaBounds::default()).unwrap();
        assert_eq!(ita[0][1].ratio, Some(54.0 / 60.0));
        assert_eq!(ita[0][1].class, GapClass::Shortage);
        let band = ita[0][1].band.unwrap();
        // Ratios of 22/40 and 32/20.
        assert!(band.p10 > 0.55 && band.p10 < 0.7 && band.p90 > 1.4 && band.p90 < 1.6, "{band:?}");
        assert_eq!(ita[0][1].probabilities, [0.5, 0.0, 0.0, 0.0, 0.5]);
        assert_eq!(ita[0][0].class, GapClass::LargeSurplus);
    }

    #[test]
    fn classes_change_at_their_bounds() {
        let bounds = ItaBounds::default();
        let class = |ita| bounds.class(ita, 1.0);
        assert_eq!(
            [class(0.84), class(0.85), class(1.0)],
            [GapClass::LargeShortage, GapClass::Shortage, GapClass::Balance]
        );
        assert_eq!([class(1.05), class(1.15)], [GapClass::Surplus, GapClass::LargeSurplus]);
        assert_eq!(bounds.class(0.0, 0.0), GapClass::Balance);
        assert_eq!(bounds.class(1.0, 0.0), GapClass::LargeSurplus);
    }

    #[test]
    fn adequacy_is_a_percentage_and_absent_without_demand() {
        let (supply, demand) = (paths(&[[90.0, 1.0]]), paths(&[[120.0, 0.0]]));
        assert_eq!(adequacy(&supply, &demand, 0, 0).unwrap().unwrap().p50, 75.0);
        assert_eq!(adequacy(&supply, &demand, 0, 1).unwrap(), None);
        let other = Paths::zeros(Year(2027), 1, 1, 2);
        assert!(adequacy(&supply, &other, 0, 0).is_err());
        let bounds = ItaBounds([1.0, 1.0, 1.1, 1.2]);
        let flows = Flows { openings: &demand, seekers: &supply, unemployed: &[] };
        assert!(ita(&flows, &bounds).is_err());
    }
}
