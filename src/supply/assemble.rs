//! Puts the parts of supply together and states what stood in for what was not given.

use crate::codes::AgeGroup;
use crate::error::Error;
use crate::error::Result;
use crate::language::Text;
use crate::model::Operation;
use crate::prepare::Demography;
use crate::prepare::Fallback;
use crate::supply::PopulationYear;
use crate::supply::Supply;
use crate::supply::SupplyInputs;
use crate::supply::SupplySource;
use crate::supply::SupplySources;
use crate::supply::age_rates::AgeRates;
use crate::supply::age_rates::Change;
use crate::supply::age_rates::FIRST_AGE;
use crate::supply::cohort::Cohorts;
use crate::supply::cohort::group_table;
use crate::supply::fallback;
use crate::supply::labour::LabourByAge;
use crate::supply::labour::LabourWhole;
use crate::supply::labour::Step;
use crate::supply::migration;
use crate::supply::migration::RateHistory;
use crate::supply::mobility;
use crate::supply::mobility::Mobility;
use crate::supply::participation;
use crate::supply::participation::Trends;
use crate::supply::population;
use crate::supply::population::Projection;
use crate::supply::population::Span;
use crate::supply::retirement::RetirementAges;
use crate::supply::simulate::Labour;
use crate::supply::simulate::Simulation;
use crate::supply::simulate::Uncertainty;
use crate::supply::whole;
use crate::units::Year;

/// The labour force with what goes with it.
struct LabourForce {
    labour: Labour,
    uncertainty: Uncertainty,
    population: Vec<PopulationYear>,
    factor: f64,
}

pub(crate) fn supply(inputs: &SupplyInputs<'_>) -> Result<Supply> {
    check(inputs)?;
    let mut fallbacks = fallback::always();
    let unemployment_rate = unemployment(inputs);
    let labour_force = labour_force(inputs, &unemployment_rate, &mut fallbacks)?;
    let recorded: Vec<f64> =
        inputs.prepared.employment.series.iter().map(at_base(inputs)).collect();
    let workers = inputs.prepared.labour_force * (1.0 - unemployment_rate[0]);
    let base_factor = workers / recorded.iter().sum::<f64>();
    let base: Vec<f64> = recorded.iter().map(|persons| persons * base_factor).collect();
    let simulation = Simulation {
        labour: labour_force.labour,
        base,
        codes: inputs.model.sector_codes(),
        mobility: mobility_rates(inputs, &mut fallbacks),
        lever: inputs.scenario.mobility_lever.value,
        damping: inputs.model.supply.mobility_damping,
        steered: inputs.scenario.steered_entrants.value,
        demand: inputs.demand,
        uncertainty: labour_force.uncertainty,
        first: inputs.model.base_year.plus(1),
        years: horizon(inputs),
    };
    let paths = simulation.run(inputs.options.draws, inputs.options.seed);
    Ok(Supply {
        first: simulation.first,
        base: simulation.base,
        before_mobility: paths.before_mobility,
        after_mobility: paths.after_mobility,
        flows: paths.flows,
        labour_force: paths.labour_force,
        population: labour_force.population,
        sources: sources(inputs),
        unemployment_rate,
        labour_force_factor: labour_force.factor,
        base_factor,
        fallbacks,
    })
}

fn horizon(inputs: &SupplyInputs<'_>) -> usize {
    usize::try_from(inputs.options.to.since(inputs.model.base_year)).unwrap_or(0)
}

fn refuse<T>(vi: impl Into<String>, en: impl Into<String>) -> Result<T> {
    Err(Error::Method { stage: "supply", message: Text::new(vi, en) })
}

fn check(inputs: &SupplyInputs<'_>) -> Result<()> {
    let (prepared, demand) = (inputs.prepared, &inputs.demand.by_sector);
    let (sectors, years) = (inputs.model.sectors.len(), horizon(inputs));
    if years == 0 {
        let (to, base) = (inputs.options.to, inputs.model.base_year);
        return refuse(
            format!("năm cuối {to} không sau năm gốc {base}"),
            format!("the last year {to} is not after the base year {base}"),
        );
    }
    let employed: f64 = prepared.employment.series.iter().map(at_base(inputs)).sum();
    if !(employed > 0.0 && prepared.labour_force > 0.0) {
        return refuse(
            "số lao động có việc làm và lực lượng lao động của năm gốc phải dương",
            "employment and labour force of the base year must be positive",
        );
    }
    if !(0.0..1.0).contains(&prepared.unemployment_rate) {
        let rate = prepared.unemployment_rate;
        return refuse(
            format!("tỷ lệ thất nghiệp {rate} không nằm trong khoảng từ 0 đến 1"),
            format!("the unemployment rate {rate} is not a share from 0 to 1"),
        );
    }
    let shape = [demand.n_series(), demand.n_draws()];
    if shape != [sectors, inputs.options.draws]
        || demand.n_years() < years
        || demand.first() != inputs.model.base_year.plus(1)
        || prepared.employment.series.len() != sectors
    {
        let ([has, drawn], long, draws) = (shape, demand.n_years(), inputs.options.draws);
        return refuse(
            format!(
                "cầu có {has} ngành, {drawn} lần mô phỏng và {long} năm; cần {sectors}, {draws} và \
                 {years}"
            ),
            format!(
                "demand has {has} sectors, {drawn} draws and {long} years; expected {sectors}, \
                 {draws} and {years}"
            ),
        );
    }
    Ok(())
}

