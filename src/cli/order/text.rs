//! Orders for a planner at a terminal.

use crate::cli::console::Speech;
use crate::cli::order::{Told, lines, money};
use crate::language::Text;
use crate::report::display_width;
use crate::report::words;
use crate::status::Status;

/// Most limits whose worth is told; the document has all of them.
const MOST_LIMITS: usize = 8;

/// Most programmes whose trainees are told; the document has all of them.
const MOST_ENROLLED: usize = 8;

pub(super) fn text(told: &Told<'_>, speech: Speech) -> String {
    let language = speech.language;
    let area = told.results.area_title.get(language);
    let scenario = told.scenario.title.get(language);
    let head = speech.choose(
        format!("Đặt hàng đào tạo · {area} · Kịch bản: {scenario}"),
        format!("Training orders · {area} · Scenario: {scenario}"),
    );
    let mut parts = vec![head];
    parts.extend(illustration(told, speech));
    parts.push(String::new());
    parts.push(
        speech
            .say(
                "Số chỗ tuyển mới mỗi năm (tối ưu: nếu nhu cầu thấp – cao)",
                "New entrants a year (optimal: if need is low – high)",
            )
            .to_owned(),
    );
    parts.extend(aligned(&places(told, speech), 2));
    parts.push(String::new());
    parts.extend(money::budget(told, speech));
    parts.push(String::new());
    parts.extend(money::costs(told, speech));
    parts.push(String::new());
    parts.push(
        speech
            .say(
                "Đơn tối ưu phụ thuộc thế nào vào chi phí của một người thiếu trong một năm",
                "How the optimal order depends on what a missing worker is taken to cost",
            )
            .to_owned(),
    );
    parts.extend(money::sensitivity(told, speech));
    for (title, sentences) in sections(told, speech) {
        parts.push(format!("\n{title}"));
        parts.extend(sentences.into_iter().map(|sentence| format!("  {sentence}")));
    }
    parts.join("\n") + "\n\n"
}

/// That figures which were chosen make the order an example.
fn illustration(told: &Told<'_>, speech: Speech) -> Option<String> {
    let said = speech.say(
        "MINH HỌA: số liệu đào tạo là giả định hoặc số mẫu; hãy thay bằng số của địa phương trước khi \
         dùng.",
        "ILLUSTRATION: the figures on training are assumed or samples; put in those of the area before \
         use.",
    );
    (told.status == Status::Assumed).then(|| said.to_owned())
}

/// Three lines a programme, and three of all of them together.
fn places(told: &Told<'_>, speech: Speech) -> Vec<Vec<String>> {
    let (inputs, account) = (&told.account.inputs, told.account);
    let years = (0..inputs.n_years).map(|year| inputs.first.plus(year as i32).to_string());
    let titles = [
        speech.say("Chương trình", "Programme").to_owned(),
        speech.say("Cách tính", "Answer").to_owned(),
    ];
    let mut rows = vec![titles.into_iter().chain(years).collect()];
    for (programme, position) in account.qualifications.iter().enumerate() {
        let name = told.results.qualifications.get(*position).map(|q| q.short.clone());
        let name = name.unwrap_or_else(|| inputs.programmes[programme].name.clone());
        rows.extend(three_lines(told, (&name, &[programme]), speech));
    }
    let all: Vec<usize> = (0..account.qualifications.len()).collect();
    rows.extend(three_lines(told, (&Text::new("Tất cả", "All programmes"), &all), speech));
    rows
}

fn three_lines(
    told: &Told<'_>,
    (name, programmes): (&Text, &[usize]),
    speech: Speech,
) -> Vec<Vec<String>> {
    let orders = &told.account.orders;
    let sum = |order: &ndarray::Array2<f64>, year: usize| {
        let places: f64 = programmes.iter().map(|p| order[[*p, year]].round()).sum();
        speech.language.number(places, 0)
    };
    let years = || 0..told.account.inputs.n_years;
    let present = years().map(|year| sum(&orders.present.proposed.order, year)).collect();
    let back_out = years().map(|year| sum(&orders.back_out.proposed.order, year)).collect();
    let optimal = years()
        .map(|year| {
            let [low, middle, high] = [&orders.band.low, &orders.optimal.order, &orders.band.high]
                .map(|order| sum(order, year));
            format!("{middle} ({low}–{high})")
        })
        .collect();
    let name = name.get(speech.language);
    [(name, "present", present), ("", "back_out", back_out), ("", "optimal", optimal)]
        .into_iter()
        .map(|(name, method, cells): (&str, &str, Vec<String>)| {
            let method = words::method(method).get(speech.language).to_owned();
            [name.to_owned(), method].into_iter().chain(cells).collect()
        })
        .collect()
}

