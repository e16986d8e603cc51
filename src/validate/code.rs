//! Judging codes: unknown ones, and known ones that do not fit the model's axis.

use crate::codes::AreaCode;
use crate::codes::SectorCode;
use crate::dataset::Measure;
use crate::error::Severity;
use crate::language::Text;
use crate::status::Status;
use crate::validate::axis::Axis;
use crate::validate::axis::Declared;
use crate::validate::axis::MOST_SLIPS;
use crate::validate::finding;
use crate::validate::nearest;
use crate::validate::slips::Reason;

fn stop(rule: &'static str, expected: Text, repair: Text) -> Reason {
    Reason { severity: Severity::Error, rule, expected, repair }
}

/// A sex, age or status that cannot be read.
pub(crate) fn unknown(column: &str, text: &str) -> Reason {
    match column {
        "sex" => unknown_sex(text),
        "age" => unknown_age(text),
        _ => unknown_status(text),
    }
}

fn unknown_sex(text: &str) -> Reason {
    let names: &[&str] = match nearest::fold(text).as_str() {
        "nam" | "m" | "men" => &["male"],
        "nu" | "f" | "w" | "women" => &["female"],
        "chung" | "tong" | "tong so" | "both" | "t" => &["total"],
        _ => &nearest::nearest(text, ["female", "male", "total"]),
    };
    let expected = Text::new("giới tính: female, male hoặc total", "a sex: female, male or total");
    stop("unknown-code", expected, nearest::did_you_mean(names))
}

fn unknown_age(text: &str) -> Reason {
    let expected = Text::new(
        "nhóm tuổi như 15-19, 80+ hoặc total",
        "an age group, such as 15-19, 80+ or total",
    );
    let dashed = text.replace(['–', '—', '_', '/'], "-").replace(' ', "");
    if dashed != text && dashed.parse::<crate::codes::AgeGroup>().is_ok() {
        return stop("unknown-code", expected, nearest::did_you_mean(&[&dashed]));
    }
    let repair = if text.contains('-') && text.chars().any(char::is_alphabetic) {
        Text::new(
            "Excel đã đổi nhóm tuổi thành ngày tháng: định dạng cột là Văn bản rồi nhập lại.",
            "Excel turned the age group into a date: format the column as Text and type it again.",
        )
    } else {
        Text::new(
            "Viết tuổi đầu, dấu gạch nối, tuổi cuối.",
            "Write the first age, a hyphen, the last age.",
        )
    };
    stop("unknown-code", expected, repair)
}

fn unknown_status(text: &str) -> Reason {
    let names = Status::ALL.map(Status::name);
    stop(
        "unknown-code",
        Text::new(
            "trạng thái: observed, derived, estimated hoặc assumed",
            "a status: observed, derived, estimated or assumed",
        ),
        nearest::suggestion(text, names),
    )
}

/// An area that cannot be read.
pub(crate) fn unknown_area(text: &str, axis: &Axis) -> Reason {
    stop(
        "unknown-code",
        Text::new(
            "mã địa bàn kèm năm địa giới, như VN-56@2025",
            "an area with its geography version, such as VN-56@2025",
        ),
        meant(&axis.areas_like(text)),
    )
}

/// A sector that cannot be read.
pub(crate) fn unknown_sector(text: &str, axis: &Axis) -> Reason {
    stop("unknown-code", sector_expected(axis), meant(&axis.sectors_like(text)))
}

/// A sector of a known project that is not the model's; the sector that holds it is meant first.
pub(crate) fn project_beside_axis(text: &str, axis: &Axis) -> Reason {
    let whole = text.parse().ok().and_then(|sector| axis.whole_of(&sector));
    let near = whole.map_or_else(|| axis.sectors_like(text), |code| vec![code.to_string()]);
    stop("unknown-code", sector_expected(axis), meant(&near))
}

fn meant(codes: &[String]) -> Text {
    let codes: Vec<&str> = codes.iter().map(String::as_str).collect();
    nearest::did_you_mean(&codes)
}

fn sector_expected(axis: &Axis) -> Text {
    let codes: Vec<String> = axis.sectors.iter().map(|(code, _)| code.to_string()).collect();
    if codes.is_empty() || axis.declared == Declared::ByTables {
        return Text::new(
            "mã ngành kèm phiên bản, như VSIC2018:C",
            "a sector with its version, such as VSIC2018:C",
        );
    }
    let list = codes.join(", ");
    Text::new(format!("một ngành của mô hình: {list}"), format!("a sector of the model: {list}"))
}

