//! `labourcast reconcile`: forecasts of series that add up are made to add up.

mod request;
mod rows;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde_json::{Value, json};

use crate::cli::answer::{Answer, Format};
use crate::cli::arguments::ReconcileArgs;
use crate::cli::console::Speech;
use crate::cli::reconcile::request::Request;
use crate::cli::reconcile::rows::{Coherent, forecast_chunk, path_chunk};
use crate::cli::run::workers;
use crate::error::{Error, Problem, Result};
use crate::hierarchy::{Evidence, Method, Reconciler, Sign};
use crate::language::Text;
use crate::load::node_tables::{Draws, Forecasts};
use crate::report::long_rows::{Chunk, Form, Header, LongRows, csv};
use crate::validate::finding;

/// Series that are missing told one by one; more are counted.
const MOST_MISSING: usize = 100;

pub(crate) fn answer(arguments: &ReconcileArgs, speech: Speech) -> Result<Answer> {
    let request = Request::resolve(arguments)?;
    let workers = workers(arguments.threads)?;
    workers.install(|| Job { request: &request, speech }.done())
}

struct Job<'a> {
    request: &'a Request,
    speech: Speech,
}

impl Job<'_> {
    fn done(&self) -> Result<Answer> {
        let request = self.request;
        let base = self.columns()?;
        let models: Vec<&str> = request.forecasts.keys.iter().map(|key| &key.0[..]).collect();
        let mut reconcilers = BTreeMap::new();
        for model in models {
            if !reconcilers.contains_key(model) {
                reconcilers.insert(model, self.reconciler(model)?);
            }
        }
        let mut coherent = Vec::with_capacity(base.len());
        let mut unconverged = 0;
        for (column, key) in base.iter().zip(&request.forecasts.keys) {
            let made = &reconcilers[key.0.as_str()];
            let (mean, failed) = Self::applied(made, column)?;
            unconverged += failed;
            let mut draws = BTreeMap::new();
            for (number, draw) in request.paths.get(key).into_iter().flatten() {
                let column: Vec<f64> = draw.iter().map(|value| value.unwrap_or(0.0)).collect();
                let (values, failed) = Self::applied(made, &column)?;
                unconverged += failed;
                draws.insert(*number, values);
            }
            coherent.push(Coherent { mean, draws });
        }
        self.written(&coherent, unconverged)
    }

    fn applied(made: &Reconciler<'_>, column: &[f64]) -> Result<(Vec<f64>, usize)> {
        let failed = |fault| request::of_fault(&fault);
        let found = made.apply(column).map_err(failed)?;
        Ok((found.values, found.unconverged))
    }

    /// The method with the past of one model, or of all where the table names none.
    fn reconciler(&self, model: &str) -> Result<Reconciler<'_>> {
        let request = self.request;
        let of = |figures: &'_ BTreeMap<_, _>| figures.contains_key(model);
        let past = if of(&request.residuals) { model } else { "" };
        let evidence = Evidence {
            residuals: request.residuals.get(past),
            observations: request.observations.get("").or(request.observations.get(model)),
        };
        let made = Reconciler::new(&request.hierarchy, &request.method, request.sign, evidence);
        made.map_err(|faults| request::of_faults(&faults))
    }

    /// Base forecasts of every node, one column a key; what the method needs must be there.
    fn columns(&self) -> Result<Vec<Vec<f64>>> {
        let (hierarchy, forecasts) = (&self.request.hierarchy, &self.request.forecasts);
        let mut columns = vec![vec![None; hierarchy.n_nodes()]; forecasts.keys.len()];
        for row in &forecasts.rows {
            columns[row.key][row.node] = Some(row.mean);
        }
        let mut missing = Vec::new();
        for (column, key) in columns.iter().zip(&forecasts.keys) {
            missing.extend(self.missing(column, &format!("{} {}", key.1, key.0)));
            for draw in self.request.paths.get(key).into_iter().flat_map(Draws::values) {
                missing.extend(self.missing(draw, &format!("{} {}, --paths", key.1, key.0)));
            }
            if missing.len() > MOST_MISSING {
                break;
            }
        }
        missing.truncate(MOST_MISSING);
        if !missing.is_empty() {
            return Err(Error::Invalid { problems: missing });
        }
        let filled = |column: Vec<Option<f64>>| column.into_iter().map(|v| v.unwrap_or(0.0));
        Ok(columns.into_iter().map(|column| filled(column).collect()).collect())
    }

    /// Nodes the method needs and the column lacks; bottom-up needs no aggregates.
    fn missing<'a>(
        &'a self,
        column: &'a [Option<f64>],
        place: &'a str,
    ) -> impl Iterator<Item = Problem> + 'a {
        let hierarchy = &self.request.hierarchy;
        let needed = match self.request.method {
            Method::BottomUp => hierarchy.n_aggregates(),
            _ => 0,
        };
        let lacking = (needed..column.len()).filter(|node| column[*node].is_none());
        lacking.map(move |node| {
            let name = &hierarchy.names()[node];
            finding::error(
                "missing-forecast",
                finding::place(&self.request.forecasts.file, 0, ""),
                place.trim(),
                Text::new(format!("một dòng cho chuỗi {name}"), format!("a row for {name}")),
                Text::new(
                    "Dự báo mọi chuỗi của hệ thống, hoặc dùng --method bottom_up.",
                    "Forecast every series of the hierarchy, or use --method bottom_up.",
                ),
            )
        })
    }

    fn written(&self, coherent: &[Coherent], unconverged: usize) -> Result<Answer> {
        let request = self.request;
        let chunk = forecast_chunk(request, coherent);
        let mut files = Vec::new();
        let mut text = String::new();
        match &request.out {
            None => text = csv(&chunk, Header::Shown)?,
            Some((path, form)) => {
                write(path, *form, &chunk)?;
                files.push(path.display().to_string());
                if !request.paths.is_empty() {
                    let path = beside(path);
                    write(&path, *form, &path_chunk(request, coherent))?;
                    files.push(path.display().to_string());
                }
            }
        }
        let mut data = json!({
            "method": request.method.name(),
            "nonnegative": request.sign == Sign::NonNegative,
            "n_nodes": request.hierarchy.n_nodes(),
            "n_bottom": request.hierarchy.n_bottom(),
            "unconverged": unconverged,
            "intervals": if request.paths.is_empty() { "shifted" } else { "from_paths" },
            "files": files,
        });
        if self.speech.format == Format::Json && files.is_empty() {
            data["forecasts_csv"] = Value::from(text.clone());
        }
        if !files.is_empty() {
            let list = files.join(", ");
            text = self.speech.choose(format!("đã ghi {list}\n"), format!("wrote {list}\n"));
        }
        let mut answer = Answer::done(text, data);
        answer.notes = self.notes(&request.forecasts, unconverged);
        Ok(answer)
    }

    fn notes(&self, forecasts: &Forecasts, unconverged: usize) -> Vec<String> {
        let (request, speech) = (self.request, self.speech);
        let (nodes, bottom) = (request.hierarchy.n_nodes(), request.hierarchy.n_bottom());
        let mut notes = vec![speech.choose(
            format!("{nodes} chuỗi, trong đó {bottom} chuỗi chi tiết; {}", request.method.name()),
            format!("{nodes} series, {bottom} of them bottom series; {}", request.method.name()),
        )];
        let has_intervals = !forecasts.columns.is_empty();
        if has_intervals && request.paths.is_empty() {
            notes.push(speech.choose(
                "các khoảng dời theo giá trị trung bình, bề rộng giữ nguyên; muốn có khoảng của \
                 dự báo đã khớp, thêm --paths"
                    .to_owned(),
                "intervals moved with their mean and kept their width; for intervals of the \
                 reconciled forecasts give --paths"
                    .to_owned(),
            ));
        }
        if unconverged > 0 {
            notes.push(speech.choose(
                format!("{unconverged} nghiệm không âm chưa hội tụ; chúng vẫn khớp tổng"),
                format!("{unconverged} non-negative solutions did not converge; they add up"),
            ));
        }
        if !forecasts.left_out.is_empty() {
            let list = forecasts.left_out.join(", ");
            notes.push(speech.choose(format!("bỏ các cột {list}"), format!("left out: {list}")));
        }
        notes
    }
}

fn write(path: &std::path::Path, form: Form, chunk: &Chunk) -> Result<()> {
    let mut file = LongRows::create(path, form, chunk)?;
    file.write(chunk)?;
    file.finish()
}

/// `F.paths.csv` beside `F.csv`.
fn beside(path: &std::path::Path) -> PathBuf {
    let ending = path.extension().map(|ending| ending.to_string_lossy().into_owned());
    path.with_extension(format!("paths.{}", ending.unwrap_or_default()))
}
