//! Which things belong to which: rows of positions, stored one after another.

/// For each row, the columns that belong to it, ascending.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Incidence {
    starts: Vec<usize>,
    items: Vec<u32>,
}

impl Incidence {
    /// Rows without any column yet, to be pushed to.
    pub(crate) fn empty() -> Self {
        Self { starts: vec![0], items: Vec::new() }
    }

    /// Adds a row at the end.
    pub(crate) fn push(&mut self, row: impl IntoIterator<Item = u32>) {
        self.items.extend(row);
        self.starts.push(self.items.len());
    }

    pub(crate) fn n_rows(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// Number of columns in all rows together.
    pub(crate) const fn n_items(&self) -> usize {
        self.items.len()
    }

    pub(crate) fn row(&self, row: usize) -> &[u32] {
        &self.items[self.starts[row]..self.starts[row + 1]]
    }

    pub(crate) fn rows(&self) -> impl Iterator<Item = &[u32]> {
        self.starts.windows(2).map(|bounds| &self.items[bounds[0]..bounds[1]])
    }

    /// For each column, the rows it belongs to, ascending.
    pub(crate) fn transposed(&self, n_columns: usize) -> Self {
        let mut starts = vec![0; n_columns + 1];
        for column in &self.items {
            starts[*column as usize + 1] += 1;
        }
        for column in 0..n_columns {
            starts[column + 1] += starts[column];
        }
        let mut next = starts.clone();
        let mut items = vec![0; self.items.len()];
        for (number, row) in self.rows().enumerate() {
            for column in row {
                items[next[*column as usize]] = number as u32;
                next[*column as usize] += 1;
            }
        }
        Self { starts, items }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_transpose_of_the_transpose_is_the_beginning() {
        let mut rows = Incidence::empty();
        rows.push([0, 2, 3]);
        rows.push([]);
        rows.push([1, 2]);
        let columns = rows.transposed(4);
        assert_eq!(columns.row(2), [0, 2]);
        assert_eq!(columns.transposed(3), rows);
    }
}
