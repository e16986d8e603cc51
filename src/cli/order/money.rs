//! What orders cost, and how much they depend on what shortages are taken to cost.

use ndarray::Array2;

use crate::accounts::ordering::YEARS_AFTER;
use crate::cli::console::Speech;
use crate::cli::order::Told;
use crate::cli::order::text::aligned;
use crate::codes::Level;
use crate::order::cost::Cost;
use crate::order::sensitivity::Variant;
use crate::report::words;

/// Million VND in a billion.
const BILLION: f64 = 1000.0;

/// The answers whose costs are told, as words call them.
const ANSWERS: [&str; 3] = ["present", "back_out", "optimal"];

fn named(method: &str, speech: Speech) -> String {
    words::method(method).get(speech.language).to_owned()
}

/// What each answer costs by cause.
pub(super) fn costs(told: &Told<'_>, speech: Speech) -> Vec<String> {
    let orders = &told.account.orders;
    let answers = [&orders.present.within_limits, &orders.back_out.within_limits, &orders.optimal];
    let mut rows = vec![
        [speech.say("Tỷ đồng", "Billion VND").to_owned()]
            .into_iter()
            .chain(ANSWERS.map(|method| named(method, speech)))
            .collect::<Vec<String>>(),
    ];
    for (position, name) in causes(told, speech).into_iter().enumerate() {
        let figures = answers.iter().map(|answer| {
            let Cost { shortage, surplus, worst, places, change, total } = answer.cost;
            let worst = told.account.risk.aversion * worst;
            let of = [shortage, surplus, places, change, worst, total][position];
            speech.language.number(of / BILLION, 0)
        });
        rows.push([name].into_iter().chain(figures).collect());
    }
    let to = told.results.to.plus(YEARS_AFTER as i32);
    let first = told.account.inputs.first;
    let mut said = vec![speech.choose(
        format!("Mỗi cách khiến địa phương mất bao nhiêu trong các năm {first}–{to}, quy về năm {first} (mọi cách đều đưa về trong các giới hạn)"),
        format!("What each answer costs the area in {first}–{to}, discounted to {first} (each brought within the limits)"),
    )];
    said.extend(aligned(&rows, 1));
    said.push(broken(told, speech));
    said
}

/// Names of the causes in the order of the figures.
fn causes(told: &Told<'_>, speech: Speech) -> [String; 6] {
    let programmes = &told.account.inputs.programmes;
    let range = |cost: fn(&crate::order::inputs::Costs) -> f64| {
        let all = programmes.iter().map(|programme| cost(&programme.costs));
        let (low, high) = all.fold((f64::INFINITY, 0.0_f64), |(a, b), c| (a.min(c), b.max(c)));
        let n = |value| speech.language.number(value, 0);
        if low < high { format!("{}–{}", n(low), n(high)) } else { n(high) }
    };
    let (short, over) = (range(|costs| costs.shortage), range(|costs| costs.surplus));
    let risk = speech.language.number(told.account.risk.aversion, 1);
    [
        speech.choose(
            format!("Sản lượng mất do thiếu người ({short} triệu đồng/người/năm)"),
            format!("Output lost to shortages ({short} million a person-year)"),
        ),
        speech.choose(
            format!("Người học xong không đúng chỗ cần ({over} triệu đồng/người/năm)"),
            format!("People trained whom no one wants ({over} million a person-year)"),
        ),
        speech.choose(
            "Chỗ học (phần ứng với những năm làm việc được xét)".to_owned(),
            "Places (the part for the years at work that are judged)".to_owned(),
        ),
        speech.choose("Tăng, giảm quy mô tuyển sinh".to_owned(), "Changes of intake".to_owned()),
        speech.choose(
            format!("Phòng khi tình huống xấu (trọng số {risk})"),
            format!("Insurance against the worst tenth (weight {risk})"),
        ),
        speech.choose(
            "Tổng, để so các cách với nhau".to_owned(),
            "Total, by which the answers are compared".to_owned(),
        ),
    ]
}

fn broken(told: &Told<'_>, speech: Speech) -> String {
    let orders = &told.account.orders;
    let n = |breaches: usize| speech.language.number(breaches as f64, 0);
    let (present, back_out) =
        (n(orders.present.proposed.breaches.len()), n(orders.back_out.proposed.breaches.len()));
    speech.choose(
        format!("Nguyên dạng, giữ tuyển sinh hiện nay vượt {present} giới hạn, tính ngược vượt {back_out}."),
        format!("As they are, present intake breaks {present} limits and back-out {back_out}."),
    )
}