/// The figure of the base year, or else of the last year.
fn at_base(inputs: &SupplyInputs<'_>) -> impl Fn(&crate::series::Series) -> f64 {
    let base = inputs.model.base_year;
    move |series| series.at(base).or(series.points.last()).map_or(0.0, |point| point.value)
}

fn unemployment(inputs: &SupplyInputs<'_>) -> Vec<f64> {
    let frictional = inputs.scenario.frictional_unemployment.value;
    let distance = inputs.prepared.unemployment_rate - frictional;
    (0..=horizon(inputs)).map(|t| frictional + distance * 0.5_f64.powi(t as i32)).collect()
}

fn masked_years(inputs: &SupplyInputs<'_>) -> Vec<Year> {
    let years = |operation: &Operation| match operation {
        Operation::PandemicMask { years, .. } => years.clone(),
        _ => Vec::new(),
    };
    inputs.model.prepare.iter().flat_map(years).collect()
}

fn mobility_rates(inputs: &SupplyInputs<'_>, fallbacks: &mut Vec<Fallback>) -> Vec<Mobility> {
    let employment = &inputs.prepared.employment;
    mobility::estimate(employment, inputs.model.supply.mobility_years).unwrap_or_else(|| {
        fallbacks.push(fallback::no_mobility());
        vec![Mobility::default(); employment.series.len()]
    })
}

fn labour_force(
    inputs: &SupplyInputs<'_>,
    unemployment: &[f64],
    fallbacks: &mut Vec<Fallback>,
) -> Result<LabourForce> {
    let employed: Vec<f64> = unemployment.iter().map(|rate| 1.0 - rate).collect();
    match &inputs.prepared.demography {
        Some(demography) if !demography.mortality.is_empty() => {
            by_age(inputs, demography, employed, fallbacks)
        }
        _ => {
            fallbacks.push(fallback::no_population());
            Ok(as_a_whole(inputs, employed))
        }
    }
}

fn as_a_whole(inputs: &SupplyInputs<'_>, employed: Vec<f64>) -> LabourForce {
    let prepared = inputs.prepared;
    let damping = inputs.model.supply.participation_damping;
    let growth = whole::growth(&prepared.employment);
    let labour_force =
        whole::damped(prepared.labour_force, growth.slope, damping, employed.len() - 1);
    let participation = [0.0, growth.deviation, 0.0];
    let migration = RateHistory::of(None, inputs.model.base_year);
    LabourForce {
        labour: Labour::Whole(LabourWhole { labour_force, employed }),
        uncertainty: Uncertainty { participation, migration },
        population: Vec::new(),
        factor: 1.0,
    }
}

fn by_age(
    inputs: &SupplyInputs<'_>,
    demography: &Demography,
    employed: Vec<f64>,
    fallbacks: &mut Vec<Fallback>,
) -> Result<LabourForce> {
    let base = inputs.model.base_year;
    let retained = inputs.scenario.retained_out_migration.value;
    let projection =
        population::project(demography, Span { base, to: inputs.options.to, retained });
    let labour_force = inputs.prepared.labour_force;
    let trends = trends(inputs, &projection.cohorts[0], fallbacks);
    let points = inputs.scenario.participation_change.value;
    let change = Change { points, years: horizon(inputs) };
    let Some(rates) = AgeRates::new(&trends, &projection.cohorts[0], labour_force, change) else {
        let people = of_working_age(&projection.cohorts[0]);
        return refuse(
            format!(
                "lực lượng lao động {labour_force:.0} không khớp với dân số {people:.0} từ 15 tuổi \
                 trở lên; kiểm tra đơn vị và địa bàn"
            ),
            format!(
                "a labour force of {labour_force:.0} does not fit a population of {people:.0} aged \
                 15 and over; check units and areas"
            ),
        );
    };
    let rates = rates.retiring_at(&RetirementAges::of_model(inputs.model), base)?;
    fallbacks.extend(fallback::retirement_response(inputs.model.supply.retirement_response));
    let migration = RateHistory::of(demography.net_migration_rate.as_ref(), base);
    fallbacks.extend(fallback::of_demography(demography, base, migration.deviation_assumed));
    let population = population_years(demography, &projection, &rates);
    let factor = rates.factor;
    let steps = steps(&projection);
    let cohorts = projection.cohorts.into_iter().next();
    let by_age = LabourByAge {
        base: cohorts.expect("a projection starts with the base year"),
        steps,
        rates,
        employed,
    };
    let uncertainty = Uncertainty { participation: trends.deviations, migration };
    Ok(LabourForce { labour: Labour::ByAge(Box::new(by_age)), uncertainty, population, factor })
}

