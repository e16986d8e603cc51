//! The public workforce in draws: stocks, flows, qualifications and places of training.

use rayon::iter::{IntoParallelIterator, ParallelIterator};

use crate::dataset::public::{PublicStandard, PublicTables};
use crate::error::Result;
use crate::paths::Paths;
use crate::public_workforce::plan::{Body, bodies};
use crate::public_workforce::standards::{StandardYear, training_need};
use crate::public_workforce::stock::{GradeYear, Plan, Projection};
use crate::supply::retirement::RetirementAges;
use crate::units::Year;

/// A figure of a grade.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Figure {
    /// Posts.
    Posts,
    /// Persons in post.
    InPost,
    /// Posts less persons.
    Vacancies,
    /// Persons above the posts before anybody is appointed.
    AbovePosts,
    /// Appointments made.
    Appointments,
    /// Appointments that would fill every post.
    AppointmentsNeeded,
    /// Retirements.
    Retirements,
    /// Resignations and planned departures.
    Resignations,
    /// Promotions into the next grade.
    Promotions,
}

impl Figure {
    /// Every figure, in the order of the table.
    pub const ALL: [Self; 9] = [
        Self::Posts,
        Self::InPost,
        Self::Vacancies,
        Self::AbovePosts,
        Self::Appointments,
        Self::AppointmentsNeeded,
        Self::Retirements,
        Self::Resignations,
        Self::Promotions,
    ];

    /// The measure in result tables.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Posts => "posts",
            Self::InPost => "in_post",
            Self::Vacancies => "vacancies",
            Self::AbovePosts => "above_posts",
            Self::Appointments => "appointments",
            Self::AppointmentsNeeded => "appointments_needed",
            Self::Retirements => "retirements",
            Self::Resignations => "resignations",
            Self::Promotions => "promotions",
        }
    }

    const fn of(self, year: &GradeYear) -> f64 {
        match self {
            Self::Posts => year.posts,
            Self::InPost => year.filled,
            Self::Vacancies => year.vacancies,
            Self::AbovePosts => year.above_posts,
            Self::Appointments => year.appointments,
            Self::AppointmentsNeeded => year.needed,
            Self::Retirements => year.retirements,
            Self::Resignations => year.resignations,
            Self::Promotions => year.promoted_out,
        }
    }
}

/// A figure of the training a standard asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum StandardFigure {
    /// Places of training to be begun.
    Places,
    /// Persons who complete a course.
    Completions,
    /// Persons who meet the standard.
    Met,
    /// Their share of those in post.
    Share,
}

impl StandardFigure {
    /// Every figure, in the order of the table.
    pub const ALL: [Self; 4] = [Self::Places, Self::Completions, Self::Met, Self::Share];

    /// The measure in result tables and its unit.
    pub const fn name(self) -> (&'static str, &'static str) {
        match self {
            Self::Places => ("training_places", "persons"),
            Self::Completions => ("course_completions", "persons"),
            Self::Met => ("standard_met", "persons"),
            Self::Share => ("standard_met_share", "share"),
        }
    }

    const fn of(self, year: &StandardYear) -> f64 {
        match self {
            Self::Places => year.places,
            Self::Completions => year.completers,
            Self::Met => year.met,
            Self::Share => year.share,
        }
    }
}

/// What meeting a standard takes, in draws.
#[derive(Clone, Debug, PartialEq)]
pub struct StandardDraws {
    /// The standard.
    pub standard: PublicStandard,
    /// Its figures, one series each.
    pub figures: Vec<(StandardFigure, Paths)>,
    /// Share on an even way to the target, by year.
    pub path: Vec<f64>,
    /// Persons short of the target in its year by draw; empty if that is beyond the projection.
    pub short: Vec<f64>,
}

/// A body in draws.
#[derive(Clone, Debug, PartialEq)]
pub struct BodyDraws {
    /// The body.
    pub body: Body,
    /// Its figures: a series a grade, then all grades together.
    pub figures: Vec<(Figure, Paths)>,
    /// Persons in post by grade whose qualifications are known: a series a qualification.
    pub qualified: Vec<(usize, Paths)>,
    /// Standards of the body and its grades.
    pub standards: Vec<StandardDraws>,
}

