//! Temporal hierarchies: the months of a year add up to its quarters and to the year.

use crate::hierarchy::groups::{Combinations, GroupColumn};
use crate::hierarchy::{Fault, Hierarchy};

impl Hierarchy {
    /// The hierarchy of one longest span, from the lengths of the spans in shortest periods.
    ///
    /// `[12, 3, 1]` is a year, its four quarters and its twelve months. The nodes are called after
    /// their span and their number within the longest one, from 1: `12/1`, `3/1` to `3/4`, `1/01`
    /// to `1/12`; numbers have as many digits as the last one, so that names sort in time. A
    /// further span that does not divide its neighbours, as in `[12, 6, 4, 3, 2, 1]`, makes groups
    /// that cross. The shortest span is 1 and need not be named.
    ///
    /// # Errors
    /// [`Fault::Span`] for each span that does not divide the longest one; [`Fault::Empty`].
    ///
    /// # Source
    /// Athanasopoulos, Hyndman, Kourentzes & Petropoulos (2017), *Forecasting with temporal
    /// hierarchies*, section 2.
    pub fn temporal(periods: &[usize]) -> Result<Self, Vec<Fault>> {
        let longest = periods.iter().copied().max().unwrap_or(0);
        if longest < 2 {
            return Err(vec![Fault::Empty]);
        }
        let fits = |span: usize| span > 0 && longest.is_multiple_of(span);
        let faults: Vec<Fault> = periods
            .iter()
            .filter(|span| !fits(**span))
            .map(|span| Fault::Span { span: *span, longest })
            .collect();
        if !faults.is_empty() {
            return Err(faults);
        }
        let mut spans: Vec<usize> = periods.iter().copied().filter(|span| *span > 1).collect();
        spans.sort_unstable_by(|a, b| b.cmp(a));
        spans.dedup();
        let columns: Vec<GroupColumn> = spans.iter().map(|span| column(*span, longest)).collect();
        let named = spans.iter().skip(1).map(|span| vec![span.to_string()]).collect();
        let bottoms = column(1, longest).values;
        let mut hierarchy = Self::grouped(&bottoms, &columns, &Combinations::Named(named))?;
        hierarchy.name_spans(longest);
        Ok(hierarchy)
    }

    /// Gives the nodes the names of their spans.
    fn name_spans(&mut self, longest: usize) {
        for level in &mut self.levels {
            if level.name == "total" {
                level.name = longest.to_string();
                self.names[level.nodes.start] = format!("{longest}/1");
            } else {
                for node in level.nodes.clone() {
                    self.names[node] = self.names[node].split('=').skip(1).collect();
                }
            }
        }
        self.positions = self.names.iter().enumerate().map(|(p, name)| (name.clone(), p)).collect();
    }
}

/// Which span of this length each of the shortest periods lies in.
fn column(span: usize, longest: usize) -> GroupColumn {
    let digits = (longest / span).to_string().len();
    let name = |period: usize| format!("{span}/{:0digits$}", period / span + 1);
    GroupColumn { name: span.to_string(), values: (0..longest).map(name).collect() }
}
