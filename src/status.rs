//! How a figure came to be known.

use std::fmt;
use std::str::FromStr;

use crate::codes::CodeError;

/// How a figure came to be known, from the firmest to the least firm.
///
/// The order matters: a figure made of others has the least firm status among them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// Published by its statistical source.
    Observed,
    /// Computed from observed figures by arithmetic alone.
    Derived,
    /// The outcome of a statistical model, of this program or of the source.
    Estimated,
    /// Chosen.
    Assumed,
}

impl Status {
    /// Every status, firmest first.
    pub const ALL: [Self; 4] = [Self::Observed, Self::Derived, Self::Estimated, Self::Assumed];

    /// The name in tables.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Observed => "observed",
            Self::Derived => "derived",
            Self::Estimated => "estimated",
            Self::Assumed => "assumed",
        }
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Status {
    type Err = CodeError;

    fn from_str(text: &str) -> Result<Self, CodeError> {
        Self::ALL.into_iter().find(|status| status.name() == text).ok_or_else(|| CodeError {
            found: text.to_owned(),
            expected: "a status: observed, derived, estimated or assumed",
            expected_vi: "trạng thái: observed, derived, estimated hoặc assumed",
        })
    }
}
