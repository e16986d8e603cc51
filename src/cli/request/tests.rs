#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use super::*;
use crate::cli::arguments::ProjectionArgs;
use crate::dataset::Dataset;
use crate::forecast::employment::method::Method;
use crate::language::Text;
use crate::model::{BalanceDefinition, DemandDefinition, SupplyDefinition};
use crate::scenario::{Assumption, GrowthPath};

fn scenario(name: &str) -> Scenario {
    let zero = || Assumption::new(0.0, "test");
    Scenario {
        name: name.to_owned(),
        title: Text::new(name, name),
        parent: None,
        output_growth: Assumption::new(GrowthPath::default(), "test"),
        retained_out_migration: zero(),
        steered_entrants: zero(),
        mobility_lever: zero(),
        frictional_unemployment: zero(),
        participation_change: zero(),
        known_projects: zero(),
        retained_graduates: zero(),
        training_intake: zero(),
        shocks: Vec::new(),
    }
}

fn loaded() -> Loaded {
    let demand = DemandDefinition {
        methods: vec![Method::Drift],
        reported: Vec::new(),
        fallback: Method::LastValue,
        min_train: 10,
        damping: 0.9,
    };
    let supply =
        SupplyDefinition { participation_damping: 0.9, mobility_damping: 0.9, mobility_years: 8 };
    let balance =
        BalanceDefinition { class_bounds: [-0.1, -0.03, 0.03, 0.1], naming_probability: 0.8 };
    let model = Model {
        name: "ours".to_owned(),
        title: Text::default(),
        area: "VN-56@2025".parse().unwrap(),
        area_title: Text::default(),
        nation: None,
        sectors: Vec::new(),
        first_year: Year(2005),
        base_year: Year(2025),
        to: Year(2030),
        prepare: Vec::new(),
        demand,
        supply,
        balance,
        accounts: crate::model::AccountsDefinition::default(),
        order: crate::model::OrderDefinition::default(),
        source_line: Text::default(),
    };
    Loaded {
        model,
        scenarios: ["retention", "baseline", "slow-growth"].map(scenario).to_vec(),
        default_scenario: "baseline".to_owned(),
        dataset: Dataset::default(),
        problems: Vec::new(),
        inputs: Vec::new(),
    }
}

fn resolved(arguments: &RunArgs) -> Result<RunRequest> {
    RunRequest::resolve(arguments, &loaded())
}

fn projected(projection: ProjectionArgs) -> Result<RunRequest> {
    resolved(&RunArgs { projection, ..RunArgs::default() })
}

fn scenario_names(asked: &[&str]) -> Vec<String> {
    let scenarios = asked.iter().map(|name| (*name).to_owned()).collect();
    let request = projected(ProjectionArgs { scenarios, ..ProjectionArgs::default() }).unwrap();
    request.scenarios.into_iter().map(|scenario| scenario.name).collect()
}

#[test]
fn without_arguments_the_model_decides() {
    let request = resolved(&RunArgs::default()).unwrap();
    let options = RunOptions { to: Year(2030), draws: 2000, seed: 20_251_101 };
    assert_eq!(request.options, options);
    assert_eq!(request.out, Path::new("results/ours"));
    assert_eq!(request.outputs, Outputs::All);
    assert!(request.given.is_empty());
    assert_eq!(scenario_names(&[]), ["baseline"]);
}

#[test]
fn scenarios_come_in_the_order_asked_for_and_once() {
    assert_eq!(
        scenario_names(&["slow-growth", "baseline", "slow-growth"]),
        ["slow-growth", "baseline"]
    );
}

#[test]
fn all_scenarios_begin_with_the_default_one() {
    let every = ["baseline", "retention", "slow-growth"];
    assert_eq!(scenario_names(&["all"]), every);
    assert_eq!(scenario_names(&["retention", "all"]), every);
}

#[test]
fn an_unknown_scenario_is_answered_with_the_nearest_and_with_all() {
    let scenarios = vec!["retension".to_owned()];
    let error = projected(ProjectionArgs { scenarios, ..ProjectionArgs::default() })
        .unwrap_err()
        .to_string();
    assert_eq!(
        error,
        "there is no scenario «retension». Did you mean «retention»? \
         There are: retention, baseline, slow-growth"
    );
}

#[test]
fn the_last_year_lies_after_the_base_year_and_within_a_lifetime_of_it() {
    let with = |to| projected(ProjectionArgs { to: Some(to), ..ProjectionArgs::default() });
    for year in [2026, 2100] {
        assert_eq!(with(year).unwrap().options.to, Year(year));
    }
    for year in [2025, 2101, -5] {
        let error = with(year).unwrap_err().to_string();
        assert!(error.contains("2026–2100") && error.contains("2025"), "{error}");
    }
}

#[test]
fn the_manifest_learns_of_options_that_change_figures_only() {
    let projection = ProjectionArgs {
        model: Some("ours".to_owned()),
        scenarios: vec!["all".to_owned()],
        to: Some(2028),
        draws: None,
        seed: Some(1),
        threads: Some(2),
    };
    let arguments = RunArgs { projection, out: Some("elsewhere".into()), ..RunArgs::default() };
    let given = resolved(&arguments).unwrap().given;
    let names: Vec<&str> = given.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["scenario", "to", "seed"]);
}
