//! The shipped models and datasets, embedded in the program so that it works in any folder.

use std::path::Path;

use include_dir::Dir;
use include_dir::include_dir;

static MODELS: Dir = include_dir!("$CARGO_MANIFEST_DIR/models");
static DATASETS: Dir = include_dir!("$CARGO_MANIFEST_DIR/datasets");

/// The embedded folders by the name they have in the project.
fn roots() -> [(&'static str, &'static Dir<'static>); 2] {
    [("models", &MODELS), ("datasets", &DATASETS)]
}

/// Names of the shipped models, in alphabetical order.
pub fn models() -> Vec<&'static str> {
    let complete = MODELS.dirs().filter(|dir| dir.contains(dir.path().join("model.toml")));
    let mut names: Vec<&str> = complete.filter_map(|dir| dir.path().to_str()).collect();
    names.sort_unstable();
    names
}

/// Paths of every shipped file, such as `models/khanh-hoa/model.toml`, in alphabetical order.
pub fn paths() -> Vec<String> {
    let mut paths = Vec::new();
    for (name, root) in roots() {
        collect(name, root, &mut paths);
    }
    paths.sort_unstable();
    paths
}

fn collect(name: &str, dir: &'static Dir<'static>, paths: &mut Vec<String>) {
    let of_file = |path: &Path| format!("{name}/{}", path.to_string_lossy().replace('\\', "/"));
    paths.extend(dir.files().map(|file| of_file(file.path())));
    for sub in dir.dirs() {
        collect(name, sub, paths);
    }
}

/// The contents of a shipped file by its path.
pub fn read(path: &str) -> Option<&'static [u8]> {
    let (root, inner) = path.split_once('/')?;
    let (_, dir) = roots().into_iter().find(|(name, _)| *name == root)?;
    dir.get_file(inner).map(include_dir::File::contents)
}
