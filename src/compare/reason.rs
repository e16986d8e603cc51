//! Why two sides differ, read from what went into them.

use std::collections::{BTreeMap, BTreeSet};

use crate::compare::Side;
use crate::language::Text;

/// Input files that differ; two files are the same input if the ends of their paths agree.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileChanges {
    /// Read by both sides, with different contents.
    pub changed: Vec<String>,
    /// Read by the old side only.
    pub only_old: Vec<String>,
    /// Read by the new side only.
    pub only_new: Vec<String>,
}

impl FileChanges {
    fn is_empty(&self) -> bool {
        self.changed.is_empty() && self.only_old.is_empty() && self.only_new.is_empty()
    }

    fn only(&self, kind: InputKind) -> Self {
        let pick = |files: &[String]| -> Vec<String> {
            files.iter().filter(|file| InputKind::of(file) == kind).cloned().collect()
        };
        Self {
            changed: pick(&self.changed),
            only_old: pick(&self.only_old),
            only_new: pick(&self.only_new),
        }
    }

    fn sentence(&self) -> Text {
        let parts = [
            ("thay đổi", "changed", &self.changed),
            ("chỉ có ở bản cũ", "only in the old", &self.only_old),
            ("chỉ có ở bản mới", "only in the new", &self.only_new),
        ];
        let (mut vi, mut en) = (Vec::new(), Vec::new());
        for (word_vi, word_en, files) in parts {
            if !files.is_empty() {
                vi.push(format!("{word_vi}: {}", files.join(", ")));
                en.push(format!("{word_en}: {}", files.join(", ")));
            }
        }
        Text::new(vi.join("; "), en.join("; "))
    }
}

/// An option of the run that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OptionChange {
    /// The option's name: `to`, `draws` or `seed`.
    pub name: &'static str,
    /// Its value in the old run.
    pub old: String,
    /// Its value in the new run.
    pub new: String,
}

/// One cause of a difference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The runs are of two models.
    Model {
        /// Name of the old model.
        old: String,
        /// Name of the new model.
        new: String,
    },
    /// The definition of the model differs.
    ModelFile(FileChanges),
    /// The figures differ.
    Data(FileChanges),
    /// Two scenarios are compared with each other.
    Scenario {
        /// Name of the old scenario.
        old: String,
        /// Name of the new scenario.
        new: String,
    },
    /// The assumptions of scenarios differ.
    Assumptions(FileChanges),
    /// Not the same scenarios were run.
    ScenarioSet {
        /// Scenarios of the old run alone.
        only_old: Vec<String>,
        /// Scenarios of the new run alone.
        only_new: Vec<String>,
    },
    /// Options differ.
    Options(Vec<OptionChange>),
    /// Two versions of the program made the runs.
    Version {
        /// The old version.
        old: String,
        /// The new version.
        new: String,
    },
}

impl Reason {
    /// The kind in machine output: `model`, `data`, `scenario`, `options` or `version`.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Model { .. } | Self::ModelFile(_) => "model",
            Self::Data(_) => "data",
            Self::Scenario { .. } | Self::Assumptions(_) | Self::ScenarioSet { .. } => "scenario",
            Self::Options(_) => "options",
            Self::Version { .. } => "version",
        }
    }

    /// The cause as a phrase.
    pub fn sentence(&self) -> Text {
        match self {
            Self::Model { old, new } => {
                Text::new(format!("mô hình: {old} → {new}"), format!("model: {old} → {new}"))
            }
            Self::ModelFile(files) => with_files("định nghĩa mô hình", "model definition", files),
            Self::Data(files) => with_files("số liệu", "data", files),
            Self::Assumptions(files) => with_files("giả định kịch bản", "assumptions", files),
            Self::Scenario { old, new } => {
                Text::new(format!("kịch bản: {old} → {new}"), format!("scenario: {old} → {new}"))
            }
            Self::ScenarioSet { only_old, only_new } => scenario_set(only_old, only_new),
            Self::Options(changes) => options(changes),
            Self::Version { old, new } => {
                Text::new(format!("phiên bản: {old} → {new}"), format!("version: {old} → {new}"))
            }
        }
    }
}

fn with_files(vi: &str, en: &str, files: &FileChanges) -> Text {
    let changes = files.sentence();
    Text::new(format!("{vi}: {}", changes.vi), format!("{en}: {}", changes.en))
}

fn scenario_set(only_old: &[String], only_new: &[String]) -> Text {
    let files = FileChanges {
        changed: Vec::new(),
        only_old: only_old.to_vec(),
        only_new: only_new.to_vec(),
    };
    with_files("danh sách kịch bản", "scenarios run", &files)
}

