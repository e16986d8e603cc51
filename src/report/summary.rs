//! `summary.md`: the result in plain words, the compact table, and what stands behind it.

use crate::language::{Language, Text};
use crate::prepare::OperationReport;
use crate::report::areas;
use crate::report::figures::{Figures, SectorLine, sector_lines};
use crate::report::groups::{self, Axis};
use crate::report::methods;
use crate::report::orders::Ordered;
use crate::report::public_workforce;
use crate::report::sheet::Sheet;
use crate::report::summary::messages::Message;
use crate::report::targets;
use crate::report::text::{Rounding, cells, compared, headers, legend, pick, reading_note};
use crate::report::words;
use crate::results::{Results, TableName};

mod messages;

/// File name of the summary.
pub(crate) const FILE: &str = "summary.md";

/// `text` so that Markdown shows it as it is.
fn escaped(text: &str) -> String {
    let mut safe = String::new();
    for c in text.chars() {
        match c {
            '\n' | '\r' => safe.push(' '),
            '<' => safe.push_str("&lt;"),
            '|' | '*' | '_' | '`' | '[' | ']' | '\\' => safe.extend(['\\', c]),
            c => safe.push(c),
        }
    }
    safe
}

/// Rows as a Markdown table: headers first, each column flush as given.
fn markdown_table<'a>(rows: &[Vec<String>], flush: impl Iterator<Item = &'a str>) -> String {
    let line = |row: &Vec<String>| {
        let cells: Vec<_> = row.iter().map(|cell| escaped(cell.trim_end())).collect();
        format!("| {} |", cells.join(" | "))
    };
    let mut lines: Vec<_> = rows.iter().map(line).collect();
    let rule: Vec<&str> = flush.collect();
    lines.insert(lines.len().min(1), format!("|{}|", rule.join("|")));
    lines.join("\n") + "\n"
}

fn heading(language: Language, vi: &str, en: &str) -> String {
    format!("\n## {}\n\n", pick(language, vi, en))
}

fn list(items: &[String]) -> String {
    let lines: Vec<_> = items.iter().map(|item| format!("- {item}")).collect();
    lines.join("\n") + "\n"
}

fn behind(results: &Results, language: Language) -> String {
    let text = |text: &Text| escaped(text.get(language));
    let operation = |step: &OperationReport| {
        format!("{}: {}", text(&words::operation(step.operation)), text(&step.effect))
    };
    let mut out = String::new();
    let mut section = |vi: &str, en: &str, items: Vec<String>| {
        if !items.is_empty() {
            out.push_str(&heading(language, vi, en));
            out.push_str(&list(&items));
        }
    };
    section(
        "Số liệu quan sát, ước lượng và giả định",
        "What is observed, estimated and assumed",
        results.notes.iter().map(text).collect(),
    );
    section(
        "Các bước chuẩn bị số liệu",
        "How the data were prepared",
        results.operations.iter().map(operation).collect(),
    );
    section(
        "Thay thế khi thiếu số liệu",
        "Fallbacks used",
        results
            .fallbacks
            .iter()
            .map(|fallback| format!("{}: {}", text(&fallback.missing), text(&fallback.used)))
            .collect(),
    );
    section(
        "Cảnh báo về số liệu đầu vào",
        "Warnings about the input",
        results.problems.iter().map(|problem| escaped(&problem.sentence(language))).collect(),
    );
    out
}

fn files(results: &Results, language: Language) -> String {
    let table = |name: TableName| {
        format!("`{}.csv`: {}", name.name(), words::table_meaning(name).get(language))
    };
    let other = [
        pick(language, "`results.xlsx`: sổ tính Excel", "`results.xlsx`: the workbook"),
        pick(language, "`charts/`: biểu đồ", "`charts/`: charts"),
        pick(
            language,
            "`manifest.json`: phiên bản, đầu vào, tùy chọn và mã băm của từng tệp",
            "`manifest.json`: version, inputs, options and a fingerprint of every file",
        ),
    ];
    let tables = results.written_tables().map(|written| table(written.name));
    list(&tables.chain(other.map(str::to_owned)).collect::<Vec<_>>())
}

fn opening(results: &Results, language: Language) -> String {
    let get = |text: &Text| escaped(text.get(language));
    let label = pick(language, "Kịch bản", "Scenario");
    let scenario = results.scenarios.first().map(|scenario| get(&scenario.title));
    let (title, area) = (get(&results.title), get(&results.area_title));
    format!("# {title}\n\n{area} · {label}: {}\n\n", scenario.unwrap_or_default())
}

