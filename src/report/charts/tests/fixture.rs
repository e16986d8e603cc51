//! A made-up result with everything a chart can meet: long names, six scenarios, all statuses.

mod accounts;
mod targets;

use crate::codes::Sex;
use crate::language::Text;
use crate::model::Sector;
use crate::results::ALL_SECTORS;
use crate::results::HISTORY;
use crate::results::ResultRow;
use crate::results::ResultTable;
use crate::results::Results;
use crate::results::ScenarioLabel;
use crate::results::TableName;
use crate::status::Status;
use crate::units::Year;

/// Sections, names, persons in the base year, yearly growth of demand and of supply.
type Line = (&'static str, [&'static str; 4], f64, f64, f64);

const SECTORS: [Line; 14] = [
    (
        "A",
        [
            "Nông nghiệp, lâm nghiệp và thủy sản",
            "Nông, lâm, thủy sản",
            "Agriculture, forestry and fishing",
            "Agriculture",
        ],
        301_000.0,
        -0.031,
        -0.012,
    ),
    ("B", ["Khai khoáng", "", "Mining and quarrying", ""], 3_900.0, 0.004, -0.02),
    ("C", ["Công nghiệp chế biến, chế tạo", "", "Manufacturing", ""], 158_000.0, 0.045, 0.02),
    (
        "DE",
        [
            "Sản xuất và phân phối điện, khí đốt, nước; quản lý và xử lý rác thải, nước thải",
            "Điện, nước, xử lý rác thải",
            "Electricity, gas, water supply; waste management",
            "Electricity, water, waste",
        ],
        7_800.0,
        0.03,
        0.012,
    ),
    ("F", ["Xây dựng", "", "Construction", ""], 92_000.0, 0.039, 0.035),
    (
        "G",
        [
            "Bán buôn và bán lẻ; sửa chữa ô tô, mô tô, xe máy và xe có động cơ khác",
            "Bán buôn, bán lẻ; sửa chữa ô tô, mô tô, xe máy và xe có động cơ khác",
            "Wholesale and retail trade; repair of motor vehicles and motorcycles",
            "Trade and repair",
        ],
        171_000.0,
        0.021,
        0.017,
    ),
    (
        "HJ",
        [
            "Vận tải, kho bãi, thông tin và truyền thông",
            "Vận tải, kho bãi, thông tin",
            "Transport, storage, information and communication",
            "Transport and information",
        ],
        54_000.0,
        0.035,
        0.022,
    ),
    (
        "I",
        [
            "Dịch vụ lưu trú và ăn uống",
            "Lưu trú và ăn uống",
            "Accommodation and food service activities",
            "Accommodation and food",
        ],
        96_000.0,
        0.061,
        0.028,
    ),
    (
        "K",
        [
            "Hoạt động tài chính, ngân hàng và bảo hiểm",
            "Tài chính, bảo hiểm",
            "Financial and insurance activities",
            "Finance",
        ],
        7_100.0,
        0.02,
        0.03,
    ),
    (
        "LMN",
        [
            "Hoạt động kinh doanh bất động sản; chuyên môn, khoa học, công nghệ; hành chính và hỗ trợ",
            "Bất động sản và dịch vụ kinh doanh",
            "Real estate, professional and administrative activities",
            "Business services",
        ],
        22_000.0,
        0.052,
        0.03,
    ),
    (
        "O",
        [
            "Quản lý nhà nước, an ninh quốc phòng và bảo đảm xã hội bắt buộc",
            "Quản lý nhà nước",
            "Public administration and defence; compulsory social security",
            "Public administration",
        ],
        24_000.0,
        -0.02,
        -0.005,
    ),
    ("P", ["Giáo dục và đào tạo", "", "Education", ""], 36_000.0, 0.011, 0.017),
    (
        "Q",
        [
            "Y tế và hoạt động trợ giúp xã hội",
            "Y tế, trợ giúp xã hội",
            "Human health and social work activities",
            "Health and social work",
        ],
        11_000.0,
        0.037,
        0.02,
    ),
    (
        "RSTU",
        [
            "Nghệ thuật, vui chơi và giải trí; dịch vụ khác",
            "Giải trí, dịch vụ khác",
            "Arts, entertainment, recreation and other services",
            "Other services",
        ],
        25_000.0,
        0.03,
        0.027,
    ),
];

const SCENARIOS: [(&str, &str, &str, f64); 6] = [
    ("baseline", "Cơ sở", "Baseline", 0.0),
    (
        "plan-growth",
        "Tăng trưởng theo kế hoạch (GRDP 11 %/năm)",
        "Growth as planned (GRDP 11% a year)",
        0.013,
    ),
    ("slow-growth", "Tăng trưởng chậm", "Slow growth", -0.011),
    ("retention", "Giữ chân người lao động", "Retention of workers", -0.004),
    ("training-push", "Đẩy mạnh đào tạo theo đặt hàng", "Training push", -0.006),
    ("tourism-shock", "Cú sốc du lịch năm 2027", "Tourism shock in 2027", -0.019),
];

