//! Definition splice: figures of an older definition carried over to the present one (method P2).
//!
//! ```text
//! E*(t)   = E(t)·exp(λ̂)                              totals and, if nobody bears the change, sectors
//! E*_A(t) = E_A(t) − [Σ_s E_s(t) − E*(t)]            the sector A that bears the change
//! ```
//! λ̂ is the step of the area's total (see [`step`]); without a total known under both definitions
//! every sector has a step of its own. Sectors that bear the change share it in proportion to
//! their size. None of them falls below 20 % of itself; what is then left is taken from the other
//! sectors in proportion, and the report says so.
//!
//! The variance of λ̂ enters every figure that depends on it: for the sectors that bear the change
//! times `(E·exp(λ̂) / E*_A)²`, the square of the figure's sensitivity.
//!
//! Where the regional estimate found that the nation's structure follows the definition of each
//! year while its totals do not break, the nation's earlier sectors are carried over too, so that
//! growth of area and nation compare: `N_A → (N_A − (1 − ρ)·N)/ρ` for the sectors that bear the
//! change, `N_s → N_s/ρ` for the others, `ρ = exp(λ̂)`.
//!
//! Figures of any other definition are left out and listed.
//!
//! It leaves out that the definitions may differ by sex and age: all ages take the area's step.

pub(super) mod step;

use std::collections::{BTreeMap, BTreeSet};

use crate::codes::AreaCode;
use crate::dataset::Measure;
use crate::error::Result;
use crate::language::{Language, Text};
use crate::prepare::definition::step::{Basis, Splice, Step};
use crate::prepare::figures::{self, Figure, Figures, Strand};
use crate::series::SeriesKey;
use crate::status::Status;
use crate::units::Year;

/// Share of itself that a sector keeps whatever the change.
const KEPT: f64 = 0.2;

/// Carries the figures of `splice`'s older definition over to the present one.
///
/// # Errors
/// If there are figures of both definitions, but too few to tell the step.
pub(super) fn apply(figures: &mut Figures<'_>, splice: &Splice<'_>) -> Result<()> {
    let area = figures.model.area.clone();
    let total = SeriesKey::total(area.clone());
    let keys: Vec<SeriesKey> =
        figures.keys(splice.measure).into_iter().filter(|key| key.area == area).collect();
    let left_out = left_out(figures, splice, &keys);
    let step = step::estimate(figures, splice, &total);
    let own_steps = sector_steps(figures, splice, &keys);
    let use_own = splice.borne_by.is_empty() && !own_steps.is_empty();
    if step.is_none() && !use_own && keys.iter().any(|key| has_older(figures, splice, key)) {
        let (name, from, to) = (splice.measure.name(), splice.from, splice.to);
        return Err(figures::cannot(
            format!(
                "definition_splice: {name} của {area} có quá ít năm để xác định bước nhảy từ {from} \
                 sang {to}; cần ít nhất bốn năm ngoài các năm loại trừ, có cả hai định nghĩa, hoặc \
                 một năm có số liệu theo cả hai định nghĩa"
            ),
            format!(
                "definition_splice: {name} of {area} is not known in enough years to tell the step \
                 from {from} to {to}; at least four known years outside the mask, with both \
                 definitions among them, or one year under both definitions would help"
            ),
        ));
    }
    let mut spread = BTreeSet::new();
    let sectors: Vec<SeriesKey> = keys.iter().filter(|key| is_plain_sector(key)).cloned().collect();
    for key in keys.iter().filter(|key| !is_plain_sector(key)) {
        if let Some(step) = step {
            carry_over(figures, splice, key, step);
        }
    }
    if use_own {
        for (key, step) in &own_steps {
            carry_over(figures, splice, key, *step);
        }
    } else if let Some(step) = step {
        spread = carry_sectors(figures, splice, &sectors, step);
    }
    let nation = step.and_then(|step| carry_nation(figures, splice, step));
    report(
        figures,
        splice,
        Told { step, own_steps: &own_steps, use_own, spread, left_out, nation },
    );
    Ok(())
}

fn is_plain_sector(key: &SeriesKey) -> bool {
    key.sector.is_some() && key.sex.is_none() && key.age.is_none()
}

fn has_older(figures: &Figures<'_>, splice: &Splice<'_>, key: &SeriesKey) -> bool {
    !figures.strand(splice.measure, key, &splice.older()).is_empty()
}

