//! Which sentences of an order are told first.

use crate::order::Orders;
use crate::order::back_out::BackOutLine;
use crate::order::limit::Limit;
use crate::order::price::ShadowPrice;
use crate::order::reach::Reach;

/// The year in which each limit is worth most, the most valuable limit first.
pub(super) fn most_valuable(orders: &Orders) -> Vec<&ShadowPrice> {
    let mut prices: Vec<&ShadowPrice> = orders.prices.iter().collect();
    prices.sort_by(|a, b| b.worth.total_cmp(&a.worth).then(a.year.cmp(&b.year)));
    let mut seen: Vec<Limit> = Vec::new();
    prices.retain(|price| {
        let is_new = !seen.contains(&price.limit);
        seen.push(price.limit);
        is_new
    });
    // A million VND is no place: the budget cannot be ranked among places, and is told first.
    prices.sort_by_key(|price| price.limit != Limit::Budget);
    prices
}

/// The line of each programme's first order year.
pub(super) fn first_lines(orders: &Orders) -> Vec<&BackOutLine> {
    let mut lines: Vec<&BackOutLine> = orders.lines.iter().collect();
    lines.dedup_by_key(|line| line.programme);
    lines
}

/// Programmes with a shortage that orders cannot close, the largest first.
pub(super) fn beyond(orders: &Orders) -> Vec<&Reach> {
    let size = |reach: &Reach| reach.beyond_ordering.max(reach.left_at_horizon);
    let mut reaches: Vec<&Reach> = orders.reaches.iter().filter(|r| size(r) >= 0.5).collect();
    reaches.sort_by(|a, b| size(b).total_cmp(&size(a)));
    reaches
}
