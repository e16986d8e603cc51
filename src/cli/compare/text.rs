//! A comparison for a reader: the reasons, then the largest differences.

use crate::cli::compare::identical::Sameness;
use crate::cli::console::Speech;
use crate::compare::{Comparison, Difference, Side};
use crate::report::words;
use crate::results::ALL_SECTORS;

/// Most names of files that are listed.
const MOST_FILES: usize = 5;

/// What is told.
pub(crate) struct Shown<'a> {
    pub(crate) comparison: &'a Comparison,
    pub(crate) old: &'a Side<'a>,
    pub(crate) new: &'a Side<'a>,
    pub(crate) sameness: &'a Sameness,
}

pub(crate) fn text(shown: &Shown, top: usize, speech: Speech) -> String {
    let comparison = shown.comparison;
    let mut lines = reasons(shown, speech);
    lines.push(counts(comparison, speech));
    let worth = worth_listing(&comparison.differences);
    let listed = &worth[..worth.len().min(top)];
    if !listed.is_empty() {
        lines.push(String::new());
        lines.extend(table(listed, shown, speech));
    }
    let hidden = worth.len() - listed.len();
    if hidden > 0 {
        lines.push(speech.choose(
            format!("… và {hidden} chênh lệch nhỏ hơn; --top {} để xem hết", worth.len()),
            format!("… and {hidden} smaller differences; --top {} shows all", worth.len()),
        ));
    }
    lines.join("\n") + "\n"
}

/// The attribution repeats a gap in parts; it is listed only where nothing else differs.
fn worth_listing(differences: &[Difference]) -> Vec<&Difference> {
    let is_part = |difference: &&Difference| difference.key.measure.starts_with("attribution_");
    let (parts, whole): (Vec<_>, Vec<_>) = differences.iter().partition(is_part);
    if whole.is_empty() { parts } else { whole }
}

fn reasons(shown: &Shown, speech: Speech) -> Vec<String> {
    let reasons = &shown.comparison.reasons;
    let head = speech.say("Khác nhau ở: ", "What differs: ");
    if !reasons.is_empty() {
        let sentences = reasons.iter().map(crate::compare::Reason::sentence);
        return sentences.map(|text| format!("{head}{}", text.get(speech.language))).collect();
    }
    vec![match (shown.sameness, shown.comparison.is_unchanged()) {
        (Sameness::Identical, _) => {
            speech.say("Không có gì khác: giống nhau từng byte", "Nothing differs: byte-identical").to_owned()
        }
        (Sameness::Differing(files), true) => unchanged_but(files, speech),
        (Sameness::NotAsked, true) => {
            speech.say("Không có gì khác", "Nothing differs").to_owned()
        }
        (_, false) => speech
            .say(
                "Không rõ lý do: số liệu vào, tùy chọn và phiên bản đều như nhau; có kết quả đã bị sửa",
                "No reason found: inputs, options and version agree; one of the results was edited",
            )
            .to_owned(),
    }]
}

fn unchanged_but(files: &[String], speech: Speech) -> String {
    let more = if files.len() > MOST_FILES { ", …" } else { "" };
    let names = files[..files.len().min(MOST_FILES)].join(", ");
    speech.choose(
        format!("Mọi con số như nhau; các tệp khác nhau: {names}{more}"),
        format!("Every figure is the same; files that differ: {names}{more}"),
    )
}

fn counts(comparison: &Comparison, speech: Speech) -> String {
    let number = |count: usize| speech.language.number(count as f64, 0);
    let (joined, changed) = (number(comparison.n_joined), number(comparison.n_changed));
    let (old, new) = (number(comparison.n_only_old), number(comparison.n_only_new));
    let mut line = speech.choose(
        format!("So {joined} con số: {changed} thay đổi"),
        format!("{joined} figures compared: {changed} changed"),
    );
    if comparison.n_only_old + comparison.n_only_new > 0 {
        line.push_str(&speech.choose(
            format!("; {old} chỉ có ở bản cũ, {new} chỉ có ở bản mới"),
            format!("; {old} only in the old, {new} only in the new"),
        ));
    }
    line
}

fn table(differences: &[&Difference], shown: &Shown, speech: Speech) -> Vec<String> {
    let unit = speech.say("Số người, bình quân các đường mô phỏng", "Persons, mean over the draws");
    let heads = [
        speech.say("Thay đổi", "Change"),
        speech.say("Cũ", "Old"),
        speech.say("Mới", "New"),
        speech.say("Năm", "Year"),
        speech.say("Ngành", "Sector"),
        speech.say("Chỉ tiêu", "Measure"),
        speech.say("Kịch bản", "Scenario"),
    ];
    let mut rows = vec![heads.map(str::to_owned)];
    rows.extend(differences.iter().map(|difference| cells(difference, shown, speech)));
    let mut lines = vec![unit.to_owned()];
    lines.extend(aligned(&rows));
    lines
}

fn cells(difference: &Difference, shown: &Shown, speech: Speech) -> [String; 7] {
    let key = &difference.key;
    let decimals = if difference.change().abs() < 1.0 { 3 } else { 0 };
    let number = |value: f64| speech.language.number(value, decimals);
    let sign = if difference.change() > 0.0 { "+" } else { "" };
    let sector = words::sector(shown.old.results, &key.sector);
    let sector = match key.sector.as_str() {
        ALL_SECTORS => sector.get(speech.language).to_owned(),
        code => {
            format!("{} {}", code.rsplit(':').next().unwrap_or(code), sector.get(speech.language))
        }
    };
    [
        format!("{sign}{}", number(difference.change())),
        number(difference.old),
        number(difference.new),
        key.year.map(|year| year.to_string()).unwrap_or_default(),
        sector,
        words::measure(&key.measure).get(speech.language).to_owned(),
        scenario(&key.scenario, shown),
    ]
}

/// The scenario's name; both names where two are compared with each other.
fn scenario(name: &str, shown: &Shown) -> String {
    match (name, shown.old.scenario, shown.new.scenario) {
        ("", Some(old), Some(new)) => format!("{old} → {new}"),
        _ => name.to_owned(),
    }
}

/// Rows as lines: figures to the right, words to the left.
fn aligned<const N: usize>(rows: &[[String; N]]) -> Vec<String> {
    const N_FIGURES: usize = 3;
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max();
    let widths: Vec<usize> = (0..N).map(|column| width(column).unwrap_or(0)).collect();
    let line = |row: &[String; N]| {
        let cells = row.iter().zip(&widths).enumerate().map(|(column, (cell, width))| {
            if column < N_FIGURES { format!("{cell:>width$}") } else { format!("{cell:<width$}") }
        });
        cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    };
    rows.iter().map(line).collect()
}
