//! Charts that Excel draws, with the figures they show beside them.
//!
//! They may be copied into slides and changed there; the files in `charts/` are the finished form.

use rust_xlsxwriter::{
    Chart, ChartAxisLabelPosition, ChartErrorBars, ChartErrorBarsType, ChartFont, ChartFormat,
    ChartLegendPosition, ChartLine, ChartLineDashType, ChartPoint, ChartRange, ChartSolidFill,
    Worksheet, XlsxError,
};

use crate::report::figures::{Cell, sector_lines};
use crate::report::text::pick;
use crate::report::workbook::Context;
use crate::report::workbook::page::{figure, headed_page, header_row, text};
use crate::report::workbook::styles::{SHORTAGE, SURPLUS, UNSURE};
use crate::results::{ALL_SECTORS, ResultRow};

/// First row of figures; charts begin there too.
const TOP: u32 = 4;

/// Colours of demand and supply, as in the files of `charts/`.
const DEMAND: u32 = 0x00_5892;
const SUPPLY: u32 = 0xCC_5800;

/// Column in which the charts begin.
const CHART_COLUMN: u16 = 8;

/// The name of the sheet.
pub(super) fn name<'t>(context: &Context) -> &'t str {
    pick(context.language, "Biểu đồ", "Charts")
}

/// Rows of figures of a chart: from the row of headers to the last.
#[derive(Clone, Copy)]
struct Rows {
    header: u32,
    last: u32,
}

impl Rows {
    fn range(self, sheet: &str, column: u16) -> ChartRange {
        ChartRange::new_from_range(sheet, self.header + 1, column, self.last, column)
    }

    fn cell(self, sheet: &str, column: u16) -> ChartRange {
        ChartRange::new_from_range(sheet, self.header, column, self.header, column)
    }
}

/// A gap with how far its interval reaches down and up.
struct Bar<'t> {
    name: &'t str,
    gap: Option<&'t ResultRow>,
}

fn write_bars(
    context: &Context,
    sheet: &mut Worksheet,
    (header, caption): (u32, &str),
    bars: &[Bar],
) -> Result<Rows, XlsxError> {
    let words = |vi: &str, en: &str| context.pick(vi, en).to_owned();
    let headers = [
        caption.to_owned(),
        words("Chênh lệch", "Gap"),
        words("xuống đến P10", "down to P10"),
        words("lên đến P90", "up to P90"),
    ];
    header_row(context, sheet, header, &headers)?;
    let body = &context.styles.body;
    for (row, bar) in (header + 1..).zip(bars) {
        text(sheet, (row, 0), bar.name, &body.text)?;
        let interval = |end: fn(&ResultRow) -> Option<f64>| {
            bar.gap.and_then(|gap| Some((end(gap)? - gap.mean).abs()))
        };
        figure(sheet, (row, 1), bar.gap.map(|gap| gap.mean), &body.change)?;
        figure(sheet, (row, 2), interval(|gap| gap.p10), &body.count)?;
        figure(sheet, (row, 3), interval(|gap| gap.p90), &body.count)?;
    }
    Ok(Rows { header, last: header + bars.len().max(1) as u32 })
}

fn whiskers(sheet: &str, rows: Rows) -> ChartErrorBars {
    let (minus, plus) = (rows.range(sheet, 2), rows.range(sheet, 3));
    let mut bars = ChartErrorBars::new();
    bars.set_type(ChartErrorBarsType::Custom(plus, minus));
    bars.set_format(
        ChartFormat::new().set_line(ChartLine::new().set_color(0x40_4040).set_width(1)),
    );
    bars
}

fn titled(chart: &mut Chart, title: &str) {
    chart.title().set_name(title).set_font(ChartFont::new().set_size(13).set_bold());
    chart.set_width(760);
}

/// The colour of each bar: its sign, where that is sure.
fn points(bars: &[Bar], sure: f64) -> Vec<ChartPoint> {
    let colour = |bar: &Bar| match bar.gap.and_then(|gap| gap.p_shortage) {
        Some(p) if p >= sure => SHORTAGE,
        Some(p) if 1.0 - p >= sure => SURPLUS,
        _ => UNSURE,
    };
    let point =
        |bar: &Bar| ChartPoint::new().set_format(ChartSolidFill::new().set_color(colour(bar)));
    bars.iter().map(point).collect()
}

