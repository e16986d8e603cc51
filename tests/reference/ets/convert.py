"""Writes the tables of this folder from the outputs of R as statsmodels keeps them.

    python convert.py FOLDER

FOLDER holds `fit_ets_results_nonseasonal.json`, `fit_ets_results_seasonal.json` and the files
`exponential_smoothing_{params,states,predict}.csv`.
"""
import csv
import json
import math
import sys
from pathlib import Path

folder, here = Path(sys.argv[1]), Path(__file__).parent
fits, paths, series = [], [], {}


def number(value):
    return "" if value is None or value == "NA" or value == "NaN" else repr(float(value))


def add(name, form, m, parameters, states, log_likelihood, fitted, forecast):
    """States are rows of level, slope if any, and the season, the latest first."""
    trend = form[1] != "N"
    first = states[0]
    season = list(reversed(first[1 + trend:])) if form[-1] != "N" else []
    slope = first[1] if trend else None
    fits.append([name, form, m, *map(number, parameters), number(log_likelihood),
                 number(first[0]), number(slope), ";".join(map(number, season)),
                 ";".join(map(number, forecast))])
    for t, (state, value) in enumerate(zip(states[1:], fitted)):
        latest = state[1 + trend] if season else None
        paths.append([name, form, t, number(value), number(state[0]),
                      number(state[1]) if trend else "", number(latest)])


for file, name, m in [("nonseasonal", "oil", 1), ("seasonal", "austourists", 4)]:
    for damped, forms in json.loads((folder / f"fit_ets_results_{file}.json").read_text()).items():
        for form, fit in forms.items():
            if not isinstance(fit, dict) or (damped == "TRUE" and form[1] == "N"):
                continue
            full = form[:2] + ("d" if damped == "TRUE" else "") + form[2]
            one = lambda key: None if fit[key][0] == "NaN" else fit[key][0]
            states = [row if isinstance(row, list) else [row] for row in fit["states"]]
            if full == "AAN" or full == "AAA":
                series[name] = [f + e for f, e in zip(fit["fitted"], fit["residuals"])]
            add(name, full, m, [one(k) for k in ("alpha", "beta", "gamma", "phi")], states,
                one("loglik"), fit["fitted"], fit["forecast"])


def columns(file):
    rows = list(csv.reader((folder / f"exponential_smoothing_{file}.csv").open()))
    return {name: [row[i] for row in rows[1:]] for i, name in enumerate(rows[0])}, [r[0] for r in rows[1:]]


table, names = columns("params")
state_table, _ = columns("states")
predict, _ = columns("predict")
for source, name, form, m in [("oil_ets", "oil12", "ANN", 1), ("air_ets", "air", "AAdN", 1),
                              ("aust_ets1", "aust", "AAA", 4), ("aust_ets2", "aust", "AAdA", 4),
                              ("aust_ets3", "aust", "ANA", 4)]:
    value = {key: (None if cell in ("NA", "") else float(cell)) for key, cell in zip(names, table[source])}
    parts = ["l"] + (["b"] if form[1] != "N" else []) + ([f"s{i}" for i in range(1, 5)] if m > 1 else [])
    cells = [[c for c in state_table[f"{source}_{p}"] if c not in ("NA", "")] for p in parts]
    states = [[float(c) for c in row] for row in zip(*cells)]
    first = [value["l0"]] + ([value["b0"]] if form[1] != "N" else [])
    if m > 1:
        season = [value["s0_0"], value["s0_1"], value["s0_2"]]
        first += season + [-sum(season)]
    rows = [first] + states[1:]
    # The values of the series follow from its states.
    phi = value["phi"] or 1.0
    fitted, values = [], []
    for before, after in zip(rows, rows[1:]):
        slope = phi * before[1] if form[1] != "N" else 0.0
        f = before[0] + slope + (before[-1] if m > 1 else 0.0)
        fitted.append(f)
        values.append(f + (after[0] - before[0] - slope) / value["alpha"])
    if name not in series:
        series[name] = values
    forecast = [float(c) for c in predict[f"{source}_mean"] if c not in ("NA", "")][len(values):]
    add(name, form, m, [value[k] for k in ("alpha", "beta", "gamma", "phi")], rows, value["llf"], fitted, forecast)


def write(file, header, rows):
    with (here / file).open("w", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


write("fits.csv", ["series", "form", "season_length", "alpha", "beta", "gamma", "phi", "log_likelihood",
                   "level", "slope", "season", "forecast"], fits)
write("paths.csv", ["series", "form", "t", "fitted", "level", "slope", "season"], paths)
write("series.csv", ["series", "values"],
      [[name, ";".join(f"{v:.8f}" for v in values)] for name, values in series.items()])
