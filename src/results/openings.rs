//! The table of openings.

use crate::results::ResultRow;
use crate::results::assemble::Outcome;
use crate::results::assemble::Source;

impl Source<'_> {
    pub(super) fn openings_rows(&self, outcome: &Outcome) -> Vec<ResultRow> {
        let balance = &outcome.balance;
        [
            ("expansion", &balance.expansion),
            ("replacement", &balance.replacement),
            ("openings", &balance.openings),
            ("unreplaced", &balance.unreplaced),
        ]
        .into_iter()
        .flat_map(|(measure, paths)| self.path_rows(&outcome.scenario, (measure, "persons"), paths))
        .collect()
    }
}
