//! The tables of a run of several areas: the same rows, the area told in each.

mod account;
mod past;

use std::collections::BTreeMap;

use crate::areas::AreasModel;
use crate::areas::account::Accounting;
use crate::areas::backtest::Score;
use crate::areas::figures::Figures;
use crate::areas::project::Projection;
use crate::areas::sectors::Learnt;
use crate::areas::split::Splits;
use crate::areas::spread::Spread;
use crate::areas::structure::SYNTHETIC_ERROR;
use crate::error::{Problem, Result};
use crate::language::{Language, Text};
use crate::model::{BalanceDefinition, Model};
use crate::options::RunOptions;
use crate::prepare::{Fallback, FallbackKind};
use crate::results::areas::account::NodeRows;
use crate::results::{ALL_SECTORS, ResultRow, ResultTable, Results, ScenarioLabel, TableName};

/// Bounds of the classes of a gap, and the probability from which its sign is named, of totals alone.
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

/// What is known below totals.
#[derive(Clone, Copy, Debug)]
pub struct Known<'a> {
    /// The model of the whole, whose axes the tables have.
    pub model: &'a Model,
    /// What was learnt of the areas' sectors.
    pub learnt: &'a Learnt,
    /// Shares below sectors.
    pub splits: &'a Splits,
    /// Employment of the base year by area and sector, in every draw.
    pub base: &'a Spread,
}

/// Tables that grow by one scenario after the other.
#[derive(Debug)]
pub struct AreaTables<'a> {
    source: AreaSource<'a>,
    known: Option<Known<'a>>,
    balance: BalanceDefinition,
    scenarios: Vec<ScenarioLabel>,
    rows: BTreeMap<TableName, Vec<ResultRow>>,
}

impl<'a> AreaTables<'a> {
    /// The tables with the past and the back-test.
    pub fn begin(source: &AreaSource<'a>, known: Option<Known<'a>>) -> Self {
        let balance = known.map_or(BALANCE, |known| known.model.balance.clone());
        let (source, rows) = (*source, BTreeMap::new());
        let mut tables = Self { source, known, balance, scenarios: Vec::new(), rows };
        for (name, rows) in tables.past() {
            tables.rows.entry(name).or_default().extend(rows);
        }
        tables
    }

    /// Adds the rows of a scenario.
    ///
    /// # Errors
    /// As [`Accounting::each`].
    pub fn add(&mut self, scenario: ScenarioLabel, accounting: &Accounting<'_>) -> Result<()> {
        let of_nodes: Vec<NodeRows> =
            accounting.each(|account| self.account_rows(&scenario.name, account))?;
        for (name, rows) in of_nodes.into_iter().flatten() {
            self.rows.entry(name).or_default().extend(rows);
        }
        self.scenarios.push(scenario);
        Ok(())
    }

    /// The results.
    pub fn results(mut self) -> Results {
        let (source, model) = (&self.source, self.source.model);
        let whole = source.figures.tree.names().first().and_then(|name| model.area(name));
        let notes = self.notes();
        let fallbacks = self.fallbacks();
        let axes = self.known.map(|known| known.model);
        let table = |name| ResultTable { name, rows: self.rows.remove(&name).unwrap_or_default() };
        Results {
            tables: TableName::ALL.map(table).into(),
            model: model.name.clone(),
            title: model.title.clone(),
            area: whole.map_or_else(|| model.standard.clone(), |area| area.code.clone()),
            area_title: whole.map(|area| area.title.clone()).unwrap_or_default(),
            sectors: axes.map(|model| model.sectors.clone()).unwrap_or_default(),
            occupations: axes.map(|m| m.accounts.occupations.clone()).unwrap_or_default(),
            qualifications: axes.map(|m| m.accounts.qualifications.clone()).unwrap_or_default(),
            scenarios: self.scenarios,
            base_year: model.base_year,
            to: source.options.to,
            draws: source.options.draws,
            seed: source.options.seed,
            naming_probability: self.balance.naming_probability,
            source_line: model.source_line.clone(),
            notes,
            operations: Vec::new(),
            target_findings: Vec::new(),
            target_review: crate::results::TargetReview::default(),
            fallbacks,
            problems: source.problems.to_vec(),
            areas: model.areas.clone(),
            compared: model.compare.clone(),
        }
    }

    fn name(&self, node: usize) -> &str {
        &self.source.figures.tree.names()[node]
    }

    /// Code of a series: a sector, or the total for the last one.
    fn sector(&self, series: usize) -> String {
        let sectors = self.known.map(|known| &known.model.sectors);
        let found = sectors.and_then(|sectors| sectors.get(series));
        found.map_or_else(|| ALL_SECTORS.to_owned(), |sector| sector.code.to_string())
    }