fn balance(results: &Results, lines: &[SectorLine], language: Language) -> String {
    let rounding = Rounding::of(lines);
    let mut rows = vec![headers(results, language)];
    rows.extend(lines.iter().map(|line| cells(line, rounding, language)));
    let flush = [":---"].into_iter().chain(["---:"; 6]).chain([":---"]);
    let heading = heading(language, "Bảng cân đối", "Balance");
    let note = reading_note(results, language).replace('\n', " ");
    format!("{heading}({})\n\n{}\n{note}\n", rounding.unit(language), markdown_table(&rows, flush))
}

fn comparison(results: &Results, figures: &Figures, language: Language) -> String {
    if results.scenarios.len() < 2 {
        return String::new();
    }
    let heading = heading(language, "Chênh lệch theo kịch bản", "Gap by scenario");
    let names: Vec<_> =
        legend::lines(results, figures, language).iter().map(|line| escaped(line)).collect();
    let names = list(&names);
    let mut rows = compared(results, figures, language);
    // A page has the room for titles that a terminal lacks.
    let titles = results.scenarios.iter().map(|label| label.title.get(language).to_owned());
    if let Some(header) = rows.first_mut() {
        header.truncate(1);
        header.extend(titles);
    }
    let flush = [":---"].into_iter().chain(vec!["---:"; results.scenarios.len()]);
    format!("{heading}{}\n{names}", markdown_table(&rows, flush))
}

fn forecasting(results: &Results, rounding: Rounding, language: Language) -> String {
    let lines = methods::lines(results);
    if lines.is_empty() {
        return String::new();
    }
    let heading = heading(language, "Phương pháp dự báo cầu", "How demand was forecast");
    let mut rows = vec![methods::headers(results, language)];
    rows.extend(lines.iter().map(|line| methods::cells(line, rounding, language)));
    let flush = [":---"; 2].into_iter().chain(["---:"; 5]);
    let note = methods::reading_note(language);
    format!("{heading}{}\n{note}\n", markdown_table(&rows, flush))
}

/// The summary of a run of several areas.
fn of_areas(results: &Results, language: Language) -> String {
    let lines = areas::lines(results, language);
    let mut rows = vec![areas::headers(results, language)];
    rows.extend(lines.iter().map(|line| areas::cells(line, language)));
    let flush = |n: usize| [":---"].into_iter().chain(vec!["---:"; n.saturating_sub(1)]);
    let compared = areas::compared(results, language);
    let n_columns = compared.first().map_or(0, Vec::len);
    let beside = if compared.is_empty() {
        String::new()
    } else {
        let heading = heading(language, "So sánh địa bàn", "Areas side by side");
        heading + &markdown_table(&compared, flush(n_columns))
    };
    let sectors = areas::compared_sectors(results, language);
    let by_sector = sectors.first().map_or_else(String::new, |header| {
        let heading = heading(language, "So sánh theo ngành", "Sectors side by side");
        heading + &markdown_table(&sectors, flush(header.len()))
    });
    let codes: Vec<&str> = lines.iter().map(|line| line.code.as_str()).collect();
    let openings = areas::openings(results, &codes, language);
    let openings = openings.first().map_or_else(String::new, |header| {
        let heading = heading(language, "Thay thế và nhu cầu tuyển", "Replacement and openings");
        let unit = pick(language, "(nghìn người một năm)", "(thousand persons a year)");
        format!("{heading}{unit}\n\n{}", markdown_table(&openings, flush(header.len())))
    });
    let parts = [
        opening(results, language),
        list(&areas::messages(&lines, results, language)),
        beside,
        by_sector,
        openings,
        heading(language, "Mọi địa bàn", "Every area"),
        markdown_table(&rows, flush(rows[0].len())),
        format!("\n{}\n", areas::reading_note(language)),
        behind(results, language),
        heading(language, "Các tệp", "Files"),
        files(results, language),
        format!("\n{}\n", escaped(results.source_line.get(language))),
    ];
    parts.concat()
}

