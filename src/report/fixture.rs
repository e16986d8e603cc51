//! A made-up result of the size of a small run, for tests.

use crate::codes::{Classification, SectorCode, Sex};
use crate::error::{Place, Problem, Severity};
use crate::forecast::employment::method::Method;
use crate::language::Text;
use crate::model::Sector;
use crate::prepare::{Fallback, FallbackKind, OperationReport};
use crate::results::{
    ALL_SECTORS, GapClass, HISTORY, ResultRow, ResultTable, Results, ScenarioLabel, TableName,
};
use crate::status::Status;
use crate::units::Year;

const SECTORS: [(&str, &str, &str); 14] = [
    ("A", "Nông nghiệp", "Agriculture"),
    ("B", "Khai khoáng", "Mining"),
    ("C", "Chế biến, chế tạo", "Manufacturing"),
    ("DE", "Điện, nước", "Utilities"),
    ("F", "Xây dựng", "Construction"),
    ("G", "Thương mại", "Trade"),
    ("HJ", "Vận tải, thông tin", "Transport, information"),
    ("I", "Lưu trú, ăn uống", "Accommodation, food"),
    ("K", "Tài chính", "Finance"),
    ("LMN", "Dịch vụ kinh doanh", "Business services"),
    ("O", "Quản lý nhà nước", "Public administration"),
    ("P", "Giáo dục", "Education"),
    ("Q", "Y tế", "Health"),
    ("RSTU", "Dịch vụ khác", "Other services"),
];

const SCENARIOS: [(&str, &str, &str); 2] = [
    ("baseline", "Cơ sở", "Baseline"),
    ("plan-growth", "Tăng trưởng theo kế hoạch", "Planned growth"),
];

const BASE: Year = Year(2025);
const TO: Year = Year(2030);

fn sector(index: usize) -> Sector {
    let (sections, vi, en) = SECTORS[index];
    let code = SectorCode::new(Classification::Vsic2018, sections).unwrap();
    Sector { code, title: Text::new(vi, en), short: Text::new(vi, en) }
}

/// What a row is about, before its figures.
struct About<'a> {
    scenario: &'a str,
    sector: &'a str,
    measure: &'a str,
    year: Year,
}

fn row(about: &About, mean: f64, spread: f64) -> ResultRow {
    let at = |z: f64| Some(mean + z * spread);
    ResultRow {
        scenario: about.scenario.to_owned(),
        area: "VN-56@2025".to_owned(),
        sector: about.sector.to_owned(),
        occupation: None,
        qualification: None,
        sex: None,
        age: None,
        method: None,
        step: None,
        year: Some(about.year),
        measure: about.measure.to_owned(),
        unit: "persons".to_owned(),
        mean,
        p025: at(-1.96),
        p10: at(-1.28),
        p50: at(0.01),
        p90: at(1.28),
        p975: at(1.96),
        p_shortage: None,
        class: None,
        reliability: None,
        status: Status::Estimated,
    }
}

fn plain(about: &About, mean: f64, status: Status) -> ResultRow {
    let bare = row(about, mean, 0.0);
    ResultRow { p025: None, p10: None, p50: None, p90: None, p975: None, status, ..bare }
}

fn class(share: f64) -> GapClass {
    let bounds = [-0.1, -0.03, 0.03, 0.1];
    GapClass::ALL[bounds.iter().filter(|bound| share > **bound).count()]
}

/// Demand and gap after mobility of a sector: numbers without pattern, but the same each time.
fn level(scenario: usize, sector: usize, year: Year) -> (f64, f64) {
    let h = f64::from(year.since(BASE));
    let base = 9000.0 + 300_000.0 / (1.0 + sector as f64);
    let growth = 0.01 + 0.003 * ((sector * 7) % 5) as f64 + 0.01 * scenario as f64;
    let demand = base * (1.0 + growth).powf(h);
    let pull = (((sector * 5 + 3) % 9) as f64 - 4.0) / 4.0 - 0.3 * scenario as f64;
    (demand, demand * 0.03 * pull * h)
}

