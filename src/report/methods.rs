//! The forecasting methods side by side: what each is for, what it weighs, says, and how it did.

use crate::forecast::employment::method::Method;
use crate::language::{Language, Text};
use crate::report::text::{Rounding, pick};
use crate::report::words;
use crate::results::{ALL_SECTORS, ResultRow, Results, TableName};

/// Name of the combination in the column of methods.
const COMBINATION: &str = "combination";

/// One method over all sectors.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct MethodLine {
    /// Name for readers.
    pub(crate) name: Text,
    /// What it is for.
    pub(crate) role: Text,
    /// Mean weight over the sectors; `None` of the combination itself.
    weight: Option<f64>,
    /// Employment of all sectors in the last year, before it is fitted to the total's forecast.
    employment: Option<f64>,
    /// Weighted absolute error of the back-test.
    error: Option<f64>,
    /// How much smaller the error is than that of the last value at the same origins.
    skill: Option<f64>,
    /// Number of forecasts of the back-test.
    n_forecasts: Option<f64>,
}

/// Rows of one method.
struct Rows<'a> {
    results: &'a Results,
    scenario: &'a str,
    code: &'a str,
}

impl Rows<'_> {
    fn forecasts(&self, measure: &str) -> impl Iterator<Item = &ResultRow> {
        let rows = self.results.table(TableName::Forecasts).rows.iter();
        rows.filter(move |row| row.measure == measure && row.scenario == self.scenario)
            .filter(|row| row.method.as_deref() == Some(self.code))
    }

    /// A figure of the back-test over all sectors and steps.
    fn score(&self, measure: &str) -> Option<f64> {
        let rows = &self.results.table(TableName::Backtest).rows;
        let is_it = |row: &&ResultRow| {
            row.measure == measure
                && row.sector == ALL_SECTORS
                && row.step.is_none()
                && row.method.as_deref() == Some(self.code)
        };
        rows.iter().find(is_it).map(|row| row.mean)
    }

    fn line(&self) -> MethodLine {
        let weights: Vec<f64> = self.forecasts("weight").map(|row| row.mean).collect();
        let mean = weights.iter().sum::<f64>() / weights.len().max(1) as f64;
        let last = self.results.to;
        let employment: Vec<f64> = self
            .forecasts("employment")
            .filter(|row| row.year == Some(last))
            .map(|row| row.mean)
            .collect();
        MethodLine {
            name: words::method(self.code),
            role: role(self.code, mean),
            weight: (!weights.is_empty()).then_some(mean),
            employment: (!employment.is_empty()).then(|| employment.iter().sum()),
            error: self.score("wape"),
            skill: self.score("skill_vs_last_value"),
            n_forecasts: self.score("n_forecasts"),
        }
    }
}

/// What a method is for in this run.
fn role(code: &str, weight: f64) -> Text {
    if code == COMBINATION {
        return Text::new("được dùng cho kết quả", "used for the result");
    }
    if weight > 0.0 {
        return Text::new("thành phần của kết hợp", "part of the combination");
    }
    match Method::named(code) {
        Some(Method::LastValue | Method::BlsNaive) => {
            Text::new("mốc so sánh", "benchmark, reported only")
        }
        Some(method) if method.is_planners() => {
            Text::new("cách tính quen dùng, để đối chiếu", "planners' usual way, reported only")
        }
        _ => Text::new("để đối chiếu", "reported only"),
    }
}

/// A line a method under the first scenario: the combination, its parts, then the others.
pub(crate) fn lines(results: &Results) -> Vec<MethodLine> {
    let scenario = results.first_scenario();
    let mut codes: Vec<&str> = vec![COMBINATION];
    for row in &results.table(TableName::Forecasts).rows {
        let known = row.method.as_deref().filter(|code| !codes.contains(code));
        codes.extend(known.filter(|_| row.scenario == scenario));
    }
    let line = |code: &&str| Rows { results, scenario, code }.line();
    let lines: Vec<MethodLine> = codes.iter().map(line).collect();
    lines.into_iter().filter(|line| line.weight.or(line.employment).is_some()).collect()
}

