//! Phrases that several charts share, in both languages, and how they write numbers.

use std::collections::BTreeSet;

use crate::language::Language;
use crate::language::Text;
use crate::model::Sector;
use crate::report::charts::select::Subject;
use crate::report::words::status;
use crate::results::ResultRow;
use crate::status::Status;

/// The phrase of the language.
pub(super) fn pick(language: Language, vi: &'static str, en: &'static str) -> &'static str {
    match language {
        Language::Vietnamese => vi,
        Language::English => en,
    }
}

/// The short name of a sector, or its full name where there is no short one.
pub(super) fn sector_name(sector: &Sector, language: Language) -> &str {
    filled(&sector.short, language).or_else(|| filled(&sector.title, language)).unwrap_or_default()
}

/// The full name of a sector, or all sectors together, as it stands after a colon.
pub(super) fn sector_title(sector: Option<&Sector>, language: Language) -> String {
    let title = sector.map(|sector| filled(&sector.title, language));
    match title {
        Some(title) => title.unwrap_or_default().to_owned(),
        None => pick(language, "tất cả các ngành", "all sectors").to_owned(),
    }
}

fn filled(text: &Text, language: Language) -> Option<&str> {
    Some(text.get(language)).filter(|text| !text.is_empty())
}

/// All sectors together.
pub(super) fn all_sectors(language: Language) -> &'static str {
    pick(language, "Tất cả các ngành", "All sectors")
}

/// A chart's second line: the area and the scenario.
pub(super) fn area_and_scenario(subject: &Subject) -> String {
    let whole = &subject.results.area_title;
    let area = subject.area.map_or(whole, |area| &area.title).get(subject.language);
    format!("{area} · {}", scenario(subject))
}

/// The scenario, of a chart whose title names its areas.
pub(super) fn scenario(subject: &Subject) -> String {
    let word = pick(subject.language, "Kịch bản", "Scenario");
    format!("{word}: {}", subject.scenario.title.get(subject.language))
}

/// What an 80 % interval is, and what the figure beside it is.
pub(super) fn interval_note(subject: &Subject, figure: &str) -> String {
    let draws = subject.language.number(subject.results.draws as f64, 0);
    match subject.language {
        Language::Vietnamese => {
            format!("{figure} Khoảng 80 %: chứa 80 % trong {draws} đường mô phỏng.")
        }
        Language::English => {
            format!("{figure} 80% interval: holds 80% of {draws} simulated paths.")
        }
    }
}

/// The source line, with the word for it unless the model file has written it already.
pub(super) fn source(subject: &Subject) -> String {
    let word = pick(subject.language, "Nguồn", "Source");
    let line = subject.results.source_line.get(subject.language);
    if line.is_empty() || line.starts_with(word) {
        line.to_owned()
    } else {
        format!("{word}: {line}")
    }
}

/// That the past of the sectors is an estimate, where it is.
pub(super) fn estimate_note(subject: &Subject) -> Option<&'static str> {
    subject.sectors_are_estimated().then(|| {
        pick(
            subject.language,
            "Số liệu quá khứ theo ngành là ước lượng, không phải số liệu quan sát.",
            "Past figures by sector are estimates, not observations.",
        )
    })
}

/// How figures up to the base year came to be known, of which `rows` are some, and that later ones are estimated.
pub(super) fn status_note(rows: &[&ResultRow], subject: &Subject) -> String {
    let base = subject.results.base_year;
    let past = rows.iter().filter(|row| row.year.is_some_and(|year| year <= base));
    let statuses: BTreeSet<Status> = past.map(|row| row.status).collect();
    let named = statuses.into_iter().map(|one| status(one).get(subject.language).to_owned());
    let named = named.collect::<Vec<_>>().join(", ");
    match subject.language {
        Language::Vietnamese => format!("Số liệu đến {base}: {named}; sau đó: ước lượng."),
        Language::English => format!("Figures to {base}: {named}; later ones: estimated."),
    }
}

