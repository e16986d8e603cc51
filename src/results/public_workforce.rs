//! The table of the public workforce.
//!
//! The column `method` has the body and grade, for a standard followed by its name. Figures that
//! the tables give for bodies or years that cannot be projected stand beside as they are.

use crate::dataset::public::{PublicMeasure, PublicStandard, PublicWorkforce};
use crate::public_workforce::plan::{self, Body};
use crate::public_workforce::standards::{TrainingNeed, training_need};
use crate::public_workforce::stock::{GradeYear, Projection, project};
use crate::results::ResultRow;
use crate::results::assemble::{Outcome, Source};
use crate::results::rows::row;
use crate::status::Status;
use crate::units::Year;

impl Source<'_> {
    pub(super) fn public_rows(&self, outcome: &Outcome) -> Vec<ResultRow> {
        let (tables, base) = (&self.dataset.public, self.model.base_year);
        let bodies = plan::bodies(tables, (base, self.options.to));
        let lines = Lines { source: self, scenario: &outcome.scenario };
        let given = tables.workforce.iter().filter(|row| lines.stands_alone(row, &bodies));
        let mut rows: Vec<ResultRow> = given.map(|row| lines.given(row)).collect();
        for body in &bodies {
            // Validation leaves nothing that the projection refuses; a body it refuses is left out.
            if let Ok(projection) = project(&body.grades, base) {
                rows.extend(lines.body(body, &projection));
                rows.extend(lines.standards(body, &projection));
            }
        }
        rows
    }
}

struct Lines<'a> {
    source: &'a Source<'a>,
    scenario: &'a str,
}

impl Lines<'_> {
    /// Whether no projection takes the place of a figure: those of the base year and before, and
    /// those of bodies that are not projected.
    fn stands_alone(&self, row: &PublicWorkforce, bodies: &[Body]) -> bool {
        let projected = bodies.iter().any(|body| body.name == row.body);
        row.year <= self.source.options.to
            && (row.year <= self.source.model.base_year || !projected)
    }

    fn line(
        &self,
        (measure, unit): (&str, &str),
        (part, status): (&str, Status),
        (year, value): (Year, f64),
    ) -> ResultRow {
        let part = if part.is_empty() { "all" } else { part };
        row(self.scenario, &self.source.area, measure, unit, value)
            .by_method(part)
            .in_year(year)
            .with_status(status)
    }

    fn given(&self, figure: &PublicWorkforce) -> ResultRow {
        let part = plan::title(figure.body.as_deref(), figure.grade.as_deref());
        let of = (part.as_str(), figure.status.of_results());
        self.line((measure(figure.measure), "persons"), of, (figure.year, figure.persons))
            .of_qualification(figure.qualification.as_deref())
    }

    fn body(&self, body: &Body, projection: &Projection) -> Vec<ResultRow> {
        let mut rows = Vec::new();
        let total = projection.total();
        let parts = body.names.iter().zip(&projection.grades);
        let parts = parts.map(|(name, years)| (name.as_deref(), years.as_slice()));
        let whole =
            Some((None, total.as_slice())).filter(|_| body.names.iter().all(Option::is_some));
        for (grade, years) in parts.chain(whole) {
            let part = plan::title(body.name.as_deref(), grade);
            for (step, made) in years.iter().enumerate() {
                let year = projection.first.plus(step as i32);
                rows.extend(figures(made).into_iter().map(|(measure, value)| {
                    self.line((measure, "persons"), (&part, body.status), (year, value))
                }));
            }
        }
        rows
    }

    fn standards(&self, body: &Body, projection: &Projection) -> Vec<ResultRow> {
        let standards = self.source.dataset.public.standards.iter();
        let mut rows = Vec::new();
        for standard in standards.filter(|standard| standard.body == body.name) {
            let Some(stock) = stock(standard, body, projection) else { continue };
            if let Ok(need) = training_need(standard, &stock) {
                rows.extend(self.standard(standard, &need));
            }
        }
        rows
    }

    fn standard(&self, standard: &PublicStandard, need: &TrainingNeed) -> Vec<ResultRow> {
        let part = plan::title(standard.body.as_deref(), standard.grade.as_deref());
        let part = format!("{part}: {}", standard.standard);
        let of = (part.as_str(), standard.status.of_results());
        let mut rows = Vec::new();
        for year in &need.years {
            for (measure, unit, value) in [
                ("training_places", "persons", year.places),
                ("course_completions", "persons", year.completers),
                ("standard_met", "persons", year.met),
                ("standard_met_share", "share", year.share),
                ("standard_path", "share", year.path),
            ] {
                rows.push(self.line((measure, unit), of, (year.year, value)));
            }
        }
        let short = need.short.map(|short| (standard.target_year, short));
        rows.extend(short.map(|short| self.line(("standard_short", "persons"), of, short)));
        rows
    }
}

/// The years after the standard's figure, of its grade or of all; `None` if the figure is older
/// than the projection or the grade is not projected.
fn stock(
    standard: &PublicStandard,
    body: &Body,
    projection: &Projection,
) -> Option<Vec<GradeYear>> {
    let skipped = usize::try_from(standard.year.since(projection.first.plus(-1))).ok()?;
    let years = if standard.grade.is_none() {
        projection.total()
    } else {
        let position = body.names.iter().position(|name| *name == standard.grade)?;
        projection.grades.get(position)?.clone()
    };
    Some(years.get(skipped..)?.to_vec())
}

const fn measure(measure: PublicMeasure) -> &'static str {
    match measure {
        PublicMeasure::Posts => "posts",
        PublicMeasure::Filled => "in_post",
        PublicMeasure::Appointments => "appointments",
        PublicMeasure::Retirements => "retirements",
        PublicMeasure::Resignations => "resignations",
        PublicMeasure::Promotions => "promotions",
    }
}

const fn figures(made: &GradeYear) -> [(&'static str, f64); 7] {
    [
        ("posts", made.posts),
        ("in_post", made.filled),
        ("vacancies", made.vacancies),
        ("appointments", made.appointments),
        ("retirements", made.retirements),
        ("resignations", made.resignations),
        ("promotions", made.promoted_out),
    ]
}
