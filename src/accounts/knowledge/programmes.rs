//! Programmes of training from the tables of programmes and enrolment.

use std::collections::BTreeMap;

use crate::accounts::knowledge::{KnownProgramme, missing, position};
use crate::dataset::Dataset;
use crate::dataset::accounts::Enrolment;
use crate::error::Result;
use crate::language::Text;
use crate::model::Model;
use crate::prepare::Fallback;
use crate::status::Status;
use crate::training::entry::EntryRates;
use crate::training::programme::{Course, FutureIntake, Programme};
use crate::units::Year;

/// Recent intakes whose mean is held where none is planned.
const YEARS_HELD: usize = 3;

/// Every programme that has both its rates and a record of intake, in the order of the axis of
/// qualifications.
pub(super) fn known(
    model: &Model,
    dataset: &Dataset,
    fallbacks: &mut Vec<Fallback>,
) -> Result<Vec<KnownProgramme>> {
    let accounts = &dataset.accounts;
    let mut programmes = Vec::new();
    for row in &accounts.programmes {
        let record: Vec<&Enrolment> =
            accounts.enrolment.iter().filter(|e| e.qualification == row.qualification).collect();
        let Some(leads_to) = position(model, &row.qualification) else { continue };
        let name = model.accounts.qualifications[leads_to].title.clone();
        if record.is_empty() {
            fallbacks.push(missing(
                (&format!("tuyển sinh: {}", name.vi), &format!("enrolment: {}", name.en)),
                "không tính người tốt nghiệp của chương trình",
                "no graduates of the programme are counted",
            ));
            continue;
        }
        let up_to = |year: Year| year <= model.base_year;
        let (recorded, planned): (BTreeMap<_, _>, BTreeMap<_, _>) =
            record.iter().map(|e| (e.year, e.intake)).partition(|(year, _)| up_to(*year));
        let programme = Programme {
            key: format!("{} {}", model.area, row.qualification),
            name: name.clone(),
            course: Course::Whole {
                duration: row.duration,
                completion: row.completion,
                late: Vec::new(),
            },
            recorded,
            planned,
            future: FutureIntake::MeanOfLast(YEARS_HELD),
            enrolled: None,
        };
        programme.check()?;
        programmes.push(KnownProgramme {
            leads_to,
            programme,
            rates: rates(row, name),
            matched: row.matched,
            cost: row.cost,
            status: record.iter().map(|e| e.status).fold(row.status, Status::max),
        });
    }
    programmes.sort_by_key(|programme| programme.leads_to);
    Ok(programmes)
}

fn rates(row: &crate::dataset::accounts::Programme, name: Text) -> EntryRates {
    EntryRates {
        name,
        further_study: row.further_study,
        participation: row.participation,
        stay: row.stay,
        away: 0.0,
    }
}
