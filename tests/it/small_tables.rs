//! Small valid tables and a model for them, one change to a table, and the one message it must give.

use labourcast::codes::AreaCode;
use labourcast::dataset::RawRow;
use labourcast::dataset::RawTable;
use labourcast::error::Problem;
use labourcast::forecast::employment::method::Method;
use labourcast::language::Language;
use labourcast::language::Text;
use labourcast::model::BalanceDefinition;
use labourcast::model::DemandDefinition;
use labourcast::model::Model;
use labourcast::model::Sector;
use labourcast::model::SupplyDefinition;
use labourcast::units::Year;
use labourcast::validate::Axis;
use labourcast::validate::validate;
use std::fmt::Write as _;

pub(crate) const AREA: &str = "VN-56@2025";
pub(crate) const FARMS: &str = "VSIC2018:A";
pub(crate) const OTHERS: &str = "VSIC2018:BCDEFGHIJKLMNOPQRSTU";
pub(crate) const NAMES: [&str; 9] = [
    "employment",
    "employment_share",
    "labour_force",
    "population",
    "participation_rate",
    "fertility_pattern",
    "output",
    "known_projects",
    "plan_targets",
];

/// A table from lines of cells separated by semicolons, the header first.
pub(crate) fn parsed(name: &str, text: &str) -> RawTable {
    let cells = |line: &str| line.split(';').map(str::to_owned).collect::<Vec<_>>();
    let mut lines = text.lines();
    let header = cells(lines.next().unwrap());
    let rows = lines.enumerate().map(|(i, line)| RawRow { row: i + 2, cells: cells(line) });
    let (name, file) = (name.to_owned(), format!("{name}.csv"));
    RawTable { name, file, header, rows: rows.collect(), decimal_comma: false }
}

/// Header and one line for each year from 2010 to 2016.
pub(crate) fn yearly(header: &str, lines: impl Fn(i32, i32) -> String) -> String {
    let years: String = (0..7).map(|i| lines(i, 2010 + i)).collect();
    format!("{header}\n{years}")
}

pub(crate) fn employment() -> String {
    yearly("area;sector;year;persons;status", |i, year| {
        let (farms, others) = (200_000 - 1000 * i, 300_000 + 5000 * i);
        format!(
            "{AREA};total;{year};{};observed\n{AREA};{FARMS};{year};{farms};observed\n\
             {AREA};{OTHERS};{year};{others};observed\n",
            farms + others
        )
    })
}

pub(crate) fn employment_share() -> String {
    yearly("area;sector;year;share;status", |i, year| {
        let farms = 40 - i;
        format!(
            "{AREA};{FARMS};{year};0.{farms};observed\n\
             {AREA};{OTHERS};{year};0.{};observed\n",
            100 - farms
        )
    })
}

pub(crate) fn population() -> String {
    let mut text = "area;sex;age;year;persons;status\n".to_owned();
    let counts = [("0-14", 100), ("15-64", 300), ("65+", 40), ("total", 440)];
    for (sex, factor) in [("female", 1000), ("male", 900), ("total", 1900)] {
        for (age, count) in counts {
            writeln!(text, "{AREA};{sex};{age};2015;{};observed", count * factor).unwrap();
        }
    }
    text
}

pub(crate) fn fertility_pattern() -> String {
    let shares = ["4", "24", "30", "24", "13", "4", "1"];
    let row = |(i, share): (usize, &&str)| {
        let from = 15 + 5 * i;
        format!("{AREA};{from}-{};2015;{share};estimated\n", from + 4)
    };
    let rows: String = shares.iter().enumerate().map(row).collect();
    format!("area;age;year;percent;status\n{rows}")
}

/// The small valid table of this name.
pub(crate) fn table(name: &str) -> RawTable {
    let text = match name {
        "employment" => employment(),
        "employment_share" => employment_share(),
        "population" => population(),
        "fertility_pattern" => fertility_pattern(),
        "labour_force" => yearly("area;year;thousand_persons;cv;status", |i, year| {
            format!("{AREA};{year};{};0.02;observed\n", 610.5 + f64::from(i))
        }),
        "participation_rate" => yearly("area;sex;year;share;status", |i, year| {
            format!("{AREA};female;{year};0.7{i};observed\n{AREA};male;{year};0.8{i};observed\n")
        }),
        "output" => yearly("area;year;billion_vnd;status", |i, year| {
            format!("{AREA};{year};{};observed\n", 50_000 + 3000 * i)
        }),
        "known_projects" => format!(
            "name;sector;start;jobs;ramp_years;displacement;status\n\
             Port;{OTHERS};2027;4000;3;0.2;assumed\n"
        ),
        _ => format!(
            "indicator;area;year;value;unit;source\ntrained_share;{AREA};2030;40;percent;plan\n"
        ),
    };
    parsed(name, &text)
}

pub(crate) fn axis() -> Axis {
    Axis::of(&model())
}

