"""Reference values of reconciliation: random base forecasts, residuals and observations of a tree and
of crossing groups, and what hierarchicalforecast 1.5.3 and scipy 1.17.1 make of them.

    pip install hierarchicalforecast==1.5.3 scipy==1.17.1
    python make.py

Writes tree.csv and groups.csv, one row a node: name, parent (tree), base forecast, a column a
method; and tree_past.csv and groups_past.csv, one row a node and period: observation and residual.
Non-negative solutions are scipy's `nnls` on the weighted system, because hierarchicalforecast rounds
its own to single precision and cuts negative base forecasts off first.
"""

from pathlib import Path

import numpy as np
from hierarchicalforecast.methods import BottomUp, MinTrace, TopDown
from scipy.optimize import nnls

PERIODS = 24
HERE = Path(__file__).parent


def tree():
    parents = {"VN": ""}
    for area, n in (("north", 4), ("centre", 2), ("south", 3)):
        parents[area] = "VN"
        for k in range(n):
            parents[f"{area}{k}"] = area
    for k in range(3):
        parents[f"south0{k}"] = "south0"
    bottoms = sorted(set(parents) - set(parents.values()))
    aggregates = [name for name in parents if name not in bottoms]
    rows = []
    for node in aggregates:
        inside = {node}
        for name, parent in parents.items():
            if parent in inside:
                inside.add(name)
        rows.append([float(b in inside) for b in bottoms])
    return aggregates + bottoms, np.vstack([rows, np.eye(len(bottoms))]), parents


def groups():
    columns = {"sector": "ABC", "area": "XYZ", "sex": "fm"}
    bottoms = [f"{a}-{b}-{c}" for a in "ABC" for b in "XYZ" for c in "fm"]
    names, rows = ["total"], [[1.0] * len(bottoms)]
    wanted = [(0,), (1,), (2,), (0, 1), (0, 2), (1, 2)]
    for combination in wanted:
        keys = sorted({tuple(b.split("-")[c] for c in combination) for b in bottoms})
        for key in keys:
            labels = [f"{list(columns)[c]}={k}" for c, k in zip(combination, key)]
            names.append("/".join(labels))
            rows.append([float(tuple(b.split("-")[c] for c in combination) == key) for b in bottoms])
    return names + bottoms, np.vstack([rows, np.eye(len(bottoms))]), {}


def main():
    rng = np.random.default_rng(20261124)
    for case, (names, summing, parents) in (("tree", tree()), ("groups", groups())):
        n, n_bottom = summing.shape
        level = rng.uniform(50, 150, n_bottom)
        shocks = rng.normal(size=(n_bottom, 3)) @ rng.normal(size=(3, PERIODS))
        bottoms = level[:, None] + 8 * shocks + rng.normal(size=(n_bottom, PERIODS)) * 6
        observed = summing @ bottoms
        sizes = summing.sum(axis=1, keepdims=True)
        residuals = summing @ (8 * shocks) + rng.normal(size=(n, PERIODS)) * 6 * np.sqrt(sizes)
        fitted = observed - residuals
        base = summing @ level + rng.normal(size=n) * 10 * sizes[:, 0]
        base[-3:] = [-40.0, 3.0, -25.0]
        base = base[:, None]
        past = {"y_insample": observed, "y_hat_insample": fitted}
        results = {"bottom_up": BottomUp().fit_predict(summing, base)["mean"]}
        for method in ("average_proportions", "proportion_averages"):
            top_down = TopDown(method).fit_predict(summing, base, y_insample=observed, tags=None)
            results[f"top_down_{method}"] = top_down["mean"]
        for method in ("ols", "wls_struct", "wls_var", "mint_shrink"):
            model = MinTrace(method)
            results[method] = model.fit_predict(summing, base, **past)["mean"]
            root = np.linalg.cholesky(np.linalg.inv(model.W)).T
            solution, _ = nnls(root @ summing, root @ base[:, 0], maxiter=10_000)
            results[f"{method}_nonnegative"] = (summing @ solution)[:, None]
        with open(HERE / f"{case}.csv", "w") as file:
            print("unique_id", "parent", "base", *results, sep=",", file=file)
            for i, name in enumerate(names):
                values = [repr(float(column[i, 0])) for column in [base, *results.values()]]
                print(name, parents.get(name, ""), *values, sep=",", file=file)
        with open(HERE / f"{case}_past.csv", "w") as file:
            print("unique_id,period,y,residual", file=file)
            for i, name in enumerate(names):
                for t in range(PERIODS):
                    y, residual = repr(float(observed[i, t])), repr(float(observed[i, t] - fitted[i, t]))
                    print(name, t, y, residual, sep=",", file=file)


main()
