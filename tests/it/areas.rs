//! Several areas in one run: adding up, order, known figures, repetition, broken trees.

use labourcast::areas::AreasModel;
use labourcast::areas::figures::Figures;
use labourcast::areas::{backtest, project};
use labourcast::error::Error;
use labourcast::forecast::definition::Definition;
use labourcast::identities;
use labourcast::language::Language;
use labourcast::load::ModelSource;
use labourcast::load::areas_folder::{self, LoadedAreas};
use labourcast::options::RunOptions;
use labourcast::pipeline::areas::{AreaInputs, run};
use labourcast::pipeline::{OrderScope, RunInputs};
use labourcast::report::charts::{self, ChartKind, ChartRequest};
use labourcast::results::{ResultRow, Results, TableName};
use labourcast::units::Year;

use crate::runs;

fn loaded() -> LoadedAreas {
    let source = ModelSource::Shipped("viet-nam-provinces".to_owned());
    areas_folder::load(&source).unwrap().unwrap()
}

fn options(draws: usize) -> RunOptions {
    RunOptions { to: Year(2030), draws, seed: 20_251_101 }
}

fn results(model: &AreasModel, loaded: &LoadedAreas, draws: usize) -> Results {
    let inputs = AreaInputs {
        model,
        dataset: &loaded.dataset,
        whole: None,
        options: options(draws),
        problems: &loaded.problems,
    };
    run(&inputs, &|_| ()).unwrap()
}

/// With the sectors of the country.
fn with_whole(loaded: &LoadedAreas) -> Results {
    runs::areas(loaded, &["baseline"], options(30))
}

fn labour_force(results: &Results, area: &str, year: i32) -> f64 {
    let rows = &results.table(TableName::Supply).rows;
    rows.iter()
        .find(|row| {
            (row.area.as_str(), row.measure.as_str(), row.year)
                == (area, "labour_force", Some(Year(year)))
        })
        .map(|row| row.mean)
        .unwrap()
}

#[test]
fn provinces_add_up_to_regions_and_country_in_every_draw_and_year() {
    let loaded = loaded();
    let figures = Figures::of(&loaded.model, &loaded.dataset).unwrap();
    let projection = project::project(&figures, &Definition::Naive, &options(40)).unwrap();
    let tree = &figures.tree;
    assert_eq!((tree.n_nodes(), tree.n_bottom()), (70, 63));
    for paths in [&projection.labour_force, projection.employment.as_ref().unwrap()] {
        for draw in 0..40 {
            for year in 0..paths.n_years() {
                let at = |node| paths.path(node, draw)[year];
                let bottoms: Vec<f64> = (tree.n_aggregates()..70).map(at).collect();
                assert!(bottoms.iter().all(|value| *value >= 0.0));
                for (node, sum) in tree.sums(&bottoms).into_iter().enumerate() {
                    assert!((at(node) - sum).abs() <= 1e-9 * sum, "{node} {draw} {year}");
                }
            }
        }
    }
}

#[test]
fn the_history_is_the_published_one_and_every_identity_holds() {
    let loaded = loaded();
    let results = results(&loaded.model, &loaded, 60);
    // GSO: whole country 44,904.5 and 54,445.3; South East 9,081.0; Khánh Hòa 689.6 thousand.
    for (area, year, thousand) in [
        ("VN@2008", 2005, 44_904.5),
        ("VN@2008", 2016, 54_445.3),
        ("VN-R5@2008", 2016, 9_081.0),
        ("VN-56@2008", 2016, 689.6),
        ("VN-01@2008", 2007, 1_653.7 + 1_575.2),
    ] {
        let found = labour_force(&results, area, year) / 1000.0;
        assert!((found - thousand).abs() < 0.15, "{area} {year}: {found}");
    }
    let reports = identities::check(&results);
    assert!(reports.iter().all(identities::IdentityReport::holds), "{reports:?}");
    let areas = reports.iter().find(|report| report.identity == "whole = Σ areas").unwrap();
    assert!(areas.checked > 500);
}

