//! Qualifications of those in post, as people come and go.
//!
//! ```text
//! S_gq(t) = S_gq(t−1) · (1 − outflow_g / S_g(t−1)) + a_gq · appointments_g + S_fq(t−1) / S_f(t−1) · promoted in
//! ```
//! `g` the grade, `f` the one below it, `q` the qualification, `a` the shares of those appointed in
//! the base year, or of those in post where none are given. Whoever leaves does so whatever the
//! qualification, so `Σ_q S_gq = S_g` in every year and draw. Courses are no part of it: what they
//! take is told by the standards.

use crate::public_workforce::stock::Projection;

/// The qualifications of a body.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Composition {
    /// Names of the qualifications, as in the table; empty if none are told apart.
    pub qualifications: Vec<String>,
    /// Persons in post in the base year by grade and qualification; `None` where not known.
    pub start: Vec<Option<Vec<f64>>>,
    /// Shares of the qualifications among those appointed, by grade.
    pub entry: Vec<Vec<f64>>,
}

impl Composition {
    /// Persons by grade, year and qualification; no years for a grade whose qualifications are not
    /// known.
    pub fn carried(&self, projection: &Projection) -> Vec<Vec<Vec<f64>>> {
        let mut made = vec![Vec::new(); projection.grades.len()];
        let mut stocks = self.start.clone();
        let n_years = projection.grades.first().map_or(0, Vec::len);
        for t in 0..n_years {
            let below = shares(&stocks);
            for (position, years) in projection.grades.iter().enumerate() {
                let Some(Some(stock)) = stocks.get_mut(position) else { continue };
                let year = years[t];
                let left = if year.before > 0.0 { year.outflow() / year.before } else { 0.0 };
                let own = below[position].clone();
                let promoted = position.checked_sub(1).and_then(|f| below[f].clone()).or(own);
                for (q, persons) in stock.iter_mut().enumerate() {
                    let of = |shares: Option<&Vec<f64>>| shares.map_or(0.0, |shares| shares[q]);
                    *persons = *persons * (1.0 - left)
                        + year.appointments * self.entry[position][q]
                        + year.promoted_in * of(promoted.as_ref());
                }
                made[position].push(stock.clone());
            }
        }
        made
    }
}

/// Shares of the qualifications in each grade; `None` for nobody or if they are not known.
fn shares(stocks: &[Option<Vec<f64>>]) -> Vec<Option<Vec<f64>>> {
    let of_grade = |stock: &Option<Vec<f64>>| {
        let stock = stock.as_ref()?;
        let whole: f64 = stock.iter().sum();
        (whole > 0.0).then(|| stock.iter().map(|n| n / whole).collect())
    };
    stocks.iter().map(of_grade).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::public_workforce::stock::GradeYear;
    use crate::units::Year;

    fn composition(start: Vec<Option<Vec<f64>>>) -> Composition {
        let entry = start.iter().map(|s| if s.is_some() { vec![0.2, 0.8] } else { Vec::new() });
        let qualifications = vec!["university".to_owned(), "master".to_owned()];
        Composition { entry: entry.collect(), qualifications, start }
    }

    #[test]
    fn qualifications_add_up_to_those_in_post_and_agree_with_a_calculation_by_hand() {
        let low = GradeYear {
            before: 100.0,
            retirements: 10.0,
            promoted_out: 20.0,
            appointments: 30.0,
            filled: 100.0,
            ..GradeYear::default()
        };
        let high =
            GradeYear { before: 10.0, promoted_in: 20.0, filled: 30.0, ..GradeYear::default() };
        let projection = Projection { first: Year(2026), grades: vec![vec![low], vec![high]] };
        let start = vec![Some(vec![75.0, 25.0]), Some(vec![4.0, 6.0])];
        let made = composition(start).carried(&projection);
        // 75 · 0.7 + 0.2 · 30 and 25 · 0.7 + 0.8 · 30; then 4 + 0.75 · 20 and 6 + 0.25 · 20.
        assert_eq!(made[0][0], [58.5, 41.5]);
        assert_eq!(made[1][0], [19.0, 11.0]);
        let unknown = composition(vec![None, Some(vec![4.0, 6.0])]).carried(&projection);
        assert!(unknown[0].is_empty());
        assert_eq!(unknown[1][0], [12.0, 18.0]);
    }
}
