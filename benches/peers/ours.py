"""Scores labourcast on the yearly series of M3, M1 and tourism with the same code as the peers.

    cargo build --release && python3 benches/peers/ours.py [PROGRAM] [--model auto] [--sets m3]
"""
import argparse
import csv
import os
import resource
import subprocess
import tempfile

import numpy as np

import score
import series

FIRST_YEAR = 1900


def export(names, actual, path):
    """Writes the training parts as unique_id, ds, y; the years are made up and consecutive."""
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["unique_id", "ds", "y"])
        for name, values in zip(names, actual.training):
            writer.writerows((name, FIRST_YEAR + t, repr(float(y))) for t, y in enumerate(values))


def read(path, names, actual):
    """Forecasts by model, series x steps x columns."""
    position = {name: k for k, name in enumerate(names)}
    shape = (*actual.outcome.shape, len(score.COLUMNS))
    found = {}
    with open(path, newline="", encoding="utf-8") as file:
        for line in csv.DictReader(file):
            forecasts = found.setdefault(line["model"], np.full(shape, np.nan))
            k = position[line["unique_id"]]
            step = int(line["ds"]) - FIRST_YEAR - len(actual.training[k])
            forecasts[k, step] = [float(line[column] or "nan") for column in score.COLUMNS]
    return found


def run(program, models, names, actual):
    """Runs the program on a set; forecasts by model and CPU milliseconds per series."""
    with tempfile.TemporaryDirectory() as folder:
        source, target = os.path.join(folder, "in.csv"), os.path.join(folder, "out.csv")
        export(names, actual, source)
        command = [program, "forecast", source, "--horizon", str(actual.outcome.shape[1]),
                   "--level", "80,95", "--out", target]
        for model in models:
            command += ["--model", model]
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        return read(target, names, actual), cpu * 1000 / len(names)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program", nargs="?", default="target/release/labourcast")
    parser.add_argument("--model", action="append", help="may be given several times")
    parser.add_argument("--sets", default=",".join(series.HORIZON))
    options = parser.parse_args()
    print(score.HEADER)
    for name in options.sets.split(","):
        names, actual = series.competition(name)
        for model in options.model or ["auto"]:
            found, cpu = run(options.program, [model], names, actual)
            for label, forecasts in found.items():
                print(score.row(name, label, actual, forecasts, cpu), flush=True)
                steps = [score.coverage(actual, forecasts[:, :, low], forecasts[:, :, low + 1])
                         for low in (1, 3)]
                for level, by_step in zip((80, 95), steps):
                    print(f"{'':10} coverage of {level} % by step:", np.round(100 * by_step, 1))


if __name__ == "__main__":
    main()
