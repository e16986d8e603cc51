"""labourcast and hierarchicalforecast reconcile the same forecasts; prints time, memory, agreement.

    pip install hierarchicalforecast==1.5.3
    cargo build --release
    python benches/peers/reconcile.py [BOTTOM_SERIES …]

Each program runs alone in a process of its own. The times are CPU seconds: of hierarchicalforecast
around the call of the method, its tables being in memory; of labourcast of the whole command,
reading and writing CSV included. Forecasts are not negative, since hierarchicalforecast cuts
negative ones off before it reconciles. Its non-negative figures are single precision for
mint_shrink, and those of sparse wls_var use variances that are centred, so these agree less.
"""

import csv
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

PERIODS = 60
PROGRAM = Path(__file__).parents[2] / "target" / "release" / "labourcast"


def hierarchy(shape, n_bottom):
    """Names, group of each bottom series at each level, and the columns of the hierarchy's file."""
    if shape == "tree":
        sizes = [10, 20, n_bottom // 200]
    else:
        side = int((n_bottom / 2) ** 0.5)
        sizes = [side, n_bottom // 2 // side, 2]
    n = int(np.prod(sizes))
    digits = np.unravel_index(np.arange(n), sizes)
    combinations = [(), (0,), (0, 1)]
    if shape == "groups":
        combinations = [(), (0,), (1,), (2,), (0, 1), (0, 2), (1, 2)]
    labels = [[f"g{c}=v{v:04}" for v in digits[c]] for c in range(3)]
    levels = []
    for combination in combinations:
        names = ["/".join(parts) for parts in zip(*(labels[c] for c in combination))]
        levels.append(names or ["total"] * n)
    return [f"s{i:06}" for i in range(n)], levels, labels


def data(shape, n_bottom):
    from scipy import sparse

    bottoms, levels, labels = hierarchy(shape, n_bottom)
    rng = np.random.default_rng(1)
    names, rows, columns = [], [], []
    for level in levels:
        groups, inverse = np.unique(level, return_inverse=True)
        rows.append(len(names) + inverse)
        columns.append(np.arange(len(bottoms)))
        names.extend(groups.tolist())
    rows.append(len(names) + np.arange(len(bottoms)))
    columns.append(np.arange(len(bottoms)))
    names.extend(bottoms)
    ones = np.ones(sum(map(len, rows)))
    summing = sparse.csr_matrix(
        (ones, (np.concatenate(rows), np.concatenate(columns))), shape=(len(names), len(bottoms))
    )
    sizes = summing.sum(axis=1).A1
    level = rng.exponential(3, len(bottoms))
    base = np.maximum(summing @ level + rng.normal(size=len(names)) * np.sqrt(sizes) * 3, 0)
    shocks = rng.normal(size=(len(bottoms), 3)) @ rng.normal(size=(3, PERIODS))
    noise = rng.normal(size=(len(names), PERIODS)) * np.sqrt(sizes)[:, None]
    residuals = summing @ shocks + noise * 5
    return names, summing, base, residuals, (bottoms, labels)


def write(folder, shape, n_bottom):
    names, _, base, residuals, (bottoms, labels) = data(shape, n_bottom)
    with open(folder / "hierarchy.csv", "w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["unique_id", "g0", "g1", "g2"])
        values = [[label.split("=")[1] for label in column] for column in labels]
        rows.writerows(zip(bottoms, *values))
    with open(folder / "forecasts.csv", "w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["unique_id", "ds", "mean"])
        rows.writerows((name, 2026, repr(float(y))) for name, y in zip(names, base))
    with open(folder / "residuals.csv", "w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["unique_id", "ds", "residual"])
        for name, own in zip(names, residuals):
            rows.writerows((name, t, repr(float(e))) for t, e in enumerate(own))


def peer(shape, n_bottom, method, nonnegative):
    """Runs in a process of its own; prints seconds and forecasts as JSON."""
    from hierarchicalforecast.methods import MinTrace, MinTraceSparse

    _, summing, base, residuals, _ = data(shape, n_bottom)
    past = {"y_insample": residuals, "y_hat_insample": np.zeros_like(residuals)}
    if method == "mint_shrink":
        summing = summing.toarray()
        model = MinTrace(method, nonnegative=nonnegative)
    else:
        model = MinTraceSparse(method, nonnegative=nonnegative)
    start = time.process_time()
    found = model.fit_predict(summing, base[:, None], **past)["mean"][:, 0]
    seconds = time.process_time() - start
    print(json.dumps({"seconds": seconds, "values": found.tolist()}))


def ours(folder, shape, method, nonnegative):
    out = folder / "out.csv"
    command = [PROGRAM, "reconcile", folder / "forecasts.csv", "--hierarchy"]
    command += [folder / "hierarchy.csv", "--method", method, "--out", out, "--quiet"]
    if shape == "tree":
        command += ["--groups", "g0,g0/g1"]
    if method in ("wls_var", "mint_shrink"):
        command += ["--residuals", folder / "residuals.csv"]
    subprocess.run(command + ["--nonnegative"] * nonnegative, check=True, stdout=subprocess.DEVNULL)
    with open(out) as file:
        return [float(row["mean"]) for row in csv.DictReader(file)]


def measured(run):
    """Result, CPU seconds and peak memory in MB of one child process and its children."""
    code = "import resource,subprocess,sys\n"
    code += "done = subprocess.run(sys.argv[1:], stdout=subprocess.PIPE, check=True)\n"
    code += "usage = resource.getrusage(resource.RUSAGE_CHILDREN)\n"
    code += "sys.stderr.write(f'{usage.ru_utime + usage.ru_stime} {usage.ru_maxrss / 1024}')\n"
    code += "sys.stdout.buffer.write(done.stdout)"
    done = subprocess.run([sys.executable, "-c", code, *map(str, run)], capture_output=True, check=True)
    seconds, memory = map(float, done.stderr.split()[-2:])
    return done.stdout, seconds, memory


def compare(shape, n_bottom, method, nonnegative):
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write(folder, shape, n_bottom)
        own = [sys.executable, __file__, "--ours", folder, shape, method, int(nonnegative)]
        text, seconds, _ = measured(own)
        found = json.loads(text)
    line = [shape, n_bottom, method + (", non-negative" if nonnegative else "")]
    try:
        text, _, memory = measured(
            [sys.executable, __file__, "--peer", shape, n_bottom, method, int(nonnegative)]
        )
        other = json.loads(text)
        values = np.array(other["values"])
        apart = np.abs(values - found["values"]).max() / np.abs(values).max()
        line += [f"{other['seconds']:.2f}", f"{memory:.0f}", f"{apart:.1e}"]
    except subprocess.CalledProcessError:
        line += ["failed", "", ""]
    line[3:3] = [f"{found['seconds']:.2f}", f"{found['megabytes']:.0f}"]
    print("| " + " | ".join(map(str, line)) + " |", flush=True)


def main():
    if sys.argv[1:2] == ["--peer"]:
        return peer(sys.argv[2], int(sys.argv[3]), sys.argv[4], sys.argv[5] == "1")
    if sys.argv[1:2] == ["--ours"]:
        values = ours(Path(sys.argv[2]), sys.argv[3], sys.argv[4], sys.argv[5] == "1")
        usage = resource.getrusage(resource.RUSAGE_CHILDREN)
        seconds, memory = usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024
        print(json.dumps({"seconds": seconds, "megabytes": memory, "values": values}))
        return None
    sizes = [int(size) for size in sys.argv[1:]] or [1000, 5000]
    print("| hierarchy | bottom series | method | labourcast, s | MB | hierarchicalforecast, s | MB | apart |")
    print("|---|---|---|---|---|---|---|---|")
    for n_bottom in sizes:
        for shape in ("tree", "groups"):
            for method in ("ols", "wls_struct", "wls_var"):
                compare(shape, n_bottom, method, nonnegative=True)
            if n_bottom <= 5000:
                compare(shape, n_bottom, "mint_shrink", nonnegative=False)
    return None


main()
