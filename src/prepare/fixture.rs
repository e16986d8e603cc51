//! Models and datasets built in code, for the tests of preparing.

use crate::codes::AreaCode;
use crate::dataset::{Dataset, Measure, Observation};
use crate::error::Place;
use crate::forecast::employment::method::Method;
use crate::language::Text;
use crate::model::{
    BalanceDefinition, DemandDefinition, Model, Operation, Sector, SupplyDefinition,
};
use crate::series::SeriesKey;
use crate::status::Status;
use crate::units::Year;

/// A model with its data.
pub(super) struct Fixture {
    pub(super) model: Model,
    pub(super) data: Dataset,
}

/// An area from its code.
pub(super) fn area(code: &str) -> AreaCode {
    code.parse().unwrap()
}

/// A key from words: an area, then a sector, a sex, an age in any order.
pub(super) fn key(words: &str) -> SeriesKey {
    let mut words = words.split(' ');
    let mut key = SeriesKey::total(area(words.next().unwrap()));
    for word in words {
        if let Ok(sector) = format!("VSIC2018:{word}").parse() {
            key.sector = Some(sector);
        } else if word.contains(':') {
            key.sector = Some(word.parse().unwrap());
        } else if let Ok(sex) = word.parse() {
            key.sex = Some(sex);
        } else {
            key.age = Some(word.parse().unwrap());
        }
    }
    key
}

impl Fixture {
    /// A model of `code` with sectors of VSIC 2018 over the years `first` to `base`.
    pub(super) fn new(code: &str, sectors: &[&str], (first, base): (i32, i32)) -> Self {
        let text = Text::new("x", "x");
        let sector = |s: &&str| Sector {
            code: format!("VSIC2018:{s}").parse().unwrap(),
            title: text.clone(),
            short: text.clone(),
        };
        let model = Model {
            name: "fixture".into(),
            title: text.clone(),
            area: area(code),
            area_title: text.clone(),
            nation: None,
            sectors: sectors.iter().map(sector).collect(),
            first_year: Year(first),
            base_year: Year(base),
            to: Year(base + 5),
            prepare: Vec::new(),
            demand: DemandDefinition {
                methods: vec![Method::LastValue],
                reported: Vec::new(),
                fallback: Method::LastValue,
                min_train: 10,
                damping: 0.9,
            },
            supply: SupplyDefinition {
                participation_damping: 0.9,
                retirement_response: 0.35,
                mobility_damping: 0.9,
                mobility_years: 8,
            },
            balance: BalanceDefinition {
                class_bounds: [-0.1, -0.03, 0.03, 0.1],
                naming_probability: 0.8,
            },
            accounts: crate::model::AccountsDefinition::default(),
            order: crate::model::OrderDefinition::default(),
            source_line: text.clone(),
        };
        Self { model, data: Dataset::default() }
    }

    /// The model as a part of `nation`.
    pub(super) fn in_nation(mut self, nation: &str) -> Self {
        self.model.nation = Some(area(nation));
        self
    }

    /// One more operation.
    pub(super) fn with(mut self, operation: Operation) -> Self {
        self.model.prepare.push(operation);
        self
    }

    /// Observed figures without a definition.
    pub(super) fn put(self, measure: Measure, words: &str, values: &[(i32, f64)]) -> Self {
        self.put_as(measure, words, "", values)
    }

    /// Observed figures of a definition.
    pub(super) fn put_as(
        mut self,
        measure: Measure,
        words: &str,
        definition: &str,
        values: &[(i32, f64)],
    ) -> Self {
        let table = self.data.tables.entry(measure).or_default();
        table.extend(values.iter().map(|(year, value)| Observation {
            key: key(words),
            year: Year(*year),
            value: *value,
            status: Status::Observed,
            definition: (!definition.is_empty()).then(|| definition.to_owned()),
            cv: None,
            place: Place::default(),
        }));
        self
    }
}

/// Whether two figures agree to `1e-9` of themselves.
pub(super) fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * b.abs().max(1e-9)
}