/// What is to be said about an area that can be read but is not the model's.
///
/// A code that occurs in a row or two and resembles one of the model's is a slip; one with a
/// whole series of its own is another area, and its figures are simply not used.
pub(crate) fn area_beside_axis(area: &AreaCode, axis: &Axis, n_rows: usize) -> Option<Reason> {
    if axis.areas.is_empty() || axis.areas.iter().any(|(known, _)| known == area) {
        return None;
    }
    let near = axis.areas_like(&area.to_string());
    let slip = n_rows <= MOST_SLIPS && !near.is_empty();
    match (axis.declared, slip) {
        (Declared::ByModel, true) => Some(unknown_area(&area.to_string(), axis)),
        (Declared::ByTables, true) => Some(Reason {
            severity: Severity::Warning,
            rule: "rare-code",
            expected: Text::new("địa bàn có ở nhiều dòng", "an area that stands in more rows"),
            repair: meant(&near),
        }),
        (Declared::ByTables, false) => None,
        (Declared::ByModel, false) => Some(Reason {
            severity: Severity::Warning,
            rule: "area-not-in-model",
            expected: Text::new("một địa bàn của mô hình", "an area of the model"),
            repair: finding::join(
                &Text::new("Số liệu của địa bàn này không được dùng.", "Its figures are not used."),
                &meant(&near),
            ),
        }),
    }
}

/// What is to be said about a sector that can be read but is not on the axis.
///
/// Unions of sectors, such as industry as a whole, and tables by sections, of the model's version
/// or its sister version, are welcome; a slip is an error; other detail and a version with other
/// sections are a remark. `table` is its measure and its codes.
pub(crate) fn sector_beside_axis(
    sector: &SectorCode,
    axis: &Axis,
    (n_rows, table): (usize, (Measure, &[SectorCode])),
) -> Option<Reason> {
    let on_axis = |(known, _): &(SectorCode, Text)| known == sector;
    if axis.sectors.is_empty() || axis.sectors.iter().any(on_axis) {
        return None;
    }
    if let Some(reason) = other_version(sector, axis, n_rows) {
        return Some(reason);
    }
    let text = sector.to_string();
    // Comparing with every name is slow, and only a rare code can be a slip.
    let near = if n_rows <= MOST_SLIPS { axis.sectors_like(&text) } else { Vec::new() };
    let slip = is_slip(sector, axis, &near);
    let welcome = axis.is_union(sector) || axis.is_part(sector, table);
    match (slip, axis.declared) {
        (true, Declared::ByModel) => Some(unknown_sector(&text, axis)),
        (true, Declared::ByTables) if !welcome => Some(Reason {
            severity: Severity::Warning,
            rule: "rare-code",
            expected: Text::new("ngành có ở nhiều dòng", "a sector that stands in more rows"),
            repair: meant(&near),
        }),
        (false, Declared::ByModel) if !welcome => Some(Reason {
            severity: Severity::Warning,
            rule: "sector-not-on-axis",
            expected: sector_expected(axis),
            repair: Text::new(
                "Số liệu của ngành này không được dùng.",
                "Its figures are not used.",
            ),
        }),
        _ => None,
    }
}

/// Whether a code beside the axis may be a mistyped one: a union must be a single letter away.
fn is_slip(sector: &SectorCode, axis: &Axis, near: &[String]) -> bool {
    let n_letters = sector.to_string().len();
    let close = near.iter().any(|code| code.len() + 1 == n_letters);
    if axis.is_union(sector) { close } else { !near.is_empty() }
}

/// A sector of another version than the model's.
///
/// In a row or two it is a slip; a series of its own is another tabulation, left unused.
fn other_version(sector: &SectorCode, axis: &Axis, n_rows: usize) -> Option<Reason> {
    let version = axis.sectors.first()?.0.classification();
    let mut versions = axis.sectors.iter().map(|(code, _)| code.classification());
    let foreign = versions.all(|known| !known.shares_sections_with(sector.classification()));
    let name = version.name();
    let expected = Text::new(
        format!("mã theo {name}, phiên bản của mô hình"),
        format!("a code of {name}, the version of the model"),
    );
    let slip = n_rows <= MOST_SLIPS;
    let repair = if slip {
        Text::new(
            format!("Dùng mã {name}; cùng chữ cái có thể là ngành khác."),
            format!("Use a code of {name}; the same letter may be another sector."),
        )
    } else {
        Text::new(
            format!("Số liệu theo phiên bản khác không được dùng; muốn dùng, chuyển sang {name}."),
            format!("Figures of another version are not used; convert them to {name} to use them."),
        )
    };
    let severity = if slip { Severity::Error } else { Severity::Warning };
    let rule = "classification-version";
    foreign.then_some(Reason { severity, rule, expected, repair })
}
