"""Weights by features of a series, learnt on some sets and told on others.

    cargo build --release
    python3 benches/peers/features.py --countries C.csv --value-added V.csv --states U.csv
        [--program target/release/labourcast]

Each series is forecast by ten models. A weight a model is a softmax of linear functions of nine
features (length, trend, curvature, autocorrelation of changes, how steady growth is, size of the
last changes, noise, sign of growth at the end, skewness of changes), after Montero-Manso,
Athanasopoulos, Hyndman & Talagala (2020), who use trees. The weights minimise the error of the
combination over that of the default, with a ridge on what departs from one weight for all series;
the ridge is the one that wins among five parts of the sets that choose. Learnt on M3 and every
second country, told on M1, tourism, the other countries, the United States and value added.
Columns are changes in per cent against the default, below zero better: of OWA in a competition, of
WAPE and MASE in equal parts in a panel.
"""
import argparse
import warnings

import numpy as np
from scipy import optimize

import ours
import score
import series

MODELS = ["auto", "ets", "arima", "dot", "ces", "damped", "drift", "naive", "bls", "eb"]
HORIZON = 7
RIDGES = [0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0]
PARTS = 5


def features(values):
    """Nine features, none of which a unit changes."""
    y = np.asarray(values, float)
    n, changes = len(y), np.diff(y)
    scale = np.mean(np.abs(changes)) or 1.0
    t = np.linspace(-1, 1, n)
    line = np.polynomial.Polynomial.fit(t, y, 1)
    bend = np.polynomial.Polynomial.fit(t, y, min(2, n - 1))
    rest, whole = np.var(y - line(t)), np.var(y) or 1.0
    bent = np.var(y - bend(t))
    centred = changes - changes.mean()
    spread = np.mean(centred**2) or 1.0
    rho = np.mean(centred[1:] * centred[:-1]) / spread if n > 3 else 0.0
    recent = changes[-5:]
    return [np.log(n), 1 - rest / whole, 1 - bent / (rest or 1.0), rho,
            abs(changes.mean()) / scale, np.log(np.mean(np.abs(recent)) / scale + 1e-3),
            np.log(np.std(changes) / (np.mean(np.abs(y)) or 1.0) + 1e-6),
            np.sign(recent.mean()) * np.sign(changes.mean()),
            np.clip(np.mean(centred**3) / spread**1.5, -5, 5)]


class Set:
    """Forecasts of all models and features of one set or one origin of a panel."""

    def __init__(self, program, names, actual):
        found, _ = ours.run(program, MODELS, names, actual)
        points = np.stack([found[model][:, :, 0] for model in MODELS], axis=2)
        self.points = np.where(np.isfinite(points), points, actual.last[:, :, None])
        self.actual, self.names = actual, names
        self.features = np.array([features(values) for values in actual.training])

    def part(self, kept):
        """The series at the positions `kept`."""
        other = object.__new__(Set)
        training = [self.actual.training[k] for k in kept]
        other.actual = score.Actual(training, self.actual.outcome[kept])
        other.names = [self.names[k] for k in kept]
        other.points, other.features = self.points[kept], self.features[kept]
        return other


def weights(parameters, x):
    logits = x @ parameters.reshape(x.shape[1], len(MODELS))
    logits -= logits.max(axis=1, keepdims=True)
    raw = np.exp(logits)
    return raw / raw.sum(axis=1, keepdims=True)


class Learning:
    """The sum of errors of combinations over those of the default, and its gradient."""

    def __init__(self, sets, shift, width):
        self.x, self.points, self.outcome, self.weight = [], [], [], []
        for one in sets:
            error = np.abs(one.points[:, :, 0] - one.actual.outcome)
            scale = one.actual.scale[:, None]
            kept = np.isfinite(one.actual.scale) & np.isfinite(error).all(axis=1)
            # A series counts by how large its error is in units of its changes, as in MASE.
            unit = np.mean(error[kept] / scale[kept])
            self.x.append(standard(one.features[kept], shift, width))
            steps = HORIZON - one.points.shape[1]
            pad = ((0, 0), (0, steps), (0, 0))
            divided = one.points[kept] / scale[kept][:, :, None]
            self.points.append(np.pad(divided, pad))
            self.outcome.append(np.pad(one.actual.outcome[kept] / scale[kept], pad[:2]))
            share = 1 / (unit * one.points.shape[1] * kept.sum())
            self.weight.append(np.full(kept.sum(), share / len(sets)))
        self.x = np.concatenate(self.x)
        self.points = np.concatenate(self.points)
        self.outcome = np.concatenate(self.outcome)
        self.weight = np.concatenate(self.weight)

    def loss(self, parameters, ridge):
        w = weights(parameters, self.x)
        error = np.einsum("ntm,nm->nt", self.points, w) - self.outcome
        # Rounded off near nil, so that a gradient is everywhere.
        smooth = np.sqrt(error**2 + 1e-4)
        value = np.sum(self.weight[:, None] * smooth)
        by_weight = np.einsum("nt,ntm->nm", self.weight[:, None] * error / smooth, self.points)
        by_logit = w * (by_weight - np.sum(w * by_weight, axis=1, keepdims=True))
        gradient = self.x.T @ by_logit
        shaped = parameters.reshape(gradient.shape)
        penalty = ridge * shaped
        penalty[0] *= 0.01
        return value + 0.5 * np.sum(penalty * shaped), (gradient + penalty).ravel()

    def fit(self, ridge):
        start = np.zeros(self.x.shape[1] * len(MODELS))
        found = optimize.minimize(self.loss, start, (ridge,), "L-BFGS-B", jac=True,
                                  options={"maxiter": 500})
        return found.x


