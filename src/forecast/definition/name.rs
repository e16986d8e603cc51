//! Definitions as they are typed.

use std::fmt;

use crate::forecast::around::Around;
use crate::forecast::definition::Definition;
use crate::forecast::ets::form::Form;
use crate::forecast::penalised::Penalty;
use crate::forecast::theta::Variant;

/// Most brackets of a name; each is a call deeper.
const MOST_BRACKETS: usize = 64;

/// Names of models without parameters of their own, as typed.
const NAMES: [(&str, Definition); 23] = [
    ("auto", Definition::Auto),
    ("naive", Definition::Naive),
    ("snaive", Definition::SeasonalNaive),
    ("mean", Definition::Mean),
    ("drift", Definition::Drift),
    ("bls", Definition::BlsNaive),
    ("linear", Definition::LinearTrend),
    ("log-linear", Definition::LogLinearTrend),
    ("growth", Definition::ExponentialGrowth),
    ("ets", Definition::AutoEts),
    ("holt", Definition::Ets(Form::HOLT)),
    ("damped", Definition::Ets(Form::DAMPED_HOLT)),
    ("arima", Definition::AutoArima),
    ("theta", Definition::Theta(Variant::Standard)),
    ("otm", Definition::Theta(Variant::Optimised)),
    ("dot", Definition::Theta(Variant::DynamicOptimised)),
    ("auto-theta", Definition::AutoTheta),
    ("ces", Definition::Ces),
    ("local-level", Definition::LocalLevel),
    ("local-trend", Definition::LocalTrend),
    ("ridge", Definition::Penalised(Penalty::Ridge)),
    ("lasso", Definition::Penalised(Penalty::Lasso)),
    ("elastic-net", Definition::Penalised(Penalty::ElasticNet)),
];

impl Definition {
    /// Names that can be typed, those with parameters as patterns.
    pub fn names() -> Vec<&'static str> {
        let with_parameters = [
            "eb",
            "combo",
            "ets:AAdN",
            "arima(1,1,1)",
            "median(ets,dot)",
            "average(ets,dot)",
            "geometric(ets,dot)",
            "weighted(ets,dot)",
            "stl(ets)",
            "mstl(ets,4,12)",
            "log(ets)",
            "boxcox(ets)",
            "breaks(theta)",
        ];
        NAMES.iter().map(|(name, _)| *name).chain(with_parameters).collect()
    }

    /// The definition with this name, such as `ets:AAdN` or `arima(0,1,1)(0,1,1)[12]`.
    pub fn parse(name: &str) -> Option<Self> {
        let name = name.trim();
        if name.matches('(').count() > MOST_BRACKETS {
            return None;
        }
        let lower = name.to_ascii_lowercase();
        if let Some((_, definition)) = NAMES.iter().find(|(known, _)| *known == lower) {
            return Some(definition.clone());
        }
        match lower.as_str() {
            "eb" => return Some(Self::ShrunkSlope),
            "combo" => return Some(Self::simple_combination()),
            _ => {}
        }
        if lower.starts_with("ets:") {
            return Form::parse(&name[4..]).map(Self::Ets);
        }
        if lower.starts_with("arima(") {
            return name[5..].parse().ok().map(Self::Arima);
        }
        let (operator, _) = lower.split_once('(')?;
        // Forms are told apart by capitals, so what is in the bracket is read as it was typed.
        let list = name.get(operator.len()..)?;
        if let Some(around) = Around::parse(operator) {
            return around_a_model(around, list);
        }
        let members = members(list)?;
        match operator {
            "median" => Some(Self::Median(members)),
            "average" => Some(Self::Average(members)),
            "geometric" => Some(Self::Geometric(members)),
            "weighted" => Some(Self::Weighted(members)),
            _ => None,
        }
    }
}

/// The definitions between brackets.
fn members(list: &str) -> Option<Vec<Definition>> {
    let parts = parts(list)?.into_iter().map(Definition::parse);
    parts.collect::<Option<Vec<_>>>().filter(|members| !members.is_empty())
}

/// One definition between brackets; the lengths of seasons may follow that in `mstl`.
fn around_a_model(around: Around, list: &str) -> Option<Definition> {
    let parts = parts(list)?;
    let (model, more) = parts.split_first()?;
    let model = Box::new(Definition::parse(model)?);
    let around = match around {
        Around::Mstl(_) => Around::Mstl(lengths(more)?),
        other if more.is_empty() => other,
        _ => return None,
    };
    Some(Definition::Around(around, model))
}

