//! Reporting: tables, workbook, charts and manifest, the only writers of results.
pub mod charts;