/// Ends and step of an axis that holds every interval; Excel would leave the whiskers out.
fn axis_of(bars: &[Bar]) -> [f64; 3] {
    let gaps = || bars.iter().filter_map(|bar| bar.gap);
    let low = gaps().map(|gap| gap.p10.unwrap_or(gap.mean)).fold(0.0, f64::min);
    let high = gaps().map(|gap| gap.p90.unwrap_or(gap.mean)).fold(0.0, f64::max);
    let rough = ((high - low) / 6.0).max(1.0);
    let power = 10_f64.powf(rough.log10().floor());
    let step = [1.0, 2.0, 5.0, 10.0].map(|part| part * power);
    let step = step.into_iter().find(|step| *step >= rough).unwrap_or(rough);
    [(low / step).floor() * step, (high / step).ceil() * step, step]
}

/// Horizontal bars of gaps with their intervals; the category axis of such a chart is `y_axis`.
fn bar_chart(context: &Context, rows: Rows, bars: &[Bar], title: &str) -> Chart {
    let sheet = name(context);
    let mut chart = Chart::new_bar();
    chart
        .add_series()
        .set_categories(&rows.range(sheet, 0))
        .set_values(&rows.range(sheet, 1))
        .set_points(&points(bars, context.results.naming_probability))
        .set_gap(45)
        .set_x_error_bars(&whiskers(sheet, rows));
    titled(&mut chart, title);
    chart.legend().set_hidden();
    let [low, high, step] = axis_of(bars);
    chart
        .y_axis()
        .set_reverse()
        .set_label_position(ChartAxisLabelPosition::Low)
        .set_major_gridlines(false);
    chart
        .x_axis()
        .set_min(low)
        .set_max(high)
        .set_major_unit(step)
        .set_num_format("#,##0;−#,##0")
        .set_label_position(ChartAxisLabelPosition::High)
        .set_name(context.pick(
            "người; cam: thiếu, xanh: dư, xám: chưa rõ; vạch: khoảng 80 %",
            "persons; orange: shortage, blue: surplus, grey: not sure; whisker: 80% interval",
        ))
        .set_name_font(ChartFont::new().unset_bold())
        .set_major_gridlines(true)
        .set_major_gridlines_line(ChartLine::new().set_color(0xD9_D9D9).set_width(0.5));
    chart.set_height(bar_height(bars.len()));
    chart
}

/// Height of a chart with `n_bars` bars, in pixels.
fn bar_height(n_bars: usize) -> u32 {
    150 + 24 * n_bars as u32
}

fn write_lines(context: &Context, sheet: &mut Worksheet, header: u32) -> Result<Rows, XlsxError> {
    let results = context.results;
    let words = |vi: &str, en: &str| context.pick(vi, en).to_owned();
    let (demand, supply) = (words("Cầu", "Demand"), words("Cung", "Supply"));
    let mut headers = vec![words("Năm", "Year")];
    for side in [demand, supply] {
        headers.extend([side.clone(), format!("{side} P10"), format!("{side} P90")]);
    }
    header_row(context, sheet, header, &headers)?;
    let scenario = results.first_scenario();
    let body = &context.styles.body;
    for (row, year) in (header + 1..).zip(results.base_year.to(results.to)) {
        text(sheet, (row, 0), &year.to_string(), &body.text)?;
        let cell = Cell { scenario, sector: ALL_SECTORS, year };
        let sides = [context.figures.demand(cell), context.figures.supply(cell)];
        for (column, side) in [1, 4].into_iter().zip(sides) {
            figure(sheet, (row, column), side.map(|row| row.mean), &body.count)?;
            figure(sheet, (row, column + 1), side.and_then(|row| row.p10), &body.count)?;
            figure(sheet, (row, column + 2), side.and_then(|row| row.p90), &body.count)?;
        }
    }
    Ok(Rows { header, last: header + 1 + results.to.since(results.base_year).max(0) as u32 })
}

