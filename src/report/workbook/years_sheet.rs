//! Demand, supply and gap by sector and year, side by side, a block a scenario.

use rust_xlsxwriter::{Format, Worksheet, XlsxError};

use crate::report::figures::{Cell, sector_codes};
use crate::report::text::pick;
use crate::report::words;
use crate::report::workbook::Context;
use crate::report::workbook::page::{figure, headed_page, header_row, text};
use crate::report::workbook::styles::Body;
use crate::results::{ALL_SECTORS, ResultRow, ScenarioLabel};
use crate::units::Year;

/// The name of the sheet.
pub(super) fn name<'t>(context: &Context) -> &'t str {
    pick(context.language, "Theo năm", "By year")
}

/// What a group of columns shows.
#[derive(Clone, Copy)]
enum Group {
    Demand,
    Supply,
    Gap,
}

impl Group {
    const ALL: [Self; 3] = [Self::Demand, Self::Supply, Self::Gap];

    fn title<'t>(self, context: &Context) -> &'t str {
        let (vi, en) = match self {
            Self::Demand => ("Cầu", "Demand"),
            Self::Supply => ("Cung", "Supply"),
            Self::Gap => ("Chênh lệch", "Gap"),
        };
        pick(context.language, vi, en)
    }

    fn row<'r>(self, context: &Context<'r>, cell: Cell) -> Option<&'r ResultRow> {
        match self {
            Self::Demand => context.figures.demand(cell),
            Self::Supply => context.figures.supply(cell),
            Self::Gap => context.figures.gap(cell),
        }
    }

    fn format(self, body: &Body) -> &Format {
        match self {
            Self::Demand | Self::Supply => &body.count,
            Self::Gap => &body.change,
        }
    }
}

/// The group and year of every column after the first; gaps have no base year.
fn columns(context: &Context) -> Vec<(Group, Year)> {
    let (base, to) = (context.results.base_year, context.results.to);
    let years = |group: Group| {
        let first = if matches!(group, Group::Gap) { base.plus(1) } else { base };
        first.to(to).map(move |year| (group, year))
    };
    Group::ALL.into_iter().flat_map(years).collect()
}

fn block(
    context: &Context,
    sheet: &mut Worksheet,
    row: u32,
    label: &ScenarioLabel,
) -> Result<u32, XlsxError> {
    let language = context.language;
    let heading =
        format!("{}: {}", context.pick("Kịch bản", "Scenario"), label.title.get(language));
    text(sheet, (row, 0), &heading, &context.styles.section)?;
    let columns = columns(context);
    let mut headers = vec![context.pick("Ngành", "Sector").to_owned()];
    headers.extend(columns.iter().map(|(group, year)| format!("{} {year}", group.title(context))));
    header_row(context, sheet, row + 1, &headers)?;
    let codes = sector_codes(context.results);
    for (row, sector) in (row + 2..).zip(&codes) {
        let is_total = sector == ALL_SECTORS;
        let body = if is_total { &context.styles.total } else { &context.styles.body };
        let sector_name = words::sector(context.results, sector);
        text(sheet, (row, 0), sector_name.get(language), &body.text)?;
        for (column, (group, year)) in (1..).zip(&columns) {
            let cell = Cell { scenario: &label.name, sector, year: *year };
            let value = group.row(context, cell).map(|row| row.mean);
            figure(sheet, (row, column), value, group.format(body))?;
        }
    }
    Ok(row + 2 + codes.len() as u32 + 2)
}

/// The sheet.
pub(super) fn sheet(context: &Context) -> Result<Worksheet, XlsxError> {
    let area = context.results.area_title.get(context.language);
    let heading =
        context.pick("cầu, cung và chênh lệch theo năm", "demand, supply and gap by year");
    let subtitle = context.pick(
        "Người, giá trị trung bình; cung và chênh lệch với dịch chuyển giữa các ngành như hiện nay.",
        "Persons, mean; supply and gap if people keep changing sector as they do.",
    );
    let mut sheet = headed_page(context, name(context), &format!("{area}: {heading}"), subtitle)?;
    sheet.set_column_width(0, 26)?;
    for (column, _) in (1..).zip(columns(context)) {
        sheet.set_column_width(column, 11)?;
    }
    sheet.set_freeze_panes(0, 1)?;
    let mut row = 3;
    for label in &context.results.scenarios {
        row = block(context, &mut sheet, row, label)?;
    }
    Ok(sheet)
}
