//! The national size: 63 areas × 21 sectors × 40 occupations × 5 levels, 500 draws.
//!
//! What is here is the part of areas: the labour force of the 63 provinces, and employment of 63 × 21 cells, six
//! regions, the country and every sector, made to add up across areas and sectors in every draw.
//! Occupations and levels follow from these paths cell by cell and are not in this bench.

#![allow(missing_docs, reason = "criterion's macros make undocumented items")]

use criterion::Criterion;
use criterion::criterion_group;
use criterion::criterion_main;
use labourcast::areas::figures::Figures;
use labourcast::areas::project;
use labourcast::forecast::definition::Definition;
use labourcast::hierarchy::{Combinations, Evidence, GroupColumn, Hierarchy, Method};
use labourcast::hierarchy::{Reconciler, Sign};
use labourcast::load::ModelSource;
use labourcast::load::areas_folder;
use labourcast::options::RunOptions;
use labourcast::paths::Paths;

const N_SECTORS: usize = 21;
const DRAWS: usize = 500;

/// Areas × sectors as groups that cross: country, regions, areas, sectors, regions × sectors.
fn crossed(figures: &Figures) -> Hierarchy {
    let names: Vec<String> = figures.tree.names()[figures.tree.n_aggregates()..].to_vec();
    let regions = (figures.tree.n_aggregates()..)
        .map(|node| figures.parents[node].map_or_else(String::new, |parent| parent.to_string()));
    let areas: Vec<(String, String)> = names.into_iter().zip(regions).collect();
    let mut bottoms = Vec::new();
    let mut columns = ["region", "area", "sector"]
        .map(|name| GroupColumn { name: name.to_owned(), values: Vec::new() });
    for (area, region) in &areas {
        for sector in 0..N_SECTORS {
            bottoms.push(format!("{area}/{sector:02}"));
            columns[0].values.push(region.clone());
            columns[1].values.push(area.clone());
            columns[2].values.push(format!("{sector:02}"));
        }
    }
    let named = [vec!["region"], vec!["area"], vec!["sector"], vec!["region", "sector"]];
    let named = named.map(|columns| columns.into_iter().map(str::to_owned).collect());
    let combinations = Combinations::Named(named.into());
    Hierarchy::grouped(&bottoms, &columns, &combinations).expect("the groups are sound")
}

/// Base paths of every node, off from adding up by a few per cent.
fn base(hierarchy: &Hierarchy, areas: &Paths, n_aggregates: usize) -> Paths {
    let n = hierarchy.n_nodes();
    let mut paths = Paths::zeros(areas.first(), n, DRAWS, areas.n_years());
    for draw in 0..DRAWS {
        for year in 0..areas.n_years() {
            let cells: Vec<f64> = (0..hierarchy.n_bottom())
                .map(|cell| {
                    let area = n_aggregates + cell / N_SECTORS;
                    let part = 1.0 + (cell % N_SECTORS) as f64;
                    areas.path(area, draw)[year] * part / 231.0
                })
                .collect();
            for (node, sum) in hierarchy.sums(&cells).into_iter().enumerate() {
                let off = 1.0 + 0.02 * ((node * 7 + draw) % 5) as f64 / 5.0;
                paths.path_mut(node, draw)[year] = sum * off;
            }
        }
    }
    paths
}

fn national(criterion: &mut Criterion) {
    let source = ModelSource::Shipped("viet-nam-provinces".to_owned());
    let loaded = areas_folder::load(&source).expect("it loads").expect("it is of areas");
    let figures = Figures::of(&loaded.model, &loaded.dataset).expect("it is sound");
    let options = RunOptions { to: loaded.model.to, draws: DRAWS, seed: 1 };
    let hierarchy = crossed(&figures);
    criterion.bench_function("63 areas × 21 sectors, 500 draws, adding up", |bench| {
        bench.iter(|| {
            let projection = project::project(&figures, &Definition::Naive, &options)
                .expect("shipped areas project");
            let base = base(&hierarchy, &projection.labour_force, figures.tree.n_aggregates());
            let reconciler = Reconciler::new(
                &hierarchy,
                &Method::WlsStruct,
                Sign::NonNegative,
                Evidence::default(),
            )
            .expect("the structure weighs");
            reconciler.apply_to_paths(&base).expect("finite paths reconcile")
        });
    });
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(10);
    targets = national
}
criterion_main!(benches);