pub(crate) fn model() -> Model {
    let sector = |code: &str, vi: &str, en: &str| Sector {
        code: code.parse().unwrap(),
        title: Text::new(vi, en),
        short: Text::new(vi, en),
    };
    Model {
        name: "small".into(),
        title: Text::default(),
        area: area(),
        area_title: Text::new("Khánh Hòa", "Khanh Hoa"),
        nation: Some("VN".parse().unwrap()),
        sectors: vec![sector(FARMS, "Nông nghiệp", "Farming"), sector(OTHERS, "Khác", "Others")],
        first_year: Year(2010),
        base_year: Year(2016),
        to: Year(2030),
        prepare: Vec::new(),
        demand: DemandDefinition {
            methods: vec![Method::LastValue],
            reported: Vec::new(),
            fallback: Method::LastValue,
            min_train: 4,
            damping: 0.9,
        },
        supply: SupplyDefinition {
            participation_damping: 0.9,
            retirement_response: 0.35,
            mobility_damping: 0.9,
            mobility_years: 3,
        },
        balance: BalanceDefinition {
            class_bounds: [-0.1, -0.05, 0.05, 0.1],
            naming_probability: 0.8,
        },
        accounts: labourcast::model::AccountsDefinition::default(),
        order: labourcast::model::OrderDefinition::default(),
        source_line: Text::default(),
    }
}

pub(crate) fn area() -> AreaCode {
    AREA.parse().unwrap()
}

/// Writes `text` into the cell of a physical row.
pub(crate) fn set(table: &mut RawTable, row: usize, column: &str, text: &str) {
    let position = table.header.iter().position(|header| header == column).unwrap();
    text.clone_into(&mut table.rows[row - 2].cells[position]);
}

pub(crate) fn rename(table: &mut RawTable, column: &str, header: &str) {
    let found = table.header.iter_mut().find(|name| *name == column);
    header.clone_into(found.unwrap());
}

/// Writes `from` as `to` in all the rows.
pub(crate) fn replace(table: &mut RawTable, from: &str, to: &str) {
    let cells = table.rows.iter_mut().flat_map(|row| &mut row.cells);
    cells.filter(|cell| *cell == from).for_each(|cell| to.clone_into(cell));
}

pub(crate) fn append_column(table: &mut RawTable, header: &str, cell: &str) {
    table.header.push(header.to_owned());
    table.rows.iter_mut().for_each(|row| row.cells.push(cell.to_owned()));
}

pub(crate) fn append(table: &mut RawTable, line: &str) {
    let row = table.rows.last().unwrap().row + 1;
    table.rows.push(RawRow { row, cells: line.split(';').map(str::to_owned).collect() });
}

pub(crate) fn told(problems: &[Problem]) -> Vec<String> {
    problems.iter().map(|problem| problem.sentence(Language::English)).collect()
}

/// What one message must be: rule, row (0: none), column (empty: none), text found.
pub(crate) type Message<'a> = (&'a str, usize, &'a str, &'a str);

/// The English sentence of the one message, which must be `expected` and be told in both languages.
pub(crate) fn told_once(problems: &[Problem], expected: Message) -> String {
    let [problem] = problems else { panic!("{expected:?} but {:#?}", told(problems)) };
    let place = &problem.place;
    let column = place.column.as_deref().unwrap_or("");
    let found = (problem.rule, place.row.unwrap_or(0), column, problem.found.as_str());
    assert_eq!(found, expected, "{:#?}", told(problems));
    for text in [&problem.expected, &problem.repair] {
        assert!(!text.vi.is_empty() && !text.en.is_empty(), "{problem:#?}");
    }
    let (vi, en) = (problem.sentence(Language::Vietnamese), problem.sentence(Language::English));
    assert_ne!(vi, en);
    en
}

pub(crate) fn check(
    name: &str,
    axis: Option<&Axis>,
    change: impl FnOnce(&mut RawTable),
) -> Vec<Problem> {
    let mut table = table(name);
    let before = validate(std::slice::from_ref(&table), axis).1;
    assert!(before.is_empty(), "{name} before: {:#?}", told(&before));
    change(&mut table);
    validate(&[table], axis).1
}

/// One change to a valid table of the model gives this one message.
pub(crate) fn one(name: &str, change: impl FnOnce(&mut RawTable), expected: Message) -> String {
    told_once(&check(name, Some(&axis()), change), expected)
}

/// One change to a valid table without a model gives this one message.
pub(crate) fn alone(name: &str, change: impl FnOnce(&mut RawTable), expected: Message) -> String {
    told_once(&check(name, None, change), expected)
}

/// One cell of a valid table of the model gives this one message.
pub(crate) fn cell(name: &str, (row, column, text): (usize, &str, &str), rule: &str) -> String {
    one(name, |t| set(t, row, column, text), (rule, row, column, text))
}

pub(crate) fn says(sentence: &str, words: &[&str]) {
    for word in words {
        assert!(sentence.contains(word), "no {word} in {sentence}");
    }
}
