//! In which fields those work whom a new place brings.
//!
//! ```text
//! C    = Φ·R                                   Φ: qualification → occupation, R: occupation → wanted
//! M_gg = m_g                                   m: share who work in their field
//! M_gf = (1 − m_g)·C_gf / (1 − C_gg)           f ≠ g
//! ```
//! `C` says where the occupations of a qualification lead, `m` how many do not follow them: graduates
//! are asked. Those who end in occupations that want no training, or a field without a programme,
//! are in no column, so rows sum to at most one.
//!
//! `C` alone would be the wrong matrix. It has no more independent rows than there are occupations
//! (nine groups against two dozen programmes), so that nurses could stand in for teachers, both
//! being professionals: many orders would cost the same, and the cheapest course would answer every
//! need. With more than half in their field `M` is diagonally dominant by rows, so every field's
//! need has one answer. `C` remains a choice for models of fine occupations.

use ndarray::Array2;

use crate::accounts::AccountInputs;
use crate::accounts::knowledge::Required;
use crate::accounts::ordering::needs::leads_to;
use crate::model::Mobility;
use crate::training::flexibility::Flexibility;

/// The matrix between the programmes at the positions `fitting`, given where holders of a
/// qualification work; `None` if those outside their field count nowhere, or if it is not known
/// where they go.
pub(super) fn matrix(
    inputs: &AccountInputs<'_>,
    (works_in, fitting): (Option<&Flexibility>, &[usize]),
) -> Option<Array2<f64>> {
    let (known, works_in) = (&inputs.knowledge, works_in?);
    let Some(Required::ByOccupation(required)) = &known.required else { return None };
    let led = works_in.shares().dot(&required.shares.shares);
    let leads = leads_to(&known.programmes, fitting);
    let between = Array2::from_shape_fn((leads.len(), leads.len()), |(row, column)| {
        led[[leads[row], leads[column]]]
    });
    let matched: Vec<f64> = fitting.iter().map(|p| known.programmes[*p].matched).collect();
    match inputs.model.order.mobility {
        Mobility::OwnField => None,
        Mobility::ByOccupation => Some(between),
        Mobility::ByMatch => Some(by_match(&between, &matched)),
    }
}

/// The match on the diagonal, the rest where occupations lead.
fn by_match(between: &Array2<f64>, matched: &[f64]) -> Array2<f64> {
    Array2::from_shape_fn(between.dim(), |(row, column)| {
        let elsewhere = 1.0 - between[[row, row]];
        match (row == column, elsewhere > 0.0) {
            (true, _) => matched[row],
            (false, true) => (1.0 - matched[row]) * between[[row, column]] / elsewhere,
            (false, false) => 0.0,
        }
    })
}

#[cfg(test)]
mod tests {
    use ndarray::array;

    use super::*;

    #[test]
    fn the_match_stays_and_the_rest_follows_occupations() {
        // A tenth of the first row and three tenths of the second end where no training is wanted.
        let between = array![[0.5, 0.4, 0.0], [0.2, 0.3, 0.2], [0.0, 0.0, 1.0]];
        let matrix = by_match(&between, &[0.7, 0.8, 0.9]);
        let expected =
            array![[0.7, 0.3 * 0.8, 0.0], [0.2 * 0.2 / 0.7, 0.8, 0.2 * 0.2 / 0.7], [0.0, 0.0, 0.9]];
        for (found, expected) in matrix.iter().zip(&expected) {
            assert!((found - expected).abs() < 1e-15, "{matrix}");
        }
        assert!(matrix.rows().into_iter().all(|row| row.sum() <= 1.0));
    }
}
