//! Targets of the plan as readers see them: a table, and the explanation of each line.

pub(crate) mod review;

use crate::codes::AreaCode;
use crate::language::{Language, Text};
use crate::report::text::{Flush, pick, probability, ruled};
use crate::results::{Results, ScenarioLabel, TargetFinding};
use crate::targets::assessment::Topic;
use crate::targets::definition_words;
use crate::targets::indicator::Indicator;

/// Topics that the table itself does not tell.
const EXPLAINED: [Topic; 5] =
    [Topic::Target, Topic::Pace, Topic::Outcome, Topic::Obstacle, Topic::Note];

/// The targets under `scenario`, in the order of the plan.
pub(crate) fn of_scenario<'a>(results: &'a Results, scenario: &str) -> Vec<&'a TargetFinding> {
    results.target_findings.iter().filter(|finding| finding.scenario == scenario).collect()
}

/// The indicator with its definition and the area if it is another than that of the results.
pub(crate) fn name(results: &Results, finding: &TargetFinding, language: Language) -> String {
    let title = finding.title.get(language);
    let definition = finding.definition.as_deref().map(definition_words::without_bound);
    let definition = definition.map(|words| words.get(language).to_owned());
    let definition = definition.filter(|words| !words.is_empty());
    let area = other_area(results, finding, language);
    let details: Vec<String> = [definition, area].into_iter().flatten().collect();
    if details.is_empty() { title.to_owned() } else { format!("{title} ({})", details.join("; ")) }
}

/// The area of a target where it is another than that of the results: its boundaries if it is the same place.
pub(crate) fn other_area(
    results: &Results,
    finding: &TargetFinding,
    language: Language,
) -> Option<String> {
    let own = &results.area;
    if finding.area == own.to_string() {
        return None;
    }
    let code = finding.area.parse::<AreaCode>().ok().filter(|code| code.place() == own.place());
    let Some(year) = code.as_ref().and_then(AreaCode::geography) else {
        return Some(finding.area.clone());
    };
    Some(format!("{} {year}", pick(language, "địa giới", "boundaries of")))
}

/// The name of a target in the column `method`, with the year of the way to it where there is one; `None` if it is no
/// target's.
pub(crate) fn method(code: &str) -> Option<Text> {
    let (name, year) =
        code.split_once(" → ").map_or((code, None), |(name, year)| (name, Some(year)));
    let (indicator, definition) =
        name.split_once(": ").map_or((name, None), |(name, definition)| (name, Some(definition)));
    let title = Indicator::named(indicator)?.title();
    let words = definition.map(definition_words::words);
    let in_language = |language: Language| {
        let definition = words.as_ref().map(|words| format!(": {}", words.get(language)));
        let year = year.map(|year| format!(" → {year}"));
        let parts = [Some(title.get(language).to_owned()), definition, year];
        parts.into_iter().flatten().collect::<String>()
    };
    Some(Text::new(in_language(Language::Vietnamese), in_language(Language::English)))
}

fn chance(finding: &TargetFinding, language: Language) -> String {
    // A forecast without spread reaches a target or does not; its draws are no sample.
    finding.probability.map_or_else(
        || "–".to_owned(),
        |p| match p {
            p if finding.by_construction && p > 0.5 => "1*".to_owned(),
            _ if finding.by_construction => "0*".to_owned(),
            p => probability(p, language),
        },
    )
}

/// Headers of the table for a page.
pub(crate) fn headers(language: Language) -> Vec<String> {
    let headers = match language {
        Language::Vietnamese => [
            "Chỉ tiêu",
            "Năm",
            "Giá trị",
            "Nhịp độ cần có và gần đây",
            "Xác suất đạt",
            "Năm đạt dự kiến",
            "Đánh giá",
        ],
        Language::English => [
            "Target",
            "Year",
            "Value",
            "Pace needed and of late",
            "Probability",
            "Expected year",
            "Verdict",
        ],
    };
    headers.map(str::to_owned).to_vec()
}