/// Headers of the table of methods.
pub(crate) fn headers(results: &Results, language: Language) -> Vec<String> {
    let to = results.to;
    match language {
        Language::Vietnamese => vec![
            "Phương pháp".to_owned(),
            "Vai trò".to_owned(),
            "Trọng số".to_owned(),
            format!("Lao động {to}"),
            "Sai số dự báo lại".to_owned(),
            "Tốt hơn giữ nguyên năm cuối".to_owned(),
            "Số dự báo đã thử".to_owned(),
        ],
        Language::English => vec![
            "Method".to_owned(),
            "Role".to_owned(),
            "Weight".to_owned(),
            format!("Employment {to}"),
            "Back-test error".to_owned(),
            "Better than the last value".to_owned(),
            "Forecasts tried".to_owned(),
        ],
    }
}

/// The cells of a line; a dash where there is no figure.
pub(crate) fn cells(line: &MethodLine, rounding: Rounding, language: Language) -> Vec<String> {
    let or_dash = |text: Option<String>| text.unwrap_or_else(|| "–".to_owned());
    let percent = |share: f64, decimals| language.percent(share, decimals);
    vec![
        line.name.get(language).to_owned(),
        line.role.get(language).to_owned(),
        or_dash(line.weight.map(|weight| percent(weight, 0))),
        or_dash(line.employment.map(|persons| rounding.count(persons, language))),
        or_dash(line.error.map(|error| percent(error, 1))),
        or_dash(line.skill.map(|skill| percent(skill, 0))),
        or_dash(line.n_forecasts.map(|count| language.number(count, 0))),
    ]
}

/// How to read the table of methods.
pub(crate) const fn reading_note(language: Language) -> &'static str {
    pick(
        language,
        "Sai số dự báo lại: bình quân sai số tuyệt đối có trọng số (WAPE) khi dự báo lại quá khứ; chỉ \
         so được giữa các phương pháp có cùng số dự báo đã thử, còn cột «Tốt hơn» so trên cùng các \
         lần thử. Trọng số: bình quân các ngành; 0 % là chỉ để đối chiếu. Lao động của từng phương \
         pháp là số trước khi khớp với dự báo riêng của tổng số, nên dòng Kết hợp khác cột Cầu của \
         bảng cân đối.",
        "Back-test error: weighted absolute error (WAPE) when the past is forecast; it compares \
         methods with the same number of forecasts tried, while «Better than» compares on the same \
         ones. Weight: mean over the sectors; 0% is reported only. Employment is each method's \
         before it is fitted to the total's own forecast, so the combination differs from the \
         demand of the balance.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;

    fn named<'a>(lines: &'a [MethodLine], name: &str) -> &'a MethodLine {
        lines.iter().find(|line| line.name.en == name).unwrap()
    }

    #[test]
    fn a_method_without_weight_is_said_to_be_reported_only() {
        let mut results = fixture::results();
        let table = results.tables.iter_mut().find(|table| table.name == TableName::Forecasts);
        for row in &mut table.unwrap().rows {
            let code = row.method.as_deref().unwrap_or_default();
            let is_member = Method::named(code).is_some_and(Method::is_member_by_default);
            row.mean = if is_member { 0.125 } else { 0.0 };
        }
        let lines = lines(&results);
        assert_eq!(lines.len(), Method::ALL.len());
        let role = |name| named(&lines, name).role.vi.as_str();
        assert_eq!(role("Pooled growth"), "thành phần của kết hợp");
        assert_eq!(role("Last value"), "mốc so sánh");
        assert_eq!(role("BLS naive"), "mốc so sánh");
        assert_eq!(role("Exponential smoothing"), "để đối chiếu");
        assert_eq!(role("Output-driven"), "để đối chiếu");
        assert_eq!(role("L = GRDP/W"), "cách tính quen dùng, để đối chiếu");
        let cells = cells(named(&lines, "Theta"), Rounding::Hundreds, Language::Vietnamese);
        assert_eq!(cells[2], "12 %");
    }

    #[test]
    fn scores_are_those_over_all_steps() {
        let mut results = fixture::results();
        let table = results.tables.iter_mut().find(|table| table.name == TableName::Backtest);
        let rows = &mut table.unwrap().rows;
        assert!(rows.iter().all(|row| row.step == Some(1)));
        let overall = ResultRow { step: None, mean: 0.123, ..rows[1].clone() };
        rows.push(overall);
        let lines = lines(&results);
        assert_eq!(named(&lines, "Drift").error, Some(0.123));
        assert_eq!(named(&lines, "Theta").error, None);
    }

    #[test]
    fn a_stand_in_has_a_name_in_both_languages() {
        let name = words::method("fallback last-value");
        assert_eq!(name.vi, "Thay thế: Giữ nguyên năm cuối");
        assert_eq!(name.en, "Fallback: Last value");
    }
}
