//! Whether two result folders hold the same bytes.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};

/// What the files of two folders say of each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Sameness {
    /// Every file is on both sides, byte for byte.
    Identical,
    /// These files differ or are on one side only.
    Differing(Vec<String>),
    /// Two scenarios are compared, not two folders.
    NotAsked,
}

impl Sameness {
    pub(crate) fn of(old: &Path, new: &Path) -> Result<Self> {
        let (before, after) = (files(old)?, files(new)?);
        let mut differing = Vec::new();
        for (name, path) in &before {
            let same = match after.get(name) {
                Some(other) => bytes(path)? == bytes(other)?,
                None => false,
            };
            if !same {
                differing.push(name.clone());
            }
        }
        differing.extend(after.keys().filter(|name| !before.contains_key(*name)).cloned());
        differing.sort();
        Ok(if differing.is_empty() { Self::Identical } else { Self::Differing(differing) })
    }
}

fn bytes(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).map_err(|source| Error::Read { path: path.to_owned(), source })
}

/// Files below `folder` by their name relative to it.
fn files(folder: &Path) -> Result<BTreeMap<String, PathBuf>> {
    let mut found = BTreeMap::new();
    let mut pending = vec![folder.to_owned()];
    while let Some(next) = pending.pop() {
        let unreadable = |source| Error::Read { path: next.clone(), source };
        for entry in fs::read_dir(&next).map_err(unreadable)? {
            let path = entry.map_err(unreadable)?.path();
            if path.is_dir() {
                pending.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap_or(&path).display().to_string();
                found.insert(name, path);
            }
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_are_identical_until_one_byte_or_one_file_differs() {
        let (old, new) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        for folder in [&old, &new] {
            fs::create_dir(folder.path().join("charts")).unwrap();
            fs::write(folder.path().join("charts/a.svg"), "a").unwrap();
            fs::write(folder.path().join("b.csv"), "b").unwrap();
        }
        let sameness = || Sameness::of(old.path(), new.path()).unwrap();
        assert_eq!(sameness(), Sameness::Identical);
        fs::write(new.path().join("charts/a.svg"), "A").unwrap();
        fs::write(new.path().join("c.csv"), "c").unwrap();
        let Sameness::Differing(names) = sameness() else { panic!("two files differ") };
        assert_eq!(names.len(), 2);
        assert!(names[0].ends_with("c.csv") || names[1].ends_with("c.csv"), "{names:?}");
    }
}
