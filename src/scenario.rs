//! Scenarios: coherent sets of assumptions, each with its source.

use std::collections::BTreeMap;

use crate::codes::SectorCode;
use crate::language::Text;
use crate::units::Year;

/// A value that was chosen, and who chose it or why.
#[derive(Clone, Debug, PartialEq)]
pub struct Assumption<T> {
    /// The value.
    pub value: T,
    /// Where it comes from.
    pub source: String,
}

impl<T> Assumption<T> {
    /// An assumption with its source.
    pub fn new(value: T, source: impl Into<String>) -> Self {
        Self { value, source: source.into() }
    }
}

/// Growth rates over the years after the base year.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GrowthPath {
    /// Growth over the year before, as a share, for the years that are named.
    pub by_year: BTreeMap<Year, f64>,
    /// Growth in every other year.
    pub otherwise: f64,
}

impl GrowthPath {
    /// Growth of `year` over the year before, as a share.
    pub fn of(&self, year: Year) -> f64 {
        self.by_year.get(&year).copied().unwrap_or(self.otherwise)
    }

    /// Level relative to `base` for each year from the year after `base` to `to`.
    pub fn levels(&self, base: Year, to: Year) -> Vec<f64> {
        let mut level = 1.0;
        base.plus(1)
            .to(to)
            .map(|year| {
                level *= 1.0 + self.of(year);
                level
            })
            .collect()
    }
}

/// A sudden change of demand, such as a pandemic or the opening of a border.
#[derive(Clone, Debug, PartialEq)]
pub struct Shock {
    /// First year it is felt.
    pub year: Year,
    /// Relative change of demand in that year, by sector.
    pub demand: BTreeMap<SectorCode, f64>,
    /// Part of the change still there one, two, … years later; nothing after the last.
    pub remaining: Vec<f64>,
}

impl Shock {
    /// Factor on the demand of `sector` in `year`.
    pub fn factor(&self, sector: &SectorCode, year: Year) -> f64 {
        let change = self.demand.get(sector).copied().unwrap_or(0.0);
        let remaining = match usize::try_from(year.since(self.year)) {
            Err(_) => 0.0,
            Ok(0) => 1.0,
            Ok(later) => self.remaining.get(later - 1).copied().unwrap_or(0.0),
        };
        1.0 + change * remaining
    }
}

/// A coherent set of assumptions about what is chosen or not forecast.
#[derive(Clone, Debug, PartialEq)]
pub struct Scenario {
    /// Name as typed.
    pub name: String,
    /// Name as shown.
    pub title: Text,
    /// Scenario it was derived from.
    pub parent: Option<String>,
    /// Growth of output at constant prices.
    pub output_growth: Assumption<GrowthPath>,
    /// Share of present net out-migration that stays instead, 0 to 1.
    pub retained_out_migration: Assumption<f64>,
    /// Share of entrants trained for, and led to, the sectors with openings, 0 to 1.
    pub steered_entrants: Assumption<f64>,
    /// Factor on present net mobility between sectors.
    pub mobility_lever: Assumption<f64>,
    /// Unemployment that remains when supply meets demand, as a share of the labour force.
    pub frictional_unemployment: Assumption<f64>,
    /// Change of participation rates of ages 15 to 64, in share points reached at the last year.
    pub participation_change: Assumption<f64>,
    /// Factor on the jobs of known projects.
    pub known_projects: Assumption<f64>,
    /// Share of graduates who leave the area at present that stays instead, 0 to 1.
    pub retained_graduates: Assumption<f64>,
    /// Factor on the intake of every training programme after the base year.
    pub training_intake: Assumption<f64>,
    /// Sudden changes of demand.
    pub shocks: Vec<Assumption<Shock>>,
}

