//! What is known of every area: population, the standard's rates, labour force, employment.

use std::collections::BTreeMap;

use crate::areas::tree::{method, parents, tree};
use crate::areas::{AreasModel, logit, national, population};
use crate::codes::{AgeGroup, Sex};
use crate::dataset::{Dataset, Measure};
use crate::error::Result;
use crate::hierarchy::Hierarchy;
use crate::language::Text;
use crate::status::Status;
use crate::units::Year;

/// Fewest years of labour force an area needs.
pub const FEWEST_YEARS: usize = 3;
/// Least drift of a projection of population from the count, a year (assumed).
const LEAST_DRIFT: f64 = 0.001;
/// The same where counts are carried on (assumed).
const CARRIED_DRIFT: f64 = 0.005;

/// Everything known, node by node in the order of the tree.
#[derive(Clone, Debug)]
pub struct Figures {
    /// The tree.
    pub tree: Hierarchy,
    /// Parent of each node.
    pub parents: Vec<Option<usize>>,
    /// Years of every list, from the first of the history to the last of the projection.
    pub years: Vec<Year>,
    /// Position of the base year.
    pub base: usize,
    /// Population by node, year and cell.
    pub population: Vec<Vec<Vec<f64>>>,
    /// The standard's rates by year and cell.
    pub rates: Vec<Vec<f64>>,
    /// Names of the cells: sex and age.
    pub cells: Vec<(Sex, AgeGroup)>,
    /// Labour force by node and year; an aggregate is known where all its parts are.
    pub labour_force: Vec<Vec<Option<f64>>>,
    /// Employment likewise.
    pub employment: Vec<Vec<Option<f64>>>,
    /// How the labour force, then employment, came to be known, by node and year.
    pub statuses: [Vec<Vec<Status>>; 2],
    /// Standard deviation of the drift of a projection from the count, in logarithms a year.
    pub population_drift: f64,
    /// Areas without a projection of population by age.
    pub carried_population: Vec<String>,
}

impl Figures {
    /// The figures of the model's areas.
    ///
    /// # Errors
    /// [`crate::error::Error::Method`] that names the area and what it lacks.
    pub fn of(model: &AreasModel, dataset: &Dataset) -> Result<Self> {
        let tree = tree(model)?;
        let years: Vec<Year> = model.first_year.to(model.to).collect();
        let (cells, rates) = national::rates(model, dataset, &years)?;
        let persons = persons(model, dataset, (&tree, &cells, &years))?;
        let known = |measure| series(dataset, measure, &tree, &years);
        let (labour_force, of_labour_force) = known(Measure::LabourForce);
        let (employment, of_employment) = known(Measure::Employment);
        let base = model.base_year.since(model.first_year).max(0) as usize;
        check_history(&tree, &labour_force, base)?;
        Ok(Self {
            parents: parents(model, &tree),
            base,
            population: persons.cells,
            rates,
            cells,
            statuses: [of_labour_force, of_employment],
            labour_force,
            employment,
            population_drift: persons.drift,
            carried_population: persons.carried,
            years,
            tree,
        })
    }

    /// Population of working age of a node.
    pub fn persons(&self, node: usize, year: usize) -> f64 {
        self.population[node][year].iter().sum()
    }

    /// Log-odds of participation at the standard's rates of `rate_year`.
    pub fn expected(&self, node: usize, year: usize, rate_year: usize) -> f64 {
        let cells = self.population[node][year].iter().zip(&self.rates[rate_year]);
        let labour_force: f64 = cells.map(|(persons, rate)| persons * rate).sum();
        logit(labour_force / self.persons(node, year).max(1.0))
    }

    /// Number of years of the projection.
    pub const fn horizon(&self) -> usize {
        self.years.len() - self.base - 1
    }
}

type Axes<'a> = (&'a Hierarchy, &'a [national::Cell], &'a [Year]);

fn persons(
    model: &AreasModel,
    dataset: &Dataset,
    (tree, cells, years): Axes<'_>,
) -> Result<Persons> {
    let read = population::read(dataset, cells);
    let by_code: BTreeMap<String, _> =
        read.into_iter().map(|(code, persons)| (code.to_string(), persons)).collect();
    let structure = national::structure(model, dataset, (cells, years));
    let shares = |year: Year| {
        let place = usize::try_from(year.since(model.first_year)).ok();
        let found = place.and_then(|place| structure.as_ref()?.get(place).cloned());
        found.unwrap_or_else(|| vec![1.0; cells.len()])
    };
    let mut population = vec![vec![vec![0.0; cells.len()]; years.len()]; tree.n_nodes()];
    let (mut drifts, mut carried) = (Vec::new(), Vec::new());
    let leaves = population.iter_mut().zip(tree.names()).skip(tree.n_aggregates());
    for (values, name) in leaves {
        let of = by_code.get(name).ok_or_else(|| no_population(name))?;
        if of.is_carried() {
            if structure.is_none() {
                return Err(no_ages(name, model));
            }
            carried.push(name.clone());
        }
        drifts.extend(of.drift());
        for (cells, year) in values.iter_mut().zip(years) {
            let found = of.in_year(*year, &shares);
            *cells = found.ok_or_else(|| lacks("population", name, *year))?;
        }
    }
    for aggregate in 0..tree.n_aggregates() {
        for bottom in tree.bottoms_of(aggregate) {
            let parts = population[tree.n_aggregates() + bottom].clone();
            for (sums, parts) in population[aggregate].iter_mut().zip(parts) {
                sums.iter_mut().zip(parts).for_each(|(sum, part)| *sum += part);
            }
        }
    }
    let squares: f64 = drifts.iter().map(|drift| drift * drift).sum();
    let drift = (squares / drifts.len().max(1) as f64).sqrt();
    let least = if carried.is_empty() { LEAST_DRIFT } else { CARRIED_DRIFT };
    Ok(Persons { cells: population, drift: drift.max(least), carried })
}