fn lengths(parts: &[&str]) -> Option<Vec<usize>> {
    let length = |part: &&str| part.trim().parse().ok().filter(|length| *length >= 2);
    parts.iter().map(length).collect()
}

fn parts(list: &str) -> Option<Vec<&str>> {
    Some(split_outside_brackets(list.strip_prefix('(')?.strip_suffix(')')?))
}

/// The parts between commas that stand in no bracket.
fn split_outside_brackets(list: &str) -> Vec<&str> {
    let (mut parts, mut depth, mut start) = (Vec::new(), 0_i32, 0);
    for (position, letter) in list.char_indices() {
        match letter {
            '(' | '[' => depth += 1,
            ')' | ']' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(&list[start..position]);
                start = position + 1;
            }
            _ => {}
        }
    }
    parts.push(&list[start..]);
    parts
}

impl fmt::Display for Definition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some((name, _)) = NAMES.iter().find(|(_, definition)| definition == self) {
            return f.write_str(name);
        }
        match self {
            Self::Ets(form) => write!(f, "ets:{form}"),
            Self::Arima(order) => write!(f, "arima{order}"),
            Self::Theta(variant) => write!(f, "theta:{variant:?}"),
            Self::Median(members) => write_members(f, "median", members),
            Self::Average(members) => write_members(f, "average", members),
            Self::Geometric(members) => write_members(f, "geometric", members),
            Self::Weighted(members) => write_members(f, "weighted", members),
            Self::Around(around, inner) => {
                write!(f, "{around}({inner}")?;
                let lengths = if let Around::Mstl(lengths) = around { &lengths[..] } else { &[] };
                lengths.iter().try_for_each(|length| write!(f, ",{length}"))?;
                f.write_str(")")
            }
            _ => f.write_str("eb"),
        }
    }
}

fn write_members(
    f: &mut fmt::Formatter<'_>,
    operator: &str,
    members: &[Definition],
) -> fmt::Result {
    let names: Vec<String> = members.iter().map(ToString::to_string).collect();
    write!(f, "{operator}({})", names.join(","))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_gives_a_definition_that_is_written_the_same() {
        assert_eq!(Definition::parse("Median(ETS, dot)").unwrap().to_string(), "median(ets,dot)");
        for (name, definition) in &NAMES {
            assert_eq!(Definition::parse(name).as_ref(), Some(definition));
            assert_eq!(definition.to_string(), *name);
        }
        for name in [
            "eb",
            "ets:MAdN",
            "stl(ets:MAdN)",
            "log(breaks(boxcox(arima(0,1,1))))",
            "mstl(median(stl(dot),arima(0,1,1)),4,12)",
            "median(ets,average(dot,drift),eb)",
            "geometric(arima(0,1,1)(0,1,1)[12],weighted(auto,ets:MAdN))",
        ] {
            assert_eq!(Definition::parse(name).unwrap().to_string(), name);
        }
    }

    #[test]
    fn lengths_of_seasons_go_to_every_mstl_that_has_none() {
        let given = Definition::parse("average(mstl(ets),stl(mstl(dot,7)))").unwrap();
        let with = given.with_seasons(&[7, 365]);
        assert_eq!(with.to_string(), "average(mstl(ets,7,365),stl(mstl(dot,7)))");
    }

    #[test]
    fn names_nested_beyond_all_sense_are_refused() {
        let deep = format!("{}ets{}", "stl(".repeat(100_000), ")".repeat(100_000));
        assert_eq!(Definition::parse(&deep), None);
    }

    #[test]
    fn what_is_no_model_is_no_definition() {
        for name in [
            "",
            "etsx",
            "ets:XYZ",
            "median()",
            "median(ets,)",
            "arima(1,1",
            "average(nothing)",
            "weighted()",
            "harmonic(ets)",
            "stl()",
            "stl(ets,dot)",
            "stl(ets,12)",
            "mstl(12)",
            "mstl(ets,1)",
            "mstl(ets,4,x)",
        ] {
            assert_eq!(Definition::parse(name), None, "{name}");
        }
    }
}