const BASE: Year = Year(2025);

/// The result, projected to 2030.
pub(super) fn results() -> Results {
    results_to(Year(2030))
}

/// The result, projected to `last`.
pub(super) fn results_to(last: Year) -> Results {
    let tables = TableName::ALL
        .into_iter()
        .map(|name| ResultTable { name, rows: rows(name, last) })
        .collect();
    Results {
        model: "khanh-hoa".to_owned(),
        title: Text::new("Cung – cầu lao động tỉnh Khánh Hòa", "Labour in Khánh Hòa"),
        area: "VN-56@2025".parse().unwrap(),
        area_title: Text::new(
            "Tỉnh Khánh Hòa (sau sáp nhập 1/7/2025)",
            "Khánh Hòa province (2025 boundaries)",
        ),
        sectors: sectors(),
        occupations: accounts::occupations(),
        qualifications: accounts::qualifications(),
        scenarios: SCENARIOS
            .iter()
            .map(|(name, vi, en, _)| ScenarioLabel {
                name: (*name).to_owned(),
                title: Text::new(*vi, *en),
            })
            .collect(),
        base_year: BASE,
        to: last,
        draws: 2000,
        seed: 1,
        naming_probability: 0.8,
        tables,
        target_findings: targets::findings(),
        target_review: crate::results::TargetReview::default(),
        source_line: Text::new(
            "Tổng cục Thống kê (Niên giám Thống kê 2008–2024); ILO, ước tính mô hình 2025; Liên hợp quốc, WPP 2024; tính toán bằng labourcast",
            "General Statistics Office (yearbooks 2008–2024); ILO modelled estimates 2025; United Nations, WPP 2024; computed with labourcast",
        ),
        notes: Vec::new(),
        operations: Vec::new(),
        fallbacks: Vec::new(),
        problems: Vec::new(),
        areas: Vec::new(),
        compared: Vec::new(),
    }
}

fn sectors() -> Vec<Sector> {
    let sector = |(code, [vi, short_vi, en, short_en], ..): &Line| Sector {
        code: format!("VSIC2018:{code}").parse().unwrap(),
        title: Text::new(*vi, *en),
        short: Text::new(*short_vi, *short_en),
    };
    SECTORS.iter().map(sector).collect()
}

fn rows(name: TableName, last: Year) -> Vec<ResultRow> {
    match name {
        TableName::Balance => balance(last),
        TableName::Demand => demand(last),
        TableName::Supply => supply(last),
        TableName::Population => population(last),
        TableName::Targets => targets::rows(last),
        other => accounts::rows(other, last),
    }
}

/// The result with every head count `factor` times as large.
pub(super) fn scaled(factor: f64) -> Results {
    let mut results = results();
    let rows = results.tables.iter_mut().flat_map(|table| &mut table.rows);
    for row in rows.filter(|row| row.measure != "gap_share_of_demand") {
        row.mean *= factor;
        let figures = [&mut row.p025, &mut row.p10, &mut row.p50, &mut row.p90, &mut row.p975];
        for figure in figures {
            *figure = figure.map(|figure| figure * factor);
        }
    }
    results
}

/// A row with a normal distribution of standard deviation `sd`.
pub(super) fn row(
    scenario: &str,
    sector: &str,
    year: Year,
    (measure, mean, sd): (&str, f64, f64),
) -> ResultRow {
    let at = |z: f64| (sd > 0.0).then_some(mean + z * sd);
    ResultRow {
        scenario: scenario.to_owned(),
        area: "VN-56@2025".to_owned(),
        sector: sector.to_owned(),
        occupation: None,
        qualification: None,
        sex: None,
        age: None,
        method: None,
        step: None,
        year: Some(year),
        measure: measure.to_owned(),
        unit: "persons".to_owned(),
        mean,
        p025: at(-1.96),
        p10: at(-1.2816),
        p50: at(0.0),
        p90: at(1.2816),
        p975: at(1.96),
        p_shortage: None,
        class: None,
        reliability: None,
        status: Status::Estimated,
    }
}

/// Level of demand and supply of a sector in a year.
fn levels((_, _, base, demand, supply): &Line, growth: f64, year: Year) -> (f64, f64) {
    let n = year.since(BASE);
    (base * (1.0 + demand + growth).powi(n), base * (1.0 + supply).powi(n))
}

fn spread(level: f64, year: Year) -> f64 {
    level * 0.022 * f64::from(year.since(BASE)).sqrt()
}

