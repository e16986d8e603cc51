"""How time and memory of `labourcast forecast` grow; Theta beside statsforecast; reconciliation.

    cargo build --release
    python3 benches/peers/scale.py numbers      # 5,000 to 80,000 yearly series, CSV and Parquet
    python3 benches/peers/scale.py lengths      # series of 20 to 1,000 points
    python3 benches/peers/scale.py memory       # 100,000 yearly series
    python3 benches/peers/scale.py theta        # beside statsforecast, time and accuracy on M3 yearly
    python3 benches/peers/scale.py reconcile    # 20,000 bottom series, diagonal weights, non-negative

Yearly series are those of M3, as often as it takes, from the second time on with noise of 2 %. Times
are of the whole command: start, reading, learning, forecasts with both intervals, writing. CPU is
user and system time of the command and of the child process that decodes Parquet. Memory is the
sum of the high-water marks of the two, though they need not be reached at once.

The program has to be called labourcast: under another name it decodes Parquet in its own process.
"""
import argparse
import os
import resource
import subprocess
import tempfile
import time
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
import pyarrow as pa
from pyarrow import csv as pa_csv
from pyarrow import parquet as pa_parquet

import ours
import score
import series

HERE = Path(__file__).parent
PROGRAM = HERE.parents[1] / "target" / "release" / "labourcast"
NOISE = 0.02
LAST_YEAR = 1990
HORIZON = 6
COUNTS = (5_000, 20_000, 80_000)
LENGTHS = (20, 100, 500, 1_000)
SERIES_PER_LENGTH = 2_000
MEMORY_COUNT = 100_000
BOTTOMS = 20_000


def long_table(values, last):
    """A long table of arrays that all end in the year `last`."""
    lengths = [len(own) for own in values]
    names = [f"S{k:06}" for k in range(len(values))]
    years = np.concatenate([np.arange(last - n + 1, last + 1) for n in lengths])
    ids = pa.array(np.repeat(np.array(names, dtype=object), lengths), pa.string())
    return pa.table({"unique_id": ids, "ds": years, "y": np.concatenate(values)})


def yearly(count):
    """M3 yearly, repeated with noise."""
    _, actual = series.competition("m3")
    rng = np.random.default_rng(1)
    values = []
    for k in range(count):
        own = actual.training[k % len(actual.training)]
        if k >= len(actual.training):
            own = own * np.exp(NOISE * rng.standard_normal(len(own)))
        values.append(own)
    return long_table(values, LAST_YEAR)


def walks(length):
    """Walks with drift and observation noise, all of one length."""
    rng = np.random.default_rng(length)
    shape = (SERIES_PER_LENGTH, length)
    found = 500 + rng.normal(0.3, 3, shape).cumsum(axis=1) + rng.normal(0, 2, shape)
    return long_table(list(found), 1000 + length)


def write(table, path):
    (pa_csv.write_csv if path.suffix == ".csv" else pa_parquet.write_table)(table, path)


def high_water(process):
    """Peak resident kilobytes of a process so far by /proc; 0 once it has ended."""
    try:
        text = Path(f"/proc/{process}/status").read_text()
        return next(int(line.split()[1]) for line in text.splitlines() if line.startswith("VmHWM"))
    except (OSError, StopIteration):
        return 0


def offspring(process):
    """Children of any thread of a process."""
    try:
        threads = os.listdir(f"/proc/{process}/task")
    except OSError:
        return []
    found = []
    for thread in threads:
        try:
            found += Path(f"/proc/{process}/task/{thread}/children").read_text().split()
        except OSError:
            continue
    return found


