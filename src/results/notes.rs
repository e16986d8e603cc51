//! Notes a reader needs beside the figures, and the fallbacks that were used.

use std::collections::BTreeMap;

use crate::conditions::wording::LEAST_SOURCES;
use crate::language::Language;
use crate::language::Text;
use crate::prepare::Fallback;
use crate::results::assemble::Source;
use crate::results::assemble::{Figures, Outcome};
use crate::status::Status;
use crate::supply::SupplySource;
use crate::supply::SupplySources;

/// The notes of a result, most important first.
///
/// `judged` are the number of plan targets of which something is said, and of all.
pub(super) fn notes(source: &Source<'_>, figures: &[Figures], judged: (usize, usize)) -> Vec<Text> {
    let mut notes = vec![sign_note(), status_note(source), interval_note(source)];
    notes.extend(figures.first().map(shortage_note));
    notes.push(mobility_note());
    notes.push(level_note(source));
    notes.push(openings_note(source));
    notes.extend(targets_note(judged));
    notes
}

/// How many targets of the plan can be judged; `None` without targets.
fn targets_note((said, all): (usize, usize)) -> Option<Text> {
    let text = Text::new(
        format!(
            "Chỉ tiêu kế hoạch: nói được {said} trên {all}; mỗi chỉ tiêu còn lại nêu bảng và dòng cần \
             thêm. Chỉ so sánh cùng địa bàn và cùng định nghĩa."
        ),
        format!(
            "Plan targets: {said} of {all} can be judged; each of the others says which table and row \
             it needs. Only figures of the same area and definition are compared."
        ),
    );
    (all > 0).then_some(text)
}

fn sign_note() -> Text {
    Text::new(
        "Chênh lệch = cung − cầu; số âm là thiếu lao động.",
        "Gap = supply − demand; a negative figure is a shortage.",
    )
}

/// Which years of employment by sector are observed, derived, estimated or assumed.
fn status_note(source: &Source<'_>) -> Text {
    let mut cells: BTreeMap<Status, usize> = BTreeMap::new();
    for series in &source.prepared.employment_as_recorded.series {
        for point in &series.points {
            *cells.entry(point.status).or_default() += 1;
        }
    }
    let total: usize = cells.values().sum();
    let part = |status: Status, language: Language| {
        let count = cells.get(&status).copied().unwrap_or(0);
        language.percent(count as f64 / total.max(1) as f64, 0)
    };
    let sentence = |words: [&str; 4], language: Language| {
        Status::ALL
            .into_iter()
            .zip(words)
            .map(|(status, word)| format!("{} {word}", part(status, language)))
            .collect::<Vec<_>>()
            .join(", ")
    };
    Text::new(
        format!(
            "Số liệu việc làm theo ngành dùng để dự báo: {}. Mọi số của các năm sau {} là ước lượng.",
            sentence(["quan sát", "tính ra", "ước lượng", "giả định"], Language::Vietnamese),
            source.model.base_year
        ),
        format!(
            "Employment by sector behind the forecast: {}. Every figure after {} is estimated.",
            sentence(["observed", "derived", "estimated", "assumed"], Language::English),
            source.model.base_year
        ),
    )
}

fn interval_note(source: &Source<'_>) -> Text {
    let draws = source.options.draws as f64;
    Text::new(
        format!(
            "Khoảng 80 % là phân vị 10–90 của {} đường mô phỏng chung; kịch bản là lựa chọn, khoảng là \
             điều chưa biết.",
            Language::Vietnamese.number(draws, 0)
        ),
        format!(
            "80% intervals are percentiles 10 to 90 of {} joint sample paths; a scenario is a choice, \
             an interval is ignorance.",
            Language::English.number(draws, 0)
        ),
    )
}

/// Method G5: a shortage is only named when enough sources of supply were given.
fn shortage_note(figures: &Figures) -> Text {
    let sources = figures.sources();
    let list = |sources: &[SupplySource], language: Language| {
        let names: Vec<Text> = sources.iter().map(|source| source.label()).collect();
        let names: Vec<&str> = names.iter().map(|name| name.get(language)).collect();
        if names.is_empty() { "–".to_owned() } else { names.join(", ") }
    };
    let lists = |language| (list(&sources.given, language), list(&sources.assumed, language));
    let ((given_vi, assumed_vi), (given, assumed)) =
        (lists(Language::Vietnamese), lists(Language::English));
    let vi = format!("Nguồn cung đã nhập: {given_vi}; giả định: {assumed_vi}.");
    let en = format!("Sources of supply given: {given}; assumed: {assumed}.");
    if sources.given.len() >= LEAST_SOURCES {
        return Text::new(vi, en);
    }
    Text::new(
        vi + " Vì vậy «thiếu» ở đây nghĩa là thiếu so với nguồn đã nhập.",
        en + " A shortage here is therefore a shortage of those sources that were entered.",
    )
}