/// Steps of the sectors that are known under both definitions.
fn sector_steps(
    figures: &Figures<'_>,
    splice: &Splice<'_>,
    keys: &[SeriesKey],
) -> BTreeMap<SeriesKey, Step> {
    let sectors = keys.iter().filter(|key| is_plain_sector(key));
    let told = sectors
        .filter_map(|key| step::estimate(figures, splice, key).map(|step| (key.clone(), step)));
    told.collect()
}

fn left_out(
    figures: &Figures<'_>,
    splice: &Splice<'_>,
    keys: &[SeriesKey],
) -> BTreeMap<String, BTreeSet<Year>> {
    let mut others: BTreeMap<String, BTreeSet<Year>> = BTreeMap::new();
    for key in keys {
        for (definition, strand) in figures.strands(splice.measure, key) {
            if *definition != splice.older() && *definition != splice.present() {
                let name = definition.clone().unwrap_or_else(|| "–".to_owned());
                others.entry(name).or_default().extend(strand.keys());
            }
        }
    }
    others
}

/// Scales the older figures of one series by exp(λ̂) where the present definition has none.
fn carry_over(figures: &mut Figures<'_>, splice: &Splice<'_>, key: &SeriesKey, step: Step) {
    let older = figures.take_strand(splice.measure, key, &splice.older());
    if older.is_empty() {
        return;
    }
    let present = figures.strand_mut(splice.measure, key, &splice.present());
    for (year, figure) in older {
        present.entry(year).or_insert(Figure {
            value: figure.value * step.log_ratio.exp(),
            status: figure.status.max(Status::Estimated),
            log_variance: figure.log_variance + step.variance,
            ..figure
        });
    }
}

/// Carries sectors over so that they sum to the area's total, year by year.
///
/// Gives the years in which the bearing sectors could not bear the whole change.
fn carry_sectors(
    figures: &mut Figures<'_>,
    splice: &Splice<'_>,
    sectors: &[SeriesKey],
    step: Step,
) -> BTreeSet<Year> {
    let total = SeriesKey::total(figures.model.area.clone());
    let totals = figures.strand(splice.measure, &total, &splice.present());
    let older: Vec<Strand> = sectors
        .iter()
        .map(|key| figures.take_strand(splice.measure, key, &splice.older()))
        .collect();
    let bears: Vec<bool> = sectors
        .iter()
        .map(|key| key.sector.as_ref().is_some_and(|s| splice.borne_by.contains(s)))
        .collect();
    let mut spread = BTreeSet::new();
    let years: BTreeSet<Year> = older.iter().flat_map(|strand| strand.keys().copied()).collect();
    for year in years {
        let present: Vec<usize> =
            (0..sectors.len()).filter(|i| older[*i].contains_key(&year)).collect();
        let values: Vec<Figure> = present.iter().map(|i| older[*i][&year]).collect();
        let bearing: Vec<bool> = present.iter().map(|i| bears[*i]).collect();
        let before: f64 = values.iter().map(|f| f.value).sum();
        let target = totals.get(&year).map_or(before * step.log_ratio.exp(), |f| f.value);
        let (mut after, is_spread) = share_change(&values, &bearing, before - target);
        let published: Vec<Option<f64>> = present
            .iter()
            .map(|i| figures.strand(splice.measure, &sectors[*i], &splice.present()))
            .map(|strand| strand.get(&year).map(|f| f.value))
            .collect();
        make_room(&mut after, &published, target);
        if is_spread {
            spread.insert(year);
        }
        let is_new = year >= splice.first_year;
        for (position, i) in present.iter().enumerate() {
            let change =
                Change { before, after: after[position], bears: bearing[position], is_new };
            let figure = changed(values[position], change, step, splice.borne_by.is_empty());
            let strand = figures.strand_mut(splice.measure, &sectors[*i], &splice.present());
            strand.entry(year).or_insert(figure);
        }
    }
    spread
}

/// Scales the sectors without a published figure to what the published ones leave of the total.
fn make_room(after: &mut [f64], published: &[Option<f64>], target: f64) {
    let taken: f64 = published.iter().flatten().sum();
    let open = after.iter().zip(published).filter(|(_, own)| own.is_none());
    let left: f64 = open.map(|(value, _)| value).sum();
    if taken > 0.0 && left > 0.0 {
        let factor = ((target - taken) / left).max(0.0);
        for (value, own) in after.iter_mut().zip(published) {
            *value = own.unwrap_or(*value * factor);
        }
    }
}

