//! The table of training: intake, graduates and entrants by programme.

use crate::results::ResultRow;
use crate::results::assemble::{Outcome, Source};
use crate::results::grouped::{Axis, Block};
use crate::status::Status;

impl Source<'_> {
    pub(super) fn training_rows(&self, outcome: &Outcome) -> Vec<ResultRow> {
        let account = outcome.accounts.qualifications.as_ref();
        let Some(training) = account.and_then(|account| account.training.as_ref()) else {
            return Vec::new();
        };
        let programmes = &outcome.accounts.programmes;
        let all = self.qualification_codes();
        let codes: Vec<String> =
            programmes.iter().filter_map(|(leads_to, _)| all.get(*leads_to).cloned()).collect();
        let status = programmes.iter().map(|(_, status)| *status).max();
        let block = Block {
            source: self,
            scenario: &outcome.scenario,
            axis: Axis::Qualifications(&codes),
            status: status.unwrap_or(Status::Estimated).max(Status::Estimated),
        };
        let (graduates, entrants) = (&training.graduates, &training.entrants);
        [
            ("intake", &graduates.intake),
            ("graduates_enrolled", &graduates.enrolled),
            ("graduates_future", &graduates.future),
            ("entrants_enrolled", &entrants.enrolled),
            ("entrants_future", &entrants.future),
            ("left_the_area", &entrants.left),
            ("studying_on", &entrants.studying_on),
            ("outside_labour_force", &entrants.outside),
        ]
        .into_iter()
        .flat_map(|(measure, paths)| block.paths(measure, paths))
        .collect()
    }
}
