"""Writes the tables of this folder from the results statsmodels keeps of KFAS.

python3 extract.py RESULTS MACRODATA     RESULTS holds results_exact_initial_*_R.csv and results_smoothing_R.csv,
                                         MACRODATA is statsmodels/datasets/macrodata/macrodata.csv
"""
import csv
import pathlib
import sys

results, macrodata = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
NONE = "NA"


def table(path):
    with open(path, newline="") as file:
        return list(csv.DictReader(file))


def write(name, header, rows):
    with open(name, "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


level = [10.2394] + [1] * 9
trend = [10.2394, 4.2039, 6.123123] + [1] * 7
for name, y in [
    ("local_level", level),
    ("local_linear_trend", trend),
    ("local_linear_trend_missing", [trend[0], NONE] + trend[2:]),
]:
    rows = table(results / f"results_exact_initial_{name}_R.csv")
    columns = [c for c in rows[0] if c not in ("m_1", "att_1", "att_2", "sumPtt", "muhat_1", "sumVmu")]
    write(f"{name}.csv", ["y"] + columns, [
        [value] + [row[c] for c in columns] for value, row in zip(y + [NONE], rows)
    ])

macro = table(macrodata)
gaps = {"realgdp": [(0, 50), (119, 130)], "realcons": [(19, 70)], "realinv": [(39, 90), (119, 130)]}
rows = table(results / "results_smoothing_R.csv")
lines = []
for i, (name, spans) in enumerate(gaps.items(), 1):
    values = [float(row[name]) for row in macro]
    change = [round(b - a, 6) for a, b in zip(values, values[1:])]
    for t, row in enumerate(rows[: len(change)]):
        hidden = any(first <= t < last for first, last in spans)
        lines.append([name, NONE if hidden else change[t]] + [
            row[f"{column}{i}"] for column in ("v", "F", "alphahat", "epshat", "Veps", "etahat")
        ])
write("changes.csv", ["series", "y", "v", "F", "alphahat", "epshat", "Veps", "etahat"], lines)
