//! A small table for readers, wherever it is shown.

/// A table with its headers first and how its columns stand.
pub(crate) struct Sheet {
    /// Rows, the headers first.
    pub(crate) rows: Vec<Vec<String>>,
    /// Columns that hold words; the others hold numbers.
    pub(crate) words: &'static [usize],
}
