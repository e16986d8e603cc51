//! Text: from bytes to characters, with a finding where a file is no text at all.

use crate::error::Problem;
use crate::language::Text;
use crate::validate::finding;

/// No table of yearly figures of a province or country comes near this size.
const MOST_BYTES: usize = 64 << 20;

/// The text of a file, without byte order mark.
///
/// # Errors
/// A finding if the file is empty, too large, a workbook, in another encoding, or binary.
pub(crate) fn decode<'a>(file: &str, bytes: &'a [u8]) -> Result<&'a str, Box<Problem>> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if bytes.len() > MOST_BYTES {
        return Err(too_large(file, bytes.len()));
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        return Err(workbook(file));
    }
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        return Err(encoding(file, "UTF-16", 0));
    }
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let row = bytes[..error.valid_up_to()].split(|byte| *byte == b'\n').count();
        let byte = bytes.get(error.valid_up_to()).copied().unwrap_or(0);
        encoding(file, &format!("0x{byte:02X}"), row)
    })?;
    if let Some(position) = text.find('\0') {
        let row = 1 + text[..position].matches('\n').count();
        return Err(binary(file, row));
    }
    if text.trim().is_empty() { Err(empty(file)) } else { Ok(text) }
}

fn too_large(file: &str, n_bytes: usize) -> Box<Problem> {
    Box::new(finding::error(
        "too-large",
        finding::place(file, 0, ""),
        format!("{} MB", n_bytes >> 20),
        Text::new("tệp không quá 64 MB", "a file of at most 64 MB"),
        Text::new(
            "Chỉ giữ lại địa bàn và năm cần dùng.",
            "Keep only the areas and years that are needed.",
        ),
    ))
}

fn workbook(file: &str) -> Box<Problem> {
    Box::new(finding::error(
        "not-text",
        finding::place(file, 0, ""),
        "Excel",
        Text::new("tệp văn bản CSV", "a CSV text file"),
        Text::new(
            "Mở bằng Excel và lưu thành «CSV UTF-8».",
            "Open it in Excel and save it as “CSV UTF-8”.",
        ),
    ))
}

fn encoding(file: &str, found: &str, row: usize) -> Box<Problem> {
    Box::new(finding::error(
        "not-utf8",
        finding::place(file, row, ""),
        found,
        Text::new("văn bản mã UTF-8", "text in UTF-8"),
        Text::new(
            "Lưu lại tệp với mã UTF-8 (Excel: «CSV UTF-8»).",
            "Save the file as UTF-8 (Excel: “CSV UTF-8”).",
        ),
    ))
}

fn binary(file: &str, row: usize) -> Box<Problem> {
    Box::new(finding::error(
        "not-text",
        finding::place(file, row, ""),
        "0x00",
        Text::new("văn bản không có byte 0", "text without zero bytes"),
        Text::new(
            "Tệp có vẻ không phải văn bản: xuất lại thành CSV.",
            "The file seems not to be text: export it as CSV again.",
        ),
    ))
}

fn empty(file: &str) -> Box<Problem> {
    Box::new(finding::error(
        "empty-file",
        finding::place(file, 0, ""),
        "",
        Text::new("một dòng tiêu đề và các dòng số liệu", "a header and rows of figures"),
        Text::new("Điền số liệu hoặc xóa tệp.", "Fill the file with figures, or delete it."),
    ))
}