/// Name of an assumption that is a number, and where it stands.
type Number = (&'static str, fn(&Scenario) -> f64);

/// `own`, or what `levers` make of it: the last one that says another value counts.
fn moved<T: Clone + PartialEq>(
    own: &Assumption<T>,
    levers: impl Iterator<Item = Assumption<T>>,
) -> Assumption<T> {
    levers.filter(|lever| lever.value != own.value).last().unwrap_or_else(|| own.clone())
}

impl Scenario {
    /// The scenario with what each of `levers` changes of it.
    ///
    /// A lever is a scenario too: what it says otherwise than `self` is what it does. Levers are
    /// told apart by [`Scenario::changes`]; where two change the same, the last counts.
    #[must_use]
    pub fn with(&self, levers: &[&Self]) -> Self {
        let number = |of: fn(&Self) -> &Assumption<f64>| {
            moved(of(self), levers.iter().map(|lever| of(lever).clone()))
        };
        let growth = levers.iter().map(|lever| lever.output_growth.clone());
        let shocks = levers.iter().rev().find(|lever| lever.shocks != self.shocks);
        let named = [self].into_iter().chain(levers.iter().copied());
        let names: Vec<&str> = named.map(|one| one.name.as_str()).collect();
        Self {
            name: names.join(" + "),
            title: self.title.clone(),
            parent: Some(self.name.clone()),
            output_growth: moved(&self.output_growth, growth),
            retained_out_migration: number(|one| &one.retained_out_migration),
            steered_entrants: number(|one| &one.steered_entrants),
            mobility_lever: number(|one| &one.mobility_lever),
            frictional_unemployment: number(|one| &one.frictional_unemployment),
            participation_change: number(|one| &one.participation_change),
            known_projects: number(|one| &one.known_projects),
            retained_graduates: number(|one| &one.retained_graduates),
            training_intake: number(|one| &one.training_intake),
            shocks: shocks.map_or_else(|| self.shocks.clone(), |lever| lever.shocks.clone()),
        }
    }

    /// Names of the assumptions in which it differs from `other`.
    pub fn changes(&self, other: &Self) -> Vec<&'static str> {
        let numbers: [Number; 8] = [
            ("retained_out_migration", |one| one.retained_out_migration.value),
            ("steered_entrants", |one| one.steered_entrants.value),
            ("mobility_lever", |one| one.mobility_lever.value),
            ("frictional_unemployment", |one| one.frictional_unemployment.value),
            ("participation_change", |one| one.participation_change.value),
            ("known_projects", |one| one.known_projects.value),
            ("retained_graduates", |one| one.retained_graduates.value),
            ("training_intake", |one| one.training_intake.value),
        ];
        let growth = self.output_growth.value != other.output_growth.value;
        let shocks = self.shocks != other.shocks;
        let differ = numbers.into_iter().filter(|(_, of)| of(self) != of(other));
        let differ = differ.map(|(name, _)| name);
        let growth = growth.then_some("output_growth").into_iter();
        growth.chain(differ).chain(shocks.then_some("shock")).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codes::Classification;

    #[test]
    fn a_shock_fades_as_stated_and_touches_no_year_before_it() {
        let sector = SectorCode::new(Classification::Vsic2018, "I").unwrap();
        let demand = BTreeMap::from([(sector.clone(), -0.4)]);
        let shock = Shock { year: Year(2027), demand, remaining: vec![0.5] };
        let factors: Vec<f64> =
            Year(2026).to(Year(2029)).map(|year| shock.factor(&sector, year)).collect();
        assert_eq!(factors, [1.0, 0.6, 0.8, 1.0]);
    }

    fn scenario(name: &str, retained: f64, intake: f64) -> Scenario {
        let number = |value| Assumption::new(value, name);
        Scenario {
            name: name.to_owned(),
            title: Text::default(),
            parent: None,
            output_growth: Assumption::new(GrowthPath::default(), name),
            retained_out_migration: number(retained),
            steered_entrants: number(0.0),
            mobility_lever: number(1.0),
            frictional_unemployment: number(0.03),
            participation_change: number(0.0),
            known_projects: number(1.0),
            retained_graduates: number(0.0),
            training_intake: number(intake),
            shocks: Vec::new(),
        }
    }

    #[test]
    fn levers_change_what_they_say_otherwise_and_nothing_else() {
        let base = scenario("base", 0.0, 1.0);
        let (stay, train) = (scenario("stay", 0.5, 1.0), scenario("train", 0.0, 1.2));
        assert_eq!(stay.changes(&base), ["retained_out_migration"]);
        let both = base.with(&[&stay, &train]);
        assert_eq!(both.name, "base + stay + train");
        assert_eq!(both.retained_out_migration, stay.retained_out_migration);
        assert_eq!(both.training_intake, train.training_intake);
        // What a lever leaves as it is keeps the source of the scenario itself.
        assert_eq!(both.mobility_lever, base.mobility_lever);
        assert_eq!(base.with(&[]).changes(&base), Vec::<&str>::new());
    }

    #[test]
    fn growth_compounds() {
        let growth = GrowthPath { by_year: BTreeMap::from([(Year(2027), -0.5)]), otherwise: 0.1 };
        let levels = growth.levels(Year(2025), Year(2027));
        assert!((levels[0] - 1.1).abs() < 1e-12 && (levels[1] - 0.55).abs() < 1e-12);
    }
}
