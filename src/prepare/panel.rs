//! Employment by sector without gaps, from the figures that the operations left.
//!
//! Years between known ones that no operation filled are interpolated between logarithms. A sector
//! with fewer than four figures, or without one at an end of the panel, follows its share in the
//! sectors that are complete.

use std::collections::BTreeSet;

use crate::codes::{AreaCode, SectorCode};
use crate::dataset::Measure;
use crate::error::Result;
use crate::language::Text;
use crate::prepare::figures::{self, Figures, Strand};
use crate::prepare::missing;
use crate::series::{Panel, Point, Series, SeriesKey};
use crate::status::Status;
use crate::units::Year;

/// Fewest figures of a series of its own (method P5).
const FEWEST_POINTS: usize = 4;

/// Sectors of one area while they are completed.
struct Sectors {
    area: AreaCode,
    codes: Vec<SectorCode>,
    strands: Vec<Strand>,
    years: Vec<Year>,
}

/// Employment of `area` by sector over the panel's years, as recorded.
///
/// # Errors
/// If a sector has no figure at all, or no sector is complete.
pub(super) fn employment(figures: &mut Figures<'_>, area: &AreaCode) -> Result<Panel> {
    let mut sectors = Sectors::of(figures, area)?;
    let mut filled = sectors.fill_between();
    filled.extend(sectors.fill_by_share(figures)?);
    if !filled.is_empty() {
        let years = figures::year_list(filled);
        figures.report(
            "complete_panel",
            Text::new(
                format!(
                    "Việc làm của {area}: năm còn thiếu được nội suy hoặc theo tỷ trọng: {years}."
                ),
                format!(
                    "Employment of {area}: years still missing interpolated or by share: {years}."
                ),
            ),
        );
    }
    let series = sectors.codes.iter().zip(&sectors.strands).map(|(code, strand)| Series {
        key: SeriesKey::sector(area.clone(), code.clone()),
        first: sectors.years[0],
        points: sectors
            .years
            .iter()
            .map(|year| strand[year].point(figures.masked.contains(year)))
            .collect(),
    });
    Ok(Panel { series: series.collect() })
}

impl Sectors {
    fn of(figures: &mut Figures<'_>, area: &AreaCode) -> Result<Self> {
        let model = figures.model;
        let codes: Vec<SectorCode> = model.sectors.iter().map(|s| s.code.clone()).collect();
        let (from, to) = (model.first_year, model.base_year);
        let mut strands: Vec<Strand> = Vec::new();
        for code in &codes {
            let key = SeriesKey::sector(area.clone(), code.clone());
            note_unused(figures, &key);
            let strand = figures.current(Measure::Employment, &key);
            strands.push(strand.range(from..=to).map(|(y, f)| (*y, *f)).collect());
        }
        if let Some(position) = strands.iter().position(Strand::is_empty) {
            let code = &codes[position];
            return Err(figures::cannot(
                format!(
                    "lao động ngành {code} của {area} không có số liệu từ {from} đến {to}; bổ sung \
                     bảng `employment` cho ngành này, hoặc số liệu ngành của cả nước, tổng số của \
                     địa bàn và bước regional_estimate"
                ),
                format!(
                    "employment of {area} in {code} has no figure from {from} to {to}; give the \
                     table `employment` for this sector, or the nation's sectors, the area's totals \
                     and the step regional_estimate"
                ),
            ));
        }
        let first = strands.iter().filter_map(|s| s.keys().next()).min().copied().unwrap_or(from);
        if first > from {
            figures.fall_back(
                {
                    let years = figures::year_list(from.to(first.plus(-1)));
                    Text::new(
                        format!("lao động có việc làm của {area} các năm {years}"),
                        format!("employment of {area} {years}"),
                    )
                },
                Text::new(
                    format!("Chuỗi bắt đầu từ {first}, năm đầu có số liệu."),
                    format!("The panel begins in {first}, the first year with figures."),
                ),
            );
        }
        Ok(Self { area: area.clone(), codes, strands, years: first.to(to).collect() })
    }

    fn fill_between(&mut self) -> BTreeSet<Year> {
        let mut filled = BTreeSet::new();
        for strand in self.strands.iter_mut().filter(|strand| strand.len() >= FEWEST_POINTS) {
            for (year, figure) in missing::holes(strand, None, None) {
                strand.insert(year, figure);
                filled.insert(year);
            }
        }
        filled
    }