def standard(raw, shift, width):
    return np.column_stack([np.ones(len(raw)), np.clip((raw - shift) / width, -3, 3)])


def learn(sets, ridge, widening=1.0):
    """Parameters, and what features are centred on and divided by."""
    raw = np.concatenate([one.features for one in sets])
    shift, width = np.median(raw, axis=0), (np.std(raw, axis=0) + 1e-9) * widening
    return Learning(sets, shift, width).fit(ridge), shift, width


def combined(one, model):
    parameters, shift, width = model
    return np.einsum("ntm,nm->nt", one.points, weights(parameters, standard(one.features, shift, width)))


def change(sets, forecasts, kind):
    """Change in per cent against the default."""
    def of(measure):
        new = np.mean([measure(one.actual, f) for one, f in zip(sets, forecasts)])
        return 100 * (new / np.mean([measure(one.actual, one.points[:, :, 0]) for one in sets]) - 1)
    return of(score.owa) if kind == "competition" else (of(score.wape) + of(score.mase)) / 2


def parts(sets, k):
    """The sets without, and with only, every fifth series."""
    def kept(one, inside):
        return [i for i in range(len(one.names)) if (i % PARTS == k) == inside]
    return [one.part(kept(one, False)) for one in sets], [one.part(kept(one, True)) for one in sets]


def panel(program, path, keys, origins):
    data = series.panel(path, keys, "year", "value")
    return [Set(program, *series.window(data, origin, HORIZON)) for origin in origins]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", default="target/release/labourcast")
    parser.add_argument("--countries", required=True)
    parser.add_argument("--value-added", required=True)
    parser.add_argument("--states", required=True)
    parser.add_argument("--country-keys", default="area_code,sector_code")
    parser.add_argument("--state-keys", default="series_id")
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    m3, m1, tourism = (Set(options.program, *series.competition(name))
                       for name in ("m3", "m1", "tourism"))
    keys = options.country_keys.split(",")
    countries = panel(options.program, options.countries, keys, range(2004, 2012))
    value = panel(options.program, options.value_added, keys, range(2004, 2012))
    states = panel(options.program, options.states, options.state_keys.split(","),
                   range(1961, 2012, 5))
    codes = sorted({name.split("|")[0] for name in countries[0].names})
    chosen = set(codes[::2])
    def of(inside):
        return [one.part([k for k, name in enumerate(one.names)
                          if (name.split("|")[0] in chosen) == inside]) for one in countries]
    choosing, other = of(True), of(False)
    # The countries together count as much as M3.
    print("ridge    within five parts: M3  countries")
    best = None
    for ridge in RIDGES:
        found = []
        for k in range(PARTS):
            train, test = parts([m3, *choosing], k)
            model = learn([train[0]] * len(choosing) + train[1:], ridge)
            forecasts = [combined(one, model) for one in test]
            found.append((change(test[:1], forecasts[:1], "competition"),
                          change(test[1:], forecasts[1:], "panel")))
        means = np.mean(found, axis=0)
        print(f"{ridge:6.3f} {means[0]:+22.2f} {means[1]:+10.2f}", flush=True)
        if best is None or means.mean() < best[0]:
            best = (means.mean(), ridge)
    model = learn([m3] * len(choosing) + choosing, best[1])
    # Features so wide that none of them moves a weight.
    alone = learn([m3] * len(choosing) + choosing, best[1], np.inf)
    equal = np.zeros_like(model[0]), *model[1:]
    print(f"\nridge {best[1]}")
    print(f"{'weights':12} {'M3':>7} {'chosen':>7} | {'M1':>7} {'tourism':>7} {'others':>7} "
          f"{'US':>7} {'value':>7}")
    for name, one_model in (("by features", model), ("one for all", alone), ("equal", equal)):
        def told(sets, kind):
            return change(sets, [combined(one, one_model) for one in sets], kind)
        print(f"{name:12} {told([m3], 'competition'):+7.2f} {told(choosing, 'panel'):+7.2f} | "
              f"{told([m1], 'competition'):+7.2f} {told([tourism], 'competition'):+7.2f} "
              f"{told(other, 'panel'):+7.2f} {told(states, 'panel'):+7.2f} "
              f"{told(value, 'panel'):+7.2f}", flush=True)
    print("\nmean weights by features on M3:",
          dict(zip(MODELS, np.round(weights(model[0], standard(m3.features, *model[1:])).mean(0), 2))))


if __name__ == "__main__":
    main()