    /// What stood in for figures that no table gives.
    fn fallbacks(&self) -> Vec<Fallback> {
        let mut fallbacks = Vec::new();
        let carried = &self.source.figures.carried_population;
        if !carried.is_empty() {
            let list = carried.join(", ");
            fallbacks.push(Fallback {
                kind: FallbackKind::Data,
                missing: Text::new(
                    format!("dự báo dân số theo tuổi của {list}"),
                    format!("projection of population by age of {list}"),
                ),
                used: Text::new(
                    format!(
                        "cơ cấu tuổi của {}, đà tăng dân số của chính địa bàn",
                        self.source.model.standard
                    ),
                    format!(
                        "ages of {}, the area's own growth carried on",
                        self.source.model.standard
                    ),
                ),
            });
        }
        let Some(known) = self.known else { return fallbacks };
        let structure = &known.learnt.structure;
        let is_estimated = |errors: &&Vec<f64>| errors.iter().any(|error| *error > 0.0);
        let (n, all) = (structure.error.iter().filter(is_estimated).count(), structure.error.len());
        let missing = Fallback {
            kind: FallbackKind::Data,
            missing: Text::new(
                format!("việc làm theo ngành của {n}/{all} địa bàn"),
                format!("employment by sector of {n} of {all} areas"),
            ),
            used: Text::new(
                "cơ cấu ngành của cả vùng, thương số vị trí và tổng của địa bàn",
                "sectors of the whole, location quotients and totals of the areas",
            ),
        };
        fallbacks.extend((n > 0).then_some(missing));
        fallbacks.extend(known.splits.fallbacks.iter().cloned());
        fallbacks
    }

    fn notes(&self) -> Vec<Text> {
        let (base, friction) =
            (self.source.model.base_year, self.source.model.frictional_unemployment);
        let percent = |language: Language| language.percent(friction, 2);
        [
            Text::new(
                format!(
                    "Lực lượng lao động và việc làm từng địa bàn là số đã có đến {base}, mỗi số có nguồn gốc riêng; sau đó là dự báo."
                ),
                format!(
                    "Labour force and employment of each area are known to {base}, each figure with its own status; after it they are forecast."
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
                    self.source.model.frictional_source.vi
                ),
                format!(
                    "Supply is the labour force less {} between jobs: {}.",
                    percent(Language::English),
                    self.source.model.frictional_source.en
                ),
            ),
            self.demand_note(),
            Text::new(
                "Chữ A đến E: hệ số biến thiên đến 5, 10, 15, 25 % và hơn nữa; thấp một bậc nếu số liệu riêng đóng góp dưới một nửa. Số quá khứ: theo mức dao động một năm quanh xu hướng của chính địa bàn.",
                "Letters A to E: coefficient of variation up to 5, 10, 15, 25 % and above; one lower where the area's own figures carry less than half. Figures of the past: by the noise of a year about the area's own line.",
            ),
        ]
        .into_iter()
        .chain(self.openings_note())
        .collect()
    }

    /// How replacement and openings of an area were made.
    fn openings_note(&self) -> Option<Text> {
        self.known.map(|_| Text::new(
            "Thay thế từng địa bàn và ngành là phần chia số người rời việc của cả vùng theo việc làm năm trước và cơ cấu tuổi của lực lượng lao động địa bàn (ước lượng); cộng các địa bàn bằng cả vùng. Tỷ lệ rời việc theo tuổi của mọi địa bàn giống nhau là giả định.",
            "Replacement of an area and sector is a share of the whole's exits, by employment of the year before and the ages of the area's labour force (estimated); areas add up to the whole. That people of one age leave at one rate everywhere is assumed.",
        ))
    }

    /// What demand is, and what a gap compares.
    fn demand_note(&self) -> Text {
        let Some(known) = self.known else {
            return Text::new(
                "Cầu chỉ là việc làm của quá khứ kéo dài, không phải kế hoạch tuyển dụng; chênh lệch chỉ so sánh hai xu hướng và chỉ có tổng số.",
                "Demand is past employment carried on, not hiring plans: a gap compares two trends, for totals only.",
            );
        };
        let recorded = known.model.base_year;
        let error = |language: Language| language.percent(SYNTHETIC_ERROR, 0);
        Text::new(
            format!(
                "Cầu từng địa bàn tăng theo các ngành của cả vùng (đến {recorded} theo số đã ghi nhận, sau đó theo mô hình của cả vùng) và phần tăng riêng của địa bàn; cung theo dân số và tỷ lệ tham gia. Cơ cấu ngành không có số liệu riêng là ước lượng, sai số giả định {}.",
                error(Language::Vietnamese)
            ),
            format!(
                "Demand of an area grows as the whole's sectors do (to {recorded} as recorded, then as the model of the whole projects them) and by the area's own growth beyond them; supply follows population and participation. A structure without own figures is estimated, its error assumed to be {}.",
                error(Language::English)
            ),
        )
    }
}
