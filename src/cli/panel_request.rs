//! What `forecast` and `backtest` share: a panel to read and models to try.

use crate::cli::arguments::PanelArgs;
use crate::cli::request::unknown;
use crate::error::{Error, Result};
use crate::forecast::definition::Definition;
use crate::forecast::panel::Panel;
use crate::language::Text;
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
        let mut panel = panel_file::read(&arguments.file, season)?;
        if let Some(most) = arguments.at_most {
            panel = bounded(panel, most)?;
        }
        Ok(Self { panel, models, horizon: arguments.horizon as usize })
    }
}

/// The panel with a bound that none of its values exceeds.
fn bounded(panel: Panel, most: f64) -> Result<Panel> {
    if !most.is_finite() {
        let message = Text::new(
            format!("--at-most {most}: phải là một số hữu hạn"),
            format!("--at-most {most}: a bound is a finite number"),
        );
        return Err(Error::Request { message });
    }
    let above = panel.series().iter().find_map(|series| {
        let value = series.values.iter().find(|value| **value > most)?;
        Some((series.id.clone(), *value))
    });
    let Some((id, value)) = above else { return Ok(panel.at_most(most)) };
    let message = Text::new(
        format!("--at-most {most}: chuỗi {id} có giá trị {value}, lớn hơn giới hạn"),
        format!("--at-most {most}: series {id} has the value {value}, which is larger"),
    );
    Err(Error::Request { message })
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
