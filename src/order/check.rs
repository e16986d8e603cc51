//! Inputs that no order can be made from are told at once.

use crate::error::{Error, Result};
use crate::language::{Language, Text};
use crate::order::inputs::{Inputs, Programme, Risk};

/// Whether an order can be made from `inputs`.
///
/// # Errors
/// One message that names every finding: wrong shapes, numbers that are impossible, programmes too
/// long for the horizon.
pub fn check(inputs: &Inputs, risk: Risk) -> Result<()> {
    let mut findings = shapes(inputs);
    if findings.is_empty() {
        findings = numbers(inputs, risk);
    }
    if findings.is_empty() { Ok(()) } else { Err(refusal(&findings)) }
}

/// An error of this stage from its sentences.
pub(crate) fn refusal(findings: &[Text]) -> Error {
    let join =
        |language| findings.iter().map(|text| text.get(language)).collect::<Vec<_>>().join("; ");
    let message = Text::new(join(Language::Vietnamese), join(Language::English));
    Error::Method { stage: "order", message }
}

fn shapes(inputs: &Inputs) -> Vec<Text> {
    let n = inputs.n_programmes();
    let (demand, supply) = (&inputs.demand, &inputs.supply);
    let mut findings = Vec::new();
    let mut expect = |holds: bool, vi: String, en: String| {
        if !holds {
            findings.push(Text::new(vi, en));
        }
    };
    expect(
        n > 0 && inputs.n_years > 0 && demand.n_draws() > 0,
        "không có ngành đào tạo, năm đặt hàng hoặc kịch bản mẫu nào; hãy khai báo ít nhất một"
            .into(),
        "there is no programme, order year or draw; give at least one of each".into(),
    );
    expect(
        demand.n_series() == n && supply.n_series() == n,
        format!(
            "có {n} ngành đào tạo nhưng cầu có {} dãy, cung có {} dãy; cần mỗi ngành một dãy",
            demand.n_series(),
            supply.n_series()
        ),
        format!(
            "there are {n} programmes, but demand has {} series and supply {}; give one series a programme",
            demand.n_series(),
            supply.n_series()
        ),
    );
    let frame = |paths: &crate::paths::Paths| (paths.first(), paths.n_years(), paths.n_draws());
    expect(
        frame(demand) == frame(supply),
        "cầu và cung không cùng năm hoặc không cùng số lần mô phỏng; hãy tính cả hai trong một lần chạy".into(),
        "demand and supply differ in years or draws; take both from one run".into(),
    );
    let last = demand.first().0 + demand.n_years() as i32 - 1;
    expect(
        inputs.first >= demand.first() && inputs.first.0 <= last,
        format!(
            "năm đặt hàng đầu tiên {} nằm ngoài các năm dự báo {}–{last}",
            inputs.first.0,
            demand.first().0
        ),
        format!(
            "the first order year {} is outside the projected years {}–{last}",
            inputs.first.0,
            demand.first().0
        ),
    );
    if let Some(matrix) = &inputs.flexibility {
        expect(
            matrix.dim() == (n, n),
            format!("ma trận linh hoạt có kích thước {:?}; cần {n} × {n}", matrix.dim()),
            format!("the matrix of flexibility is {:?}; it must be {n} × {n}", matrix.dim()),
        );
    }
    findings.extend(limit_shapes(inputs));
    findings
}

fn limit_shapes(inputs: &Inputs) -> Vec<Text> {
    let limits = &inputs.limits;
    let mut findings = Vec::new();
    let budget = limits.budget.iter().map(|years| (Text::new("ngân sách", "the budget"), years));
    let leavers = limits
        .leavers
        .iter()
        .map(|years| (Text::new("số học sinh ra trường", "the number of school leavers"), years));
    let places =
        limits.capacities.iter().map(|capacity| (capacity_name(&capacity.name), &capacity.places));
    for (name, years) in budget.chain(leavers).chain(places) {
        if years.len() != inputs.n_years {
            findings.push(Text::new(
                format!("{} có {} năm; cần {} năm đặt hàng", name.vi, years.len(), inputs.n_years),
                format!(
                    "{} has {} years; {} order years are needed",
                    name.en,
                    years.len(),
                    inputs.n_years
                ),
            ));
        } else if let Some(bad) = years.iter().position(|value| !at_least_zero(*value)) {
            let year = inputs.year(bad).0;
            findings.push(Text::new(
                format!("{} năm {year} là {}; cần một số không âm", name.vi, years[bad]),
                format!(
                    "{} of {year} is {}; it must be a number of at least zero",
                    name.en, years[bad]
                ),
            ));
        }
    }
    for capacity in &limits.capacities {
        if let Some(unknown) = capacity.programmes.iter().find(|f| **f >= inputs.n_programmes()) {
            let name = capacity_name(&capacity.name);
            findings.push(Text::new(
                format!("{} nhắc đến ngành thứ {unknown}, không có ngành này", name.vi),
                format!("{} names programme {unknown}, which does not exist", name.en),
            ));
        }
    }
    findings
}

fn capacity_name(name: &Text) -> Text {
    Text::new(format!("năng lực của «{}»", name.vi), format!("the capacity of “{}”", name.en))
}

