//! What a verb gives back, and how it is printed.

use std::io::{self, Write};

use serde_json::{Map, Value, json};

use crate::cli::console::{Console, Notes, Speech};
use crate::error::{Problem, Severity};
use crate::language::Language;
use crate::results::Results;

/// Version of the form of `--json`.
const SCHEMA_VERSION: u32 = 1;
/// Most problems shown to a reader; all of them are counted.
const MOST_PROBLEMS: usize = 200;

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Everything asked for was done.
    Done,
    /// The request is off: an unknown option, model, scenario or year.
    Usage,
    /// The input has errors.
    Invalid,
    /// The method could not give an answer, or the answer breaks an identity.
    Method,
    /// A file could not be read or written.
    File,
    /// A part was done; what failed is reported.
    Partly,
}

impl Exit {
    /// The exit code of the process.
    pub const fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Usage => 2,
            Self::Invalid => 3,
            Self::Method => 4,
            Self::File => 5,
            Self::Partly => 6,
        }
    }

    /// The status in machine output.
    pub const fn status(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Usage => "usage_error",
            Self::Invalid => "input_invalid",
            Self::Method => "method_failed",
            Self::File => "file_error",
            Self::Partly => "partly_done",
        }
    }
}

/// The form of what stands on standard output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    Text,
    Json,
}

/// An error that is not a finding about the input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Complaint {
    pub(crate) rule: &'static str,
    pub(crate) message: String,
}

/// The answer of a verb.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub(crate) exit: Exit,
    /// The result for a reader, on standard output.
    pub(crate) text: String,
    /// The same for a machine: members of the JSON document.
    pub(crate) data: Map<String, Value>,
    /// Messages beside the result, on standard error unless silenced.
    pub(crate) notes: Vec<String>,
    /// What went wrong, on standard error in any case.
    pub(crate) alarms: Vec<String>,
    /// Errors that are no findings about the input, members of the JSON document.
    pub(crate) complaints: Vec<Complaint>,
    /// Findings about the input, members of the JSON document.
    pub(crate) problems: Vec<Problem>,
}

impl Answer {
    /// An answer that is all there is to say.
    pub(crate) fn done(text: String, data: Value) -> Self {
        let data = match data {
            Value::Object(members) => members,
            other => Map::from_iter([("result".to_owned(), other)]),
        };
        Self {
            exit: Exit::Done,
            text,
            data,
            notes: Vec::new(),
            alarms: Vec::new(),
            complaints: Vec::new(),
            problems: Vec::new(),
        }
    }

    /// An answer about a run: its text, and `members` of the document beside what the run was.
    pub(crate) fn of_run(results: &Results, text: String, members: Value, speech: Speech) -> Self {
        let scenarios: Vec<&str> =
            results.scenarios.iter().map(|label| label.name.as_str()).collect();
        let head = json!({
            "model": results.model,
            "scenarios": scenarios,
            "base_year": results.base_year.0,
            "to": results.to.0,
            "draws": results.draws,
            "seed": results.seed,
        });
        let mut answer = Self::done(text, head);
        answer.data.extend(Self::done(String::new(), members).data);
        answer.notes = sentences(&results.problems, speech.language);
        answer.problems.clone_from(&results.problems);
        answer
    }

    /// No result, one complaint.
    pub(crate) fn failed(exit: Exit, rule: &'static str, message: String) -> Self {
        let mut answer = Self::done(String::new(), json!({}));
        answer.exit = exit;
        answer.complain(rule, message);
        answer
    }

    pub(crate) fn complain(&mut self, rule: &'static str, message: String) {
        self.alarms.push(message.clone());
        self.complaints.push(Complaint { rule, message });
    }

    pub(crate) fn print(&self, console: &mut Console, speech: Speech) -> io::Result<()> {
        match speech.format {
            Format::Text => {
                console.out.write_all(self.text.as_bytes())?;
                console.out.flush()?;
            }
            Format::Json => {
                writeln!(console.out, "{:#}", self.document(speech.language))?;
                console.out.flush()?;
            }
        }
        if speech.notes == Notes::Shown {
            write_lines(console.err, &self.notes)?;
        }
        write_lines(console.err, &self.alarms)
    }

    fn document(&self, language: Language) -> Value {
        let findings = |severity: Severity| {
            let found = self.problems.iter().filter(move |p| p.severity == severity);
            found.map(move |problem| finding(problem, language))
        };
        let complaints =
            self.complaints.iter().map(|c| json!({"rule": c.rule, "message": c.message}));
        let errors: Vec<Value> = complaints.chain(findings(Severity::Error)).collect();
        let warnings: Vec<Value> = findings(Severity::Warning).collect();
        let mut document = Map::from_iter([
            ("schema_version".to_owned(), json!(SCHEMA_VERSION)),
            ("status".to_owned(), json!(self.exit.status())),
            ("exit_code".to_owned(), json!(self.exit.code())),
            ("errors".to_owned(), json!(errors)),
            ("warnings".to_owned(), json!(warnings)),
        ]);
        document.extend(self.data.clone());
        Value::Object(document)
    }
}

fn write_lines(stream: &mut dyn Write, lines: &[String]) -> io::Result<()> {
    for line in lines {
        writeln!(stream, "{line}")?;
    }
    stream.flush()
}

fn finding(problem: &Problem, language: Language) -> Value {
    json!({
        "rule": problem.rule,
        "message": problem.sentence(language),
        "file": problem.place.file,
        "row": problem.place.row,
        "column": problem.place.column,
        "found": problem.found,
        "expected": problem.expected.get(language),
        "repair": problem.repair.get(language),
    })
}

/// The findings as sentences, errors first, and a line that counts them all; nothing if none.
pub(crate) fn sentences(problems: &[Problem], language: Language) -> Vec<String> {
    if problems.is_empty() {
        return Vec::new();
    }
    let mut ordered: Vec<&Problem> = problems.iter().collect();
    ordered.sort_by_key(|problem| problem.severity);
    let mut lines: Vec<String> = ordered
        .iter()
        .take(MOST_PROBLEMS)
        .map(|problem| {
            format!("{}: {}", severity(problem.severity, language), problem.sentence(language))
        })
        .collect();
    lines.push(count(problems, language));
    lines
}

fn severity(severity: Severity, language: Language) -> &'static str {
    match (severity, language) {
        (Severity::Error, Language::Vietnamese) => "lỗi",
        (Severity::Error, Language::English) => "error",
        (Severity::Warning, Language::Vietnamese) => "cảnh báo",
        (Severity::Warning, Language::English) => "warning",
    }
}

fn count(problems: &[Problem], language: Language) -> String {
    let errors = problems.iter().filter(|p| p.severity == Severity::Error).count();
    let warnings = problems.len() - errors;
    let hidden = problems.len().saturating_sub(MOST_PROBLEMS);
    let (mut line, more) = match language {
        Language::Vietnamese => {
            (format!("{errors} lỗi, {warnings} cảnh báo"), format!("; {hidden} mục không hiển thị"))
        }
        Language::English => {
            let (e, w) = (plural(errors), plural(warnings));
            (format!("{errors} error{e}, {warnings} warning{w}"), format!("; {hidden} not shown"))
        }
    };
    if hidden > 0 {
        line.push_str(&more);
    }
    line
}

const fn plural(count: usize) -> &'static str {
    if count == 1 { "" } else { "s" }
}