/// Population of every node, year and cell; how fast it drifts; whose counts are carried on.
struct Persons {
    cells: Vec<Vec<Vec<f64>>>,
    drift: f64,
    carried: Vec<String>,
}

/// A measure and its status by node and year: the total, or the sum over sectors where there is no total.
fn series(
    dataset: &Dataset,
    measure: Measure,
    tree: &Hierarchy,
    years: &[Year],
) -> (Vec<Vec<Option<f64>>>, Vec<Vec<Status>>) {
    let mut known = vec![vec![None; years.len()]; tree.n_nodes()];
    let mut sums = known.clone();
    let mut statuses = vec![vec![Status::Observed; years.len()]; tree.n_nodes()];
    for row in dataset.table(measure) {
        let key = &row.key;
        if key.sex.is_some() || key.age.is_some() {
            continue;
        }
        let node = tree.position(&key.area.to_string()).filter(|node| *node >= tree.n_aggregates());
        let place = years.iter().position(|year| *year == row.year);
        let Some((node, place)) = node.zip(place) else { continue };
        let status: &mut Status = &mut statuses[node][place];
        if key.sector.is_none() {
            known[node][place] = Some(row.value);
            *status = row.status;
        } else if known[node][place].is_none() {
            *status = (*status).max(row.status).max(Status::Derived);
            let sum: &mut Option<f64> = &mut sums[node][place];
            *sum = Some(sum.unwrap_or(0.0) + row.value);
        }
    }
    for (known, sums) in known.iter_mut().zip(sums) {
        known.iter_mut().zip(sums).for_each(|(total, sum)| *total = total.or(sum));
    }
    for aggregate in 0..tree.n_aggregates() {
        let bottoms = tree.bottoms_of(aggregate);
        let sum = |place: usize| {
            bottoms.iter().map(|b| known[tree.n_aggregates() + b][place]).sum::<Option<f64>>()
        };
        known[aggregate] = (0..years.len()).map(sum).collect();
        let least_firm = |place: usize| {
            let parts = bottoms.iter().map(|b| statuses[tree.n_aggregates() + b][place]);
            parts.fold(Status::Derived, Status::max)
        };
        statuses[aggregate] = (0..years.len()).map(least_firm).collect();
    }
    (known, statuses)
}

fn check_history(tree: &Hierarchy, known: &[Vec<Option<f64>>], base: usize) -> Result<()> {
    for (name, values) in tree.names().iter().zip(known) {
        let history = values.get(..=base).unwrap_or_default();
        let n_known = history.iter().flatten().filter(|value| **value > 0.0).count();
        if n_known < FEWEST_YEARS || history.last().copied().flatten().is_none() {
            return Err(method(Text::new(
                format!(
                    "{name}: labour_force cần năm gốc và ít nhất {FEWEST_YEARS} năm; có {n_known}"
                ),
                format!(
                    "{name}: labour_force needs the base year and at least {FEWEST_YEARS} years; \
                     it has {n_known}"
                ),
            )));
        }
    }
    Ok(())
}

fn no_population(name: &str) -> crate::error::Error {
    method(Text::new(
        format!(
            "{name}: bảng population không có dòng nào; thêm dân số từng năm (cột area là {name})"
        ),
        format!("{name}: population has no row of it; add its population by year (area {name})"),
    ))
}

fn no_ages(name: &str, model: &AreasModel) -> crate::error::Error {
    let standard = &model.standard;
    method(Text::new(
        format!(
            "{name}: không có dân số theo tuổi; thêm dự báo theo tuổi, hoặc dân số theo tuổi của {standard}"
        ),
        format!("{name}: no population by age; add a projection by age, or ages of {standard}"),
    ))
}

fn lacks(table: &str, name: &str, year: Year) -> crate::error::Error {
    method(Text::new(
        format!("{name}: bảng {table} thiếu năm {year}; thêm số liệu hoặc rút ngắn khoảng năm"),
        format!("{name}: {table} has nothing for {year}; add it or shorten the span of years"),
    ))
}
