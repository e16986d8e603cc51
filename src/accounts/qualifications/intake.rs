//! Intake after the base year under a scenario, and who of it comes from another programme.
//!
//! ```text
//! i_f(t) = λ·max(0, i*_f(t) − c_f) + Σ_g u_g·G_g(t−1)           g: programmes that lead to f
//! c_f    = Σ_g u_g·κ_g·i*_g                                     i*_g held intake
//! ```
//! `i*` is the intake as planned, else held; it counts everyone who begins, so those who study on
//! are taken out as many as a steady flow brings (`c`) and put back as they come: `u` share who study
//! on, `G` graduates, `κ` completion, `λ` the scenario's factor. Where intakes have been steady,
//! nothing changes; where a programme has grown, the one that follows grows with it.

use crate::accounts::knowledge::KnownProgramme;
use crate::training::pipeline::Continuation;
use crate::training::programme::Programme;
use crate::units::Year;

/// The years and the scenario of an intake.
#[derive(Clone, Copy, Debug)]
pub(super) struct Frame {
    /// The base year.
    pub(super) base: Year,
    /// The last projected year.
    pub(super) to: Year,
    /// The scenario's factor on intake.
    pub(super) factor: f64,
    /// Year from which on nobody begins, if there is one.
    pub(super) closed: Option<Year>,
}

/// Programmes with their intake from elsewhere, and the flows between them.
///
/// The flows begin with the graduates of the first projected year. Those of the base year, whom the
/// record of intake gives, are part of the intake of the first.
pub(super) fn under_scenario(
    known: &[KnownProgramme],
    frame: Frame,
) -> (Vec<Programme>, Vec<Continuation>) {
    let flows = |(from, programme): (usize, &KnownProgramme)| {
        let (to, share) = (programme.continues_to?, programme.rates.further_study);
        (share > 0.0).then_some(Continuation { from, to, share, until: frame.closed })
    };
    let continuations: Vec<Continuation> = known.iter().enumerate().filter_map(flows).collect();
    let programmes = known.iter().enumerate().map(|(position, programme)| {
        let of = |graduates: fn(&KnownProgramme, Year) -> f64| {
            let flows = continuations.iter().filter(|flow| flow.to == position);
            flows.map(|flow| flow.share * graduates(&known[flow.from], frame.base)).sum()
        };
        let usual = of(|known, _| known.usual_graduates());
        from_elsewhere(programme, (usual, of(last_graduates)), frame)
    });
    (programmes.collect(), continuations)
}

/// Graduates of the base year; intakes before the record are taken to be like the held one.
fn last_graduates(known: &KnownProgramme, base: Year) -> f64 {
    let programme = &known.programme;
    let profile = programme.course.profile(programme.course.full_years() + 1);
    let begun = profile
        .iter()
        .enumerate()
        .map(|(lag, share)| share * programme.expected_intake(base.plus(-(lag as i32))));
    begun.sum()
}

/// The programme with the intake that does not come from another one; `usual` are those who come
/// from one in a steady flow, `first` those who do so in the first projected year.
fn from_elsewhere(known: &KnownProgramme, (usual, first): (f64, f64), frame: Frame) -> Programme {
    let mut programme = known.programme.clone();
    let next = frame.base.plus(1);
    if frame.factor != 1.0 || usual > 0.0 {
        let intake = |year| {
            let new = frame.factor * (known.programme.expected_intake(year) - usual).max(0.0);
            if year == next { new + first } else { new }
        };
        programme.planned = next.to(frame.to).map(|year| (year, intake(year))).collect();
    }
    if let Some(closed) = frame.closed {
        programme.planned.extend(closed.to(frame.to).map(|year| (year, 0.0)));
    }
    programme
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::language::Text;
    use crate::status::Status;
    use crate::training::entry::EntryRates;
    use crate::training::pipeline::{Extent, graduates};
    use crate::training::programme::{Course, FutureIntake};
    use crate::training::uncertainty::Knowledge;

    /// A course of a year with intakes of 2023 to 2025, of whose graduates a quarter study on.
    fn programme(intake: [f64; 3], continues_to: Option<usize>) -> KnownProgramme {
        let name = Text::new("nghề", "trade");
        KnownProgramme {
            leads_to: 0,
            programme: Programme {
                key: format!("{intake:?}"),
                name: name.clone(),
                course: Course::Whole { duration: 1.0, completion: 0.8, late: Vec::new() },
                recorded: (2023..).map(Year).zip(intake).collect(),
                planned: BTreeMap::new(),
                future: FutureIntake::MeanOfLast(3),
                enrolled: None,
            },
            rates: EntryRates {
                name,
                further_study: 0.25,
                participation: 1.0,
                stay: 1.0,
                away: 0.0,
            },
            matched: 1.0,
            cost: 0.0,
            continues_to,
            floor: 0.0,
            own_costs: (None, None),
            status: Status::Observed,
        }
    }

    fn frame() -> Frame {
        Frame { base: Year(2025), to: Year(2029), factor: 1.0, closed: None }
    }

    /// Expected intake of every programme in the years after the base year.
    fn intakes(known: &[KnownProgramme], frame: Frame) -> Vec<Vec<f64>> {
        let (programmes, continuations) = under_scenario(known, frame);
        let certain = vec![Knowledge::CERTAIN; known.len()];
        let extent = Extent { base: frame.base, years: 4, draws: 1, seed: 1 };
        let found = graduates(&programmes, &continuations, &certain, &extent).unwrap();
        (0..known.len()).map(|p| found.intake.path(p, 0).to_vec()).collect()
    }

    fn near(found: &[f64], expected: [f64; 4]) {
        let close = found.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-9);
        assert!(close, "{found:?}, not {expected:?}");
    }

    #[test]
    fn steady_intakes_stay_as_they_are() {
        let known = [programme([100.0; 3], Some(1)), programme([60.0; 3], None)];
        let found = intakes(&known, frame());
        near(&found[0], [100.0; 4]);
        near(&found[1], [60.0; 4]);
    }

    #[test]
    fn a_programme_that_grew_brings_more_to_the_next() {
        // Of the 100 of 2024 graduate 80, 20 study on; of the 160 of 2025 32; later of 120 24.
        let known = [programme([100.0, 100.0, 160.0], Some(1)), programme([60.0; 3], None)];
        near(&intakes(&known, frame())[1], [56.0, 68.0, 60.0, 60.0]);
        // More study on than began: nobody else comes.
        let known = [programme([400.0; 3], Some(1)), programme([60.0; 3], None)];
        near(&intakes(&known, frame())[1], [80.0; 4]);
    }

    #[test]
    fn the_scenario_moves_those_from_elsewhere_at_once_and_the_others_as_they_come() {
        let known = [programme([100.0; 3], Some(1)), programme([60.0; 3], None)];
        let found = intakes(&known, Frame { factor: 1.5, ..frame() });
        near(&found[0], [150.0; 4]);
        near(&found[1], [80.0, 80.0, 90.0, 90.0]);
    }

    #[test]
    fn a_closed_school_takes_nobody_from_that_year_on() {
        let known = [programme([100.0; 3], Some(1)), programme([60.0; 3], None)];
        let found = intakes(&known, Frame { closed: Some(Year(2027)), ..frame() });
        near(&found[0], [100.0, 0.0, 0.0, 0.0]);
        near(&found[1], [60.0, 0.0, 0.0, 0.0]);
    }
}