fn of_working_age(cohorts: &Cohorts) -> f64 {
    cohorts.persons.iter().map(|of_sex| of_sex[FIRST_AGE..].iter().sum::<f64>()).sum()
}

fn trends(inputs: &SupplyInputs<'_>, base: &Cohorts, fallbacks: &mut Vec<Fallback>) -> Trends {
    let (prepared, year) = (inputs.prepared, inputs.model.base_year);
    let damping = inputs.model.supply.participation_damping;
    let fitted = participation::fit(&prepared.participation, year, damping, &masked_years(inputs));
    if fitted.bands.is_empty() {
        fallbacks.push(fallback::no_participation());
        let ratio = prepared.labour_force / of_working_age(base);
        return Trends::constant(ratio, FIRST_AGE as u8);
    }
    if fitted.deviation_assumed {
        fallbacks.push(fallback::participation_error());
    }
    fitted
}

/// What the draws vary: the expected projection, and where an error of net migration falls.
fn steps(projection: &Projection) -> Vec<Step> {
    let ends = projection.cohorts.windows(2);
    ends.zip(&projection.rates)
        .map(|(ends, rates)| {
            let persons = ends[0].total();
            Step {
                survival: [0, 1].map(|sex: usize| rates.survival[sex].age.clone()),
                migration: rates.migration.clone(),
                per_unit_of_error: migration::profile(&ends[0])
                    .map(|shares| shares.into_iter().map(|share| share * persons).collect()),
                newborn: [0, 1].map(|sex: usize| ends[1].persons[sex][0]),
            }
        })
        .collect()
}

fn population_years(
    demography: &Demography,
    projection: &Projection,
    rates: &AgeRates,
) -> Vec<PopulationYear> {
    let ages = five_year_groups(demography);
    let after_base = projection
        .events
        .iter()
        .map(|events| (events.total_births(), events.total_deaths(), events.total_migration()));
    projection
        .cohorts
        .iter()
        .zip(std::iter::once((0.0, 0.0, 0.0)).chain(after_base))
        .enumerate()
        .map(|(step, (cohorts, (births, deaths, net_migration)))| PopulationYear {
            year: projection.base.plus(step as i32),
            population: cohorts.to_groups(&ages),
            labour_force: group_table(&rates.labour_force(step, cohorts), &ages),
            births,
            deaths,
            net_migration,
        })
        .collect()
}

/// Five-year groups up to the open age of the population, 65 to 100.
fn five_year_groups(demography: &Demography) -> Vec<AgeGroup> {
    let last = demography.population.ages.last().map_or(80, |group| group.from());
    let open = (last / 5 * 5).clamp(65, 100);
    let closed = (0..open / 5).map(|i| AgeGroup::closed(5 * i, 5 * i + 4));
    closed.chain([AgeGroup::open(open)]).collect()
}

/// Migration and unemployment as the data have them; graduates are a matter of the accounts, and no
/// table gives re-entry.
fn sources(inputs: &SupplyInputs<'_>) -> SupplySources {
    let demography = inputs.prepared.demography.as_ref();
    let migration =
        demography.is_some_and(|d| !d.net_migration.is_empty() || d.net_migration_rate.is_some());
    let replaced = |f: &Fallback| f.missing.en.contains("unemployment");
    let unemployed =
        inputs.prepared.unemployment_rate > 0.0 && !inputs.prepared.fallbacks.iter().any(replaced);
    let known = [
        (SupplySource::Graduates, false),
        (SupplySource::Migration, migration),
        (SupplySource::ReEntry, false),
        (SupplySource::Unemployed, unemployed),
    ];
    let named = |given: bool| known.iter().filter(|k| k.1 == given).map(|k| k.0).collect();
    SupplySources { given: named(true), assumed: named(false) }
}
