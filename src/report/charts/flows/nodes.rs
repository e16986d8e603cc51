//! Fields and occupations with what flows between them.

use std::collections::BTreeMap;

use crate::report::charts::groups;
use crate::report::charts::select;
use crate::report::charts::select::Subject;
use crate::report::charts::words::pick;
use crate::results::ResultRow;
use crate::results::TableName;

/// Share of all new workers below which a field or an occupation is drawn with the others.
pub(super) const SMALL: f64 = 0.03;

/// A bar of a column.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Node {
    /// Its name.
    pub(super) name: String,
    /// Persons.
    pub(super) size: f64,
    /// Whether it is one field or occupation and not several together.
    pub(super) is_one: bool,
}

/// Both columns and the flows between them.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Flows {
    /// Fields of training, the largest first, small ones together last.
    pub(super) fields: Vec<Node>,
    /// Occupations in the order in which ribbons cross least, small ones together last.
    pub(super) occupations: Vec<Node>,
    /// Persons, fields × occupations.
    pub(super) persons: Vec<Vec<f64>>,
}

/// Rows of the last year with a qualification and an occupation.
pub(super) fn rows<'a>(subject: &Subject<'a>, measure: &str) -> Vec<&'a ResultRow> {
    select::rows(subject.results, TableName::Training)
        .filter(|row| row.measure == measure && row.scenario == subject.scenario.name)
        .filter(|row| row.year == Some(subject.results.to) && row.mean > 0.0)
        .filter(|row| row.occupation.is_some() && row.qualification.is_some())
        .collect()
}

impl Flows {
    /// Adds up the rows of each field and occupation.
    pub(super) fn of(rows: &[&ResultRow], subject: &Subject) -> Self {
        let fields = fields(subject);
        let mut cells: BTreeMap<(&str, &str), f64> = BTreeMap::new();
        for row in rows {
            let qualification = row.qualification.as_deref().unwrap_or_default();
            let field = fields.get(qualification).map_or(qualification, String::as_str);
            let occupation = row.occupation.as_deref().unwrap_or_default();
            *cells.entry((field, occupation)).or_default() += row.mean;
        }
        let occupations = groups::occupations(subject);
        let name = |code: &str| {
            let group = occupations.iter().find(|group| group.is_of(code));
            group.map_or(code, |group| group.name).to_owned()
        };
        let total: f64 = cells.values().sum();
        let other = pick(subject.language, "Lĩnh vực khác", "Other fields");
        let (left, fields) = column(cells.iter().map(|((f, _), n)| (*f, *n)), total, other);
        let other = pick(subject.language, "Nghề khác", "Other occupations");
        let (right, codes) = column(cells.iter().map(|((_, o), n)| (*o, *n)), total, other);
        let mut persons = vec![vec![0.0; codes.len()]; fields.len()];
        for ((field, occupation), n) in &cells {
            persons[left[field]][right[occupation]] += n;
        }
        let named = codes.into_iter().map(|node| Node { name: name(&node.name), ..node });
        Self { fields, occupations: named.collect(), persons }.untangled()
    }

    /// Everybody.
    pub(super) fn total(&self) -> f64 {
        self.fields.iter().map(|node| node.size).sum()
    }

    /// Occupations by the mean place of the fields their workers come from.
    fn untangled(self) -> Self {
        let place = |occupation: usize| {
            let weighed: f64 = (0..self.fields.len())
                .map(|field| field as f64 * self.persons[field][occupation])
                .sum();
            weighed / self.occupations[occupation].size
        };
        let mut order: Vec<usize> = (0..self.occupations.len()).collect();
        let key = |occupation: &usize| (!self.occupations[*occupation].is_one, place(*occupation));
        order.sort_by(|one, other| {
            let (one, other) = (key(one), key(other));
            one.0.cmp(&other.0).then(one.1.total_cmp(&other.1))
        });
        let occupations = order.iter().map(|index| self.occupations[*index].clone()).collect();
        let persons = self
            .persons
            .iter()
            .map(|row| order.iter().map(|index| row[*index]).collect())
            .collect();
        Self { fields: self.fields, occupations, persons }
    }
}

/// The bars of a column, and the position of each code among them.
fn column<'a>(
    parts: impl Iterator<Item = (&'a str, f64)>,
    total: f64,
    other: &str,
) -> (BTreeMap<&'a str, usize>, Vec<Node>) {
    let mut sizes: BTreeMap<&str, f64> = BTreeMap::new();
    for (code, persons) in parts {
        *sizes.entry(code).or_default() += persons;
    }
    let mut sorted: Vec<(&str, f64)> = sizes.into_iter().collect();
    sorted.sort_by(|one, other| other.1.total_cmp(&one.1));
    let large = sorted.iter().take_while(|(_, size)| *size >= SMALL * total).count();
    // A single small one keeps its name.
    let apart = if sorted.len() - large < 2 { sorted.len() } else { large };
    let mut nodes: Vec<Node> = Vec::new();
    let mut positions = BTreeMap::new();
    for (rank, (code, size)) in sorted.into_iter().enumerate() {
        positions.insert(code, rank.min(apart));
        if rank < apart {
            nodes.push(Node { name: code.to_owned(), size, is_one: true });
        } else if let Some(rest) = nodes.get_mut(apart) {
            rest.size += size;
        } else {
            nodes.push(Node { name: other.to_owned(), size, is_one: false });
        }
    }
    (positions, nodes)
}

/// Name of the field of each qualification: what stands after the level in its title.
fn fields(subject: &Subject) -> BTreeMap<String, String> {
    let mut names: BTreeMap<&str, String> = BTreeMap::new();
    let mut of_codes = BTreeMap::new();
    for qualification in &subject.results.qualifications {
        let title = qualification.title.get(subject.language);
        let name = match qualification.code.field() {
            Some(field) => names.entry(field).or_insert_with(|| after_level(title)).clone(),
            None => title.to_owned(),
        };
        of_codes.insert(qualification.code.to_string(), name);
    }
    of_codes
}

fn after_level(title: &str) -> String {
    let name = title.split_once(": ").map_or(title, |(_, name)| name);
    let mut letters = name.chars();
    let first = letters.next().map(|letter| letter.to_uppercase().to_string());
    first.unwrap_or_default() + letters.as_str()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_ones_are_drawn_together_and_a_single_one_keeps_its_name() {
        let parts = [("a", 60.0), ("b", 36.0), ("c", 2.0), ("d", 2.0)];
        let (positions, nodes) = column(parts.into_iter(), 100.0, "other");
        let names: Vec<&str> = nodes.iter().map(|node| node.name.as_str()).collect();
        assert_eq!(names, ["a", "b", "other"]);
        assert_eq!((positions["c"], positions["d"], nodes[2].size), (2, 2, 4.0));
        let (_, nodes) = column(parts.into_iter().take(3), 98.0, "other");
        assert_eq!((nodes.len(), nodes[2].name.as_str()), (3, "c"));
    }

    #[test]
    fn a_field_is_what_stands_after_the_level() {
        assert_eq!(after_level("Sơ cấp: điện, điện tử"), "Điện, điện tử");
        assert_eq!(after_level("university"), "University");
    }
}
