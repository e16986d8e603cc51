//! The tables of a run of several areas: the same rows, the area told in each.

use crate::areas::AreasModel;
use crate::areas::backtest::{STANDARDISED, Score};
use crate::areas::figures::Figures;
use crate::areas::project::Projection;
use crate::areas::reliability;
use crate::balance::class::class_of;
use crate::error::Problem;
use crate::language::{Language, Text};
use crate::model::BalanceDefinition;
use crate::options::RunOptions;
use crate::paths::{Paths, Summary};
use crate::results::rows::row;
use crate::results::{HISTORY, ResultRow, ResultTable, Results, ScenarioLabel, TableName};
use crate::status::Status;

/// Name of the only scenario.
const SCENARIO: &str = "baseline";
/// Bounds of the classes of a gap, and the probability from which its sign is named.
const BALANCE: BalanceDefinition =
    BalanceDefinition { class_bounds: [-0.10, -0.03, 0.03, 0.10], naming_probability: 0.8 };

/// What the tables are made from.
#[derive(Clone, Copy, Debug)]
pub struct AreaSource<'a> {
    /// The definition.
    pub model: &'a AreasModel,
    /// What is known.
    pub figures: &'a Figures,
    /// What is projected.
    pub projection: &'a Projection,
    /// Back-test of the labour force, then of employment.
    pub scores: [&'a [Score]; 2],
    /// Options.
    pub options: RunOptions,
    /// Warnings of validation.
    pub problems: &'a [Problem],
}

/// The results of a run of several areas.
pub fn assemble(source: &AreaSource<'_>) -> Results {
    let model = source.model;
    let whole = source.figures.tree.names().first().and_then(|name| model.area(name));
    let title = Text::new("Cơ sở", "Baseline");
    Results {
        model: model.name.clone(),
        title: model.title.clone(),
        area: whole.map_or_else(|| model.standard.clone(), |area| area.code.clone()),
        area_title: whole.map(|area| area.title.clone()).unwrap_or_default(),
        sectors: Vec::new(),
        occupations: Vec::new(),
        qualifications: Vec::new(),
        scenarios: vec![ScenarioLabel { name: SCENARIO.to_owned(), title }],
        base_year: model.base_year,
        to: source.options.to,
        draws: source.options.draws,
        seed: source.options.seed,
        naming_probability: BALANCE.naming_probability,
        tables: TableName::ALL.map(|name| ResultTable { name, rows: source.rows(name) }).into(),
        source_line: model.source_line.clone(),
        notes: source.notes(),
        operations: Vec::new(),
        target_findings: Vec::new(),
        target_review: crate::results::TargetReview::default(),
        fallbacks: Vec::new(),
        problems: source.problems.to_vec(),
        areas: model.areas.clone(),
        compared: model.compare.clone(),
    }
}

/// A figure of a draw and a year.
type Value<'a> = &'a dyn Fn(usize, usize) -> f64;

