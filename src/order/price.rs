//! What one unit more of a limit is worth.

use crate::language::{Language, Text};
use crate::order::inputs::Inputs;
use crate::order::limit::{Limit, LimitRow, name};
use crate::units::Year;

/// The shadow price of one limit in one year.
#[derive(Clone, Debug, PartialEq)]
pub struct ShadowPrice {
    /// The limit.
    pub limit: Limit,
    /// The order year.
    pub year: Year,
    /// How much the total cost falls, in million VND of the first order year, if the limit is one
    /// unit wider: one place, one person, or one million VND of budget. Where several prices prove
    /// the same order best, one between the worth of the next unit and of the last one;
    /// [`crate::order::worth_of_one_more`] finds that of the next.
    pub worth: f64,
}

/// Prices of the limits that bind, in the order of limits and years; those below a billionth of
/// the largest are nothing but the solver's accuracy.
pub(crate) fn shadow_prices(
    inputs: &Inputs,
    rows: &[LimitRow],
    prices: &[f64],
) -> Vec<ShadowPrice> {
    let least = 1e-9 + 1e-7 * prices.iter().fold(0.0_f64, |a, b| a.max(*b));
    let mut found: Vec<ShadowPrice> = rows
        .iter()
        .zip(prices)
        .filter(|(_, worth)| **worth > least)
        .map(|(row, worth)| ShadowPrice {
            limit: row.limit,
            year: inputs.year(row.year),
            worth: *worth,
        })
        .collect();
    found.sort_by_key(|price| (price.limit, price.year));
    found
}

impl ShadowPrice {
    /// The price as a sentence.
    pub fn sentence(&self, inputs: &Inputs) -> Text {
        let name = name(inputs, self.limit);
        let worth = |language: Language| language.number(self.worth, 2);
        let (vi, en) = (worth(Language::Vietnamese), worth(Language::English));
        let year = self.year;
        let (unit_vi, unit_en) = match self.limit {
            Limit::Budget => ("thêm 1 triệu đồng", "one more million VND"),
            Limit::Leavers => ("thêm 1 học sinh", "one more person"),
            Limit::Floor(_) | Limit::Decline(_) => ("bớt 1 chỗ", "one place fewer"),
            Limit::Growth(_) => (
                "thêm 1 chỗ, cùng các chỗ được tăng theo ở những năm sau,",
                "one more place, with those it lets grow in later years,",
            ),
            Limit::Capacity(_) => ("thêm 1 chỗ", "one more place"),
        };
        Text::new(
            format!("{} năm {year}: {unit_vi} đáng giá {vi} triệu đồng", name.vi),
            format!("{} in {year}: {unit_en} is worth {en} million VND", name.en),
        )
    }
}
