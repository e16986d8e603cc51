//! The first sheet: what the figures are, how to read them, and where they come from.

use rust_xlsxwriter::{Url, Worksheet, XlsxError};

use crate::language::Text;
use crate::report::columns::COLUMNS;
use crate::report::figures::sector_lines;
use crate::report::methods;
use crate::report::targets;
use crate::report::text::{Rounding, display_width, legend, reading_note};
use crate::report::words;
use crate::report::workbook::page::{headed_page, text};
use crate::report::workbook::{Context, balance_sheet, charts_sheet, years_sheet};
use crate::results::{GapClass, TableName};

/// Letters on a line of the first and of the second column; few enough for wide fonts.
const KEY_LETTERS: usize = 36;
const NOTE_LETTERS: usize = 108;

/// Height of a line, in points.
const LINE_HEIGHT: f64 = 15.0;

/// Number of lines that `text` takes.
///
/// Not every program makes a row as high as the text it wraps, so the workbook says it.
fn n_lines(text: &str, letters: usize) -> usize {
    text.lines().map(|line| display_width(line).div_ceil(letters).max(1)).sum()
}

/// Writes sections of two columns one below the other.
struct Writer<'a> {
    context: &'a Context<'a>,
    sheet: Worksheet,
    row: u32,
}

impl Writer<'_> {
    fn section(&mut self, vi: &str, en: &str) -> Result<(), XlsxError> {
        let title = self.context.pick(vi, en);
        text(&mut self.sheet, (self.row + 1, 0), title, &self.context.styles.section)?;
        self.row += 2;
        Ok(())
    }

    fn entry(&mut self, key: &str, note: &str) -> Result<(), XlsxError> {
        let styles = &self.context.styles;
        text(&mut self.sheet, (self.row, 0), key, &styles.key)?;
        text(&mut self.sheet, (self.row, 1), note, &styles.note)?;
        let lines = n_lines(key, KEY_LETTERS).max(n_lines(note, NOTE_LETTERS));
        if lines > 1 {
            self.sheet.set_row_height(self.row, LINE_HEIGHT * lines as f64)?;
        }
        self.row += 1;
        Ok(())
    }

    fn entries(&mut self, entries: &[(String, String)]) -> Result<(), XlsxError> {
        entries.iter().try_for_each(|(key, note)| self.entry(key, note))
    }

    fn get<'t>(&self, text: &'t Text) -> &'t str {
        text.get(self.context.language)
    }

    fn run(&mut self) -> Result<(), XlsxError> {
        let results = self.context.results;
        let language = self.context.language;
        self.section("Lần tính này", "This run")?;
        let area = format!("{} ({})", self.get(&results.area_title), results.area);
        let pick = |vi: &str, en: &str| self.context.pick(vi, en).to_owned();
        let entries = [
            (pick("Địa bàn", "Area"), area),
            (pick("Mô hình", "Model"), results.model.clone()),
            (pick("Năm gốc", "Base year"), results.base_year.to_string()),
            (pick("Đến năm", "To"), results.to.to_string()),
            (pick("Số lần mô phỏng", "Draws"), language.number(results.draws as f64, 0)),
            (pick("Hạt giống ngẫu nhiên", "Seed"), results.seed.to_string()),
            (pick("Nguồn số liệu", "Data"), self.get(&results.source_line).to_owned()),
        ];
        self.entries(&entries)
    }

    fn contents(&mut self, sheets: &[String]) -> Result<(), XlsxError> {
        self.section("Các trang tính", "Sheets")?;
        let meaning = |name: &str| {
            let (context, pick) = (self.context, |vi, en| self.context.pick(vi, en).to_owned());
            if name == balance_sheet::name(context) {
                return pick(
                    "Cân đối năm cuối theo kịch bản.",
                    "Balance of the last year by scenario.",
                );
            }
            if name == years_sheet::name(context) {
                return pick(
                    "Cầu, cung, chênh lệch từng năm.",
                    "Demand, supply and gap year by year.",
                );
            }
            if name == charts_sheet::name(context) {
                return pick("Biểu đồ Excel, sửa được.", "Excel charts that can be changed.");
            }
            let table = TableName::ALL
                .into_iter()
                .find(|table| name.starts_with(words::table_title(*table).get(context.language)));
            table.map(|table| self.get(&words::table_meaning(table)).to_owned()).unwrap_or_default()
        };
        let entries: Vec<_> = sheets.iter().map(|name| (name.clone(), meaning(name))).collect();
        for (name, meaning) in entries {
            let link = Url::new(format!("internal:'{name}'!A1")).set_text(&name);
            self.sheet.write_url(self.row, 0, &link)?;
            text(&mut self.sheet, (self.row, 1), &meaning, &self.context.styles.note)?;
            self.row += 1;
        }
        Ok(())
    }

    fn reading(&mut self) -> Result<(), XlsxError> {
        self.section("Cách đọc", "How to read the figures")?;
        for line in reading_note(self.context.results, self.context.language).lines() {
            let (key, note) = line.split_once(['=', ':']).unwrap_or(("", line));
            self.entry(key.trim(), note.trim())?;
        }
        let classes = GapClass::ALL.map(|class| self.get(&class.label()).to_owned()).join(" · ");
        let key = self.context.pick("Phân loại", "Classes");
        self.entry(key, &classes)
    }

    fn texts(
        &mut self,
        (vi, en): (&str, &str),
        notes: &[(String, String)],
    ) -> Result<(), XlsxError> {
        if notes.is_empty() {
            return Ok(());
        }
        self.section(vi, en)?;
        self.entries(notes)
    }

    /// What the figures are, for someone who must defend them.
    fn nature(&mut self) -> Result<(), XlsxError> {
        let results = self.context.results;
        let get = |text: &Text| text.get(self.context.language).to_owned();
        let notes: Vec<_> =
            (1..).zip(&results.notes).map(|(n, note)| (format!("{n}."), get(note))).collect();
        let legend = legend::lines(results, &self.context.figures, self.context.language);
        let named = results.scenarios.iter().zip(&legend).map(|(label, line)| {
            let told = line.strip_prefix(&label.name).unwrap_or(line);
            (label.name.clone(), told.trim_start_matches(": ").to_owned())
        });
        let scenarios: Vec<_> = named.collect();
        let observed =
            ("Số liệu quan sát, ước lượng và giả định", "What is observed, estimated and assumed");
        self.texts(observed, &notes)?;
        self.texts(("Kịch bản", "Scenarios"), &scenarios)
    }

    /// What each forecasting method is for, what it says and how it did.
    fn methods(&mut self) -> Result<(), XlsxError> {
        let (results, language) = (self.context.results, self.context.language);
        let first = results.first_scenario();
        let rounding = Rounding::of(&sector_lines(results, &self.context.figures, first));
        let headers = methods::headers(results, language);
        let mut entries: Vec<(String, String)> = Vec::new();
        for line in methods::lines(results) {
            let cells = methods::cells(&line, rounding, language);
            let named = headers.iter().zip(&cells).skip(2).filter(|(_, cell)| *cell != "–");
            let told: Vec<_> = named.map(|(header, cell)| format!("{header}: {cell}")).collect();
            entries.push((cells[0].clone(), format!("{}. {}", cells[1], told.join("; "))));
        }
        if entries.is_empty() {
            return Ok(());
        }
        self.section("Phương pháp dự báo cầu", "How demand was forecast")?;
        self.entries(&entries)?;
        self.entry("", methods::reading_note(language))
    }

    /// What is found of the targets of the plan together.
    fn targets(&mut self) -> Result<(), XlsxError> {
        let (results, language) = (self.context.results, self.context.language);
        let first = results.first_scenario();
        let findings = targets::of_scenario(results, first);
        let sections = targets::review::sections(results, &findings, language);
        if sections.is_empty() {
            return Ok(());
        }
        self.section("Chỉ tiêu kế hoạch", "Plan targets")?;
        for section in sections {
            let lines = section.lines.iter().enumerate();
            let entries = lines.map(|(position, line)| {
                let key = if position == 0 { section.heading } else { "" };
                (key.to_owned(), line.clone())
            });
            self.entries(&entries.collect::<Vec<_>>())?;
        }
        Ok(())
    }

    /// What was done to the data before anything was forecast.
    fn behind(&mut self) -> Result<(), XlsxError> {
        let results = self.context.results;
        let language = self.context.language;
        let get = |text: &Text| text.get(language).to_owned();
        let operations: Vec<_> = results
            .operations
            .iter()
            .map(|step| (get(&words::operation(step.operation)), get(&step.effect)))
            .collect();
        let fallbacks: Vec<_> = results
            .fallbacks
            .iter()
            .map(|fallback| (get(&fallback.missing), get(&fallback.used)))
            .collect();
        let problems: Vec<_> = results
            .problems
            .iter()
            .map(|problem| (problem.place.file.clone(), problem.sentence(language)))
            .collect();
        self.texts(("Các bước chuẩn bị số liệu", "How the data were prepared"), &operations)?;
        self.texts(("Thay thế khi thiếu số liệu", "Fallbacks used"), &fallbacks)?;
        self.texts(("Cảnh báo về số liệu đầu vào", "Warnings about the input"), &problems)
    }

    fn glossary(&mut self) -> Result<(), XlsxError> {
        self.section(
            "Các cột và mã dùng trong tệp CSV",
            "Columns, and the codes of the CSV files",
        )?;
        for column in &COLUMNS {
            let (header, meaning) = (column.header(), column.meaning());
            self.entry(self.get(&header), self.get(&meaning))?;
        }
        self.section("Chỉ tiêu và tên trong tệp CSV", "Measures and their names in the CSV files")?;
        for (code, vi, en) in words::MEASURES {
            self.entry(self.context.pick(vi, en), code)?;
        }
        Ok(())
    }
}

/// The sheet; `sheets` are the names of the others.
pub(super) fn sheet(context: &Context, sheets: &[String]) -> Result<Worksheet, XlsxError> {
    let name = context.pick("Ghi chú", "Notes");
    let title = context.results.title.get(context.language);
    let subtitle = context.pick(
        "Kết quả của labourcast: dự báo kèm khoảng tin cậy, không phải số thống kê chính thức.",
        "A result of labourcast: projections with intervals, not official statistics.",
    );
    let mut sheet = headed_page(context, name, title, subtitle)?;
    sheet.set_column_width(0, 40)?;
    sheet.set_column_width(1, 105)?;
    let mut writer = Writer { context, sheet, row: 2 };
    writer.run()?;
    writer.nature()?;
    writer.reading()?;
    writer.contents(sheets)?;
    writer.targets()?;
    writer.methods()?;
    writer.behind()?;
    writer.glossary()?;
    Ok(writer.sheet)
}
