//! Names of tables, measures, units and other codes for readers.

use crate::codes::Level;
use crate::forecast::employment::method::Method;
use crate::language::Text;
use crate::report::{public_workforce, targets};
use crate::results::{ALL_SECTORS, HISTORY, Results, TableName};
use crate::status::Status;

/// Title of a table; short enough for the tab of a sheet.
pub(crate) fn table_title(name: TableName) -> Text {
    match name {
        TableName::Balance => Text::new("Cân đối", "Balance"),
        TableName::Demand => Text::new("Cầu lao động", "Demand"),
        TableName::Supply => Text::new("Cung lao động", "Supply"),
        TableName::Openings => Text::new("Nhu cầu tuyển dụng", "Openings"),
        TableName::Occupations => Text::new("Theo nghề", "By occupation"),
        TableName::Qualifications => Text::new("Theo trình độ đào tạo", "By qualification"),
        TableName::Training => Text::new("Đào tạo", "Training"),
        TableName::Orders => Text::new("Đặt hàng đào tạo", "Training orders"),
        TableName::Targets => Text::new("Chỉ tiêu kế hoạch", "Plan targets"),
        TableName::PublicWorkforce => Text::new("Khu vực công", "Public workforce"),
        TableName::Population => Text::new("Dân số", "Population"),
        TableName::Forecasts => Text::new("Dự báo theo phương pháp", "Forecasts by method"),
        TableName::Backtest => Text::new("Dự báo lại quá khứ", "Back-test"),
    }
}

/// What a table holds, in one sentence.
pub(crate) fn table_meaning(name: TableName) -> Text {
    match name {
        TableName::Balance => Text::new(
            "Chênh lệch cung – cầu theo ngành và năm, xác suất thiếu, phân loại và phân rã.",
            "Gaps by sector and year, with their probability, class and attribution.",
        ),
        TableName::Demand => Text::new(
            "Số lao động nền kinh tế cần, theo ngành và năm.",
            "How many workers the economy will want, by sector and year.",
        ),
        TableName::Supply => Text::new(
            "Số lao động sẵn có theo ngành và năm, và các dòng vào, ra.",
            "How many workers there will be by sector and year, and the flows behind.",
        ),
        TableName::Openings => Text::new(
            "Nhu cầu tuyển: mở rộng cộng thay thế.",
            "Job openings: expansion and replacement demand.",
        ),
        TableName::Occupations => Text::new(
            "Cầu, cung, chênh lệch, nhu cầu tuyển theo nghề và nguyên nhân thay đổi.",
            "Demand, supply, gap and openings by occupation, and why employment changes.",
        ),
        TableName::Qualifications => Text::new(
            "Cầu, cung, chênh lệch theo trình độ và lĩnh vực đào tạo, theo ngành và trình độ.",
            "Demand, supply and gap by level and field of training, and by sector and level.",
        ),
        TableName::Training => Text::new(
            "Tuyển sinh, tốt nghiệp và lao động mới của từng chương trình đào tạo.",
            "Entrants, graduates and new workers of each training programme.",
        ),
        TableName::Orders => Text::new(
            "Số chỗ học cần đặt hàng theo chương trình và năm: giữ nguyên, tính ngược, tối ưu.",
            "Places to order by programme and year: present intake, back-out, optimal.",
        ),
        TableName::Targets => Text::new(
            "Từng chỉ tiêu của kế hoạch so với dự báo: nhịp độ cần có, xác suất, năm đạt; nhất quán; giải pháp.",
            "Each target of the plan against the forecast: pace, probability, year; consistency; levers.",
        ),
        TableName::PublicWorkforce => Text::new(
            "Biên chế, tuyển dụng, nghỉ hưu và chuẩn trình độ của khu vực công.",
            "Posts, appointments, retirements and standards of the public workforce.",
        ),
        TableName::Population => Text::new(
            "Dân số và lực lượng lao động theo giới tính và nhóm tuổi.",
            "Population and labour force by sex and age.",
        ),
        TableName::Forecasts => Text::new(
            "Dự báo lao động của từng phương pháp và trọng số của nó; trọng số 0: chỉ để đối chiếu.",
            "Forecast of each method with its weight; weight 0: reported beside the result only.",
        ),
        TableName::Backtest => Text::new(
            "Sai số của từng phương pháp khi dự báo lại quá khứ.",
            "Errors of each method when it forecasts the past.",
        ),
    }
}