/// A line of the table for a page.
pub(crate) fn cells(results: &Results, of: &TargetFinding, language: Language) -> Vec<String> {
    let dash = || "–".to_owned();
    let told = [Topic::Pace, Topic::Outcome, Topic::Obstacle];
    let pace = told.into_iter().find_map(|topic| of.line(topic));
    vec![
        name(results, of, language),
        of.year.to_string(),
        of.target.get(language).to_owned(),
        pace.map_or_else(dash, |text| text.get(language).to_owned()),
        chance(of, language),
        of.expected_year.as_ref().map_or_else(dash, |year| year.get(language).to_owned()),
        of.verdict.label().get(language).to_owned(),
    ]
}

/// How to read the table.
pub(crate) fn reading_note(language: Language) -> &'static str {
    pick(
        language,
        "Xác suất đánh dấu * suy ra từ giả định của kịch bản (như tăng trưởng GRDP): bằng 0 hoặc 1 do \
         cách lập, không phải ước lượng. Đánh giá dựa trên nhịp độ gần đây so với nhịp độ cần có; \
         xác suất dựa trên dự báo, nên hai bên có thể khác nhau. Mỗi chỉ tiêu chỉ so với số liệu cùng \
         địa bàn và cùng định nghĩa.",
        "A probability with * follows from assumptions of the scenario, such as the growth of output: \
         it is 0 or 1 by construction and no estimate. The verdict follows the pace of late over the \
         pace needed and the probability the forecast, so they may differ. A target is only \
         compared with figures of its own area and definition.",
    )
}

/// The targets under each of `shown` for a terminal: a numbered table and the explanations, then
/// what is found of all targets together.
pub(crate) fn text(results: &Results, shown: &[&ScenarioLabel], language: Language) -> String {
    let blocks = shown.iter().map(|label| {
        let title = label.title.get(language);
        let heading = format!(
            "{}: {}, {} «{title}»\n\n",
            results.area_title.get(language),
            pick(language, "chỉ tiêu kế hoạch", "plan targets"),
            pick(language, "kịch bản", "scenario"),
        );
        heading + &block(results, &of_scenario(results, &label.name), language)
    });
    let blocks: Vec<String> = blocks.collect();
    let first = shown.first().map_or("", |label| &label.name);
    let sections = review::sections(results, &of_scenario(results, first), language);
    let sections = sections.into_iter().map(|section| {
        let lines = section.lines.iter().map(|line| format!("     {line}\n"));
        format!("{}\n{}\n", section.heading, lines.collect::<String>())
    });
    let sections: String = sections.collect();
    format!("{}\n{sections}{}\n", blocks.join("\n"), reading_note(language))
}

fn block(results: &Results, findings: &[&TargetFinding], language: Language) -> String {
    if findings.is_empty() {
        let none = pick(
            language,
            "Bộ số liệu không có bảng plan_targets.\n",
            "The datasets have no table plan_targets.\n",
        );
        return none.to_owned();
    }
    let mut header = headers(language);
    header.remove(3);
    header.insert(0, String::new());
    let mut rows = vec![header];
    let mut told = String::new();
    for (number, finding) in (1..).zip(findings) {
        let mut row = cells(results, finding, language);
        row.remove(3);
        // The definition stands in the explanation; a terminal has no room for it here.
        finding.title.get(language).clone_into(&mut row[0]);
        row.insert(0, format!("{number}."));
        rows.push(row);
        told.push_str(&explained(number, results, (finding, language)));
    }
    let flush = [
        Flush::Right,
        Flush::Left,
        Flush::Right,
        Flush::Left,
        Flush::Right,
        Flush::Left,
        Flush::Left,
    ];
    format!("{}\n{told}", ruled(&rows, &flush, &[1]))
}

fn explained(
    number: usize,
    results: &Results,
    (finding, language): (&TargetFinding, Language),
) -> String {
    let title = format!("{number:>3}. {}\n", name(results, finding, language));
    let lines = finding.explanations.iter();
    let lines = lines.filter(|(topic, _)| EXPLAINED.iter().any(|known| known.name() == topic));
    lines.fold(title, |told, (_, text)| told + "     " + text.get(language) + "\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_target_in_a_table_is_put_into_words() {
        let text = method("output_growth: 2026, constant prices → 2026").unwrap();
        assert_eq!(text.vi, "tăng trưởng GRDP: 2026, giá so sánh → 2026");
        assert_eq!(method("population").unwrap().vi, "dân số");
        assert!(method("drift").is_none());
    }
}