fn plan_targets(results: &Results, language: Language) -> String {
    let first = results.first_scenario();
    let findings = targets::of_scenario(results, first);
    if findings.is_empty() {
        return String::new();
    }
    let heading = heading(language, "Chỉ tiêu kế hoạch", "Plan targets");
    let mut rows = vec![targets::headers(language)];
    rows.extend((1..).zip(&findings).map(|(number, finding)| {
        let mut cells = targets::cells(results, finding, language);
        cells[0] = format!("{number}. {}", cells[0]);
        cells
    }));
    let flush = [":---", "---:", ":---", ":---", "---:", ":---", ":---"].into_iter();
    let note = escaped(targets::reading_note(language));
    let sections = targets::review::sections(results, &findings, language);
    let sections = sections.iter().map(|section| {
        let lines: Vec<String> = section.lines.iter().map(|line| escaped(line)).collect();
        format!("\n### {}\n\n{}", section.heading, list(&lines))
    });
    let sections: String = sections.collect();
    format!("{heading}{}\n{note}\n{sections}", markdown_table(&rows, flush))
}

/// Gaps by occupation and by qualification; nothing where neither is told apart.
fn below_sectors(results: &Results, rounding: Rounding, language: Language) -> String {
    let first = results.first_scenario();
    let sheets = [Axis::Occupations, Axis::Qualifications]
        .map(|axis| groups::sheet(results, axis, (first, rounding, language)));
    let tables: Vec<String> =
        sheets.iter().filter(|sheet| sheet.rows.len() > 1).map(sheet_table).collect();
    if tables.is_empty() {
        return String::new();
    }
    let title = pick(language, "Theo nghề và trình độ", "By occupation and qualification");
    let (note, unit) = (groups::reading_note(language), rounding.unit(language));
    format!("\n## {title}, {}\n\n({unit})\n\n{}\n{note}\n", results.to, tables.join("\n"))
}

/// Places of training to order and the limits that bind; nothing where none are ordered.
fn training(results: &Results, language: Language) -> String {
    let first = results.first_scenario();
    let Some(ordered) = Ordered::of(results, first) else { return String::new() };
    let (sheet, limits) = (ordered.sheet(language), ordered.limits(language));
    let heading = heading(language, "Đặt hàng đào tạo", "Training orders");
    let limits = if limits.is_empty() {
        String::new()
    } else {
        let told = pick(language, "Giới hạn đáng nới nhất", "Limits most worth widening");
        format!("\n### {told}\n\n{}", list(&limits.iter().map(|l| escaped(l)).collect::<Vec<_>>()))
    };
    format!("{heading}{}\n\n{}{limits}", ordered.reading_note(language), sheet_table(&sheet))
}

/// A sheet as a Markdown table.
fn sheet_table(sheet: &Sheet) -> String {
    let columns = 0..sheet.rows.first().map_or(0, Vec::len);
    let flush = columns.map(|c| if sheet.words.contains(&c) { ":---" } else { "---:" });
    markdown_table(&sheet.rows, flush)
}

/// Posts, persons and standards of the public workforce; nothing where it is not projected.
fn public(results: &Results, language: Language) -> String {
    let first = results.first_scenario();
    let stocks = public_workforce::stocks(results, first, language);
    if stocks.rows.len() < 2 {
        return String::new();
    }
    let heading = heading(language, "Cán bộ, công chức, viên chức", "Public workforce");
    let standards = public_workforce::standards(results, first, language);
    let standards = if standards.rows.len() > 1 {
        format!("\n{}", sheet_table(&standards))
    } else {
        String::new()
    };
    let note = escaped(public_workforce::reading_note(language));
    format!("{heading}{}{standards}\n{note}\n", sheet_table(&stocks))
}

/// The summary of `results`.
pub(crate) fn text(results: &Results, language: Language) -> String {
    if !results.areas.is_empty() {
        return of_areas(results, language);
    }
    let figures = Figures::of(results);
    let first = results.first_scenario();
    let lines = sector_lines(results, &figures, first);
    let rounding = Rounding::of(&lines);
    let message = Message { results, figures: &figures, lines: &lines, rounding, language };
    let third = message.scenarios();
    let messages = [message.total(), Some(message.sectors()), third, Some(message.firmness())];
    let messages: Vec<_> = messages.into_iter().flatten().collect();
    let parts = [
        opening(results, language),
        list(&messages),
        balance(results, &lines, language),
        comparison(results, &figures, language),
        below_sectors(results, rounding, language),
        training(results, language),
        plan_targets(results, language),
        public(results, language),
        forecasting(results, rounding, language),
        behind(results, language),
        heading(language, "Các tệp", "Files"),
        files(results, language),
        format!("\n{}\n", escaped(results.source_line.get(language))),
    ];
    parts.concat()
}