/// How far and how many draws.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Extent {
    /// The base year.
    pub base: Year,
    /// The last year.
    pub to: Year,
    /// Number of draws.
    pub draws: usize,
    /// Seed of the run.
    pub seed: u64,
}

/// The bodies of `tables` in draws; none if the tables are empty.
///
/// # Errors
/// [`crate::error::Error::Method`] if a figure cannot be used, naming it.
pub fn project(tables: &PublicTables, extent: &Extent) -> Result<Vec<BodyDraws>> {
    let bodies = bodies(tables, (extent.base, extent.to));
    bodies.into_iter().map(|body| drawn(body, &tables.standards, extent)).collect()
}

fn drawn(body: Body, standards: &[PublicStandard], extent: &Extent) -> Result<BodyDraws> {
    let plan = Plan::new(&body.grades, extent.base, &RetirementAges::viet_nam())?;
    let draw = |draw| plan.draw(extent.seed, draw);
    let projections: Vec<Projection> = (0..extent.draws).into_par_iter().map(draw).collect();
    let totals: Vec<Vec<GradeYear>> = projections.iter().map(Projection::total).collect();
    let of_body = standards.iter().filter(|standard| standard.body == body.name);
    let standards = of_body.filter_map(|standard| {
        let stocks: Vec<&[GradeYear]> = if standard.grade.is_none() {
            totals.iter().map(Vec::as_slice).collect()
        } else {
            let position = body.names.iter().position(|name| *name == standard.grade)?;
            projections.iter().map(|made| made.grades[position].as_slice()).collect()
        };
        Some(met(standard, &stocks, extent))
    });
    let standards = standards.collect::<Result<Vec<StandardDraws>>>()?;
    Ok(BodyDraws {
        figures: figures(&projections, &totals, extent),
        qualified: qualified(&body, &projections, extent),
        standards,
        body,
    })
}

fn figures(
    projections: &[Projection],
    totals: &[Vec<GradeYear>],
    extent: &Extent,
) -> Vec<(Figure, Paths)> {
    let n_grades = projections.first().map_or(0, |made| made.grades.len());
    let of = |figure: Figure| {
        let mut paths = extent.paths(n_grades + 1);
        for (draw, (made, total)) in projections.iter().zip(totals).enumerate() {
            for (series, years) in made.grades.iter().chain([total]).enumerate() {
                let path = paths.path_mut(series, draw);
                path.iter_mut().zip(years).for_each(|(value, year)| *value = figure.of(year));
            }
        }
        (figure, paths)
    };
    Figure::ALL.into_iter().map(of).collect()
}

fn qualified(body: &Body, projections: &[Projection], extent: &Extent) -> Vec<(usize, Paths)> {
    let composition = &body.composition;
    let n = composition.qualifications.len();
    let known = (0..body.grades.len()).filter(|grade| composition.start[*grade].is_some());
    let mut made: Vec<(usize, Paths)> = known.map(|grade| (grade, extent.paths(n))).collect();
    if made.is_empty() {
        return made;
    }
    for (draw, projection) in projections.iter().enumerate() {
        let carried = composition.carried(projection);
        for (grade, paths) in &mut made {
            for q in 0..n {
                let path = paths.path_mut(q, draw);
                path.iter_mut().zip(&carried[*grade]).for_each(|(value, year)| *value = year[q]);
            }
        }
    }
    made
}

/// The training a standard asks for in every draw. A share that was met in an earlier year is
/// taken for that of the base year.
fn met(
    standard: &PublicStandard,
    stocks: &[&[GradeYear]],
    extent: &Extent,
) -> Result<StandardDraws> {
    let standard = PublicStandard { year: standard.year.max(extent.base), ..standard.clone() };
    let skipped = usize::try_from(standard.year.since(extent.base)).unwrap_or(0);
    let needs = stocks
        .iter()
        .map(|years| training_need(&standard, years.get(skipped..).unwrap_or_default()));
    let needs = needs.collect::<Result<Vec<_>>>()?;
    let first = needs.first().map_or(&[][..], |need| need.years.as_slice());
    let of = |figure: StandardFigure| {
        let year = standard.year.plus(1);
        let mut paths = Paths::zeros(year, 1, needs.len(), first.len());
        for (draw, need) in needs.iter().enumerate() {
            let path = paths.path_mut(0, draw);
            path.iter_mut().zip(&need.years).for_each(|(value, year)| *value = figure.of(year));
        }
        (figure, paths)
    };
    Ok(StandardDraws {
        figures: StandardFigure::ALL.into_iter().map(of).collect(),
        path: first.iter().map(|year| year.path).collect(),
        short: needs.iter().filter_map(|need| need.short).collect(),
        standard,
    })
}

