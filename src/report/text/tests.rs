use super::*;
use crate::report::fixture;
use crate::results::TableName;

#[test]
fn marks_that_combine_take_no_column() {
    assert_eq!(display_width("Khánh Hòa"), 9);
    assert_eq!(display_width("Kha\u{301}nh Ho\u{300}a"), 9);
    assert_eq!(display_width("Nông nghiệp"), 11);
}

#[test]
fn columns_stand_under_each_other_in_both_languages() {
    let mut results = fixture::results();
    results.sectors[0].short.vi = "No\u{302}ng nghie\u{302}\u{323}p".to_owned();
    for language in [Language::Vietnamese, Language::English] {
        let text = table(&results, language);
        let lines: Vec<_> = text.lines().skip(3).take(18).collect();
        // The class is flush left, so it begins in the same column in every line of figures.
        let class_at = |line: &str| display_width(line.rsplit_once("  ").unwrap().0) + 2;
        let first = class_at(lines[0]);
        for line in lines.iter().filter(|line| !line.starts_with('─')) {
            assert_eq!(class_at(line), first, "{line}");
        }
        let width = display_width(lines[1]);
        assert!(lines.iter().all(|line| display_width(line) <= width), "{text}");
        assert!(width <= 120, "{width} columns");
    }
}

#[test]
fn a_line_of_the_table_shows_what_the_rows_say() {
    let results = fixture::results();
    let text = table(&results, Language::Vietnamese);
    // Demand of agriculture: 309,000 growing by 1 % a year; gap −0.25 · 0.03 · 5 of it.
    let line = text.lines().find(|line| line.starts_with("Nông nghiệp")).unwrap();
    for figure in ["309.000", "324.800", "312.600", "−12.200", "−26.100 … +1.800", "thiếu"]
    {
        assert!(line.contains(figure), "{figure} is not in {line}");
    }
    assert!(text.contains("Tổng số"));
    assert!(text.contains("Chênh lệch năm 2030 theo kịch bản"));
}

#[test]
fn one_scenario_is_not_compared() {
    let mut results = fixture::results();
    results.scenarios.truncate(1);
    assert!(!table(&results, Language::English).contains("by scenario"));
}

#[test]
fn a_probability_is_never_certain() {
    assert_eq!(probability(0.0, Language::English), "<1%");
    assert_eq!(probability(1.0, Language::Vietnamese), ">99 %");
    assert_eq!(probability(0.994, Language::English), "99%");
}

#[test]
fn figures_are_rounded_by_the_size_of_the_market() {
    assert_eq!(Rounding::Hundreds.change(-12_345.0, Language::English), "−12,300");
    assert_eq!(Rounding::Hundreds.change(40.0, Language::English), "0");
    assert_eq!(Rounding::Thousands.count(52_345_678.0, Language::Vietnamese), "52.346");
    assert_eq!(Rounding::Persons.change(7.4, Language::English), "+7");
}

#[test]
fn a_result_without_rows_is_a_table_of_dashes() {
    let mut results = fixture::results();
    results.tables.iter_mut().for_each(|table| table.rows.clear());
    let text = table(&results, Language::English);
    assert!(text.contains("Agriculture"));
    assert!(text.contains('–'));
}

#[test]
fn an_estimated_base_year_is_said_under_the_table() {
    let mut results = fixture::results();
    let vi = reading_note(&results, Language::Vietnamese);
    assert!(vi.contains("số liệu năm 2025 của 14/14 ngành là ước lượng"), "{vi}");
    let table = results.tables.iter_mut().find(|t| t.name == TableName::Demand);
    for row in &mut table.unwrap().rows {
        row.status = Status::Observed;
    }
    let en = reading_note(&results, Language::English);
    assert!(!en.contains("Estimated:"), "{en}");
}