/// Every measure of the tables with its name in Vietnamese and English.
pub(crate) const MEASURES: [(&str, &str, &str); 137] = [
    ("gap_before_mobility", "Chênh lệch nếu không ai đổi ngành", "Gap if nobody changes sector"),
    ("gap_after_mobility", "Chênh lệch với dịch chuyển như hiện nay", "Gap at present mobility"),
    (
        "adequacy_before_mobility",
        "Cung trên cầu nếu không ai đổi ngành",
        "Adequacy if nobody changes sector",
    ),
    (
        "adequacy_after_mobility",
        "Cung trên cầu với dịch chuyển như hiện nay",
        "Adequacy at present mobility",
    ),
    ("gap_share_of_demand", "Chênh lệch so với cầu", "Gap relative to demand"),
    ("attribution_base", "Phân rã: chênh lệch năm gốc", "Attribution: gap of the base year"),
    ("attribution_growth", "Phân rã: tăng trưởng kinh tế", "Attribution: growth"),
    ("attribution_productivity", "Phân rã: năng suất", "Attribution: productivity"),
    ("attribution_exits", "Phân rã: rời việc làm", "Attribution: exits"),
    ("attribution_entrants", "Phân rã: lao động mới", "Attribution: entrants"),
    ("attribution_migration", "Phân rã: di cư", "Attribution: migration"),
    ("attribution_mobility", "Phân rã: dịch chuyển giữa các ngành", "Attribution: mobility"),
    ("employment", "Lao động có việc làm", "Employment"),
    ("demand", "Cầu lao động", "Demand"),
    ("known_projects", "Việc làm của các dự án đã biết", "Jobs of known projects"),
    ("supply_before_mobility", "Cung nếu không ai đổi ngành", "Supply if nobody changes sector"),
    ("supply_after_mobility", "Cung với dịch chuyển như hiện nay", "Supply at present mobility"),
    ("withdrawals", "Nghỉ hưu và thôi việc", "Retirement and withdrawal"),
    ("deaths", "Tử vong", "Deaths"),
    ("entrants", "Lao động mới và quay lại", "Entrants and returners"),
    ("migration", "Di cư thuần", "Net migration of workers"),
    ("mobility", "Dịch chuyển thuần từ ngành khác", "Net moves from other sectors"),
    ("labour_force", "Lực lượng lao động", "Labour force"),
    ("unemployed", "Người thất nghiệp", "Unemployed"),
    ("expansion", "Nhu cầu mở rộng", "Expansion demand"),
    ("replacement", "Nhu cầu thay thế", "Replacement demand"),
    ("openings", "Nhu cầu tuyển dụng", "Openings"),
    ("unreplaced", "Người rời việc không được thay", "Exits that are not replaced"),
    ("population", "Dân số", "Population"),
    ("births", "Sinh", "Births"),
    ("net_migration", "Di cư thuần của dân số", "Net migration"),
    ("weight", "Trọng số trong kết hợp", "Weight in the combination"),
    ("mean_absolute_log_error", "Sai số logarit tuyệt đối trung bình", "Mean absolute log error"),
    ("wape", "Sai số tuyệt đối có trọng số (WAPE)", "Weighted absolute error (WAPE)"),
    ("labour_force_wape", "WAPE của lực lượng lao động", "WAPE of the labour force"),
    ("employment_wape", "WAPE của việc làm", "WAPE of employment"),
    ("mape", "Sai số tuyệt đối trung bình (MAPE)", "Mean absolute error (MAPE)"),
    ("bias", "Độ chệch", "Bias"),
    ("dissimilarity", "Độ lệch cơ cấu", "Dissimilarity of shares"),
    ("direction_right", "Tỷ lệ đúng chiều", "Direction right"),
    ("coverage_80", "Độ phủ của khoảng 80 %", "Coverage of the 80% interval"),
    ("coverage_95", "Độ phủ của khoảng 95 %", "Coverage of the 95% interval"),
    ("n_origins", "Số năm gốc đã thử", "Number of origins"),
    ("n_forecasts", "Số dự báo đã thử", "Number of forecasts"),
    ("skill_vs_bls_naive", "Tốt hơn đường thẳng 10 năm (BLS)", "Skill against the BLS naive model"),
    ("openings_wape", "Nhu cầu tuyển mới: sai số (WAPE)", "Openings: weighted absolute error"),
    (
        "openings_wape_of_past",
        "Nhu cầu tuyển mới: sai số nếu giữ như giai đoạn trước",
        "Openings: error of those of the years before",
    ),
    ("openings_bias", "Nhu cầu tuyển mới: độ lệch", "Openings: bias"),
    (
        "openings_loss_ratio",
        "Nhu cầu tuyển mới: bình phương sai số so với giai đoạn trước",
        "Openings: squared error over that of the years before",
    ),
    ("replacement_wape", "Nhu cầu thay thế: sai số (WAPE)", "Replacement: weighted absolute error"),
    (
        "replacement_wape_of_past",
        "Nhu cầu thay thế: sai số nếu giữ như giai đoạn trước",
        "Replacement: error of that of the years before",
    ),
    ("replacement_bias", "Nhu cầu thay thế: độ lệch", "Replacement: bias"),
    ("skill_vs_last_value", "Tốt hơn giữ nguyên năm cuối", "Skill against the last value"),
    ("output", "Tổng sản phẩm, giá so sánh", "Output at constant prices"),
    ("productivity", "Năng suất lao động", "Productivity"),
    ("participation_rate", "Tỷ lệ tham gia lực lượng lao động", "Participation rate"),
    ("unemployment_rate", "Tỷ lệ thất nghiệp", "Unemployment rate"),
    ("target_value", "Giá trị chỉ tiêu", "Value of the target"),
    ("expected_value", "Giá trị dự báo của chỉ tiêu", "Value expected of the target"),
    ("target_outcome", "Kết quả thực hiện chỉ tiêu", "Outcome of the target"),
    ("probability_reached", "Xác suất đạt chỉ tiêu", "Probability of reaching the target"),
    ("current_status_index", "Phần quãng đường đã đi", "Part of the way that is done"),
    ("indicator", "Chỉ tiêu qua các năm", "Indicator of a target, year by year"),
    ("needed", "Giá trị cần có để đạt chỉ tiêu", "Value needed to reach the target"),
    ("implied_quotient", "Tăng trưởng mà hai chỉ tiêu hàm ý", "Growth that two targets imply"),
    (
        "implied_rest_of_period",
        "Tăng trưởng còn lại cho các năm khác của thời kỳ",
        "Growth left to the other years of a period",
    ),
    (
        "implied_capacity",
        "Lao động qua đào tạo mà chỉ tiêu cần thêm",
        "Trained workers that a target needs",
    ),
    ("implied_parts", "Tổng chỉ tiêu của các ngành", "Sum of the targets of sectors"),
    ("lever_gap", "Khoảng cách đến chỉ tiêu", "Distance to the target"),
    ("lever_part", "Phần một giải pháp riêng lẻ thu hẹp", "What a lever by itself closes"),
    (
        "lever_share_of_gap",
        "Tỷ lệ khoảng cách một giải pháp riêng lẻ thu hẹp",
        "Share of the distance that a lever by itself closes",
    ),
    (
        "joint_lever_gap",
        "Khoảng cách đến chỉ tiêu khi chưa có giải pháp",
        "Distance to the target without levers",
    ),
    (
        "joint_lever_gap_left",
        "Khoảng cách còn lại khi làm cùng lúc",
        "Distance left with all levers",
    ),
    (
        "joint_lever_part",
        "Phần của từng giải pháp khi làm cùng lúc",
        "Part of a lever among all taken together",
    ),
    (
        "joint_lever_share_of_gap",
        "Tỷ lệ khoảng cách từng giải pháp thu hẹp khi làm cùng lúc",
        "Share of the distance of a lever among all taken together",
    ),
    ("anticipated_gap", "Khoảng cách tiến độ dự kiến", "Anticipated-progress gap"),
    ("required_pace", "Nhịp độ cần có", "Pace needed"),
    ("recent_pace", "Nhịp độ gần đây", "Pace of late"),
    ("pace_ratio", "Nhịp độ gần đây so với cần có", "Pace of late over pace needed"),
    ("expected_year", "Năm đạt dự kiến", "Expected year of reaching it"),
    ("expected_year_not_before", "Không đạt trước năm", "Not reached before"),
    ("posts", "Biên chế", "Posts"),
    ("in_post", "Số người hiện có", "Persons in post"),
    ("vacancies", "Biên chế còn thiếu người", "Vacancies"),
    ("above_posts", "Số người dôi so với biên chế", "Persons above the posts"),
    ("appointments", "Tuyển dụng", "Appointments"),
    ("appointments_needed", "Số cần tuyển để đủ biên chế", "Appointments that fill every post"),
    ("retirements", "Nghỉ hưu", "Retirements"),
    ("resignations", "Thôi việc", "Resignations"),
    ("promotions", "Nâng ngạch", "Promotions"),
    ("training_places", "Số chỗ bồi dưỡng cần mở", "Places of training to begin"),
    ("course_completions", "Số người học xong", "Persons who complete a course"),
    ("standard_met", "Số người đạt chuẩn", "Persons who meet the standard"),
    ("standard_met_share", "Tỷ lệ đạt chuẩn", "Share that meets the standard"),
    ("standard_target", "Tỷ lệ phải đạt", "Share to be reached"),
    ("standard_path", "Tỷ lệ theo lộ trình", "Share on the way to the target"),
    ("standard_short", "Số người còn thiếu so với chuẩn", "Persons short of the standard"),
    ("effect_scale", "Do quy mô chung của việc làm", "Effect of total employment"),
    ("effect_sector", "Do cơ cấu ngành thay đổi", "Effect of shifts between sectors"),
    (
        "effect_occupation",
        "Do cơ cấu nghề trong ngành thay đổi",
        "Effect of occupations in sectors",
    ),
    ("supply", "Cung lao động", "Supply"),
    ("gap", "Chênh lệch cung – cầu", "Gap"),
    ("adequacy", "Cung trên cầu", "Adequacy"),
    ("seekers", "Người tìm việc", "Job seekers"),
    ("seekers_per_opening", "Người tìm việc trên một chỗ tuyển", "Seekers per opening"),
    ("future_condition", "Xác suất của trạng thái dễ xảy ra nhất", "Probability of the condition"),
    ("severity", "Mức nghiêm trọng của thiếu hụt", "Severity of the shortage"),
    ("exits", "Rời lực lượng lao động", "Exits from the labour force"),
    ("labour_force_by_age", "Lực lượng lao động theo giới và tuổi", "Labour force by sex and age"),
    ("in_migration", "Nhập cư", "In-migration"),
    ("out_migration", "Xuất cư", "Out-migration"),
    ("upgrading", "Nâng trình độ khi đang làm việc", "Upgrading of workers"),
    ("adjustment", "Điều chỉnh cho khớp tổng", "Adjustment to totals"),
    ("intake", "Tuyển sinh", "Intake"),
    ("graduates_enrolled", "Tốt nghiệp: người đang học", "Graduates among those enrolled"),
    ("graduates_future", "Tốt nghiệp: tuyển sinh về sau", "Graduates of future intake"),
    ("entrants_enrolled", "Lao động mới: người đang học", "Entrants among those enrolled"),
    ("entrants_future", "Lao động mới: tuyển sinh về sau", "Entrants of future intake"),
    (
        "entrants_to_occupation",
        "Lao động mới theo nghề, cộng từ năm đầu",
        "Entrants to an occupation since the first year",
    ),
    ("left_the_area", "Tốt nghiệp rồi rời địa phương", "Graduates who left the area"),
    ("studying_on", "Tốt nghiệp rồi học tiếp", "Graduates who study on"),
    (
        "outside_labour_force",
        "Tốt nghiệp, không tham gia lực lượng lao động",
        "Graduates outside the labour force",
    ),
    ("places", "Số chỗ học đặt hàng", "Places ordered"),
    ("places_within_limits", "Số chỗ học trong mọi giới hạn", "Places within the limits"),
    ("gap_with_order", "Chênh lệch nếu đặt hàng", "Gap under the order"),
    ("shortage_with_order", "Thiếu hụt kỳ vọng nếu đặt hàng", "Expected shortage under the order"),
    ("workers_enrolled", "Lao động sẽ đến từ người đang học", "Workers from those in training"),
    ("money_to_pay", "Tiền chi cho chỗ học", "Money to pay for places"),
    ("cost_of_shortages", "Sản lượng mất do thiếu người", "Output lost to shortages"),
    ("cost_of_surpluses", "Chi phí của dôi dư", "Cost of surpluses"),
    (
        "cost_of_places",
        "Chi phí chỗ học, phần của những năm được xét",
        "Cost of places, the part for the years judged",
    ),
    ("cost_of_changes", "Chi phí thay đổi quy mô", "Cost of changes"),
    ("cost_in_worst_draws", "Chi phí trong các khả năng xấu nhất", "Cost in the worst draws"),
    (
        "cost_total",
        "Tổng chi phí để so các cách với nhau",
        "Total cost by which answers are compared",
    ),
    ("worth_of_one_more", "Giá trị khi nới giới hạn một đơn vị", "Worth of one more unit"),
    (
        "shortage_beyond_ordering",
        "Thiếu hụt mà đặt hàng không thể bù",
        "Shortage beyond what orders can close",
    ),
    ("shortage_left_at_horizon", "Thiếu hụt còn lại cuối kỳ", "Shortage left at the horizon"),
];

