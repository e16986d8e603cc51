//! Orders as members of the JSON document.

use serde_json::{Value, json};

use crate::cli::console::Speech;
use crate::cli::order::{Told, money};
use crate::order::Answer;
use crate::order::back_out::BackOutLine;
use crate::order::cost::Cost;
use crate::order::limit;
use crate::order::reach::Reach;
use crate::order::sensitivity::Variant;
use crate::status::Status;

pub(super) fn data(told: &Told<'_>, speech: Speech) -> Value {
    let (inputs, orders) = (&told.account.inputs, &told.account.orders);
    let code =
        |position: usize| told.results.qualifications.get(position).map(|q| q.code.to_string());
    let prices: Vec<Value> = orders
        .prices
        .iter()
        .map(|price| {
            json!({
                "limit": limit::name(inputs, price.limit).get(speech.language),
                "year": price.year.0,
                "worth_million_vnd": price.worth,
                "sentence": price.sentence(inputs).get(speech.language),
            })
        })
        .collect();
    let too_long: Vec<Option<String>> = told.account.too_long.iter().map(|q| code(*q)).collect();
    json!({
        "scenario": told.scenario.name,
        "status": told.status.name(),
        "is_illustration": told.status == Status::Assumed,
        "programmes": programmes(told, speech),
        "costs_million_vnd": {
            "present": cost(&orders.present.within_limits),
            "back_out": cost(&orders.back_out.within_limits),
            "optimal": cost(&orders.optimal),
        },
        "money_million_vnd": {
            "present": inputs.money(&orders.present.proposed.order),
            "back_out": inputs.money(&orders.back_out.proposed.order),
            "optimal": inputs.money(&orders.optimal.order),
            "budget": inputs.limits.budget,
        },
        "sensitivity": told.variants.iter().map(|v| variant(told, v)).collect::<Vec<_>>(),
        "limits_broken": {
            "present": orders.present.proposed.breaches.len(),
            "back_out": orders.back_out.proposed.breaches.len(),
        },
        "worth_of_limits": prices,
        "back_out_lines": orders.lines.iter().map(|l| line(told, l, speech)).collect::<Vec<_>>(),
        "reach": orders.reaches.iter().map(|r| reach(told, r, speech)).collect::<Vec<_>>(),
        "too_long": too_long,
        "accuracy": orders.accuracy,
    })
}

/// Code of the qualification that a programme leads to.
fn code(told: &Told<'_>, programme: usize) -> Option<String> {
    let position = told.account.qualifications.get(programme)?;
    told.results.qualifications.get(*position).map(|q| q.code.to_string())
}

fn programmes(told: &Told<'_>, speech: Speech) -> Vec<Value> {
    let (inputs, orders) = (&told.account.inputs, &told.account.orders);
    let year = |programme: usize, position: usize| {
        let at = [programme, position];
        json!({
            "year": inputs.first.plus(position as i32).0,
            "present": orders.present.proposed.order[at],
            "back_out": orders.back_out.proposed.order[at],
            "present_within_limits": orders.present.within_limits.order[at],
            "back_out_within_limits": orders.back_out.within_limits.order[at],
            "optimal": orders.optimal.order[at],
            "workers_from_those_enrolled": told.account.enrolled[at],
            "low": orders.band.low[at],
            "high": orders.band.high[at],
        })
    };
    let programme = |(position, programme): (usize, &crate::order::inputs::Programme)| {
        json!({
            "qualification": code(told, position),
            "name": programme.name.get(speech.language),
            "duration": programme.duration,
            "floor": programme.floor,
            "shortage_cost_million_vnd": programme.costs.shortage,
            "surplus_cost_million_vnd": programme.costs.surplus,
            "cost_of_a_place_million_vnd": programme.costs.place,
            "years": (0..inputs.n_years).map(|y| year(position, y)).collect::<Vec<_>>(),
        })
    };
    inputs.programmes.iter().enumerate().map(programme).collect()
}

/// The optimal order at another cost of shortage.
fn variant(told: &Told<'_>, variant: &Variant) -> Value {
    let levels: serde_json::Map<String, Value> = money::levels(told)
        .into_iter()
        .map(|(level, programmes)| {
            let places: f64 = programmes.iter().map(|p| variant.order.row(*p).sum()).sum();
            (level.name().to_owned(), places.into())
        })
        .collect();
    json!({
        "factor_on_shortage_cost": variant.factor,
        "places_first_year": variant.order.column(0).sum(),
        "places": variant.order.sum(),
        "places_by_level": levels,
        "money_million_vnd": told.account.inputs.money(&variant.order).iter().sum::<f64>(),
        "short_at_horizon": money::short_at_horizon(told, &variant.outlook.shortage),
    })
}

fn cost(answer: &Answer) -> Value {
    let Cost { shortage, surplus, worst, places, change, total } = answer.cost;
    json!({
        "shortages": shortage,
        "surpluses": surplus,
        "places": places,
        "changes": change,
        "worst_draws": worst,
        "total": total,
    })
}

fn line(told: &Told<'_>, line: &BackOutLine, speech: Speech) -> Value {
    json!({
        "qualification": code(told, line.programme),
        "year": line.year.0,
        "at_work": line.at_work.0,
        "openings": line.openings,
        "other_supply": line.other_supply,
        "workers_per_place": line.yield_of_a_place,
        "places": line.places,
        "smoothed": line.smoothed,
        "sentence": line.sentence(&told.account.inputs).get(speech.language),
    })
}

fn reach(told: &Told<'_>, reach: &Reach, speech: Speech) -> Value {
    let levers: Vec<Value> = reach
        .levers
        .iter()
        .map(|(lever, persons)| {
            json!({ "lever": lever.name().get(speech.language), "persons_a_year": persons })
        })
        .collect();
    json!({
        "qualification": code(told, reach.programme),
        "first_changed": reach.first_changed.0,
        "last_order": reach.last_order.map(|year| year.0),
        "shortage_beyond_ordering": reach.beyond_ordering,
        "worst_year": reach.worst_year.0,
        "probability": reach.probability,
        "shortage_left_at_horizon": reach.left_at_horizon,
        "levers": levers,
        "sentence": reach.sentence(&told.account.inputs).get(speech.language),
    })
}
