//! What stands in for figures of supply that are not given, in words.

use crate::language::Language;
use crate::language::Text;
use crate::prepare::Demography;
use crate::prepare::{Fallback, FallbackKind};
use crate::units::Year;

fn stated((missing_vi, missing_en): (&str, &str), vi: &str, en: &str) -> Fallback {
    let missing = Text::new(missing_vi, missing_en);
    Fallback { kind: FallbackKind::Data, missing, used: Text::new(vi, en) }
}

/// Fallbacks of every run, whose figures no table can give.
pub(crate) fn always() -> Vec<Fallback> {
    vec![
        stated(
            ("cơ cấu tuổi của lao động theo ngành", "age structure of workers by sector"),
            "cơ cấu tuổi và giới của toàn bộ lao động có việc làm, dùng chung cho mọi ngành",
            "the age and sex structure of all workers, the same in every sector",
        ),
        stated(
            ("ngành của người mới vào làm và người nhập cư", "sectors of entrants and in-migrants"),
            "tỷ trọng của từng ngành trong tổng số lao động đang làm việc",
            "the sectors' shares of all workers",
        ),
    ]
}

pub(crate) fn no_population() -> Fallback {
    stated(
        ("dân số hoặc tỷ suất chết theo tuổi", "population or mortality by age"),
        "lực lượng lao động tăng theo tốc độ bình quân tắt dần của tổng số lao động có việc làm; \
         mỗi năm 1/45 lao động thôi việc và 0,3 % tử vong (giả định)",
        "labour force growing at the damped mean rate of total employment; 1/45 of workers \
         withdraw and 0.3% die a year (assumed)",
    )
}

pub(crate) fn no_participation() -> Fallback {
    stated(
        ("tỷ lệ tham gia lực lượng lao động (participation_rate)", "participation_rate"),
        "tỷ lệ lực lượng lao động trên dân số từ 15 tuổi trở lên của năm gốc, giữ không đổi cho \
         mọi độ tuổi",
        "the base year's ratio of labour force to population aged 15 and over, held for all ages",
    )
}

/// None if the model says that nobody follows.
pub(crate) fn retirement_response(share: f64) -> Option<Fallback> {
    let (vi, en) = (Language::Vietnamese.percent(share, 0), Language::English.percent(share, 0));
    (share > 0.0).then(|| {
        stated(
            (
                "mức làm việc lâu hơn khi tuổi nghỉ hưu tăng",
                "how far people work on as retirement ages rise",
            ),
            &format!(
                "tuổi rời việc thực tế tăng {vi} mức tăng của tuổi nghỉ hưu theo luật (giả định)"
            ),
            &format!("they leave later by {en} of each rise of the age of the law (assumed)"),
        )
    })
}

pub(crate) fn participation_error() -> Fallback {
    stated(
        (
            "chuỗi tỷ lệ tham gia lực lượng lao động (participation_rate)",
            "history of participation_rate",
        ),
        "độ lệch chuẩn giả định 0,03 mỗi năm trên thang logit",
        "an assumed standard deviation of 0.03 a year on the logit",
    )
}

pub(crate) fn no_mobility() -> Fallback {
    stated(
        (
            "hai năm số liệu lao động theo ngành ngoài các năm loại trừ",
            "two unmasked years of employment by sector",
        ),
        "không dịch chuyển lao động giữa các ngành",
        "no mobility between sectors",
    )
}

/// Fallbacks of the cohort-component method for the base year `base`.
pub(crate) fn of_demography(
    demography: &Demography,
    base: Year,
    migration_error_assumed: bool,
) -> Vec<Fallback> {
    let d = demography;
    let another_year = d.base_year > base && !d.past.contains_key(&base);
    let without_fertility = d.total_fertility.is_empty() || d.fertility_pattern.is_empty();
    let without_table = d.net_migration.is_empty();
    let without_rate = d.net_migration_rate.is_none();
    [
        (another_year, population_of_another_year()),
        (without_fertility, no_fertility()),
        (d.sex_ratio_at_birth.is_empty(), no_sex_ratio()),
        (without_table && without_rate, no_migration()),
        (without_table && !without_rate, migration_rate_only()),
        (migration_error_assumed, migration_error()),
    ]
    .into_iter()
    .filter_map(|(used, fallback)| used.then_some(fallback))
    .collect()
}

fn population_of_another_year() -> Fallback {
    stated(
        ("dân số theo tuổi của năm gốc", "population by age of the base year"),
        "dân số theo tuổi của năm gần nhất sau năm gốc",
        "the population by age of a year after the base year",
    )
}

fn no_fertility() -> Fallback {
    stated(
        (
            "tổng tỷ suất sinh hoặc phân bố sinh theo tuổi (total_fertility, fertility_pattern)",
            "total_fertility or fertility_pattern",
        ),
        "số sinh hằng năm bằng số trẻ 0 tuổi năm gốc",
        "as many births a year as there are infants in the base year",
    )
}

fn no_sex_ratio() -> Fallback {
    stated(
        ("tỷ số giới tính khi sinh (sex_ratio_at_birth)", "sex_ratio_at_birth"),
        "105 bé trai trên 100 bé gái",
        "105 boys per 100 girls",
    )
}

fn no_migration() -> Fallback {
    stated(
        ("di cư thuần (net_migration, net_migration_rate)", "net_migration and net_migration_rate"),
        "di cư thuần bằng 0",
        "no net migration",
    )
}

fn migration_rate_only() -> Fallback {
    stated(
        ("di cư thuần theo giới tính và tuổi (net_migration)", "net_migration by sex and age"),
        "tỷ suất di cư thuần bình quân 5 năm gần nhất, phân bổ theo tuổi bằng mô hình \
         Rogers–Castro",
        "the mean net migration rate of the last five years, spread over ages by the \
         Rogers–Castro model schedule",
    )
}

fn migration_error() -> Fallback {
    stated(
        ("chuỗi tỷ suất di cư thuần (net_migration_rate)", "history of net_migration_rate"),
        "độ lệch chuẩn giả định 2 phần nghìn dân số mỗi năm",
        "an assumed standard deviation of 2 per thousand population a year",
    )
}