/// The name of a measure; the code itself if it has none.
pub(crate) fn measure(code: &str) -> Text {
    MEASURES
        .iter()
        .find(|(name, _, _)| *name == code)
        .map_or_else(|| Text::new(code, code), |(_, vi, en)| Text::new(*vi, *en))
}

/// The name of a unit; the code itself if it has none.
pub(crate) fn unit(code: &str) -> Text {
    match code {
        "persons" => Text::new("người", "persons"),
        "share" => Text::new("tỷ lệ", "share"),
        "percent" => Text::new("%", "%"),
        "index" => Text::new("chỉ số", "index"),
        "ratio" => Text::new("hệ số", "ratio"),
        "year" => Text::new("năm", "year"),
        "persons_per_year" => Text::new("người mỗi năm", "persons a year"),
        "percent_per_year" => Text::new("% mỗi năm", "% a year"),
        "points_per_year" => Text::new("điểm phần trăm mỗi năm", "percentage points a year"),
        "thousand_persons" => Text::new("nghìn người", "thousand persons"),
        "million_vnd" => Text::new("triệu đồng", "million dong"),
        "billion_vnd" => Text::new("tỷ đồng", "billion dong"),
        "visits" => Text::new("lượt", "visits"),
        "institutions" => Text::new("cơ sở", "institutions"),
        "count" => Text::new("số lượng", "count"),
        other => Text::new(other, other),
    }
}