/// What the sentences are about, and the sentences; parts without any are left out.
fn sections(told: &Told<'_>, speech: Speech) -> Vec<(String, Vec<String>)> {
    let (inputs, orders, language) = (&told.account.inputs, &told.account.orders, speech.language);
    let said = |text: Text| text.get(language).to_owned();
    let valuable = lines::most_valuable(orders);
    let prices = valuable.iter().take(MOST_LIMITS).map(|p| said(p.sentence(inputs))).collect();
    let explained = lines::first_lines(orders).iter().map(|l| said(l.sentence(inputs))).collect();
    let beyond: Vec<String> =
        lines::beyond(orders).iter().map(|r| said(r.sentence(inputs))).collect();
    let names = told.account.too_long.iter();
    let too_long =
        names.map(|q| told.results.qualifications.get(*q).map(|q| said(q.title.clone())));
    let sections = [
        (
            (
                "Giới hạn đáng nới nhất (năm đáng nhất)",
                "The limits most worth widening (their best year)",
            ),
            prices,
        ),
        (("Cách tính ngược của năm đầu", "Where back-out of the first year comes from"), explained),
        (
            (
                "Nguồn đã định: người đang học sẽ ra trường và đi làm, từng năm từ năm đầu",
                "Supply that is fixed: those in training who will come to work, by year from the first",
            ),
            enrolled(told, speech),
        ),
        (
            (
                "Thiếu hụt mà đặt hàng không còn bù kịp, và cách khác để bù",
                "Shortages that orders can no longer close in time, and other ways to close them",
            ),
            beyond,
        ),
        (
            (
                "Chương trình quá dài để kịp có tác dụng, không đặt hàng",
                "Programmes too long to have effect in time, not ordered",
            ),
            too_long.flatten().collect::<Vec<String>>(),
        ),
    ];
    let sections = sections.into_iter().filter(|(_, sentences)| !sentences.is_empty());
    sections.map(|((vi, en), sentences)| (speech.say(vi, en).to_owned(), sentences)).collect()
}

/// Those in training, the programmes that bring most first.
fn enrolled(told: &Told<'_>, speech: Speech) -> Vec<String> {
    let account = told.account;
    let mut rows: Vec<(f64, String)> = account
        .inputs
        .programmes
        .iter()
        .zip(account.enrolled.rows())
        .map(|(programme, years)| {
            let by_year = years.iter().map(|persons| speech.language.number(*persons, 0));
            let by_year: Vec<String> = by_year.collect();
            let name = programme.name.get(speech.language);
            (years.sum(), format!("{name}: {}", by_year.join(" · ")))
        })
        .filter(|(sum, _)| *sum >= 0.5)
        .collect();
    rows.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    rows.truncate(MOST_ENROLLED);
    rows.into_iter().map(|(_, line)| line).collect()
}

/// Rows as columns, the first `n_names` flush left and the others right; a rule below the head.
pub(super) fn aligned(rows: &[Vec<String>], n_names: usize) -> Vec<String> {
    let n_columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |column: usize| {
        rows.iter().filter_map(|row| row.get(column)).map(|cell| display_width(cell)).max()
    };
    let widths: Vec<usize> = (0..n_columns).map(|column| width(column).unwrap_or(0)).collect();
    let cell = |(column, text): (usize, &String)| {
        let blanks = " ".repeat(widths[column].saturating_sub(display_width(text)));
        if column < n_names { format!("{text}{blanks}") } else { format!("{blanks}{text}") }
    };
    let line = |row: &Vec<String>| {
        let cells: Vec<String> = row.iter().enumerate().map(cell).collect();
        cells.join("  ").trim_end().to_owned()
    };
    let mut lines: Vec<String> = rows.iter().map(line).collect();
    let rule = widths.iter().sum::<usize>() + 2 * n_columns.saturating_sub(1);
    lines.insert(1.min(lines.len()), "─".repeat(rule));
    lines
}