struct Figure {
    demand: f64,
    gap: f64,
    spread: f64,
}

fn figure(scenario: usize, sector: Option<usize>, year: Year) -> Figure {
    let sectors = sector.map_or(0..SECTORS.len(), |sector| sector..sector + 1);
    let levels = sectors.map(|sector| level(scenario, sector, year));
    let (demand, gap) = levels.fold((0.0, 0.0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
    Figure { demand, gap, spread: demand * 0.015 * f64::from(year.since(BASE)).sqrt() }
}

fn gap_row(about: &About, figure: &Figure, part: f64) -> ResultRow {
    let gap = figure.gap * part;
    let p = 1.0 / (1.0 + (1.7 * gap / figure.spread).exp());
    let class = Some(class(gap / figure.demand));
    ResultRow { p_shortage: Some(p), class, ..row(about, gap, figure.spread) }
}

/// Causes of a gap and their parts of it.
const CAUSES: [(&str, f64); 7] = [
    ("attribution_base", 0.0),
    ("attribution_growth", 2.0),
    ("attribution_productivity", -1.5),
    ("attribution_exits", 1.0),
    ("attribution_entrants", -0.75),
    ("attribution_migration", 0.5),
    ("attribution_mobility", -0.25),
];

fn balance_rows(about: &About, figure: &Figure) -> Vec<ResultRow> {
    let about = |measure| About { measure, ..*about };
    let share = row(&about("gap_share_of_demand"), figure.gap / figure.demand, 0.01);
    let mut rows = vec![
        gap_row(&about("gap_before_mobility"), figure, 1.3),
        gap_row(&about("gap_after_mobility"), figure, 1.0),
        ResultRow { unit: "share".to_owned(), ..share },
    ];
    rows.extend(CAUSES.map(|(cause, part)| row(&about(cause), figure.gap * part, figure.spread)));
    rows
}

/// Rows made of the figures of every scenario, sector and year from `first` on.
fn by_sector(first: Year, rows: impl Fn(&About, &Figure) -> Vec<ResultRow>) -> Vec<ResultRow> {
    let mut all = Vec::new();
    for (index, (scenario, _, _)) in SCENARIOS.iter().enumerate() {
        for position in 0..=SECTORS.len() {
            let place = (position < SECTORS.len()).then_some(position);
            let code = place.map_or(ALL_SECTORS.to_owned(), |i| sector(i).code.to_string());
            for year in first.to(TO) {
                let about = About { scenario, sector: &code, measure: "", year };
                all.extend(rows(&about, &figure(index, place, year)));
            }
        }
    }
    all
}

fn demand_rows() -> Vec<ResultRow> {
    let mut rows: Vec<_> = (0..SECTORS.len())
        .map(|i| {
            let code = sector(i).code.to_string();
            let about =
                About { scenario: HISTORY, sector: &code, measure: "employment", year: BASE };
            plain(&about, figure(0, Some(i), BASE).demand, Status::Estimated)
        })
        .collect();
    rows.extend(by_sector(BASE, |about, figure| {
        let about = About { measure: "demand", ..*about };
        vec![row(&about, figure.demand, figure.spread)]
    }));
    rows
}

fn supply_rows() -> Vec<ResultRow> {
    by_sector(BASE, |about, figure| {
        let about = About { measure: "supply_after_mobility", ..*about };
        vec![row(&about, figure.demand + figure.gap, figure.spread)]
    })
}

fn population_rows() -> Vec<ResultRow> {
    let about =
        |year| About { scenario: "baseline", sector: ALL_SECTORS, measure: "population", year };
    let cell = |year, sex: Sex, age: u8| {
        let bare = plain(&about(year), 50_000.0 - 400.0 * f64::from(age), Status::Estimated);
        let age = if age == 80 { "80+".to_owned() } else { format!("{age}-{}", age + 4) };
        ResultRow { sex: Some(sex.name().to_owned()), age: Some(age), ..bare }
    };
    let ages = |year| {
        Sex::ALL.into_iter().flat_map(move |sex| (0..=80).step_by(5).map(move |a| (year, sex, a)))
    };
    BASE.to(TO).flat_map(ages).map(|(year, sex, age)| cell(year, sex, age)).collect()
}

fn method_rows(measure: &str, unit: &str, step: Option<u32>) -> Vec<ResultRow> {
    let methods = Method::ALL.into_iter().enumerate();
    methods
        .map(|(index, method)| {
            let about = About { scenario: "baseline", sector: ALL_SECTORS, measure, year: TO };
            let year = step.is_none().then_some(TO);
            let method = Some(method.name().to_owned());
            let bare = plain(&about, 1.0 / (3.0 + index as f64), Status::Estimated);
            ResultRow { method, step, year, unit: unit.to_owned(), ..bare }
        })
        .collect()
}

fn rows(name: TableName) -> Vec<ResultRow> {
    match name {
        TableName::Balance => by_sector(BASE.plus(1), balance_rows),
        TableName::Demand => demand_rows(),
        TableName::Supply => supply_rows(),
        TableName::Openings => by_sector(BASE.plus(1), |about, figure| {
            vec![row(
                &About { measure: "openings", ..*about },
                figure.demand * 0.04,
                figure.spread / 9.0,
            )]
        }),
        TableName::Population => population_rows(),
        TableName::Forecasts => method_rows("weight", "share", None),
        TableName::Backtest => method_rows("wape", "share", Some(1)),
        _ => Vec::new(),
    }
}

fn problem() -> Problem {
    Problem {
        severity: Severity::Warning,
        rule: "sum-of-parts",
        place: Place {
            file: "employment.csv".to_owned(),
            row: Some(12),
            column: Some("persons".to_owned()),
        },
        found: "560683".to_owned(),
        expected: Text::new("560.700", "560,700"),
        repair: Text::new("Kiểm tra tổng số.", "Check the total."),
    }
}

/// The made-up result: 14 sectors, 2 scenarios, 5 years.
pub(crate) fn results() -> Results {
    let label = |(name, vi, en): (&str, &str, &str)| ScenarioLabel {
        name: name.to_owned(),
        title: Text::new(vi, en),
    };
    let table = |name| ResultTable { name, rows: rows(name) };
    Results {
        model: "khanh-hoa".to_owned(),
        title: Text::new(
            "Cung – cầu lao động tỉnh Khánh Hòa",
            "Labour supply and demand of Khánh Hòa",
        ),
        area: "VN-56@2025".parse().unwrap(),
        area_title: Text::new("Khánh Hòa", "Khánh Hòa"),
        sectors: (0..SECTORS.len()).map(sector).collect(),
        occupations: Vec::new(),
        qualifications: Vec::new(),
        scenarios: SCENARIOS.into_iter().map(label).collect(),
        base_year: BASE,
        to: TO,
        draws: 2000,
        seed: 541,
        naming_probability: 0.8,
        tables: TableName::ALL.into_iter().map(table).collect(),
        target_findings: Vec::new(),
        target_review: crate::results::TargetReview::default(),
        source_line: Text::new("Nguồn: Cục Thống kê, ILO, LHQ", "Sources: GSO, ILO, UN"),
        notes: vec![Text::new(
            "Số liệu theo ngành của tỉnh là ước lượng từ cơ cấu cả nước.",
            "The province's sector figures are estimated from the nation's structure.",
        )],
        operations: vec![OperationReport {
            operation: "boundary_splice",
            effect: Text::new("Cộng hai tỉnh cũ.", "Summed the two former provinces."),
        }],
        fallbacks: vec![Fallback {
            kind: FallbackKind::Data,
            missing: Text::new("vốn đầu tư", "investment"),
            used: Text::new("bỏ biến đầu tư", "regression without investment"),
        }],
        problems: vec![problem()],
        areas: Vec::new(),
        compared: Vec::new(),
    }
}