fn line_chart(context: &Context, rows: Rows, title: &str) -> Chart {
    let sheet = name(context);
    let mut chart = Chart::new_line();
    for (column, colour) in [(1, DEMAND), (4, SUPPLY)] {
        for side in [column, column + 1, column + 2] {
            let mut line = ChartLine::new();
            line.set_color(colour).set_width(if side == column { 2.5 } else { 1.0 });
            if side != column {
                line.set_dash_type(ChartLineDashType::Dash);
            }
            chart
                .add_series()
                .set_name(&rows.cell(sheet, side))
                .set_categories(&rows.range(sheet, 0))
                .set_values(&rows.range(sheet, side))
                .set_format(ChartFormat::new().set_line(&line));
        }
    }
    titled(&mut chart, title);
    chart.set_height(420);
    chart.legend().set_position(ChartLegendPosition::Bottom);
    chart
        .y_axis()
        .set_num_format("#,##0")
        .set_name(context.pick("người", "persons"))
        .set_name_font(ChartFont::new().unset_bold())
        .set_major_gridlines_line(ChartLine::new().set_color(0xD9_D9D9).set_width(0.5));
    chart
}

/// Places a chart beside its figures and gives the first free row below both.
fn place(sheet: &mut Worksheet, rows: Rows, chart: &Chart, height: u32) -> Result<u32, XlsxError> {
    // A row of the sheet is 20 pixels high.
    sheet.insert_chart(rows.header, CHART_COLUMN, chart)?;
    Ok((rows.header + height / 20).max(rows.last) + 3)
}

/// The sheet.
pub(super) fn sheet(context: &Context) -> Result<Worksheet, XlsxError> {
    let (results, language) = (context.results, context.language);
    let (area, to) = (results.area_title.get(language), results.to);
    let source = results.source_line.get(language);
    let mut sheet = headed_page(context, name(context), area, source)?;
    // A chart cut in two by the end of a page cannot be handed out.
    sheet.set_print_fit_to_pages(1, 1);
    sheet.set_column_width(0, 26)?;
    for column in 1..CHART_COLUMN {
        sheet.set_column_width(column, 11.5)?;
    }
    let scenario = results.scenarios.first();
    let scenario_name = scenario.map_or("", |label| &label.name);
    let title = scenario.map_or("", |label| label.title.get(language));

    let lines = sector_lines(results, &context.figures, scenario_name);
    let sectors = lines.iter().filter(|line| !line.is_total());
    let bars: Vec<_> =
        sectors.map(|line| Bar { name: line.name.get(language), gap: line.gap }).collect();
    let caption = context.pick("Ngành", "Sector");
    let rows = write_bars(context, &mut sheet, (TOP, caption), &bars)?;
    let heading = context.pick("Chênh lệch cung – cầu theo ngành", "Gap by sector");
    let chart = bar_chart(context, rows, &bars, &format!("{heading}, {to} ({title})"));
    let next = place(&mut sheet, rows, &chart, bar_height(bars.len()))?;

    let rows = write_lines(context, &mut sheet, next)?;
    let heading = context.pick("Tổng cầu và tổng cung lao động", "Total demand and supply");
    let chart = line_chart(context, rows, &format!("{heading} ({title})"));
    let next = place(&mut sheet, rows, &chart, 420)?;

    if results.scenarios.len() > 1 {
        scenario_chart(context, &mut sheet, next)?;
    }
    Ok(sheet)
}

fn scenario_chart(context: &Context, sheet: &mut Worksheet, row: u32) -> Result<(), XlsxError> {
    let results = context.results;
    let gap =
        |scenario| context.figures.gap(Cell { scenario, sector: ALL_SECTORS, year: results.to });
    let bars: Vec<_> = results
        .scenarios
        .iter()
        .map(|label| Bar { name: label.title.get(context.language), gap: gap(&label.name) })
        .collect();
    let rows = write_bars(context, sheet, (row, context.pick("Kịch bản", "Scenario")), &bars)?;
    let heading = context.pick("Chênh lệch tổng thể theo kịch bản", "Overall gap by scenario");
    let chart = bar_chart(context, rows, &bars, &format!("{heading}, {}", results.to));
    place(sheet, rows, &chart, bar_height(bars.len())).map(drop)
}
