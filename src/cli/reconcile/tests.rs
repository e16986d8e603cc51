#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fmt::Write as _;

use std::ffi::OsString;
use std::path::Path;

use serde_json::Value;

use crate::cli::{Console, Exit, run};
use crate::language::Language;

const TREE: &str = "unique_id,parent\ntotal,\na,total\nb,total\n";
const FORECASTS: &str = "unique_id,ds,model,mean,lo_80,hi_80\n\
    total,2026,ets,10,8,12\nb,2026,ets,5,4,6\na,2026,ets,2,-1,3\n";

/// A folder with the files and what the command says of them.
struct Folder(tempfile::TempDir);

impl Folder {
    fn with(files: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            std::fs::write(folder.path().join(name), text).unwrap();
        }
        Self(folder)
    }

    fn path(&self, name: &str) -> String {
        self.0.path().join(name).display().to_string()
    }

    fn read(&self, name: &str) -> String {
        std::fs::read_to_string(Path::new(&self.path(name))).unwrap()
    }

    /// Words that begin with `@` are files of the folder.
    fn said(&self, words: &[&str]) -> (Exit, String, String) {
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let mut console = Console::unwatched(&mut out, &mut err, Language::English);
        let mut all = vec![OsString::from("labourcast"), OsString::from("reconcile")];
        all.extend(words.iter().map(|word| match word.strip_prefix('@') {
            Some(file) => OsString::from(self.path(file)),
            None => OsString::from(word),
        }));
        let exit = run(all, &mut console);
        (exit, String::from_utf8(out).unwrap(), String::from_utf8(err).unwrap())
    }
}

fn small() -> Folder {
    Folder::with(&[("h.csv", TREE), ("f.csv", FORECASTS)])
}

#[test]
fn a_tree_is_reconciled_and_intervals_move_with_their_means() {
    let words = ["@f.csv", "--hierarchy", "@h.csv", "--method", "ols"];
    let (exit, out, err) = small().said(&words);
    assert_eq!(exit, Exit::Done, "{err}");
    let expected = "unique_id,ds,model,mean,lo_80,hi_80\n\
        total,2026,ets,9,7,11\nb,2026,ets,6,5,7\na,2026,ets,3,0,4\n";
    assert_eq!(out, expected);
    assert!(err.contains("kept their width"), "{err}");
}

#[test]
fn groups_are_named_after_their_columns_and_bottom_up_adds_them() {
    let folder = Folder::with(&[
        ("h.csv", "unique_id,area,sex\nx,N,f\ny,N,m\nz,S,f\n"),
        ("f.csv", "unique_id,ds,mean\nx,2026-03-31,1\ny,2026-03-31,2\nz,2026-03-31,-4\n"),
    ]);
    let words = ["@f.csv", "--hierarchy", "@h.csv", "--method", "bottom_up", "--nonnegative"];
    let (exit, out, err) = folder.said(&words);
    assert_eq!(exit, Exit::Done, "{err}");
    let day = "2026-03-31";
    let expected = [
        format!("x,{day},1"),
        format!("y,{day},2"),
        format!("z,{day},0"),
        format!("total,{day},3"),
        format!("area=N,{day},3"),
        format!("area=S,{day},0"),
        format!("sex=f,{day},1"),
        format!("sex=m,{day},2"),
    ];
    assert_eq!(out.lines().skip(1).collect::<Vec<_>>(), expected);
    let named = [&words[..], &["--groups", "sex"]].concat();
    assert_eq!(folder.said(&named).1.lines().count(), 1 + 3 + 3);
    let (exit, _, err) = folder.said(&[&words[..], &["--groups", "age"]].concat());
    assert!(exit == Exit::Invalid && err.contains("no column age"), "{err}");
}

#[test]
fn paths_add_up_and_intervals_are_taken_from_them() {
    let mut paths = "unique_id,ds,model,draw,value\n".to_owned();
    for draw in 1..=11 {
        for (name, value) in [("total", 10 + draw), ("a", draw - 6), ("b", 5)] {
            writeln!(paths, "{name},2026,ets,{draw},{value}").unwrap();
        }
    }
    let folder = Folder::with(&[("h.csv", TREE), ("f.csv", FORECASTS), ("p.csv", &paths)]);
    let words = ["@f.csv", "--hierarchy", "@h.csv", "--method", "bottom_up", "--nonnegative"];
    let more = ["--paths", "@p.csv", "--out", "@o.csv"];
    let (exit, _, err) = folder.said(&[&words[..], &more[..]].concat());
    assert_eq!(exit, Exit::Done, "{err}");
    // Draws of a: six zeros, then 1 to 5; 80 % lie between the second and the tenth of eleven.
    assert!(folder.read("o.csv").contains("a,2026,ets,2,0,4"), "{}", folder.read("o.csv"));
    assert!(folder.read("o.csv").contains("total,2026,ets,7,5,9"));
    assert!(folder.read("o.paths.csv").contains("total,2026,ets,11,10"));
}

