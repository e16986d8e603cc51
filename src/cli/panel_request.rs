//! What `forecast` and `backtest` share: a panel to read and models to try.

use crate::cli::arguments::PanelArgs;
use crate::cli::request::unknown;
use crate::error::{Error, Result};
use crate::forecast::definition::Definition;
use crate::forecast::panel::Panel;
use crate::load::panel_file;

/// A panel and what to do with it.
pub(crate) struct PanelRequest {
    pub(crate) panel: Panel,
    pub(crate) models: Vec<Definition>,
    pub(crate) horizon: usize,
}

impl PanelRequest {
    /// Reads the names first, so that a mistyped model is told before a long file is read.
    pub(crate) fn resolve(arguments: &PanelArgs) -> Result<Self> {
        let models = models(&arguments.models)?;
        let season = arguments.season.map(|season| season as usize);
        let panel = panel_file::read(&arguments.file, season)?;
        Ok(Self { panel, models, horizon: arguments.horizon as usize })
    }
}

/// The models named, each once; the default where none is.
pub(crate) fn models(asked: &[String]) -> Result<Vec<Definition>> {
    if asked.is_empty() {
        return Ok(vec![Definition::Auto]);
    }
    let mut models: Vec<Definition> = Vec::new();
    for name in asked {
        let definition = Definition::parse(name).ok_or_else(|| no_model(name))?;
        if !models.contains(&definition) {
            models.push(definition);
        }
    }
    Ok(models)
}

fn no_model(name: &str) -> Error {
    unknown(("mô hình", "model"), name, &Definition::names())
}