#[test]
fn the_order_of_areas_changes_no_figure() {
    let loaded = loaded();
    let forwards = results(&loaded.model, &loaded, 30);
    let mut model = loaded.model.clone();
    model.areas.reverse();
    let backwards = results(&model, &loaded, 30);
    assert_eq!(forwards.tables, backwards.tables);
}

#[test]
fn two_runs_are_the_same_to_the_last_bit() {
    let loaded = loaded();
    assert_eq!(results(&loaded.model, &loaded, 30), results(&loaded.model, &loaded, 30));
}

#[test]
fn standardising_beats_the_last_value_and_drift_on_the_past() {
    let loaded = loaded();
    let figures = Figures::of(&loaded.model, &loaded.dataset).unwrap();
    let scores = backtest::labour_force(&figures, 4);
    let of =
        |method: &str| scores.iter().find(|s| s.method == method && s.step.is_none()).unwrap().wape;
    assert!(of("standardised") < of("theta") && of("standardised-blind") < of("drift"));
    // The last value and drift, computed apart from the published table.
    assert!((of("naive") - 0.0439).abs() < 5e-4 && of("drift") < of("naive"));
}

#[test]
fn a_parent_that_is_not_there_gives_one_message_with_the_name_meant() {
    let folder = tempfile::tempdir().unwrap();
    let text = include_str!("../../models/viet-nam-provinces/model.toml");
    let data = concat!(env!("CARGO_MANIFEST_DIR"), "/datasets");
    let broken = text
        .replacen("parent = \"VN-R5@2008\"", "parent = \"VN-R55@2008\"", 1)
        .replace("../../datasets", data)
        .replace("../viet-nam", "viet-nam");
    let path = folder.path().join("model.toml");
    std::fs::write(&path, broken).unwrap();
    let refused = areas_folder::load(&ModelSource::File(path)).unwrap_err();
    let Error::Invalid { problems } = refused else { panic!("{refused}") };
    assert_eq!(problems.len(), 1);
    let sentence = problems[0].sentence(Language::English);
    assert!(sentence.contains("VN-R55@2008") && sentence.contains("VN-R5@2008"), "{sentence}");
}

#[test]
fn a_tree_with_an_unknown_parent_is_refused_by_the_core_too() {
    let loaded = loaded();
    let mut model = loaded.model.clone();
    model.areas.retain(|area| area.code.to_string() != "VN-R4@2008");
    let refused = Figures::of(&model, &loaded.dataset).unwrap_err().to_string();
    assert!(refused.contains("there is no area VN-R4@2008"), "{refused}");
}

#[test]
fn provinces_replace_in_all_whom_the_country_replaces_and_older_ones_more() {
    let loaded = loaded();
    let whole = loaded.whole.as_ref().unwrap();
    let scenarios = [whole.scenario("baseline").unwrap().clone()];
    let of_areas = with_whole(&loaded);
    let of_country = labourcast::pipeline::run(
        &RunInputs {
            model: &whole.model,
            dataset: &whole.dataset,
            scenarios: &scenarios,
            options: options(30),
            problems: &[],
            orders: OrderScope::NoScenario,
        },
        &|_| (),
    )
    .unwrap();
    let mean = |results: &Results, table, (area, sector): (&str, &str), measure: &str, year| {
        let mut rows = results.table(table).rows.iter().filter(|row| row.area == area);
        let is_it = |row: &&ResultRow| {
            (row.sector.as_str(), row.measure.as_str(), row.year)
                == (sector, measure, Some(Year(year)))
        };
        rows.find(is_it).unwrap().mean
    };
    let sectors: Vec<String> = whole.model.sectors.iter().map(|s| s.code.to_string()).collect();
    for sector in &sectors {
        let own = |table, measure, year| mean(&of_country, table, ("VN", sector), measure, year);
        let sum = |table, measure, year| mean(&of_areas, table, ("VN@2008", sector), measure, year);
        let scale =
            sum(TableName::Demand, "employment", 2016) / own(TableName::Demand, "employment", 2016);
        for year in 2026..=2030 {
            let wanted = scale * own(TableName::Openings, "replacement", year);
            let found = sum(TableName::Openings, "replacement", year);
            assert!((found - wanted).abs() < 1e-9 * wanted, "{sector} {year}: {found}, {wanted}");
        }
    }
    // Bình Dương has the youngest workers of the country, Bến Tre some of the oldest.
    let rate = |area: &str| {
        let of = |table, measure, year| mean(&of_areas, table, (area, "TOTAL"), measure, year);
        of(TableName::Openings, "replacement", 2030) / of(TableName::Demand, "demand", 2029)
    };
    let (young, old) = (rate("VN-74@2008"), rate("VN-83@2008"));
    assert!(0.01 < young && young < 0.8 * old && old < 0.1, "{young} {old}");
}