    fn is_complete(&self, strand: &Strand) -> bool {
        self.years.iter().all(|year| strand.contains_key(year))
    }

    /// Sum of the complete sectors by year; empty if there are none.
    fn group(&self) -> Strand {
        let complete: Vec<&Strand> =
            self.strands.iter().filter(|strand| self.is_complete(strand)).collect();
        if complete.is_empty() {
            return Strand::new();
        }
        let sum = |year: &Year| {
            let of_year: Vec<_> = complete.iter().map(|strand| strand[year]).collect();
            (*year, figures::sum(&of_year))
        };
        self.years.iter().map(sum).collect()
    }

    fn fill_by_share(&mut self, figures: &mut Figures<'_>) -> Result<BTreeSet<Year>> {
        let open: Vec<usize> =
            (0..self.codes.len()).filter(|s| !self.is_complete(&self.strands[*s])).collect();
        let mut filled = BTreeSet::new();
        if open.is_empty() {
            return Ok(filled);
        }
        let group = self.group();
        let reach = Some((self.years[0], self.years[self.years.len() - 1]));
        for s in open {
            let n_points = self.strands[s].len();
            for (year, figure) in missing::holes(&self.strands[s], Some(&group), reach) {
                self.strands[s].insert(year, figure);
                filled.insert(year);
            }
            let left: Vec<Year> =
                self.years.iter().filter(|y| !self.strands[s].contains_key(y)).copied().collect();
            if !left.is_empty() {
                let (area, code, years) = (&self.area, &self.codes[s], figures::year_list(left));
                return Err(figures::cannot(
                    format!(
                        "thiếu lao động ngành {code} của {area} các năm {years}, và không ngành nào \
                         đủ số liệu để lấy tỷ trọng; nên có đủ năm đầu và năm cuối của `employment`"
                    ),
                    format!(
                        "employment of {area} in {code} is missing for {years}, and no sector is \
                         complete to take its share of; a full first and last year of `employment` \
                         would help"
                    ),
                ));
            }
            if n_points < FEWEST_POINTS {
                figures.fall_back(
                    Text::new(
                        format!(
                            "lao động ngành {} của {}: {n_points} năm",
                            self.codes[s], self.area
                        ),
                        format!(
                            "employment of {} in {}: {n_points} years",
                            self.area, self.codes[s]
                        ),
                    ),
                    Text::new(
                        "Dưới bốn năm có số liệu: theo tỷ trọng trong các ngành đủ số liệu.",
                        "Fewer than four years: its share in the sectors that are complete.",
                    ),
                );
            }
        }
        Ok(filled)
    }
}

/// Notes figures under definitions that nothing carries over to the one in use.
fn note_unused(figures: &mut Figures<'_>, key: &SeriesKey) {
    let used = figures.current_definition(Measure::Employment, key);
    let unused: Vec<String> = figures
        .strands(Measure::Employment, key)
        .filter(|(definition, strand)| **definition != used && !strand.is_empty())
        .map(|(definition, strand)| {
            let name = definition.as_deref().unwrap_or("–");
            format!("{name} {}", figures::year_list(strand.keys().copied()))
        })
        .collect();
    if unused.is_empty() {
        return;
    }
    let unused = unused.join("; ");
    figures.fall_back(
        Text::new(
            format!("lao động có việc làm của {}: {unused}", figures::name_of(key)),
            format!("employment of {}: {unused}", figures::name_of(key)),
        ),
        Text::new(
            format!("Chỉ dùng định nghĩa {}.", used.as_deref().unwrap_or("–")),
            format!("Only definition {} is used.", used.as_deref().unwrap_or("–")),
        ),
    );
}

/// The panel with the mask's adjustments taken out.
pub(super) fn cleaned(figures: &Figures<'_>, recorded: &Panel) -> Panel {
    let clean = |series: &Series| {
        let adjustments = figures.adjustments.get(&series.key);
        let points = series.points.iter().zip(series.first.to(series.last_year()));
        let point = |(point, year): (&Point, Year)| {
            let Some(adjustment) = adjustments.and_then(|years| years.get(&year)) else {
                return *point;
            };
            Point {
                value: point.value * adjustment.log_shift.exp(),
                status: point.status.max(Status::Estimated),
                log_variance: point.log_variance + adjustment.variance,
                ..*point
            }
        };
        Series { points: points.map(point).collect(), ..series.clone() }
    };
    Panel { series: recorded.series.iter().map(clean).collect() }
}

#[cfg(test)]
mod tests;
