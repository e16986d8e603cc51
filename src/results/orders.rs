//! The table of training orders.
//!
//! The column `method` tells the answers apart: `present` intake, `back_out`, `optimal`, and the
//! `low` and `high` ends of its band.

use ndarray::Array2;

use crate::accounts::ordering::OrderAccount;
use crate::order::Answer;
use crate::order::limit::Limit;
use crate::order::price::ShadowPrice;
use crate::results::ResultRow;
use crate::results::accounts::lists;
use crate::results::assemble::{Outcome, Source};
use crate::results::grouped::{Axis, Block};
use crate::results::rows::row;
use crate::status::Status;

impl Source<'_> {
    pub(super) fn order_rows(&self, outcome: &Outcome) -> Vec<ResultRow> {
        let Some(account) = &outcome.accounts.orders else { return Vec::new() };
        let all = self.model.qualification_codes();
        let codes: Vec<String> =
            account.qualifications.iter().filter_map(|q| all.get(*q).cloned()).collect();
        let status = outcome.accounts.programmes.iter().map(|(_, status)| *status).max();
        let block = Block {
            source: self,
            scenario: &outcome.scenario,
            axis: Axis::Qualifications(&codes),
            status: status.unwrap_or(Status::Estimated).max(Status::Estimated),
        };
        let mut rows = places(&block, account);
        rows.extend(block.plain(
            ("workers_enrolled", "persons"),
            (account.inputs.first, &lists(&account.enrolled)),
        ));
        rows.extend(costs(&block, account));
        rows.extend(money(&block, account));
        rows.extend(worths(&block, (&codes, account)));
        rows.extend(beyond(&block, account));
        rows
    }
}

fn places(block: &Block<'_>, account: &OrderAccount) -> Vec<ResultRow> {
    let (orders, first) = (&account.orders, account.inputs.first);
    let matrix = |measure: &str, method: &str, values: &Array2<f64>| -> Vec<ResultRow> {
        let rows = block.plain((measure, "persons"), (first, &lists(values)));
        rows.into_iter().map(|row| row.by_method(method)).collect()
    };
    let mut rows = Vec::new();
    for (method, order) in [
        ("present", &orders.present.proposed.order),
        ("back_out", &orders.back_out.proposed.order),
        ("optimal", &orders.optimal.order),
        ("low", &orders.band.low),
        ("high", &orders.band.high),
    ] {
        rows.extend(matrix("places", method, order));
    }
    for (method, order) in [
        ("present", &orders.present.within_limits.order),
        ("back_out", &orders.back_out.within_limits.order),
    ] {
        rows.extend(matrix("places_within_limits", method, order));
    }
    for (method, answer) in answers(account) {
        for (measure, outlook) in [
            ("gap_with_order", &answer.outlook.gap),
            ("shortage_with_order", &answer.outlook.shortage),
        ] {
            let to = block.source.options.to;
            let within = |row: &ResultRow| row.year.is_some_and(|year| year <= to);
            rows.extend(matrix(measure, method, outlook).into_iter().filter(within));
        }
    }
    rows
}

fn answers(account: &OrderAccount) -> [(&'static str, &Answer); 3] {
    [
        ("present", &account.orders.present.within_limits),
        ("back_out", &account.orders.back_out.within_limits),
        ("optimal", &account.orders.optimal),
    ]
}

fn costs(block: &Block<'_>, account: &OrderAccount) -> Vec<ResultRow> {
    let mut rows = Vec::new();
    for (method, answer) in answers(account) {
        let cost = &answer.cost;
        for (measure, value) in [
            ("cost_of_shortages", cost.shortage),
            ("cost_of_surpluses", cost.surplus),
            ("cost_of_places", cost.places),
            ("cost_of_changes", cost.change),
            ("cost_in_worst_draws", cost.worst),
            ("cost_total", cost.total),
        ] {
            rows.push(
                row(block.scenario, &block.source.area, measure, "million_vnd", value)
                    .by_method(method)
                    .in_year(account.inputs.first)
                    .with_status(block.status),
            );
        }
    }
    rows
}

/// What places cost at once, by year.
fn money(block: &Block<'_>, account: &OrderAccount) -> Vec<ResultRow> {
    let (orders, inputs) = (&account.orders, &account.inputs);
    let answers = [
        ("present", &orders.present.proposed.order),
        ("back_out", &orders.back_out.proposed.order),
        ("optimal", &orders.optimal.order),
    ];
    let mut rows = Vec::new();
    for (method, order) in answers {
        for (year, money) in inputs.money(order).into_iter().enumerate() {
            rows.push(
                row(block.scenario, &block.source.area, "money_to_pay", "million_vnd", money)
                    .by_method(method)
                    .in_year(inputs.first.plus(year as i32))
                    .with_status(block.status),
            );
        }
    }
    rows
}

/// What limits that bind are worth: `budget`, `school_leavers`, `capacity: NAME`, and of single
/// programmes `growth`, `decline` and `floor`, in the column `method`.
fn worths(block: &Block<'_>, (codes, account): (&[String], &OrderAccount)) -> Vec<ResultRow> {
    let of_price = |price: &ShadowPrice| {
        let (method, programme) = match price.limit {
            Limit::Budget => ("budget".to_owned(), None),
            Limit::Leavers => ("school_leavers".to_owned(), None),
            Limit::Capacity(group) => {
                (format!("capacity: {}", account.inputs.limits.capacities[group].name.en), None)
            }
            Limit::Growth(programme) => ("growth".to_owned(), Some(programme)),
            Limit::Decline(programme) => ("decline".to_owned(), Some(programme)),
            Limit::Floor(programme) => ("floor".to_owned(), Some(programme)),
        };
        let code = programme.and_then(|programme| codes.get(programme));
        row(block.scenario, &block.source.area, "worth_of_one_more", "million_vnd", price.worth)
            .of_qualification(code.map(String::as_str))
            .by_method(&method)
            .in_year(price.year)
            .with_status(block.status)
    };
    account.orders.prices.iter().map(of_price).collect()
}

/// Shortages that ordering can no longer close.
fn beyond(block: &Block<'_>, account: &OrderAccount) -> Vec<ResultRow> {
    let mut rows = Vec::new();
    for reach in &account.orders.reaches {
        for (measure, value, year) in [
            ("shortage_beyond_ordering", reach.beyond_ordering, reach.worst_year),
            ("shortage_left_at_horizon", reach.left_at_horizon, block.source.options.to),
        ] {
            let bare = block.bare(measure, "persons", reach.programme);
            rows.push(bare.with_mean(value).in_year(year));
        }
    }
    rows
}
