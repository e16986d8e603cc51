//! From intake to graduates (method S3).
//!
//! ```text
//! grad(t) = Σ_j κ_j · i(t − j)              κ: completion profile of the programme
//!         = enrolled(t) + future(t)
//! ```
//! *Enrolled* are the graduates among those who had begun by the base year: their number is fixed
//! but for who completes. *Future* are the graduates among those who begin later, as planned or
//! with the last intake held. Those who study on begin the next programme in the year after they
//! graduate, where the caller gives the programmes they move to, whose intake is then that of
//! others alone; otherwise the intake of that programme is taken to hold them already.
//!
//! The record of intake must reach back at least the duration of the programme. Intakes before the
//! first recorded one, which matter only for late graduates, are taken to be like the first, and a
//! fallback says so.
//!
//! Errors are those of [`crate::training::uncertainty`]. It leaves out students who come from or
//! go to programmes elsewhere in mid-course.

mod history;

use rayon::prelude::*;

use crate::error::Result;
use crate::language::Text;
use crate::numeric::seed::Streams;
use crate::paths::Paths;
use crate::prepare::Fallback;
use crate::training::programme::Programme;
use crate::training::uncertainty::{Knowledge, completion_factor};
use crate::training::{check_amount, check_share, refuse};
use crate::units::Year;

/// Years, draws and seed of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Extent {
    /// The base year; the first projected year is the one after it.
    pub base: Year,
    /// Number of projected years.
    pub years: usize,
    /// Number of draws.
    pub draws: usize,
    /// Seed of the run.
    pub seed: u64,
}

/// Graduates of one programme who go on to another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Continuation {
    /// Position of the programme they come from.
    pub from: usize,
    /// Position of the programme they begin in the year after.
    pub to: usize,
    /// Share of all graduates of `from`.
    pub share: f64,
    /// Year from which on nobody begins this way any more, if there is one.
    pub until: Option<Year>,
}

/// Graduates by programme, draw and year, in persons.
#[derive(Clone, Debug, PartialEq)]
pub struct Graduates {
    /// Graduates among those who had begun by the base year.
    pub enrolled: Paths,
    /// Graduates among those who begin later.
    pub future: Paths,
    /// Those who begin, from the year after the base year.
    pub intake: Paths,
    /// What was not given, and what stood in for it.
    pub fallbacks: Vec<Fallback>,
}

impl Graduates {
    /// All graduates.
    pub fn total(&self) -> Paths {
        self.enrolled.zip_with(&self.future, |enrolled, future| enrolled + future)
    }
}

/// A programme made ready for its draws.
struct Expected {
    /// κ₀, κ₁, …
    profile: Vec<f64>,
    /// Graduates among those enrolled, by year.
    enrolled: Vec<f64>,
    /// Expected intake by year.
    intake: Vec<f64>,
    /// Years from the last recorded intake to the first projected year.
    first_step: usize,
    deviation: f64,
    completion: f64,
}

/// What is drawn of every programme, whatever is planned: scenarios that differ in planned intake
/// share it.
#[derive(Clone, Debug, PartialEq)]
pub struct Draws {
    /// Completion over its expectation, a list of draws a programme.
    completion: Vec<Vec<f64>>,
    /// Intake over its expectation.
    intake: Paths,
}

/// The draws of every programme.
///
/// # Errors
/// As of [`graduates`].
pub fn draws(programmes: &[Programme], knowledge: &[Knowledge], extent: &Extent) -> Result<Draws> {
    check(programmes, &[], knowledge)?;
    let of_programme = |(programme, known): (&Programme, &Knowledge)| {
        let plan = history::expected(programme, known, extent, &mut Vec::new())?;
        Ok(drawn(programme, known, &plan, extent))
    };
    let drawn: Vec<(Vec<f64>, Vec<f64>)> =
        programmes.par_iter().zip(knowledge).map(of_programme).collect::<Result<_>>()?;
    let mut intake =
        Paths::zeros(extent.base.plus(1), programmes.len(), extent.draws, extent.years);
    for (p, (_, factors)) in drawn.iter().enumerate() {
        intake.series_mut(p).copy_from_slice(factors);
    }
    Ok(Draws { completion: drawn.into_iter().map(|(completion, _)| completion).collect(), intake })
}

/// Factors on completion by draw, and on intake by draw and year.
fn drawn(
    programme: &Programme,
    known: &Knowledge,
    plan: &Expected,
    extent: &Extent,
) -> (Vec<f64>, Vec<f64>) {
    let streams = Streams::of(extent.seed, &format!("training {}", programme.key));
    let (mut completion, mut intake) = (Vec::new(), vec![1.0; extent.draws * extent.years]);
    for draw in 0..extent.draws {
        let mut stream = streams.numbered(draw as u64);
        completion.push(completion_factor(plan.completion, known.effective_n, &mut stream));
        if plan.deviation <= 0.0 {
            continue;
        }
        // Those years have passed unrecorded.
        let mut walk = (plan.first_step as f64 - 1.0).max(0.0).sqrt() * stream.normal();
        let years = &mut intake[draw * extent.years..(draw + 1) * extent.years];
        for (year, factor) in years.iter_mut().enumerate() {
            walk += stream.normal();
            let variance = plan.deviation.powi(2) * (plan.first_step + year) as f64;
            *factor = (plan.deviation * walk - 0.5 * variance).exp();
        }
    }
    (completion, intake)
}

