//! probe
#![allow(missing_docs, clippy::unwrap_used, clippy::print_stdout, reason = "bench")]
use labourcast::forecast::{Series,FittedModel, Convergence};
use labourcast::forecast::ets;
fn cpu() -> f64 {
    let text = std::fs::read_to_string("/proc/self/schedstat").unwrap();
    text.split(' ').next().unwrap().parse::<f64>().unwrap()
}
fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|a| a != "--bench").collect();
    let text = std::fs::read_to_string(&arguments[0]).unwrap();
    let every: usize = arguments[1].parse().unwrap();
    let series: Vec<(String, usize, Vec<f64>)> = text.lines().step_by(every).map(|line| {
        let cells: Vec<&str> = line.split(',').collect();
        let n: usize = cells[2].parse().unwrap();
        (cells[0].to_owned(), cells[1].parse().unwrap(), cells[4..4 + n].iter().map(|c| c.parse().unwrap()).collect())
    }).collect();
    if arguments.len() > 2 {
        for _ in 0..5 {
        let start = cpu();
        let rounds = arguments[2].parse().unwrap();
        for _ in 0..rounds { for (_, m, y) in &series { std::hint::black_box(ets::fit_automatic(&Series::seasonal(y, *m)).unwrap()); } }
        println!("{:.2} us per series", (cpu() - start) / (rounds * series.len()) as f64 / 1000.0);
        }
        return;
    }
    for (id, m, y) in &series {
        let s = Series::seasonal(y, *m);
        let show = |name: String, f: &ets::Ets| {
            let s = f.summary();
            println!("{id},{name},{},{},{},{}", s.log_likelihood.unwrap_or(f64::INFINITY), f.evaluations(), s.convergence == Convergence::Reached, s.aicc.unwrap_or(f64::NEG_INFINITY));
        };
        for f in ets::fit_each(&s) { show(f.form().to_string(), &f); }
        let f = ets::fit_automatic(&s).unwrap();
        show(format!("auto:{}", f.form()), &f);
    }
}
