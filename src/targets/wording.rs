//! The explanation of a target, a line a topic, in both languages.

use crate::language::{Language, Text};
use crate::targets::assessment::{Comparison, Explanation, Finding, Outcome, Topic, Verdict};
use crate::targets::chance::ExpectedYear;
use crate::targets::meaning::Period;
use crate::targets::pace::{Pace, PaceKind};
use crate::targets::series::{ForecastOrigin, Match};
use crate::targets::unit::{Dimension, TargetUnit};

const VI: Language = Language::Vietnamese;
const EN: Language = Language::English;

pub(super) fn explain(
    matched: &Match<'_>,
    finding: &Finding,
    verdict: Verdict,
) -> Vec<Explanation> {
    let mut lines = match finding {
        Finding::Ahead(comparison) => ahead(matched, comparison, verdict),
        Finding::Past(outcome) => vec![line(Topic::Outcome, past(matched, outcome, verdict))],
        Finding::Silent(obstacle) => vec![line(Topic::Obstacle, obstacle.sentence())],
    };
    lines.extend(notes(matched).into_iter().map(|text| line(Topic::Note, text)));
    lines
}

/// That the years of a target are over although their figures are not all known.
pub(super) fn unfinished(target: Period, known: Period) -> Explanation {
    let (end, last) = (target.ends().1, known.ends().1);
    line(
        Topic::Note,
        Text::new(
            format!(
                "Thời hạn {end} đã qua nhưng số liệu cùng địa bàn, cùng định nghĩa chỉ có đến {last}: \
                 đây là ước tính cho điều đã xảy ra."
            ),
            format!(
                "Its year {end} is over, but figures of its area and definition end in {last}: this \
                 estimates what has already happened."
            ),
        ),
    )
}

const fn line(topic: Topic, text: Text) -> Explanation {
    Explanation { topic, text }
}

fn period(period: Period) -> Text {
    match period {
        Period::In(year) => Text::new(format!("năm {year}"), format!("in {year}")),
        Period::Mean(a, b) => {
            Text::new(format!("bình quân {a}–{b}"), format!("on average over {a} to {b}"))
        }
        Period::Sum(a, b) => Text::new(format!("cộng {a}–{b}"), format!("in all over {a} to {b}")),
    }
}

fn past(matched: &Match<'_>, outcome: &Outcome, verdict: Verdict) -> Text {
    let (title, when) = (outcome.indicator.title(), period(matched.meaning.period));
    let (bound, label) = (outcome.direction.label(), verdict.label());
    let (value, target) = (outcome.unit.text(outcome.value), outcome.unit.text(outcome.target));
    Text::new(
        format!(
            "{} {}: thực hiện {}, chỉ tiêu {} {}: {}.",
            title.vi, when.vi, value.vi, bound.vi, target.vi, label.vi
        ),
        format!(
            "{} {}: outcome {}, target {} {}: {}.",
            title.en, when.en, value.en, bound.en, target.en, label.en
        ),
    )
}

fn ahead(matched: &Match<'_>, found: &Comparison, verdict: Verdict) -> Vec<Explanation> {
    let mut lines = vec![line(Topic::Target, headline(matched, found, verdict))];
    let mut add = |topic, text: Option<Text>| lines.extend(text.map(|text| line(topic, text)));
    add(Topic::Pace, found.pace.as_ref().map(|pace| pace_line(matched, pace)));
    add(Topic::Probability, Some(probability(matched, found)));
    add(Topic::ExpectedYear, found.expected_year.as_ref().map(expected_year));
    add(Topic::CurrentStatus, found.current_status_index.map(current_status));
    add(Topic::AnticipatedGap, found.anticipated_gap.map(anticipated_gap));
    lines
}

/// Unit in which the series is shown: the target's where both count the same in the same way.
fn series_unit(matched: &Match<'_>) -> TargetUnit {
    let same = matched.series.unit.dimension() == matched.unit.dimension();
    let yearly = matches!(matched.unit, TargetUnit::PersonsPerYear | TargetUnit::PercentPerYear);
    if same && !yearly { matched.unit } else { matched.series.unit }
}

fn headline(matched: &Match<'_>, found: &Comparison, verdict: Verdict) -> Text {
    let (title, when) = (found.indicator.title(), period(matched.meaning.period));
    let (bound, label) = (found.direction.label(), verdict.label());
    let target = found.unit.text(found.target);
    let (basis, now) =
        (matched.series.indicator.title(), series_unit(matched).text(found.last_value));
    let last = period(found.last);
    Text::new(
        format!(
            "{}: chỉ tiêu {} {} {}; {} {} là {}: {}.",
            title.vi, bound.vi, target.vi, when.vi, basis.vi, last.vi, now.vi, label.vi
        ),
        format!(
            "{}: target {} {} {}; {} {} was {}: {}.",
            title.en, bound.en, target.en, when.en, basis.en, last.en, now.en, label.en
        ),
    )
}

fn pace_line(matched: &Match<'_>, pace: &Pace) -> Text {
    let shown = |value: f64, language| one_pace(matched, pace.kind, value, language);
    let (required, actual) = match pace.first_steps {
        Some((required, actual)) => (required, actual),
        None => (pace.required, pace.actual),
    };
    let (vi, en) = actual.map_or_else(
        || ("không rõ (thiếu số liệu)".to_owned(), "unknown (too few figures)".to_owned()),
        |actual| (shown(actual, VI), shown(actual, EN)),
    );
    let ratio = pace.ratio.map_or_else(
        || Text::new("không tính tỷ số", "no ratio"),
        |ratio| {
            Text::new(
                format!("tỷ số {}", VI.number(ratio, 2)),
                format!("ratio {}", EN.number(ratio, 2)),
            )
        },
    );
    Text::new(
        format!("Cần {}; gần đây {vi}; {}.", shown(required, VI), ratio.vi),
        format!("Needed {}; of late {en}; {}.", shown(required, EN), ratio.en),
    )
}

