//! The table of training: intake, graduates and entrants by programme.

use crate::paths::Paths;
use crate::results::ResultRow;
use crate::results::assemble::{Outcome, Source};
use crate::results::grouped::{Axis, Block, letter_of};
use crate::status::Status;

impl Source<'_> {
    pub(super) fn training_rows(&self, outcome: &Outcome) -> Vec<ResultRow> {
        let account = outcome.accounts.qualifications.as_ref();
        let Some(training) = account.and_then(|account| account.training.as_ref()) else {
            return Vec::new();
        };
        let programmes = &outcome.accounts.programmes;
        let all = self.model.qualification_codes();
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
        let mut rows = self.to_occupations(outcome, &block, &entrants.total());
        rows.extend(
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
            .flat_map(|(measure, paths)| block.paths(measure, paths)),
        );
        rows
    }

    /// Entrants of each programme by the occupation they work in, from the first year to the last:
    /// entrants times the share of the holders of its qualification who work there.
    fn to_occupations(
        &self,
        outcome: &Outcome,
        block: &Block<'_>,
        entrants: &Paths,
    ) -> Vec<ResultRow> {
        let account = outcome.accounts.occupations.as_ref();
        let Some(works_in) = account.and_then(|account| account.works_in.as_ref()) else {
            return Vec::new();
        };
        let occupations = &self.model.accounts.occupations;
        let status = self.dataset.accounts.field_occupations.iter().map(|row| row.status).max();
        let status = status.map_or(block.status, |status| block.status.max(status));
        let entered = entrants.cumulated();
        let mut rows = Vec::new();
        for (programme, (leads_to, _)) in outcome.accounts.programmes.iter().enumerate() {
            let Some(last) = entered.n_years().checked_sub(1) else { continue };
            let summary = entered.summary(programme, last);
            let shares = works_in.row(*leads_to);
            for (share, occupation) in shares.iter().zip(occupations).filter(|(s, _)| **s > 0.0) {
                let bare = block.bare("entrants_to_occupation", "persons", programme);
                rows.push(
                    bare.of_occupation(Some(&occupation.code.to_string()))
                        .in_year(self.options.to)
                        .with_quantiles(&summary.times(*share))
                        .relied(letter_of(&summary).name())
                        .with_status(status),
                );
            }
        }
        rows
    }
}
