//! Declared breaks: values that are taken to be off, as those of pandemic years.
//!
//! A masked value is one nobody observed: models with a likelihood skip it, the others see a value
//! between its neighbours, with the season where there is one, and back-tests do not score it. The
//! effect of the break is the value less what stands in for it. Masked values at the end of a series
//! are forecast with the periods after them, so that their intervals are as wide as those of any
//! forecast so far from the last value that counts.

use std::collections::BTreeMap;

use crate::forecast::calendar::Moment;
use crate::forecast::gaps::Gapless;
use crate::forecast::panel::{Panel, PanelSeries};

/// A panel without the values that were declared to be off.
#[derive(Clone, Debug, PartialEq)]
pub struct Masked {
    /// The panel.
    pub panel: Panel,
    /// Position on the axis and value of what was masked, by the name of the series.
    pub values: BTreeMap<String, Vec<(i64, f64)>>,
    /// Periods at the end of a series that were masked, by its name; none where there is none.
    pub trailing: BTreeMap<String, usize>,
}

impl Panel {
    /// The panel with every value in one of `spans` masked: `2020` is a year, and in a panel of
    /// months all of its months. A series all of whose values are masked is left out.
    pub fn masked(&self, spans: &[Moment]) -> Masked {
        let is_masked = |position: i64| {
            let moment = self.calendar.moment(position);
            spans.iter().any(|span| moment.lies_in(*span))
        };
        let mut masked = Masked {
            panel: Self { series: Vec::new(), ..*self },
            values: BTreeMap::new(),
            trailing: BTreeMap::new(),
        };
        for series in &self.series {
            let values = masked_values(series, is_masked);
            if values.is_empty() {
                masked.panel.series.push(series.clone());
                continue;
            }
            if let Some(kept) = without(series, is_masked, self.season_length) {
                let trailing = usize::try_from(series.last() - kept.last()).unwrap_or(0);
                if trailing > 0 {
                    masked.trailing.insert(series.id.clone(), trailing);
                }
                masked.panel.series.push(kept);
            }
            masked.values.insert(series.id.clone(), values);
        }
        masked
    }
}

fn masked_values(series: &PanelSeries, is_masked: impl Fn(i64) -> bool) -> Vec<(i64, f64)> {
    (series.first..=series.last())
        .filter(|position| is_masked(*position))
        .filter_map(|position| Some((position, series.observed(position)?)))
        .collect()
}

fn without(
    series: &PanelSeries,
    is_masked: impl Fn(i64) -> bool,
    season_length: usize,
) -> Option<PanelSeries> {
    let left = |position: i64| series.observed(position).filter(|_| !is_masked(position));
    let observed: Vec<Option<f64>> = (series.first..=series.last()).map(left).collect();
    let mut gapless = Gapless::of(&observed, season_length).ok()?;
    let n = gapless.values.len() - gapless.trailing;
    gapless.values.truncate(n);
    gapless.missing.retain(|position| *position < n);
    let Gapless { values, missing, leading, .. } = gapless;
    Some(PanelSeries {
        id: series.id.clone(),
        first: series.first + leading as i64,
        values,
        missing,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forecast::panel::Rows;

    fn years(spans: &[i64]) -> Vec<Moment> {
        spans.iter().map(|year| Moment::Number(*year)).collect()
    }

    #[test]
    fn masked_values_are_missing_inside_and_cut_off_at_the_ends() {
        let named = |id: &str, values: &[f64]| (id.to_owned(), values.to_vec());
        let panel = Panel::annual(
            2000,
            [named("a", &[1.0, 2.0, 9.0, 4.0]), named("b", &[1.0, 2.0]), named("c", &[5.0])],
        );
        let inside = panel.masked(&years(&[2002]));
        assert_eq!(inside.panel.series()[0].values, [1.0, 2.0, 3.0, 4.0]);
        assert_eq!(inside.panel.series()[0].missing, [2]);
        assert_eq!(inside.values, BTreeMap::from([("a".to_owned(), vec![(2, 9.0)])]));
        assert!(inside.trailing.is_empty());
        assert_eq!(inside.panel.series()[1..], panel.series()[1..]);
        let ends = panel.masked(&years(&[2000, 2003]));
        assert_eq!(ends.panel.series().len(), 2, "all of c is masked");
        assert_eq!((ends.panel.series()[0].first, ends.panel.series()[0].last()), (1, 2));
        assert_eq!(ends.trailing, BTreeMap::from([("a".to_owned(), 1)]));
        assert_eq!(panel.masked(&[]).panel, panel);
    }

    #[test]
    fn a_year_masks_its_months_and_their_season_stands_in() {
        let mut rows = Rows::default();
        let value = |t: i64| 10.0 + [0.0, 5.0, -5.0][(t % 3) as usize];
        for t in 0..60 {
            let moment = Moment::parse(&format!("{}-{:02}", 2018 + t / 12, t % 12 + 1)).unwrap();
            let shock = if t / 12 == 2 { -9.0 } else { 0.0 };
            rows.push("a", moment, Some(value(t) + shock));
        }
        let panel = rows.into_panel(None).unwrap();
        let masked = panel.masked(&years(&[2020]));
        let series = &masked.panel.series()[0];
        assert_eq!(series.missing, (24..36).collect::<Vec<usize>>());
        for (t, filled) in series.values.iter().enumerate() {
            assert!((filled - value(t as i64)).abs() < 1e-9, "{t}: {filled}");
        }
        let month = panel.masked(&[Moment::parse("2020-03").unwrap()]);
        assert_eq!(month.panel.series()[0].missing, [26]);
    }
}
