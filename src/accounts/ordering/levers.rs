//! What else could close a shortage, with the persons each way brings at present.

use crate::accounts::AccountInputs;
use crate::accounts::qualifications::QualificationAccount;
use crate::order::Orders;
use crate::order::inputs::Inputs;
use crate::order::reach::{Lever, WORTH_TELLING, of_the_enrolled};
use crate::paths::Paths;

/// Speaks of the horizon of the run, not of the years its needs are carried on for, and adds the
/// levers that the account knows.
pub(super) fn tell(
    orders: &mut Orders,
    (order_inputs, qualifications): (&Inputs, &[usize]),
    (inputs, account): (&AccountInputs<'_>, &QualificationAccount),
) {
    let to = inputs.options.to;
    for reach in &mut orders.reaches {
        let f = reach.programme;
        reach.left_at_horizon = orders.optimal.outlook.shortage[[f, order_inputs.n_years - 1]];
        let last = to.plus(-(order_inputs.programmes[f].duration as i32));
        reach.last_order = (last >= order_inputs.first).then_some(last);
        reach.levers.clear();
        if reach.beyond_ordering.max(reach.left_at_horizon) < WORTH_TELLING {
            continue;
        }
        // Where nothing is beyond ordering, what is left at the horizon is to be closed.
        let short_from_the_start = reach.beyond_ordering >= WORTH_TELLING;
        let year = if short_from_the_start { reach.worst_year } else { to };
        reach.levers = of_the_enrolled(order_inputs, f, year.since(order_inputs.first) as usize);
        let position = year.since(inputs.model.base_year.plus(1)).max(0) as usize;
        reach.levers.extend(of_the_account(account, (qualifications[f], position)));
    }
}

/// Levers on those who hold the qualification, or move: the present flow, which doubling it adds
/// or ending it keeps.
fn of_the_account(
    account: &QualificationAccount,
    (q, year): (usize, usize),
) -> Vec<(Lever, Option<f64>)> {
    let Some(supply) = &account.supply else { return vec![(Lever::InMigration, None)] };
    let flows = &supply.stock.flows;
    let mean = |paths: &Paths| paths.mean(q, year.min(paths.n_years() - 1));
    // More upgrade out of some qualifications than into them: there it is no way to close a gap.
    let all = [
        (Lever::InMigration, Some(mean(&flows.in_migration))),
        (Lever::OutMigration, Some(mean(&flows.out_migration))),
        (Lever::Upgrading, Some(mean(&flows.upgrading))),
        (Lever::LaterRetirement, Some(mean(&flows.exits))),
    ];
    let brings = |(lever, persons): &(Lever, Option<f64>)| {
        *lever == Lever::InMigration || persons.is_some_and(|persons| persons >= WORTH_TELLING)
    };
    all.into_iter().filter(brings).collect()
}
