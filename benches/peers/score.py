"""Measures of forecasts and their intervals, the same code for the peers and for labourcast.

sMAPE is the mean of 200 |F - Y| / (|F| + |Y|). MASE divides by the mean of |y_t - y_{t-1}| of the
training part. OWA is the mean of the two after dividing each by that of the last value, which is
what Naive2 is for yearly series. MSIS is of the 95 % interval. Measures are means over steps, then
over series.
"""
import numpy as np

COLUMNS = ("mean", "lo_80", "hi_80", "lo_95", "hi_95")


class Actual:
    """One set: training parts, outcomes (series x steps; NaN where there is none) and scales."""

    def __init__(self, training, outcome):
        self.training = training
        self.outcome = np.asarray(outcome, float)
        self.last = np.repeat(np.array([y[-1] for y in training])[:, None], self.outcome.shape[1], 1)
        scale = np.array([np.mean(np.abs(np.diff(y))) if len(y) > 1 else np.nan for y in training])
        self.scale = np.where(scale > 0, scale, np.nan)


def smape(actual, forecast):
    with np.errstate(divide="ignore", invalid="ignore"):
        each = 200 * np.abs(forecast - actual.outcome) / (np.abs(forecast) + np.abs(actual.outcome))
    return mean(np.where((forecast == 0) & (actual.outcome == 0), 0, each))


def mase(actual, forecast):
    return mean(np.abs(forecast - actual.outcome) / actual.scale[:, None])


def wape(actual, forecast):
    known = np.isfinite(actual.outcome)
    return np.abs(forecast - actual.outcome)[known].sum() / np.abs(actual.outcome[known]).sum()


def owa(actual, forecast):
    return (smape(actual, forecast) / smape(actual, actual.last)
            + mase(actual, forecast) / mase(actual, actual.last)) / 2


def coverage(actual, low, high):
    """Share covered at each step."""
    known = np.isfinite(actual.outcome)
    inside = (actual.outcome >= low) & (actual.outcome <= high)
    return np.array([inside[known[:, k], k].mean() for k in range(known.shape[1])])


def msis(actual, low, high, level=0.95):
    penalty = 2 / (1 - level)
    score = (high - low + penalty * np.maximum(low - actual.outcome, 0)
             + penalty * np.maximum(actual.outcome - high, 0))
    return mean(score / actual.scale[:, None])


def mean(values):
    """Mean over steps, then over series, of what is known."""
    kept = values[np.isfinite(values).any(axis=1)]
    return float(np.nanmean(np.nanmean(kept, axis=1)))


HEADER = (f"{'set':10} {'model':16} {'sMAPE':>7} {'MASE':>7} {'OWA':>6} {'WAPE':>7} "
          f"{'cov 80':>6} {'cov 95':>6} {'MSIS':>7} {'filled':>6} {'CPU ms':>8}")


def row(name, model, actual, forecast, cpu):
    """A line of the table. `forecast` is series x steps x COLUMNS. A series without a finite
    forecast counts with its last value and is shown under `filled`."""
    missing = ~np.isfinite(forecast[:, :, 0]).all(axis=1)
    point = np.where(missing[:, None], actual.last, forecast[:, :, 0])
    low80, high80, low95, high95 = (forecast[:, :, k] for k in range(1, 5))
    if np.isfinite(low95).any():
        bounds = [np.where(np.isfinite(b), b, actual.last) for b in (low80, high80, low95, high95)]
        intervals = (f"{coverage(actual, *bounds[:2]).mean():6.3f} "
                     f"{coverage(actual, *bounds[2:]).mean():6.3f} {msis(actual, *bounds[2:]):7.1f}")
    else:
        intervals = f"{'-':>6} {'-':>6} {'-':>7}"
    return (f"{name:10} {model:16} {smape(actual, point):7.2f} {mase(actual, point):7.3f} "
            f"{owa(actual, point):6.3f} {wape(actual, point):7.4f} {intervals} {missing.sum():6d} "
            f"{cpu:8.3f}")
