"""Peers and labourcast on a labour panel, 7 years ahead from rolling origins.

    python3 labour_panels.py PANEL.csv --key area_code,sector --origins 2004:2011 [--program PATH]
        [--models DOT,drift,naive,AutoETS] [--total Total]

PANEL.csv is long, with the key columns, `year` and `value`. Series of fewer than 15 years up to an
origin are left out there. Lines are means over the origins; the last column is the worst ratio of
WAPE to that of the last value over the origins. `--total` leaves a label out of the panel.
"""
import argparse
import warnings

import numpy as np

import ours
import peers
import score
import series

HORIZON = 7


def measures(actual, forecast):
    """WAPE over all steps and at the last, MASE, OWA, coverages, WAPE relative to the last value."""
    point = np.where(np.isfinite(forecast[:, :, 0]), forecast[:, :, 0], actual.last)
    far = score.Actual(actual.training, actual.outcome[:, -1:])
    covered = [score.coverage(actual, forecast[:, :, k], forecast[:, :, k + 1]).mean()
               for k in (1, 3)]
    relative = score.wape(actual, point) / score.wape(actual, actual.last)
    return [score.wape(actual, point), score.wape(far, point[:, -1:]), score.mase(actual, point),
            score.owa(actual, point), *covered, relative]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("panel")
    parser.add_argument("--key", required=True)
    parser.add_argument("--origins", default="2004:2011")
    parser.add_argument("--models", default="AutoETS,DOT,Theta,drift,naive")
    parser.add_argument("--program", help="labourcast, to score its default as well")
    parser.add_argument("--total", help="leave out series whose key contains this label")
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    data = series.panel(options.panel, options.key.split(","), "year", "value")
    if options.total:
        data = {key: values for key, values in data.items() if options.total not in key.split("|")}
    first, last = map(int, options.origins.split(":"))
    found = {}
    for origin in range(first, last + 1):
        names, actual = series.window(data, origin, HORIZON)
        for model in options.models.split(","):
            forecast, _ = peers.run(model, actual)
            found.setdefault(model, []).append(measures(actual, forecast))
        if options.program:
            forecasts, _ = ours.run(options.program, ["auto"], names, actual)
            for label, forecast in forecasts.items():
                found.setdefault(f"labourcast {label}", []).append(measures(actual, forecast))
    print(f"{'model':20} {'WAPE':>7} {'WAPE 7':>7} {'MASE':>7} {'OWA':>6} {'cov 80':>6} "
          f"{'cov 95':>6} {'worst':>6}")
    for model, lines in found.items():
        average = np.mean(lines, axis=0)
        print(f"{model:20} {average[0]:7.4f} {average[1]:7.4f} {average[2]:7.3f} {average[3]:6.3f} "
              f"{average[4]:6.3f} {average[5]:6.3f} {max(line[6] for line in lines):6.2f}")


if __name__ == "__main__":
    main()
