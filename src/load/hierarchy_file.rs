//! A hierarchy from a table: a tree, or groups that may cross.
//!
//! ```text
//! unique_id, parent                 a tree; the top has an empty parent
//! unique_id, sector, area, sex      bottom series; every further column is a grouping
//! ```
//! Aggregates of groups are called after their columns: `total`, `sector=A`, `sector=A/area=VN`.

use std::path::Path;

use crate::error::{Error, Problem, Result};
use crate::hierarchy::{Combinations, Fault, GroupColumn, Hierarchy};
use crate::language::Text;
use crate::load::long_table::LongTable;
use crate::load::panel_file::ID;
use crate::validate::finding;

/// The column that makes the table a tree.
const PARENT: &str = "parent";

/// Reads a hierarchy; `combinations` of the columns are its groups.
///
/// # Errors
/// [`Error::Read`], or [`Error::Invalid`] with everything that is wrong.
pub(crate) fn read(path: &Path, combinations: &Combinations) -> Result<Hierarchy> {
    let mut table = LongTable::open(path)?;
    let [id] = table.columns([ID])?;
    let parent = table.find(PARENT);
    let others: Vec<usize> =
        (0..table.header().len()).filter(|c| *c != id && !table.header()[*c].is_empty()).collect();
    let named = |c: &usize| GroupColumn { name: table.header()[*c].clone(), values: Vec::new() };
    let mut columns: Vec<GroupColumn> = others.iter().map(named).collect();
    let (mut tree, mut bottoms, mut places) = (Vec::new(), Vec::new(), Vec::new());
    while table.next()? {
        places.push(table.row());
        let name = table.cell(id).to_owned();
        if let Some(parent) = parent {
            let parent = Some(table.cell(parent).to_owned()).filter(|parent| !parent.is_empty());
            tree.push((name, parent));
        } else {
            bottoms.push(name);
            for (column, cell) in columns.iter_mut().zip(&others) {
                column.values.push(table.cell(*cell).to_owned());
            }
        }
    }
    let made = match parent {
        Some(_) => Hierarchy::from_parents(&tree),
        None => Hierarchy::grouped(&bottoms, &columns, combinations),
    };
    let header: Vec<&str> = columns.iter().map(|column| column.name.as_str()).collect();
    made.map_err(|faults| {
        let told = Told { file: table.file(), places: &places, header: &header };
        let mut problems: Vec<Problem> = faults.iter().map(|fault| told.problem(fault)).collect();
        problems.sort_by_key(|problem| problem.place.row);
        Error::Invalid { problems }
    })
}

/// Where the rows of the hierarchy stand.
struct Told<'a> {
    file: &'a str,
    places: &'a [usize],
    header: &'a [&'a str],
}

impl Told<'_> {
    fn row(&self, row: usize) -> usize {
        self.places.get(row).copied().unwrap_or(0)
    }

    fn at(&self, row: usize, column: &str, found: &str, texts: [&str; 4]) -> Problem {
        self.with("hierarchy", (row, column, found), texts)
    }

    fn with(
        &self,
        rule: &'static str,
        (row, column, found): (usize, &str, &str),
        [expected_vi, expected_en, repair_vi, repair_en]: [&str; 4],
    ) -> Problem {
        let place = finding::place(self.file, self.row(row), column);
        let expected = Text::new(expected_vi, expected_en);
        finding::error(rule, place, found, expected, Text::new(repair_vi, repair_en))
    }

    fn problem(&self, fault: &Fault) -> Problem {
        match fault {
            Fault::Unnamed { row } => self.with(
                "missing-key",
                (*row, ID, ""),
                [
                    "tên của chuỗi",
                    "the name of the series",
                    "Điền tên chuỗi.",
                    "Give the series a name.",
                ],
            ),
            Fault::Repeated { row, first, name } => self.with(
                "duplicate-key",
                (*row, ID, name),
                [
                    &format!("mỗi chuỗi một dòng; dòng {} đã có", self.row(*first)),
                    &format!("one row a series; row {} has it", self.row(*first)),
                    "Xóa một trong hai dòng.",
                    "Delete one of the two rows.",
                ],
            ),
            Fault::TwoParents { row, name, parents } => self.at(
                *row,
                PARENT,
                &parents.1,
                [
                    &format!("một cấp trên cho {name}; đã có {}", parents.0),
                    &format!("one parent of {name}; it has {}", parents.0),
                    "Giữ một cấp trên; nếu các nhóm giao nhau, dùng cột nhóm thay cho parent.",
                    "Keep one parent; where groups cross, use grouping columns instead of parent.",
                ],
            ),
            Fault::Orphan { row, name, parent } => self.at(
                *row,
                PARENT,
                parent,
                [
                    &format!("cấp trên của {name} có dòng riêng trong bảng"),
                    &format!("a parent of {name} that has a row of its own"),
                    "Thêm dòng của cấp trên, hoặc sửa tên; cấp cao nhất để trống ô này.",
                    "Add the parent's row or correct its name; the top leaves the cell empty.",
                ],
            ),
            Fault::Cycle { row, names } => self.at(
                *row,
                PARENT,
                &names.join(" → "),
                [
                    "cây không có vòng",
                    "a tree without circles",
                    "Sửa cấp trên của một trong các chuỗi này.",
                    "Correct the parent of one of these series.",
                ],
            ),
            Fault::NoGroup { row, column } => self.at(
                *row,
                column,
                "",
                [
                    "nhóm của chuỗi",
                    "the group of the series",
                    "Điền nhóm ở mọi dòng.",
                    "Give the group in every row.",
                ],
            ),
            other => self.whole(other),
        }
    }

    /// What concerns no row in particular.
    fn whole(&self, fault: &Fault) -> Problem {
        let place = finding::place(self.file, 0, "");
        let repair = Text::new(
            format!("Các cột nhóm của tệp: {}.", self.header.join(", ")),
            format!("The file's grouping columns: {}.", self.header.join(", ")),
        );
        let expected = Text::new("một hệ thống phân cấp dùng được", "a hierarchy that can be used");
        finding::error("hierarchy", place, fault.to_string(), expected, repair)
    }
}
