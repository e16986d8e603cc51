//! Jobs of projects known beforehand (method D6), kept apart from the forecast.
//!
//! ```text
//! ΔE_s(t) = Σ_p jobs_p · (1 − displacement_p) · [ramp_p(t) − ramp_p(T)] · factor
//! ramp_p(t) = min(1, (t − start + 1) / (ramp_years + 1))  from start on, else 0
//! ```
//! Jobs that exist in the base year `T` already are part of employment and not counted again. A
//! forecast from the past holds as many new projects as the past did; only projects beyond that
//! belong here, or they are counted twice.

use crate::codes::SectorCode;
use crate::dataset::KnownProject;
use crate::model::Sector;
use crate::units::Year;

/// Share of a project's jobs that exist in `year`.
fn ramp(project: &KnownProject, year: Year) -> f64 {
    let years = year.since(project.start);
    if years < 0 {
        return 0.0;
    }
    (f64::from(years + 1) / (f64::from(project.ramp_years) + 1.0)).min(1.0)
}

/// Position on the axis of the sector that a code is, or is a part of.
fn position(sectors: &[Sector], code: &SectorCode) -> Option<usize> {
    sectors.iter().position(|sector| {
        sector.code.classification() == code.classification()
            && code.sections().chars().all(|section| sector.code.sections().contains(section))
    })
}

/// Jobs by sector and year after `base`, in persons; projects outside the axis are left out.
pub(crate) fn jobs(
    projects: &[KnownProject],
    sectors: &[Sector],
    base: Year,
    n_years: usize,
) -> Vec<Vec<f64>> {
    let mut jobs = vec![vec![0.0; n_years]; sectors.len()];
    for project in projects {
        let Some(sector) = position(sectors, &project.sector) else { continue };
        let before = ramp(project, base);
        for (year, jobs) in (1..).zip(&mut jobs[sector]) {
            let share = ramp(project, base.plus(year)) - before;
            *jobs += project.jobs * (1.0 - project.displacement) * share;
        }
    }
    jobs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Text;
    use crate::status::Status;

    fn project(start: i32, sector: &str) -> KnownProject {
        KnownProject {
            name: "Vân Phong".to_owned(),
            sector: sector.parse().unwrap(),
            start: Year(start),
            jobs: 1000.0,
            ramp_years: 3,
            displacement: 0.2,
            status: Status::Assumed,
        }
    }

    fn axis() -> Vec<Sector> {
        ["VSIC2018:C", "VSIC2018:HJ"]
            .map(|code| Sector {
                code: code.parse().unwrap(),
                title: Text::default(),
                short: Text::default(),
            })
            .to_vec()
    }

    #[test]
    fn jobs_come_step_by_step_less_those_that_others_lose() {
        let jobs = jobs(&[project(2027, "VSIC2018:H")], &axis(), Year(2025), 6);
        assert_eq!(jobs[1], [0.0, 200.0, 400.0, 600.0, 800.0, 800.0]);
        assert_eq!(jobs[0], [0.0; 6]);
    }

    #[test]
    fn jobs_of_the_base_year_are_not_counted_again_nor_those_of_other_axes() {
        let projects = [project(2024, "VSIC2018:C"), project(2024, "VSIC2025:C")];
        let jobs = jobs(&projects, &axis(), Year(2025), 3);
        assert_eq!(jobs[0], [200.0, 400.0, 400.0]);
    }
}
