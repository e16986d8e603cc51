//! The table of the public workforce.
//!
//! The column `method` has the body and grade, for a standard followed by its name. Figures that
//! the tables give for bodies or years that are not projected stand beside as they are. No
//! scenario changes them, so every scenario has the same rows.

use crate::dataset::public::{PublicMeasure, PublicWorkforce};
use crate::paths::Summary;
use crate::public_workforce::draws::{BodyDraws, StandardDraws};
use crate::public_workforce::plan;
use crate::results::ResultRow;
use crate::results::assemble::Source;
use crate::results::rows::row;
use crate::status::Status;
use crate::units::Year;

impl Source<'_> {
    /// The rows of every scenario.
    pub(super) fn public_rows(&self) -> Vec<ResultRow> {
        let given = self.dataset.public.workforce.iter().filter(|row| self.stands_alone(row));
        let mut rows: Vec<ResultRow> = given.map(|row| self.given(row)).collect();
        for drawn in &self.public {
            rows.extend(self.of_body(drawn));
            rows.extend(drawn.standards.iter().flat_map(|standard| self.of_standard(standard)));
        }
        let scenarios = self.scenarios.iter();
        scenarios
            .flat_map(|scenario| rows.iter().map(|row| row.of_scenario(&scenario.name)))
            .collect()
    }

    /// Whether no projection takes the place of a figure: those of the base year and before, and
    /// those of bodies that are not projected.
    fn stands_alone(&self, row: &PublicWorkforce) -> bool {
        let projected = self.public.iter().any(|drawn| drawn.body.name == row.body);
        row.year <= self.options.to && (row.year <= self.model.base_year || !projected)
    }

    fn public_row(
        &self,
        (measure, unit): (&str, &str),
        (part, status): (&str, Status),
        (year, value): (Year, f64),
    ) -> ResultRow {
        let part = if part.is_empty() { "all" } else { part };
        row("", &self.area, measure, unit, value).by_method(part).in_year(year).with_status(status)
    }

    fn given(&self, figure: &PublicWorkforce) -> ResultRow {
        let part = plan::title(figure.body.as_deref(), figure.grade.as_deref());
        let of = (part.as_str(), figure.status.of_results());
        self.public_row((measure(figure.measure), "persons"), of, (figure.year, figure.persons))
            .of_qualification(figure.qualification.as_deref())
    }

    fn of_body(&self, drawn: &BodyDraws) -> Vec<ResultRow> {
        let mut rows = Vec::new();
        let body = &drawn.body;
        let parts = body.names.iter().map(Option::as_deref).enumerate();
        // All grades together stand after single ones; where there are none they are the grade.
        let whole =
            Some((body.names.len(), None)).filter(|_| body.names.iter().all(Option::is_some));
        for (series, grade) in parts.chain(whole) {
            let part = plan::title(body.name.as_deref(), grade);
            for (figure, paths) in &drawn.figures {
                for (year, summary) in paths.years().zip(paths.summaries(series)) {
                    let of = ((figure.name(), "persons"), (part.as_str(), body.status));
                    rows.push(spread(self.public_row(of.0, of.1, (year, summary.mean)), &summary));
                }
            }
        }
        for (grade, paths) in &drawn.qualified {
            let part = plan::title(body.name.as_deref(), body.names[*grade].as_deref());
            for (q, name) in body.composition.qualifications.iter().enumerate() {
                for (year, summary) in paths.years().zip(paths.summaries(q)) {
                    let of = (("in_post", "persons"), (part.as_str(), body.status));
                    let row = self.public_row(of.0, of.1, (year, summary.mean));
                    rows.push(spread(row, &summary).of_qualification(Some(name)));
                }
            }
        }
        rows
    }

    fn of_standard(&self, drawn: &StandardDraws) -> Vec<ResultRow> {
        let standard = &drawn.standard;
        let part = plan::title(standard.body.as_deref(), standard.grade.as_deref());
        let part = format!("{part}: {}", standard.standard);
        let of = (part.as_str(), standard.status.of_results());
        let mut rows = Vec::new();
        for (figure, paths) in &drawn.figures {
            for (year, summary) in paths.years().zip(paths.summaries(0)) {
                let row = self.public_row(figure.name(), of, (year, summary.mean));
                rows.push(spread(row, &summary));
            }
        }
        let path = (1..).zip(&drawn.path).map(|(step, path)| (standard.year.plus(step), *path));
        let target = (standard.target_year, standard.target);
        rows.extend(path.map(|path| self.public_row(("standard_path", "share"), of, path)));
        rows.push(self.public_row(("standard_target", "share"), of, target));
        if !drawn.short.is_empty() {
            let summary = Summary::of(drawn.short.clone());
            let short = (standard.target_year, summary.mean);
            let row = self.public_row(("standard_short", "persons"), of, short);
            rows.push(spread(row, &summary));
        }
        rows
    }
}

/// The row with its quantiles, unless every draw says the same.
const fn spread(row: ResultRow, summary: &Summary) -> ResultRow {
    if summary.p025 == summary.p975 { row } else { row.with_quantiles(summary) }
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
