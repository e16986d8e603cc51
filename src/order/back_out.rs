//! Back-out: the places that fill openings as they come, each explained on one line.
//!
//! ```text
//! places_f(t) = max(0, openings_f(t+L) − other supply_f(t+L)) / (c (1 − further study) entry stay match)
//! openings(t)     = D(t) − (1 − x) D(t−1)        growth of need, and exits to be replaced
//! other supply(t) = S(t) − (1 − x) S(t−1)        those enrolled who finish, net migration
//! ```
//! All are means over the draws. Three years are averaged, so that a single year's spike is not
//! answered by a spike of places: the reaction is what makes shortages and surpluses swing. The
//! rule knows no limits and looks at no shortage that is there already.
//!
//! # Source
//! The balance of the Russian forecasts of labour needs (Petrozavodsk State University) and the
//! Finnish Mitenna model; the swing: Borghans (1991), on teachers.

use ndarray::{Array2, Axis};

use crate::language::{Language, Text};
use crate::order::inputs::Inputs;
use crate::paths::Paths;
use crate::units::Year;

/// One programme's places in one order year, before smoothing, and where they come from.
#[derive(Clone, Debug, PartialEq)]
pub struct BackOutLine {
    /// Programme, by position.
    pub programme: usize,
    /// Order year.
    pub year: Year,
    /// Year in which the intake is at work.
    pub at_work: Year,
    /// Openings of that year, persons.
    pub openings: f64,
    /// Others who come that year, persons.
    pub other_supply: f64,
    /// Workers in the field per place.
    pub yield_of_a_place: f64,
    /// Places of the year alone.
    pub places: f64,
    /// Mean with the years around.
    pub smoothed: f64,
}

/// Places by back-out and their lines, programme by programme; later years are held at the last
/// that has effect by the horizon.
pub(crate) fn back_out(inputs: &Inputs) -> (Array2<f64>, Vec<BackOutLine>) {
    let (demand, supply) = (means(&inputs.demand), means(&inputs.supply));
    let mut order = Array2::zeros((inputs.n_programmes(), inputs.n_years));
    let mut lines = Vec::new();
    for (f, mut row) in order.axis_iter_mut(Axis(0)).enumerate() {
        let mut own: Vec<BackOutLine> = (0..=inputs.last_effective(f))
            .map(|s| line(inputs, (&demand, &supply), f, s))
            .collect();
        smooth(&mut own);
        for (year, places) in row.iter_mut().enumerate() {
            *places = own[year.min(own.len() - 1)].smoothed;
        }
        lines.extend(own);
    }
    (order, lines)
}

fn means(paths: &Paths) -> Array2<f64> {
    Array2::from_shape_fn((paths.n_series(), paths.n_years()), |(f, year)| paths.mean(f, year))
}

fn line(
    inputs: &Inputs,
    (demand, supply): (&Array2<f64>, &Array2<f64>),
    f: usize,
    year: usize,
) -> BackOutLine {
    let programme = &inputs.programmes[f];
    let at = inputs.offset() + year + programme.duration;
    // The first year has none before it: the change of the next year stands for it.
    let later = at.max(1).min(demand.ncols() - 1);
    let stays = 1.0 - programme.exit_rate;
    let flow = |stock: &Array2<f64>| match later.checked_sub(1) {
        Some(earlier) => stock[[f, later]] - stays * stock[[f, earlier]],
        None => programme.exit_rate * stock[[f, later]],
    };
    let (openings, other_supply) = (flow(demand), flow(supply));
    let yield_of_a_place = inputs.stock_per_place(f) * inputs.transfer(f, f);
    let wanted = (openings - other_supply).max(0.0);
    // A place that brings nobody to the field cannot be asked for.
    let places = if yield_of_a_place > 0.0 { wanted / yield_of_a_place } else { 0.0 };
    let year = inputs.year(year);
    let at_work = year.plus(programme.duration as i32);
    BackOutLine {
        programme: f,
        year,
        at_work,
        openings,
        other_supply,
        yield_of_a_place,
        places,
        smoothed: places,
    }
}

/// Means of each year and those beside it.
fn smooth(lines: &mut [BackOutLine]) {
    let raw: Vec<f64> = lines.iter().map(|line| line.places).collect();
    for (position, line) in lines.iter_mut().enumerate() {
        let around = &raw[position.saturating_sub(1)..(position + 2).min(raw.len())];
        line.smoothed = around.iter().sum::<f64>() / around.len() as f64;
    }
}

impl BackOutLine {
    /// The line as planners read it.
    pub fn sentence(&self, inputs: &Inputs) -> Text {
        let programme = &inputs.programmes[self.programme];
        let write = |language: Language| {
            let n = |value| language.number(value, 0);
            let share = |value| language.number(value, 2);
            let matched = match &inputs.flexibility {
                Some(_) => inputs.transfer(self.programme, self.programme),
                None => programme.match_share,
            };
            let shares = format!(
                "{} × {} × {} × {} × {} = {}",
                share(programme.completion),
                share(1.0 - programme.further_study),
                share(programme.entry),
                share(programme.stay),
                share(matched),
                share(self.yield_of_a_place),
            );
            let numbers =
                (n(self.openings), n(self.other_supply), n(self.places), n(self.smoothed));
            (shares, numbers)
        };
        let (shares, (openings, other, places, smoothed)) = write(Language::Vietnamese);
        let vi = format!(
            "«{}», tuyển năm {}: (việc làm cần người năm {} {openings} − nguồn khác {other}) ÷ (hoàn thành × không học tiếp × tham gia × ở lại × đúng ngành: {shares}) = {places} chỗ; bình quân 3 năm {smoothed}",
            programme.name.vi, self.year, self.at_work,
        );
        let (shares, (openings, other, places, smoothed)) = write(Language::English);
        let en = format!(
            "“{}”, intake {}: (openings of {} {openings} − other supply {other}) ÷ (completion × not studying on × entry × stay × match: {shares}) = {places} places; mean of 3 years {smoothed}",
            programme.name.en, self.year, self.at_work,
        );
        Text::new(vi, en)
    }
}