/// What the splice does to one sector in one year.
#[derive(Clone, Copy)]
struct Change {
    /// All sectors together under the older definition.
    before: f64,
    /// The sector under the present definition.
    after: f64,
    /// Whether the sector bears the change.
    bears: bool,
    /// Whether the year's total was known under the present definition.
    is_new: bool,
}

/// The figure after the change, with the variance of λ̂ by its sensitivity to it.
///
/// In an older year the sector that bears the change moves by `E·ρ` for a unit of λ and the others
/// stay. In a year of the present definition the older total is itself `E/ρ`: the others then
/// move in proportion and the bearing sector by `E/ρ − E_A`.
fn changed(figure: Figure, change: Change, step: Step, in_proportion: bool) -> Figure {
    let ratio = step.log_ratio.exp();
    let sensitivity = match (in_proportion, change.bears, change.is_new) {
        (true, _, is_new) => f64::from(u8::from(!is_new)),
        (false, false, is_new) => f64::from(u8::from(is_new)),
        (false, true, false) => change.before * ratio / change.after,
        (false, true, true) => (change.before - figure.value) / change.after,
    };
    // The error before the change keeps its size in persons.
    let own = if in_proportion { 1.0 } else { figure.value / change.after };
    Figure {
        value: change.after,
        status: figure.status.max(Status::Estimated),
        log_variance: figure.log_variance * own * own + sensitivity.powi(2) * step.variance,
        ..figure
    }
}

/// Takes `change` from the bearing sectors, or from all in proportion if none bears it.
fn share_change(values: &[Figure], bears: &[bool], change: f64) -> (Vec<f64>, bool) {
    let sum = |bearing: bool| -> f64 {
        values.iter().zip(bears).filter(|(_, b)| **b == bearing).map(|(f, _)| f.value).sum()
    };
    let (bearing, others) = (sum(true), sum(false));
    let borne = if bearing > 0.0 { change.min((1.0 - KEPT) * bearing) } else { 0.0 };
    let rest = change - borne;
    let after = |(figure, bears): (&Figure, &bool)| {
        let (part, whole) = if *bears { (borne, bearing) } else { (rest, others) };
        if whole > 0.0 { figure.value * (1.0 - part / whole) } else { figure.value }
    };
    let is_spread = bearing > 0.0 && rest.abs() > 1e-9 * change.abs();
    (values.iter().zip(bears).map(after).collect(), is_spread)
}

/// Carries the nation's earlier sectors over where its structure follows each year's definition.
///
/// Gives the nation and the years.
fn carry_nation(
    figures: &mut Figures<'_>,
    splice: &Splice<'_>,
    step: Step,
) -> Option<(AreaCode, BTreeSet<Year>)> {
    let (nation, years) = figures.brought_back.take()?;
    let first = *years.first()?;
    let sectors: Vec<_> = figures.model.sectors.iter().map(|s| s.code.clone()).collect();
    let bears: Vec<bool> = sectors.iter().map(|code| splice.borne_by.contains(code)).collect();
    let keys: Vec<SeriesKey> =
        sectors.into_iter().map(|code| SeriesKey::sector(nation.clone(), code)).collect();
    let definitions: Vec<_> =
        keys.iter().map(|key| figures.current_definition(splice.measure, key)).collect();
    let strands: Vec<Strand> =
        keys.iter().map(|key| figures.current(splice.measure, key)).collect();
    let ratio = step.log_ratio.exp();
    let mut carried = BTreeSet::new();
    for year in strands[0].range(..first).map(|(year, _)| *year) {
        let values: Option<Vec<Figure>> = strands.iter().map(|s| s.get(&year).copied()).collect();
        let Some(values) = values else { continue };
        let total: f64 = values.iter().map(|f| f.value).sum();
        let bearing: f64 =
            values.iter().zip(&bears).filter(|(_, b)| **b).map(|(f, _)| f.value).sum();
        let left = (bearing - (1.0 - ratio) * total) / ratio;
        if left < KEPT * bearing || bearing <= 0.0 {
            continue;
        }
        carried.insert(year);
        for (position, (key, definition)) in keys.iter().zip(&definitions).enumerate() {
            let figure = values[position];
            let factor = if bears[position] { left / bearing } else { 1.0 / ratio };
            let value = figure.value * factor;
            let status = figure.status.max(Status::Estimated);
            let strand = figures.strand_mut(splice.measure, key, definition);
            strand.insert(year, Figure { value, status, ..figure });
        }
    }
    (!carried.is_empty()).then_some((nation, carried))
}