/// What the places of each year cost at once, beside the budget.
pub(super) fn budget(told: &Told<'_>, speech: Speech) -> Vec<String> {
    let (inputs, orders) = (&told.account.inputs, &told.account.orders);
    let years = (0..inputs.n_years).map(|year| inputs.first.plus(year as i32).to_string());
    let title = speech.say("Tiền chi, tỷ đồng", "Money to pay, billion VND").to_owned();
    let mut rows: Vec<Vec<String>> = vec![[title].into_iter().chain(years).collect()];
    let orders =
        [&orders.present.proposed.order, &orders.back_out.proposed.order, &orders.optimal.order];
    let billions = |values: Vec<f64>| {
        values.into_iter().map(|value| speech.language.number(value / BILLION, 0)).collect()
    };
    let mut add = |name: String, cells: Vec<String>| {
        rows.push([name].into_iter().chain(cells).collect());
    };
    for (method, order) in ANSWERS.into_iter().zip(orders) {
        add(named(method, speech), billions(inputs.money(order)));
    }
    if let Some(budget) = &inputs.limits.budget {
        add(speech.say("Ngân sách", "Budget").to_owned(), billions(budget.clone()));
    }
    aligned(&rows, 1)
}

/// The optimal order at other costs of shortage.
pub(super) fn sensitivity(told: &Told<'_>, speech: Speech) -> Vec<String> {
    let inputs = &told.account.inputs;
    let levels = levels(told);
    let (first, to) = (inputs.first, told.results.to);
    let mut head = vec![
        speech.say("Chi phí thiếu 1 người/năm", "Cost of a person-year short").to_owned(),
        speech.choose(format!("chỗ năm {first}"), format!("places {first}")),
        speech.choose(format!("chỗ {first}–{to}"), format!("places {first}–{to}")),
    ];
    head.extend(levels.iter().map(|(level, _)| {
        let name = words::qualification(told.results, level.name());
        name.get(speech.language).to_lowercase()
    }));
    head.push(speech.choose(format!("tỷ đồng {first}–{to}"), format!("billion {first}–{to}")));
    head.push(speech.choose(format!("còn thiếu {to}"), format!("short in {to}")));
    let rows = told.variants.iter().map(|variant| row(told, (variant, &levels), speech));
    let rows: Vec<Vec<String>> = std::iter::once(head).chain(rows).collect();
    aligned(&rows, 1)
}

fn row(
    told: &Told<'_>,
    (variant, levels): (&Variant, &[(Level, Vec<usize>)]),
    speech: Speech,
) -> Vec<String> {
    let n = |value: f64| speech.language.number(value, 0);
    let factor = speech.language.number(variant.factor, 2);
    let order = &variant.order;
    let of = |programmes: &[usize]| programmes.iter().map(|p| order.row(*p).sum()).sum::<f64>();
    let mut cells = vec![format!("× {factor}"), n(order.column(0).sum()), n(order.sum())];
    cells.extend(levels.iter().map(|(_, programmes)| n(of(programmes))));
    cells.push(n(told.account.inputs.money(order).iter().sum::<f64>() / BILLION));
    cells.push(n(short_at_horizon(told, &variant.outlook.shortage)));
    cells
}

/// Persons short in the last order year, over all programmes.
pub(super) fn short_at_horizon(told: &Told<'_>, shortage: &Array2<f64>) -> f64 {
    shortage.column(told.account.inputs.n_years - 1).sum()
}

/// Positions of the programmes of each level that has one.
pub(super) fn levels(told: &Told<'_>) -> Vec<(Level, Vec<usize>)> {
    let level =
        |position: &usize| told.results.qualifications.get(*position).map(|q| q.code.level());
    let mut levels: Vec<(Level, Vec<usize>)> = Vec::new();
    for (programme, position) in told.account.qualifications.iter().enumerate() {
        let Some(level) = level(position) else { continue };
        match levels.iter_mut().find(|(known, _)| *known == level) {
            Some((_, programmes)) => programmes.push(programme),
            None => levels.push((level, vec![programme])),
        }
    }
    levels
}
