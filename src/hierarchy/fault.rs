//! What can be wrong with a hierarchy or with what is to be reconciled over it.

/// One thing that is wrong; rows count from 0 in the order given.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Fault {
    /// There is no node at all.
    #[error("the hierarchy has no series")]
    Empty,
    /// A row has no name.
    #[error("row {row} has no name")]
    Unnamed {
        /// Where.
        row: usize,
    },
    /// A node stands in two rows.
    #[error("{name} stands in rows {first} and {row}")]
    Repeated {
        /// The later row.
        row: usize,
        /// The earlier row.
        first: usize,
        /// The node.
        name: String,
    },
    /// A node of a tree has two parents; only groups may cross.
    #[error("{name} has two parents: {} and {}", .parents.0, .parents.1)]
    TwoParents {
        /// The later row.
        row: usize,
        /// The node.
        name: String,
        /// Its parents.
        parents: (String, String),
    },
    /// A parent has no row of its own.
    #[error("the parent {parent} of {name} has no row")]
    Orphan {
        /// Where.
        row: usize,
        /// The node.
        name: String,
        /// The parent that is not there.
        parent: String,
    },
    /// Nodes are their own ancestors.
    #[error("in a circle: {}", .names.join(" → "))]
    Cycle {
        /// Row of the first of them.
        row: usize,
        /// The circle, each the child of the next.
        names: Vec<String>,
    },
    /// A bottom series belongs to no group of a column.
    #[error("row {row} has no {column}")]
    NoGroup {
        /// Where.
        row: usize,
        /// The column.
        column: String,
    },
    /// A combination names a column that is not there.
    #[error("there is no column {name}")]
    UnknownColumn {
        /// As written.
        name: String,
    },
    /// More columns than can be combined in every way.
    #[error("{found} columns are too many for every combination; name the combinations")]
    TooManyColumns {
        /// How many there are.
        found: usize,
    },
    /// A group is called like a series, or two groups are called the same.
    #[error("two nodes are called {name}")]
    SameName {
        /// The name.
        name: String,
    },
    /// Spans of a temporal hierarchy that do not divide the longest one, or no spans.
    #[error("a span of {span} periods does not divide {longest}")]
    Span {
        /// The span that does not fit.
        span: usize,
        /// The longest span.
        longest: usize,
    },
    /// The method needs figures of the past that were not given.
    #[error("{method} needs {needed}")]
    Missing {
        /// The method.
        method: &'static str,
        /// Residuals or observations.
        needed: &'static str,
    },
    /// A node has too few figures of the past for the method.
    #[error("{name} has {found} figures; {needed} are needed")]
    TooFew {
        /// The node.
        name: String,
        /// How many it has.
        found: usize,
        /// How many it takes.
        needed: usize,
    },
    /// Every figure of the past is zero, so nothing can be weighted by it.
    #[error("every residual is zero")]
    NoVariance,
    /// A level that is not there.
    #[error("there is no level {name}; levels are {}", .levels.join(", "))]
    UnknownLevel {
        /// As written.
        name: String,
        /// What there is.
        levels: Vec<String>,
    },
    /// The groups have no total that could be divided.
    #[error("there is no aggregate of all series to divide")]
    NoTop,
    /// A table does not have as many rows as the hierarchy has nodes.
    #[error("{found} figures for {needed} nodes")]
    Shape {
        /// How many there are.
        found: usize,
        /// How many there should be.
        needed: usize,
    },
    /// A base forecast is not a number.
    #[error("the forecast of {name} is not a finite number")]
    NotFinite {
        /// The node.
        name: String,
    },
}
