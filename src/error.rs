//! What can go wrong, and how it is told.

use std::fmt;
use std::io;
use std::path::PathBuf;

use crate::language::{Language, Text};

/// The result of an operation of this crate.
pub type Result<T> = std::result::Result<T, Error>;

/// Everything that can end an operation early.
///
/// The variants follow what the caller can do about it, and so the exit code of the command.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The input has errors; all of them are here.
    #[error("{} of the input's problems are errors", count_errors(.problems))]
    Invalid {
        /// Every finding, errors and warnings.
        problems: Vec<Problem>,
    },
    /// The request itself is off: an unknown name, an impossible year.
    #[error("{}", .message.en)]
    Request {
        /// What was asked and what is possible.
        message: Text,
    },
    /// A stage of the method cannot give an answer from these data.
    #[error("{stage}: {}", .message.en)]
    Method {
        /// The stage of the pipeline.
        stage: &'static str,
        /// What is missing and what would help.
        message: Text,
    },
    /// A file could not be read.
    #[error("cannot read {}: {source}", .path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// The system's reason.
        source: std::io::Error,
    },
    /// A file could not be written.
    #[error("cannot write {}: {source}", .path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// The system's reason.
        source: std::io::Error,
    },
}

impl Error {
    /// The error as one sentence for a reader of `language`.
    pub fn sentence(&self, language: Language) -> String {
        if language == Language::English {
            return self.to_string();
        }
        match self {
            Self::Invalid { problems } => {
                format!("số liệu đầu vào có {} lỗi", count_errors(problems))
            }
            Self::Request { message } => message.vi.clone(),
            Self::Method { stage, message } => format!("{}: {}", stage_name(stage), message.vi),
            Self::Read { path, source } => {
                format!("không đọc được {}: {}", path.display(), reason(source))
            }
            Self::Write { path, source } => {
                format!("không ghi được {}: {}", path.display(), reason(source))
            }
        }
    }
}

/// A stage of the pipeline in Vietnamese.
fn stage_name(stage: &'static str) -> &'static str {
    match stage {
        "prepare" => "chuẩn bị số liệu",
        "demand" => "dự báo cầu",
        "supply" => "dự báo cung",
        "reconcile" => "cân khớp",
        "order" => "đặt hàng đào tạo",
        "occupation" => "nghề và trình độ",
        "replacement" => "nhu cầu thay thế",
        "conditions" => "trạng thái thị trường",
        "training" => "đào tạo",
        "targets" => "chỉ tiêu kế hoạch",
        "public_workforce" => "khu vực công",
        "areas" => "địa bàn",
        "identities" => "đẳng thức cân đối",
        "charts" => "biểu đồ",
        "backtest" => "kiểm định quá khứ",
        _ => stage,
    }
}

/// The system's reason in Vietnamese where it is a common one.
fn reason(source: &io::Error) -> String {
    match source.kind() {
        io::ErrorKind::NotFound => "không có tệp hoặc thư mục này".to_owned(),
        io::ErrorKind::PermissionDenied => "không có quyền truy cập".to_owned(),
        io::ErrorKind::AlreadyExists => "đã có và không phải kết quả của labourcast nên không bị thay thế; chọn thư mục khác hoặc \
             chuyển nội dung của nó đi"
                .to_owned(),
        io::ErrorKind::StorageFull => "ổ đĩa đã đầy".to_owned(),
        io::ErrorKind::IsADirectory => "đây là thư mục, không phải tệp".to_owned(),
        io::ErrorKind::NotADirectory => "một phần của đường dẫn không phải là thư mục".to_owned(),
        io::ErrorKind::ReadOnlyFilesystem => "ổ đĩa chỉ cho đọc".to_owned(),
        _ => source.to_string(),
    }
}

fn count_errors(problems: &[Problem]) -> usize {
    problems.iter().filter(|problem| problem.severity == Severity::Error).count()
}

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The run stops.
    Error,
    /// The run goes on and says so.
    Warning,
}

/// Where in the input a finding is.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The file as the user would name it.
    pub file: String,
    /// Physical row, the header being row 1.
    pub row: Option<usize>,
    /// Header of the column, or the key of a TOML file.
    pub column: Option<String>,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some(row) = self.row {
            write!(f, ", row {row}")?;
        }
        if let Some(column) = &self.column {
            write!(f, ", {column}")?;
        }
        Ok(())
    }
}

/// One finding of validation: what, where, what was expected, how to repair it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Whether it stops the run.
    pub severity: Severity,
    /// Stable name of the rule, such as `duplicate-key`.
    pub rule: &'static str,
    /// Where it is.
    pub place: Place,
    /// The value found, as written.
    pub found: String,
    /// What was expected.
    pub expected: Text,
    /// How to repair it.
    pub repair: Text,
}

impl Problem {
    /// The finding as one sentence for a reader of `language`.
    pub fn sentence(&self, language: Language) -> String {
        let place = match language {
            Language::Vietnamese => self.place.to_string().replace(", row ", ", dòng "),
            Language::English => self.place.to_string(),
        };
        let (found, expected) = (&self.found, self.expected.get(language));
        let repair = self.repair.get(language);
        match language {
            Language::Vietnamese => {
                format!("{place}: có «{found}»; cần {expected}. {repair} [{}]", self.rule)
            }
            Language::English => {
                format!("{place}: found «{found}»; expected {expected}. {repair} [{}]", self.rule)
            }
        }
    }
}
