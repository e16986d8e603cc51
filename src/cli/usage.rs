//! Wrong usage, told in the reader's language and with what was probably meant.

use std::error::Error as _;
use std::ffi::OsString;

use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::cli::help;
use crate::language::Language;
use crate::validate::nearest;

/// What is wrong with a command line, in English as clap says it.
pub(crate) fn told(error: &clap::Error, arguments: &[OsString], language: Language) -> String {
    let verb = verb_meant(error, arguments);
    match language {
        Language::English => {
            let text = error.render().to_string();
            let tip = verb.map(|verb| format!("\n\n  tip: did you mean the verb «{verb}»?"));
            format!("{}{}", text.trim_end(), tip.unwrap_or_default())
        }
        Language::Vietnamese => {
            let tip = verb.map(|verb| format!("\n\n  gợi ý: có phải là lệnh «{verb}» không?"));
            let tip = tip.unwrap_or_else(|| suggestion(error));
            format!("lỗi: {}{tip}{}\n\nXem thêm: --help", sentence(error), usage(error))
        }
    }
}

/// The verb that the first word nearly is, where it was taken for a model and another word is one
/// too many.
fn verb_meant(error: &clap::Error, arguments: &[OsString]) -> Option<&'static str> {
    if error.kind() != ErrorKind::UnknownArgument {
        return None;
    }
    let first = arguments.get(1)?.to_str()?;
    if first.starts_with('-') || help::verbs().any(|verb| verb == first) {
        return None;
    }
    nearest::nearest(first, help::verbs()).first().copied()
}

fn sentence(error: &clap::Error) -> String {
    let argument = named(error, ContextKind::InvalidArg);
    let value = named(error, ContextKind::InvalidValue);
    match error.kind() {
        ErrorKind::InvalidValue if value.is_empty() => format!("«{argument}» cần một giá trị"),
        ErrorKind::InvalidValue => {
            let possible = named(error, ContextKind::ValidValue);
            format!("«{value}» không dùng được cho «{argument}»; các giá trị có thể: {possible}")
        }
        ErrorKind::ValueValidation => {
            format!("«{value}» không dùng được cho «{argument}»{}", expected(error))
        }
        ErrorKind::UnknownArgument => format!("không hiểu «{argument}»"),
        ErrorKind::InvalidSubcommand => {
            format!("không có lệnh «{}»", named(error, ContextKind::InvalidSubcommand))
        }
        ErrorKind::MissingRequiredArgument => format!("còn thiếu: {argument}"),
        ErrorKind::ArgumentConflict => {
            let prior = named(error, ContextKind::PriorArg);
            if prior.is_empty() || prior == argument {
                format!("«{argument}» chỉ được nêu một lần")
            } else {
                format!("«{argument}» không dùng cùng «{prior}»")
            }
        }
        ErrorKind::NoEquals => {
            format!("«{argument}» phải viết với dấu =, ví dụ --tùy-chọn=giá-trị")
        }
        ErrorKind::TooManyValues => format!("«{argument}» không nhận thêm giá trị «{value}»"),
        ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
            let wanted = [ContextKind::ExpectedNumValues, ContextKind::MinValues];
            let wanted = wanted.map(|kind| named(error, kind)).concat();
            format!("«{argument}» cần {wanted} giá trị")
        }
        ErrorKind::InvalidUtf8 => "có ký tự không phải UTF-8".to_owned(),
        // Whatever clap may come to say beside these is better told in English than not at all.
        _ => error.render().to_string().trim_end().to_owned(),
    }
}

/// What a number should have been, read from what its parser says.
fn expected(error: &clap::Error) -> String {
    let Some(source) = error.source() else { return String::new() };
    let said = source.to_string();
    let bounds = said.split_once(" is not in ").and_then(|(_, range)| range.split_once("..="));
    match bounds {
        Some((low, high)) => format!("; cần một số nguyên từ {low} đến {high}"),
        None if said.contains("digit") || said.contains("integer") => {
            "; cần một số nguyên".to_owned()
        }
        None => format!(": {said}"),
    }
}

fn suggestion(error: &clap::Error) -> String {
    let near =
        [ContextKind::SuggestedArg, ContextKind::SuggestedValue, ContextKind::SuggestedSubcommand];
    let near: Vec<String> =
        near.map(|kind| named(error, kind)).into_iter().filter(|name| !name.is_empty()).collect();
    if near.is_empty() {
        return String::new();
    }
    format!("\n\n  gợi ý: có phải là «{}» không?", near.join("» hay «"))
}

fn usage(error: &clap::Error) -> String {
    let usage = named(error, ContextKind::Usage);
    if usage.is_empty() {
        return String::new();
    }
    format!("\n\n{}", usage.trim_end().replacen("Usage:", "Cách dùng:", 1))
}

/// What clap knows of the error under `kind`; empty if nothing.
fn named(error: &clap::Error, kind: ContextKind) -> String {
    match error.get(kind) {
        Some(ContextValue::String(one)) => one.clone(),
        Some(ContextValue::Strings(all)) => all.join(", "),
        Some(ContextValue::StyledStr(one)) => one.to_string(),
        Some(ContextValue::StyledStrs(all)) => {
            all.iter().map(ToString::to_string).collect::<Vec<String>>().join(", ")
        }
        Some(ContextValue::Number(number)) => number.to_string(),
        _ => String::new(),
    }
}
