//! `labourcast list`: what is shipped and what can be drawn.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::cli::answer::Answer;
use crate::cli::console::Speech;
use crate::embedded;
use crate::error::Result;
use crate::language::Text;
use crate::load::{self, ModelSource, Outline};
use crate::report::charts::ChartKind;

pub(crate) fn answer(speech: Speech) -> Result<Answer> {
    let models = embedded::models()
        .into_iter()
        .map(|name| load::outline(&ModelSource::Shipped(name.to_owned())))
        .collect::<Result<Vec<Outline>>>()?;
    let datasets = datasets();
    Ok(Answer::done(text(&models, &datasets, speech), data(&models, &datasets, speech)))
}

/// Names of the shipped datasets: the folders below `datasets`.
fn datasets() -> BTreeSet<String> {
    let paths = embedded::paths();
    let below = paths.iter().filter_map(|path| path.strip_prefix("datasets/")?.split_once('/'));
    below.map(|(name, _)| name.to_owned()).collect()
}

fn text(models: &[Outline], datasets: &BTreeSet<String>, speech: Speech) -> String {
    let mut text = format!("{}\n", speech.say("Mô hình và kịch bản", "Models and scenarios"));
    for model in models {
        line(&mut text, 1, &model.name, model.title.get(speech.language));
        for (name, title) in &model.scenarios {
            line(&mut text, 2, name, title.get(speech.language));
        }
    }
    text.push_str(speech.say("Bộ số liệu\n", "Datasets\n"));
    for name in datasets {
        line(&mut text, 1, name, "");
    }
    text.push_str(speech.say("Loại biểu đồ\n", "Kinds of charts\n"));
    for kind in ChartKind::ALL {
        line(&mut text, 1, kind.name(), title(kind).get(speech.language));
    }
    text
}

fn title(kind: ChartKind) -> Text {
    match kind {
        ChartKind::BalanceBars => Text::new("Chênh lệch theo ngành", "Gap by sector"),
        ChartKind::Fan => Text::new(
            "Cung và cầu theo năm, của một ngành hay tất cả",
            "Demand and supply by year, of one sector or all",
        ),
        ChartKind::HeatMap => Text::new("Chênh lệch, ngành × năm", "Gap, sector × year"),
        ChartKind::Scenarios => Text::new("So sánh kịch bản", "Comparison of scenarios"),
        ChartKind::Pyramid => Text::new("Tháp dân số", "Population pyramid"),
        ChartKind::Waterfall => Text::new(
            "Chênh lệch do đâu, của một ngành hay tất cả",
            "What the gap is made of, for one sector or all",
        ),
        ChartKind::Areas => Text::new(
            "Thay đổi lực lượng lao động của từng địa bàn",
            "Change of the labour force of every area",
        ),
        ChartKind::Compared => {
            Text::new("So sánh các địa bàn theo năm", "Areas side by side, by year")
        }
        ChartKind::Occupations => Text::new("Chênh lệch theo nghề", "Gap by occupation"),
        ChartKind::Qualifications => {
            Text::new("Chênh lệch, trình độ × năm", "Gap, qualification × year")
        }
        ChartKind::Orders => Text::new("Số chỗ học cần đặt hàng", "Places to order by programme"),
        ChartKind::Pipeline => Text::new("Lao động mới từ đào tạo", "New workers from training"),
        ChartKind::Effects => {
            Text::new("Vì sao việc làm theo nghề thay đổi", "Why employment by occupation changes")
        }
        ChartKind::Targets => Text::new(
            "Chỉ tiêu kế hoạch so với dự báo",
            "Plan targets with past, forecast and way needed",
        ),
        ChartKind::TargetsUnsaid => Text::new(
            "Chỉ tiêu chưa đánh giá được, và vì sao",
            "Targets that cannot be judged, and why",
        ),
    }
}

fn line(text: &mut String, depth: usize, name: &str, title: &str) {
    let (indent, width) = (2 * depth, 24 - 2 * depth);
    let line = format!("{:indent$}{name:width$} {title}", "");
    text.push_str(line.trim_end());
    text.push('\n');
}

fn data(models: &[Outline], datasets: &BTreeSet<String>, speech: Speech) -> Value {
    let entry =
        |name: &str, title: &Text| json!({ "name": name, "title": title.get(speech.language) });
    let models: Vec<Value> = models
        .iter()
        .map(|model| {
            let scenarios: Vec<Value> =
                model.scenarios.iter().map(|(name, title)| entry(name, title)).collect();
            let title = model.title.get(speech.language);
            json!({ "name": model.name, "title": title, "scenarios": scenarios })
        })
        .collect();
    let charts: Vec<Value> =
        ChartKind::ALL.into_iter().map(|kind| entry(kind.name(), &title(kind))).collect();
    json!({ "models": models, "datasets": datasets, "charts": charts })
}
