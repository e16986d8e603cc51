//! The main messages of a summary, each one paragraph in plain words.

use crate::language::{Language, Text};
use crate::report::figures::{Figures, SectorLine, sector_lines};
use crate::report::summary::escaped;
use crate::report::text::{Rounding, pick, probability};
use crate::results::{ResultRow, Results};
use crate::status::Status;

/// Most sectors a message names.
const NAMED: usize = 3;

/// What the messages are about: one scenario in one language.
pub(super) struct Message<'a> {
    pub(super) results: &'a Results,
    pub(super) figures: &'a Figures<'a>,
    pub(super) lines: &'a [SectorLine<'a>],
    pub(super) rounding: Rounding,
    pub(super) language: Language,
}

impl Message<'_> {
    fn count(&self, row: &ResultRow) -> String {
        self.rounding.count(row.mean, self.language)
    }

    fn gap(&self, row: &ResultRow) -> String {
        let change = self.rounding.change(row.mean, self.language);
        let interval = self.rounding.interval(row, self.language);
        let name = pick(self.language, "khoảng 80 %", "80% interval");
        interval.map_or(change.clone(), |interval| format!("{change} ({name}: {interval})"))
    }

    /// What the economy wants and will have in all.
    pub(super) fn total(&self) -> Option<String> {
        let line = self.lines.iter().find(|line| line.is_total())?;
        let (base, demand, supply, gap) = (line.base?, line.demand?, line.supply?, line.gap?);
        let (base_year, to) = (self.results.base_year, self.results.to);
        let (base, demand, supply) = (self.count(base), self.count(demand), self.count(supply));
        let (gap, p) = (self.gap(gap), probability(gap.p_shortage?, self.language));
        let unit = match self.rounding {
            Rounding::Thousands => pick(self.language, "nghìn người", "thousand workers"),
            _ => pick(self.language, "người", "workers"),
        };
        Some(match self.language {
            Language::Vietnamese => format!(
                "**Tổng thể.** Nền kinh tế cần {base} {unit} năm {base_year} và {demand} {unit} năm \
                 {to}; nguồn cung năm {to} là {supply}. Chênh lệch {gap}; xác suất thiếu {p}."
            ),
            Language::English => format!(
                "**Overall.** The economy wants {base} {unit} in {base_year} and {demand} in {to}; \
                 the supply in {to} is {supply}. Gap {gap}; probability of a shortage {p}."
            ),
        })
    }

    /// The sectors whose `sureness` is high enough, the largest gaps first.
    fn named(&self, sureness: impl Fn(f64) -> f64) -> Vec<&SectorLine<'_>> {
        let sure = self.results.naming_probability;
        let mut named: Vec<_> = self
            .lines
            .iter()
            .filter(|line| {
                !line.is_total() && line.p_shortage().is_some_and(|p| sureness(p) >= sure)
            })
            .collect();
        let size = |line: &SectorLine| line.gap.map_or(0.0, |gap| gap.mean.abs());
        named.sort_by(|a, b| size(b).total_cmp(&size(a)));
        named
    }

    fn list(&self, lines: &[&SectorLine]) -> String {
        let gap = |line: &SectorLine| {
            let gap = line.gap.map(|row| self.rounding.change(row.mean, self.language));
            format!("{} ({})", escaped(line.name.get(self.language)), gap.unwrap_or_default())
        };
        let named: Vec<_> = lines.iter().take(NAMED).map(|line| gap(line)).collect();
        let more = lines.len().saturating_sub(NAMED);
        let list = named.join(", ");
        match (more, self.language) {
            (0, _) => list,
            (_, Language::Vietnamese) => format!("{list} và {more} ngành khác"),
            (_, Language::English) => format!("{list} and {more} more"),
        }
    }

    /// Which sectors are short and which have too many, as far as that is sure.
    pub(super) fn sectors(&self) -> String {
        let (short, over) = (self.named(|p| p), self.named(|p| 1.0 - p));
        let unsure = self.lines.len().saturating_sub(1 + short.len() + over.len());
        let part = |lines: &[&SectorLine], some: String, none: String| {
            if lines.is_empty() { none } else { format!("{some}: {}.", self.list(lines)) }
        };
        let to = self.results.to;
        let sure = self.language.percent(self.results.naming_probability, 0);
        match self.language {
            Language::Vietnamese => format!(
                "**Theo ngành, năm {to}.** {} {} {}",
                part(
                    &short,
                    format!("Thiếu so với nguồn cung đã nhập, xác suất từ {sure} trở lên"),
                    format!("Không ngành nào có xác suất thiếu từ {sure} trở lên."),
                ),
                part(
                    &over,
                    format!("Dư, xác suất từ {sure} trở lên"),
                    format!("Không ngành nào có xác suất dư từ {sure} trở lên."),
                ),
                match unsure {
                    0 => "Mọi ngành đều rõ.".to_owned(),
                    _ if unsure + 1 == self.lines.len() => {
                        format!("Cả {unsure} ngành đều chưa rõ thiếu hay dư.")
                    }
                    _ => format!("{unsure} ngành chưa rõ thiếu hay dư."),
                },
            ),
            Language::English => format!(
                "**By sector, {to}.** {} {} {}",
                part(
                    &short,
                    format!(
                        "Short of the supply that was entered, with a probability of {sure} or more"
                    ),
                    format!("No sector is short with a probability of {sure} or more."),
                ),
                part(
                    &over,
                    format!("In surplus with a probability of {sure} or more"),
                    format!("No sector is in surplus with a probability of {sure} or more."),
                ),
                match unsure {
                    0 => "Every sector is clear.".to_owned(),
                    _ if unsure + 1 == self.lines.len() => {
                        format!("For none of the {unsure} sectors the sign is clear.")
                    }
                    _ => format!("For {unsure} sectors it is not clear."),
                },
            ),
        }
    }

    /// The scenarios with the smallest and the largest gap over all sectors.
    pub(super) fn scenarios(&self) -> Option<String> {
        let gap = |name: &str| {
            let lines = sector_lines(self.results, self.figures, name);
            lines.iter().find(|line| line.is_total()).and_then(|line| line.gap)
        };
        let labels = self.results.scenarios.iter();
        let mut gaps: Vec<_> =
            labels.filter_map(|label| Some((label, gap(&label.name)?.mean))).collect();
        gaps.sort_by(|a, b| a.1.total_cmp(&b.1));
        let ((worst, low), (best, high)) = (gaps.first()?, gaps.last()?);
        if gaps.len() < 2 {
            return None;
        }
        let change = |persons: f64| self.rounding.change(persons, self.language);
        let (low, high) = (change(*low), change(*high));
        let title = |text: &Text| escaped(text.get(self.language));
        let (worst, best) = (title(&worst.title), title(&best.title));
        Some(match self.language {
            Language::Vietnamese => format!(
                "**Tùy kịch bản,** chênh lệch tổng thể năm {} từ {low} («{worst}») đến {high} \
                 («{best}»).",
                self.results.to
            ),
            Language::English => format!(
                "**By scenario** the overall gap in {} goes from {low} («{worst}») to {high} \
                 («{best}»).",
                self.results.to
            ),
        })
    }

    /// How firm the sector figures of the base year are.
    pub(super) fn firmness(&self) -> String {
        let sectors = || self.lines.iter().filter(|line| !line.is_total());
        let firm = |line: &&SectorLine| line.base.is_some_and(|row| row.status <= Status::Derived);
        let (n_firm, n, year) =
            (sectors().filter(firm).count(), sectors().count(), self.results.base_year);
        match self.language {
            Language::Vietnamese if n_firm == 0 => format!(
                "**Độ tin cậy.** Số liệu năm gốc {year} của cả {n} ngành là ước lượng hoặc giả định, \
                 không ngành nào có số quan sát. Số liệu sau {year} đều là dự báo hoặc kết quả của \
                 giả định."
            ),
            Language::English if n_firm == 0 => format!(
                "**How firm.** The figures of the base year {year} are estimated or assumed for all \
                 {n} sectors and observed for none. Every figure after {year} is a forecast or \
                 follows from assumptions."
            ),
            Language::Vietnamese => format!(
                "**Độ tin cậy.** Trong {n} ngành, số liệu năm gốc {year} của {n_firm} ngành là quan \
                 sát hoặc tính từ số quan sát, của {} ngành là ước lượng hoặc giả định. Số liệu sau \
                 {year} đều là dự báo hoặc kết quả của giả định.",
                n - n_firm
            ),
            Language::English => format!(
                "**How firm.** Of {n} sectors the figures of the base year {year} are observed or \
                 derived for {n_firm} and estimated or assumed for {}. Every figure after {year} is \
                 a forecast or follows from assumptions.",
                n - n_firm
            ),
        }
    }
}