struct Told<'t> {
    step: Option<Step>,
    own_steps: &'t BTreeMap<SeriesKey, Step>,
    use_own: bool,
    spread: BTreeSet<Year>,
    left_out: BTreeMap<String, BTreeSet<Year>>,
    nation: Option<(AreaCode, BTreeSet<Year>)>,
}

fn report(figures: &mut Figures<'_>, splice: &Splice<'_>, told: Told<'_>) {
    let Text { vi: name_vi, en: name } = figures::title_of(splice.measure);
    let (from, to) = (splice.from, splice.to);
    let mut vi = vec![format!("{name_vi}: {from} → {to}.")];
    let mut en = vec![format!("{name}: {from} → {to}.")];
    if told.use_own {
        for (key, step) in told.own_steps {
            let label = key.sector.as_ref().map(ToString::to_string).unwrap_or_default();
            vi.push(format!("{label}: {}.", step_text(*step, Language::Vietnamese)));
            en.push(format!("{label}: {}.", step_text(*step, Language::English)));
        }
    } else if let Some(step) = told.step {
        vi.push(format!("{}.", step_text(step, Language::Vietnamese)));
        en.push(format!("{}.", step_text(step, Language::English)));
    } else {
        vi.push("Không có số liệu theo định nghĩa cũ.".to_owned());
        en.push("There are no figures of the older definition.".to_owned());
    }
    if !splice.borne_by.is_empty() {
        let bearers = figures::list(splice.borne_by);
        vi.push(format!("Chênh lệch do {bearers} gánh."));
        en.push(format!("The change is borne by {bearers}."));
    }
    if !told.spread.is_empty() {
        let years = figures::year_list(told.spread);
        vi.push(format!("Vượt 80 % của ngành gánh, phần dư chia cho các ngành khác: {years}."));
        en.push(format!(
            "More than 80% of what bears it, the rest spread over the others: {years}."
        ));
    }
    if let Some((nation, years)) = told.nation {
        let years = figures::year_list(years);
        vi.push(format!("Cơ cấu của {nation} các năm {years} cũng được chuyển, tổng giữ nguyên."));
        en.push(format!("The structure of {nation} in {years} is carried over too, totals kept."));
    }
    for (definition, years) in told.left_out {
        let years = figures::year_list(years);
        vi.push(format!("Không dùng số liệu theo định nghĩa {definition}: {years}."));
        en.push(format!("Figures of definition {definition} are left out: {years}."));
    }
    figures.report("definition_splice", Text::new(vi.join(" "), en.join(" ")));
}

fn step_text(step: Step, language: Language) -> String {
    let ratio = language.number(step.log_ratio.exp(), 3);
    let (lambda, error) =
        (language.number(step.log_ratio, 3), language.number(step.variance.sqrt(), 3));
    let is_clear = step.log_ratio.abs() >= 2.0 * step.variance.sqrt();
    match (language, step.basis) {
        (Language::Vietnamese, Basis::Overlap { years }) => {
            format!("tỷ số {ratio} (λ = {lambda}, sai số chuẩn {error}), từ {years} năm trùng")
        }
        (Language::English, Basis::Overlap { years }) => {
            format!(
                "ratio {ratio} (λ = {lambda}, standard error {error}), from {years} common years"
            )
        }
        (Language::Vietnamese, Basis::Regression { older, present }) => format!(
            "tỷ số {ratio} (λ = {lambda}, sai số chuẩn {error}), hồi quy bậc thang trên {older} năm \
             cũ và {present} năm mới{}",
            if is_clear { "" } else { "; chưa phân biệt được với 0" }
        ),
        (Language::English, Basis::Regression { older, present }) => format!(
            "ratio {ratio} (λ = {lambda}, standard error {error}), step regression on {older} older \
             and {present} present years{}",
            if is_clear { "" } else { "; not distinguishable from 0" }
        ),
    }
}

/// The step of the area's employment that the model declares, if figures can tell it.
pub(super) fn employment_step<'m>(figures: &Figures<'m>) -> Option<(Splice<'m>, Step)> {
    let splice = Splice::of_model(figures.model, Measure::Employment)?;
    let total = SeriesKey::total(figures.model.area.clone());
    step::estimate(figures, &splice, &total).map(|step| (splice, step))
}

#[cfg(test)]
mod tests;