/// That some of the rows rest on figures which were chosen, where they do.
pub(super) fn assumption_note(rows: &[&ResultRow], subject: &Subject) -> Option<&'static str> {
    rows.iter().any(|row| row.status == Status::Assumed).then(|| {
        pick(
            subject.language,
            "MINH HỌA: có số liệu đầu vào là giả định hoặc số mẫu, không phải số liệu quan sát.",
            "ILLUSTRATION: some input figures are assumed or samples, not observations.",
        )
    })
}

/// The same, or else that the rows are estimates.
pub(super) fn about_note(rows: &[&ResultRow], subject: &Subject) -> Option<&'static str> {
    let estimated = rows.iter().any(|row| row.status == Status::Estimated);
    let note = estimated.then(|| {
        pick(
            subject.language,
            "Mọi số trong hình là ước lượng của mô hình, không phải số liệu quan sát.",
            "Every figure shown is estimated by the model, not observed.",
        )
    });
    assumption_note(rows, subject).or(note)
}

/// A number as written, with a plus if it is neither negative nor zero.
pub(super) fn with_plus(number: String) -> String {
    let is_zero = number.chars().all(|c| !c.is_ascii_digit() || c == '0');
    if is_zero || number.starts_with('−') { number } else { format!("+{number}") }
}

/// A unit for head counts, large enough to be read.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Heads {
    /// Persons in one unit.
    persons: f64,
    /// Decimals that are written.
    decimals: usize,
    language: Language,
}

impl Heads {
    /// The unit for figures up to `largest` persons.
    pub(super) fn up_to(largest: f64, language: Language) -> Self {
        let (persons, decimals) = match largest.abs() {
            size if size < 2_000.0 => (1.0, 0),
            size if size < 2_000_000.0 => (1_000.0, 1),
            _ => (1_000.0, 0),
        };
        Self { persons, decimals, language }
    }

    /// `persons` in the unit.
    pub(super) fn scale(self, persons: f64) -> f64 {
        persons / self.persons
    }

    /// The name of the unit.
    pub(super) fn name(self) -> &'static str {
        match (self.persons > 1.0, self.language) {
            (true, Language::Vietnamese) => "nghìn người",
            (true, Language::English) => "thousand persons",
            (false, Language::Vietnamese) => "người",
            (false, Language::English) => "persons",
        }
    }

    /// `persons` written in the unit.
    pub(super) fn write(self, persons: f64) -> String {
        self.language.number(self.scale(persons), self.decimals)
    }

    /// `persons` rounded to whole `unit`s of persons, written in the unit of the chart.
    pub(super) fn rounded(self, persons: f64, unit: f64) -> String {
        let decimals = if unit < self.persons { self.decimals } else { 0 };
        self.language.number(self.scale((persons / unit).round() * unit), decimals)
    }

    /// `persons` written in the unit with its sign, also a plus.
    pub(super) fn signed(self, persons: f64) -> String {
        with_plus(self.write(persons))
    }

    /// An interval written in the unit: `98,0 … 120,3`.
    pub(super) fn interval(self, (low, high): (f64, f64)) -> String {
        format!("{} … {}", self.write(low), self.write(high))
    }

    /// An interval written in the unit with signs: `−2,0 … +1,3`.
    pub(super) fn signed_interval(self, (low, high): (f64, f64)) -> String {
        format!("{} … {}", self.signed(low), self.signed(high))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_are_written_in_a_readable_unit() {
        let thousand = Heads::up_to(-60_000.0, Language::Vietnamese);
        assert_eq!(thousand.write(-12_345.0), "−12,3");
        assert_eq!(thousand.signed(12_345.0), "+12,3");
        assert_eq!(thousand.signed(4.0), "0,0");
        assert_eq!(thousand.rounded(-12_345.0, 1_000.0), "−12");
        assert_eq!(thousand.rounded(12_345.0, 100.0), "12,3");
        assert_eq!(thousand.interval((-1_000.0, 2_000.0)), "−1,0 … 2,0");
        assert_eq!(thousand.signed_interval((-1_000.0, 2_000.0)), "−1,0 … +2,0");
        assert_eq!(Heads::up_to(900.0, Language::English).write(899.6), "900");
        assert_eq!(Heads::up_to(5.4e7, Language::English).write(5.4e7), "54,000");
    }
}