impl Extent {
    fn paths(&self, n_series: usize) -> Paths {
        let n_years = usize::try_from(self.to.since(self.base)).unwrap_or(0);
        Paths::zeros(self.base.plus(1), n_series, self.draws, n_years)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::public::{PublicMeasure, PublicStatus, PublicWorkforce};
    use crate::status::Status;

    fn tables() -> PublicTables {
        let row = |grade: &str, qualification: Option<&str>, measure, persons| PublicWorkforce {
            body: None,
            grade: Some(grade.to_owned()),
            qualification: qualification.map(str::to_owned),
            year: Year(2025),
            measure,
            persons,
            status: PublicStatus::Known(Status::Assumed),
            source: String::new(),
        };
        let (filled, left) = (PublicMeasure::Filled, PublicMeasure::Resignations);
        let standard = PublicStandard {
            standard: "refresher".to_owned(),
            body: None,
            grade: None,
            year: Year(2023),
            met: 0.5,
            target_year: Year(2028),
            target: 0.9,
            duration: 0.5,
            completion: 0.9,
            already_met: 0.2,
            validity: None,
            status: PublicStatus::Known(Status::Assumed),
            source: String::new(),
        };
        PublicTables {
            workforce: vec![
                row("low", None, filled, 300.0),
                row("high", None, filled, 30.0),
                row("low", None, left, 15.0),
                row("low", None, PublicMeasure::Promotions, 9.0),
                row("low", Some("master"), filled, 60.0),
                row("low", Some("university"), filled, 240.0),
            ],
            standards: vec![standard],
            ..PublicTables::default()
        }
    }

    fn made(draws: usize) -> BodyDraws {
        let extent = Extent { base: Year(2025), to: Year(2030), draws, seed: 4 };
        project(&tables(), &extent).unwrap().remove(0)
    }

    fn paths(made: &BodyDraws, figure: Figure) -> &Paths {
        &made.figures.iter().find(|(of, _)| *of == figure).unwrap().1
    }

    #[test]
    fn grades_and_qualifications_add_up_in_every_draw_and_year() {
        let made = made(40);
        let in_post = paths(&made, Figure::InPost);
        let [(grade, by_qualification)] = made.qualified.as_slice() else { panic!() };
        for draw in 0..40 {
            for t in 0..5 {
                let sum = in_post.path(0, draw)[t] + in_post.path(1, draw)[t];
                assert!((in_post.path(2, draw)[t] - sum).abs() < 1e-9);
                let of: f64 = (0..2).map(|q| by_qualification.path(q, draw)[t]).sum();
                assert!((in_post.path(*grade, draw)[t] - of).abs() < 1e-9);
            }
        }
    }

    #[test]
    fn a_draw_is_the_same_however_many_are_made() {
        let (few, many) = (made(5), made(40));
        for figure in Figure::ALL {
            let (few, many) = (paths(&few, figure), paths(&many, figure));
            assert!((0..5).all(|draw| few.path(0, draw) == many.path(0, draw)), "{figure:?}");
        }
    }

    #[test]
    fn a_standard_of_an_earlier_year_is_carried_on_from_the_base_year() {
        let made = made(40);
        let [standard] = made.standards.as_slice() else { panic!() };
        assert_eq!((standard.path.len(), standard.short.len()), (5, 40));
        let share = &standard.figures[3].1;
        assert_eq!(share.first(), Year(2026));
        // 90 % by 2028 in equal steps from 50 % in 2025; courses of half a year end a year later.
        assert!((standard.path[1] - (0.5 + 0.4 * 2.0 / 3.0)).abs() < 1e-12);
        assert!((share.mean(0, 2) - 0.9).abs() < 1e-9);
    }
}