impl AreaSource<'_> {
    fn rows(&self, name: TableName) -> Vec<ResultRow> {
        let nodes = 0..self.figures.tree.n_nodes();
        match name {
            TableName::Balance => nodes.flat_map(|node| self.balance(node)).collect(),
            TableName::Demand => nodes.flat_map(|node| self.demand(node)).collect(),
            TableName::Supply => nodes.flat_map(|node| self.supply(node)).collect(),
            TableName::Population => nodes.flat_map(|node| self.population(node)).collect(),
            TableName::Forecasts => nodes.flat_map(|node| self.forecasts(node)).collect(),
            TableName::Backtest => self.backtest(),
            _ => Vec::new(),
        }
    }

    fn name(&self, node: usize) -> &str {
        &self.figures.tree.names()[node]
    }

    fn row(&self, node: usize, measure: &str, unit: &str) -> ResultRow {
        row(SCENARIO, self.name(node), measure, unit, 0.0)
    }

    fn past(
        &self,
        node: usize,
        (measure, known): (&str, &[Vec<Option<f64>>]),
        own: Status,
    ) -> Vec<ResultRow> {
        let status = if node < self.figures.tree.n_aggregates() { Status::Derived } else { own };
        let years = self.figures.years.iter().zip(&known[node]).take(self.figures.base + 1);
        let at = |(year, value): (&crate::units::Year, &Option<f64>)| {
            let row = row(HISTORY, self.name(node), measure, "persons", (*value)?);
            Some(row.in_year(*year).with_status(status))
        };
        years.filter_map(at).collect()
    }

    /// Rows of a measure of the projection, a year each, with reliability.
    fn future(&self, node: usize, measure: &str, value: Value<'_>) -> Vec<(Summary, ResultRow)> {
        let first = self.figures.base + 1;
        let at = |(place, year): (usize, &crate::units::Year)| {
            let draws = (0..self.options.draws).map(|draw| value(draw, place)).collect();
            let summary = Summary::of(draws);
            let row = self.row(node, measure, "persons").in_year(*year).with_quantiles(&summary);
            (summary, row)
        };
        self.figures.years[first..].iter().enumerate().map(at).collect()
    }

    fn judged(&self, node: usize, rows: Vec<(Summary, ResultRow)>) -> Vec<ResultRow> {
        let weight = self.projection.fitted.get(node).map_or(1.0, |fitted| fitted.level_weight);
        let letter = |(summary, mut row): (Summary, ResultRow)| {
            row.reliability = Some(reliability::letter(&summary, weight).name().to_owned());
            row
        };
        rows.into_iter().map(letter).collect()
    }

    fn supply(&self, node: usize) -> Vec<ResultRow> {
        let (figures, friction) = (self.figures, self.model.frictional_unemployment);
        let labour_force = &self.projection.labour_force;
        let of = |draw: usize, year: usize| labour_force.path(node, draw)[year];
        let mut rows = self.past(node, ("labour_force", &figures.labour_force), Status::Observed);
        rows.extend(self.rates(node));
        let measures: [(&str, Value<'_>); 3] = [
            ("labour_force", &of),
            ("supply_after_mobility", &|draw, year| of(draw, year) * (1.0 - friction)),
            ("unemployed", &|draw, year| of(draw, year) * friction),
        ];
        for (measure, value) in measures {
            rows.extend(self.judged(node, self.future(node, measure, value)));
        }
        rows
    }

    /// Participation of the past and of the projection.
    fn rates(&self, node: usize) -> Vec<ResultRow> {
        let (figures, projection) = (self.figures, self.projection);
        let known = figures.labour_force[node].iter().enumerate().take(figures.base + 1);
        let past = known.filter_map(|(place, value)| {
            let rate = (*value)? / figures.persons(node, place).max(1.0);
            let row = row(HISTORY, self.name(node), "participation_rate", "share", rate);
            Some(row.in_year(figures.years[place]).with_status(Status::Derived))
        });
        let rate = |draw: usize, year: usize| {
            let persons = projection.population.path(node, draw)[year];
            projection.labour_force.path(node, draw)[year] / persons.max(1.0)
        };
        let future = self.future(node, "participation_rate", &rate).into_iter().map(|(_, row)| {
            let unit = "share".to_owned();
            ResultRow { unit, ..row }
        });
        past.chain(future).collect()
    }

    fn demand(&self, node: usize) -> Vec<ResultRow> {
        let known = ("employment", self.figures.employment.as_slice());
        let mut rows = self.past(node, known, Status::Derived);
        if let Some(employment) = &self.projection.employment {
            let of = |draw: usize, year: usize| employment.path(node, draw)[year];
            rows.extend(self.judged(node, self.future(node, "demand", &of)));
        }
        rows
    }

    fn balance(&self, node: usize) -> Vec<ResultRow> {
        let Some(employment) = &self.projection.employment else { return Vec::new() };
        let supply = 1.0 - self.model.frictional_unemployment;
        let labour_force = &self.projection.labour_force;
        let gap = |draw: usize, year: usize| {
            labour_force.path(node, draw)[year] * supply - employment.path(node, draw)[year]
        };
        let rows = self.future(node, "gap_after_mobility", &gap);
        let judged = rows.into_iter().enumerate().flat_map(|(place, (summary, row))| {
            let demand = employment.mean(node, place);
            let short = (0..self.options.draws).filter(|draw| gap(*draw, place) < 0.0).count();
            let probability = short as f64 / self.options.draws.max(1) as f64;
            let ratio = summary.mean / demand.max(1.0);
            let class = class_of(ratio, &BALANCE);
            let share = self.row(node, "gap_share_of_demand", "share").with_mean(ratio);
            let year = row.year.unwrap_or(self.model.base_year);
            [row.judged(probability, class), share.in_year(year)]
        });
        judged.collect()
    }

    /// Population of working age by year, and by sex and age in the base year and the last.
    fn population(&self, node: usize) -> Vec<ResultRow> {
        let figures = self.figures;
        let adults = |row: ResultRow| row.by_group(None, Some("15+".to_owned()));
        let mut rows: Vec<ResultRow> = (0..=figures.base)
            .map(|place| {
                let persons = figures.persons(node, place);
                let past = row(HISTORY, self.name(node), "population", "persons", persons);
                adults(past.in_year(figures.years[place]).with_status(Status::Estimated))
            })
            .collect();
        let paths: &Paths = &self.projection.population;
        let of = |draw: usize, year: usize| paths.path(node, draw)[year];
        rows.extend(self.future(node, "population", &of).into_iter().map(|(_, row)| adults(row)));
        for (scenario, place) in [(HISTORY, figures.base), (SCENARIO, figures.years.len() - 1)] {
            for ((sex, age), persons) in figures.cells.iter().zip(&figures.population[node][place])
            {
                let cell = row(scenario, self.name(node), "population", "persons", *persons);
                rows.push(
                    cell.in_year(figures.years[place]).by_group(Some(sex), Some(age.clone())),
                );
            }
        }
        rows
    }

    fn forecasts(&self, node: usize) -> Vec<ResultRow> {
        let years = self.figures.years[self.figures.base + 1..].iter();
        let points = years.zip(&self.projection.alone[node]);
        let of = |(year, point): (&crate::units::Year, &f64)| {
            let row = self.row(node, "labour_force", "persons").with_mean(*point);
            row.in_year(*year).by_method(STANDARDISED)
        };
        points.map(of).collect()
    }

    fn backtest(&self) -> Vec<ResultRow> {
        let [labour_force, employment] = self.scores;
        let of = |scores: &[Score], prefix: &str| -> Vec<ResultRow> {
            scores
                .iter()
                .map(|score| {
                    let step = score.step.map(|step| step as u32);
                    let row = self.row(0, &format!("{prefix}_wape"), "share");
                    row.with_mean(score.wape).by_method(&score.method).at_step(step)
                })
                .collect()
        };
        [of(labour_force, "labour_force"), of(employment, "employment")].concat()
    }

    fn notes(&self) -> Vec<Text> {
        let (base, friction) = (self.model.base_year, self.model.frictional_unemployment);
        let percent = |language: Language| language.percent(friction, 2);
        vec![
            Text::new(
                format!(
                    "Lực lượng lao động và việc làm từng địa bàn là số công bố đến {base}; sau đó là dự báo."
                ),
                format!(
                    "Labour force and employment of each area are published figures to {base}; after it they are forecast."
                ),
            ),
            Text::new(
                "Mức và xu hướng tham gia của địa bàn nhỏ dựa một phần vào vùng và cả nước, theo sai số của chính nó (Fay–Herriot).",
                "Level and trend of participation of small areas lean on their region and the country by their own sampling error (Fay–Herriot).",
            ),
            Text::new(
                format!(
                    "Cung là lực lượng lao động trừ {} thất nghiệp tạm thời: {}.",
                    percent(Language::Vietnamese),
                    self.model.frictional_source
                ),
                format!(
                    "Supply is the labour force less {} between jobs: {}.",
                    percent(Language::English),
                    self.model.frictional_source
                ),
            ),
            Text::new(
                "Cầu chỉ là việc làm của quá khứ kéo dài, không phải kế hoạch tuyển dụng; chênh lệch chỉ so sánh hai xu hướng và chỉ có tổng số.",
                "Demand is past employment carried on, not hiring plans: a gap compares two trends, for totals only.",
            ),
            Text::new(
                "Chữ A đến E: hệ số biến thiên đến 5, 10, 15, 25 % và hơn nữa; thấp một bậc nếu số liệu riêng đóng góp dưới một nửa.",
                "Letters A to E: coefficient of variation up to 5, 10, 15, 25 % and above; one lower where the area's own figures carry less than half.",
            ),
        ]
    }
}