/// The methods of a run of several areas.
fn area_method(code: &str) -> Option<Text> {
    match code {
        "standardised" => Some(Text::new(
            "Chuẩn hóa theo tuổi, mượn sức vùng",
            "Age-standardised, borrowing strength",
        )),
        "standardised-blind" => {
            Some(Text::new("Như trên, dân số cũng dự báo", "The same, population carried on too"))
        }
        _ => None,
    }
}

/// The name of a forecasting method; the code itself if it has none.
pub(crate) fn method(code: &str) -> Text {
    if let Some(text) = area_method(code) {
        return text;
    }
    if code == "combination" {
        return Text::new("Kết hợp", "Combination");
    }
    if let Some(order) = order(code) {
        return order;
    }
    if let Some(stand_in) = code.strip_prefix("fallback ") {
        let Text { vi, en } = method(stand_in);
        return Text::new(format!("Thay thế: {vi}"), format!("Fallback: {en}"));
    }
    // Targets and parts of the public workforce stand in the same column.
    let target = || targets::method(code).unwrap_or_else(|| public_workforce::part(code));
    Method::named(code).map_or_else(target, Method::label)
}

/// The name of a way to set training orders, or of a limit they keep.
fn order(code: &str) -> Option<Text> {
    if let Some(name) = code.strip_prefix("capacity: ") {
        return Some(Text::new(format!("Năng lực của «{name}»"), format!("Capacity of “{name}”")));
    }
    match code {
        "budget" => Some(Text::new("Ngân sách", "Budget")),
        "school_leavers" => Some(Text::new("Số học sinh ra trường", "School leavers")),
        "growth" => Some(Text::new("Mức tăng hằng năm", "Yearly growth")),
        "decline" => Some(Text::new("Mức giảm hằng năm", "Yearly decline")),
        "floor" => Some(Text::new("Mức tối thiểu cho dịch vụ công", "Floor for public services")),
        "present" => Some(Text::new("Giữ tuyển sinh hiện nay", "Present intake")),
        "back_out" => Some(Text::new("Tính ngược", "Back-out")),
        "optimal" => Some(Text::new("Tối ưu", "Optimal")),
        "low" => Some(Text::new("Tối ưu nếu nhu cầu thấp", "Optimal, low need")),
        "high" => Some(Text::new("Tối ưu nếu nhu cầu cao", "Optimal, high need")),
        _ => None,
    }
}

