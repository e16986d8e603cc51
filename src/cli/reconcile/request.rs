//! What is to be reconciled, read and checked.

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::cli::arguments::ReconcileArgs;
use crate::cli::request::{table_form, unknown};
use crate::error::{Error, Result};
use crate::hierarchy::{Combinations, Fault, Figures, Hierarchy, Method, Proportions, Sign};
use crate::language::Text;
use crate::load::hierarchy_file;
use crate::load::node_tables::{self, Draws, Forecasts, Key};
use crate::report::long_rows::Form;

pub(crate) struct Request {
    pub(crate) hierarchy: Hierarchy,
    pub(crate) method: Method,
    pub(crate) sign: Sign,
    pub(crate) forecasts: Forecasts,
    pub(crate) paths: BTreeMap<Key, Draws>,
    pub(crate) residuals: BTreeMap<String, Figures>,
    pub(crate) observations: BTreeMap<String, Figures>,
    pub(crate) out: Option<(PathBuf, Form)>,
}

impl Request {
    /// Reads the names first, so that a mistyped method is told before a long file is read.
    pub(crate) fn resolve(arguments: &ReconcileArgs) -> Result<Self> {
        let method = method(arguments)?;
        let out = arguments.out.clone().map(with_form).transpose()?;
        let needed = |needed: bool, given: bool, option: &str| {
            if needed && !given { Err(no_option(&method, option)) } else { Ok(()) }
        };
        needed(method.needs_residuals(), arguments.residuals.is_some(), "--residuals")?;
        needed(method.needs_observations(), arguments.observations.is_some(), "--observations")?;
        let hierarchy = hierarchy_file::read(&arguments.hierarchy, &combinations(arguments))?;
        let forecasts = node_tables::forecasts(&arguments.forecasts, &hierarchy)?;
        let read = |path: &Option<PathBuf>, column| match path {
            Some(path) => node_tables::figures(path, column, &hierarchy),
            None => Ok(BTreeMap::new()),
        };
        let residuals = read(&arguments.residuals, "residual")?;
        let observations = read(&arguments.observations, "y")?;
        let paths = match &arguments.paths {
            Some(path) => node_tables::paths(path, &hierarchy)?,
            None => BTreeMap::new(),
        };
        let sign = if arguments.nonnegative { Sign::NonNegative } else { Sign::Any };
        Ok(Self { hierarchy, method, sign, forecasts, paths, residuals, observations, out })
    }
}

fn combinations(arguments: &ReconcileArgs) -> Combinations {
    if arguments.groups.is_empty() {
        return Combinations::Every;
    }
    let columns = |group: &String| group.split('/').map(|name| name.trim().to_owned()).collect();
    Combinations::Named(arguments.groups.iter().map(columns).collect())
}

fn method(arguments: &ReconcileArgs) -> Result<Method> {
    let how = arguments.proportions.as_deref().unwrap_or("forecast");
    let parts: Proportions = how
        .parse()
        .map_err(|()| unknown(("cách chia", "way to divide"), how, &Proportions::NAMES))?;
    match arguments.method.as_str() {
        "bottom_up" => Ok(Method::BottomUp),
        "top_down" => Ok(Method::TopDown(parts)),
        "middle_out" => match arguments.level.clone() {
            Some(level) => Ok(Method::MiddleOut { level, below: parts }),
            None => Err(Error::Request {
                message: Text::new(
                    "middle_out cần --level: cấp giữ nguyên dự báo của mình",
                    "middle_out needs --level, the level that keeps its forecasts",
                ),
            }),
        },
        "ols" => Ok(Method::Ols),
        "wls_struct" => Ok(Method::WlsStruct),
        "wls_var" => Ok(Method::WlsVar),
        "mint_shrink" => Ok(Method::MintShrink),
        other => Err(unknown(("phương pháp", "method"), other, &Method::NAMES)),
    }
}

fn with_form(path: PathBuf) -> Result<(PathBuf, Form)> {
    let form = table_form(&path)?;
    Ok((path, form))
}

fn no_option(method: &Method, option: &str) -> Error {
    let name = method.name();
    let message = Text::new(
        format!("{name} cần thêm {option} TỆP"),
        format!("{name} needs {option} FILE as well"),
    );
    Error::Request { message }
}

/// What a method lacks, all of it in one message.
pub(crate) fn of_faults(faults: &[Fault]) -> Error {
    const MOST: usize = 10;
    let told: Vec<Text> = faults.iter().take(MOST).map(told).collect();
    let joined = |of: fn(&Text) -> &str| told.iter().map(of).collect::<Vec<_>>().join("; ");
    let (mut vi, mut en) = (joined(|text| &text.vi), joined(|text| &text.en));
    let more = faults.len().saturating_sub(MOST);
    if more > 0 {
        vi = format!("{vi}; và {more} lỗi nữa");
        en = format!("{en}; and {more} more");
    }
    let message = Text::new(vi, en);
    match faults {
        [Fault::UnknownLevel { .. } | Fault::NoTop] => Error::Request { message },
        _ => Error::Method { stage: "reconcile", message },
    }
}

pub(crate) fn of_fault(fault: &Fault) -> Error {
    of_faults(std::slice::from_ref(fault))
}

fn told(fault: &Fault) -> Text {
    let vi = match fault {
        Fault::TooFew { name, found, needed } => {
            format!("{name} có {found} số liệu quá khứ; cần ít nhất {needed}")
        }
        Fault::NoVariance => "mọi phần dư đều bằng không".to_owned(),
        Fault::UnknownLevel { name, levels } => {
            format!("không có cấp «{name}»; hiện có {}", levels.join(", "))
        }
        Fault::NoTop => "hệ thống không có chuỗi tổng để chia".to_owned(),
        Fault::NotFinite { name } => format!("dự báo của {name} không phải là số hữu hạn"),
        Fault::Missing { method, .. } => {
            format!("{method} cần số liệu quá khứ mà bảng không có cho mô hình này")
        }
        other => other.to_string(),
    };
    Text::new(vi, fault.to_string())
}