fn numbers(inputs: &Inputs, risk: Risk) -> Vec<Text> {
    let mut findings: Vec<Text> =
        inputs.programmes.iter().flat_map(|programme| of_programme(programme, inputs)).collect();
    let mut expect = |holds: bool, vi: &str, en: &str| {
        if !holds {
            findings.push(Text::new(vi, en));
        }
    };
    let finite = |paths: &crate::paths::Paths| {
        (0..paths.n_series())
            .all(|s| (0..paths.n_draws()).all(|d| paths.path(s, d).iter().all(|v| v.is_finite())))
    };
    expect(
        finite(&inputs.demand) && finite(&inputs.supply),
        "cầu hoặc cung có giá trị không phải là số hữu hạn; hãy kiểm tra các bước trước",
        "demand or supply holds values that are not finite; check the stages before",
    );
    expect(
        inputs.discount > 0.0 && inputs.discount <= 1.0,
        "hệ số chiết khấu phải lớn hơn 0 và không quá 1",
        "the discount factor must be above 0 and at most 1",
    );
    expect(
        inputs.working_life != Some(0),
        "thời gian làm việc để chia chi phí một chỗ học phải ít nhất 1 năm",
        "the working life over which the cost of a place is spread must be at least a year",
    );
    if let Some(change) = inputs.limits.change {
        expect(
            at_least_zero(change.share) && at_least_zero(change.class),
            "giới hạn thay đổi hằng năm phải là các số không âm",
            "the limit on yearly change must be numbers of at least zero",
        );
    }
    if let Some(matrix) = &inputs.flexibility {
        let row = |row: ndarray::ArrayView1<'_, f64>| {
            row.iter().all(|v| is_share(*v)) && row.sum() <= 1.0 + 1e-9
        };
        expect(
            matrix.rows().into_iter().all(row),
            "mỗi hàng của ma trận linh hoạt phải gồm các tỷ lệ từ 0 đến 1 có tổng không quá 1",
            "every row of the matrix of flexibility must hold shares between 0 and 1 that sum to at most 1",
        );
    }
    let (low, high) = risk.band;
    expect(
        at_least_zero(risk.aversion)
            && (0.0..1.0).contains(&risk.level)
            && risk.draws > 0
            && is_share(low)
            && is_share(high)
            && low <= high,
        "mức ngại rủi ro phải không âm, mức tin cậy từ 0 đến dưới 1, số lần mô phỏng ít nhất 1, phân vị thấp không vượt phân vị cao",
        "the aversion to risk must be at least 0, its level from 0 to below 1, the draws at least 1, and the low percentile at most the high one",
    );
    findings
}

fn of_programme(programme: &Programme, inputs: &Inputs) -> Vec<Text> {
    let shares = [
        ("tỷ lệ hoàn thành", "completion", programme.completion),
        ("tỷ lệ học tiếp", "further study", programme.further_study),
        ("tỷ lệ tham gia lao động", "entry", programme.entry),
        ("tỷ lệ ở lại", "stay", programme.stay),
        ("tỷ lệ làm đúng ngành", "match", programme.match_share),
        ("tỷ lệ rời nghề", "exit rate", programme.exit_rate),
    ];
    let amounts = amounts(programme);
    let (name, mut findings) = (&programme.name, Vec::new());
    for (vi, en, value) in shares.into_iter().filter(|(_, _, value)| !is_share(*value)) {
        findings.push(Text::new(
            format!("«{}»: {vi} là {value}; cần một tỷ lệ từ 0 đến 1", name.vi),
            format!("“{}”: {en} is {value}; it must be a share between 0 and 1", name.en),
        ));
    }
    let decided =
        programme.decided.iter().map(|value| ("chỉ tiêu đã giao", "decided intake", *value));
    for (vi, en, value) in amounts.into_iter().chain(decided).filter(|(_, _, v)| !at_least_zero(*v))
    {
        findings.push(Text::new(
            format!("«{}»: {vi} là {value}; cần một số không âm", name.vi),
            format!("“{}”: {en} is {value}; it must be a number of at least zero", name.en),
        ));
    }
    let last = inputs.demand.first().0 + inputs.demand.n_years() as i32 - 1;
    if programme.duration >= inputs.n_evaluated() {
        let needed = inputs.first.0 + programme.duration as i32;
        findings.push(Text::new(
            format!("«{}» đào tạo {} năm: khóa tuyển năm {} ra trường sau năm cuối {last}; hãy kéo dài dự báo đến ít nhất {needed} hoặc bỏ ngành này khỏi đơn đặt hàng", name.vi, programme.duration, inputs.first.0),
            format!("“{}” takes {} years: who enters in {} is not at work by the horizon {last}; project to {needed} at least or leave the programme out of the order", name.en, programme.duration, inputs.first.0),
        ));
    }
    findings
}

/// Amounts of a programme that must not be negative, with their names.
fn amounts(programme: &Programme) -> [(&'static str, &'static str, f64); 6] {
    let costs = programme.costs;
    [
        ("chỉ tiêu hiện nay", "present intake", programme.present_intake),
        ("mức tối thiểu", "the floor", programme.floor),
        ("chi phí thiếu", "the cost of a shortage", costs.shortage),
        ("chi phí thừa", "the cost of a surplus", costs.surplus),
        ("chi phí một chỗ học", "the cost of a place", costs.place),
        ("chi phí thay đổi", "the cost of a change", costs.change),
    ]
}

fn is_share(value: f64) -> bool {
    (0.0..=1.0).contains(&value)
}

fn at_least_zero(value: f64) -> bool {
    value.is_finite() && value >= 0.0
}
