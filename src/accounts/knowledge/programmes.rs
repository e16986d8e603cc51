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
            continues_to: None,
            floor: row.floor,
            own_costs: (row.shortage_cost, row.surplus_cost),
            status: record.iter().map(|e| e.status).fold(row.status, Status::max),
        });
    }
    programmes.sort_by_key(|programme| programme.leads_to);
    continuations(model, dataset, (&mut programmes, fallbacks));
    Ok(programmes)
}

/// Finds the programmes that those who study on begin; one that is not known is told.
fn continuations(
    model: &Model,
    dataset: &Dataset,
    (programmes, fallbacks): (&mut [KnownProgramme], &mut Vec<Fallback>),
) {
    let of = |leads_to: usize| {
        let code = &model.accounts.qualifications[leads_to].code;
        dataset.accounts.programme(code)?.continues_to.as_ref()
    };
    let leads_to: Vec<usize> = programmes.iter().map(|known| known.leads_to).collect();
    for known in programmes {
        let Some(to) = of(known.leads_to) else { continue };
        let next = position(model, to);
        known.continues_to = leads_to.iter().position(|q| Some(*q) == next);
        if known.continues_to.is_none() {
            let name = &known.programme.name;
            fallbacks.push(missing(
                (
                    &format!("chương trình học tiếp {to} của {}", name.vi),
                    &format!("the programme {to} that follows {}", name.en),
                ),
                "người học tiếp không được theo dõi",
                "those who study on are not followed",
            ));
        }
    }
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
