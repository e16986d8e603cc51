//! Numbers as people write them, and which of the two ways a column follows.
//!
//! `1.234` is 1234 to a Vietnamese reader and 1.234 to an English one, so no cell is read alone:
//! all cells of a column together decide between a decimal point and a decimal comma, and where
//! they cannot, the user is asked. A thousands separator is accepted only in proper groups of
//! three.

/// The mark before the decimals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Notation {
    /// 1,234.5
    Point,
    /// 1.234,5
    Comma,
}

/// What one cell says about the notation of its column.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Evidence {
    /// The same number either way.
    Either,
    /// A number only with a decimal point.
    Point,
    /// A number only with a decimal comma.
    Comma,
    /// A number both ways, but not the same one.
    Ambiguous {
        /// Its value with a decimal point.
        point: f64,
        /// Its value with a decimal comma.
        comma: f64,
    },
    /// No number.
    Text,
}

/// What the cells of a column say together.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Decision {
    /// The notation to read the column in.
    Read(Notation),
    /// Both are possible and differ, first at the cell of this position.
    Undecided(usize),
}

/// The number `text` is in `notation`, sign, groups and exponent included.
pub(crate) fn parse(text: &str, notation: Notation) -> Option<f64> {
    let text = text.trim().replace('−', "-");
    let (mantissa, exponent) = split_exponent(&text)?;
    let (group, point) = match notation {
        Notation::Point => (',', '.'),
        Notation::Comma => ('.', ','),
    };
    let unsigned = mantissa.strip_prefix(['-', '+']).unwrap_or(mantissa);
    let (whole, decimals) = match unsigned.split_once(point) {
        Some((whole, decimals)) => (whole, decimals),
        None => (unsigned, "0"),
    };
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    if !digits(decimals) {
        return None;
    }
    let whole = if digits(whole) { whole.to_owned() } else { ungroup(whole, group)? };
    let sign = if mantissa.starts_with('-') { "-" } else { "" };
    format!("{sign}{whole}.{decimals}e{exponent}").parse().ok()
}

fn split_exponent(text: &str) -> Option<(&str, i32)> {
    match text.split_once(['e', 'E']) {
        None => Some((text, 0)),
        Some((mantissa, exponent)) => Some((mantissa, exponent.parse().ok()?)),
    }
}

/// `1,234,567` without its separators, if they stand where thousands do; spaces count as well.
fn ungroup(whole: &str, group: char) -> Option<String> {
    let spaces = ['\u{a0}', '\u{202f}', ' '];
    let mark = whole.chars().find(|c| *c == group || spaces.contains(c))?;
    let mut parts = whole.split(mark);
    let first = parts.next()?;
    let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    let first_ok = (1..=3).contains(&first.len()) && digits(first) && !first.starts_with('0');
    let rest: Vec<&str> = parts.collect();
    let rest_ok = rest.iter().all(|part| part.len() == 3 && digits(part));
    (first_ok && rest_ok).then(|| format!("{first}{}", rest.concat()))
}

/// What `text` says about the notation of its column.
pub(crate) fn evidence(text: &str) -> Evidence {
    match (parse(text, Notation::Point), parse(text, Notation::Comma)) {
        (None, None) => Evidence::Text,
        (Some(_), None) => Evidence::Point,
        (None, Some(_)) => Evidence::Comma,
        (Some(point), Some(comma)) if point == comma => Evidence::Either,
        (Some(point), Some(comma)) => Evidence::Ambiguous { point, comma },
    }
}

/// Whether `text` has a thousands separator in `notation`.
pub(crate) fn has_groups(text: &str, notation: Notation) -> bool {
    let marks: &[char] = match notation {
        Notation::Point => &[',', ' ', '\u{a0}', '\u{202f}'],
        Notation::Comma => &['.', ' ', '\u{a0}', '\u{202f}'],
    };
    text.trim().contains(marks)
}

/// The notation of a column.
///
/// Cells that are numbers in one notation only decide by majority, a tie going to `usual`, the
/// notation of the rest of the file. Without such a cell, `1.234` in a file with decimal points
/// is a decimal number unless the column counts whole persons; everything else is undecided.
pub(crate) fn decide(cells: &[&str], usual: Notation, whole_numbers: Whole) -> Decision {
    let all: Vec<Evidence> = cells.iter().map(|cell| evidence(cell)).collect();
    let count = |wanted: Evidence| all.iter().filter(|e| **e == wanted).count();
    let (points, commas) = (count(Evidence::Point), count(Evidence::Comma));
    if points != commas {
        return Decision::Read(if points > commas { Notation::Point } else { Notation::Comma });
    }
    if points > 0 {
        return Decision::Read(usual);
    }
    let doubtful = |(cell, evidence): (&&str, &Evidence)| {
        matches!(evidence, Evidence::Ambiguous { .. })
            && (usual == Notation::Comma || whole_numbers == Whole::Yes || cell.contains(','))
    };
    match cells.iter().zip(&all).position(doubtful) {
        Some(position) => Decision::Undecided(position),
        None => Decision::Read(usual),
    }
}

/// Whether the figures of a column are whole numbers by their nature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Whole {
    /// Headcounts in persons.
    Yes,
    /// Anything else.
    No,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_in_both_notations() {
        assert_eq!(parse("1.234.567,5", Notation::Comma), Some(1_234_567.5));
        assert_eq!(parse("1,234,567.5", Notation::Point), Some(1_234_567.5));
        assert_eq!(parse("−12,5", Notation::Comma), Some(-12.5));
        assert_eq!(parse("1 234", Notation::Point), Some(1234.0));
        assert_eq!(parse("6.5E+03", Notation::Point), Some(6500.0));
        for text in ["1.23.456", "12,34.5", "", "-", "1,2 triệu", "12%", "NaN", "0.123.456"] {
            assert_eq!(parse(text, Notation::Comma), None, "{text}");
        }
    }

    #[test]
    fn the_column_decides_what_a_cell_cannot() {
        let usual = Notation::Point;
        assert_eq!(decide(&["1.234", "12,5"], usual, Whole::No), Decision::Read(Notation::Comma));
        assert_eq!(decide(&["1.234", "12.5"], usual, Whole::No), Decision::Read(Notation::Point));
        assert_eq!(decide(&["1.234", "567"], usual, Whole::No), Decision::Read(Notation::Point));
    }

    #[test]
    fn where_the_column_cannot_decide_it_asks() {
        assert_eq!(decide(&["7", "1.234"], Notation::Comma, Whole::No), Decision::Undecided(1));
        assert_eq!(decide(&["7", "1.234"], Notation::Point, Whole::Yes), Decision::Undecided(1));
        assert_eq!(decide(&["1,234"], Notation::Point, Whole::No), Decision::Undecided(0));
        assert_eq!(
            decide(&["7", "8"], Notation::Comma, Whole::No),
            Decision::Read(Notation::Comma)
        );
    }
}
