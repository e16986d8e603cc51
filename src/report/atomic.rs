//! Replacing a folder at once: whoever looks sees the old one or the new one, never a part.
//!
//! The new version is made in a working folder beside the target, every file flushed to the disk.
//! Where the system can exchange two folders in one step it does; elsewhere the old one is moved
//! aside first, and a run that was killed between the two moves is repaired by the next.
//!
//! ```text
//! results/khanh-hoa                       the target
//! results/.khanh-hoa.labourcast-a1B2c3    working folder: lock, new/ and for a moment old/
//! ```
//!
//! A run holds the lock of its working folder while it lives, so a working folder whose lock is
//! free was left by a killed run and is removed by the next.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::error::{Error, Result};

const LOCK: &str = "lock";
const NEW: &str = "new";
const OLD: &str = "old";

pub(crate) fn not_written(path: &Path) -> impl FnOnce(io::Error) -> Error + '_ {
    move |source| Error::Write { path: path.to_owned(), source }
}

/// A version of a folder in the making.
#[derive(Debug)]
pub(crate) struct Staging {
    target: PathBuf,
    parent: PathBuf,
    // The lock is before the folder, so that it is free when the folder goes.
    lock: File,
    working: TempDir,
}

impl Staging {
    /// An empty new version of `target`; what killed runs left beside it is removed.
    ///
    /// # Errors
    /// [`Error::Request`] if `target` is not the name of a folder, [`Error::Write`] if the place
    /// cannot be written to.
    pub(crate) fn of(target: &Path) -> Result<Self> {
        let (target, parent, prefix) = place(target)?;
        fs::create_dir_all(&parent).map_err(not_written(&parent))?;
        remove_leftovers(&target, &parent, &prefix);
        let make = || {
            let working = tempfile::Builder::new().prefix(&prefix).tempdir_in(&parent)?;
            let lock = File::create(working.path().join(LOCK))?;
            // Some network drives have no locks; there leftovers stay until someone removes them.
            let _ = lock.try_lock();
            fs::create_dir(working.path().join(NEW))?;
            Ok((lock, working))
        };
        let (lock, working) = make().map_err(not_written(&parent))?;
        Ok(Self { target, parent, lock, working })
    }

    /// The folder to write into.
    pub(crate) fn folder(&self) -> PathBuf {
        self.working.path().join(NEW)
    }

    /// Puts the new version in place of the target and removes the old one.
    ///
    /// # Errors
    /// [`Error::Write`] if the system refuses; the target is then as it was.
    pub(crate) fn publish(self) -> Result<()> {
        let Self { target, parent, lock, working } = self;
        let new = working.path().join(NEW);
        let put = || {
            sync_folder(&new)?;
            if !target.exists() {
                fs::rename(&new, &target)?;
            } else if exchange(&new, &target).is_err() {
                swap_by_two_moves(&new, &target, &working.path().join(OLD))?;
            }
            sync_folder(&parent)
        };
        put().map_err(not_written(&target))?;
        drop(lock);
        // The result stands; a working folder that cannot be removed now is removed next time.
        let _ = working.close();
        Ok(())
    }
}

/// The target without links, the folder it is in, and how its working folders begin.
fn place(target: &Path) -> Result<(PathBuf, PathBuf, String)> {
    let target = fs::canonicalize(target)
        .or_else(|_| std::path::absolute(target))
        .map_err(not_written(target))?;
    let (Some(parent), Some(name)) = (target.parent(), target.file_name()) else {
        let message = format!("'{}' is not the name of a folder to write to", target.display());
        return Err(Error::Request { message });
    };
    let prefix = format!(".{}.labourcast-", name.to_string_lossy());
    Ok((target.clone(), parent.to_owned(), prefix))
}

fn swap_by_two_moves(new: &Path, target: &Path, old: &Path) -> io::Result<()> {
    fs::rename(target, old)?;
    fs::rename(new, target).inspect_err(|_| {
        // If even this fails, the next run finds the old result in the working folder.
        let _ = fs::rename(old, target);
    })
}

#[cfg(any(target_os = "linux", target_os = "macos"))]
fn exchange(one: &Path, other: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE)?)
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
fn exchange(_one: &Path, _other: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Makes the names in a folder last through a loss of power.
#[cfg(unix)]
fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
fn sync_folder(_folder: &Path) -> io::Result<()> {
    Ok(())
}

/// Removes working folders of runs that no longer live; what cannot be removed stays.
fn remove_leftovers(target: &Path, parent: &Path, prefix: &str) {
    let Ok(entries) = fs::read_dir(parent) else { return };
    for entry in entries.flatten() {
        if entry.file_name().to_string_lossy().starts_with(prefix) && is_abandoned(&entry.path()) {
            let old = entry.path().join(OLD);
            if old.exists() && !target.exists() && fs::rename(&old, target).is_err() {
                continue;
            }
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

fn is_abandoned(working: &Path) -> bool {
    match File::open(working.join(LOCK)).map(|lock| lock.try_lock()) {
        Ok(Ok(())) => true,
        Ok(Err(TryLockError::WouldBlock | TryLockError::Error(_))) => false,
        Err(_) => has_lost_its_lock(working),
    }
}

/// Whether a folder without lock was left by a killed run.
///
/// The lock is made before anything else and may be removed before anything else. So a folder that
/// holds something and no lock was being removed; one that holds nothing is removed here.
fn has_lost_its_lock(working: &Path) -> bool {
    let holds_something = fs::read_dir(working).is_ok_and(|mut entries| entries.next().is_some());
    holds_something && !working.join(LOCK).exists() || fs::remove_dir(working).is_ok()
}

/// Writes `bytes` to a new file and waits until the disk has them; folders on the way are made.
///
/// # Errors
/// [`Error::Write`] with the file's path.
pub(crate) fn write_synced(path: &Path, bytes: &[u8]) -> Result<()> {
    use std::io::Write;
    let write = || {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        let mut file = File::create(path)?;
        file.write_all(bytes)?;
        file.sync_all()
    };
    write().map_err(not_written(path))
}

#[cfg(test)]
mod tests;