/// The name of a step of preparing; the code itself if it has none.
pub(crate) fn operation(code: &str) -> Text {
    match code {
        "aggregate_sections" => Text::new("Gộp các mục thành ngành", "Sections aggregated"),
        "boundary_splice" => Text::new("Ghép địa giới", "Boundary splice"),
        "fill_missing" => Text::new("Bổ sung năm thiếu", "Missing years filled"),
        "regional_estimate" => Text::new("Ước lượng theo ngành cho tỉnh", "Regional estimate"),
        "definition_splice" => Text::new("Nối hai định nghĩa", "Definition splice"),
        "pandemic_mask" => Text::new("Loại tác động của đại dịch", "Pandemic mask"),
        "sampling_error" => Text::new("Sai số chọn mẫu", "Sampling error"),
        "rescale_population" => Text::new("Chỉnh theo tổng dân số", "Population rescaled"),
        other => Text::new(other, other),
    }
}

/// The name of a sex.
pub(crate) fn sex(code: &str) -> Text {
    match code {
        "female" => Text::new("nữ", "female"),
        "male" => Text::new("nam", "male"),
        other => Text::new(other, other),
    }
}

/// The name of a status.
pub(crate) fn status(status: Status) -> Text {
    match status {
        Status::Observed => Text::new("quan sát", "observed"),
        Status::Derived => Text::new("tính từ số quan sát", "derived"),
        Status::Estimated => Text::new("ước lượng", "estimated"),
        Status::Assumed => Text::new("giả định", "assumed"),
    }
}

