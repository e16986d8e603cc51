//! The parts of a model file about occupations, qualifications and training orders.

use std::collections::BTreeSet;
use std::fmt::Display;

use crate::language::Text;
use crate::load::toml_table::Table;
use crate::model::AccountsDefinition;
use crate::model::Mobility;
use crate::model::Occupation;
use crate::model::OrderDefinition;
use crate::model::Qualification;

/// Reads the axes of occupations and qualifications and the table `accounts`.
pub(crate) fn accounts(table: &mut Table) -> Option<AccountsDefinition> {
    let mut seen = BTreeSet::new();
    let occupations = table.each("occupation", |table| {
        let (code, title, short) = named(table, &mut seen);
        Some(Occupation { code: code?, title: title?, short: short? })
    });
    let mut seen = BTreeSet::new();
    let qualifications = table.each("qualification", |table| {
        let (code, title, short) = named(table, &mut seen);
        Some(Qualification { code: code?, title: title?, short: short? })
    });
    let options = table.within("accounts", options).unwrap_or_default();
    Some(AccountsDefinition {
        occupations: occupations.into_iter().collect::<Option<_>>()?,
        qualifications: qualifications.into_iter().collect::<Option<_>>()?,
        ..options
    })
}

fn options(table: &mut Table) -> AccountsDefinition {
    let default = AccountsDefinition::default();
    let mut share = |key, other| table.optional_number(key, (0.0, 1.0)).unwrap_or(other);
    let share_damping = share("share_damping", default.share_damping);
    let flexibility = share("flexibility", default.flexibility);
    let ratio_bounds = bounds(table, default.ratio_bounds);
    AccountsDefinition { share_damping, flexibility, ratio_bounds, ..default }
}

fn named<C>(
    table: &mut Table,
    seen: &mut BTreeSet<String>,
) -> (Option<C>, Option<Text>, Option<Text>)
where
    C: std::str::FromStr<Err = crate::codes::CodeError> + Display,
{
    let (code, title) = (table.code::<C>("code"), table.bilingual("title"));
    table.knows("short");
    let short = if table.has("short") { table.bilingual("short") } else { title.clone() };
    let repeated = code.as_ref().is_some_and(|code| !seen.insert(code.to_string()));
    if repeated {
        let expected = Text::new("mỗi mã chỉ xuất hiện một lần", "every code once");
        let repair = Text::new("Xóa mục thừa.", "Delete the second entry.");
        table.error("wrong-value", "code", (expected, repair));
        return (None, title, short);
    }
    (code, title, short)
}

fn bounds(table: &mut Table, default: [f64; 4]) -> [f64; 4] {
    let Some(numbers) = table.optional_numbers("ratio_bounds", (0.0, 10.0)) else {
        return default;
    };
    let bounds = <[f64; 4]>::try_from(numbers).ok();
    let ascending = bounds.filter(|bounds| bounds.windows(2).all(|pair| pair[0] < pair[1]));
    if ascending.is_none() {
        let expected = Text::new("bốn ngưỡng tăng dần", "four ascending bounds");
        table.error("wrong-value", "ratio_bounds", (expected, Text::default()));
    }
    ascending.unwrap_or(default)
}

/// Reads the table `order`.
pub(crate) fn order(table: &mut Table) -> OrderDefinition {
    table.within("order", order_of).unwrap_or_default()
}

fn order_of(table: &mut Table) -> OrderDefinition {
    let default = OrderDefinition::default();
    let first_year = table.optional_year("first_year");
    let mobility = mobility(table).unwrap_or_default();
    let working_life = table.optional_number("working_life", (1.0, 60.0));
    let mut number =
        |key: &str, high: f64, other: f64| table.optional_number(key, (0.0, high)).unwrap_or(other);
    OrderDefinition {
        first_year,
        shortage_cost: number("shortage_cost", 1e6, default.shortage_cost),
        surplus_cost: number("surplus_cost", 1e6, default.surplus_cost),
        change_cost: number("change_cost", 1e6, default.change_cost),
        discount: number("discount", 1.0, default.discount),
        change_limit: number("change_limit", 10.0, default.change_limit),
        risk_weight: number("risk_weight", 1.0, default.risk_weight),
        working_life: working_life.map_or(default.working_life, |years| years.round() as usize),
        mobility,
    }
}

fn mobility(table: &mut Table) -> Option<Mobility> {
    let name = table.optional_text("mobility")?;
    let known = |name: &str| match name {
        "by_match" => Some(Mobility::ByMatch),
        "own_field" => Some(Mobility::OwnField),
        "by_occupation" => Some(Mobility::ByOccupation),
        _ => None,
    };
    table.name("mobility", &name, (known, &["by_match", "own_field", "by_occupation"]))
}