/// Every sector and all of them, with demand and supply in `year`.
fn all_levels(growth: f64, year: Year) -> Vec<(String, f64, f64)> {
    let mut levels: Vec<(String, f64, f64)> = SECTORS
        .iter()
        .map(|line| {
            let (demand, supply) = levels(line, growth, year);
            (format!("VSIC2018:{}", line.0), demand, supply)
        })
        .collect();
    let sum = |of: fn(&(String, f64, f64)) -> f64| levels.iter().map(of).sum::<f64>();
    let total = (ALL_SECTORS.to_owned(), sum(|l| l.1), sum(|l| l.2));
    levels.push(total);
    levels
}

fn balance(last: Year) -> Vec<ResultRow> {
    let mut rows = Vec::new();
    for (scenario, _, _, growth) in SCENARIOS {
        for year in BASE.plus(1).to(last) {
            for (sector, demand, supply) in all_levels(growth, year) {
                let sd = spread(demand, year) * if sector == ALL_SECTORS { 0.55 } else { 1.3 };
                let gap = supply - demand;
                let p = 1.0 / (1.0 + (1.702 * gap / sd).exp());
                let mut row_of = |measure: &str, mean: f64, sd: f64| {
                    let mut row = row(scenario, &sector, year, (measure, mean, sd));
                    row.p_shortage = Some(p);
                    rows.push(row);
                };
                row_of("gap_after_mobility", gap, sd);
                row_of("gap_share_of_demand", gap / demand, sd / demand);
                let parts = [
                    ("base", 0.02),
                    ("growth", -2.1),
                    ("productivity", 1.35),
                    ("exits", -1.3),
                    ("entrants", 1.9),
                    ("migration", -0.35),
                ];
                let mut rest = gap;
                for (part, share) in parts {
                    rest -= share * demand * 0.07;
                    row_of(&format!("attribution_{part}"), share * demand * 0.07, 0.0);
                }
                row_of("attribution_mobility", rest, 0.0);
            }
        }
    }
    rows
}

fn history(line: &Line, year: Year) -> f64 {
    let back = f64::from(BASE.since(year));
    let wave = 1.0 + 0.012 * (back * 1.3 + line.2).sin() * (back / 3.0).min(1.0);
    line.2 * (1.0 - line.3 * 0.8).powf(back) * wave
}

fn demand(last: Year) -> Vec<ResultRow> {
    let mut rows = Vec::new();
    for year in Year(2005).to(BASE) {
        let mut total = 0.0;
        for line in &SECTORS {
            let persons = history(line, year);
            total += persons;
            rows.push(row(
                HISTORY,
                &format!("VSIC2018:{}", line.0),
                year,
                ("employment", persons, 0.0),
            ));
        }
        let mut all = row(HISTORY, ALL_SECTORS, year, ("employment", total, 0.0));
        let observed = year.0 < 2017 && year.0 != 2006;
        all.status = if observed { Status::Observed } else { Status::Estimated };
        rows.push(all);
    }
    for (scenario, _, _, growth) in SCENARIOS {
        for year in BASE.to(last) {
            for (sector, demand, _) in all_levels(growth, year) {
                let sd = spread(demand, year) * if sector == ALL_SECTORS { 0.5 } else { 1.0 };
                rows.push(row(scenario, &sector, year, ("demand", demand, sd)));
            }
        }
    }
    rows
}

fn supply(last: Year) -> Vec<ResultRow> {
    let mut rows = Vec::new();
    for (scenario, ..) in SCENARIOS {
        for year in BASE.to(last) {
            for (sector, _, supply) in all_levels(0.0, year) {
                let sd = spread(supply, year) * 0.45;
                rows.push(row(scenario, &sector, year, ("supply_after_mobility", supply, sd)));
            }
        }
    }
    rows
}

fn population(last: Year) -> Vec<ResultRow> {
    let mut rows = Vec::new();
    for (scenario, ..) in SCENARIOS {
        for year in BASE.to(last) {
            for sex in Sex::ALL {
                for i in 0..17_u8 {
                    rows.push(age_row(scenario, sex, i, year));
                }
            }
        }
    }
    rows
}

fn age_row(scenario: &str, sex: Sex, group: u8, year: Year) -> ResultRow {
    let shifted = f64::from(group) - f64::from(year.since(BASE)) / 5.0;
    let bulge =
        70_000.0 * (1.0 + 0.28 * (shifted * 0.9).cos()) * (-(shifted - 5.0).powi(2) / 90.0).exp();
    let women = if sex == Sex::Female { 0.95 + 0.02 * f64::from(group) } else { 1.05 };
    let mean = bulge * women * if group == 16 { 1.3 } else { 1.0 };
    let sd = spread(mean, year) * 0.4;
    let mut row = row(scenario, ALL_SECTORS, year, ("population", mean, sd));
    row.sex = Some(sex.name().to_owned());
    row.age = Some(if group == 16 {
        "80+".to_owned()
    } else {
        format!("{}-{}", group * 5, group * 5 + 4)
    });
    row
}
