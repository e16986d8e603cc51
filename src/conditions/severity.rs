//! How severe a gap is: how large, how lasting, how slow to train for.
//!
//! ```text
//! severity = |gap| / E · (years with the sign of the last) / years · lead time / horizon
//! ```
//! An index to rank gaps of one run by, without unit; its lead time over the horizon is held at 1,
//! for what cannot be trained before the horizon cannot get slower. A group without gap or
//! without workers has severity 0.

use crate::conditions::error;
use crate::error::Result;
use crate::paths::{Paths, Summary};

/// Severity of one path of gaps.
///
/// `gaps` by year and `employment` of the last year in one unit; `lead_time` and `horizon` in
/// years.
pub fn severity_of(gaps: &[f64], employment: f64, lead_time: f64, horizon: f64) -> f64 {
    let Some(last) = gaps.last().copied().filter(|_| employment > 0.0 && horizon > 0.0) else {
        return 0.0;
    };
    let same = gaps.iter().filter(|gap| **gap * last > 0.0).count();
    let persistence = same as f64 / gaps.len() as f64;
    last.abs() / employment * persistence * (lead_time / horizon).clamp(0.0, 1.0)
}

/// Severity by group over the whole horizon, over the draws.
///
/// `lead_times` in years by group.
///
/// # Errors
/// If the shapes differ or there is not a lead time for every group.
pub fn severity(gap: &Paths, employment: &Paths, lead_times: &[f64]) -> Result<Vec<Summary>> {
    let shape = |paths: &Paths| (paths.n_series(), paths.n_draws(), paths.n_years());
    if shape(gap) != shape(employment) || lead_times.len() != gap.n_series() {
        return Err(error(
            "chênh lệch, việc làm và thời gian đào tạo cần cùng các nhóm",
            "gaps, employment and lead times of training need the same groups",
        ));
    }
    let horizon = gap.n_years() as f64;
    let of = |series: usize, lead_time: f64| {
        let draws = (0..gap.n_draws()).map(|draw| {
            let stock = employment.path(series, draw).last().copied().unwrap_or_default();
            severity_of(gap.path(series, draw), stock, lead_time, horizon)
        });
        Summary::of(draws.collect())
    };
    Ok(lead_times.iter().enumerate().map(|(series, lead)| of(series, *lead)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::Year;

    #[test]
    fn severity_is_size_times_persistence_times_lead_time() {
        let severity = severity_of(&[5.0, -5.0, -10.0, -20.0], 200.0, 2.0, 4.0);
        assert!((severity - 0.1 * 0.75 * 0.5).abs() < 1e-15);
        assert_eq!(severity_of(&[0.0], 10.0, 1.0, 1.0), 0.0);
        assert_eq!(severity_of(&[-1.0], 0.0, 1.0, 1.0), 0.0);
        assert_eq!(severity_of(&[-1.0], 10.0, 9.0, 1.0), 0.1);
    }

    #[test]
    fn every_group_needs_a_lead_time() {
        let paths = Paths::zeros(Year(2026), 2, 3, 4);
        assert_eq!(severity(&paths, &paths, &[1.0, 2.0]).unwrap().len(), 2);
        assert!(severity(&paths, &paths, &[1.0]).is_err());
    }
}
