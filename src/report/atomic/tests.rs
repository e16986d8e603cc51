use super::*;

fn with_old_result(place: &Path) -> PathBuf {
    let target = place.join("out");
    fs::create_dir(&target).unwrap();
    fs::write(target.join("a.txt"), "old").unwrap();
    target
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<_> =
        entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[test]
fn a_new_version_replaces_the_old_one_and_leaves_nothing_beside_it() {
    let place = tempfile::tempdir().unwrap();
    let target = with_old_result(place.path());
    let staging = Staging::of(&target).unwrap();
    write_synced(&staging.folder().join("sub/b.txt"), b"new").unwrap();
    assert_eq!(names(&target), ["a.txt"]);
    staging.publish().unwrap();
    assert_eq!(names(&target), ["sub"]);
    assert_eq!(names(place.path()), ["out"]);
}

#[test]
fn a_version_that_is_given_up_leaves_the_old_one() {
    let place = tempfile::tempdir().unwrap();
    let target = with_old_result(place.path());
    drop(Staging::of(&target).unwrap());
    assert_eq!(names(place.path()), ["out"]);
    assert_eq!(fs::read_to_string(target.join("a.txt")).unwrap(), "old");
}

#[test]
fn what_a_killed_run_left_is_removed_by_the_next() {
    let place = tempfile::tempdir().unwrap();
    let target = with_old_result(place.path());
    let killed = place.path().join(".out.labourcast-killed");
    fs::create_dir_all(killed.join("new")).unwrap();
    fs::write(killed.join("lock"), "").unwrap();
    fs::write(killed.join("new/half.csv"), "sce").unwrap();
    fs::create_dir(place.path().join(".out.labourcast-early")).unwrap();
    fs::create_dir(place.path().join(".other.labourcast-run")).unwrap();
    drop(Staging::of(&target).unwrap());
    assert_eq!(names(place.path()), [".other.labourcast-run", "out"]);
}

#[test]
fn what_a_run_left_that_was_killed_while_removing_the_old_result_is_removed() {
    let place = tempfile::tempdir().unwrap();
    let target = with_old_result(place.path());
    let killed = place.path().join(".out.labourcast-killed");
    fs::create_dir_all(killed.join("new/charts")).unwrap();
    fs::write(killed.join("new/charts/rest.svg"), "<svg").unwrap();
    drop(Staging::of(&target).unwrap());
    assert_eq!(names(place.path()), ["out"]);
    assert_eq!(names(&target), ["a.txt"]);
}

#[test]
fn the_folder_of_a_run_that_still_lives_is_left_alone() {
    let place = tempfile::tempdir().unwrap();
    let target = place.path().join("out");
    let alive = Staging::of(&target).unwrap();
    let other = Staging::of(&target).unwrap();
    assert!(alive.folder().exists());
    other.publish().unwrap();
    alive.publish().unwrap();
    assert_eq!(names(place.path()), ["out"]);
}

#[test]
fn a_run_killed_between_two_moves_is_repaired() {
    let place = tempfile::tempdir().unwrap();
    let target = place.path().join("out");
    let killed = place.path().join(".out.labourcast-killed");
    fs::create_dir_all(killed.join("old")).unwrap();
    fs::write(killed.join("old/a.txt"), "old").unwrap();
    fs::write(killed.join("lock"), "").unwrap();
    drop(Staging::of(&target).unwrap());
    assert_eq!(fs::read_to_string(target.join("a.txt")).unwrap(), "old");
    assert_eq!(names(place.path()), ["out"]);
}

#[test]
fn where_folders_cannot_be_exchanged_two_moves_do_it() {
    let place = tempfile::tempdir().unwrap();
    let target = with_old_result(place.path());
    let (new, old) = (place.path().join("new"), place.path().join("old"));
    assert!(swap_by_two_moves(&new, &target, &old).is_err());
    assert_eq!(names(&target), ["a.txt"]);
    fs::create_dir(&new).unwrap();
    swap_by_two_moves(&new, &target, &old).unwrap();
    assert_eq!((names(&target), names(&old)), (vec![], vec!["a.txt".to_owned()]));
}

#[test]
fn the_root_is_not_a_folder_to_write_to() {
    assert!(matches!(Staging::of(Path::new("/")), Err(Error::Request { .. })));
}
