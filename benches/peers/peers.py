"""Runs the peers on the yearly series of M3, M1 and tourism and prints the table.

    python3 peers.py [--without AutoARIMA,AutoCES] [--sets m3,m1,tourism]

CPU time is that of the process for all series of a set with both intervals, divided by their
number, after one call on a short series so that compilation is not counted.
"""
import argparse
import time
import warnings

import numpy as np
from statsforecast import models

import score
import series

LEVELS = [80, 95]
PEERS = {
    "AutoETS": lambda: models.AutoETS(season_length=1),
    "AutoARIMA": lambda: models.AutoARIMA(season_length=1),
    "DOT": lambda: models.DynamicOptimizedTheta(season_length=1),
    "AutoCES": lambda: models.AutoCES(season_length=1),
    "OptimizedTheta": lambda: models.OptimizedTheta(season_length=1),
    "Theta": lambda: models.Theta(season_length=1),
    "drift": lambda: models.RandomWalkWithDrift(),
    "naive": lambda: models.Naive(),
}
SCUM = ("AutoCES", "AutoETS", "AutoARIMA", "DOT")


def forecast(model, values, horizon):
    """Point forecast and intervals; NaN where the peer refuses the series."""
    out = np.full((horizon, len(score.COLUMNS)), np.nan)
    try:
        result = model.forecast(values, horizon, level=LEVELS)
    except Exception:  # A refusal of any kind is counted as such.
        return out
    for k, column in enumerate(("mean", "lo-80", "hi-80", "lo-95", "hi-95")):
        if column in result:
            out[:, k] = result[column]
    return out


def run(peer, actual):
    """Forecasts of all series of a set and CPU milliseconds per series."""
    horizon = actual.outcome.shape[1]
    forecast(PEERS[peer](), np.array([5.0, 6, 7, 6, 8, 9, 8, 10, 12, 11, 13, 12, 14]), horizon)
    start = time.process_time()
    out = np.stack([forecast(PEERS[peer](), values, horizon) for values in actual.training])
    return out, (time.process_time() - start) * 1000 / len(actual.training)


def table(name, actual, peers):
    """Prints the lines of a set, the median of SCUM last if its members ran."""
    done = {}
    for peer in peers:
        done[peer], cpu = run(peer, actual)
        print(score.row(name, peer, actual, done[peer], cpu), flush=True)
    if all(member in done for member in SCUM):
        members = np.stack([done[member] for member in SCUM])
        members[:, :, :, 1:] = np.nan
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            print(score.row(name, "SCUM median", actual, np.nanmedian(members, axis=0), np.nan))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--without", default="", help="peers to leave out, with commas")
    parser.add_argument("--sets", default=",".join(series.HORIZON))
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    peers = [peer for peer in PEERS if peer not in options.without.split(",")]
    print(score.HEADER)
    for name in options.sets.split(","):
        table(name, series.competition(name)[1], peers)


if __name__ == "__main__":
    main()