#[test]
fn residuals_weigh_and_without_them_their_methods_are_refused() {
    let residuals = "unique_id,ds,residual\ntotal,1,1\ntotal,2,-1\na,1,1\na,2,1\nb,1,2\nb,2,-2\n";
    let files = [("h.csv", TREE), ("f.csv", FORECASTS), ("r.csv", residuals)];
    let folder = Folder::with(&files);
    let words = ["@f.csv", "--hierarchy", "@h.csv", "--method", "wls_var"];
    let (exit, _, err) = folder.said(&words);
    assert!(exit == Exit::Usage && err.contains("--residuals"), "{err}");
    // Variances 1, 1, 4: of the 3 missing, half each to total and a, two to b.
    let (exit, out, err) = folder.said(&[&words[..], &["--residuals", "@r.csv"]].concat());
    assert_eq!(exit, Exit::Done, "{err}");
    assert!(out.contains("a,2026,ets,2.5,") && out.contains("b,2026,ets,7,"), "{out}");
    let few = ["@f.csv", "--hierarchy", "@h.csv", "--method", "mint_shrink"];
    let (exit, _, err) = folder.said(&[&few[..], &["--residuals", "@r.csv"]].concat());
    assert!(exit == Exit::Method && err.contains("total has 2 figures; 3 are needed"), "{err}");
}

#[test]
fn every_fault_of_the_files_is_told_with_its_place() {
    let folder = Folder::with(&[
        ("h.csv", "unique_id,parent\ntotal,\na,totl\nb,total\nb,a\n"),
        ("good.csv", TREE),
        ("f.csv", "unique_id,ds,mean\ntotal,2026,1\nc,2026,2\nb,2026,x\nb,2026,1\nb,2026,1\n"),
        ("short.csv", "unique_id,ds,mean\ntotal,2026,1\nb,2026,1\n"),
    ]);
    let words = ["@f.csv", "--hierarchy", "@h.csv", "--method", "ols"];
    let (exit, _, err) = folder.said(&words);
    assert_eq!(exit, Exit::Invalid);
    assert!(err.contains("row 3, parent: found «totl»"), "{err}");
    assert!(err.contains("row 5, parent: found «a»"), "{err}");
    let (exit, _, err) = folder.said(&["@f.csv", "--hierarchy", "@good.csv", "--method", "ols"]);
    assert_eq!(exit, Exit::Invalid);
    for place in ["row 3, unique_id: found «c»", "row 4, mean: found «x»", "row 6, ds"] {
        assert!(err.contains(place), "{place}: {err}");
    }
    let words = ["@short.csv", "--hierarchy", "@good.csv", "--method", "ols", "--json"];
    let (exit, out, _) = folder.said(&words);
    let document: Value = serde_json::from_str(&out).unwrap();
    assert_eq!((exit, &document["errors"][0]["rule"]), (Exit::Invalid, &"missing-forecast".into()));
    assert_eq!(document["errors"][0]["expected"], "a row for a");
}

#[test]
fn names_that_are_not_known_are_told_with_those_that_are() {
    let folder = small();
    let said = |method: &[&str]| {
        folder.said(&[&["@f.csv", "--hierarchy", "@h.csv", "--method"], method].concat())
    };
    let (exit, _, err) = said(&["mint"]);
    assert!(exit == Exit::Usage && err.contains("mint_shrink"), "{err}");
    let (exit, _, err) = said(&["middle_out"]);
    assert!(exit == Exit::Usage && err.contains("--level"), "{err}");
    let (exit, _, err) = said(&["middle_out", "--level", "7"]);
    assert!(exit == Exit::Usage && err.contains("there is no level 7"), "{err}");
    let (exit, _, err) = said(&["top_down", "--proportions", "average"]);
    assert!(exit == Exit::Usage && err.contains("--observations"), "{err}");
}