/// Graduates of every programme.
///
/// # Errors
/// [`crate::error::Error::Method`] if a figure of a programme is impossible, if its record of
/// intake is shorter than its duration or has holes, or if more graduates go on than there are.
pub fn graduates(
    programmes: &[Programme],
    continuations: &[Continuation],
    knowledge: &[Knowledge],
    extent: &Extent,
) -> Result<Graduates> {
    check(programmes, continuations, knowledge)?;
    let draws = draws(programmes, knowledge, extent)?;
    graduates_of(programmes, continuations, knowledge, (extent, &draws))
}

/// Graduates of every programme in the worlds of `draws`, which are of the same programmes but for
/// what is planned.
///
/// # Errors
/// As of [`graduates`].
pub fn graduates_of(
    programmes: &[Programme],
    continuations: &[Continuation],
    knowledge: &[Knowledge],
    (extent, draws): (&Extent, &Draws),
) -> Result<Graduates> {
    check(programmes, continuations, knowledge)?;
    let mut fallbacks = Vec::new();
    let expected = programmes
        .iter()
        .zip(knowledge)
        .map(|(programme, known)| history::expected(programme, known, extent, &mut fallbacks))
        .collect::<Result<Vec<Expected>>>()?;
    let zeros = || Paths::zeros(extent.base.plus(1), programmes.len(), extent.draws, extent.years);
    let intake = draws
        .intake
        .map_cells(|p, draw, year| expected[p].intake[year] * draws.intake.path(p, draw)[year]);
    let mut result = Graduates { enrolled: zeros(), future: zeros(), intake, fallbacks };
    let mut factors = vec![0.0; programmes.len()];
    for draw in 0..extent.draws {
        for (factor, completion) in factors.iter_mut().zip(&draws.completion) {
            *factor = completion[draw];
        }
        complete(&mut result, &expected, continuations, (draw, &factors));
    }
    Ok(result)
}

/// Carries one draw through the years: who graduates, and who of them begins again.
fn complete(
    result: &mut Graduates,
    expected: &[Expected],
    continuations: &[Continuation],
    (draw, factors): (usize, &[f64]),
) {
    for year in 0..result.intake.n_years() {
        for (p, (plan, factor)) in expected.iter().zip(factors).enumerate() {
            let begun = &result.intake.path(p, draw)[..=year];
            let graduates: f64 =
                plan.profile.iter().zip(begun.iter().rev()).map(|(k, intake)| k * intake).sum();
            result.future.path_mut(p, draw)[year] = graduates * factor;
            result.enrolled.path_mut(p, draw)[year] = plan.enrolled[year] * factor;
        }
        if year + 1 == result.intake.n_years() {
            break;
        }
        let begins = result.intake.first().plus(year as i32 + 1);
        let open = |flow: &&Continuation| flow.until.is_none_or(|until| begins < until);
        for Continuation { from, to, share, .. } in continuations.iter().filter(open) {
            let graduates =
                result.enrolled.path(*from, draw)[year] + result.future.path(*from, draw)[year];
            result.intake.path_mut(*to, draw)[year + 1] += share * graduates;
        }
    }
}

fn check(
    programmes: &[Programme],
    continuations: &[Continuation],
    knowledge: &[Knowledge],
) -> Result<()> {
    if knowledge.len() != programmes.len() {
        return refuse(
            format!("{} chương trình nhưng {} độ tin cậy", programmes.len(), knowledge.len()),
            format!("{} programmes but knowledge of {}", programmes.len(), knowledge.len()),
        );
    }
    programmes.iter().try_for_each(Programme::check)?;
    for (programme, known) in programmes.iter().zip(knowledge) {
        check_knowledge(&programme.name, known)?;
    }
    let what = Text::new("tỷ lệ học tiếp", "the share who study on");
    let mut leaving = vec![0.0; programmes.len()];
    for Continuation { from, to, share, .. } in continuations {
        let (Some(programme), Some(sum), true) =
            (programmes.get(*from), leaving.get_mut(*from), *to < programmes.len())
        else {
            return refuse(
                format!(
                    "học tiếp từ chương trình số {from} sang số {to}: không có chương trình ấy"
                ),
                format!("studying on from programme {from} to {to}: there is no such programme"),
            );
        };
        check_share(*share, &programme.name, &what)?;
        *sum += share;
    }
    for (programme, sum) in programmes.iter().zip(leaving) {
        check_share((sum - 1e-9_f64).max(0.0), &programme.name, &what)?;
    }
    Ok(())
}

fn check_knowledge(name: &Text, known: &Knowledge) -> Result<()> {
    let deviation = Text::new("độ lệch của tuyển sinh", "the deviation of intake");
    check_amount(known.intake_prior, name, &deviation)?;
    // Infinite numbers stand for what is known exactly.
    if known.effective_n > 0.0 && known.prior_weight >= 0.0 {
        return Ok(());
    }
    refuse(
        format!("{}: số học viên làm căn cứ cho tỷ lệ hoàn thành phải lớn hơn 0", name.vi),
        format!("{}: completion must rest on more than 0 students", name.en),
    )
}

#[cfg(test)]
mod tests;