def measured(command):
    """Wall seconds, CPU seconds and sum of the peak memories in MB of a command."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.monotonic()
    run = subprocess.Popen(list(map(str, command)), stdout=subprocess.DEVNULL)
    peaks = {}
    while run.poll() is None:
        for process in [str(run.pid), *offspring(run.pid)]:
            peaks[process] = max(peaks.get(process, 0), high_water(process))
        time.sleep(0.005)
    wall = time.monotonic() - start
    assert run.returncode == 0, command
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return wall, cpu, sum(peaks.values()) / 1024


def forecast(program, source, form, model, more=()):
    target = source.with_name(f"out.{form}")
    return measured([program, "forecast", source, "--horizon", HORIZON, "--model", model,
                     "--out", target, "--quiet", *more])


def middle(runs, once):
    """Medians over runs."""
    return np.median([once() for _ in range(runs)], axis=0)


def numbers(options, folder):
    print("| series | from and to | model | wall, s | CPU, s | CPU, ms per series | MB |")
    print("|---|---|---|---|---|---|---|")
    for count in (645, *COUNTS):
        table = yearly(count)
        for form in ("csv", "parquet"):
            source = folder / f"in.{form}"
            write(table, source)
            for model in ("auto", "dot", "naive"):
                wall, cpu, memory = middle(
                    options.runs, lambda: forecast(options.program, source, form, model))
                print(f"| {count:,} | {form} | {model} | {wall:.2f} | {cpu:.2f} "
                      f"| {1000 * cpu / count:.4f} | {memory:.0f} |", flush=True)


def lengths(options, folder):
    print("| points | model | CPU, µs per series | of it beyond naive | beyond naive, µs per point |")
    print("|---|---|---|---|---|")
    for length in LENGTHS:
        source = folder / "in.parquet"
        write(walks(length), source)

        def cost(model):
            one = ("--threads", "1")
            _, cpu, _ = middle(
                options.runs, lambda: forecast(options.program, source, "parquet", model, one))
            return 1e6 * cpu / SERIES_PER_LENGTH

        least = cost("naive")
        for model in ("auto", "dot", "ets"):
            own = cost(model)
            beyond = own - least
            print(f"| {length:,} | {model} | {own:.0f} | {beyond:.0f} | {beyond / length:.3f} |",
                  flush=True)


def memory(options, folder):
    print("| series | from and to | model | wall, s | CPU, s | MB, both processes |")
    print("|---|---|---|---|---|---|")
    table = yearly(MEMORY_COUNT)
    for form in ("parquet", "csv"):
        source = folder / f"in.{form}"
        write(table, source)
        for model in ("auto", "naive"):
            wall, cpu, peak = middle(
                options.runs, lambda: forecast(options.program, source, form, model))
            print(f"| {MEMORY_COUNT:,} | {form} | {model} | {wall:.2f} | {cpu:.2f} | {peak:.0f} |",
                  flush=True)


def peer_theta(name, actual):
    """Forecasts with both intervals by statsforecast, and CPU milliseconds per series."""
    from statsforecast import models

    make = getattr(models, name)

    def forecasts(values):
        found = make(season_length=1).forecast(values, HORIZON, level=[80, 95])
        columns = ["mean", "lo-80", "hi-80", "lo-95", "hi-95"]
        return np.column_stack([found[column] for column in columns])

    forecasts(actual.training[0])
    start = time.process_time()
    found = np.array([forecasts(values) for values in actual.training])
    with_intervals = time.process_time() - start
    start = time.process_time()
    for values in actual.training:
        make(season_length=1).forecast(values, HORIZON)
    points = time.process_time() - start
    n = len(actual.training)
    return found, 1000 * with_intervals / n, 1000 * points / n


def theta(options, folder):
    names, actual = series.competition("m3")
    source = folder / "in.csv"
    write(yearly(20_000), source)
    print(score.HEADER)
    for model, peer in (("dot", "DynamicOptimizedTheta"), ("auto-theta", "AutoTheta")):
        found, _ = ours.run(options.program, [model], names, actual)
        _, cpu, _ = middle(
            options.runs, lambda: forecast(options.program, source, "csv", model))
        own = 1000 * cpu / 20_000
        for forecasts in found.values():
            print(score.row("m3", model, actual, forecasts, own), flush=True)
        with_intervals, points = [], []
        for _ in range(options.runs):
            forecasts, whole, part = peer_theta(peer, actual)
            with_intervals.append(whole)
            points.append(part)
        whole, part = np.median(with_intervals), np.median(points)
        print(score.row("m3", peer, actual, forecasts, whole), flush=True)
        print(f"{model}: {own:.4f} ms, files and intervals included, on 20,000 series; {peer}: "
              f"{whole:.3f} ms with intervals ({whole / own:.0f} times), {part:.3f} ms without "
              f"({part / own:.0f} times)", flush=True)


def reconcile(options, folder):
    """Two levels above 20,000 bottom series, in a tree and crossed; a tenth of the means below 0."""
    print("| hierarchy | method | wall, s | CPU, s | MB |")
    print("|---|---|---|---|---|")
    rng = np.random.default_rng(1)
    for shape, groups in (("tree", "g0,g0/g1"), ("groups", "g0,g1,g0/g1")):
        row = np.arange(BOTTOMS)
        first, second = row // 1000, (row // 50 if shape == "tree" else row % 20)
        ids = [f"s{k:06}" for k in row]
        columns = {"g0": [f"a{k:04}" for k in first], "g1": [f"b{k:04}" for k in second]}
        with open(folder / "hierarchy.csv", "w", encoding="utf-8") as file:
            file.write("unique_id,g0,g1\n")
            file.writelines(f"{i},{a},{b}\n" for i, a, b in zip(ids, columns["g0"], columns["g1"]))
        bottoms = (1.3 + rng.normal(size=BOTTOMS)).tolist()
        sums = {"total": sum(bottoms)}
        for name in groups.split(","):
            parts = [[f"{c}={v}" for v in columns[c]] for c in name.split("/")]
            for key, value in zip(zip(*parts), bottoms):
                key = "/".join(key)
                sums[key] = sums.get(key, 0.0) + value
        sums.update(zip(ids, bottoms))
        means = {key: y + float(rng.normal()) * abs(y) ** 0.5 for key, y in sums.items()}
        with open(folder / "forecasts.csv", "w", encoding="utf-8") as file:
            file.write("unique_id,ds,mean\n")
            file.writelines(f"{key},2026,{y!r}\n" for key, y in means.items())
        with open(folder / "residuals.csv", "w", encoding="utf-8") as file:
            file.write("unique_id,ds,residual\n")
            for key, y in sums.items():
                scale = 1 + abs(y) ** 0.5
                file.writelines(f"{key},{2000 + t},{scale * e!r}\n"
                                for t, e in enumerate(rng.normal(size=20).tolist()))
        for method in ("bottom_up", "wls_struct", "wls_var"):
            more = ["--residuals", folder / "residuals.csv"] if method == "wls_var" else []
            found = middle(options.runs, lambda: measured(
                [options.program, "reconcile", folder / "forecasts.csv", "--hierarchy",
                 folder / "hierarchy.csv", "--groups", groups, "--method", method, "--nonnegative",
                 "--out", folder / "reconciled.csv", "--quiet", *more]))
            print(f"| {shape} | {method} | {found[0]:.3f} | {found[1]:.3f} | {found[2]:.0f} |",
                  flush=True)


TASKS = {"numbers": numbers, "lengths": lengths, "memory": memory, "theta": theta,
         "reconcile": reconcile}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("task", choices=TASKS)
    parser.add_argument("--program", type=Path, default=PROGRAM)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        TASKS[options.task](options, Path(folder))


if __name__ == "__main__":
    main()
