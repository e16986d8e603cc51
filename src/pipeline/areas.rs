//! The method for several areas in one screen.

use crate::areas::figures::Figures;
use crate::areas::project;
use crate::areas::{AreasModel, backtest};
use crate::dataset::Dataset;
use crate::error::{Problem, Result};
use crate::options::RunOptions;
use crate::pipeline::Stage;
use crate::results::Results;
use crate::results::areas::{AreaSource, assemble};

/// Origins of the back-test.
const ORIGINS: usize = 4;

/// What a run of several areas is made from.
#[derive(Clone, Copy, Debug)]
pub struct AreaInputs<'a> {
    /// The definition.
    pub model: &'a AreasModel,
    /// Checked figures.
    pub dataset: &'a Dataset,
    /// Options.
    pub options: RunOptions,
    /// Warnings of validation, carried into the result.
    pub problems: &'a [Problem],
}

/// Runs the method: figures → fit and back-test → joint paths that add up → tables.
///
/// # Errors
/// [`crate::error::Error::Method`] if the tree of areas is broken or an area lacks figures.
pub fn run(inputs: &AreaInputs<'_>, progress: &(dyn Fn(Stage) + Sync)) -> Result<Results> {
    progress(Stage::Preparing);
    let model = AreasModel { to: inputs.options.to, ..inputs.model.clone() };
    let figures = Figures::of(&model, inputs.dataset)?;
    progress(Stage::Fitting);
    let labour_force = backtest::labour_force(&figures, ORIGINS);
    let employment = backtest::employment(&figures, ORIGINS);
    progress(Stage::Projecting);
    let projection = project::project(&figures, &backtest::best(&employment), &inputs.options)?;
    progress(Stage::Summarising);
    Ok(assemble(&AreaSource {
        model: &model,
        figures: &figures,
        projection: &projection,
        scores: [&labour_force, &employment],
        options: inputs.options,
        problems: inputs.problems,
    }))
}