fn options(changes: &[OptionChange]) -> Text {
    let list: Vec<String> = changes
        .iter()
        .map(|change| format!("{} {} → {}", change.name, change.old, change.new))
        .collect();
    Text::new(format!("tùy chọn: {}", list.join(", ")), format!("options: {}", list.join(", ")))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum InputKind {
    Model,
    Scenario,
    Data,
}

impl InputKind {
    fn of(file: &str) -> Self {
        if file == "model.toml" || file.ends_with("/model.toml") {
            Self::Model
        } else if file.starts_with("scenarios/") || file.contains("/scenarios/") {
            Self::Scenario
        } else {
            Self::Data
        }
    }
}

pub(crate) fn reasons(old: &Side, new: &Side) -> Vec<Reason> {
    let files = changed_files(&old.provenance.inputs, &new.provenance.inputs);
    let by_kind = |kind| Some(files.only(kind)).filter(|found| !found.is_empty());
    let version = (&old.provenance.version, &new.provenance.version);
    [
        differing(&old.results.model, &new.results.model)
            .map(|(old, new)| Reason::Model { old, new }),
        by_kind(InputKind::Model).map(Reason::ModelFile),
        by_kind(InputKind::Data).map(Reason::Data),
        by_kind(InputKind::Scenario).map(Reason::Assumptions),
        scenarios(old, new),
        changed_options(old, new),
        differing(version.0, version.1).map(|(old, new)| Reason::Version { old, new }),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn differing(old: &str, new: &str) -> Option<(String, String)> {
    (old != new).then(|| (old.to_owned(), new.to_owned()))
}

fn scenarios(old: &Side, new: &Side) -> Option<Reason> {
    if let (Some(a), Some(b)) = (old.scenario, new.scenario) {
        return differing(a, b).map(|(old, new)| Reason::Scenario { old, new });
    }
    let names = |side: &Side| -> BTreeSet<String> {
        side.results.scenarios.iter().map(|label| label.name.clone()).collect()
    };
    let (before, after) = (names(old), names(new));
    (before != after).then(|| Reason::ScenarioSet {
        only_old: before.difference(&after).cloned().collect(),
        only_new: after.difference(&before).cloned().collect(),
    })
}

fn changed_options(old: &Side, new: &Side) -> Option<Reason> {
    let (a, b) = (old.results, new.results);
    let values = [
        ("to", a.to.to_string(), b.to.to_string()),
        ("draws", a.draws.to_string(), b.draws.to_string()),
        ("seed", a.seed.to_string(), b.seed.to_string()),
    ];
    let changes: Vec<OptionChange> = values
        .into_iter()
        .filter(|(_, old, new)| old != new)
        .map(|(name, old, new)| OptionChange { name, old, new })
        .collect();
    (!changes.is_empty()).then_some(Reason::Options(changes))
}

/// A file that only moved, contents unchanged, is no change.
fn changed_files(old: &BTreeMap<String, String>, new: &BTreeMap<String, String>) -> FileChanges {
    let (before, after) = (by_tail(old), by_tail(new));
    let contents = |side: &BTreeMap<String, String>| side.values().cloned().collect();
    let (before_contents, after_contents): (BTreeSet<String>, BTreeSet<String>) =
        (contents(&before), contents(&after));
    let alone = |side: &BTreeMap<String, String>,
                 other: &BTreeMap<String, String>,
                 other_contents: &BTreeSet<String>| {
        side.iter()
            .filter(|(file, hash)| !other.contains_key(*file) && !other_contents.contains(*hash))
            .map(|(file, _)| file.clone())
            .collect()
    };
    FileChanges {
        changed: before
            .iter()
            .filter(|(file, hash)| after.get(*file).is_some_and(|other| other != *hash))
            .map(|(file, _)| file.clone())
            .collect(),
        only_old: alone(&before, &after, &after_contents),
        only_new: alone(&after, &before, &before_contents),
    }
}

/// Files by folder and name, so that a copy of a model compares with its original.
fn by_tail(files: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    let mut tails = BTreeMap::new();
    for (file, hash) in files {
        let key = if tails.contains_key(&tail(file)) { file.clone() } else { tail(file) };
        tails.insert(key, hash.clone());
    }
    tails
}

fn tail(file: &str) -> String {
    let parts: Vec<&str> = file.split(['/', '\\']).collect();
    parts[parts.len().saturating_sub(2)..].join("/")
}
