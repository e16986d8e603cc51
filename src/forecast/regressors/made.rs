//! The columns of a regression, made of the regressors that are given.

use crate::forecast::panel::{Panel, PanelSeries};
use crate::forecast::regressors::term::Term;
use crate::forecast::regressors::{Known, Regressors, value};

impl Regressors {
    /// The columns `terms` of every series of `panel`, up to `horizon` periods ahead.
    ///
    /// A term of a regressor that is not given at a position has no value there, and so none has
    /// the series; see [`lacking`](Self::lacking) and [`late`](Self::late).
    #[must_use]
    pub fn made(&self, terms: &[Term], panel: &Panel, horizon: usize) -> Self {
        let mut made = Self::named(terms.iter().map(ToString::to_string).collect());
        for series in panel.series() {
            for position in series.first..=series.last() + horizon as i64 {
                let of_term = |term: &Term| self.term(term, (panel, series), position, None);
                if let Some(values) = terms.iter().map(of_term).collect() {
                    made.push(&series.id, position, values);
                }
                if position <= series.last() {
                    continue;
                }
                for (number, draw) in self.draws.iter().enumerate() {
                    let of_term =
                        |term: &Term| self.term(term, (panel, series), position, Some(draw));
                    if let Some(values) = terms.iter().map(of_term).collect() {
                        made.push_draw(number, &series.id, position, values);
                    }
                }
            }
        }
        made
    }

    /// A term at a position, in a draw or without one.
    fn term(
        &self,
        term: &Term,
        (panel, series): (&Panel, &PanelSeries),
        position: i64,
        draw: Option<&Known>,
    ) -> Option<f64> {
        let Some(name) = term.given() else { return term.made(panel.calendar(), position) };
        let column = self.names.iter().position(|known| known == name)?;
        let position = position - term.lag() as i64;
        let drawn = draw.and_then(|draw| value(draw, &series.id, position));
        let given = drawn.cloned().or_else(|| self.at(&series.id, position))?;
        given.get(column).copied()
    }

    /// The panel without the first values of every series, `most` at most, for which a regressor
    /// is lacking; and how many values were left out.
    pub fn late(&self, panel: &Panel, most: usize) -> (Panel, usize) {
        let mut n_left_out = 0;
        let late = panel.starting_later(|series| {
            let lacks = |position: &i64| self.at(&series.id, *position).is_none();
            let n = (series.first..).take(most).take_while(lacks).count();
            n_left_out += n;
            n
        });
        (late, n_left_out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms(names: &[&str]) -> Vec<Term> {
        names.iter().filter_map(|name| Term::parse(name)).collect()
    }

    #[test]
    fn lags_steps_and_pulses_stand_beside_what_is_given() {
        let panel = Panel::annual(2000, [("a".to_owned(), vec![1.0, 2.0, 3.0])]);
        let mut given = Regressors::named(vec!["x".to_owned()]);
        for position in 0..5 {
            assert!(given.push("a", position, vec![10.0 * position as f64]));
        }
        let terms = terms(&["x", "x@1", "step(2002)", "pulse(2001)"]);
        let made = given.made(&terms, &panel, 2);
        assert_eq!(made.names(), ["x", "x@1", "step(2002)", "pulse(2001)"]);
        assert_eq!(made.lacking(&panel, 2)[0].n, 1, "the lag of the first value");
        let (later, n_left_out) = made.late(&panel, 1);
        assert_eq!((n_left_out, later.series()[0].values.as_slice()), (1, [2.0, 3.0].as_slice()));
        let columns = made.of(&later.series()[0], 2).unwrap();
        let expected = [
            vec![10.0, 20.0, 30.0, 40.0],
            vec![0.0, 10.0, 20.0, 30.0],
            vec![0.0, 1.0, 1.0, 1.0],
            vec![1.0, 0.0, 0.0, 0.0],
        ];
        assert_eq!(columns, expected);
    }

    #[test]
    fn a_lag_of_a_drawn_future_is_drawn_as_well() {
        let panel = Panel::annual(2000, [("a".to_owned(), vec![1.0])]);
        let mut given = Regressors::named(vec!["x".to_owned()]);
        assert!(given.push("a", -1, vec![7.0]) && given.push("a", 0, vec![8.0]));
        for (draw, position, x) in [(0, 1, 1.0), (1, 1, 3.0), (0, 2, 2.0), (1, 2, 6.0)] {
            assert!(given.push_draw(draw, "a", position, vec![x]));
        }
        let made = given.made(&terms(&["x@1"]), &panel, 2);
        let drawn = made.drawn(&panel.series()[0], 2).unwrap();
        assert_eq!(drawn, [[vec![7.0, 8.0, 1.0]], [vec![7.0, 8.0, 3.0]]]);
        assert_eq!(made.of(&panel.series()[0], 2).unwrap(), [vec![7.0, 8.0, 2.0]]);
    }
}
