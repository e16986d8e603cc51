//! What the regional estimate did, in words.

use crate::codes::AreaCode;
use crate::language::{Language, Text};
use crate::prepare::figures::{self, Figures};
use crate::prepare::regional::{Frame, Outcome, Ratios};

/// Reports the estimate with its largest margin error, what was known and what was assumed.
pub(super) fn report(
    figures: &mut Figures<'_>,
    structure_of: &AreaCode,
    frame: &Frame<'_>,
    outcome: &Outcome,
) {
    let (n, years) = (frame.sectors.len(), figures::year_list(outcome.fitted.iter().copied()));
    let (error, iterations) = (outcome.largest_error, outcome.most_iterations);
    let areas = figures::list(&frame.areas);
    let mut vi = vec![format!(
        "Việc làm {n} ngành của {areas} được ước lượng từ cơ cấu của {structure_of} cho {years}; sai số \
         biên lớn nhất {}, nhiều nhất {iterations} vòng lặp.",
        Language::Vietnamese.scientific(error)
    )];
    let mut en = vec![format!(
        "Employment of {areas} in {n} sectors estimated from the structure of {structure_of} for \
         {years}; largest margin error {}, at most {iterations} iterations.",
        Language::English.scientific(error)
    )];
    if !outcome.unfinished.is_empty() {
        let years = figures::year_list(outcome.unfinished.iter().copied());
        vi.push(format!("Chưa hội tụ: {years}."));
        en.push(format!("Not converged: {years}."));
    }
    if !outcome.observed.is_empty() {
        let years = figures::year_list(outcome.observed.iter().copied());
        vi.push(format!("Giữ số công bố: {years}."));
        en.push(format!("Published figures kept: {years}."));
    }
    if let Some((_, step)) = &frame.basis.change {
        let definition = frame.basis.definition.as_deref().unwrap_or("–");
        let factor = (-step.log_ratio).exp();
        let (vi_factor, en_factor) =
            (Language::Vietnamese.number(factor, 3), Language::English.number(factor, 3));
        vi.push(format!(
            "Tổng theo định nghĩa mới được nhân {vi_factor} để ước lượng theo {definition}."
        ));
        en.push(format!(
            "Totals of the present definition times {en_factor}, so that all follow {definition}."
        ));
    }
    if !frame.nation.brought_back.is_empty() {
        let years = figures::year_list(frame.nation.brought_back.iter().copied());
        vi.push(format!("Cơ cấu của {structure_of} cũng được đưa về định nghĩa đó: {years}."));
        en.push(format!("The structure of {structure_of} is brought back to it too: {years}."));
    }
    for (s, line) in frame.ratios.iter().enumerate() {
        for (j, ratios) in line.iter().enumerate().filter_map(|(j, r)| r.as_ref().map(|r| (j, r))) {
            let (vi_cell, en_cell) = cell_text(frame, [s, j], ratios);
            vi.push(vi_cell);
            en.push(en_cell);
        }
    }
    let stated = |language| stated_quotients(figures, frame, language);
    let (stated_vi, stated_en) = (stated(Language::Vietnamese), stated(Language::English));
    if stated_en.is_empty() {
        vi.push("Không có thương số vị trí: lấy 1.".to_owned());
        en.push("No location quotients given: 1 throughout.".to_owned());
    } else {
        vi.push(format!("Thương số vị trí: {stated_vi}; còn lại 1."));
        en.push(format!("Location quotients: {stated_en}; otherwise 1."));
    }
    figures.report("regional_estimate", Text::new(vi.join(" "), en.join(" ")));
}

/// The location quotients that were given, each with its area and sector.
fn stated_quotients(figures: &Figures<'_>, frame: &Frame<'_>, language: Language) -> String {
    let cells = (0..frame.sectors.len()).flat_map(|s| (0..frame.areas.len()).map(move |j| (s, j)));
    figures::list(cells.filter_map(|(s, j)| {
        let quotient = frame.quotient(s, j, figures.model.base_year)?;
        let quotient = language.number(quotient, 2);
        Some(format!("{} {} {quotient}", frame.areas[j], frame.sectors[s]))
    }))
}

/// What is known of one sector of one area.
fn cell_text(frame: &Frame<'_>, [s, j]: [usize; 2], ratios: &Ratios) -> (String, String) {
    let (sector, area) = (&frame.sectors[s], &frame.areas[j]);
    let years = figures::year_list(ratios.years());
    let mut vi =
        vec![format!("{sector} của {area} đã biết: {years}; các năm khác theo tỷ lệ với cả nước.")];
    let mut en = vec![format!(
        "{sector} of {area} known: {years}; other years by its ratio to the nation's."
    )];
    if let Some(noise) = ratios.noise {
        vi.push(format!(
            "Chuỗi này dao động {} quanh trung vị trượt nên dùng trị làm trơn.",
            Language::Vietnamese.percent(noise, 0)
        ));
        en.push(format!(
            "The series varies {} about its running median, so its smooth is used.",
            Language::English.percent(noise, 0)
        ));
    }
    (vi.join(" "), en.join(" "))
}