fn one_pace(matched: &Match<'_>, kind: PaceKind, value: f64, language: Language) -> String {
    let percent = matched.series.unit.dimension() == Dimension::Share;
    let text = match kind {
        PaceKind::Compound => Text::new(
            format!("{} mỗi năm", VI.percent(value, 2)),
            format!("{} a year", EN.percent(value, 2)),
        ),
        PaceKind::Linear | PaceKind::Logit if percent => Text::new(
            format!("{} điểm phần trăm mỗi năm", VI.number(100.0 * value, 2)),
            format!("{} percentage points a year", EN.number(100.0 * value, 2)),
        ),
        // The unit says already that it is meant for a year.
        _ if series_unit(matched) == TargetUnit::PersonsPerYear => {
            TargetUnit::PersonsPerYear.text(value)
        }
        _ => {
            let unit = series_unit(matched).text(value);
            Text::new(format!("{} mỗi năm", unit.vi), format!("{} a year", unit.en))
        }
    };
    text.get(language).to_owned()
}

fn probability(matched: &Match<'_>, found: &Comparison) -> Text {
    let when = period(matched.meaning.period);
    let Some((probability, forecast)) = found.probability.zip(found.forecast) else {
        let reason = if matched.series.forecast.is_some() {
            Text::new(
                "dự báo không phủ hết thời kỳ này; kéo dài tầm dự báo",
                "the forecast does not cover this period; forecast further",
            )
        } else {
            Text::new("chỉ tiêu này không có dự báo", "there is no forecast of this indicator")
        };
        return Text::new(
            format!("Xác suất đạt chỉ tiêu {} không nói được: {}.", when.vi, reason.vi),
            format!("The probability of reaching it {} cannot be said: {}.", when.en, reason.en),
        );
    };
    let unit = |value| found.unit.text(value);
    let (middle, low, high) = (unit(forecast.p50), unit(forecast.p10), unit(forecast.p90));
    Text::new(
        format!(
            "Xác suất đạt chỉ tiêu {} là {}; dự báo {} (10–90 %: {} đến {}).",
            when.vi,
            VI.percent(probability, 0),
            middle.vi,
            low.vi,
            high.vi
        ),
        format!(
            "The probability of reaching it {} is {}; forecast {} (10–90 %: {} to {}).",
            when.en,
            EN.percent(probability, 0),
            middle.en,
            low.en,
            high.en
        ),
    )
}

fn expected_year(years: &ExpectedYear) -> Text {
    let (early, middle, late) = (years.early.text(), years.middle.text(), years.late.text());
    Text::new(
        format!("Năm đạt dự kiến: {} (10–90 %: {} đến {}).", middle.vi, early.vi, late.vi),
        format!(
            "Expected year of reaching it: {} (10–90 %: {} to {}).",
            middle.en, early.en, late.en
        ),
    )
}

fn current_status(index: f64) -> Text {
    Text::new(
        format!("Chỉ số hiện trạng: đã đi được {} quãng đường.", VI.percent(index, 0)),
        format!("Current status index: {} of the way is done.", EN.percent(index, 0)),
    )
}

fn anticipated_gap(gap: f64) -> Text {
    let (vi, en) = (VI.percent(gap.abs(), 0), EN.percent(gap.abs(), 0));
    if gap < 0.0 {
        Text::new(
            format!("Khoảng cách tiến độ dự kiến: còn thiếu {vi} quãng đường."),
            format!("Anticipated progress: {en} of the way will be missing."),
        )
    } else {
        Text::new(
            format!("Khoảng cách tiến độ dự kiến: vượt {vi} quãng đường."),
            format!("Anticipated progress: {en} of the way beyond the target."),
        )
    }
}

fn notes(matched: &Match<'_>) -> Vec<Text> {
    let mut notes: Vec<Text> = matched.indicator.caution().into_iter().collect();
    if let Some(definition) = &matched.assumed_definition
        && !definition.is_empty()
    {
        notes.push(Text::new(
            format!(
                "Chỉ tiêu không nêu định nghĩa; so với số liệu theo định nghĩa «{definition}»."
            ),
            format!(
                "The target names no definition; compared with figures defined as «{definition}»."
            ),
        ));
    }
    let origin = matched.series.forecast.as_ref().map(|forecast| forecast.origin);
    if origin == Some(ForecastOrigin::OwnPast) {
        notes.push(Text::new(
            "Dự báo chỉ kéo dài diễn biến quá khứ của chính chỉ tiêu, không từ mô hình.",
            "The forecast carries on the indicator's own past and is not the model's.",
        ));
    }
    if let Some((low, high)) = matched.meaning.range {
        let shown = |value: f64, language: Language| language.number(value, 1);
        notes.push(Text::new(
            format!(
                "Kế hoạch nêu khoảng {} đến {}; lấy giá trị ở cột value.",
                shown(low, VI),
                shown(high, VI)
            ),
            format!(
                "The plan names a range of {} to {}; the column value is taken.",
                shown(low, EN),
                shown(high, EN)
            ),
        ));
    }
    if matched.meaning.about {
        notes.push(Text::new(
            "Kế hoạch viết «khoảng»; được hiểu như giới hạn đúng giá trị đó.",
            "The plan says \"about\"; it is read as a bound at that value.",
        ));
    }
    notes
}
