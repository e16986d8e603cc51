//! Ranges: what a figure of each measure can be at all.

use crate::dataset::Measure;
use crate::dataset::Observation;
use crate::dataset::RawRow;
use crate::error::Problem;
use crate::language::Text;
use crate::units::Unit;
use crate::validate::cells::Cells;
use crate::validate::cells::Wrong;
use crate::validate::finding;
use crate::validate::touched::Touched;

/// From this many rows on, a slip of every second row is a slip of the header.
const FEWEST_FOR_HEADER: usize = 3;

/// Takes figures that cannot be out of `observations`, values still in `unit`.
///
/// A header that says `share` over percentages is one finding, not one for each row.
pub(crate) fn exclude(
    observations: &mut Vec<Observation>,
    (measure, unit): (Measure, Unit),
    touched: &mut Touched,
) -> Vec<Problem> {
    let (low, high) = bounds(measure, unit);
    let over = observations.iter().filter(|o| o.value.abs() > high).count();
    if over >= FEWEST_FOR_HEADER && 2 * over > observations.len() {
        touched.add(None, None);
        let first = observations.drain(..).find(|o| o.value.abs() > high);
        return first.map(|o| wrong_header(&o, unit)).into_iter().collect();
    }
    let mut problems: Vec<Problem> = Vec::new();
    observations.retain(|o| {
        let fits = (low..=high).contains(&o.value);
        if !fits {
            touched.add(Some(o.key.area.clone()), Some(o.year));
            problems.push(out_of_range(o, unit, (low, high)));
        }
        fits
    });
    problems.extend(too_small(observations, measure, unit));
    problems
}

/// Least and greatest figure of a measure, in `unit`.
///
/// Rates: a central death rate of 2 is reached by nobody, fertility has never been above 9
/// children, and 0.8 to 1.3 boys per girl covers every country on record.
fn bounds(measure: Measure, unit: Unit) -> (f64, f64) {
    let factor = unit.canonical().1;
    let scaled = |low: f64, high: f64| (low / factor, high / factor);
    match measure {
        Measure::EmploymentShare
        | Measure::ParticipationRate
        | Measure::UnemploymentRate
        | Measure::FertilityPattern
        | Measure::TrainedShare => scaled(0.0, 1.0),
        Measure::OutputGrowth => scaled(-0.9, 1.0),
        Measure::NetMigrationRate => scaled(-0.3, 0.3),
        Measure::MortalityRate => (0.0, 2.0),
        Measure::TotalFertility => (0.3, 10.0),
        Measure::SexRatioAtBirth => (0.8, 1.3),
        Measure::LocationQuotient => (0.0, 100.0),
        Measure::NetMigration => scaled(-1e8, 1e8),
        Measure::Employment | Measure::LabourForce | Measure::Population => scaled(0.0, 1e10),
        Measure::Output | Measure::Investment => (0.0, 1e15),
    }
}

fn out_of_range(o: &Observation, unit: Unit, (low, high): (f64, f64)) -> Problem {
    let expected = Text::new(
        format!("giá trị từ {low} đến {high} ({unit})"),
        format!("a value from {low} to {high} ({unit})"),
    );
    let (rule, repair) = if low == 0.0 && o.value < 0.0 {
        let repair = Text::new(
            "Đại lượng này không thể âm; nếu chưa có số liệu, xóa cả dòng.",
            "It cannot be negative; if it is not known, delete the row.",
        );
        ("negative-value", repair)
    } else {
        ("out-of-range", header_repair(unit))
    };
    finding::error(rule, o.place.clone(), o.value.to_string(), expected, repair)
}

fn header_repair(unit: Unit) -> Text {
    match unit {
        Unit::Share => Text::new(
            "Có thể là phần trăm: chia cho 100, hoặc đặt tên cột là percent.",
            "Probably a percentage: divide by 100, or name the column percent.",
        ),
        Unit::PerPersonYear => Text::new(
            "Có thể là phần nghìn: chia cho 1000.",
            "Probably per thousand: divide by 1000.",
        ),
        Unit::MalesPerFemale => Text::new(
            "Có thể là số bé trai trên 100 bé gái: chia cho 100.",
            "Probably boys per 100 girls: divide by 100.",
        ),
        _ => Text::new("Kiểm tra lại nguồn và đơn vị.", "Check the source and the unit."),
    }
}

fn wrong_header(first: &Observation, unit: Unit) -> Problem {
    finding::error(
        "wrong-unit",
        first.place.clone(),
        first.value.to_string(),
        Text::new(format!("các giá trị theo đơn vị {unit}"), format!("values in the unit {unit}")),
        finding::join(
            &Text::new(
                "Hầu hết các dòng đều vượt giới hạn.",
                "Most rows are beyond what is possible.",
            ),
            &header_repair(unit),
        ),
    )
}

/// A percent column in which nothing exceeds 1 probably holds shares.
fn too_small(observations: &[Observation], measure: Measure, unit: Unit) -> Option<Problem> {
    let telling = matches!(
        measure,
        Measure::ParticipationRate | Measure::UnemploymentRate | Measure::TrainedShare
    );
    let small = observations.iter().all(|o| o.value <= 1.0);
    let first = observations.first()?;
    let suspicious =
        telling && unit == Unit::Percent && small && observations.len() >= FEWEST_FOR_HEADER;
    suspicious.then(|| {
        finding::warning(
            "percent-or-share",
            first.place.clone(),
            first.value.to_string(),
            Text::new("giá trị từ 0 đến 100", "values from 0 to 100"),
            Text::new(
                "Không giá trị nào vượt quá 1: nếu là tỷ lệ 0–1, đặt tên cột là share.",
                "No value exceeds 1: if they are shares of 1, name the column share.",
            ),
        )
    })
}

/// Records a coefficient of variation outside 0 to 1.
pub(crate) fn cv(cells: &mut Cells, row: &RawRow) -> Wrong {
    cells.error(
        "out-of-range",
        (row, "cv"),
        Text::new("hệ số biến thiên từ 0 đến 1", "a coefficient of variation from 0 to 1"),
        Text::new("Nếu là phần trăm, chia cho 100.", "If it is a percentage, divide by 100."),
    )
}