/// The sources of supply, graduates among those given if somebody's intake is more than assumed.
pub(super) fn entered(source: &Source<'_>, outcome: &Outcome) -> SupplySources {
    let sources = outcome.supply.get().sources.clone();
    let account = outcome.accounts.qualifications.as_ref();
    let trained = account.is_some_and(|account| account.training.is_some());
    let mut intakes = source.dataset.accounts.enrolment.iter();
    if trained && intakes.any(|intake| intake.status < Status::Assumed) {
        sources.with(SupplySource::Graduates)
    } else {
        sources
    }
}

fn mobility_note() -> Text {
    Text::new(
        "Trước dịch chuyển: không ai đổi ngành; sau dịch chuyển: người lao động tiếp tục đổi ngành như \
         hiện nay. Phần chênh lệch trước dịch chuyển là việc của đào tạo, hướng nghiệp và thu hút.",
        "Before mobility: nobody changes sector. After mobility: people keep changing sector as they do \
         now. What is short before mobility is what training, guidance and attraction have to move.",
    )
}

/// How uncertain the levels of the base year are; that error is common to supply and demand.
fn level_note(source: &Source<'_>) -> Text {
    let half_width = |log_variance: f64| 1.281_551_565_544_6 * log_variance.max(0.0).sqrt();
    let all = half_width(source.prepared.level_variance);
    let series = &source.prepared.employment_as_recorded.series;
    let last = series.iter().filter_map(|series| series.points.last());
    let sectors = last.map(|point| half_width(point.log_variance)).fold(0.0, f64::max);
    let year = source.model.base_year;
    let (vi, en) = (Language::Vietnamese, Language::English);
    Text::new(
        format!(
            "Mức của năm {year} có sai số (khoảng 80 %) ±{} cho toàn bộ và đến ±{} cho một ngành. Cung và \
             cầu xuất phát từ cùng một mức, nên sai số này không nằm trong khoảng của chênh lệch.",
            vi.percent(all, 1),
            vi.percent(sectors, 0)
        ),
        format!(
            "The level of {year} is uncertain (80% interval) by ±{} for the whole and by up to ±{} for a \
             sector. Supply and demand start from one level, so that error is no part of a gap's interval.",
            en.percent(all, 1),
            en.percent(sectors, 0)
        ),
    )
}

/// How openings of the past would have been forecast, or why that cannot be said.
fn openings_note(source: &Source<'_>) -> Text {
    let Some(record) = &source.openings_record else {
        return Text::new(
            "Chưa dự báo lại được nhu cầu tuyển mới của quá khứ: cần dân số và tỷ lệ tham gia lực lượng lao động \
             theo giới và nhóm tuổi 5 năm của ba năm cách nhau 5 năm, và việc làm theo ngành của các năm ấy.",
            "Openings cannot be back-tested: that takes population and participation by sex and \
             five-year age of three years five years apart, and employment by sector of those years.",
        );
    };
    let words = |language: Language| {
        let share = |value: Option<f64>| value.map_or("–".to_owned(), |v| language.percent(v, 0));
        (
            share(record.openings.wape),
            share(record.openings.wape_of_reference),
            share(record.replacement.wape),
            share(record.replacement.wape_of_reference),
        )
    };
    let (n, years) = (record.origins.len(), record.width);
    let (vi, en) = (words(Language::Vietnamese), words(Language::English));
    Text::new(
        format!(
            "Dự báo lại nhu cầu tuyển mới của quá khứ từ {n} năm gốc, {years} năm tới, theo ngành: sai {} (WAPE), so với {} \
             nếu giữ như {years} năm trước; riêng thay thế toàn bộ: {} so với {}.",
            vi.0, vi.1, vi.2, vi.3
        ),
        format!(
            "Back-test of openings from {n} origins, {years} years ahead, by sector: error {} (WAPE) \
             against {} for those of the {years} years before; replacement of all sectors: {} against {}.",
            en.0, en.1, en.2, en.3
        ),
    )
}

/// Everything that was replaced by something stated: in preparing, in demand and in supply.
pub(super) fn fallbacks(source: &Source<'_>, figures: &[Figures]) -> Vec<Fallback> {
    let mut fallbacks = source.prepared.fallbacks.clone();
    let Some(first) = figures.first() else {
        return fallbacks;
    };
    fallbacks.extend(source.fitted.fallbacks.iter().cloned());
    fallbacks.extend(first.supply().fallbacks.iter().cloned());
    fallbacks.extend(first.fallbacks().iter().cloned());
    fallbacks.extend(source.public.iter().flat_map(|drawn| drawn.body.fallbacks.iter().cloned()));
    fallbacks
}
