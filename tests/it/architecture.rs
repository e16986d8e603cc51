//! The rules of ARCHITECTURE.md that a reader could break without noticing.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Longest source file allowed.
const MAX_LINES: usize = 600;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: impl AsRef<Path>) -> String {
    fs::read_to_string(root().join(path)).unwrap()
}

/// Every Rust file below `folder`, sorted.
fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            files.push(path);
        }
    }
    files.sort();
    files
}

/// Names of the modules in `lib.rs`, in order, and where the shell begins.
fn layers() -> (Vec<String>, usize) {
    let text = read("src/lib.rs");
    let modules: Vec<String> = text
        .lines()
        .filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'))
        .map(str::to_owned)
        .collect();
    let shell = modules.iter().position(|module| module == "embedded").unwrap();
    (modules, shell)
}

/// Top module of a file below `src`.
fn module_of(path: &Path) -> String {
    let below = path.strip_prefix(root().join("src")).unwrap();
    let first = below.components().next().unwrap().as_os_str().to_string_lossy();
    first.trim_end_matches(".rs").to_owned()
}

#[test]
fn a_module_uses_only_modules_declared_above_it() {
    let (modules, _) = layers();
    let position = |name: &str| modules.iter().position(|module| module == name);
    let mut broken = Vec::new();
    for path in rust_files(&root().join("src")) {
        let Some(own) = position(&module_of(&path)) else { continue };
        for (number, line) in fs::read_to_string(&path).unwrap().lines().enumerate() {
            if line.trim_start().starts_with("//") {
                continue;
            }
            for piece in line.split("crate::").skip(1) {
                let name: String =
                    piece.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                let upward = position(&name).is_some_and(|used| used > own);
                if upward || piece.starts_with('{') {
                    broken.push(format!("{}:{}: {}", path.display(), number + 1, line.trim()));
                }
            }
        }
    }
    assert!(broken.is_empty(), "imports against the order of lib.rs:\n{}", broken.join("\n"));
}

#[test]
fn the_core_names_no_crate_or_thing_of_the_outside_world() {
    let (modules, shell) = layers();
    let outside = [
        "polars",
        "plotters",
        "clap",
        "serde",
        "toml::",
        "std::fs",
        "std::env",
        "std::io::",
        "std::time",
        "std::process",
        "println!",
        "eprintln!",
    ];
    let mut broken = Vec::new();
    for path in rust_files(&root().join("src")) {
        let module = module_of(&path);
        if !modules[..shell].contains(&module) {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        for line in text.lines().filter(|line| !line.trim_start().starts_with("//")) {
            // A file error of the shell travels in the one error type of the crate.
            let allowed = module == "error" && line.contains("std::io::Error");
            if !allowed && outside.iter().any(|name| line.contains(name)) {
                broken.push(format!("{}: {}", path.display(), line.trim()));
            }
        }
    }
    assert!(broken.is_empty(), "the core reaches outside:\n{}", broken.join("\n"));
}

#[test]
fn each_heavy_crate_is_named_in_one_place_only() {
    let homes = [
        ("polars::", vec!["load", "report"]),
        ("plotters::", vec!["report"]),
        ("resvg::", vec!["report"]),
        ("rust_xlsxwriter::", vec!["report"]),
        ("clap::", vec!["cli"]),
        ("indicatif::", vec!["cli"]),
    ];
    for path in rust_files(&root().join("src")) {
        let module = module_of(&path);
        let text = fs::read_to_string(&path).unwrap();
        for (name, allowed) in &homes {
            let at_home = allowed.contains(&module.as_str());
            assert!(at_home || !text.contains(name), "{} names {name}", path.display());
        }
    }
}

#[test]
fn files_are_short_and_half_of_them_very_short() {
    let mut lengths: Vec<(usize, PathBuf)> = rust_files(&root().join("src"))
        .into_iter()
        .map(|path| (fs::read_to_string(&path).unwrap().lines().count(), path))
        .collect();
    lengths.sort();
    let (longest, path) = lengths.last().unwrap();
    assert!(*longest <= MAX_LINES, "{} has {longest} lines", path.display());
    let median = lengths[lengths.len() / 2].0;
    assert!(median <= 200, "the median file has {median} lines");
}

#[test]
fn no_file_holds_unfinished_work() {
    let marks = [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("XX", "X"), "#[ignore"];
    for folder in ["src", "tests", "benches"] {
        for path in rust_files(&root().join(folder)) {
            let text = fs::read_to_string(&path).unwrap();
            let own = path.ends_with("tests/it/architecture.rs");
            let found = marks.iter().find(|mark| text.contains(**mark));
            assert!(own || found.is_none(), "{} holds {found:?}", path.display());
        }
    }
}

#[test]
fn every_dependency_has_its_line_in_the_architecture() {
    let manifest: String = read("Cargo.toml");
    let text = read("ARCHITECTURE.md");
    let mut section = "";
    for line in manifest.lines() {
        if line.starts_with('[') {
            section = line;
        } else if matches!(section, "[dependencies]" | "[dev-dependencies]") {
            let Some((name, _)) = line.split_once('=') else { continue };
            let name = name.trim();
            assert!(text.contains(&format!("`{name}`")), "ARCHITECTURE.md lacks a line on {name}");
        }
    }
}

#[test]
fn every_module_has_its_line_in_the_architecture() {
    let text = read("ARCHITECTURE.md");
    for module in layers().0 {
        assert!(text.contains(&format!("`{module}`")), "ARCHITECTURE.md lacks a line on {module}");
    }
}

#[test]
fn versions_and_lengths_of_the_documents_agree() {
    let version = env!("CARGO_PKG_VERSION");
    assert!(read("CITATION.cff").contains(&format!("version: {version}")));
    assert!(read("CHANGELOG.md").contains(&format!("## {version}")));
    let readme = read("README.md");
    assert!(readme.lines().count() <= 150);
    assert!(readme.contains("cargo run --release") && readme.contains("cargo test"));
}

/// The names in code that a page tells of, such as those of files and columns.
fn names_in_code(page: &str) -> BTreeSet<String> {
    let is_name = |c: char| c.is_ascii_lowercase() || c == '_' || c.is_ascii_digit();
    let in_code = page.split('`').skip(1).step_by(2).filter(|code| !code.contains('\n'));
    let names = in_code.flat_map(|code| code.split(", "));
    let names = names.map(|name| name.trim_matches(['[', ']'])).filter(|name| name.contains('_'));
    names.filter(|name| name.chars().all(is_name)).map(str::to_owned).collect()
}

/// The part of a page from one heading to the next.
fn section<'a>(page: &'a str, heading: &str, end: &str) -> &'a str {
    let from = page.find(heading).unwrap();
    &page[from..from + page[from..].find(end).unwrap()]
}

#[test]
fn vietnamese_pages_tell_of_every_file_column_and_key_that_the_english_ones_do() {
    let sections = [
        ("datasets", "## Columns", "### Statuses", 40),
        ("models", "### [order]", "`mobility`: with", 8),
        ("models", "## scenarios/", "### Scenarios of", 12),
    ];
    for (folder, heading, end, fewest) in sections {
        let english = read(format!("{folder}/README.md"));
        let told = names_in_code(section(&english, heading, end));
        assert!(told.len() >= fewest, "{told:?}");
        let vietnamese = names_in_code(&read(format!("{folder}/README.vi.md")));
        let missing: Vec<&String> = told.difference(&vietnamese).collect();
        assert!(missing.is_empty(), "{folder}/README.vi.md lacks {missing:?}");
    }
}
