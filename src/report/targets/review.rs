//! What is found of all targets together, as sections of sentences: whether they agree, what levers
//! close, and how past targets did.

use crate::language::Language;
use crate::report::targets::name;
use crate::report::text::pick;
use crate::results::{
    CheckFinding, LeverFinding, LeverPart, RecordFinding, Results, TargetFinding,
};
use crate::targets::contribution::Division;
use crate::targets::unit::{Dimension, TargetUnit};

/// A heading with its sentences.
pub(crate) struct Section {
    pub(crate) heading: &'static str,
    pub(crate) lines: Vec<String>,
}

/// The sections of a run; `findings` are the targets of one scenario, in the order of the plan.
pub(crate) fn sections(
    results: &Results,
    findings: &[&TargetFinding],
    language: Language,
) -> Vec<Section> {
    let teller = Teller { results, findings, language };
    let review = &results.target_review;
    let levers = |wanted: fn(Division) -> bool| {
        let found = review.levers.iter().filter(move |found| wanted(found.division));
        found.filter_map(|found| teller.lever(found)).collect::<Vec<_>>()
    };
    let mut sections = vec![
        Section {
            heading: pick(
                language,
                "Tính nhất quán giữa các chỉ tiêu",
                "Whether the targets agree with each other",
            ),
            lines: review.checks.iter().map(|found| teller.check(found)).collect(),
        },
        Section {
            heading: pick(
                language,
                "Từng kịch bản riêng lẻ thu hẹp khoảng cách bao nhiêu",
                "What each scenario by itself closes of the gap",
            ),
            lines: levers(|division| division == Division::Alone),
        },
        Section {
            heading: pick(
                language,
                "Các giải pháp làm cùng lúc: phần của từng giải pháp",
                "Levers taken together: the part of each",
            ),
            lines: levers(|division| division != Division::Alone),
        },
    ];
    sections.retain(|section| !section.lines.is_empty());
    if !findings.is_empty() {
        sections.push(teller.record(&review.record));
    }
    sections
}

struct Teller<'a> {
    results: &'a Results,
    findings: &'a [&'a TargetFinding],
    language: Language,
}

/// A difference of figures in a target's unit.
fn difference(unit: &str, value: f64, language: Language) -> String {
    let Some(known) = TargetUnit::named(unit) else { return language.number(value, 1) };
    if known.dimension() == Dimension::Share {
        let points = language.number(100.0 * value * known.factor(), 2);
        return format!("{points} {}", pick(language, "điểm %", "points"));
    }
    known.write(value * known.factor(), language)
}

impl Teller<'_> {
    /// A target by its number in the table, with its name.
    fn target(&self, position: usize) -> Option<String> {
        let finding = self.findings.get(position)?;
        let name = name(self.results, finding, self.language);
        Some(format!("{}. {name}, {}", position + 1, finding.year))
    }

    fn check(&self, found: &CheckFinding) -> String {
        let numbers: Vec<String> = found.targets.iter().map(|t| (t + 1).to_string()).collect();
        let label = found.agreement.label();
        format!(
            "[{}] {} → {}.",
            numbers.join(", "),
            found.text.get(self.language),
            label.get(self.language)
        )
    }

    fn lever(&self, found: &LeverFinding) -> Option<String> {
        let target = self.target(found.target)?;
        let unit = &self.unit(found.target)?;
        let language = self.language;
        let parts: Vec<String> = found.parts.iter().map(|part| self.part(part, unit)).collect();
        let gap = if found.gap > 0.0 {
            let words = pick(language, "còn cách chỉ tiêu", "short of the target by");
            format!("{words} {}", difference(unit, found.gap, language))
        } else {
            let words = pick(language, "vượt chỉ tiêu", "beyond the target by");
            format!("{words} {}", difference(unit, -found.gap, language))
        };
        let left = found.left.map(|left| {
            let words = pick(language, "khi làm tất cả còn", "with all of them left");
            format!("; {words} {}", difference(unit, left, language))
        });
        let how = match found.division {
            Division::Sequential => {
                pick(language, " (cộng dồn theo thứ tự nêu)", " (added in the order given)")
            }
            Division::Alone | Division::Shapley => "",
        };
        Some(format!("{target}: {gap}. {}{}{how}.", parts.join("; "), left.unwrap_or_default()))
    }

    fn part(&self, part: &LeverPart, unit: &str) -> String {
        let language = self.language;
        let shown = |value| difference(unit, value, language);
        let sign = if part.part.mean > 0.0 { "+" } else { "" };
        let share = part.share_of_gap.map(|share| {
            format!(
                ", {} {}",
                language.percent(share, 0),
                pick(language, "khoảng cách", "of the gap")
            )
        });
        let (low, high) = (shown(part.part.p10), shown(part.part.p90));
        format!(
            "«{}» {sign}{} ({} {low} … {high}{})",
            part.title.get(language),
            shown(part.part.mean),
            pick(language, "khoảng 80 %", "80% interval"),
            share.unwrap_or_default()
        )
    }

    fn unit(&self, position: usize) -> Option<String> {
        self.findings.get(position).map(|finding| finding.unit.clone())
    }

    fn record(&self, record: &[RecordFinding]) -> Section {
        let language = self.language;
        let heading = pick(language, "Các chỉ tiêu đã qua thời hạn", "How past targets did");
        if record.is_empty() {
            let none = pick(
                language,
                "Chưa có chỉ tiêu nào vừa đã qua thời hạn vừa có số thực hiện cùng định nghĩa.",
                "No target whose year is over has an outcome of its definition at hand.",
            );
            return Section { heading, lines: vec![none.to_owned()] };
        }
        let n_reached = record.iter().filter(|past| past.reached).count();
        let (n, all) = (n_reached, record.len());
        let count = match language {
            Language::Vietnamese => format!("Đạt {n} trên {all} chỉ tiêu đã qua thời hạn."),
            Language::English => format!("{n} of {all} past targets were reached."),
        };
        let mut lines = vec![count];
        lines.extend(record.iter().filter_map(|past| self.past(past)));
        Section { heading, lines }
    }

    fn past(&self, past: &RecordFinding) -> Option<String> {
        let language = self.language;
        let (target, unit) = (self.target(past.target)?, self.unit(past.target)?);
        let wanted = self.findings.get(past.target)?.target.get(language);
        let known = TargetUnit::named(&unit)?;
        let outcome = known.write(past.outcome * known.factor(), language);
        let margin = difference(&unit, past.margin.abs(), language);
        let told = match (past.reached, language) {
            (true, Language::Vietnamese) => format!("thực hiện {outcome}: đạt, vượt {margin}"),
            (false, Language::Vietnamese) => {
                format!("thực hiện {outcome}: không đạt, thiếu {margin}")
            }
            (true, Language::English) => format!("outcome {outcome}: reached, {margin} beyond"),
            (false, Language::English) => format!("outcome {outcome}: missed by {margin}"),
        };
        Some(format!("{target}: {wanted}; {told}."))
    }
}
