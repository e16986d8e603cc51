//! The tree of areas, checked.

use crate::areas::AreasModel;
use crate::error::{Error, Result};
use crate::hierarchy::{Fault, Hierarchy};
use crate::language::Text;

/// The tree of the model's areas.
///
/// # Errors
/// [`Error::Method`] that names the areas with a wrong parent, or that there is no single whole.
pub fn tree(model: &AreasModel) -> Result<Hierarchy> {
    let rows: Vec<(String, Option<String>)> = model
        .areas
        .iter()
        .map(|area| (area.code.to_string(), area.parent.as_ref().map(ToString::to_string)))
        .collect();
    let tree = Hierarchy::from_parents(&rows).map_err(|faults| broken(&faults))?;
    let tops = rows.iter().filter(|(_, parent)| parent.is_none()).count();
    if tops == 1 && tree.n_aggregates() > 0 {
        return Ok(tree);
    }
    Err(method(Text::new(
        format!("cần đúng một địa bàn không có parent và các địa bàn thuộc về nó; có {tops}"),
        format!("one area without a parent is needed, and areas that are part of it; found {tops}"),
    )))
}

fn broken(faults: &[Fault]) -> Error {
    let (vi, en): (Vec<String>, Vec<String>) = faults
        .iter()
        .map(|fault| match fault {
            Fault::Orphan { name, parent, .. } => (
                format!("{name}: không có địa bàn {parent}; sửa parent hoặc thêm [[area]]"),
                format!("{name}: there is no area {parent}; correct parent or add an [[area]]"),
            ),
            other => (other.to_string(), other.to_string()),
        })
        .unzip();
    method(Text::new(vi.join("; "), en.join("; ")))
}

/// An error of this stage.
pub(super) const fn method(message: Text) -> Error {
    Error::Method { stage: "areas", message }
}

/// Parent of each node, by position.
pub fn parents(model: &AreasModel, tree: &Hierarchy) -> Vec<Option<usize>> {
    let mut parents = vec![None; tree.n_nodes()];
    for area in &model.areas {
        let node = tree.position(&area.code.to_string());
        let above = area.parent.as_ref().and_then(|parent| tree.position(&parent.to_string()));
        if let Some(place) = node.and_then(|node| parents.get_mut(node)) {
            *place = above;
        }
    }
    parents
}
