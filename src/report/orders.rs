//! Training orders as readers of the summary see them: places by programme, and limits that bind.

use crate::language::{Language, Text};
use crate::report::sheet::Sheet;
use crate::report::text::pick;
use crate::report::words;
use crate::results::{ResultRow, Results, TableName};
use crate::status::Status;
use crate::units::Year;

/// Limits told, those worth most first.
const MOST_LIMITS: usize = 6;

/// The rows of training orders of one scenario.
#[derive(Clone, Debug)]
pub(crate) struct Ordered<'a> {
    results: &'a Results,
    rows: Vec<&'a ResultRow>,
    first: Year,
}

impl<'a> Ordered<'a> {
    /// Those of `scenario`; `None` if nothing was ordered.
    pub(crate) fn of(results: &'a Results, scenario: &str) -> Option<Self> {
        let all = results.table(TableName::Orders).rows.iter();
        let rows: Vec<&ResultRow> = all.filter(|row| row.scenario == scenario).collect();
        let places = rows.iter().filter(|row| row.measure == "places");
        let first = places.filter_map(|row| row.year).min()?;
        Some(Self { results, rows, first })
    }

    fn of_programme<'r>(
        &'r self,
        qualification: &'r str,
        (measure, method): (&'r str, Option<&'r str>),
    ) -> impl Iterator<Item = &'r &'a ResultRow> {
        self.rows.iter().filter(move |row| {
            row.qualification.as_deref() == Some(qualification)
                && row.measure == measure
                && row.method.as_deref() == method
        })
    }

    /// Whether the figures behind the orders are a sample or were chosen.
    fn is_illustration(&self) -> bool {
        self.rows.iter().any(|row| row.status == Status::Assumed)
    }

    /// Places by programme, the largest shortage left first.
    pub(crate) fn sheet(&self, language: Language) -> Sheet {
        let year = self.first.to_string();
        let headers = [
            pick(language, "Chương trình", "Programme").to_owned(),
            pick(language, "Tuyển hiện nay", "Present intake").to_owned(),
            format!("{} {year}", pick(language, "Tính ngược", "Back-out")),
            format!("{} {year}", pick(language, "Tối ưu", "Optimal")),
            pick(language, "Nếu nhu cầu thấp – cao", "If need is low – high").to_owned(),
            pick(language, "Tối ưu, mọi năm", "Optimal, all years").to_owned(),
            pick(language, "Cuối kỳ vẫn thiếu", "Still short at the end").to_owned(),
        ];
        let mut lines: Vec<(f64, Vec<String>)> = self
            .results
            .qualifications
            .iter()
            .filter_map(|one| self.line(&one.code.to_string(), one.title.get(language), language))
            .collect();
        lines.sort_by(|(one, _), (other, _)| other.total_cmp(one));
        let lines = lines.into_iter().map(|(_, line)| line);
        Sheet { rows: std::iter::once(headers.to_vec()).chain(lines).collect(), words: &[0] }
    }

    /// The shortage left of one programme, and its line; `None` if it is not ordered.
    fn line(&self, code: &str, name: &str, language: Language) -> Option<(f64, Vec<String>)> {
        let in_first = |method| {
            let mut rows = self.of_programme(code, ("places", Some(method)));
            rows.find(|row| row.year == Some(self.first)).map(|row| row.mean)
        };
        let optimal = in_first("optimal")?;
        let written = |value: Option<f64>| {
            value.map_or_else(|| "–".to_owned(), |value| language.number(value, 0))
        };
        let all = self.of_programme(code, ("places", Some("optimal"))).map(|row| row.mean).sum();
        let left = self.of_programme(code, ("shortage_left_at_horizon", None)).next();
        let left = left.map(|row| row.mean);
        let cells = vec![
            name.to_owned(),
            written(in_first("present")),
            written(in_first("back_out")),
            written(Some(optimal)),
            format!("{}–{}", written(in_first("low")), written(in_first("high"))),
            written(Some(all)),
            written(left),
        ];
        Some((left.unwrap_or(0.0), cells))
    }

    /// The limits that cost most, each in the year it costs most.
    pub(crate) fn limits(&self, language: Language) -> Vec<String> {
        let mut most: Vec<&ResultRow> = Vec::new();
        for row in self.rows.iter().filter(|row| row.measure == "worth_of_one_more") {
            let is_same = |other: &ResultRow| {
                (&other.method, &other.qualification) == (&row.method, &row.qualification)
            };
            match most.iter_mut().find(|other| is_same(other)) {
                Some(known) if known.mean < row.mean => *known = row,
                Some(_) => {}
                None => most.push(row),
            }
        }
        // A budget is in money and the others in places, so it stands by itself, before them.
        let is_budget = |row: &ResultRow| row.method.as_deref() == Some("budget");
        most.sort_by(|one, other| {
            is_budget(other).cmp(&is_budget(one)).then(other.mean.total_cmp(&one.mean))
        });
        most.iter().take(MOST_LIMITS).map(|row| self.limit(row, language)).collect()
    }

    fn limit(&self, row: &ResultRow, language: Language) -> String {
        let method = row.method.as_deref().unwrap_or_default();
        let limit = words::method(method);
        let all = &self.results.qualifications;
        let of = |code: &str| all.iter().find(|one| one.code.to_string() == code);
        let name = match row.qualification.as_deref().and_then(of) {
            Some(one) => format!("{} «{}»", limit.get(language), one.title.get(language)),
            None => limit.get(language).to_owned(),
        };
        let year = row.year.unwrap_or(self.first);
        let unit = match method {
            "budget" => Text::new("thêm 1 triệu đồng", "1 million dong more"),
            "growth" | "decline" => Text::new(
                "thêm 1 chỗ, cùng phần thay đổi theo ở những năm sau,",
                "one place more, with what follows from it in later years,",
            ),
            _ => Text::new("thêm 1 chỗ", "one place more"),
        };
        let (unit, worth) = (unit.get(language), language.number(row.mean, 1));
        match language {
            Language::Vietnamese => format!("{name} ({year}): {unit} đáng giá {worth} triệu đồng"),
            Language::English => format!("{name} ({year}): {unit} is worth {worth} million dong"),
        }
    }

    /// What a reader must know before the table.
    pub(crate) fn reading_note(&self, language: Language) -> String {
        let method = pick(
            language,
            "Số tuyển mới một năm. «Tính ngược» bù đủ nhu cầu và chưa xét giới hạn; «tối ưu» giữ ngân sách, \
             năng lực và các giới hạn khác, và để lại phần thiếu rẻ nhất; `labourcast order` giải thích từng con số.",
            "New entrants a year. Back-out meets every need and knows no limits; the optimal order keeps the \
             budget, capacities and other limits and leaves the least costly shortages; `labourcast order` explains \
             each figure.",
        );
        if !self.is_illustration() {
            return method.to_owned();
        }
        let sample = pick(
            language,
            "**Minh họa**: số liệu đào tạo là giả định hoặc số mẫu; thay bằng số của địa phương trước khi dùng.",
            "**Illustration**: the figures on training are assumed or a sample; replace them before use.",
        );
        format!("{sample} {method}")
    }
}