/// The texts of a chart.
fn texts(svg: &str) -> Vec<String> {
    let after = svg.split("<text").skip(1).filter_map(|text| text.split_once('>'));
    let said = after.filter_map(|(_, text)| text.split_once("</text>"));
    said.map(|(text, _)| text.trim().to_owned()).collect()
}

#[test]
fn charts_of_areas_tell_letter_and_status_and_cut_no_words() {
    let loaded = loaded();
    let mut results = with_whole(&loaded);
    results.compared.clone_from(&loaded.model.compare);
    let province = "VN-56@2008".parse().unwrap();
    for (language, status) in [
        (Language::Vietnamese, "Số liệu đến 2016: quan sát; sau đó: ước lượng."),
        (Language::English, "Figures to 2016: observed; later ones: estimated."),
    ] {
        let draw = |kind, area| {
            let request = ChartRequest { kind, scenario: None, sector: None, area, language };
            texts(&charts::draw(&results, &request).unwrap().svg)
        };
        let ends_in_letter = |text: &&String| {
            let letter = text.rsplit(' ').next().unwrap();
            ["A", "B", "C", "D", "E"].contains(&letter)
        };
        for (kind, area, letters) in [
            (ChartKind::Areas, None, 63),
            (ChartKind::Compared, None, 2),
            (ChartKind::ComparedSectors, None, 28),
            (ChartKind::Fan, Some(&province), 2),
        ] {
            let said = draw(kind, area);
            assert!(!said.iter().any(|text| text.contains('…') && !text.contains(" … ")));
            let n = said.iter().filter(ends_in_letter).count();
            assert!(n >= letters, "{kind:?}: {n} {said:?}");
            // What is less sure than a per cent has no decimal.
            let figure = |text: &&String| text.contains(" % D") || text.contains(" % E");
            for text in said.iter().filter(figure) {
                let percent = text.split(' ').next().unwrap().replace(',', ".");
                let percent: f64 = percent.parse().unwrap();
                assert!(percent.fract() == 0.0 || percent < 8.0, "{text}");
            }
        }
        for kind in [ChartKind::Areas, ChartKind::Compared] {
            assert!(draw(kind, None).iter().any(|text| text == status), "{kind:?}");
        }
    }
}

#[test]
fn the_record_of_the_country_after_the_base_year_is_followed_as_it_is() {
    let loaded = loaded();
    let results = with_whole(&loaded);
    let demand = &results.table(TableName::Demand).rows;
    let of_country = |measure: &str, year: i32| {
        let mut rows = demand.iter().filter(|row| row.area == "VN@2008" && row.sector == "TOTAL");
        rows.find(|row| row.measure == measure && row.year == Some(Year(year))).unwrap().mean
    };
    // ILO: 53,873.652 thousand employed in 2016 and 56,173.071 in 2025.
    let growth = of_country("demand", 2025) / of_country("employment", 2016);
    assert!((growth - 56_173.071 / 53_873.652).abs() < 2e-3, "{growth}");
    let reports = identities::check(&results);
    assert!(reports.iter().all(identities::IdentityReport::holds), "{reports:?}");
}