/// The name of an area of `results`; its code where the results name it not.
pub(crate) fn area(results: &Results, code: &str) -> Text {
    let found = results.areas.iter().find(|area| area.code.to_string() == code);
    let own = (results.area.to_string() == code).then_some(&results.area_title);
    let title = found.map(|area| &area.title).or(own).filter(|title| !title.vi.is_empty());
    title.cloned().unwrap_or_else(|| Text::new(code, code))
}

/// The short name of a sector of `results`, or of all of them together.
pub(crate) fn sector(results: &Results, code: &str) -> Text {
    if code == ALL_SECTORS {
        return Text::new("Tổng số", "All sectors");
    }
    let sector = results.sectors.iter().find(|sector| sector.code.to_string() == code);
    sector.map_or_else(|| Text::new(code, code), |sector| sector.short.clone())
}

/// The short name of an occupation of `results`; the code itself if it has none.
pub(crate) fn occupation(results: &Results, code: &str) -> Text {
    let known = results.occupations.iter().find(|other| other.code.to_string() == code);
    known.map_or_else(|| Text::new(code, code), |occupation| occupation.short.clone())
}

/// The name of a level of training.
fn level(level: Level) -> Text {
    match level {
        Level::Untrained => Text::new("Chưa qua đào tạo", "Untrained"),
        Level::Elementary => Text::new("Sơ cấp", "Elementary"),
        Level::Intermediate => Text::new("Trung cấp", "Intermediate"),
        Level::College => Text::new("Cao đẳng", "College"),
        Level::University => Text::new("Đại học", "University"),
        Level::Postgraduate => Text::new("Sau đại học", "Postgraduate"),
    }
}

/// The short name of a qualification of `results`, or of a level; the code itself if neither.
pub(crate) fn qualification(results: &Results, code: &str) -> Text {
    let known = results.qualifications.iter().find(|other| other.code.to_string() == code);
    let of_level = || {
        let found = Level::ALL.into_iter().find(|level| level.name() == code);
        found.map_or_else(|| Text::new(code, code), level)
    };
    known.map_or_else(of_level, |qualification| qualification.short.clone())
}

/// The title of a scenario of `results`, or of the past.
pub(crate) fn scenario(results: &Results, name: &str) -> Text {
    if name == HISTORY {
        return Text::new("Quá khứ", "History");
    }
    let label = results.scenarios.iter().find(|label| label.name == name);
    label.map_or_else(|| Text::new(name, name), |label| label.title.clone())
}
