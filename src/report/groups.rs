//! Occupations and qualifications as readers of the summary see them: who will be short of whom.

use crate::language::{Language, Text};
use crate::report::sheet::Sheet;
use crate::report::text::{Rounding, pick, probability};
use crate::report::words;
use crate::results::{ALL_SECTORS, ResultRow, Results, TableName};

/// Groups told of one axis, those that most probably lack most workers first.
const MOST: usize = 10;

/// Which groups a sheet is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Axis {
    /// Occupations.
    Occupations,
    /// Qualifications, by level and field.
    Qualifications,
}

impl Axis {
    const fn table(self) -> TableName {
        match self {
            Self::Occupations => TableName::Occupations,
            Self::Qualifications => TableName::Qualifications,
        }
    }

    /// The head of the column of groups.
    const fn head(self, language: Language) -> &'static str {
        match self {
            Self::Occupations => pick(language, "Nghề", "Occupation"),
            Self::Qualifications => pick(language, "Trình độ và ngành đào tạo", "Qualification"),
        }
    }

    /// Codes and titles in the order of the axis.
    fn groups(self, results: &Results) -> Vec<(String, &Text)> {
        match self {
            Self::Occupations => {
                results.occupations.iter().map(|one| (one.code.to_string(), &one.title)).collect()
            }
            Self::Qualifications => {
                let all = results.qualifications.iter();
                all.map(|one| (one.code.to_string(), &one.title)).collect()
            }
        }
    }

    fn code(self, row: &ResultRow) -> Option<&str> {
        match self {
            Self::Occupations => row.occupation.as_deref(),
            Self::Qualifications => row.qualification.as_deref(),
        }
    }
}

/// Demand, supply and gap of the groups of `axis` in the last year; headers alone where there are
/// no gaps.
pub(crate) fn sheet(
    results: &Results,
    axis: Axis,
    (scenario, rounding, language): (&str, Rounding, Language),
) -> Sheet {
    let headers = [
        axis.head(language),
        pick(language, "Cầu", "Demand"),
        pick(language, "Cung", "Supply"),
        pick(language, "Chênh lệch", "Gap"),
        pick(language, "Khoảng 80 %", "80% interval"),
        pick(language, "Xác suất thiếu", "Probability of a shortage"),
        pick(language, "Tin cậy", "Reliability"),
        pick(language, "Nguồn số liệu", "Figures are"),
    ];
    let of_year = |row: &&ResultRow| {
        row.scenario == scenario && row.sector == ALL_SECTORS && row.year == Some(results.to)
    };
    let rows: Vec<&ResultRow> = results.table(axis.table()).rows.iter().filter(of_year).collect();
    let find = |code: &str, measure: &str| {
        rows.iter().copied().find(|row| axis.code(row) == Some(code) && row.measure == measure)
    };
    let count = |row: Option<&ResultRow>| {
        row.map_or_else(|| "–".to_owned(), |row| rounding.count(row.mean, language))
    };
    let line = |(code, title): (String, &Text)| {
        let gap = find(&code, "gap")?;
        let cells = vec![
            title.get(language).to_owned(),
            count(find(&code, "demand")),
            count(find(&code, "supply")),
            rounding.change(gap.mean, language),
            rounding.interval(gap, language).unwrap_or_else(|| "–".to_owned()),
            gap.p_shortage.map_or_else(|| "–".to_owned(), |p| probability(p, language)),
            gap.reliability.clone().unwrap_or_else(|| "–".to_owned()),
            words::status(gap.status).get(language).to_owned(),
        ];
        Some((gap.mean, cells))
    };
    let mut lines: Vec<(f64, Vec<String>)> =
        axis.groups(results).into_iter().filter_map(line).collect();
    lines.sort_by(|(one, _), (other, _)| one.total_cmp(other));
    lines.truncate(MOST);
    let lines = lines.into_iter().map(|(_, cells)| cells);
    let headers = headers.map(str::to_owned).to_vec();
    Sheet { rows: std::iter::once(headers).chain(lines).collect(), words: &[0, 6, 7] }
}

/// How to read the sheets.
pub(crate) const fn reading_note(language: Language) -> &'static str {
    pick(
        language,
        "Tối đa mười nhóm, thiếu nhiều nhất trước; mọi nhóm ở `occupations.csv`, `qualifications.csv`. Tin cậy: A chắc \
         nhất, E kém nhất; với D và E chỉ nên đọc dấu và thứ tự. Thiếu là so với những nguồn cung đã nhập.",
        "At most ten groups, the largest shortage first; all are in `occupations.csv` and `qualifications.csv`. \
         Reliability: A is firmest, E least; of D and E read the sign and the order only. A shortage is one of the \
         sources of supply that were entered.",
    )
}
